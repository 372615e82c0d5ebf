//! Steps for a batch, as long as its subjects allow.
//!
//! The steps are made once and taken by every subject of a population, so each is tried several times until it is
//! nearly as long as its error allows. The steps of a stretch are made so that none is a sliver, and a stretch as long
//! as an earlier one has the same steps where they suit it too, since days of treatment resemble each other.

use crate::solver::batch::{Batch, PlannedStep};

/// Tries for one step.
const TRIES: usize = 6;

/// A step with this share of the allowed error is long enough.
const ENOUGH: f64 = 0.6;

/// The steps of an earlier stretch are long enough if one of them has this share of the allowed error.
const ENOUGH_AGAIN: f64 = 0.5;

/// Stretches whose lengths differ by no more than this share, which rounding leaves, are equally long.
const SAME_LENGTH: f64 = 1e-12;

/// Order of the error estimate, as in [`crate::solver::Collocation`].
const ORDER: f64 = crate::solver::NODES as f64 + 1.0;

/// A step is at most so many times as long as the one before.
const LONGEST_GROWTH: f64 = 8.0;

/// A step that is shorter than this share of the rest of its stretch leads nowhere.
const SHORTEST: f64 = 1e-9;

/// Length of the first step that is tried, h.
const FIRST: f64 = 0.1;

/// The rules by which steps are made.
#[derive(Debug, Clone, Copy)]
pub struct StepPlanOptions {
    /// Share of the allowed error that any subject may make.
    pub share: f64,
    /// Steps that end before this time (h) may err less, in proportion to their end.
    pub early: f64,
    /// Rounds of Newton's method beyond the number that is enough for the subjects of this batch.
    pub spare_rounds: u8,
    /// Longest step, h.
    pub longest: f64,
    /// Most steps in a stretch.
    pub most: usize,
}

/// The maker of steps, stretch by stretch.
#[derive(Debug)]
pub struct StepPlanner {
    pace: StepPlanOptions,
    /// What the first step of the last stretch should have been, h.
    guess: f64,
    /// The steps of each stretch so far.
    done: Vec<Vec<PlannedStep>>,
}

impl StepPlanner {
    /// A planner that has made no step.
    pub const fn new(pace: StepPlanOptions) -> Self {
        Self { pace, guess: FIRST, done: Vec::new() }
    }

    /// Carries a batch through the stretch between two times (h) and makes its steps on the way; false where no step is
    /// short enough.
    pub fn carry(&mut self, batch: &mut Batch<'_>, (start, end): (f64, f64)) -> bool {
        batch.begin();
        let from = batch.checkpoint();
        let again = self.again(batch, start, end - start);
        let steps = again.or_else(|| {
            batch.return_to(&from);
            self.made(batch, start, end - start)
        });
        let is_possible = steps.is_some();
        self.done.extend(steps);
        is_possible
    }

    /// The steps of each stretch.
    pub fn finish(mut self) -> Vec<Vec<PlannedStep>> {
        self.done.iter_mut().flatten().for_each(|step| step.add_rounds(self.pace.spare_rounds));
        self.done
    }

    /// Share of the allowed error that a step may make that ends at this time, h.
    fn share(&self, end: f64) -> f64 {
        self.pace.share * (end / self.pace.early).min(1.0)
    }

    /// The steps of the last stretch of the same length, if they suit this one.
    fn again(&self, batch: &mut Batch<'_>, start: f64, whole: f64) -> Option<Vec<PlannedStep>> {
        let length = |steps: &[PlannedStep]| steps.iter().map(PlannedStep::length).sum::<f64>();
        let is_as_long = |steps: &&Vec<PlannedStep>| (length(steps) - whole).abs() <= SAME_LENGTH * whole;
        let mut steps = self.done.iter().rev().find(is_as_long)?.clone();
        let (mut time, mut greatest) = (0.0, 0.0_f64);
        for step in &mut steps {
            time += step.length();
            let error = batch.try_step(step) / self.share(start + time);
            if !(error <= 1.0) {
                return None;
            }
            greatest = greatest.max(error);
        }
        (greatest >= ENOUGH_AGAIN).then_some(steps)
    }

    /// New steps for this stretch.
    fn made(&mut self, batch: &mut Batch<'_>, start: f64, whole: f64) -> Option<Vec<PlannedStep>> {
        let mut steps: Vec<PlannedStep> = Vec::new();
        let (mut time, mut length) = (0.0, self.guess);
        while time < whole {
            let (step, wanted) = self.longest_step(batch, length, start + time, whole - time)?;
            if steps.is_empty() {
                self.guess = wanted;
            }
            let rest = whole - time - step.length();
            time = if rest > 0.0 { time + step.length() } else { whole };
            // The last two steps share what is left, so that none is a sliver.
            length = if wanted < rest { wanted.min(0.5 * rest) } else { wanted };
            steps.push(step);
            if steps.len() > self.pace.most {
                return None;
            }
        }
        Some(steps)
    }

    /// Takes a step from `time` (h) that is about as long as it may be and no longer than `rest`, and says how long the
    /// next one should be.
    fn longest_step(&self, batch: &mut Batch<'_>, mut length: f64, time: f64, rest: f64) -> Option<(PlannedStep, f64)> {
        let from = batch.checkpoint();
        let (mut fits, mut too_long): (Option<(PlannedStep, f64)>, f64) = (None, f64::INFINITY);
        let mut tries = 0;
        while tries < TRIES || fits.is_none() {
            tries += 1;
            length = length.min(self.pace.longest).min(rest);
            let mut step = batch.planned(length);
            batch.return_to(&from);
            let is_last = length == rest;
            let error = batch.try_step(&mut step) / self.share(time + length);
            let factor = (0.5 * (1.0 + ENOUGH) / error).powf(1.0 / ORDER);
            let next = length * if error.is_finite() { factor.clamp(0.1, LONGEST_GROWTH) } else { 0.1 };
            if error <= 1.0 {
                fits = Some((step, next.max(length)));
                if error >= ENOUGH || is_last || length == self.pace.longest {
                    return fits;
                }
            } else {
                too_long = too_long.min(length);
            }
            let known = fits.as_ref().map_or(0.0, |(step, _)| step.length());
            // So that the next step is no sliver.
            let next = if is_last && error > 1.0 { next.min(0.5 * rest) } else { next };
            length = if next > known && next < too_long { next } else { 0.5 * (known + too_long.min(rest)) };
            if !(length > SHORTEST * rest) {
                return None;
            }
        }
        let (mut step, next) = fits?;
        batch.return_to(&from);
        batch.try_step(&mut step);
        Some((step, next))
    }
}
