//! Where a curve is sampled so that it looks as it is.

use super::view::View;
use crate::figure::{Scale, Span};
use crate::run::ArmResult;
use crate::simulate::Trajectory;

/// Points spread evenly along the axis, beside those that follow the solver's steps.
const POINTS: usize = 400;

/// Points within each step of the solver, which are short where something happens; so a daily rise and fall is drawn at
/// its own rhythm instead of that of a grid.
const PER_STEP: usize = 4;

/// Height of a curve within which a point is not missed: a fifth of a pixel where the curve is 1,000 high.
const SHARE_OF_HEIGHT: f64 = 2e-4;

/// What a view shows of an arm over an axis of time, from its start to the arm's end, as points of time (h) and value,
/// with both values of a jump.
pub(crate) fn curve(arm: &ArmResult, view: &View, axis: Span) -> Vec<[f64; 2]> {
    let places = places(&arm.trajectory, axis);
    let times = times(&arm.trajectory, &places);
    let values = view.values(arm, &places);
    let points: Vec<[f64; 2]> = times.into_iter().zip(values).map(|(time, value)| [time, value]).collect();
    simplify(&points, |time| axis.scale.place(time).unwrap_or(time))
}

/// What two views show of an arm at the same times (h).
pub(crate) fn pair(arm: &ArmResult, x: &View, y: &View) -> (Vec<f64>, Vec<[f64; 2]>) {
    let places = places(&arm.trajectory, Span::new(Scale::Symlog, 0.0, arm.trajectory.experiment().duration));
    let points = x.values(arm, &places).into_iter().zip(y.values(arm, &places)).map(|(x, y)| [x, y]).collect();
    (times(&arm.trajectory, &places), points)
}

/// The times (h) of places within steps.
fn times(trajectory: &Trajectory, places: &[(usize, f64)]) -> Vec<f64> {
    let time = |(step, place): &(usize, f64)| {
        let (start, length) = trajectory.dense().span(*step);
        start + place * length
    };
    places.iter().map(time).collect()
}

/// Where a view is asked: places within the solver's steps, and places spread evenly along the axis.
fn places(trajectory: &Trajectory, axis: Span) -> Vec<(usize, f64)> {
    let dense = trajectory.dense();
    let (from, end) = (axis.start, trajectory.experiment().duration.max(axis.start));
    let share = |i: usize| i as f64 / (POINTS - 1) as f64;
    let place = |time: f64| axis.scale.place(time).unwrap_or(time);
    let grid = |i: usize| axis.scale.value(place(from) + share(i) * (place(end) - place(from))).clamp(from, end);
    let mut grid = (0..POINTS).map(grid).peekable();
    let mut places = Vec::new();
    for step in 0..dense.steps() {
        let (start, length) = dense.span(step);
        let mut inside: Vec<f64> = (0..=PER_STEP).map(|i| i as f64 / PER_STEP as f64).collect();
        while let Some(time) = grid.next_if(|time| *time < start + length) {
            inside.push((time - start) / length);
        }
        inside.sort_by(f64::total_cmp);
        places.extend(inside.into_iter().filter(|place| (0.0..=1.0).contains(place)).map(|place| (step, place)));
    }
    places.retain(|(step, place)| {
        let (start, length) = dense.span(*step);
        start + place * length >= from
    });
    places
}

/// The curve without the points that a straight line on the time axis passes within a share of its height.
fn simplify(points: &[[f64; 2]], axis: impl Fn(f64) -> f64) -> Vec<[f64; 2]> {
    let finite = || points.iter().map(|point| point[1]).filter(|value| value.is_finite());
    let height = finite().fold(f64::NEG_INFINITY, f64::max) - finite().fold(f64::INFINITY, f64::min);
    let allowed = SHARE_OF_HEIGHT * height;
    let mut kept: Vec<[f64; 2]> = Vec::new();
    // From the last point kept, the slopes between which every point since is passed closely enough.
    let (mut low, mut high) = (f64::NEG_INFINITY, f64::INFINITY);
    let mut before: Option<[f64; 2]> = None;
    for point in points {
        let Some(anchor) = kept.last().copied() else {
            kept.push(*point);
            continue;
        };
        let slope = |from: [f64; 2], value: f64| (value - from[1]) / (axis(point[0]) - axis(from[0]));
        let here = slope(anchor, point[1]);
        let is_jump = before.is_some_and(|before| before[0] == point[0]) || point[0] == anchor[0];
        if is_jump || !(low <= here && here <= high) {
            kept.extend(before.take());
            (low, high) = (f64::NEG_INFINITY, f64::INFINITY);
            if is_jump {
                kept.push(*point);
                continue;
            }
        }
        let anchor = kept.last().copied().unwrap_or(anchor);
        low = low.max(slope(anchor, point[1] - allowed));
        high = high.min(slope(anchor, point[1] + allowed));
        before = Some(*point);
    }
    kept.extend(before);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn simplified_curves_stay_close_and_keep_jumps() {
        let mut points: Vec<[f64; 2]> =
            (1..3000).map(|i| f64::from(i) * 0.01).map(|t| [t, (0.5 * t).sin() * (-0.1 * t).exp()]).collect();
        points.insert(1500, [points[1499][0], 0.7]);
        let kept = simplify(&points, f64::ln);
        assert!(kept.len() < 600, "{}", kept.len());
        assert!(kept.contains(&points[1499]) && kept.contains(&points[1500]));
        for point in &points {
            let after = kept.partition_point(|k| k[0] < point[0]);
            if kept[after][0] == point[0] {
                continue;
            }
            let (a, b) = (kept[after - 1], kept[after]);
            let share = (point[0].ln() - a[0].ln()) / (b[0].ln() - a[0].ln());
            assert!((a[1] + share * (b[1] - a[1]) - point[1]).abs() < 2.1 * SHARE_OF_HEIGHT * 1.7, "{point:?}");
        }
    }
}
