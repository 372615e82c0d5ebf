//! Values over two axes, as coloured cells.
//!
//! Owns the grid and its values. Must not know the colours.

use super::ValueRange;

/// Values over two axes; the horizontal one is the figure's, the vertical one the panel's.
#[derive(Debug, Clone, PartialEq)]
pub struct HeatMap {
    /// Name of the values, above the colour bar.
    pub title: String,
    /// Their unit; empty for none.
    pub unit: String,
    /// Middles of the columns, rising, on the horizontal axis.
    pub x: Vec<f64>,
    /// Middles of the lines, rising, on the vertical axis of the panel.
    pub y: Vec<f64>,
    /// Values, line by line from the lowest `y`; one that is not finite is an empty cell.
    pub values: Vec<f64>,
    /// What the colours cover.
    pub range: ValueRange,
}

impl HeatMap {
    /// A map whose colours cover all its values.
    #[must_use]
    pub fn new(title: impl Into<String>, unit: impl Into<String>, x: Vec<f64>, y: Vec<f64>, values: Vec<f64>) -> Self {
        Self { title: title.into(), unit: unit.into(), x, y, values, range: ValueRange::Auto }
    }

    /// Every cell: column, line and value.
    pub(super) fn cells(&self) -> impl Iterator<Item = (usize, usize, f64)> {
        let across = self.x.len().max(1);
        self.values
            .iter()
            .take(self.x.len() * self.y.len())
            .enumerate()
            .map(move |(index, value)| (index % across, index / across, *value))
    }

    /// The title with its unit.
    pub(super) fn heading(&self) -> String {
        super::panel::headed(&self.title, &self.unit)
    }

    /// Edges of cells with these middles: halfway between them, in places along the axis.
    pub(super) fn edges(middles: &[f64], place: impl Fn(f64) -> Option<f64>) -> Vec<f64> {
        let places: Vec<f64> = middles.iter().filter_map(|middle| place(*middle)).collect();
        let mut edges: Vec<f64> = places.windows(2).map(|pair| f64::midpoint(pair[0], pair[1])).collect();
        let (Some(&first), Some(&last)) = (places.first(), places.last()) else { return edges };
        let (low, high) = (edges.first().copied(), edges.last().copied());
        // The outer cells are as wide as they would be between neighbours; a single one is 1 wide.
        edges.insert(0, low.map_or(first - 0.5, |edge| 2.0 * first - edge));
        edges.push(high.map_or(last + 0.5, |edge| 2.0 * last - edge));
        edges
    }
}
