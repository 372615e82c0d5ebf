//! The figure of a study of sensitivity: a tornado, or the indices as bars with their intervals.

use super::method::Method;
use super::tables::{ArmSensitivity, Sensitivity};
use crate::chart::spoken;
use crate::figure::{Bar, Dot, Figure, Fill, Hue, KeyEntry, Marker, Panel, ReferenceLine, Row, XAxis};
use crate::run::with_foot;
use crate::words::short;

/// Rows of a page.
const MOST_ROWS: usize = 12;

/// Arms that share a page, and an axis, where that axis has no unit.
const ARMS_OF_A_PAGE: usize = 2;

/// The parameters that matter most, in a panel for each arm.
pub fn sensitivity_figures(sensitivity: &Sensitivity) -> Vec<Figure> {
    let metric = sensitivity.metric;
    let mut whole = Figure::new("sensitivity", format!("What {} depends on", metric.key));
    whole.subtitle.clone_from(&sensitivity.scenario.title);
    let has_unit = matches!(sensitivity.method, Method::Local | Method::Morris);
    let arms_of_a_page = if has_unit { 1 } else { sensitivity.arms.len().clamp(1, ARMS_OF_A_PAGE) };
    let each = MOST_ROWS / arms_of_a_page;
    for (i, arm) in sensitivity.arms.iter().enumerate() {
        let name = format!("{}: {}", arm.arm, sensitivity.said(arm.base));
        let mut panel = Panel::new(format!("arm-{}", i + 1), name, "");
        let order = arm.ranked(sensitivity.method).into_iter();
        panel.extend(order.take(each).map(|factor| row(sensitivity, arm, factor)));
        if let (Method::Local, Some(base)) = (sensitivity.method, arm.base) {
            panel.push(ReferenceLine::new(base, ""));
        }
        if panel.has_rows() {
            whole.panels.push(panel);
        }
    }
    if whole.panels.is_empty() {
        return Vec::new();
    }
    let unit = if metric.unit == "1" { "" } else { metric.unit };
    let (solid, pale, open) = (Fill::Solid, Fill::Pale, Fill::Open);
    let bar = |fill, words: &str| KeyEntry::bar(fill, Hue::Neutral, words);
    let (axis, key) = match sensitivity.method {
        Method::Local => (
            XAxis::value(spoken(metric.key), unit),
            vec![bar(open, "parameter at its low end"), bar(solid, "at its high end")],
        ),
        Method::Morris => (
            XAxis::value("Effect of the whole range", unit),
            vec![bar(solid, "mean of absolute effects"), KeyEntry::dot(Marker::Diamond, Hue::NoDrug, "their spread")],
        ),
        Method::Sobol => (
            XAxis::value("Share of the variance", ""),
            vec![bar(solid, "alone"), bar(pale, "with others"), bar(Fill::Interval, "95 % interval")],
        ),
        Method::Prcc => (
            XAxis::value("Partial rank correlation", "").with_range(-1.0, 1.0),
            vec![bar(solid, "rises (right) or falls (left) with it"), bar(Fill::Interval, "95 % interval")],
        ),
    };
    whole.columns.push(axis);
    whole.key = key;
    whole.footer.push(format!("{}.", sensitivity.ranges));
    let missing: usize = sensitivity.arms.iter().map(|arm| arm.undefined).sum();
    if missing > 0 {
        whole.footer.push(format!("{} does not exist in {missing} runs, which are left out.", metric.key));
    }
    let seed = sensitivity.seed.map_or(String::new(), |seed| format!(", seed {seed}"));
    let samples = sensitivity.samples.map_or(String::new(), |samples| format!(", n = {samples}"));
    let method = sensitivity.method.name();
    let from = format!("onset sensitivity {} --method {method}{samples}{seed}", sensitivity.name);
    let pages = whole.lettered().pages(arms_of_a_page).into_iter();
    let text = sensitivity.scenario.standalone();
    pages
        .map(|page| {
            let mut page = with_foot(page, &sensitivity.changes, text.to_owned(), &from);
            page.provenance.seed = sensitivity.seed;
            page
        })
        .collect()
}

fn row(sensitivity: &Sensitivity, arm: &ArmSensitivity, factor: usize) -> Row {
    let row = Row::new(arm.factors[factor].what.name());
    let value = |name: &str| arm.index(factor, name).and_then(|index| index.value);
    let interval = |name: &str| arm.index(factor, name).and_then(|index| index.interval);
    let solid = |part: &str, value: f64| Bar::new(part, 0.0, value, Hue::Neutral, Fill::Solid);
    let framed = |row: Row, ends: Option<(f64, f64)>| match ends {
        Some((low, high)) => row.with_bar(Bar::new("95 % interval", low, high, Hue::Neutral, Fill::Interval)),
        None => row,
    };
    match sensitivity.method {
        Method::Local => {
            let ends = arm.ends.get(factor).copied().unwrap_or([None; 2]);
            let [low, high] = ends.map(|end| end.map_or_else(|| "none".to_owned(), short));
            let note = value("elasticity").map_or_else(|| format!("{low} to {high}"), |e| format!("{e:+.2} % for 1 %"));
            let parts = [("low end", Fill::Open), ("high end", Fill::Solid)].into_iter().zip(ends);
            let bars =
                parts.filter_map(|((part, fill), end)| Some(Bar::new(part, arm.base?, end?, Hue::Neutral, fill)));
            bars.fold(row.with_note(note), Row::with_bar)
        }
        Method::Morris => {
            let row = match value("mu_star") {
                Some(size) => row.with_bar(solid("mu_star", size)).with_note(short(size)),
                None => row.with_note("too few runs"),
            };
            match value("sigma") {
                Some(spread) => row.with_dot(Dot::new("sigma", spread, Hue::NoDrug, Marker::Diamond)),
                None => row,
            }
        }
        Method::Sobol => {
            let (Some(first), Some(total)) = (value("first"), value("total")) else {
                return row.with_note("too few runs");
            };
            let whole = Bar::new("total", 0.0, total, Hue::Neutral, Fill::Pale);
            let note = format!("{first:.2} / {total:.2}");
            framed(row.with_bar(whole).with_bar(solid("first", first)).with_note(note), interval("total"))
        }
        Method::Prcc => match value("prcc") {
            Some(found) => {
                framed(row.with_bar(solid("prcc", found)).with_note(format!("{found:+.2}")), interval("prcc"))
            }
            None => row.with_note("too few runs"),
        },
    }
}
