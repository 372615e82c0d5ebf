//! A figure made again, in memory, from what it carries.
//!
//! Owns which figures are made again, and the verdict in words. A figure comes from others: no file is read or
//! written for it, no program started, and no more is done than a bound allows. Must not know how files are found.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use super::drawing::Drawing;
use super::failure::Failure;
use super::invocation::{Invocation, Refused};
use super::reach::Reach;
use super::study_command::{Parse, StudyCommand};
use super::terminal::Terminal;
use super::{load, threads};
use crate::cli::command::figure::WIDTHS;
use onset::chart::{CommandRecord, Recheck, Record, recheck, values};
use onset::figure::{FileKind, Likeness, carried, likeness};
use onset::model;
use onset::run::Run;
use onset::scenario::{Scenario, Source, without_files};
use onset::slides::{carried_by, different_part, powerpoint};
use onset::solver::{Options, Tolerances};

/// Longest time that is taken for one figure, s; a figure for a lecture takes a few seconds.
pub(super) const SECONDS: u64 = 120;

/// Numbers that differ and are named; the others are counted.
const NAMED: usize = 8;

/// Letters of a word from a figure that are shown.
const SHOWN: usize = 160;

/// How a figure compares with what is drawn now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It says what it said; in one line.
    Holds(String),
    /// It does not; in one line, and what differs.
    Differs(String, Vec<String>),
    /// Nothing can be said; why, and what to do.
    Unknown(String, String),
}

/// What to do with a figure that cannot be made again.
const AGAIN: &str = "draw it again, and keep the file as it was written";

fn unknown(why: impl Into<String>, help: &str) -> Verdict {
    Verdict::Unknown(why.into(), help.to_owned())
}

/// The start of a text from a figure.
fn brief(text: &str) -> String {
    if text.chars().nth(SHOWN).is_none() {
        return text.to_owned();
    }
    text.chars().take(SHOWN).chain(" ...".chars()).collect()
}

/// Makes a figure again and compares, within the time that is taken for one.
pub(super) fn verdict(bytes: Vec<u8>, parse: Parse, terminal: &Terminal) -> Result<Verdict, Failure> {
    let pool = threads::pool(None)?;
    let quiet = terminal.quietly(Invocation::default());
    let compare = move || pool.install(|| compared(&bytes, parse, &quiet));
    Ok(match in_time(Duration::from_secs(SECONDS), compare) {
        Ok(verdict) => verdict,
        Err(mpsc::RecvTimeoutError::Timeout) => {
            unknown(format!("making it again takes more than {SECONDS} s"), "run the command itself, and compare")
        }
        Err(mpsc::RecvTimeoutError::Disconnected) => unknown("it cannot be made again", AGAIN),
    })
}

/// What a work gives within this time. One that takes longer goes on in a thread of its own, which ends with the
/// program: a run cannot be stopped from outside.
fn in_time<T: Send + 'static>(
    time: Duration,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, mpsc::RecvTimeoutError> {
    let (send, receive) = mpsc::channel();
    thread::spawn(move || {
        // Where the time is over nothing receives it.
        let _ = send.send(work());
    });
    receive.recv_timeout(time)
}

/// Makes a figure again and compares.
fn compared(bytes: &[u8], parse: Parse, terminal: &Terminal) -> Verdict {
    if let Some(text) = carried_by(bytes) {
        return settled(of_slides(bytes, &text, parse, terminal));
    }
    let Some(kind) = FileKind::of(bytes) else {
        return unknown("this is no figure: neither SVG nor PNG nor PDF", "name a figure that `onset figure` wrote");
    };
    let Some(text) = carried(bytes) else {
        return unknown(
            "it carries nothing to run again: it is no figure of onset, or another program saved it anew",
            AGAIN,
        );
    };
    let compared = if let Some((made, scenarios)) = CommandRecord::read(&text) {
        of_command((bytes, kind, &text), &made, &scenarios, parse, terminal)
    } else if let Some((record, scenarios)) = Record::read(&text) {
        of_run(bytes, kind, &text, &record, scenarios, terminal)
    } else {
        return unknown("it carries a scenario, but not how it was drawn: it was altered by hand", AGAIN);
    };
    settled(compared)
}

/// The verdict of a comparison, or of the failure that ended it.
fn settled(compared: Result<Verdict, Failure>) -> Verdict {
    compared.unwrap_or_else(|failure| match failure {
        Failure::Scenario | Failure::Changes => {
            unknown("the scenario inside cannot be run: it was altered by hand, or is of another version", AGAIN)
        }
        Failure::TooMuch(_) => {
            let (why, help) = failure.message().unwrap_or_default();
            Verdict::Unknown(why, help.unwrap_or_default())
        }
        other => {
            let why = other.message().map(|(message, _)| message).unwrap_or_default();
            unknown(format!("this version does not draw it any more: {}", brief(&why)), AGAIN)
        }
    })
}

/// Makes slides again, and compares them part by part.
fn of_slides(bytes: &[u8], text: &str, parse: Parse, terminal: &Terminal) -> Result<Verdict, Failure> {
    let deck = if let Some((made, scenarios)) = CommandRecord::read(text) {
        let (study, typed) = match obeyed(&made, &scenarios, parse) {
            Ok(read) => read,
            Err(verdict) => return Ok(verdict),
        };
        let Some(deck) = study.deck(Reach::Figure(&scenarios), &terminal.quietly(typed)) else {
            return Ok(unknown(ALTERED, AGAIN));
        };
        deck?
    } else if let Some((record, scenarios)) = Record::read(text) {
        match again(&record, scenarios, terminal)? {
            Ok((_, drawing)) => drawing.deck()?,
            Err(verdict) => return Ok(verdict),
        }
    } else {
        return Ok(unknown("it carries a scenario, but not how it was made: it was altered by hand", AGAIN));
    };
    let own = powerpoint(&deck).map_err(|error| Failure::Drawing(error.to_string()))?;
    let version = Version::of(text);
    let said = version.said();
    Ok(match different_part(bytes, &own) {
        None => Verdict::Holds(format!("identical when its {} slides are made again{said}", deck.slides.len())),
        Some(part) => Verdict::Differs(
            format!("{}: its scenario gives other slides now{said}", version.altered()),
            vec![format!("  from what is made now: {part}")],
        ),
    })
}

/// Why a record is not obeyed that says what this program never writes.
const ALTERED: &str = "what it says of how it was drawn was altered by hand";

/// Runs and draws again what is inside a figure of a plain run.
fn of_run(
    bytes: &[u8],
    kind: FileKind,
    text: &str,
    record: &Record,
    scenarios: Vec<(String, String)>,
    terminal: &Terminal,
) -> Result<Verdict, Failure> {
    let (run, drawing) = match again(record, scenarios, terminal)? {
        Ok(made) => made,
        Err(verdict) => return Ok(verdict),
    };
    let numbers = recheck(&record.values, &values(&run));
    let picture = likeness(kind, bytes, |draft| drawing.draft(record, kind, draft))?;
    Ok(judged(&numbers, picture, &Version::of(text)))
}

/// Runs and draws again what a record says; a verdict where nothing can be said.
fn again(
    record: &Record,
    scenarios: Vec<(String, String)>,
    terminal: &Terminal,
) -> Result<Result<(Run, Drawing), Verdict>, Failure> {
    let (Some(request), Some(method), Some(changes)) =
        (record.request(), record.method(), load::changes_from_words(&record.changes))
    else {
        return Ok(Err(unknown("it was drawn by another version, which had what this one has not", AGAIN)));
    };
    let is_wide = record.look.width.is_some_and(|width| !WIDTHS.contains(&i64::from(width)));
    if is_wide || Tolerances::of(method).check(record.rtol).is_err() {
        return Ok(Err(unknown(ALTERED, AGAIN)));
    }
    let reach = Reach::Figure(&[]);
    let read = |(name, text): (String, String)| {
        let found = Ok((name.clone(), Source::new(name.clone(), text)));
        let checked = load::checked(&name, found, &changes, &without_files)?;
        load::said(&name, checked, terminal)
    };
    let scenarios: Vec<(String, Scenario)> = scenarios.into_iter().map(read).collect::<Result<_, _>>()?;
    reach.bear(scenarios.iter().map(|(_, scenario)| scenario))?;
    let solver = Options { rtol: record.rtol, method, ..Options::default() };
    let run = onset::run::run(scenarios, record.changes.clone(), &solver).map_err(Failure::Run)?;
    let drawing = Drawing::again(&run, &request, record)?;
    Ok(Ok((run, drawing)))
}

/// Makes the figure of a command again.
fn of_command(
    (bytes, kind, text): (&[u8], FileKind, &str),
    made: &CommandRecord,
    scenarios: &[(String, String)],
    parse: Parse,
    terminal: &Terminal,
) -> Result<Verdict, Failure> {
    let words = brief(&made.words.join(" "));
    let (study, typed) = match obeyed(made, scenarios, parse) {
        Ok(read) => read,
        Err(verdict) => return Ok(verdict),
    };
    let terminal = terminal.quietly(typed);
    let Some(pictures) = study.pictures(Reach::Figure(scenarios), &terminal) else {
        return Ok(unknown(ALTERED, AGAIN));
    };
    let pictures = pictures?;
    let Some(picture) = pictures.iter().find(|picture| picture.figure.id == made.figure) else {
        return Ok(unknown(format!("`onset {words}` does not draw it any more"), AGAIN));
    };
    let version = Version::of(text);
    let (said, altered) = (version.said(), version.altered());
    Ok(match likeness(kind, bytes, |draft| picture.draft(kind, draft))? {
        Likeness::Identical => Verdict::Holds(format!("identical when `onset {words}` is run again{said}")),
        Likeness::Close => Verdict::Holds(format!("equal within 1e-9 when `onset {words}` is run again{said}")),
        Likeness::Different(place) => Verdict::Differs(
            format!("{altered}: it is not what `onset {words}` draws now{said}"),
            vec![format!("  from what is drawn now: {place}")],
        ),
    })
}

/// The study that a figure carries; a verdict where its words are not obeyed.
fn obeyed(
    made: &CommandRecord,
    scenarios: &[(String, String)],
    parse: Parse,
) -> Result<(Box<dyn StudyCommand>, Invocation), Verdict> {
    let command = made.words.first().map_or("", String::as_str);
    if onset::study::named(command).is_none() {
        return Err(unknown(ALTERED, AGAIN));
    }
    parse(&made.words, scenarios.len()).map_err(|refused| match refused {
        Refused::File(name) => unknown(
            format!("it was made from {} too, which a figure does not carry", brief(&name)),
            "run the command again beside that file, and compare",
        ),
        Refused::Word(word) => unknown(format!("its command holds {}: {ALTERED}", brief(&word)), AGAIN),
        Refused::Unknown => {
            unknown(format!("`onset {}` is no command of this version", brief(&made.words.join(" "))), AGAIN)
        }
    })
}

/// The program that drew a figure, where it is not this one.
struct Version(Option<String>);

impl Version {
    fn of(text: &str) -> Self {
        let program = text.lines().find_map(|line| line.strip_prefix("# program: ")).unwrap_or_default();
        Self((program != onset::words::program()).then(|| brief(program)))
    }

    /// In brackets after a verdict.
    fn said(&self) -> String {
        self.0.as_ref().map_or_else(String::new, |program| {
            let model = model::made_with_another(program).map_or_else(String::new, |told| format!("; {told}"));
            format!(" (drawn by {program}, run by {}{model})", onset::words::program())
        })
    }

    /// What a figure is that is not the same: of another version it need not have been altered.
    const fn altered(&self) -> &'static str {
        if self.0.is_some() { "differs" } else { "altered" }
    }
}

fn judged(numbers: &Recheck, picture: Likeness, version: &Version) -> Verdict {
    let Recheck { compared, differences, .. } = numbers;
    let (said, altered) = (version.said(), version.altered());
    match (differences.as_slice(), picture) {
        ([], Likeness::Identical) => {
            Verdict::Holds(format!("identical, and so are {compared} numbers of its run{said}"))
        }
        ([], Likeness::Close) => {
            Verdict::Holds(format!("equal within 1e-9: {compared} numbers of its run, and the picture{said}"))
        }
        ([], Likeness::Different(place)) => Verdict::Differs(
            format!("{altered}: its run gives the same {compared} numbers, but the picture is another{said}"),
            vec![format!("  from what is drawn now: {place}")],
        ),
        (some, picture) => {
            let mut what: Vec<String> = some.iter().take(NAMED).map(|line| format!("  {}", brief(line))).collect();
            if some.len() > NAMED {
                what.push(format!("  and {} more", some.len() - NAMED));
            }
            if let Likeness::Different(place) = picture {
                what.push(format!("  the picture: {place}"));
            }
            Verdict::Differs(
                format!("{altered}: {} of {compared} numbers are not what its scenario gives now{said}", some.len()),
                what,
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_work_that_takes_too_long_is_left() {
        assert_eq!(in_time(Duration::from_secs(60), || 7), Ok(7));
        let (_send, never) = mpsc::channel::<()>();
        let ended = in_time(Duration::from_millis(20), move || never.recv());
        assert_eq!(ended, Err(mpsc::RecvTimeoutError::Timeout));
    }

    #[test]
    fn words_of_a_figure_are_shown_at_their_start() {
        assert_eq!(brief("population"), "population");
        let long = brief(&"é".repeat(1 << 20));
        assert!(long.starts_with("éé") && long.ends_with(" ...") && long.chars().count() == SHOWN + 4);
    }
}
