//! One arm as all its subjects share it, and as one of them has it.

use super::subjects::{Change, Subjects};
use super::variation::{Layer, VariationError, What};
use crate::model::{self, joint_bounds};
use crate::quantity::Setting;
use crate::regimen::{self, Switch};
use crate::simulate::Experiment;

/// Least share of a spread that must lie within the bounds.
const LEAST_SHARE: f64 = 0.2;

/// One arm as all its subjects share it.
#[derive(Debug, Clone, PartialEq)]
pub struct Cohort {
    /// The name of the arm.
    pub name: String,
    /// What its typical subject gets.
    pub experiment: Experiment,
    /// Weight of the typical subject, kg.
    pub weight: f64,
    /// Of each dose whether its amount is per kg.
    pub per_kg: Vec<bool>,
}

/// One subject in one arm.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// What the subject gets.
    pub experiment: Experiment,
    /// The subject's own values of what varies, for a 70 kg adult.
    pub values: Vec<f64>,
    /// Whether the values had to be brought nearer to the typical ones, since they may not stand together.
    pub is_moved: bool,
}

impl Cohort {
    /// The typical value of something, for a 70 kg adult.
    pub fn typical(&self, what: What) -> f64 {
        match what {
            What::Weight => self.weight,
            What::Parameter(setting) => {
                self.experiment.settings[setting.0] / model::for_weight(setting, 1.0, self.weight)
            }
        }
    }

    /// Refuses a layer of which hardly anything lies within the bounds in this arm.
    ///
    /// # Errors
    /// [`VariationError::OutOfBounds`] with the first thing of which this is so.
    pub fn check(&self, layer: &Layer) -> Result<(), VariationError> {
        for varied in layer.varied() {
            let share = varied.spread(self.typical(varied.what)).share_within();
            if !(share >= LEAST_SHARE) {
                return Err(VariationError::OutOfBounds { what: varied.what, arm: self.name.clone(), share });
            }
        }
        Ok(())
    }

    /// A subject of this arm, by number from 1.
    pub fn member(&self, subjects: &Subjects, number: u64) -> Member {
        let changes = subjects.changes(number);
        let mut nearer = 1.0;
        // Halfway to the typical subject, who is allowed, again and again; 40 times leave nothing of any difference.
        for round in 0..40 {
            let values = self.values(subjects, &changes, nearer);
            let experiment = self.with(&subjects.what(), &values);
            if !breaks_joint_bounds(&experiment) {
                return Member { experiment, values, is_moved: round > 0 };
            }
            nearer *= 0.5;
        }
        let values = self.values(subjects, &changes, 0.0);
        Member { experiment: self.with(&subjects.what(), &values), values, is_moved: true }
    }

    /// The subject's values, at this share of the way from the typical ones.
    fn values(&self, subjects: &Subjects, changes: &[Change], share: f64) -> Vec<f64> {
        let one = |(i, change): (usize, &Change)| match (subjects, change) {
            (Subjects::Drawn { layer, .. }, Change::Deviation(z)) => {
                let varied = &layer.varied()[i];
                varied.spread(self.typical(varied.what)).value(share * z)
            }
            (Subjects::Listed { columns, .. }, Change::Value(value)) => {
                let typical = self.typical(columns[i]);
                if share == 1.0 { *value } else { typical + share * (value - typical) }
            }
            (Subjects::Drawn { layer, .. }, Change::Value(_)) => self.typical(layer.varied()[i].what),
            (Subjects::Listed { columns, .. }, Change::Deviation(_)) => self.typical(columns[i]),
        };
        changes.iter().enumerate().map(one).collect()
    }

    /// The arm for a subject with these values.
    fn with(&self, what: &[What], values: &[f64]) -> Experiment {
        let mut experiment = self.experiment.clone();
        let weight = what.iter().zip(values).find(|(what, _)| **what == What::Weight).map_or(self.weight, |(_, w)| *w);
        if weight != self.weight {
            let rescaled = |setting: Setting, value: f64| {
                value * (model::for_weight(setting, 1.0, weight) / model::for_weight(setting, 1.0, self.weight))
            };
            for (i, value) in experiment.settings.iter_mut().enumerate() {
                *value = rescaled(Setting(i), *value);
            }
            for (dose, per_kg) in experiment.regimen.doses.iter_mut().zip(&self.per_kg) {
                if *per_kg {
                    dose.amount *= weight / self.weight;
                }
            }
            for Switch { setting, change, .. } in &mut experiment.regimen.switches {
                if let regimen::Change::Set(value) = change {
                    *value = rescaled(*setting, *value);
                }
            }
        }
        for (what, value) in what.iter().zip(values) {
            if let What::Parameter(setting) = what {
                experiment.settings[setting.0] = model::for_weight(*setting, *value, weight);
            }
        }
        experiment
    }
}

/// Whether values that are each allowed are not together, before or under any switch.
fn breaks_joint_bounds(experiment: &Experiment) -> bool {
    let breaks = |settings: &[f64]| !joint_bounds::broken(settings).is_empty();
    let switches = &experiment.regimen.switches;
    breaks(&experiment.settings)
        || switches.iter().any(|begun| {
            let mut settings = experiment.settings.clone();
            for switch in switches.iter().filter(|switch| switch.is_on(begun.at)) {
                settings[switch.setting.0] = switch.change.apply(experiment.settings[switch.setting.0]);
            }
            breaks(&settings)
        })
}
