//! The manifest of a sweep: what was swept, and how far it came.

use serde::Serialize;

use super::tables::{Sweep, failures, unit};
use crate::run::{Head, Manifest, ModelEntry, WrittenFile};
use crate::words::json;

#[derive(Serialize)]
struct Whole<'a> {
    #[serde(flatten)]
    head: Head<'a>,
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
            head: Head::new(&sweep.scenario.title, [(&sweep.name, &sweep.scenario)], &sweep.changes),
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
