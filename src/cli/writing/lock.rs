//! The lock of a folder, which keeps every other run of this program out of it.
//!
//! The lock is a file without content that is locked by the system, so that it ends with the program however that ends.
//! It is removed at the end, by the run that holds it. A run that opened it before waits for nothing: it locks a file
//! that has no name any more, sees that, and begins again. So no two runs are ever inside.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::steps;
use crate::cli::failure::Failure;
use crate::cli::same_file::is_at;

/// Name of the file that is locked while a folder is written to.
const NAME: &str = ".onset.lock";

/// A folder that is locked; unlocked when it goes.
#[derive(Debug)]
pub(super) struct Lock {
    path: PathBuf,
    file: File,
}

impl Lock {
    /// Locks a folder. A file of the name of the lock that holds anything, or that is no regular file, is the user's: it
    /// is neither opened nor changed, and the folder is not written to.
    pub(super) fn new(folder: &Path) -> Result<Self, Failure> {
        let path = folder.join(NAME);
        loop {
            let Some(file) = open(&path)? else { continue };
            match file.try_lock() {
                Ok(()) if !is_at(&file, &path) => {}
                // Some file systems know no locks; there it is the user that keeps runs apart.
                Err(TryLockError::Error(error)) if error.kind() != io::ErrorKind::Unsupported => {
                    return Err(Failure::file(&path, "lock", error));
                }
                Err(TryLockError::WouldBlock) => return Err(Failure::Busy(folder.to_owned())),
                Ok(()) | Err(TryLockError::Error(_)) => return Ok(Self { path, file }),
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        if is_at(&self.file, &self.path) {
            // One that stays is used again.
            let _ = steps::remove(&self.path);
        }
    }
}

/// The file of the lock, made or found; nothing where it went away between two looks.
fn open(path: &Path) -> Result<Option<File>, Failure> {
    match steps::make_new(path) {
        Ok(file) => return Ok(Some(file)),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        Err(error) => return Err(Failure::file(path, "write", error)),
    }
    match path.symlink_metadata() {
        Ok(found) if found.is_file() && found.len() == 0 => {}
        Ok(_) => return Err(Failure::NoLock(path.to_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Failure::file(path, "lock", error)),
    }
    match OpenOptions::new().write(true).open(path) {
        Ok(file) => Ok(Some(file)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::file(path, "lock", error)),
    }
}
