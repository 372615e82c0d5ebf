//! The files of the user: a command never writes over what it reads, and what stands in its folder is no trap.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use super::super::commands::ONSET;
use super::child::watch;
use super::library::SMALL;
use super::tally::{Tally, report};

const LEVELS: &str = "time [h],ketamine_plasma [ng/mL]\n0.5,125\n1,118\n4,24\n";
const SUBJECTS: &str = "weight [kg]\n70\n55\n";

/// A file with its content, and a command that reads it and would write a file of that name.
const READ_AND_WRITTEN: &[(&str, &str, &[&str])] = &[
    (
        "levels.csv",
        LEVELS,
        &["figure", "small.toml", "--kind", "exposure", "--observed", "levels.csv", "--out", "levels.svg"],
    ),
    (
        "levels.txt",
        LEVELS,
        &["figure", "small.toml", "--kind", "exposure", "--observed", "levels.txt", "--out", "levels.svg"],
    ),
    ("slide.csv", SMALL, &["figure", "slide.csv", "--out", "slide.svg"]),
    ("slide.txt", SMALL, &["figure", "./slide.txt", "--out", "slide.svg"]),
    ("talk.tex", SMALL, &["figure", "talk.tex", "--build", "--out", "talk.svg"]),
    ("it.html", SMALL, &["page", "it.html"]),
    ("it.html", SMALL, &["page", "it.html", "-o", "./it"]),
    ("metrics.csv", SMALL, &["run", "metrics.csv", "--no-figure", "--out", "."]),
    ("o/metrics.json", SMALL, &["run", "o/metrics.json", "--no-figure", "--out", "o"]),
    ("o/manifest.json", SMALL, &["run", "o/manifest.json", "--no-figure", "--out", "o"]),
    ("o/trajectory.csv", SMALL, &["diff", "o/trajectory.csv", "single-infusion", "--out", "o"]),
    (
        "o/residuals.csv",
        LEVELS,
        &["fit", "small.toml", "--observed", "o/residuals.csv", "--free", "ketamine_cl", "--no-figure", "--out", "o"],
    ),
    (
        "o/estimates.csv",
        LEVELS,
        &[
            "fit",
            "small.toml",
            "--observed",
            "./o/estimates.csv",
            "--free",
            "ketamine_cl",
            "--no-figure",
            "--out",
            "o/",
        ],
    ),
    (
        "o/subjects.csv",
        SUBJECTS,
        &["population", "small.toml", "--subjects", "o/subjects.csv", "--no-figure", "--out", "o"],
    ),
    (
        "o/metrics.csv",
        SUBJECTS,
        &["population", "small.toml", "--subjects", "o/metrics.csv", "--no-figure", "--out", "o"],
    ),
    (
        "o/points.csv",
        SMALL,
        &["sweep", "o/points.csv", "parameters.k_protein=0.02..0.1:2", "--no-figure", "--out", "o"],
    ),
];

#[test]
fn no_command_writes_over_what_it_reads_even_by_force() {
    let mut lost = Vec::new();
    for (file, content, words) in READ_AND_WRITTEN {
        for force in [&[][..], &["--force"]] {
            let desk = TempDir::new().unwrap();
            let path = desk.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(desk.path().join("small.toml"), SMALL).unwrap();
            fs::write(&path, content).unwrap();
            let ran = watch(Command::new(ONSET).current_dir(desk.path()).args(*words).args(force), desk.path());
            assert!(ran.judged.faults.is_empty(), "{words:?}: {:?}", ran.judged.faults);
            if fs::read_to_string(&path).ok().as_deref() != Some(content) {
                lost.push(format!("{} {force:?} wrote over {file}", words.join(" ")));
            }
        }
    }
    assert!(lost.is_empty(), "{}", lost.join("\n"));
}

/// Names that the program reads or locks in a folder of output before it writes there.
const IN_FOLDER: &[&str] = &["manifest.json", ".onset.lock", "metrics.csv", "trajectory.csv"];

#[test]
fn what_stands_in_the_folder_of_output_is_no_trap() {
    let mut tallies = Vec::new();
    for name in IN_FOLDER {
        let mut tally = Tally::new(&format!("{name} in the folder"));
        for kind in ["pipe", "/dev/zero", "/dev/random", "folder", "loop", "precious.txt"] {
            for force in [&[][..], &["--force"]] {
                let desk = TempDir::new().unwrap();
                fs::write(desk.path().join("small.toml"), SMALL).unwrap();
                fs::write(desk.path().join("precious.txt"), LEVELS).unwrap();
                fs::create_dir(desk.path().join("o")).unwrap();
                trap(kind, &desk.path().join("o").join(name));
                let words = ["run", "small.toml", "--no-figure", "--out", "o"];
                let mut ran = watch(Command::new(ONSET).current_dir(desk.path()).args(words).args(force), desk.path());
                if fs::read_to_string(desk.path().join("precious.txt")).ok().as_deref() != Some(LEVELS) {
                    ran.judged.faults.push("it changed a file that a link leads to".to_owned());
                }
                tally.add(format!("{kind} as {name} {force:?}").as_bytes(), ran.judged);
            }
        }
        tallies.push(tally);
    }
    report(&tallies);
}

fn trap(kind: &str, path: &Path) {
    match kind {
        "pipe" => assert!(Command::new("mkfifo").arg(path).status().unwrap().success()),
        "folder" => fs::create_dir(path).unwrap(),
        "loop" => symlink(path.file_name().unwrap(), path).unwrap(),
        "precious.txt" => symlink("../precious.txt", path).unwrap(),
        device => symlink(device, path).unwrap(),
    }
}
