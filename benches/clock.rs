//! A clock for work that is repeated.

use std::time::{Duration, Instant};

/// Times of many runs, s.
#[derive(Debug, Clone, Default)]
pub(crate) struct Clock(Vec<f64>);

impl Clock {
    /// Adds the times of as many runs as fit into a while, a few at least.
    pub(crate) fn add(&mut self, while_: Duration, mut run: impl FnMut()) {
        const LEAST_RUNS: usize = 4;
        let begun = Instant::now();
        let mut runs = 0;
        while runs < LEAST_RUNS || begun.elapsed() < while_ {
            let start = Instant::now();
            run();
            self.0.push(start.elapsed().as_secs_f64());
            runs += 1;
        }
    }

    /// The times of work that is so short that the clock sees only many repetitions of it.
    pub(crate) fn of_many(while_: Duration, times: u32, mut run: impl FnMut()) -> Self {
        let mut clock = Self::default();
        clock.add(while_, || (0..times).for_each(|_| run()));
        clock.0.iter_mut().for_each(|time| *time /= f64::from(times));
        clock
    }

    /// The shortest, s.
    pub(crate) fn least(&self) -> f64 {
        self.0.iter().copied().fold(f64::INFINITY, f64::min)
    }

    /// The one in the middle, s.
    pub(crate) fn median(&self) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
    }
}
