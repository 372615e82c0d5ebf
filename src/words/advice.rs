//! What every error for a person has: what is wrong, which it says as text, and how to mend it.

use std::fmt;

/// An error that a person can mend. Its text says what is wrong, in one sentence without its full stop.
pub trait Advice: fmt::Display {
    /// How to mend it, likewise.
    fn help(&self) -> String;
}
