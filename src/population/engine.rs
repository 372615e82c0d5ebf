//! Every subject of every arm, one after another or side by side.

use rayon::prelude::*;

use super::cohort::{Cohort, Member};
use super::subjects::Subjects;
use crate::metrics;
use crate::simulate::{Signal, SimulationError, Trajectory, simulate};
use crate::solver::Options;

/// Values that wait to be taken, at most, so that memory stays small whatever the number of subjects.
const MOST_WAITING: usize = 4_000_000;

/// Subjects that are taken together, at most.
const MOST_AT_ONCE: usize = 1024;

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
}

/// What came of one subject in one arm.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The subject's values of what varies, for a 70 kg adult, in the order of [`Subjects::what`].
    pub values: Vec<f64>,
    /// Whether they had to be brought nearer to the typical ones.
    pub is_moved: bool,
    /// Metrics in the order of [`metrics::METRICS`], or why there are none.
    pub metrics: Result<Vec<Option<f64>>, SimulationError>,
    /// Signal by signal the values at each time; not a number where there is none.
    pub samples: Vec<f64>,
}

impl Study {
    fn outcome(&self, cohort: &Cohort, number: u64) -> Outcome {
        let Member { experiment, values, is_moved } = cohort.member(&self.subjects, number);
        match simulate(&experiment, &self.options) {
            Ok(trajectory) => Outcome {
                values,
                is_moved,
                metrics: Ok(metrics::compute(&trajectory).iter().map(|(_, value)| value).collect()),
                samples: self.samples(&trajectory),
            },
            Err(error) => {
                let samples = vec![f64::NAN; self.signals.len() * self.times.len()];
                Outcome { values, is_moved, metrics: Err(error), samples }
            }
        }
    }

    fn samples(&self, trajectory: &Trajectory) -> Vec<f64> {
        let dense = trajectory.dense();
        let places: Vec<(usize, f64)> = self
            .times
            .iter()
            .map(|time| {
                let step = dense.locate(*time);
                let (start, length) = dense.span(step);
                (step, (time - start) / length)
            })
            .collect();
        trajectory.signals_at(&self.signals, &places).concat()
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
    let each = study.cohorts.len() * (study.signals.len() * study.times.len() + metrics::METRICS.len());
    let at_once = (MOST_WAITING / each.max(1)).clamp(8, MOST_AT_ONCE) as u64;
    let mut next = first;
    while next <= last {
        let end = last.min(next + (at_once - 1));
        let outcomes: Vec<Vec<Outcome>> = (next..=end)
            .into_par_iter()
            .map(|number| study.cohorts.iter().map(|cohort| study.outcome(cohort, number)).collect())
            .collect();
        take(next, &outcomes)?;
        next = end + 1;
    }
    Ok(())
}
