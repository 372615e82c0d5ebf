//! The commands, one file each.

pub(super) mod check;
pub(super) mod claims;
pub(super) mod diff;
pub(super) mod equations;
pub(super) mod evidence;
pub(super) mod explain;
pub(super) mod figure;
pub(super) mod fit;
pub(super) mod gallery;
pub(super) mod guesses;
pub(super) mod manual;
pub(super) mod merge;
pub(super) mod new;
pub(super) mod page;
pub(super) mod parameters;
pub(super) mod population;
pub(super) mod rivals;
pub(super) mod run;
pub(super) mod sensitivity;
pub(super) mod show;
pub(super) mod sweep;
pub(super) mod talk;
pub(super) mod verify;
pub(super) mod watch;
pub(super) mod why;
