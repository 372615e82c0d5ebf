//! The program as it is typed: what the commands say and write.
//!
//! Every test runs the program itself in a folder of its own.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use onset::scenario::builtin::{self, BUILTINS};
use onset::words::duration;
use onset::words::texts::DISCLAIMER;
use tempfile::TempDir;

/// The program under test.
pub(crate) const ONSET: &str = env!("CARGO_BIN_EXE_onset");

/// An empty folder to type commands in.
pub(crate) struct Desk {
    folder: TempDir,
}

/// What a command did.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    #[track_caller]
    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// Every file below the desk with its bytes, by its path; not one that a running program takes away meanwhile.
    pub(crate) fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        let mut folders = vec![self.folder.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let name = path.strip_prefix(self.folder.path()).unwrap().to_str().unwrap().replace('\\', "/");
                    match fs::read(path) {
                        Err(error) if error.kind() == ErrorKind::NotFound => {}
                        bytes => {
                            files.insert(name, bytes.unwrap());
                        }
                    }
                }
            }
        }
        files
    }

    /// The program, about to be run here.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(ONSET);
        command.current_dir(self.folder.path()).stdin(Stdio::null());
        for variable in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
            command.env_remove(variable);
        }
        command
    }

    /// Runs the program. However it ends, it has not panicked, and no half-written file is left.
    #[track_caller]
    pub(crate) fn onset(&self, words: &[&str]) -> Ran {
        self.ran(self.command().args(words))
    }

    #[track_caller]
    pub(crate) fn ran(&self, command: &mut Command) -> Ran {
        let output = command.output().unwrap();
        let ran = Ran {
            code: output.status.code().unwrap_or_else(|| panic!("{command:?} was killed: {}", output.status)),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        };
        assert!(!ran.err.contains("panicked") && ran.code <= 4, "{command:?}\n{ran:?}");
        let part = self.files().into_keys().find(|name| Path::new(name).extension() == Some(OsStr::new("part")));
        assert_eq!(part, None, "{command:?}");
        ran
    }

    /// Runs the program, which must succeed without a message; gives the standard output.
    #[track_caller]
    pub(crate) fn good(&self, words: &[&str]) -> String {
        let ran = self.onset(words);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{words:?}");
        ran.out
    }

    /// Runs the program, which must fail with this code, say nothing on the standard output, and leave every file as it
    /// was; gives the messages.
    #[track_caller]
    pub(crate) fn bad(&self, code: i32, words: &[&str]) -> String {
        let before = self.files();
        let ran = self.onset(words);
        assert_eq!((ran.code, ran.out.as_str()), (code, ""), "{words:?}\n{}", ran.err);
        assert!(!ran.err.is_empty(), "{words:?}");
        assert!(self.files() == before, "{words:?} changed files");
        ran.err
    }

    /// The metrics that a run wrote into a folder, by arm and name.
    #[track_caller]
    pub(crate) fn metrics(&self, folder: &str) -> Metrics {
        Metrics::read(&self.read(&format!("{folder}/metrics.csv")))
    }

    #[track_caller]
    pub(crate) fn manifest(&self, folder: &str) -> serde_json::Value {
        serde_json::from_str(&self.read(&format!("{folder}/manifest.json"))).unwrap()
    }
}

/// A table of metrics; the value is `None` where it is empty.
#[derive(Debug, PartialEq)]
pub(crate) struct Metrics(BTreeMap<(String, String), Option<f64>>);

impl Metrics {
    #[track_caller]
    pub(crate) fn read(csv: &str) -> Self {
        let rows = table(csv);
        assert_eq!(rows[0], ["arm", "metric", "value", "unit"]);
        let value = |text: &str| (!text.is_empty()).then(|| text.parse::<f64>().unwrap());
        Self(rows[1..].iter().map(|row| ((row[0].clone(), row[1].clone()), value(&row[2]))).collect())
    }

    #[track_caller]
    pub(crate) fn get(&self, arm: &str, metric: &str) -> Option<f64> {
        self.0[&(arm.to_owned(), metric.to_owned())]
    }
}

/// The fields of a CSV (RFC 4180) with line feeds; every row is as long as the first.
#[track_caller]
pub(crate) fn table(csv: &str) -> Vec<Vec<String>> {
    assert!(csv.ends_with('\n') && !csv.contains('\r') && !csv.starts_with('\u{feff}'));
    let mut rows = vec![Vec::new()];
    let mut field = String::new();
    let mut quoted = false;
    let mut letters = csv.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => field.extend(letters.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => rows.last_mut().unwrap().push(std::mem::take(&mut field)),
            '\n' if !quoted => {
                rows.last_mut().unwrap().push(std::mem::take(&mut field));
                rows.push(Vec::new());
            }
            _ => field.push(letter),
        }
    }
    assert_eq!(rows.pop(), Some(Vec::new()));
    for row in &rows {
        assert_eq!(row.len(), rows[0].len(), "{row:?}");
    }
    rows
}

/// A message as if it had never been folded to the width of a terminal.
pub(crate) fn unfolded(message: &str) -> String {
    message.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[track_caller]
pub(crate) fn assert_narrow(text: &str) {
    for line in text.lines() {
        assert!(line.chars().count() <= 80, "{} columns: {line}", line.chars().count());
    }
}

#[test]
fn a_summary_tells_onsets_places_and_what_to_try_next() {
    let desk = Desk::new();
    let said = desk.good(&["demo", "--no-figure"]);
    assert_narrow(&said);
    let metrics = desk.metrics("output/ketamine-vs-ssri");
    for arm in ["ketamine 0.5 mg/kg iv over 40 min", "escitalopram 10 mg daily"] {
        let onset = duration(metrics.get(arm, "onset").unwrap());
        // A long name goes on below its row.
        let begins: String = arm.chars().take(24).collect();
        let row = said.lines().find(|line| line.trim_start().starts_with(&begins)).unwrap();
        assert!(row[begins.len()..].contains(&onset), "{onset} is not in {row}");
    }
    assert!(said.contains(DISCLAIMER), "{said}");
    assert!(said.contains("Written to output/ketamine-vs-ssri:"), "{said}");
    for file in desk.files().keys() {
        let (stem, ending) = file.rsplit('/').next().unwrap().split_once('.').unwrap();
        let line = said.lines().find(|line| line.trim_start().starts_with(&format!("{stem}.")));
        assert!(line.is_some_and(|line| line.contains(&format!(".{ending} "))), "{file} is not named in {said}");
    }
}

#[test]
fn the_next_command_of_a_summary_works_and_keeps_what_was_written() {
    let typed: [&[&str]; 6] = [
        &["demo"],
        &["run", "expectancy"],
        &["run", "routes", "--set", "subject.weight=90kg"],
        &["run", "my file.toml"],
        &["run", "my file.toml", "--without", "ampa", "--out", "elsewhere"],
        &["run", "my file.toml", "amygdala"],
    ];
    for words in typed {
        let desk = Desk::new();
        desk.write("my file.toml", builtin::find("routes").unwrap().text);
        let said = desk.good(&[words, &["--no-figure"]].concat());
        assert_narrow(&said);
        let next = said.lines().find_map(|line| line.strip_prefix("Next: onset ")).unwrap();
        let before = desk.files();
        let next = next.replace("\"my file.toml\"", "my\u{a0}file.toml");
        let next: Vec<String> = next.split(' ').map(|word| word.replace('\u{a0}', " ")).collect();
        let next: Vec<&str> = next.iter().map(String::as_str).chain(["--no-figure"]).collect();
        desk.good(&next);
        let after = desk.files();
        assert!(before.iter().all(|(name, bytes)| after[name] == *bytes), "{next:?}");
    }
}

#[test]
fn quiet_commands_say_nothing_and_write_the_same() {
    let loud = Desk::new();
    loud.good(&["demo", "--no-figure"]);
    let typed: [&[&str]; 4] = [
        &["--quiet", "demo", "--no-figure"],
        &["demo", "-q", "--no-figure"],
        &["run", "ketamine-vs-ssri", "--quiet", "--no-figure"],
        &["-q", "run", "ketamine-vs-ssri", "--no-figure"],
    ];
    for words in typed {
        let desk = Desk::new();
        assert_eq!(desk.good(words), "");
        assert!(desk.files() == loud.files(), "{words:?}");
    }
}

#[test]
fn warnings_are_said_unless_quiet() {
    let desk = Desk::new();
    let text = builtin::find("single-infusion").unwrap().text;
    desk.write("late.toml", text.replace("at = \"0 h\"", "at = [\"0 h\", \"99 d\"]"));
    let loud = desk.onset(&["check", "late.toml"]);
    assert_eq!(loud.code, 0);
    assert!(loud.err.contains("warning") && loud.err.contains("late.toml:"), "{}", loud.err);
    assert_eq!(desk.good(&["check", "late.toml", "--quiet"]), "");
}

#[test]
fn every_built_in_scenario_runs() {
    let check = |name: &str| {
        let desk = Desk::new();
        let said = desk.good(&["run", name, "--no-figure"]);
        assert_narrow(&said);
        assert_narrow(&desk.good(&["check", name]));
        let folder = format!("output/{name}");
        let arms = desk.manifest(&folder)["arms"].as_array().unwrap().len();
        assert!(arms > 0);
        let rows = table(&desk.read(&format!("{folder}/trajectory.csv")));
        let mut names: Vec<&str> = rows[1..].iter().map(|row| row[0].as_str()).collect();
        names.dedup();
        assert_eq!(names.len(), arms, "{name}: {names:?}");
    };
    std::thread::scope(|scope| {
        for names in BUILTINS.chunks(BUILTINS.len().div_ceil(4)) {
            scope.spawn(|| names.iter().for_each(|known| check(known.name)));
        }
    });
}

#[test]
fn list_and_show_give_the_files_of_the_folder() {
    let desk = Desk::new();
    let list = desk.good(&["list"]);
    assert_narrow(&list);
    let names: Vec<&str> = list.lines().map(|line| line.split(' ').next().unwrap()).collect();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension() != Some(OsStr::new("toml")) {
            continue;
        }
        let name = path.file_stem().unwrap().to_str().unwrap();
        assert!(names.contains(&name), "{name} is not listed");
        let text = fs::read_to_string(&path).unwrap();
        let title = text.lines().find_map(|line| line.strip_prefix("title = \"")?.strip_suffix('"')).unwrap();
        assert!(list.lines().any(|line| line.starts_with(name) && line.ends_with(title)), "{title} is not listed");
        assert_eq!(desk.good(&["show", name]), text);
    }
}

#[test]
fn check_says_what_each_arm_gets_and_looks_at_every_file() {
    let desk = Desk::new();
    let said = desk.good(&["check", "six-infusions", "ketamine-vs-ssri"]);
    assert_narrow(&said);
    for words in ["six-infusions: good", "ketamine-vs-ssri: good; 2 arms over 8 wk", "  escitalopram 10 mg daily: "] {
        assert!(said.contains(words), "{words} is not in {said}");
    }
    desk.write("bad.toml", "format = 1\n");
    let ran = desk.onset(&["check", "bad.toml", "routes", "--set", "subject.weight=90kg"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("routes: good") && ran.err.contains("bad.toml"), "{ran:?}");
    assert_eq!(desk.files().len(), 1);
}

#[test]
fn a_copy_of_the_program_needs_nothing_else() {
    let desk = Desk::new();
    let copy = desk.path(if cfg!(windows) { "copy.exe" } else { "copy" });
    fs::copy(ONSET, &copy).unwrap();
    let work = desk.path("work");
    fs::create_dir(&work).unwrap();
    let mut command = Command::new(copy);
    let ran = desk.ran(command.args(["run", "single-infusion"]).current_dir(work).env_clear());
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(desk.path("work/output/single-infusion/figure.png").is_file());
}
