//! Rival explanations: what each predicts for the published experiments, as text, CSV, JSON and figures.

use std::fmt::Write as _;

use serde::Serialize;

use super::rival::{Experiment, Prediction, Reading, Rivals};
use crate::chart::comparison;
use crate::figure::{Bar, Dot, Figure, Fill, Hue, KeyEntry, Marker, Panel, Row as FigureRow, XAxis};
use crate::quantity::{csv_field, shortest};
use crate::run::Run;
use crate::run::{basis, with_foot};
use crate::study::evidence::range_words;
use crate::words::{capital, folded, json, table, texts::DISCLAIMER, with_unit_or};

/// Predictions with what is needed to tell them.
#[derive(Debug, Clone, Copy)]
pub struct RivalReport<'a> {
    /// The explanations and experiments.
    pub rivals: &'a Rivals,
    /// What each explanation predicts for each experiment.
    pub predictions: &'a [Prediction<'a>],
    /// The explanations side by side, without any experiment.
    pub run: &'a Run,
}

/// The experiment that tells two explanations apart best.
struct Telling<'a> {
    pair: [usize; 2],
    prediction: Option<&'a Prediction<'a>>,
}

/// A value in words: a time in the unit that reads best, a share without decimals that mean nothing here.
fn said(value: Option<f64>, unit: &str) -> String {
    match value {
        Some(value) if unit == "%" => format!("{} %", value.round()),
        value => with_unit_or(value, unit, "never"),
    }
}

/// What is read off each arm.
fn what(experiment: &Experiment) -> String {
    match experiment.reading {
        Reading::Value => experiment.metric.key.to_owned(),
        Reading::Left => format!("{} that is left", experiment.metric.key),
    }
}

const fn verdict(fits: bool) -> &'static str {
    if fits { "fits" } else { "does not fit" }
}

impl<'a> RivalReport<'a> {
    fn name(&self, hypothesis: usize) -> &'a str {
        self.rivals.hypotheses.get(hypothesis).map_or("", |it| it.arm.as_str())
    }

    /// For each two explanations, the experiment that sets them most apart while only one of them fits.
    fn telling(&self) -> Vec<Telling<'a>> {
        let number = self.rivals.hypotheses.len();
        let pairs = (0..number).flat_map(|one| (one + 1..number).map(move |other| [one, other]));
        let best = |[one, other]: [usize; 2]| {
            let told = self.predictions.iter().filter_map(|it| Some((it, it.contrast(one, other)?)));
            // The first of the experiments that tell them apart equally well: a hundredth more proves nothing.
            told.fold(None, |best: Option<(&Prediction<'_>, f64)>, it| match best {
                Some(best) if best.1 + 0.01 > it.1 => Some(best),
                _ => Some(it),
            })
        };
        pairs.map(|pair| Telling { pair, prediction: best(pair).map(|(prediction, _)| prediction) }).collect()
    }

    /// One sentence for each two explanations, such as `disinhibition or direct inhibition? ampa-antagonist (6 % or
    /// 100 % of improvement_24h left)`.
    fn told_apart(&self) -> Vec<String> {
        let telling = self.telling();
        let words = telling.iter().map(|Telling { pair: [one, other], prediction }| {
            let pair = format!("{} or {}?", capital(self.name(*one)), self.name(*other));
            match prediction {
                None => format!("{pair} None of these experiments tells."),
                Some(Prediction { experiment, values }) => {
                    let value = |place: usize| said(values.get(place).copied().flatten(), experiment.unit());
                    let [a, b] = [value(*one), value(*other)];
                    format!("{pair} {}: {a} or {b} ({}).", experiment.title, what(experiment))
                }
            }
        });
        words.collect()
    }

    /// How many experiments each explanation fits, as one sentence.
    fn score(&self) -> String {
        let number = self.predictions.len();
        let fits = |place: usize| self.predictions.iter().filter(|prediction| prediction.fits(place)).count();
        let scores: Vec<String> =
            (0..self.rivals.hypotheses.len()).map(|i| format!("{} {} of {number}", self.name(i), fits(i))).collect();
        format!("Published outcomes that each predicts: {}.", scores.join(", "))
    }

    /// Which experiments speak for each explanation and which against it, one sentence each.
    fn record(&self) -> Vec<String> {
        let ids = |place: usize, wanted: bool| {
            let all = self.predictions.iter().filter(|prediction| prediction.fits(place) == wanted);
            let ids: Vec<&str> = all.map(|prediction| prediction.experiment.id.as_str()).collect();
            if ids.is_empty() { "nothing here".to_owned() } else { ids.join(", ") }
        };
        (0..self.rivals.hypotheses.len())
            .map(|i| format!("{}: for it {}; against it {}.", self.name(i), ids(i, true), ids(i, false)))
            .collect()
    }

    /// The improvement at a day of every arm without an experiment, as one sentence.
    fn alike(&self) -> String {
        let arms =
            self.run.arms.iter().map(|arm| format!("{} {}", arm.name, said(arm.metrics.get("improvement_24h"), "%")));
        format!(
            "Improvement at 24 h: {}. The rivals agree there because each was tuned to; a curve that fits proves none \
             of them.",
            arms.collect::<Vec<_>>().join(", ")
        )
    }

    /// For people, on a terminal of 80 columns.
    pub fn text(&self) -> String {
        let mut text = format!("{}\n\n", self.run.title);
        for hypothesis in &self.rivals.hypotheses {
            let line = format!("  {}: {} ({})", hypothesis.arm, hypothesis.says, hypothesis.source);
            text.push_str(&folded(&line, "    "));
        }
        text.push_str(&folded(
            &format!("  {}: a blocker that has to fail with all of them", self.rivals.control),
            "    ",
        ));
        text.push_str(&format!("\n{}\n", folded(&self.alike(), "")));
        for prediction in self.predictions {
            let experiment = prediction.experiment;
            let _ = writeln!(text, "{}: {}", experiment.id, experiment.title);
            text.push_str(&folded(&format!("  Published: {}", experiment.published), "    "));
            let source = format!("  Source ({}): {}", experiment.confidence.meaning(), experiment.source);
            text.push_str(&folded(&source, "    "));
            if !experiment.caveat.is_empty() {
                text.push_str(&folded(&format!("  But: {}", experiment.caveat), "    "));
            }
            let band = range_words(experiment.range, experiment.unit());
            text.push_str(&folded(&format!("  {} [{band}]", what(experiment)), "    "));
            let rows: Vec<Vec<String>> = (0..self.rivals.hypotheses.len())
                .map(|i| {
                    let value = prediction.values.get(i).copied().flatten();
                    vec![self.name(i).to_owned(), said(value, experiment.unit()), verdict(prediction.fits(i)).into()]
                })
                .collect();
            for row in table(&rows).lines() {
                let _ = writeln!(text, "  {row}");
            }
            text.push('\n');
        }
        text.push_str("What tells them apart\n");
        for sentence in self.told_apart() {
            text.push_str(&folded(&format!("  {sentence}"), "    "));
        }
        text.push_str("\nWhat speaks for each and against it\n");
        for sentence in self.record() {
            text.push_str(&folded(&format!("  {sentence}"), "    "));
        }
        text.push_str(&format!("\n{}", folded(&self.score(), "")));
        text.push_str(&folded(crate::study::evidence::BANDS, ""));
        text.push_str(&folded(&basis(), ""));
        let _ = writeln!(text, "{DISCLAIMER}");
        text
    }

    /// For other programs: a row for each experiment and explanation; what does not exist is empty.
    pub fn csv(&self) -> String {
        let mut csv = String::from("experiment,hypothesis,metric,reading,value,low,high,unit,fits,source,confidence\n");
        for row in self.rows() {
            let number = |value: Option<f64>| value.map(shortest).unwrap_or_default();
            let fields = [
                csv_field(row.experiment),
                csv_field(row.hypothesis),
                row.metric.to_owned(),
                row.reading.to_owned(),
                number(row.value),
                number(row.low),
                number(row.high),
                row.unit.to_owned(),
                row.fits.to_string(),
                csv_field(row.source),
                row.confidence.to_owned(),
            ];
            csv.push_str(&fields.join(","));
            csv.push('\n');
        }
        csv
    }

    /// The same as JSON: a list of objects.
    pub fn json(&self) -> String {
        json(&self.rows())
    }

    fn rows(&self) -> Vec<Row<'a>> {
        let row = |prediction: &'a Prediction<'_>, i: usize| {
            let experiment = prediction.experiment;
            Row {
                experiment: &experiment.id,
                hypothesis: self.name(i),
                metric: experiment.metric.key,
                reading: match experiment.reading {
                    Reading::Value => "value",
                    Reading::Left => "left",
                },
                value: prediction.values.get(i).copied().flatten(),
                low: experiment.range.low,
                high: experiment.range.high,
                unit: experiment.unit(),
                fits: prediction.fits(i),
                published: &experiment.published,
                source: &experiment.source,
                confidence: experiment.confidence.name(),
                caveat: &experiment.caveat,
            }
        };
        let number = self.rivals.hypotheses.len();
        self.predictions.iter().flat_map(|prediction| (0..number).map(move |i| row(prediction, i))).collect()
    }

    /// The explanations and the control over time, and what each predicts for the experiments that take something away.
    pub fn figures(&self) -> [Figure; 2] {
        let mut curves = comparison(self.run);
        "rivals".clone_into(&mut curves.id);
        let telling: Vec<String> = self.told_apart();
        curves.footer.splice(1..1, telling);
        curves.alt_text = curves.describe();
        [curves, self.predicted()]
    }

    fn predicted(&self) -> Figure {
        let mut figure = Figure::new("experiments", "What would tell the rivals apart");
        figure.key = vec![KeyEntry::bar(Fill::Pale, Hue::NoDrug, "published")];
        let markers = || Marker::ARMS.into_iter().cycle();
        let names = self.rivals.hypotheses.iter().map(|hypothesis| hypothesis.arm.as_str());
        figure.key.extend(names.zip(markers()).map(|(name, marker)| KeyEntry::dot(marker, Hue::Ketamine, name)));
        let mut panel = Panel::new("experiments", "", "");
        let mut others = Vec::new();
        for prediction in self.predictions {
            let experiment = prediction.experiment;
            if experiment.reading != Reading::Left {
                others.push(experiment.title.to_lowercase());
                continue;
            }
            let (low, high) = (experiment.range.low.unwrap_or(0.0), experiment.range.high.unwrap_or(100.0));
            let mut row = FigureRow::new(experiment.title.clone()).with_bar(Bar::new(
                "published",
                low,
                high,
                Hue::NoDrug,
                Fill::Pale,
            ));
            for ((i, value), marker) in prediction.values.iter().enumerate().zip(markers()) {
                if let Some(value) = value {
                    row = row.with_dot(Dot::new(self.name(i), *value, Hue::Ketamine, marker));
                }
            }
            let values: Vec<String> = prediction.values.iter().map(|value| said(*value, "%")).collect();
            panel.push(row.with_note(values.join(", ")));
        }
        figure.panels.push(panel);
        figure.columns.push(XAxis::value("Improvement at 24 h that is left", "%"));
        figure.footer.push(self.score());
        if !others.is_empty() {
            figure.footer.push(format!("In the table, not drawn: {}.", others.join(", ")));
        }
        figure.footer.push(crate::study::evidence::BANDS.to_owned());
        let scenario = self.run.scenarios.iter().map(|(_, scenario)| scenario.standalone()).collect::<Vec<_>>();
        with_foot(figure, &self.run.changes, scenario.join("\n"), "onset rivals")
    }
}

#[derive(Serialize)]
struct Row<'a> {
    experiment: &'a str,
    hypothesis: &'a str,
    metric: &'static str,
    reading: &'static str,
    value: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
    unit: &'static str,
    fits: bool,
    published: &'a str,
    source: &'a str,
    confidence: &'static str,
    caveat: &'a str,
}
