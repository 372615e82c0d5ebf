//! The one table: a line for each thing that was measured, and what is to be said of it at the end.

use std::fmt::Write as _;

/// Something that was measured.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    /// What kind of thing: a run, a population.
    pub(crate) part: &'static str,
    /// The case, where there is one.
    pub(crate) case: &'static str,
    /// The solver or library that did the work, or the work itself.
    pub(crate) name: String,
    /// On so many threads.
    pub(crate) threads: usize,
    /// The relative tolerance that was asked for.
    pub(crate) tolerance: Option<f64>,
    /// The error that was found.
    pub(crate) error: Option<f64>,
    /// The best that was measured.
    pub(crate) best: f64,
    /// What was measured in the middle.
    pub(crate) median: f64,
    /// The unit of both.
    pub(crate) unit: &'static str,
}

/// Everything that was measured.
#[derive(Debug)]
pub(crate) struct Table {
    lines: Vec<Line>,
    verdicts: Vec<String>,
}

fn field(value: Option<f64>) -> String {
    value.map_or_else(String::new, |value| format!("{value:e}"))
}

impl Table {
    /// Without a line; says what the columns are.
    pub(crate) fn new() -> Self {
        println!(
            "\n{:<11} {:<4} {:<25} {:>7} {:>9} {:>8} {:>10} {:>10}",
            "part", "case", "name", "threads", "tolerance", "error", "best", "median"
        );
        Self { lines: Vec::new(), verdicts: Vec::new() }
    }

    /// Adds a line, and prints it.
    pub(crate) fn push(&mut self, line: Line) {
        let Line { part, case, name, threads, tolerance, error, best, median, unit } = &line;
        let short = |value: &Option<f64>, digits: usize| value.map_or_else(String::new, |v| format!("{v:.digits$e}"));
        let (tolerance, error) = (short(tolerance, 0), short(error, 1));
        println!(
            "{part:<11} {case:<4} {name:<25} {threads:>7} {tolerance:>9} {error:>8} {:>10} {:>10} {unit}",
            onset::words::rounded(*best),
            onset::words::rounded(*median)
        );
        self.lines.push(line);
    }

    /// Keeps whether something is as it should be.
    pub(crate) fn judge(&mut self, claim: &str, holds: bool, found: &str) {
        self.verdicts.push(format!("{} {claim}: {found}", if holds { "met    " } else { "NOT MET" }));
    }

    /// What was kept by [`Table::judge`].
    pub(crate) fn verdicts(&self) -> &[String] {
        &self.verdicts
    }

    /// The table for programs; the machine stands in a column of its own, so that tables can be put together.
    pub(crate) fn csv(&self, machine: &str) -> String {
        let mut csv = String::from("machine,part,case,name,threads,tolerance,error,best,median,unit\n");
        for Line { part, case, name, threads, tolerance, error, best, median, unit } in &self.lines {
            let (tolerance, error) = (field(*tolerance), field(*error));
            writeln!(csv, "\"{machine}\",{part},{case},{name},{threads},{tolerance},{error},{best},{median},{unit}")
                .expect("text has room");
        }
        csv
    }
}
