//! The loop of accepted and rejected steps that every method goes through.
//!
//! Owns: the length of the next step, the limit of steps, and how a stretch begins and ends. Must not know: how a method
//! takes a step.

use super::control::{OUTSIDE_SHRINKAGE, check_length, growth, outside, shrinkage};
use super::dense::Dense;
use super::error::SolveError;
use super::options::{Options, Statistics};
use crate::quantity::State;

/// A step that covers this share of what is left of a stretch covers all of it.
const NEARLY_ALL: f64 = 0.999;

/// What came out of one attempt at a step.
#[derive(Debug, Clone, Copy)]
pub(super) struct Attempt {
    /// Whether the equations of the step were solved.
    pub(super) is_solved: bool,
    /// Iterations or factorisations that it took.
    pub(super) iterations: usize,
    /// The error relative to what is allowed.
    pub(super) error: f64,
    /// The state that has it.
    pub(super) culprit: State,
    /// A state that is outside its domain within the step, and its value there.
    pub(super) outside: Option<(State, f64)>,
}

/// A method as a way of taking one step.
pub(super) trait Step {
    /// Order of the error estimate.
    const ORDER: usize;
    /// A step is at most so many times as long as the one before.
    const MOST_GROWTH: f64;
    /// The least and the greatest value of each state that the equations hold for.
    const DOMAIN: &'static [[f64; 2]];

    /// Takes these states as the start of a stretch.
    fn begin(&mut self, settings: &[f64], states: &[f64]);

    /// Tries a step of this length (h) from where the last accepted one ended; `last` is the length of that one, if
    /// there was one in this stretch.
    fn attempt(&mut self, settings: &[f64], length: f64, last: Option<f64>, options: &Options) -> Attempt;

    /// The states at the end of the last attempt.
    fn ends(&self) -> impl Iterator<Item = f64> + Clone;

    /// Adds the last attempt to a solution as the step from `start` (h), and goes on from its end.
    fn accept(&mut self, settings: &[f64], start: f64, length: f64, dense: &mut Dense);

    /// The states from which the next step starts.
    fn states(&self) -> &[f64];

    /// The greatest length that is not above this one and that the method likes to take.
    fn suited(length: f64) -> f64 {
        length
    }
}

/// Takes a method through a stretch from `span.0` to `span.1` (h): see [`super::Solve::integrate`]. `first_step` is the
/// length of the first step that is tried (h), and then what it should have been, a good guess for the next stretch.
pub(super) fn march<S: Step>(
    method: &mut S,
    first_step: &mut f64,
    settings: &[f64],
    (start, end): (f64, f64),
    states: &mut [f64],
    options: &Options,
    dense: &mut Dense,
) -> Result<Statistics, SolveError> {
    let mut statistics = Statistics { segments: 1, ..Statistics::default() };
    // Time runs from 0 within a stretch, so that equal stretches are cut into equal steps.
    let (mut time, whole) = (0.0, end - start);
    let (mut length, mut last) = (*first_step, None);
    let mut culprit = State(0);
    method.begin(settings, states);
    while time < whole {
        let rest = whole - time;
        length = length.min(options.longest_step);
        let is_last = length >= NEARLY_ALL * rest;
        // The last two steps share what is left, so that none is a sliver.
        let tried = if is_last { rest } else { length.min(0.5 * rest) };
        if statistics.accepted + statistics.rejected >= options.max_steps {
            return Err(SolveError::TooManySteps { time: start + time, steps: options.max_steps, state: culprit });
        }
        let attempt = method.attempt(settings, tried, last, options);
        let error = attempt.error;
        culprit = attempt.culprit;
        statistics.iterations += attempt.iterations;
        let is_exact = attempt.is_solved && error <= 1.0;
        let left = match attempt.outside {
            None if is_exact => outside(S::DOMAIN, method.ends(), options),
            within => within,
        };
        if is_exact && left.is_none() {
            statistics.accepted += 1;
            method.accept(settings, start + time, tried, dense);
            length = S::suited(tried * growth(error, S::ORDER, S::MOST_GROWTH));
            if last.is_none() {
                *first_step = length;
            }
            last = Some(tried);
            time = if is_last { whole } else { time + tried };
        } else {
            statistics.rejected += 1;
            let shrunk = if left.is_some() { OUTSIDE_SHRINKAGE } else { shrinkage(error, S::ORDER, attempt.is_solved) };
            length = S::suited(tried * shrunk);
            check_length(start + time, length, (error, culprit), left)?;
        }
    }
    states[..method.states().len()].copy_from_slice(method.states());
    Ok(statistics)
}
