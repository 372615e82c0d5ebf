//! The order of convergence of both methods, on a problem with a smooth solution in closed form.
//!
//! An order shows only where the steps resolve every rate of a problem. The teaching model has rates from minutes to
//! weeks: at steps of an hour its fastest phase of disposition is damped, not followed, and halving the steps divides
//! its error by far more than two to the power of the order. So the order is measured here, and not on the model.

use super::cascade::{Cascade, Flow, Pair, Visitor};
use super::collocation::Collocation;
use super::dense::Dense;
use super::march::Step;
use super::options::Options;
use super::rodas5p::Rodas5p;
use crate::quantity::State;
use crate::scalar::{Constant, Scalar, Varying};

/// One stage of each kind, with rates that are much alike: a decay `x`; a turnover `y` into which `x^2` flows; an exchange
/// of two compartments without inflow; and two states that fall by reaction, `p' = -p^2` and `q' = -p q`.
struct Classical;

const X: f64 = 1.5;
const Y: f64 = 1.0;
const LOSS: [f64; 2] = [2.0, 0.5];
const GAIN: [f64; 2] = [0.5, 1.25];
const SETTINGS: [f64; 7] = [X, Y, LOSS[0], LOSS[1], GAIN[0], GAIN[1], 0.0];
const START: [f64; 6] = [1.0, 0.0, 1.0, 0.0, 0.4, 1.0];

struct Reaction<C> {
    nothing: C,
}

impl<C: Scalar, V> Pair<C, V> for Reaction<C> {
    fn flows<T>(&self, [p, _]: [T; 2]) -> [Flow<T>; 2]
    where
        T: Varying<C> + From<V>,
        C: Constant<T>,
    {
        let nothing = T::from(self.nothing);
        [Flow { inflow: nothing, loss: p }, Flow { inflow: nothing, loss: p }]
    }
}

impl Cascade for Classical {
    const STATES: usize = START.len();
    const OBSERVABLES: usize = 0;
    const SETTINGS: usize = SETTINGS.len();
    const DOMAIN: &'static [[f64; 2]] = &[[f64::NEG_INFINITY, f64::INFINITY]; START.len()];

    fn walk<W: Visitor>(settings: &[W::Constant], w: &mut W) {
        let x = w.decay(State(0), settings[0]);
        w.turnover(State(1), x * x, settings[1]);
        let nothing = W::Varying::from(settings[6]);
        w.exchange([State(2), State(3)], nothing, [settings[2], settings[3]], [settings[4], settings[5]]);
        w.pair([State(4), State(5)], Reaction { nothing: settings[6] });
    }
}

/// The states at a time, h.
fn exact(time: f64) -> [f64; START.len()] {
    let relaxed = |rate: f64| (-rate * time).exp();
    let half = (0.25 * (LOSS[0] - LOSS[1]).powi(2) + GAIN[0] * GAIN[1]).sqrt();
    let (fast, slow) = (0.5 * (LOSS[0] + LOSS[1]) + half, 0.5 * (LOSS[0] + LOSS[1]) - half);
    let left = 1.0 / (1.0 + START[4] * time);
    [
        relaxed(X),
        (relaxed(Y) - relaxed(2.0 * X)) / (2.0 * X - Y),
        ((LOSS[1] - slow) * relaxed(slow) + (fast - LOSS[1]) * relaxed(fast)) / (fast - slow),
        GAIN[1] * (relaxed(slow) - relaxed(fast)) / (fast - slow),
        START[4] * left,
        START[5] * left,
    ]
}

/// The greatest error of any state after so many steps of this length (h): at the end of the last, and within the steps.
fn errors<S: Step>(mut method: S, length: f64, steps: usize) -> [f64; 2] {
    // So tight that only the length of the steps limits the exactness of the pair.
    let options = Options { rtol: 1e-13, ..Options::default() };
    let mut dense = Dense::new(START.len());
    method.begin(&SETTINGS, &START);
    for step in 0..steps {
        let last = (step > 0).then_some(length);
        assert!(method.attempt(&SETTINGS, length, last, &options).is_solved);
        method.accept(&SETTINGS, step as f64 * length, length, &mut dense);
    }
    let apart = |states: &[f64], time: f64| {
        states.iter().zip(exact(time)).map(|(found, exact)| (found - exact).abs()).fold(0.0, f64::max)
    };
    let mut within = 0.0_f64;
    let mut states = START;
    for step in 0..steps {
        for part in 1..20 {
            let (start, place) = (dense.span(step).0, f64::from(part) / 20.0);
            dense.state_at(step, place, &mut states);
            within = within.max(apart(&states, start + place * length));
        }
    }
    [apart(method.states(), length * steps as f64), within]
}

/// Halving the step divides the error by two to the power of the order: at the end of steps of the first length (h), and
/// within steps of the second.
fn check<S: Step>(new: impl Fn() -> S, lengths: [f64; 2], orders: [f64; 2]) {
    for (kind, (length, order)) in lengths.into_iter().zip(orders).enumerate() {
        let (coarse, fine) = (errors(new(), length, 4)[kind], errors(new(), 0.5 * length, 8)[kind]);
        let measured = (coarse / fine).log2();
        let found = format!("order {measured:.2} instead of {order}, errors {coarse:.1e} and {fine:.1e}");
        assert!((measured - order).abs() < 0.5, "{found}");
    }
}

#[test]
fn collocation_is_of_order_11_at_the_end_of_a_step_and_7_within() {
    // An error of order 11 is rounding in all but long steps.
    check(Collocation::<Classical>::new, [1.5, 0.25], [11.0, 7.0]);
}

#[test]
fn rodas5p_is_of_order_5_at_the_end_of_a_step_and_5_within() {
    check(Rodas5p::<Classical>::new, [0.25, 0.25], [5.0, 5.0]);
}
