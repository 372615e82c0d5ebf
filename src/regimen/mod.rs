//! Everything that jumps in time: doses, infusions, repeats, switches, events, and the timeline they make together.
//!
//! Must not know: solvers. Times are in hours, amounts in mg.

mod dose;
mod drug;
mod event;
mod in_force;
mod repeat;
mod route;
mod running;
mod stretch;
mod switch;
mod switched;
mod timeline;

pub use dose::Dose;
pub use drug::{Analyte, Drug, DrugRow, FirstDose, HNK, KETAMINE, NORKETAMINE, Part, SSRI, Target};
pub use event::{Effect, Event};
pub use in_force::InForce;
pub use repeat::{MOST_DOSES, Repeat, RepeatError, Stop};
pub use route::Route;
pub use stretch::{Infusion, Segment, Stretch};
pub use switch::{Change, Switch};
pub(crate) use switched::SwitchedOn;
pub use timeline::Regimen;
