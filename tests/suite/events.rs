//! Events: states changed at once, exactly when they are said to be.

use super::commands::Desk;
use onset::metrics::value_at;
use onset::model::{STATES, bdnf, synapses};
use onset::regimen::{Dose, Drug, Effect, Event, Regimen, Route};
use onset::scenario::{Source, builtin, read};
use onset::simulate::{Experiment, Signal, Trajectory, simulate};
use onset::solver::{Method, Options};

const DOSE: Dose =
    Dose { at: 0.0, amount: 35.0, per_kg: false, over: 2.0 / 3.0, drug: Drug::Ketamine, route: Route::Intravenous };

fn with(events: Vec<Event>, options: &Options) -> Trajectory {
    let regimen = Regimen { doses: vec![DOSE], events, ..Regimen::default() };
    simulate(&Experiment { regimen, ..Experiment::new(240.0) }, options).unwrap()
}

fn at(trajectory: &Trajectory, key: &str, time: f64) -> f64 {
    value_at(trajectory, Signal::by_key(key).unwrap(), time).unwrap()
}

#[test]
fn a_state_is_scaled_exactly_when_it_is_said_and_no_other_is_touched() {
    let when = 37.123_456;
    for method in [Method::Collocation, Method::Rodas5p] {
        let options = Options { method, ..Options::default() };
        let plain = with(Vec::new(), &options);
        let event = Event { at: when, state: synapses::state::nascent_synapses, effect: Effect::Scale(0.25) };
        let scaled = with(vec![event], &options);
        for state in STATES {
            let (before, after) = (at(&plain, state.key, when), at(&scaled, state.key, when));
            let factor = if state.key == "nascent_synapses" { 0.25 } else { 1.0 };
            assert!((after - factor * before).abs() <= 1e-6 * before.abs() + 1e-9, "{}: {before} {after}", state.key);
            let early = when - 1e-6;
            let (before, after) = (at(&plain, state.key, early), at(&scaled, state.key, early));
            assert!((after - before).abs() <= 1e-6 * before.abs() + 1e-9, "{} before it", state.key);
        }
    }
}

#[test]
fn what_is_lost_is_the_gain_and_no_more() {
    let options = Options::default();
    let lose = |state| Event { at: 48.0, state, effect: Effect::LoseGain };
    let events = vec![lose(synapses::state::nascent_synapses), lose(synapses::state::mature_synapses)];
    let erased = with(events, &options);
    let (start, plain) = (at(&erased, "synapse_count", 0.0), with(Vec::new(), &options));
    assert!(at(&plain, "synapse_count", 48.0) > 1.05 * start);
    assert!((at(&erased, "synapse_count", 48.0) - start).abs() < 1e-9);
    // A state that is not above its rest keeps what it has.
    let kept = with(vec![Event { at: 0.0, state: bdnf::state::mtorc1, effect: Effect::LoseGain }], &options);
    assert!((at(&kept, "mtorc1", 5.0) - at(&plain, "mtorc1", 5.0)).abs() < 1e-6);
}

#[test]
fn a_dose_at_the_time_of_an_event_comes_after_it() {
    let bolus = Dose { over: 0.0, at: 5.0, ..DOSE };
    let event = Event { at: 5.0, state: onset::model::ketamine::state::ketamine_central, effect: Effect::Scale(0.0) };
    let regimen = Regimen { doses: vec![bolus], events: vec![event], ..Regimen::default() };
    let run = simulate(&Experiment { regimen, ..Experiment::new(10.0) }, &Options::default()).unwrap();
    assert!((at(&run, "ketamine_central", 5.0) - 35.0).abs() < 1e-9);
}

#[test]
fn every_state_can_be_scaled_to_nothing_or_a_hundredfold_without_a_panic() {
    for (i, state) in STATES.iter().enumerate() {
        for factor in [0.0, 100.0] {
            let event = Event { at: 2.0, state: onset::quantity::State(i), effect: Effect::Scale(factor) };
            let regimen = Regimen { doses: vec![DOSE], events: vec![event], ..Regimen::default() };
            let run = simulate(&Experiment { regimen, ..Experiment::new(48.0) }, &Options::default());
            // What cannot be gone on from is an error with a place.
            if let Err(error) = run {
                assert!(error.to_string().contains("2"), "{}: {error}", state.key);
            }
        }
    }
}

#[test]
fn a_file_and_the_command_line_say_the_same() {
    let source = builtin::find("single-infusion").unwrap().source();
    let event = "\n[[arm.event]]\nat = \"2 d\"\nlose_gain = [\"nascent_synapses\", \"mature_synapses\"]\n";
    let typed = read(&Source::new("typed", format!("{}{event}", source.text)), &[]).scenario.unwrap();
    let given = read(&source, &[]).scenario.unwrap().erasing_new_spines(48.0);
    assert_eq!(typed.arms[0].experiment, given.arms[0].experiment);
    assert!(typed.times().contains(&48.0));
}

#[test]
fn erasing_new_spines_ends_the_effect_and_every_output_says_so() {
    let desk = Desk::new();
    let said = desk.good(&["run", "single-infusion", "--erase-new-spines", "2", "--out", "out"]);
    assert!(said.contains("new spines erased at 2 d"), "{said}");
    assert!(desk.read("out/figure.svg").contains("new spines erased at 2 d"));
    assert_eq!(desk.manifest("out")["changes"][0], "new spines erased at 2 d");
    desk.good(&["run", "single-infusion", "--no-figure", "--out", "kept"]);
    let week = |folder: &str| desk.metrics(folder).get("ketamine 0.5 mg/kg iv over 40 min", "improvement_7d").unwrap();
    let day = |folder: &str| desk.metrics(folder).get("ketamine 0.5 mg/kg iv over 40 min", "improvement_24h").unwrap();
    assert!(week("out") < 0.4 * week("kept"), "{} against {}", week("out"), week("kept"));
    assert!((day("out") - day("kept")).abs() < 1e-5);
}
