//! How much the outcome depends on the assumed parameters.

mod report;

use super::declaration::Study;
use crate::run::Files;

pub use report::{Guesses, guesses};

/// The declaration of this study.
pub const STUDY: Study = Study {
    name: "guesses",
    usage: "[FILE or NAME]",
    about: "Show how much the outcome depends on the guesses of the model",
    gives: "draws every assumed parameter within its bounds: bands of the outcome, and which guesses it hangs on",
    files: &[
        Files::figure("guesses", "the outcome for many draws of the guesses"),
        Files::figure("ranking", "which guesses matter most"),
        Files::new("parameters", &["csv"], "the metric with each guess at its bounds"),
    ],
};
