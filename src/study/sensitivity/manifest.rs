//! The manifest of a study of sensitivity: what varied how far, and how many runs it took.

use serde::Serialize;

use super::tables::{MOST_FAILURES, Sensitivity};
use crate::run::{Head, Manifest, ModelEntry, WrittenFile};
use crate::words::json;

#[derive(Serialize)]
struct Whole<'a> {
    #[serde(flatten)]
    head: Head<'a>,
    metric: &'static str,
    sensitivity: &'static str,
    ranges: &'a str,
    seed: Option<u64>,
    samples: Option<usize>,
    method: &'static str,
    rtol: f64,
    model: ModelEntry,
    arms: Vec<ArmEntry<'a>>,
    files: &'a [WrittenFile],
}

#[derive(Serialize)]
struct ArmEntry<'a> {
    name: &'a str,
    value: Option<f64>,
    runs: usize,
    runs_asked_for: usize,
    runs_without_metric: usize,
    runs_brought_nearer: usize,
    failed_runs: usize,
    failures: &'a [String],
    without_effect: usize,
    varied: Vec<FactorEntry>,
}

#[derive(Serialize)]
struct FactorEntry {
    name: &'static str,
    unit: &'static str,
    low: f64,
    base: f64,
    high: f64,
}

impl Manifest {
    /// The text of the manifest of a study of sensitivity that wrote these files.
    pub fn of_sensitivity(sensitivity: &Sensitivity, files: &[WrittenFile]) -> String {
        let arms = sensitivity.arms.iter().map(|arm| ArmEntry {
            name: &arm.arm,
            value: arm.base,
            runs: arm.runs,
            runs_asked_for: arm.asked,
            runs_without_metric: arm.undefined,
            runs_brought_nearer: arm.moved,
            failed_runs: arm.failures.len(),
            failures: &arm.failures[..arm.failures.len().min(MOST_FAILURES)],
            without_effect: arm.without_effect,
            varied: arm
                .factors
                .iter()
                .map(|factor| FactorEntry {
                    name: factor.what.name(),
                    unit: factor.what.unit(),
                    low: factor.low,
                    base: factor.base,
                    high: factor.high,
                })
                .collect(),
        });
        json(&Whole {
            head: Head::new(
                &sensitivity.scenario.title,
                [(&sensitivity.name, &sensitivity.scenario)],
                &sensitivity.changes,
            ),
            metric: sensitivity.metric.key,
            sensitivity: sensitivity.method.name(),
            ranges: &sensitivity.ranges,
            seed: sensitivity.seed,
            samples: sensitivity.samples,
            method: sensitivity.options.method.name(),
            rtol: sensitivity.options.rtol,
            model: ModelEntry::new(),
            arms: arms.collect(),
            files,
        })
    }
}
