//! From the tables under `[[arm.event]]` to events.
//!
//! Owns: how the keys of an event act together. Must not know: doses, switches.

use super::check::wrong_type;
use super::checked::{Checked, Given, Meaning};
use super::diagnostic::{Problem, Report, code};
use super::key::Key;
use super::tree::{Node, Place, Value};
use crate::model;
use crate::quantity::{State, nearest};
use crate::regimen::{Effect, Event};

/// The greatest factor of a state; more is most likely a slip.
pub(super) const MOST_FACTOR: f64 = 100.0;

/// The state with this key.
fn state(key: &str) -> Option<State> {
    model::STATES.iter().position(|state| state.key == key).map(State)
}

fn known(key: &str, place: &Place) -> Result<State, Problem> {
    state(key).ok_or_else(|| {
        let problem = |message: String| Problem::error(code::UNKNOWN_KEY, place, message).label("not a state");
        let declared = model::SETTINGS.iter().chain(model::OBSERVABLES).any(|quantity| quantity.key == key);
        if declared {
            return problem(format!("\"{key}\" is no state, so nothing can happen to it at once"))
                .help("states are what the equations integrate; a parameter is changed by a [[arm.switch]]");
        }
        let near = nearest(key, model::STATES.iter().map(|state| state.key));
        let help = near.map_or_else(
            || "the columns of trajectory.csv begin with the states".to_owned(),
            |near| format!("did you mean \"{near}\"?"),
        );
        problem(format!("no state is called \"{key}\"")).help(help)
    })
}

fn factor(key: &str, node: &Node) -> Result<f64, Problem> {
    let least = state(key).and_then(|State(i)| model::STATES.get(i)).map_or(0.0, |state| state.low);
    match node.value {
        Value::Number(0.0) if least > 0.0 => {
            let message = format!("\"{key}\" cannot be taken away whole: its equations hold from {least} on");
            Err(Problem::error(code::OUT_OF_BOUNDS, &node.place, message)
                .label("nothing would be left")
                .help("leave some of it: a factor of 0.1 leaves a tenth"))
        }
        Value::Number(factor) if (0.0..=MOST_FACTOR).contains(&factor) => Ok(factor),
        Value::Number(factor) => {
            Err(Problem::error(code::OUT_OF_BOUNDS, &node.place, format!("the factor of \"{key}\" is {factor}"))
                .label(format!("allowed: 0 to {MOST_FACTOR}"))
                .help("a factor of 1 changes nothing, 0 takes all of it away"))
        }
        _ => Err(wrong_type(key, node, "a plain number").help(format!("write {{ {key} = 0.5 }} for half of it"))),
    }
}

/// A table of states with their factors; every problem of it is reported.
pub(super) fn check<'a>(key: &Key, node: &'a Node, report: &mut Report) -> Option<Meaning<'a>> {
    if !matches!(node.value, Value::Table(_)) {
        report.push(wrong_type(key.name, node, "a table").help(format!("write {} = {}", key.name, key.example)));
        return None;
    }
    let mut states = Vec::new();
    for entry in node.entries() {
        if report.is_full() {
            break;
        }
        if let Some(of) = report.keep(known(&entry.key, &entry.place)) {
            let number = report.keep(factor(&entry.key, &entry.node));
            states.extend(number.map(|number| Given { of, number, typed: entry }));
        }
    }
    Some(Meaning::States(states))
}

/// The events of one table.
pub(super) fn lower(table: &Checked<'_>, duration: f64, report: &mut Report) -> Vec<Event> {
    let at = table.get("at").and_then(Checked::value);
    if let (Some(at), Some(node)) = (at.filter(|at| *at >= duration), table.get("at")) {
        report.push(
            Problem::warning(
                code::SWITCH_BEYOND_END,
                node.place(),
                format!("the event is at {at} h, not before the end"),
            )
            .label("never happens")
            .help(format!("the scenario lasts {duration} h")),
        );
    }
    let is_empty = |name: &str| {
        table.get(name).is_none_or(|node| match &node.typed.value {
            Value::Table(entries) => entries.is_empty(),
            Value::List(items) => items.is_empty(),
            _ => false,
        })
    };
    if is_empty("scale_state") && is_empty("lose_gain") {
        report.push(
            Problem::error(code::EMPTY, table.place(), "the event changes nothing")
                .label("no state to scale")
                .help("add scale_state = { nascent_synapses = 0.0 } or lose_gain = [\"nascent_synapses\"]"),
        );
    }
    let Some(at) = at else { return Vec::new() };
    let scaled = table.get("scale_state").map_or(&[][..], Checked::states);
    let scales = scaled.iter().map(|given| Event { at, state: given.of, effect: Effect::Scale(given.number) });
    let lost = table.items("lose_gain").iter().filter_map(|item| state(item.text()?));
    scales.chain(lost.map(|state| Event { at, state, effect: Effect::LoseGain })).collect()
}
