//! The mechanism as a diagram with numbers, drawn from the model's own equations, with what is cut or weakened in an arm.
//!
//! Owns: which quantities are boxes, where they stand, and the number and the small curve in each. Must not know: pixels.

use std::sync::LazyLock;

use super::arms::{dressed, finished};
use super::curve::curve;
use super::request::{Drawn, NotDrawn, Request};
use super::view::{View, course};
use super::wiring::{Route, routes};
use crate::figure::{Diagram, Effect, Hue, Link, LinkState, Node, Panel, Scale, Span};
use crate::model;
use crate::quantity::Setting;
use crate::regimen::Drug;
use crate::run::{ArmResult, Run, run};
use crate::scenario;
use crate::scenario::{builtin, read};
use crate::simulate::{Experiment, Signal, simulate};
use crate::solver::Options;
use crate::words::duration;

/// What a box stands for.
struct Shown {
    key: &'static str,
    label: &'static str,
    hue: Hue,
    /// Place from left to right and from top to bottom.
    place: (usize, usize),
}

const fn shown(key: &'static str, label: &'static str, hue: Hue, place: (usize, usize)) -> Shown {
    Shown { key, label, hue, place }
}

/// The quantities that are boxes: each drug enters at the left, and both ways meet at BDNF. Which arrows there are follows
/// from the equations.
const BOXES: [Shown; 14] = [
    shown("ketamine_central", "Ketamine", Hue::Ketamine, (0, 0)),
    shown("nmda_block_interneuron", "NMDA block", Hue::Ketamine, (1, 0)),
    shown("interneuron_activity", "Interneuron", Hue::Ketamine, (2, 0)),
    shown("pyramidal_loss", "Pyramidal", Hue::Ketamine, (1, 1)),
    shown("glutamate", "Glutamate", Hue::Ketamine, (3, 0)),
    shown("ampa_activation", "AMPA", Hue::Ketamine, (3, 1)),
    shown("bdnf_release", "BDNF release", Hue::Ketamine, (2, 1)),
    shown("ssri_central", "SSRI", Hue::Ssri, (0, 2)),
    shown("sert_occupancy", "SERT block", Hue::Ssri, (1, 2)),
    shown("serotonin", "Serotonin", Hue::Ssri, (2, 2)),
    shown("bdnf_transcription", "BDNF supply", Hue::Ssri, (3, 2)),
    shown("mtorc1", "TrkB, mTOR", Hue::Ketamine, (3, 3)),
    shown("synapse_count", "Synapses", Hue::Both, (2, 3)),
    shown("reported_symptoms", "Symptoms", Hue::Both, (1, 3)),
];

/// How a box is measured: the level in plasma for a drug, otherwise the quantity itself.
fn view_of(key: &str) -> Option<View> {
    let of_drug = |drug: &Drug| model::STATES.get(drug.row().central.0).is_some_and(|state| state.key == key);
    match Drug::ALL.into_iter().find(of_drug) {
        Some(drug) => drug.row().analytes.first().map(View::plasma),
        None => View::by_key(key),
    }
}

/// How far each box goes in the built-in comparison of ketamine with an SSRI: full colour.
static FULL: LazyLock<Vec<f64>> = LazyLock::new(|| {
    let scenario = builtin::find("ketamine-vs-ssri").and_then(|known| read(&known.source(), &[]).scenario);
    let run = scenario.and_then(|it| run(vec![(String::new(), it)], Vec::new(), &Options::default()).ok());
    let farthest = |shown: &Shown| {
        let arms = run.iter().flat_map(|run| &run.arms);
        arms.filter_map(|arm| Some(movement(arm, &view_of(shown.key)?, None)?.change.abs())).fold(0.0, f64::max)
    };
    BOXES.iter().map(farthest).collect()
});

/// How a quantity of an arm moves.
struct Movement {
    before: f64,
    /// The greatest distance from the start, or that at the time that is asked for.
    change: f64,
    /// When, h.
    at: f64,
    points: Vec<[f64; 2]>,
}

fn movement(arm: &ArmResult, view: &View, at: Option<f64>) -> Option<Movement> {
    let points = curve(arm, view, Span::new(Scale::Symlog, 0.0, arm.arm.experiment.duration));
    let before = view.before(arm).or_else(|| points.first().map(|point| point[1]))?;
    let time = match at {
        Some(at) => at,
        None => course(&points, Some(before))?.peak,
    };
    let next = points.iter().position(|point| point[0] >= time).unwrap_or(points.len().saturating_sub(1));
    let (one, other) = (points.get(next.saturating_sub(1))?, points.get(next)?);
    let share = if other[0] > one[0] { ((time - one[0]) / (other[0] - one[0])).clamp(0.0, 1.0) } else { 1.0 };
    let value = one[1] + share * (other[1] - one[1]);
    Some(Movement { before, change: value - before, at: time, points })
}

/// The number under the name of a box: how far, and when.
fn note(view: &View, movement: &Movement, at: Option<f64>) -> String {
    let change = movement.change;
    let sign = if change < 0.0 { "\u{2212}" } else { "+" };
    // A quantity above zero before is shown by its relative change; a level or a share by itself.
    let words = if movement.before.abs() > 1e-6 {
        format!("{sign}{} %", short(100.0 * change.abs() / movement.before.abs()))
    } else {
        match view.unit.as_str() {
            // A level is long enough without its time, which the plasma figure tells.
            "ng/mL" => return format!("{} ng/mL", short(change)),
            unit if unit.starts_with('%') => format!("{} %", short(change)),
            _ => format!("{sign}{}", short(change.abs())),
        }
    };
    if at.is_some() { words } else { format!("{words}, {}", short_time(movement.at)) }
}

/// Two digits are enough beside a picture.
fn short(value: f64) -> String {
    if value.abs() >= 9.95 { format!("{value:.0}") } else { format!("{value:.1}") }
}

/// A time in one short number.
fn short_time(time: f64) -> String {
    match time {
        time if time < 0.995 => format!("{:.0} min", 60.0 * time),
        time if time < 18.0 => format!("{time:.1} h"),
        time if time < 13.5 * 24.0 => format!("{:.0} d", (time / 24.0).round().max(1.0)),
        time => format!("{:.0} wk", time / 168.0),
    }
}

/// Points of the small curve in a box.
const COURSE: usize = 48;

/// The small curve of a box: over a time that begins even and goes on as a logarithm, in shares of the full height.
fn small_curve(movement: &Movement, full: f64) -> Vec<[f64; 2]> {
    let Some(end) = movement.points.last().map(|point| point[0]).filter(|end| *end > 0.0) else { return Vec::new() };
    let place = |time: f64| Scale::Symlog.place(time).unwrap_or(0.0) / Scale::Symlog.place(end).unwrap_or(1.0);
    let mut kept: Vec<[f64; 2]> = Vec::new();
    for point in movement.points.iter().filter(|point| point[1].is_finite()) {
        let x = place(point[0]);
        let y = ((point[1] - movement.before) / full.max(f64::MIN_POSITIVE)).clamp(-1.0, 1.0);
        if kept.last().is_none_or(|last| (x - last[0]) * COURSE as f64 >= 1.0 || (y - last[1]).abs() > 0.1) {
            kept.push([x, y]);
        }
    }
    kept
}

/// A link that keeps this share of its strength or more is whole.
const WHOLE: f64 = 0.995;

/// A panel for every way in which the arms move; by peak changes, or at a time.
pub(crate) fn pathway(run: &Run, request: &Request) -> Result<Drawn, NotDrawn> {
    let at = request.at;
    if let Some(at) = at.filter(|at| *at > run.duration) {
        return Err(NotDrawn {
            message: format!("{} is after the end of the run, {}", duration(at), duration(run.duration)),
            help: format!("choose a time up to {}", duration(run.duration)),
        });
    }
    let mut figure = dressed("pathway", run);
    let wires = routes(&BOXES.map(|shown| shown.key));
    let values = stirred();
    let mut diagrams: Vec<(Diagram, Vec<&str>)> = Vec::new();
    for arm in &run.arms {
        let diagram = diagram(arm, &wires, &values, at);
        match diagrams.iter_mut().find(|(known, _)| *known == diagram) {
            Some((_, arms)) => arms.push(&arm.name),
            None => diagrams.push((diagram, vec![&arm.name])),
        }
    }
    let many = diagrams.len() > 1;
    let is_marked = diagrams.iter().flat_map(|(diagram, _)| &diagram.links).any(|link| link.state != LinkState::Intact);
    for (index, (diagram, arms)) in diagrams.into_iter().enumerate() {
        let title = if many { arms.join("; ") } else { String::new() };
        let mut panel = Panel::new(format!("pathway-{}", index + 1), title, "");
        panel.push(diagram);
        figure.panels.push(panel);
    }
    let when =
        at.map_or_else(|| "Numbers: greatest change, and when".to_owned(), |at| format!("Numbers: {}", duration(at)));
    let marked = if is_marked { " Stroke: weaker. Cross: cut." } else { "" };
    let legend =
        format!("Arrow: raises. Flat end: lowers. {when}; curves: the whole run. Pale: does not move.{marked}");
    figure.footer.insert(1, legend);
    Ok(Drawn { figure: finished(figure), warnings: Vec::new() })
}

/// The boxes and arrows of an arm.
fn diagram(arm: &ArmResult, wires: &[Route], values: &[(&'static str, f64)], at: Option<f64>) -> Diagram {
    let node = |(shown, full): (&Shown, &f64)| {
        let (column, line) = shown.place;
        let found = view_of(shown.key).and_then(|view| Some((movement(arm, &view, at)?, view)));
        let activity = found.as_ref().map_or(0.0, |(movement, _)| (movement.change.abs() / full.max(1e-9)).min(1.0));
        let moves = activity >= Node::LEAST_ACTIVITY;
        let still = if at.is_some() { "no change now" } else { "no change" };
        Node {
            id: shown.key.to_owned(),
            label: shown.label.to_owned(),
            column,
            line,
            hue: shown.hue,
            activity,
            note: match &found {
                Some((movement, view)) if moves => note(view, movement, at),
                _ => still.to_owned(),
            },
            course: found.map(|(movement, _)| small_curve(&movement, *full)).unwrap_or_default(),
        }
    };
    let nodes: Vec<Node> = BOXES.iter().zip(FULL.iter()).map(node).collect();
    let moves = |key: &str| nodes.iter().any(|node| node.id == key && node.moves());
    let links = wires.iter().filter_map(|wire| link(arm, wire, values, moves(wire.from))).collect();
    Diagram { nodes, links }
}

/// The arrow of a route in an arm; nothing where the route is off by default and the arm does not switch it on.
fn link(arm: &ArmResult, wire: &Route, values: &[(&'static str, f64)], carries: bool) -> Option<Link> {
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
    (gain != 0.0).then(|| Link { from: wire.from.to_owned(), to: wire.to.to_owned(), effect, state, carries })
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
            (false, true) => format!("{} % blocked", short(100.0 * (1.0 - left))),
            (false, false) => format!("{} % weaker", short(100.0 * (1.0 - left))),
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
