//! The manifest of a population: its subjects and how they differ.

use serde::Serialize;

use super::histogram::RESOLUTION;
use super::tables::{Origin, Population};
use crate::run::{Head, Manifest, ModelEntry, WrittenFile};
use crate::variability::{ADULTS_NAME, Covariate};
use crate::words::json;

#[derive(Serialize)]
struct Whole<'a> {
    #[serde(flatten)]
    head: Head<'a>,
    seed: Option<u64>,
    subjects_file: Option<SubjectsFile<'a>>,
    subjects: u64,
    subjects_asked_for: u64,
    failed_runs: u64,
    run_alone: u64,
    built_in_population: Option<&'static str>,
    varied: Vec<VariedEntry>,
    correlated: Vec<CorrelatedEntry>,
    method: &'static str,
    rtol: f64,
    percentile_resolution: f64,
    model: ModelEntry,
    arms: Vec<ArmEntry<'a>>,
    files: &'a [WrittenFile],
}

#[derive(Serialize)]
struct SubjectsFile<'a> {
    name: &'a str,
    sha256: &'a str,
}

#[derive(Serialize)]
struct VariedEntry {
    layer: &'static str,
    name: &'static str,
    distribution: &'static str,
    cv: f64,
}

#[derive(Serialize)]
struct CorrelatedEntry {
    layer: &'static str,
    between: [&'static str; 2],
    r: f64,
}

#[derive(Serialize)]
struct ArmEntry<'a> {
    name: &'a str,
    weight_kg: f64,
}

impl Manifest {
    /// The text of the manifest of a population that wrote these files.
    pub fn of_population(population: &Population, files: &[WrittenFile]) -> String {
        let layers = [("subjects", &population.variation.subjects), ("uncertainty", &population.variation.uncertainty)];
        let (seed, subjects_file) = match &population.origin {
            Origin::Seed(seed) => (Some(*seed), None),
            Origin::File { name, sha256 } => (None, Some(SubjectsFile { name, sha256 })),
        };
        json(&Whole {
            head: Head::new(
                &population.scenario.title,
                [(&population.name, &population.scenario)],
                &population.changes,
            ),
            seed,
            subjects_file,
            subjects: population.subjects(),
            subjects_asked_for: population.asked,
            failed_runs: population.failed(),
            run_alone: population.tallies.iter().map(|tally| tally.alone).sum(),
            built_in_population: population.is_built_in().then_some(ADULTS_NAME),
            varied: layers
                .iter()
                .flat_map(|(layer, what)| {
                    what.varied().iter().map(|varied| VariedEntry {
                        layer,
                        name: varied.what.name(),
                        distribution: varied.distribution.name(),
                        cv: varied.cv,
                    })
                })
                .collect(),
            correlated: layers
                .iter()
                .flat_map(|(layer, what)| {
                    what.correlations().iter().map(|one| CorrelatedEntry {
                        layer,
                        between: one.between.map(Covariate::name),
                        r: one.r,
                    })
                })
                .collect(),
            method: population.study.options.method.name(),
            rtol: population.study.options.rtol,
            percentile_resolution: RESOLUTION,
            model: ModelEntry::new(),
            arms: population
                .study
                .cohorts
                .iter()
                .map(|cohort| ArmEntry { name: &cohort.name, weight_kg: cohort.weight })
                .collect(),
            files,
        })
    }
}
