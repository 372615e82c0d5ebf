//! How a language writes an equation in one line.

use super::Exponent;
use super::expression::Node;
use std::ops::Deref;

/// What differs between languages that write equations with `+ - * /` and calls. The defaults are plain text.
pub trait Notation {
    /// A quantity.
    fn symbol(&self, key: &'static str) -> String {
        key.to_owned()
    }

    /// A plain number.
    fn literal(&self, number: f64) -> String {
        format!("{number}")
    }

    /// A whole power; the base is a name, a number or in parentheses.
    fn power(&self, base: &str, exponent: &str) -> String {
        format!("{base}^{exponent}")
    }

    /// What `max(x, 0)` is written as.
    fn ramp(&self, argument: &str) -> String {
        format!("max({argument}, 0)")
    }

    /// What the square root is called.
    fn root(&self) -> &'static str {
        "sqrt"
    }

    /// A shape of the domain, such as `hill`.
    fn shape(&self, name: &'static str, arguments: &[String]) -> String {
        format!("{name}({})", arguments.join(", "))
    }
}

/// Plain text.
#[derive(Debug, Clone, Copy)]
pub struct PlainText;

impl Notation for PlainText {}

impl<E: Deref<Target = Self>> Node<E> {
    /// In this notation, with the fewest parentheses.
    pub fn written(&self, notation: &impl Notation) -> String {
        print(self, notation, 0)
    }

    /// As text: `k_glutamate*(1 - glutamate)`.
    pub fn text(&self) -> String {
        self.written(&PlainText)
    }
}

/// Binding strength: 1 sums, 2 products, 3 signs, 4 powers, 5 names.
const fn strength<E>(operation: &Node<E>) -> u8 {
    match operation {
        Node::Add(..) | Node::Sub(..) => 1,
        Node::Mul(..) | Node::Div(..) => 2,
        Node::Neg(..) => 3,
        Node::Power(..) => 4,
        _ => 5,
    }
}

fn print<E: Deref<Target = Node<E>>>(operation: &Node<E>, notation: &impl Notation, least: u8) -> String {
    let part = |part: &E, least: u8| print(&**part, notation, least);
    let shape = |name: &'static str, parts: &[&E], exponent: Option<&Exponent>| {
        let exponent = exponent.map(|exponent| written_exponent(*exponent, notation));
        let arguments: Vec<String> = parts.iter().map(|each| part(each, 0)).chain(exponent).collect();
        notation.shape(name, &arguments)
    };
    let text = match operation {
        Node::Literal(number) => notation.literal(*number),
        Node::Symbol(key) => notation.symbol(key),
        Node::Add(a, b) => match &**a {
            // "1 - x" reads better than "-x + 1", which is how a complement is computed.
            Node::Neg(a) => format!("{} - {}", part(b, 1), part(a, 2)),
            _ => format!("{} + {}", part(a, 1), part(b, 1)),
        },
        Node::Sub(a, b) => format!("{} - {}", part(a, 1), part(b, 2)),
        Node::Mul(a, b) => format!("{}*{}", part(a, 2), part(b, 2)),
        Node::Div(a, b) => format!("{}/{}", part(a, 2), part(b, 3)),
        Node::Neg(a) => format!("-{}", part(a, 3)),
        Node::Power(a, exponent) => notation.power(&part(a, 5), &written_exponent(*exponent, notation)),
        Node::Sqrt(a) => format!("{}({})", notation.root(), part(a, 0)),
        Node::Ramp(a) => notation.ramp(&part(a, 0)),
        Node::RampSlope(a) => shape("step", &[a], None),
        Node::Occupancy(a, half) => shape("occupancy", &[a, half], None),
        Node::Hill(a, half, exponent) => shape("hill", &[a, half], Some(exponent)),
        Node::Fold(a, half, exponent) => shape("fold", &[a, half], Some(exponent)),
        Node::Surplus(a, width) => shape("surplus", &[a, width], None),
    };
    if strength(operation) < least { format!("({text})") } else { text }
}

fn written_exponent(exponent: Exponent, notation: &impl Notation) -> String {
    exponent.name.map_or_else(|| exponent.whole.to_string(), |name| notation.symbol(name))
}
