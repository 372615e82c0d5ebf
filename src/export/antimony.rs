//! Antimony, the plain-text form of SBML.

use std::fmt::Write as _;

use super::event::{Effect, events};
use super::script::safe;
use super::study::Study;
use crate::model::{self, SETTINGS, STATES};
use crate::quantity::shortest;
use crate::scalar::{Notation, shapes};
use crate::words::escape::comment;
use crate::words::texts::DISCLAIMER;

/// Words that a name cannot be.
const TAKEN: &[&str] = &[
    "time",
    "model",
    "module",
    "function",
    "end",
    "at",
    "after",
    "in",
    "is",
    "has",
    "const",
    "var",
    "ext",
    "species",
    "formula",
    "compartment",
    "gene",
    "operator",
    "unit",
    "import",
    "delete",
    "substanceOnly",
    "DNA",
    "pi",
    "avogadro",
    "priority",
    "persistent",
    "fromTrigger",
    "t0",
    "e",
    "inf",
    "nan",
    "and",
    "or",
    "not",
    "true",
    "false",
];

struct Antimony;

impl Notation for Antimony {
    fn symbol(&self, key: &'static str) -> String {
        safe(key, TAKEN)
    }
}

/// The whole model.
pub(super) fn document(study: &Study) -> String {
    let mut text = format!(
        "// {}\n// {}: {}\n// {DISCLAIMER}\n// Printed by onset {}. Time in h, amounts in mg.\n\n",
        comment(&study.title),
        comment(&study.arm),
        comment(&study.description),
        env!("CARGO_PKG_VERSION")
    );
    for shape in shapes() {
        let arguments = shape.arguments.join(", ");
        let _ = writeln!(text, "function {}({arguments})\n  {}\nend\n", shape.name, shape.body.written(&Antimony));
    }
    text.push_str("model printed()\n  // ---- parameters: the values of this arm\n");
    let assign = |text: &mut String, key: &'static str, value: f64, remark: &str| {
        let assigned = format!("{} = {};", safe(key, TAKEN), shortest(value));
        let _ = writeln!(text, "  {assigned:40} // {remark}");
    };
    for (quantity, value) in SETTINGS.iter().zip(&study.experiment.settings) {
        assign(&mut text, quantity.key, *value, &format!("{}: {}", quantity.unit, quantity.description));
    }
    text.push_str("\n  // ---- states: their values at rest before treatment\n");
    for (quantity, rest) in STATES.iter().zip(study.rest()) {
        assign(&mut text, quantity.key, rest, &format!("{}: {}", quantity.unit, quantity.description));
    }
    text.push_str("\n  // ---- equations\n");
    for equation in model::equations() {
        let sign = if equation.is_derivative { "' =" } else { " :=" };
        let line = format!("  {}{sign} {};", safe(equation.key, TAKEN), equation.expression.written(&Antimony));
        // A line break would end the statement.
        let _ = writeln!(text, "{line}");
    }
    let events = events(study);
    if !events.is_empty() {
        text.push_str("\n  // ---- doses and switches\n");
    }
    // Only where the order of events at one time counts is it said.
    let is_ordered = events.iter().any(|event| event.priority() > 0);
    for event in &events {
        let effect = match event.effect {
            Effect::Add(key, amount) => {
                let key = safe(key, TAKEN);
                let sign = if amount < 0.0 { '-' } else { '+' };
                format!("{key} = {key} {sign} {}", shortest(amount.abs()))
            }
            Effect::Set(key, value) => format!("{} = {}", safe(key, TAKEN), shortest(value)),
            Effect::Scale(key, factor) => {
                let key = safe(key, TAKEN);
                format!("{key} = {key} * {}", shortest(factor))
            }
            Effect::Cap(key, most) => {
                let (key, most) = (safe(key, TAKEN), shortest(most));
                format!("{key} = piecewise({most}, {key} > {most}, {key})")
            }
        };
        let priority = if is_ordered { format!("priority={}, ", event.priority()) } else { String::new() };
        let (next, id) = (event.next(), &event.id);
        let _ = match event.repeat {
            None => {
                writeln!(
                    text,
                    "  {id}: at (time >= {}), {priority}t0=false, fromTrigger=false: {effect};",
                    shortest(event.first)
                )
            }
            Some((every, _)) => writeln!(
                text,
                "  {next} = {};\n  {id}: at (time >= {next} && {next} < {}), {priority}t0=false, fromTrigger=false: {effect}, {next} = {next} + {};",
                shortest(event.first),
                shortest(event.limit()),
                shortest(every)
            ),
        };
    }
    text.push_str("end\n");
    text
}
