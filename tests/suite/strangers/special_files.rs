//! Devices, pipes, folders and links in the place of a file: refused at once, for every word that names a file.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use super::super::commands::ONSET;
use super::child::watch;
use super::library::SMALL;
use super::tally::{Tally, report};

/// Every word that names a file that is read; `{}` stands for it.
const READ: &[&[&str]] = &[
    &["check", "{}"],
    &["run", "{}", "--no-figure", "--out", "out"],
    &["show", "{}"],
    &["show", "{}", "--flat"],
    &["diff", "{}", "small.toml", "--out", "out"],
    &["diff", "small.toml", "{}", "--out", "out"],
    &["page", "{}", "-o", "out.html"],
    &["equations", "{}"],
    &["why", "onset", "{}", "--out", "out"],
    &["guesses", "{}", "-n", "2", "--out", "out"],
    &["sensitivity", "{}", "--metric", "onset", "--out", "out"],
    &["sweep", "{}", "parameters.k_protein=0.01..0.1:2", "--out", "out"],
    &["population", "{}", "-n", "1", "--vary", "weight=1%", "--out", "out"],
    &["figure", "{}", "--out", "out.svg"],
    &["fit", "small.toml", "--observed", "{}", "--free", "ketamine_cl", "--out", "out"],
    &["figure", "small.toml", "--observed", "{}", "--out", "out.svg"],
    &["population", "small.toml", "--subjects", "{}", "--no-figure", "--out", "out"],
    &["verify", "{}"],
    &["merge", "{}", "--out", "out"],
    &["check", "extends.toml"],
    &["merge", "share", "--out", "out"],
    &["page", "small.toml", "-o", "linked.html"],
    &["figure", "small.toml", "--out", "linked.svg"],
];

/// What stands in the place of a file, each without an end, without a beginning, or no file at all.
const SPECIAL: &[&str] =
    &["pipe", "zero", "/dev/zero", "/dev/random", "folder", "missing", "loop", "gone", "/proc/self/mem", "/dev/stdin"];

fn desk(special: &str) -> TempDir {
    let desk = TempDir::new().unwrap();
    let path = |name: &str| desk.path().join(name);
    fs::write(path("small.toml"), SMALL).unwrap();
    assert!(Command::new("mkfifo").arg(path("pipe")).status().unwrap().success());
    symlink("/dev/zero", path("zero")).unwrap();
    symlink("loop", path("loop")).unwrap();
    symlink("nowhere", path("gone")).unwrap();
    fs::create_dir(path("folder")).unwrap();
    fs::create_dir(path("share")).unwrap();
    let target = if Path::new(special).is_absolute() { special.to_owned() } else { format!("../{special}") };
    for file in ["share.json", "manifest.json", "subjects.csv"] {
        symlink(&target, path("share").join(file)).unwrap();
    }
    for ending in ["svg", "html"] {
        symlink(special, path("linked").with_extension(ending)).unwrap();
    }
    fs::write(path("extends.toml"), format!("format = 1\nextends = \"{special}\"\n[[arm]]\nname = \"a\"\n")).unwrap();
    desk
}

#[test]
fn what_is_no_file_is_refused_at_once() {
    let mut tallies = Vec::new();
    for words in READ {
        let mut tally = Tally::new(&words.join(" ").chars().take(30).collect::<String>());
        for special in SPECIAL {
            let is_written = words.iter().any(|word| word.starts_with("linked."));
            let stands_for_input = *special == "/dev/stdin";
            let desk = desk(special);
            let words: Vec<&str> = words.iter().map(|word| if *word == "{}" { *special } else { *word }).collect();
            let mut command = Command::new(ONSET);
            let mut ran = watch(command.current_dir(desk.path()).args(&words), desk.path());
            if ran.code == Some(0) && !is_written && !stands_for_input {
                ran.judged.faults.push(format!("{words:?} was done"));
            }
            tally.add(words.join(" ").as_bytes(), ran.judged);
        }
        tallies.push(tally);
    }
    report(&tallies);
}

/// What a file outside the folder of a scenario says, so that its words can be found in what is printed.
const SECRET: &str = "secret words 4711 = [";

#[test]
fn a_file_that_was_not_named_is_never_shown() {
    let home = TempDir::new().unwrap();
    fs::write(home.path().join("secret.txt"), SECRET).unwrap();
    fs::write(home.path().join("secret.toml"), format!("{SMALL}# {SECRET}\n")).unwrap();
    let inner = home.path().join("inner");
    fs::create_dir(&inner).unwrap();
    symlink("../secret.txt", inner.join("link.toml")).unwrap();
    symlink("..", inner.join("up")).unwrap();
    let absolute = home.path().join("secret.txt").display().to_string();
    let places = [
        absolute.as_str(),
        "../secret.txt",
        "link.toml",
        "up/secret.txt",
        "./../secret.txt",
        "up/secret.toml",
        "../secret.toml",
    ];
    let mut shown = Vec::new();
    for place in places {
        fs::write(inner.join("it.toml"), format!("format = 1\nextends = \"{place}\"\n")).unwrap();
        let commands: [&[&str]; 5] = [
            &["check", "it.toml"],
            &["check", "it.toml", "--format", "json"],
            &["show", "it.toml", "--flat"],
            &["run", "it.toml", "--no-figure", "--out", "out"],
            &["diff", "it.toml", "single-infusion", "--format", "json"],
        ];
        for words in commands {
            let ran = watch(Command::new(ONSET).current_dir(&inner).args(words), &inner);
            assert!(ran.judged.faults.is_empty(), "{words:?}: {:?}", ran.judged.faults);
            let written = fs::read_to_string(inner.join("out/manifest.json")).unwrap_or_default();
            if ran.code == Some(0) || [&ran.out, &ran.err, &written].iter().any(|text| text.contains("4711")) {
                shown.push(format!("{words:?} with extends = \"{place}\""));
            }
            drop(fs::remove_dir_all(inner.join("out")));
        }
    }
    assert!(shown.is_empty(), "a file outside was read:\n{}", shown.join("\n"));
}
