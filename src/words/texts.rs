//! Words that stand on every figure, each in one place.
//!
//! Owns the wording. Must not know where it is put.

/// Stands on every figure, report and summary, and in every manifest; tables for programs stand beside a manifest.
pub const DISCLAIMER: &str = "Illustrative teaching model, not clinical guidance.";

/// Faint words behind the curves.
pub const WATERMARK: &str = "ILLUSTRATIVE MODEL";

/// Name of a logarithmic time axis with doses at time 0.
pub const TIME_LOG_WITH_START: &str = "Time since the start (log scale; ◀ dose at time 0)";

/// Name of a logarithmic time axis with doses at time 0, where space is short.
pub const TIME_LOG_WITH_START_SHORT: &str = "Time (log; ◀ dose at time 0)";

/// Name of a logarithmic time axis.
pub const TIME_LOG: &str = "Time since the start (log scale)";

/// Name of a logarithmic time axis, where space is short.
pub const TIME_LOG_SHORT: &str = "Time (log scale)";

/// Name of an even time axis, before its unit.
pub const TIME_LINEAR: &str = "Time since the start";

/// Name of an even time axis, before its unit, where space is short.
pub const TIME_LINEAR_SHORT: &str = "Time";

/// Heads the rows of doses.
pub const DOSES: &str = "Doses";

/// Name of an axis of time that is even for the first hour.
pub const TIME_SYMLOG: &str = "Time since the start (even to 1 h, then log scale)";

/// Name of an axis of time that is even for the first hour, where space is short.
pub const TIME_SYMLOG_SHORT: &str = "Time (log scale from 1 h)";
