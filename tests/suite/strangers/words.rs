//! The program itself with damaged words on its command line.

use std::fs;
use std::path::Path;
use std::process::Command;

use rand::rngs::StdRng;
use tempfile::TempDir;

use super::super::commands::ONSET;
use super::child::{hidden, watch};
use super::library::SMALL;
use super::mutate::damaged;
use super::tally::{Judged, report, rounds, share_out};

/// A command with a place for one damaged word, and sound words for that place.
struct Place {
    name: &'static str,
    thousandths: usize,
    before: &'static [&'static str],
    /// Stands before the word, in the same word: `--seed=`.
    option: &'static str,
    sound: &'static [&'static str],
    /// Whether the word can name a file that is written to, so that it must stay in the folder of the test.
    is_path: bool,
}

const fn place(
    name: &'static str,
    before: &'static [&'static str],
    option: &'static str,
    sound: &'static [&'static str],
) -> Place {
    Place { name, thousandths: 3, before, option, sound, is_path: false }
}

const POPULATION: &[&str] = &["population", "small.toml", "--no-figure", "--out", "out", "-n", "3"];
const FIGURE: &[&str] = &["figure", "small.toml", "--out", "out.png", "--width", "64"];

/// Every option that reads more than a choice among names.
const PLACES: &[Place] = &[
    place(
        "--set",
        &["check", "small.toml"],
        "--set=",
        &["subject.weight=90kg", "parameters.k_protein=2x", "arm.one.dose.1.amount=+10%"],
    ),
    place("--erase-new-spines", &["check", "small.toml"], "--erase-new-spines=", &["0.5", "36 h"]),
    place("check --explain", &["check"], "--explain=", &["E009"]),
    place("--rtol", &["run", "small.toml", "--no-figure", "--out", "out"], "--rtol=", &["1e-7", "0.001"]),
    place("--vary", POPULATION, "--vary=", &["ketamine_cl=30%", "f_oral=20%,logit-normal", "weight=0.1%"]),
    place(
        "--correlate",
        &[
            "population",
            "small.toml",
            "--no-figure",
            "--out",
            "out",
            "-n",
            "3",
            "--vary",
            "weight=1%",
            "--vary",
            "ketamine_cl=1%",
        ],
        "--correlate=",
        &["weight,ketamine_cl=0.5"],
    ),
    place(
        "--number",
        &["population", "small.toml", "--no-figure", "--out", "out", "--vary", "weight=1%"],
        "--number=",
        &["2", "1_0"],
    ),
    place(
        "--seed",
        &["population", "small.toml", "--no-figure", "--out", "out", "-n", "3", "--vary", "weight=1%"],
        "--seed=",
        &["1", "9007199254740991"],
    ),
    place(
        "--shard",
        &["population", "small.toml", "--no-figure", "--out", "out", "-n", "3", "--vary", "weight=1%"],
        "--shard=",
        &["1/2", "2/4"],
    ),
    place(
        "--threads",
        &["population", "small.toml", "--no-figure", "--out", "out", "-n", "3", "--vary", "weight=1%"],
        "--threads=",
        &["1", "2"],
    ),
    place(
        "axis of a sweep",
        &["sweep", "small.toml", "--no-figure", "--out", "out"],
        "",
        &["parameters.k_protein=0.01..0.1:3", "subject.weight=50kg..120kg:2log", "arm.1.dose.1.amount=0.5x..2x:2"],
    ),
    place(
        "sweep --metric",
        &["sweep", "small.toml", "parameters.k_protein=0.01..0.1:2", "--no-figure", "--out", "out"],
        "--metric=",
        &["ketamine_cmax"],
    ),
    place(
        "--slider",
        &["page", "small.toml", "-o", "out.html"],
        "--slider=",
        &["k_protein", "stress=0..2", "k_protein=0.01..0.2 1/h"],
    ),
    place(
        "--x",
        &["figure", "small.toml", "--kind", "phase", "--y", "bdnf", "--out", "out.png", "--width", "64"],
        "--x=",
        &["bdnf", "synapse_count"],
    ),
    place("--y", FIGURE, "--y=", &["bdnf", "improvement"]),
    place("--width", &["figure", "small.toml", "--out", "out.png"], "--width=", &["64", "100"]),
    place("--room", &["figure", "small.toml", "--lint"], "--room=", &["1:9", "1:0.5"]),
    place(
        "--free",
        &["fit", "small.toml", "--observed", "small.toml"],
        "--free=",
        &["ketamine_cl", "ketamine_cl,ketamine_v1"],
    ),
    place("why METRIC", &["why"], "", &["improvement_24h", "onset"]),
    place("explain NAME", &["explain"], "", &["glutamate", "k_protein", "onset"]),
    place("equations --arm", &["equations", "small.toml"], "--arm=", &["one"]),
    place("parameters WORD", &["parameters"], "", &["synapse", "k_protein"]),
    place("claims WORD", &["claims"], "", &["ssri", "unsupported"]),
    place("evidence ID", &["evidence", "--protocol"], "", &["mood-decay"]),
    place("new --from", &["new", "out.toml"], "--from=", &["esketamine-nasal"]),
    Place {
        is_path: true,
        ..place("a scenario's name", &["check"], "", &["small.toml", "single-infusion", "./small.toml"])
    },
    Place { is_path: true, ..place("verify FILE", &["verify"], "", &["small.svg"]) },
    place("a command's name", &[], "", &["run", "check", "figure", "--help", "--color=always"]),
];

fn folder() -> TempDir {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("small.toml"), SMALL).unwrap();
    folder
}

/// A word that the system lets through: without a zero byte, and short enough; no path to another folder.
fn word(place: &Place, random: &mut StdRng) -> Option<String> {
    let others: Vec<Vec<u8>> = place.sound.iter().map(|word| word.as_bytes().to_vec()).collect();
    let bytes = damaged(&others, random);
    let text = String::from_utf8_lossy(&bytes).replace('\0', "\u{1}");
    let leads_away = place.is_path && (text.contains("..") || text.starts_with('/'));
    // Many subjects are work that was asked for, and no hang.
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let is_long_work = place.name == "--number" && digits.parse().is_ok_and(|number: u64| number > 1_000);
    (text.len() < 100_000 && !leads_away && !is_long_work).then_some(text)
}

fn run(place: &Place, folder: &Path, word: &str) -> Judged {
    let word = format!("{}{word}", place.option);
    let mut command = Command::new(ONSET);
    command.current_dir(folder).args(place.before).arg(&word);
    let mut ran = watch(&mut command, folder);
    ran.words_are_plain();
    if ran.code != Some(0) && ran.err.is_empty() && ran.out.is_empty() {
        ran.judged.faults.push("it does not say why".to_owned());
    }
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && name != "temporary" {
            fs::remove_dir_all(&path).unwrap();
        } else if path.is_file() && name != "small.toml" {
            fs::remove_file(&path).unwrap();
        }
    }
    ran.judged
}

#[test]
fn no_damaged_word_makes_a_command_panic_or_hang() {
    let names: Vec<(&str, usize)> = PLACES.iter().map(|place| (place.name, rounds(place.thousandths).max(3))).collect();
    let tallies = share_out(&names, folder, |number, folder, random| {
        let place = &PLACES[number];
        let Some(word) = word(place, random) else { return (Vec::new(), Judged::default()) };
        let judged = run(place, folder.path(), &word);
        (word.into_bytes(), judged)
    });
    report(&tallies);
}

/// A name of ten million letters is not echoed whole, and none of its letters acts on the terminal.
#[test]
fn a_word_of_a_stranger_is_shown_harmless_and_short() {
    let folder = folder();
    let long = "k".repeat(100_000);
    let odd = "\u{1b}[31m\u{202e}\u{200b}\u{7}";
    for place in PLACES {
        for bad in [long.as_str(), odd] {
            let word = format!("{}{bad}", place.option);
            let mut command = Command::new(ONSET);
            command.current_dir(folder.path()).args(place.before).arg(&word);
            let ran = watch(&mut command, folder.path());
            assert!(ran.judged.faults.is_empty(), "{}: {:?}", place.name, ran.judged.faults);
            let said = format!("{}{}", ran.out, ran.err);
            assert_eq!(hidden(&said), None, "{}: {said:?}", place.name);
            assert!(said.len() < 10_000 || ran.code == Some(0), "{}: {} bytes are said", place.name, said.len());
        }
    }
}
