//! Words of a figure that a lecturer chooses: headline, line under it, names of arms, names of axes.
//!
//! Owns: how they take the place of those of the scenario. They change no number, so that no figure lists them as a
//! change. Must not know: what a kind of figure shows.

use serde::{Deserialize, Serialize};

use super::request::{NotDrawn, unknown};
use super::view::course;
use crate::figure::{Figure, XAxis};
use crate::run::Run;
use crate::simulate::Signal;
use crate::words::{capital, duration};

/// Asks for a headline that says what the run shows.
pub const DECLARED: &str = "auto";

/// Words in the place of those of the scenario.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Wording {
    /// The headline; empty for none, [`DECLARED`] for one that is computed from the run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The line under it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subtitle: Option<String>,
    /// An arm by name or by number from 1, and what it is called.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<(String, String)>,
    /// The name of the horizontal axis, where that is no time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub x_title: Option<String>,
    /// The headings of the panels, from the first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub y_titles: Vec<String>,
}

impl Wording {
    /// Whether nothing is asked for.
    #[must_use]
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }

    /// The run with its arms called as they are asked to be.
    ///
    /// # Errors
    /// [`NotDrawn`] where there is no such arm.
    pub(crate) fn named(&self, run: &Run) -> Result<Run, NotDrawn> {
        let mut named = run.clone();
        for (arm, label) in &self.labels {
            let number = arm.parse::<usize>().ok().map(|number| number.wrapping_sub(1));
            let begins = |name: &str| name.strip_prefix(arm.as_str()).is_some_and(|rest| rest.starts_with(' '));
            let mut begun = (0..run.arms.len()).filter(|index| begins(&run.arms[*index].name));
            let at = run.arms.iter().position(|known| known.name == *arm).or(match (begun.next(), begun.next()) {
                (Some(only), None) => Some(only),
                _ => number.filter(|number| *number < run.arms.len()),
            });
            let names = || run.arms.iter().map(|arm| arm.name.as_str());
            let at = at.ok_or_else(|| unknown(arm, "arm", names()))?;
            named.arms[at].name.clone_from(label);
        }
        Ok(named)
    }

    /// Puts headline and axis names into a figure.
    pub(crate) fn dress(&self, run: &Run, figure: &mut Figure) {
        match self.title.as_deref() {
            Some(DECLARED) => figure.title = declared(run).unwrap_or_else(|| figure.title.clone()),
            Some(title) => title.clone_into(&mut figure.title),
            None => {}
        }
        if let Some(subtitle) = &self.subtitle {
            figure.subtitle.clone_from(subtitle);
        }
        if let Some(words) = &self.x_title {
            for column in &mut figure.columns {
                if let XAxis::Value { title, .. } = column {
                    title.clone_from(words);
                }
            }
        }
        for (panel, words) in figure.panels.iter_mut().zip(&self.y_titles) {
            panel.title.clone_from(words);
        }
        figure.alt_text = figure.describe();
    }
}

/// A time as people speak of it: `2 h`, `day 3`, `week 2`.
fn spoken_time(time: f64) -> String {
    const DAY: f64 = 24.0;
    match time {
        time if time < 18.0 => format!("after {}", duration(time)),
        time if time <= 10.0 * DAY => format!("on day {:.0}", (time / DAY).round().max(1.0)),
        time => format!("in week {:.0}", (time / (7.0 * DAY)).ceil()),
    }
}

/// What the improvement of the arms shows, as a sentence; nothing where no arm improves.
fn declared(run: &Run) -> Option<String> {
    let improved: Vec<_> = run.arms.iter().filter(|arm| arm.metrics.get("onset").is_some()).collect();
    let first = improved.iter().min_by(|one, other| {
        let onset = |arm: &crate::run::ArmResult| arm.metrics.get("onset").unwrap_or(f64::INFINITY);
        onset(one).total_cmp(&onset(other))
    })?;
    let view = super::view::View::of(Signal::Improvement);
    let curve = |arm: &crate::run::ArmResult| {
        let span = crate::figure::Span::new(crate::figure::Scale::Symlog, 0.0, arm.arm.experiment.duration);
        super::curve::curve(arm, &view, span)
    };
    let points = curve(first);
    let course = course(&points, Some(0.0))?;
    let peak = if course.peak >= 0.98 * run.duration {
        format!("{} still rises at the end", first.name)
    } else {
        format!("{} peaks {}", first.name, spoken_time(course.peak))
    };
    let at = |points: &[[f64; 2]], time: f64| {
        let next = points.partition_point(|point| point[0] < time).min(points.len().saturating_sub(1));
        points.get(next).map_or(f64::NAN, |point| point[1])
    };
    // The first arm that passes it for good.
    let passed = improved.iter().filter(|arm| arm.name != first.name).find_map(|other| {
        let others = curve(other);
        let (end, last) = (others.last()?[0], others.last()?[1]);
        if last <= at(&points, end) {
            return None;
        }
        let behind = points.iter().rev().find(|point| point[0] > 0.0 && at(&others, point[0]) <= point[1])?;
        Some(format!("{} overtakes it {}", other.name, spoken_time(behind[0])))
    });
    Some(capital(&match passed {
        Some(passed) => format!("{peak}; {passed}"),
        None => match first.metrics.get("onset") {
            Some(onset) => format!("{peak}, {} after it begins to act", duration((course.peak - onset).max(0.0))),
            None => peak,
        },
    }))
}
