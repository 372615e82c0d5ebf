//! The mechanism as a diagram, drawn from the model's own equations, with what is cut or weakened in an arm.

use std::collections::BTreeSet;

use super::arms::{dressed, finished};
use super::request::{Drawn, NotDrawn};
use super::wiring::{Route, routes};
use crate::figure::{Diagram, Effect, Hue, Link, LinkState, Node, Panel};
use crate::model;
use crate::quantity::Setting;
use crate::regimen::Drug;
use crate::run::{ArmResult, Run};
use crate::scenario;
use crate::simulate::{Experiment, Signal, simulate};
use crate::solver::Options;
use crate::words::{duration, rounded};

/// What a box stands for.
struct Shown {
    key: &'static str,
    label: &'static str,
    hue: Hue,
    /// The chain that it belongs to: from a drug down to where both meet.
    chain: usize,
}

const fn shown(key: &'static str, label: &'static str, hue: Hue, chain: usize) -> Shown {
    Shown { key, label, hue, chain }
}

/// The quantities that are boxes. Which arrows there are, and how far along its chain each box stands, follows from the
/// equations.
const BOXES: [Shown; 12] = [
    shown("ketamine_central", "Ketamine", Hue::Ketamine, 0),
    shown("nmda_block_interneuron", "NMDA block", Hue::Ketamine, 0),
    shown("glutamate", "Glutamate", Hue::Ketamine, 0),
    shown("ampa_activation", "AMPA", Hue::Ketamine, 0),
    shown("bdnf_release", "BDNF release", Hue::Ketamine, 0),
    shown("mtorc1", "mTORC1", Hue::Ketamine, 0),
    shown("synapse_count", "Synapses", Hue::Both, 0),
    shown("reported_symptoms", "Symptoms", Hue::Both, 0),
    shown("ssri_central", "SSRI", Hue::Ssri, 1),
    shown("sert_occupancy", "SERT block", Hue::Ssri, 1),
    shown("serotonin", "Serotonin", Hue::Ssri, 1),
    shown("bdnf_transcription", "BDNF supply", Hue::Ssri, 1),
];

/// Boxes in a column, after which a chain goes on in the next.
const HIGHEST: usize = 4;

/// A link that keeps this share of its strength or more is whole.
const WHOLE: f64 = 0.995;

/// A panel for every way in which the arms are wired.
pub(crate) fn pathway(run: &Run) -> Result<Drawn, NotDrawn> {
    let mut figure = dressed("pathway", run);
    let wires = routes(&BOXES.map(|shown| shown.key));
    let places = places(&wires);
    let values = stirred();
    let mut wirings: Vec<(Diagram, Vec<&str>)> = Vec::new();
    for arm in &run.arms {
        let diagram = diagram(arm, &wires, &places, &values);
        match wirings.iter_mut().find(|(known, _)| *known == diagram) {
            Some((_, arms)) => arms.push(&arm.name),
            None => wirings.push((diagram, vec![&arm.name])),
        }
    }
    let many = wirings.len() > 1;
    let is_marked = wirings.iter().flat_map(|(diagram, _)| &diagram.links).any(|link| link.state != LinkState::Intact);
    for (index, (diagram, arms)) in wirings.into_iter().enumerate() {
        let title = if many { arms.join("; ") } else { String::new() };
        let mut panel = Panel::new(format!("pathway-{}", index + 1), title, "");
        panel.push(diagram);
        figure.panels.push(panel);
    }
    let legend = "Arrow: raises. Flat end: lowers. Dashed box: nothing reaches it.";
    figure
        .footer
        .insert(1, if is_marked { format!("{legend} Stroke: weaker. Cross: cut.") } else { legend.to_owned() });
    Ok(Drawn { figure: finished(figure), warnings: Vec::new() })
}

/// Column and line of every box, from all that the model can do: an arm that lacks a link has it in the same place.
fn places(wires: &[Route]) -> Vec<(usize, usize)> {
    let mut depths = [0; BOXES.len()];
    let index = |key: &str| BOXES.iter().position(|shown| shown.key == key);
    // As many rounds as there are boxes carry the depth from the first to the last.
    for _ in 0..BOXES.len() {
        for wire in wires {
            if let (Some(from), Some(to)) = (index(wire.from), index(wire.to)) {
                depths[to] = depths[to].max(depths[from] + 1);
            }
        }
    }
    let columns_before = |chain: usize| -> usize {
        let deepest = |chain: usize| {
            BOXES.iter().zip(depths).filter(|(shown, _)| shown.chain == chain).map(|(_, depth)| depth).max()
        };
        (0..chain).filter_map(deepest).map(|deepest| deepest / HIGHEST + 1).sum()
    };
    let place = |(shown, depth): (&Shown, usize)| (columns_before(shown.chain) + depth / HIGHEST, depth % HIGHEST);
    BOXES.iter().zip(depths).map(place).collect()
}

/// The boxes and arrows of an arm.
fn diagram(arm: &ArmResult, wires: &[Route], places: &[(usize, usize)], values: &[(&'static str, f64)]) -> Diagram {
    let links: Vec<Link> = wires.iter().filter_map(|wire| link(arm, wire, values)).collect();
    let reached = reached(arm, &links);
    let node = |(shown, (column, line)): (&Shown, &(usize, usize))| Node {
        id: shown.key.to_owned(),
        label: shown.label.to_owned(),
        column: *column,
        line: *line,
        hue: shown.hue,
        is_reached: reached.contains(shown.key),
    };
    Diagram { nodes: BOXES.iter().zip(places).map(node).collect(), links }
}

/// The arrow of a route in an arm; nothing where the route is off by default and the arm does not switch it on.
fn link(arm: &ArmResult, wire: &Route, values: &[(&'static str, f64)]) -> Option<Link> {
    let settings = &arm.arm.experiment.settings;
    let at = |key: &str| values.iter().find(|(known, _)| *known == key).map_or(0.0, |(_, value)| *value);
    let worst = hindrances(arm)
        .into_iter()
        .filter_map(|hindrance| {
            let mut free = settings.clone();
            *free.get_mut(hindrance.setting.0)? = hindrance.free;
            let whole = wire.gain(&free, &at);
            *free.get_mut(hindrance.setting.0)? = hindrance.value;
            let left = if whole == 0.0 { 1.0 } else { (wire.gain(&free, &at) / whole).max(0.0) };
            (left < WHOLE).then_some((left, whole, hindrance))
        })
        .min_by(|one, other| one.0.total_cmp(&other.0));
    let (gain, state) = match worst {
        Some((left, whole, hindrance)) => (whole, hindrance.state(left)),
        None => (wire.gain(settings, &at), LinkState::Intact),
    };
    let effect = if gain < 0.0 { Effect::Lowers } else { Effect::Raises };
    (gain != 0.0).then(|| Link { from: wire.from.to_owned(), to: wire.to.to_owned(), effect, state })
}

/// Values of every quantity at which equations are asked what they answer to: the untreated rest of the model with its
/// defaults, moved a little, since much has no slope where it rests. They are the same for every arm, so that a link
/// that acts in one is there in all.
fn stirred() -> Vec<(&'static str, f64)> {
    let Ok(untreated) = simulate(&Experiment::new(1.0), &Options::default()) else { return Vec::new() };
    let start = untreated.sample(&[0.0]);
    let value = |signal: Signal| start.column(signal).first().map_or(0.0, |value| 1.2 * value + 0.3);
    Signal::all().map(|signal| (signal.quantity().key, value(signal))).collect()
}

/// A parameter that hinders a link, from the start or for a while.
struct Hindrance {
    setting: Setting,
    /// Its default, which lets the link act.
    free: f64,
    value: f64,
    /// When, h; nothing for throughout.
    window: Option<(f64, Option<f64>)>,
}

impl Hindrance {
    /// What is left of a link, in words.
    fn state(&self, left: f64) -> LinkState {
        let is_block = model::SETTINGS.get(self.setting.0).is_some_and(|setting| setting.key.ends_with("_block"));
        let when = self.window.map(|(from, until)| match until {
            Some(until) => format!("{} to {}", duration(from), duration(until)),
            None => format!("from {}", duration(from)),
        });
        let cut = left <= 1.0 - WHOLE;
        let what = match (cut, is_block) {
            (true, _) => "cut".to_owned(),
            (false, true) => format!("{} % blocked", rounded(100.0 * (1.0 - left))),
            (false, false) => format!("{} % weaker", rounded(100.0 * (1.0 - left))),
        };
        let words = std::iter::once(what).chain(when).collect();
        if cut && self.window.is_none() { LinkState::Cut(words) } else { LinkState::Weaker(words) }
    }
}

/// What hinders links of an arm: parameters that `--without` could cut and that lie on the way there.
fn hindrances(arm: &ArmResult) -> Vec<Hindrance> {
    let experiment = &arm.arm.experiment;
    let mut hindrances = Vec::new();
    for link in scenario::Link::ALL {
        let (key, _) = link.cut();
        let Some(setting) = model::parameter(key) else { continue };
        let (Some(quantity), Some(value)) = (model::SETTINGS.get(setting.0), experiment.settings.get(setting.0)) else {
            continue;
        };
        hindrances.push(Hindrance { setting, free: quantity.default, value: *value, window: None });
        let switches = experiment.regimen.switches.iter().filter(|switch| switch.setting == setting);
        hindrances.extend(switches.map(|switch| Hindrance {
            setting,
            free: quantity.default,
            value: switch.change.apply(*value),
            window: Some((switch.at, switch.until)),
        }));
    }
    hindrances
}

/// Boxes that a drug of this arm reaches by arrows that are not cut.
fn reached(arm: &ArmResult, links: &[Link]) -> BTreeSet<String> {
    let experiment = &arm.arm.experiment;
    let given = Drug::ALL.into_iter().filter(|drug| experiment.regimen.gives(*drug, experiment.duration));
    let amount = |drug: Drug| model::STATES.get(drug.row().central.0).map(|state| state.key.to_owned());
    let mut reached: BTreeSet<String> = given.filter_map(amount).collect();
    for _ in 0..BOXES.len() {
        let stands = |link: &&Link| !matches!(link.state, LinkState::Cut(_)) && reached.contains(&link.from);
        let next: Vec<String> = links.iter().filter(stands).map(|link| link.to.clone()).collect();
        reached.extend(next);
    }
    reached
}
