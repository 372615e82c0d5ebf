//! Reading a scenario: the steps in their order.

use std::sync::Arc;

use super::check;
use super::diagnostic::{Diagnostic, Report};
use super::extends::{self, Chain, SourceResolver};
use super::key::FILE;
use super::overrides::{self, Override};
use super::scenario::{self, Scenario};
use super::source::Source;
use super::write::canonical;

/// The result of reading.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The scenario, if nothing keeps it from being run.
    pub scenario: Option<Scenario>,
    /// Every problem, sorted by position; with a scenario, warnings only.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a scenario, with values given from outside. It can build on built-in scenarios.
pub fn read(source: &Source, overrides: &[Override]) -> Outcome {
    read_from(source, overrides, &extends::without_files)
}

/// The same for a scenario that may also build on other files, which the resolver finds.
pub fn read_from(source: &Source, overrides: &[Override], resolver: &SourceResolver<'_>) -> Outcome {
    let given: Vec<String> = overrides.iter().map(Override::text).collect();
    let mut report = Report::default();
    let Chain { mut root, bases, broken, complete } = extends::chain(source, resolver, &mut report);
    if root.entries().is_empty() {
        return Outcome { scenario: None, diagnostics: report.finish(&given, &bases) };
    }
    // What is changed from outside stays outside, so that it is not applied twice where both are read again.
    let flat = if bases.is_empty() { String::new() } else { canonical(&root) };
    let mut rest = Report::outside(broken);
    let last = overrides::apply(&mut root, overrides, &mut rest);
    let checked = check::table(&root, &FILE, complete, &mut rest);
    // Beyond the most errors that are shown, the meaning of the file is not looked for.
    let scenario = if rest.is_full() { None } else { scenario::lower(&checked, &last, source, &mut rest) };
    report.extend(rest);
    let scenario =
        scenario.filter(|_| !report.has_errors()).map(|scenario| Scenario { flat, bases: bases.clone(), ..scenario });
    Outcome { scenario, diagnostics: report.finish(&given, &bases) }
}

/// The scenario with all that it builds on as one text in a fixed form: keys in the order of the format, no remarks.
/// Read back, it means the same. Nothing where the scenario cannot be run.
pub fn flatten(source: &Source, resolver: &SourceResolver<'_>) -> Option<String> {
    read_from(source, &[], resolver).scenario?;
    Some(canonical(&extends::chain(source, resolver, &mut Report::default()).root))
}

/// What a scenario builds on, the nearest first, as far as it can be read.
pub fn bases(source: &Source, resolver: &SourceResolver<'_>) -> Vec<Arc<Source>> {
    extends::chain(source, resolver, &mut Report::default()).bases
}
