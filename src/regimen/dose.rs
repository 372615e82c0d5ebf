//! One dose.

use super::drug::Drug;
use super::route::Route;

/// One dose at one time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dose {
    /// When it begins, after any lag, h.
    pub at: f64,
    /// How much for the subject of the regimen, mg.
    pub amount: f64,
    /// Whether the amount is per kg of body weight, so that another subject gets more or less.
    pub per_kg: bool,
    /// How long it runs in, h; 0 is a bolus. Only into a vein.
    pub over: f64,
    /// What is given.
    pub drug: Drug,
    /// How it is given.
    pub route: Route,
}
