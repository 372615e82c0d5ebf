//! What a value axis covers.
//!
//! Owns the wish; the layout turns it into numbers. Must not know pixels.

/// What a value axis covers.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum ValueRange {
    /// All that is drawn, with zero where zero is near, rounded to whole ticks.
    #[default]
    Auto,
    /// From the first to the second value, in the unit of the panel.
    Fixed(f64, f64),
}
