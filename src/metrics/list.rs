//! Every metric, declared once with its definition, and how it is computed.

use super::exposure;
use super::features::Features;
use super::slope::Slope;
use super::source::{SEARCHED, Source};
use super::view::{Sampled, TrajectoryView, value_at};
use crate::model::{bdnf, circuit, dissociation, glutamate, pain, ssri, synapses};
use crate::regimen::Drug;
use crate::simulate::{Signal, Slopes, Trajectory};

/// The declaration of one metric.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Metric {
    /// The name in tables.
    pub key: &'static str,
    /// Its unit.
    pub unit: &'static str,
    /// Its definition, for a student.
    pub definition: &'static str,
}

/// Values in the order of [`METRICS`]; `None` where a metric does not exist.
#[derive(Debug, Clone, PartialEq)]
pub struct Metrics(Vec<Option<f64>>);

impl Metrics {
    /// Every metric with its value.
    pub fn iter(&self) -> impl Iterator<Item = (&'static Metric, Option<f64>)> {
        METRICS.iter().zip(self.0.iter().copied())
    }

    /// The value of the metric with this key.
    pub fn get(&self, key: &str) -> Option<f64> {
        self.iter().find(|(metric, _)| metric.key == key).and_then(|(_, value)| value)
    }
}

macro_rules! metrics {
    ($($key:literal $unit:literal $definition:literal => $compute:expr, $slope:expr;)*) => {
        /// Every metric, in the order of the tables.
        pub const METRICS: &[Metric] = &[$(Metric { key: $key, unit: $unit, definition: $definition }),*];

        /// Reads every metric off the run of a subject.
        pub(super) fn read<C: TrajectoryView>(features: Features<C>) -> Metrics {
            let source = Source::new(features);
            Metrics(vec![$({
                let compute: fn(&Source<C>) -> Option<f64> = $compute;
                compute(&source).filter(|value| value.is_finite())
            }),*])
        }

        /// The exact derivative of a metric in each direction, in its unit for each unit of the direction; nothing where
        /// the metric does not exist, or where the derivative does not.
        pub fn slope(metric: &str, slopes: &Slopes<'_>) -> Option<Vec<f64>> {
            let source = Source::new(Features::<Sampled<'_>>::new(slopes.trajectory(), SEARCHED));
            let slope = Slope { source: &source, slopes };
            match metric {
                $($key => {
                    let compute: fn(&Source<Sampled<'_>>) -> Option<f64> = $compute;
                    let derive: fn(&Slope<'_>) -> Option<Vec<f64>> = $slope;
                    compute(&source).filter(|value| value.is_finite())?;
                    derive(&slope).filter(|derivatives| derivatives.iter().all(|value| value.is_finite()))
                })*
                _ => None,
            }
        }
    };
}

metrics! {
    "onset" "h" "First time at which improvement has reached 20 % and stays there for 12 h." => |s| s.onset, |d| d.crossing(d.source.onset);
    "offset" "h" "When improvement falls below 20 % for good, after an onset." => |s| s.offset, |d| d.crossing(d.source.offset);
    "duration" "h" "From onset to offset." => |s| Some(s.offset? - s.onset?), |d| d.duration();
    "response" "h" "First time at which improvement reaches 50 %, as trials define a response." => |s| s.response, |d| d.crossing(d.source.response);
    "remission" "h" "First time at which the reported symptoms are no more than 0.05, the index below which a subject counts as healthy." => |s| s.remission, |d| d.crossing_of(REPORTED, d.source.remission);
    "relapse" "h" "When improvement, after a response, falls below 50 % for good." => |s| s.relapse, |d| d.crossing(d.source.relapse);
    "peak_improvement" "%" "Greatest improvement." => |s| s.peak.map(|(_, value)| value), |d| d.peak(Signal::Improvement);
    "time_of_peak" "h" "When improvement is first greatest, to within a part in a thousand." => |s| s.peak.map(|(time, _)| time), |d| d.time_of_peak(Signal::Improvement);
    "improvement_24h" "%" "Improvement at 24 h." => |s| value_at(s.view(), Signal::Improvement, 24.0), |d| d.at(Signal::Improvement, 24.0);
    "improvement_7d" "%" "Improvement at 7 days." => |s| value_at(s.view(), Signal::Improvement, 168.0), |d| d.at(Signal::Improvement, 168.0);
    "improvement_end" "%" "Improvement at the end." => |s| value_at(s.view(), Signal::Improvement, s.end()), |d| d.at_end(Signal::Improvement);
    "expectancy_24h" "%" "Part of the improvement at 24 h that is expectancy's: what it takes of the symptoms that the drug leaves." => |s| s.by_expectancy(24.0), |d| d.by_expectancy(24.0);
    "expectancy_end" "%" "The same at the end." => |s| s.by_expectancy(s.end()), |d| d.by_expectancy(d.source.end());
    "synapse_gain_24h" "%" "Gain of the synapse count at 24 h, of the count at time 0." => |s| s.gain_at(24.0), |d| d.gain(SYNAPSES, 24.0);
    "synapse_gain_peak" "%" "Greatest gain of the synapse count, of the count at time 0." => |s| s.gain_peak(), |d| d.greatest_gain(SYNAPSES);
    "glutamate_peak" "1" "Greatest glutamate, as a multiple of the baseline." => |s| s.peak_of(Signal::State(glutamate::state::glutamate)), |d| d.peak(Signal::State(glutamate::state::glutamate));
    "ampa_peak" "1" "Greatest AMPA activation, as a multiple of the baseline." => |s| s.peak_of(Signal::Observable(glutamate::observable::ampa_activation)), |d| d.peak(Signal::Observable(glutamate::observable::ampa_activation));
    "bdnf_peak" "1" "Greatest BDNF, as a multiple of the healthy baseline." => |s| s.peak_of(Signal::Observable(bdnf::observable::bdnf)), |d| d.peak(Signal::Observable(bdnf::observable::bdnf));
    "dissociation_peak" "%" "Greatest dissociation index." => |s| s.given(Drug::Ketamine)?.peak_of(Signal::Observable(dissociation::observable::dissociation_index)), |d| d.peak(Signal::Observable(dissociation::observable::dissociation_index));
    "sedation_peak" "%" "Greatest sedation index." => |s| s.given(Drug::Ketamine)?.peak_of(Signal::Observable(dissociation::observable::sedation_index)), |d| d.peak(Signal::Observable(dissociation::observable::sedation_index));
    "opioid_requirement_mean_24h" "1" "Mean opioid requirement over the first 24 h." => |s| s.mean(pain::observable::opioid_requirement, 0.0, 24.0).filter(|mean| *mean > 0.0), |d| d.mean(pain::observable::opioid_requirement, 0.0, 24.0);
    "sert_occupancy_mean" "1" "Mean occupancy of the serotonin transporter over the last 24 h." => |s| s.given(Drug::Ssri)?.mean(ssri::observable::sert_occupancy, s.end() - 24.0, s.end()), |d| d.mean(ssri::observable::sert_occupancy, d.source.end() - 24.0, d.source.end());
    "ketamine_cmax" "ng/mL" "Greatest plasma level of ketamine." => |s| s.ketamine.cmax, |d| d.cmax(&exposure::KETAMINE);
    "ketamine_tmax" "h" "When it is first reached, to within a part in a thousand." => |s| s.ketamine.tmax, |d| d.tmax(&exposure::KETAMINE);
    "ketamine_auc" "ng h/mL" "Area under the plasma level of ketamine, to the end." => |s| s.ketamine.auc, |d| d.auc(&exposure::KETAMINE);
    "ketamine_auc_inf" "ng h/mL" "The same to infinity, if nothing more is given." => |s| s.ketamine.auc_inf, |d| d.auc_inf(&exposure::KETAMINE, &d.source.ketamine);
    "ketamine_half_life" "h" "Slowest half-life of ketamine, absorption included." => |s| s.ketamine.half_life, |d| d.half_life(&exposure::KETAMINE, &d.source.ketamine);
    "norketamine_cmax" "ng/mL" "Greatest plasma level of norketamine." => |s| s.norketamine.cmax, |d| d.cmax(&exposure::NORKETAMINE);
    "norketamine_tmax" "h" "When it is first reached, to within a part in a thousand." => |s| s.norketamine.tmax, |d| d.tmax(&exposure::NORKETAMINE);
    "norketamine_auc" "ng h/mL" "Area under the plasma level of norketamine, to the end." => |s| s.norketamine.auc, |d| d.auc(&exposure::NORKETAMINE);
    "norketamine_auc_inf" "ng h/mL" "The same to infinity, if nothing more is given." => |s| s.norketamine.auc_inf, |d| d.auc_inf(&exposure::NORKETAMINE, &d.source.norketamine);
    "norketamine_half_life" "h" "Slowest half-life of norketamine, that of ketamine included." => |s| s.norketamine.half_life, |d| d.half_life(&exposure::NORKETAMINE, &d.source.norketamine);
    "hnk_cmax" "ng/mL" "Greatest plasma level of hydroxynorketamine." => |s| s.hnk.cmax, |d| d.cmax(&exposure::HNK);
    "hnk_tmax" "h" "When it is first reached, to within a part in a thousand." => |s| s.hnk.tmax, |d| d.tmax(&exposure::HNK);
    "hnk_auc" "ng h/mL" "Area under the plasma level of hydroxynorketamine, to the end." => |s| s.hnk.auc, |d| d.auc(&exposure::HNK);
    "hnk_auc_inf" "ng h/mL" "The same to infinity, if nothing more is given." => |s| s.hnk.auc_inf, |d| d.auc_inf(&exposure::HNK, &d.source.hnk);
    "hnk_half_life" "h" "Slowest half-life of hydroxynorketamine, those of ketamine and norketamine included." => |s| s.hnk.half_life, |d| d.half_life(&exposure::HNK, &d.source.hnk);
    "ssri_cmax" "ng/mL" "Greatest plasma level of the SSRI with its active metabolite." => |s| s.ssri.cmax, |d| d.cmax(&exposure::SSRI);
    "ssri_tmax" "h" "When it is first reached, to within a part in a thousand." => |s| s.ssri.tmax, |d| d.tmax(&exposure::SSRI);
    "ssri_auc" "ng h/mL" "Area under the plasma level of the SSRI with its active metabolite, to the end." => |s| s.ssri.auc, |d| d.auc(&exposure::SSRI);
    "ssri_auc_inf" "ng h/mL" "The same to infinity, if nothing more is given." => |s| s.ssri.auc_inf, |d| d.auc_inf(&exposure::SSRI, &d.source.ssri);
    "ssri_half_life" "h" "Slowest half-life of the SSRI or its active metabolite, absorption included." => |s| s.ssri.half_life, |d| d.half_life(&exposure::SSRI, &d.source.ssri);
}

/// The symptoms as reported.
const REPORTED: Signal = Signal::Observable(circuit::observable::reported_symptoms);

/// The synapse count.
const SYNAPSES: Signal = Signal::Observable(synapses::observable::synapse_count);

/// Reads every metric off a trajectory.
pub fn compute(trajectory: &Trajectory) -> Metrics {
    read(Features::<Sampled<'_>>::new(trajectory, SEARCHED))
}
