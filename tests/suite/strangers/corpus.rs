//! Every input that found a fault once goes through its reader again. The inputs are those that the fuzz targets start
//! from, `tests/fuzz/corpus`: a folder for each reader, and a name that says what the input is.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use onset::run::fingerprint;
use tempfile::TempDir;

use super::super::commands::ONSET;
use super::child::watch;
use super::library::SMALL;
use super::tally::{Tally, report};

/// A folder of the corpus, the name under which its files are read, and the command that reads them.
const READERS: &[(&str, &str, &[&str])] = &[
    ("scenario", "it.toml", &["check", "it.toml"]),
    ("formula", "it.toml", &["check", "it.toml"]),
    (
        "observed",
        "it.csv",
        &["fit", "small.toml", "--observed", "it.csv", "--free", "ketamine_cl", "--no-figure", "--out", "out"],
    ),
    ("subjects", "it.csv", &["population", "small.toml", "--subjects", "it.csv", "--no-figure", "--out", "out"]),
    ("figure", "it.fig", &["verify", "it.fig"]),
    ("record", "it.fig", &["verify", "it.fig"]),
    ("share", "share/share.json", &["merge", "share", "--out", "out"]),
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus")
}

#[test]
fn no_input_of_the_corpus_finds_its_fault_again() {
    let mut tallies = Vec::new();
    for (reader, file, words) in READERS {
        let mut tally = Tally::new(reader);
        let mut inputs: Vec<PathBuf> =
            fs::read_dir(folder().join(reader)).unwrap().map(|entry| entry.unwrap().path()).collect();
        inputs.sort();
        for input in inputs {
            let desk = TempDir::new().unwrap();
            let place = desk.path().join(file);
            fs::create_dir_all(place.parent().unwrap()).unwrap();
            fs::write(desk.path().join("small.toml"), SMALL).unwrap();
            let bytes = fs::read(&input).unwrap();
            if *reader == "share" {
                believe(&desk.path().join("share"), &bytes);
            }
            let bytes = match *reader {
                "formula" => scenario_of(&bytes),
                "record" => super::commands::wrapped(onset::figure::FileKind::Svg, &bytes),
                _ => bytes,
            };
            fs::write(&place, bytes).unwrap();
            let mut ran = watch(Command::new(ONSET).current_dir(desk.path()).args(*words), desk.path());
            ran.words_are_plain();
            // What a file outside says does not come out.
            if ["root:", "/bin/"].iter().any(|word| ran.out.contains(word) || ran.err.contains(word)) {
                ran.judged.faults.push("it shows a file that was not named".to_owned());
            }
            // Nor does a line feed inside a name begin a line that looks like one of the program.
            if ran.out.lines().chain(ran.err.lines()).any(|line| line.trim_start().starts_with("forged:")) {
                ran.judged.faults.push("a name of the input stands as a line of its own".to_owned());
            }
            let name = input.file_name().unwrap().to_string_lossy().into_owned();
            ran.judged.faults.iter_mut().for_each(|fault| *fault = format!("{name}: {fault}"));
            tally.add(&fs::read(&input).unwrap(), ran.judged);
        }
        tallies.push(tally);
    }
    report(&tallies);
}

/// A manifest that says that a share is as it was written.
fn believe(folder: &Path, share: &[u8]) {
    const SUBJECTS: &[u8] = b"subject\n";
    let entry = |name: &str, bytes: &[u8]| serde_json::json!({ "name": name, "sha256": fingerprint(bytes) });
    let files = [entry("share.json", share), entry("subjects.csv", SUBJECTS)];
    let manifest = serde_json::json!({ "program": "onset", "files": files });
    fs::write(folder.join("subjects.csv"), SUBJECTS).unwrap();
    fs::write(folder.join("manifest.json"), manifest.to_string()).unwrap();
}

/// The small scenario with an output of this formula.
fn scenario_of(formula: &[u8]) -> Vec<u8> {
    let formula: String = String::from_utf8_lossy(formula).chars().map(|c| format!("\\U{:08X}", c as u32)).collect();
    format!("{SMALL}[[output]]\nname = \"x\"\nexpr = \"{formula}\"\nunit = \"1\"\n").into_bytes()
}

#[test]
fn every_folder_of_the_corpus_has_a_reader() {
    for entry in fs::read_dir(folder()).unwrap() {
        let name = entry.unwrap().file_name();
        assert!(READERS.iter().any(|(reader, _, _)| name == *reader), "{name:?}");
    }
}
