//! The two solvers against each other and against their own past. Their orders of convergence are measured in the
//! solver itself, on a problem with a known solution.

use onset::model;
use onset::regimen::{Change, Dose, Drug, Regimen, Route, Switch};
use onset::simulate::{Experiment, Signal, simulate};
use onset::solver::{Method, Options};

/// A busy fortnight: infusion, tablets, a nasal dose, an antagonist and the end of stress.
fn busy() -> Experiment {
    let tablets = (0..14).map(|day| Dose {
        at: 24.0 * f64::from(day),
        amount: 10.0,
        per_kg: false,
        over: 0.0,
        drug: Drug::Ssri,
        route: Route::Oral,
    });
    let ketamine = |at: f64, amount: f64, over: f64, route: Route| Dose {
        at,
        amount,
        per_kg: false,
        over,
        drug: Drug::Ketamine,
        route,
    };
    let doses = tablets
        .chain([ketamine(1.0, 35.0, 2.0 / 3.0, Route::Intravenous), ketamine(100.5, 56.0, 0.0, Route::Nasal)])
        .collect();
    let switch = |key: &str, at: f64, until: Option<f64>, change: Change| Switch {
        at,
        until,
        setting: model::parameter(key).unwrap(),
        change,
    };
    let switches = vec![
        switch("ampa_block", 100.0, Some(106.0), Change::Set(0.5)),
        switch("stress", 200.0, None, Change::Scale(0.25)),
        switch("noxious_input", 50.0, Some(60.0), Change::Set(1.0)),
    ];
    Experiment { regimen: Regimen { doses, switches, ..Regimen::default() }, ..Experiment::new(336.0) }
}

fn every_state(experiment: &Experiment, options: &Options) -> Vec<f64> {
    let times: Vec<f64> = (0..=3360).map(|i| f64::from(i) * 0.1).collect();
    let mut out = Vec::new();
    simulate(experiment, options).unwrap().states(&times, &mut out);
    out
}

/// The largest difference, of each state relative to its greatest value.
fn distance(a: &[f64], b: &[f64]) -> f64 {
    let n = model::STATES.len();
    let mut greatest = vec![f64::MIN_POSITIVE; n];
    for row in a.chunks_exact(n) {
        greatest.iter_mut().zip(row).for_each(|(most, value)| *most = most.max(value.abs()));
    }
    a.iter().zip(b).enumerate().map(|(i, (a, b))| (a - b).abs() / greatest[i % n]).fold(0.0, f64::max)
}

#[test]
fn both_solvers_agree_at_tight_tolerance() {
    let tight = |method: Method| every_state(&busy(), &Options { method, rtol: 1e-11, ..Options::default() });
    let difference = distance(&tight(Method::Collocation), &tight(Method::Rodas5p));
    assert!(difference < 1e-8, "they differ by {difference:e}");
}

#[test]
fn error_follows_the_tolerance() {
    let exact = every_state(&busy(), &Options { rtol: 1e-12, ..Options::default() });
    for method in [Method::Collocation, Method::Rodas5p] {
        let mut before = f64::INFINITY;
        for rtol in [1e-3, 1e-5, 1e-7] {
            let error = distance(&exact, &every_state(&busy(), &Options { method, rtol, ..Options::default() }));
            assert!(error < 3.0 * rtol && error < 0.3 * before, "{method:?} at {rtol:e}: error {error:e}");
            before = error;
        }
    }
}

#[test]
fn statistics_have_not_changed() {
    let of = |method: Method| {
        let options = Options { method, ..Options::default() };
        format!("{:?}", simulate(&busy(), &options).unwrap().statistics())
    };
    insta::assert_snapshot!([of(Method::Collocation), of(Method::Rodas5p)].join("\n"));
}

#[test]
fn a_limit_of_steps_is_an_error_that_says_what_to_do() {
    let options = Options { max_steps: 3, ..Options::default() };
    let message = simulate(&busy(), &options).unwrap_err().to_string();
    assert!(message.contains("limit of 3 steps") && message.contains("--rtol"), "{message}");
}

#[test]
fn a_state_that_is_not_finite_is_named() {
    let mut experiment = busy();
    experiment.settings[model::parameter("k_glutamate").unwrap().0] = f64::NAN;
    for method in [Method::Collocation, Method::Rodas5p] {
        let error = simulate(&experiment, &Options { method, ..Options::default() }).unwrap_err();
        assert!(error.to_string().contains("not a finite number"), "{method:?}: {error}");
    }
}

#[test]
fn the_same_run_gives_the_same_bits() {
    let bits = || every_state(&busy(), &Options::default()).into_iter().map(f64::to_bits).collect::<Vec<_>>();
    assert_eq!(bits(), bits());
    let improvement = |experiment: &Experiment| {
        simulate(experiment, &Options::default()).unwrap().sample(&[24.0, 300.0]).column(Signal::Improvement)
    };
    let mut shuffled = busy();
    shuffled.regimen.doses.reverse();
    assert_eq!(improvement(&busy()), improvement(&shuffled));
}
