//! One thing to try.

use super::topic::Topic;
use crate::model::{self, STATES};
use crate::quantity::{Kind, Quantity, shortest};
use crate::regimen::{Drug, Route};
use crate::scenario::builtin::{BUILTINS, Builtin};
use crate::scenario::preset::{Preset, PresetKind};
use crate::scenario::{Scenario, read};

/// A run that shows what a name is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// A built-in scenario.
    pub scenario: &'static str,
    /// What follows it on the command line, word by word.
    pub change: Vec<String>,
    hint: String,
}

/// Shows both drugs.
const BOTH: &str = "ketamine-vs-ssri";

impl Attempt {
    /// One thing to try with a topic.
    pub(super) fn of(topic: Topic) -> Self {
        match topic {
            Topic::Quantity(quantity) if quantity.kind == Kind::Parameter => Self::change(quantity),
            Topic::Quantity(quantity) => Self::watch(quantity),
            Topic::Metric(metric) => Self {
                scenario: BOTH,
                change: Vec::new(),
                hint: format!("{} then stands in metrics.csv, for each arm.", metric.key),
            },
            Topic::Preset(preset) => Self::preset(preset),
            Topic::Limit(limit) => Self {
                scenario: limit.scenario,
                change: Vec::new(),
                hint: "The scenario's header says what to look at.".to_owned(),
            },
            Topic::Adults => Self {
                scenario: "single-infusion",
                change: Vec::new(),
                hint: "That is the typical subject; `onset population single-infusion -n 200` follows 200 adults."
                    .to_owned(),
            },
            Topic::Link(link) => Self {
                scenario: "single-infusion",
                change: vec!["--without".to_owned(), link.name().to_owned()],
                hint: "What depends on the link is gone; say beforehand what that will be.".to_owned(),
            },
        }
    }

    /// As it is typed.
    pub fn command(&self) -> String {
        let words: String = self.change.iter().map(|word| format!(" {word}")).collect();
        format!("onset run {}{words}", self.scenario)
    }

    /// What to look at.
    pub fn hint(&self) -> &str {
        &self.hint
    }

    /// Another value of a parameter, where a dose reaches it.
    fn change(parameter: &Quantity) -> Self {
        let Quantity { key, default, low, high, .. } = *parameter;
        let value = match default {
            0.0 => shortest(0.5 * high.min(1.0)),
            // Half is tried first: shares that add up to one leave no room for twice as much.
            default if 0.5 * default >= low => "0.5x".to_owned(),
            default if 2.0 * default <= high => "2x".to_owned(),
            _ => shortest(low),
        };
        Self {
            scenario: scenario_of(key),
            change: vec!["--set".to_owned(), format!("parameters.{key}={value}")],
            hint: "Say beforehand which curves move, and which way.".to_owned(),
        }
    }

    /// Another value of the first parameter in the equation of what cannot be set itself.
    fn watch(quantity: &Quantity) -> Self {
        let hint = format!("The column {} of trajectory.csv shows what it does.", quantity.key);
        let parameter = model::acts_on(quantity.key).into_iter().find_map(model::parameter);
        match parameter {
            Some(setting) => Self { hint, ..Self::change(&model::SETTINGS[setting.0]) },
            None => Self { scenario: BOTH, change: Vec::new(), hint },
        }
    }

    /// A scenario that has the preset, or a subject that has it.
    fn preset(preset: &Preset) -> Self {
        if preset.kind == PresetKind::Subject {
            return Self {
                scenario: "single-infusion",
                change: vec!["--set".to_owned(), format!("subject.preset={}", preset.key)],
                hint: "The same treatment in another subject.".to_owned(),
            };
        }
        let has = |scenario: &Scenario| scenario.arms.iter().any(|arm| arm.presets.contains(&preset.key));
        Self {
            scenario: find(has).map_or(BOTH, |builtin| builtin.name),
            change: Vec::new(),
            hint: format!("To see what it changes: onset equations --diff {}", preset.key),
        }
    }
}

/// The first built-in scenario that is so.
fn find(is_so: impl Fn(&Scenario) -> bool) -> Option<&'static Builtin> {
    BUILTINS.iter().find(|builtin| read(&builtin.source(), &[]).scenario.is_some_and(|scenario| is_so(&scenario)))
}

/// The usual scenario, or where a parameter belongs to one way of giving a drug, one that gives it so.
fn scenario_of(key: &str) -> &'static str {
    let mut places = Vec::new();
    for (drug, route) in Drug::ALL.into_iter().flat_map(|drug| Route::ALL.map(|route| (drug, route))) {
        let Some(state) = drug.compartment(route) else { continue };
        let reads = |equation: &crate::solver::Equation| {
            let symbols = equation.expression.symbols();
            symbols.contains(&key) && (symbols.contains(&STATES[state.0].key) || equation.key == STATES[state.0].key)
        };
        if model::equations().iter().any(reads) {
            places.push((drug, route));
        }
    }
    let gives = |scenario: &Scenario| {
        let regimens = || scenario.arms.iter().map(|arm| &arm.experiment.regimen);
        regimens().any(|regimen| places.iter().any(|(drug, route)| regimen.gives_by(*drug, *route, scenario.duration)))
    };
    let is_known = BUILTINS.iter().find(|builtin| builtin.name == BOTH).filter(|_| places.is_empty());
    is_known.or_else(|| find(gives)).map_or(BOTH, |builtin| builtin.name)
}
