//! How a parameter is spread around its typical value.

use super::normal::{normal_below, normal_quantile};

/// The form of a spread. `cv` is the coefficient of variation: the standard deviation as a share of the typical value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Distribution {
    /// The logarithm is normal; the typical value is the median. The usual choice for clearances, volumes and rates.
    #[default]
    LogNormal,
    /// Normal; the typical value is the mean.
    Normal,
    /// Every value of a range is as likely as any other; the typical value is the middle.
    Uniform,
    /// The logit between the parameter's bounds is normal; the typical value is the median. For shares: it stays between
    /// its bounds by itself. The variability is that of small deviations.
    LogitNormal,
}

/// What a spread is around and what it may not leave.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Spread {
    pub(crate) distribution: Distribution,
    pub(crate) cv: f64,
    pub(crate) typical: f64,
    pub(crate) low: f64,
    pub(crate) high: f64,
}

impl Distribution {
    /// Every form.
    pub const ALL: [Self; 4] = [Self::LogNormal, Self::Normal, Self::Uniform, Self::LogitNormal];

    /// The name that files use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::LogNormal => "log-normal",
            Self::Normal => "normal",
            Self::Uniform => "uniform",
            Self::LogitNormal => "logit-normal",
        }
    }
}

impl Spread {
    /// The value of a subject `z` standard deviations of a standard normal from the middle, before bounds.
    fn free(&self, z: f64) -> f64 {
        let typical = self.typical;
        match self.distribution {
            // The logarithm of a negative quantity's size grows downwards.
            Distribution::LogNormal => typical * libm::exp(self.log_sd() * z * typical.signum()),
            Distribution::Normal => typical + self.cv * typical.abs() * z,
            Distribution::Uniform => typical + 3.0_f64.sqrt() * self.cv * typical.abs() * (2.0 * normal_below(z) - 1.0),
            Distribution::LogitNormal => {
                let (below, above) = (typical - self.low, self.high - typical);
                if !(below > 0.0 && above > 0.0) {
                    return typical;
                }
                let width = self.high - self.low;
                let sd = self.cv * typical.abs() * width / (below * above);
                self.low + width / (1.0 + above / below * libm::exp(-sd * z))
            }
        }
    }

    /// The standard deviation of the logarithm of a log-normal quantity.
    fn log_sd(&self) -> f64 {
        libm::log1p(self.cv * self.cv).sqrt()
    }

    /// The standard deviations at which the value meets its bounds; infinite where it never does.
    fn bounds(&self) -> (f64, f64) {
        let typical = self.typical;
        if typical == 0.0 || self.cv == 0.0 {
            return (f64::NEG_INFINITY, f64::INFINITY);
        }
        let [low, high] = [self.low, self.high].map(|bound| match self.distribution {
            Distribution::LogNormal => {
                let ratio = bound / typical;
                // A log-normal quantity never reaches 0.
                let z = if ratio > 0.0 { libm::log(ratio) / self.log_sd() } else { f64::NEG_INFINITY };
                z * typical.signum()
            }
            Distribution::Normal => (bound - typical) / (self.cv * typical.abs()),
            Distribution::Uniform => {
                let share = 0.5 * ((bound - typical) / (3.0_f64.sqrt() * self.cv * typical.abs()) + 1.0);
                normal_quantile(share.clamp(0.0, 1.0))
            }
            Distribution::LogitNormal => f64::INFINITY.copysign(bound - typical),
        });
        (low, high)
    }

    /// The share of the spread that lies within the bounds.
    pub(crate) fn share_within(&self) -> f64 {
        let (low, high) = self.bounds();
        normal_below(high) - normal_below(low)
    }

    /// The value of a subject at this deviation: the same percentile of the distribution within its bounds.
    pub(crate) fn value(&self, z: f64) -> f64 {
        let (low, high) = self.bounds();
        let (under, over) = (normal_below(low), normal_below(-high));
        let within = 1.0 - under - over;
        let z = if within == 1.0 {
            z
        } else if z <= 0.0 {
            normal_quantile(under + within * normal_below(z))
        } else {
            // From the other side, where shares near 1 would lose their digits.
            -normal_quantile(over + within * normal_below(-z))
        };
        self.free(z).clamp(self.low, self.high)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spread(distribution: Distribution, typical: f64, cv: f64, low: f64, high: f64) -> Spread {
        Spread { distribution, cv, typical, low, high }
    }

    /// Mean and standard deviation over evenly spaced percentiles.
    fn moments(spread: &Spread) -> (f64, f64) {
        let count = 200_000;
        let values: Vec<f64> =
            (0..count).map(|i| spread.value(normal_quantile((f64::from(i) + 0.5) / f64::from(count)))).collect();
        let mean = values.iter().sum::<f64>() / f64::from(count);
        let variance = values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / f64::from(count);
        (mean, variance.sqrt())
    }

    #[test]
    fn every_form_has_the_variability_that_is_asked_for() {
        for distribution in [Distribution::LogNormal, Distribution::Normal, Distribution::Uniform] {
            let (mean, sd) = moments(&spread(distribution, 80.0, 0.3, -1e9, 1e9));
            assert!((sd / mean - 0.3).abs() < 1e-3, "{distribution:?}: {}", sd / mean);
            if distribution != Distribution::LogNormal {
                assert!((mean - 80.0).abs() < 1e-3);
            }
        }
        let (mean, sd) = moments(&spread(Distribution::LogitNormal, 0.2, 0.05, 0.0, 1.0));
        assert!((sd / mean - 0.05).abs() < 1e-3, "{}", sd / mean);
    }

    #[test]
    fn the_middle_is_typical_and_more_is_more() {
        for distribution in Distribution::ALL {
            let spread = spread(distribution, 0.4, 0.05, -10.0, 10.0);
            assert!((spread.value(0.0) - 0.4).abs() < 1e-14, "{distribution:?}");
            assert!(spread.value(-1.0) < spread.value(0.0) && spread.value(0.0) < spread.value(2.0));
        }
    }

    #[test]
    fn values_stay_within_the_bounds_without_piling_up_there() {
        for distribution in Distribution::ALL {
            for typical in [0.3, -0.2] {
                let spread = spread(distribution, typical, 2.0, -0.5, 1.0);
                let values: Vec<f64> =
                    (1..1000).map(|i| spread.value(normal_quantile(f64::from(i) / 1000.0))).collect();
                assert!(values.iter().all(|value| (-0.5..=1.0).contains(value)), "{distribution:?}");
                let at_bounds = values.iter().filter(|value| **value == -0.5 || **value == 1.0).count();
                assert!(at_bounds <= 2, "{distribution:?}: {at_bounds}");
            }
        }
    }

    #[test]
    fn what_rests_on_a_bound_or_on_zero_stays_sound() {
        for distribution in Distribution::ALL {
            for typical in [0.0, 1.0] {
                let spread = spread(distribution, typical, 0.3, 0.0, 1.0);
                for z in [-8.0, -1.0, 0.0, 1.0, 8.0] {
                    assert!((0.0..=1.0).contains(&spread.value(z)), "{distribution:?} {typical} {z}");
                }
            }
        }
    }

    #[test]
    fn the_share_within_bounds_is_known() {
        let share = spread(Distribution::Normal, 1.0, 1.0, 0.0, 1e9).share_within();
        assert!((share - 0.841_344_746_068_543).abs() < 1e-12);
        let share = spread(Distribution::LogNormal, 1.0, 3.0, 0.9, 1.1).share_within();
        assert!((0.04..0.06).contains(&share), "{share}");
        assert_eq!(spread(Distribution::LogitNormal, 0.3, 1.0, 0.0, 1.0).share_within(), 1.0);
    }
}
