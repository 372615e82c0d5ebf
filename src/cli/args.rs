//! The words of the command line.

use std::env;
use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, ColorChoice, Parser, Subcommand, ValueEnum};

use super::failure::Failure;
use crate::cli::command::equations::EquationsOptions;
use crate::cli::command::explain::ExplainOptions;
use crate::cli::command::manual::{CompletionsOptions, ManOptions};
use onset::figure::Theme;
use onset::quantity::{Basis, Dimension, read_amount};
use onset::scenario::{Link, Override, key};
use onset::solver::{Method, Options, Tolerances};
use onset::words::folded;
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

/// When messages have colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum Color {
    /// On a terminal, unless NO_COLOR is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl Color {
    /// What the command line asks for, read before it is parsed: messages about the command line have colour too.
    pub(super) fn typed() -> Self {
        // A file's name need not be text.
        Self::among(env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned()))
    }

    fn among(words: impl Iterator<Item = String>) -> Self {
        let words: Vec<String> = words.take_while(|word| word != "--").collect();
        let after = words.iter().position(|word| word == "--color").and_then(|at| words.get(at + 1));
        let joined = words.iter().find_map(|word| word.strip_prefix("--color="));
        // A word that is none of the choices is complained about when the line is parsed.
        joined.or(after.map(String::as_str)).and_then(|word| Self::from_str(word, false).ok()).unwrap_or_default()
    }
}

impl From<Color> for ColorChoice {
    fn from(color: Color) -> Self {
        match color {
            Color::Auto => Self::Auto,
            Color::Always => Self::Always,
            Color::Never => Self::Never,
        }
    }
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
    /// Follow many subjects that differ from each other.
    #[command(after_help = crate::cli::command::population::EXAMPLES)]
    Population(crate::cli::command::population::PopulationOptions),
    /// Put shares of a population together.
    #[command(after_help = crate::cli::command::merge::EXAMPLES)]
    Merge(crate::cli::command::merge::MergeOptions),
    /// Run a scenario at many values of one or two of its numbers.
    #[command(after_help = crate::cli::command::sweep::EXAMPLES)]
    Sweep(crate::cli::command::sweep::SweepOptions),
    /// Tell on which parameters a metric hangs, and how much.
    #[command(after_help = crate::cli::command::sensitivity::EXAMPLES)]
    Sensitivity(crate::cli::command::sensitivity::SensitivityOptions),
    /// Draw one figure for a lecture.
    #[command(after_help = "Examples:\n  onset figure ketamine-vs-ssri --out slide.svg --out slide.png\n  \
        onset figure single-infusion --kind cascade --theme dark\n  \
        onset figure single-infusion --kind pathway --without ampa --out broken.png\n  \
        onset figure dose-response --kind dose-response --for paper-1col\n  \
        onset figure single-infusion --kind phase --x bdnf --y synapse_count\n  \
        onset figure six-infusions --kind exposure --time linear\n  \
        onset figure routes --for slides-4x3 --lint --room 1:9\n  \
        onset figure ketamine-vs-ssri --build --out talk.pdf")]
    Figure(Box<crate::cli::command::figure::FigureOptions>),
    /// Run the scenario inside a figure again, and compare.
    #[command(after_help = crate::cli::command::verify::help())]
    Verify(crate::cli::command::verify::VerifyOptions),
    /// Draw every scenario and every kind of figure, with an index page.
    #[command(after_help = "Example:\n  onset gallery --out gallery")]
    Gallery(crate::cli::command::gallery::GalleryOptions),
    /// Find the parameters with which the model follows observations.
    #[command(after_help = crate::cli::command::fit::EXAMPLES)]
    Fit(crate::cli::command::fit::FitOptions),
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
    /// Compare two scenarios: inputs, outcomes, and which input explains what.
    #[command(after_help = "Examples:\n  onset diff my.toml single-infusion\n  \
        onset diff ampa-blocked val66met --out compared\n  \
        onset diff my.toml single-infusion --format json\n\n\
        Arms are matched by their names. For up to 8 changed inputs of an arm, each\n\
        change of an outcome is shared out fairly (Shapley values).")]
    Diff {
        /// The scenario to start from: a file, or a name that `onset list` shows.
        #[arg(value_name = "FILE or NAME")]
        first: String,
        /// The scenario to come to.
        #[arg(value_name = "FILE or NAME")]
        second: String,
        #[command(flatten)]
        options: DiffOptions,
    },
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
    /// Hold the model against published findings.
    #[command(after_help = "Examples:\n  onset evidence\n  onset evidence mood-onset ampa-needed\n  \
        onset evidence mood-decay --protocol > my.toml       the scenario behind a finding\n  \
        onset evidence --format markdown > evidence.md")]
    Evidence(crate::cli::command::evidence::EvidenceOptions),
    /// Tell what the literature says of the claims of lay articles.
    #[command(after_help = "Examples:\n  onset claims\n  onset claims ssri\n  onset claims unsupported\n  \
        onset claims --run ssri-double-dose      run and draw what shows it")]
    Claims(crate::cli::command::claims::ClaimsOptions),
    /// Show how much the outcome depends on the guesses of the model.
    #[command(after_help = "Examples:\n  onset guesses\n  onset guesses six-infusions --metric improvement_7d\n  \
        onset guesses single-infusion --draw both -n 1000\n  \
        onset guesses my.toml -n 2000 --seed 7 --out output/guessed")]
    Guesses(crate::cli::command::guesses::GuessesOptions),
    /// Hold rival explanations of the effect against each other.
    #[command(after_help = "Examples:\n  onset rivals\n  onset rivals --set parameters.hnk_fraction=0.8\n  \
        onset rivals --protocol ampa-antagonist > my.toml    the scenario of an experiment\n  \
        onset rivals --out - --format json")]
    Rivals(crate::cli::command::rivals::RivalsOptions),
    /// Tell how much each step of the pathway contributes to a metric.
    #[command(after_help = "Examples:\n  onset why improvement_24h\n  onset why onset ketamine-vs-ssri\n  \
        onset why synapse_gain_24h my.toml --format csv")]
    Why(crate::cli::command::why::WhyOptions),
    /// Write scenarios as one interactive page that a browser runs by itself.
    #[command(after_help = "Examples:\n  onset page ketamine-vs-ssri\n  \
        onset page routes --slider k_protein --slider stress=0..2 -o talk.html\n  \
        onset page my.toml ssri-five-drugs -o - > page.html")]
    Page(crate::cli::command::page::PageOptions),
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

impl Default for Command {
    fn default() -> Self {
        Self::Demo(RunOptions::default())
    }
}

/// Changes to a scenario from outside its file.
#[derive(Debug, Default, Args)]
pub(super) struct Changes {
    /// Change a value, such as subject.weight=90kg, parameters.k_protein=2x (or +10%) or arm.1.dose.1.amount=70mg. May
    /// be repeated.
    #[arg(long, value_name = "PATH=VALUE", value_parser = parse_override)]
    pub(super) set: Vec<Override>,
    /// Cut a link of the pathway. May be repeated.
    #[arg(long, value_name = "LINK", value_parser = links())]
    pub(super) without: Vec<Link>,
    /// Erase all synapses gained since the start, at this day, in every arm.
    #[arg(long, value_name = "DAY", value_parser = parse_day)]
    pub(super) erase_new_spines: Option<Day>,
}

/// A time as it was typed.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Day {
    /// In h.
    pub(super) hours: f64,
    /// With its unit.
    pub(super) text: String,
}

/// How two scenarios are compared.
#[derive(Debug, Default, Args)]
pub(super) struct DiffOptions {
    #[command(flatten)]
    pub(super) changes: Changes,
    /// Folder to write to, instead of output/diff-<first>-<second>.
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// json: all of it on the standard output, and no files.
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub(super) format: CheckFormat,
    /// Overwrite files that were changed since they were written, or that something else wrote.
    #[arg(long)]
    pub(super) force: bool,
}

/// How a run is done and where its output goes.
#[derive(Debug, Args)]
pub(super) struct RunOptions {
    #[command(flatten)]
    pub(super) changes: Changes,
    /// Folder to write to, instead of output/<scenario>; - writes a table to the standard output.
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// With --out -: trajectories as csv, or metrics as json.
    #[arg(long, value_name = "FORMAT", value_enum)]
    pub(super) format: Option<Format>,
    /// Tables only.
    #[arg(long)]
    pub(super) no_figure: bool,
    /// Colours of the figures.
    #[arg(long, value_name = "NAME", value_enum, default_value_t)]
    pub(super) theme: ThemeName,
    /// Relative error of a step, from 1e-12 to 1e-3 (rodas5p: from 1e-10).
    #[arg(long, value_name = "NUMBER", default_value = "1e-7", value_parser = parse_rtol)]
    pub(super) rtol: f64,
    /// The solver: collocation, or rodas5p as a second opinion.
    #[arg(long, value_name = "NAME", value_enum, default_value_t)]
    pub(super) method: MethodName,
    /// Overwrite files that were changed since they were written, or that something else wrote.
    #[arg(long)]
    pub(super) force: bool,
}

impl Default for RunOptions {
    fn default() -> Self {
        Self {
            changes: Changes::default(),
            out: None,
            format: None,
            no_figure: false,
            theme: ThemeName::default(),
            rtol: Options::DEFAULT_RTOL,
            method: MethodName::default(),
            force: false,
        }
    }
}

/// Form of a table on the standard output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Trajectories.
    Csv,
    /// Metrics.
    Json,
}

/// Form of a table for people or programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum TableFormat {
    /// For reading.
    #[default]
    Text,
    /// A row each.
    Csv,
    /// A list of objects.
    Json,
}

/// Form of what is said about a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum CheckFormat {
    /// Messages with the line at fault.
    #[default]
    Text,
    /// A list of objects on the standard output.
    Json,
}

/// What the value of a parameter rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum BasisName {
    /// A published figure.
    Literature,
    /// Chosen so that the model meets published findings.
    Tuned,
    /// A plausible choice without a figure behind it.
    Assumed,
    /// An experiment, off or healthy by default.
    Switch,
}

impl From<BasisName> for Basis {
    fn from(name: BasisName) -> Self {
        match name {
            BasisName::Literature => Self::Literature,
            BasisName::Tuned => Self::Tuned,
            BasisName::Assumed => Self::Assumed,
            BasisName::Switch => Self::Switch,
        }
    }
}

/// Colours of the figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum ThemeName {
    /// For a white slide.
    #[default]
    Light,
    /// For a dark slide.
    Dark,
    /// For paper.
    Print,
}

impl From<ThemeName> for Theme {
    fn from(name: ThemeName) -> Self {
        match name {
            ThemeName::Light => Self::light(),
            ThemeName::Dark => Self::dark(),
            ThemeName::Print => Self::print(),
        }
    }
}

/// The solver.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum MethodName {
    /// Radau IIA collocation along the cascade.
    #[default]
    Collocation,
    /// The Rosenbrock method Rodas5P.
    Rodas5p,
}

impl From<MethodName> for Method {
    fn from(name: MethodName) -> Self {
        match name {
            MethodName::Collocation => Self::Collocation,
            MethodName::Rodas5p => Self::Rodas5p,
        }
    }
}

fn parse_override(text: &str) -> Result<Override, String> {
    Override::parse(text)
        .filter(|change| !change.path.is_empty() && !change.value.is_empty())
        .ok_or_else(|| "write PATH=VALUE, such as subject.weight=90kg".to_owned())
}

/// A plain number of days, or a time with its unit.
pub(super) fn parse_day(text: &str) -> Result<Day, String> {
    let (value, unit, text) = match read_amount(text) {
        Ok((value, None)) => (value, 24.0, format!("{} d", text.trim())),
        Ok((value, Some(unit))) if unit.dimension == Dimension::TIME => (value, unit.factor, text.trim().to_owned()),
        _ => return Err("write a number of days, such as 2, or a time, such as \"36 h\"".to_owned()),
    };
    let hours = value * unit;
    let inside = (0.0..=key::LONGEST).contains(&hours);
    if inside { Ok(Day { hours, text }) } else { Err("write a day from 0 to the end of the scenario".to_owned()) }
}

fn links() -> impl TypedValueParser<Value = Link> {
    let names = Link::ALL.map(|link| PossibleValue::new(link.name()).help(link.description()));
    PossibleValuesParser::new(names).try_map(|name| Link::find(&name).ok_or("no such link"))
}

pub(super) fn parse_rtol(text: &str) -> Result<f64, String> {
    parse_tolerance(text, Tolerances::of(Method::Collocation))
}

/// The tolerance of a population, which has another meaning and another range.
pub(super) fn parse_population_rtol(text: &str) -> Result<f64, String> {
    parse_tolerance(text, Tolerances::TOGETHER)
}

fn parse_tolerance(text: &str, range: Tolerances) -> Result<f64, String> {
    // On lines of its own, since the words before it fill one.
    let help = |words: String| format!("\n{}", folded(&format!("  {words}"), "  ").trim_end());
    range.check(text.parse().unwrap_or(f64::NAN)).map_err(help)
}

/// How a run is solved, where this method keeps its promise at this tolerance.
pub(super) fn solver(rtol: f64, method: MethodName) -> Result<Options, Failure> {
    let method = Method::from(method);
    let outside = |help: String| Failure::Usage {
        message: format!("--rtol {rtol:e} is outside the range of --method {}", method.name()),
        help,
    };
    let rtol = Tolerances::of(method).check(rtol).map_err(outside)?;
    Ok(Options { rtol, method, ..Options::default() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colour_is_known_before_the_line_is_parsed() {
        let among = |line: &str| Color::among(line.split(' ').map(str::to_owned));
        assert_eq!(among("run x --color always"), Color::Always);
        assert_eq!(among("--color=never run x --bogus"), Color::Never);
        assert_eq!(among("run x -- --color always"), Color::Auto);
        assert_eq!(among("run x --color"), Color::Auto);
        assert_eq!(among("run x --color=sometimes"), Color::Auto);
    }

    #[test]
    fn the_default_in_the_help_is_that_of_the_solver() {
        let Some(Command::Run { options, .. }) = Arguments::parse_from(["onset", "run", "routes"]).command else {
            panic!("run is a command");
        };
        assert_eq!(options.rtol, Options::DEFAULT_RTOL);
    }
}
