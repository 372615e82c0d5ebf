//! What two scenarios differ by: outcomes of the arms that both have, and how much of each change of an outcome each
//! changed input explains.
//!
//! Owns: the shares. Must not know: how scenarios are typed or printed.
//!
//! Two answers stand side by side. *Alone* is what an input does if nothing else is changed; what is left of the whole
//! is the interaction. The *share* is the mean of what an input adds over every order in which the inputs could be
//! changed (Shapley 1953, in Contributions to the Theory of Games II, 307-317), so that the shares add up to the whole.
//! It takes a run for each of the 2^n sets of inputs, so that it is given for at most [`MOST_SHARED`].

use std::collections::BTreeMap;

use crate::metrics;
use crate::run::{ArmResult, FailedArm};
use crate::scenario::{Difference, Link, Scenario};
use crate::simulate::{side_by_side, simulate};
use crate::solver::Options;

/// Most changed inputs of an arm for which shares are computed.
pub const MOST_SHARED: usize = 8;

/// Change of an outcome, as a share of itself, below which it is the error of the solver.
const ERROR: f64 = 1e-5;

/// An outcome of an arm in both scenarios.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The metric.
    pub key: String,
    /// Its unit.
    pub unit: String,
    /// In the first scenario; nothing where it does not exist.
    pub first: Option<f64>,
    /// In the second.
    pub second: Option<f64>,
    /// What each changed input explains, in the order of [`ArmDifference::inputs`]; empty where the outcome does not
    /// exist in every mixture of the two scenarios.
    pub parts: Vec<Part>,
}

/// What one input explains of the change of an outcome, in the unit of the outcome.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Part {
    /// If nothing else is changed.
    pub alone: f64,
    /// Its Shapley value; nothing where there are too many inputs.
    pub share: Option<f64>,
}

/// An arm that both scenarios have.
#[derive(Debug, Clone, PartialEq)]
pub struct ArmDifference {
    /// Its name.
    pub arm: String,
    /// The changed inputs that can act on it, as places in [`Difference::changes`].
    pub inputs: Vec<usize>,
    /// Outcomes that differ.
    pub outcomes: Vec<Outcome>,
    /// Why the shares of the inputs cannot be separated, where that is so.
    pub obstacle: Option<String>,
}

impl Outcome {
    /// By how much it changes, where it exists in both.
    pub fn change(&self) -> Option<f64> {
        Some(self.second? - self.first?)
    }

    /// What the inputs do together beyond what each does alone.
    pub fn interaction(&self) -> Option<f64> {
        let alone: f64 = self.parts.iter().map(|part| part.alone).sum();
        (!self.parts.is_empty()).then_some(self.change()? - alone)
    }
}

/// Every arm that both scenarios have, with the outcomes that differ.
///
/// # Errors
/// The first arm of a mixture that could not be run.
pub fn attribution(
    difference: &Difference,
    arms: &[(&ArmResult, &ArmResult)],
    without: &[Link],
    options: &Options,
) -> Result<Vec<ArmDifference>, FailedArm> {
    let mut found = Vec::new();
    for ((first, second), name) in arms.iter().zip(&difference.both) {
        let acts_here = |arm: &Option<String>| arm.as_ref().is_none_or(|arm| arm == name);
        let changes = difference.changes.iter().enumerate();
        let inputs: Vec<usize> =
            changes.filter(|(_, change)| change.acts && acts_here(&change.arm)).map(|(i, _)| i).collect();
        let mut arm = ArmDifference { arm: name.clone(), inputs, outcomes: outcomes(first, second), obstacle: None };
        if !arm.outcomes.is_empty() {
            match runs(difference, &arm, without, options)? {
                Ok(runs) => explain(&mut arm, &runs),
                Err(why) => arm.obstacle = Some(why),
            }
        }
        found.push(arm);
    }
    Ok(found)
}

/// Every outcome of an arm, computed ones included.
fn values(arm: &ArmResult) -> Vec<(String, String, Option<f64>)> {
    let of_model = arm.metrics.iter().map(|(metric, value)| (metric.key.to_owned(), metric.unit.to_owned(), value));
    of_model.chain(arm.output_metrics().into_iter().map(|(key, value, unit)| (key, unit.to_owned(), value))).collect()
}

fn outcomes(first: &ArmResult, second: &ArmResult) -> Vec<Outcome> {
    let (a, b) = (values(first), values(second));
    let of_second = |key: &str, unit: &str| b.iter().find(|(k, u, _)| k == key && u == unit).and_then(|(.., v)| *v);
    let both = a.into_iter().map(|(key, unit, first)| {
        let second = of_second(&key, &unit);
        Outcome { key, unit, first, second, parts: Vec::new() }
    });
    both.filter(|outcome| match (outcome.first, outcome.second) {
        (Some(a), Some(b)) => (a - b).abs() > ERROR * a.abs().max(b.abs()),
        (a, b) => a.is_some() != b.is_some(),
    })
    .collect()
}

/// Outcomes by the set of inputs that are changed, as bits.
type Runs = BTreeMap<u32, BTreeMap<String, f64>>;

/// Runs the mixtures that are needed, side by side; or says why one of them is no scenario.
fn runs(
    difference: &Difference,
    arm: &ArmDifference,
    without: &[Link],
    options: &Options,
) -> Result<Result<Runs, String>, FailedArm> {
    let count = arm.inputs.len();
    let sets: Vec<u32> = if count <= MOST_SHARED {
        (0..1 << count).collect()
    } else if count < 32 {
        (0..count).map(|i| 1 << i).chain([0]).collect()
    } else {
        return Ok(Err(format!("{count} inputs are changed, which is too many to tell apart")));
    };
    let mut mixtures: Vec<(u32, Scenario)> = Vec::new();
    for set in sets {
        let is_in = |at: usize| arm.inputs.iter().position(|input| *input == at).is_some_and(|i| set >> i & 1 == 1);
        let made: Vec<bool> = (0..difference.changes.len()).map(is_in).collect();
        let mut at = made.iter();
        // Asked once for each change, in order.
        let made: Vec<&str> = difference
            .changes
            .iter()
            .filter(|_| at.next().copied().unwrap_or(false))
            .map(|change| change.path.as_str())
            .collect();
        match difference.mixture(|change| made.contains(&change.path.as_str())) {
            Ok(scenario) => mixtures.push((set, scenario.without(without))),
            Err(why) => {
                return Ok(Err(format!("with {} alone, {why}", made.join(" and "))));
            }
        }
    }
    let done = side_by_side(mixtures.iter(), |(set, scenario)| {
        let Some(of_arm) = scenario.arms.iter().find(|other| other.name == arm.arm) else {
            return Ok((*set, BTreeMap::new()));
        };
        let trajectory =
            simulate(&of_arm.experiment, options).map_err(|error| FailedArm { arm: arm.arm.clone(), error })?;
        let metrics = metrics::compute(&trajectory);
        let result = ArmResult {
            name: arm.arm.clone(),
            arm: of_arm.clone(),
            trajectory,
            metrics,
            outputs: scenario.outputs.clone(),
        };
        let found = values(&result).into_iter().filter_map(|(key, _, value)| Some((key, value?))).collect();
        Ok((*set, found))
    });
    done.into_iter().collect::<Result<Runs, FailedArm>>().map(Ok)
}

fn explain(arm: &mut ArmDifference, runs: &Runs) {
    let count = arm.inputs.len();
    for outcome in &mut arm.outcomes {
        let value = |set: u32| runs.get(&set).and_then(|run| run.get(&outcome.key)).copied();
        let (Some(nothing), Some(_)) = (value(0), outcome.second) else { continue };
        let parts: Option<Vec<Part>> = (0..count)
            .map(|i| {
                let share = if count <= MOST_SHARED { Some(shapley(i, count, &value)?) } else { None };
                Some(Part { alone: value(1 << i)? - nothing, share })
            })
            .collect();
        outcome.parts = parts.unwrap_or_default();
    }
}

/// The Shapley value of one of `count` inputs; nothing where a value is missing.
fn shapley(input: usize, count: usize, value: &impl Fn(u32) -> Option<f64>) -> Option<f64> {
    // The share of orders in which exactly these come before: |S|! (n - |S| - 1)! / n!.
    let mut weights = vec![1.0 / count as f64];
    for size in 1..count {
        let before = weights.last().copied().unwrap_or(1.0);
        weights.push(before * size as f64 / (count - size) as f64);
    }
    let mut sum = 0.0;
    for set in (0..1_u32 << count).filter(|set| set >> input & 1 == 0) {
        let weight = weights.get(set.count_ones() as usize).copied().unwrap_or(0.0);
        sum += weight * (value(set | 1 << input)? - value(set)?);
    }
    Some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_fair_and_add_up() {
        // A glove game: a left glove and two right ones, of which a pair is worth 1.
        let pair = |set: u32| Some(if set & 1 == 1 && set & 6 != 0 { 1.0 } else { 0.0 });
        let shares: Vec<f64> = (0..3).map(|i| shapley(i, 3, &pair).unwrap()).collect();
        for (share, expected) in shares.iter().zip([2.0 / 3.0, 1.0 / 6.0, 1.0 / 6.0]) {
            assert!((share - expected).abs() < 1e-15, "{shares:?}");
        }
        let product =
            |set: u32| Some((0..8).filter(|i| set >> i & 1 == 1).map(|i| 1.1 + f64::from(i)).product::<f64>());
        let sum: f64 = (0..8).map(|i| shapley(i, 8, &product).unwrap()).sum();
        let whole = product(255).unwrap() - product(0).unwrap();
        assert!((sum - whole).abs() < 1e-12 * whole, "{sum} is not {whole}");
        assert_eq!(shapley(0, 2, &|set| (set != 3).then_some(0.0)), None);
    }
}
