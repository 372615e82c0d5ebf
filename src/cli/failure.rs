//! Why a command failed, and with which exit code.

use std::io;
use std::path::PathBuf;

use onset::report::FailedArm;

/// Why a command failed.
#[derive(Debug)]
pub(super) enum Failure {
    /// A scenario is wrong; its messages are printed already.
    Scenario,
    /// The command line asks for what there is not.
    Usage {
        /// What is wrong.
        message: String,
        /// How to mend it.
        help: String,
    },
    /// A run could not be finished.
    Run(FailedArm),
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
    /// A file is somebody else's, or was changed since it was written.
    NotOurs(Vec<PathBuf>),
    /// The reader of the standard output has gone, which is no failure.
    PipeClosed,
}

impl Failure {
    /// The exit code.
    pub(super) const fn code(&self) -> u8 {
        match self {
            Self::PipeClosed => 0,
            Self::Scenario => 1,
            Self::Usage { .. } => 2,
            Self::Run(_) | Self::Drawing(_) => 3,
            Self::File { .. } | Self::NotOurs(_) => 4,
        }
    }

    /// What is said, with what to do about it; nothing where all is said.
    pub(super) fn message(&self) -> Option<(String, Option<String>)> {
        match self {
            Self::Scenario | Self::PipeClosed => None,
            Self::Usage { message, help } => Some((message.clone(), Some(help.clone()))),
            Self::Run(failed) => Some((failed.to_string(), None)),
            Self::Drawing(message) => Some((format!("the figure could not be drawn: {message}"), None)),
            Self::File { path, doing, error } => {
                let help = match error.kind() {
                    io::ErrorKind::NotFound => Some("check the spelling of the path"),
                    io::ErrorKind::PermissionDenied => {
                        Some("choose another folder with --out, or change its permissions")
                    }
                    io::ErrorKind::IsADirectory => Some("name a scenario file inside it"),
                    io::ErrorKind::StorageFull => Some("the disk is full; nothing of this run was kept"),
                    _ => None,
                };
                let why = match error.kind() {
                    io::ErrorKind::NotFound => "there is no such file".to_owned(),
                    io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
                    io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
                    _ => error.to_string(),
                };
                Some((format!("cannot {doing} {}: {why}", path.display()), help.map(str::to_owned)))
            }
            Self::NotOurs(paths) => {
                let list: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
                Some((
                    format!(
                        "these files were changed since this program wrote them, or are not its own: {}",
                        list.join(", ")
                    ),
                    Some("write elsewhere with --out DIR, or overwrite them with --force".to_owned()),
                ))
            }
        }
    }
}
