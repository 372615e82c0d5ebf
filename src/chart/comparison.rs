//! The two figures of a run: the comparison of its arms, and the cascade from receptor to symptom.

use super::arms::{doses_of, dressed, finished, hue, ids_of, roles_of};
use super::curve::curve;
use super::no_response::flat_among;
use super::request::{Drawn, NotDrawn, Request, TimeAxis, view, windows};
use super::view::{CASCADE, View, least_movement, shown};
use crate::figure::{Band, Figure, Hue, Mark, Panel, ReferenceLine, Series, ValueRange};
use crate::metrics::{ONSET_HOLD, ONSET_LEVEL};
use crate::run::{ArmResult, Run};
use crate::simulate::Signal;
use crate::words::duration;

/// Says what the areas below the curves are.
pub(crate) const EXPECTANCY: &str = "Shaded: the part that is expectancy's, on top of the drug's.";

/// Whether any of an arm's improvement is expectancy's.
fn has_expectancy(arm: &ArmResult) -> bool {
    ["expectancy_24h", "expectancy_end"].iter().any(|key| arm.metrics.get(key).is_some())
}

/// Stands before the names of arms that have nothing to improve.
pub(crate) const NO_SYMPTOMS: &str = "No symptoms at the start, so no improvement";

/// Every arm's improvement over time, with onsets and doses.
///
/// Where a subject has no symptoms to improve, the synapse count stands beside or instead of it, or the opioid
/// requirement where there is surgery.
pub fn comparison(run: &Run) -> Figure {
    compared(run, &shown(run), TimeAxis::Auto)
}

/// The same with the quantities and the axis of time that are asked for.
pub(crate) fn comparison_of(run: &Run, request: &Request) -> Result<Drawn, NotDrawn> {
    let views = if request.y.is_empty() { shown(run) } else { asked(run, request)? };
    let figure = compared(run, &views, request.time);
    let warnings = flat_among(run, &views);
    Ok(Drawn { figure, warnings })
}

/// The quantities that are asked for.
fn asked(run: &Run, request: &Request) -> Result<Vec<View>, NotDrawn> {
    request.y.iter().map(|key| view(run, key)).collect()
}

fn compared(run: &Run, views: &[View], time: TimeAxis) -> Figure {
    let mut figure = draw("figure", run, views, time);
    for panel in figure.panels.iter_mut().filter(|panel| panel.id == Signal::Improvement.quantity().key) {
        panel.extend(onsets(run));
        if panel.marks().next().is_some() {
            panel.push(ReferenceLine::new(ONSET_LEVEL, ""));
            figure
                .footer
                .insert(1, format!("Onset: improvement reaches {ONSET_LEVEL} % and stays there for {ONSET_HOLD} h."));
        }
    }
    finished(figure)
}

/// The way from receptor to symptom as panels over one time axis.
pub fn cascade(run: &Run) -> Figure {
    finished(draw("cascade", run, &steps(), TimeAxis::Auto))
}

/// The same with the quantities and the axis of time that are asked for.
pub(crate) fn cascade_of(run: &Run, request: &Request) -> Result<Drawn, NotDrawn> {
    let views = if request.y.is_empty() { steps() } else { asked(run, request)? };
    let figure = finished(draw("cascade", run, &views, request.time));
    let warnings = flat_among(run, &views);
    Ok(Drawn { figure, warnings })
}

/// The steps of the cascade.
fn steps() -> Vec<View> {
    CASCADE.iter().filter_map(|key| View::by_key(key)).collect()
}

/// The onset of every arm; where two of one hue would say the same beside each other, the first says it for both.
fn onsets(run: &Run) -> Vec<Mark> {
    let mut said: Vec<(Hue, String)> = Vec::new();
    let mut marks = Vec::new();
    for (arm, series) in run.arms.iter().zip(ids_of(run)) {
        let Some(time) = arm.metrics.get("onset") else { continue };
        let words = (hue(&arm.arm.experiment), format!("onset {}", duration(time)));
        let label = if said.contains(&words) { String::new() } else { words.1.clone() };
        said.push(words);
        marks.push(Mark { series, x: time, value: ONSET_LEVEL, label });
    }
    marks
}

fn draw(id: &str, run: &Run, views: &[View], time: TimeAxis) -> Figure {
    let (columns, span) = windows(run, time);
    let mut figure = dressed(id, run);
    figure.columns = columns;
    let (ids, roles) = (ids_of(run), roles_of(run));
    for view in views {
        let mut panel = Panel::new(view.id(), view.title.clone(), view.unit.clone());
        for ((arm, id), (hue, variant)) in run.arms.iter().zip(&ids).zip(&roles) {
            let points = curve(arm, view, span);
            if points.iter().any(|[_, value]| value.is_finite()) {
                if view.without_expectancy().is_some() && has_expectancy(arm) {
                    let drug = curve(arm, &View::by_drug(), span);
                    let part = Band::spread(format!("{id}-expectancy"), "expectancy", *hue, drug, points.clone());
                    panel.push(part.with_variant(*variant));
                }
                panel.push(Series::new(id.clone(), arm.name.clone(), *hue, points).with_variant(*variant));
            }
        }
        panel.range = range(&panel);
        figure.panels.push(panel);
    }
    figure.doses = doses_of(run);
    if figure.panels.iter().any(|panel| panel.bands().next().is_some()) {
        figure.footer.insert(0, EXPECTANCY.to_owned());
    }
    let without: Vec<&str> =
        run.arms.iter().filter(|arm| arm.trajectory.baseline().is_none()).map(|arm| arm.name.as_str()).collect();
    if !without.is_empty() && views.iter().any(|view| view.is(Signal::Improvement)) {
        let words = format!("{NO_SYMPTOMS}: {}.", without.join(", "));
        figure.footer.insert(figure.footer.len() - 1, words);
    }
    figure
}

/// A curve that hardly moves is drawn flat instead of its rounding being blown up to the height of the panel.
fn range(panel: &Panel) -> ValueRange {
    let values = || panel.series().flat_map(|series| &series.points).map(|point| point[1]).filter(|v| v.is_finite());
    let low = values().fold(f64::INFINITY, f64::min);
    let high = values().fold(f64::NEG_INFINITY, f64::max);
    let middle = 0.5 * (low + high);
    let least = least_movement(middle, &panel.unit);
    if high - low < least { ValueRange::Fixed(middle - least, middle + least) } else { ValueRange::Auto }
}
