//! Checks a typed tree by the key table: names, types, units and bounds, all problems in one pass.
//!
//! Owns: everything that can be said about one key by itself. Must not know: how keys act together.

use super::amount::{self, Amount, with_unit};
use super::diagnostic::{Problem, Report, code};
use super::event;
use super::extends::EXTENDS;
use super::key::{Key, Range, Shape, TABLES, Table};
use super::preset::{self, PresetKind};
use super::tree::{Entry, Node, Place, Value};
use crate::model;
use crate::quantity::{Basis, Dimension, Kind, Setting};
use crate::quantity::{listed, nearest, without_noise};
use crate::variability::{GREATEST_CV, PercentError, read_percent};

/// Words that people use for a route, with the word that files use.
const ROUTE_WORDS: &[(&str, &str)] = &[
    ("intravenous", "iv"),
    ("infusion", "iv"),
    ("bolus", "iv"),
    ("intramuscular", "im"),
    ("subcutaneous", "sc"),
    ("intranasal", "nasal"),
    ("in", "nasal"),
    ("nose", "nasal"),
    ("sl", "sublingual"),
    ("po", "oral"),
    ("mouth", "oral"),
    ("by mouth", "oral"),
    ("tablet", "oral"),
];

/// Reports every problem of the table and of all in it. An incomplete tree, with errors of syntax, is not asked for
/// what is missing.
pub(super) fn table(node: &Node, table: &'static Table, complete: bool, report: &mut Report) {
    for entry in node.entries() {
        if report.is_full() {
            return;
        }
        match table.key(&entry.key) {
            Some(key) => value(key, entry, complete, report),
            None => report.push(unknown_key(entry, table)),
        }
    }
    if !complete {
        return;
    }
    // A key that is there under another name has its message already.
    let meant: Vec<&str> = node
        .entries()
        .iter()
        .filter(|entry| table.key(&entry.key).is_none())
        .filter_map(|entry| meant(&entry.key, table))
        .collect();
    let extends = node.get(EXTENDS).is_some();
    for key in table.keys.iter().filter(|key| key.is_required(extends) && node.get(key.name).is_none()) {
        if !meant.contains(&key.name) {
            report.push(missing(key, table, &node.place));
        }
    }
}

fn missing(key: &Key, table: &Table, place: &Place) -> Problem {
    match key.shape {
        Shape::Tables(_) => no_item(key, place),
        _ => Problem::error(code::MISSING, place, format!("{} has no \"{}\"", table.name, key.name))
            .label(format!("\"{}\" is missing", key.name))
            .help(format!("add {} = {}", key.name, key.example)),
    }
}

fn no_item(key: &Key, place: &Place) -> Problem {
    Problem::error(code::EMPTY, place, format!("the scenario has no {}", key.name))
        .label(format!("no [[{}]]", key.name))
        .help(format!("write [[{}]] and name = \"ketamine\" below it, then its doses below [[arm.dose]]", key.name))
}

fn value(key: &'static Key, entry: &Entry, complete: bool, report: &mut Report) {
    let node = &entry.node;
    match &key.shape {
        Shape::Text => {
            report.keep(text(key, node));
        }
        Shape::Choice(names) => {
            if let Some(word) = report.keep(text(key, node)) {
                report.keep(choice(key, word, &node.place, &names()));
            }
        }
        Shape::Choices(_) | Shape::Signals => {
            // Which outputs there are is known only when the whole file is.
            let names = if let Shape::Choices(names) = &key.shape { Some(names()) } else { None };
            if !matches!(node.value, Value::List(_)) {
                let fix = node.text().map(|word| format!("write {} = [\"{word}\"]", key.name));
                report.push(wrong_type(key.name, node, "a list of texts").help_if(fix));
            }
            for item in node.items() {
                if report.is_full() {
                    return;
                }
                if let (Some(word), Some(names)) = (report.keep(text(key, item)), &names) {
                    report.keep(choice(key, word, &item.place, names));
                }
            }
        }
        Shape::Whole { low, high } => {
            report.keep(whole(key, node, *low, *high));
        }
        Shape::Quantity(range) => {
            report.keep(quantity(key, node, range));
        }
        Shape::Quantities(range) => match &node.value {
            Value::List(items) if items.is_empty() => report.push(
                Problem::error(code::EMPTY, &node.place, format!("\"{}\" is an empty list", key.name))
                    .label("nothing in it")
                    .help(format!("leave \"{}\" out, or write {} = {}", key.name, key.name, key.example)),
            ),
            Value::List(items) => {
                for item in items {
                    if report.is_full() {
                        return;
                    }
                    report.keep(quantity(key, item, range));
                }
            }
            _ => {
                report.keep(quantity(key, node, range));
            }
        },
        Shape::Parameters => parameters(key, node, report, |setting, node, report| {
            let quantity = &model::SETTINGS[setting.0];
            let value = amount::read_parameter(quantity, node)?;
            within(setting, value, &node.place)?;
            at_bound(setting, value, &node.place, report);
            Ok(())
        }),
        // Which parameter it is a value of is another key's to say.
        Shape::Value if matches!(node.value, Value::Number(_) | Value::Text(_)) => {}
        Shape::Value => report.push(wrong_type(key.name, node, "a number")),
        Shape::Factors => parameters(key, node, report, |setting, node, _| factor(setting, node).map(drop)),
        Shape::Percent => {
            report.keep(percent(key, node));
        }
        Shape::Number { low, high } => {
            report.keep(number(key, node, *low, *high));
        }
        Shape::StateFactors => event::check(key, node, report),
        Shape::Table(inner) => match &node.value {
            Value::Table(_) => table(node, inner, complete, report),
            Value::List(_) => report.push(
                wrong_type(key.name, node, "a table")
                    .help(format!("there is one {0} only: write [{0}] with single brackets", bare(inner.name))),
            ),
            _ => {
                report.push(wrong_type(key.name, node, "a table").help(format!("write {} above its keys", inner.name)));
            }
        },
        Shape::Tables(inner) => match &node.value {
            Value::List(items) if items.is_empty() => {
                if complete && key.required {
                    report.push(no_item(key, &node.place));
                }
            }
            Value::List(items) => {
                for item in items {
                    if report.is_full() {
                        return;
                    }
                    match item.value {
                        Value::Table(_) => table(item, inner, complete, report),
                        _ => report.push(
                            wrong_type(key.name, item, "a table")
                                .help(format!("write {} and its keys below it, once for each", inner.name)),
                        ),
                    }
                }
            }
            Value::Table(_) if node.place == entry.place => report.push(
                wrong_type(key.name, node, "a list of tables")
                    .help(format!("a part of an {0}, such as [{0}.subject], stands below its [[{0}]]", key.name)),
            ),
            _ => report.push(
                wrong_type(key.name, node, "a list of tables")
                    .help(format!("write {} with double brackets, since there can be several", inner.name)),
            ),
        },
        Shape::Reserved => report.push(
            Problem::error(code::RESERVED, &entry.place, format!("this version does not read \"{}\" yet", key.name))
                .label("of a later version")
                .help(format!("leave it out for now; it is kept for this: {}", key.description)),
        ),
    }
}

fn bare(name: &str) -> &str {
    name.trim_matches(['[', ']'])
}

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

/// One of a few words.
pub(super) fn choice(key: &Key, word: &str, place: &Place, names: &[&str]) -> Result<(), Problem> {
    if names.contains(&word) {
        return Ok(());
    }
    let quoted: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
    let lower = word.to_lowercase();
    let known = preset::find(&lower);
    let what = match key.name {
        "presets" if known.is_some() => "preset of an arm",
        "preset" if known.is_some() => "preset of a subject",
        "presets" => "preset",
        "show" => "quantity",
        "name" | "between" => "parameter",
        "lose_gain" => "state",
        name => name,
    };
    let problem = Problem::error(code::UNKNOWN_NAME, place, format!("no {what} is called \"{word}\""))
        .label(format!("not a {what}"));
    let hint = match key.name {
        "route" => ROUTE_WORDS
            .iter()
            .find(|(said, _)| *said == lower)
            .map(|(_, meant)| format!("write route = \"{meant}\"")),
        "drug" => known.and_then(|preset| match preset.kind {
            PresetKind::Drug(drug) => Some((drug.name(), preset.key)),
            PresetKind::Subject | PresetKind::Variant => None,
        }).map(|(drug, preset)| format!(
            "write drug = \"{drug}\" and, above it in the [[arm]], presets = [\"{preset}\"]; one arm has one set of pharmacokinetics, so another such drug needs an arm of its own"
        )),
        "preset" => known.map(|preset| format!("\"{}\" belongs to an arm: presets = [\"{}\"]", preset.key, preset.key)),
        "presets" => known.map(|preset| format!("\"{0}\" describes the subject: [subject] preset = \"{0}\"", preset.key)),
        _ => None,
    };
    let hint = hint.or_else(|| model::became(word));
    let hint = hint.or_else(|| nearest(word, names.iter().copied()).map(|near| format!("did you mean \"{near}\"?")));
    Err(match hint {
        Some(hint) => problem.help(hint),
        None if key.name == "name" => problem.help("`onset parameters` lists them all"),
        None => problem.help(format!("choose from {}", listed(&quoted, "or"))),
    })
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

fn parameters(
    key: &Key,
    node: &Node,
    report: &mut Report,
    read: impl Fn(Setting, &Node, &mut Report) -> Result<(), Problem>,
) {
    if !matches!(node.value, Value::Table(_)) {
        report.push(wrong_type(key.name, node, "a table").help(if key.name == "parameters" {
            "write [parameters] on a line of its own, and k_protein = 0.05 below it".to_owned()
        } else {
            format!("write {} = {}", key.name, key.example)
        }));
        return;
    }
    for entry in node.entries() {
        if report.is_full() {
            return;
        }
        if let Some(setting) = report.keep(parameter(&entry.key, &entry.place)) {
            let done = read(setting, &entry.node, report);
            report.keep(done);
        }
    }
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
    Err(match (nearest(key, all), home(key)) {
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
        Value::Text(text) => match crate::quantity::read_amount(text) {
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
                "what a run shows here may be due to the bound alone; try a value within it (the default is {default})"
            )),
    );
}

fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.ends_with('.') { text.to_owned() } else { format!("{text}.") }
}

/// The table that a key belongs to, if it is a key of one.
fn home(key: &str) -> Option<&'static str> {
    TABLES.iter().find(|table| table.key(key).is_some()).map(|table| table.name)
}

fn unknown_key(entry: &Entry, table: &Table) -> Problem {
    let key = &entry.key;
    let is_table = matches!(entry.node.value, Value::Table(_))
        || (matches!(entry.node.value, Value::List(_)) && entry.node.value.kind() == "a list of tables");
    let what = if is_table { "table" } else { "key" };
    let problem =
        Problem::error(code::UNKNOWN_KEY, &entry.place, format!("unknown {what} \"{key}\" in {}", table.name))
            .label(format!("unknown {what}"));
    let hint = match (meant(key, table), home(key)) {
        (Some(meant), None) => Some(format!("did you mean \"{meant}\"?")),
        (_, Some(_)) if is_table && matches!(key.as_str(), "dose" | "switch") => {
            Some(format!("write [[arm.{key}]], below the [[arm]] it belongs to"))
        }
        (meant, Some(home)) => {
            let or = meant.map_or(String::new(), |meant| format!("; or did you mean \"{meant}\"?"));
            Some(format!("\"{key}\" is a key of {home}, and a key belongs to the last header above it{or}"))
        }
        (None, None) if model::parameter(key).is_some() => {
            Some(format!("\"{key}\" is a parameter: write it below [parameters] or [arm.parameters]"))
        }
        (None, None) => None,
    };
    let names: Vec<&str> = readable(table).map(|key| key.name).collect();
    problem.help(hint.unwrap_or_else(|| format!("{} can hold {}", table.name, listed(&names, "and"))))
}

fn readable(table: &Table) -> impl Iterator<Item = &'static Key> {
    table.keys.iter().filter(|key| !matches!(key.shape, Shape::Reserved))
}

/// The key of this table that an unknown key was probably meant to be.
fn meant(key: &str, table: &Table) -> Option<&'static str> {
    let lower = key.to_lowercase();
    let known = readable(table).find(|key| key.mistaken.contains(&lower.as_str())).map(|key| key.name);
    known.or_else(|| nearest(key, readable(table).map(|key| key.name)))
}
