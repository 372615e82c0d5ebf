//! Names on the command line that must be known: of a metric, of an arm.

use super::failure::Failure;
use onset::metrics::{METRICS, Metric};
use onset::quantity::nearest;
use onset::scenario::Scenario;

/// That nothing has this name, with the name that was probably meant, or all of them.
fn unknown(message: String, word: &str, known: &[&str]) -> Failure {
    Failure::Usage {
        message,
        help: nearest(word, known.iter().copied())
            .map_or_else(|| format!("choose from {}", known.join(", ")), |near| format!("did you mean \"{near}\"?")),
    }
}

/// That no metric has this name.
pub(super) fn no_metric(word: &str, known: &[&str]) -> Failure {
    unknown(format!("no metric is called \"{word}\""), word, known)
}

/// The metric of this name.
pub(super) fn metric(word: &str) -> Result<&'static Metric, Failure> {
    METRICS.iter().find(|metric| metric.key == word).ok_or_else(|| {
        let keys: Vec<&str> = METRICS.iter().map(|metric| metric.key).collect();
        no_metric(word, &keys)
    })
}

/// Refuses the name of an arm that the scenario of this word has not.
pub(super) fn arm(word: &str, scenario: &Scenario, name: Option<&str>) -> Result<(), Failure> {
    let names: Vec<&str> = scenario.arms.iter().map(|arm| arm.name.as_str()).collect();
    match name {
        Some(name) if !names.contains(&name) => {
            Err(unknown(format!("no arm of {word} is called \"{name}\""), name, &names))
        }
        _ => Ok(()),
    }
}
