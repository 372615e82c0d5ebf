//! Values given from outside the file, `PATH=VALUE`: they change the typed tree or come last among the parameters.
//!
//! Owns: what a path means. Must not know: the command line.

use toml::de::DeValue;

use super::amount;
use super::diagnostic::{Problem, Report, code};
use super::key::EXTENDS;
use super::naming;
use super::tree::{Entry, Node, Place, Value};
use super::value as one_value;
use crate::model;
use crate::quantity::{Setting, read_amount};
use crate::quantity::{listed, nearest};
use crate::regimen::Change;

/// A value given from outside the file.
///
/// The path reads like the file: `parameters.k_protein`, `subject.weight`, `arm.ketamine.dose.1.amount`; arms are
/// named or counted, other items of a list are counted, from 1. The value reads like in the file, without the quotes;
/// `2x`, `+10%` and `-10%` scale what is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Override {
    /// What is changed.
    pub path: String,
    /// The new value.
    pub value: String,
}

impl Override {
    /// From `PATH=VALUE`; nothing where there is no `=`.
    pub fn parse(text: &str) -> Option<Self> {
        let (path, value) = text.split_once('=')?;
        Some(Self { path: path.trim().to_owned(), value: value.trim().to_owned() })
    }

    /// As it is typed.
    pub fn text(&self) -> String {
        format!("{}={}", self.path, self.value)
    }
}

/// An override of a parameter, which applies last.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Last {
    /// Which arm, counted from 0; `None` is every arm.
    pub(super) arm: Option<usize>,
    /// Which parameter.
    pub(super) setting: Setting,
    /// What happens to it, in its unit, for a 70 kg adult.
    pub(super) change: Change,
    /// Where it was typed.
    pub(super) place: Place,
}

/// One step of a path.
enum Step<'a> {
    Key(&'a str),
    Item(usize),
}

/// Applies the overrides to the tree, in order, and returns the overrides of parameters, which come last.
pub(super) fn apply(root: &mut Node, overrides: &[Override], report: &mut Report) -> Vec<Last> {
    let mut last = Vec::new();
    for (i, change) in overrides.iter().enumerate() {
        let origin = isize::try_from(i + 1).unwrap_or(isize::MAX);
        let path_place = Place { origin, range: 0..change.path.len() };
        let value_place = Place { origin, range: change.path.len() + 1..change.text().len() };
        if let Some(Some(waiting)) = report.keep(apply_one(root, change, &path_place, &value_place)) {
            last.push(waiting);
        }
    }
    last
}

fn apply_one(root: &mut Node, change: &Override, path: &Place, value: &Place) -> Result<Option<Last>, Problem> {
    let (arm, rest) = match change.path.strip_prefix("arm.") {
        Some(rest) => {
            let (arm, rest) = find_arm(root, rest, path)?;
            (Some(arm), rest)
        }
        None => (None, change.path.as_str()),
    };
    if let Some(key) = rest.strip_prefix("parameters.") {
        let setting = one_value::parameter(key, path)?;
        return Ok(Some(Last {
            arm,
            setting,
            change: parameter_change(setting, &change.value, value)?,
            place: value.clone(),
        }));
    }
    let keys: Vec<&str> = rest.split('.').collect();
    if let (None, [EXTENDS]) = (arm, keys.as_slice()) {
        // The chain of scenarios is read before anything is changed in it.
        return Err(Problem::error(code::BAD_PATH, path, "a base cannot be set from outside")
            .label("only a file says what it builds on")
            .help(format!("run {0} itself, or write {EXTENDS} = \"{0}\" into a file", change.value)));
    }
    if keys.iter().any(|key| key.is_empty()) {
        return Err(no_way(path, "the path has an empty part".to_owned()));
    }
    if let (None, ["subject", key]) = (arm, keys.as_slice()) {
        // What is set from outside holds for every arm, also for one that has its own subject.
        for arm in arms_mut(root) {
            if let Some(subject) = arm.get_mut("subject") {
                subject.remove(key);
            }
        }
    }
    let mut steps = Vec::new();
    if let Some(arm) = arm {
        steps.extend([Step::Key("arm"), Step::Item(arm)]);
    }
    for key in keys {
        match key.parse::<usize>() {
            Ok(0) => return Err(no_way(path, "the first is 1, not 0".to_owned())),
            Ok(number) => steps.push(Step::Item(number - 1)),
            Err(_) => steps.push(Step::Key(key)),
        }
    }
    set(root, &steps, &change.value, path, value)?;
    Ok(None)
}

fn no_way(place: &Place, message: String) -> Problem {
    Problem::error(code::BAD_PATH, place, message)
        .label("leads nowhere")
        .help("paths look like parameters.k_protein, subject.weight or arm.ketamine.dose.1.amount")
}

/// The arm at the start of the path, by name or number, and what follows. The longest name that fits counts, since a
/// name may hold a point.
fn find_arm<'a>(root: &Node, rest: &'a str, place: &Place) -> Result<(usize, &'a str), Problem> {
    let arms = root.get("arm").map_or(&[][..], Node::items);
    let names = naming::names(arms);
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let by_name = names
        .iter()
        .enumerate()
        .filter(|(_, name)| !name.is_empty())
        .filter_map(|(i, name)| Some((i, name.len(), rest.strip_prefix(name)?.strip_prefix('.')?)))
        .max_by_key(|(_, length, _)| *length);
    if let Some((arm, _, rest)) = by_name {
        return Ok((arm, rest));
    }
    let (first, after) = rest.split_once('.').unwrap_or((rest, ""));
    // The drug alone is enough for an arm that its doses name, where no other begins like it.
    let mut begun = names.iter().enumerate().filter(|(_, name)| name.split(' ').next() == Some(first));
    if let (Some((arm, _)), None) = (begun.next(), begun.next())
        && arms.get(arm).is_some_and(|arm| arm.get("name").is_none())
        && !after.is_empty()
    {
        return Ok((arm, after));
    }
    match first.parse::<usize>() {
        Ok(number) if (1..=arms.len()).contains(&number) && !after.is_empty() => return Ok((number - 1, after)),
        _ => {}
    }
    if names.contains(&rest) {
        return Err(no_way(place, format!("the path ends at arm \"{rest}\"; say what of it to set")));
    }
    let quoted: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
    Err(Problem::error(code::BAD_PATH, place, format!("no arm is called \"{first}\""))
        .label("no such arm")
        .help_if(nearest(first, names.iter().copied()).map(|near| format!("did you mean \"{near}\"?")))
        .help(format!("the arms are {}", listed(&quoted, "and"))))
}

fn arms_mut(root: &mut Node) -> impl Iterator<Item = &mut Node> {
    root.get_mut("arm").and_then(Node::items_mut).into_iter().flatten()
}

fn set(root: &mut Node, steps: &[Step<'_>], value: &str, path: &Place, place: &Place) -> Result<(), Problem> {
    let mut node = root;
    for (i, step) in steps.iter().enumerate() {
        let is_last = i + 1 == steps.len();
        let found = node.value.kind();
        node = match step {
            Step::Item(number) => {
                let Some(items) = node.items_mut() else {
                    return Err(no_way(path, format!("the path counts to {}, but there is {found} there", number + 1)));
                };
                let count = items.len();
                items.get_mut(*number).ok_or_else(|| {
                    no_way(path, format!("the path counts to {}, but there are only {count}", number + 1))
                })?
            }
            Step::Key(key) => {
                let Value::Table(entries) = &mut node.value else {
                    return Err(no_way(path, format!("the path asks for \"{key}\" in {found}"))
                        .help("what is in a list is counted from 1, such as arm.ketamine.dose.1.amount"));
                };
                let at = match entries.iter().position(|entry| entry.key == *key) {
                    Some(at) => at,
                    None if is_last && scale(value).is_some() && !matches!(*key, "title" | "name") => {
                        return Err(nothing_to_scale(place));
                    }
                    None => {
                        let empty = Node { value: Value::Table(Vec::new()), place: place.clone() };
                        entries.push(Entry { key: (*key).to_owned(), place: path.clone(), node: empty });
                        entries.len() - 1
                    }
                };
                let entry = entries.get_mut(at).ok_or_else(|| no_way(path, format!("there is no \"{key}\"")))?;
                if is_last {
                    entry.place = path.clone();
                }
                &mut entry.node
            }
        };
    }
    let is_text = matches!(steps.last(), Some(Step::Key("title" | "name")));
    let new = match scale(value) {
        Some(factor) if !is_text => scaled(node, factor, place)?,
        _ if is_text => Value::Text(value.to_owned()),
        _ => typed(value, place),
    };
    *node = Node { value: new, place: place.clone() };
    Ok(())
}

/// A value as a file would have it: TOML if it is TOML, otherwise a text without its quotes.
fn typed(value: &str, place: &Place) -> Value {
    let parsed = DeValue::parse(value).ok().map(|parsed| Node::from_toml(&parsed, place.origin));
    match parsed {
        Some(mut node) if !matches!(node.value, Value::Date) => {
            node.relocate(place);
            node.value
        }
        _ => Value::Text(value.to_owned()),
    }
}

/// The factor that `2x`, `+10%` or `-10%` stands for.
fn scale(value: &str) -> Option<f64> {
    let value = value.trim();
    let factor = if let Some(number) = value.strip_suffix(['x', '\u{d7}']) {
        number.trim().parse::<f64>().ok()?
    } else {
        let percent = value.strip_suffix('%').filter(|text| text.starts_with(['+', '-']))?;
        1.0 + percent.trim().parse::<f64>().ok()? / 100.0
    };
    factor.is_finite().then_some(factor)
}

/// What is there, times a factor; a text keeps its unit.
fn scaled(node: &Node, factor: f64, place: &Place) -> Result<Value, Problem> {
    match &node.value {
        Value::Number(number) => Ok(Value::Number(number * factor)),
        Value::Text(text) => {
            let unit = text.trim().trim_start_matches(|c: char| c.is_ascii_digit() || "+-._".contains(c));
            match read_amount(text) {
                Ok((number, _)) => {
                    // An exponent such as the e3 of 1e3 belongs to the number.
                    let unit = match unit.strip_prefix(['e', 'E']) {
                        Some(rest) if rest.starts_with(|c: char| c.is_ascii_digit() || c == '-' || c == '+') => {
                            rest.trim_start_matches(|c: char| c.is_ascii_digit() || "+-".contains(c))
                        }
                        _ => unit,
                    };
                    Ok(Value::Text(format!("{} {}", number * factor, unit.trim()).trim().to_owned()))
                }
                Err(_) => Err(nothing_to_scale(place)),
            }
        }
        _ => Err(nothing_to_scale(place)),
    }
}

fn nothing_to_scale(place: &Place) -> Problem {
    Problem::error(code::BAD_PATH, place, "there is no number to scale")
        .label("a factor")
        .help("give the value itself, such as --set subject.weight=\"80 kg\"")
}

fn parameter_change(setting: Setting, value: &str, place: &Place) -> Result<Change, Problem> {
    if let Some(factor) = scale(value) {
        return Ok(Change::Scale(factor));
    }
    let Some(quantity) = model::SETTINGS.get(setting.0) else { return Ok(Change::Scale(1.0)) };
    let node = Node { value: typed(value, place), place: place.clone() };
    amount::read_parameter(quantity, &node).map(Change::Set)
}

impl Node {
    pub(super) fn get_mut(&mut self, key: &str) -> Option<&mut Self> {
        match &mut self.value {
            Value::Table(entries) => entries.iter_mut().find(|entry| entry.key == key).map(|entry| &mut entry.node),
            _ => None,
        }
    }

    pub(super) fn items_mut(&mut self) -> Option<&mut Vec<Self>> {
        match &mut self.value {
            Value::List(items) => Some(items),
            _ => None,
        }
    }

    fn remove(&mut self, key: &str) {
        if let Value::Table(entries) = &mut self.value {
            entries.retain(|entry| entry.key != key);
        }
    }

    fn relocate(&mut self, place: &Place) {
        self.place = place.clone();
        match &mut self.value {
            Value::List(items) => items.iter_mut().for_each(|item| item.relocate(place)),
            Value::Table(entries) => {
                for entry in entries {
                    entry.place = place.clone();
                    entry.node.relocate(place);
                }
            }
            Value::Text(_) | Value::Number(_) | Value::Truth | Value::Date => {}
        }
    }
}
