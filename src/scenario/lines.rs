//! Where the lines of a text are, so that a place is found without reading the text from its start.
//!
//! Owns: the index of a text. Must not know: messages.

use std::ops::Range;
use std::sync::OnceLock;

/// Bytes between two entries of the index.
const APART: usize = 4096;

/// What lies before a byte of the text.
#[derive(Debug, Clone, Copy, Default)]
struct Mark {
    /// How many lines end before it.
    lines: usize,
    /// How many characters begin before it.
    characters: usize,
    /// Where the line that it is in begins.
    start: usize,
}

impl Mark {
    /// What lies before the end of these bytes, which stand at `at` and after all that `self` says.
    fn after(mut self, bytes: &[u8], at: usize) -> Self {
        for (i, byte) in bytes.iter().enumerate() {
            // The bytes that go on with a character are 10xxxxxx.
            self.characters += usize::from(byte & 0xc0 != 0x80);
            if *byte == b'\n' {
                self.lines += 1;
                self.start = at + i + 1;
            }
        }
        self
    }
}

/// The line around a byte.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// From 1.
    pub(super) number: usize,
    /// The character that the byte belongs to, from 1.
    pub(super) column: usize,
    /// Its bytes, without the end of the line.
    pub(super) range: Range<usize>,
}

/// An entry for every few thousand bytes of a text, made at the first search for a place. The index follows from the
/// text, so that texts are equal with and without one.
#[derive(Debug, Clone, Default)]
pub(super) struct Lines(OnceLock<Vec<Mark>>);

impl PartialEq for Lines {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Lines {}

impl Lines {
    fn marks(&self, text: &str) -> &[Mark] {
        self.0.get_or_init(|| {
            let mut mark = Mark::default();
            let mut marks = vec![mark];
            for (i, part) in text.as_bytes().chunks(APART).enumerate() {
                mark = mark.after(part, i * APART);
                marks.push(mark);
            }
            marks
        })
    }

    /// What lies before a byte of the text.
    fn before(&self, text: &str, byte: usize) -> Mark {
        let part = byte / APART;
        let mark = self.marks(text).get(part).copied().unwrap_or_default();
        mark.after(text.as_bytes().get(part * APART..byte).unwrap_or_default(), part * APART)
    }

    /// The line around a byte of this text, which is always the same one. The byte begins a character or ends the text.
    pub(super) fn around(&self, text: &str, byte: usize) -> Line {
        let here = self.before(text, byte);
        let first = self.before(text, here.start);
        // Parts of the text in which the line goes on are passed over.
        let marks = self.marks(text);
        let part = marks.partition_point(|mark| mark.lines <= here.lines).saturating_sub(1);
        let from = byte.max(part * APART);
        let rest = text.as_bytes().get(from..).unwrap_or_default();
        let end = rest.iter().position(|byte| *byte == b'\n').map_or(text.len(), |i| from + i);
        Line { number: 1 + here.lines, column: 1 + here.characters - first.characters, range: here.start..end }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same by reading all that stands before.
    fn plainly(text: &str, byte: usize) -> Line {
        let (before, after) = text.split_at(byte);
        let start = before.rfind('\n').map_or(0, |i| i + 1);
        let end = after.find('\n').map_or(text.len(), |i| byte + i);
        Line {
            number: 1 + before.matches('\n').count(),
            column: 1 + before[start..].chars().count(),
            range: start..end,
        }
    }

    #[test]
    fn the_index_finds_what_reading_from_the_start_finds() {
        let mut text = String::new();
        for i in 0..3000_usize {
            text.push_str(&"a\u{b5}\u{20ac}\u{1f600} ".repeat(i * i % 7));
            text.push_str(if i % 3 == 0 { "\n\n" } else { "\r\n" });
            if i == 1500 {
                text.push_str(&"\u{e9}x".repeat(10_000));
            }
        }
        let lines = Lines::default();
        let mut places: Vec<usize> = (0..text.len()).step_by(97).filter(|byte| text.is_char_boundary(*byte)).collect();
        places.extend([0, 4096, 8192, text.len()].into_iter().filter(|byte| text.is_char_boundary(*byte)));
        for byte in places {
            assert_eq!(lines.around(&text, byte), plainly(&text, byte), "byte {byte}");
        }
        for text in ["", "\n", "a", "a\n"] {
            (0..=text.len()).for_each(|byte| assert_eq!(Lines::default().around(text, byte), plainly(text, byte)));
        }
    }
}
