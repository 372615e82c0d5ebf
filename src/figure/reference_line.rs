//! A line at a known value.
//!
//! Owns the value and its name. Must not know why the value matters.

/// A line at a known value, such as a threshold: level, or upright in a panel of rows, whose values run across.
#[derive(Debug, Clone, PartialEq)]
pub struct ReferenceLine {
    /// Value in the unit of the panel, or of the horizontal axis in a panel of rows.
    pub value: f64,
    /// Words on the line; empty for none.
    pub label: String,
}

impl ReferenceLine {
    /// A line at a value.
    #[must_use]
    pub fn new(value: f64, label: impl Into<String>) -> Self {
        Self { value, label: label.into() }
    }
}
