//! Numbers and values as text, wrapping, and the texts that stand on every output.
//!
//! Owns: how a number, a duration and a paragraph are written; the disclaimer. Must not know: any study, the terminal.

mod about;
mod advice;
pub(crate) mod escape;
mod json;
mod numbers;
mod table;
pub mod texts;
mod value;
mod wrap;

pub use about::program;
pub use advice::Advice;
pub(crate) use json::json;
pub(crate) use numbers::capital;
pub use numbers::{count, duration, rounded, short};
pub(crate) use table::table;
pub use value::{amount, subjects, with_unit, with_unit_or};
pub use wrap::{WIDTH, arms, folded};
