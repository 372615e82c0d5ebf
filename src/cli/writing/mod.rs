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
//! - A file that this command reads ([`inputs`](super::inputs)), whatever is forced.
//! - What is neither a regular file nor a link: folders, pipes, devices.
//! - Without `--force`: whatever is not, byte for byte, as this program left it; links, which it never makes.
//! - What a manifest lists under a name that no command writes, since a manifest can come from anywhere.

mod claimed;
mod journal;
mod ledger;
mod lock;
mod names;
mod output;
mod place;
mod single;
mod steps;
mod temporary;
#[cfg(test)]
mod tests;

use super::failure::Failure;
use onset::run::WrittenFile;

pub(super) use claimed::Claimed;
pub(super) use journal::Journal;
pub(super) use ledger::{MANIFEST, fingerprint_of};
pub(super) use output::{Output, Stream};
pub(super) use place::Place;
pub(super) use single::{Over, write_file, write_files};

/// Writes files and their manifest into a folder as [`Claimed::write`] does; gives their names.
pub(super) fn write(
    place: &Place,
    outputs: Vec<Output>,
    manifest: impl FnOnce(&[WrittenFile]) -> String,
    force: bool,
) -> Result<Vec<String>, Failure> {
    Claimed::new::<&str>(place, &[], force)?.write(outputs, manifest)
}
