//! The facts of a state, parameter, constant, input or observable.

use super::topic::{fact, spread, unit};
use crate::export::equation_text;
use crate::model::{self, OBSERVABLES, PREMISES};
use crate::quantity::{Basis, Kind, Quantity, shortest};
use crate::simulate::{IMPROVEMENT, IMPROVES, LEAST_SYMPTOMS, improvement_equation};
use crate::variability::ADULTS;

pub(super) fn facts(text: &mut String, quantity: &Quantity) {
    text.push_str(&fact("mechanism", quantity.group));
    text.push_str(&fact("symbol", &format!("{} (TeX)", quantity.symbol)));
    text.push_str(&fact("unit", if quantity.unit == "1" { unit("1") } else { quantity.unit }));
    match quantity.kind {
        Kind::Parameter => {
            text.push_str(&fact("default", &with_unit(quantity.default, quantity.unit)));
            let bounds = format!("{} to {}", shortest(quantity.low), shortest(quantity.high));
            text.push_str(&fact("bounds", &bounds));
            text.push_str(&fact("basis", &format!("{}: {}", quantity.basis.name(), meaning(quantity.basis))));
        }
        Kind::Constant => {
            text.push_str(&fact("value", &with_unit(quantity.default, quantity.unit)));
            text.push_str(&fact("basis", &format!("{}: {}", quantity.basis.name(), meaning(quantity.basis))));
        }
        Kind::State | Kind::Observable | Kind::Input => {}
    }
    if quantity.source != "-" {
        text.push_str(&fact("source", quantity.source));
    }
    for premise in PREMISES.iter().filter(|premise| premise.of.contains(&quantity.key)) {
        text.push_str(&fact("premise", &format!("{}: `onset claims {}`", premise.says, premise.claim)));
    }
    if let Some(difference) = ADULTS.iter().find(|difference| difference.name == quantity.key) {
        text.push_str(&fact("between the built-in adults", &spread(difference)));
    }
    if quantity.key == IMPROVEMENT.key {
        text.push_str("  equation:\n");
        text.push_str(&equation_text(&format!("{} = ", quantity.key), improvement_equation()));
        let least = shortest(LEAST_SYMPTOMS);
        text.push_str(&fact("baseline", &format!("the value at time 0, which must be at least {least}")));
        text.push_str(&fact("what acts on it", OBSERVABLES[IMPROVES.0].key));
        return;
    }
    if let Some(equation) = model::equations().iter().find(|equation| equation.key == quantity.key) {
        let mark = if equation.is_derivative { "'" } else { "" };
        text.push_str(if equation.is_derivative { "  equation (per hour):\n" } else { "  equation:\n" });
        text.push_str(&equation_text(&format!("{}{mark} = ", quantity.key), equation.expression));
    }
    let list = |title: &str, keys: &[&str]| {
        if keys.is_empty() { String::new() } else { fact(title, &keys.join(", ")) }
    };
    text.push_str(&list("what acts on it", &model::acts_on(quantity.key)));
    let mut acted: Vec<&str> = model::acted_on_by(quantity.key);
    if quantity.key == OBSERVABLES[IMPROVES.0].key {
        acted.push(IMPROVEMENT.key);
    }
    match acted.as_slice() {
        [] => text.push_str(&fact("it acts on", "nothing: it is a reading")),
        keys => text.push_str(&list("it acts on", keys)),
    }
}

fn with_unit(value: f64, unit: &str) -> String {
    if unit == "1" { shortest(value) } else { format!("{} {unit}", shortest(value)) }
}

/// What a basis means, in a few words.
const fn meaning(basis: Basis) -> &'static str {
    match basis {
        Basis::Literature => "a published figure",
        Basis::Tuned => "chosen so that the model meets published findings",
        Basis::Assumed => "plausible, without a figure behind it",
        Basis::Switch => "an experiment, not a measurement",
        Basis::Definition => "follows from the definition",
    }
}
