//! What is asked of many runs, or of the model as a whole: one cell a study.
//!
//! Owns: each study with what is asked, its runs, tables, figure and manifest. Must not know: the terminal, files on disk.

mod declaration;
pub mod diff;
pub mod evidence;
pub mod fit;
pub mod guesses;
pub mod population;
pub mod rivals;
pub mod sensitivity;
pub mod sweep;
pub mod why;

pub use declaration::Study;

/// Every study, in the order of the help.
pub const STUDIES: &[&Study] = &[
    &population::STUDY,
    &sweep::STUDY,
    &sensitivity::STUDY,
    &fit::STUDY,
    &diff::STUDY,
    &evidence::STUDY,
    &guesses::STUDY,
    &rivals::STUDY,
    &why::STUDY,
];

/// The study whose command has this name.
pub fn named(name: &str) -> Option<&'static Study> {
    STUDIES.iter().copied().find(|study| study.name == name)
}
