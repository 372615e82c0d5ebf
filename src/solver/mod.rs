//! Integration of `dy/dt = f(y)` between two events.
//!
//! Owns: the form of a model ([`Cascade`]), the two methods ([`Collocation`], the default, and [`Rodas5p`], the general
//! one), step control, dense output ([`Dense`]), many subjects on the same steps ([`Batch`], which carries out a
//! [`Program`] that is written from the stages), the derivatives of a solution ([`follow_slopes`]), statistics, and
//! errors that say what to do. Must not know: pharmacology, doses, files.

mod any;
mod batch;
mod blocks;
mod cascade;
mod collocation;
mod control;
mod dense;
mod equations;
mod error;
mod exchange;
mod jacobian;
mod march;
mod matrix;
mod options;
#[cfg(test)]
mod order;
mod radau;
mod rates;
mod rest;
mod rodas5p;
mod slopes;
mod solve;
mod stage;
mod tangent;
mod tolerance;

pub use any::{AnyModel, MOMENTS};
pub use batch::{Batch, PlannedStep, RECORDED_PER_STEP};
pub use batch::{LANES, SubjectLanes};
pub use batch::{Names, Program, Recorded, Specialisation};
pub use batch::{StepPlanOptions, StepPlanner};
pub use cascade::{Cascade, Flow, Pair, Visitor};
pub use collocation::Collocation;
pub(crate) use dense::nodes;
pub use dense::{Dense, NODE_PLACES, NODES, Tableau, quadrature, sample_weights, tableau};
pub use equations::{Equation, equations};
pub use error::SolveError;
pub use options::{Method, Options, Statistics};
pub use rates::{Evaluation, Observables, Rates};
pub use rest::Rest;
pub use rodas5p::Rodas5p;
pub use slopes::{follow_slopes, rest_slopes};
pub use solve::Solve;
pub use stage::{Stage, stages};
pub use tangent::{DIRECTIONS, Tangent};
pub use tolerance::Tolerances;
