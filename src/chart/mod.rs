//! Which curves a figure of a run shows.
//!
//! Owns: the kinds of figures, one file a kind, and what a figure carries so that it can be drawn again. Must not know:
//! pixels, studies, files on disk.

mod arms;
mod comparison;
mod curve;
mod dose_response;
mod exposure;
mod flat;
mod kind;
mod measured;
mod notes;
mod pathway;
mod phase;
mod recheck;
mod record;
mod timeline;
mod view;
mod wiring;

pub(crate) use arms::{doses, hue, hue_of, ids, roles};
pub(crate) use comparison::{EXPECTANCY, NO_SYMPTOMS, shown};
pub use comparison::{cascade, comparison};
pub(crate) use curve::curve;
pub use flat::{Flat, flat};
pub(crate) use kind::AXIS_START;
pub use kind::{Drawn, Kind, NotDrawn, Request, TimeAxis, figure};
pub use measured::Table;
pub use notes::{Note, notes, notes_text};
pub use recheck::{Recheck, recheck};
pub use record::{Look, Made, Record, Value, values};
pub(crate) use view::{View, spoken};
