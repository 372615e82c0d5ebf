//! A scenario as it was typed: values with the places they stand at.
//!
//! Owns: the spanned tree, made from TOML and changed by overrides. Must not know: which keys there are.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Where something was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// 0 is the file, 1 the first override, -1 the scenario that the file builds on, -2 the one below that: what comes
    /// later in the order in which things apply is greater.
    pub(super) origin: isize,
    /// Bytes.
    pub(super) range: Range<usize>,
}

impl Place {
    /// A place in the file.
    pub(super) fn in_file(range: Range<usize>) -> Self {
        Self { origin: 0, range }
    }
}

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node {
    /// The value.
    pub(super) value: Value,
    /// Where it stands; a table with a header stands at its header.
    pub(super) place: Place,
}

/// A value as it was typed.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    /// In quotes.
    Text(String),
    /// A number; one that is too large to hold is infinite.
    Number(f64),
    /// `true` or `false`.
    Truth,
    /// A date or a time of day.
    Date,
    /// In brackets, or several tables with the same header.
    List(Vec<Node>),
    /// Keys and values, in the order in which they were typed.
    Table(Vec<Entry>),
}

/// A key, its value, and where the key stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry {
    /// The key.
    pub(super) key: String,
    /// Where the key stands.
    pub(super) place: Place,
    /// Its value.
    pub(super) node: Node,
}

impl Value {
    /// What a student calls it.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "a text",
            Self::Number(_) => "a number",
            Self::Truth => "true or false",
            Self::Date => "a date",
            Self::List(items) if items.iter().all(|item| matches!(item.value, Self::Table(_))) && !items.is_empty() => {
                "a list of tables"
            }
            Self::List(_) => "a list",
            Self::Table(_) => "a table",
        }
    }
}

impl Node {
    /// The entries of a table; none for anything else.
    pub(super) fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Table(entries) => entries,
            _ => &[],
        }
    }

    /// The entry with this key, if it is a table that has one.
    pub(super) fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| entry.key == key)
    }

    /// The value of this key, if it is a table that has one.
    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        self.entry(key).map(|entry| &entry.node)
    }

    /// The items of a list; none for anything else.
    pub(super) fn items(&self) -> &[Self] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }

    /// The text, if it is one.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// From a parsed value, every place taken from `origin`.
    pub(super) fn from_toml(value: &Spanned<DeValue<'_>>, origin: isize) -> Self {
        let converted = match value.get_ref() {
            DeValue::String(text) => Value::Text(text.clone().into_owned()),
            DeValue::Integer(number) => {
                let wide = i128::from_str_radix(number.as_str(), number.radix()).map(|n| n as f64);
                Value::Number(wide.ok().or_else(|| number.as_str().parse().ok()).unwrap_or(f64::INFINITY))
            }
            DeValue::Float(number) => Value::Number(number.as_str().parse().unwrap_or(f64::NAN)),
            DeValue::Boolean(_) => Value::Truth,
            DeValue::Datetime(_) => Value::Date,
            DeValue::Array(items) => Value::List(items.iter().map(|item| Self::from_toml(item, origin)).collect()),
            DeValue::Table(table) => return Self::from_table(table, Place { origin, range: value.span() }),
        };
        Self { value: converted, place: Place { origin, range: value.span() } }
    }

    /// From a parsed table that stands at `place`.
    pub(super) fn from_table(table: &DeTable<'_>, place: Place) -> Self {
        let mut entries: Vec<Entry> = table
            .iter()
            .map(|(key, value)| {
                let place = Place { origin: place.origin, range: key.span() };
                let mut node = Self::from_toml(value, place.origin);
                if node.place.range.is_empty() {
                    // The parser puts such a value where it could read none.
                    node.place = place.clone();
                }
                Entry { key: key.get_ref().clone().into_owned(), place, node }
            })
            .collect();
        entries.sort_by_key(|entry| entry.place.range.start);
        Self { value: Value::Table(entries), place }
    }
}
