//! Illustrative simulator of how a fast NMDA blocker and a slow SSRI act on synapses and symptoms.
//!
//! It is a teaching model, not clinical guidance: it says nothing about a patient, a dose to give, or who responds.
//!
//! # The way of the data
//! scenario file (what was typed) → [`scenario::Scenario`] (what it means) → one [`simulate::Experiment`] an arm →
//! [`simulate::Trajectory`] → [`metrics::Metrics`] → [`figure::Figure`], tables, summary. Everything between the first
//! and the last arrow is a pure function of values.
//!
//! ```
//! use onset::report::run;
//! use onset::scenario::{builtin, read};
//! use onset::solver::Options;
//!
//! let source = builtin::find("ketamine-vs-ssri").unwrap().source();
//! let scenario = read(&source, &[]).scenario.unwrap();
//! let run = run(vec![(source.name, scenario)], Vec::new(), &Options::default()).unwrap();
//! let onset = |arm: usize| run.arms[arm].metrics.get("onset").unwrap();
//! assert!(onset(0) < 4.0 && onset(1) > 7.0 * 24.0, "hours against weeks");
//! ```
//!
//! # The rooms, lowest first; a room uses only rooms before it
//! | room | owns |
//! |---|---|
//! | [`limits`] | how much one file or one command may ask for |
//! | [`quantity`] | units, and the one declaration that every quantity has |
//! | [`scalar`] | what an equation may do with a number: `f64`, lanes, dual, unit, expression |
//! | [`solver`] | the form of a model as a cascade, two methods, step control, dense output |
//! | [`model`] | the science, one file a mechanism |
//! | [`regimen`] | doses, infusions, repeats, switches: all that jumps in time |
//! | [`simulate`] | where model, solver and regimen meet |
//! | [`metrics`] | onset, peak, areas, half-lives, each with its definition |
//! | [`population`] | how subjects differ, who they are, and percentiles of what becomes of them |
//! | [`fit`] | parameters that make the model follow observations, and what the points can tell |
//! | [`sensitivity`] | on which parameters a metric hangs: exact derivatives, Morris, Sobol, rank correlation |
//! | [`scenario`] | the file format: keys, presets, messages |
//! | [`sweep`] | one or two numbers of a scenario at many values |
//! | [`evidence`] | published findings and lay claims as data, and the checks that judge them |
//! | [`figure`] | pictures as data, layout, SVG, PNG and PDF |
//! | [`report`] | which curves a figure shows; tables, manifest, summary |
//! | [`export`] | the equations in the languages of others: documents, models, scripts |
//! | [`explain`] | what a name means, and one thing to try with it |
//! | [`page`] | one interactive HTML file that runs the model in a browser |
//!
//! The command line (`src/cli`) is the only room that touches files or the terminal. The program is one binary over this
//! library.
//!
//! # What holds, and is tested
//! - An equation stands in one place. The right-hand side, the fast solver, the exact Jacobian, the check of units and
//!   the printed equations are the same generic function ([`solver::Cascade::walk`]) walked by different walkers.
//! - A quantity is declared once, beside its equations: key, symbol, unit, default, bounds, basis, source.
//! - No branch on a state compiles, and no stage can read what is downstream of it.
//! - The solver never steps over a dose, the end of an infusion, or a switch.
//! - The library never prints, reads a clock, or touches a file; only `figure::draw` knows plotters.
//! - The same scenario and version give the same bytes.
//! - A metric that does not exist is absent, never 0; a value that is not a number is an error with a place.

pub mod evidence;
pub mod explain;
pub mod export;
pub mod figure;
pub mod fit;
pub mod limits;
pub mod metrics;
pub mod model;
pub mod page;
pub mod population;
pub mod quantity;
pub mod regimen;
pub mod report;
pub mod scalar;
pub mod scenario;
pub mod sensitivity;
pub mod simulate;
pub mod solver;
pub mod sweep;
pub mod variability;
pub mod words;
