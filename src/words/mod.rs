//! Numbers and values as text, wrapping, and the texts that stand on every output.
//!
//! Owns: how a number, a duration and a paragraph are written; the disclaimer. Must not know: any study, the terminal.

mod about;
mod json;
mod numbers;
mod table;
pub mod texts;
mod wrap;

pub use about::program;
pub(crate) use json::json;
pub(crate) use numbers::capital;
pub use numbers::{count, duration, rounded};
pub(crate) use table::table;
pub use wrap::{WIDTH, arms, folded};
