//! Where a study writes, and whether figures are part of it.

use std::path::PathBuf;

use clap::{ArgAction, Args, ValueHint};

use super::names;
use super::options::{Force, ThemeName};
use super::writing::Place;

/// Where the tables and figures of a study go.
#[derive(Debug, Clone, Args)]
pub(super) struct Destination {
    /// Folder to write to, instead of output/<scenario>-<command>.
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(super) out: Option<PathBuf>,
    /// Tables only.
    #[arg(long)]
    pub(super) no_figure: bool,
    /// Colours of the figures.
    #[arg(long, value_name = "NAME", value_enum, default_value_t)]
    pub(super) theme: ThemeName,
    /// Overwrite files that were changed since they were written, or that something else wrote.
    #[arg(long, action = ArgAction::SetTrue)]
    pub(super) force: Force,
}

impl Destination {
    /// The folder that is written to, which has this name where none is asked for.
    pub(super) fn place(&self, name: &str) -> Place {
        Place::new(self.out.as_deref(), &names::folder_name(&[name]))
    }
}
