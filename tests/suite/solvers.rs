//! The two solvers against each other, against a known solution, and against their own past.

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

/// Fixed steps, and steps of half the length, over the disposition of a bolus, which is smooth and has no pair to iterate on: halving
/// the step divides the error at the end by two to the power of the order.
#[test]
fn order_of_convergence_is_that_of_the_method() {
    let doses =
        vec![Dose { at: 0.0, amount: 35.0, per_kg: false, over: 0.0, drug: Drug::Ketamine, route: Route::Intravenous }];
    let mut experiment = Experiment { regimen: Regimen { doses, ..Regimen::default() }, ..Experiment::new(64.0) };
    // A disposition without very fast or very slow rates, so that steps of an hour resolve all of it: an order can be
    // read off only then.
    for (key, value) in [
        ("ketamine_v1", 123.0),
        ("ketamine_q", 137.0),
        ("ketamine_v2", 167.0),
        ("norketamine_cl", 60.0),
        ("norketamine_v", 90.0),
        ("norketamine_q", 0.5),
        ("hnk_cl", 25.0),
        ("hnk_v", 40.0),
        ("hnk_q", 0.5),
    ] {
        experiment.settings[model::parameter(key).unwrap().0] = value;
    }
    let state = |key: &str| model::STATES.iter().position(|state| state.key == key).unwrap();
    let watched = ["ketamine_central", "norketamine", "hydroxynorketamine"].map(state);
    let read = |options: &Options, times: &[f64]| {
        let mut out = Vec::new();
        simulate(&experiment, options).unwrap().states(times, &mut out);
        out.chunks_exact(model::STATES.len()).flat_map(|row| watched.map(|i| row[i])).collect::<Vec<f64>>()
    };
    for (method, steps, ends, within) in
        [(Method::Collocation, [2.0, 1.0], 11.0, 7.0), (Method::Rodas5p, [0.5, 0.25], 5.0, 5.0)]
    {
        // At multiples of the step, and between them; in the tail no step is a short one.
        let at_ends: Vec<f64> = vec![16.0];
        let between: Vec<f64> = (0..400).map(|i| 12.0 + 0.01 * f64::from(i)).collect();
        let exact = Options { rtol: 1e-13, ..Options::default() };
        for (times, order) in [(&at_ends, ends), (&between, within)] {
            let truth = read(&exact, times);
            let error = |step: f64| {
                // A tolerance that refuses nothing leaves the length of the steps to the limit.
                let fixed = Options { method, rtol: 1e3, longest_step: step, ..Options::default() };
                let found = read(&fixed, times);
                found.iter().zip(&truth).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
            };
            let measured = (error(steps[0]) / error(steps[1])).log2();
            println!("{method:?}: order {measured:.2}, expected {order}");
            assert!((measured - order).abs() < 1.5, "{method:?}: order {measured:.2} instead of {order}");
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
