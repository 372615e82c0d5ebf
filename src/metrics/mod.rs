//! Numbers read off a trajectory, each with its definition.
//!
//! Must not know: figures. A metric that does not exist is absent, never 0.

mod exposure;
mod list;
mod shape;
mod slope;

pub use list::{LEAST_SYNAPSES, METRICS, Metric, Metrics, ONSET_HOLD, ONSET_LEVEL, compute, slope};
pub use shape::{Crossing, SAME_HEIGHT, Shape, integral, value_at};
