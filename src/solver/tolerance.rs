//! The tolerances that can be asked for.
//!
//! Owns: the range in which each way of solving was found to keep its promise, and the words for it. The promise is a
//! bound on the error of a state, as a share of its greatest value (or of 0.01, for a state that stays below that),
//! whatever the parameters, doses, switches and events within their bounds.

use super::options::Method;

/// A range of tolerances.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tolerances {
    /// The tightest.
    pub least: f64,
    /// The loosest.
    pub most: f64,
    /// The promise: no state is wrong by more than so many times the tolerance. Nearly all are wrong by less than a
    /// tenth of that; what needs it is a fast state between two nodes of a long step.
    pub promise: f64,
    /// One that suits most purposes.
    usual: &'static str,
    /// Why no tighter one can be asked for.
    reason: &'static str,
}

/// Beyond this the error of a level exceeds what counts as the same height of two peaks, so that the error, not the
/// model, would choose between them.
const MOST: f64 = 1e-3;

impl Tolerances {
    /// The range of runs of one subject.
    pub const fn of(method: Method) -> Self {
        match method {
            Method::Collocation => Self {
                least: 1e-12,
                most: MOST,
                promise: 200.0,
                usual: "1e-7",
                reason: "a tighter one is below the rounding of numbers",
            },
            // A method of order 5: each further digit takes 1.6 times the steps, and its rounding adds up over them.
            Method::Rodas5p => Self {
                least: 1e-10,
                most: MOST,
                promise: 10.0,
                usual: "1e-7",
                reason: "a tighter one takes rodas5p so many steps that their rounding exceeds it",
            },
        }
    }

    /// The range of a population. There a tolerance is a share of the greatest value that a state has had, and not of
    /// the value that it has.
    pub const TOGETHER: Self = Self {
        least: 1e-9,
        most: MOST,
        promise: 200.0,
        usual: "2.5e-4",
        reason: "a tighter one moves no time of a peak, which rounding limits",
    };

    /// A tolerance in this range, or what to write instead and why.
    pub fn check(self, rtol: f64) -> Result<f64, String> {
        if (self.least..=self.most).contains(&rtol) { Ok(rtol) } else { Err(self.words()) }
    }

    /// What to write, and why no other.
    pub fn words(self) -> String {
        format!(
            "write a number from {:e} to {:e}, such as {}: a looser tolerance errs by more than tells two peaks apart, {}",
            self.least, self.most, self.usual, self.reason
        )
    }
}
