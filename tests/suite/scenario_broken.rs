//! Broken files and what is said about each: code, place, message and help, as a student sees them.
//!
//! `scenario_broken.txt` holds the cases: a title after `===`, the file, `---`, and the messages. A title that ends in
//! `[--set PATH=VALUE]` gives that value from outside. `>>> NAME` begins another file of the same folder. Run with `ONSET_BLESS=1` to write the messages anew, then read
//! every changed line.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use onset::scenario::{CODES, Outcome, Override, Severity, Source, read_from, render_plain};

pub(crate) struct Case {
    pub(crate) title: String,
    pub(crate) text: String,
    beside: Vec<(String, String)>,
    messages: String,
}

impl Case {
    /// What reading the file says, with the files beside it within reach.
    pub(crate) fn read(&self) -> (Source, Outcome) {
        let source = Source::new("my.toml", self.text.as_str());
        let resolver = |name: &str, _: &Source| match self.beside.iter().find(|(beside, _)| beside == name) {
            Some((_, text)) => Ok(Source::new(name, text.as_str())),
            None if name == "my.toml" => Ok(source.clone()),
            None => Err("there is no such file".into()),
        };
        let outcome = read_from(&source, &overrides(&self.title), &resolver);
        (source, outcome)
    }
}

fn file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/scenario_broken.txt")
}

pub(crate) fn cases() -> Vec<Case> {
    let text = fs::read_to_string(file()).unwrap();
    let parse = |case: &str| {
        let (title, rest) = case.split_once('\n').unwrap();
        let (text, messages) = rest.split_once("---\n").unwrap();
        let mut files = text.split(">>> ");
        let text = files.next().unwrap();
        let beside = files.map(|file| file.split_once('\n').unwrap()).map(|(name, text)| (name.into(), text.into()));
        Case {
            title: title.to_owned(),
            text: text.to_owned(),
            beside: beside.collect(),
            messages: messages.trim_end().to_owned(),
        }
    };
    text.split("=== ").skip(1).map(parse).collect()
}

fn overrides(title: &str) -> Vec<Override> {
    let inside = title.split_once("[--set ").and_then(|(_, rest)| rest.strip_suffix(']'));
    inside.into_iter().flat_map(|text| text.split(" --set ")).map(|text| Override::parse(text).unwrap()).collect()
}

#[test]
fn every_broken_file_is_told_what_is_wrong_where_and_how_to_mend_it() {
    let mut blessed = String::new();
    let mut wrong = Vec::new();
    let mut seen = HashSet::new();
    let cases = cases();
    for case in &cases {
        let (source, outcome) = case.read();
        let has_errors = outcome.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error);
        assert_eq!(outcome.scenario.is_none(), has_errors, "{}", case.title);
        assert!(!outcome.diagnostics.is_empty(), "{}", case.title);
        let rendered: String = outcome.diagnostics.iter().map(|diagnostic| render_plain(diagnostic, &source)).collect();
        seen.extend(outcome.diagnostics.iter().map(|diagnostic| diagnostic.code));
        if rendered.trim_end() != case.messages {
            wrong.push(format!("{}\n{rendered}", case.title));
        }
        let beside: String = case.beside.iter().map(|(name, text)| format!(">>> {name}\n{text}")).collect();
        write!(blessed, "=== {}\n{}{beside}---\n{rendered}", case.title, case.text).unwrap();
    }
    if std::env::var_os("ONSET_BLESS").is_some() {
        fs::write(file(), blessed).unwrap();
    } else {
        assert!(wrong.is_empty(), "{} cases differ:\n{}", wrong.len(), wrong.join("\n"));
    }
    assert!(cases.len() >= 40);
    // Bytes that are not UTF-8 cannot stand in the list of cases, and a flat result is seen after a run.
    let unseen: Vec<&str> = CODES.iter().map(|(code, _)| *code).filter(|code| !seen.contains(code)).collect();
    assert_eq!(unseen, ["E002", "W006"]);
}
