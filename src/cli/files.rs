//! Writing a folder of output: all of it or nothing, and never over somebody's work.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::failure::Failure;
use onset::report::{Manifest, WrittenFile, fingerprint};

/// Name of the manifest.
pub(super) const MANIFEST: &str = "manifest.json";

/// What is being done to a single file, for a message where it fails.
pub(super) const CREATE: &str = "create";

/// A file to be written.
pub(super) struct Output {
    /// Its name within the folder.
    pub(super) name: String,
    /// What it will hold.
    pub(super) bytes: Vec<u8>,
}

impl Output {
    pub(super) fn new(name: impl Into<String>, content: impl Into<Vec<u8>>) -> Self {
        Self { name: name.into(), bytes: content.into() }
    }
}

/// Writes files and their manifest into a folder, which is made where it is missing. Files that this program did not
/// write, or that were changed since, are kept unless `force`. What an earlier run left here and this one does not
/// write again is removed, so that no figure stands beside the tables of another run.
pub(super) fn write(
    folder: &Path,
    outputs: &[Output],
    manifest: impl FnOnce(&[WrittenFile]) -> String,
    force: bool,
) -> Result<(), Failure> {
    let is_new = !folder.exists();
    fs::create_dir_all(folder).map_err(|error| failed(folder, "make the folder", error))?;
    let done = fill(folder, outputs, manifest, force);
    if done.is_err() && is_new {
        // A folder that holds something after all stays, and is none of this run's making.
        let _ = fs::remove_dir(folder);
    }
    done
}

/// Writes a single file, whole or not at all; one that is there already is kept unless `force`.
pub(super) fn write_one(path: &Path, bytes: &[u8], force: bool) -> Result<(), Failure> {
    let failed = |error| failed(path, CREATE, error);
    if path.is_dir() || path.file_name().is_none() {
        return Err(failed(io::ErrorKind::IsADirectory.into()));
    }
    if force {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let temporary = path.with_file_name(format!(".{name}.{}.part", std::process::id()));
        let staged = Staged { paths: vec![(temporary.clone(), path.to_owned())] };
        fs::write(&temporary, bytes).map_err(failed)?;
        return staged.keep();
    }
    // The system itself refuses where there is a file, so that none made meanwhile is lost.
    let mut file = fs::File::create_new(path).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => Failure::Exists(path.to_owned()),
        _ => failed(error),
    })?;
    file.write_all(bytes).map_err(|error| {
        // A part of a file would only stand in the way.
        let _ = fs::remove_file(path);
        failed(error)
    })
}

fn fill(
    folder: &Path,
    outputs: &[Output],
    manifest: impl FnOnce(&[WrittenFile]) -> String,
    force: bool,
) -> Result<(), Failure> {
    let before = fs::read_to_string(folder.join(MANIFEST)).ok().and_then(|text| Manifest::read(&text));
    let names = || outputs.iter().map(|output| output.name.as_str()).chain([MANIFEST]);
    for name in names() {
        let path = folder.join(name);
        if path.is_dir() {
            return Err(failed(&path, "write", io::ErrorKind::IsADirectory.into()));
        }
    }
    if !force {
        refuse_foreign(folder, outputs, before.as_ref())?;
    }
    let written: Vec<WrittenFile> = outputs
        .iter()
        .map(|output| WrittenFile { name: output.name.clone(), sha256: fingerprint(&output.bytes) })
        .collect();
    let last = Output::new(MANIFEST, manifest(&written));
    let mut staged = Staged { paths: Vec::new() };
    for output in outputs.iter().chain([&last]) {
        let target = folder.join(&output.name);
        let temporary = folder.join(format!(".{}.{}.part", output.name, std::process::id()));
        staged.paths.push((temporary.clone(), target.clone()));
        fs::write(&temporary, &output.bytes).map_err(|error| failed(&target, "write", error))?;
    }
    staged.keep()?;
    for file in before.iter().flat_map(|manifest| &manifest.files).filter(|file| names().all(|name| name != file.name))
    {
        remove_unchanged(folder, file);
    }
    Ok(())
}

/// Removes a file that is as this program left it; a name that leads out of the folder is none of its own.
fn remove_unchanged(folder: &Path, file: &WrittenFile) {
    let path = folder.join(&file.name);
    let is_inside = path.parent() == Some(folder) && path.file_name().is_some_and(|name| name == file.name.as_str());
    if is_inside && fs::read(&path).is_ok_and(|bytes| fingerprint(&bytes) == file.sha256) {
        // One that cannot be removed does no harm.
        let _ = fs::remove_file(&path);
    }
}

/// Refuses to go on where a file is not as this program left it.
fn refuse_foreign(folder: &Path, outputs: &[Output], manifest: Option<&Manifest>) -> Result<(), Failure> {
    let is_ours = |name: &str, bytes: &[u8]| {
        let known = manifest.is_some_and(|manifest| {
            manifest.files.iter().any(|file| file.name == name && file.sha256 == fingerprint(bytes))
        });
        known || (name == MANIFEST && manifest.is_some())
    };
    let names = outputs.iter().map(|output| output.name.as_str()).chain([MANIFEST]);
    let mut foreign = Vec::new();
    for name in names {
        let path = folder.join(name);
        match fs::read(&path) {
            Ok(bytes) if is_ours(name, &bytes) => {}
            // What would be written anyway is nobody's loss.
            Ok(bytes) if outputs.iter().any(|output| output.name == name && output.bytes == bytes) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            _ => foreign.push(path),
        }
    }
    if foreign.is_empty() { Ok(()) } else { Err(Failure::NotOurs(foreign)) }
}

/// Files written under temporary names; removed again unless they are kept.
struct Staged {
    paths: Vec<(PathBuf, PathBuf)>,
}

impl Staged {
    fn keep(mut self) -> Result<(), Failure> {
        for (temporary, target) in &self.paths {
            fs::rename(temporary, target).map_err(|error| failed(target, "write", error))?;
        }
        self.paths.clear();
        Ok(())
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        for (temporary, _) in &self.paths {
            // It may have been renamed already or never made.
            let _ = fs::remove_file(temporary);
        }
    }
}

fn failed(path: &Path, doing: &'static str, error: io::Error) -> Failure {
    Failure::File { path: path.to_owned(), doing, error }
}
