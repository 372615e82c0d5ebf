//! A parameter that is free within its bounds.

use crate::model::SETTINGS;
use crate::quantity::Setting;

/// How many times the least value the greatest must be for a parameter to be sought by ratios instead of differences.
const MANY_TIMES: f64 = 20.0;

/// Nearest that a start may be to a bound, as a share of the way between both: at a bound nothing would move it.
const NEAREST: f64 = 1e-4;

/// A parameter that is sought between its bounds, as a number without bounds: a logistic curve leads from one bound to
/// the other, evenly in differences or, where the bounds are above 0 and far apart, in ratios.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Free {
    /// Which parameter.
    pub setting: Setting,
    /// Where the search begins, in its unit, for a 70 kg adult.
    pub start: f64,
}

impl Free {
    /// Its bounds.
    pub const fn bounds(&self) -> (f64, f64) {
        (SETTINGS[self.setting.0].low, SETTINGS[self.setting.0].high)
    }

    /// Its name.
    pub const fn name(&self) -> &'static str {
        SETTINGS[self.setting.0].key
    }

    /// Its unit; `1` is dimensionless.
    pub const fn unit(&self) -> &'static str {
        SETTINGS[self.setting.0].unit
    }

    fn is_ratio(&self) -> bool {
        let (low, high) = self.bounds();
        low > 0.0 && high > MANY_TIMES * low
    }

    /// The number without bounds at which the search begins.
    pub(crate) fn origin(&self) -> f64 {
        let (low, high) = self.bounds();
        let share = if self.is_ratio() {
            libm::log(self.start / low) / libm::log(high / low)
        } else {
            (self.start - low) / (high - low)
        };
        let share = share.clamp(NEAREST, 1.0 - NEAREST);
        libm::log(share / (1.0 - share))
    }

    /// The value for a number without bounds, and its derivative by that number.
    pub(crate) fn value(&self, number: f64) -> (f64, f64) {
        let (low, high) = self.bounds();
        let share = 1.0 / (1.0 + libm::exp(-number));
        let slope = share * (1.0 - share);
        if self.is_ratio() {
            let span = libm::log(high / low);
            let value = (low * libm::exp(span * share)).clamp(low, high);
            (value, value * span * slope)
        } else {
            ((low + (high - low) * share).clamp(low, high), (high - low) * slope)
        }
    }

    /// Whether a value is at one of the bounds, as far as a search can tell.
    pub(crate) fn is_at_bound(&self, value: f64) -> bool {
        let (low, high) = self.bounds();
        let share =
            if self.is_ratio() { libm::log(value / low) / libm::log(high / low) } else { (value - low) / (high - low) };
        !(NEAREST..=1.0 - NEAREST).contains(&share)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::Kind;

    #[test]
    fn every_parameter_stays_within_its_bounds_and_begins_where_it_is() {
        let parameters = SETTINGS.iter().enumerate().filter(|(_, setting)| setting.kind == Kind::Parameter);
        for (i, setting) in parameters {
            let free = Free { setting: Setting(i), start: setting.default };
            let (begun, _) = free.value(free.origin());
            let room = 2.0 * NEAREST * (setting.high - setting.low);
            assert!((begun - setting.default).abs() <= room, "{}: {begun}", setting.key);
            for number in [-800.0, -3.0, 0.0, 0.4, 5.0, 800.0] {
                let (value, slope) = free.value(number);
                assert!((setting.low..=setting.high).contains(&value), "{}: {value}", setting.key);
                let (more, less) = (free.value(number + 1e-5).0, free.value(number - 1e-5).0);
                let shown = (more - less) / 2e-5;
                assert!(
                    (slope - shown).abs() <= 1e-6 * (slope.abs() + setting.high),
                    "{}: {slope} {shown}",
                    setting.key
                );
            }
        }
    }
}
