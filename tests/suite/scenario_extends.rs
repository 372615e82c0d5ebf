//! Scenarios that build on others: what comes first, what is joined, what is replaced.

use super::commands::Desk;
use onset::model;
use onset::scenario::{Grid, Override, Scenario, Source, builtin, read, read_from, render_plain};

const BASE: &str = r#"format = 1
title = "The base"
duration = "2 d"
show = ["bdnf"]
time_axis = "linear"
[grid]
points = 20
[subject]
weight = "80 kg"
preset = "healthy"
[parameters]
k_protein = 0.06
stress = 0.5
[[arm]]
name = "one"
presets = ["val66met"]
[arm.parameters]
formation_gain = 4.0
[[arm.dose]]
drug = "ketamine"
amount = "35 mg"
route = "oral"
[[arm.dose]]
drug = "ketamine"
amount = "36 mg"
route = "oral"
at = "1 h"
[[arm.switch]]
set = { ampa_block = 0.9 }
[[arm]]
name = "two"
"#;

/// The scenario of a text that builds on the files beside it, without any problem.
#[track_caller]
fn scenario(text: &str, beside: &[(&str, &str)]) -> Scenario {
    let source = Source::new("my.toml", format!("format = 1\n{text}"));
    let resolver = |name: &str, _: &Source| {
        let found = beside.iter().find(|(known, _)| *known == name);
        found.map(|(name, text)| Source::new(*name, *text)).ok_or_else(|| "not there".into())
    };
    let outcome = read_from(&source, &[], &resolver);
    let messages: String = outcome.diagnostics.iter().map(|diagnostic| render_plain(diagnostic, &source)).collect();
    assert_eq!(messages, "");
    outcome.scenario.unwrap()
}

#[track_caller]
fn on_base(text: &str) -> Scenario {
    scenario(&format!("extends = \"base.toml\"\n{text}"), &[("base.toml", BASE)])
}

/// What a scenario means, whatever texts it comes from.
fn meaning(scenario: &Scenario) -> Scenario {
    Scenario { text: String::new(), bases: Vec::new(), flat: String::new(), ..scenario.clone() }
}

fn value(scenario: &Scenario, arm: usize, key: &str) -> f64 {
    scenario.arms[arm].experiment.settings[model::parameter(key).unwrap().0]
}

fn amounts(scenario: &Scenario, arm: usize) -> Vec<f64> {
    scenario.arms[arm].experiment.regimen.doses.iter().map(|dose| dose.amount).collect()
}

#[test]
fn a_file_that_adds_nothing_means_what_its_base_means() {
    let alone = read(&Source::new("base.toml", BASE), &[]).scenario.unwrap();
    assert_eq!(meaning(&on_base("")), meaning(&alone));
    assert_eq!(alone.standalone(), BASE);
    assert!(alone.bases.is_empty());
}

#[test]
fn keys_of_the_file_take_the_place_of_those_of_the_base() {
    let scenario =
        on_base("title = \"Mine\"\nduration = \"3 d\"\nshow = [\"glutamate\", \"bdnf\"]\ntime_axis = \"log\"");
    assert_eq!((scenario.title.as_str(), scenario.duration), ("Mine", 72.0));
    assert_eq!(scenario.show, ["glutamate", "bdnf"]);
    assert_eq!(scenario.grid, Grid::Points(20));
    // The output times can be said in one way only, so that the other way is gone.
    assert_eq!(on_base("[grid]\nevery = \"2 h\"").grid, Grid::Every(2.0));
}

#[test]
fn subject_and_parameters_are_joined_key_by_key() {
    let scenario = on_base("[subject]\nweight = \"90 kg\"\n[parameters]\nstress = 0.7\nbdnf_tonic = 0.8");
    for arm in &scenario.arms {
        assert_eq!((arm.weight, arm.subject), (90.0, "healthy"));
    }
    assert_eq!(value(&scenario, 1, "k_protein"), 0.06);
    assert_eq!(value(&scenario, 1, "stress"), 0.7);
    assert_eq!(value(&scenario, 1, "bdnf_tonic"), 0.8);
}

#[test]
fn arms_are_joined_name_by_name_and_new_ones_come_last() {
    let scenario = on_base(
        "[[arm]]\nname = \"three\"\n[[arm]]\nname = \"one\"\n[arm.parameters]\nbdnf_tonic = 0.7\n[arm.subject]\nweight = \"60 kg\"",
    );
    let names: Vec<&str> = scenario.arms.iter().map(|arm| arm.name.as_str()).collect();
    assert_eq!(names, ["one", "two", "three"]);
    assert_eq!(scenario.arms[0].weight, 60.0);
    assert_eq!(scenario.arms[0].presets, ["val66met"]);
    assert_eq!((value(&scenario, 0, "formation_gain"), value(&scenario, 0, "bdnf_tonic")), (4.0, 0.7));
    assert_eq!(amounts(&scenario, 0), [35.0, 36.0]);
    assert_eq!(scenario.arms[0].experiment.regimen.switches.len(), 1);
}

#[test]
fn doses_switches_and_presets_are_replaced_as_a_whole() {
    let dose = "[[arm.dose]]\ndrug = \"ketamine\"\namount = \"50 mg\"\nroute = \"iv\"";
    let scenario = on_base(&format!("[[arm]]\nname = \"one\"\npresets = []\n{dose}"));
    assert_eq!(amounts(&scenario, 0), [50.0]);
    assert!(scenario.arms[0].presets.is_empty());
    assert_eq!(scenario.arms[0].experiment.regimen.switches.len(), 1);
    let without = on_base("[[arm]]\nname = \"one\"\ndose = []\nswitch = []");
    assert_eq!(amounts(&without, 0), [0.0; 0]);
    assert!(without.arms[0].experiment.regimen.switches.is_empty());
}

#[test]
fn a_chain_is_read_from_its_far_end() {
    let middle =
        "format = 1\nextends = \"base.toml\"\ntitle = \"Middle\"\n[parameters]\nstress = 0.9\nbdnf_tonic = 0.9";
    let scenario = scenario(
        "extends = \"middle.toml\"\n[parameters]\nstress = 0.8",
        &[("middle.toml", middle), ("base.toml", BASE)],
    );
    assert_eq!(scenario.title, "Middle");
    assert_eq!(value(&scenario, 1, "k_protein"), 0.06);
    assert_eq!(value(&scenario, 1, "bdnf_tonic"), 0.9);
    assert_eq!(value(&scenario, 1, "stress"), 0.8);
    let bases: Vec<&str> = scenario.bases.iter().map(|base| base.name.as_str()).collect();
    assert_eq!(bases, ["middle.toml", "base.toml"]);
    let flat = read(&Source::new("flat.toml", scenario.standalone()), &[]);
    assert_eq!(flat.diagnostics, []);
    assert_eq!(meaning(&flat.scenario.unwrap()), meaning(&scenario));
}

#[test]
fn a_chain_of_ten_is_read_and_one_of_eleven_is_not() {
    let resolver = |name: &str, _: &Source| {
        let number: u32 = name.parse().map_err(|_| "not there")?;
        let below = if number == 0 { "duration = \"1 d\"".into() } else { format!("extends = \"{}\"", number - 1) };
        Ok(Source::new(name, format!("format = 1\n{below}\n[[arm]]\nname = \"{number}\"\n")))
    };
    let read = |bases: u32| {
        let source = Source::new("my.toml", format!("format = 1\nextends = \"{}\"", bases - 1));
        read_from(&source, &[], &resolver)
    };
    assert_eq!(read(10).scenario.unwrap().arms.len(), 10);
    let codes: Vec<&str> = read(11).diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    assert_eq!(codes, ["E027"]);
}

#[test]
fn values_from_outside_reach_what_the_base_holds() {
    let source = Source::new("my.toml", "format = 1\nextends = \"single-infusion\"");
    let given = Override::parse("arm.1.dose.1.amount=50mg").unwrap();
    let outcome = read(&source, &[given]);
    assert_eq!(outcome.diagnostics, []);
    assert_eq!(amounts(&outcome.scenario.unwrap(), 0), [50.0]);
}

#[test]
fn files_are_found_from_the_folder_of_the_file_that_names_them() {
    let desk = Desk::new();
    desk.write("course/bases/base.toml", BASE.replace("format = 1", "format = 1\nextends = \"../far.toml\""));
    desk.write("course/far.toml", "format = 1\nextends = \"single-infusion\"");
    desk.write("course/my.toml", "format = 1\nextends = \"bases/base.toml\"\n[subject]\npreset = \"stressed\"\n");
    let said = desk.good(&["check", "course/my.toml"]);
    assert!(said.contains("3 arms over 2 d") || said.contains("3 arms over 48 h"), "{said}");
    desk.good(&["run", "course/my.toml", "--out", "first"]);
    // The manifest and the figure hold all that is needed to run it again, without the other files.
    let manifest: serde_json::Value = serde_json::from_str(&desk.read("first/manifest.json")).unwrap();
    let scenario = &manifest["scenarios"][0];
    assert_eq!(scenario["text"].as_str().unwrap(), desk.read("course/my.toml"));
    let names: Vec<&str> =
        scenario["builds_on"].as_array().unwrap().iter().map(|base| base["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["course/bases/base.toml", "course/far.toml", "single-infusion"]);
    assert_eq!(scenario["builds_on"][2]["text"], builtin::find("single-infusion").unwrap().text);
    let flat = scenario["flat"].as_str().unwrap();
    desk.write("elsewhere/my.toml", flat);
    desk.good(&["run", "elsewhere/my.toml", "--out", "second"]);
    for name in ["trajectory.csv", "metrics.csv", "figure.csv", "cascade.csv"] {
        assert_eq!(desk.read(&format!("first/{name}")), desk.read(&format!("second/{name}")), "{name}");
    }
    assert!(desk.read("first/figure.svg").contains("weight = &quot;80 kg&quot;"));
    // A mistake in the base is shown where it stands.
    desk.write("course/far.toml", "format = 1\nextends = \"single-infusoin\"");
    let said = desk.bad(1, &["run", "course/my.toml"]);
    assert!(
        said.contains(" --> course/far.toml:2:11\n") && said.contains("did you mean \"single-infusion\"?"),
        "{said}"
    );
    // A circle is found by the names that the files have, however they are reached.
    desk.write("course/far.toml", "format = 1\nextends = \"./bases/../bases/base.toml\"");
    let said = desk.bad(1, &["check", "course/my.toml"]);
    assert!(said.contains("course/bases/base.toml -> course/far.toml -> course/bases/base.toml"), "{said}");
    desk.write("course/far.toml", [0xff, 0xfe]);
    assert!(
        desk.bad(1, &["check", "course/my.toml"]).contains("cannot build on \"../far.toml\": the file is not UTF-8")
    );
}

#[test]
fn a_scenario_is_shown_as_it_is_or_as_one_text() {
    let desk = Desk::new();
    desk.write("my.toml", "format = 1 # mine\nextends = \"single-infusion\"\n[subject]\nweight = \"80 kg\"\n");
    assert_eq!(desk.good(&["show", "my.toml"]), desk.read("my.toml"));
    let flat = desk.good(&["show", "my.toml", "--flat"]);
    assert!(flat.starts_with("# Illustrative teaching model, not clinical guidance"), "{flat}");
    assert!(!flat.contains("extends") && flat.contains("weight = \"80 kg\"") && flat.contains("over = \"40 min\""));
    desk.write("flat.toml", &flat);
    assert_eq!(desk.good(&["show", "flat.toml", "--flat"]), flat);
    let table = |file: &str| desk.good(&["run", file, "--out", "-"]);
    assert_eq!(table("flat.toml"), table("my.toml"));
    desk.write("broken.toml", "format = 1\nextends = \"single-infusion\"\nduraton = \"2 d\"");
    assert!(desk.bad(1, &["show", "broken.toml", "--flat"]).contains("did you mean \"duration\"?"));
    desk.write("bytes.toml", [b'a', 0xff]);
    assert!(desk.bad(1, &["show", "bytes.toml"]).contains("error[E002]"));
}
