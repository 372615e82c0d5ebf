//! From a word on the command line to a scenario.

use std::fs;
use std::io::{self, Read};
use std::path::Path;

use super::args::Changes;
use super::failure::Failure;
use super::terminal::Terminal;
use onset::scenario::{Diagnostic, Scenario, Severity, Source, builtin, read};

/// Longest scenario file, in bytes; what is longer is most likely something else.
const LONGEST: u64 = 16 << 20;

/// Reads a scenario file or finds a built-in scenario. The name of a built-in scenario means that one whatever lies in
/// the folder, so that a command does the same everywhere; `./routes` is a file.
fn source(word: &str, terminal: &Terminal) -> Result<(String, Source), Failure> {
    let path = Path::new(word);
    if let Some(known) = builtin::find(word) {
        return Ok((known.name.to_owned(), known.source()));
    }
    let is_path = path.exists() || word.contains(['/', '\\']) || path.extension().is_some();
    if !is_path {
        return Err(Failure::Usage {
            message: format!("no file and no built-in scenario is called \"{word}\""),
            help: builtin::near(word).map_or_else(
                || "`onset list` shows the built-in scenarios".to_owned(),
                |near| format!("did you mean \"{near}\"?"),
            ),
        });
    }
    let bytes = bytes(path).map_err(|error| Failure::File { path: path.to_owned(), doing: "read", error })?;
    match Source::from_bytes(word, &bytes) {
        Ok(source) => Ok((stem(path), source)),
        Err(not_text) => {
            terminal.diagnostics(&[not_text.diagnostic], &not_text.source);
            Err(Failure::Scenario)
        }
    }
}

fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    if path.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    let mut bytes = Vec::new();
    // Some files, such as devices, have no end.
    fs::File::open(path)?.take(LONGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LONGEST {
        return Err(io::Error::other("it is longer than any scenario"));
    }
    Ok(bytes)
}

/// The name of a file without its ending. It becomes a folder, so one that would lead elsewhere is replaced.
fn stem(path: &Path) -> String {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    stem.filter(|stem| stem.chars().any(|c| c != '.')).unwrap_or_else(|| "scenario".to_owned())
}

/// Every scenario with its name, or the messages of all of them. Files of one name in several folders are numbered, so
/// that no two arms of a table share their name.
pub(super) fn scenarios(
    words: &[String],
    changes: &Changes,
    terminal: &Terminal,
) -> Result<Vec<(String, Scenario)>, Failure> {
    for (i, word) in words.iter().enumerate() {
        if words[..i].contains(word) {
            return Err(Failure::Usage {
                message: format!("\"{word}\" is named twice"),
                help: "name each scenario once; --set and --without hold for all of them".to_owned(),
            });
        }
    }
    let mut scenarios: Vec<(String, Scenario)> = Vec::new();
    let mut failed = None;
    for word in words {
        match scenario(word, changes, terminal) {
            Ok((stem, scenario)) => {
                let mut name = stem.clone();
                let mut number = 1;
                while scenarios.iter().any(|(other, _)| *other == name) {
                    number += 1;
                    name = format!("{stem}-{number}");
                }
                scenarios.push((name, scenario));
            }
            Err(failure) => failed = Some(worse(failed, failure)?),
        }
    }
    failed.map_or(Ok(scenarios), Err)
}

/// The failure that decides the exit code. One whose message is yet to be printed ends the reading at once.
pub(super) fn worse(before: Option<Failure>, now: Failure) -> Result<Failure, Failure> {
    match (before, now) {
        (Some(Failure::Scenario), Failure::Changes | Failure::Scenario) => Ok(Failure::Scenario),
        (_, now @ (Failure::Changes | Failure::Scenario)) => Ok(now),
        (_, other) => Err(other),
    }
}

/// One scenario with its name. Its problems are printed, and counted where there are errors.
pub(super) fn scenario(word: &str, changes: &Changes, terminal: &Terminal) -> Result<(String, Scenario), Failure> {
    let (name, source) = source(word, terminal)?;
    let outcome = read(&source, &changes.set);
    terminal.diagnostics(&outcome.diagnostics, &source);
    let is_error = |diagnostic: &&Diagnostic| diagnostic.severity == Severity::Error;
    let errors = outcome.diagnostics.iter().filter(is_error).count();
    match outcome.scenario {
        Some(scenario) if errors == 0 => Ok((name, scenario.without(&changes.without))),
        _ => {
            let warnings = outcome.diagnostics.len() - errors;
            terminal.note(&format!("{word}: {}", counts(errors, warnings)));
            let only_changes = outcome.diagnostics.iter().filter(is_error).all(|error| error.given.is_some());
            Err(if only_changes { Failure::Changes } else { Failure::Scenario })
        }
    }
}

/// Such as `2 errors, 1 warning`.
fn counts(errors: usize, warnings: usize) -> String {
    let some = |count: usize, what: &str| match count {
        0 => None,
        1 => Some(format!("1 {what}")),
        _ => Some(format!("{count} {what}s")),
    };
    [some(errors, "error"), some(warnings, "warning")].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// The changes as they were typed, for the output to state.
pub(super) fn changes_as_typed(changes: &Changes) -> Vec<String> {
    let set = changes.set.iter().map(onset::scenario::Override::text);
    set.chain(changes.without.iter().map(|link| format!("without {}", link.name()))).collect()
}
