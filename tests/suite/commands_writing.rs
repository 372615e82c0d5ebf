//! The user's files and what the commands write: nothing of the user is written over, cut or removed, and nothing half
//! stands under a final name.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::commands::{Desk, ONSET, assert_narrow, unfolded};
use super::commands_robust::limited;
use onset::run::{Manifest, fingerprint};

const RUN: [&str; 6] = ["run", "single-infusion", "--no-figure", "--quiet", "--out", "o"];

const POPULATION: [&str; 10] =
    ["population", "single-infusion", "-n", "3", "--vary", "weight=15%", "--no-figure", "--quiet", "--out", "o"];

/// Measured values that a figure or a fit reads.
const LEVELS: &str = "time [h],improvement [%]\n1,30\n24,40\n";

/// Runs a command that must be refused, also by force, and must leave every file as it was.
#[track_caller]
fn refused(desk: &Desk, words: &[&str], told: &[&str]) {
    for force in [&[][..], &["--force"]] {
        let message = desk.bad(4, &[words, force].concat());
        assert_narrow(&message);
        let message = unfolded(&message);
        for told in told {
            assert!(message.contains(told), "{told}: {message}");
        }
    }
}

#[cfg(unix)]
#[test]
fn what_has_the_name_of_the_lock_is_neither_cut_nor_followed_nor_removed() {
    use std::os::unix::fs::symlink;

    type Make = fn(&Path);
    let makes: [(&str, Make); 5] = [
        ("a link to a file", |path| symlink("../precious.txt", path).unwrap()),
        ("a link to nothing", |path| symlink("../missing.txt", path).unwrap()),
        ("a file", |path| fs::write(path, "mine").unwrap()),
        ("a folder", |path| fs::create_dir(path).unwrap()),
        ("a pipe", |path| assert!(Command::new("mkfifo").arg(path).status().unwrap().success())),
    ];
    for (what, make) in makes {
        for words in [&RUN[..], &POPULATION] {
            let desk = Desk::new();
            desk.write("precious.txt", "precious");
            fs::create_dir(desk.path("o")).unwrap();
            make(&desk.path("o/.onset.lock"));
            let kind = || fs::symlink_metadata(desk.path("o/.onset.lock")).unwrap().file_type();
            let before = kind();
            for force in [&[][..], &["--force"]] {
                let output = desk.command().args(words).args(force).output().unwrap();
                let message = String::from_utf8(output.stderr).unwrap();
                assert_eq!(output.status.code(), Some(4), "{what}: {message}");
                assert!(message.contains("o/.onset.lock is no lock of this program, and is kept"), "{message}");
            }
            assert_eq!(kind(), before, "{what}");
            assert_eq!(desk.read("precious.txt"), "precious", "{what}");
            assert!(!desk.path("missing.txt").exists(), "{what}");
        }
    }
    // A lock that a killed run left is used again.
    let desk = Desk::new();
    desk.write("o/.onset.lock", "");
    desk.good(&RUN);
    assert!(!desk.path("o/.onset.lock").exists());
}

#[test]
fn a_page_that_was_edited_is_kept() {
    let desk = Desk::new();
    desk.good(&["page", "single-infusion"]);
    desk.good(&["page", "single-infusion", "--slider", "k_protein"]);
    let page = desk.read("single-infusion.html");
    for edited in [format!("{page}<!-- my notes -->\n"), page.replacen("<title>", "<title>My ", 1)] {
        desk.write("single-infusion.html", &edited);
        let message = desk.bad(4, &["page", "single-infusion"]);
        assert!(message.contains("single-infusion.html is there already, and is kept"), "{message}");
        assert_eq!(desk.read("single-infusion.html"), edited);
    }
    desk.good(&["page", "single-infusion", "--slider", "k_protein", "--force"]);
    assert_eq!(desk.read("single-infusion.html"), page);
}

#[test]
fn a_manifest_that_was_edited_is_kept() {
    for words in [&RUN[..], &POPULATION] {
        let desk = Desk::new();
        desk.good(words);
        let manifest = desk.read("o/manifest.json");
        desk.write("o/manifest.json", manifest.replacen("\"program\"", "\"note\": \"mine\",\n  \"program\"", 1));
        let message = desk.bad(4, words);
        assert!(message.contains("o/manifest.json") && message.contains("are kept"), "{message}");
        desk.good(&[words, &["--force"]].concat());
        assert_eq!(desk.read("o/manifest.json"), manifest);
    }
}

#[test]
fn what_a_command_reads_it_never_writes_over() {
    let desk = Desk::new();
    desk.write("levels.csv", LEVELS);
    desk.write("q/subjects.csv", "weight [kg]\n70\n80\n");
    desk.write("q/residuals.csv", LEVELS);
    desk.write("p/trajectory.csv", LEVELS);
    desk.write("my.toml", onset::scenario::builtin::find("single-infusion").unwrap().text);
    desk.write("q/figure.svg", onset::scenario::builtin::find("single-infusion").unwrap().text);
    let kept = |name: &'static str| [name, "is read by this command, and is kept"];
    refused(
        &desk,
        &["figure", "single-infusion", "--observed", "levels.csv", "--out", "levels.svg"],
        &kept("levels.csv"),
    );
    refused(
        &desk,
        &["population", "single-infusion", "--subjects", "q/subjects.csv", "--no-figure", "--out", "q"],
        &kept("q/subjects.csv"),
    );
    refused(
        &desk,
        &["fit", "single-infusion", "--observed", "q/residuals.csv", "--free", "k_protein", "--out", "q"],
        &kept("q/residuals.csv"),
    );
    refused(&desk, &["run", "q/figure.svg", "--out", "q"], &kept("q/figure.svg"));
    refused(&desk, &["page", "my.toml", "--output", "my.toml"], &kept("my.toml"));
    // Another name is the way out.
    desk.good(&["figure", "single-infusion", "--observed", "levels.csv", "--out", "drawn.svg"]);
    assert_eq!(desk.read("levels.csv"), LEVELS);
}

/// Measured values that lie among the files of an earlier run, which another command would clear away.
#[test]
fn what_a_command_reads_it_never_clears_away() {
    let desk = Desk::new();
    desk.good(&["figure", "single-infusion", "--out", "drawn.svg", "--quiet"]);
    desk.good(&RUN);
    desk.write("o/figure.csv", LEVELS);
    let mut manifest = desk.manifest("o");
    let entry = serde_json::json!({ "name": "figure.csv", "sha256": fingerprint(LEVELS.as_bytes()) });
    manifest["files"].as_array_mut().unwrap().push(entry);
    manifest.as_object_mut().unwrap().remove("sha256");
    desk.write("o/manifest.json", Manifest::sealed(&format!("{manifest:#}\n")));
    desk.good(&[
        "fit",
        "single-infusion",
        "--observed",
        "o/figure.csv",
        "--free",
        "k_protein",
        "--no-figure",
        "--quiet",
        "--out",
        "o",
    ]);
    assert_eq!(desk.read("o/figure.csv"), LEVELS);
    assert!(!desk.path("o/trajectory.csv").exists());
}

#[test]
fn a_manifest_from_elsewhere_removes_nothing_that_no_command_writes() {
    let desk = Desk::new();
    desk.good(&RUN);
    let names = ["thesis.txt", "figure.docx", "levels.csv", "routes.png", "my.toml", ".onset.txt"];
    let mut manifest = desk.manifest("o");
    for name in names {
        desk.write(&format!("o/{name}"), "mine");
        let entry = serde_json::json!({ "name": name, "sha256": fingerprint(b"mine") });
        manifest["files"].as_array_mut().unwrap().push(entry);
    }
    manifest.as_object_mut().unwrap().remove("sha256");
    desk.write("o/manifest.json", Manifest::sealed(&format!("{manifest:#}\n")));
    desk.good(&RUN);
    for name in names {
        assert_eq!(desk.read(&format!("o/{name}")), "mine");
    }
}

/// What each command writes is known as its own to the next one in the same folder, which clears it away.
#[test]
fn a_folder_holds_the_files_of_one_command_whichever_came_before() {
    let desk = Desk::new();
    desk.good(&RUN);
    let alone: Vec<String> = desk.files().into_keys().collect();
    desk.write("levels.csv", LEVELS);
    for words in [
        &["run", "single-infusion"][..],
        &["population", "single-infusion", "-n", "3", "--vary", "weight=15%", "--keep", "both"],
        &["population", "single-infusion", "-n", "3", "--vary", "weight=15%", "--shard", "1/2"],
        &["sweep", "single-infusion", "parameters.k_protein=0.02..0.1:3"],
        &["fit", "single-infusion", "--observed", "levels.csv", "--free", "k_protein"],
        &["sensitivity", "single-infusion", "--metric", "peak_improvement"],
        &["guesses", "single-infusion", "-n", "20"],
        &["rivals"],
        &["diff", "single-infusion", "routes"],
        &["why", "peak_improvement"],
        &["evidence", "pk-cmax"],
    ] {
        let ran = desk.onset(&[words, &["--out", "o"]].concat());
        assert_eq!(ran.code, 0, "{words:?}: {}", ran.err);
        assert!(desk.files().len() > 3, "{words:?}");
        desk.good(&RUN);
        let left: Vec<String> = desk.files().into_keys().filter(|name| name.starts_with("o/")).collect();
        assert_eq!(left, alone, "after {words:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_in_the_place_of_the_usual_folder_is_followed_only_where_it_is_named() {
    use std::os::unix::fs::symlink;

    let desk = Desk::new();
    fs::create_dir_all(desk.path("elsewhere")).unwrap();
    fs::create_dir_all(desk.path("output")).unwrap();
    symlink("../elsewhere", desk.path("output/single-infusion")).unwrap();
    for words in [&["run", "single-infusion", "--no-figure"][..], &["figure", "single-infusion"]] {
        let message = desk.bad(4, words);
        assert!(message.contains("output/single-infusion is a link to another place"), "{message}");
        assert!(message.contains("--out output/single-infusion"), "{message}");
    }
    assert_eq!(fs::read_dir(desk.path("elsewhere")).unwrap().count(), 0);
    desk.good(&["run", "single-infusion", "--no-figure", "--out", "output/single-infusion"]);
    assert!(desk.path("elsewhere/metrics.csv").exists());
}

/// A link in the place of a file of output is the user's: it is kept, and by force it is replaced, not followed.
#[cfg(unix)]
#[test]
fn a_link_in_the_place_of_a_file_is_not_followed() {
    use std::os::unix::fs::symlink;

    let desk = Desk::new();
    desk.good(&RUN);
    let metrics = desk.read("o/metrics.csv");
    fs::rename(desk.path("o/metrics.csv"), desk.path("kept.csv")).unwrap();
    symlink("../kept.csv", desk.path("o/metrics.csv")).unwrap();
    assert!(desk.bad(4, &RUN).contains("o/metrics.csv"));
    desk.write("kept.csv", "mine");
    desk.good(&[&RUN[..], &["--force"]].concat());
    assert_eq!((desk.read("kept.csv"), desk.read("o/metrics.csv")), ("mine".to_owned(), metrics));
    symlink("nothing.svg", desk.path("a.svg")).unwrap();
    for words in [&["figure", "single-infusion", "--out", "a.svg"][..], &["page", "single-infusion", "-o", "a.svg"]] {
        let output = desk.command().args(words).output().unwrap();
        assert_eq!(output.status.code(), Some(4));
    }
    assert!(!desk.path("nothing.svg").exists() && !desk.path("a.txt").exists() && !desk.path("a.csv").exists());
}

/// A pipe in the place of a file is neither read, which would never end, nor replaced.
#[cfg(unix)]
#[test]
fn a_pipe_in_the_place_of_a_file_is_kept() {
    let desk = Desk::new();
    fs::create_dir(desk.path("o")).unwrap();
    for name in ["o/metrics.csv", "o/manifest.json", "a.svg", "o/.onset.plan"] {
        let path = desk.path(name);
        assert!(Command::new("mkfifo").arg(&path).status().unwrap().success());
        let words = if name == "a.svg" { &["figure", "single-infusion", "--out", "a.svg"][..] } else { &RUN };
        for force in [&[][..], &["--force"]] {
            let output = desk.command().args(words).args(force).output().unwrap();
            let message = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(4), "{name}: {message}");
            assert!(message.contains(name) && message.contains("in the way"), "{message}");
        }
        fs::remove_file(&path).unwrap();
    }
    assert!(desk.files().is_empty(), "{:?}", desk.files().keys());
}

/// All files of a figure are written or none, and none of them half.
#[cfg(target_os = "linux")]
#[test]
fn a_figure_of_several_files_is_whole_or_not_there() {
    let desk = Desk::new();
    let words = ["figure", "single-infusion", "--out", "a.svg", "--out", "b.png", "--quiet"];
    desk.good(&words);
    let whole = desk.files();
    let mut lengths: Vec<usize> = whole.values().map(Vec::len).collect();
    lengths.sort_unstable();
    for blocks in lengths.iter().map(|length| (length - 1) / 512) {
        for force in [&[][..], &["--force"]] {
            let desk = Desk::new();
            let mut before = desk.files();
            if !force.is_empty() {
                desk.write("b.png", "old");
                before = desk.files();
            }
            let ran = limited(&desk, blocks, &[&words[..], force].concat());
            assert_eq!(ran.code, 4, "{}", ran.err);
            assert!(desk.files() == before, "{blocks}: {:?}", desk.files().keys());
        }
    }
}

/// The system ends a program that writes more than it may; what it was writing has no final name, and goes away when
/// the same command is given again.
#[cfg(target_os = "linux")]
#[test]
fn a_program_that_is_ended_in_a_write_leaves_nothing_half() {
    for words in [
        &["page", "ketamine-vs-ssri", "-o", "a.html", "--quiet"][..],
        &["figure", "single-infusion", "--out", "a.svg", "--quiet"],
        &["new", "a.toml", "--from", "six-infusions", "--quiet"],
        &RUN,
        &POPULATION,
    ] {
        let desk = Desk::new();
        let ended = Command::new("sh")
            .current_dir(desk.path(""))
            .args(["-c", "ulimit -c 0; ulimit -f 0; exec \"$0\" \"$@\"", ONSET])
            .args(words)
            .output()
            .unwrap();
        assert_eq!(ended.status.code(), None, "{words:?} was not ended by a signal: {ended:?}");
        let left: Vec<String> = desk.files().into_keys().collect();
        assert!(left.iter().all(|name| name.rsplit('/').next().unwrap().starts_with('.')), "{words:?}: {left:?}");
        assert!(left.iter().any(|name| name.ends_with(".part")), "{words:?}: {left:?}");
        desk.good(words);
        let names: Vec<String> = desk.files().into_keys().collect();
        assert!(names.iter().all(|name| !name.rsplit('/').next().unwrap().starts_with('.')), "{names:?}");
    }
}

/// A file that cannot be opened is no file of the user: what the system says is said.
#[cfg(target_os = "linux")]
#[test]
fn no_file_handles_left_is_said_so() {
    let desk = Desk::new();
    desk.good(&RUN);
    for handles in 4..16 {
        let ran = desk.ran(
            Command::new("sh")
                .current_dir(desk.path(""))
                .args(["-c", &format!("ulimit -n {handles}; exec \"$0\" \"$@\""), ONSET])
                .args(RUN),
        );
        assert!(!ran.err.contains("as this program left them"), "{handles}: {}", ran.err);
        assert!(ran.code == 0 || ran.err.contains("open files"), "{handles}: {}", ran.err);
    }
}

/// A journal of a sweep in which a digit was changed, or foreign bytes stand, is run again from there.
#[cfg(unix)]
#[test]
fn a_damaged_journal_gives_no_wrong_number() {
    let desk = Desk::new();
    let axis = "parameters.k_protein=0.02..0.1:40";
    let words = |out: &'static str| ["sweep", "single-infusion", axis, "--no-figure", "--threads", "1", "--out", out];
    desk.good(&words("whole"));
    let whole = desk.read("whole/points.csv");
    let wait = |out: &'static str| {
        let mut command = desk.command();
        let mut running = command.args(words(out)).stdout(std::process::Stdio::null()).spawn().unwrap();
        let begun = std::time::Instant::now();
        let journal = || {
            let found = desk.files().into_iter().find(|(name, _)| name.starts_with(&format!("{out}/.sweep-")));
            found.filter(|(_, bytes)| bytes.iter().filter(|byte| **byte == b'\n').count() > 5)
        };
        while journal().is_none() && running.try_wait().unwrap().is_none() {
            assert!(begun.elapsed().as_secs() < 60);
            std::thread::sleep(std::time::Duration::from_millis(2));
        }
        let _ = running.kill();
        running.wait().unwrap();
        journal()
    };
    let (name, good) = (0..20).find_map(|_| wait("out")).expect("a sweep is stopped before its end");
    // A record that the end of the sweep cut short counts as none; what is damaged stands in a whole one.
    let last = good.iter().rposition(|byte| *byte == b'\n').unwrap() - 2;
    let digit = (0..last).rev().find(|at| good[*at].is_ascii_digit() && good[*at] != b'9').unwrap();
    let mut changed = good.clone();
    changed[digit] += 1;
    let mut foreign = good.clone();
    foreign.splice(last..last, [0xff, 0xfe, b'\n', 0]);
    for damaged in [changed, foreign, b"not a journal\n".to_vec(), vec![0xff; 1000]] {
        desk.write(&name, damaged);
        let ran = desk.onset(&words("out"));
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert!(ran.err.contains("the journal of this sweep is damaged"), "{}", ran.err);
        assert_eq!(desk.read("out/points.csv"), whole);
        assert!(!desk.path(&name).exists());
    }
}
