//! From the tables under `[[arm.switch]]`, and from timed presets, to switches.
//!
//! Owns: how the keys of a switch act together, and that no two switches meet. Must not know: doses.

use std::collections::{BTreeMap, BTreeSet};

use super::checked::{Checked, Given};
use super::diagnostic::{Problem, Report, code};
use super::layers::Layers;
use super::preset::Preset;
use super::tree::Place;
use super::value;
use crate::model;
use crate::model::joint_bounds;
use crate::quantity::Setting;
use crate::regimen::{Change, Switch, SwitchedOn};

/// A switch, for a 70 kg adult, and where it was typed.
#[derive(Debug, Clone)]
pub(super) struct Placed {
    /// What it does.
    pub(super) switch: Switch,
    /// Where the parameter or the preset is named.
    pub(super) place: Place,
    /// The preset it comes from.
    pub(super) preset: Option<&'static str>,
}

/// The switches of a preset that is named at `place`.
pub(super) fn of_preset(preset: &'static Preset, place: &Place) -> impl Iterator<Item = Placed> {
    preset.timed.iter().filter_map(move |timed| {
        let switch = Switch {
            at: timed.at,
            until: Some(timed.until),
            setting: model::parameter(timed.key)?,
            change: Change::Set(timed.value),
        };
        Some(Placed { switch, place: place.clone(), preset: Some(preset.key) })
    })
}

/// The switches of one table.
pub(super) fn lower(table: &Checked<'_>, duration: f64, report: &mut Report) -> Vec<Placed> {
    let at = table.get("at").map_or(Some(0.0), Checked::value);
    let until = table.get("until").map_or(Some(None), |node| node.value().map(Some));
    if let (Some(at), Some(Some(until)), Some(node)) = (at, until, table.get("until"))
        && until <= at
    {
        report.push(
            Problem::error(code::ENDS_BEFORE_START, node.place(), "the switch ends before it begins")
                .label("\"until\" must be after \"at\"")
                .help("both are counted from time 0"),
        );
        return Vec::new();
    }
    if let Some(at) = at.filter(|at| *at >= duration) {
        let place = table.get("at").map_or(table.place(), Checked::place);
        report.push(
            Problem::warning(
                code::SWITCH_BEYOND_END,
                place,
                format!("the switch begins at {at} h, not before the end"),
            )
            .label("never happens")
            .help(format!("the scenario lasts {duration} h")),
        );
    }
    let is_empty = |name: &str| table.get(name).is_none_or(|node| node.is_table() && node.typed.entries().is_empty());
    if is_empty("set") && is_empty("scale") {
        report.push(
            Problem::error(code::EMPTY, table.place(), "the switch changes nothing")
                .label("no parameter to set or to scale")
                .help("add set = { ampa_block = 0.9 } or scale = { turnover_scale = 0.9 }"),
        );
    }
    let (Some(at), Some(until)) = (at, until) else { return Vec::new() };
    let placed = |setting: Setting, change: Change, place: &Place| Placed {
        switch: Switch { at, until, setting, change },
        place: place.clone(),
        preset: None,
    };
    let settings = |name: &str| table.get(name).map_or(&[][..], Checked::settings);
    let mut switches: Vec<Placed> =
        settings("set").iter().map(|given| placed(given.of, Change::Set(given.number), &given.typed.place)).collect();
    for Given { of, number, typed } in settings("scale") {
        if table.get("set").is_some_and(|set| set.typed.get(&typed.key).is_some()) {
            report.push(
                Problem::error(code::TWICE, &typed.place, format!("\"{}\" is both set and scaled", typed.key))
                    .label("also under \"set\"")
                    .help("keep one of the two"),
            );
        } else {
            switches.push(placed(*of, Change::Scale(*number), &typed.place));
        }
    }
    switches
}

/// Reports switches on one parameter that are in force at the same time.
pub(super) fn overlaps(switches: &[Placed], report: &mut Report) {
    let mut order: Vec<&Placed> = switches.iter().collect();
    order.sort_by(|a, b| a.switch.setting.cmp(&b.switch.setting).then(a.switch.at.total_cmp(&b.switch.at)));
    let mut longest: Option<&Placed> = None;
    for placed in order {
        if report.is_full() {
            return;
        }
        let Some(before) = longest.filter(|before| before.switch.setting == placed.switch.setting) else {
            longest = Some(placed);
            continue;
        };
        if before.switch.overlaps(&placed.switch) {
            let key = model::SETTINGS.get(placed.switch.setting.0).map_or("", |quantity| quantity.key);
            let later = |placed: &Placed| (placed.place.origin, placed.place.range.start);
            let (first, second) = if later(before) <= later(placed) { (before, placed) } else { (placed, before) };
            let from = |placed: &Placed| {
                let end = placed.switch.until.map_or("the end".to_owned(), |until| format!("{until} h"));
                let source = placed.preset.map_or(String::new(), |preset| format!(" (preset \"{preset}\")"));
                format!("from {} h to {end}{source}", placed.switch.at)
            };
            report.push(
                Problem::error(code::OVERLAP, &second.place, format!("two switches change \"{key}\" at the same time"))
                    .label(from(second))
                    .help(format!("the other is in force {}; let one end before the other begins", from(first))),
            );
        }
        let end = |placed: &Placed| placed.switch.until.unwrap_or(f64::INFINITY);
        if end(placed) > end(before) {
            longest = Some(placed);
        }
    }
}

/// Reports values that a factor takes out of bounds, and joint bounds broken at any time.
pub(super) fn bounds_at_all_times(layers: &Layers, switches: &[Placed], header: &Place, report: &mut Report) {
    for placed in switches {
        if let Change::Scale(_) = placed.switch.change {
            let value = placed.switch.change.apply(layers.value(placed.switch.setting));
            report.keep(value::within(placed.switch.setting, value, &placed.place));
        }
    }
    let mut told: Vec<Vec<Setting>> = Vec::new();
    // Before time 0 no switch is in force; after it the combination changes only where one begins or ends.
    let ends = switches.iter().flat_map(|placed| [Some(placed.switch.at), placed.switch.until]).flatten();
    let mut times: Vec<f64> = std::iter::once(f64::NEG_INFINITY).chain(ends).collect();
    times.sort_by(f64::total_cmp);
    times.dedup();
    let mut going = SwitchedOn::new(switches.iter().map(|placed| placed.switch).collect());
    let mut settings = layers.values().to_vec();
    // The switches on each parameter that are in force; more than one is an error that `overlaps` reports.
    let mut on: BTreeMap<Setting, BTreeSet<usize>> = BTreeMap::new();
    for time in times {
        going.go(time, |place, is_on| {
            let Some(Placed { switch, .. }) = switches.get(place) else { return };
            let of_setting = on.entry(switch.setting).or_default();
            if is_on {
                of_setting.insert(place);
            } else {
                of_setting.remove(&place);
            }
            let last = of_setting.last().and_then(|place| switches.get(*place));
            if let Some(value) = settings.get_mut(switch.setting.0) {
                let usual = layers.value(switch.setting);
                *value = last.map_or(usual, |placed| placed.switch.change.apply(usual));
            }
        });
        for broken in joint_bounds::broken(&settings) {
            if told.contains(&broken.settings) {
                continue;
            }
            let first_on = broken.settings.iter().filter_map(|setting| on.get(setting)?.first());
            let switched = first_on.min().and_then(|place| switches.get(*place));
            let place = switched.map(|placed| &placed.place).or_else(|| layers.latest(&broken.settings));
            let label = if switched.is_some() {
                format!("from {time} h on")
            } else {
                "not together with the others".to_owned()
            };
            report.push(
                Problem::error(code::JOINT_BOUNDS, place.unwrap_or(header), broken.message)
                    .label(label)
                    .help(broken.help),
            );
            told.push(broken.settings);
        }
    }
}
