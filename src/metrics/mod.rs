//! Numbers read off a trajectory, each with its definition.
//!
//! Must not know: figures. A metric that does not exist is absent, never 0.

mod exposure;
mod features;
mod list;
mod polynomial;
mod samples;
mod slope;
mod source;
mod together;
mod view;

pub use features::{Crossing, Features};
pub use list::{METRICS, Metric, Metrics, compute, slope};
pub use samples::{Reach, SAME_HEIGHT, SAMPLES};
pub use source::{LEAST_SYNAPSES, ONSET_HOLD, ONSET_LEVEL, RESPONSE_LEVEL};
pub use together::{NEEDED, compute_together};
pub use view::{Sampled, TrajectoryView, integral, value_at};
