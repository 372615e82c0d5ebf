//! Options that several commands have, and how their values are read.
//!
//! Owns: the groups of options and their value types. Must not know: any command.

use std::env;
use std::ops::Deref;
use std::path::PathBuf;
use std::str::{FromStr, ParseBoolError};

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, ColorChoice, ValueEnum};

use super::failure::Failure;
use onset::figure::Theme;
use onset::quantity::{Basis, Dimension, read_amount};
use onset::scenario::{Link, Override, key};
use onset::solver::{Method, Options, Tolerances};
use onset::words::folded;

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

/// A scenario as it is typed: a file, or a name that `onset list` shows. A figure carries the scenario itself in its
/// place, so that this type marks every such word.
#[derive(Debug, Clone)]
pub(super) struct ScenarioWord(String);

impl From<&str> for ScenarioWord {
    fn from(word: &str) -> Self {
        Self(word.to_owned())
    }
}

impl Deref for ScenarioWord {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

/// Whether files that are not as this program left them are written over. The type sets this flag apart from the flags
/// on which a figure depends.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Force(pub(super) bool);

impl FromStr for Force {
    type Err = ParseBoolError;

    fn from_str(text: &str) -> Result<Self, ParseBoolError> {
        text.parse().map(Self)
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
}
