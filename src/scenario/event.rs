//! From the tables under `[[arm.event]]` to events.
//!
//! Owns: how the keys of an event act together. Must not know: doses, switches.

use super::checked::Checked;
use super::diagnostic::{Problem, Report, code};
use super::tree::Value;
use super::value::state;
use crate::regimen::{Effect, Event};

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
