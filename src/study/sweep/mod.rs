//! The same scenario at many values of one or two of its numbers.
//!
//! Owns: the values ([`Axis`]), the points that they span ([`Plane`]), and the run of every point ([`run`]). Must not
//! know: files, figures, the terminal.
//!
//! Every point is read and run as an ordinary scenario with the value set from outside, so a point of a sweep is, number
//! by number, the run that `--set` gives. Points are handed out in their order, whatever the number of threads.

mod axis;
mod error;
mod figure;
mod manifest;
mod plane;
mod points;
mod reader;
mod tables;

use super::declaration::Study;
use crate::run::Files;

pub use axis::Axis;
pub use error::{AxisError, MOST_AXES, MOST_POINTS, MOST_VALUES, PointError, SweepError};
pub use figure::{curve_places, sweep_curves, sweep_figures};
pub use plane::Plane;
pub use points::{Column, Outcome, columns, run};
pub use reader::Reader;
pub use tables::{Sweep, points_header, push_point, read_points, sweep_summary};

/// The declaration of this study.
pub const STUDY: Study = Study {
    name: "sweep",
    usage: "FILE PATH=FROM..TO:N [PATH=...]",
    about: "Run a scenario at many values of one or two of its numbers",
    gives: "runs a scenario at many values of one number (curves, metrics) or two (heat map); \
            an interrupted one goes on where it was",
    files: &[
        Files::figure("sweep", "the metrics over the sweep; .txt says it in words"),
        Files::figure("curves", "curves over time at some of the values"),
        Files::new("points", &["csv"], "every metric at every point"),
    ],
};
