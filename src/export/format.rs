//! The languages.

use super::study::Study;
use super::{javascript, text};

/// A language that equations are printed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Plain text.
    Text,
    /// A module that Node runs and a page embeds.
    JavaScript,
}

impl Format {
    /// Every language.
    pub const ALL: [Self; 2] = [Self::Text, Self::JavaScript];

    /// The name that the command line uses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::JavaScript => "javascript",
        }
    }

    /// One line for a student.
    pub const fn description(self) -> &'static str {
        match self {
            Self::Text => "for reading in the terminal",
            Self::JavaScript => "a script that Node runs",
        }
    }

    /// The language with this name.
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    /// The whole document.
    pub fn print(self, study: &Study) -> String {
        match self {
            Self::Text => text::document(study),
            Self::JavaScript => javascript::script(std::slice::from_ref(study)),
        }
    }
}
