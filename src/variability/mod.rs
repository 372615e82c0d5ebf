//! How subjects differ: distributions, correlations, the built-in population, and the random streams that values are
//! drawn from.
//!
//! Owns: what varies and by how much, and a stream of random numbers for each seed, subject and purpose. Must not know:
//! scenario files, studies.

mod adults;
mod distribution;
mod normal;
mod stream;
mod variation;

pub use adults::{ADULTS, ADULTS_NAME, ADULTS_SAYS, Difference, adults};
pub use distribution::Distribution;
pub use normal::{normal_below, normal_quantile};
pub use stream::Stream;
pub(crate) use stream::uniform;
pub use variation::{
    Correlation, Covariate, GREATEST_CV, Layer, PercentError, Variation, VariationError, Varied, read_percent,
};
