//! The gate for all that is read: the only file of the program that opens a file to read it.
//!
//! Owns: which files may be read: regular ones, once links are resolved. Must not know: what the bytes mean.
//!
//! A pipe, a device or a socket could keep the program waiting, give bytes without an end, or do something when it is
//! opened. So the kind of a file is looked at before it is opened, it is opened without waiting, and its kind is looked at
//! again: another file may have taken its place meanwhile.

use std::fs::{self, File, FileType, OpenOptions};
use std::io::{self, Read};
use std::path::Path;

use super::inputs;
use super::unread::Why;
pub(super) use super::unread::{Kind, Unread};

/// A regular file, opened; one that is longer than its kind may be is refused.
pub(super) fn open(path: &Path, kind: Kind) -> Result<File, Unread> {
    let unread = |why| Unread { path: path.to_owned(), kind, why };
    let failed = |error: io::Error| {
        let is_link = error.kind() == io::ErrorKind::NotFound && path.symlink_metadata().is_ok();
        unread(if is_link { Why::Dangling } else { Why::System(error) })
    };
    let special = |found: FileType| match what(found) {
        None => Ok(()),
        Some(why) => Err(unread(why)),
    };
    special(fs::metadata(path).map_err(failed)?.file_type())?;
    let file = without_waiting().open(path).map_err(failed)?;
    let found = file.metadata().map_err(failed)?;
    special(found.file_type())?;
    if found.len() > kind.most() {
        return Err(unread(Why::TooLong(Some(found.len()))));
    }
    if kind.is_input() {
        inputs::protect(path);
    }
    Ok(file)
}

/// What is in a file.
pub(super) fn bytes(path: &Path, kind: Kind) -> Result<Vec<u8>, Unread> {
    let unread = |why| Unread { path: path.to_owned(), kind, why };
    let mut bytes = Vec::new();
    // A file may grow while it is read, and some files of the system have no length that is known.
    let read = open(path, kind)?.take(kind.most().saturating_add(1)).read_to_end(&mut bytes);
    read.map_err(|error| unread(Why::System(error)))?;
    if bytes.len() as u64 > kind.most() {
        return Err(unread(Why::TooLong(None)));
    }
    Ok(bytes)
}

/// The text that is in a file.
pub(super) fn text(path: &Path, kind: Kind) -> Result<String, Unread> {
    String::from_utf8(bytes(path, kind)?).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let bytes = error.as_bytes();
        let line = 1 + bytes.iter().take(at).filter(|byte| **byte == b'\n').count();
        let byte = bytes.get(at).copied().unwrap_or_default();
        Unread { path: path.to_owned(), kind, why: Why::NotText { line, byte } }
    })
}

/// Why what has this type is not read; nothing for a regular file.
fn what(found: FileType) -> Option<Why> {
    if found.is_file() {
        None
    } else if found.is_dir() {
        Some(Why::Folder)
    } else {
        Some(Why::Special(special(found)))
    }
}

#[cfg(unix)]
fn special(found: FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt;
    if found.is_fifo() {
        "a pipe"
    } else if found.is_socket() {
        "a socket"
    } else {
        "a device"
    }
}

#[cfg(not(unix))]
fn special(_: FileType) -> &'static str {
    "a device"
}

/// The way to open a file that never waits for another program.
#[cfg(unix)]
fn without_waiting() -> OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;
    let mut options = OpenOptions::new();
    options.read(true).custom_flags(libc::O_NONBLOCK | libc::O_NOCTTY);
    options
}

#[cfg(not(unix))]
fn without_waiting() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true);
    options
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::unread::MB;

    const KINDS: [Kind; 9] = [
        Kind::Scenario,
        Kind::Observed,
        Kind::Subjects,
        Kind::Figure,
        Kind::Share,
        Kind::Manifest,
        Kind::Journal,
        Kind::Page,
        Kind::Output,
    ];

    #[test]
    fn every_kind_has_a_limit_that_is_said_in_its_own_words() {
        let folder = tempfile::tempdir().unwrap();
        for kind in KINDS.into_iter().filter(|kind| *kind != Kind::Output) {
            let path = folder.path().join("long");
            // It has a length, but no bytes on the disk.
            File::create(&path).unwrap().set_len(kind.most()).unwrap();
            assert!(open(&path, kind).is_ok(), "{kind:?}");
            File::create(&path).unwrap().set_len(kind.most() + 1).unwrap();
            for unread in [open(&path, kind).unwrap_err(), bytes(&path, kind).unwrap_err()] {
                let (why, help) = unread.reason();
                let most = kind.most() / MB;
                assert_eq!(why, format!("it is {} MB; {} has at most {most} MB", most + 1, kind.name()));
                assert!(help.unwrap().contains(kind.name()));
                assert_eq!(unread.code(), 4);
            }
        }
    }

    #[test]
    fn the_help_is_about_the_file_that_was_asked_for() {
        let folder = tempfile::tempdir().unwrap();
        for kind in KINDS {
            let missing = open(&folder.path().join("nope"), kind).unwrap_err();
            assert!(missing.is_missing());
            assert_eq!(missing.reason().1.unwrap().contains("onset list"), kind == Kind::Scenario, "{kind:?}");
            let (why, help) = open(folder.path(), kind).unwrap_err().reason();
            assert!(why.contains("folder") && help.unwrap().contains(kind.name()), "{kind:?}");
        }
    }

    #[test]
    fn a_text_in_another_encoding_is_told_by_its_line() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("latin.csv");
        fs::write(&path, b"a,b\n1,2\n3,\xfc\n").unwrap();
        let unread = text(&path, Kind::Observed).unwrap_err();
        assert_eq!(unread.code(), 1);
        assert!(unread.message().0.ends_with("latin.csv: line 3: the file is not UTF-8: 0xfc"));
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_that_nothing_writes_to_is_refused_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
        assert!(matches!(open(&path, Kind::Scenario).unwrap_err().why, Why::Special("a pipe")));
        // Also where it takes the place of a file after that was looked at.
        let file = without_waiting().open(&path).unwrap();
        assert!(matches!(what(file.metadata().unwrap().file_type()), Some(Why::Special("a pipe"))));
    }
}
