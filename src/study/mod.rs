//! What is asked of many runs, or of the model as a whole: one cell a study.
//!
//! Owns: each study with what is asked, its runs, tables, figure and manifest. Must not know: the terminal, files on disk.

pub mod diff;
pub mod evidence;
pub mod fit;
pub mod guesses;
pub mod population;
pub mod rivals;
pub mod sensitivity;
pub mod sweep;
pub mod talk;
pub mod why;
