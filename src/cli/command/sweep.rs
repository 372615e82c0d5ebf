//! `onset sweep`: one or two numbers of a scenario at many values, kept as it goes so that it can be taken up again.

use std::convert::Infallible;
use std::path::{Path, PathBuf};

use clap::{Args, ValueHint};

use super::run;
use crate::cli::destination::Destination;
use crate::cli::drawing::Picture;
use crate::cli::failure::Failure;
use crate::cli::hints;
use crate::cli::interrupt;
use crate::cli::invocation::Invocation;
use crate::cli::known;
use crate::cli::load;
use crate::cli::options::{Changes, ScenarioWord, parse_rtol};
use crate::cli::progress::Progress;
use crate::cli::reach::{Reach, Work};
use crate::cli::study_command::StudyCommand;
use crate::cli::terminal::Terminal;
use crate::cli::threads;
use crate::cli::writing::{Claimed, Journal, Output};
use onset::run::{Manifest, fingerprint};
use onset::scenario::Scenario;
use onset::solver::Options;
use onset::study::sweep::{
    Axis, Outcome, Plane, Reader, STUDY, Sweep, curve_places, points_header, push_point, read_points, run,
    sweep_curves, sweep_figures, sweep_summary,
};
use onset::words::count;

/// What is swept and how.
#[derive(Debug, Args)]
pub(in crate::cli) struct SweepOptions {
    /// A scenario file, or a name that `onset list` shows.
    #[arg(value_name = "FILE or NAME")]
    scenario: ScenarioWord,
    /// What to vary, as in --set: parameters.k_protein=0.01..0.1:10, or :10log for equal ratios; one or two.
    #[arg(required = true, value_name = "PATH=FROM..TO:N", value_parser = Axis::parse)]
    axes: Vec<Axis>,
    /// A metric to show; metrics.csv of any run lists them. May be repeated.
    #[arg(long, value_name = "METRIC")]
    metric: Vec<String>,
    /// Threads; without it, one for each core.
    #[arg(long, value_name = "T", value_parser = threads::parse, value_hint = ValueHint::Other)]
    threads: Option<usize>,
    #[command(flatten)]
    changes: Changes,
    /// Relative error of a step, from 1e-12 to 1e-3.
    #[arg(long, value_name = "NUMBER", default_value = "1e-7", value_parser = parse_rtol)]
    rtol: f64,
    #[command(flatten)]
    to: Destination,
}

/// Examples of the command.
pub(in crate::cli) const EXAMPLES: &str = "Examples:\n  \
    onset sweep single-infusion parameters.k_protein=0.01..0.1:10\n  \
    onset sweep my.toml \"arm.1.dose.1.amount=0.1..2 mg/kg:12log\"\n  \
    onset sweep my.toml subject.weight=50kg..120kg:8 --metric ketamine_cmax\n  \
    onset sweep my.toml parameters.k_protein=0.5x..2x:6 parameters.bdnf_phasic=0.5x..2x:6\n\n\
    A factor, as in 0.5x..2x, is one on what the scenario says. A sweep that was\n\
    interrupted goes on where it was when the same command is given again.";

/// The table of all points, which the journal becomes.
const TABLE: &str = "points.csv";

/// Why the points were not all run.
enum Stopped {
    Interrupted,
    Failed(Failure),
}

/// A sweep before its first point.
fn asked(options: &SweepOptions, reach: Reach<'_>, terminal: &Terminal) -> Result<Sweep, Failure> {
    let plane = Plane::new(options.axes.clone())?;
    let (name, scenario) = reach.scenario(&options.scenario, &options.changes, terminal)?;
    reach.afford(Work::Runs, (plane.points() * scenario.arms.len()) as u64)?;
    let solver = Options { rtol: options.rtol, ..Options::default() };
    let sweep = Sweep::new((name, scenario), load::changes_as_typed(&options.changes), plane, solver)?;
    let keys: Vec<&str> = sweep.columns.iter().map(|column| column.key.as_str()).collect();
    if let Some(word) = options.metric.iter().find(|word| !keys.contains(&word.as_str())) {
        return Err(known::no_metric(word, &keys));
    }
    Ok(sweep)
}

/// What reads the scenario of each point. What is wrong with the scenario itself was said before.
fn reader<'a>(
    options: &'a SweepOptions,
    plane: &'a Plane,
    change: &'a (dyn Fn(&Scenario) -> Scenario + Sync),
    reach: Reach<'_>,
    terminal: &Terminal,
) -> Result<Reader<'a>, Failure> {
    let (_, source) = reach.source(&options.scenario)?.map_err(|_| Failure::Scenario)?;
    Reader::new(source, &*reach.resolver(&options.scenario), &options.changes.set, change, plane).map_err(
        |(source, diagnostics)| {
            terminal.diagnostics(&diagnostics, &source);
            Failure::Changes
        },
    )
}

/// The pictures that the command draws, and nothing of what it writes.
fn pictures(options: &SweepOptions, reach: Reach<'_>, terminal: &Terminal) -> Result<Vec<Picture>, Failure> {
    if options.to.no_figure {
        return Ok(Vec::new());
    }
    let mut sweep = asked(options, reach, terminal)?;
    let plane = sweep.plane.clone();
    let change = |scenario: &Scenario| load::changed(scenario, &options.changes);
    let reader = reader(options, &plane, &change, reach, terminal)?;
    let (arms, solver) = (sweep.scenario.arms.len(), sweep.options);
    let Ok(()) = run(0..plane.points(), arms, &|point| reader.scenario(point), &solver, |_, outcomes| {
        sweep.outcomes.extend(outcomes);
        Ok::<(), Infallible>(())
    });
    figures(&sweep, &reader, options, terminal.typed())
}

impl StudyCommand for SweepOptions {
    fn pictures(&self, reach: Reach<'_>, terminal: &Terminal) -> Option<Result<Vec<Picture>, Failure>> {
        Some(pictures(self, reach, terminal))
    }
}

/// Runs every point that is not yet run and writes the folder.
pub(in crate::cli) fn sweep(options: &SweepOptions, terminal: &Terminal) -> Result<(), Failure> {
    let mut sweep = asked(options, Reach::Files, terminal)?;
    let plane = sweep.plane.clone();
    let change = |scenario: &Scenario| load::changed(scenario, &options.changes);
    let reader = reader(options, &plane, &change, Reach::Files, terminal)?;
    let place = options.to.place(&format!("{}-sweep", sweep.name));
    let claimed = Claimed::new(&place, &STUDY.names(!options.to.no_figure), options.to.force.0)?;
    let path = journal_of(&sweep, reader.text(), claimed.folder());
    let told = Journal::read(&path)?;
    sweep.outcomes = read_points(&sweep, &told.text);
    if told.is_damaged {
        let kept = count(sweep.outcomes.len() as u64);
        terminal.note(&format!("the journal of this sweep is damaged; it goes on after point {kept}"));
    }
    let mut journal = Journal::begin(&path, table(&sweep))?;
    let pool = threads::pool(options.threads)?;
    interrupt::watch();
    let (points, arms) = (plane.points(), sweep.scenario.arms.len());
    let before = sweep.outcomes.len();
    let again = if before > 0 { format!("; {} are done already", count(before as u64)) } else { String::new() };
    terminal.say(&format!("Running {} points in {}{again}.\n", count(points as u64), onset::words::arms(arms)))?;
    let mut progress = Progress::new(terminal, (points - before) as u64, "points");
    let solver = sweep.options;
    let ended = pool.install(|| {
        run(before..points, arms, &|point| reader.scenario(point), &solver, |first, outcomes| {
            journal.push(rows(&sweep, first, &outcomes)).map_err(Stopped::Failed)?;
            progress.add(outcomes.len() as u64);
            sweep.outcomes.extend(outcomes);
            if interrupt::asked() && sweep.outcomes.len() < points { Err(Stopped::Interrupted) } else { Ok(()) }
        })
    });
    drop(progress);
    let is_whole = match ended {
        Err(Stopped::Failed(failure)) => return Err(failure),
        ended => ended.is_ok(),
    };
    let mut outputs = vec![Output::new(TABLE, table(&sweep).collect::<String>())];
    if is_whole && !options.to.no_figure {
        outputs.extend(pool.install(|| run::draw_all(&figures(&sweep, &reader, options, terminal.typed())?))?);
    }
    let names = claimed.write(outputs, |files| Manifest::of_sweep(&sweep, files))?;
    if is_whole {
        journal.remove();
    }
    drop(claimed);
    terminal.say(&format!(
        "{}\n{}",
        sweep_summary(&sweep, &options.metric),
        hints::files(place.folder(), &names, STUDY.files)
    ))?;
    if !is_whole {
        terminal.note(&format!(
            "interrupted: {} of {} points were run, and are kept; the same command goes on",
            count(sweep.outcomes.len() as u64),
            count(points as u64)
        ));
    }
    if sweep.failed() > 0 || !is_whole { Err(Failure::SomeRuns) } else { Ok(()) }
}

/// Every picture of a sweep that is whole.
fn figures(
    sweep: &Sweep,
    reader: &Reader<'_>,
    options: &SweepOptions,
    typed: &Invocation,
) -> Result<Vec<Picture>, Failure> {
    let mut figures = sweep_figures(sweep, &options.metric);
    if let [axis] = sweep.plane.axes() {
        let places = curve_places(sweep);
        let scenarios =
            places.iter().filter_map(|place| Some((axis.said(axis.value(*place)), reader.scenario(*place).ok()?)));
        let scenarios: Vec<(String, Scenario)> = scenarios.collect();
        if scenarios.len() == places.len() && !places.is_empty() {
            let run = onset::run::run(scenarios, Vec::new(), &sweep.options).map_err(Failure::Run)?;
            figures.extend(sweep_curves(sweep, &places, &run));
        }
    }
    let given = [(sweep.name.clone(), sweep.scenario.clone())];
    Ok(figures.into_iter().map(|figure| Picture::slide(typed.made(figure, &given), options.to.theme)).collect())
}

/// The journal of a sweep, which holds the table of points as it grows. Its name says what the sweep is of, so that
/// another one in the same folder begins its own.
fn journal_of(sweep: &Sweep, text: &str, folder: &Path) -> PathBuf {
    let axes: Vec<String> = sweep.plane.axes().iter().map(Axis::text).collect();
    let parts = [
        env!("CARGO_PKG_VERSION").to_owned(),
        text.to_owned(),
        sweep.changes.join("\n"),
        axes.join("\n"),
        sweep.options.rtol.to_string(),
    ];
    let mark = fingerprint(parts.join("\0").as_bytes());
    folder.join(format!(".sweep-{}.journal", mark.get(..16).unwrap_or(&mark)))
}

/// The table of all points that were run: its header, then the rows of each point.
fn table(sweep: &Sweep) -> impl Iterator<Item = String> {
    let header = points_header(&sweep.plane, &sweep.columns);
    std::iter::once(header).chain(rows(sweep, 0, &sweep.outcomes))
}

/// The rows of each of these points, of which the first has this number.
fn rows(sweep: &Sweep, first: usize, outcomes: &[Vec<Outcome>]) -> impl Iterator<Item = String> {
    (first..).zip(outcomes).map(move |(point, outcomes)| {
        let mut text = String::new();
        push_point(&mut text, sweep, point, outcomes);
        text
    })
}
