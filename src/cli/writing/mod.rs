//! Writing to disk: all of it or nothing, never through a link, and never over the user's work.
//!
//! Owns: every file that the program writes. Must not know: what the files hold. No other file of the program makes,
//! renames or removes a file.
//!
//! # A folder of output
//! A command that writes a folder takes it through these states. The program may be killed in each, also between two
//! renames; the column on the right says what the same command finds the next time, and why it can finish.
//!
//! | state | on the disk | the next time |
//! |---|---|---|
//! | made | the folder, empty | it is written to |
//! | locked | the lock, a file without content that nothing holds any more | it is locked again |
//! | staged | some or all files under temporary names that nothing holds any more | they are removed |
//! | planned | the plan: fingerprints of all files before and of all to come | both are the program's own |
//! | named | some files new, some old, the manifest the old one | each of them is in the plan |
//! | listed | all files new, the manifest too; files of the run before that are none of this one | they are in the plan, and are removed |
//! | done | the files that the manifest lists, and nothing else | - |
//!
//! A plan that is found is part of the next plan, so that a command that is killed again and again still knows every
//! file that one of its runs left. Manifest and plan carry their own fingerprint: one that was edited is the user's.
//!
//! # Single files
//! All files of a command are staged and on the disk before the first has its name. A file that is there already, byte
//! for byte, is as good as written: so the same command finishes what a killed one began.
//!
//! # What is never touched
//! - A file that this command reads ([`protect`]), whatever is forced.
//! - What is neither a regular file nor a link: folders, pipes, devices.
//! - Without `--force`: whatever is not, byte for byte, as this program left it; links, which it never makes.
//! - What a manifest lists under a name that no command writes, since a manifest can come from anywhere.

mod claimed;
mod inputs;
mod journal;
mod ledger;
mod lock;
mod names;
mod output;
mod place;
mod same_file;
mod single;
mod steps;
mod temporary;
#[cfg(test)]
mod tests;

use std::io::{self, Read};
use std::path::Path;

use super::failure::Failure;
use super::reading::{self, Kind};
use onset::run::{Fingerprint, WrittenFile};

pub(super) use claimed::Claimed;
pub(super) use inputs::protect;
pub(super) use journal::Journal;
pub(super) use output::{Output, Stream};
pub(super) use place::Place;
pub(super) use single::{Over, write_file, write_files};

/// Name of the manifest.
pub(super) const MANIFEST: &str = "manifest.json";

/// Name of the plan of a folder that is being written.
const PLAN: &str = ".onset.plan";

/// What is being done to a single file, for a message where it fails.
pub(super) const CREATE: &str = "create";

/// Writes files and their manifest into a folder as [`Claimed::write`] does; gives their names.
pub(super) fn write(
    place: &Place,
    outputs: Vec<Output>,
    manifest: impl FnOnce(&[WrittenFile]) -> String,
    force: bool,
) -> Result<Vec<String>, Failure> {
    Claimed::new(place, &[], force)?.write(outputs, manifest)
}

/// The fingerprint of a file of any length.
pub(super) fn fingerprint_of(path: &Path) -> Result<String, Failure> {
    let is_manifest = path.file_name().is_some_and(|name| name == MANIFEST);
    let mut file = reading::open(path, if is_manifest { Kind::Manifest } else { Kind::Output })?;
    let mut hash = Fingerprint::default();
    let mut part = vec![0; 1 << 16];
    loop {
        match file.read(&mut part).map_err(|error| failed(path, "read", error))? {
            0 => return Ok(hash.finish()),
            read => hash.add(&part[..read]),
        }
    }
}

fn failed(path: &Path, doing: &'static str, error: io::Error) -> Failure {
    Failure::File { path: path.to_owned(), doing, error }
}
