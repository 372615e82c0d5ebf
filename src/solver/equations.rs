//! The stages of a model as equations: a derivative for each state, a value for each observable.

use super::stage::Stage;
use crate::quantity::{Quantity, State};
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

/// Every equation of a model in the order of its stages, given the declarations of its states and observables.
pub fn equations(stages: &[Stage], states: &'static [Quantity], observables: &'static [Quantity]) -> Vec<Equation> {
    let key = |State(state): State| states[state].key;
    let symbol = |state: State| Expression::symbol(key(state));
    let derivative = |state, expression| Equation { key: key(state), is_derivative: true, expression };
    let mut equations: Vec<Equation> = stages
        .iter()
        .flat_map(|stage| match *stage {
            Stage::Turnover(state, flow) => vec![derivative(state, flow.rate(symbol(state)))],
            Stage::Follow(state, rate, target) => vec![derivative(state, rate * (target - symbol(state)))],
            Stage::Decay(state, loss) => vec![derivative(state, -(loss * symbol(state)))],
            Stage::Exchange([a, b], inflow, loss, gain) => vec![
                derivative(a, inflow - loss[0] * symbol(a) + gain[0] * symbol(b)),
                derivative(b, gain[1] * symbol(a) - loss[1] * symbol(b)),
            ],
            Stage::Pair(states, flows) => {
                states.into_iter().zip(flows).map(|(state, flow)| derivative(state, flow.rate(symbol(state)))).collect()
            }
            Stage::Observe(observable, expression) => {
                vec![Equation { key: observables[observable.0].key, is_derivative: false, expression }]
            }
        })
        .collect();
    let named: Vec<(Expression, &'static str)> = equations
        .iter()
        .filter(|equation| !equation.is_derivative)
        .map(|equation| (equation.expression, equation.key))
        .collect();
    // A pair computes its intermediate values afresh; where they have a name, the name is written.
    for equation in equations.iter_mut().filter(|equation| equation.is_derivative) {
        equation.expression = equation.expression.with_names(&named);
    }
    equations
}
