//! The data of a page: the scenario, its figures, and the words and colours of this program.

use serde_json::{Map, Value, json};

use crate::chart::{AXIS_START, EXPECTANCY, NO_SYMPTOMS, View, cascade, comparison, hue_of};
use crate::figure::time_ticks::{BETWEEN, NATURAL, STEPS, USUAL};
use crate::figure::{Figure, Hue, Theme, dash};
use crate::metrics::{METRICS, ONSET_HOLD, ONSET_LEVEL, SAME_HEIGHT};
use crate::regimen::{Drug, FirstDose, MOST_DOSES, Route};
use crate::run::{EXPECTANCY_END, Run, basis};
use crate::scenario::key::{DOSE, Shape};
use crate::scenario::{FORMAT, Grid, Scenario, Slider, TimeScale};
use crate::simulate::IMPROVEMENT;
use crate::words::duration;
use crate::words::texts;

/// The program and its version.
pub(super) const PROGRAM: &str = concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION"));

/// Shades of a hue before they repeat.
const SHADES: usize = 5;

/// All of it.
pub(super) fn of(run: &Run, sliders: &[Slider]) -> Value {
    let comparison = comparison(run);
    let is_linear = run.scenarios.iter().any(|(_, scenario)| scenario.time_scale == TimeScale::Linear);
    let arms = run.arms.iter().map(|result| json!({ "name": result.name, "own": result.arm.name }));
    let sliders =
        sliders.iter().map(|slider| json!({ "key": slider.quantity().key, "from": slider.from, "to": slider.to }));
    json!({
        "name": run.name,
        "program": PROGRAM,
        "format": FORMAT,
        "scenarios": scenarios(run),
        "arms": arms.collect::<Vec<_>>(),
        "sliders": sliders.collect::<Vec<_>>(),
        "notes": notes(run, &comparison),
        "figures": { "comparison": figure(&comparison, Some(IMPROVEMENT.key)), "cascade": figure(&cascade(run), None) },
        "onset": { "level": ONSET_LEVEL, "hold": ONSET_HOLD, "sameHeight": SAME_HEIGHT },
        "time": {
            "scale": if is_linear { "linear" } else { "log" },
            "start": if is_linear { 0.0 } else { AXIS_START.min(run.duration / 100.0) },
            "natural": NATURAL, "usual": USUAL, "between": BETWEEN, "steps": STEPS,
        },
        "themes": Theme::all().iter().map(|theme| (theme.id.to_owned(), colors(theme))).collect::<Map<_, _>>(),
        "dashes": {
            "patterns": dash::PATTERNS,
            "first": Hue::ALL.iter().map(|hue| (role(*hue).to_owned(), dash::first(*hue).into())).collect::<Map<_, _>>(),
        },
        "drugs": drugs(),
        "dose": dose(),
        "words": {
            "disclaimer": texts::DISCLAIMER,
            "watermark": texts::WATERMARK,
            "doses": texts::DOSES,
            "timeLog": texts::TIME_LOG, "timeLogShort": texts::TIME_LOG_SHORT,
            "timeLogStart": texts::TIME_LOG_WITH_START, "timeLogStartShort": texts::TIME_LOG_WITH_START_SHORT,
            "timeLinear": texts::TIME_LINEAR, "timeLinearShort": texts::TIME_LINEAR_SHORT,
            "basis": basis(),
            "noSymptoms": NO_SYMPTOMS,
            "shaded": EXPECTANCY, "expectancyEnd": EXPECTANCY_END,
            "onset": METRICS.iter().find(|metric| metric.key == "onset").map(|metric| format!("Onset: {}", lowered(metric.definition))),
        },
    })
}

/// A sentence that goes on after a colon.
fn lowered(sentence: &str) -> String {
    sentence.chars().take(1).flat_map(char::to_lowercase).chain(sentence.chars().skip(1)).collect()
}

/// What a reader should know of the scenario beside its curves.
fn notes(run: &Run, comparison: &Figure) -> Vec<String> {
    let own: Vec<&str> = comparison
        .panels
        .iter()
        .filter(|panel| View::by_key(&panel.id).is_none())
        .map(|panel| panel.title.as_str())
        .collect();
    let mut notes = Vec::new();
    if !run.changes.is_empty() {
        notes.push(format!("Changed from the file: {}.", run.changes.join(", ")));
    }
    for arm in &run.arms {
        let events = &arm.arm.experiment.regimen.events;
        let mut times: Vec<f64> = events.iter().map(|event| event.at).collect();
        times.dedup();
        if !times.is_empty() {
            let times: Vec<String> = times.into_iter().map(duration).collect();
            notes.push(format!("{}: the scenario changes states at once, at {}.", arm.name, times.join(", ")));
        }
    }
    if !own.is_empty() {
        notes.push(format!("Not on this page, since the scenario computes it from others: {}.", own.join(", ")));
    }
    notes
}

/// Where each scenario's arms stand among all, and what a file of it says beside them.
fn scenarios(run: &Run) -> Vec<Value> {
    let mut first = 0;
    run.scenarios
        .iter()
        .map(|(name, scenario)| {
            let before = first;
            first += scenario.arms.len();
            json!({
                "name": name, "title": scenario.title, "first": before, "count": scenario.arms.len(),
                "duration": scenario.duration, "timeScale": scenario.time_scale.name(), "show": scenario.show.iter().filter(|key| View::by_key(key).is_some()).collect::<Vec<_>>(),
                "grid": grid(scenario),
            })
        })
        .collect()
}

/// The keys of `[grid]`; nothing where the file has none.
fn grid(scenario: &Scenario) -> Value {
    match &scenario.grid {
        Grid::Usual => Value::Null,
        Grid::Points(points) => json!({ "points": points }),
        Grid::Every(every) => json!({ "every": format!("{every} h") }),
        Grid::Times(times) => json!({ "times": times }),
    }
}

/// The panels of a figure, and in which of them onsets are marked. What a scenario computes itself is no column of the
/// model in the page, so that improvement stands in for a figure of nothing else.
fn figure(figure: &Figure, marks: Option<&str>) -> Value {
    let panel = |(id, view): (&str, View)| {
        let drug = view.without_expectancy().map(|left| left.quantity().key);
        json!({ "id": id, "title": view.title, "unit": view.unit, "scale": view.scale, "drug": drug })
    };
    let views = figure.panels.iter().filter_map(|panel| Some((panel.id.as_str(), View::by_key(&panel.id)?)));
    let mut panels: Vec<Value> = views.map(panel).collect();
    if panels.is_empty() {
        panels.extend(View::by_key(IMPROVEMENT.key).map(|view| panel((IMPROVEMENT.key, view))));
    }
    json!({ "title": figure.title, "panels": panels, "marks": marks })
}

fn colors(theme: &Theme) -> Value {
    let hues: Map<String, Value> = Hue::ALL
        .iter()
        .map(|hue| {
            let shades: Vec<String> = (0..SHADES).map(|variant| theme.color(*hue, variant).hex()).collect();
            (role(*hue).to_owned(), shades.into())
        })
        .collect();
    json!({
        "background": theme.background.hex(), "ink": theme.ink.hex(), "softInk": theme.soft_ink.hex(),
        "axis": theme.axis.hex(), "grid": theme.grid.hex(), "minorGrid": theme.minor_grid.hex(),
        "watermark": theme.watermark.hex(), "hues": hues,
        "focus": theme.color(Hue::Ssri, 0).hex(),
    })
}

/// The name of a role in the page.
const fn role(hue: Hue) -> &'static str {
    match hue.role() {
        Hue::Ketamine | Hue::KetamineDoses(_) => "ketamine",
        Hue::Ssri | Hue::SsriDoses(_) => "ssri",
        Hue::Both => "both",
        Hue::NoDrug => "no-drug",
        Hue::Neutral | Hue::Chosen(_) => "neutral",
    }
}

/// The drugs with their hues, and the dose that a new line begins with.
fn drugs() -> Vec<Value> {
    let row = |drug: Drug| {
        let row = drug.row();
        let route = row.routes.first().map(|(route, _)| *route);
        let FirstDose { amount, over, every, count } = row.first;
        json!({
            "drug": drug.name(), "hue": role(hue_of(drug)), "label": row.spoken,
            "first": { "route": route.map(Route::name), "amount": amount, "over": over, "at": [0.0], "every": every, "count": count },
        })
    };
    Drug::ALL.into_iter().map(row).collect()
}

/// Bounds and meaning of what a dose is made of, from the keys of a file.
fn dose() -> Value {
    let mut bounds = Map::new();
    let mut describe = Map::new();
    for key in DOSE.keys {
        describe.insert(key.name.to_owned(), key.description.into());
        let range = match &key.shape {
            Shape::Quantity(range) | Shape::Quantities(range) => {
                json!({ "low": range.low, "high": range.high, "words": range.words })
            }
            Shape::Whole { low, high } => json!({ "low": low, "high": high, "words": format!("from {low} to {high}") }),
            _ => continue,
        };
        bounds.insert(key.name.to_owned(), range);
    }
    json!({ "bounds": bounds, "describe": describe, "most": MOST_DOSES })
}
