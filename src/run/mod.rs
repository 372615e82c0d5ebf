//! Every arm of a scenario, run and written: tables, manifest, summary.
//!
//! Owns: the run itself, the basis of its numbers, and the form of its output files. Must not know: figures of a run,
//! studies, paths, files on disk.

mod basis;
mod files;
mod fingerprint;
mod manifest;
mod parameters;
mod result;
mod seal;
mod summary;
mod tables;

pub(crate) use basis::with_foot;
pub use basis::{basis, basis_in_play, in_play};
pub use files::{FILES, Files, MANIFEST};
pub use fingerprint::{Fingerprint, fingerprint};
pub(crate) use manifest::{Head, ModelEntry};
pub use manifest::{Manifest, WrittenFile};
pub use parameters::{parameters, parameters_csv, parameters_json, parameters_text};
pub use result::{ArmResult, FailedArm, Run, run};
pub use seal::Seal;
pub use summary::summary;
pub(crate) use summary::{EXPECTANCY_END, steps_defined};
pub use tables::{findings_json, metrics_csv, metrics_json, trajectory_csv};
