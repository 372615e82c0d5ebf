//! The arms of a run as a figure shows them: their colours, names, rows of doses, and the words at the foot.

use crate::figure::{Choice, DoseLane, Figure, Hue, Provenance};
use crate::regimen::{Drug, Part};
use crate::run::{ArmResult, Run, basis_in_play};
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

/// A name for each arm that is fit for an `id` of XML and differs from all others.
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

/// The hue of each arm of a run and its place among the arms that share it: doses of one drug in the order of their
/// amounts, other arms in the order of the file.
pub(crate) fn roles_of(run: &Run) -> Vec<(Hue, usize)> {
    let experiments: Vec<&Experiment> = run.arms.iter().map(|arm| &arm.arm.experiment).collect();
    let chosen = |arm: &ArmResult| arm.arm.colour.and_then(Choice::find).map(Hue::Chosen);
    let hues = run.arms.iter().map(|arm| chosen(arm).unwrap_or_else(|| hue(&arm.arm.experiment)));
    in_order_of_dose(&experiments, roles(hues))
}

/// Fewer doses than this make no ramp.
const LEAST_RAMP: usize = 3;

/// The roles with a ramp for each drug whose arms differ in nothing but the amount.
fn in_order_of_dose(experiments: &[&Experiment], mut roles: Vec<(Hue, usize)>) -> Vec<(Hue, usize)> {
    for drug in [Hue::Ketamine, Hue::Ssri] {
        let arms: Vec<usize> =
            (0..roles.len()).filter(|arm| roles.get(*arm).is_some_and(|role| role.0 == drug)).collect();
        let experiments: Vec<&Experiment> = arms.iter().filter_map(|arm| experiments.get(*arm).copied()).collect();
        let Some(ranks) = ranks(&experiments) else { continue };
        let hue = drug.in_order(u8::try_from(ranks.len()).unwrap_or(u8::MAX));
        for (arm, rank) in arms.into_iter().zip(ranks) {
            if let Some(role) = roles.get_mut(arm) {
                *role = (hue, rank);
            }
        }
    }
    roles
}

/// The places of arms by the amount that they give; nothing where these are few, equal, or differ in more than that.
fn ranks(experiments: &[&Experiment]) -> Option<Vec<usize>> {
    let doses = |experiment: &Experiment| {
        let given = experiment.regimen.doses.iter().filter(|dose| dose.at < experiment.duration);
        given.map(|dose| (dose.drug, dose.route, dose.at, dose.over)).collect::<Vec<_>>()
    };
    let amount = |experiment: &Experiment| experiment.regimen.doses.first().map(|dose| dose.amount);
    let first = experiments.first().filter(|_| experiments.len() >= LEAST_RAMP)?;
    let amounts: Vec<f64> = experiments.iter().filter_map(|experiment| amount(experiment)).collect();
    let alike = experiments.iter().all(|experiment| doses(experiment) == doses(first));
    let ranks: Vec<usize> = amounts.iter().map(|one| amounts.iter().filter(|other| *other < one).count()).collect();
    let distinct = (0..experiments.len()).all(|rank| ranks.contains(&rank));
    (alike && distinct).then_some(ranks)
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
    let mut figure = figure.with_crowds().with_left_out().lettered();
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::COLOURS;

    #[test]
    fn the_colours_of_a_scenario_are_those_of_the_palette() {
        assert_eq!(COLOURS, Choice::ALL.map(Choice::name));
    }
}
