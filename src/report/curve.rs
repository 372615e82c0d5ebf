//! Where a curve is sampled so that it looks as it is.

use crate::simulate::{Signal, Trajectory};

/// Points on the logarithmic axis, beside those that follow the solver's steps.
const POINTS: usize = 400;

/// Points within each step of the solver, which are short where something happens; so a daily rise and fall is drawn at
/// its own rhythm instead of that of a grid.
const PER_STEP: usize = 4;

/// A signal from `from` to its end as points of time (h) and value times `scale`, with both values of a jump.
pub(super) fn curve(trajectory: &Trajectory, signal: Signal, scale: f64, from: f64) -> Vec<[f64; 2]> {
    let dense = trajectory.dense();
    let end = trajectory.experiment().duration;
    let ratio = (end / from).max(1.0);
    let mut grid = (0..POINTS).map(|i| from * ratio.powf(i as f64 / (POINTS - 1) as f64)).peekable();
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
    let times = places.iter().map(|(step, place)| {
        let (start, length) = dense.span(*step);
        start + place * length
    });
    let values = trajectory.signal_at(signal, &places);
    times.zip(values).map(|(time, value)| [time, value * scale]).collect()
}
