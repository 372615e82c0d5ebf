//! Features of one signal: its greatest value, where it crosses a level, its integral.
//!
//! Samples alone would be a thousand times less exact than the solver. Each step is sampled, the second differences
//! bound how far the signal can stand above its samples, and only where that matters is it searched.

use crate::simulate::{Signal, Table, Trajectory};
use crate::solver::quadrature;

/// Stretches that each step is cut into.
const CUTS: usize = 8;

/// Share of a signal's range within which two of its tops are equally high.
pub const SAME_HEIGHT: f64 = 1e-5;

/// A moment at which a signal crosses a level.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Crossing {
    /// When, h.
    pub time: f64,
    /// Whether the signal is at or above the level after it.
    pub is_up: bool,
}

/// A trajectory on the cuts of every step.
pub struct Shape<'a> {
    trajectory: &'a Trajectory,
    /// `CUTS + 1` moments for each step, both ends included, so that a jump between two steps has both its values.
    samples: Table,
}

impl<'a> Shape<'a> {
    /// Samples every signal of a trajectory.
    pub fn new(trajectory: &'a Trajectory) -> Self {
        let places: Vec<(usize, f64)> =
            (0..trajectory.dense().steps()).flat_map(|step| (0..=CUTS).map(move |cut| (step, place(cut)))).collect();
        Self { trajectory, samples: trajectory.sample_places(&places) }
    }

    /// When a signal is greatest and its value then. Of several moments at which it is greatest but for a share of
    /// [`SAME_HEIGHT`], as after each of many equal doses, the first counts, so that rounding does not choose. Nothing
    /// where it is not a number.
    pub fn maximum(&self, signal: Signal) -> Option<(f64, f64)> {
        let samples = self.samples.column(signal);
        let sampled = samples.iter().copied().filter(|value| value.is_finite()).fold(f64::NEG_INFINITY, f64::max);
        let lowest = samples.iter().copied().filter(|value| value.is_finite()).fold(f64::INFINITY, f64::min);
        if sampled == f64::NEG_INFINITY {
            return None;
        }
        let same = SAME_HEIGHT * (sampled - lowest);
        // Where a signal rests, only its rounding curves.
        let noise = 1e-13 * sampled.abs();
        let mut tops: Vec<(f64, f64)> = Vec::new();
        for (step, values) in samples.chunks_exact(CUTS + 1).enumerate() {
            for cut in 0..=CUTS {
                if values[cut] >= sampled - same {
                    tops.push((self.time(step, place(cut)), values[cut]));
                }
                if cut == CUTS {
                    continue;
                }
                let bulge = bulge(values, cut);
                if bulge > noise && values[cut].max(values[cut + 1]) + bulge > sampled - same {
                    let (place, value) = self.search(signal, step, place(cut), place(cut + 1));
                    tops.push((self.time(step, place), value));
                }
            }
        }
        let greatest = tops.iter().map(|top| top.1).fold(f64::NEG_INFINITY, f64::max);
        // Up the first hill that is high enough, to its top.
        let first = tops.iter().position(|top| top.1 >= greatest - same)?;
        let hill = tops[first..].iter().take_while(|top| top.1 >= greatest - same);
        let mut best = tops[first];
        for top in hill {
            if top.1 < best.1 {
                break;
            }
            best = *top;
        }
        Some((best.0, greatest))
    }

    /// Every crossing of a level, in time. A jump across it counts at its moment.
    pub fn crossings(&self, signal: Signal, level: f64) -> Vec<Crossing> {
        let samples = self.samples.column(signal);
        let mut found = Vec::new();
        let mut above: Option<bool> = None;
        let mut cross = |time: f64, is_up: bool| {
            if above.is_some_and(|above| above != is_up) {
                found.push(Crossing { time, is_up });
            }
            above = Some(is_up);
        };
        for (step, values) in samples.chunks_exact(CUTS + 1).enumerate() {
            cross(self.time(step, 0.0), values[0] >= level);
            for cut in 0..CUTS {
                let (low, high) = (place(cut), place(cut + 1));
                let ends = [values[cut] >= level, values[cut + 1] >= level];
                if ends[0] != ends[1] {
                    let place = self.bisect(signal, step, level, ends[1], low, high);
                    cross(self.time(step, place), ends[1]);
                } else {
                    // Both ends are on one side, but the signal may visit the other between them.
                    let outward = if ends[0] { -1.0 } else { 1.0 };
                    let nearest = (outward * values[cut]).max(outward * values[cut + 1]);
                    if nearest + bulge(values, cut) < outward * level {
                        continue;
                    }
                    let (turn, value) = self.search_along(signal, outward, step, low, high);
                    if (value >= level) != ends[0] {
                        cross(self.time(step, self.bisect(signal, step, level, !ends[0], low, turn)), !ends[0]);
                        cross(self.time(step, self.bisect(signal, step, level, ends[0], turn, high)), ends[0]);
                    }
                }
            }
        }
        found
    }

    fn at(&self, signal: Signal, step: usize, place: f64) -> f64 {
        self.trajectory.signal_at(signal, &[(step, place)])[0]
    }

    fn time(&self, step: usize, place: f64) -> f64 {
        let (start, length) = self.trajectory.dense().span(step);
        start + place * length
    }

    /// The greatest value between two places of a step.
    fn search(&self, signal: Signal, step: usize, low: f64, high: f64) -> (f64, f64) {
        self.search_along(signal, 1.0, step, low, high)
    }

    /// The greatest value between two places of a step where `sign` is 1, the least where it is -1, by the golden
    /// section.
    fn search_along(&self, signal: Signal, sign: f64, step: usize, mut low: f64, mut high: f64) -> (f64, f64) {
        const SHARE: f64 = 0.618_033_988_749_894_8;
        let mut inner = [high - SHARE * (high - low), low + SHARE * (high - low)];
        let at = |place: f64| sign * self.at(signal, step, place);
        let mut values = inner.map(at);
        // Where the signal is flat to rounding, the place is not determined further: 40 rounds reach that.
        for _ in 0..40 {
            if values[0] >= values[1] {
                high = inner[1];
                inner = [high - SHARE * (high - low), inner[0]];
                values = [at(inner[0]), values[0]];
            } else {
                low = inner[0];
                inner = [inner[1], low + SHARE * (high - low)];
                values = [values[1], at(inner[1])];
            }
        }
        if values[0] >= values[1] { (inner[0], sign * values[0]) } else { (inner[1], sign * values[1]) }
    }

    /// The first place from which on the signal is on the side of the level that it is on at `high`.
    fn bisect(&self, signal: Signal, step: usize, level: f64, is_up: bool, mut low: f64, mut high: f64) -> f64 {
        for _ in 0..52 {
            let middle = 0.5 * (low + high);
            if (self.at(signal, step, middle) >= level) == is_up {
                high = middle;
            } else {
                low = middle;
            }
        }
        high
    }
}

/// Where a cut lies in its step.
fn place(cut: usize) -> f64 {
    cut as f64 / CUTS as f64
}

/// How far a signal may stand above the samples at both ends of a cut, from the second differences around it.
fn bulge(values: &[f64], cut: usize) -> f64 {
    let second = |i: usize| (values[i - 1] - 2.0 * values[i] + values[i + 1]).abs();
    let first = cut.clamp(1, CUTS - 1);
    let next = (cut + 1).clamp(1, CUTS - 1);
    0.25 * second(first).max(second(next))
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
