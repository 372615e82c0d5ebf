//! The features that several metrics share, worked out once for a subject.

use super::exposure::{self, Decline, Exposure};
use super::features::Features;
use super::view::{TrajectoryView, integral, value_at};
use crate::model::{bdnf, circuit, dissociation, glutamate, ketamine, ssri, synapses};
use crate::quantity::Observable;
use crate::regimen::Drug;
use crate::simulate::{LEAST_SYMPTOMS, Signal};

/// Improvement that counts as an onset, %.
pub const ONSET_LEVEL: f64 = 20.0;

/// How long it must hold, h.
pub const ONSET_HOLD: f64 = 12.0;

/// Improvement that trials call a response, %.
pub const RESPONSE_LEVEL: f64 = 50.0;

/// Synapse count at time 0 below which a gain in percent has no meaning.
pub const LEAST_SYNAPSES: f64 = 0.01;

/// The signals that are searched for their greatest value or for crossings.
pub(super) const SEARCHED: &[Signal] = &[
    Signal::Improvement,
    Signal::Observable(synapses::observable::synapse_count),
    Signal::State(glutamate::state::glutamate),
    Signal::Observable(glutamate::observable::ampa_activation),
    Signal::Observable(bdnf::observable::bdnf),
    Signal::Observable(dissociation::observable::dissociation_index),
    Signal::Observable(dissociation::observable::sedation_index),
    Signal::Observable(ketamine::observable::ketamine_plasma),
    Signal::Observable(ketamine::observable::norketamine_plasma),
    Signal::Observable(ketamine::observable::hnk_plasma),
    Signal::Observable(ssri::observable::ssri_plasma),
];

/// The run of a subject, with the features that several metrics share.
pub(super) struct Source<C> {
    pub(super) features: Features<C>,
    pub(super) decline: Decline,
    pub(super) ketamine: Exposure,
    pub(super) norketamine: Exposure,
    pub(super) hnk: Exposure,
    pub(super) ssri: Exposure,
    pub(super) peak: Option<(f64, f64)>,
    pub(super) onset: Option<f64>,
    pub(super) offset: Option<f64>,
    pub(super) response: Option<f64>,
    pub(super) relapse: Option<f64>,
    pub(super) remission: Option<f64>,
}

impl<C: TrajectoryView> Source<C> {
    pub(super) fn new(features: Features<C>) -> Self {
        let decline = Decline::new(&features.0);
        let exposure = |analyte| Exposure::of(analyte, &features, &decline);
        let (ketamine, norketamine) = (exposure(&exposure::KETAMINE), exposure(&exposure::NORKETAMINE));
        let (hnk, ssri) = (exposure(&exposure::HNK), exposure(&exposure::SSRI));
        let mut source = Self {
            features,
            decline,
            ketamine,
            norketamine,
            hnk,
            ssri,
            peak: None,
            onset: None,
            offset: None,
            response: None,
            relapse: None,
            remission: None,
        };
        let Some(baseline) = source.view().baseline() else { return source };
        source.peak = source.features.maximum(Signal::Improvement);
        // With this improvement the symptoms are as few as a healthy subject may have.
        let remitted = 100.0 * (1.0 - LEAST_SYMPTOMS / baseline);
        let levels = [ONSET_LEVEL, RESPONSE_LEVEL, remitted];
        let [crossings, responses, remissions] = source.features.crossings_of(Signal::Improvement, levels);
        let held = |i: usize| crossings.get(i + 1).map_or(source.end(), |next| next.time) - crossings[i].time;
        let first = (0..crossings.len()).find(|i| crossings[*i].is_up && held(*i) >= ONSET_HOLD);
        source.onset = first.map(|i| crossings[i].time);
        if let (Some(_), Some(last)) = (first, crossings.last()) {
            source.offset = (!last.is_up).then_some(last.time);
        }
        source.response = responses.iter().find(|crossing| crossing.is_up).map(|crossing| crossing.time);
        source.relapse = responses.last().filter(|crossing| !crossing.is_up).map(|crossing| crossing.time);
        source.remission = remissions.iter().find(|crossing| crossing.is_up).map(|crossing| crossing.time);
        source
    }

    pub(super) const fn view(&self) -> &C {
        &self.features.0
    }

    pub(super) fn end(&self) -> f64 {
        self.view().duration()
    }

    pub(super) fn given(&self, drug: Drug) -> Option<&Self> {
        self.view().gives(drug).then_some(self)
    }

    pub(super) fn peak_of(&self, signal: Signal) -> Option<f64> {
        self.features.maximum(signal).map(|(_, value)| value)
    }

    pub(super) fn mean(&self, observable: Observable, from: f64, to: f64) -> Option<f64> {
        (from >= 0.0 && to <= self.end())
            .then(|| integral(self.view(), Signal::Observable(observable), from, to) / (to - from))
    }

    pub(super) fn by_expectancy(&self, time: f64) -> Option<f64> {
        let value = |state| value_at(self.view(), Signal::State(state), time);
        let (share, left) = (value(circuit::state::expectancy_response)?, value(circuit::state::symptom_index)?);
        // Expectancy begins with treatment, so the drug has to lower the symptoms of time 0.
        let baseline = value_at(self.view(), Signal::State(circuit::state::symptom_index), 0.0)?;
        let improves = value_at(self.view(), Signal::Improvement, time).is_some();
        (improves && share > 0.0).then_some(100.0 * share * left / baseline)
    }

    fn synapses_at_start(&self) -> Option<f64> {
        value_at(self.view(), Signal::Observable(synapses::observable::synapse_count), 0.0)
            .filter(|count| *count >= LEAST_SYNAPSES)
    }

    pub(super) fn gain_at(&self, time: f64) -> Option<f64> {
        let count = value_at(self.view(), Signal::Observable(synapses::observable::synapse_count), time)?;
        Some(100.0 * (count / self.synapses_at_start()? - 1.0))
    }

    pub(super) fn gain_peak(&self) -> Option<f64> {
        let (_, count) = self.features.maximum(Signal::Observable(synapses::observable::synapse_count))?;
        Some(100.0 * (count / self.synapses_at_start()? - 1.0))
    }
}
