//! Files that stand alone, outside of a folder of output: a command writes all of its files or none.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::claimed::in_the_way;
use super::steps;
use super::temporary::{Temporary, clean, folder_of};
use crate::cli::failure::Failure;
use crate::cli::inputs;
use crate::cli::reading::{self, Kind};
use crate::cli::system::CREATE;

/// What may be written over.
#[derive(Debug, Clone, Copy)]
pub(in crate::cli) enum Over {
    /// Nothing that is there.
    Nothing,
    /// A text that is as this program wrote it.
    AsWritten(fn(&str) -> bool),
    /// Whatever is there; what is forced.
    Anything,
}

/// How a file comes to its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// It is there already, byte for byte.
    Done,
    /// Nothing is there.
    Free,
    /// What is there is replaced.
    Replace,
}

/// Writes files, all of them whole or none. One that is there already, byte for byte, is as good as written.
pub(in crate::cli) fn write_files(files: &[(PathBuf, Vec<u8>)], over: Over) -> Result<(), Failure> {
    let mut ways = Vec::new();
    for (path, bytes) in files {
        ways.push(way(path, bytes, over)?);
    }
    let missing = || files.iter().zip(&ways).filter(|(_, way)| **way != Way::Done);
    let mut folders: Vec<&Path> = missing().map(|((path, _), _)| folder_of(path)).collect();
    folders.dedup();
    folders.iter().for_each(|folder| clean(folder));
    let mut staged = Vec::new();
    for ((path, bytes), way) in missing() {
        let temporary = Temporary::with(path, bytes).map_err(|error| Failure::file(path, CREATE, error))?;
        staged.push((temporary, *way));
    }
    for (temporary, _) in &staged {
        temporary.sync().map_err(|error| Failure::file(temporary.target(), CREATE, error))?;
    }
    keep(staged)?;
    folders.iter().for_each(|folder| steps::sync_folder(folder));
    Ok(())
}

/// Writes a single file as [`write_files`] does.
pub(in crate::cli) fn write_file(path: &Path, bytes: Vec<u8>, over: Over) -> Result<(), Failure> {
    write_files(&[(path.to_owned(), bytes)], over)
}

/// Gives all files their names. Where one cannot have it, the new ones before it go again.
fn keep(staged: Vec<(Temporary, Way)>) -> Result<(), Failure> {
    let mut named: Vec<PathBuf> = Vec::new();
    for (temporary, way) in staged {
        let path = temporary.target().to_owned();
        let kept = if way == Way::Replace { temporary.replace().map(|_| ()) } else { temporary.name() };
        if let Err(error) = kept {
            for path in named {
                // What cannot be removed is a file that is whole.
                let _ = steps::remove(&path);
            }
            return Err(match error.kind() {
                io::ErrorKind::AlreadyExists => Failure::Exists(path),
                _ => Failure::file(&path, CREATE, error),
            });
        }
        if way == Way::Free {
            named.push(path);
        }
    }
    Ok(())
}

fn way(path: &Path, bytes: &[u8], over: Over) -> Result<Way, Failure> {
    if path.is_dir() || path.file_name().is_none() {
        return Err(Failure::file(path, CREATE, in_the_way(true)));
    }
    let found = match path.symlink_metadata() {
        Ok(found) => found,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Way::Free),
        Err(error) => return Err(Failure::file(path, CREATE, error)),
    };
    if !found.is_file() && !found.is_symlink() {
        return Err(Failure::file(path, CREATE, in_the_way(false)));
    }
    if holds(path, bytes) {
        return Ok(Way::Done);
    }
    if inputs::is_input(path) {
        return Err(Failure::Input(path.to_owned()));
    }
    let may_replace = match over {
        Over::Nothing => false,
        Over::AsWritten(is_as_written) => {
            found.is_file() && reading::text(path, Kind::Page).is_ok_and(|text| is_as_written(&text))
        }
        Over::Anything => true,
    };
    if may_replace { Ok(Way::Replace) } else { Err(Failure::Exists(path.to_owned())) }
}

/// Whether a file holds just these bytes.
fn holds(path: &Path, bytes: &[u8]) -> bool {
    let is_as_long = fs::metadata(path).is_ok_and(|found| found.is_file() && found.len() == bytes.len() as u64);
    is_as_long && reading::bytes(path, Kind::Output).is_ok_and(|there| there == bytes)
}
