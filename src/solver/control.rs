//! Step control that both methods share.

use super::error::SolveError;
use super::options::Options;
use crate::quantity::State;

/// The greatest of the errors of all states, with its state; the first error that is not finite, if there is one.
pub(crate) fn worst(errors: impl Iterator<Item = f64>) -> (f64, State) {
    let mut worst = (0.0, State(0));
    for (state, error) in errors.enumerate() {
        if !error.is_finite() {
            return (error, State(state));
        }
        if error > worst.0 {
            worst = (error, State(state));
        }
    }
    worst
}

/// How much longer the next step may be after this error of an estimate of this order, `most` times at most.
pub(crate) fn growth(error: f64, order: usize, most: f64) -> f64 {
    (0.9 * error.powf(-1.0 / order as f64)).clamp(0.2, most)
}

/// How much shorter a step is tried again.
pub(crate) fn shrinkage(error: f64, order: usize, converged: bool) -> f64 {
    if converged && error.is_finite() { growth(error, order, 0.8) } else { 0.25 }
}

/// How much shorter a step is tried again that took a state out of its domain.
pub(crate) const OUTSIDE_SHRINKAGE: f64 = 0.25;

/// The first state that ends a step outside its domain by more than its error may be, and the value it has there.
#[inline]
pub(crate) fn outside(
    domain: &[[f64; 2]],
    ends: impl Iterator<Item = f64> + Clone,
    options: &Options,
) -> Option<(State, f64)> {
    // Nearly always no state is beyond a bound at all, which is seen of all at once.
    if !domain.iter().zip(ends.clone()).fold(false, |any, ([low, high], end)| any | (end < *low) | (end > *high)) {
        return None;
    }
    let leaves = |([low, high], end): (&[f64; 2], f64)| {
        let slack = options.slack(end);
        end < low - slack || end > high + slack
    };
    domain.iter().zip(ends).enumerate().find(|(_, pair)| leaves(*pair)).map(|(state, (_, end))| (State(state), end))
}

/// Whether this length no longer moves time on, and what to say of it: of the state that left its domain, if one did.
pub(crate) fn check_length(
    time: f64,
    length: f64,
    (error, state): (f64, State),
    outside: Option<(State, f64)>,
) -> Result<(), SolveError> {
    if time + length > time + 4.0 * f64::EPSILON * time.abs() && length >= 1e-14 {
        return Ok(());
    }
    if let Some((state, value)) = outside {
        return Err(SolveError::Outside { time, state, value });
    }
    Err(if error.is_finite() {
        SolveError::StepTooShort { time, state }
    } else {
        SolveError::NotFinite { time, state }
    })
}
