//! Texts from outside as a message may show them.
//!
//! Owns: which characters of a text cannot be seen or steer a terminal, what stands in their place, and how much of a
//! long text is shown. Must not know: where a text comes from, where it is shown.

use std::borrow::Cow;

/// Characters without a picture of their own besides the control characters: `Default_Ignorable_Code_Point` of Unicode
/// 16 (<https://www.unicode.org/Public/16.0.0/ucd/DerivedCoreProperties.txt>), which holds the zero-width characters and
/// characters that turn the direction of writing; the line and paragraph separators; the marks of interlinear notes.
const UNSEEN: &[(char, char)] = &[
    ('\u{ad}', '\u{ad}'),
    ('\u{34f}', '\u{34f}'),
    ('\u{61c}', '\u{61c}'),
    ('\u{115f}', '\u{1160}'),
    ('\u{17b4}', '\u{17b5}'),
    ('\u{180b}', '\u{180f}'),
    ('\u{200b}', '\u{200f}'),
    ('\u{2028}', '\u{202e}'),
    ('\u{2060}', '\u{206f}'),
    ('\u{3164}', '\u{3164}'),
    ('\u{fe00}', '\u{fe0f}'),
    ('\u{feff}', '\u{feff}'),
    ('\u{ffa0}', '\u{ffa0}'),
    ('\u{fff0}', '\u{fffb}'),
    ('\u{1bca0}', '\u{1bca3}'),
    ('\u{1d173}', '\u{1d17a}'),
    ('\u{e0000}', '\u{e0fff}'),
];

/// Longest text between quotation marks that a message shows whole, in characters.
const LONGEST_QUOTED: usize = 120;

/// Longest line of a message that is shown whole, in characters.
const LONGEST_LINE: usize = 1000;

/// Whether a character cannot be seen, or steers a terminal: a control character, one that turns the direction of
/// writing, one without a width. Line feeds and tabs are among them.
pub fn is_unseen(letter: char) -> bool {
    // Nearly every letter is one of ASCII.
    letter.is_control() || letter >= '\u{ad}' && UNSEEN.iter().any(|(first, last)| (*first..=*last).contains(&letter))
}

/// The code that stands in a message for a character that [`is_unseen`], such as `<U+202E>`.
pub fn code_of(letter: char) -> String {
    format!("<U+{:04X}>", u32::from(letter))
}

/// The text with each character that [`is_unseen`] as its code, such as `<U+202E>`. Line feeds and tabs stay: they are
/// those of the layout.
pub fn visible(text: &str) -> Cow<'_, str> {
    replaced(text, |letter| is_unseen(letter) && letter != '\n' && letter != '\t')
}

/// The same for a text that has one line: its line feeds are shown as their codes too, so that a text from outside
/// cannot pass for a line of the program.
pub fn visible_line(text: &str) -> Cow<'_, str> {
    replaced(text, |letter| is_unseen(letter) && letter != '\t')
}

fn replaced(text: &str, is_hidden: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.chars().any(&is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for letter in text.chars() {
        if is_hidden(letter) {
            shown.push_str(&code_of(letter));
        } else {
            shown.push(letter);
        }
    }
    Cow::Owned(shown)
}

/// A line of a message with an ellipsis in the middle of each long text between quotation marks, and in the middle of the
/// whole where that is still too long.
pub fn shortened(line: &str) -> Cow<'_, str> {
    if line.len() <= LONGEST_QUOTED {
        return Cow::Borrowed(line);
    }
    let mut parts: Vec<Cow<'_, str>> = line.split('"').map(Cow::Borrowed).collect();
    // Every second part stands between two quotation marks.
    for part in parts.iter_mut().skip(1).step_by(2) {
        *part = Cow::Owned(cut(part, LONGEST_QUOTED));
    }
    Cow::Owned(cut(&parts.join("\""), LONGEST_LINE))
}

/// The first three quarters and the last quarter of what is longer than this, with an ellipsis between.
fn cut(text: &str, longest: usize) -> String {
    let length = text.chars().count();
    if length <= longest {
        return text.to_owned();
    }
    let last = longest / 4;
    let first = longest - last - 1;
    let ends = text.chars().take(first).chain(['\u{2026}']).chain(text.chars().skip(length - last));
    ends.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_shown_as_its_code() {
        assert_eq!(visible("a\u{1b}[31mb"), "a<U+001B>[31mb");
        assert_eq!(visible("a\u{202e}b\u{200b}c\u{e0041}"), "a<U+202E>b<U+200B>c<U+E0041>");
        assert_eq!(visible("two\n\tlines\r"), "two\n\tlines<U+000D>");
        assert_eq!(visible_line("two\nlines"), "two<U+000A>lines");
        let plain = "0.5 mg/kg, Größe, µg, 長い, ≥ 3 ×";
        assert!(matches!(visible(plain), Cow::Borrowed(same) if same == plain));
    }

    #[test]
    fn long_texts_are_cut_in_the_middle() {
        let long = "x".repeat(10_000_000);
        let shown = shortened(&format!("no key is called \"{long}\"; did you mean \"weight\"?")).into_owned();
        assert!(
            shown.starts_with("no key is called \"xxx") && shown.ends_with("x\"; did you mean \"weight\"?"),
            "{shown}"
        );
        assert!(shown.chars().count() < 200 && shown.contains('\u{2026}'), "{shown}");
        assert_eq!(shortened(&long).chars().count(), LONGEST_LINE);
        assert_eq!(shortened("short \"text\""), "short \"text\"");
        let whole = format!("\"{}\"", "y".repeat(LONGEST_QUOTED));
        assert_eq!(shortened(&whole), whole);
    }
}
