//! From a word on the command line to a scenario.

use std::path::{Component, Path, PathBuf};

use super::failure::Failure;
use super::options::{Changes, parse_day};
use super::reading::{self, Kind};
use super::system;
use super::terminal::Terminal;
use onset::quantity::visible_line;
use onset::scenario::{
    Diagnostic, Link, NotText, Outcome, Override, Refusal, Scenario, Severity, Source, SourceResolver, builtin,
    read_from, too_much_together, without_files,
};

/// Reads a scenario file or finds a built-in scenario. The name of a built-in scenario means that one whatever lies in
/// the folder, so that a command does the same everywhere; `./routes` is a file.
pub(super) fn source(word: &str) -> Result<Result<(String, Source), Box<NotText>>, Failure> {
    let path = Path::new(word);
    if let Some(known) = builtin::find(word) {
        return Ok(Ok((known.name.to_owned(), known.source())));
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
    let bytes = reading::bytes(path, Kind::Scenario)?;
    Ok(Source::from_bytes(word, &bytes).map(|source| (stem(path), source)))
}

/// What the scenario of this word may build on: those that come with the program, and files below the folder of the file
/// that the word names. A file on which it builds may lie in a folder below and name one that lies above itself, but none
/// leads out of the folder of the first: a scenario of a stranger reaches nothing else of the machine.
pub(super) fn resolver(word: &str) -> impl Fn(&str, &Source) -> Result<Source, Refusal> + use<> {
    let is_builtin = builtin::find(word).is_some();
    let root = Path::new(word).parent().map_or_else(PathBuf::new, tidy);
    move |name, from| if is_builtin { without_files(name, from) } else { base(&root, name, from) }
}

/// The scenario that another builds on, by a path from the folder of that one.
fn base(root: &Path, name: &str, from: &Source) -> Result<Source, Refusal> {
    let here = if root == Path::new("") { Path::new(".") } else { root };
    let outside = |how: &str| Refusal {
        why: format!("{how} the folder of the scenario"),
        help: Some("only files inside that folder are read: copy the file into it".to_owned()),
    };
    let is_relative = |part| matches!(part, Component::Normal(_) | Component::CurDir | Component::ParentDir);
    if !Path::new(name).components().all(is_relative) {
        return Err(outside("an absolute path leads out of"));
    }
    let path = tidy(&Path::new(&from.name).with_file_name(name));
    let is_inside =
        path.strip_prefix(root).is_ok_and(|rest| rest.components().all(|part| part != Component::ParentDir));
    if !is_inside {
        return Err(outside("it leads out of"));
    }
    if !(path.exists() || name.contains(['/', '\\']) || path.extension().is_some()) {
        return Err("no file and no built-in scenario has this name".into());
    }
    let resolved = |path: &Path| {
        path.canonicalize().map_err(|error| Refusal { why: system::reason("read", &error).0, help: None })
    };
    let target = resolved(&path)?;
    if !target.starts_with(resolved(here)?) {
        return Err(outside("it is a link that leads out of"));
    }
    let bytes = reading::bytes(&target, Kind::Scenario).map_err(|unread| {
        let (why, help) = unread.reason();
        Refusal { why, help: if unread.is_missing() { None } else { help } }
    })?;
    let shown = path.to_string_lossy();
    Source::from_bytes(shown, &bytes).map_err(|not_text| not_text.diagnostic.message.as_str().into())
}

/// A path without the steps that it takes back, so that a file has one name however it is reached.
fn tidy(path: &Path) -> PathBuf {
    let mut tidy = PathBuf::new();
    for part in path.components() {
        let last_is_name = matches!(tidy.components().next_back(), Some(Component::Normal(_)));
        if part == Component::ParentDir && last_is_name {
            tidy.pop();
        } else {
            tidy.push(part);
        }
    }
    tidy
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
    match (failed, too_much_together(scenarios.iter().map(|(_, scenario)| scenario))) {
        (Some(failure), _) => Err(failure),
        (None, Some((message, help))) => Err(Failure::Usage { message, help: help.to_owned() }),
        (None, None) => Ok(scenarios),
    }
}

/// The failure that decides the exit code. One whose message is yet to be printed ends the reading at once.
pub(super) fn worse(before: Option<Failure>, now: Failure) -> Result<Failure, Failure> {
    match (before, now) {
        (Some(Failure::Scenario), Failure::Changes | Failure::Scenario) => Ok(Failure::Scenario),
        (_, now @ (Failure::Changes | Failure::Scenario)) => Ok(now),
        (_, other) => Err(other),
    }
}

/// A file that was read and checked.
pub(super) struct Checked {
    /// Its name, for output.
    name: String,
    /// Its text.
    pub(super) source: Source,
    /// Everything to say about it.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The scenario, or why there is none.
    pub(super) result: Result<Scenario, Failure>,
}

/// A scenario with what is cut and erased from outside; values that are set have been read with it.
pub(super) fn changed(scenario: &Scenario, changes: &Changes) -> Scenario {
    let cut = scenario.without(&changes.without);
    match &changes.erase_new_spines {
        Some(day) => cut.erasing_new_spines(day.hours),
        None => cut,
    }
}

/// Reads one scenario without a word about it.
pub(super) fn check(word: &str, changes: &Changes) -> Result<Checked, Failure> {
    checked(word, source(word)?, changes, &resolver(word))
}

/// The same for a text that is found already; the resolver finds what it builds on.
pub(super) fn checked(
    word: &str,
    found: Result<(String, Source), Box<NotText>>,
    changes: &Changes,
    resolver: &SourceResolver<'_>,
) -> Result<Checked, Failure> {
    let (name, source) = match found {
        Ok(found) => found,
        Err(not_text) => {
            let NotText { source, diagnostic } = *not_text;
            let (name, diagnostics, result) = (word.to_owned(), vec![diagnostic], Err(Failure::Scenario));
            return Ok(Checked { name, source, diagnostics, result });
        }
    };
    let Outcome { scenario, diagnostics } = read_from(&source, &changes.set, resolver);
    let mut errors = diagnostics.iter().filter(|diagnostic| is_error(diagnostic)).peekable();
    let result = match scenario {
        Some(scenario) if errors.peek().is_none() => match &changes.erase_new_spines {
            Some(day) if day.hours >= scenario.duration => Err(Failure::Usage {
                message: format!("new spines cannot be erased at {}: {word} ends before that", day.text),
                help: "choose an earlier day, or make its duration longer".to_owned(),
            }),
            _ => Ok(changed(&scenario, changes)),
        },
        _ if errors.all(|error| error.given.is_some()) => Err(Failure::Changes),
        _ => Err(Failure::Scenario),
    };
    Ok(Checked { name, source, diagnostics, result })
}

fn is_error(diagnostic: &Diagnostic) -> bool {
    diagnostic.severity == Severity::Error
}

/// One scenario with its name. Its problems are printed, and counted where there are errors.
pub(super) fn scenario(word: &str, changes: &Changes, terminal: &Terminal) -> Result<(String, Scenario), Failure> {
    said(word, check(word, changes)?, terminal)
}

/// What was found, or its problems in print.
pub(super) fn said(word: &str, checked: Checked, terminal: &Terminal) -> Result<(String, Scenario), Failure> {
    let Checked { name, source, diagnostics, result } = checked;
    terminal.diagnostics(&diagnostics, &source);
    match result {
        Ok(scenario) => Ok((name, scenario)),
        Err(failure) => {
            if !diagnostics.is_empty() {
                let errors = diagnostics.iter().filter(|diagnostic| is_error(diagnostic)).count();
                terminal.note(&format!("{}: {}", visible_line(word), counts(errors, diagnostics.len() - errors)));
            }
            Err(failure)
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

/// Before the name of a link and before a day, among the changes that the output states.
const WITHOUT: &str = "without ";
const ERASED: &str = "new spines erased at ";

/// The changes from the words that [`changes_as_typed`] made of them; nothing where this version has none of that name.
pub(super) fn changes_from_words(words: &[String]) -> Option<Changes> {
    let mut changes = Changes::default();
    for word in words {
        if let Some(link) = word.strip_prefix(WITHOUT) {
            changes.without.push(Link::find(link)?);
        } else if let Some(day) = word.strip_prefix(ERASED) {
            changes.erase_new_spines = Some(parse_day(day).ok()?);
        } else {
            changes.set.push(Override::parse(word)?);
        }
    }
    Some(changes)
}

/// The changes as they were typed, for the output to state.
pub(super) fn changes_as_typed(changes: &Changes) -> Vec<String> {
    let set = changes.set.iter().map(Override::text);
    let cut = changes.without.iter().map(|link| format!("{WITHOUT}{}", link.name()));
    let erased = changes.erase_new_spines.iter().map(|day| format!("{ERASED}{}", day.text));
    set.chain(cut).chain(erased).collect()
}
