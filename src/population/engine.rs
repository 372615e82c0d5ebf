//! Every subject of every arm: in batches on the same steps, and alone for whom those are too long.
//!
//! The steps are made for the typical subject and for the first few, whoever is run, so that they suit how much subjects
//! differ and nobody's result depends on who else is run.

use rayon::prelude::*;

use super::cohort::{Cohort, Member};
use super::subjects::Subjects;
use crate::metrics;
use crate::simulate::{Individual, Moment, Plan, Room, Signal, SimulationError, simulate};
use crate::solver::{LANES, Options};

/// Values that wait to be taken, at most, so that memory stays small whatever the number of subjects.
const MOST_WAITING: usize = 4_000_000;

/// Subjects that are taken together, at most.
const MOST_AT_ONCE: usize = 1024;

/// Who is run alone is run to this share of the tolerance: steps of one's own are as long as the tolerance allows, where
/// those of a plan are shorter for nearly everybody.
const ALONE_SHARE: f64 = 0.12;

/// The first subjects, for whom the steps are made besides the typical one, so that they suit how much subjects differ.
const COMPANIONS: u64 = LANES as u64 - 1;

/// Below this, rounding is all that a step is made of.
const LEAST_RTOL: f64 = 1e-12;

/// The tolerance at which every metric of a subject who is half or twice the typical one is within a part in 10,000 of
/// that of an exact run.
pub const POPULATION_RTOL: f64 = 2.5e-4;

/// What is to be run.
#[derive(Debug, Clone)]
pub struct Study {
    /// The arms.
    pub cohorts: Vec<Cohort>,
    /// Who is treated, the same in every arm.
    pub subjects: Subjects,
    /// When signals are read, h.
    pub times: Vec<f64>,
    /// Which signals are read.
    pub signals: Vec<Signal>,
    /// How it is solved.
    pub options: Options,
    /// Whether everybody goes through the same steps, which is many times as fast, or each through its
    /// own, as a run of that subject alone would.
    pub is_together: bool,
}

/// What came of one subject in one arm.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The subject's values of what varies, for a 70 kg adult, in the order of [`Subjects::what`].
    pub values: Vec<f64>,
    /// Whether they had to be brought nearer to the typical ones.
    pub is_moved: bool,
    /// Whether the steps of the plan were too long for this one, which was therefore run alone.
    pub is_alone: bool,
    /// Metrics in the order of [`metrics::METRICS`], or why there are none.
    pub metrics: Result<Vec<Option<f64>>, SimulationError>,
    /// Signal by signal the values at each time; not a number where there is none.
    pub samples: Vec<f64>,
}

/// One arm with its plan.
struct Arm<'a> {
    cohort: &'a Cohort,
    /// None where that is asked for, or where the typical subject cannot be run; then everybody is run alone.
    plan: Option<(Plan, Vec<Moment>)>,
}

impl Study {
    fn arm<'a>(&'a self, cohort: &'a Cohort) -> Arm<'a> {
        let mut signals = metrics::NEEDED.to_vec();
        signals.extend(&self.signals);
        let varying = cohort.varying(&self.subjects);
        let experiment = &cohort.experiment;
        let plan = self.is_together.then(|| {
            let companions = 1..=self.subjects.count().map_or(COMPANIONS, |count| COMPANIONS.min(count));
            let companions: Vec<Individual> =
                companions.map(|number| cohort.member(&self.subjects, number).individual).collect();
            Plan::among(experiment, &companions, &varying, &signals, &self.options)
                // One of them may be beyond what can be solved.
                .or_else(|| Plan::new(experiment, &varying, &signals, &self.options))
        });
        Arm {
            cohort,
            plan: plan.flatten().map(|plan| {
                let moments = plan.moments(&self.times);
                (plan, moments)
            }),
        }
    }

    /// What comes of subjects of one arm, [`LANES`] at most.
    fn outcomes<'a>(&self, arm: &'a Arm<'_>, room: &mut Option<Room<'a>>, numbers: &[u64]) -> Vec<Outcome> {
        let members: Vec<Member> = numbers.iter().map(|number| arm.cohort.member(&self.subjects, *number)).collect();
        let together = arm.plan.as_ref().map(|(plan, moments)| {
            let room = room.get_or_insert_with(|| plan.room());
            let individuals: Vec<Individual> = members.iter().map(|member| member.individual.clone()).collect();
            room.run(&individuals);
            let samples: Vec<Vec<Vec<f64>>> = self.signals.iter().map(|signal| room.sample(*signal, moments)).collect();
            let exact: Vec<bool> = (0..members.len()).map(|lane| room.is_exact(lane)).collect();
            (metrics::compute_together(room), samples, exact)
        });
        let outcome = |(lane, member): (usize, Member)| {
            let Member { individual, values, is_moved } = member;
            match &together {
                Some((metrics, samples, exact)) if exact[lane] => Outcome {
                    values,
                    is_moved,
                    is_alone: false,
                    metrics: Ok(metrics[lane].iter().map(|(_, value)| value).collect()),
                    samples: samples.iter().flat_map(|signal| &signal[lane]).copied().collect(),
                },
                _ => {
                    let tight = Options { rtol: (ALONE_SHARE * self.options.rtol).max(LEAST_RTOL), ..self.options };
                    let options = if self.is_together { &tight } else { &self.options };
                    let run = simulate(&arm.cohort.alone(&individual), options);
                    let samples = match &run {
                        Ok(trajectory) => {
                            trajectory.signals_at(&self.signals, &trajectory.places(&self.times)).concat()
                        }
                        Err(_) => vec![f64::NAN; self.signals.len() * self.times.len()],
                    };
                    let metrics = run.map(|run| metrics::compute(&run).iter().map(|(_, value)| value).collect());
                    Outcome { values, is_moved, is_alone: true, metrics, samples }
                }
            }
        };
        members.into_iter().enumerate().map(outcome).collect()
    }
}

/// Runs the subjects `first` to `last`, both included and counted from 1, on the threads of the current pool, and hands
/// them out in their order: the number of the first of a few, and for each of them what came of every arm. What is
/// handed out does not depend on the number of threads or on who else is run.
///
/// # Errors
/// What `take` gives; nothing more is run after it.
pub fn run<E>(
    study: &Study,
    (first, last): (u64, u64),
    mut take: impl FnMut(u64, &[Vec<Outcome>]) -> Result<(), E>,
) -> Result<(), E> {
    let arms: Vec<Arm<'_>> = study.cohorts.iter().map(|cohort| study.arm(cohort)).collect();
    let each = study.cohorts.len() * (study.signals.len() * study.times.len() + metrics::METRICS.len());
    let lanes = LANES as u64;
    let at_once = (MOST_WAITING / each.max(1)).clamp(LANES, MOST_AT_ONCE) as u64 / lanes * lanes;
    let mut next = first;
    while next <= last {
        let end = last.min(next + (at_once - 1));
        let batches = (end - next) / lanes + 1;
        let outcomes: Vec<Vec<Outcome>> = (0..batches)
            .into_par_iter()
            .map_init(
                || arms.iter().map(|_| None).collect::<Vec<Option<Room<'_>>>>(),
                |rooms, batch| {
                    let begin = next + batch * lanes;
                    let numbers: Vec<u64> = (begin..=end.min(begin + (lanes - 1))).collect();
                    let mut subjects = vec![Vec::with_capacity(arms.len()); numbers.len()];
                    for (arm, room) in arms.iter().zip(rooms) {
                        for (subject, outcome) in subjects.iter_mut().zip(study.outcomes(arm, room, &numbers)) {
                            subject.push(outcome);
                        }
                    }
                    subjects
                },
            )
            .flatten_iter()
            .collect();
        take(next, &outcomes)?;
        next = end + 1;
    }
    Ok(())
}
