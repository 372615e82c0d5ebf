//! The text of a scenario and positions in it.
//!
//! Owns: lines and columns. Must not know: TOML.

use super::lines::Lines;

/// A text to read, with the name that messages give it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// What messages call it: a path or the name of a built-in scenario.
    pub name: String,
    /// Its text, without a byte order mark.
    pub text: String,
    /// The index of its lines, made at the first search.
    lines: Lines,
}

/// A place as people count it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position<'a> {
    /// From 1.
    pub line: usize,
    /// In characters, from 1.
    pub column: usize,
    /// The whole line, without its end.
    pub text: &'a str,
}

impl Source {
    /// A text under a name; a byte order mark at its start is skipped.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let text = text.into();
        let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
        Self { name: name.into(), text, lines: Lines::default() }
    }

    /// The line and column of a byte of the text; a byte beyond the end is at the end.
    pub fn position(&self, byte: usize) -> Position<'_> {
        let mut byte = byte.min(self.text.len());
        while !self.text.is_char_boundary(byte) {
            byte -= 1;
        }
        let line = self.lines.around(&self.text, byte);
        let text = self.text.get(line.range).unwrap_or("");
        Position { line: line.number, column: line.column, text: text.strip_suffix('\r').unwrap_or(text) }
    }
}
