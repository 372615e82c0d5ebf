//! Whatever has a name.

use crate::metrics::{METRICS, Metric};
use crate::model::{LIMITS, Limit, OBSERVABLES, SETTINGS, STATES};
use crate::quantity::Quantity;
use crate::scenario::Link;
use crate::scenario::preset::{PRESETS, Preset};
use crate::simulate::IMPROVEMENT;
use crate::variability::{ADULTS, ADULTS_NAME, ADULTS_SAYS, Difference};
use crate::words::{folded, rounded};

/// Something that can be explained.
#[derive(Debug, Clone, Copy)]
pub enum Topic {
    /// A state, parameter, constant, input or observable.
    Quantity(&'static Quantity),
    /// A number read off a trajectory.
    Metric(&'static Metric),
    /// A ready-made change of the model.
    Preset(&'static Preset),
    /// A link of the pathway that can be cut.
    Link(Link),
    /// Something that the model answers in part or not at all.
    Limit(&'static Limit),
    /// The built-in population.
    Adults,
}

/// Everything that has a name, in the order of the glossary.
pub(super) fn all() -> impl Iterator<Item = Topic> {
    let quantities = STATES.iter().chain(OBSERVABLES).chain([&IMPROVEMENT]).chain(SETTINGS).map(Topic::Quantity);
    quantities
        .chain(METRICS.iter().map(Topic::Metric))
        .chain(PRESETS.iter().map(Topic::Preset))
        .chain(Link::ALL.into_iter().map(Topic::Link))
        .chain(LIMITS.iter().map(Topic::Limit))
        .chain([Topic::Adults])
}

/// What a name stands for; a parameter and a link, or a preset and a limit, may share one.
pub fn topics(name: &str) -> Vec<Topic> {
    all().filter(|topic| topic.name() == name).collect()
}

/// Every name.
pub fn names() -> Vec<&'static str> {
    all().map(Topic::name).collect()
}

impl Topic {
    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Quantity(quantity) => quantity.key,
            Self::Metric(metric) => metric.key,
            Self::Preset(preset) => preset.key,
            Self::Link(link) => link.name(),
            Self::Limit(limit) => limit.name,
            Self::Adults => ADULTS_NAME,
        }
    }

    /// What kind of thing it is.
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Quantity(quantity) => quantity.kind.name(),
            Self::Metric(_) => "metric",
            Self::Preset(_) => "preset",
            Self::Link(_) => "link",
            Self::Limit(_) => "limit",
            Self::Adults => "population",
        }
    }

    /// What it is, in a sentence.
    pub const fn definition(self) -> &'static str {
        match self {
            Self::Quantity(quantity) => quantity.description,
            Self::Metric(metric) => metric.definition,
            Self::Preset(preset) => preset.description,
            Self::Link(link) => link.description(),
            Self::Limit(limit) => limit.says,
            Self::Adults => ADULTS_SAYS,
        }
    }
}

/// Every spread of the built-in population, with what it rests on.
pub(super) fn spreads(text: &mut String) {
    for difference in ADULTS {
        text.push_str(&fact(difference.name, &spread(difference)));
    }
}

/// One spread: `20 % (log-normal), literature: where it was published`.
pub(super) fn spread(of: &Difference) -> String {
    let percent = rounded(100.0 * of.cv);
    format!("{percent} % ({}), {}: {}", of.distribution.name(), of.basis.name(), of.source)
}

/// A unit in words.
pub(super) fn unit(unit: &'static str) -> &'static str {
    if unit == "1" { "none (a plain number)" } else { unit }
}

/// A line with its title.
pub(super) fn fact(title: &str, words: &str) -> String {
    folded(&format!("  {title}: {words}"), "    ")
}
