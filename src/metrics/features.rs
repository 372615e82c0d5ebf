//! Features of one signal: its greatest value, where it crosses a level, its integral.
//!
//! Samples alone would be a thousand times less exact than the solver. The second differences between the samples of a
//! step bound how far the signal can stand beyond them, and only where that matters is it searched: first on the
//! polynomial through the samples, then on the signal itself, if it is known between the samples.

use std::cell::OnceCell;

use super::polynomial::Polynomial;
use super::samples::{PLACES, SAMPLES, bulges, same_height};
use super::view::{Sampled, TrajectoryView};
use crate::simulate::{Signal, Trajectory};
use crate::solver::{MOMENTS, NODES};

/// A rise or fall by this share of [`same_height`] is rounding: two polynomials that meet at a sample differ by as
/// much.
const LEVEL: f64 = 1e-9;

/// A moment at which a signal crosses a level.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Crossing {
    /// When, h.
    pub time: f64,
    /// Whether the signal is at or above the level after it.
    pub is_up: bool,
}

/// A level that a signal may cross, while its steps are looked through.
struct Track {
    level: f64,
    /// Whether the signal was at or above it last.
    above: Option<bool>,
    found: Vec<Crossing>,
}

impl Track {
    fn cross(&mut self, time: f64, is_up: bool) {
        if self.above.is_some_and(|above| above != is_up) {
            self.found.push(Crossing { time, is_up });
        }
        self.above = Some(is_up);
    }
}

/// The features of one subject's run.
pub struct Features<C>(pub(super) C);

impl<'a> Features<Sampled<'a>> {
    /// Samples these signals of a trajectory together. Others may be asked for too, and are then sampled each time.
    pub fn new(trajectory: &'a Trajectory, signals: &'a [Signal]) -> Self {
        Self(Sampled::new(trajectory, signals))
    }
}

/// A place within a step at which a signal is high.
#[derive(Debug, Clone, Copy)]
struct Top {
    step: usize,
    place: f64,
    value: f64,
    /// The gap between two samples that it lies in, if it is no sample.
    gap: Option<usize>,
    /// Its rank in the order of samples and gaps: each sample is followed by the gap after it.
    order: usize,
}

/// A signal within one step, from sample to sample.
struct Ridge {
    step: usize,
    values: [f64; SAMPLES],
    bulges: [[f64; 1]; NODES],
    through: OnceCell<Polynomial>,
}

impl Ridge {
    fn new(view: &impl TrajectoryView, signal: Signal, step: usize) -> Self {
        let values = view.samples(signal, step);
        Self { step, values, bulges: bulges(&values.map(|value| [value])), through: OnceCell::new() }
    }

    fn sample(&self, i: usize) -> Top {
        let order = 2 * (self.step * SAMPLES + i);
        Top { step: self.step, place: PLACES[i], value: self.values[i], gap: None, order }
    }

    /// The highest place between a sample and the next, if that is asked for by how far the signal may stand beyond the
    /// two, and how high that is.
    fn between(&self, i: usize, is_asked: impl Fn(f64, f64) -> bool) -> Option<Top> {
        let [bulge] = *self.bulges.get(i)?;
        if !is_asked(bulge, self.values[i].max(self.values[i + 1]) + bulge) {
            return None;
        }
        let polynomial = self.through.get_or_init(|| Polynomial::through(&self.values));
        let (place, value) = polynomial.extreme(1.0, PLACES[i], PLACES[i + 1]);
        Some(Top { step: self.step, place, value, gap: Some(i), order: 2 * (self.step * SAMPLES + i) + 1 })
    }
}

impl<C: TrajectoryView> Features<C> {
    /// The moment at which a signal is greatest, and its value then. Of several peaks that are equally high to within
    /// [`super::SAME_HEIGHT`], as after each of many equal doses, the first counts, so that rounding does not choose.
    /// Nothing where the signal is not a number.
    pub fn maximum(&self, signal: Signal) -> Option<(f64, f64)> {
        self.summit(signal).map(|(first, _, greatest)| (first, greatest))
    }

    /// The moment of [`Self::maximum`]; the step, and the place in it from 0 to 1, of the very greatest value; and that
    /// value.
    pub(super) fn summit(&self, signal: Signal) -> Option<(f64, (usize, f64), f64)> {
        let (lowest, sampled) = self.0.range(signal);
        if sampled == f64::NEG_INFINITY {
            return None;
        }
        let same = same_height(lowest, sampled);
        // Where a signal rests, only its rounding curves.
        let noise = 1e-13 * sampled.abs();
        let high = self.0.high_steps(signal);
        // Between two samples only where the signal may stand above all that is known.
        let mut greatest: Option<Top> = None;
        for &(step, bound) in &high {
            if bound < greatest.map_or(sampled, |top| top.value) {
                continue;
            }
            let ridge = Ridge::new(&self.0, signal, step);
            for i in 0..SAMPLES {
                if greatest.is_none() && ridge.values[i] >= sampled {
                    greatest = Some(ridge.sample(i));
                }
                let known = greatest.map_or(sampled, |top| top.value);
                let between = ridge.between(i, |bulge, bound| bulge > noise && bound > known);
                let is_higher =
                    |top: &Top| greatest.map_or(top.value >= sampled, |greatest| top.value > greatest.value);
                greatest = between.filter(is_higher).or(greatest);
            }
        }
        let mut greatest = greatest?;
        // Up the first hill that is high enough, to its top.
        let high_enough = greatest.value - same;
        let mut climbed: Option<(Top, usize)> = None;
        'hill: for &(step, _) in &high {
            let ridge = Ridge::new(&self.0, signal, step);
            for i in 0..SAMPLES {
                // What lies between two samples is no top where it does not stand above the second.
                let next = ridge.values[(i + 1).min(NODES)];
                let least = if next >= high_enough { next + LEVEL * same } else { high_enough };
                let between = ridge.between(i, |bulge, bound| bulge > noise && bound > least);
                for top in [Some(ridge.sample(i)), between].into_iter().flatten() {
                    let is_high = top.value >= high_enough;
                    match &mut climbed {
                        None if is_high => climbed = Some((top, top.order)),
                        None => {}
                        // A place between that is not high enough ends the hill, and so does a fall that is more than
                        // rounding.
                        Some((best, reached))
                            if !is_high || top.value < best.value - LEVEL * same || top.order > *reached + 2 =>
                        {
                            break 'hill;
                        }
                        Some((best, reached)) => {
                            *reached = top.order;
                            if top.value > best.value + LEVEL * same {
                                *best = top;
                            }
                        }
                    }
                }
            }
        }
        // Of a signal that rests all is rounding, which the second look need not find as the first did.
        let mut best = climbed.map_or(greatest, |(best, _)| best);
        self.refine(signal, &mut greatest);
        self.refine(signal, &mut best);
        let highest = if best.value > greatest.value { best } else { greatest };
        Some((self.time(best.step, best.place), (highest.step, highest.place), highest.value))
    }

    /// Moves a top from where the polynomial has it to where the signal has it.
    fn refine(&self, signal: Signal, top: &mut Top) {
        let Some(gap) = top.gap.filter(|_| !C::IS_POLYNOMIAL) else { return };
        (top.place, top.value) = self.search(signal, 1.0, top.step, PLACES[gap], PLACES[gap + 1]);
    }

    /// Every crossing of a level, in time. A jump across it counts at its moment.
    pub fn crossings(&self, signal: Signal, level: f64) -> Vec<Crossing> {
        let [crossings] = self.crossings_of(signal, [level]);
        crossings
    }

    /// The crossings of several levels, in one pass through the steps.
    pub(super) fn crossings_of<const N: usize>(&self, signal: Signal, levels: [f64; N]) -> [Vec<Crossing>; N] {
        let mut tracks = levels.map(|level| Track { level, above: None, found: Vec::new() });
        for step in 0..self.0.steps() {
            let reach = self.0.reach(signal, step);
            // On one side of the level all along.
            let is_beside = |level: f64| reach.high < level || reach.low >= level;
            let start = self.time(step, 0.0);
            if tracks.iter().all(|track| is_beside(track.level)) {
                for track in &mut tracks {
                    track.cross(start, reach.low >= track.level);
                }
                continue;
            }
            let values = self.0.samples(signal, step);
            let bulges = bulges(&values.map(|value| [value]));
            for track in &mut tracks {
                if is_beside(track.level) {
                    track.cross(start, reach.low >= track.level);
                } else {
                    self.follow(signal, step, &values, &bulges, track);
                }
            }
        }
        tracks.map(|track| track.found)
    }

    /// The crossings of a level within a step that may cross it.
    fn follow(
        &self,
        signal: Signal,
        step: usize,
        values: &[f64; SAMPLES],
        bulges: &[[f64; 1]; NODES],
        track: &mut Track,
    ) {
        let level = track.level;
        track.cross(self.time(step, 0.0), values[0] >= level);
        for gap in 0..NODES {
            let (low, high) = (PLACES[gap], PLACES[gap + 1]);
            let ends = [values[gap] >= level, values[gap + 1] >= level];
            if ends[0] != ends[1] {
                let place = self.crossing(signal, values, step, level, ends[1], low, high);
                track.cross(self.time(step, place), ends[1]);
            } else {
                // Both ends are on one side, but the signal may visit the other between them.
                let outward = if ends[0] { -1.0 } else { 1.0 };
                let nearest = (outward * values[gap]).max(outward * values[gap + 1]);
                if nearest + bulges[gap][0] < outward * level {
                    continue;
                }
                let (turn, value) = self.extreme(signal, values, outward, step, low, high);
                if (value >= level) != ends[0] {
                    let out = self.crossing(signal, values, step, level, !ends[0], low, turn);
                    track.cross(self.time(step, out), !ends[0]);
                    let back = self.crossing(signal, values, step, level, ends[0], turn, high);
                    track.cross(self.time(step, back), ends[0]);
                }
            }
        }
    }

    fn time(&self, step: usize, place: f64) -> f64 {
        let (start, length) = self.0.span(step);
        start + place * length
    }

    /// The greatest value between two places of a step where `sign` is 1, the least where it is -1.
    fn extreme(
        &self,
        signal: Signal,
        samples: &[f64; SAMPLES],
        sign: f64,
        step: usize,
        low: f64,
        high: f64,
    ) -> (f64, f64) {
        if C::IS_POLYNOMIAL {
            Polynomial::through(samples).extreme(sign, low, high)
        } else {
            self.search(signal, sign, step, low, high)
        }
    }

    /// The same for a signal that is known everywhere: the interval of the extreme is cut to two ninths again and
    /// again.
    fn search(&self, signal: Signal, sign: f64, step: usize, mut low: f64, mut high: f64) -> (f64, f64) {
        let mut best = (low, f64::NEG_INFINITY);
        // Where the signal is flat to rounding, the place is not determined further: 13 rounds reach that.
        for _ in 0..13 {
            let places = between(low, high);
            let values = self.0.within(signal, step, places).map(|value| sign * value);
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
    #[expect(clippy::too_many_arguments, reason = "a signal, a step, a level and two places")]
    fn crossing(
        &self,
        signal: Signal,
        samples: &[f64; SAMPLES],
        step: usize,
        level: f64,
        is_up: bool,
        mut low: f64,
        mut high: f64,
    ) -> f64 {
        if C::IS_POLYNOMIAL {
            return Polynomial::through(samples).crossing(level, is_up, low, high);
        }
        // A ninth is left after each round; 17 reach the last bit.
        for _ in 0..17 {
            let places = between(low, high);
            let values = self.0.within(signal, step, places);
            let first = (0..MOMENTS).find(|i| (values[*i] >= level) == is_up);
            let before = first.unwrap_or(MOMENTS).checked_sub(1);
            (low, high) = (before.map_or(low, |i| places[i]), first.map_or(high, |i| places[i]));
        }
        high
    }
}

/// Evenly spaced places between two.
fn between(low: f64, high: f64) -> [f64; MOMENTS] {
    std::array::from_fn(|i| low + (high - low) * (i + 1) as f64 / (MOMENTS + 1) as f64)
}
