//! One panel: what is drawn over one stretch of the horizontal axis.
//!
//! Owns what belongs to one vertical axis: curves, points, bands and cells over values, or named rows. Must not know
//! the horizontal axis, which the figure shares between panels.

use super::{Band, Diagram, HeatMap, Mark, Points, ReferenceLine, Row, Scale, Series, ValueRange};

/// What is drawn above one another: a quantity, or named rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    /// Name in the file, as in `id="reference-<id>"`.
    pub id: String,
    /// `a`, `b`, `c`; empty for none.
    pub letter: String,
    /// Name of the quantity, or of the group of rows; empty for none.
    pub title: String,
    /// Unit of the values as it is printed, such as `%`; empty for none. That of the horizontal axis for rows.
    pub unit: String,
    /// What the value axis covers.
    pub range: ValueRange,
    /// How values map to the height.
    pub scale: Scale,
    /// Curves, drawn first to last.
    pub series: Vec<Series>,
    /// Points with or without error bars, over the curves.
    pub points: Vec<Points>,
    /// Lines at known values.
    pub references: Vec<ReferenceLine>,
    /// Points of note, such as onsets.
    pub marks: Vec<Mark>,
    /// Areas between two curves, drawn behind the series.
    pub bands: Vec<Band>,
    /// Coloured cells behind everything.
    pub heat_map: Option<HeatMap>,
    /// Boxes and arrows; a panel that has one shows nothing else.
    pub diagram: Option<Diagram>,
    /// Named rows, from top to bottom; a panel that has any has no value axis and draws nothing else but references.
    pub rows: Vec<Row>,
}

impl Panel {
    /// An empty panel whose value axis follows what is put into it.
    #[must_use]
    pub fn new(id: impl Into<String>, title: impl Into<String>, unit: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            letter: String::new(),
            title: title.into(),
            unit: unit.into(),
            range: ValueRange::Auto,
            scale: Scale::Linear,
            series: Vec::new(),
            points: Vec::new(),
            references: Vec::new(),
            marks: Vec::new(),
            bands: Vec::new(),
            heat_map: None,
            diagram: None,
            rows: Vec::new(),
        }
    }

    /// Whether it shows rows instead of values.
    #[must_use]
    pub fn has_rows(&self) -> bool {
        !self.rows.is_empty()
    }

    /// The heading after its letter.
    pub(super) fn full_heading(&self) -> String {
        if self.letter.is_empty() { self.heading() } else { format!("{}  {}", self.letter, self.heading()) }
    }

    /// The title with its unit, as it stands above the panel: `Improvement (%)`. The unit of rows stands at their axis.
    #[must_use]
    pub fn heading(&self) -> String {
        if self.has_rows() { self.title.clone() } else { headed(&self.title, &self.unit) }
    }
}

/// A name with its unit.
pub(super) fn headed(title: &str, unit: &str) -> String {
    if unit.is_empty() || unit == "1" || title.is_empty() { title.to_owned() } else { format!("{title} ({unit})") }
}
