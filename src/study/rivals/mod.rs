//! Rival explanations of the effect, and the published experiments that tell them apart.

mod report;
mod rival;

use super::declaration::Study;
use crate::run::Files;

pub use report::RivalReport;
pub use rival::{Experiment, Hypothesis, Prediction, Reading, Rivals, rivals};

/// The declaration of this study.
pub const STUDY: Study = Study {
    name: "rivals",
    usage: "",
    about: "Compare rival explanations of the effect",
    gives: "five rival explanations and a blocker that fails on one figure, what each \
            predicts for the published experiments, and which of these tells them apart",
    files: &[
        Files::figure("rivals", "the explanations over time"),
        Files::figure("experiments", "what each predicts for the experiments"),
        Files::new("predictions", &["csv", "json"], "the same as a table"),
    ],
};
