//! Names of arms follow the doses: an arm without a name is named from them, and no output speaks of an amount that is
//! not given.

use std::fs;

use onset::scenario::builtin::BUILTINS;
use onset::scenario::{Override, Source, read};

use super::commands::Desk;

const ARM: &str = "[[arm.dose]]\ndrug = \"ketamine\"\namount = \"0.5 mg/kg\"\nroute = \"iv\"\nover = \"40 min\"\n";

fn names(text: &str, set: &[&str]) -> (Vec<String>, Vec<&'static str>) {
    let set: Vec<Override> = set.iter().filter_map(|set| Override::parse(set)).collect();
    let outcome = read(&Source::new("my.toml", text), &set);
    let names = outcome.scenario.map(|scenario| scenario.arms.into_iter().map(|arm| arm.name).collect());
    (names.unwrap_or_default(), outcome.diagnostics.iter().map(|diagnostic| diagnostic.code).collect())
}

#[test]
fn an_arm_without_a_name_is_named_from_its_doses() {
    let one = format!("format = 1\nduration = \"2 d\"\n[[arm]]\n{ARM}");
    assert_eq!(names(&one, &[]), (vec!["ketamine 0.5 mg/kg iv over 40 min".to_owned()], vec![]));
    assert_eq!(names(&one, &["arm.1.dose.1.amount=1 mg/kg"]).0, ["ketamine 1 mg/kg iv over 40 min"]);
    assert_eq!(names(&one, &["arm.ketamine.dose.1.amount=2 mg/kg"]).0, ["ketamine 2 mg/kg iv over 40 min"]);
    // Several arms get what tells them apart, and no arm has the name of another.
    let ladder = format!("{one}[[arm]]\n{}", ARM.replace("0.5 mg/kg", "1 mg/kg"));
    assert_eq!(names(&ladder, &[]).0, ["ketamine 0.5 mg/kg", "ketamine 1 mg/kg"]);
    assert_eq!(
        names(&format!("{one}[[arm]]\npresets = [\"val66met\"]\n{ARM}"), &[]).0[1],
        "ketamine 0.5 mg/kg, val66met"
    );
    assert_eq!(names(&format!("{one}[[arm]]\n{ARM}"), &[]).0[1], "ketamine 0.5 mg/kg (2)");
    assert_eq!(names("format = 1\nduration = \"2 d\"\n[[arm]]\n", &[]).0, ["no drug"]);
}

#[test]
fn a_name_with_an_amount_that_is_not_given_is_warned_of() {
    let file = |name: &str| format!("format = 1\nduration = \"2 d\"\n[[arm]]\nname = \"{name}\"\n{ARM}");
    for (name, set, codes) in [
        ("ketamine 0.5 mg/kg", "subject.weight=70 kg", vec![]),
        ("35 mg of ketamine", "subject.weight=70 kg", vec![]),
        ("35 mg of ketamine", "subject.weight=90 kg", vec!["W009"]),
        ("ketamine", "arm.1.dose.1.amount=1 mg/kg", vec![]),
        ("0.5 mg/kg", "arm.1.dose.1.amount=1 mg/kg", vec!["W009"]),
        ("ketamine (0.50 mg/kg)", "arm.1.dose.1.amount=1 mg/kg", vec!["W009"]),
        ("40 min, 2 arms", "subject.weight=70 kg", vec![]),
    ] {
        assert_eq!(names(&file(name), &[set]).1, codes, "{name} {set}");
    }
    assert_eq!(names(&file("ketamine 1 mg/kg"), &[]).1, ["W009"]);
}

/// Every amount of every arm of the built-in scenarios is moved, and no arm keeps a name that speaks of the old one
/// without a warning.
#[test]
fn every_dose_of_every_scenario_can_be_moved_without_a_false_name() {
    let mut moved = 0;
    for builtin in BUILTINS {
        let before = read(&builtin.source(), &[]);
        assert!(before.diagnostics.iter().all(|found| found.code != "W009"), "{}", builtin.name);
        for (index, arm) in before.scenario.unwrap().arms.iter().enumerate() {
            if arm.experiment.regimen.doses.is_empty() {
                continue;
            }
            let set = Override::parse(&format!("arm.{}.dose.1.amount=0.77 mg/kg", index + 1)).unwrap();
            let after = read(&builtin.source(), &[set]);
            let warned = after.diagnostics.iter().any(|found| found.code == "W009");
            let name = &after.scenario.unwrap().arms[index].name;
            let speaks = onset::scenario::speaks_of_amount(name);
            assert!(!speaks || warned || name.contains("0.77 mg/kg"), "{}: {name}", builtin.name);
            moved += 1;
        }
    }
    assert!(moved > 50);
}

#[test]
fn the_new_amount_stands_in_label_table_alt_text_and_saved_files() {
    let desk = Desk::new();
    let set = ["--set", "arm.1.dose.1.amount=1 mg/kg"];
    let name = "ketamine 1 mg/kg iv over 40 min";
    let said = desk.good(&[&["run", "single-infusion", "--out", "o"][..], &set].concat());
    assert!(said.contains(name), "{said}");
    for file in ["metrics.csv", "trajectory.csv", "figure.txt", "figure.svg"] {
        let text = desk.read(&format!("o/{file}"));
        assert!(text.contains("1 mg/kg"), "{file}");
        assert!(!text.contains("ketamine 0.5 mg/kg"), "{file}");
    }
    let text = fs::read_to_string(desk.path("o/manifest.json")).unwrap();
    assert!(text.contains(name));
    // A sweep names what is swept, not the one value that the file has.
    let said = desk.good(&["sweep", "dose-response", "arm.1.dose.1.amount=0.05..5 mg/kg:5log", "--out", "s"]);
    assert!(said.contains("ketamine, dose swept") && !said.contains("ketamine 0.1 mg/kg"), "{said}");
    let svg = desk.read("s/sweep.svg");
    assert!(svg.contains("Ketamine dose (mg/kg)") && !svg.contains("ketamine 0.1 mg/kg"), "the axis and the label");
    assert!(!desk.read("s/points.csv").contains("ketamine 0.1 mg/kg"));
}
