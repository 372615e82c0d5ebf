//! The equations in other languages: documents to read, models for other simulators, scripts that run.
//!
//! Owns: one printer a language over the same expressions and tables. No printer knows a quantity by name, so a changed
//! model changes every language without a further edit. Must not know: files, the terminal.
//!
//! # For authors of pages that embed the JavaScript
//! [`javascript::module`] is one ES module without imports: the tables (`states`, `observables`, `settings`, `presets`,
//! `links`, `drugs`, each with key, symbol, unit, bounds and words), the equations as `stages` in the order in which they
//! are solved, the `arms` it was printed for, and a solver over them. `settingsOf(arm)` scales parameters to a weight,
//! `rest(p)` finds the resting state anew for any parameters, `rates(v, p, dy)` and `observe(v, p)` are the plain
//! right-hand side, and `solve(arm, { rtol })` runs an arm `{ name, weight, set, doses, switches, duration }` and gives
//! `{ baseline, steps, sample(times) }`; a sample holds states, observables and improvement in that order, which is
//! `columns`. `rtol` 1e-4 draws as finely as a screen shows in a tenth of the time of 1e-7.

mod antimony;
mod beamer;
mod document;
mod escape;
mod event;
mod format;
mod formula;
mod html;
pub mod javascript;
mod latex;
mod markdown;
mod mathml;
mod python;
mod r;
mod sbml;
mod schedule;
mod script;
mod study;
mod symbol;
mod tex;
mod text;
mod wrap;

pub use beamer::{Overlay, beamer};
pub(crate) use escape::{in_script, xml};
pub use format::Format;
pub use schedule::{Given, Times};
pub use study::Study;
pub use text::equation as equation_text;
