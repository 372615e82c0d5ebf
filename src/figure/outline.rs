//! Words as outlines.
//!
//! Owns the way from glyphs to the data of an SVG path. Must not know where words
//! stand or how they are painted.

use std::fmt::Write;

use super::FontWeight;
use super::font::{Pen, outline};
use ttf_parser::OutlineBuilder;

/// The path data of `text` at `size` px, its left end at `x` and its baseline at `y`
/// px, with two decimals.
pub(crate) fn path_data(text: &str, x: f64, y: f64, size: f64, weight: FontWeight) -> String {
    let mut pen = PathPen { data: String::new(), size, scale: size, x, y, origin: 0.0 };
    outline(text, weight, &mut pen);
    pen.data
}

/// Writes outlines as path data.
struct PathPen {
    data: String,
    /// px to the em.
    size: f64,
    /// px to the font unit of the letter.
    scale: f64,
    x: f64,
    y: f64,
    /// Left end of the letter in px from the left end of the words.
    origin: f64,
}

impl PathPen {
    fn points(&mut self, sign: char, points: &[(f32, f32)]) {
        self.data.push(sign);
        for (index, &(x, y)) in points.iter().enumerate() {
            let x = self.x + self.origin + self.scale * f64::from(x);
            let y = self.y - self.scale * f64::from(y);
            let space = if index == 0 { "" } else { " " };
            // Writing to a string does not fail.
            let _ = write!(self.data, "{space}{x:.2} {y:.2}");
        }
    }
}

impl Pen for PathPen {
    fn begin_letter(&mut self, x: f64, units: f64) {
        self.origin = x * self.size;
        self.scale = self.size / units;
    }
}

impl OutlineBuilder for PathPen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.points('M', &[(x, y)]);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.points('L', &[(x, y)]);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.points('Q', &[(x1, y1), (x, y)]);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.points('C', &[(x1, y1), (x2, y2), (x, y)]);
    }

    fn close(&mut self) {
        self.data.push('Z');
    }
}
