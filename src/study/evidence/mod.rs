//! What has been published, and whether the model agrees: findings as data, the protocols that test them, and the
//! checks that judge them.
//!
//! Owns: the lay claims (`claims.toml`), the findings with their sources (`findings.toml` for the findings that the
//! model was tuned to, `predictions.toml` for the others), the rival explanations with
//! the experiments that could tell them apart (`rivals.toml`), the general checks ([`Kind`]), and the short list of
//! findings that are known not to hold, and the two numbers of the score. A protocol is a scenario like any other, read by the ordinary parser and run by the
//! ordinary engine. Must not know: files on disk, the terminal.
//!
//! The bands are generous and chosen for a toy model; they are not published limits. Where a finding does not hold,
//! its band stays as it is: the model is improved, or the finding is listed with the reason.

mod catalogue;
mod claim;
mod claims_text;
mod figure;
mod finding;
mod helpline;
mod kind;
mod measure;
mod outcome;
mod read;
mod score;
mod tables;

use super::declaration::Study;
use crate::run::Files;

pub use catalogue::findings;
pub use claim::{Claim, Claims, Verdict, claims};
pub use claims_text::{claims_json, claims_text};
pub use figure::evidence_figures;
pub use finding::{Confidence, Finding, Findings, KnownMiss, Protocol, Role, Test};
pub use helpline::{HELPLINE, helpline};
pub use kind::{Comparison, Direction, Kind, Range};
pub(crate) use measure::Ran;
pub use measure::{Level, Measure, Moment, Of, Take};
pub(crate) use outcome::run;
pub use outcome::{Answer, Judged, Outcome, Unjudged, judge};
pub(crate) use read::range;
pub use read::{DataError, Fault};
pub use score::{Score, Tally, shared};
pub use tables::Evidence;
pub(crate) use tables::{BANDS, range_words};

/// The declaration of this study.
pub const STUDY: Study = Study {
    name: "evidence",
    usage: "[ID...]",
    about: "Compare the model with published findings",
    gives: "compares the model with published findings, calibration apart from predictions: \
            what it gives, the band, source, caveat",
    files: &[
        Files::figure("evidence", "what the model gives, beside the published bands"),
        Files::new("evidence", &["md"], "a page with a table for each finding"),
        Files::new("findings", &["csv", "json"], "a row for each test of a finding"),
    ],
};
