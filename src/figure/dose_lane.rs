//! The row of doses under the panels.
//!
//! Owns when a drug was given and for how long. Must not know amounts, routes or
//! what the drug does.

use super::Hue;

/// One dose: when it starts and how long it lasts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dose {
    /// Start in h.
    pub start: f64,
    /// Duration in h; 0 for a tablet or a bolus, which is drawn as a tick.
    pub duration: f64,
}

/// The doses of one drug or arm: one row.
#[derive(Debug, Clone, PartialEq)]
pub struct DoseLane {
    /// Words beside the row.
    pub label: String,
    /// Role that decides the hue.
    pub hue: Hue,
    /// Place among the arms that share the hue, from 0.
    pub variant: usize,
    /// Doses in order of time.
    pub doses: Vec<Dose>,
}

impl DoseLane {
    /// A row from pairs of start and duration in h.
    #[must_use]
    pub fn new(label: impl Into<String>, hue: Hue, doses: &[(f64, f64)]) -> Self {
        Self {
            label: label.into(),
            hue,
            variant: 0,
            doses: doses.iter().map(|&(start, duration)| Dose { start, duration }).collect(),
        }
    }
}
