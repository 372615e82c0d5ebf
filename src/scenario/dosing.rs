//! From the rules under `[[arm.dose]]` to single doses.
//!
//! Owns: how the keys of a dose act together, and the English of a rule. Must not know: parameters.

use super::amount::Amount;
use super::checked::Checked;
use super::diagnostic::{Problem, Report, code};
use super::tree::Place;
use crate::quantity::listed;
use crate::quantity::{Dimension, read_amount};
use crate::regimen::{Dose, Drug, MOST_DOSES, Repeat, RepeatError, Route, Stop};

/// A longer infusion gets a warning, h; around surgery a day is usual.
const LONG_INFUSION: f64 = 24.0;

/// Most times that a description lists one by one.
const LISTED_TIMES: usize = 4;

/// What all doses of an arm are lowered with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame<'a> {
    /// When the scenario ends, h.
    pub(super) duration: f64,
    /// Body weight of the arm's subject, kg.
    pub(super) weight: f64,
    /// The duration as it was typed.
    pub(super) duration_text: &'a str,
    /// What descriptions call each drug.
    pub(super) drug_names: [&'a str; Drug::ALL.len()],
}

/// The doses of one rule, and how it reads.
#[derive(Debug, Clone, Default)]
pub(super) struct Rule {
    /// Single doses before the end, lag added.
    pub(super) doses: Vec<Dose>,
    /// Such as `ketamine 0.5 mg/kg into a vein over 40 min`.
    pub(super) description: String,
    /// Whether some doses are beyond the end.
    pub(super) cut: bool,
}

/// A time of a rule, h; nothing if it is absent or refused.
fn hours(rule: &Checked<'_>, name: &str) -> Option<f64> {
    rule.get(name).and_then(Checked::value)
}

/// Every time of `at`, h; nothing if one was refused.
fn first_times(rule: &Checked<'_>) -> Option<Vec<f64>> {
    let Some(at) = rule.get("at") else { return Some(vec![0.0]) };
    let times: Option<Vec<f64>> = at.list().iter().map(Checked::value).collect();
    times.filter(|times| !times.is_empty())
}

/// Lowers one rule. Nothing if the check has refused a part of it or the parts do not go together.
pub(super) fn lower(rule: &Checked<'_>, frame: &Frame<'_>, report: &mut Report) -> Option<Rule> {
    let word = |name: &str| rule.get(name).and_then(Checked::text);
    let drug = word("drug").and_then(Drug::find);
    let route = word("route").and_then(|word| Route::ALL.into_iter().find(|route| route.name() == word));
    let way = report.keep(way(rule, drug, route));
    let stop = report.keep(stop(rule, frame.duration_text));
    let time_or_zero = |name: &str| rule.get(name).map_or(Some(0.0), Checked::value);
    let (over, lag) = (time_or_zero("over"), time_or_zero("lag"));
    let amount = rule.get("amount").and_then(Checked::amount);
    let per_kg = amount.is_some_and(|amount| amount.dimension == Dimension::MASS_PER_BODY_MASS);
    let amount = amount.map(|amount| amount_in_mg(amount, frame.weight));
    warn(rule, drug, amount, over, frame, report);
    let first = first_times(rule)?;
    let (every, stop) = (hours(rule, "every"), stop?);
    let times = match (every, stop) {
        (Some(every), Some(stop)) => report.keep(repeated(rule, Repeat { every, stop }, &first, frame.duration))?,
        _ => first.clone(),
    };
    let ((), drug, route, amount, over, lag) = (way?, drug?, route?, amount?, over?, lag?);
    let mut doses: Vec<Dose> =
        times.iter().map(|time| Dose { at: time + lag, amount, per_kg, over, drug, route }).collect();
    doses.retain(|dose| dose.at < frame.duration);
    let written = match (every, stop) {
        (Some(every), Some(stop)) => Repeat { every, stop }.written(&first),
        _ => first.len() as f64,
    };
    let cut = written > doses.len() as f64;
    Some(Rule { doses, description: describe(rule, drug, route, frame), cut })
}

/// The amount of a dose for a subject, mg.
fn amount_in_mg(amount: Amount, weight: f64) -> f64 {
    if amount.dimension == Dimension::MASS_PER_BODY_MASS { amount.value * weight } else { amount.value }
}

/// Whether the drug can be given like this.
fn way(rule: &Checked<'_>, drug: Option<Drug>, route: Option<Route>) -> Result<(), Problem> {
    if let (Some(drug), Some(route), Some(node)) = (drug, route, rule.get("route"))
        && drug.compartment(route).is_none()
    {
        let possible: Vec<&str> =
            Route::ALL.into_iter().filter(|route| drug.compartment(*route).is_some()).map(Route::name).collect();
        let message = format!("{} is not given {}", drug.row().with_article, route.description());
        return Err(Problem::error(code::WRONG_ROUTE, node.place(), message)
            .label(format!("not a route of {}", drug.row().with_article))
            .help(format!("write route = \"{}\"", possible.join("\" or \""))));
    }
    if let (Some(route), Some(over)) = (route, rule.key("over").map(|key| key.typed))
        && route != Route::Intravenous
    {
        let message = format!("\"over\" is for infusions into a vein, but this dose is given {}", route.description());
        return Err(Problem::error(code::WRONG_ROUTE, &over.place, message)
            .label("only with route = \"iv\"")
            .help("leave \"over\" out, or write route = \"iv\""));
    }
    Ok(())
}

/// When the repeat ends; `Some(None)` where nothing is repeated.
fn stop(rule: &Checked<'_>, duration_text: &str) -> Result<Option<Stop>, Problem> {
    let entry = |name: &str| rule.key(name).map(|key| key.typed);
    let (every, count, until) = (entry("every"), entry("count"), entry("until"));
    match (every, count, until) {
        (_, Some(count), Some(until)) => {
            let later = if until.place.range.start > count.place.range.start { until } else { count };
            Err(Problem::error(code::BAD_REPEAT, &later.place, "\"count\" and \"until\" both say when the repeat ends")
                .label("one of them too many")
                .help("keep \"count\" for a number of rounds, or \"until\" for a time"))
        }
        (Some(every), None, None) => {
            Err(Problem::error(code::BAD_REPEAT, &every.place, "\"every\" does not say when the repeat ends")
                .label("without an end")
                .help(format!("add count = 6, or until = \"{duration_text}\" to go on to the end")))
        }
        (None, Some(other), None) | (None, None, Some(other)) => {
            let message = format!("\"{}\" ends a repeat, but nothing is repeated", other.key);
            Err(Problem::error(code::BAD_REPEAT, &other.place, message)
                .label("needs \"every\"")
                .help(format!("add every = \"1 d\", or leave \"{}\" out", other.key)))
        }
        (None, None, None) => Ok(None),
        (Some(_), Some(_), None) => {
            // A count that was refused has been reported; one round stands in for it.
            Ok(Some(Stop::Count(rule.get("count").and_then(Checked::whole).map_or(1, u64::from))))
        }
        (Some(_), None, Some(_)) => Ok(Some(Stop::Until(hours(rule, "until").unwrap_or(f64::INFINITY)))),
    }
}

fn repeated(rule: &Checked<'_>, repeat: Repeat, first: &[f64], duration: f64) -> Result<Vec<f64>, Problem> {
    let place = rule.get("every").map_or(rule.place(), Checked::place);
    repeat.times(first, duration).map_err(|error| match error {
        RepeatError::NoInterval => {
            Problem::error(code::OUT_OF_BOUNDS, place, "\"every\" is not above 0").label("allowed: above 0 h")
        }
        RepeatError::TooMany(number) => {
            Problem::error(code::TOO_MANY, place, format!("this dose would be given {number:.0} times"))
                .label(format!("more than {MOST_DOSES} doses"))
                .help("check the unit: \"every\" is the time from one dose to the next, such as \"1 d\"")
        }
        RepeatError::EndsBeforeStart => {
            let until = rule.get("until").map_or(place, Checked::place);
            Problem::error(code::ENDS_BEFORE_START, until, "\"until\" is not after the first dose")
                .label("no dose is before this")
                .help("\"until\" is counted from time 0, like \"at\", not from the first dose")
        }
    })
}

/// What is allowed but was perhaps not meant.
fn warn(
    rule: &Checked<'_>,
    drug: Option<Drug>,
    amount: Option<f64>,
    over: Option<f64>,
    frame: &Frame<'_>,
    report: &mut Report,
) {
    if let (Some(node), Some(over)) = (rule.get("over"), over)
        && over > LONG_INFUSION
    {
        let typed = typed(node);
        let number = read_amount(typed).map_or(over, |(number, _)| number);
        report.push(
            Problem::warning(code::LONG_INFUSION, node.place(), format!("an infusion that runs for {typed}"))
                .label(format!("is it {number} min?"))
                .help("ketamine for depression is usually infused over 40 min"),
        );
    }
    let (Some(node), Some(amount), Some(drug)) = (rule.get("amount"), amount, drug) else { return };
    let row = drug.row();
    if row.in_dose_unit(amount, frame.weight) > row.large {
        report.push(
            Problem::warning(code::LARGE_DOSE, node.place(), format!("{amount:.0} mg in one dose"))
                .label("an unusually large dose")
                .help(row.usual.clone()),
        );
    }
}

/// A value as it was typed.
fn typed<'a>(value: &Checked<'a>) -> &'a str {
    value.typed.text().unwrap_or("").trim()
}

/// How the rule reads.
fn describe(rule: &Checked<'_>, drug: Drug, route: Route, frame: &Frame<'_>) -> String {
    let typed = |name: &str| rule.get(name).map(|value| tidy(typed(value)));
    let mut words = vec![frame.drug_names[drug as usize].to_owned()];
    words.extend(typed("amount"));
    words.push(route.description().to_owned());
    match typed("over") {
        Some(over) => words.push(format!("over {over}")),
        None if route == Route::Intravenous => words.push("as a bolus".to_owned()),
        None => {}
    }
    let starts: Vec<String> = rule.items("at").iter().map(|time| tidy(self::typed(time))).collect();
    if rule.items("at").iter().any(|time| time.value() != Some(0.0)) {
        words.push(match starts.as_slice() {
            [first, .., last] if starts.len() > LISTED_TIMES => {
                format!("{} times from {first} to {last}", starts.len())
            }
            _ => format!("at {}", listed(&starts, "and")),
        });
    }
    if let Some(every) = typed("every") {
        words.push(format!("every {every}"));
        if let Some(count) = rule.get("count").and_then(Checked::whole) {
            words.push(if count == 1 { "once".to_owned() } else { format!("for {count} rounds") });
        }
        if let Some(until) = typed("until")
            && hours(rule, "until").is_some_and(|time| time < frame.duration)
        {
            words.push(format!("until {until}"));
        }
    }
    words.join(" ")
}

/// With single blanks, and one between the number and its unit.
pub(super) fn tidy(text: &str) -> String {
    let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match joined.find(|c: char| !(c.is_ascii_digit() || "+-._".contains(c))) {
        Some(at) if !joined.get(at..).unwrap_or("").starts_with([' ', 'e', 'E']) => {
            let (number, unit) = joined.split_at(at);
            format!("{number} {unit}")
        }
        _ => joined,
    }
}

/// The entry where a rule says when it is given, or its header.
pub(super) fn when<'a>(rule: &Checked<'a>) -> &'a Place {
    ["until", "count", "at"].iter().find_map(|key| rule.get(key)).map_or(rule.place(), Checked::place)
}
