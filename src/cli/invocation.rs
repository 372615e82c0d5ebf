//! What was typed, in one form whatever its order and spelling, as far as what is written depends on it.

use std::any::TypeId;
use std::path::Path;

use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Command, ValueHint};

use super::options::{Force, ScenarioWord};

use onset::chart::CommandRecord;
use onset::figure::Figure;
use onset::scenario::Scenario;

/// What an argument of a command means for a figure that carries the words of the command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Where things go, in which form, how fast: never carried.
    Outside,
    /// A scenario, for which a placeholder is carried.
    Scenario,
    /// Another file, which a figure does not carry.
    File,
    /// A word that names no file.
    Word,
}

impl Role {
    /// What an argument means, by its declaration: a scenario and the flag that forces have types of their own, a folder
    /// is written to and a file is read, [`ValueHint::AnyPath`] marks a file that is written, and [`ValueHint::Other`] marks what no figure depends on.
    pub(super) fn of(arg: &Arg) -> Self {
        let value = arg.get_value_parser().type_id();
        if value == TypeId::of::<ScenarioWord>() {
            return Self::Scenario;
        }
        let is_help = matches!(arg.get_action(), ArgAction::Help | ArgAction::HelpShort | ArgAction::HelpLong);
        if is_help || arg.is_global_set() || value == TypeId::of::<Force>() {
            return Self::Outside;
        }
        match arg.get_value_hint() {
            ValueHint::Unknown => Self::Word,
            ValueHint::Other | ValueHint::DirPath | ValueHint::AnyPath => Self::Outside,
            _ => Self::File,
        }
    }
}

/// Why the words that a figure carries are not obeyed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refused {
    /// They name a file, which a figure does not carry.
    File(String),
    /// They hold what this program never writes there.
    Word(String),
    /// They are no command of this version.
    Unknown,
}

/// A command line.
#[derive(Debug, Clone, Default)]
pub(super) struct Invocation {
    words: Vec<String>,
    /// Which of the words are scenarios.
    scenarios: Vec<usize>,
    files: Vec<String>,
}

impl Invocation {
    /// Reads the words that a figure carries with so many scenarios. Such words come from others: they may ask for a
    /// drawing of the scenarios that lie beside them, and name no file.
    pub(super) fn carried(
        program: &mut Command,
        words: &[String],
        scenarios: usize,
    ) -> Result<(ArgMatches, Self), Refused> {
        let line = std::iter::once("onset").chain(words.iter().map(String::as_str));
        let matches = program.try_get_matches_from_mut(line).map_err(|_| Refused::Unknown)?;
        let (name, inner) = matches.subcommand().ok_or(Refused::Unknown)?;
        let command = program.find_subcommand(name).ok_or(Refused::Unknown)?;
        for arg in command.get_arguments() {
            let id = arg.get_id().as_str();
            let is_typed = inner.value_source(id) == Some(ValueSource::CommandLine);
            let Some(values) = inner.try_get_raw(id).ok().flatten().filter(|_| is_typed || arg.is_positional()) else {
                continue;
            };
            let mut values = values.map(|value| value.to_string_lossy().into_owned());
            match Role::of(arg) {
                Role::Word => {}
                Role::Outside => return Err(Refused::Word(format!("--{}", arg.get_long().unwrap_or(id)))),
                Role::File => return Err(Refused::File(file_name(&values.next().unwrap_or_default()))),
                Role::Scenario => {
                    if let Some(other) = values.find(|value| (0..scenarios).all(|number| placeholder(number) != *value))
                    {
                        return Err(Refused::Word(format!("\"{other}\", which is no scenario inside the figure")));
                    }
                }
            }
        }
        let typed = Self::new(program, &matches);
        Ok((matches, typed))
    }

    /// The words, the command first.
    pub(super) fn words(&self) -> &[String] {
        &self.words
    }

    /// The words of a command line that was read.
    pub(super) fn new(program: &Command, matches: &ArgMatches) -> Self {
        let mut typed = Self::default();
        let Some((name, matches)) = matches.subcommand() else { return typed };
        let Some(command) = program.find_subcommand(name) else { return typed };
        typed.words.push(name.to_owned());
        let (places, options): (Vec<&Arg>, Vec<&Arg>) = command.get_arguments().partition(|arg| arg.is_positional());
        for arg in places.into_iter().chain(options) {
            let id = arg.get_id().as_str();
            let Ok(Some(values)) = matches.try_get_raw(id) else { continue };
            let is_typed = matches.value_source(id) == Some(ValueSource::CommandLine);
            let role = Role::of(arg);
            if role == Role::Outside || !(is_typed || arg.is_positional()) {
                continue;
            }
            for value in values.map(|value| value.to_string_lossy().into_owned()) {
                match role {
                    Role::Scenario => typed.scenarios.push(typed.words.len()),
                    Role::File => typed.files.push(file_name(&value)),
                    Role::Word | Role::Outside => {}
                }
                match arg.get_long() {
                    None => typed.words.push(value),
                    Some(long) if arg.get_action().takes_values() => typed.words.push(format!("--{long}={value}")),
                    Some(long) if value == "true" => typed.words.push(format!("--{long}")),
                    Some(_) => {}
                }
            }
        }
        typed
    }

    /// A figure of this command, with what makes it again inside: the words, and the scenarios that it was given.
    pub(super) fn made(&self, figure: Figure, scenarios: &[(String, Scenario)]) -> Figure {
        let mut words = self.words.clone();
        for (number, place) in self.scenarios.iter().enumerate() {
            words[*place] = placeholder(number);
        }
        CommandRecord::new(words, self.files.clone()).into_figure(figure, scenarios)
    }
}

/// The last part of a path.
fn file_name(path: &str) -> String {
    Path::new(path).file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// What stands for a scenario among the words.
pub(super) fn placeholder(number: usize) -> String {
    format!("{{{number}}}")
}
