//! How much the outcome of a scenario depends on the guesses of the model.

use std::path::PathBuf;

use clap::Args;

use super::args::Changes;
use super::commands::draw;
use super::failure::Failure;
use super::listing;
use super::load;
use super::metric;
use super::population::parse_seed;
use super::terminal::Terminal;
use super::writing::{self, Output, Place};
use onset::figure::{Profile, Theme};
use onset::metrics::METRICS;
use onset::report::{self, Manifest};
use onset::solver::Options;

/// Arms that a slide has room for, one above the other.
const MOST_ON_SLIDE: usize = 3;

/// What `onset guesses` is asked for.
#[derive(Debug, Args)]
pub(super) struct GuessesOptions {
    /// A scenario file, or a name that `onset list` shows.
    #[arg(value_name = "FILE or NAME", default_value = "ketamine-vs-ssri")]
    scenario: String,
    /// The metric by which guesses are ranked; metrics.csv of any run lists them.
    #[arg(long, value_name = "METRIC", default_value = "peak_improvement")]
    metric: String,
    /// How often all guesses are drawn.
    #[arg(short, long, value_name = "NUMBER", default_value_t = 400, value_parser = clap::value_parser!(u64).range(20..=100_000))]
    number: u64,
    /// Which draws; the same seed gives the same.
    #[arg(long, value_name = "S", default_value = "1", value_parser = parse_seed)]
    seed: u64,
    /// Folder to write to, instead of output/<scenario>-guesses.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    changes: Changes,
    /// Overwrite files that were changed since they were written, or that something else wrote.
    #[arg(long)]
    force: bool,
}

/// Draws every guess within its bounds, and prints, tabulates and draws what becomes of the outcome.
pub(super) fn guesses(options: &GuessesOptions, terminal: &Terminal) -> Result<(), Failure> {
    let word = &options.metric;
    let keys: Vec<&str> = METRICS.iter().map(|metric| metric.key).collect();
    let metric = METRICS.iter().find(|metric| metric.key == word).ok_or_else(|| metric::unknown(word, &keys))?;
    let scenario = load::scenario(&options.scenario, &options.changes, terminal)?;
    let changes = load::changes_as_typed(&options.changes);
    let usual = listing::folder_name(&[&format!("{}-guesses", scenario.0)]);
    let place = Place::new(options.out.as_deref(), &usual);
    let arms = scenario.1.arms.len();
    let draws = (options.number, options.seed);
    let guesses =
        report::guesses(scenario, changes.clone(), metric, draws, &Options::default()).map_err(Failure::Run)?;
    let mut outputs = vec![Output::new("parameters.csv", guesses.csv())];
    let profile = if arms > MOST_ON_SLIDE { Profile::notes() } else { Profile::slides_16x9() };
    for figure in guesses.figures() {
        outputs.extend(draw(&terminal.typed().made(figure, guesses.scenarios()), &Theme::light(), &profile)?);
    }
    let command = format!(
        "onset guesses {} --metric {} -n {} --seed {}",
        options.scenario, metric.key, options.number, options.seed
    );
    let names = writing::write(&place, outputs, |files| Manifest::plain(&command, &changes, files), options.force)?;
    terminal.say(&format!("{}\n{}", guesses.text(), listing::files(place.folder(), &names)))
}
