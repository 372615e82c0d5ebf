//! A short lecture made from a run: a question, the mechanism, the curves step by step, what the literature says, what
//! is assumed.
//!
//! Owns which sections a talk has, how long each takes, and what stands on its slides. Must not know file formats.

mod outline;
mod report;
mod steps;
mod words;

pub use outline::{Outline, Section, TALKS};
pub use report::{Ask, NoTalk, Talk, talk};
pub use steps::{slide, slide_notes};
