//! Tables for other programs: RFC 4180, one line feed a row, a point for decimals.

use std::borrow::Cow;

use serde::Serialize;

use super::basis::basis_in_play;
use super::result::{ArmResult, Run};
use crate::quantity::{csv_field, push_shortest, shortest};
use crate::scenario::LocatedDiagnostic;
use crate::simulate::{Signal, side_by_side};
use crate::words::json;
use crate::words::texts::DISCLAIMER;

/// Every signal of every arm at the output times: `arm,time [h],NAME [unit],...`.
pub fn trajectory_csv(run: &Run) -> String {
    let mut csv = String::from("arm,time [h]");
    for signal in Signal::all() {
        csv.push(',');
        csv.push_str(&signal.quantity().header());
    }
    let mut outputs: Vec<String> = Vec::new();
    for output in run.scenarios.iter().flat_map(|(_, scenario)| &scenario.outputs) {
        if !outputs.contains(&output.header()) {
            csv.push(',');
            csv.push_str(&csv_field(&output.header()));
            outputs.push(output.header());
        }
    }
    csv.push('\n');
    let parts = side_by_side(run.arms.iter(), |arm| rows_of(arm, &run.times, &outputs));
    csv.reserve(parts.iter().map(String::len).sum());
    csv.extend(parts);
    csv
}

/// The rows of one arm, with a column for each output of the run; the column is empty where the scenario of the arm does
/// not compute the output.
fn rows_of(arm: &ArmResult, times: &[f64], outputs: &[String]) -> String {
    let name = csv_field(&arm.name);
    let times: Vec<f64> = times.iter().copied().filter(|time| *time <= arm.arm.experiment.duration).collect();
    let table = arm.trajectory.sample(&times);
    let mut columns: Vec<Vec<f64>> = Signal::all().map(|signal| table.column(signal)).collect();
    columns.extend(outputs.iter().map(|header| match arm.outputs.iter().find(|output| output.header() == *header) {
        Some(output) => output.at(&arm.trajectory, &arm.trajectory.places(&times)),
        None => vec![f64::NAN; times.len()],
    }));
    // About as much as is needed, asked for once.
    let mut csv = String::with_capacity(times.len() * (name.len() + 20 * (columns.len() + 1)));
    for (row, time) in times.iter().enumerate() {
        csv.push_str(&name);
        csv.push(',');
        push_shortest(&mut csv, *time);
        for column in &columns {
            csv.push(',');
            push_shortest(&mut csv, column[row]);
        }
        csv.push('\n');
    }
    csv
}

/// Every metric of every arm: `arm,metric,value,unit`; the value is empty where a metric does not exist.
pub fn metrics_csv(run: &Run) -> String {
    let mut csv = String::from("arm,metric,value,unit\n");
    for arm in &run.arms {
        let name = csv_field(&arm.name);
        for (metric, value) in arm.metrics.iter() {
            let value = value.map(shortest).unwrap_or_default();
            csv.push_str(&format!("{name},{},{value},{}\n", metric.key, metric.unit));
        }
        for (key, value, unit) in arm.output_metrics() {
            let value = value.map(shortest).unwrap_or_default();
            csv.push_str(&format!("{name},{key},{value},{}\n", csv_field(unit)));
        }
    }
    csv
}

#[derive(Serialize)]
struct Row<'a> {
    arm: &'a str,
    metric: Cow<'a, str>,
    value: Option<f64>,
    unit: &'a str,
}

#[derive(Serialize)]
struct Document<'a> {
    disclaimer: &'a str,
    basis: String,
    scenario: &'a str,
    title: &'a str,
    metrics: Vec<Row<'a>>,
}

/// The same as JSON; the value is null where a metric does not exist.
pub fn metrics_json(run: &Run) -> String {
    let rows = run.arms.iter().flat_map(|arm| {
        let of_model = arm.metrics.iter().map(|(metric, value)| (metric.key.into(), value, metric.unit));
        let of_file = arm.output_metrics().into_iter().map(|(key, value, unit)| (key.into(), value, unit));
        of_model.chain(of_file).map(|(metric, value, unit)| Row { arm: &arm.name, metric, value, unit })
    });
    json(&Document {
        disclaimer: DISCLAIMER,
        basis: basis_in_play(run),
        scenario: &run.name,
        title: &run.title,
        metrics: rows.collect(),
    })
}

/// What is wrong with scenario files, as a list of objects; empty where nothing is.
pub fn findings_json(findings: &[LocatedDiagnostic]) -> String {
    json(&findings)
}
