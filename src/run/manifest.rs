//! The manifest: all that is needed to make the output again, and to tell whether it was changed since.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::basis::{basis, basis_in_play};
use super::fingerprint::fingerprint;
use super::result::Run;
use super::seal::Seal;
use crate::model;
use crate::quantity::Basis;
use crate::scenario::{Scenario, Source};
use crate::solver::Statistics;
use crate::words::json;
use crate::words::texts::DISCLAIMER;

/// What `manifest.json` says of each file: enough to see whether it is still as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrittenFile {
    /// Its name within the folder.
    pub name: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

/// The last key of a manifest: the fingerprint of all that stands before it.
const SEAL: Seal = Seal { before: ",\n  \"sha256\": \"", after: "\"\n}\n" };

/// The part of a manifest that is read back.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Manifest {
    /// The program that wrote it.
    pub program: String,
    /// The files that it wrote.
    pub files: Vec<WrittenFile>,
}

/// What every manifest of runs begins with.
#[derive(Serialize)]
pub(crate) struct Head<'a> {
    program: &'static str,
    version: &'static str,
    disclaimer: &'static str,
    basis: String,
    title: &'a str,
    scenarios: Vec<ScenarioEntry<'a>>,
    changes: &'a [String],
}

impl<'a> Head<'a> {
    /// Of scenarios that were run with these changes.
    pub(crate) fn new(
        title: &'a str,
        scenarios: impl IntoIterator<Item = (&'a String, &'a Scenario)>,
        changes: &'a [String],
    ) -> Self {
        Self {
            program: Manifest::PROGRAM,
            version: env!("CARGO_PKG_VERSION"),
            disclaimer: DISCLAIMER,
            basis: basis(),
            title,
            scenarios: scenarios.into_iter().map(|(name, scenario)| ScenarioEntry::new(name, scenario)).collect(),
            changes,
        }
    }
}

#[derive(Serialize)]
struct Whole<'a> {
    #[serde(flatten)]
    head: Head<'a>,
    seed: Option<u64>,
    method: &'static str,
    rtol: f64,
    model: ModelEntry,
    arms: Vec<ArmEntry<'a>>,
    files: &'a [WrittenFile],
}

#[derive(Serialize)]
struct Plain<'a> {
    program: &'static str,
    version: &'static str,
    disclaimer: &'static str,
    basis: String,
    command: &'a str,
    changes: &'a [String],
    files: &'a [WrittenFile],
}

#[derive(Serialize)]
pub(crate) struct ScenarioEntry<'a> {
    name: &'a str,
    sha256: String,
    text: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    builds_on: Vec<BaseEntry<'a>>,
    #[serde(skip_serializing_if = "str::is_empty")]
    flat: &'a str,
}

#[derive(Serialize)]
struct BaseEntry<'a> {
    name: &'a str,
    sha256: String,
    text: &'a str,
}

#[derive(Serialize)]
pub(crate) struct ModelEntry {
    states: usize,
    literature: usize,
    tuned: usize,
    assumed: usize,
    switch: usize,
}

#[derive(Serialize)]
struct ArmEntry<'a> {
    name: &'a str,
    regimen: &'a str,
    weight_kg: f64,
    presets: &'a [&'static str],
    changed_parameters: Vec<ChangedEntry>,
    statistics: StatisticsEntry,
}

#[derive(Serialize)]
struct ChangedEntry {
    name: &'static str,
    value: f64,
    default: f64,
    unit: &'static str,
}

#[derive(Serialize)]
struct StatisticsEntry {
    segments: usize,
    accepted_steps: usize,
    rejected_steps: usize,
    iterations: usize,
}

impl From<Statistics> for StatisticsEntry {
    fn from(statistics: Statistics) -> Self {
        Self {
            segments: statistics.segments,
            accepted_steps: statistics.accepted,
            rejected_steps: statistics.rejected,
            iterations: statistics.iterations,
        }
    }
}

impl<'a> ScenarioEntry<'a> {
    pub(crate) fn new(name: &'a str, scenario: &'a Scenario) -> Self {
        let base = |base: &'a Arc<Source>| BaseEntry {
            name: &base.name,
            sha256: fingerprint(base.text.as_bytes()),
            text: &base.text,
        };
        Self {
            name,
            sha256: fingerprint(scenario.text.as_bytes()),
            text: &scenario.text,
            builds_on: scenario.bases.iter().map(base).collect(),
            flat: &scenario.flat,
        }
    }
}

impl ModelEntry {
    pub(crate) fn new() -> Self {
        Self {
            states: model::STATES.len(),
            literature: model::count(Basis::Literature),
            tuned: model::count(Basis::Tuned),
            assumed: model::count(Basis::Assumed),
            switch: model::count(Basis::Switch),
        }
    }
}

impl Manifest {
    /// The name that the program has in its manifests.
    pub const PROGRAM: &'static str = env!("CARGO_PKG_NAME");

    /// Reads a manifest back; nothing where the text is not one of this program's.
    pub fn read(text: &str) -> Option<Self> {
        serde_json::from_str::<Self>(text).ok().filter(|manifest| manifest.program == Self::PROGRAM)
    }

    /// The text of a manifest with its own fingerprint as its last key.
    pub fn sealed(text: &str) -> String {
        SEAL.close(text.strip_suffix("\n}\n").unwrap_or(text))
    }

    /// Reads a manifest back; nothing where its text is not as this program left it.
    pub fn read_sealed(text: &str) -> Option<Self> {
        if SEAL.holds(text) { Self::read(text) } else { None }
    }

    /// The text of the manifest of a command that is no run of scenarios and wrote these files.
    pub fn plain(command: &str, changes: &[String], files: &[WrittenFile]) -> String {
        json(&Plain {
            program: Self::PROGRAM,
            version: env!("CARGO_PKG_VERSION"),
            disclaimer: DISCLAIMER,
            basis: basis(),
            command,
            changes,
            files,
        })
    }

    /// The text of the manifest of a run that wrote these files.
    pub fn text(run: &Run, files: &[WrittenFile]) -> String {
        let scenarios = run.scenarios.iter().map(|(name, scenario)| (name, scenario));
        let head = Head::new(&run.title, scenarios, &run.changes);
        json(&Whole {
            head: Head { basis: basis_in_play(run), ..head },
            seed: None,
            method: run.options.method.name(),
            rtol: run.options.rtol,
            model: ModelEntry::new(),
            arms: run
                .arms
                .iter()
                .map(|result| ArmEntry {
                    name: &result.name,
                    regimen: &result.arm.description,
                    weight_kg: result.arm.weight,
                    presets: &result.arm.presets,
                    changed_parameters: result
                        .arm
                        .changed()
                        .map(|changed| ChangedEntry {
                            name: changed.key,
                            value: changed.value,
                            default: model::SETTINGS[changed.setting.0].default,
                            unit: changed.unit,
                        })
                        .collect(),
                    statistics: result.trajectory.statistics().into(),
                })
                .collect(),
            files,
        })
    }
}
