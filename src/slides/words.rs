//! Sizes at which words fit their place on a slide.
//!
//! Owns measuring by the embedded font, whose letters are wider than those of the font that slides name, so that words
//! which fit here fit there. Must not know how a file is written.

use super::Point;
use super::page::{BEFORE, LEADING, Places};
use super::parts::Place;
use crate::figure::{FontWeight, Profile, wrapped};

/// Smallest letters of a line, in those of the profile's tick labels.
const SMALLEST: f64 = 1.0;

/// The size of a heading in this room, at most `size`.
pub(super) fn sized(text: &str, size: f64, across: f64, tall: f64) -> f64 {
    let mut size = size;
    while size > 20.0 && rows(text, size, FontWeight::SemiBold, across) * LEADING * size > tall {
        size *= 0.94;
    }
    size
}

/// Sizes of lines and of their remarks.
pub(super) struct Sized {
    pub(super) size: f64,
    pub(super) remark: f64,
}

/// Sizes at which these lines fit, or the smallest that can be read from the last row.
pub(super) fn points(points: &[Point], profile: &Profile, across: f64, tall: f64) -> Sized {
    let mut size = profile.label;
    let least = SMALLEST * profile.tick;
    while size > least && height(points, size, profile, across) > tall {
        size = (0.96 * size).max(least);
    }
    Sized { size, remark: remark(size, profile) }
}

/// Lines in as many parts as slides are needed for them at letters that can be read from the last row.
pub(crate) fn parted(points: &[Point], profile: &Profile) -> Vec<Vec<Point>> {
    let Place(_, _, across, tall) = Places::of(profile).body;
    let least = SMALLEST * profile.tick;
    let mut parts: Vec<Vec<Point>> = Vec::new();
    for point in points {
        match parts.last_mut() {
            Some(part) => {
                part.push(point.clone());
                if height(part, least, profile, across) > tall && part.len() > 1 {
                    part.pop();
                    parts.push(vec![point.clone()]);
                }
            }
            None => parts.push(vec![point.clone()]),
        }
    }
    parts
}

/// Size of a remark below a line of this size.
fn remark(size: f64, profile: &Profile) -> f64 {
    (0.7 * size).max(profile.footer)
}

/// Height of all lines.
fn height(points: &[Point], size: f64, profile: &Profile, across: f64) -> f64 {
    let small = remark(size, profile);
    let one = |point: &Point| {
        let below = if point.remark.is_empty() {
            0.0
        } else {
            rows(&point.remark, small, FontWeight::Regular, across) * LEADING * small
        };
        BEFORE * size + rows(&point.text, size, FontWeight::Regular, across) * LEADING * size + below
    };
    points.iter().map(one).sum()
}

/// Number of rows that a text takes.
#[allow(clippy::cast_precision_loss, reason = "a slide has few rows")]
fn rows(text: &str, size: f64, weight: FontWeight, across: f64) -> f64 {
    wrapped(text, size, weight, across).len() as f64
}
