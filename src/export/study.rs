//! What is printed: one arm, as values.

use super::schedule::{Given, gathered};
use crate::model::{self, Onset};
use crate::scenario::{Arm, Grid, Scenario};
use crate::simulate::{Derived, Experiment};
use crate::solver::AnyModel;

/// How long the model is followed where no scenario says so, h.
const USUAL_DURATION: f64 = 336.0;

/// One arm that equations are printed for.
#[derive(Debug, Clone, PartialEq)]
pub struct Study {
    /// What its scenario shows.
    pub title: String,
    /// The name of the arm.
    pub arm: String,
    /// What is given, in English.
    pub description: String,
    /// Body weight, kg.
    pub weight: f64,
    /// Its presets, that of the subject first where it is not the usual one.
    pub presets: Vec<&'static str>,
    /// Parameters that differ from their defaults, by key, for a 70 kg adult.
    pub set: Vec<(&'static str, f64)>,
    /// Ready to be run.
    pub experiment: Experiment,
    /// Doses, each amount once with its times.
    pub given: Vec<Given>,
    /// Output times.
    pub grid: Grid,
    /// What the scenario computes from the model's quantities; documents tell it, scripts and models leave it out.
    pub outputs: Vec<Derived>,
}

impl Study {
    /// The model with its default values, untreated.
    pub fn untreated() -> Self {
        Self {
            title: "The model with its default values".to_owned(),
            arm: "untreated".to_owned(),
            description: "no drug".to_owned(),
            weight: model::REFERENCE_WEIGHT,
            presets: Vec::new(),
            set: Vec::new(),
            experiment: Experiment::new(USUAL_DURATION),
            given: Vec::new(),
            grid: Grid::Usual,
            outputs: Vec::new(),
        }
    }

    /// An arm of a scenario.
    pub fn new(scenario: &Scenario, arm: &Arm) -> Self {
        Self {
            title: scenario.title.clone(),
            arm: arm.name.clone(),
            description: arm.description.clone(),
            weight: arm.weight,
            presets: std::iter::once(arm.subject).chain(arm.presets.iter().copied()).collect(),
            set: arm.changed().map(|changed| (changed.key, changed.value)).collect(),
            experiment: arm.experiment.clone(),
            given: gathered(&arm.experiment.regimen),
            grid: scenario.grid.clone(),
            outputs: scenario.outputs.clone(),
        }
    }

    /// How long it is followed, h.
    pub const fn duration(&self) -> f64 {
        self.experiment.duration
    }

    /// Every state at rest before treatment.
    pub fn rest(&self) -> Vec<f64> {
        let model: &dyn AnyModel = &Onset;
        model.rest(&model::before_treatment(&self.experiment.settings))
    }
}
