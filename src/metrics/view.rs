//! The face of one subject's run from which metrics are read, whether it was run alone or in a batch.

use super::samples::{PLACES, Reach, SAMPLES, reach, same_height};
use crate::model::{self, Onset};
use crate::quantity::State;
use crate::regimen::Drug;
use crate::simulate::{Signal, Trajectory};
use crate::solver::{AnyModel, MOMENTS, NODES, quadrature};

/// The run of one subject, as metrics read it.
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
    /// The steps in which a signal may come within [`super::SAME_HEIGHT`] of its greatest sample, each with a level
    /// that it does not exceed there.
    fn high_steps(&self, signal: Signal) -> Vec<(usize, f64)> {
        let (low, high) = self.range(signal);
        let level = high - same_height(low, high);
        let bounds = (0..self.steps()).map(|step| (step, self.reach(signal, step).high));
        bounds.filter(|(_, bound)| *bound >= level).collect()
    }
    /// The integral of a signal over the whole run, in its unit times h.
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

/// A trajectory with the samples of some signals, which were taken together.
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

/// Step, place and weight (h) of each value in the integral over time from `from` to `to` (h).
pub(super) fn quadrature_of(view: &impl TrajectoryView, from: f64, to: f64) -> Vec<(usize, f64, f64)> {
    let mut places = Vec::new();
    for step in 0..view.steps() {
        let (start, length) = view.span(step);
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
pub fn integral(view: &impl TrajectoryView, signal: Signal, from: f64, to: f64) -> f64 {
    let quadrature = quadrature();
    let mut sum = 0.0;
    for step in view.locate(from)..view.steps() {
        let (start, length) = view.span(step);
        let (a, b) = (start.max(from), (start + length).min(to));
        if start >= to {
            break;
        }
        if b <= a {
            continue;
        }
        let values: [f64; NODES] = if a == start && b == start + length {
            let samples = view.samples(signal, step);
            std::array::from_fn(|node| samples[node + 1])
        } else {
            let place = |node: usize| (a + quadrature[node.min(NODES - 1)].0 * (b - a) - start) / length;
            let values = view.within(signal, step, std::array::from_fn(place));
            std::array::from_fn(|node| values[node])
        };
        for (value, (_, weight)) in values.iter().zip(quadrature) {
            sum += value * (weight * (b - a));
        }
    }
    sum
}

/// The value at a time (h); nothing outside the run or where it is not a number.
pub fn value_at(view: &impl TrajectoryView, signal: Signal, time: f64) -> Option<f64> {
    if time > view.duration() {
        return None;
    }
    let step = view.locate(time);
    let (start, length) = view.span(step);
    Some(view.within(signal, step, [(time - start) / length; MOMENTS])[0]).filter(|value| value.is_finite())
}
