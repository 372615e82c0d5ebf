//! Scenarios that build on others.
//!
//! Owns: how a chain of texts becomes one tree. Must not know: where a text comes from ([`SourceResolver`]), what a key means.
//!
//! The base is read first, then the file: a key of the file takes the place of the same key of the base. `[subject]`
//! and tables of parameters are joined key by key, and tables with a name, such as `[[arm]]`, name by name: one of a
//! name that the base has is joined with that one, another is added after those of the base. All else is replaced as a
//! whole: `[grid]`, a list, every `[[arm.dose]]` of an arm, every `[[arm.switch]]`. Then what is read stands as if it
//! had been typed in one file.

use std::collections::HashMap;
use std::sync::Arc;

use super::builtin;
use super::check;
use super::diagnostic::{Problem, Report, code};
use super::key::{ARM, EXTENDS, FILE, GRID, Shape, Table};
use super::naming;
use super::source::Source;
use super::syntax;
use super::tree::{Node, Place, Value};

/// Most scenarios that one builds on, one through the other.
const DEEPEST: usize = 10;

/// Finds a scenario that does not come with the program by the name that another gives it, or says why it cannot.
pub type SourceResolver<'a> = dyn Fn(&str, &Source) -> Result<Source, Refusal> + 'a;

/// Why a resolver does not find a scenario.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The reason, such as "there is no such file".
    pub why: String,
    /// How to mend it; nothing where the usual advice on names will do.
    pub help: Option<String>,
}

impl From<&str> for Refusal {
    fn from(why: &str) -> Self {
        Self { why: why.to_owned(), help: None }
    }
}

/// Finds no file: a scenario builds only on those that come with the program. For a scenario that was found inside
/// another file, such as a figure, which names no file of the reader.
///
/// # Errors
/// Always: no file is read.
pub fn without_files(_: &str, _: &Source) -> Result<Source, Refusal> {
    Err(Refusal {
        why: "a scenario that is carried inside another file reads no files".to_owned(),
        help: Some("`onset show FILE --flat` prints one with all that it builds on, to carry that".to_owned()),
    })
}

/// A text with all that it builds on.
pub(super) struct Chain {
    /// The whole, as one tree.
    pub(super) root: Node,
    /// What the text builds on, the nearest first.
    pub(super) bases: Vec<Arc<Source>>,
    /// The parts that hold an error of syntax.
    pub(super) broken: Vec<Place>,
    /// Whether every text could be read, so that what is missing in the whole is missing indeed.
    pub(super) complete: bool,
}

/// Reads a text and all that it builds on. What keeps one of them from being read is reported, and so is what is wrong
/// with a base by itself.
pub(super) fn chain(source: &Source, resolver: &SourceResolver<'_>, report: &mut Report) -> Chain {
    let mut bases: Vec<Arc<Source>> = Vec::new();
    let mut broken = Vec::new();
    let mut trees: Vec<Node> = Vec::new();
    let mut complete = true;
    let mut origin = 0;
    loop {
        let text = bases.last().map_or(source, |base| base);
        let parsed = syntax::parse(text, origin, report);
        let is_whole = parsed.broken.is_empty();
        if is_whole && parsed.root.entries().is_empty() {
            report.push(empty(origin));
        } else if origin < 0 {
            let mut alone = Report::outside(parsed.broken.clone());
            check::table(&parsed.root, &FILE, is_whole, &mut alone);
            report.extend(alone);
        }
        complete &= is_whole;
        broken.extend(parsed.broken);
        let base = parsed.root.get(EXTENDS).and_then(|node| Some((node.text()?.trim(), &node.place)));
        let found = base.map(|(name, place)| {
            let found = find(name, place, text, resolver)?;
            endless(&found, place, source, &bases).map_or(Ok(found), Err)
        });
        trees.push(parsed.root);
        match found {
            Some(Ok(found)) => bases.push(Arc::new(found)),
            Some(Err(problem)) => {
                report.push(problem);
                complete = false;
                break;
            }
            None => break,
        }
        origin -= 1;
    }
    let whole = trees.into_iter().rev().reduce(|base, own| joined(base, own, &FILE));
    // There is one tree at least, that of the text itself.
    let root = whole.unwrap_or(Node { value: Value::Table(Vec::new()), place: Place::default() });
    Chain { root, bases, broken, complete }
}

fn empty(origin: isize) -> Problem {
    Problem::error(code::EMPTY, &Place { origin, range: 0..0 }, "the file holds no scenario")
        .label("nothing but blanks and remarks")
        .help("`onset new` writes a scenario to start from")
}

/// The scenario of this name; built-in scenarios come before files, as on the command line.
fn find(name: &str, place: &Place, from: &Source, resolver: &SourceResolver<'_>) -> Result<Source, Problem> {
    if let Some(known) = builtin::find(name) {
        return Ok(known.source());
    }
    resolver(name, from).map_err(|Refusal { why, help }| {
        let problem = Problem::error(code::NO_BASE, place, format!("cannot build on \"{name}\": {why}"));
        match (help, builtin::near(name)) {
            (Some(help), _) => problem.label("out of reach").help(help),
            (None, Some(near)) => problem.label("no such scenario").help(format!("did you mean \"{near}\"?")),
            (None, None) => problem.label("no such scenario").help(
                "write a name that `onset list` shows, or a path from the folder of this file, such as \"base.toml\"",
            ),
        }
    })
}

/// What is wrong where a chain would not end with this base. The length stops a circle that never comes back by the same
/// path.
fn endless(found: &Source, place: &Place, source: &Source, bases: &[Arc<Source>]) -> Option<Problem> {
    let chain: Vec<&Source> = std::iter::once(source).chain(bases.iter().map(AsRef::as_ref)).collect();
    let names = |from: usize| -> String {
        let names = chain.iter().skip(from).copied().chain([found]).map(|text| text.name.as_str());
        names.collect::<Vec<_>>().join(" -> ")
    };
    if let Some(first) = chain.iter().position(|text| *text == found) {
        return Some(
            Problem::error(code::CIRCLE, place, format!("scenarios build on each other in a circle: {}", names(first)))
                .label("leads back")
                .help("let the first of them stand alone: take its \"extends\" out"),
        );
    }
    (bases.len() >= DEEPEST).then(|| {
        Problem::error(code::CIRCLE, place, format!("a chain of more than {DEEPEST} scenarios: {}", names(0)))
            .label("too far")
            .help("`onset show FILE --flat` prints one with all that it builds on, to build on that")
    })
}

/// The base with the keys of this table in their places.
fn joined(base: Node, own: Node, table: &Table) -> Node {
    let (Value::Table(mut entries), Value::Table(own_entries)) = (base.value, own.value) else {
        return Node { value: Value::Table(Vec::new()), place: own.place };
    };
    if std::ptr::eq(table, &FILE) {
        // Every file says its format for itself, and a chain is walked by its own names.
        entries.retain(|entry| !matches!(entry.key.as_str(), "format" | EXTENDS));
    }
    let places: HashMap<String, usize> =
        entries.iter().enumerate().map(|(place, entry)| (entry.key.clone(), place)).collect();
    for entry in own_entries {
        match places.get(&entry.key).and_then(|place| entries.get_mut(*place)) {
            Some(old) => {
                let below = std::mem::replace(&mut old.node, empty_table());
                old.node = value(below, entry.node, table.key(&entry.key).map(|key| &key.shape));
                old.place = entry.place;
            }
            None => entries.push(entry),
        }
    }
    Node { value: Value::Table(entries), place: own.place }
}

const fn empty_table() -> Node {
    Node { value: Value::Table(Vec::new()), place: Place { origin: 0, range: 0..0 } }
}

/// The value of a key that both have.
fn value(base: Node, own: Node, shape: Option<&Shape>) -> Node {
    match (shape, &base.value, &own.value) {
        (Some(Shape::Table(inner)), Value::Table(_), Value::Table(_)) if !is_grid(inner) => joined(base, own, inner),
        (Some(Shape::Parameters), Value::Table(_), Value::Table(_)) => joined(base, own, &PLAIN),
        (Some(Shape::Tables(inner)), Value::List(_), Value::List(_)) if inner.has_names() => by_name(base, own, inner),
        _ => own,
    }
}

/// Of the keys of a grid only one can be there, so that it is not joined.
fn is_grid(table: &Table) -> bool {
    std::ptr::eq(table, &GRID)
}

/// A table without declared keys: none of its values holds others.
static PLAIN: Table = Table { name: "", description: "", keys: &[] };

/// Tables with names: one of a name that the base has joins that one.
fn by_name(base: Node, own: Node, table: &Table) -> Node {
    let (Value::List(mut items), Value::List(own_items)) = (base.value, own.value) else {
        return Node { value: Value::List(Vec::new()), place: own.place };
    };
    let of_base = items.len();
    let mut taken = vec![false; of_base];
    let name = |item: &Node| item.get("name").and_then(Node::text).map(|name| name.trim().to_owned());
    let mut places: HashMap<String, usize> = HashMap::new();
    // An arm of the base that its doses name is joined by that name.
    let implied = if std::ptr::eq(table, &ARM) { naming::names(&items) } else { Vec::new() };
    for (place, item) in items.iter().enumerate() {
        if let Some(name) = name(item).or_else(|| implied.get(place).cloned()) {
            places.entry(name).or_insert(place);
        }
    }
    for item in own_items {
        let same = name(&item).and_then(|name| places.get(&name).copied());
        match same.and_then(|at| Some((items.get_mut(at)?, taken.get_mut(at)?))) {
            // A second table of the name stays by itself, to be reported.
            Some((old, taken)) if !*taken => {
                *taken = true;
                let below = std::mem::replace(old, empty_table());
                *old = joined(below, item, table);
            }
            _ => items.push(item),
        }
    }
    Node { value: Value::List(items), place: own.place }
}
