//! Units, names, and the form of the one declaration that every quantity has.
//!
//! Owns: what a unit is, how one is read and named, which name was probably meant, and what is declared about a quantity (key, symbol, unit,
//! default, bounds, basis, source, description). Must not know: which quantities exist.

mod convert;
mod csv;
mod declare;
mod near;
mod table;
mod text;
mod unit;
mod visible;

pub use convert::{convert, without_noise};
pub(crate) use csv::csv_field;
pub use csv::{Row as CsvRow, rows as csv_rows};
pub use declare::Counts;
pub(crate) use declare::{declare, or, places, quantities};
pub use near::{listed, nearest};
pub use table::{Basis, Kind, MOST_OF_A_STATE, Observable, Quantity, Setting, State};
pub(crate) use text::{push_shortest, shortest};
pub use unit::{Dimension, Unit, UnitError, read_amount};
pub use visible::{code_of, is_unseen, shortened, visible, visible_line};
