//! Curves that rise and fall faster than the eye can follow.
//!
//! Owns where a line becomes an area between its peaks and troughs with its mean, since dashes of a dense zigzag only
//! flicker. Must not know colours.

use super::frame::count;
use crate::figure::{Point, Stroke};

/// Peaks nearer than this, in widths of the line, are no longer seen one by one.
const NEAREST_PEAKS: f64 = 2.0;

/// Fewer peaks in a row than this are drawn as they are.
const LEAST_PEAKS: usize = 5;

/// A smaller rise or fall, in widths of the line, is no peak.
const LEAST_SWING: f64 = 0.5;

/// A piece of a curve on the page.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Piece {
    /// A line as it is.
    Line(Vec<Point>),
    /// An area between two edges, and the mean within it.
    Envelope {
        /// Through the peaks.
        upper: Vec<Point>,
        /// Through the troughs.
        lower: Vec<Point>,
        /// The mean over each period.
        mean: Vec<Point>,
    },
}

/// A curve from left to right, cut where it becomes dense: where its peaks are too near to be seen, or so near that a
/// dash is longer than the way from one to the next.
pub(super) fn pieces(line: &[Point], stroke: &Stroke) -> Vec<Piece> {
    let nearest = (NEAREST_PEAKS * stroke.width).max(stroke.dash.iter().sum());
    let peaks = peaks(line, LEAST_SWING * stroke.width);
    let dense = |index: usize| match (peaks.get(index), peaks.get(index + 1)) {
        (Some(one), Some(other)) => line[*other].x - line[*one].x < nearest,
        _ => false,
    };
    let mut pieces = Vec::new();
    let mut from = 0;
    let mut peak = 0;
    while peak < peaks.len() {
        let end = (peak..peaks.len()).find(|index| !dense(*index)).unwrap_or(peak);
        if end - peak + 1 >= LEAST_PEAKS {
            let (first, last) = (peaks[peak], peaks[end]);
            if first > from {
                pieces.push(Piece::Line(line[from..=first].to_vec()));
            }
            pieces.push(envelope(line, &peaks[peak..=end]));
            from = last;
        }
        peak = end + 1;
    }
    // What is left after the last peak of an area is a part of its last period.
    let rest = line.last().zip(line.get(from)).map_or(0.0, |(end, start)| end.x - start.x);
    if from + 1 < line.len() && (from == 0 || rest > nearest) {
        pieces.push(Piece::Line(line[from..].to_vec()));
    }
    pieces
}

/// The places of the highest points between swings of at least so many px; y runs downwards.
fn peaks(line: &[Point], least: f64) -> Vec<usize> {
    let mut peaks = Vec::new();
    let (mut highest, mut lowest) = (0, 0);
    let mut rising = true;
    for (index, point) in line.iter().enumerate() {
        // A curve that turns back in x is no course of time.
        if line.get(index + 1).is_some_and(|next| next.x < point.x) {
            return Vec::new();
        }
        if rising {
            if point.y < line[highest].y {
                highest = index;
            } else if point.y > line[highest].y + least {
                peaks.push(highest);
                (rising, lowest) = (false, index);
            }
        } else if point.y > line[lowest].y {
            lowest = index;
        } else if point.y < line[lowest].y - least {
            (rising, highest) = (true, index);
        }
    }
    peaks
}

/// The area between peaks and troughs.
fn envelope(line: &[Point], peaks: &[usize]) -> Piece {
    let upper: Vec<Point> = peaks.iter().map(|peak| line[*peak]).collect();
    let (mut lower, mut mean) = (Vec::new(), Vec::new());
    for pair in peaks.windows(2) {
        let period = &line[pair[0]..=pair[1]];
        let middle = f64::midpoint(line[pair[0]].x, line[pair[1]].x);
        let trough = period.iter().map(|point| point.y).fold(f64::NEG_INFINITY, f64::max);
        lower.push(Point::new(middle, trough));
        let width = line[pair[1]].x - line[pair[0]].x;
        let area: f64 =
            period.windows(2).map(|ends| (ends[1].x - ends[0].x) * f64::midpoint(ends[0].y, ends[1].y)).sum();
        let plain = period.iter().map(|point| point.y).sum::<f64>() / count(period.len().max(1));
        mean.push(Point::new(middle, if width > 0.0 { area / width } else { plain }));
    }
    // Both reach as far as the peaks do.
    for edge in [&mut lower, &mut mean] {
        if let (Some(first), Some(last), Some(left), Some(right)) =
            (edge.first().copied(), edge.last().copied(), upper.first(), upper.last())
        {
            edge.insert(0, Point::new(left.x, first.y));
            edge.push(Point::new(right.x, last.y));
        }
    }
    Piece::Envelope { upper, lower, mean }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::Color;

    fn zigzag(period: f64, periods: u32) -> Vec<Point> {
        (0..=periods)
            .flat_map(|i| {
                let x = f64::from(i) * period;
                [Point::new(x, 100.0), Point::new(x + 0.1 * period, 40.0)]
            })
            .collect()
    }

    #[test]
    fn a_dense_zigzag_is_an_area_with_its_mean() {
        let pieces = pieces(&zigzag(5.0, 40), &Stroke::solid(Color::BLACK, 6.0));
        let Some(Piece::Envelope { upper, lower, mean }) =
            pieces.iter().find(|piece| matches!(piece, Piece::Envelope { .. }))
        else {
            panic!("{pieces:?}");
        };
        assert!(upper.iter().all(|point| point.y == 40.0), "{upper:?}");
        assert!(lower.iter().all(|point| point.y == 100.0), "{lower:?}");
        assert!(mean.iter().all(|point| (point.y - 70.0).abs() < 1.0), "{mean:?}");
    }

    #[test]
    fn peaks_that_can_be_seen_one_by_one_stay_a_line() {
        let line = zigzag(30.0, 40);
        let solid = Stroke::solid(Color::BLACK, 6.0);
        assert_eq!(pieces(&line, &solid), [Piece::Line(line.clone())]);
        // Dashes as long as a period would flicker.
        let dashed = Stroke { dash: vec![24.0, 10.0], ..solid };
        assert!(pieces(&line, &dashed).iter().any(|piece| matches!(piece, Piece::Envelope { .. })));
    }
}
