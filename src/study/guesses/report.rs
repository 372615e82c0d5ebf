//! How much the outcome depends on the guesses: bands over draws of the assumed parameters, and which of them matter
//! most.
//!
//! Every assumed parameter is drawn anywhere within its bounds, all at once for the bands and one at a time for the
//! ranking. One that the scenario sets, in any arm, is what the scenario is about and stays as it is.

use std::fmt::Write as _;

use crate::chart::AXIS_START;
use crate::chart::View;
use crate::chart::curve;
use crate::chart::{doses, hue, ids};
use crate::figure::{Bar, Figure, Fill, Hue, KeyEntry, Panel, ReferenceLine, Row, Scale, Series, Span, XAxis};
use crate::metrics::{METRICS, Metric};
use crate::model;
use crate::quantity::{Basis, Kind, Setting, csv_field, shortest};
use crate::run::{FailedArm, Run, run};
use crate::run::{basis, with_foot};
use crate::scenario::{Scenario, TimeScale};
use crate::simulate::Signal;
use crate::solver::Options;
use crate::study::population;
use crate::study::population::bands;
use crate::study::population::population_signals;
use crate::study::population::{Cohort, Study, Subjects, Tally, percentiles};
use crate::variability::{Stream, What};
use crate::words::folded;
use crate::words::table;
use crate::words::texts::DISCLAIMER;
use crate::words::{count, duration, rounded};

/// Guesses in the figure that ranks them, over all arms.
const MOST_ROWS: usize = 10;

/// Share of a metric by which a guess must move it to matter.
const LEAST_REACH: f64 = 1e-3;

/// Guesses of an arm that the text ranks.
const MOST_LINES: usize = 5;

/// What a scenario gives for other guesses.
#[derive(Debug, Clone)]
pub struct Guesses {
    /// The scenario as it stands.
    pub run: Run,
    /// The metric by which guesses are ranked.
    pub metric: &'static Metric,
    /// Which parameters were drawn.
    pub drawn: Vec<Setting>,
    /// Assumed parameters that the scenario sets.
    pub set: Vec<Setting>,
    /// How many draws.
    pub number: u64,
    /// The seed of the draws.
    pub seed: u64,
    /// Of each arm what the draws came to.
    tallies: Vec<Tally>,
    /// What was read off every draw.
    signal: Signal,
    /// When, h.
    times: Vec<f64>,
    /// Of each guess that was drawn, in each arm, the metric with the guess at its least and at its greatest.
    swings: Vec<Vec<Swing>>,
}

/// A metric with one guess at either bound; nothing where it does not exist or the run failed.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Swing {
    low: Option<f64>,
    high: Option<f64>,
}

/// Runs a scenario as it stands, with many draws of its guesses, and with each guess at its bounds.
///
/// # Errors
/// The first arm that could not be run as it stands; of the draws those that fail are counted.
pub fn guesses(
    (name, scenario): (String, Scenario),
    changes: Vec<String>,
    metric: &'static Metric,
    (number, seed): (u64, u64),
    options: &Options,
) -> Result<Guesses, FailedArm> {
    let run = run(vec![(name, scenario.clone())], changes, options)?;
    let is_set =
        |setting: &Setting| scenario.arms.iter().any(|arm| arm.changed().any(|changed| changed.setting == *setting));
    let (set, drawn): (Vec<Setting>, Vec<Setting>) = assumed().partition(is_set);
    let cohorts: Vec<Cohort> = scenario.arms.iter().map(Cohort::from).collect();
    let study = |columns: Vec<What>, values: Vec<f64>, signals: Vec<Signal>| Study {
        cohorts: cohorts.clone(),
        subjects: Subjects::Listed { columns, values },
        times: if signals.is_empty() { Vec::new() } else { scenario.times() },
        signals,
        options: *options,
        is_together: false,
    };
    let columns: Vec<What> = drawn.iter().copied().map(What::Parameter).collect();
    let streams: Vec<Stream> =
        columns.iter().map(|what| Stream::new(seed, &format!("guesses {}", what.name()))).collect();
    let draws = (1..=number).flat_map(|subject| {
        columns.iter().zip(&streams).map(move |(what, stream)| within(what.bounds(), stream.uniform(subject)))
    });
    let improves = run.arms.iter().any(|arm| arm.trajectory.baseline().is_some());
    let shown = population_signals(&scenario).into_iter().next().filter(|_| !improves);
    let signal = shown.unwrap_or(Signal::Improvement);
    let bands = study(columns.clone(), draws.collect(), vec![signal]);
    let mut tallies: Vec<Tally> = cohorts.iter().map(|_| Tally::new(&bands)).collect();
    gather(&bands, number, |outcomes| {
        for (tally, outcome) in tallies.iter_mut().zip(outcomes) {
            tally.add(outcome, &bands.times);
        }
    });
    let place = METRICS.iter().position(|other| other.key == metric.key).unwrap_or(0);
    let swings = columns.iter().map(|what| {
        let (low, high) = what.bounds();
        let mut ends: Vec<Vec<Option<f64>>> = Vec::new();
        gather(&study(vec![*what], vec![low, high], Vec::new()), 2, |outcomes| {
            let values = outcomes.iter().map(|outcome| outcome.metrics.as_ref().ok()?.get(place).copied().flatten());
            ends.push(values.collect());
        });
        let end = |end: usize, arm: usize| ends.get(end).and_then(|arms| arms.get(arm).copied().flatten());
        (0..cohorts.len()).map(|arm| Swing { low: end(0, arm), high: end(1, arm) }).collect()
    });
    let (swings, times) = (swings.collect(), bands.times);
    Ok(Guesses { metric, drawn, set, number, seed, tallies, signal, times, swings, run })
}

/// The parameters that are guesses.
fn assumed() -> impl Iterator<Item = Setting> {
    let is_guess =
        |i: &usize| model::SETTINGS[*i].kind == Kind::Parameter && model::SETTINGS[*i].basis == Basis::Assumed;
    (0..model::SETTINGS.len()).filter(is_guess).map(Setting)
}

/// A value within bounds: each decade as likely as the next where both ends are above 0, else all values alike.
fn within((low, high): (f64, f64), share: f64) -> f64 {
    let value = if low > 0.0 { low * libm::exp(share * libm::log(high / low)) } else { low + share * (high - low) };
    value.clamp(low, high)
}

/// Hands over what came of every subject of a study in every arm.
fn gather(study: &Study, number: u64, mut take: impl FnMut(&[population::Outcome])) {
    let ran: Result<(), std::convert::Infallible> = population::run(study, (1, number), |_, outcomes| {
        outcomes.iter().for_each(|outcomes| take(outcomes));
        Ok(())
    });
    match ran {
        Ok(()) => {}
    }
}

const fn name(setting: Setting) -> &'static str {
    model::SETTINGS[setting.0].key
}

fn names(settings: &[Setting]) -> String {
    settings.iter().map(|setting| name(*setting)).collect::<Vec<_>>().join(", ")
}

impl Guesses {
    /// A value of the metric with its unit.
    fn said(&self, value: Option<f64>) -> String {
        match value {
            None => "none".to_owned(),
            Some(value) if self.metric.unit == "h" => duration(value),
            Some(value) if self.metric.unit == "1" => rounded(value),
            Some(value) => format!("{} {}", rounded(value), self.metric.unit),
        }
    }

    fn given(&self, arm: usize) -> Option<f64> {
        self.run.arms.get(arm).and_then(|arm| arm.metrics.get(self.metric.key))
    }

    /// Percentiles of the metric over the draws, and how many draws do not have it.
    fn spread(&self, arm: usize) -> (Option<[f64; 5]>, u64) {
        let Some(tally) = self.tallies.get(arm) else { return (None, 0) };
        let values = METRICS.iter().zip(&tally.metrics).find(|(metric, _)| metric.key == self.metric.key);
        values.map_or((None, 0), |(_, values)| (percentiles(values), tally.finished() - values.count()))
    }

    /// How far one guess moves the metric in an arm; a metric that comes to be or ceases to be moves most.
    fn reach(&self, guess: usize, arm: usize) -> f64 {
        let Some(Swing { low, high }) = self.swings.get(guess).and_then(|arms| arms.get(arm)).copied() else {
            return 0.0;
        };
        let values: Vec<f64> = [low, self.given(arm), high].into_iter().flatten().collect();
        match values.len() {
            0 => 0.0,
            3 => {
                values.iter().copied().fold(f64::NEG_INFINITY, f64::max)
                    - values.iter().copied().fold(f64::INFINITY, f64::min)
            }
            _ => f64::INFINITY,
        }
    }

    /// The guesses that move the metric in an arm, those that matter most first.
    fn ranked(&self, arm: usize) -> Vec<usize> {
        let least = LEAST_REACH * self.given(arm).unwrap_or(0.0).abs();
        let reaches = (0..self.drawn.len()).map(|guess| (guess, self.reach(guess, arm)));
        let mut order: Vec<(usize, f64)> = reaches.filter(|(_, reach)| *reach > least).collect();
        order.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        order.into_iter().map(|(guess, _)| guess).collect()
    }

    fn failed(&self) -> u64 {
        self.tallies.iter().map(|tally| tally.failed).sum()
    }

    /// What was drawn, in one sentence.
    fn what(&self) -> String {
        let parameters = if self.drawn.len() == 1 { "assumed parameter" } else { "assumed parameters" };
        format!("{} draws of {} {parameters}, each anywhere within its bounds", count(self.number), self.drawn.len())
    }

    /// What the scenario sets, in one sentence; empty where that is nothing.
    fn kept(&self) -> String {
        if self.set.is_empty() { String::new() } else { format!("Set by the scenario and kept: {}.", names(&self.set)) }
    }

    /// For people, on a terminal of 80 columns.
    pub fn text(&self) -> String {
        let mut text = folded(&format!("{}: {}.", self.run.title, self.what()), "");
        for change in &self.run.changes {
            let _ = writeln!(text, "  changed from the file: {change}");
        }
        let _ = writeln!(text, "\n{}", self.metric.key);
        let head = ["arm", "as given", "25 to 75 % of draws", "5 to 95 %", "none"].map(str::to_owned).to_vec();
        let rows = self.run.arms.iter().enumerate().map(|(i, arm)| {
            let (found, absent) = self.spread(i);
            let from = |low: usize, high: usize| {
                found.map_or_else(
                    || "-".to_owned(),
                    |found| format!("{} to {}", self.said(Some(found[low])), self.said(Some(found[high]))),
                )
            };
            let absent = format!("{} %", rounded(100.0 * absent as f64 / self.number.max(1) as f64));
            vec![arm.name.clone(), self.said(self.given(i)), from(1, 3), from(0, 4), absent]
        });
        text.push_str(&table(&std::iter::once(head).chain(rows).collect::<Vec<_>>()));
        for (i, arm) in self.run.arms.iter().enumerate() {
            let _ = write!(text, "\n{}: what matters most, one guess at a time\n", arm.name);
            let head = ["guess", "at its least", "at its greatest"].map(str::to_owned).to_vec();
            let rows = self.ranked(i).into_iter().take(MOST_LINES).map(|guess| {
                let Swing { low, high } = self.swings[guess][i];
                let (least, greatest) = What::Parameter(self.drawn[guess]).bounds();
                let end = |at: f64, value| format!("{} ({})", self.said(value), shortest(at));
                vec![name(self.drawn[guess]).to_owned(), end(least, low), end(greatest, high)]
            });
            text.push_str(&table(&std::iter::once(head).chain(rows).collect::<Vec<_>>()));
        }
        text.push_str(&format!("\n{}", folded(&format!("{}: {}", self.metric.key, self.metric.definition), "")));
        text.push_str(&folded("In brackets the bound, in the unit that `onset parameters` shows.", ""));
        if !self.set.is_empty() {
            text.push_str(&folded(&self.kept(), ""));
        }
        if self.failed() > 0 {
            text.push_str(&folded(&format!("{} runs failed and are left out.", count(self.failed())), ""));
        }
        text.push_str(&folded(&basis(), ""));
        let _ = writeln!(text, "{DISCLAIMER}");
        text
    }

    /// For other programs: a row for each guess and arm; what does not exist is empty.
    pub fn csv(&self) -> String {
        let mut csv =
            String::from("parameter,parameter unit,least,greatest,arm,metric,unit,as_given,at_least,at_greatest\n");
        let number = |value: Option<f64>| value.map(shortest).unwrap_or_default();
        for (guess, setting) in self.drawn.iter().enumerate() {
            let what = What::Parameter(*setting);
            let (low, high) = what.bounds();
            for (i, arm) in self.run.arms.iter().enumerate() {
                let swing = self.swings[guess][i];
                let _ = writeln!(
                    csv,
                    "{},{},{},{},{},{},{},{},{},{}",
                    what.name(),
                    what.unit(),
                    shortest(low),
                    shortest(high),
                    csv_field(&arm.name),
                    self.metric.key,
                    self.metric.unit,
                    number(self.given(i)),
                    number(swing.low),
                    number(swing.high)
                );
            }
        }
        csv
    }

    /// The scenario, with its name.
    pub fn scenarios(&self) -> &[(String, Scenario)] {
        &self.run.scenarios
    }

    /// The bands over the draws with the curve as given, and the guesses that matter most.
    pub fn figures(&self) -> [Figure; 2] {
        [self.bands(), self.ranking()]
    }

    fn foot(&self, mut figure: Figure) -> Figure {
        if !self.set.is_empty() {
            figure.footer.push(self.kept());
        }
        let scenario = self.run.scenarios.iter().map(|(_, it)| it.standalone()).collect::<Vec<_>>().join("\n");
        let from = format!("onset guesses {}, seed {}", self.run.name, self.seed);
        with_foot(figure.lettered(), &self.run.changes, scenario, &from)
    }

    fn bands(&self) -> Figure {
        let is_linear = self.run.scenarios.iter().any(|(_, scenario)| scenario.time_scale == TimeScale::Linear);
        let start = if is_linear { 0.0 } else { AXIS_START.min(self.run.duration / 100.0) };
        let mut figure = Figure::new("guesses", format!("What the guesses leave open: {}", self.run.title));
        figure.columns.push(if is_linear {
            XAxis::linear_time(0.0, self.run.duration)
        } else {
            XAxis::log_time(start, self.run.duration)
        });
        let scale = if is_linear { Scale::Linear } else { Scale::Log };
        let span = Span::new(scale, start, self.run.duration);
        let view = View::of(self.signal);
        let names = ids(self.run.arms.iter().map(|arm| arm.name.as_str()));
        for ((arm, id), tally) in self.run.arms.iter().zip(&names).zip(&self.tallies) {
            let mut panel = Panel::new(id.clone(), format!("{}, {}", view.title, arm.name), view.unit.clone());
            let hue = hue(&arm.arm.experiment);
            let found: Vec<Option<[f64; 5]>> = tally.band(0, self.times.len()).collect();
            let edge = |place: usize| {
                let points = self.times.iter().zip(&found).filter(|(time, _)| **time >= start);
                points
                    .map(|(time, found)| [*time, found.map_or(f64::NAN, |it| view.scale * it[place])])
                    .collect::<Vec<_>>()
            };
            panel.extend(bands(id, hue, edge));
            panel.push(Series::new(id.clone(), "as given", hue, curve(arm, &view, span)));
            figure.panels.push(panel);
        }
        let arms: Vec<_> = self.run.arms.iter().map(|arm| (arm.name.as_str(), &arm.arm.experiment)).collect();
        figure.doses = doses(&arms);
        figure.footer.push(format!("Bands: 25 to 75 % and 5 to 95 % of {}.", self.what()));
        self.foot(figure)
    }

    fn ranking(&self) -> Figure {
        let mut figure = Figure::new("ranking", format!("Which guesses {} hangs on", self.metric.key));
        let unit = if self.metric.unit == "1" { "" } else { self.metric.unit };
        let names = ids(self.run.arms.iter().map(|arm| arm.name.as_str()));
        let each = (MOST_ROWS / self.run.arms.len().max(1)).max(3);
        for (i, (arm, id)) in self.run.arms.iter().zip(&names).enumerate() {
            let Some(given) = self.given(i) else { continue };
            let mut panel = Panel::new(id.clone(), arm.name.clone(), unit);
            panel.push(ReferenceLine::new(given, ""));
            for guess in self.ranked(i).into_iter().take(each) {
                let Swing { low, high } = self.swings[guess][i];
                let mut row =
                    Row::new(name(self.drawn[guess])).with_note(format!("{} to {}", self.said(low), self.said(high)));
                for (part, value, fill) in [("at its least", low, Fill::Open), ("at its greatest", high, Fill::Solid)] {
                    if let Some(value) = value {
                        row = row.with_bar(Bar::new(part, given, value, Hue::Neutral, fill));
                    }
                }
                panel.push(row);
            }
            figure.panels.push(panel);
        }
        figure.key = vec![
            KeyEntry::bar(Fill::Open, Hue::Neutral, "at its least"),
            KeyEntry::bar(Fill::Solid, Hue::Neutral, "at its greatest"),
        ];
        figure.columns.push(XAxis::value(self.metric.key, unit));
        figure
            .footer
            .push("One guess at a time, from bound to bound; the upright line is the value as given.".to_owned());
        self.foot(figure)
    }
}
