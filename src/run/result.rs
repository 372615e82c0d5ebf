//! Running every arm of one or more scenarios.

use std::fmt;

use crate::metrics::{self, Metrics};
use crate::scenario::{Arm, Scenario};
use crate::simulate::{Derived, SimulationError, Trajectory, side_by_side, simulate};
use crate::solver::Options;

/// One arm with what it gave.
#[derive(Debug, Clone)]
pub struct ArmResult {
    /// Its name; with several scenarios that of its scenario stands before it.
    pub name: String,
    /// What was asked for.
    pub arm: Arm,
    /// Every state at every time.
    pub trajectory: Trajectory,
    /// The numbers read off it.
    pub metrics: Metrics,
    /// What its scenario computes from others.
    pub outputs: Vec<Derived>,
}

/// Scenarios that were run together.
#[derive(Debug, Clone)]
pub struct Run {
    /// Name of the output folder: that of the scenario, or `a+b`.
    pub name: String,
    /// Headline.
    pub title: String,
    /// The scenarios by name.
    pub scenarios: Vec<(String, Scenario)>,
    /// Changes given from outside, as they were typed.
    pub changes: Vec<String>,
    /// Every arm, in the order of the scenarios.
    pub arms: Vec<ArmResult>,
    /// Output times, h.
    pub times: Vec<f64>,
    /// The longest duration, h.
    pub duration: f64,
    /// How it was solved.
    pub options: Options,
}

/// An arm that could not be run to its end.
#[derive(Debug, Clone, PartialEq)]
pub struct FailedArm {
    /// Which.
    pub arm: String,
    /// Why.
    pub error: SimulationError,
}

impl fmt::Display for FailedArm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the arm \"{}\" could not be run: {}", self.arm, self.error)
    }
}

impl std::error::Error for FailedArm {}

/// Runs every arm.
///
/// # Errors
/// The first arm that could not be run, with when and why.
pub fn run(scenarios: Vec<(String, Scenario)>, changes: Vec<String>, options: &Options) -> Result<Run, FailedArm> {
    let many = scenarios.len() > 1;
    let names: Vec<&str> = scenarios.iter().map(|(name, _)| name.as_str()).collect();
    let mut titles: Vec<&str> = scenarios.iter().map(|(_, scenario)| scenario.title.as_str()).collect();
    // A copy with one change keeps its headline, which is said once.
    titles.dedup();
    let (name, title) = (names.join("+"), titles.join("; "));
    let named = scenarios.iter().flat_map(|(scenario_name, scenario)| {
        scenario.arms.iter().map(move |arm| {
            (&scenario.outputs, if many { format!("{scenario_name}/{}", arm.name) } else { arm.name.clone() }, arm)
        })
    });
    let results = side_by_side(named, |(outputs, name, arm)| run_arm(name, arm, outputs, options));
    let arms = results.into_iter().collect::<Result<Vec<_>, _>>()?;
    let mut times: Vec<f64> = scenarios.iter().flat_map(|(_, scenario)| scenario.times()).collect();
    times.sort_by(f64::total_cmp);
    times.dedup();
    let duration = scenarios.iter().map(|(_, scenario)| scenario.duration).fold(0.0, f64::max);
    Ok(Run { name, title, scenarios, changes, arms, times, duration, options: *options })
}

impl ArmResult {
    /// The metrics of what the scenario computes, with name, value and unit.
    pub fn output_metrics(&self) -> Vec<(String, Option<f64>, &str)> {
        let mut rows = Vec::new();
        for output in &self.outputs {
            let values = output.metrics(&self.trajectory);
            rows.extend(
                output.metric_keys().into_iter().zip(values).map(|(key, value)| (key, value, output.unit.as_str())),
            );
        }
        rows
    }
}

fn run_arm(name: String, arm: &Arm, outputs: &[Derived], options: &Options) -> Result<ArmResult, FailedArm> {
    match simulate(&arm.experiment, options) {
        Ok(trajectory) => {
            let metrics = metrics::compute(&trajectory);
            Ok(ArmResult { name, arm: arm.clone(), trajectory, metrics, outputs: outputs.to_vec() })
        }
        Err(error) => Err(FailedArm { arm: name, error }),
    }
}
