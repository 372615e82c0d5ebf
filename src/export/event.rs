//! Doses, switches and states that are changed at once as events, for simulators that have them.

use super::schedule::Times;
use super::script::{held, struck};
use super::study::Study;
use crate::model::SETTINGS;

/// What an event does to one quantity.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Effect {
    /// Adds to it.
    Add(&'static str, f64),
    /// Gives it a value.
    Set(&'static str, f64),
    /// Multiplies it.
    Scale(&'static str, f64),
    /// Lowers it to this value where it is above.
    Cap(&'static str, f64),
}

/// Something that happens at one time or, by a rule, at several.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Event {
    /// A name without blanks.
    pub(super) id: String,
    /// What it does.
    pub(super) effect: Effect,
    /// When it first happens, h.
    pub(super) first: f64,
    /// How far apart the next are, h, and how many there are in all; `None` is once.
    pub(super) repeat: Option<(f64, usize)>,
}

impl Event {
    /// The name of the parameter that holds when a repeated event comes next.
    pub(super) fn next(&self) -> String {
        format!("next_{}", self.id)
    }

    /// A time after the last of a repeated event and before one more would be.
    pub(super) fn limit(&self) -> f64 {
        self.repeat.map_or(self.first, |(every, count)| self.first + every * (count as f64 - 0.5))
    }

    /// The key of what it changes.
    pub(super) const fn key(&self) -> &'static str {
        match self.effect {
            Effect::Add(key, _) | Effect::Set(key, _) | Effect::Scale(key, _) | Effect::Cap(key, _) => key,
        }
    }

    /// Which of two events at one time comes first: the one with the greater number.
    pub(super) const fn priority(&self) -> u8 {
        match self.effect {
            Effect::Scale(..) | Effect::Cap(..) => 1,
            Effect::Add(..) | Effect::Set(..) => 0,
        }
    }
}

/// Every event of an arm before its end.
pub(super) fn events(study: &Study) -> Vec<Event> {
    let changed = struck(study).into_iter().enumerate().map(|(number, one)| Event {
        id: format!("change_{}", number + 1),
        effect: match one.factor {
            Some(factor) => Effect::Scale(one.key, factor),
            None => Effect::Cap(one.key, one.rest),
        },
        first: one.at,
        repeat: None,
    });
    let mut events: Vec<Event> = changed.collect();
    for (number, given) in study.given.iter().enumerate() {
        let mut add = |what: &str, amount: f64, shift: f64| match &given.at {
            Times::Listed(times) => events.extend(times.iter().enumerate().map(|(i, time)| Event {
                id: format!("{what}_{}_{}", number + 1, i + 1),
                effect: Effect::Add(given.into, amount),
                first: time + shift,
                repeat: None,
            })),
            Times::Every { first, every, count } => events.push(Event {
                id: format!("{what}_{}", number + 1),
                effect: Effect::Add(given.into, amount),
                first: first + shift,
                repeat: Some((*every, *count)),
            }),
        };
        if given.over > 0.0 {
            let rate = given.amount / given.over;
            add("infusion_starts", rate, 0.0);
            add("infusion_ends", -rate, given.over);
        } else {
            add("dose", given.amount, 0.0);
        }
    }
    let held = held(study);
    for (number, switch) in held.iter().enumerate() {
        let once = |what: &str, value: f64, at: f64| Event {
            id: format!("switch_{}_{what}", number + 1),
            effect: Effect::Set(switch.key, value),
            first: at,
            repeat: None,
        };
        events.push(once("on", switch.value, switch.at));
        // Where another change of the same parameter begins at that moment, it alone says what comes next.
        let is_followed = |until: f64| held.iter().any(|other| other.key == switch.key && other.at == until);
        if let Some(until) = switch.until.filter(|until| *until < study.duration() && !is_followed(*until)) {
            let usual = SETTINGS.iter().position(|setting| setting.key == switch.key);
            let value = usual.map_or(switch.value, |place| study.experiment.settings[place]);
            events.push(once("off", value, until));
        }
    }
    events
}
