//! The equations of a cascade as a graph of operations, in which equal operations are one.
//!
//! Owns: the operations, which of them are equal, with what each value varies, and the rules of calculus. Must not
//! know: the order in which operations are carried out, or the registers of their values.

use std::collections::HashMap;

use crate::scalar::{Exponent, Expression, Node, Scalar, shapes};

/// A value, by its number in the graph.
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
    /// The result for plain numbers.
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
    /// The result for a plain number.
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

/// The operation that makes a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Op {
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

/// With what a value varies, from seldom to often.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Varies {
    /// With the settings alone.
    BySettings,
    /// From step to step: the start of a stretch, or one node of a step.
    EachStep,
    /// From node to node.
    EachNode,
}

/// All values of a program.
#[derive(Debug, Default)]
pub(crate) struct Graph {
    ops: Vec<(Op, Varies)>,
    known: HashMap<Op, Value>,
}

impl Graph {
    pub(crate) fn op(&self, value: Value) -> Op {
        self.ops[value.0].0
    }

    pub(crate) fn varies(&self, value: Value) -> Varies {
        self.ops[value.0].1
    }

    pub(crate) fn literal(&mut self, number: f64) -> Value {
        self.keep(Op::Literal(number.to_bits()), Varies::BySettings)
    }

    pub(crate) fn setting(&mut self, setting: usize) -> Value {
        self.keep(Op::Setting(setting), Varies::BySettings)
    }

    pub(crate) fn state(&mut self, state: usize) -> Value {
        self.keep(Op::State(state), Varies::EachNode)
    }

    pub(crate) fn start(&mut self, state: usize) -> Value {
        self.keep(Op::Start(state), Varies::EachStep)
    }

    pub(crate) fn picked(&mut self, value: Value) -> Value {
        if self.varies(value) == Varies::EachNode { self.keep(Op::Picked(value), Varies::EachStep) } else { value }
    }

    fn keep(&mut self, op: Op, varies: Varies) -> Value {
        *self.known.entry(op).or_insert_with(|| {
            self.ops.push((op, varies));
            Value(self.ops.len() - 1)
        })
    }

    /// The number of a value that is the same for every subject.
    pub(crate) fn number(&self, value: Value) -> Option<f64> {
        match self.op(value) {
            Op::Literal(bits) => Some(f64::from_bits(bits)),
            _ => None,
        }
    }

    pub(crate) fn unary(&mut self, operation: Unary, a: Value) -> Value {
        match self.number(a) {
            Some(number) => self.literal(operation.of(number)),
            None => self.keep(Op::Unary(operation, a), self.varies(a)),
        }
    }

    pub(crate) fn binary(&mut self, operation: Binary, a: Value, b: Value) -> Value {
        match (operation, self.number(a), self.number(b)) {
            (_, Some(a), Some(b)) => return self.literal(operation.of(a, b)),
            (Binary::Add, Some(0.0), _) | (Binary::Mul, Some(1.0), _) => return b,
            (Binary::Add | Binary::Sub, _, Some(0.0)) | (Binary::Mul | Binary::Div, _, Some(1.0)) => return a,
            // A factor of 0 makes 0: the other factor is finite, or the run fails elsewhere.
            (Binary::Mul | Binary::Div, Some(0.0), _) | (Binary::Mul, _, Some(0.0)) => return self.literal(0.0),
            (Binary::Sub, Some(0.0), _) => return self.unary(Unary::Neg, b),
            (Binary::Add, ..) if a == b => {
                let two = self.literal(2.0);
                return self.binary(Binary::Mul, two, a);
            }
            (Binary::Sub, ..) if a == b => return self.literal(0.0),
            (Binary::Div, ..) if a == b => return self.literal(1.0),
            // One division for all steps instead of one for each node.
            (Binary::Div, ..) if self.varies(b) < self.varies(a) => {
                let one = self.literal(1.0);
                let inverse = self.keep(Op::Binary(Binary::Div, one, b), self.varies(b));
                return self.binary(Binary::Mul, a, inverse);
            }
            _ => {}
        }
        match (operation, self.op(a), self.op(b)) {
            (Binary::Add, _, Op::Unary(Unary::Neg, b)) => return self.binary(Binary::Sub, a, b),
            (Binary::Add, Op::Unary(Unary::Neg, a), _) => return self.binary(Binary::Sub, b, a),
            (Binary::Sub, _, Op::Unary(Unary::Neg, b)) => return self.binary(Binary::Add, a, b),
            _ => {}
        }
        // Sums and products are the same either way round.
        let (a, b) = if matches!(operation, Binary::Add | Binary::Mul) && b < a { (b, a) } else { (a, b) };
        self.keep(Op::Binary(operation, a, b), self.varies(a).max(self.varies(b)))
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
        let part = |graph: &mut Self, part: Expression| graph.lower_with(part, symbol, any);
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

    /// A value with some of its operands replaced.
    pub(crate) fn replaced(&mut self, value: Value, replace: &impl Fn(&mut Self, Value) -> Option<Value>) -> Value {
        if let Some(other) = replace(self, value) {
            return other;
        }
        match self.op(value) {
            Op::Binary(operation, a, b) => {
                let (a, b) = (self.replaced(a, replace), self.replaced(b, replace));
                self.binary(operation, a, b)
            }
            Op::Unary(operation, a) => {
                let a = self.replaced(a, replace);
                self.unary(operation, a)
            }
            _ => value,
        }
    }

    /// Whether a value depends on another.
    pub(crate) fn reads(&self, value: Value, other: Value) -> bool {
        value == other
            || match self.op(value) {
                Op::Binary(_, a, b) => self.reads(a, other) || self.reads(b, other),
                Op::Unary(_, a) | Op::Picked(a) => self.reads(a, other),
                _ => false,
            }
    }

    /// The derivative of a value by another.
    pub(crate) fn derivative(&mut self, value: Value, by: Value) -> Value {
        if value == by {
            return self.literal(1.0);
        }
        if !self.reads(value, by) {
            return self.literal(0.0);
        }
        match self.op(value) {
            Op::Binary(operation, a, b) => {
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
            Op::Unary(operation, a) => {
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
