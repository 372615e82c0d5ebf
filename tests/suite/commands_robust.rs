//! Long commands when something goes wrong half way: a full disk, Ctrl-C, another run into the same folder, tables of a
//! million rows. What was there before stays as it was, and nothing that is half written is left.

use std::collections::BTreeSet;
use std::fs;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::commands::{Desk, ONSET, Ran, assert_narrow, table, unfolded};
use super::commands_population::{VARY, desk, files};

/// So many that it goes on until a signal stops it.
const ENDLESS: &str = "10000000";

/// Waits until something is so.
#[track_caller]
fn wait(what: &str, mut is_so: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < Duration::from_secs(60), "{what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Ctrl-C; gives the exit code.
#[cfg(unix)]
fn interrupt(mut running: Child) -> Option<i32> {
    assert!(Command::new("kill").args(["-INT", &running.id().to_string()]).status().unwrap().success());
    running.wait().unwrap().code()
}

/// The program with a limit on the size of a file, in blocks of 512 bytes, which stands in for a full disk.
#[cfg(target_os = "linux")]
pub(crate) fn limited(desk: &Desk, blocks: usize, words: &[&str]) -> Ran {
    let mut shell = Command::new("sh");
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
    desk.ran(shell.current_dir(desk.path("")).arg("-c").arg(script).arg(ONSET).args(words))
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_everything_as_it_was() {
    let desk = desk();
    let good = ["population", "one.toml", "-n", "20", "--out", "out"];
    desk.good(&[&good[..], &VARY].concat());
    let before = files(&desk, "out");
    let mut told = BTreeSet::new();
    for keep in ["metrics", "trajectories"] {
        for blocks in [0, 8, 32, 128, 512] {
            let words = ["population", "one.toml", "-n", "30", "--out", "out", "--keep", keep, "--quiet"];
            let ran = limited(&desk, blocks, &[&words[..], &VARY].concat());
            if ran.code == 0 {
                desk.good(&[&good[..], &VARY].concat());
                break;
            }
            assert_eq!((ran.code, ran.out.as_str()), (4, ""), "{}", ran.err);
            assert_narrow(&ran.err);
            let name = ran.err.split("cannot write out/").nth(1).and_then(|rest| rest.split(':').next());
            told.insert(name.unwrap_or_else(|| panic!("{}", ran.err)).to_owned());
            assert!(files(&desk, "out") == before, "{blocks}");
        }
    }
    assert!(told.contains("subjects.csv") && told.contains("trajectories.csv") && told.len() > 2, "{told:?}");
    // Nothing is begun where no message can be written.
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let words = ["population", "one.toml", "-n", "20", "--out", "elsewhere"];
    let output = desk.command().args(words).args(VARY).stdout(full).output().unwrap();
    let message = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(4), "{message}");
    assert!(message.contains("the standard output: the disk is full"), "{message}");
    assert!(!desk.path("elsewhere").exists());
}

/// A folder on a disk that fills while a share is put together.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_stops_a_merge() {
    let desk = desk();
    let words = ["population", "one.toml", "-n", "20", "--no-figure", "--shard", "1/1", "--out", "a"];
    desk.good(&[&words[..], &VARY].concat());
    fs::create_dir(desk.path("out")).unwrap();
    let ran = limited(&desk, 1, &["merge", "a", "--out", "out"]);
    assert_eq!(ran.code, 4, "{}", ran.err);
    assert!(ran.err.contains("cannot write out/subjects.csv: "), "{}", ran.err);
    assert!(files(&desk, "out").is_empty());
    desk.good(&["merge", "a", "--out", "out"]);
}

/// Of two runs into one folder the second is refused, and the first is not disturbed.
#[cfg(unix)]
#[test]
fn two_runs_into_one_folder() {
    let desk = desk();
    let words = ["population", "one.toml", "--vary", "weight=15%", "--no-figure", "--out", "out", "-n"];
    let first = desk.command().args(words).args([ENDLESS, "--quiet"]).stderr(Stdio::null()).spawn().unwrap();
    wait("nothing is written", || desk.files().keys().any(|name| name.starts_with("out/.onset-")));
    let again = [&words[..], &["5"]].concat();
    let forced = [&again[..], &["--force"]].concat();
    for other in [&again[..], &forced, &["run", "one.toml", "--out", "out"]] {
        let output = desk.command().args(other).output().unwrap();
        let message = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(4), &b""[..]), "{message}");
        assert!(message.contains("another run is writing to out") && message.contains("--out"), "{message}");
    }
    assert_eq!(interrupt(first), Some(3));
    let rows = table(&desk.read("out/subjects.csv"));
    assert_eq!(desk.manifest("out")["subjects"], rows.len() - 1);
    let left: Vec<String> = desk.files().into_keys().filter(|name| name.starts_with("out/.")).collect();
    assert_eq!(left, [""; 0]);
    // What was refused can be run now.
    desk.good(&again);
}

/// A share that was interrupted keeps what is done, and is not taken for a whole one.
#[cfg(unix)]
#[test]
fn an_interrupted_share_is_no_whole_one() {
    let desk = desk();
    let words = ["population", "one.toml", "--vary", "weight=15%", "-n", ENDLESS, "--shard"];
    let running =
        desk.command().args(words).args(["1/1", "--out", "a", "--quiet"]).stderr(Stdio::null()).spawn().unwrap();
    wait("nothing is written", || desk.files().keys().any(|name| name.starts_with("a/.onset-")));
    assert_eq!(interrupt(running), Some(3));
    assert!(table(&desk.read("a/subjects.csv")).len() > 1);
    let message = desk.bad(1, &["merge", "a", "--out", "out"]);
    assert!(message.contains("a was interrupted before its last subject"), "{message}");
}

/// On a terminal the rate and the time left are shown, and Ctrl-C typed there keeps what is done.
#[cfg(target_os = "linux")]
#[test]
fn a_terminal_shows_how_far_it_has_come() {
    use std::io::Write as _;

    let desk = desk();
    let typed = format!("exec {ONSET} population one.toml -n {ENDLESS} --vary weight=15% --no-figure --out out");
    // A terminal of its own, which writes down what it shows.
    let mut terminal = Command::new("script")
        .current_dir(desk.path(""))
        .args(["--quiet", "--flush", "--return", "--command", &typed, "shown.txt"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .expect("util-linux has `script`");
    let shown = || fs::read_to_string(desk.path("shown.txt")).unwrap_or_default();
    wait("no progress is shown", || shown().contains(" left"));
    terminal.stdin.as_mut().unwrap().write_all(b"\x03").unwrap();
    assert_eq!(terminal.wait().unwrap().code(), Some(3));
    let shown = shown();
    let progress = shown.split('\r').find(|line| line.contains(" left")).unwrap();
    assert!(progress.contains(" of 10,000,000 subjects, ") && progress.contains(" a second, "), "{progress:?}");
    assert!(progress.chars().count() < 80, "{progress:?}");
    assert!(shown.contains("subjects were run, and are kept"), "{shown}");
    assert!(desk.path("out/subjects.csv").is_file());
}

/// Elsewhere one line at the start and the summary at the end, and nothing at all with `--quiet`.
#[test]
fn elsewhere_a_line_at_the_start_and_the_summary_at_the_end() {
    let desk = desk();
    let words = ["population", "two.toml", "-n", "2000", "--no-figure", "--out", "out"];
    let said = desk.good(&[&words[..], &VARY].concat());
    assert!(said.starts_with("Following 2,000 subjects in 2 arms.\n"), "{said}");
    assert!(!said.contains('\r') && !said.contains("left"), "{said}");
    assert_eq!(desk.good(&[&words[..], &VARY, &["--quiet"]].concat()), "");
}

/// A million rows are read, whatever share of them is run, and the one that is wrong is named.
#[test]
fn a_table_of_a_million_rows() {
    let desk = desk();
    let mut rows = String::from("weight [kg],ketamine_cl [L/h]\n");
    rows.extend((0..1_000_000).map(|i| format!("{},{}\n", 50 + i % 50, 60 + i % 37)));
    desk.write("own.csv", &rows);
    let words = ["population", "one.toml", "--subjects", "own.csv", "--no-figure", "--out", "out"];
    desk.good(&[&words[..], &["--shard", "99999/100000"]].concat());
    let found = table(&desk.read("out/subjects.csv"));
    assert_eq!((found.len(), found[1][0].as_str(), found[1][2].as_str()), (11, "999981", "80"));
    rows.push_str("70,NaN\n");
    desk.write("own.csv", &rows);
    let message = desk.bad(1, &words);
    assert!(message.contains("own.csv: line 1000002: \"ketamine_cl\" is \"NaN\""), "{message}");
}

#[test]
fn tables_of_subjects_that_cannot_be_read_are_told_where() {
    let desk = desk();
    for (content, told) in [
        (&b""[..], &["line 1", "no subject"][..]),
        (b"weight [kg]\n", &["line 1", "no subject"]),
        (b"weight [kg],weight [kg]\n70,70\n", &["line 1", "\"weight\" is there twice"]),
        (b"weight,ketamine_cl\n70,80\n70\n", &["line 3", "1 fields where the header has 2"]),
        (b"weight,ketamine_cl\n70,\n", &["line 2", "\"ketamine_cl\" has no value"]),
        (b"wieght\n70\n", &["line 1", "\"wieght\"", "did you mean \"weight\"?"]),
        (b"weight [h]\n70\n", &["line 1", "unit \"h\"", "\"weight [kg]\""]),
        (b"weight\n70\n7\n", &["line 3", "7 kg, out of bounds", "20 to 300 kg"]),
        (b"weight\n70\n1e999\n", &["line 3", "not a number"]),
        (b"weight\n\xff\xfe\n", &["line 2", "not UTF-8"]),
    ] {
        desk.write("own.csv", content);
        let words = ["population", "one.toml", "--subjects", "own.csv", "--out", "out"];
        let message = unfolded(&desk.bad(1, &words));
        for told in told {
            assert!(message.contains(told), "{told}: {message}");
        }
    }
}

#[test]
fn correlations_that_cannot_be_name_the_pair() {
    let desk = desk();
    let correlate = ["--correlate", "ketamine_cl,weight=0.9", "--correlate", "weight,formation_gain=0.9"];
    let last = ["--correlate", "ketamine_cl,formation_gain=-0.9"];
    let message = desk.bad(2, &[&["population", "one.toml", "-n", "5"], &VARY[..], &correlate, &last].concat());
    assert_narrow(&message);
    let message = unfolded(&message);
    assert!(message.contains("a correlation of 0.9 between formation_gain and weight contradicts"), "{message}");
    assert!(message.contains("can be -0.63"), "{message}");
    let message =
        desk.bad(2, &["population", "one.toml", "-n", "5", "--vary", "weight=15%", "--correlate", "weight,x=1"]);
    assert!(message.contains("no parameter is called \"x\""), "{message}");
}

/// A name that is not text is a file that is not there, wherever it stands.
#[cfg(unix)]
#[test]
fn words_that_are_not_text() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;

    let desk = desk();
    let odd = OsStr::from_bytes(b"odd-\xff");
    let ran = |command: &mut Command| {
        let output = command.output().unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    let (code, message) = ran(desk.command().args(["figure", "one.toml", "--observed"]).arg(odd));
    assert!(code == Some(4) && message.contains("there is no such file"), "{message}");
    let words = ["population", "one.toml", "-n", "4", "--shard", "1/1", "--no-figure"];
    assert_eq!(ran(desk.command().args(words).args(VARY).arg("--out").arg(odd)), (Some(0), String::new()));
    assert_eq!(ran(desk.command().arg("merge").arg(odd).args(["--out", "out"])), (Some(0), String::new()));
}
