//! The trajectories of an independent simulator, met by both solvers at the default tolerance.

use std::fs;
use std::path::{Path, PathBuf};

use onset::model;
use onset::regimen::{Change, Dose, Drug, Regimen, Route, Switch};
use onset::simulate::{Experiment, Signal, simulate};
use onset::solver::{Method, Options};
use serde_json::Value;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference")
}

/// What a reference case was given.
fn experiment(case: &str, duration: f64) -> Experiment {
    let text = fs::read_to_string(folder().join(format!("{case}.json"))).unwrap();
    let given: Value = serde_json::from_str(&text).unwrap();
    let mut experiment = Experiment::new(duration);
    for (key, value) in given["parameters"].as_object().unwrap() {
        experiment.settings[model::parameter(key).unwrap().0] = value.as_f64().unwrap();
    }
    let mut regimen = Regimen::default();
    for dose in given["doses"].as_array().unwrap() {
        let (drug, route) = match dose["route"].as_str().unwrap() {
            "iv" | "bolus" => (Drug::Ketamine, Route::Intravenous),
            "im" => (Drug::Ketamine, Route::Intramuscular),
            "sc" => (Drug::Ketamine, Route::Subcutaneous),
            "in" => (Drug::Ketamine, Route::Nasal),
            "sl" => (Drug::Ketamine, Route::Sublingual),
            "po" => (Drug::Ketamine, Route::Oral),
            "ssri" => (Drug::Ssri, Route::Oral),
            other => panic!("unknown route {other}"),
        };
        let number = |key: &str| dose[key].as_f64().unwrap();
        regimen.doses.push(Dose {
            at: number("time_h"),
            amount: number("amount_mg"),
            per_kg: false,
            over: number("duration_h"),
            drug,
            route,
        });
    }
    let switches = given["switches"].as_array().unwrap();
    for (i, switch) in switches.iter().enumerate() {
        for (key, value) in switch["set"].as_object().unwrap() {
            // The reference sets a parameter until it sets it again.
            let until = switches[i + 1..].iter().find(|later| later["set"].get(key).is_some());
            regimen.switches.push(Switch {
                at: switch["time_h"].as_f64().unwrap(),
                until: until.map(|later| later["time_h"].as_f64().unwrap()),
                setting: model::parameter(key).unwrap(),
                change: Change::Set(value.as_f64().unwrap()),
            });
        }
    }
    experiment.regimen = regimen;
    experiment
}

/// The largest error of a case in units of what is allowed, with where it is.
fn worst(case: &str, options: &Options) -> (f64, String) {
    let text = fs::read_to_string(folder().join(format!("{case}.csv"))).unwrap();
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().unwrap().split(',').collect();
    let rows: Vec<Vec<f64>> = lines.map(|line| line.split(',').map(|cell| cell.parse().unwrap()).collect()).collect();
    let times: Vec<f64> = rows.iter().map(|row| row[0]).collect();
    let trajectory = simulate(&experiment(case, *times.last().unwrap()), options).unwrap();
    let table = trajectory.sample(&times);
    let mut worst = (0.0, String::new());
    for (column, key) in header.iter().enumerate().skip(1) {
        let values = table.column(Signal::by_key(key).unwrap_or_else(|| panic!("no signal {key}")));
        for ((row, value), time) in rows.iter().zip(values).zip(&times) {
            let error = (value - row[column]).abs() / (1e-6 * row[column].abs() + 1e-8);
            if !(error <= worst.0) {
                worst = (error, format!("{key} at {time} h: {value} against {}", row[column]));
            }
        }
    }
    worst
}

fn cases() -> Vec<String> {
    let mut cases: Vec<String> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "csv"))
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    cases.sort();
    cases
}

#[test]
fn every_case_has_every_state_and_as_many_observables_as_the_readme_says() {
    let readme = include_str!("../../README.md").split_whitespace().collect::<Vec<_>>().join(" ");
    for case in cases() {
        let text = fs::read_to_string(folder().join(format!("{case}.csv"))).unwrap();
        let columns: Vec<&str> = text.lines().next().unwrap().split(',').collect();
        for state in model::STATES {
            assert!(columns.contains(&state.key), "{case} lacks {}", state.key);
        }
        let observables = model::OBSERVABLES.iter().filter(|observable| columns.contains(&observable.key)).count();
        assert_eq!(columns.len(), 1 + model::STATES.len() + observables, "{case}");
        let claim = format!("every state and {observables} observables met to a millionth");
        assert!(readme.contains(&claim), "{case}: the README does not say \"{claim}\"");
    }
}

#[test]
fn both_solvers_meet_every_reference_trajectory() {
    assert_eq!(cases().len(), 25);
    for method in [Method::Collocation, Method::Rodas5p] {
        let options = Options { method, ..Options::default() };
        for case in cases() {
            let (error, place) = worst(&case, &options);
            println!("{method:?} {case}: {error:.3} of what is allowed ({place})");
            assert!(error <= 1.0, "{method:?} {case}: {error:.3} times what is allowed ({place})");
        }
    }
}
