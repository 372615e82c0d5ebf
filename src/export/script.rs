//! What scripts in several languages share.

use std::fmt::Write as _;

use super::formula::declared;
use super::study::Study;
use super::wrap::wrapped;
use crate::model::{self, OBSERVABLES, SETTINGS, STATES};
use crate::quantity::{Quantity, shortest};
use crate::regimen::Effect;
use crate::simulate::IMPROVEMENT;
use crate::solver::Equation;

/// The most characters of a line.
const WIDTH: usize = 100;

/// A key as a name in a language that has these words for itself.
pub(super) fn safe(key: &str, taken: &[&str]) -> String {
    if taken.contains(&key) { format!("{key}_") } else { key.to_owned() }
}

/// The names of quantities, after what stands before each.
pub(super) fn names(list: &[Quantity], before: &str, taken: &[&str]) -> Vec<String> {
    list.iter().map(|quantity| format!("{before}{}", safe(quantity.key, taken))).collect()
}

/// The titles of the columns of a trajectory after arm and time.
pub(super) fn headers() -> Vec<String> {
    STATES.iter().chain(OBSERVABLES).chain([&IMPROVEMENT]).map(Quantity::header).collect()
}

/// The observables and then the derivatives (after `d_`), each as `line` writes it, below a remark for its group.
pub(super) fn by_group(text: &mut String, indent: &str, line: impl Fn(&str, &Equation) -> String) {
    for (is_derivative, title, before) in [(false, "Observables.", ""), (true, "Derivatives.", "d_")] {
        let _ = writeln!(text, "\n{indent}# {title}");
        let mut group = "";
        for equation in model::equations().iter().filter(|equation| equation.is_derivative == is_derivative) {
            if let Some(quantity) = declared(equation.key)
                && quantity.group != group
            {
                group = quantity.group;
                let _ = writeln!(text, "{indent}# {group}");
            }
            let _ = writeln!(text, "{}", line(before, equation));
        }
    }
}

/// A value with its name on the left, in parentheses where it needs more than one line.
pub(super) fn assignment(indent: &str, left: &str, right: &str) -> String {
    if left.len() + right.len() <= WIDTH {
        return format!("{left}{right}");
    }
    let inner = indent.repeat(2);
    format!("{left}(\n{}\n{indent})", wrapped(&format!("{inner}{right}"), &inner, WIDTH))
}

/// A number with a point or an exponent, so that no language takes it for a whole number.
pub(super) fn real(value: f64) -> String {
    let text = shortest(value);
    if text.contains(['.', 'e']) { text } else { text + ".0" }
}

/// A change of one setting: its key, its value while it holds, from and to, h.
pub(super) struct Held {
    /// Which.
    pub(super) key: &'static str,
    /// What it is meanwhile, in its unit, for the weight of the arm.
    pub(super) value: f64,
    /// From here, h.
    pub(super) at: f64,
    /// To here, h; `None` is the end.
    pub(super) until: Option<f64>,
}

/// The switches of an arm as values.
pub(super) fn held(study: &Study) -> Vec<Held> {
    let values = &study.experiment.settings;
    study
        .experiment
        .regimen
        .switches
        .iter()
        .map(|switch| Held {
            key: SETTINGS[switch.setting.0].key,
            value: switch.change.apply(values[switch.setting.0]),
            at: switch.at,
            until: switch.until,
        })
        .collect()
}

/// A change of one state at once.
pub(super) struct Struck {
    /// Which.
    pub(super) key: &'static str,
    /// When, h. A dose at the same time comes after it.
    pub(super) at: f64,
    /// What it is multiplied by; `None` takes away what it has gained since rest.
    pub(super) factor: Option<f64>,
    /// Its value at rest before treatment.
    pub(super) rest: f64,
}

/// The states of an arm that are changed at once, in order.
pub(super) fn struck(study: &Study) -> Vec<Struck> {
    let rest = study.rest();
    let events = study.experiment.regimen.events.iter().filter(|event| event.at < study.duration());
    let mut struck: Vec<Struck> = events
        .map(|event| Struck {
            key: STATES[event.state.0].key,
            at: event.at,
            factor: match event.effect {
                Effect::Scale(factor) => Some(factor),
                Effect::LoseGain => None,
            },
            rest: rest[event.state.0],
        })
        .collect();
    struck.sort_by(|a, b| a.at.total_cmp(&b.at));
    struck
}

/// Rows of a list broken at commas where they would be too long.
pub(super) fn rows(items: &[String], indent: &str) -> String {
    let mut text = String::new();
    let mut column = 0;
    for item in items {
        let length = item.chars().count() + 2;
        if column == 0 {
            text.push_str(indent);
            column = indent.len();
        } else if column + length > WIDTH {
            text = format!("{}\n{indent}", text.trim_end());
            column = indent.len();
        }
        text.push_str(item);
        text.push_str(", ");
        column += length;
    }
    text.trim_end().trim_end_matches(',').to_owned()
}
