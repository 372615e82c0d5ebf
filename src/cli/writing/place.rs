//! The folder that a command writes to: the one that is asked for, or the usual one.

use std::path::{Path, PathBuf};

use super::steps;
use crate::cli::failure::Failure;

/// The folder that all usual folders lie in.
const USUAL: &str = "output";

/// A folder to write to.
#[derive(Debug, Clone)]
pub(in crate::cli) struct Place {
    folder: PathBuf,
    is_named: bool,
}

impl Place {
    /// The folder that is asked for, otherwise the one of this name below `output`.
    pub(in crate::cli) fn new(asked: Option<&Path>, usual: &str) -> Self {
        match asked {
            Some(folder) => Self { folder: folder.to_owned(), is_named: true },
            None => Self { folder: Path::new(USUAL).join(usual), is_named: false },
        }
    }

    /// Where it is.
    pub(in crate::cli) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Makes the folder where it is missing; says whether it was. A link in the place of a usual folder leads to a place
    /// that the command line does not name, so that it is followed only where it is named.
    pub(in crate::cli) fn make(&self) -> Result<bool, Failure> {
        if !self.is_named && self.folder.is_symlink() {
            return Err(Failure::Linked(self.folder.clone()));
        }
        let is_new = !self.folder.exists();
        steps::make_folder(&self.folder).map_err(|error| Failure::file(&self.folder, "make the folder", error))?;
        Ok(is_new)
    }
}
