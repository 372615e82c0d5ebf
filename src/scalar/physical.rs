//! A number of which only the unit is known, to check that equations are dimensionally consistent.

use std::ops::{Add, Div, Mul, Neg, Sub};

use super::{Scalar, Varying};
use crate::quantity::{Dimension, Unit};

/// A unit, or the first disagreement between units met on the way.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Physical {
    /// All is well so far.
    In(Unit),
    /// These two were added, subtracted or compared although they differ in kind or in size.
    Conflict(Unit, Unit),
    /// The square root of this unit is not a unit.
    NoRoot(Unit),
}

impl Physical {
    /// The result of an operation that needs both sides in the same unit.
    fn alike(self, other: Self) -> Self {
        match (self, other) {
            (Self::In(a), Self::In(b)) if a.is_same(b) => self,
            (Self::In(a), Self::In(b)) => Self::Conflict(a, b),
            (Self::In(_), failed) | (failed, _) => failed,
        }
    }

    fn combine(self, other: Self, f: impl Fn(Unit, Unit) -> Unit) -> Self {
        match (self, other) {
            (Self::In(a), Self::In(b)) => Self::In(f(a, b)),
            (Self::In(_), failed) | (failed, _) => failed,
        }
    }
}

impl Add for Physical {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        self.alike(other)
    }
}

impl Sub for Physical {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        self.alike(other)
    }
}

impl Mul for Physical {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        self.combine(other, Mul::mul)
    }
}

impl Div for Physical {
    type Output = Self;
    fn div(self, other: Self) -> Self {
        self.combine(other, Div::div)
    }
}

impl Neg for Physical {
    type Output = Self;
    fn neg(self) -> Self {
        self
    }
}

impl Add<f64> for Physical {
    type Output = Self;
    fn add(self, other: f64) -> Self {
        self + Self::literal(other)
    }
}

impl Sub<f64> for Physical {
    type Output = Self;
    fn sub(self, other: f64) -> Self {
        self - Self::literal(other)
    }
}

impl Mul<f64> for Physical {
    type Output = Self;
    fn mul(self, _: f64) -> Self {
        self
    }
}

impl Div<f64> for Physical {
    type Output = Self;
    fn div(self, _: f64) -> Self {
        self
    }
}

impl Scalar for Physical {
    fn literal(_: f64) -> Self {
        Self::In(Unit::ONE)
    }

    fn sqrt(self) -> Self {
        match self {
            Self::In(unit) if unit.dimension.0.iter().all(|exponent| exponent % 2 == 0) => Self::In(Unit {
                dimension: Dimension(unit.dimension.0.map(|exponent| exponent / 2)),
                factor: unit.factor.sqrt(),
            }),
            Self::In(unit) => Self::NoRoot(unit),
            failed => failed,
        }
    }

    fn ramp(self) -> Self {
        self
    }

    fn ramp_slope(self) -> Self {
        Self::In(Unit::ONE)
    }
}

impl Varying<Self> for Physical {}
