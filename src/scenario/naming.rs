//! What an arm is called.
//!
//! Owns: the name that an arm without one has from its doses, so that it follows every change of them; a given name
//! compared with the doses. Must not know: parameters, the order in which a file is lowered.

use super::diagnostic::{Problem, code};
use super::dosing::tidy;
use super::key::ARM;
use super::preset::{self, PresetKind};
use super::tree::{Entry, Node, Value};
use crate::model::REFERENCE_WEIGHT;
use crate::quantity::{Dimension, listed, read_amount};
use crate::regimen::{Drug, Route};

/// Longest name of an arm, in characters, so that legends and tables can hold it.
pub const LONGEST_NAME: usize = 60;

/// The words of one rule of doses, each part empty where there is nothing to say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Words {
    drug: String,
    amount: String,
    /// The route, with how long an infusion runs.
    way: String,
    /// When, and how often.
    times: String,
}

impl Words {
    fn joined(&self) -> String {
        let parts = [&self.drug, &self.amount, &self.way, &self.times];
        parts.into_iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" ")
    }
}

/// The name that a file gives an arm; nothing where it gives none.
fn given(arm: &Node) -> Option<&str> {
    arm.get("name").and_then(Node::text).map(str::trim).filter(|name| !name.is_empty())
}

fn text_of(rule: &Node, key: &str) -> Option<String> {
    rule.get(key).and_then(Node::text).map(tidy)
}

fn drug_of(rule: &Node) -> Option<Drug> {
    rule.get("drug").and_then(Node::text).and_then(Drug::find)
}

fn rules(arm: &Node) -> &[Node] {
    arm.get("dose").map_or(&[][..], Node::items)
}

/// Texts of `at`, however it is typed.
fn starts(rule: &Node) -> Vec<String> {
    match rule.get("at") {
        Some(node) => match &node.value {
            Value::List(items) => items.iter().filter_map(Node::text).map(tidy).collect(),
            _ => node.text().map(tidy).into_iter().collect(),
        },
        None => Vec::new(),
    }
}

/// What a drug is called in an arm with these presets: `escitalopram`, `ketamine`.
fn substance(arm: &Node, drug: Drug) -> String {
    let presets = arm.get("presets").map_or(&[][..], Node::items).iter().filter_map(Node::text);
    let of_drug = presets.filter_map(preset::find).find(|preset| preset.kind == PresetKind::Drug(drug));
    let name = of_drug.map_or(drug.row().spoken.as_ref(), |preset| preset.drug);
    name.split("-like").next().unwrap_or(name).to_owned()
}

/// How often a rule is given.
fn times(rule: &Node) -> String {
    let starts = starts(rule);
    let is_zero = |text: &String| read_amount(text).is_ok_and(|(time, _)| time == 0.0);
    let mut words: Vec<String> = Vec::new();
    match starts.as_slice() {
        [] => {}
        [one] if is_zero(one) => {}
        [one] => words.push(format!("at {one}")),
        many => words.push(format!("{} times", many.len())),
    }
    let every = text_of(rule, "every");
    let count =
        rule.get("count").and_then(|node| if let Value::Number(count) = node.value { Some(count) } else { None });
    match (every.as_deref(), count) {
        (Some("1 d" | "1 day" | "24 h"), None) => words.push("daily".to_owned()),
        (Some("1 wk" | "1 week" | "7 d"), None) => words.push("weekly".to_owned()),
        (Some(every), Some(count)) => words.push(format!("every {every}, {count} times")),
        (Some(every), None) => words.push(format!("every {every}")),
        (None, _) => {}
    }
    words.join(" ")
}

fn words(arm: &Node, rule: &Node) -> Words {
    let drug = drug_of(rule);
    let route =
        rule.get("route").and_then(Node::text).and_then(|name| Route::ALL.into_iter().find(|r| r.name() == name));
    let over = text_of(rule, "over");
    // A drug with one route needs no word for it.
    let is_plain = drug.is_some_and(|drug| drug.row().routes.len() == 1);
    let way = match (route, over) {
        _ if is_plain => String::new(),
        (Some(route), Some(over)) => format!("{} over {over}", route.name()),
        (Some(Route::Intravenous), None) => "iv bolus".to_owned(),
        (Some(route), None) => route.name().to_owned(),
        (None, _) => String::new(),
    };
    Words {
        drug: drug.map_or_else(String::new, |drug| substance(arm, drug)),
        amount: text_of(rule, "amount").unwrap_or_default(),
        way,
        times: times(rule),
    }
}

/// The name of every arm: as it is given, otherwise from its doses. Where several unnamed arms give doses by one way, the
/// way is left out; arms that still have one name get their presets or their number added.
pub(super) fn names(arms: &[Node]) -> Vec<String> {
    let unnamed: Vec<Vec<Words>> =
        arms.iter()
            .map(|arm| {
                if given(arm).is_some() { Vec::new() } else { rules(arm).iter().map(|rule| words(arm, rule)).collect() }
            })
            .collect();
    let all = || unnamed.iter().flatten();
    let share_way = unnamed.iter().filter(|rules| !rules.is_empty()).count() > 1 && {
        let mut drugs = all().map(|words| &words.drug);
        let first = drugs.next();
        let mut ways = all().map(|words| (&words.way, &words.times));
        let way = ways.next();
        drugs.all(|drug| Some(drug) == first) && ways.all(|other| Some(other) == way)
    };
    let taken: Vec<&str> = arms.iter().filter_map(given).collect();
    let mut names: Vec<String> = Vec::new();
    for (index, (arm, rules)) in arms.iter().zip(&unnamed).enumerate() {
        if let Some(name) = given(arm) {
            names.push(name.to_owned());
            continue;
        }
        let of_rule = |words: &Words| {
            if share_way { Words { way: String::new(), ..words.clone() }.joined() } else { words.joined() }
        };
        let mut name = match rules.as_slice() {
            [] => "no drug".to_owned(),
            rules => rules.iter().map(of_rule).collect::<Vec<_>>().join(" + "),
        };
        if name.trim().is_empty() || name.chars().count() > LONGEST_NAME {
            name = format!("{} {}", ARM.name.trim_matches(['[', ']']), index + 1);
        }
        let presets = arm.get("presets").map_or(&[][..], Node::items).iter().filter_map(Node::text);
        let variants: Vec<&str> =
            presets.filter(|key| preset::find(key).is_some_and(|preset| preset.kind == PresetKind::Variant)).collect();
        let longer = format!("{name}, {}", listed(&variants, "and"));
        let is_taken = |name: &String, names: &[String]| names.contains(name) || taken.contains(&name.as_str());
        if is_taken(&name, &names) && !variants.is_empty() && longer.chars().count() <= LONGEST_NAME {
            name = longer;
        }
        if is_taken(&name, &names) {
            name = format!("{name} ({})", index + 1);
        }
        names.push(name);
    }
    names
}

/// Writes its name into every arm that the file does not name, so that scenarios can be compared arm by arm. An arm that
/// neither of two scenarios names has the name that it has in the `other`, however its doses were changed.
pub(super) fn spell_out(root: &mut Node, other: Option<&Node>) {
    let arms = |root: &Node| root.get("arm").map_or(&[][..], Node::items).to_vec();
    let own = names(&arms(root));
    let others = other.map(arms).unwrap_or_default();
    let count = own.len();
    for (index, (arm, own)) in root.get_mut("arm").and_then(Node::items_mut).into_iter().flatten().zip(own).enumerate()
    {
        if given(arm).is_some() {
            continue;
        }
        let other = others.get(index).filter(|_| others.len() == count).and_then(given);
        let name = other.map_or(own, str::to_owned);
        let place = arm.place.clone();
        if let Value::Table(entries) = &mut arm.value {
            entries.retain(|entry| entry.key != "name");
            let node = Node { value: Value::Text(name), place: place.clone() };
            entries.push(Entry { key: "name".to_owned(), place, node });
        }
    }
}

/// The amounts of a drug that a name speaks of: value, whether it is per kg, and the words.
fn amounts(name: &str) -> Vec<(f64, bool, String)> {
    let mut found = Vec::new();
    let words: Vec<&str> = name.split([' ', ',', '(', ')', '+', ';']).filter(|word| !word.is_empty()).collect();
    for (index, word) in words.iter().enumerate() {
        let joined = words.get(index + 1).map(|unit| format!("{word} {unit}"));
        let is_number = word.parse::<f64>().is_ok();
        let typed = if is_number { joined } else { Some((*word).to_owned()) };
        let Some(typed) = typed.filter(|typed| typed.starts_with(|c: char| c.is_ascii_digit())) else { continue };
        let Ok((value, Some(unit))) = read_amount(&typed) else { continue };
        let per_kg = unit.dimension == Dimension::MASS_PER_BODY_MASS;
        if per_kg || unit.dimension == Dimension::MASS {
            found.push((value * unit.factor, per_kg, typed));
        }
    }
    found
}

/// Whether a name speaks of an amount of a drug.
#[must_use]
pub fn speaks_of_amount(name: &str) -> bool {
    !amounts(name).is_empty()
}

/// A warning where the given name of an arm speaks of an amount that no dose of the arm has.
pub(super) fn misnamed(arm: &Node, weight: f64) -> Option<Problem> {
    let node = arm.get("name")?;
    let name = given(arm)?;
    let mut doses: Vec<(f64, bool)> = Vec::new();
    let mut said: Vec<String> = Vec::new();
    for rule in rules(arm) {
        let Some(text) = text_of(rule, "amount") else { continue };
        let Ok((value, Some(unit))) = read_amount(&text) else { continue };
        let per_kg = unit.dimension == Dimension::MASS_PER_BODY_MASS;
        let value = value * unit.factor;
        // Several at once may be spoken of as one: three sprays of 28 mg are 84 mg.
        let together = f64::from(u32::try_from(starts(rule).len().max(1)).unwrap_or(1));
        doses.extend([(value, per_kg), (value * together, per_kg)]);
        said.push(text);
    }
    let weight = if weight > 0.0 { weight } else { REFERENCE_WEIGHT };
    let kg = read_amount("1 kg").ok().and_then(|(_, unit)| unit).map_or(1.0, |unit| unit.factor);
    let same = |a: f64, b: f64| (a - b).abs() <= 0.01 * a.abs().max(b.abs());
    let is_given = |value: f64, per_kg: bool| {
        doses.iter().any(|(dose, dose_per_kg)| match (per_kg, dose_per_kg) {
            (true, false) => same(value * weight * kg, *dose),
            (false, true) => same(value, dose * weight * kg),
            _ => same(value, *dose),
        })
    };
    let (_, _, words) = amounts(name).into_iter().find(|(value, per_kg, _)| !is_given(*value, *per_kg))?;
    let gives = if said.is_empty() { "gives no drug".to_owned() } else { format!("gives {}", listed(&said, "and")) };
    Some(
        Problem::warning(code::WRONG_NAME, &node.place, format!("an arm is called \"{name}\", but it {gives}"))
            .label(format!("no dose of {words} in this arm"))
            .help("leave \"name\" out to name the arm from its doses, or change it too"),
    )
}
