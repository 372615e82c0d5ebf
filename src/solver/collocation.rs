//! Cascade collocation: Radau IIA, solved stage by stage in the order of the walk.
//!
//! A stage `y' = u - k y` with its inflow `u` known at the nodes is a linear system of as many equations as nodes,
//! which the resolvent of the method solves; the stages downstream then read the solution at the nodes. Only a coupled
//! pair needs Newton's method. One walk through the model is one step of an L-stable method of order 11 without a
//! Jacobian of the whole, and its polynomial is the dense output.
//!
//! Step control: the polynomial satisfies the equation at the nodes but not at the left end of a step; the defect there
//! bounds the error within the step. For a stage that relaxes within the step it is damped as the error itself is, but
//! never so much that a state may change by a good part of itself unnoticed.
//!
//! Domains: the equations of a step may have roots that no solution reaches, such as one with negative serotonin beyond
//! a pole. A long step finds them as readily as the right one, and their polynomial is as smooth. So Newton's method
//! starts within the domain of the states, and a step that ends outside it, or whose pair is outside it at a node, is
//! taken again shorter.
//!
//! References: Hairer and Wanner, Solving Ordinary Differential Equations II, section IV.5 (Radau IIA) and IV.8
//! (simplified Newton, damped error estimate).

use std::marker::PhantomData;

use super::cascade::{Cascade, Pair, Visitor};
use super::control::worst;
use super::dense::{Dense, NODES, nodes, weights};
use super::error::SolveError;
use super::exchange::{ExchangeRates, ExchangeResponse};
use super::march::{self, Attempt, march};
use super::matrix::Matrix;
use super::options::{Options, Statistics};
use super::radau::Radau;
use super::rates::Rates;
use super::solve::Solve;
use crate::quantity::{Observable, State};
use crate::scalar::{Dual, Lanes};

const METHOD: Radau<NODES> = Radau::<NODES>::METHOD;
const A: Matrix<NODES> = METHOD.matrix;

/// Rounds of Newton's method with one Jacobian before it is taken afresh, and how often that is done before a step
/// counts as failed.
const ROUNDS: usize = 5;
const REFRESHES: usize = 3;

/// A step that is more than so many times as long as the one before is too far from it to be predicted.
const FARTHEST_PREDICTION: f64 = 2.5;

/// Share of the allowed error at which a correction of Newton's method is the last; what is left after it is smaller
/// still.
const NEWTON_SHARE: f64 = 0.1;

/// The greatest share of a state that a step may err by, however fast the state relaxes: the defect at the left end says
/// little of a step in which a state goes elsewhere within the first node.
const MOST_ERROR: f64 = 0.1;

/// Steps have one of so many lengths in each octave, so that lengths recur and their matrices can be used again.
const LENGTHS_PER_OCTAVE: f64 = 4.0;

/// Step lengths that are remembered: enough for the few that recur in every dosing interval.
const MOST_LEVELS: usize = 64;

/// The matrices that depend on the step length and the settings alone, each worked out when it is first needed.
#[derive(Debug)]
struct Level {
    length: f64,
    /// For each state the loss of its resolvent, not a number while it has none, and the index of the resolvent.
    losses: Vec<(f64, usize)>,
    /// The resolvents of the states that have moved so far, since much of a model rests much of the time.
    resolvents: Vec<Matrix<NODES>>,
    /// For each two states that exchange the first of them, the rates that their response is for, and the response.
    exchanges: Vec<(State, ExchangeRates, ExchangeResponse)>,
    /// For each pair its first state and the matrices of Newton's method.
    pairs: Vec<(State, Newton)>,
}

impl Level {
    fn new(states: usize) -> Self {
        Self {
            length: f64::NAN,
            losses: vec![(f64::NAN, 0); states],
            resolvents: Vec::with_capacity(states),
            exchanges: Vec::new(),
            pairs: Vec::new(),
        }
    }

    fn restart(&mut self, length: f64) {
        self.length = length;
        self.losses.fill((f64::NAN, 0));
        self.resolvents.clear();
        self.exchanges.clear();
        self.pairs.clear();
    }

    /// Keeps the resolvent for a loss, in the place of one for another loss if there is one; returns its index.
    #[cold]
    fn keep_resolvent(&mut self, state: usize, (before, place): (f64, usize), loss: f64) -> usize {
        let resolvent = METHOD.resolvent(loss * self.length);
        let place = if before.is_nan() {
            self.resolvents.push(resolvent);
            self.resolvents.len() - 1
        } else {
            self.resolvents[place] = resolvent;
            place
        };
        self.losses[state] = (loss, place);
        place
    }

    /// The response of two states that exchange at these rates.
    #[inline]
    fn exchange(&mut self, first: State, rates: ExchangeRates) -> &ExchangeResponse {
        let place = match self.exchanges.iter().position(|(known, ..)| *known == first) {
            Some(place) if self.exchanges[place].1 == rates => place,
            known => self.keep_exchange(known, (first, rates, ExchangeResponse::new(self.length, rates))),
        };
        &self.exchanges[place].2
    }

    /// Keeps the response of two states, in the place of an earlier one if there is one; returns its index.
    #[cold]
    fn keep_exchange(&mut self, place: Option<usize>, kept: (State, ExchangeRates, ExchangeResponse)) -> usize {
        match place {
            Some(place) => {
                self.exchanges[place] = kept;
                place
            }
            None => {
                self.exchanges.push(kept);
                self.exchanges.len() - 1
            }
        }
    }

    /// Keeps the matrices of a pair, in the place of earlier ones if there are any; returns their index.
    #[cold]
    fn keep_newton(&mut self, place: Option<usize>, first: State, newton: Newton) -> usize {
        match place {
            Some(place) => {
                self.pairs[place].1 = newton;
                place
            }
            None => {
                self.pairs.push((first, newton));
                self.pairs.len() - 1
            }
        }
    }
}

/// The inverse of the Jacobian of a pair's collocation equations, in blocks of one state each.
#[derive(Debug, Clone, Copy)]
struct Newton([[Matrix<NODES>; 2]; 2]);

impl Newton {
    #[inline]
    fn new<P: Pair<f64, Lanes<NODES>>>(pair: &P, y: [Lanes<NODES>; 2], length: f64) -> Self {
        let variables: [Dual<Lanes<NODES>, 2>; 2] = [Dual::variable(y[0], 0), Dual::variable(y[1], 1)];
        let flows = pair.flows(variables);
        let block = |i: usize, j: usize| {
            let identity = if i == j { Matrix::IDENTITY } else { Matrix::ZERO };
            identity.plus(-length, &A.scale_columns(&flows[i].rate(variables[i]).slope[j]))
        };
        let (upper, lower) = (block(0, 1), block(1, 0));
        let second = block(1, 1).inverse();
        let [right, below] = [upper.times(&second), second.times(&lower)];
        let first = block(0, 0).plus(-1.0, &right.times(&lower)).inverse();
        let corner = first.times(&right);
        let last = second.plus(1.0, &below.times(&corner));
        let negative = |matrix: &Matrix<NODES>| Matrix::ZERO.plus(-1.0, matrix);
        Self([[first, negative(&corner)], [negative(&below.times(&first)), last]])
    }

    #[inline]
    fn step(&self, residual: &[Lanes<NODES>; 2]) -> [Lanes<NODES>; 2] {
        [0, 1].map(|i| self.0[i][0].apply(&residual[0]) + self.0[i][1].apply(&residual[1]))
    }
}

/// The solver, with the memory it works in.
#[derive(Debug)]
pub struct Collocation<M> {
    base: Vec<f64>,
    /// Node by node the slope of every state.
    slopes: Vec<f64>,
    increments: Vec<f64>,
    /// Of the step before, to predict the pairs.
    before: Vec<f64>,
    losses: Vec<f64>,
    /// Slopes at the left end.
    left: Vec<f64>,
    defects: Vec<f64>,
    levels: Vec<Level>,
    /// The level that the next new one replaces.
    oldest: usize,
    /// What the first step after the last event should have been, h: a good guess for the first step after the next.
    first_step: f64,
    model: PhantomData<M>,
}

/// The visitor that solves each stage within one attempt at a step.
struct Stepper<'a> {
    level: &'a mut Level,
    options: &'a Options,
    domain: &'a [[f64; 2]],
    /// Moves the polynomial of the step before to this one's nodes, if there is one.
    extrapolation: Option<[[f64; NODES]; NODES]>,
    base: &'a [f64],
    slopes: &'a mut [f64],
    increments: &'a mut [f64],
    before: &'a [f64],
    losses: &'a mut [f64],
    iterations: usize,
    converged: bool,
    /// The first state of a pair that is outside its domain, and its value there.
    outside: Option<(State, f64)>,
}

impl Stepper<'_> {
    /// Solves one stage: `start` is the slope it would have at each node if it stayed where it is.
    #[inline(always)]
    fn relax(&mut self, State(state): State, start: Lanes<NODES>, loss: f64) -> Lanes<NODES> {
        // Much of a model is at rest much of the time: an empty depot, a drug that is not given.
        if start.0 == [0.0; NODES] {
            return self.keep(state, Lanes::splat(0.0), start, loss);
        }
        let increment = self.resolvent(state, loss).apply(&start) * self.level.length;
        self.keep(state, increment, start - loss * increment, loss)
    }

    #[inline]
    fn resolvent(&mut self, state: usize, loss: f64) -> &Matrix<NODES> {
        let level = &mut *self.level;
        let place = match level.losses[state] {
            (known, place) if known == loss => place,
            known => level.keep_resolvent(state, known, loss),
        };
        &level.resolvents[place]
    }

    #[inline(always)]
    fn keep(&mut self, state: usize, increment: Lanes<NODES>, slope: Lanes<NODES>, loss: f64) -> Lanes<NODES> {
        let states = self.base.len();
        for node in 0..NODES {
            self.increments[node * states + state] = increment.0[node];
            self.slopes[node * states + state] = slope.0[node];
        }
        self.losses[state] = loss;
        self.base[state] + increment
    }

    /// What the polynomial of the step before predicts for the increments of this one.
    #[inline]
    fn predict(&self, State(state): State) -> Lanes<NODES> {
        let Some(extrapolation) = &self.extrapolation else { return Lanes::splat(0.0) };
        let before: [f64; NODES] = std::array::from_fn(|node| self.before[node * self.base.len() + state]);
        let mut predicted = [-before[NODES - 1]; NODES];
        for (value, row) in predicted.iter_mut().zip(extrapolation) {
            for (weight, part) in row.iter().zip(&before) {
                *value += weight * part;
            }
        }
        Lanes(predicted)
    }

    /// The first value of a state of a pair that is outside its domain by more than its error may be.
    #[inline]
    fn stray(&self, State(state): State, y: &Lanes<NODES>) -> Option<f64> {
        let [low, high] = self.domain[state];
        // Nearly always no value is beyond a bound at all, which is seen of all at once.
        if !y.0.iter().fold(false, |any, y| any | (*y < low) | (*y > high)) {
            return None;
        }
        let slack = self.options.slack(self.base[state]);
        y.0.into_iter().find(|y| *y < low - slack || *y > high + slack)
    }

    /// Notes a pair that has settled outside its domain, where no solution is.
    #[inline]
    fn check_domain(&mut self, states: [State; 2], y: &[Lanes<NODES>; 2]) {
        for (state, y) in states.into_iter().zip(y) {
            if let Some(value) = self.stray(state, y) {
                self.outside.get_or_insert((state, value));
            }
        }
    }
}

impl Visitor for Stepper<'_> {
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

    #[inline]
    fn exchange(
        &mut self,
        [State(a), State(b)]: [State; 2],
        inflow: Lanes<NODES>,
        loss: [f64; 2],
        gain: [f64; 2],
    ) -> [Lanes<NODES>; 2] {
        let (y0, y1) = (self.base[a], self.base[b]);
        let (first, second) = (inflow + (gain[0] * y1 - loss[0] * y0), gain[1] * y0 - loss[1] * y1);
        // A drug that is not given.
        if first.0 == [0.0; NODES] && second == 0.0 {
            let nothing = Lanes::splat(0.0);
            return [self.keep(a, nothing, nothing, loss[0]), self.keep(b, nothing, nothing, loss[1])];
        }
        let response = self.level.exchange(State(a), ExchangeRates { loss, gain });
        let [z0, z1] = [0, 1].map(|i| response.of_first[i].apply(&first) + second * response.of_second[i]);
        let slopes = [first - loss[0] * z0 + gain[0] * z1, gain[1] * z0 - loss[1] * z1 + second];
        [self.keep(a, z0, slopes[0], loss[0]), self.keep(b, z1, slopes[1], loss[1])]
    }

    /// Simplified Newton on both states at all nodes, with the Jacobian of the last step of this length.
    #[inline]
    fn pair<P: Pair<f64, Lanes<NODES>>>(&mut self, states: [State; 2], pair: P) -> [Lanes<NODES>; 2] {
        let h = self.level.length;
        let base = states.map(|state| self.base[state.0]);
        let (rtol, floor) = (self.options.rtol, self.options.floor);
        let mut z = states.map(|state| self.predict(state));
        // From outside the domain Newton's method would hardly come back.
        if (0..2).any(|i| self.stray(states[i], &(base[i] + z[i])).is_some()) {
            z = [Lanes::splat(0.0); 2];
        }
        let enough = base.map(|y| NEWTON_SHARE * rtol * (y.abs() + floor) + 4.0 * f64::EPSILON * y.abs());
        let mut slot = self.level.pairs.iter().position(|(first, _)| *first == states[0]);
        let (mut rounds, mut refreshes) = (0, 0);
        loop {
            let y = [base[0] + z[0], base[1] + z[1]];
            let flows = pair.flows(y);
            let slopes = [0, 1].map(|i| flows[i].rate(y[i]));
            let residual = [0, 1].map(|i| z[i] - A.apply(&slopes[i]) * h);
            let within = |values: &[Lanes<NODES>; 2], share: f64| {
                (0..2).all(|i| values[i].0.iter().all(|value| value.abs() <= share * enough[i]))
            };
            // A pair at rest needs no Jacobian.
            if within(&residual, 1e-2) {
                self.check_domain(states, &y);
                return [0, 1].map(|i| self.keep(states[i].0, z[i], slopes[i], flows[i].loss.0[0]));
            }
            let place = match slot {
                Some(place) if rounds < ROUNDS => place,
                _ if refreshes == REFRESHES => {
                    self.converged = false;
                    return [0, 1].map(|i| self.keep(states[i].0, z[i], slopes[i], flows[i].loss.0[0]));
                }
                known => {
                    (rounds, refreshes) = (0, refreshes + 1);
                    self.level.keep_newton(known, states[0], Newton::new(&pair, y, h))
                }
            };
            slot = Some(place);
            let [d0, d1] = self.level.pairs[place].1.step(&residual);
            z = [z[0] - d0, z[1] - d1];
            (rounds, self.iterations) = (rounds + 1, self.iterations + 1);
            if within(&[d0, d1], 1.0) {
                break;
            }
        }
        let y = [base[0] + z[0], base[1] + z[1]];
        self.check_domain(states, &y);
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
        let nodes = vec![0.0; NODES * M::STATES];
        Self {
            base: vec![0.0; M::STATES],
            slopes: nodes.clone(),
            increments: nodes.clone(),
            before: nodes,
            losses: vec![0.0; M::STATES],
            left: vec![0.0; M::STATES],
            defects: vec![0.0; M::STATES],
            levels: Vec::new(),
            oldest: 0,
            first_step: 0.02,
            model: PhantomData,
        }
    }

    /// The error of the last attempt relative to what is allowed, and the state that has it.
    fn error(&mut self, length: f64, options: &Options) -> (f64, State) {
        let n = M::STATES;
        let defects = &mut self.defects[..n];
        defects.copy_from_slice(&self.left[..n]);
        for (weight, slopes) in METHOD.left.iter().zip(self.slopes.chunks_exact(n)) {
            defects.iter_mut().zip(slopes).for_each(|(defect, slope)| *defect -= weight * slope);
        }
        let scale = METHOD.defect_weight * length;
        // A slow stage adds the defect up over the step; one that relaxes within it follows the defect.
        let damping = length * (METHOD.defect_weight / METHOD.defect_within);
        let most = MOST_ERROR.max(options.rtol);
        let ends = &self.increments[(NODES - 1) * n..];
        let (base, losses) = (&self.base[..n], &self.losses[..n]);
        for (i, defect) in defects.iter_mut().enumerate() {
            let size = base[i].abs().max((base[i] + ends[i]).abs());
            let share = (options.rtol * (1.0 + damping * losses[i])).min(most);
            *defect = scale * defect.abs() / (share * (options.floor + size));
        }
        worst(defects.iter().copied())
    }

    /// The index of the level of this step length.
    fn level(&mut self, length: f64) -> usize {
        if let Some(known) = self.levels.iter().position(|level| level.length == length) {
            return known;
        }
        let place = if self.levels.len() < MOST_LEVELS {
            self.levels.push(Level::new(M::STATES));
            self.levels.len() - 1
        } else {
            self.oldest = (self.oldest + 1) % MOST_LEVELS;
            self.oldest
        };
        self.levels[place].restart(length);
        place
    }
}

impl<M: Cascade> Default for Collocation<M> {
    fn default() -> Self {
        Self::new()
    }
}

impl<M: Cascade> march::Step for Collocation<M> {
    const ORDER: usize = NODES + 1;
    const MOST_GROWTH: f64 = 8.0;
    const DOMAIN: &'static [[f64; 2]] = M::DOMAIN;

    fn begin(&mut self, settings: &[f64], states: &[f64]) {
        M::walk(&settings[..M::SETTINGS], &mut Rates::new(&states[..M::STATES], &mut self.left[..M::STATES]));
        self.base.copy_from_slice(&states[..M::STATES]);
    }

    /// Walks the model once.
    fn attempt(&mut self, settings: &[f64], length: f64, last: Option<f64>, options: &Options) -> Attempt {
        let extrapolation = last
            .map(|last| length / last)
            .filter(|ratio| *ratio <= FARTHEST_PREDICTION)
            .map(|ratio| std::array::from_fn(|node| weights(1.0 + ratio * nodes()[node])));
        let level = self.level(length);
        // Slices of a length that is known at compile time, so that no index needs a check.
        let mut step = Stepper {
            level: &mut self.levels[level],
            options,
            domain: M::DOMAIN,
            extrapolation,
            base: &self.base[..M::STATES],
            slopes: &mut self.slopes[..NODES * M::STATES],
            increments: &mut self.increments[..NODES * M::STATES],
            before: &self.before[..NODES * M::STATES],
            losses: &mut self.losses[..M::STATES],
            iterations: 0,
            converged: true,
            outside: None,
        };
        M::walk(&settings[..M::SETTINGS], &mut step);
        let Stepper { converged: is_solved, iterations, outside, .. } = step;
        let (error, culprit) = self.error(length, options);
        Attempt { is_solved, iterations, error, culprit, outside }
    }

    fn ends(&self) -> impl Iterator<Item = f64> + Clone {
        self.base.iter().zip(&self.increments[(NODES - 1) * M::STATES..]).map(|(y, part)| y + part)
    }

    fn accept(&mut self, _: &[f64], start: f64, length: f64, dense: &mut Dense) {
        dense.push(start, length, &self.base, &self.increments);
        let last_node = (NODES - 1) * M::STATES;
        self.base.iter_mut().zip(&self.increments[last_node..]).for_each(|(y, part)| *y += part);
        self.left.copy_from_slice(&self.slopes[last_node..]);
        std::mem::swap(&mut self.before, &mut self.increments);
    }

    fn states(&self) -> &[f64] {
        &self.base
    }

    /// A length that recurs, so that what was worked out for it can be used again.
    fn suited(length: f64) -> f64 {
        ((length.log2() * LENGTHS_PER_OCTAVE).floor() / LENGTHS_PER_OCTAVE).exp2()
    }
}

impl<M: Cascade> Solve for Collocation<M> {
    fn integrate(
        &mut self,
        settings: &[f64],
        span: (f64, f64),
        states: &mut [f64],
        options: &Options,
        dense: &mut Dense,
    ) -> Result<Statistics, SolveError> {
        let mut first_step = self.first_step;
        let solved = march(self, &mut first_step, settings, span, states, options, dense);
        self.first_step = first_step;
        solved
    }
}
