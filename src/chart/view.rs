//! How a signal is shown: its heading, and the unit that reads best.

use crate::model::circuit;
use crate::regimen::{Analyte, Drug};
use crate::run::{ArmResult, Run};
use crate::simulate::{Derived, Signal, improvement};

/// Where a curve comes from.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Shown {
    /// The model.
    Signal(Signal),
    /// The improvement without the part that is expectancy's.
    ByDrug,
    /// The output of this name of each arm's scenario.
    Output(String),
}

/// What a panel shows.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct View {
    pub(crate) shown: Shown,
    pub(crate) title: String,
    pub(crate) unit: String,
    /// From the signal's unit to the panel's.
    pub(crate) scale: f64,
}

/// The symptoms before expectancy takes its part.
const LEFT_BY_DRUG: Signal = Signal::State(circuit::state::symptom_index);

/// Key, heading, unit and scale of signals that have a better heading or unit than their declaration.
const KNOWN: &[(&str, &str, &str, f64)] = &[
    ("improvement", "Improvement of symptoms", "% of the start", 1.0),
    ("sert_occupancy", "Transporter occupancy", "% of SERT", 100.0),
    ("nmda_block_interneuron", "NMDA block on interneurons", "%", 100.0),
    ("nmda_block_pyramidal", "NMDA block on pyramidal cells", "%", 100.0),
    ("glutamate", "Glutamate", "% of baseline", 100.0),
    ("ampa_activation", "AMPA activation", "% of baseline", 100.0),
    ("bdnf", "BDNF", "% of healthy", 100.0),
    ("synapse_count", "Synapse count", "% of healthy", 100.0),
    ("synaptic_throughput", "Synaptic throughput", "% of healthy", 100.0),
    ("interneuron_silencing", "Drive lost by interneurons", "%", 100.0),
    ("pyramidal_loss", "Output lost by pyramidal cells", "%", 100.0),
    ("reported_symptoms", "Symptom index, lower is better", "arbitrary units", 1.0),
    ("symptom_index", "Symptom index before expectancy", "arbitrary units", 1.0),
    ("network_overactivity", "Default-mode overactivity", "arbitrary units", 1.0),
    ("inflammation", "Inflammation", "% of healthy", 100.0),
    ("serotonin", "Serotonin", "% of baseline", 100.0),
    ("autoreceptor_sensitivity", "Sensitivity of autoreceptors", "% of baseline", 100.0),
    ("dissociation_index", "Dissociation", "% of the most", 1.0),
    ("sedation_index", "Sedation", "% of the most", 1.0),
    ("analgesia", "Analgesia", "% of the most", 100.0),
    ("opioid_requirement", "Opioid requirement", "% of the most", 100.0),
];

/// The steps that all drugs share, after those of each drug.
const SHARED: [&str; 3] = ["bdnf", "synapse_count", "reported_symptoms"];

/// The steps of the first drug that a run gives, from which a timeline has as many rows as a page can hold; for a drug
/// that takes weeks those that all drugs share.
pub(crate) fn few_steps(run: &Run) -> Vec<View> {
    let gives = |drug: &Drug| run.arms.iter().any(|arm| arm.arm.experiment.regimen.gives(*drug, run.duration));
    let first =
        Drug::ALL.into_iter().find(gives).or(Drug::ALL.first().copied()).filter(|drug| drug.row().needs.is_none());
    let own = first.into_iter().flat_map(|drug| drug.row().steps.iter().map(AsRef::as_ref));
    own.chain(SHARED).filter_map(View::by_key).collect()
}

/// The steps from receptor to symptom of the drugs that a run gives; without any drug, those of the first.
pub(crate) fn steps(run: &Run) -> Vec<View> {
    let gives = |drug: &Drug| run.arms.iter().any(|arm| arm.arm.experiment.regimen.gives(*drug, run.duration));
    let mut given: Vec<Drug> = Drug::ALL.into_iter().filter(gives).collect();
    if given.is_empty() {
        given.extend(Drug::ALL.first());
    }
    let of_drugs = given.into_iter().flat_map(|drug| drug.row().steps.iter().map(AsRef::as_ref));
    of_drugs.chain(SHARED).filter_map(View::by_key).collect()
}

impl View {
    pub(crate) fn of(signal: Signal) -> Self {
        let quantity = signal.quantity();
        let shown = Shown::Signal(signal);
        if let Some((_, title, unit, scale)) = KNOWN.iter().find(|(key, ..)| *key == quantity.key) {
            return Self { shown, title: (*title).to_owned(), unit: (*unit).to_owned(), scale: *scale };
        }
        let mut analytes = Drug::ALL.into_iter().flat_map(|drug| drug.row().analytes.iter());
        let level = analytes.find(|analyte| signal == Signal::Observable(analyte.plasma));
        let title = level.map_or_else(|| spoken(quantity.key), |analyte| analyte.title.to_string());
        let unit = if quantity.unit == "1" { String::new() } else { quantity.unit.to_owned() };
        Self { shown, title, unit, scale: 1.0 }
    }

    /// Of the level of a drug or metabolite.
    pub(crate) fn plasma(analyte: &Analyte) -> Self {
        Self::of(Signal::Observable(analyte.plasma))
    }

    /// Of the signal with this key.
    pub(crate) fn by_key(key: &str) -> Option<Self> {
        Signal::by_key(key).map(Self::of)
    }

    /// Of an output that a scenario computes.
    pub(crate) fn of_output(output: &Derived) -> Self {
        let unit = if output.unit == "1" { String::new() } else { output.unit.clone() };
        Self { shown: Shown::Output(output.name.clone()), title: spoken(&output.name), unit, scale: 1.0 }
    }

    /// The name in files.
    pub(crate) fn id(&self) -> &str {
        match &self.shown {
            Shown::Signal(signal) => signal.quantity().key,
            Shown::ByDrug => "improvement_by_drug",
            Shown::Output(name) => name,
        }
    }

    /// The improvement without the part that is expectancy's, on the scale of the improvement.
    pub(crate) fn by_drug() -> Self {
        Self { shown: Shown::ByDrug, ..Self::of(Signal::Improvement) }
    }

    /// Of what the improvement without expectancy is the fall; nothing for another view.
    pub(crate) fn without_expectancy(&self) -> Option<Signal> {
        self.is(Signal::Improvement).then_some(LEFT_BY_DRUG)
    }

    /// Whether it is this signal.
    pub(crate) fn is(&self, signal: Signal) -> bool {
        self.shown == Shown::Signal(signal)
    }

    /// Its value of an arm before time 0, in its own unit; nothing where that is not known or does not exist.
    pub(crate) fn before(&self, arm: &ArmResult) -> Option<f64> {
        let value = match &self.shown {
            Shown::Signal(signal) => arm.trajectory.before(*signal),
            Shown::ByDrug => arm.trajectory.before(Signal::Improvement),
            Shown::Output(_) => return None,
        };
        value.is_finite().then_some(value * self.scale)
    }

    /// Its values of an arm, in its own unit, at places within steps; not a number where the arm has none.
    pub(crate) fn values(&self, arm: &ArmResult, places: &[(usize, f64)]) -> Vec<f64> {
        let values = match &self.shown {
            Shown::Signal(signal) => arm.trajectory.signals_at(&[*signal], places).swap_remove(0),
            Shown::ByDrug => {
                let left = arm.trajectory.signals_at(&[LEFT_BY_DRUG], places).swap_remove(0);
                let baseline = arm.trajectory.baseline().unwrap_or(f64::NAN);
                left.into_iter().map(|left| improvement(baseline, left)).collect()
            }
            Shown::Output(name) => match arm.outputs.iter().find(|output| output.name == *name) {
                Some(output) => output.at(&arm.trajectory, places),
                None => vec![f64::NAN; places.len()],
            },
        };
        values.into_iter().map(|value| value * self.scale).collect()
    }
}

/// When a curve is seen to move, and how far it goes from where it was before time 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Course {
    /// When it is first away by a share of the farthest, h.
    pub(crate) start: f64,
    /// When it is farthest, h.
    pub(crate) peak: f64,
    /// When it is back for good, h; nothing where it is still away at the end.
    pub(crate) end: Option<f64>,
}

/// Share of its greatest distance from the start at which a curve counts as moving.
pub(crate) const ACTS: f64 = 0.1;

/// The course of a curve that was at `before` before time 0; nothing where it has no values.
pub(crate) fn course(points: &[[f64; 2]], before: Option<f64>) -> Option<Course> {
    let finite = || points.iter().filter(|point| point[1].is_finite());
    let start = before.or_else(|| finite().next().map(|point| point[1]))?;
    let away = |point: &[f64; 2]| (point[1] - start).abs();
    let peak = finite().fold(None, |best: Option<&[f64; 2]>, point| match best {
        Some(known) if away(known) >= away(point) => best,
        _ => Some(point),
    })?;
    let least = ACTS * away(peak);
    let first = finite().find(|point| away(point) >= least)?;
    let last = finite().rev().find(|point| away(point) >= least)?;
    let until = finite().find(|point| point[0] > last[0]).map(|point| point[0]);
    Some(Course { start: first[0], peak: peak[0], end: until })
}

/// A key as words: a capital, and blanks.
pub(crate) fn spoken(key: &str) -> String {
    let words = key.replace('_', " ");
    words.chars().take(1).flat_map(char::to_uppercase).chain(words.chars().skip(1)).collect()
}

/// What a comparison shows if nothing else is asked for.
pub(crate) fn shown(run: &Run) -> Vec<View> {
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

/// What moves by less than this about its middle, both in this unit, does not move to the eye.
pub(crate) fn least_movement(middle: f64, unit: &str) -> f64 {
    let least_middle = match unit {
        // A percentage per something has no natural size.
        unit if unit.contains("%/") => 0.0,
        unit if unit.contains('%') => 100.0,
        _ => 0.5,
    };
    0.02 * middle.abs().max(least_middle)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_known_view_is_of_a_signal() {
        for key in KNOWN.iter().map(|known| known.0).chain(SHARED) {
            assert!(View::by_key(key).is_some(), "{key}");
        }
    }

    #[test]
    fn other_signals_are_named_by_their_key() {
        let view = View::by_key("synaptic_protein");
        assert_eq!(view.map(|view| (view.title, view.unit)), Some(("Synaptic protein".to_owned(), String::new())));
    }
}
