//! Drawing a scenario again each time one of its files is saved.
//!
//! The files are looked at fifty times a second instead of asking the system to tell of changes: that works on every
//! disk, also on network folders, and with editors that put a new file in the place of the old one.

use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use super::run;
use crate::cli::failure::Failure;
use crate::cli::interrupt;
use crate::cli::load;
use crate::cli::options::RunOptions;
use crate::cli::reading;
use crate::cli::reading::Kind;
use crate::cli::terminal::Terminal;
use onset::run::fingerprint;
use onset::scenario::bases;

/// From one look at the files to the next.
const INTERVAL: Duration = Duration::from_millis(20);

/// How long a file must stay as it is before it is read.
const SETTLING: Duration = Duration::from_millis(20);

/// Runs the scenario, and again after each save, until it is stopped.
pub(in crate::cli) fn watch(word: &str, options: &RunOptions, terminal: &Terminal) -> Result<(), Failure> {
    if options.out.as_deref() == Some(Path::new("-")) {
        return Err(Failure::Usage {
            message: "--out - is for one table, not for one after each save".to_owned(),
            help: "give a folder, or leave --out out".to_owned(),
        });
    }
    if !Path::new(word).is_file() {
        return Err(Failure::Usage {
            message: format!("\"{word}\" is no file that could be saved"),
            help: "onset new my.toml writes one; then onset watch my.toml".to_owned(),
        });
    }
    interrupt::watch();
    let mut seen = None;
    while !interrupt::asked() {
        let files = watched(word);
        // Taken before the run, so that a save while it lasts is not missed.
        let now = states(&files);
        // An editor may take a file away for a moment before the new one is there.
        let is_there = now.first().is_some_and(Option::is_some);
        if is_there && seen.as_ref() != Some(&(files.clone(), now.clone())) {
            // Half a file may be there while it is being written.
            thread::sleep(SETTLING);
            if now != states(&files) {
                continue;
            }
            seen = Some((files, now));
            let done = run::run(&[word.to_owned()], options, terminal);
            match done {
                Ok(()) | Err(Failure::Scenario | Failure::Changes) => {}
                Err(Failure::PipeClosed) => return Ok(()),
                // What can be mended while it goes on is said, and waited for.
                Err(failure @ (Failure::Run(_) | Failure::File { .. } | Failure::Unread(_) | Failure::NotOurs(_))) => {
                    terminal.fail(&failure);
                }
                Err(failure) => return Err(failure),
            }
            terminal.say(&format!("Watching {word}; save it to draw again, Ctrl-C to stop.\n"))?;
        }
        thread::sleep(INTERVAL);
    }
    Ok(())
}

/// The file, and the files that it builds on as far as they can be read.
fn watched(word: &str) -> Vec<PathBuf> {
    let mut files = vec![PathBuf::from(word)];
    if let Ok(Ok((_, source))) = load::source(word) {
        files.extend(bases(&source, &load::resolver(word)).iter().map(|base| PathBuf::from(&base.name)));
    }
    files
}

/// What each file holds, in short; nothing where it is not there.
fn states(files: &[PathBuf]) -> Vec<Option<String>> {
    files.iter().map(|file| reading::bytes(file, Kind::Scenario).ok().map(|bytes| fingerprint(&bytes))).collect()
}
