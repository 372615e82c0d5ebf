//! Whether two ways to a file lead to the same one.

use std::fs::{File, Metadata};
use std::path::Path;

/// Whether an open file is the regular file at a path, and no other that took its place.
pub(super) fn is_at(file: &File, path: &Path) -> bool {
    let (Ok(open), Ok(found)) = (file.metadata(), path.symlink_metadata()) else { return false };
    found.is_file() && number(&open) == number(&found)
}

/// The number of a file and of its disk; nothing where the system does not tell.
#[cfg(unix)]
pub(super) fn number(file: &Metadata) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt as _;
    Some((file.dev(), file.ino()))
}

/// The number of a file and of its disk; nothing where the system does not tell.
#[cfg(not(unix))]
pub(super) const fn number(_: &Metadata) -> Option<(u64, u64)> {
    None
}
