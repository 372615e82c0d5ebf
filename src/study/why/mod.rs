//! What is left of a metric when each step of the pathway is cut.

mod report;

pub use report::{Cut, Why, why, why_csv, why_figure, why_json, why_text};
