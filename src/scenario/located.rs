//! A diagnostic for programs: an editor or a grader.

use serde::Serialize;

use super::diagnostic::Diagnostic;
use super::source::Source;

/// A diagnostic with its place as people count it. `onset check --format json` prints the fields under
/// these names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LocatedDiagnostic {
    /// The file as it was named, or the one it builds on; `--set` where a value given from outside is at fault.
    pub file: String,
    /// `error` or `warning`.
    pub severity: &'static str,
    /// One of [`super::CODES`].
    pub code: &'static str,
    /// First line, from 1.
    pub line: usize,
    /// First character on it, from 1.
    pub column: usize,
    /// Last line.
    pub end_line: usize,
    /// The character after the last one on it.
    pub end_column: usize,
    /// What is wrong.
    pub message: String,
    /// A few words for the place; may be empty.
    pub label: String,
    /// How to mend it.
    pub help: Vec<String>,
}

impl LocatedDiagnostic {
    /// From a diagnostic about this text.
    pub fn new(diagnostic: &Diagnostic, source: &Source) -> Self {
        let source = diagnostic.source(source);
        let start = source.position(diagnostic.span.start);
        let end = source.position(diagnostic.span.end.max(diagnostic.span.start));
        Self {
            file: source.name.clone(),
            severity: diagnostic.severity.name(),
            code: diagnostic.code,
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
            message: diagnostic.message.clone(),
            label: diagnostic.label.clone(),
            help: diagnostic.help.clone(),
        }
    }
}
