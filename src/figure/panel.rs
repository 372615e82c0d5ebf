//! One panel: what is drawn over one stretch of the horizontal axis.
//!
//! Owns what belongs to one vertical axis: curves, points, bands and cells over values, or named rows. Must not know
//! the horizontal axis, which the figure shares between panels.

use super::{Band, Diagram, HeatMap, Mark, Points, ReferenceLine, Row, Scale, Series, ValueRange};

/// One thing that a panel shows. A new kind of content is a variant here; the compiler then lists the table, the words,
/// the steps of a build-up and the axes that have to know it.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// A curve.
    Series(Series),
    /// Points with or without error bars, over the curves.
    Points(Points),
    /// An area between two curves, drawn behind the curves.
    Band(Band),
    /// A point of note on a curve, such as an onset.
    Mark(Mark),
    /// A line at a known value.
    Reference(ReferenceLine),
    /// A named row; a panel that has any has no value axis and draws nothing else but reference lines.
    Row(Row),
    /// Boxes and arrows; a panel that has them shows nothing else.
    Diagram(Diagram),
    /// Coloured cells behind everything.
    HeatMap(HeatMap),
}

/// Declares, for a kind of content, how it becomes a [`Content`] and how a panel gives all that it has of it.
macro_rules! contents {
    ($($kind:ident($type:ty), $all:ident, $doc:literal;)*) => {
        $(impl From<$type> for Content {
            fn from(content: $type) -> Self {
                Self::$kind(content)
            }
        })*

        impl Panel {
            $(#[doc = $doc]
            pub fn $all(&self) -> impl DoubleEndedIterator<Item = &$type> + Clone {
                self.contents.iter().filter_map(|content| match content {
                    Content::$kind(content) => Some(content),
                    _ => None,
                })
            })*
        }
    };
}

contents! {
    Series(Series), series, "The curves, drawn first to last.";
    Points(Points), points, "The sets of points.";
    Band(Band), bands, "The areas between two curves.";
    Mark(Mark), marks, "The points of note.";
    Reference(ReferenceLine), references, "The lines at known values.";
    Row(Row), rows, "The named rows, from top to bottom.";
    Diagram(Diagram), diagrams, "The diagram, where the panel is one.";
    HeatMap(HeatMap), heat_maps, "The coloured cells, where the panel has them.";
}

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
    /// What it shows, those of a kind in the order in which they are drawn.
    pub contents: Vec<Content>,
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
            contents: Vec::new(),
        }
    }

    /// Puts one more thing into the panel, over those of its kind.
    pub fn push(&mut self, content: impl Into<Content>) {
        self.contents.push(content.into());
    }

    /// Puts several things of one kind into the panel.
    pub fn extend(&mut self, contents: impl IntoIterator<Item = impl Into<Content>>) {
        self.contents.extend(contents.into_iter().map(Into::into));
    }

    /// Whether it shows rows instead of values.
    #[must_use]
    pub fn has_rows(&self) -> bool {
        self.rows().next().is_some()
    }

    /// Whether it is a diagram.
    #[must_use]
    pub fn is_diagram(&self) -> bool {
        self.diagrams().next().is_some()
    }

    /// What it shows, kind by kind: curves, points, bands, marks, lines, rows, diagram, cells.
    pub(super) fn by_kind(&self) -> Vec<&Content> {
        let kind = |content: &&Content| match content {
            Content::Series(_) => 0,
            Content::Points(_) => 1,
            Content::Band(_) => 2,
            Content::Mark(_) => 3,
            Content::Reference(_) => 4,
            Content::Row(_) => 5,
            Content::Diagram(_) => 6,
            Content::HeatMap(_) => 7,
        };
        let mut contents: Vec<&Content> = self.contents.iter().collect();
        contents.sort_by_key(kind);
        contents
    }

    /// The least distance between the ends of two curves, as a share of the height of all.
    pub(super) fn least_gap(&self) -> f64 {
        let values = || self.series().flat_map(|series| &series.points).map(|point| point[1]).filter(|v| v.is_finite());
        let height = values().fold(f64::NEG_INFINITY, f64::max) - values().fold(f64::INFINITY, f64::min);
        let mut ends: Vec<f64> =
            self.series().filter_map(|series| series.points.last()).map(|point| point[1]).collect();
        ends.sort_by(f64::total_cmp);
        let least = ends.windows(2).map(|pair| pair[1] - pair[0]).fold(f64::INFINITY, f64::min);
        if height > 0.0 { least / height } else { 0.0 }
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
