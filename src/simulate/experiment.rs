//! One arm, ready to be run.

use std::fmt;

use super::trajectory::Trajectory;
use crate::model::{self, Onset};
use crate::regimen::Regimen;
use crate::solver::{AnyModel, Dense, Options, SolveError, Statistics};

/// One arm, ready to be run: values, no text.
#[derive(Debug, Clone, PartialEq)]
pub struct Experiment {
    /// Every setting of the model before any switch, for this subject's weight, in the order of [`model::SETTINGS`].
    pub settings: Vec<f64>,
    /// Doses and switches.
    pub regimen: Regimen,
    /// How long it lasts, h.
    pub duration: f64,
}

impl Experiment {
    /// The defaults of the model without a dose.
    pub fn new(duration: f64) -> Self {
        Self { settings: model::defaults(), regimen: Regimen::default(), duration }
    }
}

/// A run that could not be finished.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SimulationError(pub SolveError);

impl fmt::Display for SimulationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message(model::STATES[self.0.state().0].key))
    }
}

impl std::error::Error for SimulationError {}

/// Steps that a stretch usually takes, so that memory is asked for once.
const STEPS_PER_SEGMENT: usize = 16;

/// Most steps for which memory is asked for at once: stretches are shorter where there are many, and so are their steps.
const MOST_RESERVED: usize = 4096;

/// Runs an experiment from its drug-free resting state.
///
/// # Errors
/// [`SimulationError`] where the solver gave up, with the time, the state and what to do.
pub fn simulate(experiment: &Experiment, options: &Options) -> Result<Trajectory, SimulationError> {
    let model: &dyn AnyModel = &Onset;
    let segments = experiment.regimen.segments(&experiment.settings, experiment.duration);
    let mut states = model.rest(&model::before_treatment(&experiment.settings));
    let mut dense = Dense::new(model.states());
    dense.reserve((STEPS_PER_SEGMENT * segments.len()).min(MOST_RESERVED));
    let mut statistics = Statistics::default();
    let mut solver = model.solver(options.method);
    let mut spans = Vec::with_capacity(segments.len());
    let before = states.clone();
    for segment in segments {
        for (state, effect) in segment.effects {
            states[state.0] = effect.apply(states[state.0], before[state.0]);
        }
        for (state, amount) in segment.jumps {
            states[state.0] += amount;
        }
        let first_step = dense.steps();
        let span = (segment.start, segment.end);
        statistics +=
            solver.integrate(&segment.settings, span, &mut states, options, &mut dense).map_err(SimulationError)?;
        spans.push((first_step, segment.settings));
        if dense.steps() > options.most_kept {
            let steps = options.most_kept;
            return Err(SimulationError(SolveError::TooManyKept { time: segment.end, steps }));
        }
    }
    Ok(Trajectory::new(experiment.clone(), dense, spans, &before, statistics))
}
