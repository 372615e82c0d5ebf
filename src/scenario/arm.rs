//! One arm of a scenario, and how it is made from its table.
//!
//! Owns: the order in which things apply. Must not know: TOML.

use super::checked::Checked;
use super::diagnostic::{Problem, Report, code};
use super::dosing::{self, Frame};
use super::event;
use super::key::COLOURS;
use super::layers::Layers;
use super::naming::{self, LONGEST_NAME};
use super::overrides::Last;
use super::preset::{self, Preset, PresetKind};
use super::switching::{self, Placed};
use super::tree::Place;
use super::value;
use crate::limits;
use crate::model::{self, REFERENCE_WEIGHT};
use crate::quantity::{Kind, Quantity, Setting, code_of, is_unseen, listed};
use crate::regimen::{Change, Dose, Drug, Event, Regimen, Switch};
use crate::simulate::Experiment;

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
    /// Every setting before any switch, for a 70 kg adult, in the order of [`model::SETTINGS`].
    pub typical: Vec<f64>,
    /// What is given, in one line of English: `ketamine 0.5 mg/kg into a vein over 40 min`.
    pub description: String,
}

/// What every arm of a scenario shares.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shared<'a> {
    /// The whole file.
    pub(super) root: &'a Checked<'a>,
    /// When the scenario ends, h.
    pub(super) duration: f64,
    /// The same, as it was typed.
    pub(super) duration_text: &'a str,
    /// Overrides of parameters, which apply last.
    pub(super) last: &'a [Last],
}

impl Arm {
    /// Every parameter that differs from its default before any switch, in the order of the model.
    pub fn changed(&self) -> impl Iterator<Item = Changed> {
        let declared = model::SETTINGS.iter().zip(&self.typical).enumerate();
        let differs = |(_, (quantity, value)): &(usize, (&Quantity, &f64))| {
            quantity.kind == Kind::Parameter && quantity.default != **value
        };
        declared.filter(differs).map(|(i, (quantity, value))| Changed {
            setting: Setting(i),
            key: quantity.key,
            value: *value,
            unit: quantity.unit,
        })
    }
}

/// The name of an arm, fit for files and tables.
fn name(table: &Checked<'_>) -> Option<Result<String, Problem>> {
    let node = table.get("name")?;
    let text = node.text().and_then(|_| node.typed.text())?;
    let wrong = |message: String, label: &str| {
        Some(Err(Problem::error(code::BAD_TEXT, node.place(), message)
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

/// A value of the subject of an arm: of its own table, otherwise of the table for all arms.
fn of_subject<'a>(table: &'a Checked<'a>, shared: &Shared<'a>, key: &str) -> Option<&'a Checked<'a>> {
    let own = table.get("subject").and_then(|subject| subject.get(key));
    own.or_else(|| shared.root.get("subject").and_then(|subject| subject.get(key)))
}

fn weight(table: &Checked<'_>, shared: &Shared<'_>) -> f64 {
    of_subject(table, shared, "weight").and_then(Checked::value).unwrap_or(REFERENCE_WEIGHT)
}

/// The presets of an arm with their places; contradictions are reported.
fn presets(table: &Checked<'_>, report: &mut Report) -> Vec<(&'static Preset, Place)> {
    let mut chosen: Vec<(&'static Preset, Place)> = Vec::new();
    for item in table.items("presets") {
        let Some(preset) = item.text().and_then(preset::find) else { continue };
        if report.is_full() {
            break;
        }
        if chosen.iter().any(|(other, _)| other.key == preset.key) {
            let message = format!("preset \"{}\" is named twice", preset.key);
            report.push(
                Problem::error(code::TWICE, item.place(), message).label("named before").help("leave this one out"),
            );
            continue;
        }
        let rival = chosen.iter().find(|(other, _)| other.kind == preset.kind);
        if let (PresetKind::Drug(drug), Some((other, _))) = (preset.kind, rival) {
            let drug = drug.name();
            let message = format!("\"{}\" and \"{}\" in one arm", other.key, preset.key);
            report.push(
                Problem::error(code::CONTRADICTION, item.place(), message)
                    .label(format!("the drug \"{drug}\" is \"{}\" already", other.key))
                    .help("one arm has one set of pharmacokinetics: use two arms, one for each"),
            );
            continue;
        }
        chosen.push((preset, item.place().clone()));
    }
    chosen
}

/// The parameters for a 70 kg adult, in the order of the contract.
fn layers(
    table: &Checked<'_>,
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
        if report.keep(value::within(last.setting, value, &last.place)).is_some() {
            value::at_bound(last.setting, value, &last.place, report);
            layers.set(last.setting, value, Some(&last.place));
        }
    }
    layers
}

fn switches(
    table: &Checked<'_>,
    presets: &[(&'static Preset, Place)],
    duration: f64,
    report: &mut Report,
) -> Vec<Placed> {
    let mut switches: Vec<Placed> =
        presets.iter().flat_map(|(preset, place)| switching::of_preset(preset, place)).collect();
    for item in table.items("switch") {
        // Beyond the limit, which is reported, further switches are not read.
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

/// The doses of all rules, and the English of them.
fn doses(table: &Checked<'_>, frame: &Frame<'_>, report: &mut Report) -> (Vec<Dose>, String) {
    let mut doses = Vec::new();
    let mut descriptions = Vec::new();
    let mut cut = Vec::new();
    let mut readable = true;
    // Every dose is counted, but beyond the limit none is kept.
    let mut count = 0;
    for node in table.items("dose") {
        if report.is_full() {
            break;
        }
        match dosing::lower(node, frame, report) {
            Some(rule) => {
                count += rule.doses.len();
                if limits::DOSES.allows(count) {
                    doses.extend(rule.doses.iter().copied());
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
            Problem::error(code::TOO_MANY, table.place(), format!("this arm has {count} doses"))
                .label(format!("more than {}", limits::DOSES.most))
                .help(limits::DOSES.mend),
        );
    }
    let description = if descriptions.is_empty() { "no drug".to_owned() } else { listed(&descriptions, "and") };
    (doses, description)
}

/// Lowers the table of one arm, which is called `implied` where the file does not name it. What cannot be lowered has
/// been reported.
pub(super) fn lower(table: &Checked<'_>, index: usize, implied: &str, shared: &Shared<'_>, report: &mut Report) -> Arm {
    let name = name(table).and_then(|name| report.keep(name)).unwrap_or_else(|| implied.to_owned());
    let weight = weight(table, shared);
    if let Some(problem) = naming::misnamed(table.typed, weight) {
        report.push(problem);
    }
    let subject_node = of_subject(table, shared, "preset");
    let subject = subject_node
        .and_then(Checked::text)
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
    let (doses, description) = doses(table, &frame, report);
    let switches = switches(table, &presets, shared.duration, report);
    let events: Vec<Event> =
        table.items("event").iter().flat_map(|item| event::lower(item, shared.duration, report)).collect();
    let layers = match subject {
        Some(subject) => layers(table, index, (subject, subject_node.map(Checked::place)), &presets, shared, report),
        None => Layers::new(),
    };
    switching::bounds_at_all_times(&layers, &switches, table.place(), report);

    let settings =
        layers.values().iter().enumerate().map(|(i, value)| model::for_weight(Setting(i), *value, weight)).collect();
    let switches = switches.iter().map(|placed| for_weight(&placed.switch, weight)).collect();
    let colour =
        table.get("colour").and_then(Checked::text).and_then(|name| COLOURS.into_iter().find(|known| *known == name));
    Arm {
        name,
        colour,
        role: if doses.is_empty() { Role::Control } else { Role::Drug },
        weight,
        subject: subject.map_or(DEFAULT_SUBJECT, |preset| preset.key),
        presets: presets.iter().map(|(preset, _)| preset.key).collect(),
        experiment: Experiment { settings, regimen: Regimen { doses, switches, events }, duration: shared.duration },
        typical: layers.values().to_vec(),
        description,
    }
}
