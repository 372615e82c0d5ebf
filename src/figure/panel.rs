//! One panel: a quantity against time.
//!
//! Owns what belongs to one value axis. Must not know the time axis, which the
//! figure shares between panels.

use super::{Band, Mark, ReferenceLine, Series, ValueRange};

/// One quantity against time.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    /// Name in the file, as in `id="panel-<id>"`.
    pub id: String,
    /// `a`, `b`, `c`; empty for none.
    pub letter: String,
    /// Name of the quantity.
    pub title: String,
    /// Unit of the values as it is printed, such as `%`; empty for none.
    pub unit: String,
    /// What the value axis covers.
    pub range: ValueRange,
    /// Curves, drawn first to last.
    pub series: Vec<Series>,
    /// Horizontal lines at known values.
    pub references: Vec<ReferenceLine>,
    /// Points of note, such as onsets.
    pub marks: Vec<Mark>,
    /// Areas between two curves, drawn behind the series.
    pub bands: Vec<Band>,
}

impl Panel {
    /// An empty panel whose value axis follows its curves.
    #[must_use]
    pub fn new(id: impl Into<String>, title: impl Into<String>, unit: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            letter: String::new(),
            title: title.into(),
            unit: unit.into(),
            range: ValueRange::Auto,
            series: Vec::new(),
            references: Vec::new(),
            marks: Vec::new(),
            bands: Vec::new(),
        }
    }

    /// The heading after its letter.
    pub(super) fn full_heading(&self) -> String {
        if self.letter.is_empty() { self.heading() } else { format!("{}  {}", self.letter, self.heading()) }
    }

    /// The title with its unit, as it stands above the panel: `Improvement (%)`.
    #[must_use]
    pub fn heading(&self) -> String {
        if self.unit.is_empty() || self.unit == "1" {
            self.title.clone()
        } else {
            format!("{} ({})", self.title, self.unit)
        }
    }
}
