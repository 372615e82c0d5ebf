//! `onset verify`: runs the scenario inside a figure again, and tells whether the figure still says what it says.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use clap::Args;

use super::drawing::Drawing;
use super::failure::Failure;
use super::load;
use super::terminal::Terminal;
use super::typed::placeholder;
use onset::figure::{FileKind, Likeness, carried, likeness};
use onset::model;
use onset::report::{self, Made, Recheck, Record, recheck};
use onset::scenario::{Scenario, Source, read};
use onset::solver::Options;

/// Numbers that differ and are named; the others are counted.
const NAMED: usize = 8;

/// Which figures are looked at.
#[derive(Debug, Args)]
pub(super) struct VerifyOptions {
    /// Figures that this program wrote: SVG, PNG or PDF.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

/// What became of a figure.
enum Verdict {
    /// It says what it said; in one line.
    Holds(String),
    /// It does not; in one line, and what differs.
    Differs(String, Vec<String>),
    /// Nothing can be said; why, and what to do.
    Unknown(String, &'static str),
}

pub(super) fn verify(options: &VerifyOptions, terminal: &Terminal) -> Result<(), Failure> {
    let mut worst = None;
    for path in &options.files {
        let bytes = fs::read(path).map_err(|error| Failure::File { path: path.clone(), doing: "read", error })?;
        let name = path.display();
        match verdict(&bytes, terminal)? {
            Verdict::Holds(how) => terminal.say(&report::folded(&format!("{name}: {how}"), "  "))?,
            Verdict::Differs(how, what) => {
                let what: String = what.iter().map(|line| report::folded(line, "    ")).collect();
                terminal.data(&format!("{}{what}", report::folded(&format!("{name}: {how}"), "  ")))?;
                worst = Some(Failure::Differs);
            }
            Verdict::Unknown(why, help) => {
                terminal.note(report::folded(&format!("error: {name}: {why}"), "  ").trim_end());
                terminal.note(&format!("  = help: {help}"));
                worst = worst.or(Some(Failure::Scenario));
            }
        }
    }
    worst.map_or(Ok(()), Err)
}

/// Commands beside `run` and `figure` that draw; a figure that asks for another is not obeyed.
const DRAWS: [&str; 8] = ["evidence", "rivals", "guesses", "why", "diff", "sweep", "sensitivity", "population"];

/// What to do with a figure that cannot be made again.
const AGAIN: &str = "draw it again, and keep the file as it was written";

/// Runs and draws again what is inside a figure.
fn verdict(bytes: &[u8], terminal: &Terminal) -> Result<Verdict, Failure> {
    let unknown = |why: &str, help| Ok(Verdict::Unknown(why.to_owned(), help));
    let Some(kind) = FileKind::of(bytes) else {
        return unknown("this is no figure: neither SVG nor PNG nor PDF", "name a figure that `onset figure` wrote");
    };
    let Some(text) = carried(bytes) else {
        return unknown(
            "it carries nothing to run again: it is no figure of onset, or another program saved it anew",
            AGAIN,
        );
    };
    if let Some((made, scenarios)) = Made::read(&text) {
        return made_again(bytes, kind, &text, &made, &scenarios);
    }
    let Some((record, scenarios)) = Record::read(&text) else {
        return unknown("it carries a scenario, but not how it was drawn: it was altered by hand", AGAIN);
    };
    let (Some(request), Some(method), Some(changes)) =
        (record.request(), record.method(), load::changes_from_words(&record.changes))
    else {
        return unknown("it was drawn by another version, which had what this one has not", AGAIN);
    };
    let mut read_again: Vec<(String, Scenario)> = Vec::new();
    for (name, text) in scenarios {
        let source = Source::new(name.clone(), text);
        let outcome = read(&source, &changes.set);
        let Some(scenario) = outcome.scenario else {
            terminal.diagnostics(&outcome.diagnostics, &source);
            return unknown(
                "the scenario inside cannot be run: it was altered by hand, or is of another version",
                AGAIN,
            );
        };
        read_again.push((name, load::changed(&scenario, &changes)));
    }
    let solver = Options { rtol: record.rtol, method, ..Options::default() };
    let run = report::run(read_again, record.changes.clone(), &solver).map_err(Failure::Run)?;
    let numbers = recheck(&record.values, &report::values(&run));
    let picture = match Drawing::again(&run, &request, &record, kind) {
        Ok(drawn) => likeness(kind, bytes, &drawn),
        Err(_) => Likeness::Different("it cannot be drawn again".to_owned()),
    };
    Ok(judged(&numbers, picture, &version(&text)))
}

/// Runs the command that made a figure once more, in a folder that vanishes.
fn made_again(
    bytes: &[u8],
    kind: FileKind,
    text: &str,
    made: &Made,
    scenarios: &[(String, String)],
) -> Result<Verdict, Failure> {
    if let Some(file) = made.files.first() {
        return Ok(Verdict::Unknown(
            format!("it was made from {file} too, which a figure does not carry"),
            "run the command again beside that file, and compare",
        ));
    }
    let is_name = |name: &str| Path::new(name).file_name().is_some_and(|last| last == name);
    let is_drawing = made.words.first().is_some_and(|command| DRAWS.contains(&command.as_str()));
    if !is_drawing || !is_name(&made.figure) || !scenarios.iter().all(|(name, _)| is_name(name)) {
        return Ok(Verdict::Unknown("what it says of how it was drawn was altered by hand".to_owned(), AGAIN));
    }
    let here = |error| Failure::File { path: std::env::temp_dir(), doing: "write to", error };
    let folder = tempfile::tempdir().map_err(here)?;
    let mut words = made.words.clone();
    for (number, (name, text)) in scenarios.iter().enumerate() {
        let place = folder.path().join(number.to_string());
        let path = place.join(format!("{name}.toml"));
        fs::create_dir(&place).and_then(|()| fs::write(&path, text)).map_err(here)?;
        for word in words.iter_mut().filter(|word| **word == placeholder(number)) {
            *word = path.to_string_lossy().into_owned();
        }
    }
    let out = folder.path().join("out");
    let program = std::env::current_exe();
    let ran = program.and_then(|program| {
        Command::new(program).args(&words).arg("--quiet").arg("--out").arg(&out).stdin(Stdio::null()).output()
    });
    let ran = ran.map_err(|error| Failure::File { path: "onset".into(), doing: "run", error })?;
    let words = made.words.join(" ");
    let Ok(drawn) = fs::read(out.join(format!("{}.{}", made.figure, kind.ending()))) else {
        let said = String::from_utf8_lossy(&ran.stderr).lines().next().unwrap_or_default().to_owned();
        return Ok(Verdict::Unknown(format!("`onset {words}` does not draw it any more: {said}"), AGAIN));
    };
    let version = version(text);
    Ok(match likeness(kind, bytes, &drawn) {
        Likeness::Identical => Verdict::Holds(format!("identical when `onset {words}` is run again{version}")),
        Likeness::Close => Verdict::Holds(format!("equal within 1e-9 when `onset {words}` is run again{version}")),
        Likeness::Different(place) => Verdict::Differs(
            format!("differs from what `onset {words}` draws now{version}"),
            vec![format!("  from what is drawn now: {place}")],
        ),
    })
}

/// The program that drew a figure, where it is not this one.
fn version(text: &str) -> String {
    let program = text.lines().find_map(|line| line.strip_prefix("# program: ")).unwrap_or_default();
    if program == report::program() {
        String::new()
    } else {
        let model = model::made_with_another(program).map_or(String::new(), |told| format!("; {told}"));
        format!(" (drawn by {program}, run by {}{model})", report::program())
    }
}

fn judged(numbers: &Recheck, picture: Likeness, version: &str) -> Verdict {
    let Recheck { compared, differences, .. } = numbers;
    match (differences.as_slice(), picture) {
        ([], Likeness::Identical) => {
            Verdict::Holds(format!("identical, and so are {compared} numbers of its run{version}"))
        }
        ([], Likeness::Close) => {
            Verdict::Holds(format!("equal within 1e-9: {compared} numbers of its run, and the picture{version}"))
        }
        ([], Likeness::Different(place)) => Verdict::Differs(
            format!("differs: its run gives the same {compared} numbers, but the picture is another{version}"),
            vec![
                format!("  from what is drawn now: {place}"),
                "  it was altered by hand or by another program".to_owned(),
            ],
        ),
        (some, picture) => {
            let mut what: Vec<String> = some.iter().take(NAMED).map(|line| format!("  {line}")).collect();
            if some.len() > NAMED {
                what.push(format!("  and {} more", some.len() - NAMED));
            }
            if let Likeness::Different(place) = picture {
                what.push(format!("  the picture: {place}"));
            }
            Verdict::Differs(
                format!("differs: {} of {compared} numbers are not what its scenario gives now{version}", some.len()),
                what,
            )
        }
    }
}
