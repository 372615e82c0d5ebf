//! What stands at the foot of every figure and report: what the numbers of the model rest on, and what made it.

use crate::figure::{Figure, Provenance};
use crate::model;
use crate::quantity::Basis;

/// How many parameters rest on what, in one sentence.
pub fn basis() -> String {
    format!(
        "Parameters: {} from the literature, {} tuned to findings, {} assumed.",
        model::count(Basis::Literature),
        model::count(Basis::Tuned),
        model::count(Basis::Assumed)
    )
}

/// The program with its version.
pub fn program() -> String {
    concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION")).to_owned()
}

/// A figure with its foot: the basis of the numbers, the changes, what made it. Its alt text is written last.
pub(super) fn with_foot(mut figure: Figure, changes: &[String], scenario: String, from: &str) -> Figure {
    figure.footer.push(basis());
    if !changes.is_empty() {
        figure.footer.push(format!("Changed: {}.", changes.join(", ")));
    }
    figure.footer.push(format!("{}, {from}", program()));
    figure.provenance = Provenance { program: program(), scenario, record: String::new(), seed: None };
    figure.alt_text = figure.describe();
    figure
}
