//! A walker that writes the equations down.

use super::cascade::{Cascade, Pair, Stages};
use crate::quantity::{Observable, Quantity, State};
use crate::scalar::Expression;

/// One equation of a model.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Equation {
    /// The key of what it defines.
    pub key: &'static str,
    /// Whether it gives the derivative of a state, per hour, or the value of an observable.
    pub is_derivative: bool,
    /// Its right-hand side.
    pub expression: Expression,
}

impl Equation {
    /// As text: `glutamate' = ...` for a state, `bdnf := ...` for an observable.
    pub fn text(&self) -> String {
        let sign = if self.is_derivative { "' =" } else { " :=" };
        format!("{}{sign} {}", self.key, self.expression.text())
    }
}

/// Every equation of a model in the order of its walk, given the declarations of its settings, states and observables.
pub fn equations<M: Cascade>(
    settings: &[Quantity],
    states: &'static [Quantity],
    observables: &'static [Quantity],
) -> Vec<Equation> {
    let symbols: Vec<Expression> = settings.iter().map(|setting| Expression::symbol(setting.key)).collect();
    let mut writer = Writer { states, observables, equations: Vec::new() };
    M::walk(&symbols, &mut writer);
    let named: Vec<(Expression, &'static str)> = writer
        .equations
        .iter()
        .filter(|equation| !equation.is_derivative)
        .map(|equation| (equation.expression, equation.key))
        .collect();
    // A pair computes its intermediate values afresh; where they have a name, the name is written.
    for equation in writer.equations.iter_mut().filter(|equation| equation.is_derivative) {
        equation.expression = equation.expression.with_names(&named);
    }
    writer.equations
}

struct Writer {
    states: &'static [Quantity],
    observables: &'static [Quantity],
    equations: Vec<Equation>,
}

impl Writer {
    fn symbol(&self, State(state): State) -> Expression {
        Expression::symbol(self.states[state].key)
    }

    fn derivative(&mut self, State(state): State, expression: Expression) {
        self.equations.push(Equation { key: self.states[state].key, is_derivative: true, expression });
    }
}

impl Stages for Writer {
    type Constant = Expression;
    type Varying = Expression;

    fn turnover(&mut self, state: State, inflow: Expression, loss: Expression) -> Expression {
        let y = self.symbol(state);
        self.derivative(state, inflow - loss * y);
        y
    }

    fn follow(&mut self, state: State, rate: Expression, target: Expression) -> Expression {
        let y = self.symbol(state);
        self.derivative(state, rate * (target - y));
        y
    }

    fn decay(&mut self, state: State, loss: Expression) -> Expression {
        let y = self.symbol(state);
        self.derivative(state, -(loss * y));
        y
    }

    fn exchange(
        &mut self,
        states: [State; 2],
        inflow: Expression,
        loss: [Expression; 2],
        gain: [Expression; 2],
    ) -> [Expression; 2] {
        let [a, b] = states.map(|state| self.symbol(state));
        self.derivative(states[0], inflow - loss[0] * a + gain[0] * b);
        self.derivative(states[1], gain[1] * a - loss[1] * b);
        [a, b]
    }

    fn pair<P: Pair<Expression, Expression>>(&mut self, states: [State; 2], pair: P) -> [Expression; 2] {
        let y = states.map(|state| self.symbol(state));
        let flows = pair.flows(y);
        for ((state, flow), y) in states.into_iter().zip(flows).zip(y) {
            self.derivative(state, flow.rate(y));
        }
        y
    }

    fn observe(&mut self, Observable(observable): Observable, value: Expression) -> Expression {
        let key = self.observables[observable].key;
        self.equations.push(Equation { key, is_derivative: false, expression: value });
        Expression::symbol(key)
    }
}
