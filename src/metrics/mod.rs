//! Numbers read off a trajectory, each with its definition.
//!
//! Must not know: figures. A metric that does not exist is absent, never 0.

mod exposure;
mod features;
mod list;
mod polynomial;
mod slope;
mod together;
mod view;

pub use features::{Crossing, Features, SAME_HEIGHT, integral, value_at};
pub use list::{LEAST_SYNAPSES, METRICS, Metric, Metrics, ONSET_HOLD, ONSET_LEVEL, RESPONSE_LEVEL, compute, slope};
pub use together::{NEEDED, compute_together};
pub use view::{Reach, SAMPLES, Sampled, TrajectoryView};
