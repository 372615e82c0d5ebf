//! What a sweep gives to the reader: a table of every metric at every point, and a summary.
//!
//! Owns: the form of the table, also as it is read back, and the words. Must not know: how the points were run.

use super::axis::Axis;
use super::error::{PointError, SweepError};
use super::plane::Plane;
use super::points::{Column, Outcome, columns};
use crate::limits;
use crate::metrics::METRICS;
use crate::model;
use crate::quantity::{csv_field, csv_rows, shortest};
use crate::run::basis;
use crate::scenario::{Scenario, speaks_of_amount};
use crate::solver::Options;
use crate::words::{arms, capital, count, folded, rounded, table, texts::DISCLAIMER, with_unit_or};

/// Failures that are listed one by one.
const MOST_FAILURES: usize = 20;

/// Rows of the summary of one arm, at most.
const MOST_ROWS: usize = 9;

/// A sweep as far as it was run.
#[derive(Debug, Clone)]
pub struct Sweep {
    /// The name of the scenario.
    pub name: String,
    /// The scenario that the sweep starts from; an arm whose amount is swept is not named by it.
    pub scenario: Scenario,
    /// What each axis is called.
    axis_names: Vec<String>,
    /// Changes given from outside, as they were typed.
    pub changes: Vec<String>,
    /// What is swept.
    pub plane: Plane,
    /// What is read off every run.
    pub columns: Vec<Column>,
    /// The outcome of every arm at each point; of the first points only, where the sweep was interrupted.
    pub outcomes: Vec<Vec<Outcome>>,
    /// How it is solved.
    pub options: Options,
}

/// A metric that is shown, as the place of its column.
pub(crate) type Shown = usize;

impl Sweep {
    /// A sweep of this scenario before its first point.
    ///
    /// # Errors
    /// [`SweepError::TooManyRuns`] where all points of all arms are more runs than are made.
    pub fn new(
        (name, scenario): (String, Scenario),
        changes: Vec<String>,
        plane: Plane,
        options: Options,
    ) -> Result<Self, SweepError> {
        let runs = plane.points() * scenario.arms.len();
        if !limits::RUNS.allows(runs) {
            return Err(SweepError::TooManyRuns(runs));
        }
        let columns = columns(&scenario);
        let axis_names = axis_names(&plane, &scenario);
        let scenario = renamed(scenario, &plane);
        Ok(Self { name, scenario, axis_names, changes, plane, columns, outcomes: Vec::new(), options })
    }

    /// What an axis is called in a figure.
    pub(crate) fn axis_name(&self, axis: &Axis) -> String {
        let names = self.plane.axes().iter().zip(&self.axis_names);
        names.into_iter().find(|(known, _)| *known == axis).map_or_else(|| axis.path.clone(), |(_, name)| name.clone())
    }

    /// The metrics with these names, or where there are none those that say most: of one axis two, of two axes one.
    pub(crate) fn shown(&self, names: &[String]) -> Vec<Shown> {
        let place = |name: &str| self.columns.iter().position(|column| column.key == name);
        if !names.is_empty() {
            return names.iter().filter_map(|name| place(name)).collect();
        }
        const USUAL: [&str; 7] = [
            "peak_improvement",
            "onset",
            "synapse_gain_peak",
            "opioid_requirement_mean_24h",
            "ketamine_cmax",
            "ssri_cmax",
            "glutamate_peak",
        ];
        let most = if self.plane.axes().len() == 1 { 2 } else { 1 };
        let exists =
            |place: &Shown| (0..self.scenario.arms.len()).any(|arm| self.values(arm, *place).any(|v| v.is_some()));
        USUAL.iter().filter_map(|name| place(name)).filter(exists).take(most).collect()
    }

    /// A metric of an arm, point by point.
    pub(crate) fn values(&self, arm: usize, metric: Shown) -> impl Iterator<Item = Option<f64>> {
        let of = move |outcomes: &Vec<Outcome>| *outcomes.get(arm)?.as_ref().ok()?.get(metric)?;
        self.outcomes.iter().map(of)
    }

    /// Whether anything of an arm changes from point to point.
    pub(crate) fn moves(&self, arm: usize) -> bool {
        self.outcomes.windows(2).any(|pair| pair[0].get(arm) != pair[1].get(arm))
    }

    /// The arms of which something changes; every arm where nothing does.
    pub(crate) fn moving(&self) -> Vec<usize> {
        let all = 0..self.scenario.arms.len();
        let moving: Vec<usize> = all.clone().filter(|arm| self.moves(*arm)).collect();
        if moving.is_empty() { all.collect() } else { moving }
    }

    /// How many runs failed.
    pub fn failed(&self) -> usize {
        self.outcomes.iter().flatten().filter(|outcome| outcome.is_err()).count()
    }

    /// What was typed, as one line.
    pub(crate) fn typed(&self) -> String {
        self.plane.axes().iter().map(Axis::text).collect::<Vec<_>>().join(" ")
    }
}

/// The unit of the values along an axis; `1` for a plain number or a factor.
pub(crate) fn unit(axis: &Axis) -> String {
    let parameter = axis.path.rsplit_once("parameters.").and_then(|(_, key)| model::parameter(key));
    match (axis.unit.as_str(), parameter) {
        ("", Some(setting)) => model::SETTINGS[setting.0].unit.to_owned(),
        ("" | "x", _) => "1".to_owned(),
        (unit, _) => unit.to_owned(),
    }
}

/// The arm that a path is about, and the rest of the path.
fn arm_of<'a>(path: &'a str, scenario: &Scenario) -> (Option<usize>, &'a str) {
    let Some(rest) = path.strip_prefix("arm.") else { return (None, path) };
    let names = scenario.arms.iter().map(|arm| arm.name.as_str()).enumerate();
    let by_name = names.filter_map(|(arm, name)| Some((arm, name.len(), rest.strip_prefix(name)?.strip_prefix('.')?)));
    if let Some((arm, _, path)) = by_name.max_by_key(|(_, length, _)| *length) {
        return (Some(arm), path);
    }
    let (first, path) = rest.split_once('.').unwrap_or((rest, ""));
    let number = first.parse::<usize>().ok().map(|number| number.wrapping_sub(1));
    (number.filter(|arm| *arm < scenario.arms.len()), path)
}

/// Whether a path is the amount of a dose.
fn is_amount(path: &str) -> bool {
    matches!(path.split('.').collect::<Vec<_>>().as_slice(), ["dose", _, "amount"])
}

/// What each axis is called in a figure: `k_protein`, `Ketamine dose`. The arm is named where several are swept.
fn axis_names(plane: &Plane, scenario: &Scenario) -> Vec<String> {
    let mut swept: Vec<usize> = plane.axes().iter().filter_map(|axis| arm_of(&axis.path, scenario).0).collect();
    swept.dedup();
    plane.axes().iter().map(|axis| axis_name(axis, scenario, swept.len() > 1)).collect()
}

fn axis_name(axis: &Axis, scenario: &Scenario, with_arm: bool) -> String {
    let (arm, rest) = arm_of(&axis.path, scenario);
    let arm = arm.and_then(|arm| scenario.arms.get(arm));
    let keys: Vec<&str> = rest.split('.').collect();
    let dose = |words: &str| {
        let drug = arm.and_then(|arm| arm.experiment.regimen.doses.first()).map(|dose| &dose.drug.row().spoken);
        drug.map_or_else(|| capital(words), |drug| format!("{} {words}", capital(drug)))
    };
    let what = match keys.as_slice() {
        ["parameters", key] => (*key).to_owned(),
        ["subject", "weight"] => "Body weight".to_owned(),
        ["dose", "1", "amount"] => dose("dose"),
        ["dose", number, "amount"] => dose(&format!("dose {number}")),
        ["dose", "1", "over"] => "Length of the infusion".to_owned(),
        [list, number, key] if number.parse::<usize>().is_ok() => format!("{key} of {list} {number}"),
        _ => rest.replace('.', " "),
    };
    let of = arm.filter(|_| with_arm).map_or(String::new(), |arm| format!(", {}", arm.name));
    let factor = if axis.unit == "x" { ", times its value" } else { "" };
    format!("{what}{of}{factor}")
}

/// An arm whose amount is swept is not called by the one amount that the file gives it.
fn renamed(mut scenario: Scenario, plane: &Plane) -> Scenario {
    for axis in plane.axes() {
        let (Some(arm), rest) = arm_of(&axis.path, &scenario) else { continue };
        if !is_amount(rest) {
            continue;
        }
        let names: Vec<String> = scenario.arms.iter().map(|arm| arm.name.clone()).collect();
        let Some(arm) = scenario.arms.get_mut(arm).filter(|arm| speaks_of_amount(&arm.name)) else { continue };
        let drug = arm.experiment.regimen.doses.first().map_or("dose", |dose| &dose.drug.row().spoken);
        let name = format!("{drug}, dose swept");
        arm.name = if names.contains(&name) { format!("{name} ({})", names.len()) } else { name };
    }
    scenario
}

/// The head of the table of points.
pub fn points_header(plane: &Plane, columns: &[Column]) -> String {
    let axes = plane.axes().iter().map(|axis| format!("{} [{}]", axis.path, unit(axis)));
    let metrics = columns.iter().map(|column| format!("{} [{}]", column.key, column.unit));
    let fields = std::iter::once("point".to_owned()).chain(axes).chain(["arm".to_owned()]).chain(metrics);
    let fields: Vec<String> = fields.chain(["error".to_owned()]).map(|field| csv_field(&field)).collect();
    format!("{}\n", fields.join(","))
}

/// Adds a row for each arm of a point, counted from 0.
pub fn push_point(text: &mut String, sweep: &Sweep, point: usize, outcomes: &[Outcome]) {
    for (arm, outcome) in sweep.scenario.arms.iter().zip(outcomes) {
        let mut fields = vec![(point + 1).to_string()];
        fields.extend(sweep.plane.fields(point));
        fields.push(csv_field(&arm.name));
        match outcome {
            Ok(values) => {
                fields.extend(values.iter().map(|value| value.map(shortest).unwrap_or_default()));
                fields.push(String::new());
            }
            Err(why) => {
                fields.extend(sweep.columns.iter().map(|_| String::new()));
                fields.push(csv_field(&why.to_string()));
            }
        }
        text.push_str(&fields.join(","));
        text.push('\n');
    }
}

/// The points that stand whole at the start of such a table; none where it is the table of another sweep.
pub fn read_points(sweep: &Sweep, text: &str) -> Vec<Vec<Outcome>> {
    let mut rows = csv_rows(text);
    let head = csv_rows(&points_header(&sweep.plane, &sweep.columns)).next();
    if rows.next().map(|row| row.fields) != head.map(|row| row.fields) {
        return Vec::new();
    }
    let arms = &sweep.scenario.arms;
    let mut points = Vec::new();
    'points: while points.len() < sweep.plane.points() {
        let mut outcomes = Vec::with_capacity(arms.len());
        for arm in arms {
            let Some(row) = rows.next().filter(|row| row.is_ended) else { break 'points };
            let mut front = vec![(points.len() + 1).to_string()];
            front.extend(sweep.plane.fields(points.len()));
            front.push(arm.name.clone());
            let Some((last, values)) = row.fields.strip_prefix(front.as_slice()).and_then(<[String]>::split_last)
            else {
                break 'points;
            };
            let number = |field: &String| match field.as_str() {
                "" => Some(None),
                field => field.parse::<f64>().ok().filter(|value| value.is_finite()).map(Some),
            };
            let read: Option<Vec<Option<f64>>> = values.iter().map(number).collect();
            let Some(read) = read.filter(|values| values.len() == sweep.columns.len()) else { break 'points };
            outcomes.push(if last.is_empty() { Ok(read) } else { Err(PointError::Recorded(last.clone())) });
        }
        points.push(outcomes);
    }
    points
}

/// Some of many places, evenly, both ends included.
pub(crate) fn some_of(many: usize, most: usize) -> Vec<usize> {
    if many <= most { (0..many).collect() } else { (0..most).map(|i| i * (many - 1) / (most - 1)).collect() }
}

/// The summary, for a terminal of 80 columns.
pub fn sweep_summary(sweep: &Sweep, metrics: &[String]) -> String {
    let (done, asked) = (sweep.outcomes.len(), sweep.plane.points());
    let of = if done == asked { String::new() } else { format!(" of {}", count(asked as u64)) };
    let points = format!("{}{of} points", count(done as u64));
    let mut text = folded(&format!("{}: {points} in {}.", sweep.scenario.title, arms(sweep.scenario.arms.len())), "");
    for axis in sweep.plane.axes() {
        text.push_str(&folded(&format!("  sweeps {}", axis.text()), "    "));
    }
    for change in &sweep.changes {
        text.push_str(&format!("  changed from the file: {change}\n"));
    }
    text.push('\n');
    let shown = sweep.shown(metrics);
    for arm in sweep.moving() {
        text.push_str(&if sweep.plane.axes().len() == 1 {
            line(sweep, arm, &shown)
        } else {
            extremes(sweep, arm, &shown)
        });
        text.push('\n');
    }
    let still: Vec<&str> = sweep
        .scenario
        .arms
        .iter()
        .enumerate()
        .filter(|(arm, _)| !sweep.moves(*arm))
        .map(|(_, arm)| arm.name.as_str())
        .collect();
    if still.len() == sweep.scenario.arms.len() && done > 1 {
        text.push_str("Nothing that is measured changes over this range.\n");
    } else if !still.is_empty() {
        text.push_str(&folded(&format!("The same at every point: {}.", still.join(", ")), "  "));
    }
    for metric in &shown {
        let column = &sweep.columns[*metric];
        let missing: usize = sweep
            .moving()
            .iter()
            .map(|arm| {
                let failed = sweep.outcomes.iter().filter(|outcomes| outcomes[*arm].is_err()).count();
                sweep.values(*arm, *metric).filter(Option::is_none).count() - failed
            })
            .sum();
        if missing > 0 {
            let runs = done * sweep.moving().len();
            text.push_str(&folded(
                &format!("{} does not exist in {missing} of {runs} runs; it is left empty there.", column.key),
                "  ",
            ));
        }
        if let Some(known) = METRICS.iter().find(|known| known.key == column.key) {
            text.push_str(&folded(&format!("{}: {}", known.key, known.definition), "  "));
        }
    }
    let failed = sweep.failed();
    if failed > 0 {
        let runs = if failed == 1 { "1 run".to_owned() } else { format!("{} runs", count(failed as u64)) };
        text.push_str(&folded(&format!("{runs} could not be done:"), ""));
        for line in failures(sweep).take(MOST_FAILURES) {
            text.push_str(&folded(&format!("  {line}"), "    "));
        }
        if failed > MOST_FAILURES {
            text.push_str(&format!("  and {} more, in points.csv\n", failed - MOST_FAILURES));
        }
    }
    text.push_str(&folded(&basis(), ""));
    text.push_str(&folded(DISCLAIMER, ""));
    text
}

/// Every run that failed: where, in which arm, why.
pub(crate) fn failures(sweep: &Sweep) -> impl Iterator<Item = String> {
    let arms = || sweep.scenario.arms.iter().map(|arm| arm.name.as_str());
    sweep.outcomes.iter().enumerate().flat_map(move |(point, outcomes)| {
        arms().zip(outcomes).filter_map(move |(arm, outcome)| {
            let why = outcome.as_ref().err()?;
            let at: Vec<String> = sweep.plane.changes(point).iter().map(crate::scenario::Override::text).collect();
            Some(format!("{} in \"{arm}\": {why}", at.join(" ")))
        })
    })
}

/// An arm along one axis, at some of its points.
fn line(sweep: &Sweep, arm: usize, shown: &[Shown]) -> String {
    let Some(axis) = sweep.plane.axes().first() else { return String::new() };
    let mut rows = vec![vec![sweep.scenario.arms[arm].name.clone()]];
    rows[0].extend(shown.iter().map(|metric| sweep.columns[*metric].key.clone()));
    for point in some_of(sweep.outcomes.len(), MOST_ROWS) {
        let unit = unit(axis);
        let value = axis.value(point);
        let mut row = vec![match axis.unit.as_str() {
            "" if unit != "1" => format!("{} {unit}", rounded(value)),
            "" => rounded(value),
            "x" => format!("{} x", rounded(value)),
            _ => format!("{} {}", rounded(value), axis.unit),
        }];
        let outcome = &sweep.outcomes[point][arm];
        row.extend(shown.iter().map(|metric| match outcome {
            Ok(values) => with_unit_or(values[*metric], &sweep.columns[*metric].unit, "-"),
            Err(_) => "failed".to_owned(),
        }));
        rows.push(row);
    }
    table(&rows)
}

/// An arm over two axes: where each metric is least and greatest.
fn extremes(sweep: &Sweep, arm: usize, shown: &[Shown]) -> String {
    let mut rows = vec![vec![sweep.scenario.arms[arm].name.clone(), "is".to_owned(), "at".to_owned()]];
    for metric in shown {
        let column = &sweep.columns[*metric];
        let there: Vec<(usize, f64)> =
            sweep.values(arm, *metric).enumerate().filter_map(|(point, value)| Some((point, value?))).collect();
        let least = there.iter().min_by(|a, b| a.1.total_cmp(&b.1));
        let most = there.iter().rev().max_by(|a, b| a.1.total_cmp(&b.1));
        for (word, found) in [("least", least), ("greatest", most)] {
            let at = found.map_or("-".to_owned(), |(point, _)| {
                let values = sweep.plane.axes().iter().zip(sweep.plane.values(*point));
                values.map(|(axis, value)| axis.said(without_tail(value))).collect::<Vec<_>>().join(", ")
            });
            let value = with_unit_or(found.map(|(_, value)| *value), &column.unit, "-");
            rows.push(vec![format!("{word} {}", column.key), value, at]);
        }
    }
    table(&rows)
}

/// Three digits, as a number again.
fn without_tail(value: f64) -> f64 {
    format!("{value:.2e}").parse().unwrap_or(value)
}
