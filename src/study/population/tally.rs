//! Counts of a population while it runs, which give percentiles and shares and add up in parts.

use super::engine::{Outcome, Trial};
use super::histogram::Histogram;
use crate::metrics::{METRICS, RESPONSE_LEVEL};

/// The percentiles of a band and a table.
pub const PERCENTILES: [u8; 5] = [5, 25, 50, 75, 95];

/// What a subject may reach, by the metric that says when: an onset, a response as trials define it, remission.
pub const STEPS: [&str; 3] = ["onset", "response", "remission"];

/// The improvements by which trials count responders: at a day, at a week, at the end.
pub const STATED: [&str; 3] = ["improvement_24h", "improvement_7d", "improvement_end"];

/// Share of a quantity's typical size below which a value counts as 0.
const LEAST_SHARE: f64 = 1e-4;

/// Counts of one arm.
#[derive(Debug, Clone, PartialEq)]
pub struct Tally {
    /// Subjects that were run.
    pub subjects: u64,
    /// Subjects that could not be run to the end.
    pub failed: u64,
    /// Subjects with values that had to be brought nearer to the typical ones.
    pub moved: u64,
    /// Subjects that were run alone, since they are too unlike the typical one.
    pub alone: u64,
    /// Values of each metric, in the order of [`METRICS`].
    pub metrics: Vec<Histogram>,
    /// Signal by signal the values at each time.
    pub bands: Vec<Histogram>,
    /// Of each of [`STEPS`], at each time how many subjects have reached it by then.
    pub reached: [Vec<u64>; STEPS.len()],
    /// At each of [`STATED`], how many subjects stand at a response or above.
    pub responding: [u64; STATED.len()],
}

impl Tally {
    /// Of a study, before any subject.
    pub fn new(study: &Trial) -> Self {
        let bands = study.signals.iter().flat_map(|signal| {
            let least = LEAST_SHARE * signal.quantity().default.abs().max(f64::MIN_POSITIVE);
            study.times.iter().map(move |_| Histogram::new(least))
        });
        Self {
            subjects: 0,
            failed: 0,
            moved: 0,
            alone: 0,
            // A metric has no typical size; what is a billionth of its unit is nothing.
            metrics: METRICS.iter().map(|_| Histogram::new(1e-9)).collect(),
            bands: bands.collect(),
            reached: STEPS.map(|_| vec![0; study.times.len()]),
            responding: [0; STATED.len()],
        }
    }

    /// Counts a subject.
    pub fn add(&mut self, outcome: &Outcome, times: &[f64]) {
        self.subjects += 1;
        self.moved += u64::from(outcome.is_moved);
        self.alone += u64::from(outcome.is_alone);
        let Ok(metrics) = &outcome.metrics else {
            self.failed += 1;
            return;
        };
        for (histogram, (_, value)) in self.metrics.iter_mut().zip(metrics.iter()) {
            histogram.add(value.unwrap_or(f64::NAN));
        }
        for (histogram, value) in self.bands.iter_mut().zip(&outcome.samples) {
            histogram.add(*value);
        }
        for (counts, key) in self.reached.iter_mut().zip(STEPS) {
            if let Some(reached) = metrics.get(key) {
                let first = times.partition_point(|time| *time < reached);
                counts.iter_mut().skip(first).for_each(|count| *count += 1);
            }
        }
        for (count, key) in self.responding.iter_mut().zip(STATED) {
            *count += u64::from(metrics.get(key).is_some_and(|improvement| improvement >= RESPONSE_LEVEL));
        }
    }

    /// Adds the counts of other subjects of the same arm.
    pub fn merge(&mut self, other: &Self) {
        self.subjects += other.subjects;
        self.failed += other.failed;
        self.moved += other.moved;
        self.alone += other.alone;
        self.metrics.iter_mut().zip(&other.metrics).for_each(|(mine, theirs)| mine.merge(theirs));
        self.bands.iter_mut().zip(&other.bands).for_each(|(mine, theirs)| mine.merge(theirs));
        for (mine, theirs) in self.reached.iter_mut().flatten().zip(other.reached.iter().flatten()) {
            *mine += theirs;
        }
        self.responding.iter_mut().zip(&other.responding).for_each(|(mine, theirs)| *mine += theirs);
    }

    /// Subjects that were run to the end.
    pub fn finished(&self) -> u64 {
        self.subjects - self.failed
    }

    /// How many have a metric, by its key.
    pub fn having(&self, key: &str) -> u64 {
        self.values_of(key).map_or(0, Histogram::count)
    }

    /// The values of the metric with this key.
    pub fn values_of(&self, key: &str) -> Option<&Histogram> {
        METRICS.iter().zip(&self.metrics).find(|(metric, _)| metric.key == key).map(|(_, values)| values)
    }

    /// The percentiles of a signal at each time, in the order of [`PERCENTILES`]; `times` of them.
    pub fn band(&self, signal: usize, times: usize) -> impl Iterator<Item = Option<[f64; PERCENTILES.len()]>> {
        self.bands[signal * times..][..times].iter().map(percentiles)
    }
}

/// The percentiles of counted values, in the order of [`PERCENTILES`].
pub(crate) fn percentiles(values: &Histogram) -> Option<[f64; PERCENTILES.len()]> {
    let mut found = [0.0; PERCENTILES.len()];
    for (value, percentile) in found.iter_mut().zip(PERCENTILES) {
        *value = values.quantile(f64::from(percentile) / 100.0)?;
    }
    Some(found)
}
