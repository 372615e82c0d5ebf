//! The gate for all that is read: the only file of the program that opens a file to read it.
//!
//! Owns: which files may be read (regular ones, once links are resolved), how long each kind of file may be, and what is
//! said where one cannot be read. Must not know: what the bytes mean.
//!
//! A pipe, a device or a socket could keep the program waiting, give bytes without an end, or do something when it is
//! opened. So the kind of a file is looked at before it is opened, it is opened without waiting, and its kind is looked at
//! again: another file may have taken its place meanwhile.

use std::fs::{self, File, FileType, OpenOptions};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::failure::{self, Failure};
use super::{listing, writing};
use onset::figure::LARGEST_FONT;
use onset::quantity::visible_line;

/// What a file is read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A scenario, or one on which a scenario builds.
    Scenario,
    /// A table of observations.
    Observed,
    /// A table of subjects.
    Subjects,
    /// A figure with what made it inside.
    Figure,
    /// The counts of a share of a population.
    Share,
    /// The manifest of a folder.
    Manifest,
    /// The journal of a sweep.
    Journal,
    /// An interactive page.
    Page,
    /// A font for letters that the program has none for.
    Font,
    /// A table or another file that the program wrote, which is read piece by piece.
    Output,
}

/// One megabyte.
const MB: u64 = 1 << 20;

impl Kind {
    /// What a student calls it, and the most bytes that one has. Each limit is far above what the program or a student
    /// writes, and low enough for what is made of the bytes to fit into the memory of a small computer.
    const fn facts(self) -> (&'static str, u64) {
        match self {
            Self::Scenario => ("a scenario", 2 * MB),
            Self::Observed => ("a table of observations", 8 * MB),
            Self::Subjects => ("a table of subjects", 64 * MB),
            Self::Figure => ("a figure", 64 * MB),
            Self::Share => ("a share of a population", 256 * MB),
            Self::Manifest => ("a manifest", 64 * MB),
            // Of 100,000 points, with every metric of several arms.
            Self::Journal => ("the journal of a sweep", 1024 * MB),
            Self::Page => ("a page", 64 * MB),
            Self::Font => ("a font", LARGEST_FONT as u64),
            Self::Output => ("a file of a run", u64::MAX),
        }
    }

    /// Whether it is something that a command is given, and that it must therefore never write over.
    const fn is_input(self) -> bool {
        matches!(self, Self::Scenario | Self::Observed | Self::Subjects | Self::Share | Self::Font)
    }

    const fn name(self) -> &'static str {
        self.facts().0
    }

    /// The most bytes that one has.
    pub(super) const fn most(self) -> u64 {
        self.facts().1
    }
}

/// A file that was not read.
#[derive(Debug)]
pub(super) struct Unread {
    path: PathBuf,
    kind: Kind,
    why: Why,
}

#[derive(Debug)]
enum Why {
    /// It is a folder.
    Folder,
    /// It is no file that has an end, but this.
    Special(&'static str),
    /// It is a link, and there is nothing at its end.
    Dangling,
    /// It has more bytes than its kind may have: so many, where that is known.
    TooLong(Option<u64>),
    /// It is not UTF-8.
    NotText { line: usize, byte: u8 },
    /// The system does not give it.
    System(io::Error),
}

impl Unread {
    /// Whether there is no file of this name.
    pub(super) fn is_missing(&self) -> bool {
        matches!(&self.why, Why::System(error) if error.kind() == io::ErrorKind::NotFound)
    }

    /// Whether the system does not give the file, whatever is in it.
    pub(super) const fn is_of_system(&self) -> bool {
        matches!(self.why, Why::System(_))
    }

    /// The exit code: a table that is not text is wrong, all else could not be read.
    pub(super) const fn code(&self) -> u8 {
        if matches!(self.why, Why::NotText { .. }) { 1 } else { 4 }
    }

    /// Why it was not read, and how to mend it.
    pub(super) fn reason(&self) -> (String, Option<String>) {
        let name = self.kind.name();
        let megabytes = |bytes: u64| format!("{} MB", bytes.div_ceil(MB));
        let (why, help) = match &self.why {
            Why::Folder => ("it is a folder".to_owned(), format!("name {name} inside it")),
            Why::Special(what) => (
                format!("it is {what}, and {name} is a file on a disk"),
                "write what it gives to a file, and name that".to_owned(),
            ),
            Why::Dangling => (
                "it is a link to a file that is not there".to_owned(),
                "mend the link, or name the file itself".to_owned(),
            ),
            Why::TooLong(found) => {
                let most = megabytes(self.kind.most());
                let why = found.map_or_else(
                    || format!("it goes on after {most}, the most that {name} has"),
                    |found| format!("it is {}; {name} has at most {most}", megabytes(found)),
                );
                (why, format!("name another file: this one is most likely not {name}"))
            }
            Why::NotText { line, byte } => (
                format!("line {line}: the file is not UTF-8: 0x{byte:02x}"),
                "save the file as UTF-8; in many programs this is under \"Save as\"".to_owned(),
            ),
            Why::System(error) if error.kind() == io::ErrorKind::NotFound => {
                let help = match (self.kind, listing::builtin_meant(&self.path)) {
                    (Kind::Scenario, Some(name)) => format!("the built-in scenario goes by its name alone: {name}"),
                    (Kind::Scenario, None) => {
                        "check the spelling; `onset list` shows the built-in scenarios".to_owned()
                    }
                    _ => "check the spelling of its name and of its folder".to_owned(),
                };
                ("there is no such file".to_owned(), help)
            }
            Why::System(error) => return failure::reason("read", error),
        };
        (why, Some(help))
    }

    /// What is said of it.
    pub(super) fn message(&self) -> (String, Option<String>) {
        let path = self.path.to_string_lossy();
        let path = visible_line(&path);
        let (why, help) = self.reason();
        match self.why {
            Why::NotText { .. } => (format!("{path}: {why}"), help),
            _ => (format!("cannot read {path}: {why}"), help),
        }
    }
}

impl From<Unread> for Failure {
    fn from(unread: Unread) -> Self {
        Self::Unread(unread)
    }
}

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
        writing::protect(path);
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
