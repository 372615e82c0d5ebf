//! The order of events: when each step starts, peaks and ends.

use super::arms::{doses_of, dressed, finished, hue, ids_of};
use super::curve::curve;
use super::no_response::{Flat, still};
use super::request::{Drawn, NotDrawn, Request, reasons, view, windows};
use super::view::{CASCADE, View};
use crate::figure::{Bar, Dot, Fill, KeyEntry, Marker, Panel, Row, Span};
use crate::run::{ArmResult, Run};
use crate::words::duration;

/// A step acts while it is away from its start by at least this share of its furthest.
const ACTS: f64 = 0.1;

/// Names of steps that are longer elsewhere, where there is a panel to each.
const SHORT: [(&str, &str); 5] = [
    ("nmda_block_interneuron", "NMDA block"),
    ("ampa_activation", "AMPA"),
    ("synapse_count", "Synapses"),
    ("reported_symptoms", "Symptoms"),
    ("improvement", "Improvement"),
];

/// When a curve starts, peaks and ends, h; still going has no end.
struct Course {
    start: f64,
    peak: f64,
    end: Option<f64>,
}

/// A row for every step of the cascade, a panel for every arm.
pub(crate) fn timeline(run: &Run, request: &Request) -> Result<Drawn, NotDrawn> {
    let (columns, span) = windows(run, request.time);
    let mut figure = dressed("timeline", run);
    let mut warnings = Vec::new();
    let keys: Vec<&str> =
        if request.y.is_empty() { CASCADE.to_vec() } else { request.y.iter().map(String::as_str).collect() };
    let views: Vec<View> = keys.into_iter().map(|key| view(run, key)).collect::<Result<_, _>>()?;
    for (arm, id) in run.arms.iter().zip(ids_of(run)) {
        let mut panel = Panel::new(id, if run.arms.len() > 1 { arm.name.as_str() } else { "" }, "h");
        let mut unmoved = Vec::new();
        for view in &views {
            let points = curve(arm, view, span);
            match still(arm, view) {
                Some(why) => unmoved.push(why),
                None => panel.extend(row(arm, view, &points, span)),
            }
        }
        // A step that an arm does not take has no row, which surprises nobody; an arm that takes none does.
        if panel.has_rows() {
            figure.panels.push(panel);
        } else {
            warnings.extend(unmoved);
        }
    }
    let Some(first) = run.arms.iter().find(|arm| figure.panels.iter().any(|panel| panel.title == arm.name)) else {
        return match figure.panels.is_empty() {
            true => Err(NotDrawn { message: "nothing moves in any arm".to_owned(), help: reasons(&warnings) }),
            false => Ok(with_key(run, figure, columns, run.arms.first(), warnings)),
        };
    };
    Ok(with_key(run, figure, columns, Some(first), warnings))
}

fn with_key(
    run: &Run,
    mut figure: crate::figure::Figure,
    columns: Vec<crate::figure::XAxis>,
    arm: Option<&ArmResult>,
    warnings: Vec<Flat>,
) -> Drawn {
    let hue = arm.map_or(crate::figure::Hue::Neutral, |arm| hue(&arm.arm.experiment));
    figure.key = vec![
        KeyEntry::bar(Fill::Pale, hue, "at least a tenth of its furthest"),
        KeyEntry::dot(Marker::Diamond, hue, "furthest"),
    ];
    figure.columns = columns;
    figure.doses = doses_of(run);
    Drawn { figure: finished(figure), warnings }
}

/// The row of a step.
fn row(arm: &ArmResult, view: &View, points: &[[f64; 2]], span: Span) -> Option<Row> {
    let course = course(points)?;
    let end = course.end.unwrap_or(arm.arm.experiment.duration);
    let hue = hue(&arm.arm.experiment);
    let note = match course.end {
        Some(_) => duration(course.peak),
        None if course.peak >= 0.98 * end => "to the end".to_owned(),
        None => format!("{}, lasts", duration(course.peak)),
    };
    let short = SHORT.iter().find(|(key, _)| *key == view.id()).map(|(_, name)| (*name).to_owned());
    Some(
        Row::new(short.unwrap_or_else(|| view.title.clone()))
            .with_bar(Bar::new("active", course.start.max(span.start), end, hue, Fill::Pale))
            .with_dot(Dot::new("furthest", course.peak.max(span.start), hue, Marker::Diamond))
            .with_note(note),
    )
}

/// When a curve is away from its start.
fn course(points: &[[f64; 2]]) -> Option<Course> {
    let finite = || points.iter().filter(|point| point[1].is_finite());
    let start = finite().next()?[1];
    let away = |point: &[f64; 2]| (point[1] - start).abs();
    let peak = finite().fold(None, |best: Option<&[f64; 2]>, point| match best {
        Some(known) if away(known) >= away(point) => best,
        _ => Some(point),
    })?;
    let least = ACTS * away(peak);
    let first = finite().find(|point| away(point) >= least)?;
    let last = finite().rev().find(|point| away(point) >= least)?;
    let until = finite().find(|point| point[0] > last[0]).map(|point| point[0]);
    Some(Course { start: first[0], peak: peak[0], end: until })
}
