//! How much the outcome of a scenario depends on the guesses of the model.

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{ArgAction, Args, ValueHint};

use super::population::parse_seed;
use super::run::draw_all;
use crate::cli::drawing::Picture;
use crate::cli::failure::Failure;
use crate::cli::hints;
use crate::cli::known;
use crate::cli::load;
use crate::cli::names;
use crate::cli::options::{Changes, Force, ScenarioWord};
use crate::cli::reach::{Reach, Work};
use crate::cli::study_command::StudyCommand;
use crate::cli::terminal::Terminal;
use crate::cli::writing;
use crate::cli::writing::{Output, Place};
use onset::figure::{Profile, Theme};
use onset::run::Manifest;
use onset::solver::Options;
use onset::study::guesses::{Asked, Draw, Guesses, STUDY};

/// Arms that a slide has room for, one above the other.
const MOST_ON_SLIDE: usize = 3;

/// What `onset guesses` is asked for.
#[derive(Debug, Args)]
pub(in crate::cli) struct GuessesOptions {
    /// A scenario file, or a name that `onset list` shows.
    #[arg(value_name = "FILE or NAME", default_value = "ketamine-vs-ssri")]
    scenario: ScenarioWord,
    /// The metric by which guesses are ranked; metrics.csv of any run lists them.
    #[arg(long, value_name = "METRIC", default_value = "peak_improvement")]
    metric: String,
    /// Which guesses are drawn.
    #[arg(long, value_name = "WHICH", value_parser = draws(), default_value = "assumed")]
    draw: Draw,
    /// How often all guesses are drawn.
    #[arg(short, long, value_name = "NUMBER", default_value_t = 400, value_parser = clap::value_parser!(u64).range(20..=100_000))]
    number: u64,
    /// Which draws; the same seed gives the same.
    #[arg(long, value_name = "S", default_value = "1", value_parser = parse_seed)]
    seed: u64,
    /// Folder to write to, instead of output/<scenario>-guesses.
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    out: Option<PathBuf>,
    #[command(flatten)]
    changes: Changes,
    /// Overwrite files that were changed since they were written, or that something else wrote.
    #[arg(long, action = ArgAction::SetTrue)]
    force: Force,
}

fn draws() -> impl TypedValueParser<Value = Draw> {
    let help = |draw: Draw| match draw {
        Draw::Assumed => "Assumed parameters, anywhere within their bounds",
        Draw::Tuned => "Tuned parameters, from half to twice their values",
        Draw::Both => "Both kinds",
    };
    let names = Draw::ALL.map(|draw| PossibleValue::new(draw.name()).help(help(draw)));
    PossibleValuesParser::new(names).try_map(|name| Draw::find(&name).ok_or("no such guesses"))
}

/// Draws the guesses.
fn drawn(options: &GuessesOptions, reach: Reach<'_>, terminal: &Terminal) -> Result<Guesses, Failure> {
    let metric = known::metric(&options.metric)?;
    let scenario = reach.scenario(&options.scenario, &options.changes, terminal)?;
    let arms = scenario.1.arms.len() as u64;
    reach.afford(Work::Runs, options.number.saturating_mul(arms))?;
    reach.afford(Work::Distributions, arms * scenario.1.times().len() as u64)?;
    let changes = load::changes_as_typed(&options.changes);
    let asked = Asked { metric, draw: options.draw, number: options.number, seed: options.seed };
    onset::study::guesses::guesses(scenario, changes, asked, &Options::default()).map_err(Failure::Run)
}

/// Every picture of guesses that were drawn.
fn pictures_of(guesses: &Guesses, terminal: &Terminal) -> Vec<Picture> {
    let arms: usize = guesses.scenarios().iter().map(|(_, scenario)| scenario.arms.len()).sum();
    let profile = || if arms > MOST_ON_SLIDE { Profile::notes() } else { Profile::slides_16x9() };
    let picture = |figure| Picture {
        figure: terminal.typed().made(figure, guesses.scenarios()),
        theme: Theme::light(),
        profile: profile(),
    };
    guesses.figures().into_iter().map(picture).collect()
}

/// The pictures that the command draws, and nothing of what it writes.
fn pictures(options: &GuessesOptions, reach: Reach<'_>, terminal: &Terminal) -> Result<Vec<Picture>, Failure> {
    Ok(pictures_of(&drawn(options, reach, terminal)?, terminal))
}

impl StudyCommand for GuessesOptions {
    fn pictures(&self, reach: Reach<'_>, terminal: &Terminal) -> Option<Result<Vec<Picture>, Failure>> {
        Some(pictures(self, reach, terminal))
    }
}

/// Draws the guesses, and prints, tabulates and draws how much the outcome varies.
pub(in crate::cli) fn guesses(options: &GuessesOptions, terminal: &Terminal) -> Result<(), Failure> {
    let guesses = drawn(options, Reach::Files, terminal)?;
    let changes = load::changes_as_typed(&options.changes);
    let name = guesses.scenarios().first().map_or("", |(name, _)| name.as_str());
    let place = Place::new(options.out.as_deref(), &names::folder_name(&[&format!("{name}-guesses")]));
    let mut outputs = vec![
        Output::new("parameters.csv", guesses.csv()),
        Output::new("spread.csv", guesses.spread_csv()),
        Output::new("course.csv", guesses.course_csv()),
    ];
    outputs.extend(draw_all(&pictures_of(&guesses, terminal))?);
    let command = format!(
        "onset guesses {} --metric {} --draw {} -n {} --seed {}",
        &*options.scenario,
        guesses.metric.key,
        options.draw.name(),
        options.number,
        options.seed
    );
    let names = writing::write(&place, outputs, |files| Manifest::plain(&command, &changes, files), options.force.0)?;
    terminal.say(&format!("{}\n{}", guesses.text(), hints::files(place.folder(), &names, STUDY.files)))
}
