//! Ticks of a time axis in the units people use.
//!
//! Owns which moments are labelled and how. Must not know text sizes; whether two
//! labels collide is asked of the caller.

use super::{Scale, Span};

const MINUTE: f64 = 1.0 / 60.0;
const DAY: f64 = 24.0;
const WEEK: f64 = 7.0 * DAY;
const YEAR: f64 = 52.0 * WEEK;

/// Moments that may be labelled on a logarithmic axis, with the most welcome first.
pub(crate) const NATURAL: [(f64, &str); 27] = [
    (1.0, "1 h"),
    (DAY, "1 d"),
    (WEEK, "1 wk"),
    (MINUTE, "1 min"),
    (10.0 * MINUTE, "10 min"),
    (6.0, "6 h"),
    (4.0 * WEEK, "4 wk"),
    (3.0 * DAY, "3 d"),
    (8.0 * WEEK, "8 wk"),
    (2.0 * WEEK, "2 wk"),
    (YEAR, "1 y"),
    (26.0 * WEEK, "26 wk"),
    (MINUTE / 60.0, "1 s"),
    (MINUTE / 6.0, "10 s"),
    (12.0 * WEEK, "12 wk"),
    (30.0 * MINUTE, "30 min"),
    (12.0, "12 h"),
    (3.0, "3 h"),
    (2.0, "2 h"),
    (3.0 * MINUTE, "3 min"),
    (2.0 * DAY, "2 d"),
    (5.0 * MINUTE, "5 min"),
    (20.0 * MINUTE, "20 min"),
    (4.0, "4 h"),
    (3.0 * WEEK, "3 wk"),
    (5.0 * DAY, "5 d"),
    (6.0 * WEEK, "6 wk"),
];

/// How many of these are usual.
pub(crate) const USUAL: usize = 15;

/// Steps of an even axis, in h.
pub(crate) const STEPS: [f64; 20] = [
    MINUTE,
    2.0 * MINUTE,
    5.0 * MINUTE,
    10.0 * MINUTE,
    15.0 * MINUTE,
    30.0 * MINUTE,
    1.0,
    2.0,
    3.0,
    4.0,
    6.0,
    12.0,
    DAY,
    2.0 * DAY,
    WEEK,
    2.0 * WEEK,
    4.0 * WEEK,
    8.0 * WEEK,
    13.0 * WEEK,
    YEAR,
];

/// Grid lines between the labels: a unit (h), and from which to which multiple of it.
pub(crate) const BETWEEN: [(f64, u32, u32); 7] =
    [(MINUTE, 1, 10), (10.0 * MINUTE, 1, 6), (1.0, 1, 6), (6.0, 1, 4), (DAY, 1, 7), (WEEK, 1, 12), (4.0 * WEEK, 3, 13)];

/// A labelled time axis.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TimeTicks {
    /// Labelled times in h with their labels.
    pub(crate) major: Vec<(f64, String)>,
    /// Times of the grid between them, in h.
    pub(crate) minor: Vec<f64>,
    /// Unit of bare numbers, such as `weeks`; empty where each label has its own.
    pub(crate) unit: &'static str,
}

/// Ticks of `axis`, which is [sound](Span::sound), whose labels do not collide:
/// `room(label)` is the width a label needs as a fraction of the axis.
pub(crate) fn time_ticks(axis: &Span, room: impl Fn(&str) -> f64) -> TimeTicks {
    match axis.scale {
        Scale::Log | Scale::Symlog => log_ticks(axis, room),
        Scale::Linear => linear_ticks(axis, room),
    }
}

/// Natural moments, the welcome first, each kept if its label finds room.
fn log_ticks(axis: &Span, room: impl Fn(&str) -> f64) -> TimeTicks {
    let near = |time: f64, edge: f64| (time / edge - 1.0).abs() < 1e-6;
    // The ends of the axis come first: a reader looks there for its reach.
    let ends = NATURAL.iter().filter(|(time, _)| near(*time, axis.start) || near(*time, axis.end));
    let inner =
        NATURAL.iter().filter(|(time, _)| axis.contains(*time) && !near(*time, axis.start) && !near(*time, axis.end));
    let mut kept: Vec<(f64, f64, f64, &str)> = Vec::new();
    let mut minor: Vec<f64> = Vec::new();
    // Where the axis begins at the start, that is the first thing to say.
    let start = [(0.0, "0")];
    let start = start.iter().filter(|_| axis.scale == Scale::Symlog && axis.contains(0.0));
    for (rank, &(time, label)) in start.chain(ends).chain(inner).enumerate() {
        let Some(at) = axis.fraction(time) else {
            continue;
        };
        let half = room(label) / 2.0;
        let free = kept.iter().all(|&(_, other, other_half, _)| (at - other).abs() >= half + other_half);
        // Less usual moments only help where the window is short of usual ones.
        let usual = NATURAL.iter().take(USUAL).any(|natural| near(natural.0, time));
        if free && (usual || rank < 2 || kept.len() < 5) {
            kept.push((time, at, half, label));
        } else {
            minor.push(time);
        }
    }
    kept.sort_by(|one, other| one.0.total_cmp(&other.0));
    minor.extend(between(axis));
    minor.retain(|time| !kept.iter().any(|tick| near(*time, tick.0)));
    minor.sort_by(f64::total_cmp);
    minor.dedup_by(|one, other| near(*one, *other));
    TimeTicks { major: kept.into_iter().map(|(time, _, _, label)| (time, label.to_owned())).collect(), minor, unit: "" }
}

/// Whole minutes, tens of minutes, hours, days and weeks in the window.
fn between(axis: &Span) -> Vec<f64> {
    BETWEEN
        .iter()
        .flat_map(|&(unit, first, last)| (first..=last).map(move |n| f64::from(n) * unit))
        .filter(|time| axis.contains(*time))
        .collect()
}

/// Multiples of the smallest step whose labels find room, as bare numbers in one unit.
fn linear_ticks(axis: &Span, room: impl Fn(&str) -> f64) -> TimeTicks {
    let span = axis.end - axis.start;
    // The unit follows the window: hours to two days, days to three weeks.
    let (unit, name) = if span <= 2.0 {
        (MINUTE, "min")
    } else if span <= 3.0 * DAY {
        (1.0, "h")
    } else if span <= 3.0 * WEEK {
        (DAY, "d")
    } else {
        (WEEK, "weeks")
    };
    let at_step = |step: f64| -> Vec<(f64, String)> {
        let mut ticks = Vec::new();
        let mut index = (axis.start / step - 1e-9).ceil();
        while index * step <= axis.end + 1e-9 * span && ticks.len() < 200 {
            let time = index * step;
            let number = (time / unit * 1e6).round() / 1e6;
            let label = if number < 0.0 { format!("\u{2212}{}", -number) } else { number.abs().to_string() };
            ticks.push((time, label));
            index += 1.0;
        }
        ticks
    };
    let fits = |step: f64| {
        let whole = (step / unit).round() >= 1.0 && span / step <= 14.0;
        whole && {
            let widest = at_step(step).iter().map(|(_, label)| room(label)).fold(0.0, f64::max);
            1.3 * widest <= step / span
        }
    };
    let longest = YEAR * (span / YEAR / 8.0).ceil().max(1.0);
    let step = STEPS.iter().copied().find(|&step| fits(step)).unwrap_or(longest);
    TimeTicks { major: at_step(step), minor: Vec::new(), unit: name }
}
