//! How much the outcome depends on the guesses: bands over draws, and which guess matters most.

use super::commands::{Desk, assert_narrow, table};
use super::readme::flowing;
use onset::model::{self, SETTINGS};
use onset::quantity::{Basis, Kind, Quantity};

#[test]
fn the_draws_are_of_every_guess_within_its_bounds_and_the_same_each_time() {
    let desk = Desk::new();
    let text = desk.good(&["guesses", "single-infusion", "-n", "60", "--out", "a"]);
    assert_narrow(&text);
    let is_drawn = |setting: &&Quantity| setting.kind == Kind::Parameter && setting.basis == Basis::Assumed;
    let number = SETTINGS.iter().filter(is_drawn).count();
    assert!(flowing(&text).contains(&format!("60 draws of {number} assumed parameters")), "{text}");
    assert!(text.contains("not clinical guidance"));
    desk.good(&["guesses", "single-infusion", "-n", "60", "--out", "b"]);
    let other = desk.good(&["guesses", "single-infusion", "-n", "60", "--seed", "2", "--out", "c"]);
    assert!(desk.read("a/guesses.svg") == desk.read("b/guesses.svg"));
    assert!(desk.read("a/guesses.csv") != desk.read("c/guesses.csv"));
    // What stands at the bounds does not depend on the seed.
    assert!(desk.read("a/parameters.csv") == desk.read("c/parameters.csv"));
    assert!(other.contains("nascent_fraction"));
    let rows = table(&desk.read("a/parameters.csv"));
    let column = |name: &str| rows[0].iter().position(|head| head == name).unwrap();
    let [key, least, greatest] = ["parameter", "least", "greatest"].map(column);
    assert_eq!(rows.len(), 1 + number);
    for row in &rows[1..] {
        let setting = &SETTINGS[model::parameter(&row[key]).unwrap().0];
        assert_eq!(setting.basis, Basis::Assumed);
        let bounds = [&row[least], &row[greatest]].map(|text| text.parse::<f64>().unwrap());
        assert_eq!(bounds, [setting.low, setting.high]);
    }
}

#[test]
fn a_guess_at_its_bound_gives_what_a_run_with_it_gives() {
    let desk = Desk::new();
    desk.good(&["guesses", "single-infusion", "-n", "20", "--metric", "improvement_24h", "--out", "out"]);
    let rows = table(&desk.read("out/parameters.csv"));
    let column = |name: &str| rows[0].iter().position(|head| head == name).unwrap();
    let row = rows.iter().find(|row| row[0] == "nascent_fraction").unwrap();
    for (bound, value) in [("least", "at_least"), ("greatest", "at_greatest")] {
        let set = format!("parameters.nascent_fraction={}", row[column(bound)]);
        // A value at its bound is warned of.
        let ran = desk.onset(&["run", "single-infusion", "--no-figure", "--set", &set, "--out", bound]);
        assert!(ran.code == 0 && ran.err.contains("W005"), "{ran:?}");
        let metrics = desk.metrics(bound);
        let there = metrics.get(&row[column("arm")], "improvement_24h").unwrap();
        let told: f64 = row[column(value)].parse().unwrap();
        assert!((there - told).abs() < 1e-3 * there.abs(), "{there} {told}");
    }
}

#[test]
fn what_the_scenario_sets_is_no_guess() {
    let desk = Desk::new();
    let text = desk.good(&[
        "guesses",
        "single-infusion",
        "-n",
        "20",
        "--set",
        "parameters.nascent_fraction=0.3",
        "--out",
        "out",
    ]);
    assert!(flowing(&text).contains("Set by the scenario and kept: nascent_fraction."), "{text}");
    assert!(!desk.read("out/parameters.csv").contains("nascent_fraction"));
}

#[test]
fn what_cannot_be_done_is_said() {
    let desk = Desk::new();
    for (words, said) in [
        (&["guesses", "single-infusion", "--metric", "peak_improvment"][..], "did you mean \"peak_improvement\"?"),
        (&["guesses", "single-infusion", "-n", "0"], "20..=100000"),
        (&["guesses", "single-infuson"], "single-infusion"),
    ] {
        let message = desk.bad(2, words);
        assert!(message.contains(said), "{message}");
    }
}
