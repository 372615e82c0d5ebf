//! The bounds of a sweep, and what can be wrong with it and with a point of it, in words.

use std::error::Error;
use std::fmt;

use crate::limits;
use crate::quantity::UnitError;
use crate::simulate::SimulationError;
use crate::words::{Advice, count};

/// Most values along one axis.
pub const MOST_VALUES: usize = 10_000;

/// Most axes of a sweep; a figure has no room for more.
pub const MOST_AXES: usize = 2;

/// Most points of a sweep.
pub const MOST_POINTS: usize = 100_000;

/// Why a text is no axis. The text of the error says how to mend it, too.
#[derive(Debug, Clone, PartialEq)]
pub enum AxisError {
    /// It has not the form `PATH=FROM..TO:N`.
    Form,
    /// It does not say in how many steps; what stands before them.
    NoNumber(String),
    /// Its ends have units of different kinds.
    Units(String, String),
    /// Both ends are the same.
    Empty(String),
    /// The first end is greater than the last: how it is meant.
    Falls(String),
    /// Equal ratios from a value that is not above 0.
    LogFrom(String),
    /// Fewer than two values.
    TooFew(String),
    /// More values than an axis has.
    TooMany(String),
    /// What should be a number of values and is none.
    NoCount(String),
    /// What should be a factor and is none.
    NoFactor(String),
    /// An end is missing.
    NoEnd,
    /// An end does not begin with a number.
    NotANumber(String),
    /// An end is no amount.
    Amount(UnitError),
}

impl fmt::Display for AxisError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Form => f.write_str("write PATH=FROM..TO:N, such as parameters.k_protein=0.01..0.1:10"),
            Self::NoNumber(before) => write!(f, "in how many steps? write {before}:10"),
            Self::Units(a, b) => {
                write!(f, "from \"{a}\" to \"{b}\" is no range: both ends need units of one kind")
            }
            Self::Empty(value) => write!(f, "from {value} to {value} there is nothing to sweep"),
            Self::Falls(meant) => write!(f, "a sweep goes upwards: write {meant}"),
            Self::LogFrom(value) => {
                write!(f, "a logarithmic sweep cannot begin at {value}: begin above 0, or leave out \"log\"")
            }
            Self::TooFew(text) => write!(f, "{text} leaves nothing to compare: a sweep needs at least 2 values"),
            Self::TooMany(text) => write!(f, "{text} is too many: an axis has at most {MOST_VALUES} values"),
            Self::NoCount(text) => {
                write!(f, "\"{text}\" is no number of values: write 10, or 10log for equal ratios")
            }
            Self::NoFactor(text) => write!(f, "\"{text}\" is no factor: write 0.5x"),
            Self::NoEnd => f.write_str("a range has two ends: write FROM..TO, such as 0.1..1"),
            Self::NotANumber(word) => {
                write!(f, "\"{word}\" does not begin with a number: write FROM..TO, such as 0.1..1")
            }
            Self::Amount(error) => error.fmt(f),
        }
    }
}

impl Error for AxisError {}

/// Why axes span no sweep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SweepError {
    /// No axis, or more than a figure has room for.
    Axes(usize),
    /// A path on two axes.
    Twice(String),
    /// More points than a sweep has.
    TooManyPoints(usize),
    /// More runs of all points and arms than are made.
    TooManyRuns(usize),
}

impl fmt::Display for SweepError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Axes(number) => write!(f, "{number} axes: a sweep has 1 or {MOST_AXES}"),
            Self::Twice(path) => write!(f, "{path} is swept twice"),
            Self::TooManyPoints(points) => {
                write!(f, "{points} points are too many: a sweep has at most {MOST_POINTS}")
            }
            Self::TooManyRuns(runs) => write!(
                f,
                "{} runs of all points together: at most {}",
                count(*runs as u64),
                count(limits::RUNS.most as u64)
            ),
        }
    }
}

impl Error for SweepError {}

impl Advice for SweepError {
    fn help(&self) -> String {
        match self {
            Self::Axes(_) | Self::Twice(_) | Self::TooManyPoints(_) => "see `onset sweep --help`".to_owned(),
            Self::TooManyRuns(_) => limits::RUNS.mend.to_owned(),
        }
    }
}

/// Why an arm has no values at a point.
#[derive(Debug, Clone, PartialEq)]
pub enum PointError {
    /// The scenario of the point is wrong; the first message.
    Scenario(String),
    /// The run could not be finished.
    Simulation(SimulationError),
    /// What the table of a sweep that was interrupted says.
    Recorded(String),
}

impl fmt::Display for PointError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scenario(message) | Self::Recorded(message) => f.write_str(message),
            Self::Simulation(error) => error.fmt(f),
        }
    }
}

impl Error for PointError {}
