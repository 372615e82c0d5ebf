//! Steps for a batch, as long as those who are in it allow.
//!
//! They are made once and gone through by everybody, so each is tried several times until it is nearly as long as it may
//! be. The steps of a stretch are made so that none is a sliver.

use super::batch::{Batch, PlannedStep};

/// Tries for one step.
const TRIES: usize = 6;

/// A step is long enough whose error is this share of what it may be.
const ENOUGH: f64 = 0.6;

/// Of the error estimate, as in [`super::Collocation`].
const ORDER: f64 = super::NODES as f64 + 1.0;

/// A step is at most so many times as long as the one before.
const LONGEST_GROWTH: f64 = 8.0;

/// A step that is shorter than this share of what is left leads nowhere.
const SHORTEST: f64 = 1e-9;

/// How steps are made.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// Share of the allowed error that anybody may make.
    pub share: f64,
    /// Steps that are shorter than this, h, may err by as much less.
    pub short: f64,
    /// Longest step, h.
    pub longest: f64,
    /// Most steps in a stretch.
    pub most: usize,
}

impl Batch<'_> {
    /// Goes through a stretch of this length (h) and says by which steps; `guess` is the length of the first of them and
    /// becomes what it should have been. Nothing where no step is short enough.
    pub fn pace(&mut self, whole: f64, guess: &mut f64, pace: &Pace) -> Option<Vec<PlannedStep>> {
        self.begin();
        let mut steps: Vec<PlannedStep> = Vec::new();
        let (mut time, mut length) = (0.0, *guess);
        while time < whole {
            let (step, wanted) = self.longest_step(length, whole - time, pace)?;
            if steps.is_empty() {
                *guess = wanted;
            }
            let rest = whole - time - step.length();
            time = if rest > 0.0 { time + step.length() } else { whole };
            // The last two steps share what is left, so that none is a sliver.
            length = if wanted < rest { wanted.min(0.5 * rest) } else { wanted };
            steps.push(step);
            if steps.len() > pace.most {
                return None;
            }
        }
        Some(steps)
    }

    /// Takes a step that is about as long as it may be and no longer than `rest`, and says how long the next one should
    /// be.
    fn longest_step(&mut self, mut length: f64, rest: f64, pace: &Pace) -> Option<(PlannedStep, f64)> {
        let from = self.place();
        let (mut fits, mut too_long): (Option<(PlannedStep, f64)>, f64) = (None, f64::INFINITY);
        let mut tries = 0;
        while tries < TRIES || fits.is_none() {
            tries += 1;
            length = length.min(pace.longest).min(rest);
            let mut step = self.planned(length);
            self.return_to(&from);
            let is_last = length == rest;
            let error = self.try_step(&mut step) / (pace.share * (length / pace.short).min(1.0));
            let factor = (0.5 * (1.0 + ENOUGH) / error).powf(1.0 / ORDER);
            let next = length * if error.is_finite() { factor.clamp(0.1, LONGEST_GROWTH) } else { 0.1 };
            if error <= 1.0 {
                fits = Some((step, next.max(length)));
                if error >= ENOUGH || is_last || length == pace.longest {
                    return fits;
                }
            } else {
                too_long = too_long.min(length);
            }
            let known = fits.as_ref().map_or(0.0, |(step, _)| step.length());
            // Not so near to the end that the next step would be a sliver.
            let next = if is_last && error > 1.0 { next.min(0.5 * rest) } else { next };
            length = if next > known && next < too_long { next } else { 0.5 * (known + too_long.min(rest)) };
            if !(length > SHORTEST * rest) {
                return None;
            }
        }
        let (mut step, next) = fits?;
        self.return_to(&from);
        self.try_step(&mut step);
        Some((step, next))
    }
}
