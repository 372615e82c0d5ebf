//! How much each step of the pathway contributes to a number: what is left of it when the step is cut.

use std::fmt::Write as _;

use serde::Serialize;

use crate::figure::{Bar, Figure, Fill, Hue, Panel, Row as FigureRow, XAxis};
use crate::metrics::Metric;
use crate::quantity::{csv_field, shortest};
use crate::run::{FailedArm, run};
use crate::run::{basis, with_foot};
use crate::scenario::{Link, Scenario};
use crate::simulate::side_by_side;
use crate::solver::Options;
use crate::words::{duration, folded, json, rounded, texts::DISCLAIMER, with_unit_or};

/// A metric of one arm, with and without each link of the pathway.
#[derive(Debug, Clone, PartialEq)]
pub struct Why {
    /// Which arm.
    pub arm: String,
    /// Which metric.
    pub metric: &'static Metric,
    /// Its value with the whole pathway; nothing where it does not exist.
    pub whole: Option<f64>,
    /// Its value with each link cut, one at a time.
    pub cuts: Vec<Cut>,
}

/// What is left of a metric when a link is cut.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cut {
    /// The link.
    pub link: Link,
    /// The value without it; nothing where it does not exist.
    pub value: Option<f64>,
}

impl Why {
    /// The share of the metric that is lost without a link, from 0 (nothing) to 1 (all); below 0 where it grows.
    /// Nothing where there is no metric to lose, where it does not exist without the link, or where it is a time, of
    /// which no share can be lost.
    pub fn lost(&self, cut: &Cut) -> Option<f64> {
        let whole = self.whole.filter(|whole| *whole != 0.0 && self.metric.unit != "h")?;
        Some(1.0 - cut.value? / whole)
    }
}

/// Runs a scenario with each link cut in turn, side by side, and reads one metric off every arm that is named, or off
/// all of them.
///
/// # Errors
/// The first arm that could not be run.
pub fn why(
    scenario: &(String, Scenario),
    metric: &'static Metric,
    arm: Option<&str>,
    options: &Options,
) -> Result<Vec<Why>, FailedArm> {
    let cuts: Vec<Vec<Link>> = std::iter::once(Vec::new()).chain(Link::ALL.map(|link| vec![link])).collect();
    let runs = side_by_side(cuts.iter(), |cut| {
        let (name, scenario) = scenario;
        run(vec![(name.clone(), scenario.without(cut))], Vec::new(), options)
    });
    let runs = runs.into_iter().collect::<Result<Vec<_>, _>>()?;
    let Some((whole, cut)) = runs.split_first() else { return Ok(Vec::new()) };
    let chosen = whole.arms.iter().enumerate().filter(|(_, ran)| arm.is_none_or(|arm| arm == ran.name));
    Ok(chosen
        .map(|(place, ran)| Why {
            arm: ran.name.clone(),
            metric,
            whole: ran.metrics.get(metric.key),
            cuts: Link::ALL
                .into_iter()
                .zip(cut)
                .map(|(link, run)| Cut { link, value: run.arms.get(place).and_then(|ran| ran.metrics.get(metric.key)) })
                .collect(),
        })
        .collect())
}

/// A value with its unit, or that there is none.
fn said(value: Option<f64>, metric: &Metric) -> String {
    with_unit_or(value, metric.unit, "does not exist")
}

/// What is lost, in words.
pub(crate) fn lost(why: &Why, cut: &Cut) -> String {
    match (why.lost(cut), why.whole, cut.value) {
        (Some(share), ..) if share.abs() < 0.005 => "nothing".to_owned(),
        (Some(share), ..) if share < 0.0 => format!("gains {} %", rounded(-100.0 * share)),
        (Some(share), ..) => format!("{} %", rounded(100.0 * share)),
        (None, Some(_), None) => "all of it".to_owned(),
        (None, Some(whole), Some(value)) if why.metric.unit == "h" => match value - whole {
            change if change.abs() < 1e-3 * whole.abs() => "nothing".to_owned(),
            change if change > 0.0 => format!("{} later", duration(change)),
            change => format!("{} earlier", duration(-change)),
        },
        _ => "-".to_owned(),
    }
}

/// For people: a table for each arm.
pub fn why_text(list: &[Why]) -> String {
    let mut text = String::new();
    for why in list {
        text.push_str(&folded(&format!("{}: {} = {}", why.arm, why.metric.key, said(why.whole, why.metric)), "  "));
        if why.whole.is_none() {
            text.push_str(&folded("  It does not exist in this arm, so nothing contributes to it.", "  "));
            text.push('\n');
            continue;
        }
        let rows: Vec<[String; 4]> = std::iter::once(["without", "it is", "lost", ""].map(str::to_owned))
            .chain(why.cuts.iter().map(|cut| {
                let words = [cut.link.name().to_owned(), said(cut.value, why.metric), lost(why, cut)];
                let [link, value, lost] = words;
                [link, value, lost, cut.link.description().to_owned()]
            }))
            .collect();
        let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
        let widths = [width(0), width(1), width(2)];
        for [link, value, lost, words] in &rows {
            let line = format!("  {link:a$}  {value:b$}  {lost:c$}  ", a = widths[0], b = widths[1], c = widths[2]);
            let indent = " ".repeat(line.chars().count());
            let whole = folded(&format!("{}{words}", " ".repeat(line.chars().count())), &indent);
            text.push_str(line.trim_end_matches(' '));
            let rest = whole.trim_start_matches(' ');
            if words.is_empty() {
                text.push('\n');
            } else {
                text.push_str(&" ".repeat(line.chars().count() - line.trim_end_matches(' ').chars().count()));
                text.push_str(rest);
            }
        }
        text.push('\n');
    }
    if let Some(why) = list.first() {
        text.push_str(&folded(&format!("{}: {}", why.metric.key, why.metric.definition), "  "));
    }
    text.push_str(&folded(
        "Each link is cut alone. The steps follow one another, so the losses do not add up to 100 %: any one cut can \
         stop all that comes after it.",
        "",
    ));
    text.push_str(&folded(&basis(), ""));
    let _ = writeln!(text, "{DISCLAIMER}");
    text
}

/// What is lost without each link as bars, a panel an arm; arms without the metric, and metrics of which no share can
/// be lost, have none.
pub fn why_figure(list: &[Why], scenario: &(String, Scenario), changes: &[String]) -> Figure {
    let key = list.first().map_or("", |why| why.metric.key);
    let mut figure = Figure::new("why", format!("What {key} depends on"));
    let mut undefined: Vec<&str> = Vec::new();
    for (i, why) in list.iter().enumerate() {
        let mut panel =
            Panel::new(format!("arm-{}", i + 1), format!("{}: {}", why.arm, said(why.whole, why.metric)), "%");
        for cut in &why.cuts {
            let row = FigureRow::new(format!("without {}", cut.link.name()));
            let words = match (cut.value, lost(why, cut)) {
                (None, lost) => lost,
                (Some(_), lost) => format!("{lost}, {} left", said(cut.value, why.metric)),
            };
            let row = row.with_note(words);
            panel.push(match why.lost(cut) {
                Some(share) => {
                    let (hue, fill) = if share < 0.0 { (Hue::NoDrug, Fill::Open) } else { (Hue::Neutral, Fill::Solid) };
                    row.with_bar(Bar::new("lost", 0.0, 100.0 * share, hue, fill))
                }
                None => row,
            });
        }
        if why.whole.is_some() {
            figure.panels.push(panel);
        } else {
            undefined.push(&why.arm);
        }
    }
    figure.columns.push(XAxis::value(format!("Share of {key} that is lost without the link"), "%"));
    if !undefined.is_empty() {
        figure.footer.push(format!("{key} does not exist: {}.", undefined.join(", ")));
    }
    figure
        .footer
        .push("Each link is cut alone; below 0, the metric grows. The losses do not add up to 100 %.".to_owned());
    with_foot(figure, changes, scenario.1.standalone().to_owned(), &format!("onset why {key}, scenario {}", scenario.0))
}

/// For other programs: a row for each arm and link; what does not exist is empty.
pub fn why_csv(list: &[Why]) -> String {
    let mut csv = String::from("arm,metric,unit,link,with,without,lost\n");
    for why in list {
        for cut in &why.cuts {
            let number = |value: Option<f64>| value.map(shortest).unwrap_or_default();
            let (arm, metric) = (csv_field(&why.arm), why.metric);
            let numbers = [number(why.whole), number(cut.value), number(why.lost(cut))].join(",");
            let _ = writeln!(csv, "{arm},{},{},{},{numbers}", metric.key, metric.unit, cut.link.name());
        }
    }
    csv
}

#[derive(Serialize)]
struct Row<'a> {
    arm: &'a str,
    metric: &'a str,
    unit: &'a str,
    link: &'a str,
    with: Option<f64>,
    without: Option<f64>,
    lost: Option<f64>,
}

/// The same as JSON: a list of objects.
pub fn why_json(list: &[Why]) -> String {
    let rows = list.iter().flat_map(|why| {
        why.cuts.iter().map(|cut| Row {
            arm: &why.arm,
            metric: why.metric.key,
            unit: why.metric.unit,
            link: cut.link.name(),
            with: why.whole,
            without: cut.value,
            lost: why.lost(cut),
        })
    });
    json(&rows.collect::<Vec<_>>())
}
