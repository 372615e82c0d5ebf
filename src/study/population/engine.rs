//! Every subject of every arm: in batches on the same steps; a subject whose error is too large there in a batch on shorter
//! steps, and alone if it is too large there as well.
//!
//! The steps are made for the typical subject and the first few subjects, whichever are run, so that they suit how much
//! subjects differ and the result of a subject does not depend on the others.

use std::cell::OnceCell;
use std::ops::RangeInclusive;

use rayon::prelude::*;

use super::cohort::{Cohort, Member};
use super::subjects::Subjects;
use crate::metrics::{self, Metrics};
use crate::simulate::{BatchWorkspace, Individual, Moment, Plan, Signal, SimulationError, simulate};
use crate::solver::{LANES, Options};

/// Values that wait to be taken, at most, so that memory stays small whatever the number of subjects.
const MOST_WAITING: usize = 4_000_000;

/// Subjects that are taken together, at most.
const MOST_AT_ONCE: usize = 1024;

/// A subject that is run alone is run to this share of the tolerance: its own steps are as long as the tolerance allows,
/// while the steps of a plan are shorter than most subjects need.
const ALONE_SHARE: f64 = 0.12;

/// How many first subjects the steps are made for besides the typical one, so that they suit how much subjects differ.
const COMPANIONS: u64 = LANES as u64 - 1;

/// Below this the error of a step is rounding alone.
const LEAST_RTOL: f64 = 1e-12;

/// The tolerance at which every metric of a subject with half or twice the typical values is within a part in 10,000 of
/// that of an exact run.
pub const POPULATION_RTOL: f64 = 2.5e-4;

/// What is to be run.
#[derive(Debug, Clone)]
pub struct Trial {
    /// The arms.
    pub cohorts: Vec<Cohort>,
    /// The subjects, the same in every arm.
    pub subjects: Subjects,
    /// When signals are read, h.
    pub times: Vec<f64>,
    /// Which signals are read.
    pub signals: Vec<Signal>,
    /// How it is solved.
    pub options: Options,
    /// Whether all subjects share the same steps, which is many times as fast, or each has its own, as a run of that
    /// subject alone would.
    pub is_together: bool,
}

/// The outcome of one subject in one arm.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The subject's values of what varies, for a 70 kg adult, in the order of [`Subjects::what`].
    pub values: Vec<f64>,
    /// Whether they had to be brought nearer to the typical ones.
    pub is_moved: bool,
    /// Whether all steps were too long for this one, which was therefore run alone.
    pub is_alone: bool,
    /// Metrics, or why there are none.
    pub metrics: Result<Metrics, SimulationError>,
    /// Signal by signal the values at each time; not a number where there is none.
    pub samples: Vec<f64>,
}

/// Shared steps, and the moments at which they are read.
type Course = (Plan, Vec<Moment>);

/// One arm with its plans.
struct Arm<'a> {
    study: &'a Trial,
    cohort: &'a Cohort,
    /// The subjects that the steps are made for besides the typical one.
    companions: Vec<Individual>,
    /// None where that is asked for, or where the typical subject cannot be run; then every subject is run alone.
    course: Option<Course>,
    /// The shorter steps, made once a subject needs them.
    finer: OnceCell<Option<Course>>,
}

impl<'a> Arm<'a> {
    fn new(study: &'a Trial, cohort: &'a Cohort) -> Self {
        let mut signals = metrics::NEEDED.to_vec();
        signals.extend(&study.signals);
        let varying = cohort.varying(&study.subjects);
        let last = study.subjects.count().map_or(COMPANIONS, |count| COMPANIONS.min(count));
        let individual = |number| cohort.member(&study.subjects, number).individual;
        let mut arm = Self { study, cohort, companions: Vec::new(), course: None, finer: OnceCell::new() };
        if study.is_together {
            arm.companions = (1..=last).map(individual).collect();
            let typical = &cohort.experiment;
            let plan = Plan::among(typical, &arm.companions, &varying, &signals, &study.options)
                // One of them may be beyond what can be solved.
                .or_else(|| Plan::new(typical, &varying, &signals, &study.options));
            arm.course = plan.map(|plan| arm.read_on(plan));
        }
        arm
    }

    /// A plan with where it is read.
    fn read_on(&self, plan: Plan) -> Course {
        let moments = plan.moments(&self.study.times);
        (plan, moments)
    }

    fn finer(&self) -> Option<&Course> {
        let made = || {
            let (plan, _) = self.course.as_ref()?;
            let typical = Individual::of(&self.cohort.experiment);
            plan.finer(&[&[typical], &self.companions[..]].concat()).map(|plan| self.read_on(plan))
        };
        self.finer.get_or_init(made).as_ref()
    }

    /// The outcomes of these subjects.
    fn outcomes(&self, numbers: RangeInclusive<u64>) -> Vec<Outcome> {
        let numbers: Vec<u64> = numbers.collect();
        let mut outcomes = vec![None; numbers.len()];
        if let Some(course) = &self.course {
            self.study.together(self.cohort, course, &numbers, &mut outcomes);
        }
        if outcomes.contains(&None)
            && let Some(finer) = self.finer()
        {
            self.study.together(self.cohort, finer, &numbers, &mut outcomes);
        }
        let (study, cohort) = (self.study, self.cohort);
        let all = outcomes.into_par_iter().zip(numbers);
        all.map(|(outcome, number)| outcome.unwrap_or_else(|| study.alone(cohort, number))).collect()
    }
}

impl Trial {
    /// Runs the subjects without an outcome together, and fills in the outcome of each whose error is within the tolerance.
    fn together(&self, cohort: &Cohort, (plan, moments): &Course, numbers: &[u64], outcomes: &mut [Option<Outcome>]) {
        let left: Vec<usize> = (0..numbers.len()).filter(|place| outcomes[*place].is_none()).collect();
        let batch = |workspace: &mut BatchWorkspace<'_>, places: &[usize]| {
            let members: Vec<Member> =
                places.iter().map(|place| cohort.member(&self.subjects, numbers[*place])).collect();
            let individuals: Vec<Individual> = members.iter().map(|member| member.individual.clone()).collect();
            workspace.run(&individuals);
            let samples: Vec<Vec<Vec<f64>>> =
                self.signals.iter().map(|signal| workspace.sample(*signal, moments)).collect();
            let metrics = metrics::compute_together(workspace);
            let outcome = |(lane, member): (usize, Member)| {
                workspace.is_exact(lane).then(|| Outcome {
                    values: member.values,
                    is_moved: member.is_moved,
                    is_alone: false,
                    metrics: Ok(metrics[lane].clone()),
                    samples: samples.iter().flat_map(|signal| &signal[lane]).copied().collect(),
                })
            };
            members.into_iter().enumerate().map(outcome).collect::<Vec<_>>()
        };
        let found: Vec<Option<Outcome>> =
            left.par_chunks(LANES).map_init(|| plan.workspace(), batch).flatten_iter().collect();
        for (place, outcome) in left.into_iter().zip(found) {
            outcomes[place] = outcome;
        }
    }

    /// The outcome of a subject that is run alone.
    fn alone(&self, cohort: &Cohort, number: u64) -> Outcome {
        let Member { individual, values, is_moved } = cohort.member(&self.subjects, number);
        let tight = Options { rtol: (ALONE_SHARE * self.options.rtol).max(LEAST_RTOL), ..self.options };
        let options = if self.is_together { &tight } else { &self.options };
        let run = simulate(&cohort.alone(&individual), options);
        let samples = match &run {
            Ok(trajectory) => trajectory.signals_at(&self.signals, &trajectory.places(&self.times)).concat(),
            Err(_) => vec![f64::NAN; self.signals.len() * self.times.len()],
        };
        let metrics = run.map(|run| metrics::compute(&run));
        Outcome { values, is_moved, is_alone: true, metrics, samples }
    }
}

/// Runs the subjects `first` to `last`, both included and counted from 1, on the threads of the current pool, and hands
/// them out in their order: the number of the first of a few, and for each of them the outcome of every arm. What is
/// handed out does not depend on the number of threads or on the other subjects.
///
/// # Errors
/// What `take` gives; nothing more is run after it.
pub fn run<E>(
    study: &Trial,
    (first, last): (u64, u64),
    mut take: impl FnMut(u64, &[Vec<Outcome>]) -> Result<(), E>,
) -> Result<(), E> {
    let arms: Vec<Arm<'_>> = study.cohorts.iter().map(|cohort| Arm::new(study, cohort)).collect();
    let each = study.cohorts.len() * (study.signals.len() * study.times.len() + metrics::METRICS.len());
    let lanes = LANES as u64;
    let at_once = (MOST_WAITING / each.max(1)).clamp(LANES, MOST_AT_ONCE) as u64 / lanes * lanes;
    let mut next = first;
    while next <= last {
        let end = last.min(next + (at_once - 1));
        let mut outcomes: Vec<Vec<Outcome>> = (next..=end).map(|_| Vec::with_capacity(arms.len())).collect();
        for arm in &arms {
            for (subject, outcome) in outcomes.iter_mut().zip(arm.outcomes(next..=end)) {
                subject.push(outcome);
            }
        }
        take(next, &outcomes)?;
        next = end + 1;
    }
    Ok(())
}
