//! The arms of a run as a figure shows them: their colours, names, rows of doses, and the words at the foot.

use crate::figure::{DoseLane, Figure, Hue, Provenance};
use crate::regimen::{Drug, Part};
use crate::run::Run;
use crate::run::basis_in_play;
use crate::simulate::Experiment;
use crate::words::program;

/// The hue of a drug, in every figure.
pub(crate) fn hue_of(drug: Drug) -> Hue {
    match drug.row().part {
        Part::Blocker => Hue::Ketamine,
        Part::ReuptakeInhibitor => Hue::Ssri,
        Part::Other => Hue::Neutral,
    }
}

/// Which drugs an arm gives decides its hue.
pub(crate) fn hue(experiment: &Experiment) -> Hue {
    let given = Drug::ALL.into_iter().filter(|drug| experiment.regimen.gives(*drug, experiment.duration));
    let mut hues: Vec<Hue> = given.map(hue_of).collect();
    hues.dedup();
    match hues[..] {
        [] => Hue::NoDrug,
        [hue] => hue,
        _ => Hue::Both,
    }
}

/// The hue of each arm and its place among the arms that share it.
pub(crate) fn roles(hues: impl Iterator<Item = Hue>) -> Vec<(Hue, usize)> {
    let mut roles: Vec<(Hue, usize)> = Vec::new();
    for hue in hues {
        let before = roles.iter().filter(|(other, _)| *other == hue).count();
        roles.push((hue, before));
    }
    roles
}

/// A name for each arm that is fit for an `id` of XML and is nobody else's.
pub(crate) fn ids<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    for (i, name) in names.enumerate() {
        let plain: String =
            name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect();
        let words: Vec<&str> = plain.split('-').filter(|word| !word.is_empty()).collect();
        let id = words.join("-");
        ids.push(if id.is_empty() || ids.contains(&id) { format!("arm-{}", i + 1) } else { id });
    }
    ids
}

/// The hue of each arm of a run and its place among the arms that share it.
pub(crate) fn roles_of(run: &Run) -> Vec<(Hue, usize)> {
    roles(run.arms.iter().map(|arm| hue(&arm.arm.experiment)))
}

/// A name for each arm of a run that is fit for an `id` of XML.
pub(crate) fn ids_of(run: &Run) -> Vec<String> {
    ids(run.arms.iter().map(|arm| arm.name.as_str()))
}

/// The rows of doses of a run.
pub(crate) fn doses_of(run: &Run) -> Vec<DoseLane> {
    doses(&run.arms.iter().map(|arm| (arm.name.as_str(), &arm.arm.experiment)).collect::<Vec<_>>())
}

/// A figure of a run without panels: its headline, where it comes from, and the words at its foot.
pub(crate) fn dressed(id: &str, run: &Run) -> Figure {
    let mut figure = Figure::new(id, run.title.clone());
    figure.provenance = Provenance {
        program: program(),
        record: String::new(),
        // Every line ends alike, whatever the file had, so that it is the same when it is read back.
        scenario: run
            .scenarios
            .iter()
            .flat_map(|(_, scenario)| scenario.standalone().lines().flat_map(|line| [line, "\n"]))
            .collect(),
        seed: None,
    };
    figure.footer.push(basis_in_play(run));
    if !run.changes.is_empty() {
        figure.footer.push(format!("Changed from the file: {}.", run.changes.join(", ")));
    }
    figure.footer.push(format!("{}, scenario {}", figure.provenance.program, run.name));
    figure
}

/// Letters the panels and puts the figure into words.
pub(crate) fn finished(figure: Figure) -> Figure {
    let mut figure = figure.lettered();
    figure.alt_text = figure.describe();
    figure
}

/// A row for each set of dose times; arms that are dosed alike share it. It is named by its drug, or by its arm where
/// the drug has several rows.
pub(crate) fn doses(arms: &[(&str, &Experiment)]) -> Vec<DoseLane> {
    let mut lanes: Vec<(DoseLane, Vec<&str>)> = Vec::new();
    for (name, experiment) in arms {
        for drug in Drug::ALL {
            let mut times: Vec<(f64, f64)> = experiment
                .regimen
                .doses
                .iter()
                .filter(|dose| dose.drug == drug && dose.at < experiment.duration)
                .map(|dose| (dose.at, dose.over.min(experiment.duration - dose.at)))
                .collect();
            times.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
            times.dedup();
            let lane = DoseLane::new(drug.row().spoken.as_ref(), hue_of(drug), &times);
            match lanes.iter_mut().find(|(other, _)| *other == lane) {
                Some((_, arms)) => arms.push(name),
                None if times.is_empty() => {}
                None => lanes.push((lane, vec![name])),
            }
        }
    }
    let rows = |hue: Hue| lanes.iter().filter(|(lane, _)| lane.hue == hue).count();
    let many = Drug::ALL.map(hue_of).map(|hue| (hue, rows(hue) > 1));
    for (lane, arms) in &mut lanes {
        if many.contains(&(lane.hue, true)) {
            lane.label = if let [arm] = arms[..] { arm.to_owned() } else { format!("{} arms", arms.len()) };
        }
    }
    lanes.into_iter().map(|(lane, _)| lane).collect()
}
