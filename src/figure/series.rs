//! One curve.
//!
//! Owns the points of a curve and the role that decides its colour. Must not know
//! which colour that is.

use super::Hue;

/// How much a curve stands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Weight {
    /// What the figure is about.
    #[default]
    Main,
    /// Context: thinner.
    Secondary,
    /// One of many, of which only the crowd says something: hair-thin, pale, without words.
    Faint,
}

/// One curve of a panel.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// Name in the file, as in `id="series-<id>"`, so that it can be animated.
    pub id: String,
    /// Words at the end of the line; empty for none.
    pub label: String,
    /// Role that decides the hue.
    pub hue: Hue,
    /// Place among the arms that share the hue, from 0; decides lightness and dash.
    pub variant: usize,
    /// How much it stands out.
    pub weight: Weight,
    /// Points of time in h and value in the unit of the panel; a value that is not
    /// finite is a gap.
    pub points: Vec<[f64; 2]>,
    /// Its value before time 0, from which words tell how it moves; nothing where it is the first point.
    pub before: Option<f64>,
}

impl Series {
    /// A main curve, the first of its hue.
    #[must_use]
    pub fn new(id: impl Into<String>, label: impl Into<String>, hue: Hue, points: Vec<[f64; 2]>) -> Self {
        Self { id: id.into(), label: label.into(), hue, variant: 0, weight: Weight::Main, points, before: None }
    }

    /// The same curve with its value before time 0.
    #[must_use]
    pub fn with_before(mut self, before: Option<f64>) -> Self {
        self.before = before;
        self
    }

    /// The same curve as the `variant`-th arm of its hue, from 0.
    #[must_use]
    pub fn with_variant(mut self, variant: usize) -> Self {
        self.variant = variant;
        self
    }
}
