//! Why an integration ended early, and what to do.

use std::fmt;

use crate::limits;
use crate::quantity::State;

/// An integration that could not be finished.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum SolveError {
    /// A state is infinite or not a number.
    NotFinite {
        /// Where, h.
        time: f64,
        /// Which state, the first in the order of the walk.
        state: State,
    },
    /// The step has become too short to move time on.
    StepTooShort {
        /// Where, h.
        time: f64,
        /// The state whose error kept the step short.
        state: State,
    },
    /// A state leaves its domain.
    Outside {
        /// Where, h.
        time: f64,
        /// Which state.
        state: State,
        /// The value it would have.
        value: f64,
    },
    /// The limit of steps is reached.
    TooManySteps {
        /// Where, h.
        time: f64,
        /// The limit.
        steps: usize,
        /// The state whose error kept the last step short.
        state: State,
    },
    /// The solution has more steps than are kept in memory.
    TooManyKept {
        /// Where, h.
        time: f64,
        /// The limit.
        steps: usize,
    },
}

impl SolveError {
    /// Where it stopped, h.
    pub const fn time(self) -> f64 {
        match self {
            Self::NotFinite { time, .. }
            | Self::StepTooShort { time, .. }
            | Self::Outside { time, .. }
            | Self::TooManySteps { time, .. }
            | Self::TooManyKept { time, .. } => time,
        }
    }

    /// The state that stopped it; the first where no single one did.
    pub const fn state(self) -> State {
        match self {
            Self::NotFinite { state, .. }
            | Self::StepTooShort { state, .. }
            | Self::Outside { state, .. }
            | Self::TooManySteps { state, .. } => state,
            Self::TooManyKept { .. } => State(0),
        }
    }

    /// The message, with the state by name.
    pub fn message(self, name: &str) -> String {
        match self {
            Self::NotFinite { time, .. } => format!(
                "at {time:.6} h {name} is not a finite number; a parameter is probably far from its usual range: set it back step by step"
            ),
            Self::StepTooShort { time, .. } => format!(
                "at {time:.6} h the step became too short because of {name}; try a larger --rtol, or look for a parameter or an event that makes {name} change within seconds"
            ),
            Self::Outside { time, value, .. } => format!(
                "at {time:.6} h {name} leaves the values that its equations hold for (it goes to {value:.1e}); set the last event, switch or parameter that acts on {name} back step by step"
            ),
            Self::TooManySteps { time, steps, .. } => format!(
                "at {time:.6} h the limit of {steps} steps was reached because of {name}; try a larger --rtol or a shorter duration"
            ),
            Self::TooManyKept { time, steps } => format!(
                "by {time:.6} h the solution has more than {steps} steps, which take too much memory; {}",
                limits::STEPS.mend
            ),
        }
    }
}

impl fmt::Display for SolveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message(&format!("state {}", self.state().0)))
    }
}

impl std::error::Error for SolveError {}
