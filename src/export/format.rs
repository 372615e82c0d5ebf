//! The languages.

use super::study::Study;
use super::{antimony, html, javascript, latex, markdown, python, r, sbml, text};

/// A language that equations are printed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Plain text.
    Text,
    /// A LaTeX document.
    Latex,
    /// Markdown with equations in TeX.
    Markdown,
    /// HTML with equations in MathML.
    Html,
    /// SBML Level 3 Version 2 core.
    Sbml,
    /// Antimony.
    Antimony,
    /// A module that Node runs and a page embeds.
    JavaScript,
    /// A script for SciPy.
    Python,
    /// A script for deSolve.
    R,
}

impl Format {
    /// Every language.
    pub const ALL: [Self; 9] = [
        Self::Text,
        Self::Latex,
        Self::Markdown,
        Self::Html,
        Self::Sbml,
        Self::Antimony,
        Self::JavaScript,
        Self::Python,
        Self::R,
    ];

    /// The name that the command line uses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Latex => "latex",
            Self::Markdown => "markdown",
            Self::Html => "html",
            Self::Sbml => "sbml",
            Self::Antimony => "antimony",
            Self::JavaScript => "javascript",
            Self::Python => "python",
            Self::R => "r",
        }
    }

    /// One line for a student.
    pub const fn description(self) -> &'static str {
        match self {
            Self::Text => "for reading in the terminal",
            Self::Latex => "a document that LaTeX compiles",
            Self::Markdown => "for GitHub and notebooks",
            Self::Html => "a page that a browser shows",
            Self::Sbml => "a model for COPASI, Tellurium and other simulators",
            Self::Antimony => "the same as plain text",
            Self::JavaScript => "a script that Node runs",
            Self::Python => "a script for SciPy",
            Self::R => "a script for deSolve",
        }
    }

    /// Whether it is for reading; a program in it runs the model and leaves out what a scenario computes from it.
    pub const fn is_document(self) -> bool {
        matches!(self, Self::Text | Self::Latex | Self::Markdown | Self::Html)
    }

    /// The language with this name.
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    /// The whole document.
    pub fn print(self, study: &Study) -> String {
        match self {
            Self::Text => text::document(study),
            Self::Latex => latex::document(study),
            Self::Markdown => markdown::document(study),
            Self::Html => html::document(study),
            Self::Sbml => sbml::document(study),
            Self::Antimony => antimony::document(study),
            Self::JavaScript => javascript::script(std::slice::from_ref(study)),
            Self::Python => python::script(study),
            Self::R => r::script(study),
        }
    }
}
