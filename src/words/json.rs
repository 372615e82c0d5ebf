//! Values as JSON.

use serde::Serialize;

/// Indented JSON with a line feed at the end.
pub(crate) fn json(value: &impl Serialize) -> String {
    // Serialising a value of plain fields into memory cannot fail.
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}
