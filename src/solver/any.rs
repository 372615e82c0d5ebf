//! The one face of a model that the rooms above the solver see.

use super::blocks::Blocks;
use super::cascade::Cascade;
use super::collocation::Collocation;
use super::jacobian::exact_jacobian;
use super::options::Method;
use super::rates::{Observables, Rates};
use super::rest::Rest;
use super::rodas5p::Rodas5p;
use super::solve::Solve;
use super::tangent::Tangent;
use crate::scalar::Lanes;

/// Moments of a trajectory that are observed together.
pub const MOMENTS: usize = 8;

/// A model without its type: every generic ends here.
pub trait AnyModel: Sync {
    /// How many states it has.
    fn states(&self) -> usize;
    /// How many observables it names.
    fn observables(&self) -> usize;
    /// How many settings it reads.
    fn settings(&self) -> usize;
    /// The resting states under these settings.
    fn rest(&self, settings: &[f64]) -> Vec<f64>;
    /// The derivative of every state, per hour.
    fn rates(&self, settings: &[f64], states: &[f64], rates: &mut [f64]);
    /// The derivative of every rate by every state, row by row: entry `i * states + j` is that of rate `i` by state `j`.
    fn jacobian(&self, settings: &[f64], states: &[f64], jacobian: &mut [f64]);
    /// The derivative of every state, per hour, with its own derivatives in several directions.
    fn rates_along(&self, settings: &[Tangent], states: &[Tangent], rates: &mut [Tangent]);
    /// Every observable with its derivatives in several directions.
    fn observe_along(&self, settings: &[Tangent], states: &[Tangent], observables: &mut [Tangent]);
    /// The states that are solved together, in an order in which each reads only those before it and its own.
    fn blocks(&self) -> Vec<Vec<usize>>;
    /// Every observable at several moments at once.
    fn observe(&self, settings: &[f64], states: &[Lanes<MOMENTS>], observables: &mut [Lanes<MOMENTS>]);
    /// A solver for it.
    fn solver(&self, method: Method) -> Box<dyn Solve>;
}

impl<M: Cascade + Sync + 'static> AnyModel for M {
    fn states(&self) -> usize {
        M::STATES
    }

    fn observables(&self) -> usize {
        M::OBSERVABLES
    }

    fn settings(&self) -> usize {
        M::SETTINGS
    }

    fn rest(&self, settings: &[f64]) -> Vec<f64> {
        let mut states = vec![0.0; M::STATES];
        M::walk(settings, &mut Rest::new(&mut states));
        states
    }

    fn rates(&self, settings: &[f64], states: &[f64], rates: &mut [f64]) {
        M::walk(&settings[..M::SETTINGS], &mut Rates::new(&states[..M::STATES], &mut rates[..M::STATES]));
    }

    fn jacobian(&self, settings: &[f64], states: &[f64], jacobian: &mut [f64]) {
        exact_jacobian::<M>(settings, states, jacobian);
    }

    fn rates_along(&self, settings: &[Tangent], states: &[Tangent], rates: &mut [Tangent]) {
        M::walk(&settings[..M::SETTINGS], &mut Rates::new(&states[..M::STATES], &mut rates[..M::STATES]));
    }

    fn observe_along(&self, settings: &[Tangent], states: &[Tangent], observables: &mut [Tangent]) {
        M::walk(
            &settings[..M::SETTINGS],
            &mut Observables::new(&states[..M::STATES], &mut observables[..M::OBSERVABLES]),
        );
    }

    fn blocks(&self) -> Vec<Vec<usize>> {
        let mut blocks = Blocks::default();
        M::walk(&vec![1.0; M::SETTINGS], &mut blocks);
        blocks.0
    }

    fn observe(&self, settings: &[f64], states: &[Lanes<MOMENTS>], observables: &mut [Lanes<MOMENTS>]) {
        M::walk(
            &settings[..M::SETTINGS],
            &mut Observables::new(&states[..M::STATES], &mut observables[..M::OBSERVABLES]),
        );
    }

    fn solver(&self, method: Method) -> Box<dyn Solve> {
        match method {
            Method::Collocation => Box::new(Collocation::<M>::new()),
            Method::Rodas5p => Box::new(Rodas5p::<M>::new()),
        }
    }
}
