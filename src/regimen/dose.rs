//! One dose, and how it is given.

use super::drug::Drug;

/// How it is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Route {
    /// Into a vein.
    Intravenous,
    /// Into a muscle.
    Intramuscular,
    /// Under the skin.
    Subcutaneous,
    /// Into the nose.
    Nasal,
    /// Under the tongue.
    Sublingual,
    /// Swallowed.
    Oral,
}

impl Route {
    /// Every route.
    pub const ALL: [Self; 6] =
        [Self::Intravenous, Self::Intramuscular, Self::Subcutaneous, Self::Nasal, Self::Sublingual, Self::Oral];

    /// The name that files use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Intravenous => "iv",
            Self::Intramuscular => "im",
            Self::Subcutaneous => "sc",
            Self::Nasal => "nasal",
            Self::Sublingual => "sublingual",
            Self::Oral => "oral",
        }
    }

    /// What a reader calls it.
    pub const fn description(self) -> &'static str {
        match self {
            Self::Intravenous => "into a vein",
            Self::Intramuscular => "into a muscle",
            Self::Subcutaneous => "under the skin",
            Self::Nasal => "into the nose",
            Self::Sublingual => "under the tongue",
            Self::Oral => "by mouth",
        }
    }
}

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
