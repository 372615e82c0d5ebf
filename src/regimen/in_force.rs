//! The settings in force for one subject, stretch after stretch.
//!
//! Owns: how the rates of infusions add up. Must not know: solvers.

use std::collections::BTreeMap;

use super::stretch::Stretch;
use super::switch::{Change, Switch};
use crate::quantity::Setting;

/// Up to so many infusions at once, rates are added in the order in which the infusions began. Beyond it, which no
/// treatment needs, a running sum is kept, so that a stretch costs no more where thousands overlap.
const FEW: usize = 64;

/// Parts of 1 mg/h in which the running sum counts, so that what is added and taken away leaves nothing behind.
const PARTS: f64 = (1u128 << 70) as f64;

/// The infusions into one input.
#[derive(Debug, Default)]
struct Input {
    /// The rate of each, mg/h, in the order of beginning.
    rates: BTreeMap<usize, f64>,
    /// All rates together, in parts of 1 mg/h.
    sum: i128,
}

/// A rate in whole parts of 1 mg/h; one that is too large is the largest.
fn parts(rate: f64) -> i128 {
    (rate * PARTS) as i128
}

impl Input {
    /// The input, which has this value where nothing runs.
    fn value(&self, usual: f64) -> f64 {
        if self.rates.len() <= FEW {
            self.rates.values().fold(usual, |sum, rate| sum + rate)
        } else {
            usual + self.sum as f64 / PARTS
        }
    }
}

/// The settings in force for a subject with these settings, amounts of the doses (mg) and changes of the switches.
/// Stretches are entered one after another, from the first.
#[derive(Debug)]
pub struct InForce<'a> {
    switches: &'a [Switch],
    settings: &'a [f64],
    amounts: &'a [f64],
    changes: &'a [Change],
    inputs: BTreeMap<Setting, Input>,
}

impl<'a> InForce<'a> {
    /// Before the first stretch.
    pub fn new(switches: &'a [Switch], settings: &'a [f64], amounts: &'a [f64], changes: &'a [Change]) -> Self {
        Self { switches, settings, amounts, changes, inputs: BTreeMap::new() }
    }

    /// Begins and ends the infusions of a stretch.
    pub fn enter(&mut self, stretch: &Stretch) {
        for infusion in &stretch.ended {
            let input = self.inputs.entry(infusion.input).or_default();
            if let Some(rate) = input.rates.remove(&infusion.order) {
                input.sum = input.sum.saturating_sub(parts(rate));
            }
        }
        for infusion in &stretch.begun {
            let rate = self.amounts[infusion.dose] / infusion.over;
            let input = self.inputs.entry(infusion.input).or_default();
            input.rates.insert(infusion.order, rate);
            input.sum = input.sum.saturating_add(parts(rate));
        }
    }

    /// A setting on the stretch that was entered last.
    pub fn value(&self, stretch: &Stretch, setting: Setting) -> f64 {
        let usual = self.settings[setting.0];
        let switched = stretch.on.iter().rev().find(|place| self.switches[**place].setting == setting);
        match (switched, self.inputs.get(&setting)) {
            (Some(place), _) => self.changes[*place].apply(usual),
            (None, Some(input)) => input.value(usual),
            (None, None) => usual,
        }
    }
}
