//! The text of a scenario from the bytes of a file.
//!
//! Owns: what is said of bytes that are no text. Must not know: TOML.

use super::diagnostic::{Diagnostic, Problem, code};
use super::source::Source;
use super::tree::Place;

/// Bytes that are not UTF-8.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotText {
    /// The text as far as it can be read, for rendering the diagnostic.
    pub source: Source,
    /// What is wrong and where.
    pub diagnostic: Diagnostic,
}

impl Source {
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
}
