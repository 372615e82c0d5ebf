//! What metrics are read off: the view of one subject, however it was worked out.

#![allow(clippy::needless_range_loop, reason = "loops over lanes run through several arrays side by side")]

use super::features::{integral, same_height};
use crate::model::{self, Onset};
use crate::quantity::State;
use crate::regimen::Drug;
use crate::simulate::{Signal, Trajectory};
use crate::solver::{AnyModel, MOMENTS, NODE_PLACES, NODES};

/// Values of a signal that are known of each step: at its start, and at each node, of which the last is its end.
pub const SAMPLES: usize = NODES + 1;

// All samples of a step are read as moments at once.
const _: () = assert!(SAMPLES <= MOMENTS, "a step has more samples than moments are observed together");

/// The view of one subject.
pub trait TrajectoryView: Sized {
    /// Whether a signal is, within a step, the polynomial through its samples and nothing more exact can be had.
    const IS_POLYNOMIAL: bool;

    /// How long it lasts, h.
    fn duration(&self) -> f64;
    /// Whether a drug is given at all.
    fn gives(&self, drug: Drug) -> bool;
    /// Reported symptoms at time 0, if there are enough of them to improve.
    fn baseline(&self) -> Option<f64>;
    /// How many steps it has.
    fn steps(&self) -> usize;
    /// Start and length of a step, h.
    fn span(&self, step: usize) -> (f64, f64);
    /// The step that a time (h) lies in; the moment of a jump is in the step that begins there.
    fn locate(&self, time: f64) -> usize;
    /// A signal at the start and the nodes of a step.
    fn samples(&self, signal: Signal, step: usize) -> [f64; SAMPLES];
    /// A signal at several places of a step, from 0 at its start to 1 at its end.
    fn within(&self, signal: Signal, step: usize, places: [f64; MOMENTS]) -> [f64; MOMENTS];
    /// The least and the greatest sample of a signal in all steps.
    fn range(&self, signal: Signal) -> (f64, f64) {
        let samples = (0..self.steps()).flat_map(|step| self.samples(signal, step));
        samples
            .filter(|value| value.is_finite())
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)))
    }
    /// What a signal may reach within a step.
    fn reach(&self, signal: Signal, step: usize) -> Reach<f64> {
        let Reach { low: [low], high: [high] } = reach(&self.samples(signal, step).map(|sample| [sample]));
        Reach { low, high }
    }
    /// The steps in which a signal may be as high as its greatest sample but for a share of [`super::SAME_HEIGHT`], each
    /// with what it does not rise above there.
    fn high_steps(&self, signal: Signal) -> Vec<(usize, f64)> {
        let (low, high) = self.range(signal);
        let level = high - same_height(low, high);
        let bounds = (0..self.steps()).map(|step| (step, self.reach(signal, step).high));
        bounds.filter(|(_, bound)| *bound >= level).collect()
    }
    /// The integral of a signal over the whole view, in its unit times h.
    fn area(&self, signal: Signal) -> f64 {
        integral(self, signal, 0.0, self.duration())
    }
    /// The settings in force at the end.
    fn last_settings(&self) -> &[f64];
    /// The states at the end.
    fn last_states(&self) -> Vec<f64>;
    /// Which states ever hold anything.
    fn ever_held(&self) -> Vec<bool>;
}

/// Bounds of a signal within a step, between its samples too.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reach<T> {
    /// It does not fall below.
    pub low: T,
    /// It does not rise above.
    pub high: T,
}

/// Places of the samples in a step.
pub(super) const PLACES: [f64; SAMPLES] = {
    let mut places = [0.0; SAMPLES];
    let mut node = 0;
    while node < NODES {
        places[node + 1] = NODE_PLACES[node];
        node += 1;
    }
    places
};

/// How far a signal may stand beyond the samples at both ends of each gap between them, from the second differences
/// around it: twice what a parabola would.
#[inline(always)]
pub(super) fn bulges<const N: usize>(samples: &[[f64; N]; SAMPLES]) -> [[f64; N]; NODES] {
    let mut curvatures = [[0.0; N]; SAMPLES];
    for i in 1..NODES {
        let (before, after) = (1.0 / (PLACES[i] - PLACES[i - 1]), 1.0 / (PLACES[i + 1] - PLACES[i]));
        let whole = 1.0 / (PLACES[i + 1] - PLACES[i - 1]);
        for l in 0..N {
            let slopes = (samples[i + 1][l] - samples[i][l]) * after - (samples[i][l] - samples[i - 1][l]) * before;
            curvatures[i][l] = (slopes * whole).abs();
        }
    }
    let mut bulges = [[0.0; N]; NODES];
    for (gap, bulge) in bulges.iter_mut().enumerate() {
        let width = PLACES[gap + 1] - PLACES[gap];
        let (first, next) = (gap.clamp(1, NODES - 1), (gap + 1).clamp(1, NODES - 1));
        for l in 0..N {
            let curvature =
                if curvatures[next][l] > curvatures[first][l] { curvatures[next][l] } else { curvatures[first][l] };
            bulge[l] = 0.5 * width * width * curvature;
        }
    }
    bulges
}

/// The least and the greatest sample of each of several signals side by side.
#[inline(always)]
fn extent<const N: usize>(samples: &[[f64; N]; SAMPLES]) -> Reach<[f64; N]> {
    let mut extent = Reach { low: samples[0], high: samples[0] };
    for sample in &samples[1..] {
        for l in 0..N {
            extent.low[l] = if sample[l] < extent.low[l] { sample[l] } else { extent.low[l] };
            extent.high[l] = if sample[l] > extent.high[l] { sample[l] } else { extent.high[l] };
        }
    }
    extent
}

/// A bulge is at most so many times as high as the samples of its step lie apart.
const MOST_BULGE: f64 = {
    let mut most = 0.0;
    let mut i = 1;
    while i < NODES {
        let (before, after) = (PLACES[i] - PLACES[i - 1], PLACES[i + 1] - PLACES[i]);
        let width = if before > after { before } else { after };
        let bulge = 0.5 * width * width * (1.0 / before + 1.0 / after) / (before + after);
        most = if bulge > most { bulge } else { most };
        i += 1;
    }
    most
};

/// Rough bounds of a signal within steps, from the least and the greatest of their samples.
pub(super) fn rough_reach(low: f64, high: f64) -> Reach<f64> {
    let bulge = MOST_BULGE * (high - low);
    Reach { low: low - bulge, high: high + bulge }
}

/// The bounds of each of several signals side by side: as far beyond all samples as it may stand beyond any two.
#[inline(always)]
pub(super) fn reach<const N: usize>(samples: &[[f64; N]; SAMPLES]) -> Reach<[f64; N]> {
    let mut reach = extent(samples);
    let mut most = [0.0; N];
    for bulge in bulges(samples) {
        for l in 0..N {
            most[l] = if bulge[l] > most[l] { bulge[l] } else { most[l] };
        }
    }
    for l in 0..N {
        reach.low[l] -= most[l];
        reach.high[l] += most[l];
    }
    reach
}

impl TrajectoryView for Trajectory {
    const IS_POLYNOMIAL: bool = false;

    fn duration(&self) -> f64 {
        self.experiment().duration
    }

    fn gives(&self, drug: Drug) -> bool {
        self.experiment().regimen.gives(drug, self.experiment().duration)
    }

    fn baseline(&self) -> Option<f64> {
        self.baseline()
    }

    fn steps(&self) -> usize {
        self.dense().steps()
    }

    fn span(&self, step: usize) -> (f64, f64) {
        self.dense().span(step)
    }

    fn locate(&self, time: f64) -> usize {
        self.dense().locate(time)
    }

    fn samples(&self, signal: Signal, step: usize) -> [f64; SAMPLES] {
        let values = self.signal_within(signal, step, std::array::from_fn(|i| PLACES[i.min(NODES)]));
        std::array::from_fn(|i| values[i])
    }

    fn within(&self, signal: Signal, step: usize, places: [f64; MOMENTS]) -> [f64; MOMENTS] {
        self.signal_within(signal, step, places)
    }

    fn last_settings(&self) -> &[f64] {
        self.settings(self.dense().steps().saturating_sub(1))
    }

    fn last_states(&self) -> Vec<f64> {
        let mut end = vec![0.0; Onset.states()];
        self.dense().state_at(self.dense().steps().saturating_sub(1), 1.0, &mut end);
        end
    }

    fn ever_held(&self) -> Vec<bool> {
        let mut held = vec![false; model::STATES.len()];
        for step in 0..self.dense().steps() {
            for (i, held) in held.iter_mut().enumerate() {
                *held |= self.dense().ends(step, State(i)).iter().any(|amount| *amount > 0.0);
            }
        }
        held
    }
}

/// A trajectory of which some signals were sampled together, once.
pub struct Sampled<'a> {
    trajectory: &'a Trajectory,
    signals: &'a [Signal],
    samples: Vec<Vec<f64>>,
}

impl<'a> Sampled<'a> {
    pub(super) fn new(trajectory: &'a Trajectory, signals: &'a [Signal]) -> Self {
        let all: Vec<(usize, f64)> =
            (0..trajectory.dense().steps()).flat_map(|step| PLACES.map(|place| (step, place))).collect();
        Self { trajectory, signals, samples: trajectory.signals_at(signals, &all) }
    }
}

impl TrajectoryView for Sampled<'_> {
    const IS_POLYNOMIAL: bool = false;

    fn duration(&self) -> f64 {
        self.trajectory.duration()
    }

    fn gives(&self, drug: Drug) -> bool {
        self.trajectory.gives(drug)
    }

    fn baseline(&self) -> Option<f64> {
        self.trajectory.baseline()
    }

    fn steps(&self) -> usize {
        self.trajectory.steps()
    }

    fn span(&self, step: usize) -> (f64, f64) {
        self.trajectory.span(step)
    }

    fn locate(&self, time: f64) -> usize {
        self.trajectory.locate(time)
    }

    fn samples(&self, signal: Signal, step: usize) -> [f64; SAMPLES] {
        match self.signals.iter().position(|known| *known == signal) {
            Some(column) => std::array::from_fn(|i| self.samples[column][step * SAMPLES + i]),
            None => self.trajectory.samples(signal, step),
        }
    }

    fn within(&self, signal: Signal, step: usize, places: [f64; MOMENTS]) -> [f64; MOMENTS] {
        self.trajectory.within(signal, step, places)
    }

    fn last_settings(&self) -> &[f64] {
        self.trajectory.last_settings()
    }

    fn last_states(&self) -> Vec<f64> {
        self.trajectory.last_states()
    }

    fn ever_held(&self) -> Vec<bool> {
        self.trajectory.ever_held()
    }
}
