//! Everything that jumps in time: doses, infusions, repeats, switches, events, and the timeline they make together.
//!
//! Must not know: solvers. Times are in hours, amounts in mg.

mod dose;
mod event;
mod repeat;
mod switch;
mod timeline;

pub use dose::{Dose, Drug, Route};
pub use event::{Effect, Event};
pub use repeat::{MOST_DOSES, Repeat, RepeatError, Stop};
pub use switch::{Change, Switch};
pub use timeline::{Regimen, Segment, Stretch};
