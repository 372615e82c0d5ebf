//! Many values side by side, for the vector registers of a processor.

use std::ops::{Add, Div, Mul, Neg, Sub};

use super::{Scalar, Varying};

/// `N` values that go through the same operations: the nodes of a step, or moments of a trajectory.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lanes<const N: usize>(pub [f64; N]);

impl<const N: usize> Lanes<N> {
    /// The same value in every lane.
    #[inline]
    pub const fn splat(value: f64) -> Self {
        Self([value; N])
    }

    #[inline]
    fn map(self, f: impl Fn(f64) -> f64) -> Self {
        Self(std::array::from_fn(|i| f(self.0[i])))
    }
}

impl<const N: usize> From<f64> for Lanes<N> {
    #[inline]
    fn from(value: f64) -> Self {
        Self::splat(value)
    }
}

macro_rules! lanewise {
    ($($Op:ident $op:ident;)*) => {$(
        impl<const N: usize> $Op for Lanes<N> {
            type Output = Self;
            #[inline]
            fn $op(self, other: Self) -> Self {
                Self(std::array::from_fn(|i| self.0[i].$op(other.0[i])))
            }
        }
        impl<const N: usize> $Op<f64> for Lanes<N> {
            type Output = Self;
            #[inline]
            fn $op(self, other: f64) -> Self {
                self.map(|value| value.$op(other))
            }
        }
        impl<const N: usize> $Op<Lanes<N>> for f64 {
            type Output = Lanes<N>;
            #[inline]
            fn $op(self, other: Lanes<N>) -> Lanes<N> {
                other.map(|value| self.$op(value))
            }
        }
    )*};
}

lanewise! {
    Add add;
    Sub sub;
    Mul mul;
    Div div;
}

impl<const N: usize> Neg for Lanes<N> {
    type Output = Self;
    #[inline]
    fn neg(self) -> Self {
        self.map(|value| -value)
    }
}

impl<const N: usize> Scalar for Lanes<N> {
    #[inline]
    fn literal(value: f64) -> Self {
        Self::splat(value)
    }

    #[inline]
    fn sqrt(self) -> Self {
        self.map(f64::sqrt)
    }

    #[inline]
    fn ramp(self) -> Self {
        self.map(Scalar::ramp)
    }

    #[inline]
    fn ramp_slope(self) -> Self {
        self.map(Scalar::ramp_slope)
    }
}

impl<const N: usize> Varying<f64> for Lanes<N> {}
