//! The whole explanation of a name.

use super::attempt::Attempt;
use super::topic::{Topic, fact, spreads, unit};
use super::{preset as presets, quantity};
use crate::words::folded;

impl Topic {
    /// All of it, in lines that fit a terminal.
    pub fn text(self) -> String {
        let mut text = format!("{} ({})\n", self.name(), self.kind());
        text.push_str(&folded(&format!("  {}", self.definition()), "  "));
        match self {
            Self::Quantity(quantity) => quantity::facts(&mut text, quantity),
            Self::Metric(metric) => text.push_str(&fact("unit", unit(metric.unit))),
            Self::Preset(preset) => presets::facts(&mut text, preset),
            Self::Limit(_) => text.push_str(&fact("what was published on it", "onset claims, onset evidence")),
            Self::Adults => spreads(&mut text),
            Self::Link(link) => {
                let (key, value) = link.cut();
                text.push_str(&fact("cut by", &format!("{key} = {value}, from before time 0 to the end")));
            }
        }
        let attempt = Attempt::of(self);
        text.push_str(&format!("\n  try:\n  {}\n", attempt.command()));
        text.push_str(&folded(&format!("    {}", attempt.hint()), "    "));
        text
    }
}
