//! The program itself with a damaged file in the place of a sound one.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use onset::figure::FileKind;
use onset::run::fingerprint;
use onset::scenario::builtin::BUILTINS;
use rand::RngExt;
use rand::rngs::StdRng;

use super::super::commands::ONSET;
use super::super::scenario_mutations::FULL;
use super::child::{Watched, watch};
use super::library::{SMALL, carried_words, drawn};
use super::mutate::damaged;
use super::tally::{Judged, report as report_tallies, rounds, share_out};

/// How a file of strangers reaches the program.
#[derive(Debug, Clone)]
pub(crate) struct Door {
    /// The name in the report.
    pub(crate) name: &'static str,
    /// Part of all inputs, in thousandths.
    thousandths: usize,
    /// The damaged file.
    file: &'static str,
    /// The command, with the file in it.
    words: &'static [&'static str],
    /// Whether the standard output is data for a program rather than words for a person.
    is_data: bool,
    sound: Vec<Vec<u8>>,
}

/// What a folder of output holds that is the user's own.
const NOTES: &str = "notes of the user";

/// Every door. The files that stand beside the damaged one are those of [`Folder::new`].
pub(crate) fn doors(home: &Folder) -> Vec<Door> {
    let mut scenarios: Vec<Vec<u8>> = BUILTINS.iter().map(|builtin| builtin.text.as_bytes().to_vec()).collect();
    scenarios.extend([FULL.as_bytes().to_vec(), SMALL.as_bytes().to_vec()]);
    let small = vec![SMALL.as_bytes().to_vec()];
    let observed = ["time [h],ketamine_plasma [ng/mL],sd [ng/mL],arm\n0.5,125,12,one\n1,118,12,one\n4,24,3,one\n"];
    let observed: Vec<Vec<u8>> = observed.iter().map(|text| text.as_bytes().to_vec()).collect();
    let subjects = vec![b"subject,weight [kg],ketamine_cl [L/h]\n1,70,80\n2,55,61.5\n".to_vec()];
    let words = carried_words();
    let wrapped = words.iter().flat_map(|words| KINDS.map(|kind| wrapped(kind, words))).collect();
    let figures = drawn().into_iter().map(|(_, bytes)| bytes).collect();
    let file = |name: &str| vec![fs::read(home.path(name)).unwrap()];
    let door = |name, thousandths, file, words, sound| Door { name, thousandths, file, words, is_data: false, sound };
    let data = |door: Door| Door { is_data: true, ..door };
    vec![
        door("check FILE", 15, "it.toml", &["check", "it.toml"], scenarios.clone()),
        data(door("check --format json", 5, "it.toml", &["check", "it.toml", "--format", "json"], scenarios.clone())),
        data(door("show --flat FILE", 10, "it.toml", &["show", "it.toml", "--flat"], scenarios)),
        door("run FILE", 10, "it.toml", &["run", "it.toml", "--no-figure", "--out", "out"], small.clone()),
        door("page FILE", 5, "it.toml", &["page", "it.toml", "-o", "out.html"], small.clone()),
        data(door("equations FILE", 5, "it.toml", &["equations", "it.toml"], small.clone())),
        door("diff FILE", 5, "it.toml", &["diff", "small.toml", "it.toml", "--out", "out"], small),
        door(
            "fit --observed",
            10,
            "it.csv",
            &["fit", "small.toml", "--observed", "it.csv", "--free", "ketamine_cl", "--no-figure", "--out", "out"],
            observed.clone(),
        ),
        door(
            "figure --observed",
            10,
            "it.csv",
            &["figure", "small.toml", "--kind", "exposure", "--observed", "it.csv", "--out", "out.svg"],
            observed,
        ),
        door(
            "population --subjects",
            10,
            "it.csv",
            &["population", "small.toml", "--subjects", "it.csv", "--no-figure", "--out", "out"],
            subjects,
        ),
        door("verify, record", 20, "it.fig", &["verify", "it.fig"], wrapped),
        door("verify, figure", 10, "it.fig", &["verify", "it.fig"], figures),
        door("merge, share.json", 10, "b/share.json", &["merge", "a", "b", "--out", "out"], file("b/share.json")),
        door("merge, subjects.csv", 5, "b/subjects.csv", &["merge", "a", "b", "--out", "out"], file("b/subjects.csv")),
        door(
            "merge, manifest.json",
            5,
            "b/manifest.json",
            &["merge", "a", "b", "--out", "out"],
            file("b/manifest.json"),
        ),
        door(
            "manifest.json of a run",
            5,
            "ran/manifest.json",
            &["run", "small.toml", "--no-figure", "--out", "ran"],
            file("ran/manifest.json"),
        ),
        door("journal of a sweep", 5, "journal", SWEEP, vec![home.journal.1.clone()]),
        door("page over a page", 5, "page.html", &["page", "small.toml", "-o", "page.html"], file("page.html")),
    ]
}

/// A sweep that leaves a journal when it is stopped.
const SWEEP: &[&str] =
    &["sweep", "small.toml", "parameters.k_protein=0.02..0.1:200", "--no-figure", "--out", "swept", "--threads", "1"];

/// Kinds of figures that are checked one by one.
const KINDS: [FileKind; 3] = [FileKind::Svg, FileKind::Png, FileKind::Pdf];

/// The smallest figure of a kind that carries these words.
pub(crate) fn wrapped(kind: FileKind, words: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(words);
    match kind {
        FileKind::Svg => {
            let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            format!("<svg xmlns=\"http://www.w3.org/2000/svg\"><metadata id=\"onset-scenario\">{text}</metadata></svg>")
                .into_bytes()
        }
        FileKind::Png => {
            let mut bytes = Vec::new();
            let mut encoder = png::Encoder::new(&mut bytes, 1, 1);
            encoder.set_color(png::ColorType::Rgb);
            encoder.add_itxt_chunk("onset-scenario".to_owned(), text.into_owned()).unwrap();
            encoder.write_header().unwrap().write_image_data(&[0, 0, 0]).unwrap();
            bytes
        }
        FileKind::Pdf => [b"%PDF-1.7\nstream\n", words, b"\nendstream\n"].concat(),
    }
}

/// A folder with all that a door needs but the damaged file.
pub(crate) struct Folder {
    folder: tempfile::TempDir,
    /// The name of the journal that the sweep leaves, and what is in it.
    journal: (String, Vec<u8>),
}

impl Folder {
    pub(crate) fn new() -> Self {
        let folder = tempfile::TempDir::new().unwrap();
        let mut home = Self { folder, journal: Default::default() };
        fs::write(home.path("small.toml"), SMALL).unwrap();
        let population = ["population", "small.toml", "-n", "4", "--vary", "weight=15%", "--no-figure"];
        home.good(&[&population[..], &["--shard", "1/2", "--out", "a"]].concat());
        home.good(&[&population[..], &["--shard", "2/2", "--out", "b"]].concat());
        home.good(&["run", "small.toml", "--no-figure", "--out", "ran"]);
        fs::write(home.path("ran/notes.txt"), NOTES).unwrap();
        home.good(&["page", "small.toml", "-o", "page.html"]);
        home.journal = home.stopped_sweep();
        home
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(ONSET);
        command.args(words).current_dir(self.folder.path());
        command
    }

    fn good(&self, words: &[&str]) {
        let status = self.command(words).arg("--quiet").status().unwrap();
        assert!(status.success(), "{words:?}");
    }

    /// Stops the sweep while it goes, and takes its journal.
    fn stopped_sweep(&self) -> (String, Vec<u8>) {
        let mut child = self.command(SWEEP).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let began = Instant::now();
        let journal = loop {
            let files = fs::read_dir(self.path("swept")).into_iter().flatten().map(|entry| entry.unwrap().path());
            let journal = files.into_iter().find(|path| path.extension().is_some_and(|ending| ending == "journal"));
            let lines = |path: &PathBuf| {
                fs::read(path).is_ok_and(|bytes| bytes.iter().filter(|byte| **byte == b'\n').count() > 8)
            };
            if let Some(journal) = journal.filter(lines) {
                break journal;
            }
            assert!(began.elapsed() < Duration::from_secs(60), "a sweep that is going keeps a journal");
            thread::sleep(Duration::from_millis(1));
        };
        child.kill().unwrap();
        child.wait().unwrap();
        let name = journal.file_name().unwrap().to_str().unwrap().to_owned();
        (name, fs::read(&journal).unwrap())
    }

    /// Puts a damaged file in its place, runs the command, and takes away what it wrote.
    pub(crate) fn open(&self, door: &Door, input: &[u8]) -> Judged {
        let path = if door.file == "journal" { self.path("swept").join(&self.journal.0) } else { self.path(door.file) };
        let before = fs::read(&path).ok();
        if door.file == "journal" {
            let _ = fs::remove_dir_all(self.path("swept"));
            fs::create_dir(self.path("swept")).unwrap();
        }
        fs::write(&path, input).unwrap();
        let kept = fs::read(self.path("b/manifest.json")).ok();
        if door.file.starts_with("b/") && door.file != "b/manifest.json" {
            self.believed(door.file);
        }
        let mut ran = watch(&mut self.command(door.words), self.folder.path());
        if !door.is_data {
            ran.words_are_plain();
        }
        if door.file.starts_with("it.") {
            ran.names(door.file);
        }
        self.look_around(door, input, before.as_deref(), &mut ran);
        fs::write(self.path("b/manifest.json"), kept.unwrap_or_default()).unwrap();
        match before {
            Some(before) if !door.file.starts_with("it.") => fs::write(&path, before).unwrap(),
            _ => drop(fs::remove_file(&path)),
        }
        drop(fs::remove_dir_all(self.path("out")));
        for name in ["out.html", "out.svg", "out.txt", "out.csv"] {
            drop(fs::remove_file(self.path(name)));
        }
        ran.judged
    }

    /// Makes the manifest of a share say that a file is as it was written.
    fn believed(&self, file: &str) {
        let manifest = self.path("b/manifest.json");
        let name = Path::new(file).file_name().unwrap().to_str().unwrap();
        let mut json: serde_json::Value = serde_json::from_slice(&fs::read(&manifest).unwrap()).unwrap();
        let files = json["files"].as_array_mut().unwrap();
        let entry = files.iter_mut().find(|entry| entry["name"] == name).unwrap();
        entry["sha256"] = fingerprint(&fs::read(self.path(file)).unwrap()).into();
        fs::write(manifest, json.to_string()).unwrap();
    }

    /// What is the user's is as it was, and nothing half-written is left.
    fn look_around(&self, door: &Door, input: &[u8], before: Option<&[u8]>, ran: &mut Watched) {
        let faults = &mut ran.judged.faults;
        if fs::read(self.path("ran/notes.txt")).ok().as_deref() != Some(NOTES.as_bytes()) {
            faults.push("it changed a file of the user".to_owned());
            fs::write(self.path("ran/notes.txt"), NOTES).unwrap();
        }
        if fs::read(self.path("small.toml")).unwrap() != SMALL.as_bytes() {
            faults.push("it changed the scenario".to_owned());
        }
        if door.file == "page.html" && before != Some(input) && fs::read(self.path("page.html")).unwrap() != input {
            faults.push("it wrote over a page that was edited".to_owned());
        }
        let folders = [".", "out", "ran", "swept"].map(|folder| self.path(folder));
        let entries = folders.iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten();
        let half = entries
            .map(|entry| entry.unwrap().path())
            .find(|path| path.extension().is_some_and(|ending| ending == "part"));
        if let Some(half) = half {
            faults.push(format!("{} is left", half.display()));
            fs::remove_file(half).unwrap();
        }
    }
}

/// A damaged input for a door.
fn input(door: &Door, random: &mut StdRng) -> Vec<u8> {
    if door.name == "verify, record" {
        // The words are damaged before they are put into a figure, so that they are found there.
        let words = carried_words_once();
        let words = damaged(words, random);
        return wrapped(KINDS[random.random_range(0..KINDS.len())], &words);
    }
    if door.name == "manifest.json of a run" && random.random_ratio(1, 4) {
        // A manifest that says that the notes of the user are its own.
        let mut json: serde_json::Value = serde_json::from_slice(&door.sound[0]).unwrap();
        let entry = serde_json::json!({ "name": "notes.txt", "sha256": fingerprint(NOTES.as_bytes()) });
        json["files"].as_array_mut().unwrap().push(entry);
        return json.to_string().into_bytes();
    }
    damaged(&door.sound, random)
}

fn carried_words_once() -> &'static [Vec<u8>] {
    static WORDS: std::sync::OnceLock<Vec<Vec<u8>>> = std::sync::OnceLock::new();
    WORDS.get_or_init(carried_words)
}

#[test]
fn no_damaged_file_makes_a_command_panic_hang_or_lie() {
    let home = Folder::new();
    let doors = doors(&home);
    let names: Vec<(&str, usize)> = doors.iter().map(|door| (door.name, rounds(door.thousandths).max(4))).collect();
    let tallies = share_out(&names, Folder::new, |door, home, random| {
        let input = input(&doors[door], random);
        let judged = home.open(&doors[door], &input);
        (input, judged)
    });
    report_tallies(&tallies);
}

#[test]
fn every_door_lets_a_sound_file_in() {
    let home = Folder::new();
    for door in doors(&home) {
        // The smallest figures carry what can be read, and are not what is drawn of it.
        let is_bare = door.name == "verify, record";
        for sound in &door.sound {
            let judged = home.open(&door, sound);
            assert!(judged.faults.is_empty(), "{}: {:?}", door.name, judged.faults);
            assert!(judged.is_sound != is_bare || door.words[0] != "verify" && judged.is_sound, "{}", door.name);
        }
    }
}
