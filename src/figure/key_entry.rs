//! What a shape stands for, where no line ends beside its name.
//!
//! Owns the pairing of a shape and its words. Must not know where it stands.

use super::layout::shape;
use super::{Fill, Hue, Marker, Points};

/// The shape that is explained.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Swatch {
    /// A bar.
    Bar(Fill),
    /// A dot.
    Dot(Marker),
}

/// A shape with the words for it, in the line above the panels.
#[derive(Debug, Clone, PartialEq)]
pub struct KeyEntry {
    /// The shape.
    pub swatch: Swatch,
    /// Role that decides the hue.
    pub hue: Hue,
    /// Place among those that share the hue, from 0.
    pub variant: usize,
    /// What it stands for.
    pub label: String,
}

impl KeyEntry {
    /// The words for a kind of bar.
    #[must_use]
    pub fn bar(fill: Fill, hue: Hue, label: impl Into<String>) -> Self {
        Self { swatch: Swatch::Bar(fill), hue, variant: 0, label: label.into() }
    }

    /// The words for a kind of dot.
    #[must_use]
    pub fn dot(marker: Marker, hue: Hue, label: impl Into<String>) -> Self {
        Self { swatch: Swatch::Dot(marker), hue, variant: 0, label: label.into() }
    }

    /// The words for points, in the shape and the hue that they have in a panel.
    #[must_use]
    pub fn points(points: &Points, label: impl Into<String>) -> Self {
        let swatch = Swatch::Dot(shape(points.hue, points.variant));
        Self { swatch, hue: points.hue, variant: points.variant, label: label.into() }
    }
}
