//! Every point of a sweep, run side by side.

use std::ops::Range;

use rayon::prelude::*;

use super::error::PointError;
use crate::metrics::{self, METRICS};
use crate::scenario::Scenario;
use crate::simulate::simulate;
use crate::solver::Options;

/// Points that are run together and handed out at once.
const AT_ONCE: usize = 64;

/// What is read off every run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The name of the metric.
    pub key: String,
    /// Its unit.
    pub unit: String,
}

/// The outcome of one arm at one point: a value for each of the [`columns`], or why there is none.
pub type Outcome = Result<Vec<Option<f64>>, PointError>;

/// What is read off every run of a scenario: every metric, and those of what it computes itself.
pub fn columns(scenario: &Scenario) -> Vec<Column> {
    let metrics = METRICS.iter().map(|metric| Column { key: metric.key.to_owned(), unit: metric.unit.to_owned() });
    let outputs = scenario
        .outputs
        .iter()
        .flat_map(|output| output.metric_keys().into_iter().map(|key| Column { key, unit: output.unit.clone() }));
    metrics.chain(outputs).collect()
}

fn outcomes(scenario: &Scenario, options: &Options) -> Vec<Outcome> {
    let one = |arm: &crate::scenario::Arm| {
        let trajectory = simulate(&arm.experiment, options).map_err(PointError::Simulation)?;
        let mut values: Vec<Option<f64>> = metrics::compute(&trajectory).iter().map(|(_, value)| value).collect();
        values.extend(scenario.outputs.iter().flat_map(|output| output.metrics(&trajectory)));
        Ok(values)
    };
    scenario.arms.iter().map(one).collect()
}

/// Runs these points on the threads of the current pool, and hands them out in their order: the first of a few, and for
/// each of them the outcome of every arm. `read` gives the scenario of a point, or why there is none.
///
/// # Errors
/// What `take` gives; nothing more is run after it.
pub fn run<E>(
    points: Range<usize>,
    arms: usize,
    read: &(dyn Fn(usize) -> Result<Scenario, PointError> + Sync),
    options: &Options,
    mut take: impl FnMut(usize, Vec<Vec<Outcome>>) -> Result<(), E>,
) -> Result<(), E> {
    let mut first = points.start;
    while first < points.end {
        let end = points.end.min(first + AT_ONCE);
        let one = |point: usize| match read(point) {
            Ok(scenario) => outcomes(&scenario, options),
            Err(why) => vec![Err(why); arms],
        };
        take(first, (first..end).into_par_iter().map(one).collect())?;
        first = end;
    }
    Ok(())
}
