//! Numbers with units, read from a value and turned into another unit without needless rounding.
//!
//! Owns: what a quantity of a file may look like. Must not know: which keys there are.

use super::diagnostic::{Problem, code};
use super::key::Range;
use super::tree::{Node, Value};
use crate::quantity::{Dimension, Quantity, Unit, UnitError, convert, listed, nearest, read_amount};

/// A number in base units (mg, L, h, umol, kg) and what kind of quantity it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Amount {
    /// In base units.
    pub(super) value: f64,
    /// Its kind.
    pub(super) dimension: Dimension,
}

/// Reads a number with a unit of one of these kinds. A bare number is refused: `8` may be hours or weeks.
pub(super) fn read(key: &str, node: &Node, range: &Range, example: &str) -> Result<Amount, Problem> {
    let (expected, dimensions) = (range.what, range.dimensions);
    let (value, unit) = match &node.value {
        Value::Text(text) => match read_amount(text) {
            Ok((value, Some(unit))) => (value, unit),
            Ok((value, None)) => return Err(needs_unit(key, node, value, expected, dimensions)),
            Err(error) => return Err(unreadable(key, node, &error, range, example)),
        },
        Value::Number(value) => return Err(needs_unit(key, node, *value, expected, dimensions)),
        other => {
            let message = format!("\"{key}\" is {}, but must be {expected}, written as a text", other.kind());
            return Err(Problem::error(code::WRONG_TYPE, &node.place, message)
                .label("expected a number and a unit in quotes")
                .help(format!("write it like {example}")));
        }
    };
    if !dimensions.contains(&unit.dimension) {
        let message = format!("\"{key}\" must be {expected}, but this is {}", unit.dimension.name());
        return Err(Problem::error(code::WRONG_DIMENSION, &node.place, message)
            .label(format!("{}, not {expected}", unit.dimension.name()))
            .help(format!("write it like {example}")));
    }
    let value = convert(value, unit, Unit { dimension: unit.dimension, factor: 1.0 });
    if !value.is_finite() {
        return Err(malformed(key, node, &UnitError::NotFinite, example));
    }
    Ok(Amount { value, dimension: unit.dimension })
}

/// Reads the value of a parameter into its own unit, for a 70 kg adult; a bare number is taken to be in that unit.
pub(super) fn read_parameter(quantity: &Quantity, node: &Node) -> Result<f64, Problem> {
    let key = quantity.key;
    let plain = quantity.unit == "1";
    let number = format!("{key} = {}", quantity.default);
    let example =
        if plain { number } else { format!("{number} or {key} = \"{} {}\"", quantity.default, quantity.unit) };
    let value = match &node.value {
        Value::Number(value) => *value,
        Value::Text(text) => match read_amount(text) {
            Ok((value, None)) => value,
            Ok((value, Some(unit))) if unit.dimension == quantity.unit().dimension => {
                convert(value, unit, quantity.unit())
            }
            Ok((value, Some(unit))) if through_molar_mass(quantity, unit.dimension).is_some() => {
                let ratio = through_molar_mass(quantity, unit.dimension).unwrap_or(1.0);
                value * unit.factor * ratio / quantity.unit().factor
            }
            Ok((_, Some(unit))) => {
                let wanted = quantity.unit().dimension.name();
                let own = if plain { String::new() } else { format!("its unit is {}: ", quantity.unit) };
                let message = format!("parameter \"{key}\" is {wanted}, but this is {}", unit.dimension.name());
                return Err(Problem::error(code::WRONG_DIMENSION, &node.place, message)
                    .label(format!("{}, not {wanted}", unit.dimension.name()))
                    .help(format!("{own}write {example}")));
            }
            Err(error) => return Err(malformed(key, node, &error, &example)),
        },
        other => {
            let message = format!("parameter \"{key}\" is {}, but must be a number", other.kind());
            return Err(Problem::error(code::WRONG_TYPE, &node.place, message)
                .label("expected a number")
                .help(format!("write {example}")));
        }
    };
    if !value.is_finite() {
        return Err(Problem::error(code::OUT_OF_BOUNDS, &node.place, format!("parameter \"{key}\" is not finite"))
            .label("not a finite number")
            .help(format!("write {example}")));
    }
    Ok(value)
}

/// By what a concentration of this dimension is multiplied to become one of the parameter's, both in base units, where
/// one of them is of mass and the other molar, and the molar mass is known.
fn through_molar_mass(quantity: &Quantity, from: Dimension) -> Option<f64> {
    let molar_mass = crate::model::molar_mass(quantity)?;
    match (from, quantity.unit().dimension) {
        (Dimension::MASS_CONCENTRATION, Dimension::MOLAR_CONCENTRATION) => Some(1.0 / molar_mass),
        (Dimension::MOLAR_CONCENTRATION, Dimension::MASS_CONCENTRATION) => Some(molar_mass),
        _ => None,
    }
}

/// A number and its unit as tables print them; a plain number without one.
pub(super) fn with_unit(value: f64, unit: &str) -> String {
    if unit == "1" { format!("{value}") } else { format!("{value} {unit}") }
}

fn needs_unit(key: &str, node: &Node, value: f64, expected: &str, dimensions: &[Dimension]) -> Problem {
    let units: &[&str] = match dimensions.first() {
        Some(&Dimension::TIME) => &["h", "d", "weeks"],
        Some(&Dimension::MASS) => &["mg", "mg/kg"],
        Some(&Dimension::BODY_MASS) => &["kg"],
        _ => &[],
    };
    let written: Vec<String> = units.iter().map(|unit| format!("{key} = \"{value} {unit}\"")).collect();
    let problem = Problem::error(code::NO_UNIT, &node.place, format!("\"{key}\" is {expected} and needs a unit"))
        .label("a number without a unit");
    if written.is_empty() || !value.is_finite() {
        problem
    } else {
        problem.help(format!("write {}", listed(&written, "or")))
    }
}

/// A quantity whose unit must be one of a few.
fn unreadable(key: &str, node: &Node, error: &UnitError, range: &Range, example: &str) -> Problem {
    let UnitError::UnknownUnit(word, _) = error else { return malformed(key, node, error, example) };
    let usual: Vec<&str> = range.units.iter().copied().take(5).collect();
    let near = nearest(word, range.units.iter().copied()).map(|near| format!("did you mean \"{near}\"?"));
    Problem::error(code::BAD_AMOUNT, &node.place, format!("\"{key}\": no unit is called \"{word}\""))
        .label("unknown unit")
        .help(near.unwrap_or_else(|| format!("units of {} are {}", range.what, listed(&usual, "and"))))
}

fn malformed(key: &str, node: &Node, error: &UnitError, example: &str) -> Problem {
    Problem::error(code::BAD_AMOUNT, &node.place, format!("\"{key}\": {error}"))
        .label(match error {
            UnitError::UnknownUnit(..) => "unknown unit",
            UnitError::DecimalComma(_) => "write a point",
            UnitError::NotFinite => "too large to hold",
            UnitError::Malformed(_) => "not a unit",
            UnitError::Empty | UnitError::NoNumber(_) => "not a number with a unit",
        })
        .help(format!("write it like {example}"))
}
