//! The plain number.

use super::{Scalar, Varying};

impl Scalar for f64 {
    #[inline]
    fn literal(value: f64) -> Self {
        value
    }

    #[inline]
    fn sqrt(self) -> Self {
        Self::sqrt(self)
    }

    #[inline]
    fn ramp(self) -> Self {
        // `f64::max` would turn NaN into 0 and hide a failure.
        if self < 0.0 { 0.0 } else { self }
    }

    #[inline]
    fn ramp_slope(self) -> Self {
        if self > 0.0 { 1.0 } else { 0.0 }
    }
}

impl Varying<Self> for f64 {}
