//! Measured values over the curves of a figure.

use super::arms::roles_of;
use super::kind::{NotDrawn, Request, unknown};
use super::run::Run;
use super::view::View;
use crate::figure::{Datum, Figure, Hue, Points, XAxis};

/// Adds what was measured to the panels that show its quantity, and its source to the foot.
pub(super) fn add(run: &Run, request: &Request, figure: &mut Figure) -> Result<(), NotDrawn> {
    for (table, observed) in request.observed.iter().enumerate() {
        for (number, series) in observed.series.iter().enumerate() {
            let view = View::of(series.signal);
            let key = series.signal.quantity().key;
            let has_time = figure.columns.first().is_none_or(XAxis::is_time);
            let Some(panel) = figure.panels.iter_mut().find(|panel| has_time && panel.id == key && !panel.has_rows())
            else {
                return Err(NotDrawn {
                    message: format!("this figure has no curve of {key} over time, which {} measures", observed.name),
                    help: format!("add --kind comparison --y {key}, or leave the column out"),
                });
            };
            let arms = || run.arms.iter().map(|arm| arm.name.as_str());
            let place = match &series.arm {
                Some(name) => Some(arms().position(|arm| arm == name).ok_or_else(|| unknown(name, "arm", arms()))?),
                // A single arm is meant without a word.
                None if run.arms.len() == 1 => Some(0),
                None => None,
            };
            let (hue, variant) = place.and_then(|place| roles_of(run).get(place).copied()).unwrap_or((Hue::Neutral, 0));
            let data = series.points.iter().map(|point| {
                let datum = Datum::new(point.time, view.scale * point.value);
                match point.error {
                    Some((low, high)) => datum.with_error(view.scale * low, view.scale * high),
                    None => datum,
                }
            });
            // One name for all of them; whose they are is told by their colour.
            let label = if number == 0 { "observed" } else { "" };
            let id = format!("observed-{}-{}", table + 1, number + 1);
            panel.points.push(Points::new(id, label, hue, data.collect()).with_variant(variant));
        }
        figure.footer.insert(1, format!("Points: observed, {}.", observed.source.trim_end_matches('.')));
    }
    if !request.observed.is_empty() {
        figure.alt_text = figure.describe();
    }
    Ok(())
}
