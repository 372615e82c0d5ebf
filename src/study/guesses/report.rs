//! How much the outcome depends on the guesses: the spread over draws of the assumed and the tuned parameters, where the
//! curve as given lies in it, and which guesses matter most.
//!
//! Guesses are drawn all at once for the spread and one at a time for the ranking. A parameter that the scenario sets, in
//! any arm, is what the scenario is about and stays as it is.

use std::fmt::Write as _;

use super::draw::{Draw, described, range, within};
use crate::metrics::{Metric, value_at};
use crate::model;
use crate::quantity::{Setting, csv_field, shortest};
use crate::run::basis;
use crate::run::{FailedArm, Run, run};
use crate::scenario::Scenario;
use crate::simulate::Signal;
use crate::solver::Options;
use crate::study::population;
use crate::study::population::bare;
use crate::study::population::population_signals;
use crate::study::population::{Cohort, Histogram, Subjects, Tally, Trial, percentiles};
use crate::variability::{Covariate, Stream};
use crate::words::{count, duration, folded, rounded, table, texts::DISCLAIMER, with_unit_or};

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
    /// Guesses that the scenario sets.
    pub set: Vec<Setting>,
    /// How many draws.
    pub number: u64,
    /// The seed of the draws.
    pub seed: u64,
    /// Of each arm what the draws came to.
    pub(super) tallies: Vec<Tally>,
    /// What was read off every draw.
    pub(super) signal: Signal,
    /// When, h.
    pub(super) times: Vec<f64>,
    /// Of each guess that was drawn, in each arm, the metric with the guess at its least and at its greatest.
    pub(super) swings: Vec<Vec<Swing>>,
}

/// A metric with one guess at either bound; nothing where it does not exist or the run failed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Swing {
    pub(super) low: Option<f64>,
    pub(super) high: Option<f64>,
}

/// What is asked of the guesses.
#[derive(Debug, Clone, Copy)]
pub struct Asked {
    /// The metric by which guesses are ranked.
    pub metric: &'static Metric,
    /// Which guesses are drawn.
    pub draw: Draw,
    /// How many draws.
    pub number: u64,
    /// The seed of the draws.
    pub seed: u64,
}

/// Runs a scenario as it stands, with many draws of its guesses, and with each guess at its bounds.
///
/// # Errors
/// The first arm that could not be run as it stands; draws that fail are counted.
pub fn guesses(
    (name, scenario): (String, Scenario),
    changes: Vec<String>,
    Asked { metric, draw, number, seed }: Asked,
    options: &Options,
) -> Result<Guesses, FailedArm> {
    let run = run(vec![(name, scenario.clone())], changes, options)?;
    let is_set =
        |setting: &Setting| scenario.arms.iter().any(|arm| arm.changed().any(|changed| changed.setting == *setting));
    let (set, drawn): (Vec<Setting>, Vec<Setting>) = draw.parameters().partition(is_set);
    let cohorts: Vec<Cohort> = scenario.arms.iter().map(Cohort::from).collect();
    let study = |columns: Vec<Covariate>, values: Vec<f64>, signals: Vec<Signal>| Trial {
        cohorts: cohorts.clone(),
        subjects: Subjects::Listed { columns, values },
        times: if signals.is_empty() { Vec::new() } else { scenario.times() },
        signals,
        options: *options,
        is_together: false,
    };
    let columns: Vec<Covariate> = drawn.iter().copied().map(Covariate::Parameter).collect();
    let streams: Vec<Stream> =
        columns.iter().map(|what| Stream::new(seed, &format!("guesses {}", what.name()))).collect();
    let draws = (1..=number).flat_map(|subject| {
        drawn.iter().zip(&streams).map(move |(guess, stream)| within(range(*guess), stream.uniform(subject)))
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
    let swings = drawn.iter().map(|guess| {
        let (what, (low, high)) = (Covariate::Parameter(*guess), range(*guess));
        let mut ends: Vec<Vec<Option<f64>>> = Vec::new();
        gather(&study(vec![what], vec![low, high], Vec::new()), 2, |outcomes| {
            let values = outcomes.iter().map(|outcome| outcome.metrics.as_ref().ok()?.get(metric.key));
            ends.push(values.collect());
        });
        let end = |end: usize, arm: usize| ends.get(end).and_then(|arms| arms.get(arm).copied().flatten());
        (0..cohorts.len()).map(|arm| Swing { low: end(0, arm), high: end(1, arm) }).collect()
    });
    let (swings, times) = (swings.collect(), bands.times);
    Ok(Guesses { metric, drawn, set, number, seed, tallies, signal, times, swings, run })
}

/// Hands over the outcomes of every subject in every arm.
fn gather(study: &Trial, number: u64, mut take: impl FnMut(&[population::Outcome])) {
    let ran: Result<(), std::convert::Infallible> = population::run(study, (1, number), |_, outcomes| {
        outcomes.iter().for_each(|outcomes| take(outcomes));
        Ok(())
    });
    match ran {
        Ok(()) => {}
    }
}

pub(super) const fn name(setting: Setting) -> &'static str {
    model::SETTINGS[setting.0].key
}

fn names(settings: &[Setting]) -> String {
    settings.iter().map(|setting| name(*setting)).collect::<Vec<_>>().join(", ")
}

impl Guesses {
    /// A value of the metric with its unit.
    pub(super) fn said(&self, value: Option<f64>) -> String {
        with_unit_or(value, self.metric.unit, "none")
    }

    pub(super) fn given(&self, arm: usize) -> Option<f64> {
        self.run.arms.get(arm).and_then(|arm| arm.metrics.get(self.metric.key))
    }

    /// Percentiles of the metric over the draws, and how many draws do not have it.
    fn spread(&self, arm: usize) -> (Option<[f64; 5]>, u64) {
        let Some(tally) = self.tallies.get(arm) else { return (None, 0) };
        let values = tally.values_of(self.metric.key);
        values.map_or((None, 0), |values| (percentiles(values), tally.finished() - values.count()))
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

    /// The guesses that move the metric in an arm, from the one that matters most.
    pub(super) fn ranked(&self, arm: usize) -> Vec<usize> {
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
    pub(super) fn what(&self) -> String {
        format!("{} draws of {}", count(self.number), described(&self.drawn))
    }

    /// Where the metric as given lies among the draws, as a percentile.
    pub(super) fn standing(&self, arm: usize) -> Option<f64> {
        let values = self.tallies.get(arm)?.values_of(self.metric.key)?;
        Some(100.0 * values.share_below(self.given(arm)?)?)
    }

    /// The curve of an arm as given, by the times of the draws: time (h), value, and its percentile among the draws.
    fn course(&self, arm: usize) -> Vec<(f64, f64, f64)> {
        let (Some(result), Some(tally)) = (self.run.arms.get(arm), self.tallies.get(arm)) else { return Vec::new() };
        let at = |(time, values): (&f64, &Histogram)| {
            let given = value_at(&result.trajectory, self.signal, *time)?;
            Some((*time, given, 100.0 * values.share_below(given)?))
        };
        self.times.iter().zip(&tally.bands).filter_map(at).collect()
    }

    /// Where the value and the curve as given lie among the draws, in words.
    pub(super) fn standing_in_words(&self, arm: usize) -> String {
        let name = self.run.arms.get(arm).map_or("", |arm| arm.name.as_str());
        let metric = match (self.given(arm), self.standing(arm)) {
            (Some(given), Some(percentile)) => {
                format!("as given, {} lies at percentile {percentile:.0} of the draws", self.said(Some(given)))
            }
            _ => format!("as given or in the draws there is no {}", self.metric.key),
        };
        let course = self.course(arm);
        let by = |(_, _, a): &&(f64, f64, f64), (_, _, b): &&(f64, f64, f64)| a.total_cmp(b);
        let (Some((low_at, _, low)), Some((high_at, _, high))) = (course.iter().min_by(by), course.iter().max_by(by))
        else {
            return format!("{name}: {metric}.");
        };
        let outside = course.iter().filter(|(_, _, percentile)| !(5.0..=95.0).contains(percentile)).count();
        let outside = match outside {
            0 => "nowhere outside their band of 5 to 95 %".to_owned(),
            part => format!(
                "outside their band of 5 to 95 % at {} % of the output times",
                rounded(100.0 * part as f64 / course.len() as f64)
            ),
        };
        format!(
            "{name}: {metric}. Over time the curve as given ({}) lies between percentile {low:.0} (at {}) and {high:.0} \
             (at {}), {outside}.",
            self.signal.quantity().key,
            duration(*low_at),
            duration(*high_at)
        )
    }

    /// What the scenario sets, in one sentence; empty where that is nothing.
    pub(super) fn kept(&self) -> String {
        if self.set.is_empty() { String::new() } else { format!("Set by the scenario and kept: {}.", names(&self.set)) }
    }

    /// For people, on a terminal of 80 columns.
    pub fn text(&self) -> String {
        let mut text = folded(&format!("{}: {}.", self.run.title, self.what()), "");
        for change in &self.run.changes {
            let _ = writeln!(text, "  changed from the file: {change}");
        }
        let _ = writeln!(text, "\n{}", self.metric.key);
        let head = ["arm", "as given", "median", "25 to 75 %", "5 to 95 %", "none"].map(str::to_owned).to_vec();
        let rows = self.run.arms.iter().enumerate().map(|(i, arm)| {
            let (found, absent) = self.spread(i);
            let from = |low: usize, high: usize| {
                found.map_or_else(
                    || "-".to_owned(),
                    |found| {
                        let [low, high] = [low, high].map(|place| self.said(Some(found[place])));
                        format!("{} to {high}", bare(&low, &high))
                    },
                )
            };
            let absent = format!("{} %", rounded(100.0 * absent as f64 / self.number.max(1) as f64));
            let median = found.map_or_else(|| "-".to_owned(), |found| self.said(Some(found[2])));
            vec![arm.name.clone(), self.said(self.given(i)), median, from(1, 3), from(0, 4), absent]
        });
        text.push_str(&table(&std::iter::once(head).chain(rows).collect::<Vec<_>>()));
        text.push('\n');
        for arm in 0..self.run.arms.len() {
            text.push_str(&folded(&self.standing_in_words(arm), "  "));
        }
        for (i, arm) in self.run.arms.iter().enumerate() {
            let _ = write!(text, "\n{}: what matters most, one guess at a time\n", arm.name);
            let head = ["guess", "at its least", "at its greatest"].map(str::to_owned).to_vec();
            let rows = self.ranked(i).into_iter().take(MOST_LINES).map(|guess| {
                let Swing { low, high } = self.swings[guess][i];
                let (least, greatest) = range(self.drawn[guess]);
                let end = |at: f64, value| format!("{} ({})", self.said(value), shortest(at));
                vec![name(self.drawn[guess]).to_owned(), end(least, low), end(greatest, high)]
            });
            text.push_str(&table(&std::iter::once(head).chain(rows).collect::<Vec<_>>()));
        }
        text.push_str(&format!("\n{}", folded(&format!("{}: {}", self.metric.key, self.metric.definition), "")));
        text.push_str(&folded("In brackets the value of the guess, in the unit that `onset parameters` shows.", ""));
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
            let what = Covariate::Parameter(*setting);
            let (low, high) = range(*setting);
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

    /// For other programs: of each arm the metric as given with its percentile, and the percentiles of the draws; what
    /// does not exist is empty.
    pub fn spread_csv(&self) -> String {
        let mut csv = String::from("arm,metric,unit,as_given,percentile,p5,p25,p50,p75,p95,draws,absent\n");
        let number = |value: Option<f64>| value.map(shortest).unwrap_or_default();
        for (i, arm) in self.run.arms.iter().enumerate() {
            let (found, absent) = self.spread(i);
            let found: Vec<String> = (0..5).map(|place| number(found.map(|found| found[place]))).collect();
            let _ = writeln!(
                csv,
                "{},{},{},{},{},{},{},{absent}",
                csv_field(&arm.name),
                self.metric.key,
                self.metric.unit,
                number(self.given(i)),
                number(self.standing(i)),
                found.join(","),
                self.number
            );
        }
        csv
    }

    /// For other programs: of each arm the curve as given with its percentile among the draws at each output time.
    pub fn course_csv(&self) -> String {
        let mut csv = String::from("arm,signal,unit,time [h],as_given,percentile\n");
        let quantity = self.signal.quantity();
        for (i, arm) in self.run.arms.iter().enumerate() {
            for (time, given, percentile) in self.course(i) {
                let [time, given, percentile] = [time, given, percentile].map(shortest);
                let name = csv_field(&arm.name);
                let _ = writeln!(csv, "{name},{},{},{time},{given},{percentile}", quantity.key, quantity.unit);
            }
        }
        csv
    }

    /// The scenario, with its name.
    pub fn scenarios(&self) -> &[(String, Scenario)] {
        &self.run.scenarios
    }
}
