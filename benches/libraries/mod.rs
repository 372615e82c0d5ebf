//! Runs of a case by other libraries.
//!
//! Everything that a library may have ready is made before the clock starts: the stretches between doses, the resting
//! states, the size of each state, problem and scratch memory.

#[cfg(feature = "oracles")]
pub(crate) mod diffsol;
#[cfg(feature = "oracles")]
pub(crate) mod ode_solvers;

use onset::model::{self, Onset};
use onset::regimen::Segment;
use onset::simulate::Experiment;
use onset::solver::AnyModel;

/// How many states the model has.
pub(crate) const STATES: usize = model::STATES.len();

/// A case, worked out as far as a library may have it.
pub(crate) struct Prepared {
    /// The stretches between two doses.
    pub(crate) segments: Vec<Segment>,
    /// Where the first of them starts from.
    pub(crate) rest: Vec<f64>,
    /// The largest value of each state over the run, by which errors are judged; 1 for a state that stays 0.
    pub(crate) sizes: Vec<f64>,
    /// Output times, h.
    pub(crate) times: Vec<f64>,
}

impl Prepared {
    /// Prepares a case, given every state at every output time, time by time.
    pub(crate) fn new(experiment: &Experiment, times: &[f64], reference: &[f64]) -> Self {
        let mut sizes = vec![0.0_f64; STATES];
        for row in reference.chunks_exact(STATES) {
            sizes.iter_mut().zip(row).for_each(|(size, value)| *size = size.max(value.abs()));
        }
        sizes.iter_mut().filter(|size| **size == 0.0).for_each(|size| *size = 1.0);
        Self {
            segments: experiment.regimen.segments(&experiment.settings, experiment.duration),
            rest: Onset.rest(&model::before_treatment(&experiment.settings)),
            sizes,
            times: times.to_vec(),
        }
    }

    /// The absolute tolerance of each state: the relative one on its largest value, since that is what errors are judged
    /// against.
    ///
    /// A tenth of it makes BDF a fifth slower at equal error, and changes little for the explicit methods.
    fn absolute_tolerances(&self, rtol: f64) -> impl Iterator<Item = f64> {
        self.sizes.iter().map(move |size| rtol * size)
    }

    /// Which output times fall into the stretch up to `end`, of those from `first` on: a moment of a jump belongs to
    /// what comes after it, and the end of the run to the last stretch.
    fn outputs_until(&self, first: usize, end: f64, is_last: bool) -> usize {
        if is_last { self.times.len() } else { first + self.times[first..].partition_point(|time| *time < end) }
    }
}

/// One run of a case, which writes every state at every output time; says why where it failed.
pub(crate) type Run<'a> = dyn FnMut(&mut [f64]) -> Result<(), String> + 'a;

/// The largest difference of all states at all output times, in units of the size of the state.
pub(crate) fn error(values: &[f64], reference: &[f64], sizes: &[f64]) -> f64 {
    let rows = values.chunks_exact(STATES).zip(reference.chunks_exact(STATES));
    rows.flat_map(|(values, reference)| values.iter().zip(reference).zip(sizes))
        .map(|((value, reference), size)| (value - reference).abs() / size)
        // Not `f64::max`, which would lose a value that is not a number.
        .fold(0.0, |most, error| if error > most || error.is_nan() { error } else { most })
}
