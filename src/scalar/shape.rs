//! The shapes of the domain as equations of their own, so that a language can define each once.

use std::ops::{Add, Div, Mul, Neg, Sub};
use std::sync::LazyLock;

use super::expression::Expression;
use super::{Exponent, Scalar, Varying};

/// A shape of the domain.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shape {
    /// What it is called.
    pub name: &'static str,
    /// What its arguments are called; an exponent is `n`.
    pub arguments: &'static [&'static str],
    /// Its value; [`Exponent::ANY`] stands for the exponent `n`.
    pub body: Expression,
}

/// Every shape that an [`Expression`] keeps by its name, as [`Varying`] defines it.
pub fn shapes() -> &'static [Shape; 4] {
    static SHAPES: LazyLock<[Shape; 4]> = LazyLock::new(|| {
        let symbol = |key| Bare(Expression::symbol(key));
        let (x, half, width) = (symbol("x"), symbol("half"), symbol("width"));
        [
            Shape { name: "occupancy", arguments: &["x", "half"], body: x.occupancy(half).0 },
            Shape { name: "hill", arguments: &["x", "half", "n"], body: x.hill(half, Exponent::ANY).0 },
            Shape { name: "fold", arguments: &["x", "half", "n"], body: x.fold(half, Exponent::ANY).0 },
            Shape { name: "surplus", arguments: &["x", "width"], body: x.surplus(width).0 },
        ]
    });
    &SHAPES
}

/// An expression that does not keep the names of shapes.
#[derive(Debug, Clone, Copy)]
struct Bare(Expression);

macro_rules! operators {
    ($($Op:ident $op:ident;)*) => {$(
        impl $Op for Bare {
            type Output = Self;
            fn $op(self, other: Self) -> Self {
                Self(self.0.$op(other.0))
            }
        }
        impl $Op<f64> for Bare {
            type Output = Self;
            fn $op(self, other: f64) -> Self {
                Self(self.0.$op(other))
            }
        }
    )*};
}

operators! {
    Add add;
    Sub sub;
    Mul mul;
    Div div;
}

impl Neg for Bare {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl Scalar for Bare {
    fn literal(value: f64) -> Self {
        Self(Expression::literal(value))
    }

    fn sqrt(self) -> Self {
        Self(self.0.sqrt())
    }

    fn ramp(self) -> Self {
        Self(self.0.ramp())
    }

    fn ramp_slope(self) -> Self {
        Self(self.0.ramp_slope())
    }

    fn powi(self, exponent: u32) -> Self {
        Self(self.0.powi(exponent))
    }

    fn raised(self, exponent: Exponent) -> Self {
        Self(self.0.raised(exponent))
    }
}

impl Varying<Self> for Bare {}
