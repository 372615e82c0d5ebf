//! Output times.

use super::checked::{Checked, Meaning};
use super::diagnostic::{Problem, Report, code};
use super::key::MOST_POINTS;

/// Output times where nothing is said about them: half evenly spaced, so that weeks are covered, and half evenly on a
/// logarithm of time from [`USUAL_START`], so that the first minutes and hours are.
const USUAL_POINTS: u32 = 250;

/// Where the logarithmic half begins, h.
const USUAL_START: f64 = 1.0 / 60.0;

/// Times nearer than this share of themselves (or of an hour) are one time, as for the edges of a regimen.
const SAME_TIME: f64 = 1e-10;

/// The times at which a scenario is written out.
#[derive(Debug, Clone, PartialEq)]
pub enum Grid {
    /// Where nothing is said: hours and weeks alike.
    Usual,
    /// This many, evenly spaced from 0 to the end, both included.
    Points(u32),
    /// From 0, this far apart, h.
    Every(f64),
    /// These, h.
    Times(Vec<f64>),
}

/// A part of a grid.
#[derive(Debug, Clone, PartialEq)]
pub enum Row {
    /// This many, evenly spaced from 0 to this time, h, both included.
    Even(u32, f64),
    /// This many from the first time to the second, h, each the same multiple of the one before.
    Geometric(u32, f64, f64),
    /// These, h.
    Listed(Vec<f64>),
}

impl Row {
    /// Its times, h.
    pub fn times(self) -> Vec<f64> {
        match self {
            Self::Even(points, end) => even(points).map(|share| end * share).collect(),
            Self::Geometric(points, start, end) => {
                even(points).map(|share| start * (end / start).powf(share)).collect()
            }
            Self::Listed(times) => times,
        }
    }
}

impl Grid {
    /// What it is made of, up to `duration` (h).
    pub fn rows(&self, duration: f64) -> Vec<Row> {
        match self {
            Self::Usual => {
                let start = USUAL_START.min(duration);
                vec![Row::Even(USUAL_POINTS, duration), Row::Geometric(USUAL_POINTS, start, duration)]
            }
            Self::Points(points) => vec![Row::Even(*points, duration)],
            Self::Every(every) => {
                // The bound makes the conversion exact.
                let rounds = (duration / every).floor().clamp(0.0, f64::from(MOST_POINTS)) as u32;
                vec![Row::Listed((0..=rounds).map(|i| every * f64::from(i)).collect())]
            }
            Self::Times(times) => vec![Row::Listed(times.clone())],
        }
    }

    /// How many times it has up to `duration` (h), at most.
    pub fn points(&self, duration: f64) -> usize {
        let of = |row: Row| match row {
            Row::Even(points, _) | Row::Geometric(points, ..) => points as usize,
            Row::Listed(times) => times.len(),
        };
        self.rows(duration).into_iter().map(of).sum()
    }

    /// The times up to `duration` (h) together with `events`; sorted, each once. Where a time of the grid is an event
    /// up to rounding, the time of the event stands.
    pub fn times(&self, duration: f64, events: &[f64]) -> Vec<f64> {
        let grid = self.rows(duration).into_iter().flat_map(Row::times);
        let grid = grid.map(|time| (time, false));
        let mut all: Vec<(f64, bool)> = events.iter().map(|time| (*time, true)).chain(grid).collect();
        all.retain(|(time, _)| (0.0..=duration).contains(time));
        all.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut times: Vec<(f64, bool)> = Vec::with_capacity(all.len());
        for (time, is_event) in all {
            match times.last_mut() {
                Some(last) if (time - last.0).abs() <= SAME_TIME * time.abs().max(1.0) => {
                    if is_event && !last.1 {
                        *last = (time, true);
                    }
                }
                _ => times.push((time, is_event)),
            }
        }
        times.into_iter().map(|(time, _)| time).collect()
    }
}

/// So many shares from 0 to 1, evenly spaced.
fn even(points: u32) -> impl Iterator<Item = f64> {
    let last = f64::from(points.saturating_sub(1).max(1));
    (0..points).map(move |i| f64::from(i) / last)
}

/// From `[grid]`, if there is one. Where the duration could not be read, nothing is compared with it.
pub(super) fn lower(root: &Checked<'_>, duration: Option<f64>, report: &mut Report) -> Grid {
    let usual = Grid::Usual;
    let Some(table) = root.get("grid") else { return usual };
    let mut given = ["points", "every", "times"].iter().filter_map(|key| table.key(key));
    let (Some(first), second) = (given.next(), given.next()) else { return usual };
    if let Some(second) = second {
        let message =
            format!("\"{}\" and \"{}\" both say what the output times are", first.typed.key, second.typed.key);
        report.push(
            Problem::error(code::BAD_GRID, &second.typed.place, message)
                .label("one of them too many")
                .help("keep one of \"points\", \"every\" and \"times\"; every dose and switch is added anyway"),
        );
        return usual;
    }
    match &first.value.meaning {
        Some(Meaning::Whole(points)) => Grid::Points(*points),
        Some(Meaning::Amount(every)) => {
            let points = duration.unwrap_or(0.0) / every.value;
            if points > f64::from(MOST_POINTS) {
                let message = format!("these would be {points:.0} output times");
                report.push(
                    Problem::error(code::TOO_MANY, first.value.place(), message)
                        .label(format!("more than {MOST_POINTS}"))
                        .help("write a longer time, such as every = \"1 h\""),
                );
                return usual;
            }
            Grid::Every(every.value)
        }
        Some(Meaning::List(items)) => {
            let times: Vec<f64> = items.iter().filter_map(Checked::value).collect();
            let beyond = |item: &&Checked<'_>| item.value().zip(duration).is_some_and(|(time, end)| time > end);
            for item in items.iter().filter(beyond) {
                if report.is_full() {
                    break;
                }
                report.push(
                    Problem::error(code::BAD_GRID, item.place(), "an output time beyond the end")
                        .label(format!("the scenario lasts {} h", duration.unwrap_or(0.0)))
                        .help("leave it out, or raise \"duration\""),
                );
            }
            Grid::Times(times)
        }
        _ => usual,
    }
}
