//! Every study that is declared: its command, its files, its figures, its row in the README.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::commands::{Desk, ONSET};
use super::readme::{flowing, readme, root};
use onset::scenario::builtin;
use onset::study::{STUDIES, Study, named};

const DOSE: &str = "arm.1.dose.1.amount=0.2mg/kg..1mg/kg:3";

/// What is typed after the name of a study, so that it writes every file but those of [`ELSEWHERE`].
fn example(study: &Study) -> &'static [&'static str] {
    match study.name {
        "population" => {
            &["mine.toml", "-n", "8", "--vary", "weight=15%", "--keep", "both", "--threads", "1", "--seed", "5"]
        }
        "sweep" => &["mine.toml", DOSE, "--metric", "improvement_24h"],
        "sensitivity" => &["mine.toml", "--metric", "improvement_24h", "--theme", "dark"],
        "fit" => &["mine.toml", "--observed", "levels.csv", "--free", "ketamine_cl"],
        "diff" => &["mine.toml", "other.toml"],
        "evidence" => &["pk-cmax"],
        "guesses" => &["mine.toml", "-n", "20", "--seed", "3"],
        "rivals" => &["--set", "parameters.k_maturation=+10%"],
        "why" => &["improvement_24h", "mine.toml", "--set", "parameters.k_maturation=2x"],
        "talk" => &["mine.toml", "--minutes", "10"],
        name => panic!("the study \"{name}\" has no example in tests/suite/studies.rs"),
    }
}

/// Whether a study writes figures; the slides of a talk are tested by themselves.
fn draws(study: &Study) -> bool {
    study.files.iter().any(|file| file.endings.contains(&"svg"))
}

/// Files that an example does not write: that of a share, and that of a build with another feature.
const ELSEWHERE: &[(&str, &str)] = if cfg!(feature = "parquet") {
    &[("population", "share.json")]
} else {
    &[("population", "share.json"), ("population", "subjects.parquet")]
};

#[test]
fn what_a_study_declares_is_what_its_command_writes_and_verify_makes_again() {
    let desk = Desk::new();
    let source = builtin::find("single-infusion").unwrap().text;
    desk.write("mine.toml", source);
    desk.write("other.toml", source.replace("0.5 mg/kg", "0.4 mg/kg"));
    desk.write("levels.csv", "time [h],ketamine_plasma [ng/mL],sd [ng/mL]\n0.5,125,12\n1,118,12\n4,24,3\n");
    for study in STUDIES {
        let name = study.name;
        // A talk is one file, the other studies write a folder.
        let out = if name == "talk" { "talk/talk.pptx" } else { name };
        fs::create_dir_all(desk.path(out).parent().unwrap()).unwrap();
        let ran = desk.onset(&[&[name][..], example(study), &["--out", out]].concat());
        assert_eq!(ran.code, 0, "{ran:?}");
        let folder = format!("{name}/");
        let written: BTreeSet<String> =
            desk.files().into_keys().filter_map(|path| path.strip_prefix(&folder).map(str::to_owned)).collect();
        for file in &written {
            assert!(
                study.file(file).is_some(),
                "`onset {name}` writes {file}, whose meaning src/study/{name}/mod.rs does not declare"
            );
        }
        for file in study.names(true) {
            let is_elsewhere = ELSEWHERE.contains(&(name, file.as_str()));
            assert!(
                is_elsewhere || written.contains(&file),
                "src/study/{name}/mod.rs declares {file}, which `onset {name}` does not write"
            );
        }
        // A summary that lists files lists each of them.
        if ran.out.contains("\nWritten to ") {
            for file in &written {
                let stem = file.split('.').next().unwrap();
                assert!(ran.out.contains(&format!("\n  {stem}.")), "{file} is not in the summary:\n{}", ran.out);
            }
        }
    }
    // What the figures were made from is inside.
    fs::remove_file(desk.path("mine.toml")).unwrap();
    for study in STUDIES {
        let name = study.name;
        let is_figure = |path: &&String| path.starts_with(&format!("{name}/")) && path.ends_with("g");
        let figures: Vec<String> = desk.files().keys().filter(is_figure).cloned().collect();
        assert!(figures.len() >= 2 || !draws(study), "{name}: {figures:?}");
        for file in figures {
            let ran = desk.onset(&["verify", &file]);
            if name == "fit" {
                assert!(ran.code == 1 && flowing(&ran.err).contains("from levels.csv too"), "{ran:?}");
            } else {
                let said = flowing(&ran.out);
                let is_identical = said.starts_with(&format!("{file}: identical when `onset {name}"));
                assert!(ran.code == 0 && is_identical, "{ran:?}");
            }
        }
    }
    let svg = desk.read("why/why.svg");
    desk.write("moved.svg", svg.replacen("font-weight=\"600\"", "font-weight=\"700\"", 1));
    let moved = desk.onset(&["verify", "moved.svg"]);
    assert!(moved.code == 3 && moved.out.contains("altered: "), "{moved:?}");
    // A figure that asks for something else than a drawing is not obeyed.
    desk.write("asks.svg", svg.replacen("[&quot;why", "[&quot;new", 1).replacen("[\"why", "[\"new", 1));
    let asks = desk.onset(&["verify", "asks.svg"]);
    assert!(asks.code == 1 && flowing(&asks.err).contains("was altered by hand"), "{asks:?}");
}

#[test]
fn the_figure_of_merged_shares_is_that_of_the_population() {
    let desk = Desk::new();
    for share in ["1/2", "2/2"] {
        let folder = &share[..1];
        let words = ["population", "single-infusion", "-n", "6", "--vary", "weight=15%", "--shard", share];
        desk.good(&[&words[..], &["--out", folder]].concat());
        let study = named("population").unwrap();
        for path in desk.files().into_keys().filter(|path| path.starts_with(&format!("{folder}/"))) {
            assert!(study.file(&path[2..]).is_some(), "{path} is not declared");
        }
    }
    desk.good(&["merge", "1", "2", "--out", "whole"]);
    let said = desk.good(&["verify", "whole/figure.svg"]);
    assert!(flowing(&said).contains("identical when `onset population"), "{said}");
}

#[test]
fn pages_after_the_first_are_in_the_summary() {
    let desk = Desk::new();
    let metrics = ["improvement_24h", "ketamine_cmax", "onset", "synapse_gain_24h", "dissociation_peak"];
    let asked: Vec<&str> = metrics.iter().flat_map(|metric| ["--metric", metric]).collect();
    let said = desk.good(&[&["sweep", "single-infusion", DOSE, "--out", "o"][..], &asked].concat());
    assert!(desk.files().contains_key("o/sweep-2.svg"), "{:?}", desk.files().keys());
    assert!(said.contains("\n  sweep-2.svg .png .txt .csv"), "{said}");
}

#[test]
fn every_study_has_a_cell_a_command_and_a_row_in_the_readme() {
    let cells = fs::read_dir(root().join("src/study")).unwrap().map(|entry| entry.unwrap().path());
    let cells: BTreeSet<String> =
        cells.filter(|path| path.is_dir()).map(|path| path.file_name().unwrap().to_str().unwrap().to_owned()).collect();
    for cell in &cells {
        assert!(named(cell).is_some(), "src/study/{cell} is a cell of no study in STUDIES of src/study/mod.rs");
    }
    assert_eq!(cells.len(), STUDIES.len(), "two studies have one name");
    let help = String::from_utf8(std::process::Command::new(ONSET).arg("--help").output().unwrap().stdout).unwrap();
    let text = readme();
    for study in STUDIES {
        let name = study.name;
        assert!(cells.contains(name), "the study \"{name}\" has no folder src/study/{name}");
        assert!(root().join(format!("src/cli/command/{name}.rs")).is_file(), "src/cli/command/{name}.rs is missing");
        assert!(help.contains(&format!("\n  {name} ")), "`onset --help` does not list {name}");
        let typed = [name, study.usage].join(" ");
        let row = format!("| `onset {}` | {} |", typed.trim(), study.gives);
        assert!(text.contains(&row), "the README lacks this row of its table of commands:\n{row}");
        assert!(draws(study) || study.name == "talk", "the study \"{name}\" draws nothing");
        for file in study.names(true) {
            let declared = study.files.iter().filter(|one| one.split(&file).is_some()).count();
            assert_eq!(declared, 1, "{file} of {name} is declared {declared} times");
        }
    }
}

#[test]
fn a_command_that_draws_like_a_study_is_one() {
    let folder = root().join("src/cli/command");
    let draws = |text: &str| text.contains(".made(");
    let mut seen = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let name = Path::new(&path).file_stem().unwrap().to_str().unwrap();
        seen += usize::from(draws(&text));
        assert!(
            !draws(&text) || text.contains("impl StudyCommand for "),
            "src/cli/command/{name}.rs puts a command into a figure, but `onset verify` cannot make it again: \
             no `impl StudyCommand`"
        );
    }
    assert_eq!(seen, STUDIES.len());
}
