//! How a command line is read: that of the user, that of a figure, that of a share of a population.
//!
//! Owns: the options of the program as a whole. Must not know: what a command does.

use std::ffi::OsString;

use clap::{CommandFactory, Error, FromArgMatches, Parser};

use super::command::{Command, PopulationOptions};
use super::invocation::{Invocation, Refused};
use super::options::Color;
use super::study_command::StudyCommand;
use onset::words::texts::DISCLAIMER;

/// Stands under the help, before the disclaimer.
const AFTER_HELP: &str = "\
Examples:
  onset                              draw the demo: ketamine against an SSRI
  onset list                         the scenarios that come with the program
  onset run dose-response            run one of them
  onset new my.toml                  write one of your own, to change it
  onset run my.toml --set subject.weight=90kg
                                     run it for another body weight

Exit codes: 0 done; 1 the scenario is wrong; 2 the command line is wrong;
3 a run failed; 4 files could not be read or written.

";

/// Where options that every command has stand in its help: after its own.
const LAST: usize = 900;

/// Illustrative simulator of how a fast NMDA blocker and a slow SSRI act on synapses and symptoms.
#[derive(Debug, Parser)]
#[command(bin_name = "onset", version, about, after_help = format!("{AFTER_HELP}{DISCLAIMER}"), max_term_width = 80)]
pub(super) struct Arguments {
    /// What to do; without it, the demo.
    #[command(subcommand)]
    pub(super) command: Option<Command>,
    /// Say nothing but errors.
    #[arg(long, short, global = true, display_order = LAST)]
    pub(super) quiet: bool,
    /// Colour in messages.
    #[arg(long, global = true, value_name = "WHEN", value_enum, default_value_t, display_order = LAST)]
    pub(super) color: Color,
}

/// Reads a command line.
pub(super) fn read(words: impl IntoIterator<Item = OsString>) -> Result<(Arguments, Invocation), Error> {
    let mut program = Arguments::command().color(Color::typed().into());
    let matches = program.try_get_matches_from_mut(words)?;
    Ok((Arguments::from_arg_matches(&matches)?, Invocation::new(&program, &matches)))
}

/// Reads the words with which a share of a population was run; nothing where they run no population.
pub(super) fn population_again(words: &[String]) -> Option<(PopulationOptions, Invocation)> {
    let line = std::iter::once("onset").chain(words.iter().map(String::as_str)).map(OsString::from);
    match read(line) {
        Ok((Arguments { command: Some(Command::Population(options)), .. }, typed)) => Some((options, typed)),
        _ => None,
    }
}

/// Reads the words that a figure carries with so many scenarios: a command that is a study, and names no file.
pub(super) fn carried(words: &[String], scenarios: usize) -> Result<(Box<dyn StudyCommand>, Invocation), Refused> {
    let mut program = Arguments::command();
    let (matches, typed) = Invocation::carried(&mut program, words, scenarios)?;
    let arguments = Arguments::from_arg_matches(&matches).map_err(|_| Refused::Unknown)?;
    let study = arguments.command.and_then(Command::into_study).ok_or(Refused::Unknown)?;
    Ok((study, typed))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::path::PathBuf;

    use clap::Arg;

    use super::*;
    use crate::cli::invocation::Role;
    use onset::solver::Options;
    use onset::study::STUDIES;

    fn carried(words: &[&str], scenarios: usize) -> Result<(), Refused> {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        super::carried(&words, scenarios).map(|_| ())
    }

    /// The studies whose figures are made again: those that need no file, which a figure does not carry.
    fn made_again() -> Vec<&'static str> {
        let needs_file = |(command, arg): &(String, Arg), name: &str| {
            command == name && arg.is_required_set() && Role::of(arg) == Role::File
        };
        let all = arguments(STUDIES.iter().map(|study| study.name));
        let names = STUDIES.iter().map(|study| study.name);
        names.filter(|name| !all.iter().any(|argument| needs_file(argument, name))).collect()
    }

    /// Every argument of these commands.
    fn arguments(commands: impl IntoIterator<Item = &'static str>) -> Vec<(String, Arg)> {
        let mut program = Arguments::command();
        program.build();
        let of = |command: &str| {
            let command = program.find_subcommand(command).unwrap_or_else(|| {
                panic!("the study \"{command}\" is declared, but src/cli/args.rs has no command of that name")
            });
            let name = command.get_name().to_owned();
            command.get_arguments().cloned().map(|arg| (name.clone(), arg)).collect::<Vec<_>>()
        };
        commands.into_iter().flat_map(of).collect()
    }

    #[test]
    fn every_study_is_a_command_that_says_what_its_declaration_says() {
        let program = Arguments::command();
        for study in STUDIES {
            let command = program.find_subcommand(study.name).unwrap_or_else(|| {
                panic!("the study \"{}\" is declared, but src/cli/args.rs has no command of that name", study.name)
            });
            assert_eq!(command.get_about().map(ToString::to_string), Some(study.about.to_owned()), "{}", study.name);
        }
        assert_eq!(STUDIES.len() - made_again().len(), 1, "the figures of a fit need its observations");
    }

    #[test]
    fn every_argument_that_is_obeyed_is_known_to_name_no_file() {
        // A new argument is written into one of these lists by hand, after a look at what it reads.
        let mut found: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for (command, arg) in arguments(made_again()) {
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
        let mut words: Vec<String> = made_again().into_iter().flat_map(changes).collect();
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
                "talk author",
                "talk minutes",
                "talk only",
                "talk profile",
                "talk seed",
                "talk theme",
                "talk title",
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
        assert_eq!(found["scenario"][5..], ["sweep scenario", "talk scenarios", "why scenario"]);
    }

    #[test]
    fn a_path_is_never_a_mere_word() {
        for (command, arg) in arguments(made_again()) {
            let is_path = arg.get_value_parser().type_id() == clap::value_parser!(PathBuf).type_id();
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

    #[test]
    fn the_default_in_the_help_is_that_of_the_solver() {
        let Some(Command::Run { options, .. }) = Arguments::parse_from(["onset", "run", "routes"]).command else {
            panic!("run is a command");
        };
        assert_eq!(options.rtol, Options::DEFAULT_RTOL);
    }
}
