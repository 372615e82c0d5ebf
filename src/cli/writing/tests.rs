//! The room is killed at every step of every kind of writing, and the same command is given again.
//!
//! A step is counted by [`pass`]. A child of the test program, which is this file again, writes and ends at once at the
//! step that an environment variable names: no destructor runs, as after `kill -9`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;
use crate::cli::inputs;
use onset::run::Manifest;
use tempfile::TempDir;

/// Variables for a child: after how many steps it ends, what it writes, and where.
const STEPS: &str = "ONSET_TEST_STEPS";
const SHAPE: &str = "ONSET_TEST_SHAPE";
const FOLDER: &str = "ONSET_TEST_FOLDER";

/// Exit code of a child that was killed at its step.
const KILLED: i32 = 86;

/// A place where the program may be killed.
#[allow(clippy::exit, reason = "a process that is killed runs nothing more, not even what is dropped")]
pub(super) fn pass() {
    static LIVES: OnceLock<Option<usize>> = OnceLock::new();
    static PASSED: AtomicUsize = AtomicUsize::new(0);
    let lives = LIVES.get_or_init(|| std::env::var(STEPS).ok()?.parse().ok());
    if let Some(lives) = lives
        && PASSED.fetch_add(1, Ordering::Relaxed) == *lives
    {
        std::process::exit(KILLED);
    }
}

/// A kind of writing, with what is there before it.
struct Shape {
    name: &'static str,
    before: fn(&Path),
    write: fn(&Path) -> Result<(), Failure>,
}

const SHAPES: [Shape; 8] = [
    Shape { name: "a new folder", before: |_| {}, write: |at| folder(at, NEW) },
    Shape { name: "a folder over an earlier one", before: |at| folder(at, OLD).unwrap(), write: |at| folder(at, NEW) },
    Shape { name: "the same folder again", before: |at| folder(at, NEW).unwrap(), write: |at| folder(at, NEW) },
    Shape { name: "tables as they come", before: |at| folder(at, OLD).unwrap(), write: streamed },
    Shape { name: "a folder by force", before: edited, write: |at| claimed(at, NEW, true) },
    Shape { name: "a journal, then its table", before: |at| fs::create_dir(at.join("o")).unwrap(), write: journalled },
    Shape { name: "files that stand alone", before: |_| {}, write: |at| singles(at, Over::Nothing) },
    Shape {
        name: "a file over one as it was written",
        before: |at| write_file(&at.join("a.txt"), b"old".to_vec(), Over::Nothing).unwrap(),
        write: |at| singles(at, Over::AsWritten(|text| text == "old")),
    },
];

const OLD: &[(&str, &str)] = &[("metrics.csv", "old metrics"), ("figure.svg", "old figure"), ("figure.txt", "words")];
const NEW: &[(&str, &str)] =
    &[("metrics.csv", "new metrics"), ("trajectory.csv", "new curve"), ("figure.txt", "words")];

fn manifest(files: &[WrittenFile]) -> String {
    Manifest::plain("onset test", &[], files)
}

fn claimed(at: &Path, files: &[(&str, &str)], force: bool) -> Result<(), Failure> {
    let names: Vec<&str> = files.iter().map(|(name, _)| *name).collect();
    // The names are looked at before the content is known, as by commands that work long.
    let claimed = Claimed::new(&Place::new(Some(&at.join("o")), ""), &names, force)?;
    claimed.write(files.iter().map(|(name, text)| Output::new(*name, *text)).collect(), manifest).map(|_| ())
}

fn folder(at: &Path, files: &[(&str, &str)]) -> Result<(), Failure> {
    claimed(at, files, false)
}

fn edited(at: &Path) {
    folder(at, OLD).unwrap();
    fs::write(at.join("o/metrics.csv"), "edited").unwrap();
}

fn streamed(at: &Path) -> Result<(), Failure> {
    let claimed = Claimed::new(&Place::new(Some(&at.join("o")), ""), &["subjects.csv"], false)?;
    let mut stream = Stream::new(claimed.folder(), "subjects.csv")?;
    stream.push("subject\n")?;
    stream.push("1\n2\n")?;
    let outputs = vec![stream.finish()?, Output::new("metrics.csv", "new metrics")];
    claimed.write(outputs, manifest).map(|_| ())
}

fn journalled(at: &Path) -> Result<(), Failure> {
    let claimed = Claimed::new(&Place::new(Some(&at.join("o")), ""), &["points.csv"], false)?;
    let path = claimed.folder().join(".sweep-0.journal");
    let told = Journal::read(&path)?;
    assert!(!told.is_damaged);
    let mut text = told.text;
    let mut journal = Journal::begin(&path, [text.clone()])?;
    for number in text.lines().count()..5 {
        let row = format!("{number}\n");
        journal.push([row.clone()])?;
        text.push_str(&row);
    }
    claimed.write(vec![Output::new("points.csv", text)], manifest)?;
    journal.remove();
    Ok(())
}

fn singles(at: &Path, over: Over) -> Result<(), Failure> {
    let files = ["a.txt", "b.txt", "c.txt"].map(|name| (at.join(name), format!("all of {name}").into_bytes()));
    write_files(&files, over)
}

/// Every file below a folder, by its name.
fn files(at: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(at).unwrap().map(Result::unwrap) {
        let name = entry.file_name().into_string().unwrap();
        if entry.path().is_dir() {
            found.extend(files(&entry.path()).into_iter().map(|(inner, text)| (format!("{name}/{inner}"), text)));
        } else {
            found.insert(name, fs::read_to_string(entry.path()).unwrap());
        }
    }
    found
}

/// Writes in a child that ends after so many steps; whether it was killed.
fn child(shape: &Shape, at: &Path, steps: usize) -> bool {
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "cli::writing::tests::writes_as_a_child", "--nocapture"])
        .env(STEPS, steps.to_string())
        .env(SHAPE, shape.name)
        .env(FOLDER, at)
        .output()
        .unwrap();
    match output.status.code() {
        Some(0) => false,
        Some(KILLED) => true,
        _ => panic!("{}, {steps} steps: {output:?}", shape.name),
    }
}

/// More steps than any shape has.
const ALL: usize = 10_000;

/// What a child does; without one, nothing is asked for.
#[test]
fn writes_as_a_child() {
    let (Ok(name), Some(at)) = (std::env::var(SHAPE), std::env::var_os(FOLDER)) else { return };
    let shape = SHAPES.iter().find(|shape| shape.name == name).unwrap();
    (shape.write)(Path::new(&at)).unwrap();
}

/// A desk with what is there before a shape is written, and a file of the user.
fn prepared(shape: &Shape) -> TempDir {
    let desk = TempDir::new().unwrap();
    (shape.before)(desk.path());
    fs::write(desk.path().join("mine.txt"), "mine").unwrap();
    desk
}

/// What may stand under each final name: what stood there before, or what will.
fn assert_whole(shape: &Shape, at: &Path, states: [&BTreeMap<String, String>; 2], steps: &str) {
    for (name, text) in files(at) {
        let is_final = !name.rsplit('/').next().unwrap().starts_with('.');
        let is_known = states.iter().any(|state| state.get(&name) == Some(&text));
        assert!(!is_final || is_known, "{}, killed at {steps}: {name} is {text:?}", shape.name);
    }
    assert_eq!(fs::read_to_string(at.join("mine.txt")).unwrap(), "mine");
}

#[test]
fn killed_at_every_step_the_same_command_finishes() {
    for shape in &SHAPES {
        let whole = prepared(shape);
        let before = files(whole.path());
        assert!(!child(shape, whole.path(), ALL), "{}", shape.name);
        let after = files(whole.path());
        assert!(after.keys().all(|name| !name.contains("/.") && !name.starts_with('.')), "{:?}", after.keys());
        let mut steps = 0;
        loop {
            let desk = prepared(shape);
            let was_killed = child(shape, desk.path(), steps);
            assert_whole(shape, desk.path(), [&before, &after], &steps.to_string());
            assert!(!child(shape, desk.path(), ALL));
            assert_eq!(files(desk.path()), after, "{}, killed at {steps}", shape.name);
            if !was_killed {
                break;
            }
            steps += 1;
        }
        assert!(steps >= 8, "{} has only {steps} steps", shape.name);
    }
}

#[test]
fn killed_twice_with_other_files_all_of_them_are_known() {
    let [first, second] = [&SHAPES[1], &SHAPES[3]];
    let whole = prepared(first);
    assert!(!child(first, whole.path(), ALL));
    assert!(!child(second, whole.path(), ALL));
    let after = files(whole.path());
    // Every fifth step of the first, every third of the second: each pair of kinds of step is among them.
    for one in (0..).step_by(5) {
        let mut was_killed = false;
        for two in (0..).step_by(3) {
            let desk = prepared(first);
            was_killed = child(first, desk.path(), one);
            let again = child(second, desk.path(), two);
            assert!(!child(second, desk.path(), ALL));
            assert_eq!(files(desk.path()), after, "killed at {one}, then at {two}");
            if !again {
                break;
            }
        }
        if !was_killed {
            break;
        }
    }
}

#[test]
fn a_command_does_not_wait_for_the_lock_of_another_and_a_lock_without_a_name_is_none() {
    let desk = TempDir::new().unwrap();
    let held = lock::Lock::new(desk.path()).unwrap();
    assert!(matches!(lock::Lock::new(desk.path()), Err(Failure::Busy(_))));
    // Its name goes away while it is held, as when the one that held it before removes it late: one more is not kept
    // out by it, and the first does not remove the name of the other.
    fs::remove_file(desk.path().join(".onset.lock")).unwrap();
    let other = lock::Lock::new(desk.path()).unwrap();
    drop(held);
    assert!(desk.path().join(".onset.lock").exists());
    assert!(matches!(lock::Lock::new(desk.path()), Err(Failure::Busy(_))));
    drop(other);
    assert!(!desk.path().join(".onset.lock").exists());
}

/// Threads that lock and unlock as fast as they can are never inside at once.
#[test]
fn two_are_never_inside() {
    let desk = TempDir::new().unwrap();
    let inside = AtomicUsize::new(0);
    let entered = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..2_000 {
                    if let Ok(lock) = lock::Lock::new(desk.path()) {
                        assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0);
                        entered.fetch_add(1, Ordering::SeqCst);
                        std::thread::yield_now();
                        inside.fetch_sub(1, Ordering::SeqCst);
                        drop(lock);
                    }
                }
            });
        }
    });
    assert!(entered.load(Ordering::SeqCst) > 100);
    assert!(!desk.path().join(".onset.lock").exists());
}

#[test]
fn leftovers_are_removed_and_nothing_else() {
    let desk = TempDir::new().unwrap();
    let at = |name: &str| desk.path().join(name);
    fs::write(at(".onset-aB3dE6gH9jK2.part"), "left").unwrap();
    let kept = [".onset-aB3dE6gH9jK.part", ".onset-aB3dE6gH9j_2.part", ".onset-aB3dE6gH9jK2.part.txt", "a.part"];
    for name in kept {
        fs::write(at(name), "mine").unwrap();
    }
    fs::create_dir(at(".onset-aaaaaaaaaaaa.part")).unwrap();
    let alive = temporary::Temporary::with(&at("x"), b"being written").unwrap();
    temporary::clean(desk.path());
    assert!(!at(".onset-aB3dE6gH9jK2.part").exists());
    assert!(kept.iter().all(|name| at(name).exists()) && at(".onset-aaaaaaaaaaaa.part").exists());
    alive.replace().unwrap();
    assert_eq!(fs::read_to_string(at("x")).unwrap(), "being written");
}

#[test]
fn what_is_read_is_kept_whatever_is_forced() {
    let desk = TempDir::new().unwrap();
    let (levels, o) = (desk.path().join("levels.csv"), desk.path().join("o"));
    fs::write(&levels, "measured").unwrap();
    inputs::protect(&levels);
    fs::create_dir(&o).unwrap();
    fs::write(o.join("metrics.csv"), "measured").unwrap();
    inputs::protect(&o.join("../o/metrics.csv"));
    let files = [(desk.path().join("levels.svg"), b"a".to_vec()), (levels.clone(), b"b".to_vec())];
    assert!(matches!(write_files(&files, Over::Anything), Err(Failure::Input(path)) if path == levels));
    assert!(matches!(claimed(desk.path(), NEW, true), Err(Failure::Input(_))));
    assert_eq!(self::files(desk.path()).into_keys().collect::<Vec<_>>(), ["levels.csv", "o/metrics.csv"]);
}

/// A temporary file that cannot be made stands in for a full disk: nothing has its name then.
#[test]
fn a_file_that_cannot_be_written_stops_all_of_them() {
    let desk = TempDir::new().unwrap();
    let files = [(desk.path().join("a.txt"), vec![1]), (desk.path().join("nowhere/b.txt"), vec![2])];
    assert!(matches!(write_files(&files, Over::Nothing), Err(Failure::File { .. })));
    assert!(self::files(desk.path()).is_empty());
}
