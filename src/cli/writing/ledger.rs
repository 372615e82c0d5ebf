//! Which files of a folder are this program's own: every file whose fingerprint stands in the manifest, or in the plan of a
//! run that was killed.

use std::fs;
use std::io::{self, Read};
use std::path::Path;

use super::output::Output;
use crate::cli::failure::Failure;
use crate::cli::reading::{self, Kind};
use onset::run::{Fingerprint, Manifest, WrittenFile};

/// Name of the manifest.
pub(in crate::cli) const MANIFEST: &str = "manifest.json";

/// Name of the plan of a folder that is being written.
pub(super) const PLAN: &str = ".onset.plan";

/// What is known of the files of a folder.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    /// Every file that was written, as it was.
    files: Vec<WrittenFile>,
    /// Names of the lists themselves where they are not as this program left them.
    foreign: Vec<&'static str>,
}

impl Ledger {
    /// Reads the manifest and the plan of a folder.
    pub(super) fn read(folder: &Path) -> Result<Self, Failure> {
        let mut ledger = Self::default();
        for name in [MANIFEST, PLAN] {
            let path = folder.join(name);
            match list(&path)? {
                List::Missing => {}
                List::Ours(files) => files.into_iter().for_each(|file| ledger.add(file)),
                List::Foreign => ledger.foreign.push(name),
            }
        }
        Ok(ledger)
    }

    fn add(&mut self, file: WrittenFile) {
        if !self.files.contains(&file) {
            self.files.push(file);
        }
    }

    /// The same with files that are about to be written.
    pub(super) fn with(mut self, files: &[WrittenFile]) -> Self {
        files.iter().cloned().for_each(|file| self.add(file));
        self
    }

    /// Every file that was written, as it was.
    pub(super) fn files(&self) -> &[WrittenFile] {
        &self.files
    }

    /// Refuses to go on where a file of one of these names is not as this program left it. What would be written anyway
    /// is no loss.
    pub(super) fn refuse_foreign(&self, folder: &Path, names: &[&str], outputs: &[Output]) -> Result<(), Failure> {
        let mut foreign: Vec<_> = self.foreign.iter().map(|name| folder.join(name)).collect();
        for name in names {
            let path = folder.join(name);
            let is_regular = match path.symlink_metadata() {
                Ok(found) => found.is_file(),
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(error) => return Err(Failure::file(&path, "read", error)),
            };
            // This program makes no links, so one that is there is the user's.
            let is_ours = is_regular && {
                let sha256 = fingerprint_of(&path)?;
                let was_written = self.files.iter().any(|file| file.name == *name && file.sha256 == sha256);
                was_written || outputs.iter().any(|output| output.name == *name && output.fingerprint() == sha256)
            };
            if !is_ours {
                foreign.push(path);
            }
        }
        if foreign.is_empty() { Ok(()) } else { Err(Failure::NotOurs(foreign)) }
    }
}

/// What is found where a list of files is looked for.
enum List {
    Missing,
    Ours(Vec<WrittenFile>),
    Foreign,
}

fn list(path: &Path) -> Result<List, Failure> {
    match path.symlink_metadata() {
        Ok(found) if found.is_file() => {}
        Ok(_) => return Ok(List::Foreign),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(List::Missing),
        Err(error) => return Err(Failure::file(path, "read", error)),
    }
    let text = match reading::text(path, Kind::Manifest) {
        Err(unread) if unread.is_of_system() => return Err(unread.into()),
        text => text.ok(),
    };
    let manifest = text.and_then(|text| Manifest::read_sealed(&text));
    Ok(manifest.map_or(List::Foreign, |manifest| List::Ours(manifest.files)))
}

/// Whether a file is still as it was written.
pub(super) fn is_unchanged(folder: &Path, file: &WrittenFile) -> bool {
    let path = folder.join(&file.name);
    fs::symlink_metadata(&path).is_ok_and(|found| found.is_file())
        && fingerprint_of(&path).is_ok_and(|sha256| sha256 == file.sha256)
}

/// The fingerprint of a file of any length.
pub(in crate::cli) fn fingerprint_of(path: &Path) -> Result<String, Failure> {
    let is_manifest = path.file_name().is_some_and(|name| name == MANIFEST);
    let mut file = reading::open(path, if is_manifest { Kind::Manifest } else { Kind::Output })?;
    let mut hash = Fingerprint::default();
    let mut part = vec![0; 1 << 16];
    loop {
        match file.read(&mut part).map_err(|error| Failure::file(path, "read", error))? {
            0 => return Ok(hash.finish()),
            read => hash.add(&part[..read]),
        }
    }
}
