//! The kinds of files that are read, and what is said where one cannot be read.
//!
//! Owns: how long each kind of file may be, and the words. Must not know: how a file is opened.

use std::io;
use std::path::PathBuf;

use super::{names, system};
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
pub(super) const MB: u64 = 1 << 20;

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
    pub(super) const fn is_input(self) -> bool {
        matches!(self, Self::Scenario | Self::Observed | Self::Subjects | Self::Share | Self::Font)
    }

    pub(super) const fn name(self) -> &'static str {
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
    pub(super) path: PathBuf,
    pub(super) kind: Kind,
    pub(super) why: Why,
}

/// Why a file was not read.
#[derive(Debug)]
pub(super) enum Why {
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
                let help = match (self.kind, names::builtin_meant(&self.path)) {
                    (Kind::Scenario, Some(name)) => format!("the built-in scenario goes by its name alone: {name}"),
                    (Kind::Scenario, None) => {
                        "check the spelling; `onset list` shows the built-in scenarios".to_owned()
                    }
                    _ => "check the spelling of its name and of its folder".to_owned(),
                };
                ("there is no such file".to_owned(), help)
            }
            Why::System(error) => return system::reason("read", error),
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
