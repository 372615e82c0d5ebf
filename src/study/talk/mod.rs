//! A short lecture made from a run: a question, the mechanism, the curves step by step, what the literature says, what
//! is assumed.
//!
//! Owns which sections a talk has, how long each takes, and what stands on its slides. Must not know file formats.

mod outline;
mod report;
mod steps;
mod words;

use super::declaration::Study;
use crate::run::Files;

pub use outline::{Outline, Section, TALKS};
pub use report::{Ask, NoTalk, Talk, talk};
pub use steps::{slide, slide_notes};

/// The declaration of this study.
pub const STUDY: Study = Study {
    name: "talk",
    usage: "[FILE or NAME]...",
    about: "Write a short lecture as slides: PowerPoint, Quarto, Beamer or PDF",
    gives: "a lecture of 10, 20 or 45 minutes with speaker notes: question, mechanism, curves step by step, literature",
    files: &[Files::new("talk", &["pptx"], "the slides, with what to say in the notes")],
};
