//! The figures of a sweep: metrics over the swept values, curves at some of them, and heat maps.

use super::axis::Axis;
use super::tables::{Shown, Sweep, some_of, unit};
use crate::chart::curve;
use crate::chart::shown as views;
use crate::chart::spoken;
use crate::chart::{View, time_windows};
use crate::chart::{doses, hue, ids, roles};
use crate::figure::{Datum, Figure, HeatMap, Panel, Points, Profile, Scale, Series, Span, Weight, XAxis};
use crate::run::Run;
use crate::run::with_foot;
use crate::simulate::Experiment;
use crate::words::{count, rounded};

/// Values whose curves are drawn; more would look too much alike.
const MOST_CURVES: usize = 5;

/// Points up to which each run is drawn as a dot on the line.
const MOST_DOTS: usize = 30;

/// Heat maps that are drawn.
const MOST_MAPS: usize = 12;

fn scale(axis: &Axis) -> Scale {
    if axis.is_log { Scale::Log } else { Scale::Linear }
}

fn across(sweep: &Sweep, axis: &Axis) -> XAxis {
    let unit = unit(axis);
    let unit = if unit == "1" { String::new() } else { unit };
    XAxis::value(sweep.axis_name(axis), unit).with_scale(scale(axis)).with_range(axis.from, axis.to)
}

fn foot(mut figure: Figure, sweep: &Sweep) -> Figure {
    let failed = sweep.failed();
    if failed > 0 {
        let runs = if failed == 1 { "1 run".to_owned() } else { format!("{} runs", count(failed as u64)) };
        figure.footer.push(format!("{runs} could not be done and are left out."));
    }
    let from = format!("onset sweep {} {}", sweep.name, sweep.typed());
    with_foot(figure, &sweep.changes, sweep.scenario.standalone().to_owned(), &from)
}

/// The metrics that are drawn: one that exists nowhere cannot be.
fn drawn(sweep: &Sweep, names: &[String]) -> Vec<Shown> {
    let arms = 0..sweep.scenario.arms.len();
    let exists = |metric: &Shown| arms.clone().any(|arm| sweep.values(arm, *metric).any(|value| value.is_some()));
    sweep.shown(names).into_iter().filter(exists).collect()
}

/// The figures of a sweep that was run to its end: of one axis the metrics over it, of two a heat map for each metric
/// and each arm that changes.
pub fn sweep_figures(sweep: &Sweep, metrics: &[String]) -> Vec<Figure> {
    let shown = drawn(sweep, metrics);
    match sweep.plane.axes() {
        [axis] => responses(sweep, axis, &shown),
        [x, y] => maps(sweep, [x, y], &shown),
        _ => Vec::new(),
    }
}

/// Metrics over one axis, a panel each.
fn responses(sweep: &Sweep, axis: &Axis, shown: &[Shown]) -> Vec<Figure> {
    let mut whole = Figure::new("sweep", sweep.scenario.title.clone());
    let arms = &sweep.scenario.arms;
    let ids = ids(arms.iter().map(|arm| arm.name.as_str()));
    let roles = roles(arms.iter().map(|arm| hue(&arm.experiment)));
    for metric in shown {
        let column = &sweep.columns[*metric];
        let mut panel = Panel::new(column.key.clone(), spoken(&column.key), column.unit.clone());
        for (arm, (id, (hue, variant))) in ids.iter().zip(&roles).enumerate() {
            let values = axis.values().into_iter().zip(sweep.values(arm, *metric));
            let points: Vec<[f64; 2]> = values.map(|(x, value)| [x, value.unwrap_or(f64::NAN)]).collect();
            if points.iter().all(|[_, value]| value.is_nan()) {
                continue;
            }
            let label = if arms.len() > 1 { arms[arm].name.clone() } else { String::new() };
            if points.len() <= MOST_DOTS && sweep.moves(arm) {
                let data = points.iter().map(|[x, value]| Datum::new(*x, *value)).collect();
                panel.push(Points::new(format!("runs-{id}"), "", *hue, data).with_variant(*variant));
            }
            let mut series = Series::new(id.clone(), label, *hue, points).with_variant(*variant);
            series.weight = if sweep.moves(arm) { Weight::Main } else { Weight::Secondary };
            panel.push(series);
        }
        panel.scale = reach(&panel, &column.unit);
        whole.panels.push(panel);
    }
    if whole.panels.is_empty() {
        return Vec::new();
    }
    whole.columns.push(across(sweep, axis));
    whole.lettered().pages(Profile::slides_16x9().panels_per_page).into_iter().map(|page| foot(page, sweep)).collect()
}

/// Times from hours to weeks need a logarithmic axis.
fn reach(panel: &Panel, unit: &str) -> Scale {
    let values = || panel.series().flat_map(|series| &series.points).map(|[_, value]| *value).filter(|v| v.is_finite());
    let (low, high) = (values().fold(f64::INFINITY, f64::min), values().fold(0.0, f64::max));
    if unit == "h" && low > 0.0 && high > 20.0 * low { Scale::Log } else { Scale::Linear }
}

fn maps(sweep: &Sweep, [x, y]: [&Axis; 2], shown: &[Shown]) -> Vec<Figure> {
    let mut figures = Vec::new();
    let moving = sweep.moving();
    for metric in shown {
        let column = &sweep.columns[*metric];
        for arm in &moving {
            let cell = |point: usize| {
                let outcome = sweep.outcomes.get(point)?.get(*arm)?.as_ref().ok()?;
                *outcome.get(*metric)?
            };
            // Line by line from the lowest; the second axis turns fastest in a sweep.
            let values: Vec<f64> = (0..y.count)
                .flat_map(|up| (0..x.count).map(move |right| right * y.count + up))
                .map(|point| cell(point).unwrap_or(f64::NAN))
                .collect();
            if values.iter().all(|value| value.is_nan()) || figures.len() == MOST_MAPS {
                continue;
            }
            let id = if figures.is_empty() { "sweep".to_owned() } else { format!("sweep-{}", figures.len() + 1) };
            let name = &sweep.scenario.arms[*arm].name;
            let of = if sweep.scenario.arms.len() > 1 { format!(": {name}") } else { String::new() };
            let mut figure = Figure::new(id, format!("{}{of}", sweep.scenario.title));
            let unit = unit(y);
            let mut panel =
                Panel::new(column.key.clone(), sweep.axis_name(y), if unit == "1" { String::new() } else { unit });
            panel.scale = scale(y);
            let unit = if column.unit == "1" { String::new() } else { column.unit.clone() };
            panel.push(HeatMap::new(spoken(&column.key), unit, x.values(), y.values(), values));
            figure.panels.push(panel);
            figure.columns.push(across(sweep, x));
            figures.push(foot(figure, sweep));
        }
    }
    figures
}

/// The places along one axis whose curves are drawn.
pub fn curve_places(sweep: &Sweep) -> Vec<usize> {
    let done: Vec<usize> =
        (0..sweep.outcomes.len()).filter(|point| sweep.outcomes[*point].iter().all(Result::is_ok)).collect();
    some_of(done.len(), MOST_CURVES).into_iter().map(|i| done[i]).collect()
}

/// Share of itself by which a quantity has to differ between runs to be worth its curves.
const DIFFERS: f64 = 0.01;

/// The first quantity of the figure of a run that the swept value moves; the first of all where it moves none.
fn moved(sweep: &Sweep, places: &[usize], run: &Run) -> Option<View> {
    let each = sweep.scenario.arms.len();
    let differs = |view: &View| {
        sweep.moving().into_iter().any(|arm| {
            let ends: Vec<[f64; 2]> = (0..places.len())
                .filter_map(|place| run.arms.get(place * each + arm))
                .map(|arm| {
                    let points = curve(arm, view, Span::new(Scale::Symlog, 0.0, run.duration));
                    let values = || points.iter().map(|point| point[1]).filter(|value| value.is_finite());
                    [values().fold(f64::NEG_INFINITY, f64::max), values().fold(f64::INFINITY, f64::min)]
                })
                .collect();
            // Next to the greatest value, what rounding leaves near 0 is no difference.
            let most =
                ends.iter().flatten().filter(|value| value.is_finite()).fold(0.0, |most: f64, v| most.max(v.abs()));
            [0, 1].into_iter().any(|end| {
                let values = || ends.iter().map(|ends| ends[end]).filter(|value| value.is_finite());
                let (low, high) = (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
                high - low > DIFFERS * most
            })
        })
    };
    let mut all = views(run);
    let first = all.iter().position(differs).unwrap_or(0);
    (first < all.len()).then(|| all.swap_remove(first))
}

/// Curves over time at some of the values of one axis: `run` has a scenario for each of `places`, in their order. Each arm that
/// changes has a panel.
pub fn sweep_curves(sweep: &Sweep, places: &[usize], run: &Run) -> Vec<Figure> {
    let ([axis], Some(view)) = (sweep.plane.axes(), moved(sweep, places, run)) else { return Vec::new() };
    let (windows, span) = time_windows(run, std::slice::from_ref(&view));
    let each = sweep.scenario.arms.len();
    let mut whole = Figure::new("curves", sweep.scenario.title.clone());
    let moving = sweep.moving();
    let unit = unit(axis);
    let unit = match axis.unit.as_str() {
        "x" => " x".to_owned(),
        _ if unit == "1" => String::new(),
        _ => format!(" {unit}"),
    };
    for arm in &moving {
        let name = &sweep.scenario.arms[*arm].name;
        let title = if each > 1 { format!("{}: {name}", view.title) } else { view.title.clone() };
        let mut panel = Panel::new(format!("arm-{}", arm + 1), title, view.unit.clone());
        for (variant, place) in places.iter().enumerate() {
            let Some(result) = run.arms.get(variant * each + arm) else { continue };
            let label = format!("{}{unit}", rounded(axis.value(*place)));
            let points = curve(result, &view, span);
            if points.iter().any(|[_, value]| value.is_finite()) {
                let hue = hue(&result.arm.experiment);
                panel.push(Series::new(format!("value-{}", variant + 1), label, hue, points).with_variant(variant));
            }
        }
        if panel.series().next().is_some() {
            whole.panels.push(panel);
        }
    }
    if whole.panels.is_empty() {
        return Vec::new();
    }
    whole.subtitle = format!("{} at {} values", sweep.axis_name(axis), places.len());
    whole.columns = windows;
    let dosed: Vec<(&str, &Experiment)> = moving
        .iter()
        .filter_map(|arm| run.arms.get(*arm))
        .map(|result| (result.arm.name.as_str(), &result.arm.experiment))
        .collect();
    whole.doses = doses(&dosed);
    whole.lettered().pages(Profile::slides_16x9().panels_per_page).into_iter().map(|page| foot(page, sweep)).collect()
}
