//! Illustrative simulator of how a fast NMDA blocker and a slow SSRI act on synapses and symptoms.
//!
//! It is a teaching model, not clinical guidance: it says nothing about a patient, a dose, or a response.
//!
//! # The way of the data
//! scenario file (what was typed) → [`scenario::Scenario`] (what it means) → one [`simulate::Experiment`] an arm →
//! [`simulate::Trajectory`] → [`metrics::Metrics`] → [`figure::Figure`], tables, summary. Everything between the first
//! and the last arrow is a pure function of values.
//!
//! ```
//! use onset::run::run;
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
//! | [`limits`] | the most that is accepted of arms, doses, points, messages: what is accepted can be run |
//! | [`quantity`] | units, and the one declaration that every quantity has |
//! | [`words`] | numbers and values as text, wrapping, tables for a terminal, the disclaimer |
//! | [`scalar`] | what an equation may do with a number: `f64`, lanes, dual, unit, expression |
//! | [`solver`] | the form of a model as a cascade, two methods, step control, dense output; `solver/batch`: the compiler that runs many subjects at once |
//! | [`model`] | the science, one file a mechanism |
//! | [`variability`] | distributions and correlations of parameters, random streams |
//! | [`regimen`] | doses, infusions, repeats, switches: all that jumps in time |
//! | [`simulate`] | where model, solver and regimen meet |
//! | [`metrics`] | onset, peak, areas, half-lives, each with its definition |
//! | [`scenario`] | the file format: keys, presets, messages |
//! | [`figure`] | pictures as data, layout, SVG, PNG and PDF |
//! | [`slides`] | slides of a talk as data, and the files that programs for slides read |
//! | [`run`] | every arm of a scenario, run and written: tables, manifest, summary |
//! | [`chart`] | which curves a figure of a run shows, and what a figure carries to be drawn again |
//! | [`study`] | many runs, one cell a study: [`population`](study::population), [`sweep`](study::sweep), [`sensitivity`](study::sensitivity), [`fit`](study::fit), [`evidence`](study::evidence), [`rivals`](study::rivals), [`guesses`](study::guesses), [`why`](study::why), [`diff`](study::diff) |
//! | [`export`] | the equations in the languages of others: documents, models, scripts |
//! | [`explain`] | what a name means, and one thing to try with it |
//! | [`page`] | one interactive HTML file that runs the model in a browser |
//!
//! The command line (`src/cli`, one file a command in `src/cli/command`) is the only room that touches files or the
//! terminal. The program is one binary over this library. A test (`tests/suite/layering.rs`) holds the rooms to this
//! order: a cell of `study` uses another cell only where one study is made of the runs of the other.
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

//!
//! # How to add a study
//! 1. `src/study/NAME/mod.rs`: what is asked, its runs, tables and figure, and its [`study::Study`] declaration, in the
//!    form of `src/study/why/mod.rs`.
//! 2. `src/study/mod.rs`: `pub mod NAME`, its place in [`study::STUDIES`].
//! 3. `src/cli/command/NAME.rs`: its options and what the command writes, in the form of `src/cli/command/why.rs`, with
//!    an `impl StudyCommand` by which `onset verify` makes its figures again.
//! 4. `src/cli/command/mod.rs`: the module, a variant of `Command`, and what the variant does.
//! 5. `src/cli/args.rs`: its arguments in the list that a test holds, after a look at what each of them reads.
//! 6. `README.md`: its row; the test that misses it prints it.
//! 7. `tests/suite/studies.rs`: an example that writes all of its files.
//!
//! The help, the summary, the names that are claimed in the folder, `onset verify` and the tests read the declaration.
//!
//! # How to add a drug
//! 1. `src/model/NAME.rs`: its stages, from the dose to what it acts on, in the form of `src/model/ssri.rs`.
//! 2. `src/model/mod.rs`: `pub mod NAME`, its lists in `join!`, its walk in [`solver::Cascade::walk`].
//! 3. `src/regimen/drug.rs`: a variant of [`regimen::Drug`], a place in `Drug::ALL`, and its [`regimen::DrugRow`].
//! 4. `src/metrics/list.rs`: the five metrics of each of its levels in plasma.
//! 5. `src/scenario/preset.rs`: presets, if it stands for several substances.
//!
//! Scenario files, the schema, messages, plots, the page, the exported programs and the summary read the row.
//!
//! # How to add a scenario key
//! 1. `src/scenario/key.rs`: a row in the list of its table, with what its value looks like.
//! 2. The file of its table, such as `src/scenario/scenario.rs` or `src/scenario/dosing.rs`: the field, filled from the
//!    checked value, and a test of what it means.
//! 3. `tests/suite/scenario_mutations.rs`: a line in the file that uses every key, which several tests read.
//! 4. `scenarios/scenario.schema.json`, which a test writes anew with `ONSET_BLESS=1`.
//!
//! The check, messages, `extends`, `--set`, `onset show --flat` and `onset diff` read the row.

pub mod chart;
pub mod explain;
pub mod export;
pub mod figure;
pub mod limits;
pub mod metrics;
pub mod model;
pub mod page;
pub mod quantity;
pub mod regimen;
pub mod run;
pub mod scalar;
pub mod scenario;
pub mod simulate;
pub mod slides;
pub mod solver;
pub mod study;
pub mod variability;
pub mod words;
