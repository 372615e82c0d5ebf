//! What differs between two scenarios, and which change explains how much of the outcome.

mod attribution;
mod tables;

pub use attribution::{ArmDifference, MOST_SHARED, Outcome, Part, attribution};
pub use tables::{difference_csv, difference_json, difference_text};
