//! The built-in population of adults: the spreads of the reference model, used where nothing else is said, and what the
//! README says of it.

use super::commands::{Desk, assert_narrow, table};
use super::commands_population::{SHORT, files};
use super::readme::{flowing, readme};
use onset::model::LIMITS;
use onset::quantity::Basis;
use onset::variability::ADULTS;

#[test]
fn the_adults_are_those_of_the_reference_model() {
    let reference: toml::Table = include_str!("../reference/variability.toml").parse().unwrap();
    let varied = reference["varied"].as_array().unwrap();
    assert_eq!(varied.len(), ADULTS.len());
    for (entry, difference) in varied.iter().zip(ADULTS) {
        let text = |key: &str| entry[key].as_str().unwrap();
        assert_eq!(text("parameter"), difference.name);
        assert_eq!(text("distribution"), difference.distribution.name(), "{}", difference.name);
        assert_eq!(text("basis"), difference.basis.name(), "{}", difference.name);
        assert_eq!(entry["cv"].as_float().unwrap(), difference.cv, "{}", difference.name);
    }
}

#[test]
fn subjects_are_adults_where_nothing_else_is_said() {
    let desk = Desk::new();
    desk.write("one.toml", SHORT);
    let run = |out: &str, more: &[&str]| {
        desk.good(
            &[&["population", "one.toml", "-n", "60", "--seed", "7", "--no-figure", "--out", out][..], more].concat(),
        )
    };
    let said = run("adults", &[]);
    assert_narrow(&said);
    let flat = flowing(&said);
    for words in
        ["seed 7; the built-in adults", "weight 15 %, ketamine_cl 20 %", "f_oral 40 % (logit-normal)", "no person's"]
    {
        assert!(flat.contains(words), "{words}: {said}");
    }
    let manifest: serde_json::Value = serde_json::from_str(&desk.read("adults/manifest.json")).unwrap();
    assert_eq!((&manifest["built_in_population"], &manifest["seed"]), (&"adults".into(), &7.into()));
    assert_eq!(manifest["varied"].as_array().unwrap().len(), ADULTS.len());
    // The same spreads, asked for one by one.
    let spreads: Vec<String> = ADULTS
        .iter()
        .map(|one| format!("--vary={}={}%,{}", one.name, 100.0 * one.cv, one.distribution.name()))
        .collect();
    run("asked", &spreads.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(desk.read("adults/subjects.csv") == desk.read("asked/subjects.csv"));
    run("again", &["--threads", "1"]);
    assert!(files(&desk, "adults") == files(&desk, "again"));
    // What the command or the scenario lets vary is all that varies.
    assert!(!run("one", &["--vary", "weight=15%"]).contains("built-in"));
    desk.write("own.toml", [SHORT, "[population]\nvary = [{ name = \"weight\", cv = \"15 %\" }]\n"].concat());
    let own = desk.good(&["population", "own.toml", "-n", "5", "--no-figure", "--out", "own"]);
    assert!(own.contains("varies: weight 15 %") && !own.contains("built-in"), "{own}");
    let other: serde_json::Value = serde_json::from_str(&desk.read("own/manifest.json")).unwrap();
    assert!(other["built_in_population"].is_null());
}

#[test]
fn each_spread_of_the_adults_is_explained_with_its_source() {
    let desk = Desk::new();
    let text = desk.good(&["explain", "adults"]);
    assert_narrow(&text);
    let flat = flowing(&text);
    for difference in ADULTS {
        assert!(flat.contains(&format!("{}: ", difference.name)) && flat.contains(difference.source), "{text}");
    }
    let clearance = flowing(&desk.good(&["explain", "ketamine_cl"]));
    assert!(
        clearance.contains("between the built-in adults: 20 % (log-normal), literature: 0.13 within"),
        "{clearance}"
    );
    assert!(desk.good(&["parameters", "ketamine_cl"]).contains("onset explain adults"));
    assert!(flowing(&desk.good(&["help", "population"])).contains("built-in adults"));
}

/// Subjects of which the README gives shares.
const SUBJECTS: &str = "1000";

/// The percentage of subjects whose metric is a response.
fn respond(desk: &Desk, scenario: &str, arm: &str, metric: &str, more: &[&str]) -> i64 {
    let words = ["population", scenario, "-n", SUBJECTS, "--no-figure", "--out", scenario, "--force"];
    desk.good(&[&words[..], more].concat());
    let rows = table(&desk.read(&format!("{scenario}/subjects.csv")));
    let place = rows[0].iter().position(|head| head.starts_with(metric)).unwrap();
    let values: Vec<f64> =
        rows[1..].iter().filter(|row| row[1] == arm).map(|row| row[place].parse().unwrap()).collect();
    assert_eq!(values.len().to_string(), SUBJECTS);
    let share = values.iter().filter(|value| **value >= 50.0).count() as f64 / values.len() as f64;
    (100.0 * share).round() as i64
}

#[test]
fn the_readme_says_how_many_of_the_adults_respond() {
    let desk = Desk::new();
    let day = respond(&desk, "single-infusion", "ketamine 0.5 mg/kg iv over 40 min", "improvement_24h", &[]);
    let weeks = respond(&desk, "ketamine-vs-ssri", "escitalopram 10 mg daily", "improvement_end", &[]);
    // To these shares the spreads were tuned.
    assert!((50..=56).contains(&day) && (50..=60).contains(&weeks), "{day} {weeks}");
    let said = format!("{day} % respond a day after one infusion and {weeks} % after eight weeks of escitalopram");
    assert!(flowing(&readme()).contains(&said), "the README does not say \"{said}\"");
    assert!(flowing(&readme()).contains("no person's response"));
    // A day after the last of six infusions; trials saw fewer.
    let six = respond(&desk, "six-infusions", "six infusions", "improvement_end", &["--set", "duration=12d"]);
    let limit = LIMITS.iter().find(|limit| limit.name == "response").unwrap();
    let said = format!("of six infusions {six} % of such a population stand at a response");
    assert!(limit.says.contains(&said), "{said}");
    let [literature, tuned, assumed] = [Basis::Literature, Basis::Tuned, Basis::Assumed]
        .map(|basis| ADULTS.iter().filter(|one| one.basis == basis).count());
    let counts = format!("{literature} spreads from the literature, {tuned} tuned to such shares, {assumed} assumed");
    assert!(flowing(&readme()).contains(&counts), "{counts}");
}

#[test]
fn a_run_says_when_response_remission_and_relapse_come() {
    let desk = Desk::new();
    let said = desk.good(&["run", "six-infusions", "--no-figure", "--out", "six"]);
    assert_narrow(&said);
    let metrics = desk.metrics("six");
    let times: Vec<String> = ["response", "remission", "relapse"]
        .map(|key| onset::words::duration(metrics.get("six infusions", key).unwrap()))
        .to_vec();
    let heads: Vec<&str> = said.lines().filter(|line| line.contains("remission")).take(1).collect();
    assert!(heads[0].contains("response") && heads[0].contains("relapse"), "{said}");
    let row = said.lines().find(|line| line.contains("six infusions") && times.iter().all(|time| line.contains(time)));
    assert!(row.is_some(), "{times:?}\n{said}");
    let healthy = desk.good(&["run", "surgery-opioid-sparing", "--no-figure", "--out", "healthy"]);
    assert!(!healthy.contains("remission"), "{healthy}");
}
