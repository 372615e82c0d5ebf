//! Walkers that look states up: one writes derivatives, the other observables.

use super::cascade::{Pair, Visitor};
use crate::quantity::{Observable, State};
use crate::scalar::{Constant, Varying};
use std::marker::PhantomData;

/// Writes the derivative of every state.
pub struct Rates<'a, C, V> {
    states: &'a [V],
    rates: &'a mut [V],
    constant: PhantomData<C>,
}

impl<'a, C, V> Rates<'a, C, V> {
    /// Reads `states`, writes `rates`; both have one value for each state.
    pub fn new(states: &'a [V], rates: &'a mut [V]) -> Self {
        Self { states, rates, constant: PhantomData }
    }
}

impl<C: Constant<V>, V: Varying<C>> Visitor for Rates<'_, C, V> {
    type Constant = C;
    type Varying = V;

    #[inline]
    fn turnover(&mut self, state: State, inflow: V, loss: C) -> V {
        let y = self.states[state.0];
        self.rates[state.0] = inflow - loss * y;
        y
    }

    #[inline]
    fn follow(&mut self, state: State, rate: C, target: V) -> V {
        let y = self.states[state.0];
        self.rates[state.0] = rate * (target - y);
        y
    }

    #[inline]
    fn decay(&mut self, state: State, loss: C) -> V {
        let y = self.states[state.0];
        self.rates[state.0] = -(loss * y);
        y
    }

    #[inline]
    fn exchange(&mut self, states: [State; 2], inflow: V, loss: [C; 2], gain: [C; 2]) -> [V; 2] {
        let [a, b] = states.map(|state| self.states[state.0]);
        self.rates[states[0].0] = inflow - loss[0] * a + gain[0] * b;
        self.rates[states[1].0] = gain[1] * a - loss[1] * b;
        [a, b]
    }

    #[inline]
    fn pair<P: Pair<C, V>>(&mut self, states: [State; 2], pair: P) -> [V; 2] {
        let y = states.map(|state| self.states[state.0]);
        let flows = pair.flows(y);
        for ((state, flow), y) in states.into_iter().zip(flows).zip(y) {
            self.rates[state.0] = flow.rate(y);
        }
        y
    }

    #[inline]
    fn observe(&mut self, _: Observable, value: V) -> V {
        value
    }
}

/// Writes the value of every observable.
pub struct Observables<'a, C, V> {
    states: &'a [V],
    observables: &'a mut [V],
    constant: PhantomData<C>,
}

impl<'a, C, V> Observables<'a, C, V> {
    /// Reads `states`, writes `observables`.
    pub fn new(states: &'a [V], observables: &'a mut [V]) -> Self {
        Self { states, observables, constant: PhantomData }
    }
}

impl<C: Constant<V>, V: Varying<C>> Visitor for Observables<'_, C, V> {
    type Constant = C;
    type Varying = V;

    #[inline]
    fn turnover(&mut self, state: State, _: V, _: C) -> V {
        self.states[state.0]
    }

    #[inline]
    fn decay(&mut self, state: State, _: C) -> V {
        self.states[state.0]
    }

    #[inline]
    fn exchange(&mut self, states: [State; 2], _: V, _: [C; 2], _: [C; 2]) -> [V; 2] {
        states.map(|state| self.states[state.0])
    }

    #[inline]
    fn pair<P: Pair<C, V>>(&mut self, states: [State; 2], _: P) -> [V; 2] {
        states.map(|state| self.states[state.0])
    }

    #[inline]
    fn observe(&mut self, observable: Observable, value: V) -> V {
        self.observables[observable.0] = value;
        value
    }
}
