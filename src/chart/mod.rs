//! Which curves a figure of a run shows.
//!
//! Owns: the kinds of figures, one file a kind, and what a figure carries so that it can be drawn again. Must not know:
//! pixels, studies, files on disk.

mod arms;
mod axes;
mod comparison;
mod curve;
mod dose_response;
mod exposure;
mod kind;
mod measured;
mod no_response;
mod notes;
mod pathway;
mod phase;
mod recheck;
mod record;
mod request;
mod timeline;
mod view;
mod wiring;
mod wording;

pub(crate) use arms::{doses, hue, hue_of, ids, roles};
pub(crate) use comparison::{EXPECTANCY, NO_SYMPTOMS};
pub use comparison::{cascade, comparison};
pub(crate) use curve::curve;
pub use kind::figure;
pub use measured::Table;
pub use no_response::{Flat, flat};
pub use notes::{Note, notes, notes_text};
pub use recheck::{Recheck, recheck};
pub use record::{CommandRecord, Record, Style, Value, values};
pub(crate) use request::{AXIS_START, time_windows};
pub use request::{Drawn, Kind, NotDrawn, Request, TimeAxis};
pub(crate) use view::{View, shown, spoken};
pub use wording::{DECLARED, Wording};
