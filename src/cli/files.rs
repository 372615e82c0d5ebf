//! Writing a folder of output: all of it or nothing, and never over somebody's work.

use std::fs;
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use super::failure::Failure;
use super::reading::{self, Kind};
use onset::report::{Fingerprint, Manifest, WrittenFile, fingerprint};

/// Name of the manifest.
pub(super) const MANIFEST: &str = "manifest.json";

/// What is being done to a single file, for a message where it fails.
pub(super) const CREATE: &str = "create";

/// A file to be written.
pub(super) struct Output {
    /// Its name within the folder.
    pub(super) name: String,
    content: Content,
}

/// What a file will hold.
enum Content {
    /// These bytes.
    Bytes(Vec<u8>),
    /// What was written under a temporary name already, with its fingerprint.
    Streamed { sha256: String, _temporary: Streamed },
}

impl Output {
    pub(super) fn new(name: impl Into<String>, content: impl Into<Vec<u8>>) -> Self {
        Self { name: name.into(), content: Content::Bytes(content.into()) }
    }

    /// The bytes that are held in memory; nothing where they are written already.
    pub(super) fn bytes(&self) -> Option<&[u8]> {
        match &self.content {
            Content::Bytes(bytes) => Some(bytes),
            Content::Streamed { .. } => None,
        }
    }

    fn fingerprint(&self) -> String {
        match &self.content {
            Content::Bytes(bytes) => fingerprint(bytes),
            Content::Streamed { sha256, .. } => sha256.clone(),
        }
    }
}

/// A file that is written as its content comes, under a temporary name until all of it is there.
pub(super) struct Stream {
    name: String,
    target: PathBuf,
    file: BufWriter<fs::File>,
    hash: Fingerprint,
    streamed: Streamed,
}

/// A temporary file, removed unless it is given its name.
struct Streamed(PathBuf);

impl Drop for Streamed {
    fn drop(&mut self) {
        // It may have its name already.
        let _ = fs::remove_file(&self.0);
    }
}

impl Stream {
    /// Begins a file in a folder that is there.
    pub(super) fn new(folder: &Path, name: &str) -> Result<Self, Failure> {
        let target = folder.join(name);
        let streamed = Streamed(temporary(&target));
        let file = fs::File::create(&streamed.0).map_err(|error| failed(&target, "write", error))?;
        Ok(Self {
            name: name.to_owned(),
            target,
            file: BufWriter::with_capacity(1 << 20, file),
            hash: Fingerprint::default(),
            streamed,
        })
    }

    /// Adds what comes next.
    pub(super) fn push(&mut self, text: &str) -> Result<(), Failure> {
        self.hash.add(text.as_bytes());
        self.file.write_all(text.as_bytes()).map_err(|error| failed(&self.target, "write", error))
    }

    /// Ends the file, which gets its name together with the others of its folder.
    pub(super) fn finish(self) -> Result<Output, Failure> {
        let Self { name, target, file, hash, streamed } = self;
        let file = file.into_inner().map_err(|error| failed(&target, "write", error.into_error()))?;
        file.sync_data().map_err(|error| failed(&target, "write", error))?;
        Ok(Output { name, content: Content::Streamed { sha256: hash.finish(), _temporary: streamed } })
    }
}

#[cfg(feature = "parquet")]
impl Write for Stream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hash.add(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// A folder that nothing else writes to.
pub(super) struct Claimed {
    folder: PathBuf,
    _lock: fs::File,
    is_new: bool,
}

/// Name of the file that is locked while a folder is written to.
const LOCK: &str = ".onset.lock";

impl Claimed {
    /// Makes the folder where it is missing, refuses one in which files of these names are not this program's own, and
    /// keeps every other run of this program out.
    pub(super) fn new(folder: &Path, names: &[&str], force: bool) -> Result<Self, Failure> {
        let is_new = !folder.exists();
        fs::create_dir_all(folder).map_err(|error| failed(folder, "make the folder", error))?;
        let before = manifest_in(folder);
        let refused = if force { Ok(()) } else { refuse_foreign(folder, names, &[], before.as_ref()) };
        let path = folder.join(LOCK);
        let lock = refused.and_then(|()| {
            let lock = fs::File::create(&path).map_err(|error| failed(&path, "write", error))?;
            match lock.try_lock() {
                Ok(()) => Ok(lock),
                Err(fs::TryLockError::WouldBlock) => Err(Failure::Busy(folder.to_owned())),
                // Some file systems know no locks; there it is the user who keeps runs apart.
                Err(fs::TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => Ok(lock),
                Err(fs::TryLockError::Error(error)) => Err(failed(&path, "lock", error)),
            }
        });
        match lock {
            Ok(lock) => Ok(Self { folder: folder.to_owned(), _lock: lock, is_new }),
            Err(failure) => {
                if is_new {
                    let _ = fs::remove_dir(folder);
                }
                Err(failure)
            }
        }
    }

    /// Where it is.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Writes files and their manifest. Files that this program did not write, or that were changed since, are kept
    /// unless `force`. What an earlier run left here and this one does not write again is removed, so that no figure
    /// stands beside the tables of another run.
    pub(super) fn write(
        &self,
        outputs: &[Output],
        manifest: impl FnOnce(&[WrittenFile]) -> String,
        force: bool,
    ) -> Result<(), Failure> {
        let folder = self.folder.as_path();
        let before = manifest_in(folder);
        let names = || outputs.iter().map(|output| output.name.as_str()).chain([MANIFEST]);
        for name in names() {
            let path = folder.join(name);
            if path.is_dir() {
                return Err(failed(&path, "write", io::ErrorKind::IsADirectory.into()));
            }
        }
        if !force {
            let names: Vec<&str> = outputs.iter().map(|output| output.name.as_str()).collect();
            refuse_foreign(folder, &names, outputs, before.as_ref())?;
        }
        let written: Vec<WrittenFile> = outputs
            .iter()
            .map(|output| WrittenFile { name: output.name.clone(), sha256: output.fingerprint() })
            .collect();
        let last = Output::new(MANIFEST, manifest(&written));
        let mut staged = Staged { paths: Vec::new() };
        for output in outputs.iter().chain([&last]) {
            let target = folder.join(&output.name);
            let temporary = temporary(&target);
            staged.paths.push((temporary.clone(), target.clone()));
            if let Some(bytes) = output.bytes() {
                fs::write(&temporary, bytes).map_err(|error| failed(&target, "write", error))?;
            }
        }
        staged.keep()?;
        for file in
            before.iter().flat_map(|manifest| &manifest.files).filter(|file| names().all(|name| name != file.name))
        {
            remove_unchanged(folder, file);
        }
        Ok(())
    }
}

impl Drop for Claimed {
    fn drop(&mut self) {
        let _ = fs::remove_file(self.folder.join(LOCK));
        if self.is_new {
            // A folder that holds something stays.
            let _ = fs::remove_dir(&self.folder);
        }
    }
}

fn temporary(target: &Path) -> PathBuf {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    target.with_file_name(format!(".{name}.{}.part", std::process::id()))
}

fn manifest_in(folder: &Path) -> Option<Manifest> {
    reading::text(&folder.join(MANIFEST), Kind::Manifest).ok().and_then(|text| Manifest::read(&text))
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

/// Writes files and their manifest into a folder as [`Claimed::write`] does, which is made where it is missing.
pub(super) fn write(
    folder: &Path,
    outputs: &[Output],
    manifest: impl FnOnce(&[WrittenFile]) -> String,
    force: bool,
) -> Result<(), Failure> {
    Claimed::new(folder, &[], true)?.write(outputs, manifest, force)
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

/// Removes a file that is as this program left it; a name that leads out of the folder is none of its own.
fn remove_unchanged(folder: &Path, file: &WrittenFile) {
    let path = folder.join(&file.name);
    let is_inside = path.parent() == Some(folder) && path.file_name().is_some_and(|name| name == file.name.as_str());
    if is_inside && fingerprint_of(&path).is_ok_and(|sha256| sha256 == file.sha256) {
        // One that cannot be removed does no harm.
        let _ = fs::remove_file(&path);
    }
}

/// Refuses to go on where a file of one of these names is not as this program left it.
fn refuse_foreign(
    folder: &Path,
    names: &[&str],
    outputs: &[Output],
    manifest: Option<&Manifest>,
) -> Result<(), Failure> {
    let is_ours = |name: &str, sha256: &str| {
        let known = manifest
            .is_some_and(|manifest| manifest.files.iter().any(|file| file.name == name && file.sha256 == sha256));
        // What would be written anyway is nobody's loss.
        let same = outputs.iter().any(|output| output.name == name && output.fingerprint() == sha256);
        known || same || (name == MANIFEST && manifest.is_some())
    };
    let mut foreign = Vec::new();
    for name in names.iter().copied().chain([MANIFEST]) {
        let path = folder.join(name);
        match fingerprint_of(&path) {
            Ok(sha256) if is_ours(name, &sha256) => {}
            Err(Failure::Unread(unread)) if unread.is_missing() => {}
            // A trouble of the system says nothing of whose the file is.
            Err(Failure::Unread(unread)) if unread.is_of_system() => return Err(unread.into()),
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
