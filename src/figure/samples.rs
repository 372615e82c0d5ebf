//! Figures with made-up curves of the shape that real ones have, for tests.

use super::DoseLane;
use super::{
    Band, Bar, Datum, Dot, Figure, Fill, HeatMap, Hue, KeyEntry, Mark, Marker, Panel, Points, Provenance,
    ReferenceLine, Row, Scale, Series, Weight, XAxis,
};

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
        record: String::new(),
        scenario: "format = 1\ntitle = \"A & B < C\"\n".to_owned(),
        seed: Some(7),
    }
}

fn mark(series: &str, time: f64, value: f64, label: &str) -> Mark {
    Mark { series: series.to_owned(), x: time, value, label: label.to_owned() }
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
    panel.push(Series::new("ketamine", "ketamine 0.5 mg/kg", Hue::Ketamine, curve(end, fast)));
    panel.push(Series::new("ssri", "escitalopram 10 mg daily", Hue::Ssri, curve(end, slow)));
    panel.push(mark("ketamine", 2.4, fast(2.4), "onset 2.4 h"));
    panel.push(mark("ssri", 11.0 * DAY, slow(11.0 * DAY), "onset 11 d"));
    figure.panels.push(panel);
    figure.columns.push(XAxis::log_time(MINUTE, end));
    figure.doses.push(DoseLane::new("ketamine", Hue::Ketamine, &[(0.0, 40.0 * MINUTE)]));
    figure.doses.push(DoseLane::new("escitalopram", Hue::Ssri, &daily(8)));
    dressed(figure)
}

/// The same with even axes, hours beside weeks.
pub(super) fn paired() -> Figure {
    let mut figure = comparison();
    figure.columns = vec![XAxis::linear_time(0.0, 24.0), XAxis::linear_time(0.0, 8.0 * WEEK)];
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
        panel.push(Series::new(id.as_str(), label, Hue::Ketamine, points).with_variant(variant));
        let onset = 2.0 + 4.0 * (1.12 - scale);
        if scale > 0.4 {
            panel.push(mark(&id, onset, scale * fast(onset), &format!("onset {onset:.1} h")));
        }
    }
    panel.push(ReferenceLine::new(30.0, "response"));
    figure.panels.push(panel);
    figure.columns.push(XAxis::log_time(MINUTE, end));
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
        panel.push(Series::new("ketamine", "ketamine", Hue::Ketamine, curve(end, ketamine)));
        panel.push(Series::new("ssri", "escitalopram", Hue::Ssri, curve(end, ssri)));
        if id == "symptoms" {
            panel.push(mark("ketamine", 2.4, fast(2.4), "onset 2.4 h"));
            panel.push(mark("ssri", 11.0 * DAY, slow(11.0 * DAY), "onset 11 d"));
        }
        figure.panels.push(panel);
    }
    figure.columns.push(XAxis::log_time(MINUTE, end));
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
    panel.push(Series::new("a", long, Hue::Ketamine, gap));
    panel.push(Series::new("b", "no drug at all, only the passing of time", Hue::NoDrug, curve(end, |_| 0.0)));
    panel.push(Series::new(
        "c",
        "Donaudampfschifffahrtsgesellschaftskapitän",
        Hue::Both,
        curve(end, |t| fast(t) * 0.4),
    ));
    let mut other = Series::new("d", "nothing but gaps", Hue::Neutral, curve(end, |_| f64::NAN));
    other.weight = Weight::Secondary;
    panel.push(other);
    panel.push(mark("a", f64::NAN, 3.0, "never"));
    panel.push(Band::spread(
        "spread",
        "5-95 %",
        Hue::Ketamine,
        curve(end, |time| 0.7 * fast(time)),
        curve(end, |time| 1.3 * fast(time)),
    ));
    figure.panels.push(panel);
    let mut flat = Panel::new("flat", "Flat", "arb. unit");
    flat.push(Series::new("a", long, Hue::Ketamine, curve(end, |_| 3.0)));
    figure.panels.push(flat);
    figure.columns.push(XAxis::log_time(0.0, end));
    figure.doses.push(DoseLane::new(long, Hue::Ketamine, &[(0.0, 0.0), (48.0, 0.0), (f64::NAN, 1.0)]));
    dressed(figure).lettered()
}

/// An effect over the dose, with measured points and their error bars.
pub(super) fn dose_response() -> Figure {
    let mut figure = Figure::new("dose-response", "Improvement at day 1 by dose");
    let mut panel = Panel::new("improvement", "Improvement at day 1", "%");
    let doses = [0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 4.0];
    let effect = |dose: f64| 62.0 * hill(dose, 0.19, 1.3);
    panel.push(Series::new("ketamine", "model", Hue::Ketamine, doses.map(|dose| [dose, effect(dose)]).to_vec()));
    let measured = |dose: f64, value: f64, sd: f64| Datum::new(dose, value).with_error(value - sd, value + sd);
    let data =
        vec![measured(0.1, 14.0, 9.0), measured(0.2, 38.0, 10.0), measured(0.5, 47.0, 8.0), Datum::new(1.0, 55.0)];
    panel.push(Points::new("observed", "observed, mean ± SD", Hue::Neutral, data));
    panel.push(ReferenceLine::new(50.0, "response"));
    figure.panels.push(panel);
    figure.columns.push(XAxis::value("Ketamine", "mg/kg").with_scale(Scale::Log));
    dressed(figure)
}

/// One state against another, and what a fit leaves over.
pub(super) fn phase() -> Figure {
    let mut figure = Figure::new("phase", "Synapses follow BDNF, symptoms follow synapses");
    let mut panel = Panel::new("synapses", "Synapse count", "% of healthy");
    let turn = |i: i32| f64::from(i) / 100.0;
    let points = |lag: f64| {
        (0..=100).map(turn).map(move |t| [40.0 + 90.0 * t * (1.0 - t) * 4.0, 70.0 + 40.0 * hill(t, lag, 2.0)])
    };
    panel.push(Series::new("ketamine", "ketamine", Hue::Ketamine, points(0.4).collect()));
    panel.push(Series::new("ssri", "escitalopram", Hue::Ssri, points(0.9).collect()));
    panel.push(mark("ketamine", 40.0 + 360.0 * 0.25, 70.0 + 40.0 * hill(0.5, 0.4, 2.0), "day 1"));
    figure.panels.push(panel);
    let mut rest = Panel::new("residuals", "Residual", "%");
    let data = (0..=30).map(turn).map(|t| Datum::new(40.0 + 300.0 * t, 6.0 * (40.0 * t).sin() * (1.0 - t))).collect();
    rest.push(Points::new("residuals", "", Hue::NoDrug, data));
    figure.panels.push(rest);
    figure.columns.push(XAxis::value("BDNF release", "% of healthy"));
    dressed(figure).lettered()
}

/// What an outcome depends on.
pub(super) fn tornado() -> Figure {
    let mut figure = Figure::new("tornado", "What improvement at day 1 depends on");
    figure.subtitle = "Each parameter halved and doubled, all others at their value".to_owned();
    let mut panel = Panel::new("tornado", "", "%");
    let rows = [
        ("Capacity to make protein", 21.0, 66.0),
        ("NMDA half-blocking level", 63.0, 29.0),
        ("Gain of BDNF release", 33.0, 58.5),
        ("Loss of nascent synapses", 55.0, 40.5),
        ("Clearance of ketamine", 52.0, 43.0),
        ("Brain to plasma", 45.0, 51.0),
        ("Body weight", 48.0, 48.4),
    ];
    for (label, half, double) in rows {
        panel.push(
            Row::new(label)
                .with_bar(Bar::new("half", 48.2, half, Hue::Neutral, Fill::Open))
                .with_bar(Bar::new("double", 48.2, double, Hue::Neutral, Fill::Solid))
                .with_note(format!("{half} to {double} %")),
        );
    }
    panel.push(ReferenceLine::new(48.2, "base 48.2 %"));
    figure.key =
        vec![KeyEntry::bar(Fill::Open, Hue::Neutral, "halved"), KeyEntry::bar(Fill::Solid, Hue::Neutral, "doubled")];
    figure.columns.push(XAxis::value("Improvement at day 1", "%"));
    figure.panels.push(panel);
    dressed(figure)
}

/// Published bands against the model, in groups; one does not hold.
pub(super) fn findings() -> Figure {
    let mut figure = Figure::new("evidence", "The model against published findings");
    let groups = [
        (
            "Ketamine",
            vec![
                ("Onset within hours", 0.0, 1.0, 0.4, "2.1 h in 1–4 h"),
                ("Peak near day 1", 0.0, 1.0, 0.55, "1.1 d in 0.5–2 d"),
                ("Half of the effect gone within a week, as several trials found", 0.0, 1.0, 1.32, "9 d, not 3–7 d"),
            ],
        ),
        (
            "SSRI",
            vec![
                ("Onset in weeks", 0.0, 1.0, 0.6, "10.6 d in 7–14 d"),
                ("Transporter occupancy", 0.0, 1.0, 0.1, "76 % in 75–85 %"),
            ],
        ),
    ];
    for (title, rows) in groups {
        let mut panel = Panel::new(title, title, "");
        for (label, low, high, at, note) in rows {
            let holds = (low..=high).contains(&at);
            let (hue, marker) = if holds { (Hue::Both, Marker::Disc) } else { (Hue::Ketamine, Marker::Cross) };
            panel.push(
                Row::new(label)
                    .with_bar(Bar::new("published", low, high, Hue::NoDrug, Fill::Pale))
                    .with_dot(Dot::new("model", at, hue, marker))
                    .with_note(note),
            );
        }
        figure.panels.push(panel);
    }
    figure.key = vec![
        KeyEntry::bar(Fill::Pale, Hue::NoDrug, "published"),
        KeyEntry::dot(Marker::Disc, Hue::Both, "model, holds"),
        KeyEntry::dot(Marker::Cross, Hue::Ketamine, "model, does not hold"),
    ];
    figure.columns.push(XAxis::value("Place in the published band (0 its lower, 1 its upper end)", ""));
    dressed(figure)
}

/// Sensitivities with their confidence intervals.
pub(super) fn sensitivities() -> Figure {
    let mut figure = Figure::new("sensitivity", "Share of the variance by parameter");
    let mut panel = Panel::new("sobol", "", "");
    for (label, first, low, high) in
        [("k_protein", 0.41, 0.36, 0.46), ("bdnf_phasic", 0.22, 0.17, 0.27), ("v_central", 0.02, -0.01, 0.05)]
    {
        panel.push(
            Row::new(label)
                .with_bar(Bar::new("first order", 0.0, first, Hue::Neutral, Fill::Solid))
                .with_bar(Bar::new("95 % interval", low, high, Hue::Neutral, Fill::Interval)),
        );
    }
    figure.columns.push(XAxis::value("First-order index", ""));
    figure.panels.push(panel);
    dressed(figure)
}

/// The order of events, on an axis of time.
pub(super) fn events() -> Figure {
    let mut figure = Figure::new("timeline", "The order of events");
    let mut panel = Panel::new("steps", "", "");
    for (label, start, peak, end) in [
        ("NMDA block", 0.05, 0.7, 5.0),
        ("Glutamate", 0.1, 0.8, 6.0),
        ("BDNF", 0.6, 2.2, 20.0),
        ("Synapses", 3.0, 26.0, 300.0),
    ] {
        panel.push(
            Row::new(label).with_bar(Bar::new("acts", start, end, Hue::Ketamine, Fill::Pale)).with_dot(Dot::new(
                "peak",
                peak,
                Hue::Ketamine,
                Marker::Diamond,
            )),
        );
    }
    figure.panels.push(panel);
    figure.columns.push(XAxis::log_time(MINUTE, 2.0 * WEEK));
    figure.doses.push(DoseLane::new("ketamine", Hue::Ketamine, &[(0.0, 40.0 * MINUTE)]));
    dressed(figure)
}

/// A sweep in two dimensions; one run failed.
pub(super) fn sweep() -> Figure {
    let mut figure = Figure::new("sweep", "Dose and the making of protein");
    let mut panel = Panel::new("sweep", "Capacity to make protein", "1/h");
    let doses = vec![0.1, 0.2, 0.5, 1.0, 2.0];
    let rates = vec![0.01, 0.02, 0.03, 0.04, 0.05, 0.06];
    let mut values: Vec<f64> =
        rates.iter().flat_map(|rate| doses.iter().map(move |dose| 700.0 * rate * hill(*dose, 0.3, 1.2))).collect();
    if let Some(failed) = values.get_mut(14) {
        *failed = f64::NAN;
    }
    panel.scale = Scale::Linear;
    panel.push(HeatMap::new("Improvement at day 1", "%", doses, rates, values));
    figure.panels.push(panel);
    figure.columns.push(XAxis::value("Ketamine", "mg/kg").with_scale(Scale::Log));
    dressed(figure)
}

/// What the drug and what expectancy takes away.
pub(super) fn parts() -> Figure {
    let end = 4.0 * WEEK;
    let mut figure = Figure::new("parts", "Drug and expectancy");
    let mut panel = Panel::new("improvement", "Improvement of symptoms", "%");
    let drug = curve(end, |time| 0.7 * slow(time));
    let hope = curve(end, |time| 14.0 * hill(time, 3.0 * DAY, 1.0));
    panel.extend(Band::stacked(vec![
        ("drug", "by the drug", Hue::Ssri, drug),
        ("expectancy", "by expectancy", Hue::Neutral, hope),
    ]));
    figure.panels.push(panel);
    figure.columns.push(XAxis::symlog_time(0.0, end));
    figure.doses.push(DoseLane::new("escitalopram", Hue::Ssri, &daily(4)));
    dressed(figure)
}

/// A level that falls over decades, with a drug that is not there.
pub(super) fn levels() -> Figure {
    let mut figure = Figure::new("exposure", "Drug in plasma");
    let mut panel = Panel::new("plasma", "Ketamine in plasma", "ng/mL");
    panel.scale = Scale::Log;
    panel.push(Series::new(
        "a",
        "ketamine",
        Hue::Ketamine,
        curve(48.0, |t| 200.0 * hill(t, 0.3, 2.0) * (-t / 3.0).exp()),
    ));
    panel.push(Series::new("b", "none", Hue::NoDrug, curve(48.0, |_| 0.0)));
    figure.panels.push(panel);
    figure.columns.push(XAxis::linear_time(0.0, 48.0));
    dressed(figure)
}

/// Four arms of two drugs with early and late onsets over two panels.
pub(super) fn four_arms() -> Figure {
    let end = 2.0 * WEEK;
    let mut figure = Figure::new("figure", "Quieting the default-mode network");
    let arms: [(&str, &str, Hue, usize, Curve); 4] = [
        ("ketamine", "ketamine", Hue::Ketamine, 0, Box::new(fast)),
        ("no-spines", "ketamine, no new spines", Hue::Ketamine, 1, Box::new(|t| 0.85 * fast(2.2 * t))),
        ("no-potentiation", "ketamine, no potentiation", Hue::Ketamine, 2, Box::new(|t| 0.8 * fast(0.35 * t))),
        ("ssri", "escitalopram 10 mg daily", Hue::Ssri, 0, Box::new(slow)),
    ];
    let mut network = Panel::new("network", "Default-mode overactivity", "arbitrary units");
    let mut panel = Panel::new("improvement", "Improvement of symptoms", "% of the start");
    for (id, label, hue, variant, value) in arms {
        let points = curve(end, &value);
        network.push(
            Series::new(id, label, hue, points.iter().map(|[t, v]| [*t, 0.26 - 0.0025 * v]).collect())
                .with_variant(variant),
        );
        if let Some([time, _]) = points.iter().find(|[_, value]| *value >= 20.0) {
            let words = if *time < 24.0 { format!("onset {time:.1} h") } else { format!("onset {:.1} d", time / DAY) };
            panel.push(mark(id, *time, 20.0, &words));
        }
        panel.push(Series::new(id, label, hue, points).with_variant(variant));
    }
    panel.push(ReferenceLine::new(20.0, ""));
    figure.panels = vec![network, panel];
    figure.columns.push(XAxis::log_time(MINUTE, end));
    figure.doses.push(DoseLane::new("ketamine", Hue::Ketamine, &[(0.0, 40.0 * MINUTE)]));
    dressed(figure).lettered()
}

/// The comparison with measured points where words would like to stand.
pub(super) fn measured() -> Figure {
    let mut figure = comparison();
    let measured = |hours: f64, value: f64| Datum::new(hours, value).with_error(value - 9.0, value + 9.0);
    let data = vec![measured(2.0, 25.0), measured(24.0, 55.0), measured(72.0, 44.0), measured(168.0, 12.0)];
    if let Some(panel) = figure.panels.first_mut() {
        panel.push(Points::new("observed", "observed", Hue::Ketamine, data));
    }
    figure
}

/// A route of the same dose beside another, with onsets in a heap.
pub(super) fn routes() -> Figure {
    let end = WEEK;
    let mut figure = Figure::new("figure", "The same dose by five routes");
    let mut panel = Panel::new("improvement", "Improvement of symptoms", "% of the start");
    let routes = [("intravenous", 1.0), ("intramuscular", 0.98), ("nasal", 0.77), ("sublingual", 0.64), ("oral", 0.58)];
    for (variant, (name, scale)) in routes.into_iter().enumerate() {
        let points = curve(end, |time| scale * fast(time));
        if let Some([time, _]) = points.iter().find(|[_, value]| *value >= 20.0) {
            panel.push(mark(name, *time, 20.0, &format!("onset {time:.1} h")));
        }
        panel.push(Series::new(name, name, Hue::Ketamine, points).with_variant(variant));
    }
    panel.push(ReferenceLine::new(20.0, ""));
    figure.panels.push(panel);
    figure.columns.push(XAxis::log_time(MINUTE, end));
    figure.doses.push(DoseLane::new("ketamine", Hue::Ketamine, &[(0.0, 40.0 * MINUTE)]));
    dressed(figure)
}
