//! How much the outcome depends on the guesses: the assumed parameters and, where asked, the tuned ones.
//!
//! Owns: what is drawn, the spread of the draws with the value and the curve as given, the ranking of the guesses. Must not
//! know: files, other studies but the engine of populations.

mod draw;
mod figure;
mod report;

pub use draw::Draw;
pub use report::{Asked, Guesses, guesses};
