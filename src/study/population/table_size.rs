//! How large the tables of a population become, before any subject.
//!
//! Owns: the estimate and its words. Must not know: how rows are written.

use super::engine::Trial;
use crate::metrics::METRICS;
use crate::words::count;

/// Bytes of a number in a table with its comma: most have all their digits.
const BYTES_OF_NUMBER: f64 = 18.0;

/// Rows from which the size is said.
const LARGE: f64 = 1e6;

/// Rows and bytes of the tables that hold every single subject.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TableSize {
    rows: f64,
    bytes: f64,
}

impl TableSize {
    /// Of so many subjects, with a row of metrics each, with their curves, or with both.
    pub fn new(study: &Trial, subjects: u64, has_metrics: bool, has_curves: bool) -> Self {
        let runs = subjects as f64 * study.cohorts.len() as f64;
        let metrics = (2 + study.subjects.what().len() + METRICS.len()) as f64;
        let curves = (3 + study.signals.len()) as f64;
        let times = study.times.len() as f64;
        let with = |is: bool, number: f64| if is { number } else { 0.0 };
        Self {
            rows: runs * (with(has_metrics, 1.0) + with(has_curves, times)),
            bytes: BYTES_OF_NUMBER * runs * (with(has_metrics, metrics) + with(has_curves, times * curves)),
        }
    }

    /// In whole gigabytes.
    pub const fn gigabytes(&self) -> usize {
        (self.bytes / 1e9) as usize
    }

    /// Whether a user should know before the disk fills.
    pub fn is_large(&self) -> bool {
        self.rows >= LARGE
    }

    /// In words.
    pub fn words(&self) -> String {
        let size = match self.bytes {
            bytes if bytes >= 1e9 => format!("{} GB", count((bytes / 1e9).round() as u64)),
            bytes => format!("{} MB", count((bytes / 1e6).ceil() as u64)),
        };
        format!("The tables will have about {} rows and {size}", count(self.rows as u64))
    }
}
