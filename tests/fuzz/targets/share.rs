//! A share of a population, a manifest, and what is written of a population to which the share is added.
#![no_main]

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use onset::population::{Cohort, POPULATION_RTOL, Study, Subjects};
use onset::report;
use onset::report::{Manifest, Origin, Population, ShareRecord};
use onset::scenario::{Source, read};
use onset::solver::Options;
use onset::variability::{Distribution, Layer, Variation, Varied, What};

const SCENARIO: &str = "format = 1\nduration = \"1 d\"\n[grid]\npoints = 5\n[[arm]]\nname = \"one\"\n";

fuzz_target!(|text: &str| {
    Manifest::read(text);
    let Some(share) = ShareRecord::read(text) else { return };
    let mut population = empty().clone();
    if let Ok(sound) = share.sound(&population.clone()) {
        sound.add_to(&mut population);
        report::bands_csv(&population);
        report::population_metrics_csv(&population);
        report::response_csv(&population);
        report::population_summary(&population);
        report::spread(&population);
    }
});

/// A population in which no subject was followed yet.
fn empty() -> &'static Population {
    static EMPTY: OnceLock<Population> = OnceLock::new();
    EMPTY.get_or_init(|| {
        let scenario = read(&Source::new("it.toml", SCENARIO), &[]).scenario.expect("it is sound");
        let what = What::by_name("weight").expect("it is known");
        let layer = Layer::new(vec![Varied { what, distribution: Distribution::default(), cv: 0.2 }], Vec::new())
            .expect("it is sound");
        let study = Study {
            cohorts: scenario.arms.iter().map(Cohort::from).collect(),
            subjects: Subjects::drawn(&layer, 1, "subjects"),
            times: scenario.times(),
            signals: report::population_signals(&scenario),
            options: Options { rtol: POPULATION_RTOL, ..Options::default() },
            is_together: true,
        };
        let variation = Variation { subjects: layer, uncertainty: Layer::default() };
        Population::new(("it".to_owned(), scenario), Vec::new(), variation, Origin::Seed(1), 4, study)
    })
}
