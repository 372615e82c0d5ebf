//! Whether what a scenario asks for can be run: doses, changes and output times of all arms together, and memory.
//!
//! Owns: the messages on the whole of a scenario. Must not know: the limits, which [`crate::limits`] lists.

use super::arm::Arm;
use super::diagnostic::{Problem, Report, code};
use super::grid::Grid;
use super::tree::{Node, Place};
use crate::limits::{self, Limit};

/// Doses and changes of the arms so far.
#[derive(Debug, Default)]
pub(super) struct Cost {
    doses: usize,
    changes: usize,
}

/// What of a limit is too much, on the place of what makes it so.
fn beyond(limit: &Limit, number: usize, place: &Place) -> Problem {
    Problem::error(code::TOO_MANY, place, format!("more than {} {}", limit.most, limit.what))
        .label(format!("{number} up to here"))
        .help(limit.mend)
}

impl Cost {
    /// Adds an arm with its table. Whether it is too much for one run, which is reported.
    pub(super) fn add(&mut self, arm: &Arm, table: &Node, report: &mut Report) -> bool {
        let regimen = &arm.experiment.regimen;
        self.doses += regimen.doses.len();
        self.changes += regimen.switches.len() + regimen.events.len();
        let place =
            |key: &str| table.get(key).and_then(|node| node.items().first()).map_or(&table.place, |first| &first.place);
        if !limits::ALL_DOSES.allows(self.doses) {
            report.push(beyond(&limits::ALL_DOSES, self.doses, place("dose")));
            return true;
        }
        if !limits::CHANGES.allows(self.changes) {
            let key = if regimen.switches.len() > regimen.events.len() { "switch" } else { "event" };
            report.push(beyond(&limits::CHANGES, self.changes, place(key)));
            return true;
        }
        false
    }

    /// Reports output times of all arms that are too many, and a scenario that needs much memory.
    pub(super) fn check(&self, root: &Node, grid: &Grid, duration: f64, arms: &[Arm], report: &mut Report) {
        if report.has_errors() {
            return;
        }
        let rows = rows(grid, duration, arms);
        let grid = root.get("grid").and_then(|table| Some(&table.entries().first()?.node.place));
        let first_arm = root.get("arm").and_then(|arms| arms.items().first()).map(|arm| &arm.place);
        let place = grid.or(first_arm).unwrap_or(&root.place);
        if !limits::ROWS.allows(rows) {
            report.push(beyond(&limits::ROWS, rows, place));
            return;
        }
        let memory = limits::memory(rows, self.doses + 2 * self.changes);
        if memory >= limits::MUCH_MEMORY {
            report.push(
                Problem::warning(code::MUCH, place, format!("a run needs about {:.1} GB of memory", memory / 1e9))
                    .label(format!("{rows} output times in all arms, {} doses", self.doses))
                    .help(limits::ROWS.mend),
            );
        }
    }
}

/// Output times of all these arms together. Where the times of the grid and all jumps are few, they are not merged.
fn rows(grid: &Grid, duration: f64, arms: &[Arm]) -> usize {
    let edges: Vec<f64> = arms.iter().flat_map(|arm| arm.experiment.regimen.edges(duration)).collect();
    let apart = (grid.points(duration) + edges.len()) * arms.len();
    if limits::memory(apart, 0) < 0.5 * limits::MUCH_MEMORY {
        apart
    } else {
        grid.times(duration, &edges).len() * arms.len()
    }
}
