//! `onset new`: a scenario to start from.

use super::commands::{Desk, assert_narrow};
use onset::scenario::builtin::{self, STARTER};
use onset::scenario::{Source, read};

#[test]
fn the_starter_is_short_commented_and_right() {
    assert!(STARTER.lines().count() <= 30);
    assert!(STARTER.starts_with("#:schema ./scenario.schema.json\n"));
    assert!(STARTER.matches('#').count() > 12);
    assert_narrow(STARTER);
    let outcome = read(&Source::new("starter", STARTER), &[]);
    assert_eq!(outcome.diagnostics, []);
    assert_eq!(outcome.scenario.unwrap().arms.len(), 2);
}

#[test]
fn a_new_scenario_runs_unedited() {
    let desk = Desk::new();
    let said = desk.good(&["new", "my.toml"]);
    assert_narrow(&said);
    assert_eq!(desk.read("my.toml"), STARTER);
    let steps: Vec<&str> = said.lines().map(str::trim).filter_map(|line| line.strip_prefix("onset ")).collect();
    assert_eq!(steps, ["check my.toml", "run my.toml", "schema > scenario.schema.json"]);
    desk.good(&["check", "my.toml"]);
    desk.good(&["run", "my.toml", "--no-figure"]);
    let metrics = desk.metrics("output/my");
    let [fast, slow] =
        ["ketamine 0.5 mg/kg iv over 40 min", "escitalopram 10 mg daily"].map(|arm| metrics.get(arm, "onset").unwrap());
    assert!(fast < 4.0 && slow > 7.0 * 24.0, "{fast} {slow}");
}

#[test]
fn a_copy_of_a_built_in_scenario_is_exact() {
    let desk = Desk::new();
    assert_eq!(desk.good(&["new", "--quiet", "my", "--from", "routes"]), "");
    assert_eq!(desk.read("my.toml"), builtin::find("routes").unwrap().text);
    let said = desk.good(&["new", "größe mit Leerzeichen.toml"]);
    assert!(said.contains("onset run \"größe mit Leerzeichen.toml\""), "{said}");
}

#[test]
fn a_file_that_is_there_is_kept_unless_forced() {
    let desk = Desk::new();
    desk.write("my.toml", "mine");
    desk.write("folder.toml/x", "");
    for words in [&["new", "my.toml"][..], &["new", "my", "--from", "routes"]] {
        let message = desk.bad(4, words);
        assert!(message.contains("my.toml is there already") && message.contains("--force"), "{message}");
    }
    desk.good(&["new", "my.toml", "--force"]);
    assert_eq!(desk.read("my.toml"), STARTER);
    for words in [&["new", "folder.toml"][..], &["new", "folder.toml", "--force"]] {
        assert!(desk.bad(4, words).contains("a folder of that name"));
    }
    for words in [&["new", "nowhere/my.toml"][..], &["new", "nowhere/my.toml", "--force"]] {
        let message = desk.bad(4, words);
        assert!(message.contains("nowhere") && !message.contains("--out"), "{message}");
    }
}
