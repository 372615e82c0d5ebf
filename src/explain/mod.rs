//! What a name means: definition, equation, numbers, what acts on it and on what it acts, and one thing to try.
//!
//! Owns: the words between the facts. Every fact is read from the tables of the model, the metrics, the presets and the
//! links. Must not know: the terminal, files.

mod attempt;
mod glossary;
mod preset;
mod quantity;
mod text;
mod topic;

pub use attempt::Attempt;
pub use glossary::glossary;
pub use preset::difference;
pub use topic::{Topic, names, topics};
