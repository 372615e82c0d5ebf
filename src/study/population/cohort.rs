//! One arm as all its subjects share it, and as one of them has it.

use super::subjects::{Change, Subjects};
use crate::model::{self, joint_bounds};
use crate::quantity::Setting;
use crate::regimen::{self, Switch};
use crate::scenario::Arm;
use crate::simulate::{Experiment, Individual};
use crate::variability::{Covariate, Layer, VariationError};

/// Least share of a spread that must lie within the bounds.
const LEAST_SHARE: f64 = 0.2;

/// One arm as all its subjects share it.
#[derive(Debug, Clone, PartialEq)]
pub struct Cohort {
    /// The name of the arm.
    pub name: String,
    /// Covariate its typical subject gets.
    pub experiment: Experiment,
    /// Weight of the typical subject, kg.
    pub weight: f64,
    /// Every setting of the typical subject, for a 70 kg adult.
    pub typical: Vec<f64>,
}

/// One subject in one arm.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// How the subject differs from the typical one.
    pub individual: Individual,
    /// The subject's own values of what varies, for a 70 kg adult.
    pub values: Vec<f64>,
    /// Whether the values had to be brought nearer to the typical ones, since they may not stand together.
    pub is_moved: bool,
}

impl From<&Arm> for Cohort {
    fn from(arm: &Arm) -> Self {
        Self {
            name: arm.name.clone(),
            experiment: arm.experiment.clone(),
            weight: arm.weight,
            typical: arm.typical.clone(),
        }
    }
}

impl Cohort {
    /// The typical value of something, for a 70 kg adult.
    pub fn typical(&self, what: Covariate) -> f64 {
        match what {
            Covariate::Weight => self.weight,
            Covariate::Parameter(setting) => self.typical[setting.0],
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
        let (what, changes) = (subjects.what(), subjects.changes(number));
        let mut nearer = 1.0;
        // Halfway to the typical subject, which is allowed, again and again: after 40 times no difference is left.
        for round in 0..40 {
            let values = self.values(subjects, &changes, nearer);
            let individual = self.with(&what, &values);
            if !self.breaks_joint_bounds(&individual) {
                return Member { individual, values, is_moved: round > 0 };
            }
            nearer *= 0.5;
        }
        let values = self.values(subjects, &changes, 0.0);
        Member { individual: self.with(&what, &values), values, is_moved: true }
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

    /// A subject with these values.
    fn with(&self, what: &[Covariate], values: &[f64]) -> Individual {
        let mut individual = Individual::of(&self.experiment);
        let weight =
            what.iter().zip(values).find(|(what, _)| **what == Covariate::Weight).map_or(self.weight, |(_, w)| *w);
        if weight != self.weight {
            let rescaled = |setting: Setting, value: f64| {
                value * (model::for_weight(setting, 1.0, weight) / model::for_weight(setting, 1.0, self.weight))
            };
            for (i, (value, typical)) in individual.settings.iter_mut().zip(&self.typical).enumerate() {
                *value = model::for_weight(Setting(i), *typical, weight);
            }
            for (amount, dose) in individual.amounts.iter_mut().zip(&self.experiment.regimen.doses) {
                if dose.per_kg {
                    *amount *= weight / self.weight;
                }
            }
            for (change, Switch { setting, .. }) in individual.changes.iter_mut().zip(&self.experiment.regimen.switches)
            {
                if let regimen::Change::Set(value) = change {
                    *value = rescaled(*setting, *value);
                }
            }
        }
        for (what, value) in what.iter().zip(values) {
            if let Covariate::Parameter(setting) = what {
                individual.settings[setting.0] = model::for_weight(*setting, *value, weight);
            }
        }
        individual
    }

    /// The arm for one subject alone.
    pub fn alone(&self, individual: &Individual) -> Experiment {
        let mut experiment = self.experiment.clone();
        experiment.settings.clone_from(&individual.settings);
        for (dose, amount) in experiment.regimen.doses.iter_mut().zip(&individual.amounts) {
            dose.amount = *amount;
        }
        for (switch, change) in experiment.regimen.switches.iter_mut().zip(&individual.changes) {
            switch.change = *change;
        }
        experiment
    }

    /// The settings in which subjects may differ.
    pub(crate) fn varying(&self, subjects: &Subjects) -> Vec<Setting> {
        let what = subjects.what();
        let by_weight = what.contains(&Covariate::Weight);
        (0..self.experiment.settings.len())
            .map(Setting)
            .filter(|setting| {
                what.contains(&Covariate::Parameter(*setting)) || (by_weight && model::weight_exponent(*setting) != 0.0)
            })
            .collect()
    }

    /// Whether values that are each allowed are not together, before or under any switch.
    fn breaks_joint_bounds(&self, individual: &Individual) -> bool {
        let breaks = |settings: &[f64]| !joint_bounds::broken(settings).is_empty();
        let switches = &self.experiment.regimen.switches;
        breaks(&individual.settings)
            || switches.iter().any(|begun| {
                let mut settings = individual.settings.clone();
                for (switch, change) in switches.iter().zip(&individual.changes) {
                    if switch.is_on(begun.at) {
                        settings[switch.setting.0] = change.apply(individual.settings[switch.setting.0]);
                    }
                }
                breaks(&settings)
            })
    }
}
