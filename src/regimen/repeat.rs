//! Repeats: the times of a dose that is given again and again.

use crate::limits;

/// Doses of one arm beyond which a regimen is taken for a mistake.
pub const MOST_DOSES: usize = limits::DOSES.most;

/// When a repeat ends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Stop {
    /// After this many rounds.
    Count(u64),
    /// Before this time, h, exclusive, absolute, and before any lag.
    Until(f64),
}

/// A list of times given again every so often.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Repeat {
    /// From one round to the next, h.
    pub every: f64,
    /// When it ends.
    pub stop: Stop,
}

/// Why a repeat has no times.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum RepeatError {
    /// The interval is not above 0.
    NoInterval,
    /// It would be this many doses, at least.
    TooMany(f64),
    /// It ends before it begins.
    EndsBeforeStart,
}

impl Repeat {
    /// How many times the rule writes down, whatever the end of the run.
    pub fn written(self, first: &[f64]) -> f64 {
        match self.stop {
            Stop::Count(count) => count as f64 * first.len() as f64,
            Stop::Until(until) => first.iter().map(|time| self.rounds(*time, until)).sum(),
        }
    }

    /// Every time of `first` and its repeats that is before `end` (h); there may be none.
    ///
    /// # Errors
    /// [`RepeatError`] for an interval that is not above 0, more than [`MOST_DOSES`] times before `end`, or a stop that
    /// comes before the first time.
    pub fn times(self, first: &[f64], end: f64) -> Result<Vec<f64>, RepeatError> {
        if !(self.every > 0.0) {
            return Err(RepeatError::NoInterval);
        }
        if self.written(first) == 0.0 {
            return Err(RepeatError::EndsBeforeStart);
        }
        let rounds_of = |time: f64| match self.stop {
            Stop::Count(count) => self.rounds(time, end).min(count as f64),
            Stop::Until(until) => self.rounds(time, until.min(end)),
        };
        let number: f64 = first.iter().map(|time| rounds_of(*time)).sum();
        if number > MOST_DOSES as f64 {
            return Err(RepeatError::TooMany(number));
        }
        // A dose that is not given in one round is not given in a later one.
        let mut given: Vec<(f64, f64)> = first.iter().map(|time| (*time, rounds_of(*time))).collect();
        let mut times = Vec::with_capacity(number as usize);
        for round in 0_u64.. {
            given.retain(|(_, rounds)| (round as f64) < *rounds);
            if given.is_empty() {
                break;
            }
            // A product, not a running sum, so that the hundredth dose is where the first says.
            let shift = round as f64 * self.every;
            times.extend(given.iter().map(|(time, _)| time + shift));
        }
        Ok(times)
    }

    /// Rounds of a dose first given at `time` that come before `end`; a time that differs from the end by rounding is
    /// the end.
    fn rounds(self, time: f64, end: f64) -> f64 {
        let end = end - 1e-9 * end.abs().max(1.0);
        ((end - time) / self.every).ceil().max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_repeated_whole() {
        let repeat = Repeat { every: 168.0, stop: Stop::Count(2) };
        assert_eq!(repeat.times(&[0.0, 48.0], 1e4), Ok(vec![0.0, 48.0, 168.0, 216.0]));
    }

    #[test]
    fn until_is_exclusive() {
        let repeat = Repeat { every: 24.0, stop: Stop::Until(72.0) };
        assert_eq!(repeat.times(&[0.0], 1e4), Ok(vec![0.0, 24.0, 48.0]));
    }

    #[test]
    fn mistakes_are_named() {
        assert_eq!(Repeat { every: 0.0, stop: Stop::Count(2) }.times(&[0.0], 1.0), Err(RepeatError::NoInterval));
        assert_eq!(Repeat { every: 1.0, stop: Stop::Until(5.0) }.times(&[6.0], 9.0), Err(RepeatError::EndsBeforeStart));
        // A repeat that begins after the end of the run is in order; it is the run that is too short for it.
        assert_eq!(Repeat { every: 1.0, stop: Stop::Until(20.0) }.times(&[10.0], 8.0), Ok(vec![]));
        assert_eq!(Repeat { every: 1.0, stop: Stop::Until(20.0) }.written(&[10.0]), 10.0);
        assert!(matches!(
            Repeat { every: 1e-4, stop: Stop::Until(1e9) }.times(&[0.0], 1e9),
            Err(RepeatError::TooMany(_))
        ));
    }
}
