//! The drawn data as a table.
//!
//! Owns the long form of a figure: one row a point, so that a reader can plot it
//! again with any tool. Must not know files.

use super::{Content, Figure, Panel};
use crate::quantity::{csv_field, shortest};

impl Figure {
    /// The drawn data in long form (RFC 4180, LF, numbers as the shortest text that reads back to the same double).
    ///
    /// Curves and points: `panel,series,time [h],value,unit`, with the name and unit of the horizontal axis in place of
    /// the time where it is another quantity. Bands add the series `<id>:lower` and `<id>:upper`, marks `<id>:mark`,
    /// error bars `<id>:low` and `<id>:high`. Rows: `panel,row,part,from,to,unit`. A heat map:
    /// `panel,series,<horizontal>,<vertical>,value,unit`. A value that is not finite is empty.
    #[must_use]
    pub fn to_csv(&self) -> String {
        if self.panels.iter().any(Panel::has_rows) {
            return self.rows_csv();
        }
        let across = self.columns.first().map_or_else(|| "time [h]".to_owned(), super::XAxis::column_name);
        if self.panels.iter().any(|panel| panel.heat_maps().next().is_some()) {
            return self.cells_csv(&across);
        }
        let mut csv = line(&["panel", "series", &across, "value", "unit"]);
        for panel in &self.panels {
            let unit = if panel.unit.is_empty() { "1" } else { &panel.unit };
            let mut rows = |series: &str, points: &[[f64; 2]]| {
                for [x, value] in points {
                    csv.push_str(&line(&[&panel.title, series, &shortest(*x), &shortest(*value), unit]));
                }
            };
            for content in panel.by_kind() {
                match content {
                    Content::Series(series) => rows(&series.id, &series.points),
                    Content::Points(points) => {
                        for datum in &points.data {
                            rows(&points.id, &[[datum.x, datum.value]]);
                            if let Some((low, high)) = datum.error {
                                rows(&format!("{}:low", points.id), &[[datum.x, low]]);
                                rows(&format!("{}:high", points.id), &[[datum.x, high]]);
                            }
                        }
                    }
                    Content::Band(band) => {
                        rows(&format!("{}:lower", band.id), &band.lower);
                        rows(&format!("{}:upper", band.id), &band.upper);
                    }
                    Content::Mark(mark) => rows(&format!("{}:mark", mark.series), &[[mark.x, mark.value]]),
                    // Lines at known values are no data; rows and cells have tables of their own, a diagram has none.
                    Content::Reference(_) | Content::Row(_) | Content::Diagram(_) | Content::HeatMap(_) => {}
                }
            }
        }
        csv
    }

    fn rows_csv(&self) -> String {
        let mut csv = line(&["panel", "row", "part", "from", "to", "unit"]);
        let across = self.columns.first().is_some_and(super::XAxis::is_time).then_some("h");
        for panel in &self.panels {
            let unit = across.unwrap_or(if panel.unit.is_empty() { "1" } else { &panel.unit });
            for row in panel.rows() {
                let bars = row.bars.iter().map(|bar| (&bar.part, bar.from, bar.to));
                for (part, from, to) in bars.chain(row.dots.iter().map(|dot| (&dot.part, dot.at, dot.at))) {
                    csv.push_str(&line(&[&panel.title, &row.label, part, &shortest(from), &shortest(to), unit]));
                }
            }
        }
        csv
    }

    fn cells_csv(&self, across: &str) -> String {
        let up = self.panels.first().map_or_else(String::new, |panel| {
            format!("{} [{}]", panel.title, if panel.unit.is_empty() { "1" } else { &panel.unit })
        });
        let mut csv = line(&["panel", "series", across, &up, "value", "unit"]);
        for panel in &self.panels {
            let Some(map) = panel.heat_maps().next() else { continue };
            let unit = if map.unit.is_empty() { "1" } else { &map.unit };
            for (x, y, value) in map.cells() {
                let (Some(x), Some(y)) = (map.x.get(x), map.y.get(y)) else { continue };
                let fields = [&panel.title, &map.title, &shortest(*x), &shortest(*y), &shortest(value), unit];
                csv.push_str(&line(&fields));
            }
        }
        csv
    }
}

/// One line of the table.
fn line(fields: &[&str]) -> String {
    fields.iter().map(|field| csv_field(field)).collect::<Vec<_>>().join(",") + "\n"
}
