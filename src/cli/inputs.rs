//! The files that this command reads. None of them is ever replaced or removed, whatever is forced.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::same_file::number;

/// Where each of them lies, after links.
static READ: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// Keeps a file from being written over by this command; to be said of every file that the user names to be read.
pub(super) fn protect(path: &Path) {
    if let Ok(place) = path.canonicalize() {
        let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
        if !read.contains(&place) {
            read.push(place);
        }
    }
}

/// Whether a path leads to a file that this command read, by this name or by another.
pub(super) fn is_input(path: &Path) -> bool {
    let Ok(place) = path.canonicalize() else { return false };
    // Numbers are compared as they are now: that of a file that has gone may be given to another.
    let number_of = |path: &Path| fs::metadata(path).ok().and_then(|file| number(&file));
    let here = number_of(&place);
    let read = READ.lock().unwrap_or_else(PoisonError::into_inner);
    read.iter().any(|other| *other == place || (here.is_some() && number_of(other) == here))
}
