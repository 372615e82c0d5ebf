//! What must hold whatever the numbers are: balances, bounds, rest.

use onset::model::{self, Onset};
use onset::regimen::{Dose, Drug, Regimen, Route};
use onset::simulate::{Experiment, Signal, simulate};
use onset::solver::{AnyModel, Method, Options};

const METHODS: [Method; 2] = [Method::Collocation, Method::Rodas5p];

fn given(doses: Vec<Dose>, duration: f64) -> Experiment {
    Experiment { regimen: Regimen { doses, ..Regimen::default() }, ..Experiment::new(duration) }
}

fn ketamine(at: f64, amount: f64, over: f64, route: Route) -> Dose {
    Dose { at, amount, per_kg: false, over, drug: Drug::Ketamine, route }
}

fn setting(key: &str) -> f64 {
    model::SETTINGS[model::parameter(key).unwrap().0].default
}

/// All that ever left by clearance plus all that is still there.
fn ketamine_accounted(experiment: &Experiment, options: &Options) -> f64 {
    let trajectory = simulate(experiment, options).unwrap();
    let end = experiment.duration;
    let last = |key: &str| trajectory.sample(&[end]).column(Signal::by_key(key).unwrap())[0];
    let plasma = Signal::by_key("ketamine_plasma").unwrap();
    let area = onset::metrics::integral(&trajectory, plasma, 0.0, end);
    let cleared = area * setting("ketamine_cl") / 1000.0;
    cleared
        + last("ketamine_central")
        + last("ketamine_peripheral")
        + setting("f_injection") * last("ketamine_injection_depot")
        + setting("f_nasal") * last("ketamine_nasal_depot")
        + setting("f_sublingual") * last("ketamine_sublingual_depot")
        + setting("f_oral") * last("ketamine_oral_depot")
}

/// Ketamine by every route.
fn doses_by_every_route() -> Vec<Dose> {
    vec![
        ketamine(0.0, 35.0, 2.0 / 3.0, Route::Intravenous),
        ketamine(3.0, 20.0, 0.0, Route::Intravenous),
        ketamine(5.0, 50.0, 0.0, Route::Nasal),
        ketamine(7.0, 25.0, 0.0, Route::Sublingual),
        ketamine(9.0, 30.0, 0.0, Route::Oral),
        ketamine(11.0, 10.0, 0.0, Route::Intramuscular),
    ]
}

#[test]
fn ketamine_is_neither_made_nor_lost() {
    let doses = doses_by_every_route();
    let expected = 55.0
        + 50.0 * setting("f_nasal")
        + 25.0 * setting("f_sublingual")
        + 30.0 * setting("f_oral")
        + 10.0 * setting("f_injection");
    for method in METHODS {
        for duration in [11.5, 48.0] {
            let found = ketamine_accounted(&given(doses.clone(), duration), &Options { method, ..Options::default() });
            assert!((found / expected - 1.0).abs() < 1e-6, "{method:?}, {duration} h: {found} against {expected}");
        }
    }
}

#[test]
fn metabolites_of_ketamine_are_neither_made_nor_lost() {
    for method in METHODS {
        for duration in [11.5, 48.0] {
            let experiment = given(doses_by_every_route(), duration);
            let trajectory = simulate(&experiment, &Options { method, ..Options::default() }).unwrap();
            let last = |key: &str| trajectory.sample(&[duration]).column(Signal::by_key(key).unwrap())[0];
            let both = |key: &str| last(key) + last(&format!("{key}_peripheral"));
            let cleared = |plasma: &str, clearance: &str| {
                let area = onset::metrics::integral(&trajectory, Signal::by_key(plasma).unwrap(), 0.0, duration);
                area * setting(clearance) / 1000.0
            };
            // What has left a depot turned into norketamine in that share, whether or not the rest was absorbed.
            let first_pass = setting("fp_nasal") * (50.0 - last("ketamine_nasal_depot"))
                + setting("fp_sublingual") * (25.0 - last("ketamine_sublingual_depot"))
                + setting("fp_oral") * (30.0 - last("ketamine_oral_depot"));
            let from_blood = setting("norketamine_fraction") * cleared("ketamine_plasma", "ketamine_cl");
            let norketamine_cleared = cleared("norketamine_plasma", "norketamine_cl");
            let hnk_cleared = cleared("hnk_plasma", "hnk_cl");
            for (name, formed, found) in [
                ("norketamine", 0.941 * (from_blood + first_pass), norketamine_cleared + both("norketamine")),
                (
                    "hydroxynorketamine",
                    1.0715 * setting("hnk_fraction") * norketamine_cleared,
                    hnk_cleared + both("hydroxynorketamine"),
                ),
            ] {
                let error = (found / formed - 1.0).abs();
                assert!(error < 1e-6, "{method:?}, {duration} h: {found} mg of {name} against {formed}");
            }
        }
    }
}

#[test]
fn a_one_second_infusion_in_sixty_days_delivers_its_dose() {
    for method in METHODS {
        let dose = ketamine(700.0, 35.0, 1.0 / 3600.0, Route::Intravenous);
        let experiment = given(vec![dose], 60.0 * 24.0);
        let found = ketamine_accounted(&experiment, &Options { method, ..Options::default() });
        assert!((found / 35.0 - 1.0).abs() < 1e-7, "{method:?}: {found}");
    }
}

#[test]
fn ssri_and_its_metabolite_are_neither_made_nor_lost() {
    let dose = Dose { at: 0.0, amount: 20.0, per_kg: false, over: 0.0, drug: Drug::Ssri, route: Route::Oral };
    let mut experiment = given(vec![dose], 400.0);
    for (key, value) in [("ssri_metabolite_fraction", 0.8), ("ssri_metabolite_ratio", 0.955)] {
        experiment.settings[model::parameter(key).unwrap().0] = value;
    }
    let trajectory = simulate(&experiment, &Options::default()).unwrap();
    let parent = Signal::by_key("ssri_central").unwrap();
    let metabolite = Signal::by_key("ssri_metabolite").unwrap();
    let last = |signal: Signal| trajectory.sample(&[400.0]).column(signal)[0];
    let area = |signal: Signal| onset::metrics::integral(&trajectory, signal, 0.0, 400.0);
    let cleared = area(parent) * setting("ssri_cl") / setting("ssri_v");
    let gut = last(Signal::by_key("ssri_gut").unwrap());
    assert!(((cleared + last(parent) + gut) / 20.0 - 1.0).abs() < 1e-7);
    let formed = 0.955 * 0.8 * cleared;
    let lost = area(metabolite) * setting("ssri_metabolite_cl") / setting("ssri_metabolite_v");
    assert!(((lost + last(metabolite)) / formed - 1.0).abs() < 1e-7);
}

#[test]
fn states_that_cannot_be_negative_are_not() {
    let doses: Vec<Dose> = (0..28)
        .map(|day| Dose {
            at: 24.0 * f64::from(day),
            amount: 10.0,
            per_kg: false,
            over: 0.0,
            drug: Drug::Ssri,
            route: Route::Oral,
        })
        .chain([ketamine(0.0, 140.0, 0.0, Route::Intravenous), ketamine(50.0, 80.0, 0.0, Route::Nasal)])
        .collect();
    for method in METHODS {
        for rtol in [1e-3, 1e-5, 1e-7] {
            let experiment = given(doses.clone(), 1000.0);
            let trajectory = simulate(&experiment, &Options { method, rtol, ..Options::default() }).unwrap();
            let times: Vec<f64> = (0..20_000).map(|i| f64::from(i) * 0.05).collect();
            let table = trajectory.sample(&times);
            for state in model::STATES {
                let least = table.column(Signal::by_key(state.key).unwrap()).into_iter().fold(f64::INFINITY, f64::min);
                // The promise is for the default tolerance; a looser one may undershoot by its share.
                let allowed = if rtol <= Options::DEFAULT_RTOL { 1e-9 } else { rtol };
                assert!(least >= -allowed, "{method:?} at {rtol:e}: {} falls to {least:e}", state.key);
            }
        }
    }
}

#[test]
fn rest_stays_put_for_a_year() {
    for method in METHODS {
        for stress in [0.0, 1.0, 3.0] {
            let mut experiment = Experiment::new(365.0 * 24.0);
            experiment.settings[model::parameter("stress").unwrap().0] = stress;
            let trajectory = simulate(&experiment, &Options { method, ..Options::default() }).unwrap();
            let table = trajectory.sample(&[0.0, 4000.0, 8760.0]);
            for state in model::STATES {
                let values = table.column(Signal::by_key(state.key).unwrap());
                for value in &values[1..] {
                    assert!((value - values[0]).abs() < 1e-12, "{method:?}: {} drifts to {value}", state.key);
                }
            }
        }
    }
}

/// The one positive root of `count (1 + gain count^2) = b`, by bisection, since the left side rises.
fn root(gain: f64, b: f64) -> f64 {
    let (mut low, mut high) = (0.0, b + 1.0);
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if middle * (1.0 + gain * middle * middle) < b { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

#[test]
fn rest_is_the_closed_form() {
    let cases: [&[(&str, f64)]; 11] = [
        &[],
        &[("stress", 0.0)],
        &[("stress", 3.0)],
        &[("bdnf_tonic", 0.9), ("bdnf_phasic", 0.3)],
        &[("stress", 0.3), ("bdnf_tonic", 1.8)],
        &[("stress_on_bdnf", -0.2), ("stress_on_turnover", -0.05)],
        &[("turnover_scale", 0.9)],
        &[("ampa_block", 0.9)],
        &[("crowding_gain", 10.0)],
        &[("noxious_input", 1.0)],
        &[("habenula_gain", 4.76), ("direct_gain", 5.61), ("hnk_gain", 0.527), ("opioid_gate", 0.9)],
    ];
    for case in cases {
        let mut settings = model::defaults();
        for (key, value) in case {
            settings[model::parameter(key).unwrap().0] = *value;
        }
        let p = |key: &str| settings[model::SETTINGS.iter().position(|setting| setting.key == key).unwrap()];
        let states = Onset.rest(&settings);
        let state = |key: &str| states[model::STATES.iter().position(|state| state.key == key).unwrap()];
        let inflammation = 1.0 + p("stress_on_inflammation") * p("stress");
        let suppressed = 1.0 + p("stress_on_bdnf") * p("stress") + p("inflammation_on_bdnf") * (inflammation - 1.0);
        let transcription = p("bdnf_tonic") / suppressed;
        let strain = 1.0 + p("stress_on_turnover") * p("stress") + p("inflammation_on_turnover") * (inflammation - 1.0);
        let phi = p("nascent_fraction");
        let e = p("turnover_scale") * phi / (1.0 - phi) * strain;
        let gain = p("crowding_gain");
        let count = root(gain, phi * transcription * (1.0 + gain) * (1.0 + 1.0 / e));
        let below = 1.0 - count * (1.0 - p("ampa_share") * p("ampa_block"));
        let deficit = 0.5 * (below + (below * below + p("deficit_margin").powi(2)).sqrt());
        let overactivity = deficit.powi(2) / (deficit.powi(2) + p("overactivity_k").powi(2));
        let expected = [
            ("inflammation", inflammation),
            ("bdnf_transcription", transcription),
            ("nascent_synapses", count * e / (1.0 + e)),
            ("mature_synapses", count / (1.0 + e)),
            ("network_overactivity", overactivity),
            ("symptom_index", overactivity + p("residual_symptoms") * p("stress")),
            ("central_sensitisation", p("noxious_input")),
            ("interneuron_activity", 1.0),
            ("glutamate", 1.0),
            ("serotonin", 1.0),
            ("autoreceptor_sensitivity", 1.0),
            ("serotonin_drive", 1.0),
        ];
        for known in model::STATES {
            let value = expected.iter().find(|(key, _)| *key == known.key).map_or(0.0, |(_, value)| *value);
            let found = state(known.key);
            assert!((found - value).abs() < 1e-9, "{case:?}: {} rests at {found}, not {value}", known.key);
        }
    }
}

#[test]
fn clearances_and_volumes_follow_the_weight() {
    let of = |key: &str, weight: f64| model::for_weight(model::parameter(key).unwrap(), 10.0, weight);
    assert!((of("ketamine_cl", 35.0) - 10.0 * 0.5_f64.powf(0.75)).abs() < 1e-12);
    assert_eq!(of("ssri_v", 140.0), 20.0);
    assert_eq!(of("ka_oral", 140.0), 10.0);
}
