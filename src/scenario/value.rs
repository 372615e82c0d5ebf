//! One value, checked by its key.
//!
//! Owns: how a text, number, quantity, parameter or state is read, and every message on one of them by itself. Must not
//! know: tables, how keys act together.

use super::amount::{self, Amount, with_unit};
use super::diagnostic::{Problem, Report, code};
use super::key::{self, Choice, Key, Mistaken, Range, Shape};
use super::tree::{Node, Place, Value};
use crate::model;
use crate::quantity::{Basis, Dimension, Kind, Setting, State, listed, nearest, read_amount, without_noise};
use crate::variability::{GREATEST_CV, PercentError, read_percent};

/// A value of another type than the key asks for.
pub(super) fn wrong_type(key: &str, node: &Node, expected: &str) -> Problem {
    Problem::error(code::WRONG_TYPE, &node.place, format!("\"{key}\" is {}, but must be {expected}", node.value.kind()))
        .label(format!("expected {expected}"))
}

/// A text.
pub(super) fn text<'a>(key: &Key, node: &'a Node) -> Result<&'a str, Problem> {
    node.text().ok_or_else(|| {
        let problem = wrong_type(key.name, node, "a text");
        match key.shape {
            Shape::Choices(_) | Shape::Signals => problem,
            _ => problem.help(format!("write {} = {}", key.name, key.example)),
        }
    })
}

/// Whether a word is one of these.
pub(super) fn choice(choice: &Choice, word: &str, place: &Place, names: &[&str]) -> Result<(), Problem> {
    if names.contains(&word) {
        return Ok(());
    }
    let Mistaken { noun, help } = (choice.mistaken)(&word.to_lowercase()).unwrap_or(Mistaken::as_a(choice.noun));
    let help = help
        .or_else(|| model::became(word))
        .or_else(|| nearest(word, names.iter().copied()).map(|near| format!("did you mean \"{near}\"?")))
        .or_else(|| choice.listed_by.map(|command| format!("`{command}` lists them all")));
    let quoted = || names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>();
    Err(Problem::error(code::UNKNOWN_NAME, place, format!("no {noun} is called \"{word}\""))
        .label(format!("not a {noun}"))
        .help(help.unwrap_or_else(|| format!("choose from {}", listed(&quoted(), "or")))))
}

/// A whole number.
pub(super) fn whole(key: &Key, node: &Node, low: u32, high: u32) -> Result<u32, Problem> {
    let Value::Number(value) = node.value else {
        let fix = node.text().and_then(|text| text.trim().parse::<u32>().ok());
        return Err(wrong_type(key.name, node, "a whole number").help(format!(
            "write {} = {}",
            key.name,
            fix.map_or(key.example.to_owned(), |n| n.to_string())
        )));
    };
    if value.fract() == 0.0 && (f64::from(low)..=f64::from(high)).contains(&value) {
        // The test above makes the conversion exact.
        return Ok(value as u32);
    }
    let what = if value.fract() == 0.0 { format!("{value}") } else { format!("{value}, not a whole number") };
    let allowed = if high >= 1_000_000_000 { format!("{low} or more") } else { format!("{low} to {high}") };
    Err(Problem::error(code::OUT_OF_BOUNDS, &node.place, format!("\"{}\" is {what}", key.name))
        .label(format!("allowed: a whole number, {allowed}"))
        .help(format!("write {} = {}", key.name, key.example)))
}

/// A text with a percent sign, as a share.
pub(super) fn percent(key: &Key, node: &Node) -> Result<f64, Problem> {
    let bare = |value: f64| {
        Problem::error(code::NO_UNIT, &node.place, format!("\"{}\" needs a percent sign", key.name))
            .label(format!("{} % or {value} %?", without_noise(100.0 * value)))
            .help(format!("write {0} = \"{1} %\" or {0} = \"{value} %\"", key.name, without_noise(100.0 * value)))
    };
    let text = match &node.value {
        Value::Number(value) if value.is_finite() => return Err(bare(*value)),
        Value::Text(text) => text,
        _ => {
            return Err(wrong_type(key.name, node, "a text with a percent sign")
                .help(format!("write {} = {}", key.name, key.example)));
        }
    };
    read_percent(text).map_err(|error| match error {
        PercentError::Bare(value) => bare(value),
        PercentError::Malformed => Problem::error(
            code::BAD_AMOUNT,
            &node.place,
            format!("\"{}\": \"{}\" is no percentage", key.name, text.trim()),
        )
        .label("not a number with a percent sign")
        .help(format!("write {} = {}", key.name, key.example)),
        PercentError::OutOfRange => Problem::error(
            code::OUT_OF_BOUNDS,
            &node.place,
            format!("\"{}\" is {}, which is not allowed", key.name, text.trim()),
        )
        .label(format!("allowed: from 0 % to {} %", 100.0 * GREATEST_CV))
        .help(format!("write it like {} = {}", key.name, key.example)),
    })
}

/// A plain number.
pub(super) fn number(key: &Key, node: &Node, low: f64, high: f64) -> Result<f64, Problem> {
    let Value::Number(value) = node.value else {
        return Err(wrong_type(key.name, node, "a plain number").help(format!("write {} = {}", key.name, key.example)));
    };
    if (low..=high).contains(&value) {
        return Ok(value);
    }
    Err(Problem::error(code::OUT_OF_BOUNDS, &node.place, format!("\"{}\" is {value}", key.name))
        .label(format!("allowed: {low} to {high}"))
        .help(format!("write {} = {}", key.name, key.example)))
}

/// A quantity within its range, in base units.
pub(super) fn quantity(key: &Key, node: &Node, range: &Range) -> Result<Amount, Problem> {
    let example = match key.shape {
        // An element of a list stands by itself.
        Shape::Quantities(_) => key.example.trim_start_matches('[').split(',').next().unwrap_or("").to_owned(),
        _ => format!("{} = {}", key.name, key.example),
    };
    let amount = amount::read(key.name, node, range, &example)?;
    if (range.low..=range.high).contains(&amount.value) {
        return Ok(amount);
    }
    let typed = node.text().unwrap_or("").trim();
    Err(Problem::error(code::OUT_OF_BOUNDS, &node.place, format!("\"{}\" is {typed}, which is not allowed", key.name))
        .label(format!("allowed: {}", range.words))
        .help(format!("write it like {example}")))
}

/// The parameter with this key.
pub(super) fn parameter(key: &str, place: &Place) -> Result<Setting, Problem> {
    if let Some(setting) = model::parameter(key) {
        return Ok(setting);
    }
    let named = |kind: &str| {
        Problem::error(code::UNKNOWN_KEY, place, format!("\"{key}\" is {kind} and cannot be set"))
            .label("not a parameter")
    };
    if let Some(quantity) = model::SETTINGS.iter().find(|quantity| quantity.key == key) {
        return Err(match quantity.kind {
            Kind::Input => named("an input").help("it follows from the doses"),
            _ => named("a constant").help(format!("it is fixed at {}", with_unit(quantity.default, quantity.unit))),
        });
    }
    if model::STATES.iter().any(|state| state.key == key) {
        return Err(named("a state").help("it follows from the parameters and the doses"));
    }
    if model::OBSERVABLES.iter().any(|observable| observable.key == key) {
        return Err(named("an observable").help("it follows from the parameters and the doses"));
    }
    if let Some(became) = model::became(key) {
        return Err(named("a name of an earlier version").help(became));
    }
    let all = model::SETTINGS.iter().filter(|quantity| quantity.kind == Kind::Parameter).map(|quantity| quantity.key);
    let problem = Problem::error(code::UNKNOWN_KEY, place, format!("no parameter is called \"{key}\""))
        .label("unknown parameter");
    Err(match (nearest(key, all), key::home(key)) {
        (Some(near), _) => problem.help(format!("did you mean \"{near}\"?")),
        (None, Some(home)) => problem.help(format!(
            "\"{key}\" is a key of {home}; a key belongs to the last header above it, so move it below {home}"
        )),
        (None, None) => problem.help("`onset parameters` lists them all"),
    })
}

/// A plain number that a parameter is multiplied by.
pub(super) fn factor(setting: Setting, node: &Node) -> Result<f64, Problem> {
    let key = model::SETTINGS[setting.0].key;
    let problem = |message: String| {
        Problem::error(code::WRONG_TYPE, &node.place, message)
            .label("expected a plain number")
            .help(format!("write scale = {{ {key} = 0.9 }} for nine tenths of it"))
    };
    let value = match &node.value {
        Value::Number(value) => *value,
        Value::Text(text) => match read_amount(text) {
            Ok((value, None)) => value,
            Ok((value, Some(unit))) if unit.dimension == Dimension::NONE => value * unit.factor,
            _ => return Err(problem(format!("the factor of \"{key}\" is a text that is not a plain number"))),
        },
        other => return Err(problem(format!("the factor of \"{key}\" is {}", other.kind()))),
    };
    if value.is_finite() && value >= 0.0 {
        Ok(value)
    } else {
        Err(Problem::error(code::OUT_OF_BOUNDS, &node.place, format!("the factor of \"{key}\" is {value}"))
            .label("allowed: a finite number, 0 or more")
            .help("a factor of 1 changes nothing"))
    }
}

/// Whether a value of a parameter, in its unit and for a 70 kg adult, is within its own bounds.
pub(super) fn within(setting: Setting, value: f64, place: &Place) -> Result<(), Problem> {
    let quantity = &model::SETTINGS[setting.0];
    if (quantity.low..=quantity.high).contains(&value) {
        return Ok(());
    }
    let bounds = with_unit(quantity.high, quantity.unit);
    let shown = with_unit(without_noise(value), quantity.unit);
    let message = format!("\"{}\" would be {shown}, outside its bounds", quantity.key);
    let since = model::remade(quantity.key).map_or(String::new(), |why| format!(" ({why})"));
    Err(Problem::error(code::OUT_OF_BOUNDS, place, message)
        .label(format!("allowed: {} to {bounds}", quantity.low))
        .help(format!(
            "{} The default is {}{since}",
            sentence(quantity.description),
            with_unit(quantity.default, quantity.unit)
        )))
}

/// Warns of a value at a bound of the parameter, where the bound is no natural end such as nothing, all, or off.
pub(super) fn at_bound(setting: Setting, value: f64, place: &Place, report: &mut Report) {
    let quantity = &model::SETTINGS[setting.0];
    let is_end = value == 0.0 || (value == 1.0 && quantity.unit == "1");
    if is_end || quantity.basis == Basis::Switch || value == quantity.default {
        return;
    }
    let what = match value {
        value if value == quantity.high => "greatest",
        value if value == quantity.low => "least",
        _ => return,
    };
    let default = with_unit(quantity.default, quantity.unit);
    report.push(
        Problem::warning(code::AT_BOUND, place, format!("\"{}\" is at its bound", quantity.key))
            .label(format!("the {what} value that is allowed"))
            .help(format!(
                "the bound itself may cause what a run shows; try a value within it (the default is {default})"
            )),
    );
}

fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.ends_with('.') { text.to_owned() } else { format!("{text}.") }
}

/// The greatest factor of a state; more is most likely a slip.
pub(super) const MOST_FACTOR: f64 = 100.0;

/// The state with this key.
pub(super) fn state(key: &str) -> Option<State> {
    model::STATES.iter().position(|state| state.key == key).map(State)
}

pub(super) fn known_state(key: &str, place: &Place) -> Result<State, Problem> {
    state(key).ok_or_else(|| {
        let problem = |message: String| Problem::error(code::UNKNOWN_KEY, place, message).label("not a state");
        let declared = model::SETTINGS.iter().chain(model::OBSERVABLES).any(|quantity| quantity.key == key);
        if declared {
            return problem(format!("\"{key}\" is no state, so nothing can happen to it at once"))
                .help("states are what the equations integrate; a parameter is changed by a [[arm.switch]]");
        }
        let near = nearest(key, model::STATES.iter().map(|state| state.key));
        let help = near.map_or_else(
            || "the columns of trajectory.csv begin with the states".to_owned(),
            |near| format!("did you mean \"{near}\"?"),
        );
        problem(format!("no state is called \"{key}\"")).help(help)
    })
}

pub(super) fn state_factor(key: &str, node: &Node) -> Result<f64, Problem> {
    let least = state(key).and_then(|State(i)| model::STATES.get(i)).map_or(0.0, |state| state.low);
    match node.value {
        Value::Number(0.0) if least > 0.0 => {
            let message = format!("\"{key}\" cannot be taken away whole: its equations hold from {least} on");
            Err(Problem::error(code::OUT_OF_BOUNDS, &node.place, message)
                .label("nothing would be left")
                .help("leave some of it: a factor of 0.1 leaves a tenth"))
        }
        Value::Number(factor) if (0.0..=MOST_FACTOR).contains(&factor) => Ok(factor),
        Value::Number(factor) => {
            Err(Problem::error(code::OUT_OF_BOUNDS, &node.place, format!("the factor of \"{key}\" is {factor}"))
                .label(format!("allowed: 0 to {MOST_FACTOR}"))
                .help("a factor of 1 changes nothing, 0 takes all of it away"))
        }
        _ => Err(wrong_type(key, node, "a plain number").help(format!("write {{ {key} = 0.5 }} for half of it"))),
    }
}
