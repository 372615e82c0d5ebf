//! A value with its exact derivatives, by the rules of calculus (forward-mode differentiation).
//!
//! The value goes through the same operations in the same order as a plain number would, so it is the same bit for
//! bit. Reference: Griewank and Walther, Evaluating Derivatives, 2nd edition, SIAM 2008, chapter 3.

use std::ops::{Add, Div, Mul, Neg, Sub};

use super::{Lanes, Scalar, Varying};

/// A value of type `S` and its derivatives in `N` directions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dual<S, const N: usize> {
    /// The value itself.
    pub value: S,
    /// Its derivative in each direction.
    pub slope: [S; N],
}

impl<S: Scalar, const N: usize> Dual<S, N> {
    /// The `direction`-th of the variables that are differentiated by.
    #[inline]
    pub fn variable(value: S, direction: usize) -> Self {
        Self { value, slope: std::array::from_fn(|i| S::literal(if i == direction { 1.0 } else { 0.0 })) }
    }

    #[inline]
    fn chain(self, value: S, factor: S) -> Self {
        Self { value, slope: self.slope.map(|slope| slope * factor) }
    }

    #[inline]
    fn both(self, other: Self, value: S, combine: impl Fn(S, S) -> S) -> Self {
        Self { value, slope: std::array::from_fn(|i| combine(self.slope[i], other.slope[i])) }
    }
}

impl<S: Scalar, const N: usize> From<S> for Dual<S, N> {
    #[inline]
    fn from(value: S) -> Self {
        Self { value, slope: [S::literal(0.0); N] }
    }
}

impl<S: Scalar, const N: usize> Add for Dual<S, N> {
    type Output = Self;
    #[inline]
    fn add(self, other: Self) -> Self {
        self.both(other, self.value + other.value, |a, b| a + b)
    }
}

impl<S: Scalar, const N: usize> Sub for Dual<S, N> {
    type Output = Self;
    #[inline]
    fn sub(self, other: Self) -> Self {
        self.both(other, self.value - other.value, |a, b| a - b)
    }
}

impl<S: Scalar, const N: usize> Mul for Dual<S, N> {
    type Output = Self;
    #[inline]
    fn mul(self, other: Self) -> Self {
        self.both(other, self.value * other.value, |a, b| a * other.value + b * self.value)
    }
}

impl<S: Scalar, const N: usize> Div for Dual<S, N> {
    type Output = Self;
    #[inline]
    fn div(self, other: Self) -> Self {
        let value = self.value / other.value;
        let inverse = S::literal(1.0) / other.value;
        self.both(other, value, |a, b| (a - b * value) * inverse)
    }
}

impl<S: Scalar, const N: usize> Neg for Dual<S, N> {
    type Output = Self;
    #[inline]
    fn neg(self) -> Self {
        Self { value: -self.value, slope: self.slope.map(|slope| -slope) }
    }
}

/// Operations with a number that has no derivative, on either side. A macro, since `f64` on the left needs one
/// implementation for each inner type.
macro_rules! with_constant {
    ($([$($generic:tt)*] $S:ty;)*) => {$(
        impl<$($generic)* const N: usize> Add<f64> for Dual<$S, N> {
            type Output = Self;
            #[inline]
            fn add(self, other: f64) -> Self {
                Self { value: self.value + other, slope: self.slope }
            }
        }
        impl<$($generic)* const N: usize> Sub<f64> for Dual<$S, N> {
            type Output = Self;
            #[inline]
            fn sub(self, other: f64) -> Self {
                Self { value: self.value - other, slope: self.slope }
            }
        }
        impl<$($generic)* const N: usize> Mul<f64> for Dual<$S, N> {
            type Output = Self;
            #[inline]
            fn mul(self, other: f64) -> Self {
                Self { value: self.value * other, slope: self.slope.map(|slope| slope * other) }
            }
        }
        impl<$($generic)* const N: usize> Div<f64> for Dual<$S, N> {
            type Output = Self;
            #[inline]
            fn div(self, other: f64) -> Self {
                Self { value: self.value / other, slope: self.slope.map(|slope| slope / other) }
            }
        }
        impl<$($generic)* const N: usize> Add<Dual<$S, N>> for f64 {
            type Output = Dual<$S, N>;
            #[inline]
            fn add(self, other: Dual<$S, N>) -> Dual<$S, N> {
                Dual { value: self + other.value, slope: other.slope }
            }
        }
        impl<$($generic)* const N: usize> Sub<Dual<$S, N>> for f64 {
            type Output = Dual<$S, N>;
            #[inline]
            fn sub(self, other: Dual<$S, N>) -> Dual<$S, N> {
                Dual { value: self - other.value, slope: other.slope.map(|slope| -slope) }
            }
        }
        impl<$($generic)* const N: usize> Mul<Dual<$S, N>> for f64 {
            type Output = Dual<$S, N>;
            #[inline]
            fn mul(self, other: Dual<$S, N>) -> Dual<$S, N> {
                Dual { value: self * other.value, slope: other.slope.map(|slope| self * slope) }
            }
        }
        impl<$($generic)* const N: usize> Div<Dual<$S, N>> for f64 {
            type Output = Dual<$S, N>;
            #[inline]
            fn div(self, other: Dual<$S, N>) -> Dual<$S, N> {
                let value = self / other.value;
                let factor = -value / other.value;
                Dual { value, slope: other.slope.map(|slope| slope * factor) }
            }
        }
        impl<$($generic)* const N: usize> Scalar for Dual<$S, N> {
            #[inline]
            fn literal(value: f64) -> Self {
                Self::from(<$S>::literal(value))
            }
            #[inline]
            fn sqrt(self) -> Self {
                let root = self.value.sqrt();
                self.chain(root, <$S>::literal(0.5) / root)
            }
            #[inline]
            fn ramp(self) -> Self {
                self.chain(self.value.ramp(), self.value.ramp_slope())
            }
            #[inline]
            fn ramp_slope(self) -> Self {
                Self::from(self.value.ramp_slope())
            }
        }
    )*};
}

with_constant! {
    [] f64;
    [const K: usize,] Lanes<K>;
}

impl<const K: usize, const N: usize> From<f64> for Dual<Lanes<K>, N> {
    #[inline]
    fn from(value: f64) -> Self {
        Self::from(Lanes::splat(value))
    }
}

impl<const N: usize> Varying<f64> for Dual<f64, N> {}
impl<const N: usize> Varying<Self> for Dual<f64, N> {}
impl<const K: usize, const N: usize> Varying<f64> for Dual<Lanes<K>, N> {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn derivatives_match_calculus() {
        let x = Dual::<f64, 1>::variable(1.5, 0);
        let check =
            |y: Dual<f64, 1>, expected: f64| assert!((y.slope[0] - expected).abs() < 1e-14, "{y:?} against {expected}");
        check(x.powi(4), 4.0 * 1.5_f64.powi(3));
        check(x.sqrt(), 0.5 / 1.5_f64.sqrt());
        check(2.0 / x, -2.0 / 2.25);
        check(x / (x + 1.0), 1.0 / 6.25);
        check(-x.hill(0.5, 2.into()), -2.0 * 1.5 * 0.25 / (2.5 * 2.5));
    }

    #[test]
    fn shapes_have_finite_slopes_at_zero() {
        let zero = Dual::<f64, 1>::variable(0.0, 0);
        for shape in [zero.hill(0.5, 4.into()), zero.surplus(0.1), zero.fold(2.0, 2.into())] {
            assert_eq!((shape.value, shape.slope[0]), (0.0, 0.0));
        }
        assert_eq!(zero.occupancy(0.5).slope[0], 2.0);
    }
}
