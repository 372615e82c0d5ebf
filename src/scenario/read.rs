//! Reading a scenario: the steps in their order.

use super::check;
use super::diagnostic::{Diagnostic, Problem, Report, code};
use super::key::FILE;
use super::overrides::{self, Override};
use super::scenario::{self, Scenario};
use super::source::Source;
use super::syntax;
use super::tree::Place;

/// What came of reading.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The scenario, if nothing keeps it from being run.
    pub scenario: Option<Scenario>,
    /// Every problem, sorted by position; with a scenario, warnings only.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a scenario, with values given from outside.
pub fn read(source: &Source, overrides: &[Override]) -> Outcome {
    let given: Vec<String> = overrides.iter().map(Override::text).collect();
    let mut report = Report::default();
    let mut parsed = syntax::parse(source, &mut report);
    if parsed.root.entries().is_empty() && parsed.broken.is_empty() {
        report.push(
            Problem::error(code::EMPTY, &Place::in_file(0..0), "the file holds no scenario")
                .label("nothing but blanks and remarks")
                .help("`onset new` writes a scenario to start from"),
        );
        return Outcome { scenario: None, diagnostics: report.finish(&given) };
    }
    let complete = parsed.broken.is_empty();
    let mut rest = Report::default();
    let last = overrides::apply(&mut parsed.root, overrides, &mut rest);
    check::table(&parsed.root, &FILE, complete, &mut rest);
    let scenario = scenario::lower(&parsed.root, &last, source, &mut rest);
    report.extend_outside(rest, &parsed.broken);
    let scenario = scenario.filter(|_| !report.has_errors());
    Outcome { scenario, diagnostics: report.finish(&given) }
}
