//! Where model, solver and regimen meet: one experiment becomes one trajectory, or many subjects go through one
//! [`Plan`].
//!
//! Must not know: files. Never steps over an edge of the regimen.

mod derived;
mod experiment;
mod extrema;
mod plan;
mod side_by_side;
mod slopes;
mod trajectory;

pub use derived::{DOSE_TOTAL, Derived, Variable};
pub use experiment::{Experiment, SimulationError, simulate};
pub use plan::{BatchWorkspace, Individual, Moment, Plan};
pub(crate) use side_by_side::side_by_side;
pub use slopes::{Direction, Slopes};
pub use trajectory::{
    IMPROVEMENT, IMPROVES, LEAST_SYMPTOMS, Signal, Table, Trajectory, improvement, improvement_equation,
};
