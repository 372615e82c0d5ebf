//! The inputs in which two scenarios differ, and the scenarios between them.
//!
//! Owns: which inputs count as one change, and mixtures of two trees. Must not know: the results of a run.
//!
//! Every key is a change of its own, with two exceptions: the keys of one dose other than its amount go together, and
//! so do the keys of a switch, since half of such a change would often be no dose at all. Two spellings of one value are
//! no change.

use super::check;
use super::diagnostic::{Report, Severity};
use super::extends::{self, SourceResolver};
use super::key::{self, ARM, DOSE, FILE, Key, Shape};
use super::naming;
use super::overrides::{self, Override};
use super::scenario::{self, Scenario};
use super::source::Source;
use super::tree::{Entry, Node, Place, Value};
use super::write::inline;
use crate::model;
use crate::quantity::read_amount;

/// An input that differs.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Where it is, as `--set` would name it.
    pub path: String,
    /// What the first file says; nothing where it says nothing.
    pub from: Option<String>,
    /// What the second file says.
    pub to: Option<String>,
    /// The unit of plain numbers; empty where the texts have their own.
    pub unit: &'static str,
    /// The arm that it is in; nothing where it holds for every arm.
    pub arm: Option<String>,
    /// Whether it can change an outcome: a title or the output times cannot.
    pub acts: bool,
    /// What is put where, to make the change.
    puts: Vec<(Vec<Step>, Option<Node>)>,
}

/// One step of the way to a value.
#[derive(Debug, Clone, PartialEq)]
enum Step {
    /// Of a table.
    Key(String),
    /// Of a list of tables, by the value of `name`.
    Named(String),
    /// Of a list, from 0.
    Item(usize),
}

/// Two scenarios side by side.
#[derive(Debug, Clone)]
pub struct Difference {
    first: Node,
    source: Source,
    parameters: Vec<Override>,
    /// Inputs that differ.
    pub changes: Vec<Change>,
    /// Arms that both have.
    pub both: Vec<String>,
    /// Arms that only the first has.
    pub only_first: Vec<String>,
    /// Arms that only the second has.
    pub only_second: Vec<String>,
}

impl Difference {
    /// Between two scenarios that can be run, each with the resolver of what it builds on, with the same values given from
    /// outside to each.
    pub fn between(
        (first, from_first): (&Source, &SourceResolver<'_>),
        (second, from_second): (&Source, &SourceResolver<'_>),
        overrides: &[Override],
    ) -> Self {
        let tree = |source: &Source, resolver: &SourceResolver<'_>| {
            let mut root = extends::chain(source, resolver, &mut Report::default()).root;
            overrides::apply(&mut root, overrides, &mut Report::default());
            root
        };
        let (mut a, mut b) = (tree(first, from_first), tree(second, from_second));
        naming::spell_out(&mut a, None);
        naming::spell_out(&mut b, Some(&a));
        let (of_a, of_b) = (names(&a), names(&b));
        let both: Vec<String> = of_a.iter().filter(|name| of_b.contains(name)).cloned().collect();
        let mut changes = Vec::new();
        let top = FILE.keys.iter().filter(|key| !matches!(key.name, "format" | key::EXTENDS | "arm"));
        for key in top {
            let acts = matches!(key.name, "duration" | "subject" | "parameters");
            of_key(key, &a, &b, &Way { steps: Vec::new(), path: String::new(), arm: None, acts }, &mut changes);
        }
        for name in &both {
            let (Some(a), Some(b)) = (arm(&a, name), arm(&b, name)) else { continue };
            let way = Way {
                steps: vec![Step::Key("arm".to_owned()), Step::Named(name.clone())],
                path: format!("arm.{name}."),
                arm: Some(name.clone()),
                acts: true,
            };
            for key in ARM.keys.iter().filter(|key| key.name != "name") {
                of_key(key, a, b, &way, &mut changes);
            }
        }
        Self {
            source: first.clone(),
            parameters: overrides.iter().filter(|given| given.path.contains("parameters.")).cloned().collect(),
            changes,
            only_first: of_a.iter().filter(|name| !of_b.contains(name)).cloned().collect(),
            only_second: of_b.iter().filter(|name| !of_a.contains(name)).cloned().collect(),
            both,
            first: a,
        }
    }

    /// The first scenario with these changes made.
    ///
    /// # Errors
    /// Why the mixture cannot be run, as where two values are allowed only together.
    pub fn mixture(&self, made: impl Fn(&Change) -> bool) -> Result<Scenario, String> {
        let mut root = self.first.clone();
        for change in self.changes.iter().filter(|change| made(change)) {
            for (steps, node) in &change.puts {
                put(&mut root, steps, node.as_ref());
            }
        }
        let mut report = Report::default();
        let last = overrides::apply(&mut root, &self.parameters, &mut report);
        let checked = check::table(&root, &FILE, true, &mut report);
        let scenario = scenario::lower(&checked, &last, &self.source, &mut report);
        let problems = report.finish(&[], &[]);
        match problems.iter().find(|problem| problem.severity == Severity::Error) {
            Some(problem) => Err(problem.message.clone()),
            None => scenario.ok_or_else(|| "it has no duration".to_owned()),
        }
    }
}

fn names(root: &Node) -> Vec<String> {
    let arms = root.get("arm").map_or(&[][..], Node::items).iter();
    arms.filter_map(|arm| arm.get("name")?.text()).map(|name| name.trim().to_owned()).collect()
}

fn arm<'a>(root: &'a Node, name: &str) -> Option<&'a Node> {
    root.get("arm")?.items().iter().find(|arm| arm.get("name").and_then(Node::text).map(str::trim) == Some(name))
}

/// Where the tables that are compared stand.
#[derive(Clone)]
struct Way {
    steps: Vec<Step>,
    path: String,
    arm: Option<String>,
    acts: bool,
}

impl Way {
    fn to(&self, step: Step, word: &str) -> Self {
        let steps = [self.steps.as_slice(), &[step]].concat();
        Self { steps, path: format!("{}{word}", self.path), ..self.clone() }
    }

    fn key(&self, key: &str) -> Self {
        self.to(Step::Key(key.to_owned()), key)
    }

    fn change(self, from: Option<String>, to: Option<String>, unit: &'static str, node: Option<&Node>) -> Change {
        let puts = vec![(self.steps, node.cloned())];
        Change { path: self.path, from, to, unit, arm: self.arm, acts: self.acts, puts }
    }
}

/// The changes of one key of a table.
fn of_key(key: &Key, a: &Node, b: &Node, way: &Way, changes: &mut Vec<Change>) {
    let (old, new) = (a.get(key.name), b.get(key.name));
    let way = way.key(key.name);
    let empty = Node { value: Value::Table(Vec::new()), place: Place::default() };
    let (old_table, new_table) = (old.unwrap_or(&empty), new.unwrap_or(&empty));
    match &key.shape {
        Shape::Table(_) | Shape::Parameters if key.name != "grid" => {
            let mut keys: Vec<&str> = old_table.entries().iter().map(|entry| entry.key.as_str()).collect();
            keys.extend(
                new_table.entries().iter().map(|entry| entry.key.as_str()).filter(|key| old_table.get(key).is_none()),
            );
            for inner in keys {
                let (old, new) = (old_table.get(inner), new_table.get(inner));
                let unit = match &key.shape {
                    Shape::Parameters => {
                        model::parameter(inner).and_then(|at| model::SETTINGS.get(at.0)).map_or("", |q| q.unit)
                    }
                    _ => "",
                };
                if !is_same(old, new) {
                    let mut way = way.clone();
                    way.path.push('.');
                    changes.push(way.key(inner).change(old.map(spelt), new.map(spelt), unit, new));
                }
            }
        }
        Shape::Tables(inner) if matches!(key.name, "dose" | "switch") => {
            let (old, new) = (old.map_or(&[][..], Node::items), new.map_or(&[][..], Node::items));
            if old.len() == new.len() {
                for (i, (old, new)) in old.iter().zip(new).enumerate() {
                    let way = way.to(Step::Item(i), &format!(".{}", i + 1));
                    of_rule(inner.keys, old, new, &way, changes);
                }
            } else {
                let count = |items: &[Node]| Some(format!("{} of them", items.len()));
                changes.push(way.change(count(old), count(new), "", b.get(key.name)));
            }
        }
        _ if !is_same(old, new) => changes.push(way.change(old.map(spelt), new.map(spelt), "", new)),
        _ => {}
    }
}

/// The changes of one dose or switch: the amount by itself, and the other keys together.
fn of_rule(keys: &[Key], old: &Node, new: &Node, way: &Way, changes: &mut Vec<Change>) {
    let differs = |key: &&Key| !is_same(old.get(key.name), new.get(key.name));
    let mut together: Vec<&Key> = keys.iter().filter(differs).collect();
    let mut way = way.clone();
    if let Some(at) = together.iter().position(|key| key.name == "amount" && DOSE.key("amount").is_some()) {
        together.remove(at);
        let mut way = way.clone();
        way.path.push('.');
        let (old, new) = (old.get("amount"), new.get("amount"));
        changes.push(way.key("amount").change(old.map(spelt), new.map(spelt), "", new));
    }
    let words = |node: &Node| {
        let word = |key: &&Key| match node.get(key.name) {
            Some(value) => format!("{} {}", key.name, spelt(value)),
            None => format!("no {}", key.name),
        };
        together.iter().map(word).collect::<Vec<_>>().join(", ")
    };
    if let [key] = together[..] {
        way.path.push('.');
        let (old, new) = (old.get(key.name), new.get(key.name));
        changes.push(way.key(key.name).change(old.map(spelt), new.map(spelt), "", new));
    } else if !together.is_empty() {
        let puts = together
            .iter()
            .map(|key| {
                let steps = [way.steps.as_slice(), &[Step::Key(key.name.to_owned())]].concat();
                (steps, new.get(key.name).cloned())
            })
            .collect();
        let (from, to) = (Some(words(old)), Some(words(new)));
        changes.push(Change { path: way.path, from, to, unit: "", arm: way.arm, acts: way.acts, puts });
    }
}

/// A value as it is typed, a text without its quotation marks.
fn spelt(node: &Node) -> String {
    match node.text() {
        Some(text) => text.trim().to_owned(),
        None => inline(node),
    }
}

/// Whether two values mean the same: `40 min` and `2400 s` do.
fn is_same(a: Option<&Node>, b: Option<&Node>) -> bool {
    let (a, b) = match (a, b) {
        (None, None) => return true,
        (Some(a), Some(b)) => (a, b),
        _ => return false,
    };
    match (&a.value, &b.value) {
        (Value::Text(a), Value::Text(b)) => {
            a.trim() == b.trim()
                || match (read_amount(a), read_amount(b)) {
                    (Ok((a, Some(one))), Ok((b, Some(other)))) if one.dimension == other.dimension => {
                        let (a, b) = (a * one.factor, b * other.factor);
                        (a - b).abs() <= 1e-12 * a.abs()
                    }
                    _ => false,
                }
        }
        (Value::Number(a), Value::Number(b)) => a == b,
        (Value::List(a), Value::List(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_same(Some(a), Some(b)))
        }
        (Value::Table(_), Value::Table(_)) => {
            let known = |node: &Node, other: &Node| {
                node.entries().iter().all(|entry| is_same(Some(&entry.node), other.get(&entry.key)))
            };
            known(a, b) && known(b, a)
        }
        _ => false,
    }
}

/// Puts a value where the steps lead, or takes what is there out.
fn put(node: &mut Node, steps: &[Step], value: Option<&Node>) {
    let Some((step, rest)) = steps.split_first() else { return };
    match (&mut node.value, step) {
        (Value::Table(entries), Step::Key(key)) => {
            let at = entries.iter().position(|entry| entry.key == *key);
            match (at, rest.is_empty(), value) {
                (Some(at), true, None) => drop(entries.remove(at)),
                (Some(at), true, Some(value)) => {
                    if let Some(entry) = entries.get_mut(at) {
                        entry.node = value.clone();
                    }
                }
                (Some(at), false, _) => {
                    if let Some(entry) = entries.get_mut(at) {
                        put(&mut entry.node, rest, value);
                    }
                }
                (None, _, None) => {}
                (None, is_last, Some(value)) => {
                    let empty = Node { value: Value::Table(Vec::new()), place: value.place.clone() };
                    let mut node = if is_last { value.clone() } else { empty };
                    put(&mut node, rest, Some(value));
                    entries.push(Entry { key: key.clone(), place: value.place.clone(), node });
                }
            }
        }
        (Value::List(items), Step::Item(at)) => {
            if let Some(item) = items.get_mut(*at) {
                put(item, rest, value);
            }
        }
        (Value::List(items), Step::Named(name)) => {
            let is_it = |item: &&mut Node| item.get("name").and_then(Node::text).map(str::trim) == Some(name);
            if let Some(item) = items.iter_mut().find(is_it) {
                put(item, rest, value);
            }
        }
        _ => {}
    }
}
