//! The parameters of one arm, as one thing after another sets them.
//!
//! Owns: which table, preset or override set a parameter last. Must not know: in which order things apply, weights, doses.

use super::checked::Checked;
use super::preset::Preset;
use super::tree::Place;
use crate::model;
use crate::quantity::Setting;

/// Values for a 70 kg adult, in the units of the parameters, and where each was set.
#[derive(Debug, Clone)]
pub(super) struct Layers {
    values: Vec<f64>,
    places: Vec<Option<Place>>,
}

impl Layers {
    /// The defaults of the model.
    pub(super) fn new() -> Self {
        let values = model::defaults();
        Self { places: vec![None; values.len()], values }
    }

    /// Applies a preset that is named at `place`.
    pub(super) fn preset(&mut self, preset: &Preset, place: Option<&Place>) {
        for (setting, value) in preset.settings() {
            self.set(setting, value, place);
        }
    }

    /// Applies a table of parameters.
    pub(super) fn table(&mut self, table: &Checked<'_>) {
        for given in table.settings() {
            self.set(given.of, given.number, Some(&given.typed.node.place));
        }
    }

    /// Gives one parameter a value.
    pub(super) fn set(&mut self, setting: Setting, value: f64, place: Option<&Place>) {
        self.values[setting.0] = value;
        self.places[setting.0] = place.cloned();
    }

    /// The value of one parameter.
    pub(super) fn value(&self, setting: Setting) -> f64 {
        self.values[setting.0]
    }

    /// All values.
    pub(super) fn values(&self) -> &[f64] {
        &self.values
    }

    /// The place that set one of these parameters last of all, if any did.
    pub(super) fn latest(&self, settings: &[Setting]) -> Option<&Place> {
        let places = settings.iter().filter_map(|setting| self.places[setting.0].as_ref());
        places.max_by_key(|place| (place.origin, place.range.start))
    }
}
