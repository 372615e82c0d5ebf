//! The equation itself: what was computed, kept as a tree that can be printed or evaluated.

use std::ops::{Add, Div, Mul, Neg, Sub};

use super::{Scalar, Varying};

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
    Power(Expression, u32),
    /// Square root.
    Sqrt(Expression),
    /// `max(x, 0)`.
    Ramp(Expression),
    /// The slope of the ramp.
    RampSlope(Expression),
    /// [`Varying::fold`] with its half point and exponent.
    Fold(Expression, Expression, u32),
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
            Node::Power(a, exponent) => Scalar::powi(value(a), exponent),
            Node::Sqrt(a) => value(a).sqrt(),
            Node::Ramp(a) => value(a).ramp(),
            Node::RampSlope(a) => value(a).ramp_slope(),
            Node::Fold(a, half, exponent) => value(a).fold(value(half), exponent),
            Node::Surplus(a, width) => value(a).surplus(value(width)),
        }
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
            Node::Fold(a, half, exponent) => Node::Fold(part(a), part(half), exponent),
            Node::Surplus(a, width) => Node::Surplus(part(a), part(width)),
            leaf @ (Node::Literal(_) | Node::Symbol(_)) => leaf,
        });
        named.iter().find(|(known, _)| *known == inner).map_or(inner, |(_, key)| Self::symbol(key))
    }

    /// As text, with the fewest parentheses: `k_glutamate*(1 - glutamate)`.
    pub fn text(self) -> String {
        self.print(0)
    }

    /// Binding strength: 1 sums, 2 products, 3 signs, 4 powers, 5 names.
    fn strength(self) -> u8 {
        match self.0 {
            Node::Add(..) | Node::Sub(..) => 1,
            Node::Mul(..) | Node::Div(..) => 2,
            Node::Neg(..) => 3,
            Node::Power(..) => 4,
            _ => 5,
        }
    }

    fn print(self, least: u8) -> String {
        let text = match *self.0 {
            Node::Literal(number) => format!("{number}"),
            Node::Symbol(key) => key.to_owned(),
            // "1 - x" reads better than "-x + 1", which is how a complement is computed.
            Node::Add(Self(&Node::Neg(a)), b) => format!("{} - {}", b.print(1), a.print(2)),
            Node::Add(a, b) => format!("{} + {}", a.print(1), b.print(1)),
            Node::Sub(a, b) => format!("{} - {}", a.print(1), b.print(2)),
            Node::Mul(a, b) => format!("{}*{}", a.print(2), b.print(2)),
            Node::Div(a, b) => format!("{}/{}", a.print(2), b.print(3)),
            Node::Neg(a) => format!("-{}", a.print(3)),
            Node::Power(a, exponent) => format!("{}^{exponent}", a.print(5)),
            Node::Sqrt(a) => format!("sqrt({})", a.print(0)),
            Node::Ramp(a) => format!("max({}, 0)", a.print(0)),
            Node::RampSlope(a) => format!("step({})", a.print(0)),
            Node::Fold(a, half, exponent) => format!("fold({}, {}, {exponent})", a.print(0), half.print(0)),
            Node::Surplus(a, width) => format!("surplus({}, {})", a.print(0), width.print(0)),
        };
        if self.strength() < least { format!("({text})") } else { text }
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
        Self::new(Node::Power(self, exponent))
    }
}

impl Varying<Self> for Expression {
    fn fold(self, half: Self, exponent: u32) -> Self {
        Self::new(Node::Fold(self, half, exponent))
    }

    fn surplus(self, width: Self) -> Self {
        Self::new(Node::Surplus(self, width))
    }
}
