//! One thing that varies, and how far.

use crate::variability::Covariate;

/// One thing that varies, and how far.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Factor {
    /// What.
    pub what: Covariate,
    /// Its value in the scenario, in its unit, for a 70 kg adult.
    pub base: f64,
    /// The least value.
    pub low: f64,
    /// The greatest value.
    pub high: f64,
}

impl Factor {
    /// This share of the value to either side, within the bounds; nothing where that leaves no room, as around 0.
    pub fn around(what: Covariate, base: f64, share: f64) -> Option<Self> {
        let (least, greatest) = what.bounds();
        let ends = [base * (1.0 - share), base * (1.0 + share)];
        let (low, high) = (ends[0].min(ends[1]).max(least), ends[0].max(ends[1]).min(greatest));
        (low < high).then_some(Self { what, base, low, high })
    }

    /// The value at a place from 0 (least) to 1 (greatest); at a place that is not a number, that of the scenario.
    pub fn value(&self, place: f64) -> f64 {
        if place.is_nan() { self.base } else { self.low + place * (self.high - self.low) }
    }
}
