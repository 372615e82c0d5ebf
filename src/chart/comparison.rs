//! The two figures of a run: the comparison of its arms, and the cascade from receptor to symptom.

use super::arms::{doses_of, dressed, finished, ids_of, roles_of};
use super::curve::curve;
use super::no_response::{flat_among, still};
use super::request::{Drawn, NotDrawn, Request, TimeAxis, view, windows};
use super::view::{View, least_movement, shown, steps};
use crate::figure::{Band, Figure, Mark, Panel, ReferenceLine, Series, ValueRange};
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
    usual_cascade(run, TimeAxis::Auto)
}

/// The same with the quantities and the axis of time that are asked for.
pub(crate) fn cascade_of(run: &Run, request: &Request) -> Result<Drawn, NotDrawn> {
    if request.y.is_empty() {
        let warnings = flat_among(run, &moving(run).0);
        return Ok(Drawn { figure: usual_cascade(run, request.time), warnings });
    }
    let views = asked(run, request)?;
    let figure = finished(draw("cascade", run, &views, request.time));
    let warnings = flat_among(run, &views);
    Ok(Drawn { figure, warnings })
}

/// The steps that move in some arm, and the names of the others.
fn moving(run: &Run) -> (Vec<View>, Vec<String>) {
    let moves = |view: &View| run.arms.iter().any(|arm| still(arm, view).is_none());
    let (moving, others): (Vec<View>, Vec<View>) = steps(run).into_iter().partition(moves);
    // A hint on which way is better says nothing of a quantity that is not shown.
    let name = |view: View| view.title.split(',').next().map(str::to_owned).unwrap_or_default();
    let others: Vec<String> = others.into_iter().map(name).collect();
    // Where nothing moves at all, every panel stays, and the warning says why.
    if moving.is_empty() { (steps(run), Vec::new()) } else { (moving, others) }
}

/// The cascade of the steps that move, with what is left out at its foot.
fn usual_cascade(run: &Run, time: TimeAxis) -> Figure {
    let (views, left_out) = moving(run);
    let mut figure = draw("cascade", run, &views, time);
    figure.names_once = true;
    if !left_out.is_empty() {
        figure.footer.insert(1, format!("Not shown, since nothing moves there: {}.", left_out.join(", ")));
    }
    finished(figure)
}

/// The onset of every arm.
fn onsets(run: &Run) -> Vec<Mark> {
    let onset = |(arm, series): (&ArmResult, String)| {
        let time = arm.metrics.get("onset")?;
        Some(Mark { series, x: time, value: ONSET_LEVEL, label: format!("onset {}", duration(time)) })
    };
    run.arms.iter().zip(ids_of(run)).filter_map(onset).collect()
}

fn draw(id: &str, run: &Run, views: &[View], time: TimeAxis) -> Figure {
    let (columns, span) = windows(run, time, views);
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
                let series = Series::new(id.clone(), arm.name.clone(), *hue, points).with_variant(*variant);
                panel.push(series.with_before(view.before(arm)));
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
    if high - low < least {
        // What cannot be negative has no axis below 0.
        let below = if low >= 0.0 { least.min(middle) } else { least };
        return ValueRange::Fixed(middle - below, middle + 2.0 * least - below);
    }
    // Improvement is a share of the start: its whole scale shows how far from well a subject is.
    let is_share = panel.id == Signal::Improvement.quantity().key && low > -0.5 && high <= 100.0;
    if is_share { ValueRange::Fixed(0.0, 100.0) } else { ValueRange::Auto }
}
