//! Figures with made-up curves of the shape that real ones have, for tests.

use super::DoseLane;
use super::{Band, Figure, Hue, Mark, Panel, Provenance, ReferenceLine, Series, TimeAxis, Weight};

const MINUTE: f64 = 1.0 / 60.0;
const DAY: f64 = 24.0;
const WEEK: f64 = 7.0 * DAY;

/// Times from 0 to the end, even on a logarithmic axis.
pub(super) fn times(end: f64) -> Vec<f64> {
    let mut times = vec![0.0];
    let steps = 500;
    for step in 0..=steps {
        times.push(MINUTE * (end / MINUTE).powf(f64::from(step) / f64::from(steps)));
    }
    times
}

/// The curve of a function of time (h).
pub(super) fn curve(end: f64, value: impl Fn(f64) -> f64) -> Vec<[f64; 2]> {
    times(end).into_iter().map(|time| [time, value(time)]).collect()
}

fn hill(x: f64, half: f64, power: f64) -> f64 {
    let x = x.max(0.0).powf(power);
    x / (x + half.powf(power))
}

/// Ketamine: from 1 h, peak near 1 d, gone by 12 d.
pub(super) fn fast(time: f64) -> f64 {
    53.5 * hill(time, 4.2, 2.2) * (1.0 - hill(time, 5.0 * DAY, 3.2))
}

/// An SSRI: 45 % at 8 wk.
pub(super) fn slow(time: f64) -> f64 {
    49.0 * hill(time, 17.0 * DAY, 1.9)
}

fn daily(weeks: u32) -> Vec<(f64, f64)> {
    (0..weeks * 7).map(|day| (f64::from(day) * DAY, 0.0)).collect()
}

fn provenance() -> Provenance {
    Provenance {
        program: "onset 0.1.0".to_owned(),
        scenario: "format = 1\ntitle = \"A & B < C\"\n".to_owned(),
        seed: Some(7),
    }
}

fn mark(series: &str, time: f64, value: f64, label: &str) -> Mark {
    Mark { series: series.to_owned(), time, value, label: label.to_owned() }
}

fn dressed(mut figure: Figure) -> Figure {
    figure
        .footer
        .push("Onset: first time after which improvement stays at or above 20 % of baseline for 24 h.".to_owned());
    figure.footer.push("onset 0.1.0, scenario ketamine-vs-ssri, seed 7".to_owned());
    figure.alt_text = "Ketamine rises by 4 h; the SSRI passes it in week 2.".to_owned();
    figure.provenance = provenance();
    figure
}

/// The comparison of a fast and a slow drug.
pub(super) fn comparison() -> Figure {
    let end = 8.0 * WEEK;
    let mut figure = Figure::new("figure", "Hours against weeks: ketamine and an SSRI");
    figure.subtitle = "Modelled improvement after one infusion and under a daily tablet".to_owned();
    let mut panel = Panel::new("improvement", "Improvement of symptoms", "% of baseline");
    panel.series.push(Series::new("ketamine", "ketamine 0.5 mg/kg", Hue::Ketamine, curve(end, fast)));
    panel.series.push(Series::new("ssri", "escitalopram 10 mg daily", Hue::Ssri, curve(end, slow)));
    panel.marks.push(mark("ketamine", 2.4, fast(2.4), "onset 2.4 h"));
    panel.marks.push(mark("ssri", 11.0 * DAY, slow(11.0 * DAY), "onset 11 d"));
    figure.panels.push(panel);
    figure.columns.push(TimeAxis::log(MINUTE, end));
    figure.doses.push(DoseLane::new("ketamine", Hue::Ketamine, &[(0.0, 40.0 * MINUTE)]));
    figure.doses.push(DoseLane::new("escitalopram", Hue::Ssri, &daily(8)));
    dressed(figure)
}

/// The same with even axes, hours beside weeks.
pub(super) fn paired() -> Figure {
    let mut figure = comparison();
    figure.columns = vec![TimeAxis::linear(0.0, 24.0), TimeAxis::linear(0.0, 8.0 * WEEK)];
    figure
}

/// Five doses of one drug.
pub(super) fn doses() -> Figure {
    let end = 4.0 * WEEK;
    let mut figure = Figure::new("figure", "Five doses of ketamine");
    let mut panel = Panel::new("improvement", "Improvement", "%");
    for (variant, dose) in ["0.1", "0.2", "0.3", "0.5", "1.0"].into_iter().enumerate() {
        let scale = [0.2, 0.45, 0.7, 1.0, 1.12].get(variant).copied().unwrap_or(1.0);
        let id = format!("ketamine-{dose}");
        let label = format!("{dose} mg/kg");
        let points = curve(end, |time| scale * fast(time));
        panel.series.push(Series::new(id.as_str(), label, Hue::Ketamine, points).with_variant(variant));
        let onset = 2.0 + 4.0 * (1.12 - scale);
        if scale > 0.4 {
            panel.marks.push(mark(&id, onset, scale * fast(onset), &format!("onset {onset:.1} h")));
        }
    }
    panel.references.push(ReferenceLine { value: 30.0, label: "response".to_owned() });
    figure.panels.push(panel);
    figure.columns.push(TimeAxis::log(MINUTE, end));
    figure.doses.push(DoseLane::new("ketamine", Hue::Ketamine, &[(0.0, 40.0 * MINUTE)]));
    dressed(figure)
}

type Curve = Box<dyn Fn(f64) -> f64>;

/// Six steps from the receptor to the symptom.
pub(super) fn cascade() -> Figure {
    let end = 8.0 * WEEK;
    let mut figure = Figure::new("cascade", "From receptor to symptom in six steps");
    figure.subtitle = "One infusion of ketamine against a daily SSRI, on one time axis".to_owned();
    let block = |t: f64| 58.0 * hill(t, 0.25, 1.6) * (1.0 - hill(t, 2.2, 2.4));
    let rows: Vec<(&str, &str, &str, Curve, Curve)> = vec![
        ("nmda", "NMDA receptors blocked", "%", Box::new(block), Box::new(|_| 0.0)),
        (
            "glutamate",
            "Glutamate release",
            "% of normal",
            Box::new(move |t| 100.0 + 1.1 * block(t)),
            Box::new(|t| 100.0 - 4.0 * hill(t, WEEK, 2.0)),
        ),
        (
            "ampa",
            "AMPA activation",
            "arb. unit",
            Box::new(|t| 1.0 + 0.85 * hill(t, 0.6, 2.0) * (1.0 - hill(t, 6.0, 2.0))),
            Box::new(|t| 1.0 + 0.08 * hill(t, 10.0 * DAY, 2.0)),
        ),
        (
            "bdnf",
            "BDNF release",
            "arb. unit",
            Box::new(|t| 0.4 + 1.3 * hill(t, 2.0, 2.0) * (1.0 - hill(t, 20.0, 2.0))),
            Box::new(|t| 0.4 + 0.35 * hill(t, 12.0 * DAY, 2.0)),
        ),
        (
            "synapses",
            "Synapse count",
            "% of healthy",
            Box::new(|t| 70.0 + 0.4 * fast(0.6 * t)),
            Box::new(|t| 70.0 + 0.5 * slow(t)),
        ),
        ("symptoms", "Improvement of symptoms", "%", Box::new(fast), Box::new(slow)),
    ];
    for (id, title, unit, ketamine, ssri) in rows {
        let mut panel = Panel::new(id, title, unit);
        panel.series.push(Series::new("ketamine", "ketamine", Hue::Ketamine, curve(end, ketamine)));
        panel.series.push(Series::new("ssri", "escitalopram", Hue::Ssri, curve(end, ssri)));
        if id == "symptoms" {
            panel.marks.push(mark("ketamine", 2.4, fast(2.4), "onset 2.4 h"));
            panel.marks.push(mark("ssri", 11.0 * DAY, slow(11.0 * DAY), "onset 11 d"));
        }
        figure.panels.push(panel);
    }
    figure.columns.push(TimeAxis::log(MINUTE, end));
    figure.doses.push(DoseLane::new("ketamine", Hue::Ketamine, &[(0.0, 40.0 * MINUTE)]));
    figure.doses.push(DoseLane::new("escitalopram", Hue::Ssri, &daily(8)));
    dressed(figure).lettered()
}

/// What a careless file could ask for: long names, gaps, flat and empty curves.
pub(super) fn awkward() -> Figure {
    let end = 2.0 * WEEK;
    let mut figure =
        Figure::new("figure", "A title that goes on and on about what the model shows when names are long");
    let mut panel = Panel::new("improvement", "Improvement", "%");
    let long = "ketamine 0.5 mg/kg, six infusions, val66met";
    let gap = curve(end, |time| if (3.0..9.0).contains(&time) { f64::NAN } else { fast(time) });
    panel.series.push(Series::new("a", long, Hue::Ketamine, gap));
    panel.series.push(Series::new("b", "no drug at all, only the passing of time", Hue::NoDrug, curve(end, |_| 0.0)));
    panel.series.push(Series::new(
        "c",
        "Donaudampfschifffahrtsgesellschaftskapitän",
        Hue::Both,
        curve(end, |t| fast(t) * 0.4),
    ));
    let mut other = Series::new("d", "nothing but gaps", Hue::Neutral, curve(end, |_| f64::NAN));
    other.weight = Weight::Secondary;
    panel.series.push(other);
    panel.marks.push(mark("a", f64::NAN, 3.0, "never"));
    panel.bands.push(Band {
        id: "spread".to_owned(),
        label: "5-95 %".to_owned(),
        hue: Hue::Ketamine,
        variant: 0,
        lower: curve(end, |time| 0.7 * fast(time)),
        upper: curve(end, |time| 1.3 * fast(time)),
    });
    figure.panels.push(panel);
    let mut flat = Panel::new("flat", "Flat", "arb. unit");
    flat.series.push(Series::new("a", long, Hue::Ketamine, curve(end, |_| 3.0)));
    figure.panels.push(flat);
    figure.columns.push(TimeAxis::log(0.0, end));
    figure.doses.push(DoseLane::new(long, Hue::Ketamine, &[(0.0, 0.0), (48.0, 0.0), (f64::NAN, 1.0)]));
    dressed(figure).lettered()
}
