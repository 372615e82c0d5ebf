//! How long the two cases take with this crate and with other libraries, at equal error.
//!
//! Run with `cargo bench --bench comparison --features oracles`. Every solver delivers all states at all output times
//! on one core. The error is the largest difference from a reference, over all states and output times, in units of the
//! largest value of that state. The libraries begin with everything ready; this crate begins with the experiment.

#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    clippy::unreachable,
    reason = "a bench that cannot run its case stops, and says what it measured"
)]

mod cases;
mod libraries;

use std::fmt::Write as _;
use std::fs;
use std::hint::black_box;
use std::time::{Duration, Instant};

use libraries::{Prepared, Run, STATES, diffsol, ode_solvers};
use onset::simulate::{Experiment, simulate};
use onset::solver::{Method, Options};

/// The error at which solvers are compared.
const TARGET: f64 = 1e-4;

/// What is compared.
#[derive(Clone, Copy, PartialEq)]
enum Solver {
    Collocation,
    Rodas5p,
    DiffsolBdf,
    DiffsolEsdirk34,
    DiffsolTsit45,
    Dopri5,
}

impl Solver {
    const ALL: [Self; 6] =
        [Self::Collocation, Self::Rodas5p, Self::DiffsolBdf, Self::DiffsolEsdirk34, Self::DiffsolTsit45, Self::Dopri5];

    const fn name(self) -> &'static str {
        match self {
            Self::Collocation => "onset collocation",
            Self::Rodas5p => "onset Rodas5P",
            Self::DiffsolBdf => "diffsol BDF",
            Self::DiffsolEsdirk34 => "diffsol ESDIRK34",
            Self::DiffsolTsit45 => "diffsol Tsit45",
            Self::Dopri5 => "ode_solvers Dopri5",
        }
    }

    const fn is_ours(self) -> bool {
        matches!(self, Self::Collocation | Self::Rodas5p)
    }

    /// Hands a run to `clock`.
    fn with<T>(self, experiment: &Experiment, case: &Prepared, rtol: f64, clock: impl FnOnce(&mut Run<'_>) -> T) -> T {
        match self {
            Self::Collocation => ours(Method::Collocation, experiment, case, rtol, clock),
            Self::Rodas5p => ours(Method::Rodas5p, experiment, case, rtol, clock),
            Self::DiffsolBdf => diffsol::with(diffsol::Method::Bdf, case, rtol, clock),
            Self::DiffsolEsdirk34 => diffsol::with(diffsol::Method::Esdirk34, case, rtol, clock),
            Self::DiffsolTsit45 => diffsol::with(diffsol::Method::Tsit45, case, rtol, clock),
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

/// One line of the table.
struct Line {
    case: &'static str,
    solver: Solver,
    rtol: f64,
    error: f64,
    least: Duration,
    median: Duration,
}

/// Rounds through a whole case. Other work on the machine comes and goes, so runs of one kind are spread over the whole
/// time instead of following on one another.
const ROUNDS: usize = 4;

/// Adds the times of as many runs as fit into a short while.
fn time(run: &mut Run<'_>, out: &mut [f64], times: &mut Vec<Duration>) -> Result<(), String> {
    const LEAST_RUNS: usize = 4;
    const BUDGET: Duration = Duration::from_millis(100);
    let begin = Instant::now();
    let mut runs = 0;
    while runs < LEAST_RUNS || begin.elapsed() < BUDGET {
        let start = Instant::now();
        run(black_box(&mut *out))?;
        times.push(start.elapsed());
        runs += 1;
    }
    Ok(())
}

/// The largest difference of all states at all output times, in units of the size of the state.
fn error(values: &[f64], reference: &[f64], sizes: &[f64]) -> f64 {
    let rows = values.chunks_exact(STATES).zip(reference.chunks_exact(STATES));
    rows.flat_map(|(values, reference)| values.iter().zip(reference).zip(sizes))
        .map(|((value, reference), size)| (value - reference).abs() / size)
        // Not `f64::max`, which would lose a value that is not a number.
        .fold(0.0, |most, error| if error > most || error.is_nan() { error } else { most })
}

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

/// Every solver at every tolerance.
fn measure(name: &'static str, experiment: &Experiment, times: &[f64], lines: &mut Vec<Line>) {
    let (reference, apart) = reference(experiment, times);
    println!("case {name}: references by two methods are {apart:.1e} apart");
    assert!(apart < 1e-8, "the reference of case {name} cannot be trusted");
    let case = Prepared::new(experiment, times, &reference);
    let tolerances = (0..17).map(|i| if i % 2 == 0 { 1e-2 } else { 3e-3 } * 0.1_f64.powi(i / 2));
    let mut out = vec![0.0; times.len() * STATES];
    let mut entries: Vec<(Solver, f64)> =
        Solver::ALL.into_iter().flat_map(|solver| tolerances.clone().map(move |rtol| (solver, rtol))).collect();
    let mut errors = Vec::new();
    entries.retain(|(solver, rtol)| {
        let result = solver.with(experiment, &case, *rtol, |run| run(&mut out));
        match &result {
            Ok(()) => errors.push(error(&out, &reference, &case.sizes)),
            Err(reason) => println!("case {name}, {} at {rtol:.0e}: {reason}", solver.name()),
        }
        result.is_ok()
    });
    let mut clocked = vec![Vec::new(); entries.len()];
    for _ in 0..ROUNDS {
        for ((solver, rtol), times) in entries.iter().zip(&mut clocked) {
            solver.with(experiment, &case, *rtol, |run| time(run, &mut out, times)).expect("it ran before");
        }
    }
    for (((solver, rtol), error), mut times) in entries.into_iter().zip(errors).zip(clocked) {
        times.sort();
        // Other work only ever adds time, so the least is the figure to compare.
        let (least, median) = (times[0], times[times.len() / 2]);
        lines.push(Line { case: name, solver, rtol, error, least, median });
    }
}

fn milliseconds(time: Duration) -> f64 {
    1e3 * time.as_secs_f64()
}

fn verdict(claim: &str, holds: bool, found: &str) {
    println!("{} {claim}: {found}", if holds { "met    " } else { "NOT MET" });
}

fn main() {
    // `cargo test --benches` builds and starts every benchmark; only `cargo bench` asks for figures.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let mut lines = Vec::new();
    for (name, (experiment, times)) in [("A", cases::case_a()), ("B", cases::case_b())] {
        measure(name, &experiment, &times, &mut lines);
    }

    println!("\ncase  solver              tolerance    error    least ms   median ms");
    let mut csv = String::from("case,solver,tolerance,error,least_ms,median_ms\n");
    for Line { case, solver, rtol, error, least, median } in &lines {
        let (name, least, median) = (solver.name(), milliseconds(*least), milliseconds(*median));
        println!("{case:<5} {name:<19} {rtol:>9.0e} {error:>8.1e} {least:>11.4} {median:>11.4}");
        writeln!(csv, "{case},{name},{rtol:e},{error:e},{least},{median}").expect("text has room");
    }
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/output/bench");
    fs::create_dir_all(folder).expect("the folder can be made");
    fs::write(format!("{folder}/comparison.csv"), csv).expect("the table can be written");

    // The loosest tolerance that is exact enough.
    let at_target = |case: &str, solver: Solver| {
        let mut fitting = lines.iter().filter(|line| line.case == case && line.solver == solver);
        fitting.find(|line| line.error <= TARGET)
    };
    let mut ours = Vec::new();
    for case in ["A", "B"] {
        println!("\ncase {case} at an error of {TARGET:e} or less");
        for solver in Solver::ALL {
            match at_target(case, solver) {
                Some(Line { rtol, error, least, .. }) => println!(
                    "  {:<19} {:>9.4} ms at tolerance {rtol:.0e}, error {error:.1e}",
                    solver.name(),
                    milliseconds(*least)
                ),
                None => println!("  {:<19} never", solver.name()),
            }
        }
        let others = Solver::ALL.into_iter().filter(|solver| !solver.is_ours());
        let best = others.filter_map(|solver| at_target(case, solver)).min_by_key(|line| line.least);
        let line = at_target(case, Solver::Collocation).expect("collocation meets the target");
        let best = best.expect("another library meets the target");
        let ratio = best.least.as_secs_f64() / line.least.as_secs_f64();
        println!("  {} takes {ratio:.1} times as long as collocation", best.solver.name());
        let default = lines
            .iter()
            .filter(|line| line.case == case && line.solver == Solver::Collocation)
            .find(|line| line.rtol <= 1.01 * Options::DEFAULT_RTOL)
            .expect("the default tolerance is among those measured");
        ours.push((milliseconds(line.least), milliseconds(default.least), ratio));
    }

    println!();
    let [(a, a_default, _), (b, b_default, ratio)] = ours[..] else { unreachable!("two cases") };
    verdict("case A under 0.1 ms at error 1e-4", a < 0.1, &format!("{a:.4} ms"));
    verdict("case B under 1.2 ms at error 1e-4", b < 1.2, &format!("{b:.4} ms"));
    verdict("case A under 0.3 ms at the default tolerance", a_default < 0.3, &format!("{a_default:.4} ms"));
    verdict("case B under 3 ms at the default tolerance", b_default < 3.0, &format!("{b_default:.4} ms"));
    verdict("case B at least 5 times faster than the best other library", ratio >= 5.0, &format!("{ratio:.1} times"));
}
