//! The manifest of a sweep: what was swept, and how far it came.

use serde::Serialize;

use super::footing::basis;
use super::manifest::{Manifest, ModelEntry, ScenarioEntry, WrittenFile};
use super::sweep::{Sweep, failures, unit};
use super::tables::json;
use crate::figure::texts::DISCLAIMER;

#[derive(Serialize)]
struct Whole<'a> {
    program: &'static str,
    version: &'static str,
    disclaimer: &'static str,
    basis: String,
    title: &'a str,
    scenarios: [ScenarioEntry<'a>; 1],
    changes: &'a [String],
    sweep: Vec<AxisEntry<'a>>,
    points: usize,
    points_asked_for: usize,
    failed_runs: Vec<String>,
    method: &'static str,
    rtol: f64,
    model: ModelEntry,
    files: &'a [WrittenFile],
}

#[derive(Serialize)]
struct AxisEntry<'a> {
    path: &'a str,
    from: f64,
    to: f64,
    unit: String,
    is_factor: bool,
    values: usize,
    scale: &'static str,
}

impl Manifest {
    /// The text of the manifest of a sweep that wrote these files.
    pub fn of_sweep(sweep: &Sweep, files: &[WrittenFile]) -> String {
        let axes = sweep.plane.axes().iter().map(|axis| AxisEntry {
            path: &axis.path,
            from: axis.from,
            to: axis.to,
            unit: unit(axis),
            is_factor: axis.unit == "x",
            values: axis.count,
            scale: if axis.is_log { "log" } else { "linear" },
        });
        json(&Whole {
            program: Self::PROGRAM,
            version: env!("CARGO_PKG_VERSION"),
            disclaimer: DISCLAIMER,
            basis: basis(),
            title: &sweep.scenario.title,
            scenarios: [ScenarioEntry::new(&sweep.name, &sweep.scenario)],
            changes: &sweep.changes,
            sweep: axes.collect(),
            points: sweep.outcomes.len(),
            points_asked_for: sweep.plane.points(),
            failed_runs: failures(sweep).collect(),
            method: sweep.options.method.name(),
            rtol: sweep.options.rtol,
            model: ModelEntry::new(),
            files,
        })
    }
}
