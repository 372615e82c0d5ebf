//! On which parameters a metric depends, and how much.
//!
//! Owns: the ranges of what varies ([`Factor`]), the designs that say which runs are needed ([`Design`]), and the
//! estimators that read indices off their results, with their tables and figures. Must not know: files on disk.
//!
//! An estimator sees values and nothing of the model, so that the same code is tested on functions whose indices are
//! known. A value may be missing; then what is compared with it is left out and counted, never taken for a number.
//! Every design is random by name and place alone, so that indices do not depend on the number of threads, and the first
//! runs of a longer design are those of a shorter one.

mod design;
mod factor;
mod figure;
mod local;
mod manifest;
mod method;
mod morris;
mod prcc;
mod question;
mod runs;
mod sobol;
mod tables;

use super::declaration::Study;
use crate::run::Files;

pub use design::{Design, Ends, Estimator};
pub use factor::Factor;
pub use figure::sensitivity_figures;
pub use local::{Local, local};
pub use method::{Index, Method};
pub use morris::Morris;
pub use prcc::Prcc;
pub use question::{Observer, Question, QuestionError, Stage, Vary, VaryRange};
pub use runs::{Run, run};
pub use sobol::{MOST_FACTORS, MOST_SAMPLES, Sobol};
pub use tables::{ArmSensitivity, Sensitivity, indices_csv, sensitivity_summary};

/// The declaration of this study.
pub const STUDY: Study = Study {
    name: "sensitivity",
    usage: "FILE --metric M",
    about: "Show on which parameters a metric depends, and how much",
    gives: "shows on which parameters a metric depends: exact derivatives and a tornado, or `--method morris`, \
            `sobol`, `prcc`",
    files: &[
        Files::figure("sensitivity", "what matters most; .txt says it in words"),
        Files::new("indices", &["csv"], "every index of every parameter"),
    ],
};
