//! From a word on the command line to a scenario.

use std::fs;
use std::io;
use std::path::Path;

use super::args::Changes;
use super::failure::Failure;
use super::terminal::Terminal;
use onset::scenario::{Scenario, Severity, Source, builtin, read};

/// Reads a scenario file or finds a built-in scenario. A word that looks like a path is a path.
fn source(word: &str, terminal: &Terminal) -> Result<(String, Source), Failure> {
    let path = Path::new(word);
    let is_path = path.exists() || word.contains(['/', '\\']) || path.extension().is_some();
    if !is_path {
        return match builtin::find(word) {
            Some(known) => Ok((known.name.to_owned(), known.source())),
            None => Err(Failure::Usage {
                message: format!("no file and no built-in scenario is called \"{word}\""),
                help: builtin::near(word).map_or_else(
                    || "`onset list` shows the built-in scenarios".to_owned(),
                    |near| format!("did you mean \"{near}\"?"),
                ),
            }),
        };
    }
    let unread = |error: io::Error| Failure::File { path: path.to_owned(), doing: "read", error };
    if path.is_dir() {
        return Err(unread(io::ErrorKind::IsADirectory.into()));
    }
    let bytes = fs::read(path).map_err(unread)?;
    let name = path.file_stem().map_or_else(|| "scenario".to_owned(), |stem| stem.to_string_lossy().into_owned());
    match Source::from_bytes(word, &bytes) {
        Ok(source) => Ok((name, source)),
        Err(not_text) => {
            terminal.diagnostics(&[not_text.diagnostic], &not_text.source);
            Err(Failure::Scenario)
        }
    }
}

/// Every scenario with its name, or the messages of all of them.
pub(super) fn scenarios(
    words: &[String],
    changes: &Changes,
    terminal: &Terminal,
) -> Result<Vec<(String, Scenario)>, Failure> {
    let mut scenarios = Vec::new();
    let mut failed = None;
    for word in words {
        match scenario(word, changes, terminal) {
            Ok(scenario) => scenarios.push(scenario),
            Err(failure) if words.len() > 1 && matches!(failure, Failure::Scenario) => failed = Some(failure),
            Err(failure) => return Err(failure),
        }
    }
    failed.map_or(Ok(scenarios), Err)
}

fn scenario(word: &str, changes: &Changes, terminal: &Terminal) -> Result<(String, Scenario), Failure> {
    let (name, source) = source(word, terminal)?;
    let outcome = read(&source, &changes.set);
    terminal.diagnostics(&outcome.diagnostics, &source);
    let errors = outcome.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).count();
    match outcome.scenario {
        Some(scenario) if errors == 0 => Ok((name, scenario.without(&changes.without))),
        _ => Err(Failure::Scenario),
    }
}

/// The changes as they were typed, for the output to state.
pub(super) fn changes_as_typed(changes: &Changes) -> Vec<String> {
    let set = changes.set.iter().map(onset::scenario::Override::text);
    set.chain(changes.without.iter().map(|link| format!("without {}", link.name()))).collect()
}
