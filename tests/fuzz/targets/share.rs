//! A share of a population, a manifest, and what is written of a population to which the share is added.
#![no_main]

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use onset::run::Manifest;
use onset::scenario::{Source, read};
use onset::solver::Options;
use onset::study::population::{
    Cohort, Origin, POPULATION_RTOL, Population, ShareRecord, Subjects, Trial, bands_csv, population_metrics_csv,
    population_signals, population_summary, response_csv, spread,
};
use onset::variability::{Covariate, Distribution, Layer, Variation, Varied};

const SCENARIO: &str = "format = 1\nduration = \"1 d\"\n[grid]\npoints = 5\n[[arm]]\nname = \"one\"\n";

fuzz_target!(|text: &str| {
    Manifest::read(text);
    let Some(share) = ShareRecord::read(text) else { return };
    let mut population = empty().clone();
    if let Ok(sound) = share.sound(&population.clone()) {
        sound.add_to(&mut population);
        bands_csv(&population);
        population_metrics_csv(&population);
        response_csv(&population);
        population_summary(&population);
        spread(&population);
    }
});

/// A population in which no subject was followed yet.
fn empty() -> &'static Population {
    static EMPTY: OnceLock<Population> = OnceLock::new();
    EMPTY.get_or_init(|| {
        let scenario = read(&Source::new("it.toml", SCENARIO), &[]).scenario.expect("it is sound");
        let what = Covariate::by_name("weight").expect("it is known");
        let layer = Layer::new(vec![Varied { what, distribution: Distribution::default(), cv: 0.2 }], Vec::new())
            .expect("it is sound");
        let study = Trial {
            cohorts: scenario.arms.iter().map(Cohort::from).collect(),
            subjects: Subjects::drawn(&layer, 1, "subjects"),
            times: scenario.times(),
            signals: population_signals(&scenario),
            options: Options { rtol: POPULATION_RTOL, ..Options::default() },
            is_together: true,
        };
        let variation = Variation { subjects: layer, uncertainty: Layer::default() };
        Population::new(("it".to_owned(), scenario), Vec::new(), variation, Origin::Seed(1), 4, study)
    })
}
