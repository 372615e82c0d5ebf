//! One arm of a scenario, and how it is made from its table.
//!
//! Owns: the order in which things apply. Must not know: TOML.

use super::check;
use super::diagnostic::{Problem, Report, code};
use super::dosing::{self, Frame};
use super::event;
use super::key::{SUBJECT, Shape};
use super::layers::Layers;
use super::naming;
use super::overrides::Last;
use super::preset::{self, Preset, PresetKind};
use super::switching::{self, Placed};
use super::tree::{Node, Place};
use crate::limits;
use crate::model::{self, REFERENCE_WEIGHT};
use crate::quantity::{Kind, Setting, code_of, is_unseen, listed};
use crate::regimen::{Change, Drug, Event, Regimen, Switch};
use crate::simulate::Experiment;

/// Longest name of an arm, in characters, so that legends and tables can hold it.
pub const LONGEST_NAME: usize = 60;

/// Colours that an arm can have in figures, by the names of their palette.
pub const COLOURS: [&str; 9] = ["orange", "sky", "green", "yellow", "blue", "vermillion", "purple", "black", "grey"];

/// The subject preset that holds where nothing else is said.
const DEFAULT_SUBJECT: &str = "stressed";

/// What part an arm plays in a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Something is given.
    Drug,
    /// Nothing is given.
    Control,
}

/// A parameter that differs from its default.
#[derive(Debug, Clone, PartialEq)]
pub struct Changed {
    /// Which parameter.
    pub setting: Setting,
    /// Its key.
    pub key: &'static str,
    /// Its value, in `unit`, for a 70 kg adult.
    pub value: f64,
    /// Its unit; `1` is dimensionless.
    pub unit: &'static str,
}

/// One treatment that is followed.
#[derive(Debug, Clone, PartialEq)]
pub struct Arm {
    /// Its name in figures and tables; no two arms of a scenario share one.
    pub name: String,
    /// The colour of its curve, one of [`COLOURS`], where one is asked for.
    pub colour: Option<&'static str>,
    /// What part it plays.
    pub role: Role,
    /// Body weight of its subject, kg.
    pub weight: f64,
    /// The subject preset: `healthy` or `stressed`.
    pub subject: &'static str,
    /// Its presets, in order.
    pub presets: Vec<&'static str>,
    /// Ready to be run: settings scaled to the weight, repeats written out.
    pub experiment: Experiment,
    /// Every parameter that differs from its default before any switch, for a 70 kg adult, in the model's order.
    pub changed: Vec<Changed>,
    /// Of each dose whether its amount is per kg of body weight.
    pub per_kg: Vec<bool>,
    /// What is given, in one line of English: `ketamine 0.5 mg/kg into a vein over 40 min`.
    pub description: String,
}

/// What every arm of a scenario shares.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shared<'a> {
    /// The whole file.
    pub(super) root: &'a Node,
    /// When the scenario ends, h.
    pub(super) duration: f64,
    /// The same, as it was typed.
    pub(super) duration_text: &'a str,
    /// Parameters that come after all else.
    pub(super) last: &'a [Last],
}

/// Every parameter of these settings that differs from its default.
pub(super) fn changed(values: &[f64]) -> Vec<Changed> {
    model::SETTINGS
        .iter()
        .zip(values)
        .enumerate()
        .filter(|(_, (quantity, value))| quantity.kind == Kind::Parameter && quantity.default != **value)
        .map(|(i, (quantity, value))| Changed {
            setting: Setting(i),
            key: quantity.key,
            value: *value,
            unit: quantity.unit,
        })
        .collect()
}

/// The name of an arm, fit for files and tables.
fn name(table: &Node) -> Option<Result<String, Problem>> {
    let node = table.get("name")?;
    let text = node.text()?;
    let wrong = |message: String, label: &str| {
        Some(Err(Problem::error(code::BAD_TEXT, &node.place, message)
            .label(label)
            .help("choose a short name on one line, such as name = \"ketamine\"")))
    };
    let length = text.chars().count();
    if text.trim().is_empty() {
        return wrong("the name of the arm is empty".to_owned(), "nothing to show in tables");
    }
    if let Some(letter) = text.chars().find(|letter| is_unseen(*letter)) {
        let code = code_of(letter);
        return wrong(
            format!("the name of the arm holds {code}, which cannot be seen"),
            "a line break, a turn of direction or the like",
        );
    }
    if length > LONGEST_NAME {
        return wrong(format!("the name of the arm has {length} characters"), "allowed: 60 at most");
    }
    Some(Ok(text.trim().to_owned()))
}

/// A value of a subject: of the arm's own, otherwise of everyone's.
fn of_subject<'a>(table: &'a Node, shared: &Shared<'a>, key: &str) -> Option<&'a Node> {
    let own = table.get("subject").and_then(|subject| subject.get(key));
    own.or_else(|| shared.root.get("subject").and_then(|subject| subject.get(key)))
}

fn weight(table: &Node, shared: &Shared<'_>) -> f64 {
    let read = || {
        let key = SUBJECT.key("weight")?;
        let Shape::Quantity(range) = &key.shape else { return None };
        check::quantity(key, of_subject(table, shared, "weight")?, range).ok()
    };
    read().map_or(REFERENCE_WEIGHT, |amount| amount.value)
}

/// The presets of an arm with their places; contradictions are reported.
fn presets(table: &Node, report: &mut Report) -> Vec<(&'static Preset, Place)> {
    let mut chosen: Vec<(&'static Preset, Place)> = Vec::new();
    for item in table.get("presets").map_or(&[][..], Node::items) {
        let known = item.text().and_then(preset::find).filter(|preset| preset.kind != PresetKind::Subject);
        let Some(preset) = known else { continue };
        if report.is_full() {
            break;
        }
        if chosen.iter().any(|(other, _)| other.key == preset.key) {
            let message = format!("preset \"{}\" is named twice", preset.key);
            report.push(
                Problem::error(code::TWICE, &item.place, message).label("named before").help("leave this one out"),
            );
            continue;
        }
        let rival = chosen.iter().find(|(other, _)| other.kind == preset.kind);
        if let (PresetKind::Drug(drug), Some((other, _))) = (preset.kind, rival) {
            let drug = drug.name();
            let message = format!("\"{}\" and \"{}\" in one arm", other.key, preset.key);
            report.push(
                Problem::error(code::CONTRADICTION, &item.place, message)
                    .label(format!("the drug \"{drug}\" is \"{}\" already", other.key))
                    .help("one arm has one set of pharmacokinetics: use two arms, one for each"),
            );
            continue;
        }
        chosen.push((preset, item.place.clone()));
    }
    chosen
}

/// The parameters for a 70 kg adult, in the order of the contract.
fn layers(
    table: &Node,
    index: usize,
    subject: (&'static Preset, Option<&Place>),
    presets: &[(&'static Preset, Place)],
    shared: &Shared<'_>,
    report: &mut Report,
) -> Layers {
    let mut layers = Layers::new();
    layers.preset(subject.0, subject.1);
    if let Some(parameters) = shared.root.get("parameters") {
        layers.table(parameters);
    }
    for (preset, place) in presets {
        layers.preset(preset, Some(place));
    }
    if let Some(parameters) = table.get("parameters") {
        layers.table(parameters);
    }
    for last in shared.last.iter().filter(|last| last.arm.is_none_or(|arm| arm == index)) {
        let value = last.change.apply(layers.value(last.setting));
        if report.keep(check::within(last.setting, value, &last.place)).is_some() {
            check::at_bound(last.setting, value, &last.place, report);
            layers.set(last.setting, value, Some(&last.place));
        }
    }
    layers
}

fn switches(table: &Node, presets: &[(&'static Preset, Place)], duration: f64, report: &mut Report) -> Vec<Placed> {
    let mut switches: Vec<Placed> =
        presets.iter().flat_map(|(preset, place)| switching::of_preset(preset, place)).collect();
    for item in table.get("switch").map_or(&[][..], Node::items) {
        // Beyond the limit, which has its own message, the places are not needed.
        if report.is_full() || !limits::CHANGES.allows(switches.len()) {
            break;
        }
        switches.extend(switching::lower(item, duration, report));
    }
    switching::overlaps(&switches, report);
    switches
}

/// A switch for a subject of this weight, kg.
fn for_weight(switch: &Switch, weight: f64) -> Switch {
    let change = match switch.change {
        Change::Set(value) => Change::Set(model::for_weight(switch.setting, value, weight)),
        Change::Scale(factor) => Change::Scale(factor),
    };
    Switch { change, ..*switch }
}

/// The doses of all rules, of each whether it is per kg, and the English of them.
fn doses(table: &Node, frame: &Frame<'_>, report: &mut Report) -> (Vec<crate::regimen::Dose>, Vec<bool>, String) {
    let rules = table.get("dose").map_or(&[][..], Node::items);
    let (mut doses, mut per_kg) = (Vec::new(), Vec::new());
    let mut descriptions = Vec::new();
    let mut cut = Vec::new();
    let mut readable = true;
    // Every dose is counted, but beyond the limit none is kept.
    let mut count = 0;
    for node in rules {
        if report.is_full() {
            break;
        }
        match dosing::lower(node, frame, report) {
            Some(rule) => {
                count += rule.doses.len();
                if limits::DOSES.allows(count) {
                    doses.extend(rule.doses.iter().copied());
                    per_kg.extend(rule.doses.iter().map(|_| rule.per_kg));
                }
                descriptions.push(rule.description);
                if rule.cut {
                    cut.push((node, rule.doses.len()));
                }
            }
            None => readable = false,
        }
    }
    let end = frame.duration_text;
    if count == 0 && !cut.is_empty() && readable {
        for (node, _) in &cut {
            report.push(
                Problem::error(code::NO_DOSE_LEFT, dosing::when(node), "no dose of this arm is before the end")
                    .label(format!("the scenario lasts {end}"))
                    .help("raise \"duration\", or give the dose earlier; times and lags are counted from 0"),
            );
        }
    } else {
        for (node, left) in &cut {
            let what = match left {
                0 => "this dose is beyond the end and is left out".to_owned(),
                1 => "doses beyond the end are left out; 1 is given".to_owned(),
                left => format!("doses beyond the end are left out; {left} are given"),
            };
            report.push(
                Problem::warning(code::DOSE_BEYOND_END, dosing::when(node), what)
                    .label(format!("the scenario lasts {end}")),
            );
        }
    }
    if !limits::DOSES.allows(count) {
        report.push(
            Problem::error(code::TOO_MANY, &table.place, format!("this arm has {count} doses"))
                .label(format!("more than {}", limits::DOSES.most))
                .help(limits::DOSES.mend),
        );
    }
    let description = if descriptions.is_empty() { "no drug".to_owned() } else { listed(&descriptions, "and") };
    (doses, per_kg, description)
}

/// Lowers the table of one arm, which is called `implied` where the file does not name it. Nothing is left unsaid: what cannot be lowered has been reported.
pub(super) fn lower(table: &Node, index: usize, implied: &str, shared: &Shared<'_>, report: &mut Report) -> Arm {
    let name = name(table).and_then(|name| report.keep(name)).unwrap_or_else(|| implied.to_owned());
    let weight = weight(table, shared);
    if let Some(problem) = naming::misnamed(table, weight) {
        report.push(problem);
    }
    let subject_node = of_subject(table, shared, "preset");
    let subject = subject_node
        .and_then(Node::text)
        .and_then(|key| preset::subjects().find(|preset| preset.key == key))
        .or_else(|| preset::find(DEFAULT_SUBJECT));
    let presets = presets(table, report);
    let frame = Frame {
        duration: shared.duration,
        weight,
        duration_text: shared.duration_text,
        drug_names: Drug::ALL.map(|drug| {
            let kind = PresetKind::Drug(drug);
            let preset = presets.iter().find(|(preset, _)| preset.kind == kind);
            preset.map_or(drug.row().usual_name.as_ref(), |(preset, _)| preset.drug)
        }),
    };
    let (doses, per_kg, description) = doses(table, &frame, report);
    let switches = switches(table, &presets, shared.duration, report);
    let events = table.get("event").map_or(&[][..], Node::items);
    let events: Vec<Event> = events.iter().flat_map(|item| event::lower(item, shared.duration, report)).collect();
    let layers = match subject {
        Some(subject) => {
            layers(table, index, (subject, subject_node.map(|node| &node.place)), &presets, shared, report)
        }
        None => Layers::new(),
    };
    switching::bounds_at_all_times(&layers, &switches, &table.place, report);

    let settings =
        layers.values().iter().enumerate().map(|(i, value)| model::for_weight(Setting(i), *value, weight)).collect();
    let switches = switches.iter().map(|placed| for_weight(&placed.switch, weight)).collect();
    let colour =
        table.get("colour").and_then(Node::text).and_then(|name| COLOURS.into_iter().find(|known| *known == name));
    Arm {
        name,
        colour,
        role: if doses.is_empty() { Role::Control } else { Role::Drug },
        weight,
        subject: subject.map_or(DEFAULT_SUBJECT, |preset| preset.key),
        presets: presets.iter().map(|(preset, _)| preset.key).collect(),
        experiment: Experiment { settings, regimen: Regimen { doses, switches, events }, duration: shared.duration },
        changed: changed(layers.values()),
        per_kg,
        description,
    }
}
