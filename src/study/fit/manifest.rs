//! The manifest of a fit: from which observations, and what was found.

use serde::Serialize;

use super::tables::Fit;
use crate::run::{Head, Manifest, ModelEntry, WrittenFile};
use crate::words::json;

#[derive(Serialize)]
struct Whole<'a> {
    #[serde(flatten)]
    head: Head<'a>,
    observed: ObservedEntry<'a>,
    estimates: Vec<EstimateEntry>,
    sum_of_squares: f64,
    sum_of_squares_at_start: f64,
    rounds: usize,
    method: &'static str,
    rtol: f64,
    model: ModelEntry,
    files: &'a [WrittenFile],
}

#[derive(Serialize)]
struct ObservedEntry<'a> {
    name: &'a str,
    sha256: &'a str,
    quantity: &'a str,
    unit: &'a str,
    observations: usize,
}

#[derive(Serialize)]
struct EstimateEntry {
    name: &'static str,
    unit: &'static str,
    start: f64,
    value: f64,
    standard_error: Option<f64>,
}

impl Manifest {
    /// The text of the manifest of a fit that wrote these files.
    pub fn of_fit(fit: &Fit, files: &[WrittenFile]) -> String {
        let estimates = fit.solution.estimates.iter().map(|estimate| EstimateEntry {
            name: estimate.free.name(),
            unit: estimate.free.unit(),
            start: estimate.free.start,
            value: estimate.value,
            standard_error: estimate.error,
        });
        json(&Whole {
            head: Head::new(&fit.scenario.title, [(&fit.name, &fit.scenario)], &fit.changes),
            observed: ObservedEntry {
                name: &fit.file,
                sha256: &fit.sha256,
                quantity: &fit.observed.key,
                unit: &fit.observed.unit,
                observations: fit.observed.points.len(),
            },
            estimates: estimates.collect(),
            sum_of_squares: fit.solution.sum,
            sum_of_squares_at_start: fit.solution.sum_at_start,
            rounds: fit.solution.rounds,
            method: fit.options.method.name(),
            rtol: fit.options.rtol,
            model: ModelEntry::new(),
            files,
        })
    }
}
