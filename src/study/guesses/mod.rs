//! How much the outcome depends on the assumed parameters.

mod report;

pub use report::{Guesses, guesses};
