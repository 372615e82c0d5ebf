//! Every name with its meaning.

use super::topic::{Topic, all};
use crate::words::folded;
use crate::words::texts::DISCLAIMER;

/// Every name with its kind and meaning, by mechanism, then metrics, presets, links and limits.
pub fn glossary() -> String {
    let mut chapters: Vec<(&str, Vec<Topic>)> = Vec::new();
    for topic in all() {
        let chapter = match topic {
            Topic::Quantity(quantity) => quantity.group,
            Topic::Metric(_) => "Metrics",
            Topic::Preset(_) => "Presets",
            Topic::Link(_) => "Links that can be cut",
            Topic::Limit(_) => "What the model leaves out",
            Topic::Adults => "Populations",
        };
        match chapters.iter_mut().find(|(name, _)| *name == chapter) {
            Some((_, topics)) => topics.push(topic),
            None => chapters.push((chapter, vec![topic])),
        }
    }
    let mut text = String::new();
    for (chapter, topics) in chapters {
        text.push_str(&format!("{chapter}\n"));
        for topic in topics {
            let kind = match topic {
                Topic::Quantity(quantity) => format!(" ({})", quantity.kind.name()),
                _ => String::new(),
            };
            text.push_str(&folded(&format!("  {}{kind}: {}", topic.name(), topic.definition()), "      "));
        }
        text.push('\n');
    }
    text.push_str(&format!("`onset explain NAME` tells all of one.\n{DISCLAIMER}\n"));
    text
}
