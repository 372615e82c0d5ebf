//! Checks a typed tree by the key table, in one pass that finds all problems and reads every value.
//!
//! Owns: which keys a table has, and lists and tables of values. Must not know: how one value is read, how keys act
//! together.

use super::amount;
use super::checked::{self, Checked, Given, Meaning};
use super::diagnostic::{Problem, Report, code};
use super::key::{self, Choice, EXTENDS, Key, Range, Shape, Table};
use super::tree::{Entry, Node, Place, Value};
use super::value;
use crate::model;
use crate::quantity::{Setting, listed, nearest};

/// The values of a table; every problem of the table and of its parts is reported. Of an incomplete tree, with errors of
/// syntax, missing keys are not reported.
pub(super) fn table<'a>(node: &'a Node, table: &'static Table, complete: bool, report: &mut Report) -> Checked<'a> {
    let mut keys = Vec::new();
    for entry in node.entries() {
        if report.is_full() {
            break;
        }
        match table.key(&entry.key) {
            Some(key) => keys.push(checked::Key { typed: entry, value: value(key, entry, complete, report) }),
            None => report.push(unknown_key(entry, table)),
        }
    }
    if complete && !report.is_full() {
        required(node, table, report);
    }
    Checked { typed: node, meaning: Some(Meaning::Table(keys)) }
}

/// Reports keys that must be there and are not.
fn required(node: &Node, table: &'static Table, report: &mut Report) {
    // A key that stands there under another name has been reported already.
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

fn value<'a>(key: &'static Key, entry: &'a Entry, complete: bool, report: &mut Report) -> Checked<'a> {
    let node = &entry.node;
    let meaning = match &key.shape {
        Shape::Text => report.keep(value::text(key, node)).map(Meaning::Text),
        Shape::Choice(choice) => word(key, node, Some((choice, &(choice.names)())), report),
        Shape::Choices(choice) => words(key, node, Some(choice), report),
        // Which outputs there are is known only when the whole file is.
        Shape::Signals => words(key, node, None, report),
        Shape::Whole { low, high } => report.keep(value::whole(key, node, *low, *high)).map(Meaning::Whole),
        Shape::Quantity(range) => report.keep(value::quantity(key, node, range)).map(Meaning::Amount),
        Shape::Quantities(range) => quantities(key, node, range, report),
        Shape::Parameters => parameters(key, node, report, |setting, node, report| {
            let value = amount::read_parameter(&model::SETTINGS[setting.0], node)?;
            value::within(setting, value, &node.place)?;
            value::at_bound(setting, value, &node.place, report);
            Ok(value)
        }),
        // Which parameter it is a value of is another key's to say.
        Shape::Value => {
            if !matches!(node.value, Value::Number(_) | Value::Text(_)) {
                report.push(value::wrong_type(key.name, node, "a number"));
            }
            None
        }
        Shape::Factors => parameters(key, node, report, |setting, node, _| value::factor(setting, node)),
        Shape::Percent => report.keep(value::percent(key, node)).map(Meaning::Number),
        Shape::Number { low, high } => report.keep(value::number(key, node, *low, *high)).map(Meaning::Number),
        Shape::StateFactors => states(key, node, report),
        Shape::Table(inner) => return one_table(key, node, inner, complete, report),
        Shape::Tables(inner) => tables(key, entry, inner, complete, report),
        Shape::Reserved => {
            let what = format!("this version does not read \"{}\" yet", key.name);
            report.push(
                Problem::error(code::RESERVED, &entry.place, what)
                    .label("of a later version")
                    .help(format!("leave it out for now; it is kept for this: {}", key.description)),
            );
            None
        }
    };
    Checked { typed: node, meaning }
}

/// A text that is one of a few words, where these are known.
fn word<'a>(key: &Key, node: &'a Node, known: Option<(&Choice, &[&str])>, report: &mut Report) -> Option<Meaning<'a>> {
    let word = report.keep(value::text(key, node))?;
    if let Some((choice, names)) = known {
        report.keep(value::choice(choice, word, &node.place, names))?;
    }
    Some(Meaning::Text(word))
}

/// A list of words.
fn words<'a>(key: &Key, node: &'a Node, choice: Option<&Choice>, report: &mut Report) -> Option<Meaning<'a>> {
    let Value::List(items) = &node.value else {
        let fix = node.text().map(|word| format!("write {} = [\"{word}\"]", key.name));
        report.push(value::wrong_type(key.name, node, "a list of texts").help_if(fix));
        return None;
    };
    let names = choice.map(|choice| (choice.names)());
    let known = choice.zip(names.as_deref());
    Some(Meaning::List(each(items, report, |item, report| word(key, item, known, report))))
}

/// A quantity or a list of them.
fn quantities<'a>(key: &Key, node: &'a Node, range: &Range, report: &mut Report) -> Option<Meaning<'a>> {
    let items = match &node.value {
        Value::List(items) => items.as_slice(),
        _ => std::slice::from_ref(node),
    };
    if items.is_empty() {
        report.push(
            Problem::error(code::EMPTY, &node.place, format!("\"{}\" is an empty list", key.name))
                .label("nothing in it")
                .help(format!("leave \"{}\" out, or write {} = {}", key.name, key.name, key.example)),
        );
        return None;
    }
    Some(Meaning::List(each(items, report, |item, report| {
        report.keep(value::quantity(key, item, range)).map(Meaning::Amount)
    })))
}

/// Every item of a list, as long as there is room for what is wrong with it.
fn each<'a>(
    items: &'a [Node],
    report: &mut Report,
    meaning: impl Fn(&'a Node, &mut Report) -> Option<Meaning<'a>>,
) -> Vec<Checked<'a>> {
    let mut list = Vec::with_capacity(items.len());
    for item in items {
        if report.is_full() {
            break;
        }
        list.push(Checked { typed: item, meaning: meaning(item, report) });
    }
    list
}

/// A table that can be there once.
fn one_table<'a>(key: &Key, node: &'a Node, inner: &'static Table, complete: bool, report: &mut Report) -> Checked<'a> {
    let wrong = || value::wrong_type(key.name, node, "a table");
    match &node.value {
        Value::Table(_) => return table(node, inner, complete, report),
        Value::List(_) => report
            .push(wrong().help(format!("there is one {0} only: write [{0}] with single brackets", bare(inner.name)))),
        _ => report.push(wrong().help(format!("write {} above its keys", inner.name))),
    }
    Checked { typed: node, meaning: None }
}

/// Tables with the same header.
fn tables<'a>(
    key: &Key,
    entry: &'a Entry,
    inner: &'static Table,
    complete: bool,
    report: &mut Report,
) -> Option<Meaning<'a>> {
    let node = &entry.node;
    let wrong = || value::wrong_type(key.name, node, "a list of tables");
    match &node.value {
        Value::List(items) if items.is_empty() => {
            if complete && key.required {
                report.push(no_item(key, &node.place));
            }
            None
        }
        Value::List(items) => Some(Meaning::List(each(items, report, |item, report| match item.value {
            Value::Table(_) => table(item, inner, complete, report).meaning,
            _ => {
                let help = format!("write {} and its keys below it, once for each", inner.name);
                report.push(value::wrong_type(key.name, item, "a table").help(help));
                None
            }
        }))),
        Value::Table(_) if node.place == entry.place => {
            let help = format!("a part of an {0}, such as [{0}.subject], stands below its [[{0}]]", key.name);
            report.push(wrong().help(help));
            None
        }
        _ => {
            let help = format!("write {} with double brackets, since there can be several", inner.name);
            report.push(wrong().help(help));
            None
        }
    }
}

fn bare(name: &str) -> &str {
    name.trim_matches(['[', ']'])
}

fn parameters<'a>(
    key: &Key,
    node: &'a Node,
    report: &mut Report,
    read: impl Fn(Setting, &Node, &mut Report) -> Result<f64, Problem>,
) -> Option<Meaning<'a>> {
    if !matches!(node.value, Value::Table(_)) {
        report.push(value::wrong_type(key.name, node, "a table").help(if key.name == "parameters" {
            "write [parameters] on a line of its own, and k_protein = 0.05 below it".to_owned()
        } else {
            format!("write {} = {}", key.name, key.example)
        }));
        return None;
    }
    let mut settings = Vec::new();
    for entry in node.entries() {
        if report.is_full() {
            break;
        }
        if let Some(of) = report.keep(value::parameter(&entry.key, &entry.place)) {
            let number = read(of, &entry.node, report);
            settings.extend(report.keep(number).map(|number| Given { of, number, typed: entry }));
        }
    }
    Some(Meaning::Settings(settings))
}

/// A table of states with their factors; every problem of it is reported.
fn states<'a>(key: &Key, node: &'a Node, report: &mut Report) -> Option<Meaning<'a>> {
    if !matches!(node.value, Value::Table(_)) {
        report.push(value::wrong_type(key.name, node, "a table").help(format!("write {} = {}", key.name, key.example)));
        return None;
    }
    let mut states = Vec::new();
    for entry in node.entries() {
        if report.is_full() {
            break;
        }
        if let Some(of) = report.keep(value::known_state(&entry.key, &entry.place)) {
            let number = report.keep(value::state_factor(&entry.key, &entry.node));
            states.extend(number.map(|number| Given { of, number, typed: entry }));
        }
    }
    Some(Meaning::States(states))
}

fn unknown_key(entry: &Entry, table: &Table) -> Problem {
    let key = &entry.key;
    let is_table = matches!(entry.node.value, Value::Table(_))
        || (matches!(entry.node.value, Value::List(_)) && entry.node.value.kind() == "a list of tables");
    let what = if is_table { "table" } else { "key" };
    let problem =
        Problem::error(code::UNKNOWN_KEY, &entry.place, format!("unknown {what} \"{key}\" in {}", table.name))
            .label(format!("unknown {what}"));
    let hint = match (meant(key, table), key::home(key)) {
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
