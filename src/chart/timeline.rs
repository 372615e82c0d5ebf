//! The order of events: when each step starts, peaks and ends.

use super::arms::{doses_of, dressed, finished, hue, ids_of};
use super::curve::curve;
use super::no_response::{Flat, still};
use super::request::{Drawn, NotDrawn, Request, reasons, view, windows};
use super::view::{View, course, few_steps};
use crate::figure::{Bar, Dot, Fill, KeyEntry, Marker, Panel, Row, Scale, Span};
use crate::run::{ArmResult, Run};
use crate::words::duration;

/// Names of steps that are longer elsewhere, where there is a panel to each.
const SHORT: [(&str, &str); 5] = [
    ("nmda_block_interneuron", "NMDA block"),
    ("ampa_activation", "AMPA"),
    ("synapse_count", "Synapses"),
    ("reported_symptoms", "Symptoms"),
    ("improvement", "Improvement"),
];

/// A row for every step of the cascade, a panel for every arm.
pub(crate) fn timeline(run: &Run, request: &Request) -> Result<Drawn, NotDrawn> {
    let mut figure = dressed("timeline", run);
    let mut warnings = Vec::new();
    let views: Vec<View> = match request.y.as_slice() {
        [] => few_steps(run),
        keys => keys.iter().map(|key| view(run, key)).collect::<Result<_, _>>()?,
    };
    let (columns, span) = windows(run, request.time, &views);
    for (arm, id) in run.arms.iter().zip(ids_of(run)) {
        let mut panel = Panel::new(id, if run.arms.len() > 1 { arm.name.as_str() } else { "" }, "h");
        let mut unmoved = Vec::new();
        for view in &views {
            match still(arm, view) {
                Some(why) => {
                    unmoved.push(why);
                    // The row stays, so that the rows of all arms stand in the same places.
                    panel.push(Row::new(name(view)).with_note("no change"));
                }
                None => panel.extend(row(arm, view, span)),
            }
        }
        // An arm that takes no step at all is named in the notes.
        if unmoved.len() < views.len() {
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
        KeyEntry::bar(Fill::Pale, hue, "above 10 % of its peak"),
        KeyEntry::dot(Marker::Diamond, hue, "peak (time at right)"),
    ];
    figure.columns = columns;
    figure.doses = doses_of(run);
    Drawn { figure: finished(figure), warnings }
}

/// What a step is called.
fn name(view: &View) -> String {
    let short = SHORT.iter().find(|(key, _)| *key == view.id()).map(|(_, name)| (*name).to_owned());
    short.unwrap_or_else(|| view.title.clone())
}

/// The row of a step.
fn row(arm: &ArmResult, view: &View, span: Span) -> Option<Row> {
    // The course begins before time 0, wherever the axis begins.
    let whole = Span::new(Scale::Symlog, 0.0, arm.arm.experiment.duration);
    let course = course(&curve(arm, view, whole), view.before(arm))?;
    let end = course.end.unwrap_or(arm.arm.experiment.duration);
    let hue = hue(&arm.arm.experiment);
    let note = match course.end {
        Some(_) => duration(course.peak),
        None if course.peak >= 0.98 * end => "at the end".to_owned(),
        None => format!("{}, lasting", duration(course.peak)),
    };
    Some(
        Row::new(name(view))
            .with_bar(Bar::new("active", course.start.max(span.start), end, hue, Fill::Pale))
            .with_dot(Dot::new("peak", course.peak.max(span.start), hue, Marker::Diamond))
            .with_note(note),
    )
}
