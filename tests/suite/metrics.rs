//! Metrics against closed forms and against each other.

use onset::metrics::{self, compute};
use onset::model;
use onset::quantity::Kind;
use onset::regimen::{Dose, Drug, Regimen, Route};
use onset::simulate::{Experiment, simulate};
use onset::solver::{Method, Options};

fn ketamine(amount: f64, over: f64, route: Route, duration: f64) -> Experiment {
    let dose = Dose { at: 0.0, amount, per_kg: false, over, drug: Drug::Ketamine, route };
    Experiment { regimen: Regimen { doses: vec![dose], ..Regimen::default() }, ..Experiment::new(duration) }
}

fn metrics_of(experiment: &Experiment) -> metrics::Metrics {
    compute(&simulate(experiment, &Options::default()).unwrap())
}

fn default(key: &str) -> f64 {
    model::SETTINGS[model::parameter(key).unwrap().0].default
}

#[test]
fn area_to_infinity_is_dose_over_clearance_wherever_the_run_ends() {
    for duration in [0.1, 1.0, 24.0, 672.0] {
        let metrics = metrics_of(&ketamine(35.0, 0.0, Route::Intravenous, duration));
        let expected = 1000.0 * 35.0 / default("ketamine_cl");
        let area = metrics.get("ketamine_auc_inf").unwrap();
        assert!((area / expected - 1.0).abs() < 1e-6, "{duration} h: {area} against {expected}");
    }
}

#[test]
fn greatest_level_of_an_infusion_is_at_its_end() {
    let metrics = metrics_of(&ketamine(35.0, 2.0 / 3.0, Route::Intravenous, 24.0));
    assert!((metrics.get("ketamine_tmax").unwrap() - 2.0 / 3.0).abs() < 1e-9);
    assert!((120.0..280.0).contains(&metrics.get("ketamine_cmax").unwrap()));
}

#[test]
fn greatest_level_of_one_compartment_is_where_the_formula_says() {
    let (ka, k) = (default("ssri_ka"), default("ssri_cl") / default("ssri_v"));
    let dose = Dose { at: 0.0, amount: 10.0, per_kg: false, over: 0.0, drug: Drug::Ssri, route: Route::Oral };
    let regimen = Regimen { doses: vec![dose], ..Regimen::default() };
    let metrics = metrics_of(&Experiment { regimen, ..Experiment::new(200.0) });
    let tmax = (ka / k).ln() / (ka - k);
    let cmax = 1000.0 * 10.0 / default("ssri_v") * ka / (ka - k) * ((-k * tmax).exp() - (-ka * tmax).exp());
    assert!((metrics.get("ssri_tmax").unwrap() / tmax - 1.0).abs() < 1e-5);
    assert!((metrics.get("ssri_cmax").unwrap() / cmax - 1.0).abs() < 1e-7);
    assert!((metrics.get("ssri_half_life").unwrap() / (2.0_f64.ln() / k) - 1.0).abs() < 1e-9);
}

#[test]
fn a_metric_that_does_not_exist_is_absent() {
    let idle = metrics_of(&Experiment::new(48.0));
    for key in ["onset", "offset", "duration", "ketamine_cmax", "ssri_auc", "ketamine_half_life", "improvement_7d"] {
        assert_eq!(idle.get(key), None, "{key}");
    }
    let mut healthy = ketamine(35.0, 2.0 / 3.0, Route::Intravenous, 48.0);
    healthy.settings[model::parameter("stress").unwrap().0] = 0.0;
    assert_eq!(metrics_of(&healthy).get("peak_improvement"), None);
}

#[test]
fn onset_is_reached_and_held() {
    let experiment = ketamine(35.0, 2.0 / 3.0, Route::Intravenous, 672.0);
    let metrics = metrics_of(&experiment);
    let (onset, offset) = (metrics.get("onset").unwrap(), metrics.get("offset").unwrap());
    assert!((0.5..4.0).contains(&onset) && offset > 96.0, "onset {onset} h, offset {offset} h");
    let trajectory = simulate(&experiment, &Options::default()).unwrap();
    for (time, expected) in [(onset, 20.0), (offset, 20.0)] {
        let value = metrics::value_at(&trajectory, onset::simulate::Signal::Improvement, time).unwrap();
        assert!((value - expected).abs() < 1e-6, "{value} at {time} h");
    }
}

/// Eight weeks of daily tablets: many equal tops, of which rounding must not choose one.
#[test]
fn the_first_of_equal_tops_counts_whatever_the_solver() {
    let tablets = (0..56).map(|day| Dose {
        at: 24.0 * f64::from(day),
        amount: 20.0,
        per_kg: false,
        over: 0.0,
        drug: Drug::Ssri,
        route: Route::Oral,
    });
    let regimen = Regimen { doses: tablets.collect(), ..Regimen::default() };
    let experiment = Experiment { regimen, ..Experiment::new(1344.0) };
    let tmax = |method: Method, rtol: f64| {
        let options = Options { method, rtol, ..Options::default() };
        compute(&simulate(&experiment, &options).unwrap()).get("ssri_tmax").unwrap()
    };
    let usual = tmax(Method::Collocation, Options::DEFAULT_RTOL);
    for other in [tmax(Method::Collocation, 1e-8), tmax(Method::Rodas5p, Options::DEFAULT_RTOL)] {
        assert!((usual - other).abs() < 0.1, "{usual} h against {other} h");
    }
    assert!(usual < 24.0 * 21.0, "{usual} h");
}

#[test]
fn a_brain_without_synapses_has_no_gain_of_them() {
    for method in [Method::Collocation, Method::Rodas5p] {
        let mut experiment = ketamine(35.0, 2.0 / 3.0, Route::Intravenous, 48.0);
        experiment.settings[model::parameter("bdnf_tonic").unwrap().0] = 0.0;
        let metrics = compute(&simulate(&experiment, &Options { method, ..Options::default() }).unwrap());
        for key in ["synapse_gain_24h", "synapse_gain_peak"] {
            assert_eq!(metrics.get(key), None, "{method:?}: {key}");
        }
    }
}

#[test]
fn both_solvers_give_the_same_metrics_at_every_bound() {
    for setting in model::SETTINGS.iter().filter(|setting| setting.kind == Kind::Parameter) {
        for bound in [setting.low, setting.high] {
            let mut experiment = ketamine(35.0, 2.0 / 3.0, Route::Intravenous, 72.0);
            experiment.settings[model::parameter(setting.key).unwrap().0] = bound;
            let of =
                |method: Method| compute(&simulate(&experiment, &Options { method, ..Options::default() }).unwrap());
            let (one, other) = (of(Method::Collocation), of(Method::Rodas5p));
            for key in ["peak_improvement", "ketamine_cmax", "synapse_gain_24h", "bdnf_peak"] {
                let (a, b) = (one.get(key), other.get(key));
                let agree = match (a, b) {
                    (Some(a), Some(b)) => (a - b).abs() <= 1e-4 * a.abs().max(1.0),
                    (a, b) => a.is_none() && b.is_none(),
                };
                assert!(agree, "{key} with {} = {bound}: {a:?} against {b:?}", setting.key);
            }
        }
    }
}
