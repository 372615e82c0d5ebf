//! What is said where the command line cannot be read, and where help is asked for.
//!
//! clap words these messages and colours them, so that a word from outside could not be made visible in them afterwards.
//! It is made visible beforehand: the line is read again with its words as they are shown.

use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::process::ExitCode;

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::args;
use super::failure::Failure;
use super::invocation::Invocation;
use super::names;
use super::options::Color;
use super::terminal::Terminal;
use onset::quantity::{is_unseen, shortened, visible_line};
use onset::scenario::builtin;

/// Longest word that is shown whole, in bytes.
const LONGEST: usize = 200;

/// Says what is wrong with these words, or what was asked for, such as the help; gives the exit code.
pub(super) fn said(error: &Error, words: &[OsString]) -> ExitCode {
    let terminal = Terminal::new(false, Color::typed(), Invocation::default());
    if let Some(failure) = forgotten_run(error).or_else(|| no_text(error, words)) {
        return terminal.fail(&failure);
    }
    if words.iter().all(|word| is_plain(word)) {
        return terminal.usage(error);
    }
    match args::read(words.iter().map(|word| shown(word))) {
        Err(again) if again.kind() == error.kind() => terminal.usage(&again),
        // As they are shown, the words are wrong in another way, or not at all.
        _ => terminal.plain_usage(error),
    }
}

/// Whether a word can be shown as it is.
fn is_plain(word: &OsStr) -> bool {
    word.len() <= LONGEST && word.to_str().is_some_and(|word| !word.chars().any(is_unseen))
}

/// A word as it is shown.
fn shown(word: &OsStr) -> OsString {
    shortened(&visible_line(&word.to_string_lossy())).into_owned().into()
}

/// A scenario where a command is expected was most likely meant to be run.
fn forgotten_run(error: &Error) -> Option<Failure> {
    if error.kind() != ErrorKind::InvalidSubcommand {
        return None;
    }
    let Some(ContextValue::String(word)) = error.get(ContextKind::InvalidSubcommand) else { return None };
    let help = if builtin::find(word).is_some() || Path::new(word).is_file() {
        format!("to run it: onset run {}", names::quoted(word))
    } else if error.get(ContextKind::SuggestedSubcommand).is_none() {
        format!("did you mean: onset run {}?", builtin::near(word)?)
    } else {
        return None;
    };
    Some(Failure::Usage { message: format!("\"{word}\" is not a command"), help })
}

/// The first word that is not text, where that is what is wrong.
fn no_text(error: &Error, words: &[OsString]) -> Option<Failure> {
    if error.kind() != ErrorKind::InvalidUtf8 {
        return None;
    }
    let word = words.iter().find(|word| word.to_str().is_none())?;
    Some(Failure::Usage {
        message: format!("\"{}\" is not text: its bytes are not UTF-8", word.to_string_lossy()),
        help: "give the file another name, of plain letters, and type that".to_owned(),
    })
}
