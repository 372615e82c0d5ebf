//! The equations of a cascade as operations that are each done once.
//!
//! Owns: which operations there are, which of them are the same, and the rules of calculus on them. Must not know: in
//! what order they are carried out, or on how many values.

use std::collections::HashMap;

use crate::scalar::{Exponent, Expression, Node, Scalar, shapes};

/// A value, by its place among all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Value(pub(crate) usize);

/// An operation on two values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Binary {
    Add,
    Sub,
    Mul,
    Div,
}

/// An operation on one value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Unary {
    Neg,
    Sqrt,
    Ramp,
    RampSlope,
}

impl Binary {
    /// Done with plain numbers.
    #[inline(always)]
    pub(crate) fn of(self, a: f64, b: f64) -> f64 {
        match self {
            Self::Add => a + b,
            Self::Sub => a - b,
            Self::Mul => a * b,
            Self::Div => a / b,
        }
    }
}

impl Unary {
    /// Done with a plain number.
    #[inline(always)]
    pub(crate) fn of(self, a: f64) -> f64 {
        match self {
            Self::Neg => -a,
            Self::Sqrt => a.sqrt(),
            Self::Ramp => a.ramp(),
            Self::RampSlope => a.ramp_slope(),
        }
    }
}

/// Where a value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Origin {
    /// A number, by its bits.
    Literal(u64),
    Setting(usize),
    /// A state at the nodes of a step.
    State(usize),
    /// A state at the start of a step.
    Start(usize),
    /// A varying value at one node.
    Picked(Value),
    Binary(Binary, Value, Value),
    Unary(Unary, Value),
}

/// For how long a value stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Lasts {
    /// As long as the settings.
    Settings,
    /// For one moment: the start of a stretch, or one node of a step.
    Moment,
    /// A value for each node.
    Never,
}

/// All values so far.
#[derive(Debug, Default)]
pub(crate) struct Trace {
    origins: Vec<(Origin, Lasts)>,
    known: HashMap<Origin, Value>,
}

impl Trace {
    pub(crate) fn origin(&self, value: Value) -> Origin {
        self.origins[value.0].0
    }

    pub(crate) fn lasts(&self, value: Value) -> Lasts {
        self.origins[value.0].1
    }

    pub(crate) fn literal(&mut self, number: f64) -> Value {
        self.keep(Origin::Literal(number.to_bits()), Lasts::Settings)
    }

    pub(crate) fn setting(&mut self, setting: usize) -> Value {
        self.keep(Origin::Setting(setting), Lasts::Settings)
    }

    pub(crate) fn state(&mut self, state: usize) -> Value {
        self.keep(Origin::State(state), Lasts::Never)
    }

    pub(crate) fn start(&mut self, state: usize) -> Value {
        self.keep(Origin::Start(state), Lasts::Moment)
    }

    pub(crate) fn picked(&mut self, value: Value) -> Value {
        if self.lasts(value) == Lasts::Never { self.keep(Origin::Picked(value), Lasts::Moment) } else { value }
    }

    fn keep(&mut self, origin: Origin, lasts: Lasts) -> Value {
        *self.known.entry(origin).or_insert_with(|| {
            self.origins.push((origin, lasts));
            Value(self.origins.len() - 1)
        })
    }

    /// The number that a value is, whatever the subject.
    fn number(&self, value: Value) -> Option<f64> {
        match self.origin(value) {
            Origin::Literal(bits) => Some(f64::from_bits(bits)),
            _ => None,
        }
    }

    pub(crate) fn unary(&mut self, operation: Unary, a: Value) -> Value {
        match self.number(a) {
            Some(number) => self.literal(operation.of(number)),
            None => self.keep(Origin::Unary(operation, a), self.lasts(a)),
        }
    }

    pub(crate) fn binary(&mut self, operation: Binary, a: Value, b: Value) -> Value {
        match (operation, self.number(a), self.number(b)) {
            (_, Some(a), Some(b)) => return self.literal(operation.of(a, b)),
            (Binary::Add, Some(0.0), _) | (Binary::Mul, Some(1.0), _) => return b,
            (Binary::Add | Binary::Sub, _, Some(0.0)) | (Binary::Mul | Binary::Div, _, Some(1.0)) => return a,
            // What is multiplied by nothing is finite, or the run fails elsewhere.
            (Binary::Mul | Binary::Div, Some(0.0), _) | (Binary::Mul, _, Some(0.0)) => return self.literal(0.0),
            (Binary::Sub, Some(0.0), _) => return self.unary(Unary::Neg, b),
            (Binary::Add, ..) if a == b => {
                let two = self.literal(2.0);
                return self.binary(Binary::Mul, two, a);
            }
            (Binary::Sub, ..) if a == b => return self.literal(0.0),
            (Binary::Div, ..) if a == b => return self.literal(1.0),
            // One division for all steps instead of one for each node.
            (Binary::Div, ..) if self.lasts(b) < self.lasts(a) => {
                let one = self.literal(1.0);
                let inverse = self.keep(Origin::Binary(Binary::Div, one, b), self.lasts(b));
                return self.binary(Binary::Mul, a, inverse);
            }
            _ => {}
        }
        match (operation, self.origin(a), self.origin(b)) {
            (Binary::Add, _, Origin::Unary(Unary::Neg, b)) => return self.binary(Binary::Sub, a, b),
            (Binary::Add, Origin::Unary(Unary::Neg, a), _) => return self.binary(Binary::Sub, b, a),
            (Binary::Sub, _, Origin::Unary(Unary::Neg, b)) => return self.binary(Binary::Add, a, b),
            _ => {}
        }
        // Sums and products are the same either way round.
        let (a, b) = if matches!(operation, Binary::Add | Binary::Mul) && b < a { (b, a) } else { (a, b) };
        self.keep(Origin::Binary(operation, a, b), self.lasts(a).max(self.lasts(b)))
    }

    fn power(&mut self, a: Value, exponent: u32) -> Value {
        match exponent {
            0 => self.literal(1.0),
            1 => a,
            n => {
                let half = self.power(a, n / 2);
                let square = self.binary(Binary::Mul, half, half);
                if n % 2 == 0 { square } else { self.binary(Binary::Mul, square, a) }
            }
        }
    }

    /// The value of an expression in which a quantity has the value that `symbol` gives.
    pub(crate) fn lower(&mut self, expression: Expression, symbol: &impl Fn(&'static str) -> Option<Value>) -> Value {
        self.lower_with(expression, symbol, Exponent::ANY)
    }

    fn lower_with(
        &mut self,
        expression: Expression,
        symbol: &impl Fn(&'static str) -> Option<Value>,
        any: Exponent,
    ) -> Value {
        let node = *expression.node();
        let part = |trace: &mut Self, part: Expression| trace.lower_with(part, symbol, any);
        match node {
            Node::Literal(number) => self.literal(number),
            Node::Symbol(key) => symbol(key).unwrap_or_else(|| self.literal(f64::NAN)),
            Node::Add(a, b) | Node::Sub(a, b) | Node::Mul(a, b) | Node::Div(a, b) => {
                let operation = match node {
                    Node::Add(..) => Binary::Add,
                    Node::Sub(..) => Binary::Sub,
                    Node::Mul(..) => Binary::Mul,
                    _ => Binary::Div,
                };
                let (a, b) = (part(self, a), part(self, b));
                self.binary(operation, a, b)
            }
            Node::Neg(a) => {
                let a = part(self, a);
                self.unary(Unary::Neg, a)
            }
            Node::Sqrt(a) => {
                let a = part(self, a);
                self.unary(Unary::Sqrt, a)
            }
            Node::Ramp(a) => {
                let a = part(self, a);
                self.unary(Unary::Ramp, a)
            }
            Node::RampSlope(a) => {
                let a = part(self, a);
                self.unary(Unary::RampSlope, a)
            }
            Node::Power(a, exponent) => {
                let a = part(self, a);
                self.power(a, if exponent == Exponent::ANY { any } else { exponent }.whole)
            }
            Node::Occupancy(a, half) => self.shape("occupancy", [a, half], Exponent::ANY, symbol),
            Node::Hill(a, half, exponent) => self.shape("hill", [a, half], exponent, symbol),
            Node::Fold(a, half, exponent) => self.shape("fold", [a, half], exponent, symbol),
            Node::Surplus(a, width) => self.shape("surplus", [a, width], Exponent::ANY, symbol),
        }
    }

    /// A shape of the domain by its own definition.
    fn shape(
        &mut self,
        name: &str,
        arguments: [Expression; 2],
        exponent: Exponent,
        symbol: &impl Fn(&'static str) -> Option<Value>,
    ) -> Value {
        let arguments = arguments.map(|argument| self.lower_with(argument, symbol, exponent));
        let Some(shape) = shapes().iter().find(|shape| shape.name == name) else { return self.literal(f64::NAN) };
        let bound = |key: &'static str| {
            shape.arguments.iter().position(|known| *known == key).and_then(|place| arguments.get(place).copied())
        };
        // The body knows only its own arguments, so that this ends.
        self.body(shape.body, &bound, exponent)
    }

    fn body(&mut self, body: Expression, bound: &dyn Fn(&'static str) -> Option<Value>, exponent: Exponent) -> Value {
        self.lower_with(body, &|key| bound(key), exponent)
    }

    /// The same value with some of those that it is made of replaced.
    pub(crate) fn replaced(&mut self, value: Value, replace: &impl Fn(&mut Self, Value) -> Option<Value>) -> Value {
        if let Some(other) = replace(self, value) {
            return other;
        }
        match self.origin(value) {
            Origin::Binary(operation, a, b) => {
                let (a, b) = (self.replaced(a, replace), self.replaced(b, replace));
                self.binary(operation, a, b)
            }
            Origin::Unary(operation, a) => {
                let a = self.replaced(a, replace);
                self.unary(operation, a)
            }
            _ => value,
        }
    }

    /// Whether a value is made of another.
    pub(crate) fn reads(&self, value: Value, other: Value) -> bool {
        value == other
            || match self.origin(value) {
                Origin::Binary(_, a, b) => self.reads(a, other) || self.reads(b, other),
                Origin::Unary(_, a) | Origin::Picked(a) => self.reads(a, other),
                _ => false,
            }
    }

    /// The derivative of a value by one that it is made of.
    pub(crate) fn derivative(&mut self, value: Value, by: Value) -> Value {
        if value == by {
            return self.literal(1.0);
        }
        if !self.reads(value, by) {
            return self.literal(0.0);
        }
        match self.origin(value) {
            Origin::Binary(operation, a, b) => {
                let (da, db) = (self.derivative(a, by), self.derivative(b, by));
                match operation {
                    Binary::Add | Binary::Sub => self.binary(operation, da, db),
                    Binary::Mul => {
                        let (left, right) = (self.binary(Binary::Mul, da, b), self.binary(Binary::Mul, a, db));
                        self.binary(Binary::Add, left, right)
                    }
                    Binary::Div => {
                        let fall = self.binary(Binary::Mul, value, db);
                        let rest = self.binary(Binary::Sub, da, fall);
                        self.binary(Binary::Div, rest, b)
                    }
                }
            }
            Origin::Unary(operation, a) => {
                let da = self.derivative(a, by);
                match operation {
                    Unary::Neg => self.unary(Unary::Neg, da),
                    Unary::Sqrt => {
                        let half = self.literal(0.5);
                        let scaled = self.binary(Binary::Mul, half, da);
                        self.binary(Binary::Div, scaled, value)
                    }
                    Unary::Ramp => {
                        let slope = self.unary(Unary::RampSlope, a);
                        self.binary(Binary::Mul, slope, da)
                    }
                    Unary::RampSlope => self.literal(0.0),
                }
            }
            _ => self.literal(0.0),
        }
    }
}
