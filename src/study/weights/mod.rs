//! The same arms in subjects of three body weights.
//!
//! Owns: the weights and the table. Must not know: files on disk.

use super::declaration::Study;
use crate::quantity::{csv_field, shortest};
use crate::run::{Files, Run};

/// The declaration of this study.
pub const STUDY: Study = Study {
    name: "weights",
    usage: "FILE or NAME",
    about: "Run a scenario in subjects of three body weights",
    gives: "runs a scenario in subjects of 50, 70 and 90 kg, in one figure",
    files: &[
        Files::figure("figure", "the comparison; .txt says it in words"),
        Files::new("weights", &["csv"], "the peak of improvement of each arm"),
    ],
};

/// The body weights, kg.
pub const WEIGHTS: [u32; 3] = [50, 70, 90];

/// The peak of improvement of each arm: `arm,peak_improvement [%]`.
pub fn weights_csv(run: &Run) -> String {
    let mut csv = String::from("arm,peak_improvement [%]\n");
    for arm in &run.arms {
        let value = arm.metrics.get("peak_improvement").map(shortest).unwrap_or_default();
        csv.push_str(&format!("{},{value}\n", csv_field(&arm.name)));
    }
    csv
}
