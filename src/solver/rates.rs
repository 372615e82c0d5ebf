//! The visitors that look states up: one writes the derivative of every state, the other the value of every observable.

use super::cascade::{Pair, Visitor};
use crate::quantity::{Observable, State};
use crate::scalar::{Constant, Varying};
use std::marker::PhantomData;

/// Writes the derivative of every state.
pub type Rates<'a, C, V> = Evaluation<'a, C, V, true>;

/// Writes the value of every observable.
pub type Observables<'a, C, V> = Evaluation<'a, C, V, false>;

/// Evaluates the equations of the states if `OF_STATES`, else of the observables, where the states have given values.
pub struct Evaluation<'a, C, V, const OF_STATES: bool> {
    states: &'a [V],
    values: &'a mut [V],
    constant: PhantomData<C>,
}

impl<'a, C, V, const OF_STATES: bool> Evaluation<'a, C, V, OF_STATES> {
    /// Reads `states`; writes `values`, one for each state or one for each observable.
    pub fn new(states: &'a [V], values: &'a mut [V]) -> Self {
        Self { states, values, constant: PhantomData }
    }
}

impl<C: Constant<V>, V: Varying<C>, const OF_STATES: bool> Visitor for Evaluation<'_, C, V, OF_STATES> {
    type Constant = C;
    type Varying = V;

    #[inline]
    fn turnover(&mut self, state: State, inflow: V, loss: C) -> V {
        let y = self.states[state.0];
        if OF_STATES {
            self.values[state.0] = inflow - loss * y;
        }
        y
    }

    #[inline]
    fn follow(&mut self, state: State, rate: C, target: V) -> V {
        let y = self.states[state.0];
        if OF_STATES {
            self.values[state.0] = rate * (target - y);
        }
        y
    }

    #[inline]
    fn decay(&mut self, state: State, loss: C) -> V {
        let y = self.states[state.0];
        if OF_STATES {
            self.values[state.0] = -(loss * y);
        }
        y
    }

    #[inline]
    fn exchange(&mut self, states: [State; 2], inflow: V, loss: [C; 2], gain: [C; 2]) -> [V; 2] {
        let [a, b] = states.map(|state| self.states[state.0]);
        if OF_STATES {
            self.values[states[0].0] = inflow - loss[0] * a + gain[0] * b;
            self.values[states[1].0] = gain[1] * a - loss[1] * b;
        }
        [a, b]
    }

    #[inline]
    fn pair<P: Pair<C, V>>(&mut self, states: [State; 2], pair: P) -> [V; 2] {
        let y = states.map(|state| self.states[state.0]);
        if OF_STATES {
            for ((state, flow), y) in states.into_iter().zip(pair.flows(y)).zip(y) {
                self.values[state.0] = flow.rate(y);
            }
        }
        y
    }

    #[inline]
    fn observe(&mut self, observable: Observable, value: V) -> V {
        if !OF_STATES {
            self.values[observable.0] = value;
        }
        value
    }
}
