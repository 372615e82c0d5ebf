//! What a study of sensitivity gives to the reader: a table of every index, a summary.
//!
//! Owns: the order and the words. Must not know: how an index is found.

use super::factor::Factor;
use super::method::{Index, Method};
use crate::metrics::Metric;
use crate::quantity::{csv_field, shortest};
use crate::run::basis;
use crate::scenario::Scenario;
use crate::solver::Options;
use crate::words::{arms, count, folded, rounded, table, texts::DISCLAIMER, with_unit_or};

/// Parameters that the summary shows of each arm.
const MOST_ROWS: usize = 12;

/// Failures that are listed one by one.
pub(crate) const MOST_FAILURES: usize = 20;

/// What was found out of one arm.
#[derive(Debug, Clone)]
pub struct ArmSensitivity {
    /// Its name.
    pub arm: String,
    /// The metric at the values of the scenario, where it exists there.
    pub base: Option<f64>,
    /// What varies.
    pub factors: Vec<Factor>,
    /// Parameters that change nothing at either end of their range, and so do not vary.
    pub without_effect: usize,
    /// The metric with each factor alone at either end of its range, where such runs were made.
    pub ends: Vec<[Option<f64>; 2]>,
    /// Every index.
    pub indices: Vec<Index>,
    /// Runs that were made for the indices.
    pub runs: usize,
    /// Runs that were asked for.
    pub asked: usize,
    /// Runs in which the metric does not exist.
    pub undefined: usize,
    /// Runs whose values were brought nearer to the values of the scenario.
    pub moved: usize,
    /// Why runs failed, each with its number.
    pub failures: Vec<String>,
}

/// A study of sensitivity.
#[derive(Debug, Clone)]
pub struct Sensitivity {
    /// The name of the scenario.
    pub name: String,
    /// The scenario.
    pub scenario: Scenario,
    /// Changes given from outside, as they were typed.
    pub changes: Vec<String>,
    /// What it is about.
    pub metric: &'static Metric,
    /// How it was found out.
    pub method: Method,
    /// What varies how far, in words.
    pub ranges: String,
    /// Where the random numbers begin; nothing for a method without any.
    pub seed: Option<u64>,
    /// Paths, rows or samples; nothing for a method without any.
    pub samples: Option<usize>,
    /// What was found out of each arm.
    pub arms: Vec<ArmSensitivity>,
    /// How it is solved.
    pub options: Options,
}

impl ArmSensitivity {
    /// An index of a factor.
    pub(crate) fn index(&self, factor: usize, name: &str) -> Option<&Index> {
        self.indices.iter().find(|index| index.factor == factor && index.name == name)
    }

    /// The factors, the most important first, factors without an index last.
    pub(crate) fn ranked(&self, method: Method) -> Vec<usize> {
        let size = |factor: &usize| {
            let index = self.index(*factor, method.ranks_by()).and_then(|index| index.value);
            let ends = self.ends.get(*factor).map_or(0.0, |[low, high]| match (low, high) {
                (Some(low), Some(high)) => (high - low).abs(),
                _ => 0.0,
            });
            // What has no index is put in order by what its ends do.
            index.map_or((0, ends), |value| (1, value.abs()))
        };
        let mut order: Vec<usize> = (0..self.factors.len()).collect();
        order.sort_by(|a, b| {
            let (a, b) = (size(a), size(b));
            b.0.cmp(&a.0).then(b.1.total_cmp(&a.1))
        });
        order
    }
}

impl Sensitivity {
    /// How many runs failed.
    pub fn failed(&self) -> usize {
        self.arms.iter().map(|arm| arm.failures.len()).sum()
    }

    /// A value of the metric with its unit.
    pub(crate) fn said(&self, value: Option<f64>) -> String {
        with_unit_or(value, self.metric.unit, "-")
    }
}

/// Every index of every arm, a row each.
pub fn indices_csv(sensitivity: &Sensitivity) -> String {
    let mut csv = String::from(
        "arm,metric,metric_unit,method,parameter,parameter_unit,low,base,high,index,value,low_95,high_95,comparisons\n",
    );
    let number = |value: Option<f64>| value.map(shortest).unwrap_or_default();
    for arm in &sensitivity.arms {
        for factor in arm.ranked(sensitivity.method) {
            let Factor { what, base, low, high } = arm.factors[factor];
            let ends = arm.ends.get(factor).into_iter().flat_map(|[low, high]| {
                [("at_low", *low), ("at_high", *high)].map(|(name, value)| Index {
                    name,
                    factor,
                    value,
                    interval: None,
                    used: 1,
                })
            });
            for index in arm.indices.iter().filter(|index| index.factor == factor).copied().chain(ends) {
                let fields = [
                    csv_field(&arm.arm),
                    sensitivity.metric.key.to_owned(),
                    sensitivity.metric.unit.to_owned(),
                    sensitivity.method.name().to_owned(),
                    what.name().to_owned(),
                    what.unit().to_owned(),
                    shortest(low),
                    shortest(base),
                    shortest(high),
                    index.name.to_owned(),
                    number(index.value),
                    number(index.interval.map(|(low, _)| low)),
                    number(index.interval.map(|(_, high)| high)),
                    index.used.to_string(),
                ];
                csv.push_str(&fields.join(","));
                csv.push('\n');
            }
        }
    }
    csv
}

fn plain(index: Option<&Index>) -> String {
    index.and_then(|index| index.value).map_or_else(|| "-".to_owned(), two_places)
}

/// An index between -1 and 1 and its like, to two places.
fn two_places(value: f64) -> String {
    let text = format!("{value:.2}");
    if text == "-0.00" { "0.00".to_owned() } else { text }
}

fn with_interval(index: Option<&Index>) -> String {
    match index.and_then(|index| index.interval) {
        Some((low, high)) => format!("{} ({} to {})", plain(index), two_places(low), two_places(high)),
        None => plain(index),
    }
}

/// What the indices mean, for a student.
const fn meaning(method: Method) -> &'static str {
    match method {
        Method::Local => {
            "For 1 %: by how many percent the metric changes where the parameter grows by 1 %, all else as it is; an \
             exact derivative. The ends: the metric with that parameter alone at either end of its range."
        }
        Method::Morris => {
            "mu*: how far the metric moves, up or down, where a parameter goes through its whole range, on average over \
             the ranges of the others. mu: the same with its sign. sigma: how much that differs from place to place; \
             beside a large mu* it tells of a bend or of interactions."
        }
        Method::Sobol => {
            "first: the share of the variance of the metric that the parameter explains by itself. total: the share with \
             all that it does together with others. In brackets 95 % intervals; a first share may come out a little \
             below 0 by chance."
        }
        Method::Prcc => {
            "prcc: how closely the metric rises (1) or falls (-1) with the parameter once the others are allowed for; it \
             sees no effect that goes up and down again. In brackets 95 % intervals."
        }
    }
}

fn rows(sensitivity: &Sensitivity, arm: &ArmSensitivity) -> Vec<Vec<String>> {
    let head: &[&str] = match sensitivity.method {
        Method::Local => &["parameter", "for 1 %", "at its low end", "at its high end"],
        Method::Morris => &["parameter", "mu*", "mu", "sigma"],
        Method::Sobol => &["parameter", "first", "total"],
        Method::Prcc => &["parameter", "prcc"],
    };
    let mut rows = vec![head.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>()];
    for factor in arm.ranked(sensitivity.method).into_iter().take(MOST_ROWS) {
        let index = |name: &str| arm.index(factor, name);
        let mut row = vec![arm.factors[factor].what.name().to_owned()];
        match sensitivity.method {
            Method::Local => {
                let elasticity = index("elasticity").and_then(|index| index.value);
                row.push(elasticity.map_or_else(|| "-".to_owned(), |value| format!("{} %", two_places(value))));
                let ends = arm.ends.get(factor).copied().unwrap_or([None; 2]);
                row.extend(ends.map(|end| sensitivity.said(end)));
            }
            Method::Morris => row.extend(
                ["mu_star", "mu", "sigma"]
                    .map(|name| index(name).and_then(|index| index.value).map_or_else(|| "-".to_owned(), rounded)),
            ),
            Method::Sobol => row.extend(["first", "total"].map(|name| with_interval(index(name)))),
            Method::Prcc => row.push(with_interval(index("prcc"))),
        }
        rows.push(row);
    }
    rows
}

/// The summary, for a terminal of 80 columns.
pub fn sensitivity_summary(sensitivity: &Sensitivity) -> String {
    let metric = sensitivity.metric;
    let mut text = folded(
        &format!("{}: what {} depends on in {}.", sensitivity.scenario.title, metric.key, arms(sensitivity.arms.len())),
        "",
    );
    let seed = sensitivity.seed.map_or(String::new(), |seed| format!("; seed {seed}"));
    text.push_str(&folded(&format!("  {}{seed}", sensitivity.ranges), "    "));
    for change in &sensitivity.changes {
        text.push_str(&format!("  changed from the file: {change}\n"));
    }
    for arm in &sensitivity.arms {
        text.push('\n');
        text.push_str(&folded(&format!("{}: {} = {}", arm.arm, metric.key, sensitivity.said(arm.base)), "  "));
        text.push_str(&table(&rows(sensitivity, arm)));
        if arm.factors.len() > MOST_ROWS {
            text.push_str(&format!("  and {} more, in indices.csv\n", arm.factors.len() - MOST_ROWS));
        }
        let mut notes = Vec::new();
        if arm.runs < arm.asked {
            let (done, asked) = (count(arm.runs as u64), count(arm.asked as u64));
            notes.push(format!("From the first {done} of {asked} runs."));
        }
        if arm.undefined > 0 {
            notes.push(format!(
                "{} does not exist in {} of {} runs; they are left out with what is compared with them, so the indices \
                 tell only of where it exists.",
                metric.key,
                count(arm.undefined as u64),
                count(arm.runs as u64)
            ));
        }
        if arm.moved > 0 {
            notes.push(format!(
                "{} of {} runs had values that may not stand together, and were brought nearer to those of the scenario.",
                count(arm.moved as u64),
                count(arm.runs as u64)
            ));
        }
        if arm.without_effect > 0 {
            notes.push(format!(
                "{} more parameters change nothing at either end of their range and are left out.",
                arm.without_effect
            ));
        }
        notes.into_iter().for_each(|note| text.push_str(&folded(&format!("  {note}"), "  ")));
        if !arm.failures.is_empty() {
            text.push_str(&format!("  {} runs could not be done:\n", count(arm.failures.len() as u64)));
            for failure in arm.failures.iter().take(MOST_FAILURES) {
                text.push_str(&folded(&format!("    {failure}"), "      "));
            }
        }
    }
    text.push('\n');
    text.push_str(&folded(&format!("{}: {}", metric.key, metric.definition), "  "));
    text.push_str(&folded(meaning(sensitivity.method), ""));
    text.push_str(&folded(&basis(), ""));
    text.push_str(&folded(DISCLAIMER, ""));
    text
}
