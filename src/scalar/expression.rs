//! The equation itself: what was computed, kept as a tree that can be printed or evaluated.

use std::ops::{Add, Deref, Div, Mul, Neg, Sub};
use std::sync::Arc;

use super::{Exponent, Scalar, Varying};

/// One operation of an equation on parts of type `E`: [`Expression`] or [`OwnedExpression`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Node<E> {
    /// A dimensionless number.
    Literal(f64),
    /// A quantity, by its key.
    Symbol(&'static str),
    /// Sum.
    Add(E, E),
    /// Difference.
    Sub(E, E),
    /// Product.
    Mul(E, E),
    /// Quotient.
    Div(E, E),
    /// Opposite sign.
    Neg(E),
    /// Whole power.
    Power(E, Exponent),
    /// Square root.
    Sqrt(E),
    /// `max(x, 0)`.
    Ramp(E),
    /// The slope of the ramp.
    RampSlope(E),
    /// [`Varying::occupancy`] with its half point.
    Occupancy(E, E),
    /// [`Varying::hill`] with its half point and exponent.
    Hill(E, E, Exponent),
    /// [`Varying::fold`] with its half point and exponent.
    Fold(E, E, Exponent),
    /// [`Varying::surplus`] with its width.
    Surplus(E, E),
}

/// An equation of a model: a handle on one operation and all below it.
///
/// A handle that is copied like a number keeps the equations readable where they are written. The price is that the
/// nodes are never freed, so an expression is built once in the life of a program and kept in a `static`; what a user
/// types is an [`OwnedExpression`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Expression(&'static Node<Self>);

/// A formula that a user typed: the same tree, freed with its last handle.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnedExpression(Arc<Node<Self>>);

impl Deref for Expression {
    type Target = Node<Self>;
    fn deref(&self) -> &Node<Self> {
        self.0
    }
}

impl Deref for OwnedExpression {
    type Target = Node<Self>;
    fn deref(&self) -> &Node<Self> {
        &self.0
    }
}

impl From<Node<Self>> for OwnedExpression {
    fn from(node: Node<Self>) -> Self {
        Self(Arc::new(node))
    }
}

impl From<Expression> for OwnedExpression {
    fn from(expression: Expression) -> Self {
        expression.map(|part| Self::from(*part)).into()
    }
}

impl<E: Deref<Target = Self>> Node<E> {
    /// The value where each quantity has the value that `lookup` gives, by the same operations in the same order as
    /// the equation performs with plain numbers.
    pub fn evaluate(&self, lookup: &impl Fn(&'static str) -> f64) -> f64 {
        let value = |part: &E| part.evaluate(lookup);
        match self {
            Self::Literal(number) => *number,
            Self::Symbol(key) => lookup(key),
            Self::Add(a, b) => value(a) + value(b),
            Self::Sub(a, b) => value(a) - value(b),
            Self::Mul(a, b) => value(a) * value(b),
            Self::Div(a, b) => value(a) / value(b),
            Self::Neg(a) => -value(a),
            Self::Power(a, exponent) => Scalar::raised(value(a), *exponent),
            Self::Sqrt(a) => value(a).sqrt(),
            Self::Ramp(a) => value(a).ramp(),
            Self::RampSlope(a) => value(a).ramp_slope(),
            Self::Occupancy(a, half) => value(a).occupancy(value(half)),
            Self::Hill(a, half, exponent) => value(a).hill(value(half), *exponent),
            Self::Fold(a, half, exponent) => value(a).fold(value(half), *exponent),
            Self::Surplus(a, width) => value(a).surplus(value(width)),
        }
    }

    /// The same operation on other parts.
    fn map<F>(&self, part: impl Fn(&E) -> F) -> Node<F> {
        match self {
            Self::Literal(number) => Node::Literal(*number),
            Self::Symbol(key) => Node::Symbol(key),
            Self::Add(a, b) => Node::Add(part(a), part(b)),
            Self::Sub(a, b) => Node::Sub(part(a), part(b)),
            Self::Mul(a, b) => Node::Mul(part(a), part(b)),
            Self::Div(a, b) => Node::Div(part(a), part(b)),
            Self::Neg(a) => Node::Neg(part(a)),
            Self::Power(a, exponent) => Node::Power(part(a), *exponent),
            Self::Sqrt(a) => Node::Sqrt(part(a)),
            Self::Ramp(a) => Node::Ramp(part(a)),
            Self::RampSlope(a) => Node::RampSlope(part(a)),
            Self::Occupancy(a, half) => Node::Occupancy(part(a), part(half)),
            Self::Hill(a, half, exponent) => Node::Hill(part(a), part(half), *exponent),
            Self::Fold(a, half, exponent) => Node::Fold(part(a), part(half), *exponent),
            Self::Surplus(a, width) => Node::Surplus(part(a), part(width)),
        }
    }

    /// The parts of the operation.
    fn parts(&self) -> Vec<&E> {
        match self {
            Self::Literal(_) | Self::Symbol(_) => Vec::new(),
            Self::Neg(a) | Self::Power(a, _) | Self::Sqrt(a) | Self::Ramp(a) | Self::RampSlope(a) => vec![a],
            Self::Add(a, b)
            | Self::Sub(a, b)
            | Self::Mul(a, b)
            | Self::Div(a, b)
            | Self::Occupancy(a, b)
            | Self::Hill(a, b, _)
            | Self::Fold(a, b, _)
            | Self::Surplus(a, b) => vec![a, b],
        }
    }

    /// The quantities that the equation reads, each once, in the order in which they stand.
    pub fn symbols(&self) -> Vec<&'static str> {
        let mut found = Vec::new();
        self.visit(&mut |node| {
            let key = match node {
                Self::Symbol(key) => Some(*key),
                Self::Power(_, exponent) | Self::Hill(_, _, exponent) | Self::Fold(_, _, exponent) => exponent.name,
                _ => None,
            };
            let new = key.filter(|key| !found.contains(key));
            found.extend(new);
        });
        found
    }

    /// Visits every operation, parts first.
    pub fn visit(&self, see: &mut impl FnMut(&Self)) {
        self.parts().into_iter().for_each(|part| part.visit(see));
        see(self);
    }
}

impl Expression {
    /// The quantity with this key.
    pub fn symbol(key: &'static str) -> Self {
        Self::new(Node::Symbol(key))
    }

    /// The operation at the top.
    pub const fn node(self) -> &'static Node<Self> {
        self.0
    }

    fn new(node: Node<Self>) -> Self {
        Self(Box::leak(Box::new(node)))
    }

    /// The same with every part that has a name replaced by it. Inner parts are replaced first.
    pub fn with_names(self, named: &[(Self, &'static str)]) -> Self {
        let inner = Self::new(self.map(|part| part.with_names(named)));
        named.iter().find(|(known, _)| *known == inner).map_or(inner, |(_, key)| Self::symbol(key))
    }
}

macro_rules! operators {
    ($($Op:ident $op:ident;)*) => {$(
        impl $Op for Expression {
            type Output = Self;
            fn $op(self, other: Self) -> Self {
                Self::new(Node::$Op(self, other))
            }
        }
        impl $Op<f64> for Expression {
            type Output = Self;
            fn $op(self, other: f64) -> Self {
                self.$op(Self::literal(other))
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

impl Neg for Expression {
    type Output = Self;
    fn neg(self) -> Self {
        Self::new(Node::Neg(self))
    }
}

impl Scalar for Expression {
    fn literal(value: f64) -> Self {
        Self::new(Node::Literal(value))
    }

    fn sqrt(self) -> Self {
        Self::new(Node::Sqrt(self))
    }

    fn ramp(self) -> Self {
        Self::new(Node::Ramp(self))
    }

    fn ramp_slope(self) -> Self {
        Self::new(Node::RampSlope(self))
    }

    fn powi(self, exponent: u32) -> Self {
        self.raised(exponent.into())
    }

    fn raised(self, exponent: Exponent) -> Self {
        Self::new(Node::Power(self, exponent))
    }
}

impl Varying<Self> for Expression {
    fn occupancy(self, half: Self) -> Self {
        Self::new(Node::Occupancy(self, half))
    }

    fn hill(self, half: Self, exponent: Exponent) -> Self {
        Self::new(Node::Hill(self, half, exponent))
    }

    fn fold(self, half: Self, exponent: Exponent) -> Self {
        Self::new(Node::Fold(self, half, exponent))
    }

    fn surplus(self, width: Self) -> Self {
        Self::new(Node::Surplus(self, width))
    }
}
