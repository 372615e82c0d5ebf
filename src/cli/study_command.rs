//! The commands that are studies: what the program does with every one of them.
//!
//! Owns: the face of such a command. Must not know: the command line as a whole, files on disk.

use super::drawing::Picture;
use super::failure::Failure;
use super::invocation::{Invocation, Refused};
use super::reach::Reach;
use super::terminal::Terminal;

/// The options of a command that is a study.
pub(super) trait StudyCommand {
    /// The pictures that the command draws, and nothing of what it writes. Nothing where they need a file of the user,
    /// which no figure carries.
    fn pictures(&self, reach: Reach<'_>, terminal: &Terminal) -> Option<Result<Vec<Picture>, Failure>>;
}

/// Reads the words of a command that a figure carries with so many scenarios.
pub(super) type Parse = fn(&[String], usize) -> Result<(Box<dyn StudyCommand>, Invocation), Refused>;
