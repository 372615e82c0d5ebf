//! What is left of a metric when each step of the pathway is cut.

mod report;

use super::declaration::Study;
use crate::run::Files;

pub use report::{Cut, Why, why, why_csv, why_figure, why_json, why_text};

/// The declaration of this study.
pub const STUDY: Study = Study {
    name: "why",
    usage: "METRIC [FILE or NAME]",
    about: "Tell how much each step of the pathway contributes to a metric",
    gives: "cuts each step of the pathway in turn: what is left of a metric, and what is lost",
    files: &[
        Files::figure("why", "what is left of the metric without each step"),
        Files::new("contributions", &["csv"], "the same as a table"),
    ],
};
