//! The words of the terminal after a run: what was simulated, the metrics of each arm, what to try next.

use super::basis::basis_in_play;
use super::result::{ArmResult, Run};
use crate::metrics::{ONSET_HOLD, ONSET_LEVEL, RESPONSE_LEVEL};
use crate::simulate::LEAST_SYMPTOMS;
use crate::words::{amount, arms, duration, folded, rounded, table, texts::DISCLAIMER};

/// The summary, for a terminal of 80 columns.
pub fn summary(run: &Run) -> String {
    let headline = format!("{}: {} over {}.", run.title, arms(run.arms.len()), duration(run.duration));
    let mut text = folded(&headline, "");
    for change in &run.changes {
        text.push_str(&format!("  changed from the file: {change}\n"));
    }
    text.push('\n');
    let shows_improvement = run.arms.iter().any(|arm| arm.trajectory.baseline().is_some());
    if shows_improvement {
        let mut rows = vec![["arm", "onset", "peak", "lasts", "at the end"].map(str::to_owned).to_vec()];
        rows.extend(run.arms.iter().map(|arm| row(arm).to_vec()));
        text.push_str(&table(&rows));
        text.push('\n');
    }
    let responds = run.arms.iter().any(|arm| arm.metrics.get("response").is_some());
    if responds {
        let mut rows = vec![["arm", "response", "remission", "relapse"].map(str::to_owned).to_vec()];
        rows.extend(run.arms.iter().map(|arm| {
            let time = |key: &str| arm.metrics.get(key).map_or_else(|| "-".to_owned(), duration);
            vec![arm.name.clone(), time("response"), time("remission"), time("relapse")]
        }));
        text.push_str(&table(&rows));
        text.push('\n');
    }
    let also = also(run, shows_improvement);
    if !also.is_empty() {
        let head = also.iter().map(|metric| metric.short.to_owned());
        let mut rows = vec![std::iter::once("arm".to_owned()).chain(head).collect::<Vec<_>>()];
        rows.extend(run.arms.iter().map(|arm| {
            let cells = also.iter().map(|metric| metric.cell(arm));
            std::iter::once(arm.name.clone()).chain(cells).collect()
        }));
        text.push_str(&table(&rows));
        text.push('\n');
    }
    if shows_improvement {
        let defined = if responds { steps_defined().join(" ") } else { steps_defined()[0].clone() };
        let improvement = "Improvement of the symptom index, in % of its start (arbitrary units).";
        text.push_str(&folded(&format!("{improvement} {defined}"), ""));
    }
    let healthy: Vec<&str> =
        run.arms.iter().filter(|arm| arm.trajectory.baseline().is_none()).map(|arm| arm.name.as_str()).collect();
    if !healthy.is_empty() {
        text.push_str(&folded(&format!("No symptoms at the start, so no improvement: {}.", healthy.join(", ")), ""));
    }
    text.push_str(&folded(&basis_in_play(run), ""));
    text.push_str(&folded(DISCLAIMER, ""));
    text
}

/// What an onset is, a response, a relapse and remission, a sentence each.
pub(crate) fn steps_defined() -> [String; 4] {
    [
        format!("Onset: improvement reaches {ONSET_LEVEL} % and stays there for {ONSET_HOLD} h."),
        format!("Response, as trials define it: improvement reaches {RESPONSE_LEVEL} %."),
        "Relapse: after a response it falls below that for good.".to_owned(),
        format!("Remission: the symptom index falls to {LEAST_SYMPTOMS}, below which a subject counts as healthy."),
    ]
}

/// A metric that sums up what a figure shows beside improvement.
struct ExtraColumn {
    /// The signal that is shown.
    shown: &'static str,
    /// The metric.
    key: &'static str,
    /// Its name at the head of a column.
    short: &'static str,
    /// From the metric's unit to the column's.
    scale: f64,
    /// The column's unit.
    unit: &'static str,
}

/// The head of the column of expectancy's part at the end.
pub(crate) const EXPECTANCY_END: &str = "by expectancy, end";

/// The part of the improvement that is expectancy's, which stands in every summary where there is any.
const EXPECTANCY: &[ExtraColumn] = &[
    ExtraColumn { shown: "improvement", key: "expectancy_24h", short: "by expectancy, 24 h", scale: 1.0, unit: "%" },
    ExtraColumn { shown: "improvement", key: "expectancy_end", short: EXPECTANCY_END, scale: 1.0, unit: "%" },
];

const ALSO: &[ExtraColumn] = &[
    ExtraColumn {
        shown: "opioid_requirement",
        key: "opioid_requirement_mean_24h",
        short: "opioid need, day 1",
        scale: 100.0,
        unit: "%",
    },
    ExtraColumn { shown: "synapse_count", key: "synapse_gain_24h", short: "synapses, 24 h", scale: 1.0, unit: "%" },
    ExtraColumn { shown: "synapse_count", key: "synapse_gain_peak", short: "synapses, most", scale: 1.0, unit: "%" },
    ExtraColumn {
        shown: "dissociation_index",
        key: "dissociation_peak",
        short: "dissociation, most",
        scale: 1.0,
        unit: "%",
    },
    ExtraColumn {
        shown: "sert_occupancy",
        key: "sert_occupancy_mean",
        short: "SERT occupied, last day",
        scale: 100.0,
        unit: "%",
    },
    ExtraColumn { shown: "ketamine_plasma", key: "ketamine_cmax", short: "Cmax", scale: 1.0, unit: "ng/mL" },
    ExtraColumn { shown: "ketamine_plasma", key: "ketamine_half_life", short: "half-life", scale: 1.0, unit: "h" },
];

impl ExtraColumn {
    fn cell(&self, arm: &ArmResult) -> String {
        let sign = if self.key.contains("gain") { "+" } else { "" };
        arm.metrics.get(self.key).map_or_else(
            || "-".to_owned(),
            |value| {
                let sign = if value > 0.0 { sign } else { "" };
                format!("{sign}{}", amount(self.scale * value, self.unit))
            },
        )
    }
}

/// What the scenario shows beside improvement; without symptoms the synapses stand in for it.
fn also(run: &Run, shows_improvement: bool) -> Vec<&'static ExtraColumn> {
    let shown = |key: &str| run.scenarios.iter().any(|(_, scenario)| scenario.show.iter().any(|shown| shown == key));
    let has = |key: &str| run.arms.iter().any(|arm| arm.metrics.get(key).is_some());
    let expectancy = EXPECTANCY.iter().filter(|also| has(also.key));
    let chosen: Vec<&ExtraColumn> = expectancy.chain(ALSO.iter().filter(|also| shown(also.shown))).collect();
    if chosen.is_empty() && !shows_improvement {
        return ALSO.iter().filter(|also| also.shown == "synapse_count").collect();
    }
    chosen
}

/// Arm, onset, peak, duration, value at the end.
fn row(result: &ArmResult) -> [String; 5] {
    let metric = |key: &str| result.metrics.get(key);
    let none = || "-".to_owned();
    let onset = metric("onset").map_or_else(none, duration);
    let peak = match (metric("peak_improvement"), metric("time_of_peak")) {
        (Some(value), Some(time)) if value > 0.0 => format!("{} % at {}", rounded(value), duration(time)),
        _ => none(),
    };
    let lasts = match (metric("onset"), metric("duration")) {
        (Some(_), Some(time)) => duration(time),
        (Some(_), None) => "to the end".to_owned(),
        _ => none(),
    };
    let end = metric("improvement_end").map_or_else(none, |value| format!("{} %", rounded(value)));
    [result.name.clone(), onset, peak, lasts, end]
}
