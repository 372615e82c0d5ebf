//! The drawn data as a table.
//!
//! Owns the long form of a figure: one row a point, so that a reader can plot it
//! again with any tool. Must not know files.

use super::Figure;
use crate::quantity::{csv_field, shortest};

impl Figure {
    /// The drawn data in long form: `panel,series,time [h],value,unit` (RFC 4180,
    /// LF, numbers as the shortest text that reads back to the same double).
    ///
    /// Bands add the series `<id>:lower` and `<id>:upper`, marks `<id>:mark`. A
    /// value that is not finite is empty.
    #[must_use]
    pub fn to_csv(&self) -> String {
        let mut csv = String::from("panel,series,time [h],value,unit\n");
        for panel in &self.panels {
            let unit = if panel.unit.is_empty() { "1" } else { &panel.unit };
            let mut rows = |series: &str, points: &[[f64; 2]]| {
                for [time, value] in points {
                    let fields = [
                        csv_field(&panel.title),
                        csv_field(series),
                        shortest(*time),
                        shortest(*value),
                        csv_field(unit),
                    ];
                    csv.push_str(&fields.join(","));
                    csv.push('\n');
                }
            };
            for series in &panel.series {
                rows(&series.id, &series.points);
            }
            for band in &panel.bands {
                rows(&format!("{}:lower", band.id), &band.lower);
                rows(&format!("{}:upper", band.id), &band.upper);
            }
            for mark in &panel.marks {
                rows(&format!("{}:mark", mark.series), &[[mark.time, mark.value]]);
            }
        }
        csv
    }
}
