//! The words of the command line: every command with its options.
//!
//! Owns: the enum of commands. Must not know: what a command does.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{CommandFactory, Error, FromArgMatches, Parser, Subcommand};

use super::command::claims::ClaimsOptions;
use super::command::diff::DiffOptions;
use super::command::equations::EquationsOptions;
use super::command::evidence::EvidenceOptions;
use super::command::explain::ExplainOptions;
use super::command::figure::FigureOptions;
use super::command::fit::{self, FitOptions};
use super::command::gallery::GalleryOptions;
use super::command::guesses::GuessesOptions;
use super::command::manual::{CompletionsOptions, ManOptions};
use super::command::merge::{self, MergeOptions};
use super::command::page::PageOptions;
use super::command::population::{self, PopulationOptions};
use super::command::rivals::RivalsOptions;
use super::command::sensitivity::{self, SensitivityOptions};
use super::command::sweep::{self, SweepOptions};
use super::command::verify::{self, VerifyOptions};
use super::command::why::WhyOptions;
use super::options::{BasisName, Changes, CheckFormat, Color, RunOptions, TableFormat};
use super::study_command::StudyCommand;
use super::typed::{Refused, Typed};
use onset::study;
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

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Draw the built-in comparison of ketamine with an SSRI.
    #[command(after_help = "Examples:\n  onset demo\n  onset demo --theme dark --out slides\n  \
        onset demo --set subject.weight=90kg --out output/heavier")]
    Demo(RunOptions),
    /// Simulate scenarios; write figures, tables and a manifest.
    #[command(after_help = "Examples:\n  onset run single-infusion\n  onset run my.toml --out results\n  \
        onset run my.toml ssri-five-drugs        their arms in one figure\n  \
        onset run single-infusion --set parameters.k_protein=2x\n  \
        onset run single-infusion --without ampa\n  \
        onset run single-infusion --erase-new-spines 2 --out output/erased\n  \
        onset run my.toml --out - --format csv > trajectory.csv")]
    Run {
        /// Scenario files, or names that `onset list` shows.
        #[arg(required = true, value_name = "FILE or NAME")]
        scenarios: Vec<String>,
        #[command(flatten)]
        options: RunOptions,
    },
    #[command(about = study::population::STUDY.about, after_help = population::EXAMPLES)]
    Population(PopulationOptions),
    /// Put shares of a population together.
    #[command(after_help = merge::EXAMPLES)]
    Merge(MergeOptions),
    #[command(about = study::sweep::STUDY.about, after_help = sweep::EXAMPLES)]
    Sweep(SweepOptions),
    #[command(about = study::sensitivity::STUDY.about, after_help = sensitivity::EXAMPLES)]
    Sensitivity(SensitivityOptions),
    /// Draw one figure for a lecture.
    #[command(after_help = "Examples:\n  onset figure ketamine-vs-ssri --out slide.svg --out slide.png\n  \
        onset figure single-infusion --kind cascade --theme dark\n  \
        onset figure single-infusion --kind pathway --without ampa --out broken.png\n  \
        onset figure dose-response --kind dose-response --for paper-1col\n  \
        onset figure single-infusion --kind phase --x bdnf --y synapse_count\n  \
        onset figure six-infusions --kind exposure --time linear\n  \
        onset figure routes --for slides-4x3 --lint --room 1:9\n  \
        onset figure ketamine-vs-ssri --build --out talk.pdf")]
    Figure(Box<FigureOptions>),
    /// Run the scenario inside a figure again, and compare.
    #[command(after_help = verify::help())]
    Verify(VerifyOptions),
    /// Draw every scenario and every kind of figure, with an index page.
    #[command(after_help = "Example:\n  onset gallery --out gallery")]
    Gallery(GalleryOptions),
    #[command(about = study::fit::STUDY.about, after_help = fit::EXAMPLES)]
    Fit(FitOptions),
    /// Check scenario files without running them.
    #[command(after_help = "Examples:\n  onset check my.toml\n  onset check *.toml\n  \
        onset check my.toml --set subject.weight=90kg\n  \
        onset check my.toml --format json        for editors and graders\n  \
        onset check --explain E009")]
    Check {
        /// Scenario files, or names that `onset list` shows.
        #[arg(required_unless_present = "explain", value_name = "FILE or NAME")]
        scenarios: Vec<String>,
        #[command(flatten)]
        changes: Changes,
        /// Form of what is said.
        #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
        format: CheckFormat,
        /// Explain the code of a message, such as E009, with an example.
        #[arg(long, value_name = "CODE", exclusive = true)]
        explain: Option<String>,
    },
    #[command(about = study::diff::STUDY.about, after_help = "Examples:\n  onset diff my.toml single-infusion\n  \
        onset diff ampa-blocked val66met --out compared\n  \
        onset diff my.toml single-infusion --format json\n\n\
        Arms are matched by their names. For up to 8 changed inputs of an arm, each\n\
        change of an outcome is shared out fairly (Shapley values).")]
    Diff(DiffOptions),
    /// Draw a scenario again each time its file is saved.
    #[command(after_help = "Example:\n  onset watch my.toml\n\n\
        Stop it with Ctrl-C. A file with a mistake is answered with what is wrong, and\n\
        watched on; the figures of the last good one stay.")]
    Watch {
        /// The scenario file.
        file: String,
        #[command(flatten)]
        options: RunOptions,
    },
    /// Write a scenario file to start from.
    #[command(after_help = "Examples:\n  onset new trial.toml\n  onset new nasal.toml --from esketamine-nasal")]
    New {
        /// The file to write; a name without an ending gets .toml.
        file: PathBuf,
        /// A built-in scenario to copy, as `onset list` shows it, instead of the short starter.
        #[arg(long, value_name = "NAME")]
        from: Option<String>,
        /// Overwrite a file that is there already.
        #[arg(long)]
        force: bool,
    },
    #[command(about = study::evidence::STUDY.about, after_help = "Examples:\n  onset evidence\n  onset evidence mood-onset ampa-needed\n  \
        onset evidence mood-decay --protocol > my.toml       the scenario behind a finding\n  \
        onset evidence --format markdown > evidence.md")]
    Evidence(EvidenceOptions),
    /// Tell what the literature says of the claims of lay articles.
    #[command(after_help = "Examples:\n  onset claims\n  onset claims ssri\n  onset claims unsupported\n  \
        onset claims --run ssri-double-dose      run and draw what shows it")]
    Claims(ClaimsOptions),
    #[command(about = study::guesses::STUDY.about, after_help = "Examples:\n  onset guesses\n  onset guesses six-infusions --metric improvement_7d\n  \
        onset guesses single-infusion --draw both -n 1000\n  \
        onset guesses my.toml -n 2000 --seed 7 --out output/guessed")]
    Guesses(GuessesOptions),
    #[command(about = study::rivals::STUDY.about, after_help = "Examples:\n  onset rivals\n  onset rivals --set parameters.hnk_fraction=0.8\n  \
        onset rivals --protocol ampa-antagonist > my.toml    the scenario of an experiment\n  \
        onset rivals --out - --format json")]
    Rivals(RivalsOptions),
    #[command(about = study::why::STUDY.about, after_help = "Examples:\n  onset why improvement_24h\n  onset why onset ketamine-vs-ssri\n  \
        onset why synapse_gain_24h my.toml --format csv")]
    Why(WhyOptions),
    /// Write scenarios as one interactive page that a browser runs by itself.
    #[command(after_help = "Examples:\n  onset page ketamine-vs-ssri\n  \
        onset page routes --slider k_protein --slider stress=0..2 -o talk.html\n  \
        onset page my.toml ssri-five-drugs -o - > page.html")]
    Page(PageOptions),
    /// List the scenarios that come with the program.
    #[command(after_help = "Example:\n  onset list")]
    List,
    /// Print a scenario.
    #[command(after_help = "Examples:\n  onset show single-infusion > my.toml\n  \
        onset show my.toml --flat        what it means with all that it builds on")]
    Show {
        /// A name that `onset list` shows, or a scenario file.
        #[arg(value_name = "NAME or FILE")]
        scenario: String,
        /// With all that it builds on (`extends`) as one text, keys in a fixed order, without remarks.
        #[arg(long)]
        flat: bool,
    },
    /// Print the JSON Schema of scenario files, for editors.
    #[command(after_help = "Example:\n  onset schema > scenario.schema.json\n\n\
        An editor that reads TOML with schemas, such as VS Code with the extension\n\
        Even Better TOML, then completes and explains the keys of every file in this\n\
        folder that begins with:\n  #:schema ./scenario.schema.json")]
    Schema,
    /// List the parameters of the model and what each value rests on.
    #[command(after_help = "Examples:\n  onset parameters\n  onset parameters synapse\n  \
        onset parameters --basis assumed\n  onset parameters --format csv > parameters.csv")]
    Parameters {
        /// Only those with this word in their name, mechanism, meaning or source.
        word: Option<String>,
        /// Only those whose value rests on this.
        #[arg(long, value_name = "BASIS", value_enum)]
        basis: Option<BasisName>,
        /// Form of the table.
        #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
        format: TableFormat,
    },
    /// Print a script that lets a shell complete the commands.
    #[command(after_help = "Example:\n  onset completions bash > onset.bash\n\n\
        `source onset.bash` then lets the Tab key complete commands and options.")]
    Completions(CompletionsOptions),
    /// Print a manual page.
    #[command(after_help = "Examples:\n  onset man > onset.1\n  onset man run > onset-run.1\n\n\
        `man ./onset.1` then shows it.")]
    Man(ManOptions),
    /// Explain a name: what it means, its equation, its numbers, what acts on it.
    #[command(after_help = "Examples:\n  onset explain glutamate\n  onset explain k_protein\n  \
        onset explain onset\n  onset explain rival-direct\n  onset explain             every name with its meaning")]
    Explain(ExplainOptions),
    /// Print the equations, to read or for another program to run.
    #[command(after_help = "Examples:\n  onset equations\n  \
        onset equations single-infusion --format javascript > model.mjs\n  \
        onset equations single-infusion --format latex > model.tex\n  \
        onset equations six-infusions --arm \"one infusion\" --format sbml > model.xml\n  \
        onset equations --diff rival-direct         what a preset changes")]
    Equations(EquationsOptions),
}

impl Command {
    /// The command as a study; nothing for a command that is none. A new command does not compile before it stands here.
    fn into_study(self) -> Option<Box<dyn StudyCommand>> {
        Some(match self {
            Self::Population(options) => Box::new(options),
            Self::Sweep(options) => Box::new(options),
            Self::Sensitivity(options) => Box::new(options),
            Self::Fit(options) => Box::new(options),
            Self::Diff(options) => Box::new(options),
            Self::Evidence(options) => Box::new(options),
            Self::Guesses(options) => Box::new(options),
            Self::Rivals(options) => Box::new(options),
            Self::Why(options) => Box::new(options),
            Self::Demo(_)
            | Self::Run { .. }
            // Puts the shares of a population together: its figure is that of the population.
            | Self::Merge(_)
            | Self::Figure(_)
            | Self::Verify(_)
            | Self::Gallery(_)
            | Self::Check { .. }
            | Self::Watch { .. }
            | Self::New { .. }
            | Self::Claims(_)
            | Self::Page(_)
            | Self::List
            | Self::Show { .. }
            | Self::Schema
            | Self::Parameters { .. }
            | Self::Completions(_)
            | Self::Man(_)
            | Self::Explain(_)
            | Self::Equations(_) => return None,
        })
    }
}

impl Default for Command {
    fn default() -> Self {
        Self::Demo(RunOptions::default())
    }
}

/// Reads a command line.
pub(super) fn read(words: impl IntoIterator<Item = OsString>) -> Result<(Arguments, Typed), Error> {
    let mut program = Arguments::command().color(Color::typed().into());
    let matches = program.try_get_matches_from_mut(words)?;
    Ok((Arguments::from_arg_matches(&matches)?, Typed::new(&program, &matches)))
}

/// Reads the words with which a share of a population was run; nothing where they run no population.
pub(super) fn population_again(words: &[String]) -> Option<(PopulationOptions, Typed)> {
    let line = std::iter::once("onset").chain(words.iter().map(String::as_str)).map(OsString::from);
    match read(line) {
        Ok((Arguments { command: Some(Command::Population(options)), .. }, typed)) => Some((options, typed)),
        _ => None,
    }
}

/// Reads the words that a figure carries with so many scenarios: a command that is a study, and names no file.
pub(super) fn carried(words: &[String], scenarios: usize) -> Result<(Box<dyn StudyCommand>, Typed), Refused> {
    let mut program = Arguments::command();
    let (matches, typed) = Typed::carried(&mut program, words, scenarios)?;
    let arguments = Arguments::from_arg_matches(&matches).map_err(|_| Refused::Unknown)?;
    let study = arguments.command.and_then(Command::into_study).ok_or(Refused::Unknown)?;
    Ok((study, typed))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use clap::Arg;

    use super::*;
    use crate::cli::typed::Role;
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
