//! How the machine solves each kind of stage within a step.

#![allow(clippy::needless_range_loop, reason = "loops over lanes run through several arrays side by side")]

use super::super::dense::NODES;
use super::super::exchange::ExchangeRates;
use super::super::radau::Radau;
use super::lanes::{
    CONSTANT, DEPARTURE, LANES, LEFT, NodeLanes, OUT_OF_BASIS, STRAIGHT, SubjectLanes, Turns, WHOLE, relaxation, turn,
};
use super::planned::{MOST_ROUNDS, PlannedStep};
use super::program::{Coupled, Exchange, Exchanging, Loss, NodeRegister};
use super::relaxation::{FixedExchange, Relaxation};
use super::{Batch, SHARE_OF_DEPOT, SHARE_OF_GREATEST};

const METHOD: Radau<NODES> = Radau::<NODES>::METHOD;

/// A round of Newton's method that changes less than this share of the tolerance is not needed. The share is small,
/// since errors add up from step to step, and since the rounds of other subjects converge more slowly.
const COUNTED_SHARE: f64 = 0.005;

/// The first guess at a pair moves no farther than this share of its starting value, so that it keeps its sign.
const FARTHEST_GUESS: f64 = 0.5;

/// Between the nodes a stage that relaxes within a step errs up to so many times as much as a smooth defect would
/// explain, since its target may bend there.
const BENDS: f64 = 8.0;

/// A state that was solved for in a step.
#[derive(Clone, Copy)]
struct StateSolution {
    /// Its slope at the start, as the polynomial through its values has it.
    left: SubjectLanes,
    /// Its increment at the end.
    change: SubjectLanes,
}

impl StateSolution {
    const NONE: Self = Self { left: SubjectLanes::ZERO, change: SubjectLanes::ZERO };
}

/// The rates of an exchange for each subject, 1/h.
struct LaneRates {
    loss: [SubjectLanes; 2],
    gain: [SubjectLanes; 2],
}

impl Batch<'_> {
    /// Solves the stage `y' = inflow - loss * y`.
    #[inline(always)]
    pub(super) fn turnover(
        &mut self,
        step: &PlannedStep,
        state: usize,
        out: NodeRegister,
        inflow: NodeRegister,
        loss: Loss,
    ) {
        let (h, y, mut start) = (step.length, self.base[state], NodeLanes::ZERO);
        let inflow = &self.node_registers.0[inflow];
        match loss {
            Loss::Fixed(number) => {
                let relaxation = &step.relaxations[number];
                let lost = y.map(|y| relaxation.loss() * y);
                start.set_with(inflow, &lost, |inflow, lost| inflow - lost);
                self.relax_fixed(h, state, out, &start, relaxation, SHARE_OF_GREATEST);
            }
            Loss::PerSubject(loss) => {
                let lost = self.subject_registers[loss].with(&y, |loss, y| loss * y);
                start.set_with(inflow, &lost, |inflow, lost| inflow - lost);
                self.relax(h, state, out, &start, loss, SHARE_OF_GREATEST);
            }
        }
    }

    /// Solves the stage `y' = rate * (target - y)`.
    #[inline(always)]
    pub(super) fn follow(
        &mut self,
        step: &PlannedStep,
        state: usize,
        out: NodeRegister,
        rate: Loss,
        target: NodeRegister,
    ) {
        let (h, y, mut start) = (step.length, self.base[state], NodeLanes::ZERO);
        let target = &self.node_registers.0[target];
        match rate {
            Loss::Fixed(number) => {
                start.set_with(target, &y, |target, y| target - y);
                self.relax_fixed(h, state, out, &start, &step.relaxations[number], SHARE_OF_GREATEST);
            }
            Loss::PerSubject(rate) => {
                let speed = self.subject_registers[rate];
                for k in 0..NODES {
                    for l in 0..LANES {
                        start.0[k].0[l] = speed.0[l] * (target.0[k].0[l] - y.0[l]);
                    }
                }
                self.relax(h, state, out, &start, rate, SHARE_OF_GREATEST);
            }
        }
    }

    /// Solves the stage `y' = -loss * y`.
    #[inline(always)]
    pub(super) fn decay(&mut self, step: &PlannedStep, state: usize, out: NodeRegister, loss: Loss) {
        let (h, y) = (step.length, self.base[state]);
        match loss {
            Loss::Fixed(number) => {
                let relaxation = &step.relaxations[number];
                let start = NodeLanes([y.map(|y| -(relaxation.loss() * y)); NODES]);
                self.relax_fixed(h, state, out, &start, relaxation, SHARE_OF_DEPOT);
            }
            Loss::PerSubject(loss) => {
                let start = NodeLanes([self.subject_registers[loss].with(&y, |loss, y| -(loss * y)); NODES]);
                self.relax(h, state, out, &start, loss, SHARE_OF_DEPOT);
            }
        }
    }

    /// Solves a stage, given the slopes that it would have if it stayed at its starting value. Its error is judged
    /// against `share` of its greatest value at least.
    #[inline(always)]
    pub(super) fn relax(&mut self, h: f64, state: usize, out: usize, start: &NodeLanes, loss: usize, share: f64) {
        let loss = self.subject_registers[loss];
        let mut basis = NodeLanes::ZERO;
        start.write_basis(&mut basis);
        turn(&mut basis, &relaxation(h, &loss));
        let mut increments = NodeLanes::ZERO;
        basis.transform(&OUT_OF_BASIS, &mut increments);
        let solution = self.spread(h, state, out, &increments);
        let last = start.last().with(&loss.with(&solution.change, |loss, change| loss * change), |a, b| a - b);
        self.end(h, state, &solution, &last, &loss, share);
    }

    /// Solves a stage whose loss is the same for every subject; `start` is as [`Relaxation`] takes it.
    #[inline(always)]
    pub(super) fn relax_fixed(
        &mut self,
        h: f64,
        state: usize,
        out: usize,
        start: &NodeLanes,
        relaxation: &Relaxation,
        share: f64,
    ) {
        let mut increments = NodeLanes::ZERO;
        start.transform(relaxation.increments(), &mut increments);
        let solution = self.spread(h, state, out, &increments);
        let (gain, loss) = (relaxation.gain(), relaxation.loss());
        let last = start.last().with(&solution.change, |start, change| gain * start - loss * change);
        self.end(h, state, &solution, &last, &SubjectLanes::splat(loss), share);
    }

    /// Writes the values of a state that has these increments.
    #[inline(always)]
    fn spread(&mut self, h: f64, state: usize, out: usize, increments: &NodeLanes) -> StateSolution {
        let (base, values) = (self.base[state], &mut self.node_registers.0[out]);
        let mut left = SubjectLanes::ZERO;
        for k in 0..NODES {
            for l in 0..LANES {
                let increment = increments.0[k].0[l];
                values.0[k].0[l] = base.0[l] + increment;
                left.0[l] += DEPARTURE[k] * increment;
            }
        }
        let per = 1.0 / h;
        StateSolution { left: left.map(|left| left * per), change: *increments.last() }
    }

    /// Ends a stage: its error, and where the next step begins.
    #[inline(always)]
    fn end(
        &mut self,
        h: f64,
        state: usize,
        solution: &StateSolution,
        last: &SubjectLanes,
        loss: &SubjectLanes,
        share: f64,
    ) {
        // Copies, so that the compiler knows that the loop's values do not overlap.
        let (base, before, greatest) = (self.base[state], self.left[state], self.greatest[state]);
        let (mut error, mut ends, mut tops) = (self.error, SubjectLanes::ZERO, SubjectLanes::ZERO);
        let (rtol, floor) = (self.rtol, self.floor);
        let [low, high] = self.program.domain[state];
        let scale = METHOD.defect_weight * h;
        let damping = h * (METHOD.defect_weight / METHOD.defect_within / BENDS);
        for l in 0..LANES {
            let (y, end) = (base.0[l], base.0[l] + solution.change.0[l]);
            let size = greater(greater(y.abs(), end.abs()), share * greatest.0[l]);
            let slack = rtol * (floor + size);
            let allowed = slack * (1.0 + damping * loss.0[l]);
            let found = scale * (before.0[l] - solution.left.0[l]).abs() / allowed;
            // A state outside its domain is no solution, however smooth its solution is.
            let apart = greater(low - end, end - high);
            error.0[l] = worse(error.0[l], if apart <= slack { found } else { f64::INFINITY });
            ends.0[l] = end;
            tops.0[l] = greater(greatest.0[l], end);
        }
        self.error = error;
        self.base[state] = ends;
        self.greatest[state] = tops;
        self.left[state] = *last;
    }

    /// Two states that exchange linearly: see [`crate::solver::exchange`].
    #[inline(always)]
    pub(super) fn exchange(&mut self, step: &PlannedStep, stage: &Exchange) {
        match stage.rates {
            Exchanging::Fixed(number) => self.exchange_fixed(step.length, stage, &step.exchanges[number]),
            Exchanging::PerSubject { loss, gain, slow, fast, own, other } => {
                let registers = &self.subject_registers;
                let rates = LaneRates {
                    loss: [registers[loss[0]], registers[loss[1]]],
                    gain: [registers[gain[0]], registers[gain[1]]],
                };
                let own = [registers[own[0]], registers[own[1]]];
                let other = [registers[other[0]], registers[other[1]]];
                let turns = [relaxation(step.length, &registers[slow]), relaxation(step.length, &registers[fast])];
                self.exchange_per_subject(step.length, stage, &rates, &own, &other, &turns);
            }
        }
    }

    /// An exchange whose rates are the same for every subject: two small matrices make the increments.
    #[inline(always)]
    fn exchange_fixed(&mut self, h: f64, stage: &Exchange, fixed: &FixedExchange) {
        let ExchangeRates { loss: [l0, l1], gain: [g0, g1] } = fixed.rates;
        let rates = LaneRates {
            loss: [SubjectLanes::splat(l0), SubjectLanes::splat(l1)],
            gain: [SubjectLanes::splat(g0), SubjectLanes::splat(g1)],
        };
        let (first, second) = self.exchange_starts(stage, &rates);
        let mut solutions = [StateSolution::NONE; 2];
        for i in 0..2 {
            let mut increments = NodeLanes::ZERO;
            first.transform(&fixed.of_first[i], &mut increments);
            for k in 0..NODES {
                for l in 0..LANES {
                    increments.0[k].0[l] += fixed.of_second[i][k] * second.0[l];
                }
            }
            solutions[i] = self.spread(h, stage.states[i], stage.values[i], &increments);
        }
        self.end_exchange(h, stage, &solutions, &[*first.last(), second], &rates);
    }

    /// An exchange whose rates differ between subjects: its slow and its fast part are turned in the basis, each as a
    /// stage of its own.
    #[inline(always)]
    fn exchange_per_subject(
        &mut self,
        h: f64,
        stage: &Exchange,
        rates: &LaneRates,
        own: &[SubjectLanes; 2],
        other: &[SubjectLanes; 2],
        [slowly, fastly]: &[Turns; 2],
    ) {
        let (first, second) = self.exchange_starts(stage, rates);
        let mut basis = [NodeLanes::ZERO; 2];
        first.write_basis(&mut basis[0]);
        let mut moved = [NodeLanes::ZERO; 2];
        for k in 0..NODES {
            let x = [basis[0].0[k], second.map(|second| CONSTANT[k] * second)];
            for i in 0..2 {
                moved[i].0[k] = SubjectLanes::each(|l| own[i].0[l] * x[i].0[l] - other[i].0[l] * x[1 - i].0[l]);
                basis[i].0[k] = x[i].with(&moved[i].0[k], |x, moved| x - moved);
            }
        }
        let mut solutions = [StateSolution::NONE; 2];
        for i in 0..2 {
            turn(&mut basis[i], slowly);
            turn(&mut moved[i], fastly);
            let mut sum = NodeLanes::ZERO;
            sum.set_both(&basis[i], &moved[i], |slow, fast| slow + fast);
            let mut increments = NodeLanes::ZERO;
            sum.transform(&OUT_OF_BASIS, &mut increments);
            solutions[i] = self.spread(h, stage.states[i], stage.values[i], &increments);
        }
        self.end_exchange(h, stage, &solutions, &[*first.last(), second], rates);
    }

    /// The slopes that two states would have if both stayed where they are: that of the first at each node, and that of
    /// the second.
    #[inline(always)]
    fn exchange_starts(&self, stage: &Exchange, rates: &LaneRates) -> (NodeLanes, SubjectLanes) {
        let (y, z) = (&self.base[stage.states[0]], &self.base[stage.states[1]]);
        let LaneRates { loss, gain } = rates;
        let offset = SubjectLanes::each(|l| gain[0].0[l] * z.0[l] - loss[0].0[l] * y.0[l]);
        let second = SubjectLanes::each(|l| gain[1].0[l] * y.0[l] - loss[1].0[l] * z.0[l]);
        let mut first = NodeLanes::ZERO;
        first.set_with(&self.node_registers.0[stage.inflow], &offset, |inflow, offset| inflow + offset);
        (first, second)
    }

    #[inline(always)]
    fn end_exchange(
        &mut self,
        h: f64,
        stage: &Exchange,
        solutions: &[StateSolution; 2],
        starts: &[SubjectLanes; 2],
        LaneRates { loss, gain }: &LaneRates,
    ) {
        for i in 0..2 {
            let (change, others) = (&solutions[i].change, &solutions[1 - i].change);
            let last = SubjectLanes::each(|l| starts[i].0[l] + gain[i].0[l] * others.0[l] - loss[i].0[l] * change.0[l]);
            self.end(h, stage.states[i], &solutions[i], &last, &loss[i], SHARE_OF_GREATEST);
        }
    }

    /// The first guess at a pair: along its starting slope, but not far.
    #[inline(always)]
    pub(super) fn predict(&mut self, h: f64, number: usize, pair: &Coupled) {
        for i in 0..2 {
            let (base, slope) = (self.base[pair.states[i]], self.left[pair.states[i]]);
            let way = slope.with(&base, |slope, base| {
                let most = FARTHEST_GUESS * base.abs();
                least(greater(h * slope, -most), most)
            });
            let (values, basis) = (&mut self.node_registers.0[pair.values[i]], &mut self.basis[number][i]);
            for k in 0..NODES {
                values.0[k] = base.with(&way, |base, way| base + METHOD.nodes[k] * way);
                basis.0[k] = way.map(|way| STRAIGHT[k] * way);
            }
        }
    }

    #[inline(always)]
    pub(super) fn correct(&mut self, number: usize, pair: &Coupled) {
        let mut rates = [NodeLanes::ZERO; 2];
        self.node_registers.0[pair.rates[0]].write_basis(&mut rates[0]);
        self.node_registers.0[pair.rates[1]].write_basis(&mut rates[1]);
        self.newton[number].correct(&mut self.basis[number], &rates);
        for i in 0..2 {
            let base = self.base[pair.states[i]];
            let increment = &mut self.increments[number][i];
            self.basis[number][i].transform(&OUT_OF_BASIS, increment);
            self.node_registers.0[pair.values[i]].set_with(increment, &base, |increment, base| base + increment);
        }
    }

    /// A round that is counted; returns how many rounds are left. A round that changes next to nothing was not needed.
    #[inline(never)]
    pub(super) fn count_round(&mut self, number: usize, pair: &Coupled, left: u8) -> u8 {
        let before = pair.values.map(|place| self.node_registers.0[place]);
        self.correct(number, pair);
        let mut change: f64 = 0.0;
        for i in 0..2 {
            let (after, base) = (&self.node_registers.0[pair.values[i]], &self.base[pair.states[i]]);
            for k in 0..NODES {
                for l in 0..LANES {
                    let allowed = self.rtol * (self.floor + base.0[l].abs());
                    change = worse(change, (after.0[k].0[l] - before[i].0[k].0[l]).abs() / allowed);
                }
            }
        }
        let is_enough = change <= COUNTED_SHARE;
        if let Some(counted) = self.counted.as_mut().and_then(|counted| counted.get_mut(number)) {
            *counted = (MOST_ROUNDS - left - u8::from(is_enough)).max(1);
        }
        if is_enough { 0 } else { left }
    }

    /// Ends a pair, given the rates at its last values.
    #[inline(always)]
    pub(super) fn settle_pair(&mut self, h: f64, number: usize, pair: &Coupled) {
        for i in 0..2 {
            let rate = &self.node_registers.0[pair.rates[i]];
            let (last, loss) = (*rate.last(), self.subject_registers[pair.losses[i]]);
            let solution = StateSolution { left: rate.weighted(&LEFT), change: *self.increments[number][i].last() };
            // About what another round would still change.
            let (whole, base) = (rate.weighted(&WHOLE), &self.base[pair.states[i]]);
            let mut error = self.error;
            for l in 0..LANES {
                let allowed = self.rtol * (self.floor + base.0[l].abs()) * (1.0 + h * loss.0[l]);
                error.0[l] = worse(error.0[l], (h * whole.0[l] - solution.change.0[l]).abs() / allowed);
            }
            self.error = error;
            self.end(h, pair.states[i], &solution, &last, &loss, SHARE_OF_GREATEST);
        }
    }
}

/// The greater of two numbers; the second where the first is not a number.
#[inline(always)]
pub(super) fn greater(a: f64, b: f64) -> f64 {
    if a > b { a } else { b }
}

/// The lesser of two numbers; the second where the first is not a number.
#[inline(always)]
fn least(a: f64, b: f64) -> f64 {
    if a < b { a } else { b }
}

/// The greater of two errors; infinite where the second is not a number.
#[inline(always)]
fn worse(worst: f64, error: f64) -> f64 {
    // In an order that a vector instruction has.
    let worst = if error <= worst { worst } else { error };
    if worst <= f64::INFINITY { worst } else { f64::INFINITY }
}
