//! Features of one signal: its greatest value, where it crosses a level, its integral.
//!
//! Samples alone would be a thousand times less exact than the solver. Each step is sampled, the second differences
//! bound how far the signal can stand above its samples, and only where that matters is it searched.

use crate::simulate::{Signal, Trajectory};
use crate::solver::quadrature;

/// Stretches that each step is cut into.
const CUTS: usize = 8;

/// A moment at which a signal crosses a level.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Crossing {
    /// When, h.
    pub time: f64,
    /// Whether the signal is at or above the level after it.
    pub is_up: bool,
}

/// A signal on the cuts of every step.
struct Samples<'a> {
    trajectory: &'a Trajectory,
    signal: Signal,
    /// `CUTS + 1` values for each step, both ends included, so that a jump between two steps has both its values.
    values: Vec<f64>,
}

impl<'a> Samples<'a> {
    fn new(trajectory: &'a Trajectory, signal: Signal) -> Self {
        let places: Vec<(usize, f64)> = (0..trajectory.dense().steps())
            .flat_map(|step| (0..=CUTS).map(move |cut| (step, cut as f64 / CUTS as f64)))
            .collect();
        Self { trajectory, signal, values: trajectory.signal_at(signal, &places) }
    }

    fn steps(&self) -> impl Iterator<Item = (usize, &[f64])> {
        self.values.chunks_exact(CUTS + 1).enumerate()
    }

    fn at(&self, step: usize, place: f64) -> f64 {
        self.trajectory.signal_at(self.signal, &[(step, place)])[0]
    }

    fn time(&self, step: usize, place: f64) -> f64 {
        let (start, length) = self.trajectory.dense().span(step);
        start + place * length
    }

    /// The greatest value between two places, by the golden section.
    fn search(&self, step: usize, mut low: f64, mut high: f64) -> (f64, f64) {
        const SHARE: f64 = 0.618_033_988_749_894_8;
        let mut inner = [high - SHARE * (high - low), low + SHARE * (high - low)];
        let mut values = inner.map(|place| self.at(step, place));
        // Where the signal is flat to rounding, the place is not determined further: 40 rounds reach that.
        for _ in 0..40 {
            if values[0] >= values[1] {
                high = inner[1];
                inner = [high - SHARE * (high - low), inner[0]];
                values = [self.at(step, inner[0]), values[0]];
            } else {
                low = inner[0];
                inner = [inner[1], low + SHARE * (high - low)];
                values = [values[1], self.at(step, inner[1])];
            }
        }
        if values[0] >= values[1] { (inner[0], values[0]) } else { (inner[1], values[1]) }
    }
}

/// How far a signal may stand above the samples at both ends of a cut, from the second differences around it.
fn bulge(values: &[f64], cut: usize) -> f64 {
    let second = |i: usize| (values[i - 1] - 2.0 * values[i] + values[i + 1]).abs();
    let first = cut.clamp(1, CUTS - 1);
    let next = (cut + 1).clamp(1, CUTS - 1);
    0.25 * second(first).max(second(next))
}

/// When a signal is greatest and its value then; the first such moment. Nothing where it is not a number.
pub fn maximum(trajectory: &Trajectory, signal: Signal) -> Option<(f64, f64)> {
    let samples = Samples::new(trajectory, signal);
    let mut best: Option<(f64, f64)> = None;
    let mut offer = |time: f64, value: f64| {
        if value.is_finite() && best.is_none_or(|(_, greatest)| value > greatest) {
            best = Some((time, value));
        }
        best.map_or(f64::NEG_INFINITY, |(_, greatest)| greatest)
    };
    for (step, values) in samples.steps() {
        for (cut, value) in values.iter().enumerate() {
            offer(samples.time(step, cut as f64 / CUTS as f64), *value);
        }
    }
    for (step, values) in samples.steps() {
        for cut in 0..CUTS {
            let greatest = offer(0.0, f64::NAN);
            if values[cut].max(values[cut + 1]) + bulge(values, cut) > greatest {
                let (place, value) = samples.search(step, cut as f64 / CUTS as f64, (cut + 1) as f64 / CUTS as f64);
                offer(samples.time(step, place), value);
            }
        }
    }
    best
}

/// Every crossing of a level, in time. A jump across it counts at its moment.
pub fn crossings(trajectory: &Trajectory, signal: Signal, level: f64) -> Vec<Crossing> {
    let samples = Samples::new(trajectory, signal);
    let mut found = Vec::new();
    let mut above: Option<bool> = None;
    let mut cross = |time: f64, is_up: bool| {
        if above.is_some_and(|above| above != is_up) {
            found.push(Crossing { time, is_up });
        }
        above = Some(is_up);
    };
    for (step, values) in samples.steps() {
        cross(samples.time(step, 0.0), values[0] >= level);
        for cut in 0..CUTS {
            let (low, high) = (cut as f64 / CUTS as f64, (cut + 1) as f64 / CUTS as f64);
            let ends = [values[cut] >= level, values[cut + 1] >= level];
            let mut places = vec![low, high];
            // Both ends below, but the signal may touch the level in between.
            if ends == [false, false] && values[cut].max(values[cut + 1]) + bulge(values, cut) >= level {
                let (place, value) = samples.search(step, low, high);
                if value >= level {
                    places.insert(1, place);
                }
            }
            for pair in places.windows(2) {
                let after = samples.at(step, pair[1]) >= level;
                if (samples.at(step, pair[0]) >= level) != after {
                    let place = bisect(|place| (samples.at(step, place) >= level) == after, pair[0], pair[1]);
                    cross(samples.time(step, place), after);
                }
            }
        }
    }
    found
}

/// The first place at which a condition holds that does not hold at `low` and holds at `high`.
fn bisect(holds: impl Fn(f64) -> bool, mut low: f64, mut high: f64) -> f64 {
    for _ in 0..52 {
        let middle = 0.5 * (low + high);
        if holds(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
    high
}

/// The integral over time from `from` to `to` (h), in the signal's unit times h.
pub fn integral(trajectory: &Trajectory, signal: Signal, from: f64, to: f64) -> f64 {
    let dense = trajectory.dense();
    let mut sum = 0.0;
    let mut places = Vec::new();
    let mut weights = Vec::new();
    for step in 0..dense.steps() {
        let (start, length) = dense.span(step);
        let (a, b) = (start.max(from), (start + length).min(to));
        if b <= a {
            continue;
        }
        for (node, weight) in quadrature() {
            places.push((step, (a + node * (b - a) - start) / length));
            weights.push(weight * (b - a));
        }
    }
    for (value, weight) in trajectory.signal_at(signal, &places).iter().zip(&weights) {
        sum += value * weight;
    }
    sum
}

/// The value at a time (h); nothing outside the trajectory or where it is not a number.
pub fn value_at(trajectory: &Trajectory, signal: Signal, time: f64) -> Option<f64> {
    if time > trajectory.experiment().duration {
        return None;
    }
    Some(trajectory.sample(&[time]).column(signal)[0]).filter(|value| value.is_finite())
}
