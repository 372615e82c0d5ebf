//! What a run gives to the reader: figures as data, tables, the manifest, and the words of the terminal.
//!
//! Owns: which curves a figure shows, the form of the output files. Must not know: the terminal, paths, files on disk.
//! Every function here turns values into text or values.

mod arms;
mod attribution;
mod claims;
mod comparison;
mod curve;
mod difference;
mod dose_response;
mod evidence;
mod evidence_figure;
mod exposure;
mod fit;
mod fit_figure;
mod fit_manifest;
mod flat;
mod footing;
mod guesses;
mod kind;
mod manifest;
mod measured;
mod notes;
mod parameters;
#[cfg(feature = "parquet")]
mod parquet;
mod pathway;
mod phase;
mod population;
mod population_manifest;
mod recheck;
mod record;
mod rivals;
mod run;
mod seal;
mod sensitivity;
mod sensitivity_figure;
mod sensitivity_manifest;
mod share;
mod spread;
mod summary;
mod sweep;
mod sweep_figure;
mod sweep_manifest;
mod table_size;
mod tables;
mod timeline;
mod view;
mod why;
mod wiring;

pub(crate) use arms::DRUG_ROWS;
pub use attribution::{ArmDifference, MOST_SHARED, Outcome, Part, attribution};
pub use claims::{claims_json, claims_text};
pub(crate) use comparison::{EXPECTANCY, NO_SYMPTOMS};
pub use comparison::{cascade, comparison};
pub use difference::{difference_csv, difference_json, difference_text};
pub use evidence::Evidence;
pub use evidence_figure::evidence_figures;
pub use fit::{Fit, correlations_csv, estimates_csv, fit_summary, fit_warnings, residuals_csv};
pub use fit_figure::fit_figure;
pub use flat::{Flat, flat};
pub use footing::{basis, basis_in_play, in_play};
pub use guesses::{Guesses, guesses};
pub(crate) use kind::AXIS_START;
pub use kind::{Drawn, Kind, NotDrawn, Request, TimeAxis, figure};
pub use manifest::{Fingerprint, Manifest, WrittenFile, fingerprint};
pub use measured::Table;
pub use notes::{Note, notes, notes_text};
pub use parameters::{parameters, parameters_csv, parameters_json, parameters_text};
#[cfg(feature = "parquet")]
pub use parquet::ParquetTable;
pub use population::{
    FailedSubject, Origin, Population, bands_csv, population_metrics_csv, population_signals, population_summary,
    push_subject, push_trajectories, response_csv, subjects_header, trajectories_header,
};
pub use recheck::{Recheck, recheck};
pub use record::{Look, Made, Record, Value, values};
pub use rivals::RivalReport;
pub use run::{ArmResult, FailedArm, Run, run};
pub use seal::Seal;
pub use sensitivity::{ArmSensitivity, Sensitivity, indices_csv, sensitivity_summary};
pub use sensitivity_figure::sensitivity_figures;
pub use share::{ShareRecord, SoundShare, inputs as share_inputs};
pub use spread::spread;
pub(crate) use summary::EXPECTANCY_END;
pub use summary::summary;
pub use sweep::{Sweep, points_header, push_point, read_points, sweep_summary};
pub use sweep_figure::{curve_places, sweep_curves, sweep_figures};
pub use table_size::TableSize;
pub use tables::{findings_json, metrics_csv, metrics_json, trajectory_csv};
pub(crate) use view::View;
pub use why::{Cut, Why, why, why_csv, why_figure, why_json, why_text};
