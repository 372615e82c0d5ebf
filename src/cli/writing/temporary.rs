//! Temporary files: made anew beside their target under a name that cannot be guessed, locked as long as the program
//! lives, and removed by the next command where it was killed.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::steps::{self, TEMPORARY_BEGINS, TEMPORARY_ENDS, TEMPORARY_LETTERS};
use crate::cli::reading::{self, Kind};
use crate::cli::same_file::is_at;

/// A file before it has its name; removed unless it gets it.
#[derive(Debug)]
pub(super) struct Temporary {
    target: PathBuf,
    file: NamedTempFile,
}

impl Temporary {
    /// Begins the file that will have this path.
    pub(super) fn new(target: &Path) -> io::Result<Self> {
        loop {
            let file = steps::make_temporary(folder_of(target))?;
            match file.as_file().try_lock() {
                // Another command took it for one that was left, before it was locked.
                Err(TryLockError::WouldBlock) => {}
                Ok(()) if !is_at(file.as_file(), file.path()) => {}
                Err(TryLockError::Error(error)) if error.kind() != io::ErrorKind::Unsupported => return Err(error),
                Ok(()) | Err(TryLockError::Error(_)) => return Ok(Self { target: target.to_owned(), file }),
            }
        }
    }

    /// The same, with all that it holds.
    pub(super) fn with(target: &Path, bytes: &[u8]) -> io::Result<Self> {
        let mut temporary = Self::new(target)?;
        steps::write(temporary.file.as_file_mut(), bytes)?;
        Ok(temporary)
    }

    /// The path that it will have.
    pub(super) fn target(&self) -> &Path {
        &self.target
    }

    /// Waits until all of it is on the disk.
    pub(super) fn sync(&self) -> io::Result<()> {
        steps::sync(self.file.as_file())
    }

    /// Gives it its path, also where a file has it; gives the file, open for more.
    pub(super) fn replace(self) -> io::Result<File> {
        let (file, path) = self.file.into_parts();
        steps::replace(path, &self.target).map(|()| file)
    }

    /// Gives it its path unless anything has it already.
    pub(super) fn name(self) -> io::Result<()> {
        let (_file, path) = self.file.into_parts();
        steps::name(path, &self.target)
    }
}

impl Write for Temporary {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        steps::write(self.file.as_file_mut(), bytes).map(|()| bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The folder of a file.
pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Removes the temporary files of commands that were killed. One that is locked is being written; what only looks like
/// one is kept.
pub(super) fn clean(folder: &Path) {
    // A folder that cannot be listed holds nothing that could be cleaned up.
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    for path in entries.filter(|entry| entry.file_name().to_str().is_some_and(is_temporary)).map(|entry| entry.path()) {
        let is_regular = || path.symlink_metadata().is_ok_and(|found| found.is_file());
        if let (true, Ok(file)) = (is_regular(), reading::open(&path, Kind::Output))
            && file.try_lock().is_ok()
            && is_at(&file, &path)
        {
            // One that cannot be removed does no harm.
            let _ = steps::remove(&path);
        }
    }
}

/// Whether a name is that of a temporary file.
fn is_temporary(name: &str) -> bool {
    let letters = name.strip_prefix(TEMPORARY_BEGINS).and_then(|name| name.strip_suffix(TEMPORARY_ENDS));
    letters.is_some_and(|letters| {
        letters.len() == TEMPORARY_LETTERS && letters.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}
