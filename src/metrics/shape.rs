//! Features of one signal: its greatest value, where it crosses a level, its integral.
//!
//! Samples alone would be a thousand times less exact than the solver. Each step is sampled, the second differences
//! bound how far the signal can stand above its samples, and only where that matters is it searched.

use std::borrow::Cow;

use crate::simulate::{Signal, Trajectory};
use crate::solver::{MOMENTS, quadrature};

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
    signals: &'a [Signal],
    /// For each signal `CUTS + 1` moments of each step, both ends included, so that a jump between two steps has both
    /// its values.
    samples: Vec<Vec<f64>>,
}

impl<'a> Shape<'a> {
    /// Samples these signals of a trajectory together. Others may be asked for too, and are then sampled each time.
    pub fn new(trajectory: &'a Trajectory, signals: &'a [Signal]) -> Self {
        Self { trajectory, signals, samples: trajectory.signals_at(signals, &cuts(trajectory)) }
    }

    fn samples(&self, signal: Signal) -> Cow<'_, [f64]> {
        match self.signals.iter().position(|known| *known == signal) {
            Some(column) => Cow::Borrowed(&self.samples[column]),
            None => Cow::Owned(self.trajectory.signals_at(&[signal], &cuts(self.trajectory)).swap_remove(0)),
        }
    }

    /// When a signal is greatest and its value then. Of several moments at which it is greatest but for a share of
    /// [`SAME_HEIGHT`], as after each of many equal doses, the first counts, so that rounding does not choose. Nothing
    /// where it is not a number.
    pub fn maximum(&self, signal: Signal) -> Option<(f64, f64)> {
        self.summit(signal).map(|(first, _, greatest)| (first, greatest))
    }

    /// The same moment; the step, and the place in it from 0 to 1, where the signal is greatest but for rounding, and its
    /// value there.
    pub(super) fn summit(&self, signal: Signal) -> Option<(f64, (usize, f64), f64)> {
        let samples = self.samples(signal);
        let sampled = samples.iter().copied().filter(|value| value.is_finite()).fold(f64::NEG_INFINITY, f64::max);
        let lowest = samples.iter().copied().filter(|value| value.is_finite()).fold(f64::INFINITY, f64::min);
        if sampled == f64::NEG_INFINITY {
            return None;
        }
        let same = SAME_HEIGHT * (sampled - lowest);
        // Where a signal rests, only its rounding curves.
        let noise = 1e-13 * sampled.abs();
        let mut tops: Vec<((usize, f64), f64)> = Vec::new();
        for (step, values) in samples.chunks_exact(CUTS + 1).enumerate() {
            for cut in 0..=CUTS {
                if values[cut] >= sampled - same {
                    tops.push(((step, place(cut)), values[cut]));
                }
                if cut == CUTS {
                    continue;
                }
                let bulge = bulge(values, cut);
                if bulge > noise && values[cut].max(values[cut + 1]) + bulge > sampled - same {
                    let (place, value) = self.search(signal, step, place(cut), place(cut + 1));
                    tops.push(((step, place), value));
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
        let highest = tops.iter().find(|top| top.1 == greatest)?;
        let (step, place) = best.0;
        Some((self.time(step, place), highest.0, greatest))
    }

    /// Every crossing of a level, in time. A jump across it counts at its moment.
    pub fn crossings(&self, signal: Signal, level: f64) -> Vec<Crossing> {
        let samples = self.samples(signal);
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

    fn time(&self, step: usize, place: f64) -> f64 {
        let (start, length) = self.trajectory.dense().span(step);
        start + place * length
    }

    /// The greatest value between two places of a step.
    fn search(&self, signal: Signal, step: usize, low: f64, high: f64) -> (f64, f64) {
        self.search_along(signal, 1.0, step, low, high)
    }

    /// The greatest value between two places of a step where `sign` is 1, the least where it is -1, by cutting the
    /// stretch that it must lie in to two ninths again and again.
    fn search_along(&self, signal: Signal, sign: f64, step: usize, mut low: f64, mut high: f64) -> (f64, f64) {
        let mut best = (low, f64::NEG_INFINITY);
        // Where the signal is flat to rounding, the place is not determined further: 13 rounds reach that.
        for _ in 0..13 {
            let places = between(low, high);
            let values = self.trajectory.signal_within(signal, step, places).map(|value| sign * value);
            let top = (1..MOMENTS).fold(0, |top, i| if values[i] > values[top] { i } else { top });
            if values[top] > best.1 {
                best = (places[top], values[top]);
            }
            (low, high) =
                (if top == 0 { low } else { places[top - 1] }, if top + 1 == MOMENTS { high } else { places[top + 1] });
        }
        (best.0, sign * best.1)
    }

    /// The first place from which on the signal is on the side of the level that it is on at `high`.
    fn bisect(&self, signal: Signal, step: usize, level: f64, is_up: bool, mut low: f64, mut high: f64) -> f64 {
        // A ninth is left after each round; 17 reach the last bit.
        for _ in 0..17 {
            let places = between(low, high);
            let values = self.trajectory.signal_within(signal, step, places);
            let first = (0..MOMENTS).find(|i| (values[*i] >= level) == is_up);
            let before = first.unwrap_or(MOMENTS).checked_sub(1);
            (low, high) = (before.map_or(low, |i| places[i]), first.map_or(high, |i| places[i]));
        }
        high
    }
}

/// Every cut of every step.
fn cuts(trajectory: &Trajectory) -> Vec<(usize, f64)> {
    (0..trajectory.dense().steps()).flat_map(|step| (0..=CUTS).map(move |cut| (step, place(cut)))).collect()
}

/// Evenly spaced places between two.
fn between(low: f64, high: f64) -> [f64; MOMENTS] {
    std::array::from_fn(|i| low + (high - low) * (i + 1) as f64 / (MOMENTS + 1) as f64)
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

/// Step, place and weight (h) of each value in the integral over time from `from` to `to` (h).
pub(super) fn quadrature_of(trajectory: &Trajectory, from: f64, to: f64) -> Vec<(usize, f64, f64)> {
    let dense = trajectory.dense();
    let mut places = Vec::new();
    for step in 0..dense.steps() {
        let (start, length) = dense.span(step);
        let (a, b) = (start.max(from), (start + length).min(to));
        if b <= a {
            continue;
        }
        for (node, weight) in quadrature() {
            places.push((step, (a + node * (b - a) - start) / length, weight * (b - a)));
        }
    }
    places
}

/// The integral over time from `from` to `to` (h), in the signal's unit times h.
pub fn integral(trajectory: &Trajectory, signal: Signal, from: f64, to: f64) -> f64 {
    let places = quadrature_of(trajectory, from, to);
    let at: Vec<(usize, f64)> = places.iter().map(|(step, place, _)| (*step, *place)).collect();
    let values = trajectory.signals_at(&[signal], &at).swap_remove(0);
    values.iter().zip(&places).map(|(value, (.., weight))| value * weight).sum()
}

/// The value at a time (h); nothing outside the trajectory or where it is not a number.
pub fn value_at(trajectory: &Trajectory, signal: Signal, time: f64) -> Option<f64> {
    if time > trajectory.experiment().duration {
        return None;
    }
    let step = trajectory.dense().locate(time);
    let (start, length) = trajectory.dense().span(step);
    Some(trajectory.signal_within(signal, step, [(time - start) / length; MOMENTS])[0])
        .filter(|value| value.is_finite())
}
