//! Why a command failed, and with which exit code.

use std::io;
use std::path::{Path, PathBuf};

use super::names;
use super::system::reason;
use super::unread::Unread;
use onset::quantity::visible_line;
use onset::run::FailedArm;
use onset::words::Advice;

/// Why a command failed.
#[derive(Debug)]
pub(super) enum Failure {
    /// A scenario is wrong; its messages are printed already.
    Scenario,
    /// A change given with `--set` is wrong and nothing else; its messages are printed already.
    Changes,
    /// The command line asks for something that does not exist.
    Usage {
        /// What is wrong.
        message: String,
        /// How to mend it.
        help: String,
    },
    /// A run could not be finished.
    Run(FailedArm),
    /// Findings that do not hold and are not known not to.
    NotHolding(Vec<String>),
    /// The data that come with the program are broken.
    Data(String),
    /// A figure could not be drawn.
    Drawing(String),
    /// A file or folder could not be read or written.
    File {
        /// Which.
        path: PathBuf,
        /// What was being done, such as "read".
        doing: &'static str,
        /// Why not.
        error: io::Error,
    },
    /// A file could not be read.
    Unread(Unread),
    /// A file was not written by this program, or was changed since.
    NotOurs(Vec<PathBuf>),
    /// A single file is there already.
    Exists(PathBuf),
    /// A file that the command reads is where it would write.
    Input(PathBuf),
    /// A file of the user has the name of the lock of a folder.
    NoLock(PathBuf),
    /// A link is where the usual folder would be.
    Linked(PathBuf),
    /// Another run writes to the folder.
    Busy(PathBuf),
    /// Parameters could not be fitted.
    NoFit(String),
    /// Files of the user are wrong, or do not belong together.
    Wrong {
        /// What is wrong.
        message: String,
        /// How to mend it.
        help: String,
    },
    /// A figure of others asks for more work than is done for one; how much, and what the bound is.
    TooMuch(String),
    /// Some runs failed; which is said already.
    SomeRuns,
    /// A figure is not what its scenario gives now, or cannot be read at the back of a room; which is said already.
    Differs,
    /// The reader of the standard output has gone, which is no failure.
    PipeClosed,
}

impl Failure {
    /// A file or folder that could not be used.
    pub(super) fn file(path: &Path, doing: &'static str, error: io::Error) -> Self {
        Self::File { path: path.to_owned(), doing, error }
    }

    /// What is wrong in a file of the user.
    pub(super) fn in_file(path: &Path, advice: &impl Advice) -> Self {
        Self::Wrong { message: format!("{}: {advice}", path.display()), help: advice.help() }
    }

    /// The exit code.
    pub(super) const fn code(&self) -> u8 {
        match self {
            Self::Unread(unread) => unread.code(),
            Self::PipeClosed => 0,
            Self::Scenario | Self::Wrong { .. } | Self::TooMuch(_) => 1,
            Self::Changes | Self::Usage { .. } => 2,
            Self::Run(_)
            | Self::NotHolding(_)
            | Self::Data(_)
            | Self::Drawing(_)
            | Self::NoFit(_)
            | Self::SomeRuns
            | Self::Differs => 3,
            Self::File { .. }
            | Self::NotOurs(_)
            | Self::Exists(_)
            | Self::Input(_)
            | Self::NoLock(_)
            | Self::Linked(_)
            | Self::Busy(_) => 4,
        }
    }

    /// What is said, with what to do about it; nothing where all is said.
    pub(super) fn message(&self) -> Option<(String, Option<String>)> {
        match self {
            Self::Scenario | Self::Changes | Self::PipeClosed | Self::SomeRuns | Self::Differs => None,
            Self::Usage { message, help } | Self::Wrong { message, help } => Some((line(message), Some(line(help)))),
            Self::TooMuch(what) => Some((what.clone(), Some("run the command itself, and compare".to_owned()))),
            Self::Run(failed) => Some((failed.to_string(), None)),
            Self::NotHolding(ids) => Some((format!("{} {}", listed(ids.len()), ids.join(", ")), None)),
            Self::Data(message) => Some((format!("the data of the program are broken: {message}"), None)),
            Self::Drawing(message) => Some((format!("the figure could not be drawn: {message}"), None)),
            Self::File { path, doing, error } => {
                let (why, help) = reason(doing, error);
                Some((format!("cannot {doing} {}: {why}", shown(path)), help))
            }
            Self::Input(path) => Some((
                format!("{} is read by this command, and is kept", path.display()),
                Some("choose another name for what is written".to_owned()),
            )),
            Self::NoLock(path) => Some((
                format!("{} is no lock of this program, and is kept", path.display()),
                Some("move it away, or write elsewhere with --out DIR".to_owned()),
            )),
            Self::Linked(path) => Some((
                format!("{} is a link to another place", path.display()),
                Some(format!("to write where it leads: --out {}", names::quoted(&path.to_string_lossy()))),
            )),
            Self::Unread(unread) => Some(unread.message()),
            Self::Busy(path) => Some((
                format!("another run is writing to {}", shown(path)),
                Some("wait for it, or write elsewhere with --out DIR".to_owned()),
            )),
            Self::NoFit(why) => {
                Some((why.clone(), Some("free fewer parameters, or start elsewhere with --set".to_owned())))
            }
            Self::Exists(path) => Some((
                format!("{} is there already, and is kept", shown(path)),
                Some("choose another name, or overwrite it with --force".to_owned()),
            )),
            Self::NotOurs(paths) => {
                let list: String = paths.iter().map(|path| format!("\n  {}", shown(path))).collect();
                Some((
                    format!("these files are not as this program left them, and are kept:{list}"),
                    Some("write elsewhere with --out DIR, or overwrite them with --force".to_owned()),
                ))
            }
        }
    }
}

/// A text from outside on one line, so that none of it passes for a line of the program.
fn line(text: &str) -> String {
    visible_line(text).into_owned()
}

fn shown(path: &Path) -> String {
    line(&path.to_string_lossy())
}

/// How many findings no longer hold, for the start of a message.
fn listed(number: usize) -> String {
    if number == 1 {
        "1 finding that held no longer does:".to_owned()
    } else {
        format!("{number} findings that held no longer do:")
    }
}

/// What a command line asks for cannot be done, for a reason that a room of the library gives.
impl<A: Advice> From<A> for Failure {
    fn from(advice: A) -> Self {
        Self::Usage { message: advice.to_string(), help: advice.help() }
    }
}

impl From<Unread> for Failure {
    fn from(unread: Unread) -> Self {
        Self::Unread(unread)
    }
}
