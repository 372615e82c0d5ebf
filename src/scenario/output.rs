//! From the tables under `[[output]]` to computed quantities.
//!
//! Owns: names of outputs and the unit that one is wanted in. Must not know: the grammar of a formula.

use super::checked::Checked;
use super::diagnostic::{Problem, Report, code};
use super::formula::{self, FormulaError};
use super::tree::Place;
use crate::quantity::Unit;
use crate::simulate::Derived;

/// Most outputs of a file.
pub(super) const MOST: usize = 20;

/// Longest name of an output, in characters.
const LONGEST_NAME: usize = 40;

/// Every output of the file; what is wrong with one has been reported.
pub(super) fn lower(root: &Checked<'_>, report: &mut Report) -> Vec<Derived> {
    let tables = root.items("output");
    if let Some(beyond) = tables.get(MOST) {
        report.push(
            Problem::error(code::TOO_MANY, beyond.place(), format!("{} outputs", tables.len()))
                .label(format!("more than {MOST}"))
                .help("keep those that are looked at"),
        );
    }
    let mut outputs: Vec<Derived> = Vec::new();
    for table in tables.iter().take(MOST) {
        if let Some(name) = report.keep(name(table, &outputs)).flatten()
            && let Some(output) = report.keep(one(table, name)).flatten()
        {
            outputs.push(output);
        } else if let Some(Err(problem)) = table.get("expr").map(|node| expression(node).map(drop)) {
            // The formula is checked even where the name is wrong.
            report.push(problem);
        }
    }
    outputs
}

/// The name of an output, if it has one.
fn name(table: &Checked<'_>, before: &[Derived]) -> Result<Option<String>, Problem> {
    let Some((node, name)) = table.get("name").and_then(|node| Some((node, node.text()?))) else {
        return Ok(None);
    };
    let is_word = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && name.len() <= LONGEST_NAME;
    if !is_word {
        return Err(Problem::error(code::BAD_TEXT, node.place(), format!("\"{name}\" is no name for an output"))
            .label(format!("allowed: letters, digits and _, at most {LONGEST_NAME}"))
            .help("it becomes the heading of a column: write it like relief_per_mg"));
    }
    let is_known = formula::known().any(|(key, ..)| key == name);
    if is_known || before.iter().any(|other| other.name == name) {
        let what = if is_known { "a quantity of the model" } else { "another output" };
        return Err(Problem::error(code::TWICE, node.place(), format!("{what} is called \"{name}\" already"))
            .label("taken")
            .help("give it a name of its own"));
    }
    Ok(Some(name.to_owned()))
}

/// The formula at a node, with problems where they are in the file.
fn expression(node: &Checked<'_>) -> Result<Option<formula::Formula>, Problem> {
    // The places of a formula count the blanks before it.
    let Some(text) = node.text().and_then(|_| node.typed.text()) else { return Ok(None) };
    let length = text.chars().count();
    if length > formula::LONGEST {
        return Err(Problem::error(code::TOO_MANY, node.place(), format!("a formula of {length} characters"))
            .label(format!("more than {}", formula::LONGEST))
            .help("write it in a simpler form, or as two outputs"));
    }
    formula::parse(text).map(Some).map_err(|error| located(node, text, error))
}

/// A problem of a formula at its place in the file. Where the text is typed with escapes, that is the whole text.
fn located(node: &Checked<'_>, text: &str, error: FormulaError) -> Problem {
    let Place { origin, range } = node.place();
    // One quotation mark at each end, three, or none as on the command line; an escape would make the text longer.
    let opening = match range.len().checked_sub(text.len()) {
        Some(2) => Some(1),
        Some(6) => Some(3),
        Some(0) => Some(0),
        _ => None,
    };
    let place = match opening {
        Some(opening) => {
            let start = range.start + opening;
            Place { origin: *origin, range: start + error.at.start..start + error.at.end }
        }
        None => node.place().clone(),
    };
    Problem::error(error.code, &place, error.message).label(error.label).help(error.help)
}

/// The output of a table with this name, if it is whole.
fn one(table: &Checked<'_>, name: String) -> Result<Option<Derived>, Problem> {
    let Some(formula) = table.get("expr").map(expression).transpose()?.flatten() else { return Ok(None) };
    let Some((node, unit)) = table.get("unit").and_then(|node| Some((node, node.text()?))) else {
        return Ok(None);
    };
    let wanted = Unit::parse(unit).map_err(|error| {
        Problem::error(code::BAD_AMOUNT, node.place(), format!("\"unit\": {error}"))
            .label("not a unit")
            .help("write it like \"%/mg\", \"ng/mL\", or \"1\" for a plain number")
    })?;
    if wanted.dimension != formula.unit.dimension {
        let (is, should) = (formula.unit.dimension, wanted.dimension);
        let (is, should) = match (is.name(), should.name()) {
            // Both names would be the same where neither kind has one of its own.
            (a, b) if a == b => (is.exponents(), should.exponents()),
            (a, b) => (a.to_owned(), b.to_owned()),
        };
        return Err(Problem::error(
            code::WRONG_DIMENSION,
            node.place(),
            format!("the formula of \"{name}\" gives {is}, but its unit is {should}"),
        )
        .label(format!("{should}, not {is}"))
        .help("change the unit, or the formula"));
    }
    Ok(Some(Derived {
        name,
        unit: if unit.is_empty() { "1".to_owned() } else { unit.to_owned() },
        expression: formula.expression,
        variables: formula.variables,
        scale: formula.unit.factor / wanted.factor,
    }))
}
