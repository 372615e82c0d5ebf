//! Every reader against every file that is no file on a disk with an end, and against files that are far too long: each
//! is refused at once, with the reason.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::commands::{Desk, unfolded};
use super::commands_population::{VARY, desk};

/// Far more than the program needs to refuse a file, also where many tests run side by side; a file without an end has
/// none of its own.
const LONGEST: Duration = Duration::from_secs(10);

/// Most memory of a command, in kB: an endless file that was read would need more.
const MEMORY: &str = "1500000";

/// A file that cannot be read, and a word of the reason.
type Special = (&'static str, &'static str);

const SPECIAL: [Special; 7] = [
    ("a pipe", "it is a pipe"),
    ("a socket", "it is a socket"),
    ("/dev/zero", "it is a device"),
    ("/dev/full", "it is a device"),
    ("a folder", "it is a folder"),
    ("nothing", "a link to a file that is not there"),
    ("a long file", "has at most"),
];

/// Puts such a file in this place.
fn put(desk: &Desk, special: &str, place: &str) {
    let path = desk.path(place);
    if path.is_dir() {
        fs::remove_dir(&path).unwrap();
    } else {
        let _ = fs::remove_file(&path);
    }
    match special {
        "a pipe" => assert!(Command::new("mkfifo").arg(&path).status().unwrap().success()),
        // The place stays a socket when nothing listens any more.
        "a socket" => drop(UnixListener::bind(&path).unwrap()),
        "a folder" => fs::create_dir(&path).unwrap(),
        // It has a length, and no bytes on the disk.
        "a long file" => fs::File::create(&path).unwrap().set_len(20 << 30).unwrap(),
        target => symlink(target, &path).unwrap(),
    }
}

/// Runs the program with little memory and a short time; gives the exit code and the messages.
#[track_caller]
fn said(desk: &Desk, words: &[&str]) -> (i32, String) {
    let script = format!("ulimit -v {MEMORY}; exec \"$0\" \"$@\"");
    let mut command = Command::new("sh");
    command.args(["-c", &script, super::commands::ONSET]).args(words).current_dir(desk.path("."));
    let mut running = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let begun = Instant::now();
    while running.try_wait().unwrap().is_none() {
        if begun.elapsed() > LONGEST {
            running.kill().unwrap();
            panic!("{words:?} goes on");
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    let ended = running.wait_with_output().unwrap();
    let text = String::from_utf8(ended.stderr).unwrap();
    (ended.status.code().unwrap_or_else(|| panic!("{words:?} was killed: {text}")), unfolded(&text))
}

#[track_caller]
fn refused(desk: &Desk, place: &str, words: &[&str]) {
    for (special, why) in SPECIAL {
        put(desk, special, place);
        let (code, text) = said(desk, words);
        assert_eq!(code, 4, "{special}, {words:?}: {text}");
        assert!(text.contains(why) && text.contains(place), "{special}, {words:?}: {text}");
        assert!(text.contains("= help: ") && !text.contains("panicked"), "{special}, {words:?}: {text}");
    }
}

#[test]
fn files_of_the_command_line_are_files_with_an_end() {
    let desk = Desk::new();
    refused(&desk, "x.toml", &["check", "x.toml"]);
    refused(&desk, "x.toml", &["run", "x.toml", "--out", "-"]);
    refused(&desk, "x.toml", &["show", "x.toml"]);
    refused(&desk, "x.csv", &["fit", "single-infusion", "--observed", "x.csv", "--free", "ketamine_cl"]);
    refused(&desk, "x.csv", &["figure", "single-infusion", "--observed", "x.csv", "--out", "x.svg"]);
    refused(&desk, "x.csv", &["population", "single-infusion", "--subjects", "x.csv"]);
    refused(&desk, "x.svg", &["verify", "x.svg"]);
}

#[test]
fn a_base_is_a_file_with_an_end() {
    let desk = Desk::new();
    desk.write("my.toml", "format = 1\nextends = \"x.toml\"\n");
    for (special, why) in SPECIAL {
        put(&desk, special, "x.toml");
        let (code, text) = said(&desk, &["check", "my.toml"]);
        assert_eq!(code, 1, "{special}: {text}");
        let why = match special {
            "/dev/zero" | "/dev/full" => "a link that leads out of the folder",
            "nothing" => "there is no such file",
            _ => why,
        };
        assert!(text.contains(why) && text.contains("my.toml:2:11"), "{special}: {text}");
    }
}

#[test]
fn shares_are_files_with_an_end() {
    let desk = desk();
    let words = ["population", "two.toml", "-n", "4", "--no-figure"];
    for (share, folder) in [("1/2", "a"), ("2/2", "b")] {
        desk.good(&[&words[..], &VARY, &["--shard", share, "--out", folder]].concat());
    }
    for name in ["share.json", "manifest.json", "subjects.csv"] {
        let place = format!("b/{name}");
        let kept = fs::read(desk.path(&place)).unwrap();
        for (special, why) in SPECIAL {
            if (name, special) == ("subjects.csv", "a long file") || (name, special) == ("share.json", "nothing") {
                // A table has any length; its fingerprint is of another. A share that is missing has another message.
                continue;
            }
            put(&desk, special, &place);
            let (code, text) = said(&desk, &["merge", "a", "b", "--out", "o"]);
            assert_eq!(code, 4, "{special}, {place}: {text}");
            assert!(text.contains(why) && text.contains(&place), "{special}, {place}: {text}");
        }
        if desk.path(&place).is_dir() {
            fs::remove_dir(desk.path(&place)).unwrap();
        } else {
            fs::remove_file(desk.path(&place)).unwrap();
        }
        desk.write(&place, kept);
    }
    desk.good(&["merge", "a", "b", "--out", "o"]);
}

#[test]
fn a_journal_is_a_file_with_an_end() {
    let desk = desk();
    let words = ["sweep", "two.toml", "parameters.k_protein=0.02..0.1:900", "--no-figure", "--out", "out"];
    let mut running = desk.command().args(words).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let journal = || desk.files().into_keys().find(|name| name.ends_with(".journal"));
    let begun = Instant::now();
    while journal().is_none() {
        assert!(begun.elapsed() < Duration::from_secs(60) && running.try_wait().unwrap().is_none());
        std::thread::sleep(Duration::from_millis(5));
    }
    running.kill().unwrap();
    running.wait().unwrap();
    let place = journal().unwrap();
    for (special, why) in SPECIAL {
        put(&desk, special, &place);
        let (code, text) = said(&desk, &words);
        assert_eq!(code, 4, "{special}: {text}");
        assert!(text.contains(why) && text.contains(&place), "{special}: {text}");
    }
}

#[test]
fn what_lies_in_a_folder_of_output_keeps_nothing_waiting() {
    for (special, _) in SPECIAL {
        let desk = Desk::new();
        for (place, words) in [
            ("o/manifest.json", &["run", "single-infusion", "--no-figure", "--out", "o"][..]),
            ("o/metrics.csv", &["run", "single-infusion", "--no-figure", "--out", "o"]),
            ("o/routes.html", &["page", "routes", "--output", "o/routes.html"]),
            ("o/f.svg", &["figure", "single-infusion", "--out", "o/f.svg"]),
        ] {
            if (place, special) == ("o/metrics.csv", "a long file") {
                // A table has any length, so that all of it must be read to tell whose it is.
                continue;
            }
            fs::create_dir_all(desk.path("o")).unwrap();
            put(&desk, special, place);
            let (code, text) = said(&desk, words);
            assert_eq!(code, 4, "{special}, {place}: {text}");
            assert!(text.contains(place) && text.contains("= help: "), "{special}, {place}: {text}");
            put(&desk, "a folder", place);
            fs::remove_dir(desk.path(place)).unwrap();
        }
    }
}

#[test]
fn too_many_open_files_are_told_as_what_they_are() {
    let desk = Desk::new();
    let words = ["run", "single-infusion", "--no-figure", "--out", "o", "--quiet"];
    desk.good(&words);
    // The lock of the folder is the last file that the program may open.
    let script = "ulimit -n 4; exec \"$0\" \"$@\"";
    let ran = desk
        .ran(Command::new("sh").args(["-c", script, super::commands::ONSET]).args(words).current_dir(desk.path(".")));
    assert_eq!(ran.code, 4, "{ran:?}");
    assert!(ran.err.contains("too many files are open at once") && ran.err.contains("ulimit"), "{}", ran.err);
}
