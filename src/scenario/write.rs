//! A scenario written out: the typed tree as TOML in a fixed form.
//!
//! Owns: that form. Must not know: what a key means. Read back, the text means the same.

use std::fmt::Write as _;

use super::key::{EXTENDS, FILE, Shape, Table};
use super::tree::{Node, Value};

/// The tree as TOML, keys in the order of the key table, without remarks. What it builds on is in it already, so that
/// it names none.
pub(super) fn canonical(root: &Node) -> String {
    let mut out = String::new();
    table(&mut out, root, &FILE, "");
    out
}

/// The entries of a table that stands at `path`: plain values first, since TOML counts what follows a header as its.
fn table(out: &mut String, node: &Node, table: &Table, path: &str) {
    let present = || table.keys.iter().filter_map(|key| Some((key, node.get(key.name)?)));
    let is_below = |name: &str, shape: &Shape, value: &Value| match shape {
        Shape::Table(_) => matches!(value, Value::Table(_)),
        Shape::Tables(_) => matches!(value, Value::List(items) if !items.is_empty()),
        // The parameters of a switch stand on its line.
        Shape::Parameters => name == "parameters" && matches!(value, Value::Table(_)),
        _ => false,
    };
    // Writing into a String cannot fail, so that the results need no attention.
    for (key, node) in
        present().filter(|(key, node)| key.name != EXTENDS && !is_below(key.name, &key.shape, &node.value))
    {
        let _ = writeln!(out, "{} = {}", key.name, inline(node));
    }
    for (key, node) in present().filter(|(key, node)| is_below(key.name, &key.shape, &node.value)) {
        let path = if path.is_empty() { key.name.to_owned() } else { format!("{path}.{}", key.name) };
        match &key.shape {
            Shape::Table(inner) => {
                let _ = writeln!(out, "\n[{path}]");
                self::table(out, node, inner, &path);
            }
            Shape::Tables(inner) => {
                for item in node.items() {
                    let _ = writeln!(out, "\n[[{path}]]");
                    self::table(out, item, inner, &path);
                }
            }
            _ => {
                let _ = writeln!(out, "\n[{path}]");
                for entry in node.entries() {
                    let _ = writeln!(out, "{} = {}", word(&entry.key), inline(&entry.node));
                }
            }
        }
    }
}

/// A value on one line.
pub(super) fn inline(node: &Node) -> String {
    match &node.value {
        Value::Text(text) => quoted(text),
        Value::Number(value) => number(*value),
        // No key takes either of these, so that a scenario that can be run holds none.
        Value::Truth => "true".to_owned(),
        Value::Date => "1970-01-01".to_owned(),
        Value::List(items) => format!("[{}]", items.iter().map(inline).collect::<Vec<_>>().join(", ")),
        Value::Table(entries) if entries.is_empty() => "{}".to_owned(),
        Value::Table(entries) => {
            let entry = |entry: &super::tree::Entry| format!("{} = {}", word(&entry.key), inline(&entry.node));
            format!("{{ {} }}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
        }
    }
}

/// A key, in quotes where it needs them.
fn word(key: &str) -> String {
    let is_plain = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    if is_plain { key.to_owned() } else { quoted(key) }
}

/// The shortest spelling that is read back as the same number.
fn number(value: f64) -> String {
    let size = value.abs();
    if value.is_finite() && size != 0.0 && !(1e-6..1e15).contains(&size) {
        format!("{value:e}")
    } else if value == 0.0 && value.is_sign_negative() {
        "-0.0".to_owned()
    } else if value.is_nan() {
        "nan".to_owned()
    } else {
        format!("{value}")
    }
}

/// A text in double quotes.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
