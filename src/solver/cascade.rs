//! The form in which a model is authored: a cascade of stages.
//!
//! A model of this kind is a chain of first-order turnover stages, `y' = inflow - loss * y`, in which a stage reads
//! only what stands upstream of it, and of a few pairs that read each other. It is written once, as a walk: a function
//! that shows the stages to a visitor in their order and gets the value of each. The visitor decides what happens at a
//! stage: [`super::Rates`] looks the state up and writes its derivative, the collocation step solves for the state
//! there and then, [`super::Rest`] finds its resting value, a printer writes the equation down. Since a value can only
//! be used after the stage that hands it out, an order of solution is an order that compiles.

use crate::quantity::{Observable, State};
use crate::scalar::{Constant, Scalar, Varying};

/// What a stage says of one state: `y' = inflow - loss * y`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Flow<T> {
    /// What arrives, in the state's unit per hour.
    pub inflow: T,
    /// The share that leaves, per hour.
    pub loss: T,
}

impl<T> Flow<T> {
    /// The derivative at `y`.
    #[inline]
    pub fn rate<Y>(self, y: Y) -> T
    where
        T: std::ops::Sub<Output = T> + std::ops::Mul<Y, Output = T>,
    {
        self.inflow - self.loss * y
    }
}

/// A visitor of the stages of a cascade. `Constant` is the kind of number that stays the same between two events
/// (parameters and what follows from them), `Varying` the kind that changes in time; that a stage's loss is constant is
/// part of its type.
pub trait Visitor {
    /// Parameters and what follows from them.
    type Constant: Constant<Self::Varying>;
    /// States and what follows from them.
    type Varying: Varying<Self::Constant>;

    /// A stage `y' = inflow - loss * y`; returns `y`.
    fn turnover(&mut self, state: State, inflow: Self::Varying, loss: Self::Constant) -> Self::Varying;

    /// A stage that follows a target: `y' = rate * (target - y)`; returns `y`.
    #[inline]
    fn follow(&mut self, state: State, rate: Self::Constant, target: Self::Varying) -> Self::Varying {
        self.turnover(state, rate * target, rate)
    }

    /// A stage that only empties: `y' = -loss * y`; returns `y`.
    fn decay(&mut self, state: State, loss: Self::Constant) -> Self::Varying;

    /// Two states that exchange linearly, with gains above 0: `y0' = inflow - loss[0] * y0 + gain[0] * y1` and
    /// `y1' = gain[1] * y0 - loss[1] * y1`; returns both.
    fn exchange(
        &mut self,
        states: [State; 2],
        inflow: Self::Varying,
        loss: [Self::Constant; 2],
        gain: [Self::Constant; 2],
    ) -> [Self::Varying; 2];

    /// Two states that read each other; returns both.
    fn pair<P: Pair<Self::Constant, Self::Varying>>(&mut self, states: [State; 2], pair: P) -> [Self::Varying; 2];

    /// Names an intermediate value, so that it is printed and can be plotted; returns it.
    fn observe(&mut self, observable: Observable, value: Self::Varying) -> Self::Varying;
}

/// Two states whose flows depend on each other.
///
/// The inflow and loss of the second state must not depend on the second state, and where the second rests, the rate of
/// the first must fall as the first grows: then there is one resting point above 0, which [`super::Rest`] brackets.
pub trait Pair<C: Scalar, V> {
    /// The flows of both states where they have the values `y`.
    fn flows<T>(&self, y: [T; 2]) -> [Flow<T>; 2]
    where
        T: Varying<C> + From<V>,
        C: Constant<T>;
}

/// A model as a cascade.
pub trait Cascade {
    /// How many states it has.
    const STATES: usize;
    /// How many observables it names.
    const OBSERVABLES: usize;
    /// How many parameters, constants and inputs it reads.
    const SETTINGS: usize;
    /// The least and the greatest value of each state that the equations hold for. A solution never leaves them by more
    /// than its error may be, and a root of a pair outside them is none.
    const DOMAIN: &'static [[f64; 2]];

    /// Visits every stage in an order in which it can be solved. `settings` has [`Cascade::SETTINGS`] values.
    fn walk<W: Visitor>(settings: &[W::Constant], stages: &mut W);
}
