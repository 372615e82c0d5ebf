//! The difference between two scenarios as text, CSV and JSON.

use serde::Serialize;

use super::attribution::{ArmDifference, MOST_SHARED, Outcome};
use crate::quantity::{csv_field, shortest};
use crate::run::basis;
use crate::scenario::{Change, Difference};
use crate::words::{folded, json, table, texts::DISCLAIMER, with_unit};

/// Outcomes that the text shows, the most telling first; the files hold every one.
const TOLD: [&str; 8] = [
    "onset",
    "peak_improvement",
    "time_of_peak",
    "improvement_7d",
    "improvement_end",
    "synapse_gain_peak",
    "dissociation_peak",
    "ketamine_cmax",
];

/// Most outcomes of an arm that the text tells apart.
const MOST_TOLD: usize = 4;

/// The difference in words, for a terminal of 80 columns.
pub fn difference_text(names: [&str; 2], difference: &Difference, arms: &[ArmDifference]) -> String {
    let mut text = folded(&format!("From {} to {}:", names[0], names[1]), "  ");
    text.push_str("\nChanged inputs\n");
    for change in &difference.changes {
        let (from, to) = (said(change.from.as_ref(), change.unit), said(change.to.as_ref(), change.unit));
        let idle = if change.acts { "" } else { " (cannot change an outcome)" };
        text.push_str(&folded(&format!("  {}: {from} -> {to}{idle}", change.path), "      "));
    }
    for (only, name) in [(&difference.only_first, names[0]), (&difference.only_second, names[1])] {
        for arm in only {
            text.push_str(&folded(&format!("  the arm \"{arm}\" is in {name} only"), "      "));
        }
    }
    if !difference.only_first.is_empty() && !difference.only_second.is_empty() {
        text.push_str("  Arms are compared by name: give two the same name to compare them.\n");
    }
    for arm in arms {
        text.push('\n');
        text.push_str(&of_arm(names, difference, arm));
    }
    text.push('\n');
    text.push_str(&folded(&basis(), ""));
    text.push_str(&folded(DISCLAIMER, ""));
    text
}

fn said(value: Option<&String>, unit: &str) -> String {
    match value {
        // A text has its own unit, and a plain number that of the parameter.
        Some(value) if !unit.is_empty() && unit != "1" && value.parse::<f64>().is_ok() => format!("{value} {unit}"),
        Some(value) => value.clone(),
        None => "not set".to_owned(),
    }
}

fn of_arm(names: [&str; 2], difference: &Difference, arm: &ArmDifference) -> String {
    if arm.outcomes.is_empty() {
        return folded(&format!("Arm \"{}\": no outcome changes.", arm.arm), "  ");
    }
    let mut text = folded(&format!("Arm \"{}\": {} outcomes change", arm.arm, arm.outcomes.len()), "  ");
    let known = |key: &&str| arm.outcomes.iter().find(|outcome| outcome.key == **key);
    let mut told: Vec<&Outcome> = TOLD.iter().filter_map(known).collect();
    if told.is_empty() {
        told.extend(arm.outcomes.iter());
    }
    told.truncate(TOLD.len());
    let heads = names.map(|name| name.rsplit(['/', '\\']).next().unwrap_or(name).chars().take(18).collect::<String>());
    let mut rows = vec![vec!["outcome".to_owned(), heads[0].clone(), heads[1].clone(), "change".to_owned()]];
    rows.extend(told.iter().map(|outcome| {
        let cell =
            |value: Option<f64>| value.map_or_else(|| "does not exist".to_owned(), |v| with_unit(v, &outcome.unit));
        vec![outcome.key.clone(), cell(outcome.first), cell(outcome.second), signed(outcome.change(), outcome)]
    }));
    text.push_str(&table(&rows));
    if let Some(why) = &arm.obstacle {
        let line = format!("  The shares of the inputs cannot be separated: {why}.");
        return text + &folded(&line, "    ");
    }
    if arm.inputs.len() < 2 {
        let input =
            arm.inputs.iter().filter_map(|input| difference.changes.get(*input)).map(|change| change.path.as_str());
        return text + &folded(&format!("  All of it is due to {}.", input.collect::<String>()), "    ");
    }
    for outcome in told.iter().filter(|outcome| !outcome.parts.is_empty()).take(MOST_TOLD) {
        text.push_str(&format!("\n  What explains the change of {}:\n", outcome.key));
        let mut rows = vec![vec!["input".to_owned(), "alone".to_owned(), "share".to_owned()]];
        for (input, part) in arm.inputs.iter().zip(&outcome.parts) {
            let path = difference.changes.get(*input).map_or("", |change| change.path.as_str());
            rows.push(vec![path.to_owned(), signed(Some(part.alone), outcome), signed(part.share, outcome)]);
        }
        let none = || "-".to_owned();
        let shared = outcome.parts.iter().all(|part| part.share.is_some());
        let whole = || signed(outcome.change(), outcome);
        rows.push(vec!["together beyond that".to_owned(), signed(outcome.interaction(), outcome), none()]);
        rows.push(vec!["in all".to_owned(), whole(), if shared { whole() } else { none() }]);
        text.push_str(&table(&rows));
    }
    for outcome in told.iter().filter(|outcome| outcome.parts.is_empty()) {
        let line =
            format!("  {} does not exist in every mixture of the two, so its change has no shares.", outcome.key);
        text.push_str(&folded(&line, "    "));
    }
    let share = if arm.inputs.len() > MOST_SHARED {
        format!("Of more than {MOST_SHARED} changed inputs only what each does alone is computed.")
    } else {
        "Alone: if nothing else is changed. Share: the mean over every order of changing them (Shapley value); the \
         shares add up to the whole."
            .to_owned()
    };
    text.push('\n');
    text + &folded(&format!("  {share}"), "  ")
}

fn signed(value: Option<f64>, outcome: &Outcome) -> String {
    value.map_or_else(
        || "-".to_owned(),
        |value| {
            let text = with_unit(value, &outcome.unit);
            if value > 0.0 && !text.starts_with("0 ") { format!("+{text}") } else { text }
        },
    )
}

/// A row for each outcome that differs, and below it one for each input: `arm,outcome,unit,input,first,second,change,alone,share`.
pub fn difference_csv(difference: &Difference, arms: &[ArmDifference]) -> String {
    let mut csv = String::from("arm,outcome,unit,input,first,second,change,alone,share\n");
    let cell = |value: Option<f64>| value.map(shortest).unwrap_or_default();
    for arm in arms {
        let name = csv_field(&arm.arm);
        for outcome in &arm.outcomes {
            let head = format!("{name},{},{}", outcome.key, csv_field(&outcome.unit));
            let values = [outcome.first, outcome.second, outcome.change()].map(cell).join(",");
            csv.push_str(&format!("{head},,{values},,\n"));
            for (input, part) in arm.inputs.iter().zip(&outcome.parts) {
                let path = difference.changes.get(*input).map_or("", |change| change.path.as_str());
                let parts = [Some(part.alone), part.share].map(cell).join(",");
                csv.push_str(&format!("{head},{},,,,{parts}\n", csv_field(path)));
            }
        }
    }
    csv
}

#[derive(Serialize)]
struct Document<'a> {
    disclaimer: &'a str,
    first: &'a str,
    second: &'a str,
    changes: Vec<ChangeEntry<'a>>,
    only_first: &'a [String],
    only_second: &'a [String],
    arms: Vec<ArmEntry<'a>>,
}

#[derive(Serialize)]
struct ChangeEntry<'a> {
    path: &'a str,
    from: Option<&'a str>,
    to: Option<&'a str>,
    unit: Option<&'a str>,
}

#[derive(Serialize)]
struct ArmEntry<'a> {
    arm: &'a str,
    obstacle: Option<&'a str>,
    outcomes: Vec<OutcomeEntry<'a>>,
}

#[derive(Serialize)]
struct OutcomeEntry<'a> {
    outcome: &'a str,
    unit: &'a str,
    first: Option<f64>,
    second: Option<f64>,
    change: Option<f64>,
    interaction: Option<f64>,
    inputs: Vec<PartEntry<'a>>,
}

#[derive(Serialize)]
struct PartEntry<'a> {
    path: &'a str,
    alone: f64,
    share: Option<f64>,
}

/// All of it as JSON.
pub fn difference_json(names: [&str; 2], difference: &Difference, arms: &[ArmDifference]) -> String {
    let path = |input: &usize| difference.changes.get(*input).map_or("", |change| change.path.as_str());
    let outcome = |arm: &'_ ArmDifference, outcome: &Outcome| -> Vec<(usize, f64, Option<f64>)> {
        arm.inputs.iter().zip(&outcome.parts).map(|(input, part)| (*input, part.alone, part.share)).collect()
    };
    let entry = |change: &Change| (!change.unit.is_empty()).then_some(change.unit);
    json(&Document {
        disclaimer: DISCLAIMER,
        first: names[0],
        second: names[1],
        changes: difference
            .changes
            .iter()
            .map(|change| ChangeEntry {
                path: &change.path,
                from: change.from.as_deref(),
                to: change.to.as_deref(),
                unit: entry(change),
            })
            .collect(),
        only_first: &difference.only_first,
        only_second: &difference.only_second,
        arms: arms
            .iter()
            .map(|arm| ArmEntry {
                arm: &arm.arm,
                obstacle: arm.obstacle.as_deref(),
                outcomes: arm
                    .outcomes
                    .iter()
                    .map(|one| OutcomeEntry {
                        outcome: &one.key,
                        unit: &one.unit,
                        first: one.first,
                        second: one.second,
                        change: one.change(),
                        interaction: one.interaction(),
                        inputs: outcome(arm, one)
                            .into_iter()
                            .map(|(input, alone, share)| PartEntry { path: path(&input), alone, share })
                            .collect(),
                    })
                    .collect(),
            })
            .collect(),
    })
}
