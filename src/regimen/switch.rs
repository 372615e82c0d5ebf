//! A parameter that is changed for a while: an antagonist, the end of stress, surgery.

use crate::quantity::Setting;

/// What happens to the parameter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Change {
    /// It takes this value, in its unit.
    Set(f64),
    /// It is multiplied by this.
    Scale(f64),
}

impl Change {
    /// The value in force for a parameter that otherwise has `value`.
    pub fn apply(self, value: f64) -> f64 {
        match self {
            Self::Set(new) => new,
            Self::Scale(factor) => value * factor,
        }
    }
}

/// One change of one parameter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Switch {
    /// When it begins, h.
    pub at: f64,
    /// When it ends, h; `None` is never.
    pub until: Option<f64>,
    /// Which parameter.
    pub setting: Setting,
    /// What happens to it.
    pub change: Change,
}

impl Switch {
    /// Whether it is in force at this time.
    pub fn is_on(&self, time: f64) -> bool {
        self.at <= time && self.until.is_none_or(|until| time < until)
    }

    /// Whether it and another are in force at the same time on the same parameter.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.setting == other.setting
            && self.until.is_none_or(|until| other.at < until)
            && other.until.is_none_or(|until| self.at < until)
    }
}
