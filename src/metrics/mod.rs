//! Numbers read off a trajectory, each with its definition.
//!
//! Must not know: figures. A metric that does not exist is absent, never 0.

mod course;
mod exposure;
mod list;
mod polynomial;
mod shape;
mod slope;
mod together;

pub use course::{Course, Reach, SAMPLES, Sampled};
pub use list::{LEAST_SYNAPSES, METRICS, Metric, Metrics, ONSET_HOLD, ONSET_LEVEL, RESPONSE_LEVEL, compute, slope};
pub use shape::{Crossing, SAME_HEIGHT, Shape, integral, value_at};
pub use together::{NEEDED, compute_together};
