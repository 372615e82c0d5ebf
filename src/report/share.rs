//! What one share of a population leaves, so that all shares together can be finished as one run.
//!
//! Counts are whole numbers and add up to the same in any order; curves are kept bit for bit.

use serde::{Deserialize, Serialize};

use super::manifest::{Manifest, fingerprint};
use super::population::{FailedSubject, Origin, Population};
use super::tables::json;
use crate::population::{Histogram, Share, Tally};

/// One share, as it is written beside its tables.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ShareRecord {
    program: String,
    version: String,
    /// The words after `onset`, but for those on which nothing in the tables depends.
    pub words: Vec<String>,
    /// Fingerprint of the scenario with all that it builds on, and of the table of subjects.
    pub inputs: String,
    /// Which share, from 1.
    pub number: u64,
    /// Of how many.
    pub of: u64,
    /// Whether every subject of it was run.
    pub is_whole: bool,
    arms: Vec<ArmRecord>,
    failures: Vec<(u64, String, String)>,
}

/// Bins with their counts.
type Bins = Vec<(i32, u32)>;

#[derive(Debug, Clone, Serialize, Deserialize)]
struct ArmRecord {
    subjects: u64,
    failed: u64,
    moved: u64,
    alone: u64,
    metrics: Vec<Bins>,
    bands: Vec<Bins>,
    responded: Vec<u64>,
    /// The bits of each value, since there are some that are not numbers.
    curves: Vec<Vec<u64>>,
}

impl ArmRecord {
    /// Whether these can be counts of so many subjects of an arm that has such a tally.
    fn fits(&self, subjects: u64, tally: &Tally) -> bool {
        let are_known = |bins: &Bins| bins.iter().all(|(bin, _)| bin.abs() <= Histogram::MOST_BINS);
        self.subjects == subjects
            && [self.failed, self.moved, self.alone].iter().chain(&self.responded).all(|part| *part <= subjects)
            && self.metrics.len() == tally.metrics.len()
            && self.bands.len() == tally.bands.len()
            && self.responded.len() == tally.responded.len()
            && self.metrics.iter().chain(&self.bands).all(are_known)
    }
}

/// The fingerprint of all that is read from files for a population.
pub fn inputs(population: &Population) -> String {
    let scenario = &population.scenario;
    let mut all = vec![scenario.text.as_str()];
    all.extend(scenario.bases.iter().map(|base| base.text.as_str()));
    if let Origin::File { sha256, .. } = &population.origin {
        all.push(sha256);
    }
    // Each with its length, so that no text can pass for two.
    let joined: String = all.iter().map(|text| format!("{}\n{text}", text.len())).collect();
    fingerprint(joined.as_bytes())
}

impl ShareRecord {
    /// The record of a share of a population that was asked for in these words.
    pub fn new(population: &Population, share: Share, words: Vec<String>, is_whole: bool) -> Self {
        let bins = |histograms: &[Histogram]| histograms.iter().map(|one| one.bins().collect()).collect();
        let arm = |(tally, curves): (&Tally, &Vec<Vec<f64>>)| ArmRecord {
            subjects: tally.subjects,
            failed: tally.failed,
            moved: tally.moved,
            alone: tally.alone,
            metrics: bins(&tally.metrics),
            bands: bins(&tally.bands),
            responded: tally.responded.clone(),
            curves: curves.iter().map(|curve| curve.iter().map(|value| value.to_bits()).collect()).collect(),
        };
        Self {
            program: Manifest::PROGRAM.to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            words,
            inputs: inputs(population),
            number: share.number,
            of: share.of,
            is_whole,
            arms: population.tallies.iter().zip(&population.curves).map(arm).collect(),
            failures: population
                .failures
                .iter()
                .map(|failed| (failed.subject, failed.arm.clone(), failed.reason.clone()))
                .collect(),
        }
    }

    /// Reads a record; nothing where the text is none of this version's.
    pub fn read(text: &str) -> Option<Self> {
        let record: Self = serde_json::from_str(text).ok()?;
        (record.program == Manifest::PROGRAM && record.version == env!("CARGO_PKG_VERSION")).then_some(record)
    }

    /// The text of the record.
    pub fn text(&self) -> String {
        json(self)
    }

    /// Adds this share to a population to which those before it have been added. Says whether it fits.
    #[must_use]
    pub fn add_to(&self, population: &mut Population) -> bool {
        let fits = Share::new(self.number, self.of).is_some_and(|share| {
            let (first, last) = share.range(population.asked);
            let subjects = (last + 1).saturating_sub(first);
            self.arms.len() == population.tallies.len()
                && self.arms.iter().zip(&population.tallies).all(|(arm, tally)| arm.fits(subjects, tally))
        });
        if !fits {
            return false;
        }
        let add = |mine: &mut [Histogram], theirs: &[Bins]| {
            for (mine, theirs) in mine.iter_mut().zip(theirs) {
                theirs.iter().for_each(|(bin, count)| mine.add_to(*bin, *count));
            }
        };
        for (arm, record) in self.arms.iter().enumerate() {
            let tally = &mut population.tallies[arm];
            tally.subjects += record.subjects;
            tally.failed += record.failed;
            tally.moved += record.moved;
            tally.alone += record.alone;
            add(&mut tally.metrics, &record.metrics);
            add(&mut tally.bands, &record.bands);
            tally.responded.iter_mut().zip(&record.responded).for_each(|(mine, theirs)| *mine += theirs);
            let curves = record.curves.iter();
            population.curves[arm].extend(curves.map(|curve| curve.iter().map(|bits| f64::from_bits(*bits)).collect()));
        }
        for (subject, arm, reason) in &self.failures {
            population.add_failure(FailedSubject { subject: *subject, arm: arm.clone(), reason: reason.clone() });
        }
        true
    }
}
