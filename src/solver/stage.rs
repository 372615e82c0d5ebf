//! A visitor that writes the stages of a model down.

use super::cascade::{Cascade, Flow, Pair, Visitor};
use crate::quantity::{Observable, Quantity, State};
use crate::scalar::Expression;

/// One stage of a model as it was shown to a visitor; the methods of [`Visitor`] define each.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Stage {
    /// [`Visitor::turnover`].
    Turnover(State, Flow<Expression>),
    /// [`Visitor::follow`]: a rate and a target.
    Follow(State, Expression, Expression),
    /// [`Visitor::decay`].
    Decay(State, Expression),
    /// [`Visitor::exchange`]: inflow, losses, gains.
    Exchange([State; 2], Expression, [Expression; 2], [Expression; 2]),
    /// [`Visitor::pair`].
    Pair([State; 2], [Flow<Expression>; 2]),
    /// [`Visitor::observe`].
    Observe(Observable, Expression),
}

/// Every stage of a model in the order of its walk, given the declarations of its settings, states and observables.
pub fn stages<M: Cascade>(
    settings: &[Quantity],
    states: &'static [Quantity],
    observables: &'static [Quantity],
) -> Vec<Stage> {
    let symbols: Vec<Expression> = settings.iter().map(|setting| Expression::symbol(setting.key)).collect();
    let mut writer = Writer { states, observables, stages: Vec::new() };
    M::walk(&symbols, &mut writer);
    writer.stages
}

struct Writer {
    states: &'static [Quantity],
    observables: &'static [Quantity],
    stages: Vec<Stage>,
}

impl Writer {
    fn symbol(&self, State(state): State) -> Expression {
        Expression::symbol(self.states[state].key)
    }
}

impl Visitor for Writer {
    type Constant = Expression;
    type Varying = Expression;

    fn turnover(&mut self, state: State, inflow: Expression, loss: Expression) -> Expression {
        self.stages.push(Stage::Turnover(state, Flow { inflow, loss }));
        self.symbol(state)
    }

    fn follow(&mut self, state: State, rate: Expression, target: Expression) -> Expression {
        self.stages.push(Stage::Follow(state, rate, target));
        self.symbol(state)
    }

    fn decay(&mut self, state: State, loss: Expression) -> Expression {
        self.stages.push(Stage::Decay(state, loss));
        self.symbol(state)
    }

    fn exchange(
        &mut self,
        states: [State; 2],
        inflow: Expression,
        loss: [Expression; 2],
        gain: [Expression; 2],
    ) -> [Expression; 2] {
        self.stages.push(Stage::Exchange(states, inflow, loss, gain));
        states.map(|state| self.symbol(state))
    }

    fn pair<P: Pair<Expression, Expression>>(&mut self, states: [State; 2], pair: P) -> [Expression; 2] {
        let y = states.map(|state| self.symbol(state));
        self.stages.push(Stage::Pair(states, pair.flows(y)));
        y
    }

    fn observe(&mut self, observable: Observable, value: Expression) -> Expression {
        self.stages.push(Stage::Observe(observable, value));
        Expression::symbol(self.observables[observable.0].key)
    }
}
