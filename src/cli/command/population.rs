//! `onset population`: many subjects that differ, streamed to tables, with percentiles and a figure.

use std::convert::Infallible;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum, ValueHint};
use rayon::prelude::*;

use super::run;
use crate::cli::destination::Destination;
use crate::cli::drawing::Picture;
use crate::cli::failure::Failure;
use crate::cli::hints;
use crate::cli::interrupt;
use crate::cli::invocation::Invocation;
use crate::cli::load;
use crate::cli::options::{Changes, Force, ScenarioWord, parse_population_rtol};
use crate::cli::progress::Progress;
use crate::cli::reach::{Reach, Work};
use crate::cli::reading;
use crate::cli::reading::Kind;
use crate::cli::rows::{COLUMNS, Rows, SUBJECTS};
use crate::cli::study_command::StudyCommand;
use crate::cli::terminal::Terminal;
use crate::cli::threads;
use crate::cli::writing;
use crate::cli::writing::{Claimed, Place};
use onset::limits;
use onset::run::{Manifest, fingerprint};
use onset::scenario::Scenario;
use onset::solver::Options;
use onset::study::population::{
    Cohort, MOST_SHARES, MOST_SUBJECTS, Origin, Outcome, POPULATION_RTOL, Population, STUDY, Share, ShareRecord,
    Subjects, TableSize, Trial, bands_csv, population_metrics_csv, population_signals, population_summary,
    push_subject, push_trajectories, read_subjects, response_csv, run, subjects_header, trajectories_header,
};
use onset::variability::{
    Correlation, Covariate, Distribution, Layer, PercentError, Variation, Varied, adults, read_percent,
};
use onset::words::rounded;

/// Seeds above this lose digits in programs that read numbers as doubles.
const GREATEST_SEED: u64 = (1 << 53) - 1;

/// Output times beyond which the percentiles over time would need too much memory.
const MOST_TIMES: usize = 5_000;

/// What follows many subjects.
#[derive(Debug, Args)]
pub(in crate::cli) struct PopulationOptions {
    /// A scenario file, or a name that `onset list` shows.
    #[arg(value_name = "FILE or NAME")]
    scenario: ScenarioWord,
    /// How many subjects.
    #[arg(short = 'n', long = "number", value_name = "N", value_parser = parse_number, required_unless_present = "subjects", conflicts_with = "subjects")]
    number: Option<u64>,
    /// Where the random numbers begin; the same seed gives the same subjects.
    #[arg(long, value_name = "S", default_value = "1", value_parser = parse_seed)]
    seed: u64,
    /// Let a parameter, or weight, vary between subjects: ketamine_cl=30%, or f_oral=20%,logit-normal for another form
    /// than log-normal. May be repeated. Where neither the command nor the scenario lets anything vary, the subjects are
    /// the built-in adults of `onset explain adults`.
    #[arg(long, value_name = "NAME=CV", value_parser = parse_varied, conflicts_with = "subjects")]
    vary: Vec<Varied>,
    /// Let two that vary go together: ketamine_cl,ketamine_v1=0.5. May be repeated.
    #[arg(long, value_name = "A,B=R", value_parser = parse_correlation, conflicts_with = "subjects")]
    correlate: Vec<Correlation>,
    /// A table of subjects instead: a row a subject, a column a parameter, such as weight [kg],ketamine_cl [L/h].
    #[arg(long, value_name = "FILE.csv", value_hint = ValueHint::FilePath)]
    subjects: Option<PathBuf>,
    /// What is kept of every single subject.
    #[arg(long, value_name = "WHAT", value_enum, default_value_t)]
    keep: Keep,
    /// Threads; without it, one for each core.
    #[arg(long, value_name = "T", value_parser = threads::parse, value_hint = ValueHint::Other)]
    threads: Option<usize>,
    /// Run this share of the subjects alone: 2/4 is the second of four. `onset merge` puts the shares together.
    #[arg(long, value_name = "K/N", value_parser = parse_share, value_hint = ValueHint::Other)]
    shard: Option<Share>,
    #[command(flatten)]
    changes: Changes,
    /// Error of a step as a share of a state's greatest value, from 1e-9 to 1e-3. Metrics are far more exact: to a part
    /// in 10,000 where nothing is asked.
    #[arg(long, value_name = "NUMBER", default_value_t = POPULATION_RTOL, value_parser = parse_population_rtol)]
    rtol: f64,
    #[command(flatten)]
    to: Destination,
}

/// Examples of the command.
pub(in crate::cli) const EXAMPLES: &str = "Examples:\n  \
    onset population single-infusion -n 200\n  \
    onset population ketamine-vs-ssri -n 50 --vary formation_gain=30%\n  \
    onset population my.toml -n 20 --seed 7 --vary weight=15%\n  \
    onset population single-infusion -n 20 --keep both --vary ketamine_cl=30%\n\n\
    A form other than log-normal: --vary f_oral=20%,logit-normal\n\n\
    Covariate varies can stand in the scenario too:\n  \
    [population]\n  \
    vary = [{ name = \"ketamine_cl\", cv = \"30 %\" }]";

/// What is kept of every single subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(in crate::cli) enum Keep {
    /// A row of parameters and metrics.
    #[default]
    Metrics,
    /// Its curves.
    Trajectories,
    /// Both.
    Both,
}

fn parse_number(text: &str) -> Result<u64, String> {
    let plain = text.replace(['_', ','], "");
    match plain.parse::<u64>() {
        Ok(number) if (1..=MOST_SUBJECTS).contains(&number) => Ok(number),
        Ok(0) => Err("at least one subject is needed".to_owned()),
        _ => Err(format!("write a whole number from 1 to {}", onset::words::count(MOST_SUBJECTS))),
    }
}

pub(in crate::cli) fn parse_seed(text: &str) -> Result<u64, String> {
    text.parse::<u64>()
        .ok()
        .filter(|seed| *seed <= GREATEST_SEED)
        .ok_or_else(|| format!("write a whole number from 0 to {GREATEST_SEED}"))
}

fn parse_share(text: &str) -> Result<Share, String> {
    let usual = || format!("write K/N with K from 1 to N and N up to {MOST_SHARES}: 2/4 is the second of four");
    let (number, of) = text.split_once('/').ok_or_else(usual)?;
    let read = |text: &str| text.trim().parse::<u64>().map_err(|_| usual());
    let (number, of) = (read(number)?, read(of)?);
    Share::new(number, of).ok_or_else(usual)
}

pub(in crate::cli) fn parse_what(name: &str) -> Result<Covariate, String> {
    Covariate::by_name(name.trim()).ok_or_else(|| match Covariate::near(name.trim()) {
        Some(near) => format!("no parameter is called \"{}\"; did you mean \"{near}\"?", name.trim()),
        None => format!("no parameter is called \"{}\"; `onset parameters` lists them", name.trim()),
    })
}

fn parse_varied(text: &str) -> Result<Varied, String> {
    let (name, spread) = text.split_once('=').ok_or("write NAME=CV, such as ketamine_cl=30%")?;
    let what = parse_what(name)?;
    let (cv, form) = spread.split_once(',').map_or((spread, None), |(cv, form)| (cv, Some(form.trim())));
    let cv = read_percent(cv).map_err(|error| match error {
        PercentError::Bare(value) => {
            let percent = rounded(100.0 * value);
            format!("{percent} % or {value} %? write {0}={percent}% or {0}={value}%", what.name())
        }
        PercentError::Malformed => format!("write a percentage: {}=30%", what.name()),
        PercentError::OutOfRange => "a variability lies between 0 % and 1000 %".to_owned(),
    })?;
    let distribution = match form {
        None => Distribution::default(),
        Some(form) => Distribution::ALL.into_iter().find(|known| known.name() == form).ok_or_else(|| {
            format!(
                "no form is called \"{form}\"; choose from {}",
                Distribution::ALL.map(Distribution::name).join(", ")
            )
        })?,
    };
    Ok(Varied { what, distribution, cv })
}

fn parse_correlation(text: &str) -> Result<Correlation, String> {
    let usual = "write A,B=R, such as ketamine_cl,ketamine_v1=0.5";
    let (names, r) = text.split_once('=').ok_or(usual)?;
    let (a, b) = names.split_once(',').ok_or(usual)?;
    let r: f64 = r.trim().parse().map_err(|_| usual.to_owned())?;
    Ok(Correlation { between: [parse_what(a)?, parse_what(b)?], r })
}

/// What the file says, changed by what the command line says; the built-in adults where neither lets anything vary.
fn variation(options: &PopulationOptions, scenario: &Scenario) -> Result<Variation, Failure> {
    let Variation { mut subjects, uncertainty } = scenario.population.clone().unwrap_or_default();
    if options.subjects.is_some() {
        return Ok(Variation { subjects: Layer::default(), uncertainty });
    }
    // An empty list in the file is a wish of its own.
    let is_silent = scenario.population.is_none() || !uncertainty.is_empty();
    if subjects.is_empty() && options.vary.is_empty() && is_silent {
        subjects = adults();
    }
    if options.vary.is_empty() && subjects.is_empty() {
        return Err(Failure::Usage {
            message: "nothing varies, so all subjects would be the same".to_owned(),
            help: "add --vary ketamine_cl=30%, or leave [population] out of the scenario for the built-in adults"
                .to_owned(),
        });
    }
    let subjects = subjects.with(&options.vary, &options.correlate)?;
    Ok(Variation { subjects, uncertainty })
}

/// The subjects with where they come from and how many they are.
fn subjects(options: &PopulationOptions, variation: &Variation) -> Result<(Subjects, Origin, u64), Failure> {
    let Some(path) = &options.subjects else {
        let drawn = Subjects::drawn(&variation.subjects, options.seed, "subjects");
        return Ok((drawn, Origin::Seed(options.seed), options.number.unwrap_or(1)));
    };
    let text = reading::text(path, Kind::Subjects)?;
    let subjects = read_subjects(&text).map_err(|error| Failure::in_file(path, &error))?;
    let number = subjects.count().unwrap_or(0);
    let origin = Origin::File { name: path.display().to_string(), sha256: fingerprint(text.as_bytes()) };
    Ok((subjects, origin, number))
}

fn study(options: &PopulationOptions, scenario: &Scenario, subjects: Subjects) -> Result<Trial, Failure> {
    let times = scenario.times();
    if times.len() > MOST_TIMES {
        return Err(Failure::Usage {
            message: format!("percentiles at {} output times", onset::words::count(times.len() as u64)),
            help: format!("a population has room for {MOST_TIMES}: make [grid] coarser, such as --set grid.points=500"),
        });
    }
    let bands = times.len() * scenario.arms.len() * population_signals(scenario).len();
    if !limits::BANDS.allows(bands) {
        return Err(Failure::Usage {
            message: format!(
                "percentiles at {} moments of all arms and signals, of at most {}",
                onset::words::count(bands as u64),
                onset::words::count(limits::BANDS.most as u64)
            ),
            help: limits::BANDS.mend.to_owned(),
        });
    }
    Ok(Trial {
        cohorts: scenario.arms.iter().map(Cohort::from).collect(),
        subjects,
        times,
        signals: population_signals(scenario),
        options: Options { rtol: options.rtol, ..Options::default() },
        is_together: true,
    })
}

/// Why the subjects were not all run.
enum Stopped {
    Interrupted,
    Failed(Failure),
}

/// A population before any subject, with where it is written to.
pub(in crate::cli) struct Prepared {
    pub(in crate::cli) population: Population,
    pub(in crate::cli) place: Place,
    /// How many subjects there are.
    pub(in crate::cli) number: u64,
}

impl PopulationOptions {
    /// The same for all shares, written elsewhere.
    pub(in crate::cli) fn of_all(self, out: Option<PathBuf>, force: bool) -> Self {
        let to = Destination { out, force: Force(force), ..self.to };
        Self { to, shard: None, ..self }
    }

    /// The tables that are written while the subjects come.
    pub(in crate::cli) fn streamed(&self) -> Vec<&'static str> {
        let (metrics, curves) = (self.keep != Keep::Trajectories, self.keep != Keep::Metrics);
        [metrics.then_some(SUBJECTS), curves.then_some(TRAJECTORIES)].into_iter().flatten().collect()
    }
}

impl Prepared {
    /// Reads scenario and subjects and refuses what cannot be run.
    pub(in crate::cli) fn new(options: &PopulationOptions, terminal: &Terminal) -> Result<Self, Failure> {
        Self::within(Reach::Files, options, terminal)
    }

    /// The same of what the command can reach.
    fn within(reach: Reach<'_>, options: &PopulationOptions, terminal: &Terminal) -> Result<Self, Failure> {
        let (name, scenario) = reach.scenario(&options.scenario, &options.changes, terminal)?;
        let variation = variation(options, &scenario)?;
        let (subjects, origin, number) = subjects(options, &variation)?;
        let study = study(options, &scenario, subjects)?;
        let arms = study.cohorts.len() as u64;
        reach.afford(Work::Runs, number.saturating_mul(arms))?;
        reach.afford(Work::Distributions, arms * study.signals.len() as u64 * study.times.len() as u64)?;
        for cohort in &study.cohorts {
            cohort.check(&variation.subjects)?;
            cohort.check(&variation.uncertainty)?;
        }
        let share = options.shard.map_or_else(String::new, |share| format!("-{}-of-{}", share.number, share.of));
        let place = options.to.place(&format!("{name}-population{share}"));
        let changes = load::changes_as_typed(&options.changes);
        let population = Population::new((name, scenario), changes, variation, origin, number, study);
        Ok(Self { population, place, number })
    }
}

/// The files that a command with these options writes.
pub(in crate::cli) fn file_names(options: &PopulationOptions) -> Vec<String> {
    STUDY.names(!options.to.no_figure).into_iter().filter(|name| name != SHARE).collect()
}

/// The picture of a population that was run.
fn picture(population: &Population, options: &PopulationOptions, typed: &Invocation) -> Picture {
    let given = [(population.name.clone(), population.scenario.clone())];
    Picture::slide(typed.made(onset::study::population::spread(population), &given), options.to.theme)
}

/// The pictures that the command draws, and nothing of what it writes.
fn pictures(options: &PopulationOptions, reach: Reach<'_>, terminal: &Terminal) -> Result<Vec<Picture>, Failure> {
    if options.to.no_figure {
        return Ok(Vec::new());
    }
    let Prepared { mut population, number, .. } = Prepared::within(reach, options, terminal)?;
    let study = population.study.clone();
    let Ok(()) = run(&study, (1, number), |first, outcomes| {
        (first..).zip(outcomes).for_each(|(number, outcomes)| population.add(number, outcomes));
        Ok::<(), Infallible>(())
    });
    add_uncertainty(&mut population, options, terminal)?;
    Ok(vec![picture(&population, options, terminal.typed())])
}

impl StudyCommand for PopulationOptions {
    fn pictures(&self, reach: Reach<'_>, terminal: &Terminal) -> Option<Result<Vec<Picture>, Failure>> {
        Some(pictures(self, reach, terminal))
    }
}

/// Runs every subject, or a share of them, and writes the folder.
pub(in crate::cli) fn population(options: &PopulationOptions, terminal: &Terminal) -> Result<(), Failure> {
    let Prepared { mut population, place, number } = Prepared::new(options, terminal)?;
    let study = population.study.clone();
    let (first, last) = options.shard.map_or((1, number), |share| share.range(number));
    let asked = (last + 1).saturating_sub(first);
    let tables = TableSize::new(&study, asked, options.keep != Keep::Trajectories, options.keep != Keep::Metrics);
    if !limits::TABLES.allows(tables.gigabytes()) {
        return Err(Failure::Usage { message: tables.words(), help: limits::TABLES.mend.to_owned() });
    }
    let names = if options.shard.is_some() { SHARE_FILES.map(str::to_owned).to_vec() } else { file_names(options) };
    let claimed = Claimed::new(&place, &names, options.to.force.0)?;
    let pool = threads::pool(options.threads)?;
    interrupt::watch();
    let arms = study.cohorts.len();
    let share = options.shard.map_or_else(String::new, |share| format!(", share {} of {}", share.number, share.of));
    terminal.say(&format!("Following {} in {}{share}.\n", onset::words::subjects(asked), onset::words::arms(arms)))?;
    if tables.is_large() {
        terminal.say(&format!("{}.\n", tables.words()))?;
    }
    let mut streams = Streams::new(claimed.folder(), &study, &options.streamed())?;
    let mut progress = Progress::new(terminal, asked, "subjects");
    let ended = pool.install(|| {
        run(&study, (first, last), |first, outcomes| {
            let count = || (first..).zip(outcomes).for_each(|(number, outcomes)| population.add(number, outcomes));
            let (written, ()) = rayon::join(|| streams.push(&study, first, outcomes), count);
            written.map_err(Stopped::Failed)?;
            progress.add(outcomes.len() as u64);
            if interrupt::asked() { Err(Stopped::Interrupted) } else { Ok(()) }
        })
    });
    drop(progress);
    let is_whole = match ended {
        Err(Stopped::Failed(failure)) => return Err(failure),
        ended => ended.is_ok(),
    };
    let outputs = streams.finish()?;
    let failed = population.failed() > 0;
    match options.shard {
        Some(share) => {
            let record = ShareRecord::new(&population, share, terminal.typed().words().to_vec(), is_whole);
            write_share(&population, &record, &claimed, outputs, terminal)?;
        }
        None => {
            if is_whole {
                pool.install(|| add_uncertainty(&mut population, options, terminal))?;
            }
            finish(&population, options, terminal.typed(), &claimed, outputs, terminal)?;
        }
    }
    drop(claimed);
    if !is_whole {
        terminal.note(&format!(
            "interrupted: {} of {} subjects were run, and are kept",
            onset::words::count(population.subjects()),
            onset::words::count(asked)
        ));
    }
    if failed || !is_whole { Err(Failure::SomeRuns) } else { Ok(()) }
}

/// Writes what the subjects came to beside the tables that are written already.
pub(in crate::cli) fn finish(
    population: &Population,
    options: &PopulationOptions,
    typed: &Invocation,
    claimed: &Claimed,
    mut outputs: Vec<writing::Output>,
    terminal: &Terminal,
) -> Result<(), Failure> {
    outputs.extend([
        writing::Output::new("bands.csv", bands_csv(population)),
        writing::Output::new("metrics.csv", population_metrics_csv(population)),
        writing::Output::new("response.csv", response_csv(population)),
    ]);
    if !options.to.no_figure {
        outputs.extend(run::draw_all(&[picture(population, options, typed)])?);
    }
    let names = claimed.write(outputs, |files| Manifest::of_population(population, files))?;
    say_files(&population_summary(population), claimed.folder(), &names, terminal)
}

/// Writes what a share came to beside its tables.
fn write_share(
    population: &Population,
    record: &ShareRecord,
    claimed: &Claimed,
    mut outputs: Vec<writing::Output>,
    terminal: &Terminal,
) -> Result<(), Failure> {
    outputs.push(writing::Output::new(SHARE, record.text()));
    let names = claimed.write(outputs, |files| Manifest::of_population(population, files))?;
    let summary = format!(
        "Share {} of {}: {}. `onset merge` puts all shares together.\n",
        record.number,
        record.of,
        onset::words::subjects(population.subjects())
    );
    say_files(&summary, claimed.folder(), &names, terminal)
}

fn say_files(summary: &str, folder: &Path, names: &[String], terminal: &Terminal) -> Result<(), Failure> {
    terminal.say(&format!("{summary}\n{}", hints::files(folder, names, STUDY.files)))
}

/// The curves of every subject.
const TRAJECTORIES: &str = "trajectories.csv";

/// What a share leaves beside its tables.
pub(in crate::cli) const SHARE: &str = "share.json";

/// Every file that a share may write.
const SHARE_FILES: [&str; 4] = [SUBJECTS, COLUMNS, TRAJECTORIES, SHARE];

/// Runs the draws of what is not known about the typical subject.
pub(in crate::cli) fn add_uncertainty(
    population: &mut Population,
    options: &PopulationOptions,
    terminal: &Terminal,
) -> Result<(), Failure> {
    let draws = population.draws_of_uncertainty();
    let mut progress = Progress::new(terminal, draws, "draws of what is uncertain");
    population.add_uncertainty(options.seed, |done| {
        progress.add(done);
        !interrupt::asked()
    });
    Ok(())
}

/// The tables that are written while the subjects come.
struct Streams {
    metrics: Option<Rows>,
    curves: Option<Rows>,
}

impl Streams {
    fn new(folder: &Path, study: &Trial, names: &[&str]) -> Result<Self, Failure> {
        let begin = |name: &str, header: fn(&Trial) -> String| {
            names.contains(&name).then(|| Rows::new(folder, name, &header(study))).transpose()
        };
        Ok(Self { metrics: begin(SUBJECTS, subjects_header)?, curves: begin(TRAJECTORIES, trajectories_header)? })
    }

    /// Adds subjects, whose numbers become text on all threads: that takes longer than to write it.
    fn push(&mut self, study: &Trial, first: u64, outcomes: &[Vec<Outcome>]) -> Result<(), Failure> {
        const PART: usize = 32;
        let rows = |push: fn(&mut String, &Trial, u64, &[Outcome])| -> Vec<String> {
            let part = |(place, part): (usize, &[Vec<Outcome>])| {
                let mut text = String::new();
                let numbers = first + (place * PART) as u64..;
                numbers.zip(part).for_each(|(number, outcomes)| push(&mut text, study, number, outcomes));
                text
            };
            outcomes.par_chunks(PART).enumerate().map(part).collect()
        };
        if let Some(stream) = &mut self.metrics {
            rows(push_subject).iter().try_for_each(|text| stream.push(text))?;
        }
        if let Some(stream) = &mut self.curves {
            rows(push_trajectories).iter().try_for_each(|text| stream.push(text))?;
        }
        Ok(())
    }

    fn finish(self) -> Result<Vec<writing::Output>, Failure> {
        let finished = [self.metrics, self.curves].into_iter().flatten().map(Rows::finish);
        Ok(finished.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
    }
}
