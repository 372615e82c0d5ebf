//! A point of note on a curve.
//!
//! Owns where the point is and what it says. Must not know the definition behind
//! it, which stands in the footer.

/// A point of note on a curve, such as its onset: a dashed line with its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// Id of the series it belongs to, whose colour it takes.
    pub series: String,
    /// Place on the horizontal axis; in h where that is time.
    pub x: f64,
    /// Value in the unit of the panel.
    pub value: f64,
    /// Words beside it: `onset 2.4 h`; empty for none.
    pub label: String,
}
