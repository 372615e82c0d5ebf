//! No state leaves the values that its equations hold for: not by a step, not by an event, not by a switch.

use std::fmt::Write as _;

use super::commands::{Desk, assert_narrow, unfolded};
use super::random_runs::{Events, experiment, scenario};
use onset::metrics::{NEEDED, SAME_HEIGHT};
use onset::model::{self, STATES};
use onset::quantity::{Kind, State};
use onset::regimen::{Change, Dose, Drug, Effect, Event, Regimen, Route, Switch};
use onset::simulate::{Experiment, Individual, Plan, SimulationError, simulate};
use onset::solver::{Method, Options, Tolerances};
use rayon::prelude::*;

const METHODS: [Method; 2] = [Method::Collocation, Method::Rodas5p];

/// The promise of [`Tolerances`]: errors are at most so many times the tolerance, as a share of the greatest value of a
/// state.
const fn promise(method: Method) -> f64 {
    Tolerances::of(method).promise
}

fn options(method: Method, rtol: f64) -> Options {
    Options { method, rtol, ..Options::default() }
}

/// Every state at many times, more of them early.
fn states(experiment: &Experiment, options: &Options) -> Result<Vec<f64>, SimulationError> {
    let early = experiment.duration.min(10.0);
    let evenly = |end: f64| (0..=200).map(move |i| end * f64::from(i) / 200.0);
    let mut times: Vec<f64> = evenly(experiment.duration).chain(evenly(early)).collect();
    times.sort_by(f64::total_cmp);
    let mut out = Vec::new();
    simulate(experiment, options)?.states(&times, &mut out);
    Ok(out)
}

/// What is wrong with states, given exact ones: an error beyond the promise, a value outside its domain, no number.
fn fault(exact: &[f64], found: &[f64], Options { method, rtol, .. }: Options) -> Option<String> {
    let mut greatest = vec![0.01_f64; STATES.len()];
    for row in exact.chunks_exact(STATES.len()) {
        greatest.iter_mut().zip(row).for_each(|(most, value)| *most = most.max(value.abs()));
    }
    exact.iter().zip(found).enumerate().find_map(|(place, (exact, found))| {
        let state = &STATES[place % STATES.len()];
        let allowed = promise(method) * rtol * greatest[place % STATES.len()];
        let is_inside = *found >= state.low - allowed && *found <= state.high + allowed;
        let is_near = (found - exact).abs() <= allowed;
        (!is_inside || !is_near).then(|| format!("{} is {found:e}, exactly {exact:e}", state.key))
    })
}

fn tablet(at: f64, amount: f64) -> Dose {
    Dose { at, amount, per_kg: false, over: 0.0, drug: Drug::Ssri, route: Route::Oral }
}

/// One tablet: serotonin rests before it, so that the steps into its rise are as long as they may be.
fn one_tablet() -> Vec<Experiment> {
    let times = [0.0, 1.0, 5.0, 12.0, 24.0, 50.0, 100.0, 200.0, 400.0];
    let amounts = [2.0, 5.0, 10.0, 20.0, 40.0, 60.0, 100.0];
    let all = times.iter().flat_map(|at| amounts.map(|amount| tablet(*at, amount)));
    all.map(|dose| Experiment {
        regimen: Regimen { doses: vec![dose], ..Regimen::default() },
        ..Experiment::new(56.0 * 24.0)
    })
    .collect()
}

#[test]
fn a_pair_never_settles_outside_its_domain_at_any_tolerance() {
    for experiment in one_tablet() {
        let exact = states(&experiment, &options(Method::Collocation, 1e-10)).unwrap();
        for method in METHODS {
            for rtol in [0.1, 3e-2, 1e-2, 9e-3, 7e-3, 5e-3, 3e-3, 1e-3, 1e-5] {
                let found = states(&experiment, &options(method, rtol)).unwrap();
                let fault = fault(&exact, &found, options(method, rtol));
                assert_eq!(fault, None, "{method:?} at {rtol:e}: {:?}", experiment.regimen.doses);
            }
        }
    }
}

#[test]
fn a_batch_never_settles_outside_its_domain_at_any_tolerance() {
    let serotonin = STATES.iter().position(|state| state.key == "serotonin").unwrap();
    let (mut exact_ones, mut all) = (0, 0);
    for experiment in one_tablet() {
        let alone = simulate(&experiment, &options(Method::Collocation, 1e-9)).unwrap();
        for rtol in [0.1, 1e-2, 5e-3, 1e-3, 1e-5] {
            let Some(plan) = Plan::new(&experiment, &[], &NEEDED, &options(Method::Collocation, rtol)) else {
                continue;
            };
            let mut room = plan.workspace();
            room.run(&[Individual::of(&experiment)]);
            all += 1;
            if !room.is_exact(0) {
                continue;
            }
            exact_ones += 1;
            let mut end = Vec::new();
            alone.states(&[experiment.duration], &mut end);
            let found = room.last_states(0)[serotonin];
            assert!(
                (found - end[serotonin]).abs() <= promise(Method::Rodas5p) * rtol,
                "at {rtol:e}: {found} for {}",
                end[serotonin]
            );
        }
    }
    assert!(10 * exact_ones > 9 * all, "{exact_ones} of {all}");
}

fn with_event(state: usize, effect: Effect) -> Experiment {
    let infusion =
        Dose { at: 0.0, amount: 35.0, per_kg: false, over: 2.0 / 3.0, drug: Drug::Ketamine, route: Route::Intravenous };
    let event = Event { at: 24.5, state: State(state), effect };
    let regimen = Regimen { doses: vec![infusion, tablet(0.0, 10.0)], events: vec![event], ..Regimen::default() };
    Experiment { regimen, ..Experiment::new(240.0) }
}

#[test]
fn an_event_leaves_every_state_in_its_domain_or_says_which_state_it_would_take_out() {
    let mut refused = Vec::new();
    let factors = [0.0, 0.01, 0.5, 1.0, 1.5, 3.0, 100.0].map(Effect::Scale);
    for (i, state) in STATES.iter().enumerate() {
        for effect in factors.into_iter().chain([Effect::LoseGain]) {
            let experiment = with_event(i, effect);
            let exact = states(&experiment, &options(Method::Collocation, 1e-10));
            for method in METHODS {
                for rtol in [1e-3, 1e-7] {
                    match (&exact, states(&experiment, &options(method, rtol))) {
                        (Ok(exact), Ok(found)) => {
                            let fault = fault(exact, &found, options(method, rtol));
                            assert_eq!(fault, None, "{method:?} at {rtol:e}: {} after {effect:?}", state.key);
                        }
                        (Err(_), Err(error)) => {
                            let words = error.to_string();
                            let begins = format!("the event at 24.5 h would take {} from ", state.key);
                            assert!(words.starts_with(&begins) && words.contains("equations hold from"), "{words}");
                            assert!(!words.contains("--rtol"), "{words}");
                        }
                        (exact, found) => panic!("{} after {effect:?}: {exact:?} {found:?}", state.key),
                    }
                }
            }
            refused.extend(exact.err().map(|_| (state.key, effect)));
        }
    }
    println!("refused: {refused:?}");
    let of = |key: &str| refused.iter().filter(|(other, _)| *other == key).count();
    assert!(of("interneuron_activity") == 3 && of("serotonin") == 1 && of("inflammation") == 0, "{refused:?}");
    assert!(refused.len() <= 8, "{refused:?}");
}

#[test]
fn a_file_with_such_an_event_is_refused_in_words_for_the_student() {
    let desk = Desk::new();
    let event = |at: &str| {
        format!(
            "format = 1\nextends = \"single-infusion\"\n[[arm]]\nname = \"ketamine 0.5 mg/kg\"\n[[arm.event]]\nat = \"{at}\"\nscale_state = {{ interneuron_activity = 3.0 }}\n"
        )
    };
    desk.write("x3.toml", event("1 d"));
    for method in ["collocation", "rodas5p"] {
        let said = desk.bad(3, &["run", "x3.toml", "--method", method, "--no-figure", "--out", "x"]);
        assert_narrow(&said);
        let said = unfolded(&said);
        assert!(said.contains("the event at 24 h would take interneuron_activity from "), "{said}");
        assert!(said.contains("hold from 0 to 1; use a factor of at most 1"), "{said}");
    }
    // The factor of the message is one that can be used.
    desk.write("x1.toml", event("1 d").replace("3.0", "1.0"));
    desk.good(&["run", "x1.toml", "--no-figure", "--out", "x1"]);
}

/// Inflammation lags behind stress: what the parameters allow before a switch and after it need not hold just after it.
#[test]
fn a_switch_that_outruns_a_state_is_refused_alone_and_in_a_population() {
    let setting = |key: &str| model::parameter(key).unwrap();
    let mut experiment = Experiment::new(240.0);
    for (key, value) in
        [("stress", 0.0), ("stress_on_bdnf", -0.3), ("inflammation_on_bdnf", 0.9), ("ketamine_on_inflammation", 0.0)]
    {
        experiment.settings[setting(key).0] = value;
    }
    let change = Change::Set(3.0);
    experiment.regimen.switches = vec![Switch { at: 48.0, until: None, setting: setting("stress"), change }];
    for method in METHODS {
        for rtol in [1e-3, 1e-7] {
            let error = simulate(&experiment, &options(method, rtol)).unwrap_err().to_string();
            assert!(error.starts_with("from 48 h on inflammation would be 1, but"), "{error}");
        }
    }
    let plan = Plan::new(&experiment, &[], &NEEDED, &options(Method::Collocation, 2.5e-4));
    let is_exact = plan.is_some_and(|plan| {
        let mut room = plan.workspace();
        room.run(&[Individual::of(&experiment)]);
        room.is_exact(0)
    });
    assert!(!is_exact, "what a run refuses is no result of a batch");
}

#[test]
fn an_event_that_a_run_refuses_is_no_result_of_a_batch() {
    let place = |key: &str| STATES.iter().position(|state| state.key == key).unwrap();
    for (key, factor) in [("interneuron_activity", 3.0), ("serotonin", 0.0), ("expectancy_response", 1.0)] {
        let experiment = with_event(place(key), Effect::Scale(factor));
        let runs = simulate(&experiment, &Options::default()).is_ok();
        let plan = Plan::new(&experiment, &[], &NEEDED, &options(Method::Collocation, 2.5e-4));
        let is_exact = plan.is_some_and(|plan| {
            let mut room = plan.workspace();
            room.run(&[Individual::of(&experiment)]);
            room.is_exact(0)
        });
        assert_eq!(is_exact, runs, "{key}");
    }
}

#[test]
fn a_tolerance_at_which_the_promise_does_not_hold_cannot_be_asked_for() {
    let desk = Desk::new();
    let quick = ["--no-figure", "--out", "x", "--force"];
    for words in [
        &["run", "single-infusion", "--rtol", "1e-2"][..],
        &["run", "single-infusion", "--rtol", "1.1e-3"],
        &["run", "single-infusion", "--rtol", "9e-13"],
        &["run", "single-infusion", "--rtol", "inf"],
        &["run", "single-infusion", "--rtol=-1e-7"],
        &["run", "single-infusion", "--rtol", "9e-11", "--method", "rodas5p"],
        &["population", "single-infusion", "-n", "2", "--vary", "ketamine_cl=9%", "--rtol", "1e-2"],
        &["population", "single-infusion", "-n", "2", "--vary", "ketamine_cl=9%", "--rtol", "9e-10"],
    ] {
        let said = desk.bad(2, &[words, &quick[..3]].concat());
        assert_narrow(&said);
        let said = unfolded(&said);
        assert!(said.contains("to 1e-3, such as") && said.contains("two peaks apart"), "{said}");
    }
    for words in [
        &["run", "single-infusion", "--rtol", "1e-3"][..],
        &["run", "single-infusion", "--rtol", "1e-12"],
        &["run", "single-infusion", "--rtol", "1e-10", "--method", "rodas5p"],
        &["population", "single-infusion", "-n", "2", "--vary", "ketamine_cl=9%", "--rtol", "1e-3"],
        &["population", "single-infusion", "-n", "2", "--vary", "ketamine_cl=9%", "--rtol", "1e-9"],
    ] {
        desk.good(&[words, &quick].concat());
    }
    for range in [Tolerances::of(Method::Collocation), Tolerances::of(Method::Rodas5p), Tolerances::TOGETHER] {
        assert!(range.least < range.most && range.most <= SAME_HEIGHT);
    }
}

/// How many random runs are made; the long test sets it to thousands.
fn runs() -> u64 {
    std::env::var("ONSET_RANDOM_RUNS").ok().and_then(|text| text.parse().ok()).unwrap_or(160)
}

#[test]
fn random_runs_keep_their_promise_or_are_refused_with_a_place() {
    // Gives whether a file was run, refused by both methods, or not good to begin with.
    let check = |number: u64| -> Result<&'static str, String> {
        let text = scenario(number, if number.is_multiple_of(2) { Events::Any } else { Events::None });
        let Some(experiment) = experiment(&text) else { return Ok("bad file") };
        let exact = states(&experiment, &options(Method::Collocation, 1e-10));
        for method in METHODS {
            for rtol in [1e-3, 1e-5, 1e-7] {
                let found = states(&experiment, &options(method, rtol));
                let wrong = match (&exact, &found) {
                    (Ok(exact), Ok(found)) => fault(exact, found, options(method, rtol)),
                    (Err(_), Err(error)) => {
                        let words = error.to_string();
                        (!words.contains(" h ") || words.contains("--rtol")).then_some(words)
                    }
                    (exact, found) => Some(format!("{:?} and {:?}", exact.as_ref().err(), found.as_ref().err())),
                };
                if let Some(wrong) = wrong {
                    return Err(format!("run {number}, {method:?} at {rtol:e}: {wrong}\n{text}"));
                }
            }
        }
        Ok(if exact.is_ok() { "run" } else { "refused" })
    };
    let all: Vec<_> = (0..runs()).into_par_iter().map(check).collect();
    let count = |what: &str| all.iter().filter(|one| one.as_ref() == Ok(&what)).count();
    let mut summary = String::new();
    for what in ["run", "refused", "bad file"] {
        let _ = write!(summary, "{what}: {}  ", count(what));
    }
    println!("{summary}");
    let wrong: Vec<&String> = all.iter().filter_map(|one| one.as_ref().err()).collect();
    assert!(wrong.is_empty(), "{} wrong of {summary}\n{}", wrong.len(), wrong[0]);
    assert!(count("run") > all.len() / 2 && count("refused") > 0, "{summary}");
}

#[test]
fn every_state_declares_a_domain_that_holds_its_rest() {
    let rest = onset::solver::AnyModel::rest(&model::Onset, &model::defaults());
    for (state, value) in STATES.iter().zip(rest) {
        assert!(state.kind == Kind::State && state.low >= 0.0 && state.low < state.high, "{}", state.key);
        assert!((state.low..=state.high).contains(&value) && state.high.powi(4).is_finite(), "{}", state.key);
    }
}
