//! Equations as TeX.

use super::document::{Left, Line};
use super::formula::{Formula, declared};
use super::symbol::atoms;
use crate::quantity::shortest;

/// A piece of an equation.
pub(super) fn formula(formula: &Formula) -> String {
    match formula {
        Formula::Number(number) => shortest(*number),
        Formula::Symbol(key) => symbol(key),
        Formula::Sign(sign) => format!(" {sign} "),
        Formula::Row(parts) => row(parts),
        Formula::Group(part) => format!(r"\left({}\right)", self::formula(part)),
        Formula::Fraction(above, below) => format!(r"\frac{{{}}}{{{}}}", self::formula(above), self::formula(below)),
        Formula::Power(base, power) => format!("{{{}}}^{{{}}}", self::formula(base), power.typeset()),
        Formula::Root(part) => format!(r"\sqrt{{{}}}", self::formula(part)),
        Formula::Call(name, index, arguments) => {
            let index = index.map_or(String::new(), |index| format!("_{{{}}}", index.typeset()));
            let arguments: Vec<String> = arguments.iter().map(self::formula).collect();
            format!(r"\operatorname{{{name}}}{index}\left({}\right)", arguments.join(", "))
        }
    }
}

/// Factors stand beside each other with a thin space.
fn row(parts: &[Formula]) -> String {
    let mut text = String::new();
    let mut after_factor = false;
    for part in parts {
        let is_sign = matches!(part, Formula::Sign(_));
        if after_factor && !is_sign {
            text.push_str(r"\,");
        }
        text.push_str(&formula(part));
        after_factor = !is_sign;
    }
    text
}

/// The symbol of a quantity; the arguments of shapes have none and stand for themselves.
fn symbol(key: &str) -> String {
    match declared(key) {
        Some(quantity) => format!("{{{}}}", quantity.symbol),
        None if key.len() == 1 => key.to_owned(),
        None => format!(r"\mathit{{{key}}}"),
    }
}

/// What an equation defines.
fn left(left: &Left) -> String {
    match left {
        Left::Rate(quantity) => format!(r"\frac{{\mathrm{{d}}{{{}}}}}{{\mathrm{{d}}t}}", quantity.symbol),
        Left::Value(quantity) => format!("{{{}}}", quantity.symbol),
        Left::Shape(shape) => formula(shape),
    }
}

/// Both sides, with the place between them at which lines are aligned.
pub(super) fn line(line: &Line, align: &str) -> String {
    format!("{} {align}= {}", left(&line.left), formula(&Formula::of(line.right)))
}

/// Widest equation that a page holds, in letters.
const WIDEST: f64 = 58.0;

/// Both sides; a right-hand side that is too wide for a page goes on in the next line, before a sign.
pub(super) fn broken(line: &Line) -> String {
    let right = Formula::of(line.right);
    let start = format!("{} &= ", left(&line.left));
    let terms = terms(&right);
    if width(&right) <= WIDEST || terms.len() < 2 {
        return start + &formula(&right);
    }
    let mut text = start;
    let mut column = 0.0;
    for (i, term) in terms.iter().enumerate() {
        let length: f64 = term.iter().map(|part| width(part)).sum();
        if i > 0 && column + length > WIDEST {
            text.push_str(" \\\\\n&\\quad{}");
            column = 0.0;
        }
        column += length;
        let part = Formula::Row(term.iter().map(|part| (*part).clone()).collect());
        text.push_str(&formula(&part));
    }
    text
}

/// The terms of a sum, each with its sign.
fn terms(whole: &Formula) -> Vec<Vec<&Formula>> {
    let mut terms: Vec<Vec<&Formula>> = Vec::new();
    fn collect<'a>(part: &'a Formula, terms: &mut Vec<Vec<&'a Formula>>) {
        match part {
            Formula::Row(parts) if parts.iter().any(|part| matches!(part, Formula::Sign(_))) => {
                for part in parts {
                    match part {
                        Formula::Sign(_) => terms.push(vec![part]),
                        Formula::Row(_) => collect(part, terms),
                        _ => push(part, terms),
                    }
                }
            }
            _ => push(part, terms),
        }
    }
    fn push<'a>(part: &'a Formula, terms: &mut Vec<Vec<&'a Formula>>) {
        match terms.last_mut() {
            Some(term) if term.len() == 1 && matches!(term[0], Formula::Sign(_)) => term.push(part),
            _ => terms.push(vec![part]),
        }
    }
    collect(whole, &mut terms);
    terms
}

/// About how many letters wide a formula is.
fn width(part: &Formula) -> f64 {
    match part {
        Formula::Number(number) => shortest(*number).len() as f64,
        Formula::Symbol(key) => declared(key).map_or(key.len() as f64, |quantity| {
            atoms(quantity.symbol)
                .iter()
                .map(|atom| 1.3 * atom.base.chars().count() as f64 + 0.7 * atom.below.chars().count() as f64)
                .sum()
        }),
        Formula::Sign(_) => 2.5,
        Formula::Row(parts) => parts.iter().map(width).sum(),
        Formula::Group(part) | Formula::Root(part) => 2.0 + width(part),
        Formula::Fraction(above, below) => width(above).max(width(below)),
        Formula::Power(base, _) => 0.7 + width(base),
        Formula::Call(name, _, arguments) => name.len() as f64 + 3.0 + arguments.iter().map(width).sum::<f64>(),
    }
}
