//! `onset sensitivity`: on which parameters a metric depends.

use clap::{Args, ValueEnum, ValueHint};

use super::population::{parse_seed, parse_what};
use super::run;
use crate::cli::destination::Destination;
use crate::cli::drawing::Picture;
use crate::cli::failure::Failure;
use crate::cli::hints;
use crate::cli::interrupt;
use crate::cli::known;
use crate::cli::load;
use crate::cli::options::{Changes, ScenarioWord, parse_rtol};
use crate::cli::progress::Progress;
use crate::cli::reach::{Reach, Work};
use crate::cli::study_command::StudyCommand;
use crate::cli::terminal::Terminal;
use crate::cli::threads;
use crate::cli::writing::{Claimed, Output};
use onset::quantity::{Unit, convert, read_amount};
use onset::run::Manifest;
use onset::scenario::{Arm, Scenario};
use onset::solver::Options;
use onset::study::sensitivity::{
    ArmSensitivity, MOST_SAMPLES, Method, Observer, Question, STUDY, Sensitivity, Stage, Vary, VaryRange, indices_csv,
    sensitivity_figures, sensitivity_summary,
};
use onset::variability::{Covariate, PercentError, read_percent};
use onset::words::{count, rounded};

/// Which metric is studied, and how.
#[derive(Debug, Args)]
pub(in crate::cli) struct SensitivityOptions {
    /// A scenario file, or a name that `onset list` shows.
    #[arg(value_name = "FILE or NAME")]
    scenario: ScenarioWord,
    /// The metric, such as improvement_24h; metrics.csv of any run lists them.
    #[arg(long, value_name = "METRIC")]
    metric: String,
    /// How to find out.
    #[arg(long, value_name = "METHOD", value_enum, default_value_t)]
    method: MethodName,
    /// One arm by its name; without it, all of them.
    #[arg(long, value_name = "ARM")]
    arm: Option<String>,
    /// How far every parameter varies to either side of its value.
    #[arg(long, value_name = "PERCENT", default_value = "20%", value_parser = parse_share)]
    range: f64,
    /// Vary only this parameter, or weight: k_protein, k_protein=30% or k_protein=0.02..0.1. May be repeated; without
    /// it, every parameter that is not 0 and that does something.
    #[arg(long, value_name = "NAME[=RANGE]", value_parser = parse_vary)]
    vary: Vec<Vary>,
    /// Paths of morris (20), rows of sobol (512, best a power of two), samples of prcc (500).
    #[arg(short = 'n', long = "samples", value_name = "N", value_parser = parse_samples)]
    samples: Option<usize>,
    /// Where the random numbers begin.
    #[arg(long, value_name = "S", default_value = "1", value_parser = parse_seed)]
    seed: u64,
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
    onset sensitivity single-infusion --metric improvement_24h\n  \
    onset sensitivity my.toml --metric onset --method morris -n 10\n  \
    onset sensitivity my.toml --metric onset --method sobol --vary k_protein=30%\n  \
    onset sensitivity my.toml --metric ketamine_cmax --method prcc --vary weight";

/// How it is found out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(in crate::cli) enum MethodName {
    /// Exact derivatives at the values of the scenario, and a tornado.
    #[default]
    Local,
    /// Elementary effects: which parameters matter at all.
    Morris,
    /// Shares of the variance, with intervals (Saltelli).
    Sobol,
    /// Partial rank correlation, with intervals.
    Prcc,
}

impl From<MethodName> for Method {
    fn from(name: MethodName) -> Self {
        match name {
            MethodName::Local => Self::Local,
            MethodName::Morris => Self::Morris,
            MethodName::Sobol => Self::Sobol,
            MethodName::Prcc => Self::Prcc,
        }
    }
}

fn parse_share(text: &str) -> Result<f64, String> {
    match read_percent(text) {
        Ok(share) if share > 0.0 && share < 1.0 => Ok(share),
        Err(PercentError::Bare(value)) => {
            Err(format!("{} % or {value} %? write the percent sign", rounded(100.0 * value)))
        }
        _ => Err("write a percentage above 0 % and below 100 %, such as 20%".to_owned()),
    }
}

fn parse_vary(text: &str) -> Result<Vary, String> {
    let (name, range) = text.split_once('=').map_or((text, None), |(name, range)| (name, Some(range.trim())));
    let what = parse_what(name)?;
    let range = match range {
        None => VaryRange::Usual,
        Some(range) => match range.split_once("..") {
            None => VaryRange::Share(parse_share(range)?),
            Some((low, high)) => {
                let (low, high) = (end(what, low)?, end(what, high)?);
                let (least, greatest) = what.bounds();
                let unit = if what.unit() == "1" { String::new() } else { format!(" {}", what.unit()) };
                if low >= high {
                    return Err(format!("from {low} to {high} leaves nothing to vary; write the lesser end first"));
                }
                if low < least || high > greatest {
                    return Err(format!(
                        "{} goes from {least} to {greatest}{unit}; {low} to {high} leaves that",
                        what.name()
                    ));
                }
                VaryRange::Ends(low, high)
            }
        },
    };
    Ok(Vary { what, range })
}

/// One end of a range, in the unit of what it is of.
fn end(what: Covariate, text: &str) -> Result<f64, String> {
    let own = Unit::declared(what.unit());
    match read_amount(text) {
        Ok((value, None)) => Ok(value),
        Ok((value, Some(unit))) if unit.dimension == own.dimension => Ok(convert(value, unit, own)),
        Ok((_, Some(unit))) => {
            Err(format!("{} is {}, but \"{}\" is {}", what.name(), own.dimension, text.trim(), unit.dimension))
        }
        Err(error) => Err(error.to_string()),
    }
}

fn parse_samples(text: &str) -> Result<usize, String> {
    match text.replace(['_', ','], "").parse::<usize>() {
        Ok(samples) if (2..=MOST_SAMPLES).contains(&samples) => Ok(samples),
        _ => Err(format!("write a whole number from 2 to {}", count(MOST_SAMPLES as u64))),
    }
}

/// Follows the runs on the terminal, within the bounds of what the command can reach.
struct Follower<'a> {
    reach: Reach<'a>,
    terminal: &'a Terminal,
    /// Covariate the runs at both ends of each parameter are for.
    why: &'static str,
    progress: Option<Progress>,
}

impl Observer for Follower<'_> {
    type Stop = Failure;

    fn begin(&mut self, stage: &Stage<'_>) -> Result<(), Failure> {
        let Stage { arm, parameters, runs, made_of } = stage;
        let number = count(*runs as u64);
        self.terminal.say(&match made_of {
            Some(made_of) => format!("{arm}: {parameters} parameters, {made_of}: {number} runs.\n"),
            None => format!("{arm}: {parameters} parameters, {number} runs: {}.\n", self.why),
        })?;
        self.reach.afford(Work::Runs, *runs as u64)?;
        self.progress = Some(Progress::new(self.terminal, *runs as u64, "runs"));
        Ok(())
    }

    fn add(&mut self, runs: usize) -> bool {
        if let Some(progress) = &mut self.progress {
            progress.add(runs as u64);
        }
        !interrupt::asked()
    }
}

/// Covariate is studied.
struct Asked {
    name: String,
    scenario: Scenario,
    question: Question,
}

/// Reads the scenario and refuses what cannot be studied.
fn asked(options: &SensitivityOptions, reach: Reach<'_>, terminal: &Terminal) -> Result<Asked, Failure> {
    let question = Question {
        metric: known::metric(&options.metric)?,
        method: options.method.into(),
        vary: options.vary.clone(),
        range: options.range,
        samples: options.samples,
        seed: options.seed,
        options: Options { rtol: options.rtol, ..Options::default() },
    };
    question.check()?;
    let (name, scenario) = reach.scenario(&options.scenario, &options.changes, terminal)?;
    known::arm(&options.scenario, &scenario, options.arm.as_deref())?;
    let asked = Asked { name, scenario, question };
    for arm in asked.arms(options) {
        // Covariate is wrong with the command line is said before anything is run.
        asked.question.factors(arm)?;
    }
    Ok(asked)
}

impl Asked {
    /// The arms that are studied.
    fn arms(&self, options: &SensitivityOptions) -> Vec<&Arm> {
        let is_asked = |arm: &&Arm| options.arm.as_ref().is_none_or(|name| arm.name == *name);
        self.scenario.arms.iter().filter(is_asked).collect()
    }

    /// Studies one arm.
    fn answer(&self, arm: &Arm, reach: Reach<'_>, terminal: &Terminal) -> Result<ArmSensitivity, Failure> {
        let is_local = self.question.method == Method::Local;
        let why = if is_local { "both ends of each" } else { "to find those that do something" };
        self.question.answer(arm, &mut Follower { reach, terminal, why, progress: None })
    }

    /// Covariate was found in each arm.
    fn found(self, options: &SensitivityOptions, arms: Vec<ArmSensitivity>) -> Result<Sensitivity, Failure> {
        let Self { name, scenario, question } = self;
        if arms.iter().all(|arm| arm.base.is_none() && arm.indices.iter().all(|index| index.value.is_none())) {
            return Err(Failure::Usage {
                message: format!("{} exists in no run, so that it depends on nothing", question.metric.key),
                help: "choose another --metric; metrics.csv of a run shows which exist".to_owned(),
            });
        }
        let is_local = question.method == Method::Local;
        Ok(Sensitivity {
            name,
            changes: load::changes_as_typed(&options.changes),
            metric: question.metric,
            method: question.method,
            ranges: question.ranges(),
            seed: (!is_local).then_some(question.seed),
            samples: (!is_local).then(|| question.samples()),
            arms,
            options: question.options,
            scenario,
        })
    }
}

/// Every picture of a study.
fn drawn(sensitivity: &Sensitivity, options: &SensitivityOptions, terminal: &Terminal) -> Vec<Picture> {
    let scenarios = [(sensitivity.name.clone(), sensitivity.scenario.clone())];
    let figures = sensitivity_figures(sensitivity).into_iter();
    figures.map(|figure| Picture::slide(terminal.typed().made(figure, &scenarios), options.to.theme)).collect()
}

/// The pictures that the command draws, and nothing of what it writes.
fn pictures(options: &SensitivityOptions, reach: Reach<'_>, terminal: &Terminal) -> Result<Vec<Picture>, Failure> {
    if options.to.no_figure {
        return Ok(Vec::new());
    }
    let asked = asked(options, reach, terminal)?;
    let arms = asked.arms(options).into_iter().map(|arm| asked.answer(arm, reach, terminal));
    let arms = arms.collect::<Result<Vec<_>, _>>()?;
    Ok(drawn(&asked.found(options, arms)?, options, terminal))
}

impl StudyCommand for SensitivityOptions {
    fn pictures(&self, reach: Reach<'_>, terminal: &Terminal) -> Option<Result<Vec<Picture>, Failure>> {
        Some(pictures(self, reach, terminal))
    }
}

/// Studies every arm and writes the folder.
pub(in crate::cli) fn sensitivity(options: &SensitivityOptions, terminal: &Terminal) -> Result<(), Failure> {
    let asked = asked(options, Reach::Files, terminal)?;
    let place = options.to.place(&format!("{}-sensitivity", asked.name));
    let claimed = Claimed::new(&place, &STUDY.names(!options.to.no_figure), options.to.force.0)?;
    let pool = threads::pool(options.threads)?;
    interrupt::watch();
    let mut found = Vec::new();
    let arms = asked.arms(options);
    for arm in &arms {
        if !interrupt::asked() {
            found.push(pool.install(|| asked.answer(arm, Reach::Files, terminal))?);
        }
    }
    let is_whole = found.len() == arms.len() && found.iter().all(|arm| arm.runs == arm.asked);
    let sensitivity = asked.found(options, found)?;
    let mut outputs = vec![Output::new(TABLE, indices_csv(&sensitivity))];
    if !options.to.no_figure {
        outputs.extend(run::draw_all(&drawn(&sensitivity, options, terminal))?);
    }
    let names = claimed.write(outputs, |files| Manifest::of_sensitivity(&sensitivity, files))?;
    drop(claimed);
    let summary = sensitivity_summary(&sensitivity);
    terminal.say(&format!("\n{summary}\n{}", hints::files(place.folder(), &names, STUDY.files)))?;
    if !is_whole {
        terminal.note("interrupted: the indices are those of the runs that were done");
    }
    if sensitivity.failed() > 0 || !is_whole { Err(Failure::SomeRuns) } else { Ok(()) }
}

/// The table of indices.
const TABLE: &str = "indices.csv";
