//! What is known of a population as it goes: counts that give percentiles and shares, one after another or in parts.

use super::engine::{Outcome, Study};
use super::histogram::Histogram;
use crate::metrics::METRICS;

/// The percentiles of a band and a table.
pub const PERCENTILES: [u8; 5] = [5, 25, 50, 75, 95];

/// Share of a quantity's typical size below which a value counts as 0.
const LEAST_SHARE: f64 = 1e-4;

/// Counts of one arm.
#[derive(Debug, Clone, PartialEq)]
pub struct Tally {
    /// Subjects that were run.
    pub subjects: u64,
    /// Subjects that could not be run to the end.
    pub failed: u64,
    /// Subjects whose values had to be brought nearer to the typical ones.
    pub moved: u64,
    /// Subjects that were run alone, since they are too unlike the typical one.
    pub alone: u64,
    /// Values of each metric, in the order of [`METRICS`].
    pub metrics: Vec<Histogram>,
    /// Signal by signal the values at each time.
    pub bands: Vec<Histogram>,
    /// At each time how many have had their onset by then.
    pub responded: Vec<u64>,
}

impl Tally {
    /// Of a study, before any subject.
    pub fn new(study: &Study) -> Self {
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
            responded: vec![0; study.times.len()],
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
        if let Some(onset) = metrics.get("onset") {
            let first = times.partition_point(|time| *time < onset);
            self.responded.iter_mut().skip(first).for_each(|count| *count += 1);
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
        self.responded.iter_mut().zip(&other.responded).for_each(|(mine, theirs)| *mine += theirs);
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
