//! What was typed, in one form whatever its order and spelling, as far as what is written depends on it.

use std::ffi::OsString;
use std::path::Path;

use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Command, CommandFactory, Error, FromArgMatches, ValueHint};

use super::args::{Arguments, Color};

use onset::chart::Made;
use onset::figure::Figure;
use onset::scenario::Scenario;

/// Options that say where things go, in which form, how fast, or which part of them is done here.
const OUTSIDE: &[&str] = &["out", "format", "force", "quiet", "color", "threads", "shard", "help"];

/// Names of arguments that are scenarios.
const SCENARIOS: &[&str] = &["scenario", "scenarios", "first", "second"];

/// What an argument of a command means for a figure that carries the words of the command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
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
    /// What an argument means, by its declaration: a file is one whose value is a path.
    fn of(arg: &Arg) -> Self {
        let id = arg.get_id().as_str();
        if OUTSIDE.contains(&id) {
            Self::Outside
        } else if SCENARIOS.contains(&id) {
            Self::Scenario
        } else if matches!(arg.get_value_hint(), ValueHint::Unknown | ValueHint::Other) {
            Self::Word
        } else {
            Self::File
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

    /// Reads the words that a figure carries with so many scenarios. Such words come from others: they may ask for a
    /// drawing of the scenarios that lie beside them, and name no file.
    pub(super) fn carried(words: &[String], scenarios: usize) -> Result<(Arguments, Self), Refused> {
        let mut program = Arguments::command();
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
        let arguments = Arguments::from_arg_matches(&matches).map_err(|_| Refused::Unknown)?;
        let typed = Self::new(&program, &matches);
        Ok((arguments, typed))
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
        Made::new(words, self.files.clone()).into_figure(figure, scenarios)
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::remake::DRAWS;
    use super::*;

    fn carried(words: &[&str], scenarios: usize) -> Result<(), Refused> {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        Typed::carried(&words, scenarios).map(|_| ())
    }

    /// Every argument of every command whose figures are made again.
    fn arguments() -> Vec<(String, Arg)> {
        let mut program = Arguments::command();
        program.build();
        let of = |command: &str| {
            let command = program.find_subcommand(command).unwrap().clone();
            let name = command.get_name().to_owned();
            command.get_arguments().cloned().map(|arg| (name.clone(), arg)).collect::<Vec<_>>()
        };
        DRAWS.into_iter().flat_map(of).collect()
    }

    #[test]
    fn every_argument_that_is_obeyed_is_known_to_name_no_file() {
        // A new argument is written into one of these lists by hand, after a look at what it reads.
        let mut found: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for (command, arg) in arguments() {
            let role = match Role::of(&arg) {
                Role::Word => "word",
                Role::Scenario => "scenario",
                Role::File => "file",
                Role::Outside => continue,
            };
            found.entry(role).or_default().push(format!("{command} {}", arg.get_id()));
        }
        for names in found.values_mut() {
            names.sort();
        }
        let changes = |command: &str| ["erase_new_spines", "set", "without"].map(|id| format!("{command} {id}"));
        let mut words: Vec<String> = DRAWS.into_iter().flat_map(changes).collect();
        words.extend(
            [
                "evidence ids",
                "evidence protocol",
                "guesses draw",
                "guesses metric",
                "guesses number",
                "guesses seed",
                "population correlate",
                "population keep",
                "population no_figure",
                "population number",
                "population rtol",
                "population seed",
                "population theme",
                "population vary",
                "rivals protocol",
                "sensitivity arm",
                "sensitivity method",
                "sensitivity metric",
                "sensitivity no_figure",
                "sensitivity range",
                "sensitivity rtol",
                "sensitivity samples",
                "sensitivity seed",
                "sensitivity theme",
                "sensitivity vary",
                "sweep axes",
                "sweep metric",
                "sweep no_figure",
                "sweep rtol",
                "sweep theme",
                "why arm",
                "why metric",
            ]
            .map(str::to_owned),
        );
        words.sort();
        assert_eq!(found["word"], words);
        assert_eq!(found["file"], ["population subjects"]);
        let scenarios =
            ["diff first", "diff second", "guesses scenario", "population scenario", "sensitivity scenario"];
        assert_eq!(found["scenario"][..5], scenarios);
        assert_eq!(found["scenario"][5..], ["sweep scenario", "why scenario"]);
    }

    #[test]
    fn a_path_is_never_a_mere_word() {
        for (command, arg) in arguments() {
            let is_path = arg.get_value_parser().type_id() == clap::value_parser!(std::path::PathBuf).type_id();
            assert!(!is_path || matches!(Role::of(&arg), Role::File | Role::Outside), "{command} {}", arg.get_id());
        }
    }

    #[test]
    fn words_that_reach_beyond_the_figure_are_refused() {
        assert_eq!(carried(&["why", "onset", "{0}", "--set=duration=2d"], 1), Ok(()));
        assert_eq!(
            carried(&["population", "{0}", "--subjects=/etc/passwd"], 1),
            Err(Refused::File("passwd".to_owned()))
        );
        assert_eq!(
            carried(&["fit", "{0}", "--observed", "a/b.csv", "--free=f_oral"], 1),
            Err(Refused::File("b.csv".to_owned()))
        );
        for (word, name) in [
            ("--out=x", "--out"),
            ("--force", "--force"),
            ("--threads=4", "--threads"),
            ("--quiet", "--quiet"),
            ("--color=always", "--color"),
            ("--shard=1/2", "--shard"),
        ] {
            let words = ["population", "{0}", "--number=4", word];
            assert_eq!(carried(&words, 1), Err(Refused::Word(name.to_owned())), "{word}");
        }
        for scenario in ["/etc/passwd", "single-infusion", "{1}", "{ 0 }", "-"] {
            let Err(Refused::Word(said)) = carried(&["why", "onset", scenario], 1) else { panic!("{scenario}") };
            assert!(said.contains(scenario), "{said}");
        }
        // What a command reads where no scenario is named is none that the figure carries.
        assert!(matches!(carried(&["guesses"], 1), Err(Refused::Word(_))));
        for words in [&["bogus"][..], &["why"], &[], &["--help"], &["why", "--version"], &["why", "--bogus"]] {
            assert_eq!(carried(words, 1), Err(Refused::Unknown), "{words:?}");
        }
    }
}
