//! From the tables under `[[arm.event]]` to events.
//!
//! Owns: how the keys of an event act together. Must not know: doses, switches.

use super::check::{self, wrong_type};
use super::diagnostic::{Problem, Report, code};
use super::key::{EVENT, Key, Shape};
use super::scenario::Scenario;
use super::tree::{Node, Place, Value};
use crate::model::{self, synapses};
use crate::quantity::{State, nearest};
use crate::regimen::{Effect, Event};

/// What counts as new spines: all synapses gained since before time 0, nascent or matured meanwhile.
const NEW_SPINES: [State; 2] = [synapses::state::nascent_synapses, synapses::state::mature_synapses];

impl Scenario {
    /// The same scenario with the synapses gained since the start erased at a time (h), in every arm. The
    /// spines that ketamine had brought were erased in mice by Moda-Sava et al 2019, Science 364:eaat8078.
    #[must_use]
    pub fn erasing_new_spines(&self, at: f64) -> Self {
        let mut erased = self.clone();
        let events = NEW_SPINES.map(|state| Event { at, state, effect: Effect::LoseGain });
        for arm in &mut erased.arms {
            arm.experiment.regimen.events.extend(events);
        }
        erased
    }
}

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

/// Reports every problem of a table of states with their factors.
pub(super) fn check(key: &Key, node: &Node, report: &mut Report) {
    if !matches!(node.value, Value::Table(_)) {
        report.push(wrong_type(key.name, node, "a table").help(format!("write {} = {}", key.name, key.example)));
        return;
    }
    for entry in node.entries() {
        if report.is_full() {
            return;
        }
        if report.keep(known(&entry.key, &entry.place)).is_some() {
            report.keep(factor(&entry.key, &entry.node));
        }
    }
}

/// The events of one table.
pub(super) fn lower(table: &Node, duration: f64, report: &mut Report) -> Vec<Event> {
    let read = |name: &str| {
        let key = EVENT.key(name)?;
        let Shape::Quantity(range) = &key.shape else { return None };
        check::quantity(key, table.get(name)?, range).ok().map(|amount| amount.value)
    };
    let at = read("at");
    if let (Some(at), Some(node)) = (at.filter(|at| *at >= duration), table.get("at")) {
        report.push(
            Problem::warning(
                code::SWITCH_BEYOND_END,
                &node.place,
                format!("the event is at {at} h, not before the end"),
            )
            .label("never happens")
            .help(format!("the scenario lasts {duration} h")),
        );
    }
    let scaled = table.get("scale_state").map_or(&[][..], Node::entries);
    let lost = table.get("lose_gain").map_or(&[][..], Node::items);
    let is_readable = |node: &Node| matches!(node.value, Value::Table(_) | Value::List(_));
    if scaled.is_empty()
        && lost.is_empty()
        && ["scale_state", "lose_gain"].iter().all(|name| table.get(name).is_none_or(is_readable))
    {
        report.push(
            Problem::error(code::EMPTY, &table.place, "the event changes nothing")
                .label("no state to scale")
                .help("add scale_state = { nascent_synapses = 0.0 } or lose_gain = [\"nascent_synapses\"]"),
        );
    }
    let Some(at) = at else { return Vec::new() };
    let scales = scaled.iter().filter_map(|entry| {
        let effect = Effect::Scale(factor(&entry.key, &entry.node).ok()?);
        Some(Event { at, state: state(&entry.key)?, effect })
    });
    let losses =
        lost.iter().filter_map(|item| Some(Event { at, state: state(item.text()?)?, effect: Effect::LoseGain }));
    scales.chain(losses).collect()
}
