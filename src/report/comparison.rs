//! The two figures of a run: the comparison of its arms, and the cascade from receptor to symptom.

use super::curve::curve;
use super::numbers::duration;
use super::run::{ArmResult, Run};
use crate::figure::{DoseLane, Figure, Hue, Mark, Panel, Provenance, ReferenceLine, Series, TimeAxis, ValueRange};
use crate::metrics::{ONSET_HOLD, ONSET_LEVEL};
use crate::model;
use crate::model::{bdnf, circuit, glutamate, nmda, pain, synapses};
use crate::quantity::Basis;
use crate::regimen::Drug;
use crate::simulate::Signal;

/// Where the logarithmic axis begins, h: a minute, or sooner in a short run.
const AXIS_START: f64 = 1.0 / 60.0;

/// What a panel shows.
#[derive(Debug, Clone, Copy)]
struct View {
    signal: Signal,
    id: &'static str,
    title: &'static str,
    unit: &'static str,
    /// From the signal's unit to the panel's.
    scale: f64,
}

const IMPROVEMENT: View = View {
    signal: Signal::Improvement,
    id: "improvement",
    title: "Improvement of symptoms",
    unit: "% of the start",
    scale: 1.0,
};

const SYNAPSES: View = View {
    signal: Signal::Observable(synapses::observable::synapse_count),
    id: "synapse_count",
    title: "Synapse count",
    unit: "% of healthy",
    scale: 100.0,
};

const OPIOIDS: View = View {
    signal: Signal::Observable(pain::observable::opioid_requirement),
    id: "opioid_requirement",
    title: "Opioid requirement",
    unit: "% of the most",
    scale: 100.0,
};

const CASCADE: [View; 6] = [
    View {
        signal: Signal::Observable(nmda::observable::nmda_block_interneuron),
        id: "nmda_block_interneuron",
        title: "NMDA block on interneurons",
        unit: "%",
        scale: 100.0,
    },
    View {
        signal: Signal::State(glutamate::state::glutamate),
        id: "glutamate",
        title: "Glutamate",
        unit: "% of baseline",
        scale: 100.0,
    },
    View {
        signal: Signal::Observable(glutamate::observable::ampa_activation),
        id: "ampa_activation",
        title: "AMPA activation",
        unit: "% of baseline",
        scale: 100.0,
    },
    View {
        signal: Signal::Observable(bdnf::observable::bdnf),
        id: "bdnf",
        title: "BDNF",
        unit: "% of healthy",
        scale: 100.0,
    },
    SYNAPSES,
    View {
        signal: Signal::Observable(circuit::observable::reported_symptoms),
        id: "reported_symptoms",
        title: "Symptom index",
        unit: "arbitrary units",
        scale: 1.0,
    },
];

/// Every arm's improvement over a logarithmic time axis, with onsets and doses.
///
/// Where a subject has no symptoms to improve, the synapse count stands beside or instead of it, or the opioid
/// requirement where there is surgery.
pub fn comparison(run: &Run) -> Figure {
    let improves = run.arms.iter().filter(|arm| arm.trajectory.baseline().is_some()).count();
    let hurts = run.arms.iter().any(|arm| arm.metrics.get("opioid_requirement_mean_24h").is_some());
    let mut views = Vec::new();
    if improves > 0 {
        views.push(IMPROVEMENT);
    }
    if hurts {
        views.push(OPIOIDS);
    }
    if improves < run.arms.len() && !hurts {
        views.push(SYNAPSES);
    }
    let mut figure = draw("figure", run, &views);
    for panel in figure.panels.iter_mut().filter(|panel| panel.id == IMPROVEMENT.id) {
        panel.marks = onsets(run);
        if !panel.marks.is_empty() {
            panel.references.push(ReferenceLine { value: ONSET_LEVEL, label: String::new() });
            figure
                .footer
                .insert(1, format!("Onset: improvement reaches {ONSET_LEVEL} % and stays there for {ONSET_HOLD} h."));
        }
    }
    finish(figure)
}

/// The way from receptor to symptom as panels over one time axis.
pub fn cascade(run: &Run) -> Figure {
    finish(draw("cascade", run, &CASCADE))
}

fn onsets(run: &Run) -> Vec<Mark> {
    let ids = ids(run);
    run.arms
        .iter()
        .zip(ids)
        .filter_map(|(arm, series)| {
            let time = arm.metrics.get("onset")?;
            Some(Mark { series, time, value: ONSET_LEVEL, label: format!("onset {}", duration(time)) })
        })
        .collect()
}

/// Which drugs an arm gives decides its hue.
fn hue(arm: &ArmResult) -> Hue {
    let experiment = &arm.arm.experiment;
    let gives = |drug: Drug| experiment.regimen.gives(drug, experiment.duration);
    match (gives(Drug::Ketamine), gives(Drug::Ssri)) {
        (true, true) => Hue::Both,
        (true, false) => Hue::Ketamine,
        (false, true) => Hue::Ssri,
        (false, false) => Hue::NoDrug,
    }
}

/// The hue of each arm and its place among the arms that share it.
fn roles(run: &Run) -> Vec<(Hue, usize)> {
    let mut roles: Vec<(Hue, usize)> = Vec::new();
    for arm in &run.arms {
        let hue = hue(arm);
        let before = roles.iter().filter(|(other, _)| *other == hue).count();
        roles.push((hue, before));
    }
    roles
}

/// A name for each arm that is fit for an `id` of XML and is nobody else's.
fn ids(run: &Run) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    for (i, arm) in run.arms.iter().enumerate() {
        let plain: String =
            arm.name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect();
        let words: Vec<&str> = plain.split('-').filter(|word| !word.is_empty()).collect();
        let id = words.join("-");
        ids.push(if id.is_empty() || ids.contains(&id) { format!("arm-{}", i + 1) } else { id });
    }
    ids
}

fn draw(id: &str, run: &Run, views: &[View]) -> Figure {
    let start = AXIS_START.min(run.duration / 100.0);
    let mut figure = Figure::new(id, run.title.clone());
    figure.columns.push(TimeAxis::log(start, run.duration));
    let (ids, roles) = (ids(run), roles(run));
    for view in views {
        let mut panel = Panel::new(view.id, view.title, view.unit);
        for ((arm, id), (hue, variant)) in run.arms.iter().zip(&ids).zip(&roles) {
            let points = curve(&arm.trajectory, view.signal, view.scale, start);
            if points.iter().any(|[_, value]| value.is_finite()) {
                panel.series.push(Series::new(id.clone(), arm.name.clone(), *hue, points).with_variant(*variant));
            }
        }
        panel.range = range(&panel);
        figure.panels.push(panel);
    }
    figure.doses = doses(run, &roles);
    figure.provenance = Provenance {
        program: concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION")).to_owned(),
        scenario: run.scenarios.iter().map(|(_, scenario)| scenario.text.as_str()).collect::<Vec<_>>().join("\n"),
        seed: None,
    };
    let count = |basis: Basis| model::SETTINGS.iter().filter(|setting| setting.basis == basis).count();
    figure.footer.push(format!(
        "Parameters: {} from the literature, {} tuned to findings, {} assumed.",
        count(Basis::Literature),
        count(Basis::Tuned),
        count(Basis::Assumed)
    ));
    if !run.changes.is_empty() {
        figure.footer.push(format!("Changed from the file: {}.", run.changes.join(", ")));
    }
    let without: Vec<&str> =
        run.arms.iter().filter(|arm| arm.trajectory.baseline().is_none()).map(|arm| arm.name.as_str()).collect();
    if !without.is_empty() && views.iter().any(|view| view.signal == Signal::Improvement) {
        figure.footer.push(format!("No symptoms at the start, so no improvement: {}.", without.join(", ")));
    }
    figure.footer.push(format!("{}, scenario {}", figure.provenance.program, run.name));
    figure
}

/// A curve that hardly moves is drawn flat instead of its rounding being blown up to the height of the panel.
fn range(panel: &Panel) -> ValueRange {
    let values =
        || panel.series.iter().flat_map(|series| &series.points).map(|point| point[1]).filter(|v| v.is_finite());
    let low = values().fold(f64::INFINITY, f64::min);
    let high = values().fold(f64::NEG_INFINITY, f64::max);
    let middle = 0.5 * (low + high);
    let least = 0.02 * middle.abs().max(if panel.unit.contains('%') { 100.0 } else { 0.5 });
    if high - low < least { ValueRange::Fixed(middle - least, middle + least) } else { ValueRange::Auto }
}

/// A row for each set of dose times; arms that are dosed alike share it.
fn doses(run: &Run, roles: &[(Hue, usize)]) -> Vec<DoseLane> {
    let mut lanes: Vec<DoseLane> = Vec::new();
    for (arm, (_, _)) in run.arms.iter().zip(roles) {
        let experiment = &arm.arm.experiment;
        for (drug, hue, label) in [(Drug::Ketamine, Hue::Ketamine, "ketamine"), (Drug::Ssri, Hue::Ssri, "SSRI")] {
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
            if !times.is_empty() && !lanes.iter().any(|other| other.doses == lane.doses && other.hue == lane.hue) {
                lanes.push(lane);
            }
        }
    }
    lanes
}

fn finish(figure: Figure) -> Figure {
    let mut figure = figure.lettered();
    figure.alt_text = figure.describe();
    figure
}
