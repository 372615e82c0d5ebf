//! How much the outcome depends on the guesses: the assumed parameters and, where asked, the tuned ones.
//!
//! Owns: what is drawn, the spread of the draws with the value and the curve as given, the ranking of the guesses. Must not
//! know: files, other studies but the engine of populations.

mod draw;
mod figure;
mod report;

use super::declaration::Study;
use crate::run::Files;

pub use draw::Draw;
pub use report::{Asked, Guesses, guesses};

/// The declaration of this study.
pub const STUDY: Study = Study {
    name: "guesses",
    usage: "[FILE or NAME]",
    about: "Show how much the outcome depends on the guesses of the model",
    gives: "draws every assumed parameter within its bounds, with `--draw tuned` or `both` the tuned ones too: the main \
            figure with the band of the draws, where the value and the curve as given lie among them, and which guesses \
            matter most",
    files: &[
        Files::figure("comparison", "the main figure with the band of the draws"),
        Files::figure("guesses", "each arm for many draws of the guesses"),
        Files::figure("ranking", "which guesses matter most"),
        Files::new("parameters", &["csv"], "the metric with each guess at either end"),
        Files::new("spread", &["csv"], "the metric as given among the draws"),
        Files::new("course", &["csv"], "the curve as given among the draws, over time"),
    ],
};
