//! Measured values over the curves of a figure.

use serde::{Deserialize, Serialize};

use super::arms::roles_of;
use super::request::{NotDrawn, Request, view};
use crate::figure::{Datum, Figure, Points, XAxis};
use crate::run::Run;
use crate::scenario::{Observation, SpreadKind, read_observed};

/// A table of measured values, whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// What it is called.
    pub name: String,
    /// Where the values are from, for the caption.
    pub source: String,
    /// Its text.
    pub text: String,
}

/// Adds what was measured to the panels that show its quantity, and its source to the foot.
pub(crate) fn add(run: &Run, request: &Request, figure: &mut Figure) -> Result<(), NotDrawn> {
    for (index, table) in request.observed.iter().enumerate() {
        let [(_, scenario)] = run.scenarios.as_slice() else {
            return Err(NotDrawn {
                message: "measured values are those of one scenario, and several are drawn".to_owned(),
                help: "name one scenario".to_owned(),
            });
        };
        let observed = read_observed(&table.text, scenario, None, None)
            .map_err(|error| NotDrawn { message: format!("{}: {error}", table.name), help: error.help })?;
        let view = view(run, &observed.key)?;
        let has_time = figure.columns.first().is_none_or(XAxis::is_time);
        let panel = figure.panels.iter_mut().find(|panel| has_time && panel.id == observed.key && !panel.has_rows());
        let Some(panel) = panel else {
            let key = &observed.key;
            return Err(NotDrawn {
                message: format!("this figure has no curve of {key} over time, which {} measures", table.name),
                help: format!("add --kind comparison --y {key}"),
            });
        };
        let mut is_named = false;
        for (arm, (hue, variant)) in roles_of(run).into_iter().enumerate() {
            let of_arm = observed.points.iter().filter(|point| point.arm == arm);
            let data: Vec<Datum> = of_arm.map(|point| datum(point, view.scale)).collect();
            if data.is_empty() {
                continue;
            }
            // One name for all of them; colour and shape show to which arm they belong.
            let label = if is_named { "" } else { "observed" };
            is_named = true;
            let id = format!("observed-{}-{}", index + 1, arm + 1);
            panel.push(Points::new(id, label, hue, data).with_variant(variant));
        }
        let bars = match observed.spread {
            None => "",
            Some(SpreadKind::Sd) => ", bars: standard deviation",
            Some(SpreadKind::Se) => ", bars: standard error",
        };
        figure.footer.insert(1, format!("Points: observed, {}{bars}.", table.source.trim_end_matches('.')));
    }
    if !request.observed.is_empty() {
        figure.alt_text = figure.describe();
    }
    Ok(())
}

fn datum(point: &Observation, scale: f64) -> Datum {
    let datum = Datum::new(point.time, scale * point.value);
    match point.spread {
        Some(spread) => datum.with_error(scale * (point.value - spread), scale * (point.value + spread)),
        None => datum,
    }
}
