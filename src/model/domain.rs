//! Which values the states may have at a moment.
//!
//! Owns: the domain of each state under the settings in force. Most of it is declared with the state; inflammation may
//! also not fall so low that a rate that reads it would change its sign, nor serotonergic drive so low that the
//! transcription of BDNF would. Must not know: what changes a state.

use super::{STATES, joint_bounds, serotonin, stress};
use crate::quantity::{Setting, State};

/// The domain of every state under one set of settings.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Domain {
    least_inflammation: f64,
    least_drive: f64,
}

impl Domain {
    /// The states whose domain depends on the settings.
    pub const SETTINGS_DEPENDENT: [State; 2] = [stress::state::inflammation, serotonin::state::serotonin_drive];

    /// The domain under these settings.
    pub fn new(setting: impl Fn(Setting) -> f64) -> Self {
        Self {
            least_inflammation: joint_bounds::least_inflammation(&setting),
            least_drive: joint_bounds::least_drive(&setting),
        }
    }

    /// The least and the greatest value of a state.
    pub fn of(&self, state: State) -> [f64; 2] {
        let (low, high) = STATES.get(state.0).map_or((0.0, f64::INFINITY), |quantity| (quantity.low, quantity.high));
        let low = match state {
            stress::state::inflammation => self.least_inflammation.max(low),
            serotonin::state::serotonin_drive => self.least_drive.max(low),
            _ => low,
        };
        [low, high]
    }
}
