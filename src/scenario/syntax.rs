//! From text to the typed tree, and errors of TOML in words for a student.

use std::ops::Range;

use toml::de::DeTable;

use super::diagnostic::{Problem, Report, code};
use super::source::Source;
use super::tree::{Node, Place};

/// What could be read of a text.
pub(super) struct Parsed {
    /// The tree.
    pub(super) root: Node,
    /// The lines, in bytes, that hold an error of syntax; what is said about them otherwise may be wrong.
    pub(super) broken: Vec<Range<usize>>,
}

/// Parses a text; errors of syntax are reported.
pub(super) fn parse(source: &Source, report: &mut Report) -> Parsed {
    let (table, errors) = DeTable::parse_recoverable(&source.text);
    let root = Node::from_table(table.get_ref(), Place::in_file(0..0));
    let mut broken: Vec<Range<usize>> = Vec::new();
    for error in errors {
        let span = error.span().unwrap_or(0..0);
        let line = line_of(&source.text, span.start);
        // One slip often makes several errors; the first of a line is the one to mend.
        if !broken.contains(&line) {
            report.push(explain(&source.text, error.message(), span, &line));
            broken.push(line);
        }
    }
    Parsed { root, broken }
}

/// The line around a byte, without its end.
fn line_of(text: &str, byte: usize) -> Range<usize> {
    let bytes = text.as_bytes();
    let byte = byte.min(bytes.len());
    let start = bytes.iter().take(byte).rposition(|b| *b == b'\n').map_or(0, |i| i + 1);
    let end = bytes.iter().skip(byte).position(|b| *b == b'\n').map_or(bytes.len(), |i| byte + i);
    start..end
}

fn explain(text: &str, message: &str, span: Range<usize>, line: &Range<usize>) -> Problem {
    let line_text = text.get(line.clone()).unwrap_or("").trim_end();
    let value = line_text.split_once('=').map(|(key, value)| (key.trim(), value.trim()));
    let place = Place::in_file(span);
    let problem = |message: String, label: &str| Problem::error(code::SYNTAX, &place, message).label(label);
    if message.starts_with("duplicate key") {
        return problem("the same key or header twice".to_owned(), "written before")
            .help("keep one of them; tables that can be there several times have double brackets, such as [[arm]]");
    }
    if let Some((key, value)) = value
        && value.starts_with(|c: char| c.is_alphanumeric() || "+-.".contains(c))
        && !value.contains(['"', '\'', '[', '{'])
    {
        let (value, _) = value.split_once('#').unwrap_or((value, ""));
        return problem(format!("the value of \"{key}\" cannot be read"), "a text needs quotes")
            .help(format!("write {key} = \"{}\"", value.trim()));
    }
    if line_text.matches('"').count() % 2 == 1 {
        return problem("a quotation mark is missing".to_owned(), "opened, but not closed on this line")
            .help("a text begins and ends with \"");
    }
    let trimmed = line_text.trim();
    if value.is_none() && !trimmed.is_empty() && !trimmed.starts_with('[') {
        return problem("a line that is neither a key with a value nor a header".to_owned(), "no \"=\" here")
            .help("write key = value; a remark begins with #");
    }
    if trimmed.starts_with('[') && value.is_none() {
        return problem(format!("the header cannot be read: {message}"), "not a header")
            .help("headers look like [subject] or [[arm]]");
    }
    problem(format!("the text is not TOML: {message}"), "unexpected here")
}
