//! What a right-hand side may do with a number, and the kinds of number that can do it.
//!
//! Owns: the [`Scalar`] and [`Varying`] traits and their instances: `f64`, [`Lanes`] (many values side by side),
//! [`Dual`] (a value and its derivatives), [`Physical`] (a unit, to check equations) and [`Expression`] (the
//! equation itself, to print it in any [`Notation`]). Must not know: models, solvers.
//!
//! There is no comparison and no way out to `f64`, so a right-hand side that branches on a state does not compile;
//! there is no `exp`, `ln` or fractional power, so results do not depend on a platform's mathematics library.

mod dual;
mod exponent;
mod expression;
mod float;
mod lanes;
mod notation;
mod physical;
mod shape;

use std::fmt::Debug;
use std::ops::{Add, Div, Mul, Neg, Sub};

pub use dual::Dual;
pub use exponent::Exponent;
pub use expression::{Expression, Node, OwnedExpression};
pub use lanes::Lanes;
pub use notation::{Notation, PlainText};
pub use physical::Physical;
pub use shape::{Shape, shapes};

/// A number, as far as an equation can tell.
pub trait Scalar:
    Copy
    + Debug
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
    + Add<f64, Output = Self>
    + Sub<f64, Output = Self>
    + Mul<f64, Output = Self>
    + Div<f64, Output = Self>
{
    /// A dimensionless number.
    fn literal(value: f64) -> Self;

    /// The square root; of a negative number not a number.
    fn sqrt(self) -> Self;

    /// `max(self, 0)`.
    fn ramp(self) -> Self;

    /// The derivative of [`Scalar::ramp`], taken as 0 at 0. Only for instances that carry derivatives.
    fn ramp_slope(self) -> Self;

    /// The whole power `exponent`, by multiplication, so that it is the same on every platform.
    #[inline(always)]
    fn powi(self, exponent: u32) -> Self {
        match exponent {
            0 => Self::literal(1.0),
            1 => self,
            2 => self * self,
            3 => self * self * self,
            n => {
                let square = self * self;
                let mut power = if n % 2 == 0 { square } else { square * self };
                for _ in 1..n / 2 {
                    power = power * square;
                }
                power
            }
        }
    }

    /// The power with an exponent that may have a name.
    #[inline(always)]
    fn raised(self, exponent: Exponent) -> Self {
        self.powi(exponent.whole)
    }

    /// `1 - self`.
    #[inline]
    fn complement(self) -> Self {
        -self + 1.0
    }
}

/// A number that changes in time, beside constants of type `C`; the shapes of the domain are its methods.
pub trait Varying<C: Scalar>:
    Scalar + From<C> + Add<C, Output = Self> + Sub<C, Output = Self> + Mul<C, Output = Self> + Div<C, Output = Self>
{
    /// Share of sites taken: `x / (x + half)`.
    #[inline]
    fn occupancy(self, half: C) -> Self {
        self / (self + half)
    }

    /// The Hill function `x^n / (x^n + half^n)`.
    ///
    /// With a whole exponent the derivative at 0 is finite, which a composition of `exp` and `ln` would lose.
    #[inline]
    fn hill(self, half: C, exponent: Exponent) -> Self {
        let power = self.raised(exponent);
        power / (power + half.raised(exponent))
    }

    /// The Hill function scaled to 1 at 1: `x^n (half^n + 1) / (half^n + x^n)`.
    #[inline]
    fn fold(self, half: C, exponent: Exponent) -> Self {
        let (power, half) = (self.raised(exponent), half.raised(exponent));
        power * (half + 1.0) / (power + half)
    }

    /// A smooth positive part: 0 for `x <= 0`, about `x` for `x` well above `width`, twice differentiable at 0,
    /// where a plain `max` would keep a solver's error from following its tolerance.
    #[inline]
    fn surplus(self, width: C) -> Self {
        let above = self.ramp();
        above.powi(3) / (above.powi(2) + width.powi(2))
    }
}

/// A number that is constant while others vary: the same operations with the constant on the left.
pub trait Constant<V>:
    Scalar + Add<V, Output = V> + Sub<V, Output = V> + Mul<V, Output = V> + Div<V, Output = V>
{
}

impl<C, V> Constant<V> for C where
    C: Scalar + Add<V, Output = V> + Sub<V, Output = V> + Mul<V, Output = V> + Div<V, Output = V>
{
}
