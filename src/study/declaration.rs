//! What every study declares of itself.
//!
//! Owns: the form of a declaration. The help, the summary of a command, the README and the tests read it. Must not know:
//! any study.

use crate::run::{Files, MANIFEST};

/// A study: a command of its own that asks something of many runs, or of the model as a whole.
#[derive(Debug)]
pub struct Study {
    /// The name of the command, which is that of the folder of the study, too.
    pub name: &'static str,
    /// What is typed behind the name, as the README shows it; empty where the command needs no word.
    pub usage: &'static str,
    /// What the command does, in one line of the help.
    pub about: &'static str,
    /// What a reader gets, in one cell of the README.
    pub gives: &'static str,
    /// Every file that the command may write but the manifest, in the order of the summary.
    pub files: &'static [Files],
}

impl Study {
    /// The names of the files that a command writes beside the manifest, with or without its figures.
    pub fn names(&self, with_figures: bool) -> Vec<String> {
        let files = self.files.iter().filter(|file| with_figures || !file.is_figure());
        files.flat_map(Files::names).collect()
    }

    /// The declaration of a file of this name; nothing where the study writes none.
    pub fn file(&self, name: &str) -> Option<&Files> {
        self.files.iter().chain(&[MANIFEST]).find(|file| file.split(name).is_some())
    }
}
