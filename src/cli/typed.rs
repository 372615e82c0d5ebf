//! What was typed, in one form whatever its order and spelling, as far as what is written depends on it.

use std::ffi::OsString;
use std::path::Path;

use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Command, CommandFactory, Error, FromArgMatches};

use super::args::{Arguments, Color};

use onset::figure::Figure;
use onset::report::Made;
use onset::scenario::Scenario;

/// Options that say where things go, in which form, how fast, or which part of them is done here.
const OUTSIDE: &[&str] = &["out", "format", "force", "quiet", "color", "threads", "shard", "help"];

/// Names of arguments that are scenarios.
const SCENARIOS: &[&str] = &["scenario", "scenarios", "first", "second"];

/// Names of arguments that are other files.
const FILES: &[&str] = &["observed", "subjects"];

/// A command line.
#[derive(Debug, Clone, Default)]
pub(super) struct Typed {
    words: Vec<String>,
    /// Which of the words are scenarios.
    scenarios: Vec<usize>,
    files: Vec<String>,
}

impl Typed {
    /// Reads a command line.
    pub(super) fn read(words: impl IntoIterator<Item = OsString>) -> Result<(Arguments, Self), Error> {
        let mut program = Arguments::command().color(Color::typed().into());
        let matches = program.try_get_matches_from_mut(words)?;
        Ok((Arguments::from_arg_matches(&matches)?, Self::new(&program, &matches)))
    }

    /// Reads what was typed before.
    pub(super) fn again(words: &[String]) -> Result<(Arguments, Self), Error> {
        Self::read(std::iter::once("onset").chain(words.iter().map(String::as_str)).map(OsString::from))
    }

    /// The words, the command first.
    pub(super) fn words(&self) -> &[String] {
        &self.words
    }

    fn new(program: &Command, matches: &ArgMatches) -> Self {
        let mut typed = Self::default();
        let Some((name, matches)) = matches.subcommand() else { return typed };
        let Some(command) = program.find_subcommand(name) else { return typed };
        typed.words.push(name.to_owned());
        let (places, options): (Vec<&Arg>, Vec<&Arg>) = command.get_arguments().partition(|arg| arg.is_positional());
        for arg in places.into_iter().chain(options) {
            let id = arg.get_id().as_str();
            let Ok(Some(values)) = matches.try_get_raw(id) else { continue };
            let is_typed = matches.value_source(id) == Some(ValueSource::CommandLine);
            if OUTSIDE.contains(&id) || !(is_typed || arg.is_positional()) {
                continue;
            }
            for value in values.map(|value| value.to_string_lossy().into_owned()) {
                if SCENARIOS.contains(&id) {
                    typed.scenarios.push(typed.words.len());
                }
                if FILES.contains(&id) {
                    let name = Path::new(&value).file_name().map(|name| name.to_string_lossy().into_owned());
                    typed.files.extend(name);
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
        Made::new(words, self.files.clone()).into_figure(figure, scenarios)
    }
}

/// What stands for a scenario among the words.
pub(super) fn placeholder(number: usize) -> String {
    format!("{{{number}}}")
}
