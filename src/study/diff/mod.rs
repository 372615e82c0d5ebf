//! What differs between two scenarios, and which change explains how much of the outcome.

mod attribution;
mod tables;

use super::declaration::Study;
use crate::run::Files;

pub use attribution::{ArmDifference, MOST_SHARED, Outcome, Part, attribution};
pub use tables::{difference_csv, difference_json, difference_text};

/// The declaration of this study.
pub const STUDY: Study = Study {
    name: "diff",
    usage: "A B",
    about: "Compare two scenarios: inputs, outcomes, and which input explains what",
    gives: "what differs between two scenarios, how the outcomes differ, and which change explains how much",
    files: &[
        Files::figure("figure", "the comparison; .txt says it in words"),
        Files::new("diff", &["csv", "json"], "what differs, and what explains it"),
    ],
};
