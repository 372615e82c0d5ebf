//! Repeats: the times of a dose that is given again and again.

/// Doses of one arm beyond which a regimen is taken for a mistake.
pub const MOST_DOSES: usize = 100_000;

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
    /// Every time of `first` and its repeats that is before `end` (h); times at or after `end` are counted, not kept.
    ///
    /// # Errors
    /// [`RepeatError`] for an interval that is not above 0, more than [`MOST_DOSES`] times before `end`, or a stop that
    /// leaves none.
    pub fn times(self, first: &[f64], end: f64) -> Result<Vec<f64>, RepeatError> {
        if !(self.every > 0.0) {
            return Err(RepeatError::NoInterval);
        }
        let earliest = first.iter().copied().fold(f64::INFINITY, f64::min);
        let rounds_before = |time: f64| ((time - earliest) / self.every).ceil().max(0.0);
        let rounds = match self.stop {
            Stop::Count(count) => (count as f64).min(rounds_before(end).max(1.0)),
            Stop::Until(until) => rounds_before(until.min(end)),
        };
        if rounds * first.len() as f64 > MOST_DOSES as f64 {
            return Err(RepeatError::TooMany(rounds * first.len() as f64));
        }
        let keeps = |time: f64| match self.stop {
            Stop::Count(_) => true,
            // A time that differs from the end by rounding is the end.
            Stop::Until(until) => time < until - 1e-9 * until.abs().max(1.0),
        };
        let mut times = Vec::new();
        for round in 0..rounds as u64 {
            // A product, not a running sum, so that the hundredth dose is where the first says.
            let shift = round as f64 * self.every;
            times.extend(first.iter().map(|time| time + shift).filter(|time| keeps(*time)));
        }
        if times.is_empty() { Err(RepeatError::EndsBeforeStart) } else { Ok(times) }
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
        assert!(matches!(
            Repeat { every: 1e-4, stop: Stop::Until(1e9) }.times(&[0.0], 1e9),
            Err(RepeatError::TooMany(_))
        ));
    }
}
