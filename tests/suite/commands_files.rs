//! Files on disk: what is written where, what is never written over, and what is said where a file cannot be used.

use super::commands::Desk;
use onset::run::{Manifest, fingerprint};

const RUN: [&str; 5] = ["run", "single-infusion", "--no-figure", "--out", "o"];

/// The same run with something changed, so that its tables differ.
const OTHER: [&str; 7] = ["run", "single-infusion", "--no-figure", "--out", "o", "--set", "subject.weight=90kg"];

#[test]
fn a_file_that_cannot_be_read_is_named() {
    let desk = Desk::new();
    desk.write("folder/x.toml", "");
    for (word, why) in
        [("nope.toml", "no such file"), ("folder", "folder"), (".", "folder"), ("folder/y", "no such file")]
    {
        for command in ["run", "check"] {
            let message = desk.bad(4, &[command, word]);
            assert!(message.contains(&format!(" {word}:")) && message.contains(why), "{message}");
            assert!(message.contains("= help: "), "{message}");
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_without_an_end_is_given_up() {
    assert!(Desk::new().bad(4, &["check", "/dev/zero"]).contains("/dev/zero"));
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let desk = Desk::new();
    desk.write("taken", "a file");
    for place in ["taken", "taken/inside"] {
        let message = desk.bad(4, &["run", "routes", "--no-figure", "--out", place]);
        assert!(message.contains(place) && message.contains("--out"), "{message}");
    }
    if cfg!(target_os = "linux") {
        // No user can make a folder here, not even root.
        let message = desk.bad(4, &["run", "routes", "--no-figure", "--out", "/proc/results"]);
        assert!(message.contains("/proc/results") && message.contains("--out"), "{message}");
    }
    desk.write("output", "a file where the folder would be");
    desk.bad(4, &["run", "routes", "--no-figure"]);
}

#[test]
fn a_folder_in_the_place_of_a_file_stops_a_run_before_it_writes() {
    let desk = Desk::new();
    desk.write("o/metrics.json/mine.txt", "mine");
    for force in [&[][..], &["--force"]] {
        let message = desk.bad(4, &[&RUN[..], force].concat());
        assert!(message.contains("metrics.json"), "{message}");
    }
}

#[test]
fn files_of_others_are_kept_unless_forced() {
    for name in ["metrics.csv", "trajectory.csv", "manifest.json"] {
        let desk = Desk::new();
        desk.write(&format!("o/{name}"), "{\"program\": \"another\", \"files\": []}");
        desk.write("o/notes.txt", "mine");
        let message = desk.bad(4, &RUN);
        assert!(message.contains(name) && message.contains("--force"), "{message}");
        assert!(!message.contains("notes.txt"), "{message}");
        desk.good(&[&RUN[..], &["--force"]].concat());
        assert!(!desk.read(&format!("o/{name}")).contains("another"), "{name}");
        assert_eq!(desk.read("o/notes.txt"), "mine");
    }
}

#[test]
fn own_files_are_written_over_until_they_are_changed() {
    let desk = Desk::new();
    desk.good(&RUN);
    let first = desk.files();
    desk.good(&OTHER);
    let second = desk.files();
    assert!(first.keys().eq(second.keys()));
    assert!(first.iter().all(|(name, bytes)| second[name] != *bytes));
    desk.write("o/metrics.csv", format!("{}# checked by hand\n", desk.read("o/metrics.csv")));
    let message = desk.bad(4, &RUN);
    assert!(message.contains("metrics.csv") && !message.contains("trajectory.csv"), "{message}");
    desk.good(&[&RUN[..], &["--force"]].concat());
    assert!(desk.files() == first);
}

#[test]
fn a_lost_manifest_does_not_stop_the_same_run() {
    let desk = Desk::new();
    desk.good(&RUN);
    let first = desk.files();
    std::fs::remove_file(desk.path("o/manifest.json")).unwrap();
    desk.good(&RUN);
    assert!(desk.files() == first);
    std::fs::remove_file(desk.path("o/manifest.json")).unwrap();
    desk.bad(4, &OTHER);
}

/// Adds a file to the folder and to its manifest, as if an earlier run had written it.
fn add_own(desk: &Desk, name: &str, content: &str) {
    desk.write(&format!("o/{name}"), content);
    let mut manifest = desk.manifest("o");
    let entry = serde_json::json!({ "name": name, "sha256": fingerprint(content.as_bytes()) });
    manifest["files"].as_array_mut().unwrap().push(entry);
    manifest.as_object_mut().unwrap().remove("sha256");
    desk.write("o/manifest.json", Manifest::sealed(&format!("{manifest:#}\n")));
}

#[test]
fn what_an_earlier_run_drew_does_not_stay_beside_other_tables() {
    let desk = Desk::new();
    desk.good(&RUN);
    add_own(&desk, "figure.svg", "an old figure");
    add_own(&desk, "figure.png", "another");
    desk.write("o/figure.png", "another, retouched");
    desk.write("o/figure.txt", "never written by the program");
    add_own(&desk, "../outside.txt", "not in the folder");
    add_own(&desk, "deeper/inside.txt", "not in the folder either");
    desk.good(&OTHER);
    assert!(!desk.path("o/figure.svg").exists());
    assert_eq!(desk.read("o/figure.png"), "another, retouched");
    for kept in ["o/figure.txt", "outside.txt", "o/deeper/inside.txt"] {
        assert!(desk.path(kept).exists(), "{kept}");
    }
}

#[test]
fn figures_and_tables_alone_take_turns_in_a_folder() {
    let desk = Desk::new();
    let draw = |words: &[&str]| desk.good(&[&["run", "single-infusion", "--out", "o"], words].concat());
    draw(&[]);
    assert!(desk.path("o/figure.svg").exists());
    draw(&["--no-figure"]);
    assert!(!desk.path("o/figure.svg").exists());
    draw(&["--theme", "dark"]);
    assert!(desk.path("o/figure.svg").exists());
}

#[test]
fn folders_may_lie_deep_and_have_any_name() {
    let desk = Desk::new();
    let place = "neu/mit Leerzeichen/größe \u{65e5}\u{672c}";
    let said = desk.good(&["run", "single-infusion", "--no-figure", "--out", place]);
    assert!(said.contains(place), "{said}");
    assert!(desk.path(place).join("metrics.csv").is_file());
    assert_eq!(desk.files().len(), 4);
}

#[test]
fn a_file_without_a_name_gets_a_folder_inside_the_output() {
    let desk = Desk::new();
    desk.write("...toml", onset::scenario::builtin::find("single-infusion").unwrap().text);
    desk.good(&["run", "...toml", "--no-figure"]);
    assert!(desk.path("output/scenario/metrics.csv").is_file(), "{:?}", desk.files().keys());
}

/// A limit on the size of a file stands in for a full disk: the tables are larger than it.
#[cfg(target_os = "linux")]
#[test]
fn a_run_that_cannot_be_written_whole_leaves_no_part_of_it() {
    let desk = Desk::new();
    let limited = |words: &[&str]| {
        let mut shell = std::process::Command::new("sh");
        shell.arg("-c").arg("trap '' XFSZ; ulimit -f 8; exec \"$0\" \"$@\"").arg(super::commands::ONSET).args(words);
        let ran = desk.ran(shell.current_dir(desk.path("")));
        assert_eq!((ran.code, ran.out.as_str()), (4, ""), "{}", ran.err);
        assert!(ran.err.contains("o/trajectory.csv"), "{}", ran.err);
    };
    limited(&RUN);
    assert!(!desk.path("o").exists());
    desk.good(&RUN);
    let before = desk.files();
    limited(&OTHER);
    assert!(desk.files() == before);
}
