//! One dose, and where it goes.

use crate::model::{ketamine, ssri};
use crate::quantity::{Setting, State};

/// What is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Drug {
    /// Ketamine, racemate or esketamine by its parameters.
    Ketamine,
    /// An SSRI, which one by its parameters.
    Ssri,
}

impl Drug {
    /// Every drug.
    pub const ALL: [Self; 2] = [Self::Ketamine, Self::Ssri];

    /// The name that files use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ketamine => "ketamine",
            Self::Ssri => "ssri",
        }
    }
}

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
    /// How much, mg.
    pub amount: f64,
    /// How long it runs in, h; 0 is a bolus. Only into a vein.
    pub over: f64,
    /// What is given.
    pub drug: Drug,
    /// How it is given.
    pub route: Route,
}

impl Dose {
    /// The state that a bolus adds to; nothing for a way in which the drug is not given.
    pub const fn compartment(drug: Drug, route: Route) -> Option<State> {
        match (drug, route) {
            (Drug::Ketamine, Route::Intravenous) => Some(ketamine::state::ketamine_central),
            (Drug::Ketamine, Route::Intramuscular | Route::Subcutaneous) => {
                Some(ketamine::state::ketamine_injection_depot)
            }
            (Drug::Ketamine, Route::Nasal) => Some(ketamine::state::ketamine_nasal_depot),
            (Drug::Ketamine, Route::Sublingual) => Some(ketamine::state::ketamine_sublingual_depot),
            (Drug::Ketamine, Route::Oral) => Some(ketamine::state::ketamine_oral_depot),
            (Drug::Ssri, Route::Oral) => Some(ssri::state::ssri_gut),
            (Drug::Ssri, _) => None,
        }
    }
    /// The input whose rate an infusion raises; nothing for a way in which the drug is not infused.
    pub const fn input(drug: Drug, route: Route) -> Option<Setting> {
        match (drug, route) {
            (Drug::Ketamine, Route::Intravenous) => Some(ketamine::setting::ketamine_infusion),
            _ => None,
        }
    }
}
