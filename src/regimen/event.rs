//! A state that is changed at once: spines that are erased, a level that is lowered.

use crate::quantity::State;

/// What happens to the state.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Effect {
    /// It is multiplied by this.
    Scale(f64),
    /// What it has gained since before time 0 is taken away; a state below its value then is left alone.
    LoseGain,
}

impl Effect {
    /// The value after it, of a state that was at `value` and, before time 0, at `rest`.
    pub fn apply(self, value: f64, rest: f64) -> f64 {
        match self {
            Self::Scale(factor) => value * factor,
            Self::LoseGain => value.min(rest),
        }
    }
}

/// One change of one state at one time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Event {
    /// When, h. A dose at the same time comes after it.
    pub at: f64,
    /// Which state.
    pub state: State,
    /// What happens to it.
    pub effect: Effect,
}
