//! One arm, ready to be run.

use std::fmt;

use super::trajectory::Trajectory;
use crate::model::{self, Domain, Onset};
use crate::quantity::{MOST_OF_A_STATE, Setting, State, shortest};
use crate::regimen::{Effect, Regimen, Segment};
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
pub enum SimulationError {
    /// The solver gave up.
    Solve(SolveError),
    /// A stretch would begin with a state outside its domain.
    Outside {
        /// Where, h.
        time: f64,
        /// The state and the value that it would have.
        state: State,
        /// See [`Self::Outside::state`].
        value: f64,
        /// The least and the greatest value that it may have then.
        domain: [f64; 2],
        /// What an event does to it, and the value before; nothing where it is not an event.
        event: Option<(Effect, f64)>,
    },
}

impl fmt::Display for SimulationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Solve(error) => f.write_str(&error.message(model::STATES[error.state().0].key)),
            Self::Outside { time, state, value, domain: [low, high], event } => {
                let name = model::STATES[state.0].key;
                let number = |value: f64| shortest(format!("{value:.3e}").parse().unwrap_or(value));
                let up_to = if *high < MOST_OF_A_STATE { format!("to {}", number(*high)) } else { "on".to_owned() };
                let allowed = format!("its equations hold from {} {up_to}", number(*low));
                match event {
                    Some((Effect::Scale(factor), before)) => {
                        // Rounded towards the inside, so that the factor is one that can be used.
                        let (word, bound) = if value > high {
                            ("at most", (1e3 * high / before).floor() / 1e3)
                        } else {
                            ("at least", (1e3 * low / before).ceil() / 1e3)
                        };
                        write!(
                            f,
                            "the event at {} h would take {name} from {} to {} (times {}), but {allowed}; use a factor of {word} {} there, or scale another state",
                            number(*time),
                            number(*before),
                            number(*value),
                            number(*factor),
                            number(bound)
                        )
                    }
                    Some((Effect::LoseGain, before)) => write!(
                        f,
                        "the event at {} h would take {name} from {} back to {}, but {allowed}; leave {name} out of this event",
                        number(*time),
                        number(*before),
                        number(*value)
                    ),
                    None => write!(
                        f,
                        "from {} h on {name} would be {}, but under the parameters then in force {allowed}; let the switch at {} h change less, or begin after {name} has followed",
                        number(*time),
                        number(*value),
                        number(*time)
                    ),
                }
            }
        }
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
        jump(&segment, &before, &mut states, options)?;
        let first_step = dense.steps();
        let span = (segment.start, segment.end);
        statistics += solver
            .integrate(&segment.settings, span, &mut states, options, &mut dense)
            .map_err(SimulationError::Solve)?;
        spans.push((first_step, segment.settings));
        if dense.steps() > options.most_kept {
            let steps = options.most_kept;
            return Err(SimulationError::Solve(SolveError::TooManyKept { time: segment.end, steps }));
        }
    }
    Ok(Trajectory::new(experiment.clone(), dense, spans, &before, statistics))
}

/// Lets happen what happens at the start of a stretch, and makes sure that its equations hold there.
fn jump(segment: &Segment, rest: &[f64], states: &mut [f64], options: &Options) -> Result<(), SimulationError> {
    let time = segment.start;
    let domain = Domain::new(|Setting(i)| segment.settings[i]);
    for (State(i), effect) in &segment.effects {
        states[*i] = apply(*effect, states[*i], rest[*i], domain.of(State(*i)), options).map_err(|(was, value)| {
            let event = Some((*effect, was));
            SimulationError::Outside { time, state: State(*i), value, domain: domain.of(State(*i)), event }
        })?;
    }
    for (state, amount) in &segment.jumps {
        states[state.0] += amount;
    }
    for (i, value) in states.iter().copied().enumerate() {
        let (state, domain) = (State(i), domain.of(State(i)));
        if !is_within(domain, value, options) {
            return Err(SimulationError::Outside { time, state, value, domain, event: None });
        }
    }
    Ok(())
}

/// The value of a state after an event, which is in the domain of the state; else the values before and after.
pub(super) fn apply(
    effect: Effect,
    value: f64,
    rest: f64,
    domain @ [low, high]: [f64; 2],
    options: &Options,
) -> Result<f64, (f64, f64)> {
    // What the solver left beyond a bound, within its error, is not to be magnified.
    let was = if is_within(domain, value, options) { value.max(low).min(high) } else { value };
    let after = effect.apply(was, rest);
    if is_within(domain, after, options) { Ok(after) } else { Err((was, after)) }
}

/// Whether a value is in a domain, or beyond it by no more than its error.
pub(super) fn is_within([low, high]: [f64; 2], value: f64, options: &Options) -> bool {
    let slack = options.slack(value);
    low - slack <= value && value <= high + slack
}
