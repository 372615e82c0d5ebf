//! What one share of a population leaves, so that all shares together can be finished as one run.
//!
//! Counts are whole numbers and add up to the same in any order; curves are kept bit for bit.

use serde::{Deserialize, Serialize};

use super::engine::Trial;
use super::histogram::Histogram;
use super::share::Share;
use super::tables::{FailedSubject, Origin, Population};
use super::tally::{STATED, STEPS, Tally};
use crate::quantity::csv_field;
use crate::run::{Manifest, fingerprint};
use crate::words::json;

/// One share, as it is written beside its tables.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ShareRecord {
    program: String,
    version: String,
    /// The words after `onset`, without the words on which nothing in the tables depends.
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
    reached: [Vec<u64>; STEPS.len()],
    responding: [u64; STATED.len()],
    /// The bits of each value, since there are some that are not numbers.
    curves: Vec<Vec<u64>>,
}

impl ArmRecord {
    /// What is wrong where these cannot be counts of this many subjects of an arm with such a tally, of which `drawn` have
    /// curves.
    fn check(&self, subjects: u64, drawn: u64, tally: &Tally) -> Result<(), &'static str> {
        let holds = |is: bool, what: &'static str| if is { Ok(()) } else { Err(what) };
        let parts = [self.failed, self.moved, self.alone];
        holds(self.subjects == subjects, "the number of its subjects is another")?;
        holds(parts.iter().all(|part| *part <= subjects), "more subjects are counted than it has")?;
        let finished = subjects - self.failed;
        holds(
            self.metrics.len() == tally.metrics.len() && self.bands.len() == tally.bands.len(),
            "its metrics or percentiles are not those of the scenario",
        )?;
        let mine = || self.metrics.iter().chain(&self.bands);
        let theirs = || tally.metrics.iter().chain(&tally.bands);
        holds(mine().zip(theirs()).all(|(bins, like)| like.can_hold(bins)), "a count is out of order")?;
        let count = |bins: &Bins| bins.iter().map(|(_, count)| u64::from(*count)).sum::<u64>();
        holds(mine().all(|bins| count(bins) <= finished), "more values are counted than it has subjects")?;
        // Room is made from the lowest to the highest bin; that of a real share is a few thousand bins each.
        let wide = mine().filter_map(|bins| Some((bins.last()?.0 - bins.first()?.0).unsigned_abs() as usize));
        holds(wide.sum::<usize>() <= MOST_ROOM.max(USUAL_ROOM * mine().count()), "its values lie too far apart")?;
        let is_course = |(counts, like): (&Vec<u64>, &Vec<u64>)| {
            counts.len() == like.len() && counts.is_sorted() && counts.last().is_none_or(|last| *last <= finished)
        };
        holds(
            self.reached.iter().zip(&tally.reached).all(is_course)
                && self.responding.iter().all(|count| *count <= finished),
            "its response is not one of its subjects",
        )?;
        let curves = self.curves.len() as u64;
        holds(curves <= drawn && curves >= drawn.saturating_sub(self.failed), "its curves are more or fewer")?;
        let is_counted = |(bits, (bins, like)): (&u64, (&Bins, &Histogram))| {
            let value = f64::from_bits(*bits);
            value.is_nan() || like.is_among(value, bins)
        };
        holds(
            self.curves.iter().all(|curve| {
                curve.len() == self.bands.len() && curve.iter().zip(self.bands.iter().zip(&tally.bands)).all(is_counted)
            }),
            "a curve is not one of its subjects",
        )
    }
}

/// Bins that the counts of one arm may need room for, in any case and for each histogram.
const MOST_ROOM: usize = 50_000_000;
const USUAL_ROOM: usize = 10_000;

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
            reached: tally.reached.clone(),
            responding: tally.responding,
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

    /// Reads a record; nothing where the text is none of this version's, or of a share that cannot be.
    pub fn read(text: &str) -> Option<Self> {
        let record: Self = serde_json::from_str(text).ok()?;
        let is_ours = record.program == Manifest::PROGRAM && record.version == env!("CARGO_PKG_VERSION");
        (is_ours && Share::new(record.number, record.of).is_some()).then_some(record)
    }

    /// The text of the record.
    pub fn text(&self) -> String {
        json(self)
    }

    /// The record as a share of this population, of which nothing else needs to be asked any more.
    ///
    /// # Errors
    /// What cannot be of such a share.
    pub fn sound(&self, population: &Population) -> Result<SoundShare<'_>, &'static str> {
        let share = Share::new(self.number, self.of).ok_or("there is no share of its number")?;
        let (first, last) = share.range(population.asked);
        let subjects = (last + 1).saturating_sub(first);
        let drawn = (last.min(population.most_curves()) + 1).saturating_sub(first);
        if self.arms.len() != population.tallies.len() {
            return Err("its arms are more or fewer than those of the scenario");
        }
        self.arms.iter().zip(&population.tallies).try_for_each(|(arm, tally)| arm.check(subjects, drawn, tally))?;
        let failed = self.arms.iter().fold(0_u64, |sum, arm| sum.saturating_add(arm.failed));
        let is_known = |(subject, arm, _): &(u64, String, String)| {
            (first..=last).contains(subject) && population.study.cohorts.iter().any(|cohort| cohort.name == *arm)
        };
        if self.failures.len() as u64 > failed || !self.failures.iter().all(is_known) {
            return Err("a run that failed is not one of its subjects");
        }
        Ok(SoundShare { record: self, first, last })
    }
}

/// A record that is a share of a population.
#[derive(Debug, Clone, Copy)]
pub struct SoundShare<'a> {
    record: &'a ShareRecord,
    first: u64,
    last: u64,
}

impl SoundShare<'_> {
    /// What every row of a table of the share begins with: subject by subject and arm by arm, so many rows each.
    pub fn row_starts<'b>(&self, study: &'b Trial, each: usize) -> impl Iterator<Item = String> + use<'b> {
        (self.first..=self.last).flat_map(move |number| {
            let starts = study.cohorts.iter().map(move |cohort| format!("{number},{},", csv_field(&cohort.name)));
            starts.flat_map(move |start| std::iter::repeat_n(start, each))
        })
    }

    /// Adds the share to a population that holds the earlier shares.
    pub fn add_to(&self, population: &mut Population) {
        let add = |mine: &mut [Histogram], theirs: &[Bins]| {
            for (mine, theirs) in mine.iter_mut().zip(theirs) {
                theirs.iter().for_each(|(bin, count)| mine.add_to(*bin, *count));
            }
        };
        for (arm, record) in self.record.arms.iter().enumerate() {
            let tally = &mut population.tallies[arm];
            tally.subjects += record.subjects;
            tally.failed += record.failed;
            tally.moved += record.moved;
            tally.alone += record.alone;
            add(&mut tally.metrics, &record.metrics);
            add(&mut tally.bands, &record.bands);
            for (mine, theirs) in tally.reached.iter_mut().flatten().zip(record.reached.iter().flatten()) {
                *mine += theirs;
            }
            tally.responding.iter_mut().zip(&record.responding).for_each(|(mine, theirs)| *mine += theirs);
            let curves = record.curves.iter();
            population.curves[arm].extend(curves.map(|curve| curve.iter().map(|bits| f64::from_bits(*bits)).collect()));
        }
        for (subject, arm, reason) in &self.record.failures {
            population.add_failure(FailedSubject { subject: *subject, arm: arm.clone(), reason: reason.clone() });
        }
    }
}
