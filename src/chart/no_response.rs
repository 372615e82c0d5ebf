//! Results that do not move, and why: what a run says of itself where its figure would show nothing.
//!
//! Owns: when a curve counts as flat, and the causes in the order in which they are looked for.

use super::view::{View, least_movement, shown};
use crate::metrics::Metrics;
use crate::model;
use crate::regimen::{Change, Drug};
use crate::run::{ArmResult, Run};
use crate::scenario::{Link, code};
use crate::simulate::Signal;
use crate::words::{duration, rounded};

/// A dose this short before the end has hardly arrived, h.
const LEAST_TIME: f64 = 1.0;

/// An arm of which a shown quantity does not move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flat {
    /// The arm.
    pub arm: String,
    /// The quantity, as the figure calls it.
    pub quantity: String,
    /// Why.
    pub reason: String,
}

impl Flat {
    /// The warning as it is printed, in the form of those about files. Ends with a newline.
    pub fn text(&self) -> String {
        format!(
            "warning[{}]: nothing to see of \"{}\" in the arm \"{}\"\n = help: {}\n",
            code::FLAT_RESULT,
            self.quantity,
            self.arm,
            self.reason
        )
    }
}

/// Arms in which a shown quantity does not move, although it was meant to: every arm where none moves; where others
/// move, the arms whose dose is too small to do anything. A control and an arm with a cut link are flat on purpose
/// where others are not.
pub fn flat(run: &Run) -> Vec<Flat> {
    flat_among(run, &shown(run))
}

/// The same for other quantities than the comparison shows.
pub(crate) fn flat_among(run: &Run, views: &[View]) -> Vec<Flat> {
    let mut found = Vec::new();
    for view in views {
        let flat: Vec<&ArmResult> = run.arms.iter().filter(|arm| !moves(arm, view)).collect();
        let all = flat.len() == run.arms.len();
        for arm in flat {
            let small = || too_small(arm).filter(|_| concerns(arm, view));
            let reason = if all { Some(reason(arm, view)) } else { small() };
            if let Some(reason) = reason {
                found.push(Flat { arm: arm.name.clone(), quantity: view.title.clone(), reason });
            }
        }
    }
    found
}

/// Why a quantity of an arm does not move, where the eye would not see it move.
pub(crate) fn still(arm: &ArmResult, view: &View) -> Option<Flat> {
    let flat = || Flat { arm: arm.name.clone(), quantity: view.title.clone(), reason: reason(arm, view) };
    (!moves(arm, view)).then(flat)
}

/// Whether the eye would see the quantity move.
fn moves(arm: &ArmResult, view: &View) -> bool {
    let values = view.values(arm, &ends(arm));
    let finite = || values.iter().copied().filter(|value| value.is_finite());
    let (low, high) = (finite().fold(f64::INFINITY, f64::min), finite().fold(f64::NEG_INFINITY, f64::max));
    high - low >= least_movement(0.5 * (low + high), &view.unit)
}

fn gives(arm: &ArmResult, drug: Drug) -> bool {
    arm.arm.experiment.regimen.gives(drug, arm.arm.experiment.duration)
}

/// The only drug that a quantity can follow, where there is only one: its level, or what it alone does.
fn follows_only(view: &View) -> Option<Drug> {
    Drug::ALL.into_iter().find(|drug| {
        let row = drug.row();
        let is_level = row.analytes.iter().any(|analyte| view.is(Signal::Observable(analyte.plasma)));
        is_level || row.moves_alone.iter().any(|key| key == view.id())
    })
}

/// Whether the quantity is one that the arm's doses could move.
fn concerns(arm: &ArmResult, view: &View) -> bool {
    follows_only(view).is_none_or(|drug| gives(arm, drug))
}

/// The causes, the likeliest first.
fn reason(arm: &ArmResult, view: &View) -> String {
    let causes: [fn(&ArmResult, &View) -> Option<String>; 6] = [
        |arm, view| {
            let nothing = view.is(Signal::Improvement) && arm.trajectory.baseline().is_none();
            nothing.then(|| {
                "there are no symptoms that could improve; write preset = \"stressed\" below [subject], or show another \
                 quantity"
                    .to_owned()
            })
        },
        |arm, _| {
            let regimen = &arm.arm.experiment.regimen;
            let nothing = !Drug::ALL.into_iter().any(|drug| gives(arm, drug)) && regimen.switches.is_empty();
            nothing.then(|| "no dose is given and nothing is switched; add [[arm.dose]] below the arm".to_owned())
        },
        |arm, view| {
            let drug = follows_only(view).filter(|drug| !gives(arm, *drug))?;
            Some(format!("no {} is given in this arm; give it, or show another quantity", drug.row().spoken))
        },
        |arm, _| too_small(arm),
        |arm, _| {
            let cut: Vec<String> = Link::ALL.into_iter().filter_map(|link| cut(arm, link)).collect();
            (!cut.is_empty()).then(|| format!("the pathway is cut: {}", cut.join("; ")))
        },
        |arm, _| {
            let end = arm.arm.experiment.duration;
            let mut given = Drug::ALL.into_iter().filter(|drug| gives(arm, *drug));
            let (drug, other) = (given.next()?, given.next());
            let early = other.is_none() && drug.row().needs.is_some_and(|needs| end < needs);
            early.then(|| {
                let name = &drug.row().with_article;
                format!("the scenario ends after {}, and {name} takes weeks; raise \"duration\"", duration(end))
            })
        },
    ];
    causes.iter().find_map(|cause| cause(arm, view)).unwrap_or_else(|| {
        "what is given does act, but what is shown hardly follows it; `cascade.png` shows how far it comes".to_owned()
    })
}

/// Where doses are given but none of them can do anything.
fn too_small(arm: &ArmResult) -> Option<String> {
    let mut words = Vec::new();
    for drug in Drug::ALL.into_iter().filter(|drug| gives(arm, *drug)) {
        let row = drug.row();
        let taken = arm.trajectory.signals_at(&[Signal::Observable(row.target.share)], &ends(arm)).concat();
        let greatest = taken.into_iter().fold(0.0, f64::max);
        if greatest >= row.target.least {
            return None;
        }
        let (name, what) = (&row.spoken, &row.target.words);
        let regimen = &arm.arm.experiment.regimen;
        let doses = regimen.doses.iter().filter(|dose| dose.drug == drug);
        let time_left = arm.arm.experiment.duration - doses.map(|dose| dose.at).fold(f64::INFINITY, f64::min);
        if time_left < LEAST_TIME {
            words.push(format!("{name} is given only {} before the end; give it earlier", duration(time_left)));
            continue;
        }
        let level = row.analytes.first().map(|analyte| format!("{}_cmax", analyte.name)).unwrap_or_default();
        words.push(match Metrics::get(&arm.metrics, &level) {
            Some(level) => format!(
                "the dose of {name} is too small: at most {} ng/mL reach the plasma, and {} % {what}",
                rounded(level),
                rounded(100.0 * greatest)
            ),
            None => format!("no {name} reaches the plasma"),
        });
    }
    (!words.is_empty()).then(|| words.join("; "))
}

/// Both ends of the solver's steps, which is close enough to tell something from nothing.
fn ends(arm: &ArmResult) -> Vec<(usize, f64)> {
    let steps = 0..arm.trajectory.dense().steps();
    steps.flat_map(|step| [(step, 0.0), (step, 1.0)]).collect()
}

/// How this arm cuts a link, if it does so wholly or for the most part.
fn cut(arm: &ArmResult, link: Link) -> Option<String> {
    let (key, value) = link.cut();
    let setting = model::parameter(key)?;
    let default = model::SETTINGS.get(setting.0)?.default;
    // How far from the default to the value that cuts.
    let share = |now: f64| (now - default) / (value - default);
    let experiment = &arm.arm.experiment;
    let before = *experiment.settings.get(setting.0)?;
    if value != default && share(before) >= 0.5 {
        return Some(format!("{} ({key} is {before})", link.description()));
    }
    let switch = experiment.regimen.switches.iter().find(|switch| {
        let now = match switch.change {
            Change::Set(now) => now,
            Change::Scale(factor) => factor * before,
        };
        switch.setting == setting && value != default && share(now) >= 0.5
    })?;
    let until = switch.until.map_or("to the end".to_owned(), |until| format!("to {}", duration(until)));
    Some(format!("{key} is switched from {} {until}", duration(switch.at)))
}
