//! An equation as a typesetter sees it: fractions, powers, parentheses.

use crate::model::{OBSERVABLES, SETTINGS, STATES};
use crate::quantity::Quantity;
use crate::scalar::{Exponent, Expression, Node};

/// A piece of a typeset equation.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Formula {
    /// A number.
    Number(f64),
    /// A quantity, by its key; an argument of a shape has no declaration.
    Symbol(&'static str),
    /// A sign between its neighbours.
    Sign(char),
    /// Pieces side by side.
    Row(Vec<Self>),
    /// In parentheses.
    Group(Box<Self>),
    /// Numerator and denominator.
    Fraction(Box<Self>, Box<Self>),
    /// Base and exponent.
    Power(Box<Self>, Exponent),
    /// Square root.
    Root(Box<Self>),
    /// A function with a name, an index where it has one, and arguments.
    Call(&'static str, Option<Exponent>, Vec<Self>),
}

/// The declaration of a quantity.
pub(super) fn declared(key: &str) -> Option<&'static Quantity> {
    SETTINGS.iter().chain(STATES).chain(OBSERVABLES).find(|quantity| quantity.key == key)
}

impl Formula {
    /// How an expression is set.
    pub(super) fn of(expression: Expression) -> Self {
        let set = |part: Expression| Self::of(part);
        match *expression.node() {
            Node::Literal(number) => Self::Number(number),
            Node::Symbol(key) => Self::Symbol(key),
            Node::Add(a, b) => match *a.node() {
                // "1 - x" reads better than "-x + 1", which is how a complement is computed.
                Node::Neg(a) => Self::Row(vec![set(b), Self::Sign('-'), Self::term(a, true)]),
                _ => Self::Row(vec![set(a), Self::Sign('+'), set(b)]),
            },
            Node::Sub(a, b) => Self::Row(vec![set(a), Self::Sign('-'), Self::term(b, true)]),
            Node::Mul(a, b) => Self::Row(vec![Self::factor(a), Self::factor(b)]),
            Node::Div(a, b) => Self::Fraction(Box::new(set(a)), Box::new(set(b))),
            Node::Neg(a) => Self::Row(vec![Self::Sign('-'), Self::term(a, true)]),
            Node::Power(a, exponent) => Self::power(a, exponent),
            Node::Sqrt(a) => Self::Root(Box::new(set(a))),
            Node::Ramp(a) => Self::Call("max", None, vec![set(a), Self::Number(0.0)]),
            Node::RampSlope(a) => Self::Call("step", None, vec![set(a)]),
            Node::Occupancy(a, half) => Self::share(set(a), set(half)),
            Node::Hill(a, half, exponent) => Self::share(Self::power(a, exponent), Self::power(half, exponent)),
            Node::Fold(a, half, exponent) => Self::Call("fold", Some(exponent), vec![set(a), set(half)]),
            Node::Surplus(a, width) => Self::Call("surplus", None, vec![set(a), set(width)]),
        }
    }

    /// `a / (a + b)`.
    fn share(a: Self, b: Self) -> Self {
        let whole = Self::Row(vec![a.clone(), Self::Sign('+'), b]);
        Self::Fraction(Box::new(a), Box::new(whole))
    }

    fn power(base: Expression, exponent: Exponent) -> Self {
        let base = match base.node() {
            Node::Literal(_) | Node::Symbol(_) | Node::Ramp(_) => Self::of(base),
            _ => Self::Group(Box::new(Self::of(base))),
        };
        Self::Power(Box::new(base), exponent)
    }

    /// With parentheses where it is a sum behind a minus.
    fn term(expression: Expression, is_subtracted: bool) -> Self {
        let is_sum = matches!(expression.node(), Node::Add(..) | Node::Sub(..) | Node::Neg(_));
        if is_sum && is_subtracted { Self::Group(Box::new(Self::of(expression))) } else { Self::of(expression) }
    }

    fn factor(expression: Expression) -> Self {
        Self::term(expression, true)
    }
}
