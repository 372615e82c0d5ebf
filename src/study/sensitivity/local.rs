//! How a metric changes with a small change of each parameter: exact derivatives.

use super::factor::Factor;
use super::method::Index;
use crate::metrics;
use crate::model;
use crate::simulate::{Direction, SimulationError, Slopes, simulate};
use crate::solver::Options;
use crate::study::population::Cohort;
use crate::variability::Covariate;

/// A metric with its derivatives.
#[derive(Debug, Clone, PartialEq)]
pub struct Local {
    /// The metric, where it exists.
    pub value: Option<f64>,
    /// Its derivative by each factor, in its unit for each unit of the factor; nothing where there is none.
    pub derivatives: Vec<Option<f64>>,
}

impl Local {
    /// By how many percent the metric changes where a factor changes by one.
    fn elasticity(&self, factor: usize, factors: &[Factor]) -> Option<f64> {
        let derivative = (*self.derivatives.get(factor)?)?;
        self.value.filter(|value| *value != 0.0).map(|value| derivative * factors[factor].base / value)
    }
}

impl Local {
    /// For each factor its `elasticity` and its `derivative`.
    pub fn indices(&self, factors: &[Factor]) -> Vec<Index> {
        let each = self.derivatives.iter().enumerate();
        each.flat_map(|(factor, derivative)| {
            let index = |name, value: Option<f64>| Index { name, factor, value, interval: None, used: 1 };
            [index("elasticity", self.elasticity(factor, factors)), index("derivative", *derivative)]
        })
        .collect()
    }
}

/// The derivatives of a metric in one arm. Body weight is no number of the equations and has none.
///
/// # Errors
/// Where the arm could not be run.
pub fn local(cohort: &Cohort, factors: &[Factor], metric: &str, options: &Options) -> Result<Local, SimulationError> {
    let trajectory = simulate(&cohort.experiment, options)?;
    let value = metrics::compute(&trajectory).get(metric);
    let settings: Vec<(usize, Direction)> = factors
        .iter()
        .enumerate()
        .filter_map(|(place, factor)| match factor.what {
            Covariate::Weight => None,
            Covariate::Parameter(setting) => {
                let size = model::for_weight(setting, 1.0, cohort.weight);
                Some((place, Direction::of_setting(&cohort.experiment, setting, size)))
            }
        })
        .collect();
    let directions: Vec<Direction> = settings.iter().map(|(_, direction)| direction.clone()).collect();
    let found = metrics::slope(metric, &Slopes::new(&trajectory, &directions));
    let mut derivatives = vec![None; factors.len()];
    for ((place, _), derivative) in settings.iter().zip(found.unwrap_or_default()) {
        derivatives[*place] = Some(derivative);
    }
    Ok(Local { value, derivatives })
}
