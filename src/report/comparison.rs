//! The two figures of a run: the comparison of its arms, and the cascade from receptor to symptom.

use super::curve::curve;
use super::footing::{basis, program};
use super::numbers::duration;
use super::run::Run;
use super::view::{CASCADE, View};
use crate::figure::{DoseLane, Figure, Hue, Mark, Panel, Provenance, ReferenceLine, Series, ValueRange, XAxis};
use crate::metrics::{ONSET_HOLD, ONSET_LEVEL};
use crate::regimen::Drug;
use crate::scenario::TimeScale;
use crate::simulate::{Experiment, Signal};

/// Where the logarithmic axis begins, h: a minute, or sooner in a short run.
pub(crate) const AXIS_START: f64 = 1.0 / 60.0;

/// Stands before the names of arms that have nothing to improve.
pub(crate) const NO_SYMPTOMS: &str = "No symptoms at the start, so no improvement";

/// The rows of doses that a drug may have: its hue and what it is called.
pub(crate) const DRUG_ROWS: [(Drug, Hue, &str); 2] =
    [(Drug::Ketamine, Hue::Ketamine, "ketamine"), (Drug::Ssri, Hue::Ssri, "SSRI")];

/// Every arm's improvement over a logarithmic time axis, with onsets and doses.
///
/// Where a subject has no symptoms to improve, the synapse count stands beside or instead of it, or the opioid
/// requirement where there is surgery.
pub fn comparison(run: &Run) -> Figure {
    let views = shown(run);
    let mut figure = draw("figure", run, &views);
    for panel in figure.panels.iter_mut().filter(|panel| panel.id == Signal::Improvement.quantity().key) {
        panel.marks = onsets(run);
        if !panel.marks.is_empty() {
            panel.references.push(ReferenceLine::new(ONSET_LEVEL, ""));
            figure
                .footer
                .insert(1, format!("Onset: improvement reaches {ONSET_LEVEL} % and stays there for {ONSET_HOLD} h."));
        }
    }
    finish(figure)
}

/// What the comparison of a run shows, from top to bottom.
pub(super) fn shown(run: &Run) -> Vec<View> {
    let improves = run.arms.iter().filter(|arm| arm.trajectory.baseline().is_some()).count();
    let hurts = run.arms.iter().any(|arm| arm.metrics.get("opioid_requirement_mean_24h").is_some());
    let mut keys: Vec<&str> = Vec::new();
    for key in run.scenarios.iter().flat_map(|(_, scenario)| &scenario.show) {
        if !keys.contains(&key.as_str()) {
            keys.push(key);
        }
    }
    if keys.is_empty() {
        keys.extend((improves > 0).then_some("improvement"));
        keys.extend(hurts.then_some("opioid_requirement"));
        keys.extend((improves < run.arms.len() && !hurts).then_some("synapse_count"));
    }
    let outputs = || run.scenarios.iter().flat_map(|(_, scenario)| &scenario.outputs);
    let of_output = |key: &str| outputs().find(|output| output.name == key).map(View::of_output);
    keys.into_iter().filter_map(|key| View::by_key(key).or_else(|| of_output(key))).collect()
}

/// The way from receptor to symptom as panels over one time axis.
pub fn cascade(run: &Run) -> Figure {
    let views: Vec<View> = CASCADE.iter().filter_map(|key| View::by_key(key)).collect();
    finish(draw("cascade", run, &views))
}

/// The onset of every arm; where two of one hue would say the same beside each other, the first says it for both.
fn onsets(run: &Run) -> Vec<Mark> {
    let mut said: Vec<(Hue, String)> = Vec::new();
    let mut marks = Vec::new();
    for (arm, series) in run.arms.iter().zip(ids(run.arms.iter().map(|arm| arm.name.as_str()))) {
        let Some(time) = arm.metrics.get("onset") else { continue };
        let words = (hue(&arm.arm.experiment), format!("onset {}", duration(time)));
        let label = if said.contains(&words) { String::new() } else { words.1.clone() };
        said.push(words);
        marks.push(Mark { series, x: time, value: ONSET_LEVEL, label });
    }
    marks
}

/// Which drugs an arm gives decides its hue.
pub(super) fn hue(experiment: &Experiment) -> Hue {
    let gives = |drug: Drug| experiment.regimen.gives(drug, experiment.duration);
    match (gives(Drug::Ketamine), gives(Drug::Ssri)) {
        (true, true) => Hue::Both,
        (true, false) => Hue::Ketamine,
        (false, true) => Hue::Ssri,
        (false, false) => Hue::NoDrug,
    }
}

/// The hue of each arm and its place among the arms that share it.
pub(super) fn roles(hues: impl Iterator<Item = Hue>) -> Vec<(Hue, usize)> {
    let mut roles: Vec<(Hue, usize)> = Vec::new();
    for hue in hues {
        let before = roles.iter().filter(|(other, _)| *other == hue).count();
        roles.push((hue, before));
    }
    roles
}

/// A name for each arm that is fit for an `id` of XML and is nobody else's.
pub(super) fn ids<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    for (i, name) in names.enumerate() {
        let plain: String =
            name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect();
        let words: Vec<&str> = plain.split('-').filter(|word| !word.is_empty()).collect();
        let id = words.join("-");
        ids.push(if id.is_empty() || ids.contains(&id) { format!("arm-{}", i + 1) } else { id });
    }
    ids
}

fn draw(id: &str, run: &Run, views: &[View]) -> Figure {
    let is_linear = run.scenarios.iter().any(|(_, scenario)| scenario.time_scale == TimeScale::Linear);
    let start = if is_linear { 0.0 } else { AXIS_START.min(run.duration / 100.0) };
    let mut figure = Figure::new(id, run.title.clone());
    figure.columns.push(if is_linear {
        XAxis::linear_time(0.0, run.duration)
    } else {
        XAxis::log_time(start, run.duration)
    });
    let arms: Vec<(&str, &Experiment)> = run.arms.iter().map(|arm| (arm.name.as_str(), &arm.arm.experiment)).collect();
    let ids = ids(arms.iter().map(|(name, _)| *name));
    let roles = roles(arms.iter().map(|(_, experiment)| hue(experiment)));
    for view in views {
        let mut panel = Panel::new(view.id(), view.title.clone(), view.unit.clone());
        for ((arm, id), (hue, variant)) in run.arms.iter().zip(&ids).zip(&roles) {
            let points = curve(arm, view, start);
            if points.iter().any(|[_, value]| value.is_finite()) {
                panel.series.push(Series::new(id.clone(), arm.name.clone(), *hue, points).with_variant(*variant));
            }
        }
        panel.range = range(&panel);
        figure.panels.push(panel);
    }
    figure.doses = doses(&arms);
    figure.provenance = Provenance {
        program: program(),
        scenario: run.scenarios.iter().map(|(_, scenario)| scenario.standalone()).collect::<Vec<_>>().join("\n"),
        seed: None,
    };
    figure.footer.push(basis());
    if !run.changes.is_empty() {
        figure.footer.push(format!("Changed from the file: {}.", run.changes.join(", ")));
    }
    let without: Vec<&str> =
        run.arms.iter().filter(|arm| arm.trajectory.baseline().is_none()).map(|arm| arm.name.as_str()).collect();
    if !without.is_empty() && views.iter().any(|view| view.is(Signal::Improvement)) {
        figure.footer.push(format!("{NO_SYMPTOMS}: {}.", without.join(", ")));
    }
    figure.footer.push(format!("{}, scenario {}", figure.provenance.program, run.name));
    figure
}

/// What moves by less than this about its middle, both in this unit, does not move to the eye.
pub(super) fn least_movement(middle: f64, unit: &str) -> f64 {
    let least_middle = match unit {
        // A percentage per something has no natural size.
        unit if unit.contains("%/") => 0.0,
        unit if unit.contains('%') => 100.0,
        _ => 0.5,
    };
    0.02 * middle.abs().max(least_middle)
}

/// A curve that hardly moves is drawn flat instead of its rounding being blown up to the height of the panel.
fn range(panel: &Panel) -> ValueRange {
    let values =
        || panel.series.iter().flat_map(|series| &series.points).map(|point| point[1]).filter(|v| v.is_finite());
    let low = values().fold(f64::INFINITY, f64::min);
    let high = values().fold(f64::NEG_INFINITY, f64::max);
    let middle = 0.5 * (low + high);
    let least = least_movement(middle, &panel.unit);
    if high - low < least { ValueRange::Fixed(middle - least, middle + least) } else { ValueRange::Auto }
}

/// A row for each set of dose times; arms that are dosed alike share it. It is named by its drug, or by its arm where
/// the drug has several rows.
pub(super) fn doses(arms: &[(&str, &Experiment)]) -> Vec<DoseLane> {
    let mut lanes: Vec<(DoseLane, Vec<&str>)> = Vec::new();
    for (name, experiment) in arms {
        for (drug, hue, label) in DRUG_ROWS {
            let mut times: Vec<(f64, f64)> = experiment
                .regimen
                .doses
                .iter()
                .filter(|dose| dose.drug == drug && dose.at < experiment.duration)
                .map(|dose| (dose.at, dose.over.min(experiment.duration - dose.at)))
                .collect();
            times.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
            times.dedup();
            let lane = DoseLane::new(label, hue, &times);
            match lanes.iter_mut().find(|(other, _)| *other == lane) {
                Some((_, arms)) => arms.push(name),
                None if times.is_empty() => {}
                None => lanes.push((lane, vec![name])),
            }
        }
    }
    let rows = |hue: Hue| lanes.iter().filter(|(lane, _)| lane.hue == hue).count();
    let many = [Hue::Ketamine, Hue::Ssri].map(|hue| (hue, rows(hue) > 1));
    for (lane, arms) in &mut lanes {
        if many.contains(&(lane.hue, true)) {
            lane.label = if let [arm] = arms[..] { arm.to_owned() } else { format!("{} arms", arms.len()) };
        }
    }
    lanes.into_iter().map(|(lane, _)| lane).collect()
}

fn finish(figure: Figure) -> Figure {
    let mut figure = figure.lettered();
    figure.alt_text = figure.describe();
    figure
}
