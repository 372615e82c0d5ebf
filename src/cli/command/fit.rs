//! `onset fit`: parameters that make the model follow observations.

use std::path::{Path, PathBuf};

use clap::{Args, ValueHint};

use super::run;
use crate::cli::destination::Destination;
use crate::cli::drawing::Picture;
use crate::cli::failure::Failure;
use crate::cli::hints;
use crate::cli::load;
use crate::cli::names;
use crate::cli::options::{Changes, ScenarioWord, parse_rtol};
use crate::cli::reach::Reach;
use crate::cli::reading;
use crate::cli::reading::Kind;
use crate::cli::study_command::StudyCommand;
use crate::cli::terminal::Terminal;
use crate::cli::writing::{Claimed, Output};
use onset::figure::Profile;
use onset::model::{near_parameter, parameter};
use onset::quantity::Setting;
use onset::run::{Manifest, fingerprint};
use onset::scenario::{Measured, Observed, Override, Scenario, read_from, read_observed};
use onset::solver::Options;
use onset::study::fit::{
    Fit, FitError, Free, Point, STUDY, Target, correlations_csv, estimates_csv, fit as search, fit_figure, fit_summary,
    fit_warnings, residuals_csv,
};

/// What is fitted to what.
#[derive(Debug, Args)]
pub(in crate::cli) struct FitOptions {
    /// A scenario file, or a name that `onset list` shows.
    #[arg(value_name = "FILE or NAME")]
    scenario: ScenarioWord,
    /// A table of observations: time [h], one quantity such as ketamine_plasma [ng/mL], and sd or se and arm where they
    /// are known.
    #[arg(long, value_name = "TABLE", value_hint = ValueHint::FilePath)]
    observed: PathBuf,
    /// Parameters to find, with commas between them; each starts from its value in the scenario.
    #[arg(long, value_name = "NAME,...", required = true, value_delimiter = ',', value_parser = parse_free)]
    free: Vec<Setting>,
    /// The observed arm, for a table without a column for it.
    #[arg(long, value_name = "ARM")]
    arm: Option<String>,
    #[command(flatten)]
    changes: Changes,
    /// Relative error of a step, from 1e-12 to 1e-3.
    #[arg(long, value_name = "NUMBER", default_value = "1e-9", value_parser = parse_rtol)]
    rtol: f64,
    #[command(flatten)]
    to: Destination,
}

/// Examples of the command.
pub(in crate::cli) const EXAMPLES: &str = "Examples:\n  \
    onset fit my.toml --observed levels.csv --free ketamine_cl\n  \
    onset fit my.toml --observed levels.csv --free ketamine_cl,ketamine_v1\n\n\
    A table of observations, levels.csv:\n  \
    time [h],ketamine_plasma [ng/mL],sd [ng/mL]\n  \
    0.5,125,12\n  \
    1,118,12\n  \
    4,24,3";

fn parse_free(text: &str) -> Result<Setting, String> {
    let name = text.trim();
    let name = name.strip_prefix("parameters.").unwrap_or(name);
    parameter(name).ok_or_else(|| match near_parameter(name) {
        Some(near) => format!("no parameter is called \"{name}\"; did you mean \"{near}\"?"),
        None => format!("no parameter is called \"{name}\"; `onset parameters` lists them"),
    })
}

/// The text of a table and its fingerprint.
fn table(path: &Path) -> Result<(String, String), Failure> {
    let text = reading::text(path, Kind::Observed)?;
    let sha256 = fingerprint(text.as_bytes());
    Ok((text, sha256))
}

/// Where the search begins: the value that the observed arms have.
fn free(options: &FitOptions, scenario: &Scenario, observed: &Observed) -> Result<Vec<Free>, Failure> {
    let mut found: Vec<Free> = Vec::new();
    let first = observed.points.first().and_then(|point| scenario.arms.get(point.arm));
    for setting in &options.free {
        let start = first.map_or(0.0, |arm| arm.typical[setting.0]);
        let free = Free { setting: *setting, start };
        if found.iter().any(|other| other.setting == *setting) {
            return Err(Failure::Usage {
                message: format!("{} is named twice in --free", free.name()),
                help: "name each parameter once".to_owned(),
            });
        }
        found.push(free);
    }
    Ok(found)
}

fn target(options: &FitOptions, scenario: &Scenario, observed: &Observed) -> Result<Target, Failure> {
    let Measured::Signal(signal) = &observed.measured else {
        return Err(Failure::Usage {
            message: format!("{} is an output of the scenario, which a fit cannot follow", observed.key),
            help: "observe a quantity of the model; `onset explain` lists them".to_owned(),
        });
    };
    let points = observed.points.iter().map(|point| Point {
        arm: point.arm,
        time: point.time,
        value: point.value,
        scale: point.spread.unwrap_or(1.0),
    });
    Ok(Target {
        arms: scenario.arms.iter().map(|arm| (arm.experiment.clone(), arm.weight)).collect(),
        signal: *signal,
        points: points.collect(),
        has_errors: observed.spread.is_some(),
        options: Options { rtol: options.rtol, ..Options::default() },
    })
}

/// The scenario with the estimates in the place of the values that the search started from.
fn fitted(options: &FitOptions, fit: &Fit) -> Option<Scenario> {
    let (_, source) = load::source(&options.scenario).ok()?.ok()?;
    let estimates = fit.solution.estimates.iter().map(|estimate| Override {
        path: format!("parameters.{}", estimate.free.name()),
        value: estimate.value.to_string(),
    });
    let set: Vec<Override> = options.changes.set.iter().cloned().chain(estimates).collect();
    let scenario = read_from(&source, &set, &load::resolver(&options.scenario)).scenario?;
    Some(load::changed(&scenario, &options.changes))
}

impl StudyCommand for FitOptions {
    fn pictures(&self, _: Reach<'_>, _: &Terminal) -> Option<Result<Vec<Picture>, Failure>> {
        // The observations are in a file.
        None
    }
}

/// Fits the free parameters and writes the folder.
pub(in crate::cli) fn fit(options: &FitOptions, terminal: &Terminal) -> Result<(), Failure> {
    let (name, scenario) = load::scenario(&options.scenario, &options.changes, terminal)?;
    let (text, sha256) = table(&options.observed)?;
    let observed = read_observed(&text, &scenario, None, options.arm.as_deref())
        .map_err(|error| Failure::in_file(&options.observed, &error))?;
    let free = free(options, &scenario, &observed)?;
    let target = target(options, &scenario, &observed)?;
    let place = options.to.place(&format!("{name}-fit"));
    let claimed = Claimed::new(&place, &STUDY.names(!options.to.no_figure), options.to.force.0)?;
    let solution = search(&target, &free).map_err(|error| match error {
        FitError::NoValue(_) => Failure::Usage {
            message: error.to_string(),
            help: format!("{} does not exist there in this scenario", observed.key),
        },
        FitError::Simulation(_) => Failure::NoFit(error.to_string()),
    })?;
    let fit = Fit {
        name,
        typed: names::quoted(&options.scenario),
        scenario,
        changes: load::changes_as_typed(&options.changes),
        signal: target.signal,
        observed,
        file: options.observed.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        sha256,
        solution,
        options: target.options,
    };
    let mut outputs = vec![
        Output::new("estimates.csv", estimates_csv(&fit)),
        Output::new("correlations.csv", correlations_csv(&fit)),
        Output::new("residuals.csv", residuals_csv(&fit)),
    ];
    if !options.to.no_figure
        && let Some(scenario) = fitted(options, &fit)
    {
        let run =
            onset::run::run(vec![(fit.name.clone(), scenario)], Vec::new(), &fit.options).map_err(Failure::Run)?;
        let given = [(fit.name.clone(), fit.scenario.clone())];
        let figure = terminal.typed().made(fit_figure(&fit, &run), &given);
        outputs.extend(run::draw(&figure, &options.to.theme.into(), &Profile::slides_16x9())?);
    }
    let names = claimed.write(outputs, |files| Manifest::of_fit(&fit, files))?;
    drop(claimed);
    terminal.warnings(fit_warnings(&fit));
    terminal.say(&format!("{}\n{}", fit_summary(&fit), hints::files(place.folder(), &names, STUDY.files)))
}
