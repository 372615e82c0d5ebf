//! Error against time: how long the two cases take with this crate and with other libraries.
//!
//! Every solver delivers all states at all output times on one core. The error is the largest difference from a
//! reference, over all states and output times, in units of the largest value of that state. The libraries begin with
//! everything ready; this crate begins with the experiment.

use std::hint::black_box;
use std::time::Duration;

use onset::simulate::{Experiment, simulate};
use onset::solver::{Method, Options};

use crate::clock::Clock;
use crate::libraries::{Prepared, Run, error};
#[cfg(feature = "oracles")]
use crate::libraries::{diffsol, ode_solvers};
use crate::table::{Line, Table};
use crate::{TARGET, cases};

/// What is compared.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Solver {
    /// This crate, the method for cascades.
    Collocation,
    /// This crate, the general method.
    Rodas5p,
    #[cfg(feature = "oracles")]
    DiffsolBdf,
    #[cfg(feature = "oracles")]
    DiffsolEsdirk34,
    #[cfg(feature = "oracles")]
    DiffsolTsit45,
    #[cfg(feature = "oracles")]
    Dopri5,
}

impl Solver {
    /// All of them, this crate's own first.
    pub(crate) const ALL: &[Self] = &[
        Self::Collocation,
        Self::Rodas5p,
        #[cfg(feature = "oracles")]
        Self::DiffsolBdf,
        #[cfg(feature = "oracles")]
        Self::DiffsolEsdirk34,
        #[cfg(feature = "oracles")]
        Self::DiffsolTsit45,
        #[cfg(feature = "oracles")]
        Self::Dopri5,
    ];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Collocation => "onset collocation",
            Self::Rodas5p => "onset Rodas5P",
            #[cfg(feature = "oracles")]
            Self::DiffsolBdf => "diffsol BDF",
            #[cfg(feature = "oracles")]
            Self::DiffsolEsdirk34 => "diffsol ESDIRK34",
            #[cfg(feature = "oracles")]
            Self::DiffsolTsit45 => "diffsol Tsit45",
            #[cfg(feature = "oracles")]
            Self::Dopri5 => "ode_solvers Dopri5",
        }
    }

    pub(crate) const fn is_ours(self) -> bool {
        matches!(self, Self::Collocation | Self::Rodas5p)
    }

    /// Hands a run to `clock`.
    fn with<T>(self, experiment: &Experiment, case: &Prepared, rtol: f64, clock: impl FnOnce(&mut Run<'_>) -> T) -> T {
        match self {
            Self::Collocation => ours(Method::Collocation, experiment, case, rtol, clock),
            Self::Rodas5p => ours(Method::Rodas5p, experiment, case, rtol, clock),
            #[cfg(feature = "oracles")]
            Self::DiffsolBdf => diffsol::with(diffsol::Method::Bdf, case, rtol, clock),
            #[cfg(feature = "oracles")]
            Self::DiffsolEsdirk34 => diffsol::with(diffsol::Method::Esdirk34, case, rtol, clock),
            #[cfg(feature = "oracles")]
            Self::DiffsolTsit45 => diffsol::with(diffsol::Method::Tsit45, case, rtol, clock),
            #[cfg(feature = "oracles")]
            Self::Dopri5 => ode_solvers::with(case, rtol, clock),
        }
    }
}

/// A run by this crate, in the way a user would call it.
fn ours<T>(
    method: Method,
    experiment: &Experiment,
    case: &Prepared,
    rtol: f64,
    clock: impl FnOnce(&mut Run<'_>) -> T,
) -> T {
    let options = Options { method, rtol, ..Options::default() };
    let mut states = Vec::new();
    clock(&mut |out| {
        let trajectory = simulate(black_box(experiment), &options).map_err(|error| error.to_string())?;
        trajectory.states(&case.times, &mut states);
        // The copy is counted too; it takes a microsecond or two.
        out.copy_from_slice(&states);
        Ok(())
    })
}

/// One solver at one tolerance.
#[derive(Debug, Clone)]
pub(crate) struct Measured {
    pub(crate) solver: Solver,
    pub(crate) rtol: f64,
    pub(crate) error: f64,
    /// Least time of a run, ms.
    pub(crate) least: f64,
}

/// A case with all that was measured of it.
#[derive(Debug)]
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) title: &'static str,
    pub(crate) measured: Vec<Measured>,
}

impl Case {
    /// The least time of a solver at an error of [`TARGET`] or less.
    fn at_target(&self, solver: Solver) -> Option<&Measured> {
        let fitting = self.measured.iter().filter(|one| one.solver == solver && one.error <= TARGET);
        fitting.min_by(|a, b| a.least.total_cmp(&b.least))
    }
}

/// Rounds through a whole case. Other work on the machine comes and goes, so runs of one kind are spread over the whole
/// time instead of following on one another.
const ROUNDS: usize = 4;

/// Runs of one kind in each round.
const WHILE: Duration = Duration::from_millis(50);

/// The reference of a case, and how far a second method is from it.
fn reference(experiment: &Experiment, times: &[f64]) -> (Vec<f64>, f64) {
    let solve = |method, rtol| {
        let mut states = Vec::new();
        let options = Options { method, rtol, max_steps: 10_000_000, ..Options::default() };
        simulate(experiment, &options).expect("the reference is met").states(times, &mut states);
        states
    };
    let first = solve(Method::Collocation, 1e-12);
    let second = solve(Method::Rodas5p, 1e-11);
    let sizes = Prepared::new(experiment, times, &first).sizes;
    let apart = error(&second, &first, &sizes);
    (first, apart)
}

/// Both cases.
pub(crate) fn measure(table: &mut Table) -> [Case; 2] {
    let (a, b) = (cases::case_a(), cases::case_b());
    [
        one("A", "Case A: one infusion, 4 weeks, 500 output times", a, table),
        one("B", "Case B: 56 tablets and 6 infusions, 8 weeks, 1,000 output times", b, table),
    ]
}

/// Every solver at every tolerance.
fn one(
    name: &'static str,
    title: &'static str,
    (experiment, times): (Experiment, Vec<f64>),
    table: &mut Table,
) -> Case {
    let (reference, apart) = reference(&experiment, &times);
    assert!(apart < 1e-8, "two methods are {apart:e} apart: the reference of case {name} cannot be trusted");
    let prepared = Prepared::new(&experiment, &times, &reference);
    let tolerances = (0..15).map(|i| if i % 2 == 0 { 1e-2 } else { 3e-3 } * 0.1_f64.powi(i / 2));
    let mut out = vec![0.0; reference.len()];
    let mut entries: Vec<(Solver, f64, f64)> = Vec::new();
    for solver in Solver::ALL {
        for rtol in tolerances.clone() {
            match solver.with(&experiment, &prepared, rtol, |run| run(&mut out)) {
                Ok(()) => entries.push((*solver, rtol, error(&out, &reference, &prepared.sizes))),
                Err(reason) => println!("case {name}, {} at {rtol:.0e}: {reason}", solver.name()),
            }
        }
    }
    let mut clocks = vec![Clock::default(); entries.len()];
    for _ in 0..ROUNDS {
        for ((solver, rtol, _), clock) in entries.iter().zip(&mut clocks) {
            solver.with(&experiment, &prepared, *rtol, |run| {
                clock.add(WHILE, || run(black_box(&mut out)).expect("it ran before"));
            });
        }
    }
    let mut measured = Vec::new();
    for ((solver, rtol, error), clock) in entries.into_iter().zip(clocks) {
        let (least, median) = (1e3 * clock.least(), 1e3 * clock.median());
        table.push(Line {
            part: "run",
            case: name,
            name: solver.name().to_owned(),
            threads: 1,
            tolerance: Some(rtol),
            error: Some(error),
            best: least,
            median,
            unit: "ms",
        });
        measured.push(Measured { solver, rtol, error, least });
    }
    Case { name, title, measured }
}

/// What is expected of the solvers.
pub(crate) fn judge([a, b]: &[Case; 2], table: &mut Table) {
    for (case, at_target, at_default) in [(a, 0.1, 0.3), (b, 1.2, 3.0)] {
        let name = case.name;
        println!("Case {name} at an error of {TARGET:e} or less:");
        for solver in Solver::ALL {
            match case.at_target(*solver) {
                Some(Measured { rtol, error, least, .. }) => {
                    println!("  {:<19} {least:>9.4} ms at tolerance {rtol:.0e}, error {error:.1e}", solver.name());
                }
                None => println!("  {:<19} never", solver.name()),
            }
        }
        let ours = case.at_target(Solver::Collocation).expect("collocation meets the target");
        let found = format!("{:.4} ms", ours.least);
        table.judge(&format!("case {name} under {at_target} ms at error 1e-4"), ours.least < at_target, &found);
        let mut own = case.measured.iter().filter(|one| one.solver == Solver::Collocation);
        let default = own.find(|one| one.rtol <= 1.01 * Options::DEFAULT_RTOL).expect("the default is measured");
        let found = format!("{:.4} ms", default.least);
        table.judge(&format!("case {name} under {at_default} ms by default"), default.least < at_default, &found);
    }
    let others = Solver::ALL.iter().filter(|solver| !solver.is_ours());
    let best = others.filter_map(|solver| b.at_target(*solver)).min_by(|a, b| a.least.total_cmp(&b.least));
    if let (Some(best), Some(ours)) = (best, b.at_target(Solver::Collocation)) {
        let ratio = best.least / ours.least;
        let found = format!("{ratio:.1} times, {}", best.solver.name());
        table.judge("case B at least 5 times faster than the best other library", ratio >= 5.0, &found);
    }
}
