//! The two cases that timings are quoted for, and in what subjects differ; the tests of populations take them, too.

use onset::regimen::{Dose, Drug, Regimen, Route};
use onset::simulate::Experiment;

/// Parameters in which subjects differ: a dozen along the whole chain.
pub(crate) const VARIED: [&str; 12] = [
    "ketamine_cl",
    "ketamine_v1",
    "norketamine_cl",
    "ssri_cl",
    "ssri_v",
    "ssri_ka",
    "ec50_interneuron",
    "disinhibition_gain",
    "k_protein",
    "formation_gain",
    "k_serotonin_drive",
    "k_transcription",
];

/// One infusion, 4 weeks, 500 output times.
pub(crate) fn case_a() -> (Experiment, Vec<f64>) {
    let mut experiment = Experiment::new(672.0);
    experiment.regimen = Regimen { doses: vec![infusion(0.0)], ..Regimen::default() };
    (experiment, grid(672.0, 500))
}

/// 56 daily doses of an SSRI and 6 infusions, 8 weeks, 1,000 output times.
pub(crate) fn case_b() -> (Experiment, Vec<f64>) {
    let mut experiment = Experiment::new(1344.0);
    let tablets = (0..56).map(|day| Dose {
        at: 24.0 * f64::from(day),
        amount: 10.0,
        per_kg: false,
        over: 0.0,
        drug: Drug::Ssri,
        route: Route::Oral,
    });
    let infusions = [0.0, 2.0, 4.0, 7.0, 9.0, 11.0].map(|day| infusion(24.0 * day));
    experiment.regimen = Regimen { doses: tablets.chain(infusions).collect(), ..Regimen::default() };
    (experiment, grid(1344.0, 1000))
}

fn infusion(at: f64) -> Dose {
    Dose { at, amount: 35.0, per_kg: false, over: 2.0 / 3.0, drug: Drug::Ketamine, route: Route::Intravenous }
}

fn grid(end: f64, points: u32) -> Vec<f64> {
    (0..points).map(|i| end * f64::from(i) / f64::from(points - 1)).collect()
}
