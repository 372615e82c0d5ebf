//! Which states are solved together.

use super::cascade::{Pair, Visitor};
use crate::quantity::{Observable, State};

/// The visitor that notes which states are solved together, in their order.
#[derive(Debug, Default)]
pub(super) struct Blocks(pub(super) Vec<Vec<usize>>);

impl Visitor for Blocks {
    type Constant = f64;
    type Varying = f64;

    fn turnover(&mut self, state: State, _: f64, _: f64) -> f64 {
        self.0.push(vec![state.0]);
        1.0
    }

    fn decay(&mut self, state: State, _: f64) -> f64 {
        self.0.push(vec![state.0]);
        1.0
    }

    fn exchange(&mut self, states: [State; 2], _: f64, _: [f64; 2], _: [f64; 2]) -> [f64; 2] {
        self.0.push(states.map(|state| state.0).to_vec());
        [1.0; 2]
    }

    fn pair<P: Pair<f64, f64>>(&mut self, states: [State; 2], _: P) -> [f64; 2] {
        self.0.push(states.map(|state| state.0).to_vec());
        [1.0; 2]
    }

    fn observe(&mut self, _: Observable, value: f64) -> f64 {
        value
    }
}
