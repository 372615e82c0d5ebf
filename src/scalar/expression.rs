//! The equation itself: what was computed, kept as a tree that can be printed or evaluated.

use std::ops::{Add, Div, Mul, Neg, Sub};

use super::{Exponent, Scalar, Varying};

/// One operation of an equation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Node {
    /// A dimensionless number.
    Literal(f64),
    /// A quantity, by its key.
    Symbol(&'static str),
    /// Sum.
    Add(Expression, Expression),
    /// Difference.
    Sub(Expression, Expression),
    /// Product.
    Mul(Expression, Expression),
    /// Quotient.
    Div(Expression, Expression),
    /// Opposite sign.
    Neg(Expression),
    /// Whole power.
    Power(Expression, Exponent),
    /// Square root.
    Sqrt(Expression),
    /// `max(x, 0)`.
    Ramp(Expression),
    /// The slope of the ramp.
    RampSlope(Expression),
    /// [`Varying::occupancy`] with its half point.
    Occupancy(Expression, Expression),
    /// [`Varying::hill`] with its half point and exponent.
    Hill(Expression, Expression, Exponent),
    /// [`Varying::fold`] with its half point and exponent.
    Fold(Expression, Expression, Exponent),
    /// [`Varying::surplus`] with its width.
    Surplus(Expression, Expression),
}

/// A handle on one operation and all below it.
///
/// The nodes are never freed: the equations of a model are built once in a program's life, are a few hundred nodes,
/// and a handle that is copied like a number keeps the equations readable where they are written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Expression(&'static Node);

impl Expression {
    /// The quantity with this key.
    pub fn symbol(key: &'static str) -> Self {
        Self::new(Node::Symbol(key))
    }

    /// The operation at the top.
    pub const fn node(self) -> &'static Node {
        self.0
    }

    fn new(node: Node) -> Self {
        Self(Box::leak(Box::new(node)))
    }

    /// The value where each quantity has the value that `lookup` gives, by the same operations in the same order as
    /// the equation performs with plain numbers.
    pub fn evaluate(self, lookup: &impl Fn(&'static str) -> f64) -> f64 {
        let value = |part: Self| part.evaluate(lookup);
        match *self.0 {
            Node::Literal(number) => number,
            Node::Symbol(key) => lookup(key),
            Node::Add(a, b) => value(a) + value(b),
            Node::Sub(a, b) => value(a) - value(b),
            Node::Mul(a, b) => value(a) * value(b),
            Node::Div(a, b) => value(a) / value(b),
            Node::Neg(a) => -value(a),
            Node::Power(a, exponent) => Scalar::raised(value(a), exponent),
            Node::Sqrt(a) => value(a).sqrt(),
            Node::Ramp(a) => value(a).ramp(),
            Node::RampSlope(a) => value(a).ramp_slope(),
            Node::Occupancy(a, half) => value(a).occupancy(value(half)),
            Node::Hill(a, half, exponent) => value(a).hill(value(half), exponent),
            Node::Fold(a, half, exponent) => value(a).fold(value(half), exponent),
            Node::Surplus(a, width) => value(a).surplus(value(width)),
        }
    }

    /// The parts of the operation at the top.
    pub fn parts(self) -> Vec<Self> {
        match *self.0 {
            Node::Literal(_) | Node::Symbol(_) => Vec::new(),
            Node::Neg(a) | Node::Power(a, _) | Node::Sqrt(a) | Node::Ramp(a) | Node::RampSlope(a) => vec![a],
            Node::Add(a, b)
            | Node::Sub(a, b)
            | Node::Mul(a, b)
            | Node::Div(a, b)
            | Node::Occupancy(a, b)
            | Node::Hill(a, b, _)
            | Node::Fold(a, b, _)
            | Node::Surplus(a, b) => vec![a, b],
        }
    }

    /// The quantities it reads, each once, in the order in which they stand.
    pub fn symbols(self) -> Vec<&'static str> {
        let mut found = Vec::new();
        self.visit(&mut |node| {
            let key = match node {
                Node::Symbol(key) => Some(*key),
                Node::Power(_, exponent) | Node::Hill(_, _, exponent) | Node::Fold(_, _, exponent) => exponent.name,
                _ => None,
            };
            found.extend(key.filter(|key| !found.contains(key)));
        });
        found
    }

    /// Visits every operation, parts first.
    pub fn visit(self, see: &mut impl FnMut(&'static Node)) {
        for part in self.parts() {
            part.visit(see);
        }
        see(self.0);
    }

    /// The same with every part that has a name replaced by it; names are tried after those of the parts within.
    pub fn with_names(self, named: &[(Self, &'static str)]) -> Self {
        let part = |part: Self| part.with_names(named);
        let inner = Self::new(match *self.0 {
            Node::Add(a, b) => Node::Add(part(a), part(b)),
            Node::Sub(a, b) => Node::Sub(part(a), part(b)),
            Node::Mul(a, b) => Node::Mul(part(a), part(b)),
            Node::Div(a, b) => Node::Div(part(a), part(b)),
            Node::Neg(a) => Node::Neg(part(a)),
            Node::Power(a, exponent) => Node::Power(part(a), exponent),
            Node::Sqrt(a) => Node::Sqrt(part(a)),
            Node::Ramp(a) => Node::Ramp(part(a)),
            Node::RampSlope(a) => Node::RampSlope(part(a)),
            Node::Occupancy(a, half) => Node::Occupancy(part(a), part(half)),
            Node::Hill(a, half, exponent) => Node::Hill(part(a), part(half), exponent),
            Node::Fold(a, half, exponent) => Node::Fold(part(a), part(half), exponent),
            Node::Surplus(a, width) => Node::Surplus(part(a), part(width)),
            leaf @ (Node::Literal(_) | Node::Symbol(_)) => leaf,
        });
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
