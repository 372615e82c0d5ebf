//! A named row with bars, intervals and dots along the horizontal axis.
//!
//! Owns what a tornado, a list of findings, a table of sensitivities and an order of events have in common. Must not
//! know what any of them means.

use super::{Hue, Marker};

/// How a bar is filled; beside the colour, so that a grey print still reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fill {
    /// Full colour.
    Solid,
    /// A rim and nothing inside.
    Open,
    /// A pale area, for what was published or is only a frame.
    Pale,
    /// A thin line with end caps: an interval.
    Interval,
}

/// From one value to another within a row.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// What it is, for the table of drawn data: `low`, `published`.
    pub part: String,
    /// One end, on the horizontal axis.
    pub from: f64,
    /// The other end.
    pub to: f64,
    /// Role that decides the hue.
    pub hue: Hue,
    /// Place among those that share the hue, from 0; decides lightness.
    pub variant: usize,
    /// How it is filled.
    pub fill: Fill,
}

impl Bar {
    /// A bar from one value to another.
    #[must_use]
    pub fn new(part: impl Into<String>, from: f64, to: f64, hue: Hue, fill: Fill) -> Self {
        Self { part: part.into(), from, to, hue, variant: 0, fill }
    }
}

/// One value within a row.
#[derive(Debug, Clone, PartialEq)]
pub struct Dot {
    /// What it is, for the table of drawn data: `model`.
    pub part: String,
    /// Place on the horizontal axis.
    pub at: f64,
    /// Role that decides the hue.
    pub hue: Hue,
    /// Its shape.
    pub marker: Marker,
}

impl Dot {
    /// A dot at a value.
    #[must_use]
    pub fn new(part: impl Into<String>, at: f64, hue: Hue, marker: Marker) -> Self {
        Self { part: part.into(), at, hue, marker }
    }
}

/// One named row.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Words left of the row.
    pub label: String,
    /// Words right of the row, such as a value with its unit; empty for none.
    pub note: String,
    /// Bars, drawn first to last: frames before what lies on them.
    pub bars: Vec<Bar>,
    /// Dots, over the bars.
    pub dots: Vec<Dot>,
}

impl Row {
    /// An empty row.
    #[must_use]
    pub fn new(label: impl Into<String>) -> Self {
        Self { label: label.into(), note: String::new(), bars: Vec::new(), dots: Vec::new() }
    }

    /// The same row with words at its right.
    #[must_use]
    pub fn with_note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    /// The same row with one more bar.
    #[must_use]
    pub fn with_bar(mut self, bar: Bar) -> Self {
        self.bars.push(bar);
        self
    }

    /// The same row with one more dot.
    #[must_use]
    pub fn with_dot(mut self, dot: Dot) -> Self {
        self.dots.push(dot);
        self
    }

    /// Every place on the horizontal axis that the row needs.
    pub(super) fn places(&self) -> impl Iterator<Item = f64> {
        self.bars.iter().flat_map(|bar| [bar.from, bar.to]).chain(self.dots.iter().map(|dot| dot.at))
    }
}
