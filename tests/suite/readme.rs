//! What the README says is so.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use onset::chart::{cascade, comparison};
use onset::figure::{Figure, Profile, Theme, render_png, render_svg};
use onset::model;
use onset::quantity::Basis;
use onset::run::run;
use onset::scenario::{Source, builtin, read, render_plain};
use onset::solver::Options;

pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

pub(crate) fn readme() -> String {
    fs::read_to_string(root().join("README.md")).unwrap()
}

/// The text with every line break and run of blanks as one blank.
pub(crate) fn flowing(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Compares with a committed file, or rewrites it where `ONSET_BLESS` is set.
pub(crate) fn check_file(path: &Path, bytes: &[u8]) {
    if env::var_os("ONSET_BLESS").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let known = fs::read(path).unwrap_or_default();
    assert!(known == bytes, "{} is stale; run ONSET_BLESS=1 cargo test readme", path.display());
}

#[test]
fn its_pictures_are_those_of_the_demo() {
    let source = builtin::find("ketamine-vs-ssri").unwrap().source();
    let scenario = read(&source, &[]).scenario.unwrap();
    let run = run(vec![(source.name, scenario)], Vec::new(), &Options::default()).unwrap();
    let draw = |figure: &Figure, profile: &Profile| {
        let svg = render_svg(figure, &Theme::light(), profile);
        let png = render_png(&svg, figure).unwrap();
        check_file(&root().join(format!("output/demo/{}.png", figure.id)), &png);
        assert!(readme().contains(&format!("(output/demo/{}.png)", figure.id)), "the README shows {}", figure.id);
    };
    draw(&comparison(&run), &Profile::slides_16x9());
    draw(&cascade(&run), &Profile::notes());
}

#[test]
fn its_broken_file_is_answered_as_it_says() {
    let text = builtin::find("single-infusion")
        .unwrap()
        .text
        .replace("amount = ", "amout = ")
        .replace("0.5 mg/kg\"", "1 mg/kg\"");
    let source = Source::new("my.toml", text);
    let diagnostics = read(&source, &[]).diagnostics;
    let answers: Vec<String> = diagnostics.iter().map(|diagnostic| render_plain(diagnostic, &source)).collect();
    let shown = readme().split("```text\n").nth(1).unwrap().split("\n```").next().unwrap().to_owned();
    assert!(
        answers.iter().any(|answer| answer.trim_end() == shown),
        "the README shows\n{shown}\nbut the answers are\n{}",
        answers.join("\n")
    );
}

#[test]
fn its_numbers_are_right() {
    let text = flowing(&readme());
    let mechanisms = fs::read_dir(root().join("src/model"))
        .unwrap()
        .filter(|entry| fs::read_to_string(entry.as_ref().unwrap().path()).unwrap().contains("quantities! {"))
        .count();
    let references = fs::read_dir(root().join("tests/reference"))
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().path().extension().is_some_and(|ending| ending == "csv"))
        .count();
    let script = fs::read_to_string(root().join("tests/external/compare.py")).unwrap();
    let cases = script.split("CASES = [").nth(1).unwrap().split("\n]").next().unwrap();
    let cases = cases.lines().filter(|line| line.trim_start().starts_with('(')).count();
    for claim in [
        format!("Node, {cases} arms with their doses"),
        format!("{} states in {mechanisms} mechanisms", model::STATES.len()),
        format!("{references} trajectories"),
        format!(
            "{} of its numbers are from the literature, {} are tuned to published findings, {} are assumed",
            model::count(Basis::Literature),
            model::count(Basis::Tuned),
            model::count(Basis::Assumed)
        ),
    ] {
        assert!(text.contains(&claim), "the README does not say \"{claim}\"");
    }
}

#[test]
fn it_names_every_scenario() {
    let text = readme();
    for known in builtin::BUILTINS {
        assert!(text.contains(&format!("`{}`", known.name)), "{}", known.name);
    }
}

#[test]
fn its_scenario_that_builds_on_another_does_what_it_says() {
    let text = readme().split("```toml\n").nth(1).unwrap().split("```").next().unwrap().to_owned();
    let scenario = read(&Source::new("my.toml", text), &[]).scenario.unwrap();
    let base = read(&builtin::find("single-infusion").unwrap().source(), &[]).scenario.unwrap();
    assert_eq!((scenario.title, scenario.arms.len()), (base.title, base.arms.len()));
    assert_eq!((base.arms[0].weight, scenario.arms[0].weight), (70.0, 90.0));
}
