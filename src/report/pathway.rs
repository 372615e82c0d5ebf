//! The mechanism as a diagram, drawn from the model's own equations, with what is cut in an arm.

use std::collections::BTreeSet;

use super::arms::{dressed, finished};
use super::kind::{Drawn, NotDrawn};
use super::run::{ArmResult, Run};
use crate::figure::{Diagram, Hue, Link, LinkState, Node, Panel};
use crate::model;
use crate::simulate::Signal;

/// Quantities that are boxes: key, words, the role of the drug that they belong to, and the line they stand on.
///
/// Which arrows there are, and how far from the left each box stands, follows from the equations.
const BOXES: [(&str, &str, Hue, usize); 12] = [
    ("ketamine_plasma", "Ketamine", Hue::Ketamine, 0),
    ("nmda_block_interneuron", "NMDA block", Hue::Ketamine, 0),
    ("glutamate", "Glutamate", Hue::Ketamine, 0),
    ("ampa_activation", "AMPA", Hue::Ketamine, 0),
    ("bdnf_release", "BDNF release", Hue::Ketamine, 0),
    ("synaptic_protein", "New protein", Hue::Ketamine, 0),
    ("synapse_count", "Synapses", Hue::Both, 0),
    ("reported_symptoms", "Symptoms", Hue::Both, 0),
    ("ssri_plasma", "SSRI", Hue::Ssri, 1),
    ("sert_occupancy", "SERT block", Hue::Ssri, 1),
    ("serotonin", "Serotonin", Hue::Ssri, 1),
    ("bdnf_transcription", "BDNF supply", Hue::Ssri, 1),
];

/// A change of a quantity by this share of itself tells whether another follows.
const NUDGE: f64 = 1e-3;

/// Share of a run at which the equations are asked; early moments are crowded, so places are shares of its log.
const MOMENTS: usize = 24;

/// A panel for every way in which the arms are wired.
pub(super) fn pathway(run: &Run) -> Result<Drawn, NotDrawn> {
    let mut figure = dressed("pathway", run);
    let mut wirings: Vec<(Diagram, Vec<&str>)> = Vec::new();
    for arm in &run.arms {
        let diagram = diagram(arm);
        match wirings.iter_mut().find(|(known, _)| *known == diagram) {
            Some((_, arms)) => arms.push(&arm.name),
            None => wirings.push((diagram, vec![&arm.name])),
        }
    }
    let many = wirings.len() > 1;
    for (index, (diagram, arms)) in wirings.into_iter().enumerate() {
        let title = if many { arms.join("; ") } else { String::new() };
        let mut panel = Panel::new(format!("pathway-{}", index + 1), title, "");
        panel.diagram = Some(diagram);
        figure.panels.push(panel);
    }
    figure.footer.insert(1, "Arrow: the equation of the one reads the other. Crossed out: cut in this arm.".to_owned());
    Ok(Drawn { figure: finished(figure), warnings: Vec::new() })
}

/// The boxes and arrows of an arm.
fn diagram(arm: &ArmResult) -> Diagram {
    let usual = model::defaults();
    let links: Vec<(usize, usize, bool)> = (0..BOXES.len())
        .flat_map(|to| (0..BOXES.len()).filter(move |from| *from != to).map(move |from| (from, to)))
        .filter_map(|(from, to)| {
            let now = acts(arm, from, to, None);
            // Cut is what would act with everything at its default.
            (now || acts(arm, from, to, Some(&usual))).then_some((from, to, now))
        })
        // A quantity that feeds back would turn the picture into a circle.
        .filter(|(from, to, _)| rank_of(BOXES[*from].0) < rank_of(BOXES[*to].0))
        .collect();
    let columns = columns(&links);
    let reached = reached(arm, &links);
    Diagram {
        nodes: BOXES
            .iter()
            .enumerate()
            .map(|(index, (key, label, hue, line))| Node {
                id: (*key).to_owned(),
                label: (*label).to_owned(),
                column: columns[index],
                line: *line,
                hue: *hue,
                is_reached: reached.contains(&index),
            })
            .collect(),
        links: links
            .into_iter()
            .map(|(from, to, stands)| Link {
                from: BOXES[from].0.to_owned(),
                to: BOXES[to].0.to_owned(),
                state: if stands { LinkState::Intact } else { LinkState::Cut },
            })
            .collect(),
    }
}

/// Place of a quantity among the equations, which stand in the order in which they are solved.
fn rank_of(key: &str) -> usize {
    model::equations().iter().position(|equation| equation.key == key).unwrap_or(0)
}

/// Columns from the left: sources first, each box after all that lead to it, and as near to what it leads to as can be.
fn columns(links: &[(usize, usize, bool)]) -> Vec<usize> {
    let mut columns = vec![0; BOXES.len()];
    for _ in 0..BOXES.len() {
        for (from, to, _) in links {
            columns[*to] = columns[*to].max(columns[*from] + 1);
        }
    }
    columns
}

/// Boxes that a drug of this arm reaches by arrows that stand.
fn reached(arm: &ArmResult, links: &[(usize, usize, bool)]) -> BTreeSet<usize> {
    let greatest = |key: &str| {
        let signal = Signal::by_key(key)?;
        let times = moments(arm);
        Some(arm.trajectory.sample(&times).column(signal).into_iter().fold(0.0, f64::max))
    };
    let mut reached: BTreeSet<usize> = (0..BOXES.len())
        .filter(|index| !links.iter().any(|(_, to, _)| to == index))
        .filter(|index| greatest(BOXES[*index].0).is_some_and(|most| most > 1e-9))
        .collect();
    for _ in 0..BOXES.len() {
        let next: Vec<usize> =
            links.iter().filter(|(from, _, stands)| *stands && reached.contains(from)).map(|(_, to, _)| *to).collect();
        reached.extend(next);
    }
    reached
}

/// Moments at which the equations are asked, h: closer together at the start.
fn moments(arm: &ArmResult) -> Vec<f64> {
    let end = arm.arm.experiment.duration;
    let first = (1.0_f64 / 60.0).min(end / 100.0);
    (0..MOMENTS).map(|i| (first * (end / first).powf(i as f64 / (MOMENTS - 1) as f64)).clamp(first, end)).collect()
}

/// Whether the equations of `to` follow `from`, without any other box between, at any moment of the arm; with other
/// settings in place of the arm's own where given.
fn acts(arm: &ArmResult, from: usize, to: usize, settings: Option<&[f64]>) -> bool {
    let (source, target) = (BOXES[from].0, BOXES[to].0);
    let times = moments(arm);
    let table = arm.trajectory.sample(&times);
    times.iter().enumerate().any(|(row, time)| {
        let step = arm.trajectory.dense().locate(*time);
        let settings = settings.unwrap_or_else(|| arm.trajectory.settings(step));
        let value = |key: &str| {
            if let Some(setting) = model::SETTINGS.iter().position(|setting| setting.key == key) {
                return settings[setting];
            }
            // Where a drug is not given its level is probed at the level that acts by half.
            let value = Signal::by_key(key).map_or(0.0, |signal| table.column(signal)[row]);
            if value.abs() < 1e-9 { 0.5 } else { value }
        };
        follows(target, source, &value, &mut BTreeSet::new())
    })
}

/// Whether the value of `key`, or its rate, changes when `source` does, straight or through quantities that are no box.
fn follows(
    key: &'static str,
    source: &'static str,
    value: &impl Fn(&str) -> f64,
    seen: &mut BTreeSet<&'static str>,
) -> bool {
    if !seen.insert(key) {
        return false;
    }
    let Some(equation) = model::equations().iter().find(|equation| equation.key == key) else { return false };
    let is_setting = |symbol: &str| model::SETTINGS.iter().any(|setting| setting.key == symbol);
    let symbols: BTreeSet<&'static str> = equation.expression.symbols().into_iter().collect();
    symbols.into_iter().filter(|symbol| *symbol != key && !is_setting(symbol)).any(|symbol| {
        let is_box = BOXES.iter().any(|known| known.0 == symbol);
        if is_box && symbol != source {
            return false;
        }
        let plain = equation.expression.evaluate(&|name| value(name));
        let moved = equation.expression.evaluate(&|name| {
            let now = value(name);
            if name == symbol { now * (1.0 + NUDGE) + NUDGE } else { now }
        });
        let reacts = (moved - plain).abs() > 1e-9 * plain.abs().max(1e-9);
        reacts && (symbol == source || follows(symbol, source, value, seen))
    })
}
