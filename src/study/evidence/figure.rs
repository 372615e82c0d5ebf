//! The findings as a picture: each with the place of the model's value in its band.

use super::finding::Role;
use super::helpline;
use super::kind::{Direction, Range};
use super::outcome::{Answer, Judged, Outcome};
use super::tables::{Evidence, by_system, given};
use crate::figure::{Bar, Dot, Figure, Fill, Hue, KeyEntry, Marker, Panel, Row, XAxis};
use crate::run::with_foot;
use crate::words::capital;

/// The greatest value that is drawn; values beyond it stand at the rim.
const RIM: f64 = 1.25;

/// Rows that a page has room for.
const MOST_ROWS: usize = 20;

/// Rows up to which systems share a panel.
const ROWS_OF_A_PANEL: usize = 6;

/// A place from 0 to 1 inside the band and beyond it outside, and how far inside, from 0 at an end.
fn place(answer: &Answer) -> Option<(f64, f64)> {
    let one_sided = |value: f64, limit: f64| value / limit;
    let (place, margin) = match &answer.judged {
        Judged::Within(value, Range { low: Some(low), high: Some(high) }) => {
            let place = ((*value)? - low) / (high - low);
            (place, place.min(1.0 - place))
        }
        // Of a band with one end the other is nothing (0) or without limit (1).
        Judged::Within(value, Range { high: Some(high), .. }) => {
            let place = one_sided((*value)?, *high).max(0.0);
            (place, 1.0 - place)
        }
        Judged::Within(value, Range { low: Some(low), .. }) => {
            let place = 1.0 - one_sided(*low, (*value)?);
            (place, place)
        }
        Judged::Beside(value, direction, other) => {
            let (value, other) = ((*value)?, (*other)?);
            let place = match direction {
                Direction::Greater | Direction::NotLess => one_sided(other, value),
                Direction::Less | Direction::NotGreater => one_sided(value, other),
            };
            (place, 1.0 - place)
        }
        Judged::InOrder(values) => {
            let pairs = values.windows(2).map(|pair| Some(one_sided(pair[0]?, pair[1]?)));
            let place = pairs.collect::<Option<Vec<f64>>>()?.into_iter().fold(0.0, f64::max);
            (place, 1.0 - place)
        }
        Judged::Within(..) | Judged::Shown(_) | Judged::NotExpressible => return None,
    };
    Some((place.clamp(1.0 - RIM, RIM), margin)).filter(|(place, _)| place.is_finite())
}

/// The test of a finding that comes nearest to failing.
fn nearest_to_failing<'a>(outcome: &'a Outcome<'_>) -> Option<(&'a Answer, f64)> {
    let placed = outcome.answers.iter().filter_map(|answer| Some((answer, place(answer)?)));
    let worst = placed.min_by(|(_, (_, a)), (_, (_, b))| a.total_cmp(b));
    worst.map(|(answer, (place, _))| (answer, place))
}

fn row(outcome: &Outcome<'_>) -> Row {
    let row = Row::new(outcome.finding.id.clone()).with_bar(Bar::new("band", 0.0, 1.0, Hue::NoDrug, Fill::Pale));
    let (hue, marker) = if outcome.holds() { (Hue::Both, Marker::Disc) } else { (Hue::Ketamine, Marker::Cross) };
    match nearest_to_failing(outcome) {
        Some((answer, place)) => {
            let note = format!("{}: {}", answer.label, given(answer));
            row.with_dot(Dot::new("model", place, hue, marker)).with_note(note)
        }
        None => row.with_note("no value"),
    }
}

/// The panels of one role; small systems share one, the two roles never do.
fn panels_of(evidence: &Evidence<'_>, role: Role) -> Vec<Panel> {
    let mut panels: Vec<Panel> = Vec::new();
    for (system, outcomes) in by_system(evidence.outcomes, role) {
        let rows: Vec<Row> = outcomes.iter().map(|outcome| row(outcome)).collect();
        match panels.last_mut() {
            // A heading for a row or two would take the room of the rows.
            Some(panel) if panel.rows().count() + rows.len() <= ROWS_OF_A_PANEL => {
                panel.title = format!("{}, {system}", panel.title);
                panel.extend(rows);
            }
            _ => {
                let id = system.replace(|c: char| !c.is_ascii_alphanumeric(), "-").to_lowercase();
                let id = format!("{}-{id}", role.name());
                let mut panel = Panel::new(id, format!("{}: {system}", role.heading()), "");
                panel.extend(rows);
                panels.push(panel);
            }
        }
    }
    panels
}

/// The findings on as few pages as can be read, the findings of one system together.
pub fn evidence_figures(evidence: &Evidence<'_>) -> Vec<Figure> {
    let panels: Vec<Panel> = Role::ALL.into_iter().flat_map(|role| panels_of(evidence, role)).collect();
    let mut pages: Vec<(usize, Vec<Panel>)> = Vec::new();
    for panel in panels {
        let rows = panel.rows().count();
        match pages.last_mut() {
            Some((taken, panels)) if *taken + rows <= MOST_ROWS => {
                *taken += rows;
                panels.push(panel);
            }
            _ => pages.push((rows, vec![panel])),
        }
    }
    let number = pages.len();
    let page = |(i, (_, panels)): (usize, (usize, Vec<Panel>))| {
        let id = if i == 0 { "evidence".to_owned() } else { format!("evidence-{}", i + 1) };
        let of = if number > 1 { format!(" ({}/{number})", i + 1) } else { String::new() };
        let mut figure = Figure::new(id, format!("{}{of}", capital(&evidence.numbers().to_string())));
        figure.key = vec![
            KeyEntry::bar(Fill::Pale, Hue::NoDrug, "band"),
            KeyEntry::dot(Marker::Disc, Hue::Both, "model, holds"),
            KeyEntry::dot(Marker::Cross, Hue::Ketamine, "model, does not hold"),
        ];
        figure.columns.push(
            XAxis::value("Place of the model in the band: 0 its lower end, 1 its upper end", "")
                .with_range(1.0 - RIM, RIM),
        );
        let named = panels.iter().flat_map(Panel::rows).map(|row| row.label.as_str());
        let note = helpline(named);
        figure.panels = panels;
        figure.footer.push(
            "Of each finding the test that comes nearest to failing; at the rim: that far out or further.".to_owned(),
        );
        figure.footer.push(crate::study::evidence::tables::BANDS.to_owned());
        figure.footer.extend(evidence.numbers().overlap());
        figure.footer.extend(note.map(str::to_owned));
        with_foot(figure, evidence.changes, String::new(), "onset evidence")
    };
    pages.into_iter().enumerate().map(page).collect()
}
