//! `onset sensitivity`: on which parameters a metric hangs.

use clap::{Args, ValueEnum, ValueHint};

use super::population::{parse_seed, parse_what};
use super::run;
use crate::cli::destination::Destination;
use crate::cli::drawing::Picture;
use crate::cli::failure::Failure;
use crate::cli::hints;
use crate::cli::interrupt;
use crate::cli::load;
use crate::cli::metric;
use crate::cli::options::{Changes, ScenarioWord, parse_rtol};
use crate::cli::progress::Progress;
use crate::cli::reach::{Reach, Work};
use crate::cli::study_command::StudyCommand;
use crate::cli::terminal::Terminal;
use crate::cli::threads;
use crate::cli::writing::{Claimed, Output};
use onset::metrics::{METRICS, Metric};
use onset::model::SETTINGS;
use onset::quantity::{Kind, Setting, Unit, convert, nearest, read_amount};
use onset::run::Manifest;
use onset::scenario::{Arm, Scenario};
use onset::solver::Options;
use onset::study::population::Cohort;
use onset::study::sensitivity::{
    ArmSensitivity, Design, Ends, Factor, MOST_FACTORS, MOST_SAMPLES, Method, Morris, Prcc, Run, STUDY, Sensitivity,
    Sobol, indices_csv, local, run, sensitivity_figures, sensitivity_summary,
};
use onset::variability::{PercentError, What, read_percent};
use onset::words::{count, rounded};

/// What a metric hangs on, and how to find out.
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

/// Something to vary, as it was typed.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Vary {
    what: What,
    range: VaryRange,
}

/// How far it varies.
#[derive(Debug, Clone, Copy, PartialEq)]
enum VaryRange {
    /// As far as all.
    Usual,
    /// This share to either side.
    Share(f64),
    /// From here to there, in its unit.
    Ends(f64, f64),
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
fn end(what: What, text: &str) -> Result<f64, String> {
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

/// What varies in an arm; parameters that are 0 there have no range of their own.
fn factors(options: &SensitivityOptions, cohort: &Cohort) -> Result<Vec<Factor>, Failure> {
    let base = |what: What| cohort.typical(what);
    if options.vary.is_empty() {
        let all = SETTINGS.iter().enumerate().filter(|(_, setting)| setting.kind == Kind::Parameter);
        let what = all.map(|(place, _)| What::Parameter(Setting(place)));
        return Ok(what.filter_map(|what| Factor::around(what, base(what), options.range)).collect());
    }
    let mut found: Vec<Factor> = Vec::new();
    for Vary { what, range } in &options.vary {
        let name = what.name();
        if found.iter().any(|factor| factor.what == *what) {
            return Err(Failure::Usage {
                message: format!("--vary {name} is there twice"),
                help: "name each parameter once".to_owned(),
            });
        }
        let factor = match range {
            VaryRange::Usual => Factor::around(*what, base(*what), options.range),
            VaryRange::Share(share) => Factor::around(*what, base(*what), *share),
            VaryRange::Ends(low, high) => Some(Factor { what: *what, base: base(*what), low: *low, high: *high }),
        };
        found.push(factor.ok_or_else(|| Failure::Usage {
            message: format!("{name} is {} in arm \"{}\", and a share of that is no range", base(*what), cohort.name),
            help: format!("say from where to where: --vary {name}=LOW..HIGH"),
        })?);
    }
    Ok(found)
}

/// Values of a metric as they come from a design, with what kept others away.
#[derive(Default)]
struct Gathered {
    values: Vec<Option<f64>>,
    failures: Vec<String>,
    moved: usize,
}

/// Does the runs of a design, or those before Ctrl-C.
fn gather(
    cohort: &Cohort,
    factors: &[Factor],
    design: &dyn Design,
    study: &SensitivityOptions,
    reach: Reach<'_>,
    terminal: &Terminal,
) -> Result<Gathered, Failure> {
    reach.afford(Work::Runs, design.rows() as u64)?;
    let mut gathered = Gathered::default();
    let mut progress = Progress::new(terminal, design.rows() as u64, "runs");
    let options = Options { rtol: study.rtol, ..Options::default() };
    let ended: Result<(), ()> = run(cohort, factors, design, &study.metric, &options, |runs: &[Run]| {
        for run in runs {
            gathered.moved += usize::from(run.is_moved);
            if let Err(error) = run.value {
                gathered.failures.push(format!("run {}: {error}", gathered.values.len() + 1));
            }
            gathered.values.push(run.value.unwrap_or(None));
        }
        progress.add(runs.len() as u64);
        if interrupt::asked() { Err(()) } else { Ok(()) }
    });
    // What is done is used; that it is not all is seen from its length.
    let _ = ended;
    Ok(gathered)
}

fn samples(options: &SensitivityOptions) -> usize {
    options.samples.unwrap_or(match options.method {
        MethodName::Local => 1,
        MethodName::Morris => 20,
        MethodName::Sobol => 512,
        MethodName::Prcc => 500,
    })
}

/// Studies one arm. Without `--vary` the parameters that do something are found first.
fn study(
    options: &SensitivityOptions,
    arm: &Arm,
    reach: Reach<'_>,
    terminal: &Terminal,
) -> Result<ArmSensitivity, Failure> {
    let cohort = Cohort::from(arm);
    let mut factors = factors(options, &cohort)?;
    let solver = Options { rtol: options.rtol, ..Options::default() };
    let method = Method::from(options.method);
    let is_local = method == Method::Local;
    let (mut ends, mut without_effect, mut failures) = (Vec::new(), 0, Vec::new());
    if options.vary.is_empty() || is_local {
        let design = Ends { factors: factors.len() };
        let what = if is_local { "both ends of each" } else { "to find those that do something" };
        let number = factors.len();
        let runs = count(design.rows() as u64);
        terminal.say(&format!("{}: {number} parameters, {runs} runs: {what}.\n", arm.name))?;
        let found = gather(&cohort, &factors, &design, options, reach, terminal)?;
        let pairs = design.pairs(&found.values);
        let base = found.values.first().copied().flatten();
        let moves = |pair: &[Option<f64>; 2]| pair.iter().any(|end| *end != base);
        let kept: Vec<bool> = pairs.iter().map(moves).collect();
        if options.vary.is_empty() && pairs.len() == factors.len() {
            let mut kept = kept.iter();
            factors.retain(|_| kept.next().copied().unwrap_or(true));
            without_effect = pairs.len() - factors.len();
            ends = pairs.into_iter().filter(|pair| moves(pair)).collect();
        } else {
            ends = pairs;
        }
        failures = found.failures;
    }
    let local = local(&cohort, &factors, &options.metric, &solver);
    let base = local.as_ref().ok().and_then(|local| local.value);
    let mut result = ArmSensitivity {
        arm: arm.name.clone(),
        base,
        factors: factors.clone(),
        without_effect,
        ends: if is_local { ends } else { Vec::new() },
        indices: Vec::new(),
        runs: 0,
        asked: 0,
        undefined: 0,
        moved: 0,
        failures,
    };
    if is_local {
        match local {
            Ok(local) => result.indices = local.indices(&factors),
            Err(error) => result.failures.push(error.to_string()),
        }
        result.undefined = result.ends.iter().flatten().filter(|end| end.is_none()).count();
        (result.runs, result.asked) = (2 * factors.len(), 2 * factors.len());
        return Ok(result);
    }
    if factors.is_empty() {
        return Ok(result);
    }
    let n = samples(options);
    let (design, cost): (Box<dyn Design>, String) = match method {
        Method::Morris => {
            let paths = format!("{n} paths of {} runs", factors.len() + 1);
            (Box::new(Morris::new(factors.len(), n, options.seed)), paths)
        }
        Method::Sobol => {
            let rows = format!("{n} rows of {} runs", factors.len() + 2);
            (Box::new(Sobol::new(factors.len(), n, options.seed)), rows)
        }
        _ => (Box::new(Prcc::new(factors.len(), n, options.seed)), format!("{n} samples")),
    };
    let (number, runs) = (factors.len(), count(design.rows() as u64));
    terminal.say(&format!("{}: {number} parameters, {cost}: {runs} runs.\n", arm.name))?;
    let found = gather(&cohort, &factors, design.as_ref(), options, reach, terminal)?;
    result.indices = match method {
        Method::Morris => Morris::new(factors.len(), n, options.seed).indices(&found.values),
        Method::Sobol => Sobol::new(factors.len(), n, options.seed).indices(&found.values),
        _ => Prcc::new(factors.len(), n, options.seed).indices(&found.values),
    };
    (result.runs, result.asked) = (found.values.len(), design.rows());
    result.undefined = found.values.iter().filter(|value| value.is_none()).count() - found.failures.len();
    result.moved = found.moved;
    result.failures.extend(found.failures);
    Ok(result)
}

/// What varies how far, in words.
fn ranges(options: &SensitivityOptions) -> String {
    let percent = rounded(100.0 * options.range);
    if options.vary.is_empty() {
        return format!("Each parameter from {percent} % below to {percent} % above its value, within its bounds");
    }
    let each = options.vary.iter().map(|vary| match vary.range {
        VaryRange::Usual => format!("{} by {percent} %", vary.what.name()),
        VaryRange::Share(share) => format!("{} by {} %", vary.what.name(), rounded(100.0 * share)),
        VaryRange::Ends(low, high) => format!("{} from {low} to {high} {}", vary.what.name(), vary.what.unit()),
    });
    let text = each.collect::<Vec<_>>().join(", ");
    format!("Varies: {}", text.replace(" 1,", ",").trim_end_matches(" 1"))
}

/// What is studied.
struct Asked {
    name: String,
    scenario: Scenario,
    metric: &'static Metric,
}

/// Reads the scenario and refuses what cannot be studied.
fn asked(options: &SensitivityOptions, reach: Reach<'_>, terminal: &Terminal) -> Result<Asked, Failure> {
    let keys: Vec<&str> = METRICS.iter().map(|metric| metric.key).collect();
    let metric = METRICS
        .iter()
        .find(|metric| metric.key == options.metric)
        .ok_or_else(|| metric::unknown(&options.metric, &keys))?;
    let is_local = options.method == MethodName::Local;
    if is_local && options.samples.is_some() {
        return Err(Failure::Usage {
            message: "exact derivatives need no samples".to_owned(),
            help: "leave out -n, or choose --method morris, sobol or prcc".to_owned(),
        });
    }
    if options.vary.len() > MOST_FACTORS {
        return Err(Failure::Usage {
            message: format!("{} parameters", options.vary.len()),
            help: format!("vary at most {MOST_FACTORS}"),
        });
    }
    if is_local && options.vary.iter().any(|vary| vary.what == What::Weight) {
        return Err(Failure::Usage {
            message: "weight is no number of the equations, so that there is no derivative by it".to_owned(),
            help: "choose --method morris, sobol or prcc".to_owned(),
        });
    }
    let (name, scenario) = reach.scenario(&options.scenario, &options.changes, terminal)?;
    let names: Vec<&str> = scenario.arms.iter().map(|arm| arm.name.as_str()).collect();
    if let Some(arm) = options.arm.as_deref().filter(|arm| !names.contains(arm)) {
        return Err(Failure::Usage {
            message: format!("no arm of {} is called \"{arm}\"", &*options.scenario),
            help: nearest(arm, names.iter().copied()).map_or_else(
                || format!("choose from {}", names.join(", ")),
                |near| format!("did you mean \"{near}\"?"),
            ),
        });
    }
    let asked = Asked { name, scenario, metric };
    for arm in asked.arms(options) {
        // What is wrong with the command line is said before anything is run.
        factors(options, &Cohort::from(arm))?;
    }
    Ok(asked)
}

impl Asked {
    /// The arms that are studied.
    fn arms(&self, options: &SensitivityOptions) -> Vec<&Arm> {
        let is_asked = |arm: &&Arm| options.arm.as_ref().is_none_or(|name| arm.name == *name);
        self.scenario.arms.iter().filter(is_asked).collect()
    }

    /// What was found in each arm.
    fn found(self, options: &SensitivityOptions, arms: Vec<ArmSensitivity>) -> Result<Sensitivity, Failure> {
        let Self { name, scenario, metric } = self;
        if arms.iter().all(|arm| arm.base.is_none() && arm.indices.iter().all(|index| index.value.is_none())) {
            return Err(Failure::Usage {
                message: format!("{} exists in no run, so that it hangs on nothing", metric.key),
                help: "choose another --metric; metrics.csv of a run shows which exist".to_owned(),
            });
        }
        let is_local = options.method == MethodName::Local;
        Ok(Sensitivity {
            name,
            changes: load::changes_as_typed(&options.changes),
            metric,
            method: options.method.into(),
            ranges: ranges(options),
            seed: (!is_local).then_some(options.seed),
            samples: (!is_local).then(|| samples(options)),
            arms,
            options: Options { rtol: options.rtol, ..Options::default() },
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
    let arms = asked.arms(options).into_iter().map(|arm| study(options, arm, reach, terminal));
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
            found.push(pool.install(|| study(options, arm, Reach::Files, terminal))?);
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
