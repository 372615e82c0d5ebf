//! Rival explanations of the effect, and the published experiments that tell them apart.

mod report;
mod rival;

pub use report::RivalReport;
pub use rival::{Experiment, Hypothesis, Prediction, Reading, Rivals, rivals};
