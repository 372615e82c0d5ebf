//! What a fit gives to the reader: tables of estimates and residuals, a summary, warnings in words.

use super::solution::{Estimate, Solution, Warning};
use crate::quantity::{csv_field, listed, shortest, without_noise};
use crate::run::basis;
use crate::scenario::{Observed, Scenario, SpreadKind};
use crate::simulate::Signal;
use crate::solver::Options;
use crate::words::{amount, count, folded, rounded, table, texts::DISCLAIMER};

/// A fit with what it was made from.
#[derive(Debug, Clone)]
pub struct Fit {
    /// The name of the scenario.
    pub name: String,
    /// The scenario as it is typed into a shell.
    pub typed: String,
    /// The scenario that the search started from.
    pub scenario: Scenario,
    /// Changes given from outside, as they were typed.
    pub changes: Vec<String>,
    /// The observations.
    pub observed: Observed,
    /// What was observed.
    pub signal: Signal,
    /// Name of their file.
    pub file: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// What was found.
    pub solution: Solution,
    /// How it is solved.
    pub options: Options,
}

/// An estimate as it can be typed: enough digits that the fit is the same.
fn typed(estimate: &Estimate) -> String {
    let value = format!("{:.6e}", estimate.value).parse().unwrap_or(estimate.value);
    format!("parameters.{}={}", estimate.free.name(), shortest(without_noise(value)))
}

/// Every estimate: `parameter,unit,start,estimate,standard_error,low,high`.
pub fn estimates_csv(fit: &Fit) -> String {
    let mut csv = String::from("parameter,unit,start,estimate,standard_error,low,high\n");
    for Estimate { free, value, error } in &fit.solution.estimates {
        let (low, high) = free.bounds();
        let numbers = [free.start, *value, error.unwrap_or(f64::NAN), low, high].map(shortest).join(",");
        csv.push_str(&format!("{},{},{numbers}\n", free.name(), free.unit()));
    }
    csv
}

/// The correlation of each two estimates, a row for each pair; empty where the points cannot tell them apart.
pub fn correlations_csv(fit: &Fit) -> String {
    let mut csv = String::from("parameter,with,correlation\n");
    let names: Vec<&str> = fit.solution.estimates.iter().map(|estimate| estimate.free.name()).collect();
    for (i, name) in names.iter().enumerate() {
        for (j, other) in names.iter().enumerate().skip(i + 1) {
            let r = fit.solution.correlations.as_ref().map_or(f64::NAN, |rows| rows[i][j]);
            csv.push_str(&format!("{name},{other},{}\n", shortest(r)));
        }
    }
    csv
}

/// Every observation with what the fit gives and what is left: observed less fitted.
pub fn residuals_csv(fit: &Fit) -> String {
    let unit = csv_field(&fit.observed.unit);
    let kind = match fit.observed.spread {
        Some(SpreadKind::Se) => "se",
        _ => "sd",
    };
    let mut csv = format!("arm,time [h],observed [{unit}],{kind} [{unit}],fitted [{unit}],residual [{unit}]\n");
    for (point, fitted) in fit.observed.points.iter().zip(&fit.solution.values) {
        let numbers =
            [point.time, point.value, point.spread.unwrap_or(f64::NAN), *fitted, point.value - fitted].map(shortest);
        csv.push_str(&format!("{},{}\n", csv_field(&fit.scenario.arms[point.arm].name), numbers.join(",")));
    }
    csv
}

/// The root mean square of the residuals.
fn spread(fit: &Fit) -> f64 {
    let points = fit.observed.points.iter().zip(&fit.solution.values);
    let sum: f64 = points.map(|(point, fitted)| (point.value - fitted).powi(2)).sum();
    (sum / fit.observed.points.len() as f64).sqrt()
}

fn row(estimate: &Estimate) -> Vec<String> {
    let Estimate { free, value, error } = estimate;
    let error = error.map_or_else(
        || "unknown".to_owned(),
        |error| format!("{} ({} %)", rounded(error), rounded(100.0 * error / value.abs())),
    );
    vec![free.name().to_owned(), amount(free.start, free.unit()), amount(*value, free.unit()), error]
}

/// The summary, for a terminal of 80 columns.
pub fn fit_summary(fit: &Fit) -> String {
    let (points, free) = (fit.observed.points.len(), fit.solution.estimates.len());
    let parameters = if free == 1 { "1 parameter".to_owned() } else { format!("{free} parameters") };
    let observations =
        if points == 1 { "1 observation".to_owned() } else { format!("{} observations", count(points as u64)) };
    let mut text =
        folded(&format!("{}: {parameters} fitted to {observations} of {}.", fit.scenario.title, fit.observed.key), "");
    text.push_str(&folded(&format!("  observations from {}", fit.file), "    "));
    for change in &fit.changes {
        text.push_str(&format!("  changed from the file: {change}\n"));
    }
    text.push('\n');
    let mut rows = vec![["parameter", "start", "estimate", "standard error"].map(str::to_owned).to_vec()];
    rows.extend(fit.solution.estimates.iter().map(row));
    text.push_str(&table(&rows));
    text.push('\n');
    if let Some(correlations) = fit.solution.correlations.as_ref().filter(|rows| rows.len() > 1) {
        let names: Vec<&str> = fit.solution.estimates.iter().map(|estimate| estimate.free.name()).collect();
        let mut rows = vec![
            std::iter::once("correlation".to_owned())
                .chain(names.iter().skip(1).map(|name| (*name).to_owned()))
                .collect::<Vec<_>>(),
        ];
        for (i, name) in names.iter().enumerate().take(names.len() - 1) {
            let mut row = vec![(*name).to_owned()];
            row.extend(
                (1..names.len()).map(|j| if j > i { format!("{:.2}", correlations[i][j]) } else { String::new() }),
            );
            rows.push(row);
        }
        // Many names do not fit a terminal; the table of correlations has them all.
        let text_of = table(&rows);
        if text_of.lines().all(|line| line.chars().count() <= crate::words::WIDTH) {
            text.push_str(&text_of);
            text.push('\n');
        }
    }
    let better = 1.0 - (fit.solution.sum / fit.solution.sum_at_start).min(1.0);
    text.push_str(&folded(
        &format!(
            "What is left, observed less fitted: {} root mean square. The sum of squares fell by {} %.",
            amount(spread(fit), &fit.observed.unit),
            rounded(100.0 * better)
        ),
        "",
    ));
    text.push_str(&folded(
        if fit.observed.spread.is_some() {
            "Each observation counts by its own error, which the standard errors rest on."
        } else {
            "Every observation counts the same; the standard errors rest on what is left."
        },
        "",
    ));
    text.push_str("To run it:\n");
    text.push_str(&format!("  onset run {}", fit.typed));
    for estimate in &fit.solution.estimates {
        text.push_str(&format!(" \\\n    --set {}", typed(estimate)));
    }
    text.push('\n');
    text.push_str(&folded(&basis(), ""));
    text.push_str(&folded(
        "A model that follows a few points is not shown to be right: others may follow them as well.",
        "",
    ));
    text.push_str(&folded(DISCLAIMER, ""));
    text
}

/// Each reason to trust the estimates less, in words.
pub fn fit_warnings(fit: &Fit) -> Vec<String> {
    let words = |warning: &Warning| match warning {
        Warning::TooFewPoints { points, parameters } => format!(
            "{points} points cannot tell {parameters} parameters\n  = help: free fewer parameters, or observe more \
             often"
        ),
        Warning::Nothing(name) => format!(
            "the points tell nothing of {name}\n  = help: leave it out of --free, or observe something it acts on"
        ),
        Warning::NotApart(names) => format!(
            "the points cannot tell {} apart\n  = help: change them together and no point moves; free one of them",
            listed(names, "and")
        ),
        Warning::Together(a, b, r) => format!(
            "the estimates of {a} and {b} go together (correlation {r:.3})\n  = help: the points tell hardly more than \
             what both do together"
        ),
        Warning::AtBound(name) => {
            format!("{name} ended at a bound\n  = help: the points ask for more than the model allows it")
        }
        Warning::Vague(name) => {
            format!("the error of {name} is as large as its value\n  = help: the points tell hardly anything of it")
        }
        Warning::NotSettled => {
            "the search did not settle\n  = help: start nearer, with --set, or free fewer".to_owned()
        }
    };
    fit.solution.warnings.iter().map(|warning| format!("warning: {}", words(warning))).collect()
}
