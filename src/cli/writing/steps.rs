//! Every change that this room makes on the disk, one function a kind of change. Before and after each of them the
//! program may be killed; the tests of the room do that at every one, which [`pass`] counts.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use tempfile::{Builder, NamedTempFile, PathPersistError, TempPath};

/// How the name of a temporary file begins; letters that cannot be guessed follow.
pub(super) const TEMPORARY_BEGINS: &str = ".onset-";

/// How it ends.
pub(super) const TEMPORARY_ENDS: &str = ".part";

/// How many letters that cannot be guessed stand between.
pub(super) const TEMPORARY_LETTERS: usize = 12;

/// A place where the program may be killed.
#[cfg(not(test))]
const fn pass() {}

#[cfg(test)]
use super::tests::pass;

/// Makes a folder, and the folders around it.
pub(super) fn make_folder(folder: &Path) -> io::Result<()> {
    pass();
    fs::create_dir_all(folder)
}

/// Removes a folder that is empty.
pub(super) fn remove_folder(folder: &Path) -> io::Result<()> {
    pass();
    fs::remove_dir(folder)
}

/// Makes a file that is not there; neither another file nor a link of that name is opened.
pub(super) fn make_new(path: &Path) -> io::Result<File> {
    pass();
    OpenOptions::new().write(true).create_new(true).open(path)
}

/// Makes a temporary file that all may read that may read an ordinary file.
pub(super) fn make_temporary(folder: &Path) -> io::Result<NamedTempFile> {
    pass();
    let mut builder = Builder::new();
    builder.prefix(TEMPORARY_BEGINS).suffix(TEMPORARY_ENDS).rand_bytes(TEMPORARY_LETTERS);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

/// Writes bytes to the end of a file.
pub(super) fn write(file: &mut File, bytes: &[u8]) -> io::Result<()> {
    pass();
    #[cfg(test)]
    let bytes = {
        let (first, rest) = bytes.split_at(bytes.len() / 2);
        file.write_all(first)?;
        pass();
        rest
    };
    file.write_all(bytes)
}

/// Waits until a file is on the disk.
pub(super) fn sync(file: &File) -> io::Result<()> {
    pass();
    file.sync_all()
}

/// Waits until the names in a folder are on the disk, where the system can.
pub(super) fn sync_folder(folder: &Path) {
    pass();
    #[cfg(unix)]
    if let Ok(folder) = File::open(folder) {
        // A file system that knows no such thing has nothing to wait for.
        let _ = folder.sync_all();
    }
    #[cfg(not(unix))]
    let _ = folder;
}

/// Gives a temporary file its name in the place of a file that has it.
pub(super) fn replace(temporary: TempPath, target: &Path) -> io::Result<()> {
    pass();
    temporary.persist(target).map_err(|failed| failed.error)
}

/// Gives a temporary file its name, unless anything has it already.
pub(super) fn name(temporary: TempPath, target: &Path) -> io::Result<()> {
    pass();
    let Err(PathPersistError { error, path }) = temporary.persist_noclobber(target) else { return Ok(()) };
    // Some disks, such as a card of a camera, know no way to do both at once.
    let is_free = || target.symlink_metadata().is_err_and(|error| error.kind() == io::ErrorKind::NotFound);
    if error.kind() != io::ErrorKind::AlreadyExists && path.exists() && is_free() {
        return path.persist(target).map_err(|failed| failed.error);
    }
    Err(error)
}

/// Removes a file.
pub(super) fn remove(path: &Path) -> io::Result<()> {
    pass();
    fs::remove_file(path)
}
