//! A horizontal line at a known value.
//!
//! Owns the value and its name. Must not know why the value matters.

/// A horizontal line at a known value, such as a threshold.
#[derive(Debug, Clone, PartialEq)]
pub struct ReferenceLine {
    /// Value in the unit of the panel.
    pub value: f64,
    /// Words on the line; empty for none.
    pub label: String,
}
