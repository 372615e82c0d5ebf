//! The text of a scenario and positions in it.
//!
//! Owns: decoding bytes, lines and columns. Must not know: TOML.

use super::diagnostic::{Diagnostic, Problem, code};
use super::lines::Lines;
use super::tree::Place;

/// A text to read, with the name that messages give it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// What messages call it: a path or the name of a built-in scenario.
    pub name: String,
    /// Its text, without a byte order mark.
    pub text: String,
    /// Where its lines are, once that was asked for.
    lines: Lines,
}

/// Bytes that are not UTF-8.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotText {
    /// The text as far as it can be read, for rendering the diagnostic.
    pub source: Source,
    /// What is wrong and where.
    pub diagnostic: Diagnostic,
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

    /// The text of a file; a byte order mark is skipped, `\r\n` stays as it is.
    ///
    /// # Errors
    /// [`NotText`] where the bytes are not UTF-8, with the first byte at fault.
    pub fn from_bytes(name: impl Into<String>, bytes: &[u8]) -> Result<Self, Box<NotText>> {
        match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Self::new(name, text)),
            Err(error) => {
                let at = error.valid_up_to();
                let mark = if bytes.starts_with("\u{feff}".as_bytes()) { 3 } else { 0 };
                let source = Self::new(name, String::from_utf8_lossy(bytes));
                let at_in_text = at.saturating_sub(mark);
                let line = source.position(at_in_text).line;
                let end = (at_in_text + '\u{fffd}'.len_utf8()).min(source.text.len());
                let found = bytes.get(at).copied().unwrap_or_default();
                let wide = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
                let message = format!("the file is not UTF-8: byte {} (0x{found:02x}), on line {line}", at + 1);
                let problem = Problem::error(code::ENCODING, &Place::in_file(at_in_text..end), message)
                    .label("cannot be read from here")
                    .help(if wide {
                        "the file seems to be UTF-16; save it as UTF-8"
                    } else {
                        "save the file as UTF-8; in many editors this is under \"Save with encoding\""
                    });
                Err(Box::new(NotText { source, diagnostic: problem.into_diagnostic() }))
            }
        }
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
