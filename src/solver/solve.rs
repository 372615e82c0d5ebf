//! What every method can do: integrate over a stretch without events.

use super::dense::Dense;
use super::error::SolveError;
use super::options::{Options, Statistics};

/// A solver at work on one model.
pub trait Solve {
    /// Integrates over a stretch without events, from `span.0` to `span.1` (h), starting from and leaving its result in
    /// `states`, and adds its steps to `dense`.
    ///
    /// # Errors
    /// Every variant of [`SolveError`]; `states` is then unchanged and `dense` holds the steps up to there.
    fn integrate(
        &mut self,
        settings: &[f64],
        span: (f64, f64),
        states: &mut [f64],
        options: &Options,
        dense: &mut Dense,
    ) -> Result<Statistics, SolveError>;
}
