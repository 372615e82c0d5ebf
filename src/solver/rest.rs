//! The resting point of a cascade, stage by stage, without a run-in.

use super::cascade::{Pair, Visitor};
use crate::quantity::{Observable, State};
use crate::scalar::Dual;

/// Writes the resting value of every state: what comes in divided by the loss, and for a pair the one root of its
/// flows.
pub struct Rest<'a> {
    states: &'a mut [f64],
}

impl<'a> Rest<'a> {
    /// Writes `states`, one value for each.
    pub fn new(states: &'a mut [f64]) -> Self {
        Self { states }
    }
}

impl Visitor for Rest<'_> {
    type Constant = f64;
    type Varying = f64;

    fn turnover(&mut self, state: State, inflow: f64, loss: f64) -> f64 {
        // A stage without inflow rests empty, even where nothing leaves it.
        let y = if inflow == 0.0 { 0.0 } else { inflow / loss };
        self.states[state.0] = y;
        y
    }

    fn follow(&mut self, state: State, _: f64, target: f64) -> f64 {
        self.states[state.0] = target;
        target
    }

    fn decay(&mut self, state: State, _: f64) -> f64 {
        self.states[state.0] = 0.0;
        0.0
    }

    fn exchange(&mut self, states: [State; 2], inflow: f64, loss: [f64; 2], gain: [f64; 2]) -> [f64; 2] {
        let a = inflow / (loss[0] - gain[0] * gain[1] / loss[1]);
        let b = gain[1] * a / loss[1];
        self.states[states[0].0] = a;
        self.states[states[1].0] = b;
        [a, b]
    }

    fn pair<P: Pair<f64, f64>>(&mut self, states: [State; 2], pair: P) -> [f64; 2] {
        let y = rest(&pair);
        self.states[states[0].0] = y[0];
        self.states[states[1].0] = y[1];
        y
    }

    fn observe(&mut self, _: Observable, value: f64) -> f64 {
        value
    }
}

/// The resting point of a pair: the second state follows from the first, and the rate of the first, which falls as the
/// first grows, is brought to 0 by Newton's method inside a shrinking bracket.
fn rest<P: Pair<f64, f64>>(pair: &P) -> [f64; 2] {
    let second = |first: Dual<f64, 1>| {
        let [_, flow] = pair.flows([first, 1.0.into()]);
        flow.inflow / flow.loss
    };
    let rate = |first: f64| {
        let first = Dual::<f64, 1>::variable(first, 0);
        pair.flows([first, second(first)])[0].rate(first)
    };
    // Where nothing is gained even from nothing, the pair rests empty.
    if rate(0.0).value <= 0.0 {
        return [0.0, second(0.0.into()).value];
    }
    let (mut low, mut high) = (0.0, 1.0);
    // A bound on the doublings, since a rate that is not a number would never fall below 0.
    for _ in 0..200 {
        if rate(high).value > 0.0 {
            (low, high) = (high, 2.0 * high);
        } else {
            break;
        }
    }
    let mut first = high;
    for _ in 0..200 {
        let Dual { value, slope: [slope] } = rate(first);
        if value > 0.0 {
            low = first;
        } else {
            high = first;
        }
        let newton = first - value / slope;
        let next = if newton > low && newton < high { newton } else { 0.5 * (low + high) };
        if next == first || (next - first).abs() <= f64::EPSILON * first {
            first = next;
            break;
        }
        first = next;
    }
    [first, second(first.into()).value]
}
