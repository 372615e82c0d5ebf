//! What a preset changes.

use super::topic::fact;
use crate::export::equation_text;
use crate::model::{self, SETTINGS};
use crate::quantity::shortest;
use crate::scenario::preset::Preset;
use crate::words::folded;
use crate::words::texts::DISCLAIMER;

/// A change as a line: `name: 3 -> 0 1/h`.
fn changes(preset: &Preset) -> Vec<(&'static str, String)> {
    let line = |key: &str, value: f64, when: &str| {
        let quantity = SETTINGS.iter().find(|setting| setting.key == key)?;
        let unit = if quantity.unit == "1" { String::new() } else { format!(" {}", quantity.unit) };
        let change = match quantity.default {
            default if default == value => format!("{}{unit}, as by default", shortest(value)),
            default => format!("{} -> {}{unit}", shortest(default), shortest(value)),
        };
        Some((quantity.key, format!("{change}{when}")))
    };
    let set = preset.set.iter().filter_map(|(key, value)| line(key, *value, ""));
    let timed = preset.timed.iter().filter_map(|timed| {
        let when = format!(", from {} h to {} h", shortest(timed.at), shortest(timed.until));
        line(timed.key, timed.value, &when)
    });
    set.chain(timed).collect()
}

pub(super) fn facts(text: &mut String, preset: &Preset) {
    if !preset.usual_dose.is_empty() {
        text.push_str(&fact("usual dose", preset.usual_dose));
    }
    if !preset.source.is_empty() {
        text.push_str(&fact("source", preset.source));
    }
    text.push_str("  sets:\n");
    for (key, change) in changes(preset) {
        text.push_str(&folded(&format!("    {key}: {change}"), "      "));
    }
}

/// What a preset changes, and the equations that read what it changes.
pub fn difference(preset: &Preset) -> String {
    let mut text = format!("{}\n", preset.key);
    text.push_str(&folded(&format!("  {}", preset.description), "  "));
    if !preset.source.is_empty() {
        text.push_str(&folded(&format!("  Source: {}.", preset.source), "  "));
    }
    text.push_str("\nParameters\n");
    let changes = changes(preset);
    for (key, change) in &changes {
        text.push_str(&folded(&format!("  {key}: {change}"), "    "));
        let quantity = SETTINGS.iter().find(|setting| setting.key == *key);
        text.push_str(&folded(&format!("      {}", quantity.map_or("", |quantity| quantity.description)), "      "));
    }
    text.push_str("\nEquations that read them\n");
    let reads = |equation: &&crate::solver::Equation| {
        let symbols = equation.expression.symbols();
        changes.iter().any(|(key, _)| symbols.contains(key))
    };
    for equation in model::equations().iter().filter(reads) {
        let mark = if equation.is_derivative { "'" } else { "" };
        text.push_str(&equation_text(&format!("{}{mark} = ", equation.key), equation.expression));
    }
    text.push_str(&format!("\n{DISCLAIMER}\n"));
    text
}
