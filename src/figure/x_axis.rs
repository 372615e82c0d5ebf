//! The horizontal axis that the panels of a figure share.
//!
//! Owns what it stands for: a window of time, or any other quantity with its name and unit. Must not know ticks or
//! pixels.

use super::{Scale, Span, ValueRange};

/// What runs from left to right.
#[derive(Debug, Clone, PartialEq)]
pub enum XAxis {
    /// A window of time, h.
    Time(Span),
    /// Another quantity: a dose, a state, a residual's fit.
    Value {
        /// Its name.
        title: String,
        /// Its unit as it is printed; empty for none.
        unit: String,
        /// How values map to the width.
        scale: Scale,
        /// What is shown.
        range: ValueRange,
    },
}

impl XAxis {
    /// A window of time on which hours and weeks share a page; `start` above 0, both in h.
    #[must_use]
    pub fn log_time(start: f64, end: f64) -> Self {
        Self::Time(Span::new(Scale::Log, start, end))
    }

    /// An even window of time, in h.
    #[must_use]
    pub fn linear_time(start: f64, end: f64) -> Self {
        Self::Time(Span::new(Scale::Linear, start, end))
    }

    /// A window of time that is even for the first hour and logarithmic from there, in h.
    #[must_use]
    pub fn symlog_time(start: f64, end: f64) -> Self {
        Self::Time(Span::new(Scale::Symlog, start, end))
    }

    /// Another quantity on an even axis that covers all that is drawn; see [`XAxis::with_scale`], [`XAxis::with_range`].
    #[must_use]
    pub fn value(title: impl Into<String>, unit: impl Into<String>) -> Self {
        Self::Value { title: title.into(), unit: unit.into(), scale: Scale::Linear, range: ValueRange::Auto }
    }

    /// The same axis on another scale.
    #[must_use]
    pub fn with_scale(mut self, new: Scale) -> Self {
        match &mut self {
            Self::Time(span) => span.scale = new,
            Self::Value { scale, .. } => *scale = new,
        }
        self
    }

    /// The same axis from `start` to `end`.
    #[must_use]
    pub fn with_range(mut self, start: f64, end: f64) -> Self {
        match &mut self {
            Self::Time(span) => *span = Span::new(span.scale, start, end),
            Self::Value { range, .. } => *range = ValueRange::Fixed(start, end),
        }
        self
    }

    /// Whether it is time.
    #[must_use]
    pub fn is_time(&self) -> bool {
        matches!(self, Self::Time(_))
    }

    /// Whether something at `x` would be seen.
    #[must_use]
    pub(super) fn shows(&self, x: f64) -> bool {
        match self {
            Self::Time(span) => span.sound().contains(x),
            Self::Value { scale, range, .. } => {
                let inside = match *range {
                    ValueRange::Auto => true,
                    ValueRange::Fixed(start, end) => Span::new(*scale, start, end).sound().contains(x),
                };
                inside && scale.place(x).is_some()
            }
        }
    }

    /// Name and unit, as the head of a column of data: `time [h]`, `dose [mg/kg]`.
    #[must_use]
    pub(super) fn column_name(&self) -> String {
        match self {
            Self::Time(_) => "time [h]".to_owned(),
            Self::Value { title, unit, .. } => format!("{title} [{}]", if unit.is_empty() { "1" } else { unit }),
        }
    }
}
