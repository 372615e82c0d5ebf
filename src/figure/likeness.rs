//! How much a file of a figure is like the same figure drawn again.
//!
//! Owns telling what another processor may round otherwise from what was altered. Must not know what the figure shows.
//!
//! A file is compared with what this program draws, and nothing of it is passed over:
//!
//! - Words, colours, widths, dashes, names, titles, alt text, what the figure carries, and every byte before, between
//!   and after them are the same. Of the numbers that stand in a record as `"value":`, which the caller compares with
//!   its run, only the place is compared here.
//! - A number in the picture is the same, digit by digit, but where the place behind it lies within 1e-9 of the page
//!   from the edge between two steps of the grid of 0.05 px: there it may fall into either step ([`Nudge`]). On one kind
//!   of processor this never happens; between two it needs a value that differs and a place that lies so near.
//! - A pixel is the same, except that one pixel of a thousand may differ by one level of 255, as another processor may
//!   round otherwise when it smooths an edge; on the same processor no pixel differs.
//! - A PDF is the same byte by byte, drawn with either of these roundings.

use super::nudge::Nudge;
use super::{FileKind, carried, raster};

/// How a figure is drawn once more.
#[derive(Debug, Clone, Copy, Default)]
pub struct Draft<'a> {
    /// The words to carry in place of its own, so that numbers in them that count as the same are the same.
    pub carried: Option<&'a str>,
    /// How places are rounded.
    pub nudge: Nudge,
}

/// How much a file is like the figure drawn again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Likeness {
    /// Every byte is the same.
    Identical,
    /// All is the same, except for what another processor may round otherwise.
    Close,
    /// Something else is not; what and where.
    Different(String),
}

/// Compares a file with the figure that is drawn again.
///
/// # Errors
/// What keeps `draw` from drawing.
pub fn likeness<E>(kind: FileKind, file: &[u8], draw: impl Fn(Draft<'_>) -> Result<Vec<u8>, E>) -> Result<Likeness, E> {
    let own = draw(Draft::default())?;
    if file == own {
        return Ok(Likeness::Identical);
    }
    let (Some(theirs), Some(ours)) = (carried(file), carried(&own)) else {
        return Ok(Likeness::Different("what it carries cannot be read".to_owned()));
    };
    if let Some(place) = other_words(&theirs, &ours) {
        return Ok(Likeness::Different(format!("what it carries, {place}")));
    }
    let again = |nudge| draw(Draft { carried: Some(&theirs), nudge });
    let own = if theirs == ours { own } else { again(Nudge::None)? };
    if file == own {
        return Ok(Likeness::Close);
    }
    let mut near = vec![again(Nudge::Back)?, again(Nudge::Forward)?];
    // Most figures have no place so near to an edge, and are drawn in one way only.
    near.retain(|other| *other != own);
    let different = match kind {
        FileKind::Svg => other_text(file, &own, &near),
        FileKind::Png => raster::other_picture(file, &own, &near),
        FileKind::Pdf => other_bytes(file, &own, &near),
    };
    Ok(different.map_or(Likeness::Close, Likeness::Different))
}

/// Stands before a number of the record in a figure; the caller compares that number with a run.
const VALUE: &str = "\"value\":";

/// Where two texts that figures carry differ in more than the numbers of their records.
fn other_words(one: &str, other: &str) -> Option<String> {
    let mut theirs = one.split('\n');
    let mut ours = other.split('\n');
    let mut number = 0;
    loop {
        number += 1;
        match (theirs.next(), ours.next()) {
            (None, None) => return None,
            (Some(one), Some(other)) if one == other || without_values(one) == without_values(other) => {}
            (one, other) => return Some(apart(number, one.unwrap_or_default(), other.unwrap_or_default())),
        }
    }
}

/// A line without the numbers that stand as values in it. A quotation mark within a name has a stroke before it, so
/// that no name looks like a value.
fn without_values(line: &str) -> String {
    let is_number = |letter: char| letter.is_ascii_digit() || matches!(letter, '.' | '-' | '+' | 'e' | 'E');
    let mut parts = line.split(VALUE);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + VALUE + part.trim_start_matches(is_number))
}

/// So many bytes, and where: `1 byte after its end`.
pub(super) fn bytes(number: usize, place: &str) -> String {
    format!("{number} byte{} {place}", if number == 1 { "" } else { "s" })
}

/// Where two SVGs differ; numbers may be as in one that is rounded another way.
fn other_text(file: &[u8], own: &[u8], near: &[Vec<u8>]) -> Option<String> {
    if let Some(more) = file.strip_prefix(own) {
        return Some(bytes(more.len(), "after its end"));
    }
    if let Some(less) = own.strip_prefix(file) {
        return Some(bytes(less.len(), "missing at its end"));
    }
    let Ok(file) = std::str::from_utf8(file) else { return Some("it is no text".to_owned()) };
    let own = String::from_utf8_lossy(own);
    let near: Vec<Vec<&str>> =
        near.iter().map(|text| std::str::from_utf8(text).unwrap_or_default().split('\n').collect()).collect();
    let (theirs, ours): (Vec<&str>, Vec<&str>) = (file.split('\n').collect(), own.split('\n').collect());
    for (index, (one, other)) in theirs.iter().zip(&ours).enumerate() {
        let near = near.iter().filter_map(|lines| lines.get(index).copied());
        if one != other && !is_rounding(one, other, near) {
            return Some(apart(index + 1, one, other));
        }
    }
    match (theirs.get(ours.len()), ours.get(theirs.len())) {
        (Some(more), _) => Some(apart(ours.len() + 1, more, "")),
        (_, Some(less)) => Some(apart(theirs.len() + 1, "", less)),
        _ => None,
    }
}

/// Whether two lines are the same, except for numbers that stand in one of `near`.
fn is_rounding<'a>(one: &str, other: &str, near: impl Iterator<Item = &'a str>) -> bool {
    let (one, other) = (pieces(one), pieces(other));
    let near: Vec<Vec<&str>> = near.map(pieces).filter(|pieces| pieces.len() == other.len()).collect();
    let may_be = |(index, (one, other)): (usize, (&&str, &&str))| {
        one == other || near.iter().any(|pieces| pieces.get(index) == Some(one))
    };
    one.len() == other.len() && one.iter().zip(&other).enumerate().all(may_be)
}

/// A line cut into numbers and what stands between.
fn pieces(line: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        let part = |letter: char| letter.is_ascii_digit() || letter == '.';
        let is_number = part(first);
        let end = rest.find(|letter| part(letter) != is_number).unwrap_or(rest.len());
        let (piece, after) = rest.split_at(end);
        pieces.push(piece);
        rest = after;
    }
    pieces
}

/// How many letters of a line are shown before and after the first that differs.
const SHOWN: (usize, usize) = (12, 16);

/// A line with what differs in it.
fn apart(number: usize, one: &str, other: &str) -> String {
    let same = one.chars().zip(other.chars()).take_while(|(one, other)| one == other).count();
    let part = |line: &str| -> String {
        let from = same.saturating_sub(SHOWN.0);
        line.chars().skip(from).take(same - from + SHOWN.1).collect()
    };
    match (part(one), part(other)) {
        (one, other) if one.is_empty() => format!("line {number}: \"{other}\" is missing"),
        (one, other) if other.is_empty() => format!("line {number}: \"{one}\" is too much"),
        (one, other) => format!("line {number}: \"{one}\" instead of \"{other}\""),
    }
}

/// Where two PDFs differ. Their pages are packed, so that numbers and words cannot be separated.
fn other_bytes(file: &[u8], own: &[u8], near: &[Vec<u8>]) -> Option<String> {
    if near.iter().any(|other| other == file) {
        return None;
    }
    if let Some(more) = file.strip_prefix(own) {
        return Some(bytes(more.len(), "after its end"));
    }
    let place = file.iter().zip(own).take_while(|(one, other)| one == other).count();
    let before = String::from_utf8_lossy(own.get(..place).unwrap_or_default());
    let object = before.rsplit(" obj").next().unwrap_or_default();
    let part = [("/Metadata", "its metadata"), ("/EmbeddedFile", "what it carries"), ("/FontFile", "a font")];
    let is_packed = object.contains("stream") && !object.contains("endstream");
    let usual = if is_packed { "a packed part, such as a page" } else { "its structure" };
    let part = part.iter().find(|(mark, _)| object.contains(mark)).map_or(usual, |(_, part)| part);
    Some(format!("byte {}, in {part}", place + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_differ_only_where_they_are_rounded_another_way() {
        let near = [b"<p d=\"M1 2\"/>\n50 %\n".to_vec()];
        let compare = |one: &str| other_text(one.as_bytes(), b"<p d=\"M1.05 2\"/>\n50 %\n", &near);
        assert_eq!(compare("<p d=\"M1 2\"/>\n50 %\n"), None);
        for (other, place) in [
            ("<p d=\"M1.1 2\"/>\n50 %\n", "line 1: \"<p d=\"M1.1 2\"/>\" instead of \"<p d=\"M1.05 2\"/>\""),
            ("<p d=\"M1.05 2.0\"/>\n50 %\n", "line 1: \"p d=\"M1.05 2.0\"/>\" instead of \"p d=\"M1.05 2\"/>\""),
            ("<p d=\"M1.05 2\"/>\n51 %\n", "line 2: \"51 %\" instead of \"50 %\""),
            ("<p d=\"M1.05 2\"/>\r\n50 %\n", "line 1: \"=\"M1.05 2\"/>\r\" instead of \"=\"M1.05 2\"/>\""),
            ("<p d=\"M1.05 2\"/>\n50 %\n<!-- -->", "8 bytes after its end"),
            ("<p d=\"M1.05 2\"/>\n50 %\n\n", "1 byte after its end"),
            ("<p d=\"M1.05 2\"/>\n50 %", "1 byte missing at its end"),
        ] {
            assert_eq!(compare(other).as_deref(), Some(place));
        }
    }

    #[test]
    fn of_what_is_carried_only_values_are_left_to_the_caller() {
        let line = |words: &str| format!("# program: onset\n# figure: {words}\nformat = 1\n");
        let own = line(r#"{"rtol":1e-7,"values":[{"arm":"a","value":52.1},{"arm":"b","value":-1e-3}]}"#);
        assert_eq!(other_words(&own.replace("52.1", "5.2e1"), &own), None);
        for (from, to) in [("1e-7", "1e-6"), ("\"a\"", "\"c\""), ("52.1", "52.1,\"x\":1"), ("= 1\n", "= 1\n\n")] {
            assert!(other_words(&own.replace(from, to), &own).is_some(), "{to}");
        }
        // What looks like a value in a name is a name.
        let named = line(r#"{"arm":"\"value\":3"}"#);
        assert!(other_words(&named.replace('3', "4"), &named).is_some());
    }

    #[test]
    fn a_pdf_says_where_it_differs() {
        let own = b"%PDF 1 0 obj <</Type/Metadata>> stream abc endstream endobj 2 0 obj <<>> stream xyz";
        let compare = |from: &str, to: &str| {
            other_bytes(String::from_utf8_lossy(own).replace(from, to).as_bytes(), own, &[b"rounded".to_vec()])
        };
        assert_eq!(compare("abc", "abd").unwrap(), "byte 42, in its metadata");
        assert_eq!(compare("xyz", "xyy").unwrap(), "byte 83, in a packed part, such as a page");
        assert_eq!(compare("xyz", "xyz more").unwrap(), "5 bytes after its end");
        assert_eq!(other_bytes(b"rounded", own, &[b"rounded".to_vec()]), None);
    }
}
