//! The runs of a design, in one arm.

use super::design::Design;
use super::factor::Factor;
use crate::simulate::SimulationError;
use crate::solver::Options;
use crate::study::population::{Cohort, Subjects, Trial, run as follow};

/// Runs that are prepared together, at most.
const AT_ONCE: usize = 4096;

/// The result of one run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Run {
    /// The metric, where it exists; or why the run could not be finished.
    pub value: Result<Option<f64>, SimulationError>,
    /// Whether its values were brought nearer to the values of the scenario, since they may not stand together.
    pub is_moved: bool,
}

/// Does the runs of a design on the threads of the current pool, and hands them out in their order.
///
/// # Errors
/// What `take` gives; nothing more is run after it.
pub fn run<E>(
    cohort: &Cohort,
    factors: &[Factor],
    design: &dyn Design,
    metric: &str,
    options: &Options,
    mut take: impl FnMut(&[Run]) -> Result<(), E>,
) -> Result<(), E> {
    let mut places = vec![0.0; factors.len()];
    for first in (0..design.rows()).step_by(AT_ONCE) {
        let numbers = first..design.rows().min(first + AT_ONCE);
        let mut values = Vec::with_capacity(numbers.len() * factors.len());
        for number in numbers.clone() {
            design.row(number, &mut places);
            values.extend(factors.iter().zip(&places).map(|(factor, place)| factor.value(*place)));
        }
        let study = Trial {
            cohorts: vec![cohort.clone()],
            subjects: Subjects::Listed { columns: factors.iter().map(|factor| factor.what).collect(), values },
            times: Vec::new(),
            signals: Vec::new(),
            options: *options,
            is_together: false,
        };
        follow(&study, (1, numbers.len() as u64), |_, outcomes| {
            let one = |outcome: &crate::study::population::Outcome| Run {
                value: match &outcome.metrics {
                    Ok(metrics) => Ok(metrics.get(metric)),
                    Err(error) => Err(*error),
                },
                is_moved: outcome.is_moved,
            };
            take(&outcomes.iter().flatten().map(one).collect::<Vec<_>>())
        })?;
    }
    Ok(())
}
