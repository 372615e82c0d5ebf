//! Stretches of time without a jump inside them.

use std::sync::Arc;

use super::event::Effect;
use crate::quantity::{Setting, State};

/// A stretch without a jump inside it.
#[derive(Debug, Clone, PartialEq)]
pub struct Segment {
    /// From here, h.
    pub start: f64,
    /// To here, h.
    pub end: f64,
    /// What happens to states at the start, before anything is added.
    pub effects: Vec<(State, Effect)>,
    /// What is added at the start, mg.
    pub jumps: Vec<(State, f64)>,
    /// The settings in force; stretches on which they are the same share them.
    pub settings: Arc<[f64]>,
}

/// A stretch without a jump inside it, for any subject: doses and switches are named by their places in the
/// regimen. A stretch holds only the infusions that begin or end at its start, so that many at once need no more
/// room than one after another; [`super::InForce`] keeps count of the infusions that run.
#[derive(Debug, Clone, PartialEq)]
pub struct Stretch {
    /// From here, h.
    pub start: f64,
    /// To here, h.
    pub end: f64,
    /// What happens to states at the start, before anything is added.
    pub effects: Vec<(State, Effect)>,
    /// What is added at the start: where, and which dose.
    pub added: Vec<(State, usize)>,
    /// Infusions that begin at the start, in the order in which their rates are added up.
    pub begun: Vec<Infusion>,
    /// Infusions that ended at or before the start and ran on the stretch before.
    pub ended: Vec<Infusion>,
    /// Which switches are on.
    pub on: Vec<usize>,
    /// The settings that a dose or switch changes, each once.
    pub touched: Vec<Setting>,
}

/// An infusion among the doses of a regimen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Infusion {
    /// Which input it raises.
    pub input: Setting,
    /// Which dose it is, by its place in the regimen.
    pub dose: usize,
    /// Its place in the order in which infusions begin.
    pub order: usize,
    /// How long it runs in, h.
    pub over: f64,
}
