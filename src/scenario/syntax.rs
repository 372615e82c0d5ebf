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
    /// The parts that hold an error of syntax; what is said about them otherwise may be wrong.
    pub(super) broken: Vec<Place>,
}

/// Parses the text with this number; errors of syntax are reported.
pub(super) fn parse(source: &Source, origin: isize, report: &mut Report) -> Parsed {
    let (table, errors) = DeTable::parse_recoverable(&source.text);
    let root = Node::from_table(table.get_ref(), Place { origin, range: 0..0 });
    // What is nested too deeply has no place, and all below it is passed over.
    let place = |error: &toml::de::Error| error.span().unwrap_or_else(|| deep_key(&source.text));
    let mut errors: Vec<(Range<usize>, String)> =
        errors.iter().map(|error| (place(error), error.message().to_owned())).collect();
    errors.sort_by_key(|(span, _)| span.start);
    let mut broken: Vec<Range<usize>> = Vec::new();
    for (span, message) in errors {
        let line = line_of(&source.text, span.start);
        // One slip often makes several errors; the first of a line is the one to mend.
        if broken.last() == Some(&line) {
            continue;
        }
        if !report.is_full() {
            let place = Place { origin, range: span };
            // A base need not be a scenario at all, and what it holds is not for everyone's eyes.
            let of_base = |place| {
                Problem::error(code::SYNTAX, place, "the text is not TOML")
                    .help(format!("`onset check \"{}\"` shows the line and says what is wrong with it", source.name))
            };
            report.push(if origin < 0 { of_base(&place) } else { explain(&source.text, &message, &place, &line) });
        }
        if leaves_open(&message) {
            // What follows is taken for a part of what was left open, so nothing said about it would help.
            broken.push(line.start..source.text.len());
            break;
        }
        broken.push(line);
    }
    let broken = broken.into_iter().map(|range| Place { origin, range }).collect();
    Parsed { root, broken }
}

/// Parts of a key, and brackets within brackets, up to which TOML is read.
const DEEPEST: usize = 80;

/// Whether an error means that keys or brackets are nested too deeply.
fn is_deep(message: &str) -> bool {
    message.contains("recursion") || message.contains("recurse")
}

/// The first key of more parts than are read.
fn deep_key(text: &str) -> Range<usize> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let key = line.split('=').next().unwrap_or_default();
        if key.matches('.').nth(DEEPEST - 1).is_some() {
            let from = start + (key.len() - key.trim_start().len());
            return from..start + key.trim_end().len();
        }
        start += line.len();
    }
    0..0
}

/// Whether an error means that what follows is not understood: a list, a table or a header is not closed, or nested too
/// deeply.
fn leaves_open(message: &str) -> bool {
    message.starts_with("unclosed") || message.starts_with("missing comma between") || is_deep(message)
}

/// The line around a byte, without its end.
fn line_of(text: &str, byte: usize) -> Range<usize> {
    let bytes = text.as_bytes();
    let byte = byte.min(bytes.len());
    let start = bytes.iter().take(byte).rposition(|b| *b == b'\n').map_or(0, |i| i + 1);
    let end = bytes.iter().skip(byte).position(|b| *b == b'\n').map_or(bytes.len(), |i| byte + i);
    start..end
}

fn explain(text: &str, message: &str, place: &Place, line: &Range<usize>) -> Problem {
    let line_text = text.get(line.clone()).unwrap_or("").trim();
    let problem = |message: &str, label: &str| Problem::error(code::SYNTAX, place, message).label(label);
    if is_deep(message) {
        return problem("keys or brackets within one another, too deep to be read", "nested too deeply")
            .help(format!("a scenario needs four levels, such as arm.dose.at; {DEEPEST} are read"));
    }
    if message.starts_with("duplicate key") {
        return problem("the same key or header twice", "written before")
            .help("keep one of them; tables that can be there several times have double brackets, such as [[arm]]");
    }
    if line_text.contains(['\u{201c}', '\u{201d}', '\u{201e}', '\u{ab}', '\u{bb}', '\u{2018}', '\u{2019}']) {
        return problem("curved quotation marks", "only straight ones hold a text")
            .help("write \" at both ends; a word processor curves them, a plain editor does not");
    }
    if message.starts_with("missing comma between") {
        return problem("a list or a table is not closed above this line", "expected a comma or the closing bracket")
            .help("a list ends with ], a table in a line with }");
    }
    if message.contains("escape") {
        return problem("a backslash in a text", "stands for a special character here")
            .help("write \\\\ for a backslash, or put the text in single quotes");
    }
    match line_text.split_once('=') {
        Some((key, value)) => explain_value(message, key.trim(), value.trim(), &problem),
        None if line_text.starts_with('[') => {
            problem("the header cannot be read", message).help("headers look like [subject] or [[arm]]")
        }
        None if line_text.contains(':') => problem("a colon where \"=\" must be", "no \"=\" on this line")
            .help("write key = value, such as weight = \"70 kg\""),
        None if line_text.is_empty() => problem("the text is not TOML", message),
        None => problem("a line that is neither a key with a value nor a header", "no \"=\" on this line")
            .help("write key = value; a remark begins with #"),
    }
}

/// An error on a line with a key.
fn explain_value(message: &str, key: &str, value: &str, problem: &dyn Fn(&str, &str) -> Problem) -> Problem {
    let unreadable = format!("the value of \"{key}\" cannot be read");
    if value.is_empty() {
        return problem(&format!("\"{key}\" has no value"), "nothing after \"=\"")
            .help(format!("write a value after it, or leave \"{key}\" out"));
    }
    if value.starts_with('=') {
        return problem("two equals signs", "one is enough").help(format!("write {key} {value}"));
    }
    if message.starts_with("unexpected key or value") && value.starts_with(['"', '\'', '[', '{']) {
        return problem("more than one thing on a line", "not expected after the value")
            .help("write each key on a line of its own; a remark begins with #");
    }
    let (bare, _) = value.split_once('#').unwrap_or((value, ""));
    let bare = bare.trim();
    if bare.starts_with(|c: char| c.is_alphanumeric() || "+-.".contains(c)) && !bare.contains(['"', '\'', '[', '{']) {
        // Rust reads .5, 05 and 1. as people mean them; TOML does not.
        return match bare.replace(',', ".").parse::<f64>() {
            Ok(number) if number.is_finite() => {
                problem(&unreadable, "not a number in this form").help(format!("write {key} = {number}"))
            }
            _ => problem(&unreadable, "a text needs quotes").help(format!("write {key} = \"{bare}\"")),
        };
    }
    if value.matches('"').count() % 2 == 1 {
        return problem("a quotation mark is missing", "opened, but not closed on this line")
            .help("a text begins and ends with \"");
    }
    if message.contains("must be quoted") {
        return problem(&unreadable, "a text needs quotes").help("write \" at both ends of every text, also in a list");
    }
    problem(&format!("{unreadable}: {message}"), "unexpected here")
}
