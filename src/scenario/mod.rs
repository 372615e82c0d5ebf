//! The file format: from the text of a scenario to experiments that can be run, with every problem on the way.
//!
//! Owns: keys, presets, the order in which things apply, messages. Pure: a text in, values and messages out. Must not
//! know: files on disk, terminals, figures, the command line.
//!
//! The text is parsed into a tree with places ([`read`]), the scenario that it builds on is laid below it, and overrides
//! change the tree. The check compares the tree with the key table of [`key`] and yields the value of every key once;
//! a [`Scenario`] is made from these values, without a second reading of the text. All problems of a
//! file are found in one pass.

mod amount;
mod arm;
pub mod builtin;
mod check;
mod checked;
mod cost;
mod decode;
mod diagnostic;
mod difference;
mod dosing;
mod event;
mod explanation;
mod extends;
mod formula;
mod grid;
mod guide;
pub mod key;
mod layers;
mod lines;
mod link;
mod located;
mod naming;
mod observed;
mod output;
mod overrides;
mod population;
pub mod preset;
mod read;
#[expect(clippy::module_inception, reason = "a type per file, and this one is what the room is about")]
mod scenario;
mod schema;
mod slider;
mod source;
mod switching;
mod syntax;
mod time_scale;
mod tree;
mod value;
mod write;

pub use arm::{Arm, Changed, Role};
pub use decode::NotText;
pub(crate) use diagnostic::code;
pub use diagnostic::{CODES, Diagnostic, Severity, render_plain};
pub use difference::{Change, Difference};
pub use explanation::{EXPLANATIONS, Explanation, explain};
pub use extends::{Refusal, SourceResolver, without_files};
pub use grid::{Grid, Row};
pub use guide::Guide;
pub use key::COLOURS;
pub use link::Link;
pub use located::LocatedDiagnostic;
pub use naming::{LONGEST_NAME, speaks_of_amount};
pub use observed::{
    GREATEST_VALUE, LEAST_SPREAD, MOST_OBSERVATIONS, Measured, Observation, Observed, ObservedError, SpreadKind,
    read_observed,
};
pub use overrides::Override;
pub use read::{Outcome, bases, flatten, read, read_from};
pub use scenario::{FORMAT, LONGEST_TITLE, MOST_ARMS, Scenario, too_much_together};
pub use schema::schema;
pub use slider::{MOST_SLIDERS, Slider, unreachable_place};
pub use source::{Position, Source};
pub use time_scale::TimeScale;
