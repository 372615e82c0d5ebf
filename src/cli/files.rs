//! Writing a folder of output: all of it or nothing, and never over somebody's work.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::failure::Failure;
use onset::report::{Manifest, WrittenFile, fingerprint};

/// Name of the manifest.
const MANIFEST: &str = "manifest.json";

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
/// write, or that were changed since, are kept unless `force`.
pub(super) fn write(
    folder: &Path,
    outputs: &[Output],
    manifest: impl FnOnce(&[WrittenFile]) -> String,
    force: bool,
) -> Result<(), Failure> {
    fs::create_dir_all(folder).map_err(|error| failed(folder, "make the folder", error))?;
    if !force {
        refuse_foreign(folder, outputs)?;
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
    staged.keep()
}

/// The files that are not as this program left them.
fn refuse_foreign(folder: &Path, outputs: &[Output]) -> Result<(), Failure> {
    let manifest = fs::read_to_string(folder.join(MANIFEST)).ok().and_then(|text| Manifest::read(&text));
    let is_ours = |name: &str, bytes: &[u8]| {
        let known = manifest.as_ref().is_some_and(|manifest| {
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
