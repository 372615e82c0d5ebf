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
fn tuned_guesses_are_drawn_on_request_from_half_to_twice_their_values() {
    let desk = Desk::new();
    let number = |basis: Basis| {
        SETTINGS.iter().filter(|setting| setting.kind == Kind::Parameter && setting.basis == basis).count()
    };
    let (assumed, tuned) = (number(Basis::Assumed), number(Basis::Tuned));
    for (draw, rows, words) in [
        ("tuned", tuned, format!("40 draws of {tuned} tuned parameters, each from half to twice its value")),
        (
            "both",
            assumed + tuned,
            format!(
                "40 draws of {assumed} assumed parameters, each anywhere within its bounds, and of {tuned} tuned parameters"
            ),
        ),
    ] {
        let text = desk.good(&["guesses", "single-infusion", "-n", "40", "--draw", draw, "--out", draw]);
        assert_narrow(&text);
        assert!(flowing(&text).contains(&words), "{text}");
        let written = table(&desk.read(&format!("{draw}/parameters.csv")));
        assert_eq!(written.len(), 1 + rows, "{draw}");
        for row in &written[1..] {
            let setting = &SETTINGS[model::parameter(&row[0]).unwrap().0];
            let [low, high] = [2, 3].map(|column| row[column].parse::<f64>().unwrap());
            let expected = match setting.basis {
                Basis::Tuned => [(0.5 * setting.default).max(setting.low), (2.0 * setting.default).min(setting.high)],
                _ => [setting.low, setting.high],
            };
            assert_eq!([low, high], expected, "{}", setting.key);
        }
        assert!(desk.read(&format!("{draw}/manifest.json")).contains(&format!("--draw {draw}")));
    }
    assert!(desk.read("tuned/spread.csv") != desk.read("both/spread.csv"));
    assert!(desk.bad(2, &["guesses", "single-infusion", "--draw", "all"]).contains("both"));
}

#[test]
fn where_the_value_and_the_curve_as_given_lie_among_the_draws_is_said() {
    let desk = Desk::new();
    let words = ["guesses", "ketamine-vs-ssri", "-n", "100", "--metric", "improvement_24h", "--out", "out"];
    let text = desk.good(&words);
    let flat = flowing(&text);
    assert!(text.contains("as given") && text.contains("median"), "{text}");
    let rows = table(&desk.read("out/spread.csv"));
    assert_eq!(rows.len(), 3);
    for row in &rows[1..] {
        let number = |column: usize| row[column].parse::<f64>().unwrap();
        let (given, percentile) = (number(3), number(4));
        assert!(flat.contains(&format!("lies at percentile {percentile:.0} of the draws")), "{text}");
        // The percentile is where the percentiles of the draws put the value.
        for (column, edge) in [(5, 5.0), (6, 25.0), (7, 50.0), (8, 75.0), (9, 95.0)] {
            let is_above = given > number(column);
            assert!(if is_above { percentile >= edge - 1.5 } else { percentile <= edge + 1.5 }, "{row:?}");
        }
    }
    let course = table(&desk.read("out/course.csv"));
    for arm in rows[1..].iter().map(|row| &row[0]) {
        let of_arm: Vec<f64> =
            course[1..].iter().filter(|row| row[0] == *arm).map(|row| row[5].parse().unwrap()).collect();
        assert!(of_arm.len() > 100, "{arm}");
        let low = of_arm.iter().copied().fold(f64::INFINITY, f64::min);
        let high = of_arm.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        assert!(flat.contains(&format!("lies between percentile {low:.0} (at ")), "{low} {text}");
        assert!(flat.contains(&format!(" and {high:.0} (at ")), "{high} {text}");
    }
}

#[test]
fn the_main_figure_carries_the_band_of_the_draws() {
    let desk = Desk::new();
    desk.good(&["guesses", "ketamine-vs-ssri", "-n", "30", "--draw", "both", "--out", "out"]);
    let drawn = table(&desk.read("out/comparison.csv"));
    let named = |name: &str| drawn.iter().any(|row| row.iter().any(|cell| cell.contains(name)));
    assert!(named("5-to-95:lower") && named("5-to-95:upper"), "{:?}", drawn[1]);
    let words = flowing(&desk.read("out/comparison.txt"));
    assert!(words.contains("5 to 95 %") && words.contains("30 draws"), "{words}");
    let bands = desk.read("out/guesses.csv");
    assert!(bands.contains("-median"), "each arm has its median");
    for file in ["out/comparison.svg", "out/comparison.png"] {
        let said = flowing(&desk.good(&["verify", file]));
        assert!(said.starts_with(&format!("{file}: identical when `onset guesses")), "{said}");
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
