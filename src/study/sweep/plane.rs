//! The points that one or two axes span.

use super::axis::Axis;
use super::error::{MOST_AXES, MOST_POINTS, SweepError};
use crate::quantity::shortest;
use crate::scenario::Override;

/// One axis or two, and every point on them, counted from 0; the last axis turns fastest.
#[derive(Debug, Clone, PartialEq)]
pub struct Plane(Vec<Axis>);

impl Plane {
    /// The points of these axes.
    ///
    /// # Errors
    /// [`SweepError`]: no axis, too many, the same path twice, too many points.
    pub fn new(axes: Vec<Axis>) -> Result<Self, SweepError> {
        if axes.is_empty() || axes.len() > MOST_AXES {
            return Err(SweepError::Axes(axes.len()));
        }
        if let [a, b] = axes.as_slice()
            && a.path == b.path
        {
            return Err(SweepError::Twice(a.path.clone()));
        }
        let points = axes.iter().map(|axis| axis.count).product::<usize>();
        if points > MOST_POINTS {
            return Err(SweepError::TooManyPoints(points));
        }
        Ok(Self(axes))
    }

    /// The axes: the first runs across, the second upwards.
    pub fn axes(&self) -> &[Axis] {
        &self.0
    }

    /// How many points.
    pub fn points(&self) -> usize {
        self.0.iter().map(|axis| axis.count).product()
    }

    /// The place along each axis of a point.
    pub fn places(&self, point: usize) -> Vec<usize> {
        match self.0.as_slice() {
            [_, fast] => vec![point / fast.count, point % fast.count],
            _ => vec![point],
        }
    }

    /// The value along each axis of a point.
    pub fn values(&self, point: usize) -> Vec<f64> {
        self.0.iter().zip(self.places(point)).map(|(axis, place)| axis.value(place)).collect()
    }

    /// What makes the scenario that of a point.
    pub fn changes(&self, point: usize) -> Vec<Override> {
        self.0.iter().zip(self.places(point)).map(|(axis, place)| axis.change(place)).collect()
    }

    /// The points at which every axis is at one of its ends. The bounds of values, and most bounds of values together,
    /// are kept everywhere if they are kept there.
    pub fn corners(&self) -> Vec<usize> {
        match self.0.as_slice() {
            [slow, fast] => {
                let last = (slow.count - 1) * fast.count;
                vec![0, fast.count - 1, last, last + fast.count - 1]
            }
            _ => vec![0, self.points() - 1],
        }
    }

    /// A point as tables have it: the value along each axis.
    pub fn fields(&self, point: usize) -> Vec<String> {
        self.values(point).into_iter().map(shortest).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plane(texts: &[&str]) -> Result<Plane, SweepError> {
        Plane::new(texts.iter().map(|text| Axis::parse(text).unwrap()).collect())
    }

    #[test]
    fn the_last_axis_turns_fastest() {
        let plane = plane(&["a=1..2:2", "b=10..30:3"]).unwrap();
        let all: Vec<Vec<f64>> = (0..plane.points()).map(|point| plane.values(point)).collect();
        assert_eq!(all, [[1.0, 10.0], [1.0, 20.0], [1.0, 30.0], [2.0, 10.0], [2.0, 20.0], [2.0, 30.0]]);
        assert_eq!(plane.corners(), [0, 2, 3, 5]);
    }

    #[test]
    fn too_much_is_refused() {
        assert!(plane(&[]).unwrap_err().to_string().contains("1 or 2"));
        assert!(plane(&["a=1..2:2", "b=1..2:2", "c=1..2:2"]).unwrap_err().to_string().contains("1 or 2"));
        assert!(plane(&["a=1..2:2", "a=1..3:2"]).unwrap_err().to_string().contains("twice"));
        assert!(plane(&["a=1..2:1000", "b=1..3:1000"]).unwrap_err().to_string().contains("at most"));
    }
}
