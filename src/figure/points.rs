//! Points, with or without error bars.
//!
//! Owns measured or computed values that are no curve. Must not know where they come from.

use super::Hue;

/// One point; what is not finite is not drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Datum {
    /// Place on the horizontal axis; in h where that is time.
    pub x: f64,
    /// Value in the unit of the panel.
    pub value: f64,
    /// Lower and upper end of the error bar, in the unit of the panel.
    pub error: Option<(f64, f64)>,
}

impl Datum {
    /// A point without an error bar.
    #[must_use]
    pub fn new(x: f64, value: f64) -> Self {
        Self { x, value, error: None }
    }

    /// The same point with an error bar from `low` to `high`.
    #[must_use]
    pub fn with_error(mut self, low: f64, high: f64) -> Self {
        self.error = Some((low, high));
        self
    }
}

/// Points that belong together: the measurements of one arm, the residuals of one fit.
#[derive(Debug, Clone, PartialEq)]
pub struct Points {
    /// Name in the file, as in `id="points-<id>"`.
    pub id: String,
    /// Words beside the panel; empty for none.
    pub label: String,
    /// Role that decides the hue.
    pub hue: Hue,
    /// Place among the arms that share the hue, from 0; decides lightness and shape.
    pub variant: usize,
    /// The points, in any order.
    pub data: Vec<Datum>,
}

impl Points {
    /// Points of the first arm of their hue.
    #[must_use]
    pub fn new(id: impl Into<String>, label: impl Into<String>, hue: Hue, data: Vec<Datum>) -> Self {
        Self { id: id.into(), label: label.into(), hue, variant: 0, data }
    }

    /// The same points as those of the `variant`-th arm of their hue, from 0.
    #[must_use]
    pub fn with_variant(mut self, variant: usize) -> Self {
        self.variant = variant;
        self
    }
}
