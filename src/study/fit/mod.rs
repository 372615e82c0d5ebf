//! Parameters that make the model follow observations: nonlinear least squares.
//!
//! Owns: the residuals with their exact derivatives ([`Slopes`](crate::simulate::Slopes)), the search, and what the
//! points can tell of what was found: standard errors, correlations, and warnings where they tell too little; the tables
//! and the figure. Must not know: tables of observations as they are written, files on disk.
//!
//! The search is the Levenberg-Marquardt method of the crate `basin`, on numbers without bounds that a smooth curve maps
//! into the bounds of each parameter ([`Free`]). Errors and correlations are those of the linear model at the optimum,
//! for the parameters themselves. Reference: Seber and Wild 1989, Nonlinear Regression, Wiley, chapter 2.

mod bounds;
mod figure;
mod manifest;
mod problem;
mod search;
mod solution;
mod tables;

use super::declaration::Study;
use crate::run::Files;

pub use bounds::Free;
pub use figure::fit_figure;
pub use problem::{FitError, Point, Target};
pub use search::fit;
pub use solution::{Estimate, Solution, Warning};
pub use tables::{Fit, correlations_csv, estimates_csv, fit_summary, fit_warnings, residuals_csv};

/// The declaration of this study.
pub const STUDY: Study = Study {
    name: "fit",
    usage: "FILE --observed TABLE --free NAME,...",
    about: "Find the parameters with which the model follows observations",
    gives: "finds the parameters with which the model follows observations, their errors, and what the points cannot tell",
    files: &[
        Files::figure("fit", "the fit and what is left; .txt says it in words"),
        Files::new("estimates", &["csv"], "every estimate with its standard error"),
        Files::new("correlations", &["csv"], "which estimates go together"),
        Files::new("residuals", &["csv"], "every observation, observed less fitted"),
    ],
};
