//! From the text of a formula to an expression with a unit.
//!
//! Owns: the grammar, what a formula can name, and that its units fit. Must not know: where the formula stands.
//!
//! A sum has products, a product has powers, a power has a number, a name or a formula in parentheses:
//! `2 * (synapse_count - 0.8) / bdnf^2`. A number may have a unit after it: `improvement - 20 %`.

use std::ops::Range;

use super::diagnostic::code;
use crate::model;
use crate::quantity::{Kind, Setting, Unit, nearest, read_amount};
use crate::scalar::{Node, OwnedExpression};
use crate::simulate::{DOSE_TOTAL, Signal, Variable};

/// Longest formula, in characters.
pub(super) const LONGEST: usize = 400;

/// Most parentheses and signs within each other.
const DEEPEST: usize = 40;

/// Greatest power.
const GREATEST_POWER: i8 = 9;

/// What a formula means.
#[derive(Debug)]
pub(super) struct Formula {
    /// Each quantity in its own unit.
    pub(super) expression: OwnedExpression,
    /// The unit of the value.
    pub(super) unit: Unit,
    /// What it reads.
    pub(super) variables: Vec<(&'static str, Variable)>,
}

/// What is wrong with a formula.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct FormulaError {
    /// One of the codes.
    pub(super) code: &'static str,
    /// Bytes of the formula.
    pub(super) at: Range<usize>,
    /// What is wrong.
    pub(super) message: String,
    /// A few words for under the place.
    pub(super) label: String,
    /// How to mend it.
    pub(super) help: String,
}

/// A part that has been read.
#[derive(Debug)]
struct Part {
    expression: OwnedExpression,
    unit: Unit,
    /// Whether it is a number without a unit, or made of such.
    is_bare: bool,
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
    variables: Vec<(&'static str, Variable)>,
}

/// Reads a formula.
pub(super) fn parse(text: &str) -> Result<Formula, FormulaError> {
    let mut parser = Parser { text, at: 0, depth: 0, variables: Vec::new() };
    let whole = parser.sum()?;
    match parser.next() {
        None => Ok(Formula { expression: whole.expression, unit: whole.unit, variables: parser.variables }),
        Some(')') => Err(parser.wrong("a closing parenthesis too many", "opened nowhere", "take it out")),
        Some(c) if c.is_alphanumeric() || c == '_' || c == '(' => {
            Err(parser.wrong("an operator is missing", "expected + - * / or ^ before this", "write * to multiply"))
        }
        Some(c) => {
            let help = "a formula has + - * / ^ ( ) numbers and names";
            Err(parser.wrong(&format!("\"{c}\" has no meaning in a formula"), "not expected here", help))
        }
    }
}

impl Parser<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or("")
    }

    /// The next character that is no blank, which the parser then stands at.
    fn next(&mut self) -> Option<char> {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
        self.rest().chars().next()
    }

    /// Whether the next character is this one, which is then passed.
    fn takes(&mut self, wanted: char) -> bool {
        let found = self.next() == Some(wanted);
        if found {
            self.at += wanted.len_utf8();
        }
        found
    }

    /// Something wrong at the character that the parser stands at.
    fn wrong(&self, message: &str, label: &str, help: &str) -> FormulaError {
        let end = self.at + self.rest().chars().next().map_or(0, char::len_utf8);
        error(code::BAD_FORMULA, self.at..end, message, label, help)
    }

    fn deeper(&mut self) -> Result<(), FormulaError> {
        self.depth += 1;
        if self.depth > DEEPEST {
            let message = format!("more than {DEEPEST} parentheses and signs within each other");
            return Err(self.wrong(&message, "too deep", "write the formula in a simpler form"));
        }
        Ok(())
    }

    fn sum(&mut self) -> Result<Part, FormulaError> {
        self.next();
        let start = self.at;
        let mut left = self.product()?;
        loop {
            let from = self.at;
            let is_sum = match self.next() {
                Some('+') => true,
                Some('-') => false,
                _ => return Ok(left),
            };
            let left_at = start..from;
            self.at += 1;
            self.next();
            let right_start = self.at;
            let right = self.product()?;
            let right = self.alike((&left, left_at), (right, right_start..self.at))?;
            let operation = if is_sum { Node::Add } else { Node::Sub };
            left = Part {
                expression: operation(left.expression, right.expression).into(),
                unit: left.unit,
                is_bare: left.is_bare && right.is_bare,
            };
        }
    }

    /// The right side in the unit of the left.
    fn alike(&self, left: (&Part, Range<usize>), right: (Part, Range<usize>)) -> Result<Part, FormulaError> {
        let ((a, a_at), (b, b_at)) = (left, right);
        let (one, other) = (a.unit.dimension, b.unit.dimension);
        if one != other {
            let words = |at: &Range<usize>| self.text.get(at.clone()).unwrap_or("").trim().to_owned();
            return Err(error(
                code::WRONG_DIMENSION,
                a_at.start..b_at.end,
                &format!("{one} and {other} cannot be added or subtracted"),
                &format!("{one}, then {other}"),
                &format!("\"{}\" is {one}, \"{}\" is {other}; divide one of them first", words(&a_at), words(&b_at)),
            ));
        }
        if a.unit.is_same(b.unit) {
            return Ok(b);
        }
        if a.is_bare != b.is_bare {
            let at = if a.is_bare { a_at } else { b_at };
            let number = self.text.get(at.clone()).unwrap_or("").trim().to_owned();
            return Err(error(
                code::NO_UNIT,
                at,
                "a plain number and a percentage are added or subtracted",
                "a number without a unit",
                &format!("write \"{number} %\" if it is meant in percent"),
            ));
        }
        let factor = Node::Literal(b.unit.factor / a.unit.factor).into();
        Ok(Part { expression: Node::Mul(b.expression, factor).into(), unit: a.unit, is_bare: false })
    }

    fn product(&mut self) -> Result<Part, FormulaError> {
        let mut left = self.signed()?;
        loop {
            let is_product = match self.next() {
                Some('*') => true,
                Some('/') => false,
                _ => return Ok(left),
            };
            self.at += 1;
            let right = self.signed()?;
            let operation = if is_product { Node::Mul } else { Node::Div };
            left = Part {
                expression: operation(left.expression, right.expression).into(),
                unit: if is_product { left.unit * right.unit } else { left.unit / right.unit },
                is_bare: left.is_bare && right.is_bare,
            };
        }
    }

    fn signed(&mut self) -> Result<Part, FormulaError> {
        if !self.takes('-') {
            return self.power();
        }
        self.deeper()?;
        let part = self.signed()?;
        self.depth -= 1;
        Ok(Part { expression: Node::Neg(part.expression).into(), ..part })
    }

    fn power(&mut self) -> Result<Part, FormulaError> {
        let base = self.atom()?;
        if !self.takes('^') {
            return Ok(base);
        }
        self.next();
        let start = self.at;
        let length =
            self.rest().find(|c: char| !(c.is_ascii_digit() || c == '-' || c == '.')).unwrap_or(self.rest().len());
        let exponent = self.rest().get(..length).unwrap_or("").parse::<i8>();
        let unit = exponent.as_ref().ok().filter(|n| n.abs() <= GREATEST_POWER).and_then(|n| base.unit.power(*n));
        let (Ok(exponent), Some(unit)) = (exponent, unit) else {
            return Err(error(
                code::BAD_FORMULA,
                start..start + length.max(self.rest().chars().next().map_or(0, char::len_utf8)),
                "a power that is no whole number, or too great",
                &format!("allowed: a whole number from -{GREATEST_POWER} to {GREATEST_POWER}"),
                "write it like bdnf^2",
            ));
        };
        self.at += length;
        let raised: OwnedExpression = Node::Power(base.expression, u32::from(exponent.unsigned_abs()).into()).into();
        let expression = if exponent < 0 { Node::Div(Node::Literal(1.0).into(), raised).into() } else { raised };
        Ok(Part { expression, unit, is_bare: base.is_bare })
    }

    fn atom(&mut self) -> Result<Part, FormulaError> {
        match self.next() {
            Some('(') => {
                self.deeper()?;
                let open = self.at;
                self.at += 1;
                let inner = self.sum()?;
                if !self.takes(')') {
                    let help = "write ) where it ends";
                    return Err(error(
                        code::BAD_FORMULA,
                        open..open + 1,
                        "a parenthesis is not closed",
                        "opened here",
                        help,
                    ));
                }
                self.depth -= 1;
                Ok(inner)
            }
            Some(c) if c.is_ascii_digit() || c == '.' => self.number(),
            Some(c) if c.is_alphabetic() || c == '_' => self.name(),
            Some(_) => Err(self.wrong(
                "a number or a name is missing",
                "expected one here",
                "write it like improvement / dose_total",
            )),
            None if self.text.trim().is_empty() => {
                Err(self.wrong("the formula is empty", "nothing to compute", "write it like improvement / dose_total"))
            }
            None => Err(self.wrong(
                "the formula stops in the middle",
                "expected a number or a name",
                "write what is missing after it",
            )),
        }
    }

    /// The word at which the parser stands: letters, digits, `_`, or the sign for percent.
    fn word(&self) -> &str {
        let rest = self.rest();
        if rest.starts_with('%') {
            return "%";
        }
        let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
        rest.get(..end).unwrap_or("")
    }

    fn number(&mut self) -> Result<Part, FormulaError> {
        let start = self.at;
        let rest = self.rest();
        let bytes = rest.as_bytes();
        let mut end = rest.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(rest.len());
        if matches!(bytes.get(end), Some(b'e' | b'E')) {
            let sign = usize::from(matches!(bytes.get(end + 1), Some(b'-' | b'+')));
            let digits = bytes.iter().skip(end + 1 + sign).take_while(|byte| byte.is_ascii_digit()).count();
            end += if digits > 0 { 1 + sign + digits } else { 0 };
        }
        let number = read_amount(rest.get(..end).unwrap_or("")).ok().map(|(number, _)| number);
        let Some(number) = number else {
            return Err(error(
                code::BAD_FORMULA,
                start..start + end,
                "a number that cannot be read",
                "not a number",
                "write it like 0.5",
            ));
        };
        self.at += end;
        self.next();
        let (at, word) = (self.at, self.word().to_owned());
        if word.is_empty() {
            return Ok(Part { expression: Node::Literal(number).into(), unit: Unit::ONE, is_bare: true });
        }
        let Ok(unit) = Unit::parse(&word) else {
            return Err(error(
                code::BAD_FORMULA,
                at..at + word.len(),
                &format!("\"{word}\" after a number is no unit"),
                "neither an operator nor a unit",
                "write * to multiply",
            ));
        };
        self.at += word.len();
        Ok(Part { expression: Node::Literal(number).into(), unit, is_bare: false })
    }

    fn name(&mut self) -> Result<Part, FormulaError> {
        let word = self.word().to_owned();
        let at = self.at..self.at + word.len();
        let found = known().find(|(key, ..)| *key == word);
        let Some((key, unit, variable)) = found else {
            let near = || nearest(&word, known().map(|(key, ..)| key)).map(|near| format!("did you mean \"{near}\"?"));
            let help = model::became(&word).or_else(near).unwrap_or_else(|| {
                "a formula can name improvement, dose_total, every column of trajectory.csv, and every parameter"
                    .to_owned()
            });
            let message = format!("no quantity is called \"{word}\"");
            return Err(error(code::UNKNOWN_NAME, at, &message, "unknown quantity", &help));
        };
        self.at = at.end;
        if self.variables.iter().all(|(other, _)| *other != key) {
            self.variables.push((key, variable));
        }
        let unit = Unit::declared(unit);
        Ok(Part { expression: Node::Symbol(key).into(), unit, is_bare: false })
    }
}

fn error(code: &'static str, at: Range<usize>, message: &str, label: &str, help: &str) -> FormulaError {
    FormulaError { code, at, message: message.to_owned(), label: label.to_owned(), help: help.to_owned() }
}

/// Everything that a formula can name, with its unit.
pub(super) fn known() -> impl Iterator<Item = (&'static str, &'static str, Variable)> {
    let signals = Signal::all().map(|signal| {
        let quantity = signal.quantity();
        (quantity.key, quantity.unit, Variable::Signal(signal))
    });
    let settings = model::SETTINGS
        .iter()
        .enumerate()
        .filter(|(_, quantity)| quantity.kind == Kind::Parameter)
        .map(|(i, quantity)| (quantity.key, quantity.unit, Variable::Setting(Setting(i))));
    signals.chain([(DOSE_TOTAL.key, DOSE_TOTAL.unit, Variable::DoseTotal)]).chain(settings)
}
