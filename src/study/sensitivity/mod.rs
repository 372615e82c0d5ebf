//! On which parameters a metric hangs, and how much.
//!
//! Owns: the ranges of what varies ([`Factor`]), the designs that say which runs are needed ([`Design`]), and the
//! estimators that read indices off their results, with their tables and figures. Must not know: files on disk.
//!
//! An estimator sees values and nothing of the model, so that the same code is held against functions whose indices are
//! known. A value may be missing; then what is compared with it is left out and counted, never taken for a number.
//! Every design is random by name and place alone, so that indices do not depend on the number of threads, and the first
//! runs of a longer design are those of a shorter one.

mod design;
mod factor;
mod figure;
mod local;
mod manifest;
mod morris;
mod prcc;
mod runs;
mod sobol;
mod tables;

pub use design::{Design, Ends};
pub use factor::Factor;
pub use local::{Local, local};
pub use morris::Morris;
pub use prcc::Prcc;
pub use runs::{Run, run};
pub use sobol::{MOST_FACTORS, MOST_SAMPLES, Sobol};

/// One index of one factor.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Index {
    /// What it is called: `total`, `mu_star`.
    pub name: &'static str,
    /// Place of the factor.
    pub factor: usize,
    /// Its value; nothing where too few runs have the metric, or where it does not vary.
    pub value: Option<f64>,
    /// Where it lies with a confidence of 95 %, for indices that are estimated.
    pub interval: Option<(f64, f64)>,
    /// On how many comparisons it rests.
    pub used: usize,
}

/// How it is found out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Method {
    /// Exact derivatives at the values of the scenario.
    #[default]
    Local,
    /// Elementary effects.
    Morris,
    /// Shares of the variance.
    Sobol,
    /// Partial rank correlation.
    Prcc,
}

impl Method {
    /// Every method.
    pub const ALL: [Self; 4] = [Self::Local, Self::Morris, Self::Sobol, Self::Prcc];

    /// The name that is typed.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Local => "local",
            Self::Morris => "morris",
            Self::Sobol => "sobol",
            Self::Prcc => "prcc",
        }
    }

    /// The index by whose size parameters are put in order.
    pub const fn ranks_by(self) -> &'static str {
        match self {
            Self::Local => "elasticity",
            Self::Morris => "mu_star",
            Self::Sobol => "total",
            Self::Prcc => "prcc",
        }
    }
}
pub use figure::sensitivity_figures;
pub use tables::{ArmSensitivity, Sensitivity, indices_csv, sensitivity_summary};
