//! The figure of a fit: the observations on the curve, and what is left of them.

use super::tables::Fit;
use crate::chart::View;
use crate::chart::curve;
use crate::chart::{doses, hue, ids, roles};
use crate::figure::{Datum, Figure, Panel, Points, ReferenceLine, Scale, Series, Span, XAxis};
use crate::run::Run;
use crate::run::with_foot;
use crate::scenario::TimeScale;
use crate::simulate::Experiment;

/// How much longer than the observations the axis is.
const MARGIN: f64 = 1.04;

/// How many times the least observation the greatest must be for an axis of ratios.
const DECADES: f64 = 100.0;

/// The observations over the fitted curves, and below what is left of each. `run` is that of the fitted scenario.
pub fn fit_figure(fit: &Fit, run: &Run) -> Figure {
    let view = View::of(fit.signal);
    let last = fit.observed.points.iter().map(|point| point.time).fold(0.0, f64::max);
    let end = (MARGIN * last).min(run.duration).max(1e-3);
    let is_linear = fit.scenario.time_scale == TimeScale::Linear;
    let mut figure = Figure::new("fit", fit.scenario.title.clone());
    let free = fit.solution.estimates.len();
    let parameters = if free == 1 { "1 parameter".to_owned() } else { format!("{free} parameters") };
    figure.subtitle = format!("{parameters} fitted to {}", fit.file);
    figure.columns.push(if is_linear { XAxis::linear_time(0.0, end) } else { XAxis::symlog_time(0.0, end) });
    let scale = if is_linear { Scale::Linear } else { Scale::Symlog };
    let mut curves = Panel::new(view.id(), view.title.clone(), view.unit.clone());
    let has_errors = fit.observed.spread.is_some();
    let mut left = if has_errors {
        Panel::new("residuals", "Observed less fitted, in errors", "")
    } else {
        Panel::new("residuals", "Observed less fitted", view.unit.clone())
    };
    left.push(ReferenceLine::new(0.0, ""));
    let names: Vec<&str> = run.arms.iter().map(|arm| arm.name.as_str()).collect();
    let hues = roles(run.arms.iter().map(|arm| hue(&arm.arm.experiment)));
    let mut seen: Vec<(&str, &Experiment)> = Vec::new();
    for (arm, (id, (hue, variant))) in ids(names.iter().copied()).into_iter().zip(hues).enumerate() {
        let observed = || fit.observed.points.iter().zip(&fit.solution.values).filter(|(point, _)| point.arm == arm);
        if observed().next().is_none() {
            continue;
        }
        let result = &run.arms[arm];
        seen.push((&result.name, &result.arm.experiment));
        let points = curve(result, &view, Span::new(scale, 0.0, run.duration))
            .into_iter()
            .filter(|[time, _]| *time <= end)
            .collect();
        curves.push(Series::new(id.clone(), result.name.clone(), hue, points).with_variant(variant));
        let datum = |value: f64, time: f64, spread: Option<f64>| {
            let datum = Datum::new(time, view.scale * value);
            match spread {
                Some(spread) => datum.with_error(view.scale * (value - spread), view.scale * (value + spread)),
                None => datum,
            }
        };
        let data = observed().map(|(point, _)| datum(point.value, point.time, point.spread)).collect();
        curves.push(Points::new(format!("observed-{id}"), "", hue, data).with_variant(variant));
        let data = observed()
            .map(|(point, fitted)| {
                let residual = point.value - fitted;
                Datum::new(point.time, point.spread.map_or(view.scale * residual, |spread| residual / spread))
            })
            .collect();
        left.push(Points::new(format!("left-{id}"), "", hue, data).with_variant(variant));
    }
    let values = || fit.observed.points.iter().map(|point| point.value);
    let (least, most) = (values().fold(f64::INFINITY, f64::min), values().fold(0.0, f64::max));
    if least > 0.0 && most > DECADES * least {
        curves.scale = Scale::Log;
    }
    figure.panels = vec![curves, left];
    figure.doses = doses(&seen);
    let free: Vec<&str> = fit.solution.estimates.iter().map(|estimate| estimate.free.name()).collect();
    let from = format!("onset fit {} --observed {} --free {}", fit.name, fit.file, free.join(","));
    with_foot(figure.lettered(), &fit.changes, fit.scenario.standalone().to_owned(), &from)
}
