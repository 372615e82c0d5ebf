//! Many subjects, drawn or read from a table, and what a treatment does to each of them.
//!
//! Owns: the subjects of a study, the run of each with percentiles that are gathered while it goes, and the tables, the
//! figure, the manifest and the shares of a population. Must not know: files on disk, other studies.
//!
//! # What holds
//! - A subject is drawn from a stream of its own ([`Stream`](crate::variability::Stream)), named by the seed, the parameter and the subject's number.
//!   So subject 7 is the same whatever the number of subjects, arms, threads and shards, and another parameter that
//!   varies leaves it as it was in all others.
//! - A subject is the same in every arm: it stands at the same percentile of each parameter, whatever is typical there.
//! - Variability between subjects and uncertainty about the typical subject are two layers that never mix.
//! - All subjects share steps that suit the typical subject and the first few ([`crate::simulate::Plan`]), so the result of
//!   a subject does not depend on the others. A subject whose error is too large is run on shorter steps, and alone if
//!   that does not suffice; such subjects are counted.
//! - Percentiles come from counts ([`Histogram`]), which add up to the same whatever the order.

mod cohort;
mod engine;
mod figure;
mod histogram;
mod manifest;
#[cfg(feature = "parquet")]
mod parquet;
mod share;
mod share_record;
mod subjects;
mod table_size;
mod tables;
mod tally;

use super::declaration::Study;
use crate::run::Files;

pub use cohort::{Cohort, Member};
pub use engine::{Outcome, POPULATION_RTOL, Trial, run};
pub(crate) use figure::bands;
pub use figure::spread;
pub use histogram::{Histogram, RESOLUTION};
#[cfg(feature = "parquet")]
pub use parquet::ParquetTable;
pub use share::{MOST_SHARES, Share};
pub use share_record::{ShareRecord, SoundShare, inputs as share_inputs};
pub use subjects::{MOST_SUBJECTS, Subjects, TableError, TableProblem, read_subjects};
pub use table_size::TableSize;
pub(crate) use tables::bare;
pub use tables::{
    FailedSubject, Origin, Population, bands_csv, population_metrics_csv, population_signals, population_summary,
    push_subject, push_trajectories, response_csv, subjects_header, trajectories_header,
};
pub(crate) use tally::percentiles;
pub use tally::{PERCENTILES, STATED, STEPS, Tally};

/// The declaration of this study.
pub const STUDY: Study = Study {
    name: "population",
    usage: "FILE -n N [--vary NAME=30%]",
    about: "Follow many subjects that differ from each other",
    gives: "follows many subjects that differ, without `--vary` the built-in adults: percentiles over time, the shares with \
            an onset, a response and remission, a table of every subject (as Parquet, too, where it is built with \
            `--features parquet`)",
    files: &[
        Files::figure("figure", "the comparison; .txt says it in words"),
        Files::new("metrics", &["csv"], "onset, peak, plasma levels and more"),
        Files::new("subjects", &["csv", "parquet"], "parameters and metrics of every subject"),
        Files::new("trajectories", &["csv"], "curves of every subject"),
        Files::new("bands", &["csv"], "percentiles over time"),
        Files::new("response", &["csv"], "onset, response and remission over time, as shares"),
        Files::new("share", &["json"], "counts, to be put together with the other shares"),
    ],
};
