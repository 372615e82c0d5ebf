//! Cascade collocation: Radau IIA, solved stage by stage in the order of the walk.
//!
//! A stage `y' = u - k y` with its inflow `u` known at the nodes is a linear system of as many equations as nodes,
//! which the resolvent of the method solves; the stages downstream then read the solution at the nodes. Only a coupled
//! pair needs Newton's method. One walk through the model is one step of an L-stable method of order 9 without a
//! Jacobian of the whole, and its polynomial is the dense output.
//!
//! Step control: the polynomial satisfies the equation at the nodes but not at the left end of a step; the defect there
//! bounds the error within the step. For a stage that relaxes within the step it is damped as the error itself is.
//!
//! References: Hairer and Wanner, Solving Ordinary Differential Equations II, section IV.5 (Radau IIA) and IV.8
//! (simplified Newton, damped error estimate).

use std::marker::PhantomData;

use super::any::Solve;
use super::cascade::{Cascade, Pair, Stages};
use super::dense::{Dense, NODES, nodes, weights};
use super::error::SolveError;
use super::matrix::Matrix;
use super::options::{Options, Statistics};
use super::radau::Radau;
use super::rates::Rates;
use crate::quantity::{Observable, State};
use crate::scalar::{Dual, Lanes};

const METHOD: Radau<NODES> = Radau::<NODES>::METHOD;
const A: Matrix<NODES> = METHOD.matrix;

/// Rounds of Newton's method with one Jacobian, and with a fresh one each time, before a step counts as failed.
const ROUNDS: usize = 4;
const REFRESHES: usize = 3;

/// The solver, with the memory it works in.
#[derive(Debug)]
pub struct Collocation<M> {
    base: Vec<f64>,
    slopes: Vec<[f64; NODES]>,
    increments: Vec<[f64; NODES]>,
    /// Of the step before, to predict the pairs.
    before: Vec<[f64; NODES]>,
    losses: Vec<f64>,
    /// Slopes at the left end.
    left: Vec<f64>,
    /// Length of the first step after the last event, which is a good guess for the next.
    first_step: f64,
    model: PhantomData<M>,
}

/// One attempt at a step.
struct Step<'a> {
    length: f64,
    rtol: f64,
    floor: f64,
    /// Moves the polynomial of the step before to this one's nodes, if there is one.
    extrapolation: Option<[[f64; NODES]; NODES]>,
    base: &'a [f64],
    slopes: &'a mut [[f64; NODES]],
    increments: &'a mut [[f64; NODES]],
    before: &'a [[f64; NODES]],
    losses: &'a mut [f64],
    iterations: usize,
    converged: bool,
}

impl Step<'_> {
    /// Solves one stage: `start` is the slope it would have at each node if it stayed where it is.
    #[inline]
    fn relax(&mut self, State(state): State, start: Lanes<NODES>, loss: f64) -> Lanes<NODES> {
        let increment = METHOD.resolvent(loss * self.length).apply(&start) * self.length;
        self.keep(state, increment, start - loss * increment, loss)
    }

    #[inline]
    fn keep(&mut self, state: usize, increment: Lanes<NODES>, slope: Lanes<NODES>, loss: f64) -> Lanes<NODES> {
        self.increments[state] = increment.0;
        self.slopes[state] = slope.0;
        self.losses[state] = loss;
        self.base[state] + increment
    }

    /// What the polynomial of the step before predicts for the increments of this one.
    #[inline]
    fn predict(&self, State(state): State) -> Lanes<NODES> {
        let Some(extrapolation) = &self.extrapolation else { return Lanes::splat(0.0) };
        let before = &self.before[state];
        let mut predicted = [-before[NODES - 1]; NODES];
        for (value, row) in predicted.iter_mut().zip(extrapolation) {
            for (weight, part) in row.iter().zip(before) {
                *value += weight * part;
            }
        }
        Lanes(predicted)
    }
}

impl Stages for Step<'_> {
    type Constant = f64;
    type Varying = Lanes<NODES>;

    #[inline]
    fn turnover(&mut self, state: State, inflow: Lanes<NODES>, loss: f64) -> Lanes<NODES> {
        let start = inflow - loss * self.base[state.0];
        self.relax(state, start, loss)
    }

    #[inline]
    fn follow(&mut self, state: State, rate: f64, target: Lanes<NODES>) -> Lanes<NODES> {
        let start = rate * (target - self.base[state.0]);
        self.relax(state, start, rate)
    }

    #[inline]
    fn decay(&mut self, state: State, loss: f64) -> Lanes<NODES> {
        self.relax(state, Lanes::splat(-(loss * self.base[state.0])), loss)
    }

    /// A function of a 2 by 2 matrix is a line through its values at the two eigenvalues, which are real and differ
    /// here, since both gains are above 0.
    #[inline]
    fn exchange(
        &mut self,
        [State(a), State(b)]: [State; 2],
        inflow: Lanes<NODES>,
        loss: [f64; 2],
        gain: [f64; 2],
    ) -> [Lanes<NODES>; 2] {
        let h = self.length;
        let (y0, y1) = (self.base[a], self.base[b]);
        let start = [inflow - loss[0] * y0 + gain[0] * y1, Lanes::splat(gain[1] * y0 - loss[1] * y1)];
        let middle = 0.5 * (loss[0] + loss[1]);
        let half = (0.25 * (loss[0] - loss[1]) * (loss[0] - loss[1]) + gain[0] * gain[1]).sqrt();
        let fast = middle + half;
        let slow = (loss[0] * loss[1] - gain[0] * gain[1]) / fast;
        let [slow_part, fast_part] = [slow, fast].map(|rate| METHOD.resolvent(rate * h));
        let line = fast_part.plus(-1.0, &slow_part);
        let scale = 1.0 / (fast - slow);
        let moved =
            [(loss[0] - slow) * start[0] - gain[0] * start[1], (loss[1] - slow) * start[1] - gain[1] * start[0]];
        let [z0, z1] = [0, 1].map(|i| (slow_part.apply(&start[i]) + line.apply(&moved[i]) * scale) * h);
        let slopes = [start[0] - loss[0] * z0 + gain[0] * z1, start[1] + gain[1] * z0 - loss[1] * z1];
        [self.keep(a, z0, slopes[0], loss[0]), self.keep(b, z1, slopes[1], loss[1])]
    }

    /// Simplified Newton on both states at all nodes; the Jacobian is taken apart into blocks of one state each.
    #[inline]
    fn pair<P: Pair<f64, Lanes<NODES>>>(&mut self, states: [State; 2], pair: P) -> [Lanes<NODES>; 2] {
        let h = self.length;
        let base = states.map(|state| self.base[state.0]);
        let mut z = states.map(|state| self.predict(state));
        let enough = base.map(|y| 1e-2 * self.rtol * (y.abs() + self.floor) + 4.0 * f64::EPSILON * y.abs());
        let mut converged = false;
        'newton: for _ in 0..REFRESHES {
            let y = [base[0] + z[0], base[1] + z[1]];
            let variables: [Dual<Lanes<NODES>, 2>; 2] = [Dual::variable(y[0], 0), Dual::variable(y[1], 1)];
            let flows = pair.flows(variables);
            let block = |i: usize, j: usize| {
                let identity = if i == j { Matrix::IDENTITY } else { Matrix::ZERO };
                identity.plus(-h, &A.scale_columns(&flows[i].rate(variables[i]).slope[j]))
            };
            let (upper, lower) = (block(0, 1), block(1, 0));
            let second = block(1, 1).inverse();
            let first = block(0, 0).plus(-1.0, &upper.times(&second).times(&lower)).inverse();
            for _ in 0..ROUNDS {
                self.iterations += 1;
                let y = [base[0] + z[0], base[1] + z[1]];
                let flows = pair.flows(y);
                let residual = [0, 1].map(|i| z[i] - A.apply(&flows[i].rate(y[i])) * h);
                let d0 = first.apply(&(residual[0] - upper.apply(&second.apply(&residual[1]))));
                let d1 = second.apply(&(residual[1] - lower.apply(&d0)));
                z = [z[0] - d0, z[1] - d1];
                let done = |d: Lanes<NODES>, enough: f64| d.0.iter().all(|part| part.abs() <= enough);
                if done(d0, enough[0]) && done(d1, enough[1]) {
                    converged = true;
                    break 'newton;
                }
            }
        }
        self.converged &= converged;
        let y = [base[0] + z[0], base[1] + z[1]];
        let flows = pair.flows(y);
        [0, 1].map(|i| self.keep(states[i].0, z[i], flows[i].rate(y[i]), flows[i].loss.0[0]))
    }

    #[inline]
    fn observe(&mut self, _: Observable, value: Lanes<NODES>) -> Lanes<NODES> {
        value
    }
}

impl<M: Cascade> Collocation<M> {
    /// A solver for one run; between runs of the same kind it may be kept.
    pub fn new() -> Self {
        let nodes = vec![[0.0; NODES]; M::STATES];
        Self {
            base: vec![0.0; M::STATES],
            slopes: nodes.clone(),
            increments: nodes.clone(),
            before: nodes,
            losses: vec![0.0; M::STATES],
            left: vec![0.0; M::STATES],
            first_step: 0.02,
            model: PhantomData,
        }
    }

    /// The error of the last attempt relative to what is allowed, and the state that has it.
    fn error(&self, length: f64, options: &Options) -> (f64, State) {
        let mut worst = (0.0, State(0));
        for state in 0..M::STATES {
            let slope: f64 = self.slopes[state].iter().zip(&METHOD.left).map(|(slope, weight)| slope * weight).sum();
            let defect = METHOD.defect_weight * length * (slope - self.left[state]);
            let damped = defect / (1.0 + length * self.losses[state]);
            let end = self.base[state] + self.increments[state][NODES - 1];
            let allowed = options.rtol * (options.floor + self.base[state].abs().max(end.abs()));
            let error = damped.abs() / allowed;
            // Written so that an error that is not a number is the worst.
            if !(error <= worst.0) {
                worst = (error, State(state));
            }
        }
        worst
    }

    /// Walks the model once with this step length; says how the pairs fared.
    fn attempt(&mut self, settings: &[f64], length: f64, last: Option<f64>, options: &Options) -> (bool, usize) {
        let extrapolation = last
            .map(|last| length / last)
            .filter(|ratio| *ratio <= 2.5)
            .map(|ratio| std::array::from_fn(|node| weights(1.0 + ratio * nodes()[node])));
        // Slices of a length known at compile time, so that no place needs a check.
        let mut step = Step {
            length,
            rtol: options.rtol,
            floor: options.floor,
            extrapolation,
            base: &self.base[..M::STATES],
            slopes: &mut self.slopes[..M::STATES],
            increments: &mut self.increments[..M::STATES],
            before: &self.before[..M::STATES],
            losses: &mut self.losses[..M::STATES],
            iterations: 0,
            converged: true,
        };
        M::walk(&settings[..M::SETTINGS], &mut step);
        (step.converged, step.iterations)
    }
}

impl<M: Cascade> Default for Collocation<M> {
    fn default() -> Self {
        Self::new()
    }
}

impl<M: Cascade> Solve for Collocation<M> {
    fn integrate(
        &mut self,
        settings: &[f64],
        (start, end): (f64, f64),
        states: &mut [f64],
        options: &Options,
        dense: &mut Dense,
    ) -> Result<Statistics, SolveError> {
        let mut statistics = Statistics { segments: 1, ..Statistics::default() };
        let mut time = start;
        let mut length = self.first_step;
        let mut last = None;
        let mut worst = State(0);
        M::walk(&settings[..M::SETTINGS], &mut Rates::new(&states[..M::STATES], &mut self.left[..M::STATES]));
        self.base.copy_from_slice(&states[..M::STATES]);
        while time < end {
            let rest = end - time;
            // The last two steps share what is left, so that none is a sliver.
            let is_last = length >= 0.999 * rest;
            let tried = if is_last { rest } else { length.min(0.5 * rest.max(length)) };
            if statistics.accepted + statistics.rejected >= options.max_steps {
                return Err(SolveError::TooManySteps { time, steps: options.max_steps, state: worst });
            }
            let (converged, iterations) = self.attempt(settings, tried, last, options);
            statistics.iterations += iterations;
            let (error, state) = self.error(tried, options);
            worst = state;
            if converged && error <= 1.0 {
                statistics.accepted += 1;
                dense.push(time, tried, &self.base, &self.increments);
                if last.is_none() {
                    self.first_step = tried;
                }
                for state in 0..M::STATES {
                    self.base[state] += self.increments[state][NODES - 1];
                    self.left[state] = self.slopes[state][NODES - 1];
                }
                std::mem::swap(&mut self.before, &mut self.increments);
                last = Some(tried);
                time = if is_last { end } else { time + tried };
                length = tried * growth(error);
            } else {
                statistics.rejected += 1;
                length = tried * if converged && error.is_finite() { growth(error).min(0.9) } else { 0.25 };
                if !(time + length > time + 4.0 * f64::EPSILON * time.abs()) || length < 1e-14 {
                    let finite = self.base.iter().all(|y| y.is_finite()) && error.is_finite();
                    return Err(if finite {
                        SolveError::StepTooShort { time, state }
                    } else {
                        SolveError::NotFinite { time, state }
                    });
                }
            }
        }
        states[..M::STATES].copy_from_slice(&self.base);
        Ok(statistics)
    }
}

/// How much longer the next step may be for this error; the estimate is of order `NODES + 1`.
fn growth(error: f64) -> f64 {
    (0.9 * error.powf(-1.0 / (NODES + 1) as f64)).clamp(0.2, 8.0)
}
