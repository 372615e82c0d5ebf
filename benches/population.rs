//! Subjects a second by number of threads, their error, and the ratio to the explicit methods of other libraries.
//!
//! Case B, with a dozen parameters at a variability of 30 %. The time of a subject covers its parameters, its run and
//! every metric. The libraries begin with everything ready and deliver the states at 100 output times. Errors of states
//! are taken for the same subjects at the same times on both sides.

use std::time::Duration;

use crate::clock::Clock;
use crate::libraries::{Prepared, STATES, error};
use crate::table::{Line, Table};
use crate::{cases, machine};
use onset::metrics;
use onset::simulate::{Signal, simulate};
use onset::solver::Options;
use onset::study::population::{Cohort, Outcome, POPULATION_RTOL, Subjects, Trial, run};
use onset::variability::{Covariate, Distribution, Layer, Varied};

/// Subjects of a population.
const SUBJECTS: u64 = 2048;

/// Subjects whose metrics are compared with runs of each alone.
const CHECKED: u64 = 200;

/// Subjects that the libraries run as well.
const SHARED: u64 = 8;

/// A whole number of populations at least as long as this is timed.
const WHILE: Duration = Duration::from_secs(3);

/// Subjects a second on one core that are expected on AVX2; half of it elsewhere.
const LEAST_RATE: f64 = 4000.0;

/// How many times as many subjects as another library are expected.
const LEAST_RATIO: f64 = 20.0;

/// A metric with its value.
type Value<'m> = (&'m metrics::Metric, Option<f64>);

fn study() -> Trial {
    let (experiment, _) = cases::case_b();
    let varied = cases::VARIED.map(|name| Varied {
        what: Covariate::by_name(name).expect("a parameter"),
        distribution: Distribution::LogNormal,
        cv: 0.3,
    });
    let layer = Layer::new(varied.to_vec(), Vec::new()).expect("they can vary together");
    let typical = experiment.settings.clone();
    Trial {
        cohorts: vec![Cohort { name: "B".to_owned(), experiment, weight: 70.0, typical }],
        subjects: Subjects::drawn(&layer, 1, "subjects"),
        times: Vec::new(),
        signals: Vec::new(),
        options: Options { rtol: POPULATION_RTOL, ..Options::default() },
        is_together: true,
    }
}

fn outcomes(study: &Trial, last: u64) -> Vec<Outcome> {
    let mut all = Vec::new();
    let ended: Result<(), ()> = run(study, (1, last), |_, outcomes| {
        all.extend(outcomes.iter().flatten().cloned());
        Ok(())
    });
    ended.expect("nothing stops it");
    all
}

/// The greatest error of a metric among some subjects. Times of peaks are left out, since two peaks may be equally
/// high.
fn metric_error(study: &Trial) -> f64 {
    let exact = Options { rtol: 1e-8, ..Options::default() };
    let cohort = &study.cohorts[0];
    let of = |(number, outcome): (u64, Outcome)| {
        let alone = cohort.alone(&cohort.member(&study.subjects, number).individual);
        let reference = metrics::compute(&simulate(&alone, &exact).expect("the case runs"));
        let values = outcome.metrics.expect("the case runs");
        let apart = |((metric, exact), (_, value)): (Value<'_>, Value<'_>)| match (exact, value) {
            (Some(exact), Some(value)) if !metric.key.ends_with("tmax") && metric.key != "time_of_peak" => {
                (value - exact).abs() / exact.abs().max(1e-3)
            }
            _ => 0.0,
        };
        reference.iter().zip(values.iter()).map(apart).fold(0.0, f64::max)
    };
    (1..).zip(outcomes(study, CHECKED)).map(of).fold(0.0, f64::max)
}

/// The output times of the runs that the libraries do as well.
fn times() -> Vec<f64> {
    (0..=100).map(|i| 13.44 * f64::from(i)).collect()
}

/// For each subject that the libraries run as well, the case and the states of an exact run.
fn shared(study: &Trial) -> Vec<(Prepared, Vec<f64>)> {
    let cohort = &study.cohorts[0];
    let exact = Options { rtol: 1e-10, ..Options::default() };
    let of = |number| {
        let alone = cohort.alone(&cohort.member(&study.subjects, number).individual);
        let mut reference = Vec::new();
        simulate(&alone, &exact).expect("the case runs").states(&times(), &mut reference);
        (Prepared::new(&alone, &times(), &reference), reference)
    };
    (1..=SHARED).map(of).collect()
}

/// The greatest error of a state among the subjects that the libraries run as well.
fn state_error(study: &Trial, shared: &[(Prepared, Vec<f64>)]) -> f64 {
    let signals = Signal::all().take(STATES).collect();
    let study = Trial { times: times(), signals, ..study.clone() };
    let of = |((prepared, reference), outcome): (&(Prepared, Vec<f64>), Outcome)| {
        let count = study.times.len();
        let row = |time: usize| (0..STATES).map(move |state| state * count + time);
        let values: Vec<f64> = (0..count).flat_map(row).map(|place| outcome.samples[place]).collect();
        error(&values, reference, &prepared.sizes)
    };
    shared.iter().zip(outcomes(&study, SHARED)).map(of).fold(0.0, f64::max)
}

/// By threads, and against the libraries.
pub(crate) fn measure(table: &mut Table) {
    let study = study();
    let metric_error = metric_error(&study);
    let shared = shared(&study);
    let state_error = state_error(&study, &shared);
    let mut rates = Vec::new();
    for threads in [1, 2, 4, 8].into_iter().filter(|threads| *threads <= machine::cores()) {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads start");
        let mut clock = Clock::default();
        clock.add(WHILE, || {
            pool.install(|| std::hint::black_box(outcomes(&study, SUBJECTS)));
        });
        let rate = |seconds: f64| SUBJECTS as f64 / seconds;
        rates.push(rate(clock.least()));
        table.push(Line {
            part: "population",
            case: "B",
            name: "onset, every metric".to_owned(),
            threads,
            tolerance: Some(POPULATION_RTOL),
            error: Some(metric_error),
            best: rate(clock.least()),
            median: rate(clock.median()),
            unit: "subjects/s",
        });
    }
    let least = if cfg!(target_arch = "x86_64") && !machine::has_avx2() { 0.5 * LEAST_RATE } else { LEAST_RATE };
    table.judge(
        &format!("case B, {least} subjects a second on one core at metric error 1e-4"),
        rates[0] >= least && metric_error <= 1e-4,
        &format!("{:.0} at {metric_error:.1e}", rates[0]),
    );
    if let Some(two) = rates.get(1) {
        let ratio = two / rates[0];
        table.judge("near twice as many on two cores", ratio > 1.7, &format!("{ratio:.2} times"));
    }
    let others = others(&shared, state_error, table);
    for (name, rate) in others {
        let ratio = rates[0] / rate;
        table.judge(
            &format!("at least {LEAST_RATIO} times the subjects per core-second of {name}"),
            ratio >= LEAST_RATIO,
            &format!("{ratio:.1} times, both at a state error of {state_error:.0e} or less"),
        );
    }
}

#[cfg(not(feature = "oracles"))]
fn others(_: &[(Prepared, Vec<f64>)], _: f64, _: &mut Table) -> Vec<(&'static str, f64)> {
    Vec::new()
}

/// Subjects a second of other libraries, at the loosest tolerance at which their error is no greater than this.
#[cfg(feature = "oracles")]
fn others(shared: &[(Prepared, Vec<f64>)], allowed: f64, table: &mut Table) -> Vec<(&'static str, f64)> {
    use crate::libraries::{Run, diffsol, ode_solvers};

    let with = |is_diffsol: bool, case: &Prepared, rtol: f64, use_: &mut dyn FnMut(&mut Run<'_>)| {
        if is_diffsol {
            diffsol::with(diffsol::Method::Tsit45, case, rtol, |run| use_(run));
        } else {
            ode_solvers::with(case, rtol, |run| use_(run));
        }
    };
    let mut found = Vec::new();
    for (name, is_diffsol) in [("diffsol Tsit45", true), ("ode_solvers Dopri5", false)] {
        let mut out = vec![0.0; shared[0].1.len()];
        let mut worst_at = |rtol: f64| {
            let of = |(case, reference): &(Prepared, Vec<f64>)| {
                with(is_diffsol, case, rtol, &mut |run| {
                    if run(&mut out).is_err() {
                        out.fill(f64::NAN);
                    }
                });
                error(&out, reference, &case.sizes)
            };
            // Not `f64::max`, which would lose a value that is not a number.
            shared.iter().map(of).fold(0.0, |most: f64, error| if error <= most { most } else { error })
        };
        let tolerances = (0..25).map(|i| 1e-2 * 0.1_f64.powf(0.25 * f64::from(i)));
        let fitting = tolerances.into_iter().map(|rtol| (rtol, worst_at(rtol))).find(|(_, worst)| *worst <= allowed);
        let (rtol, worst) = fitting.expect("a library is exact at some tolerance");
        let (mut least, mut median) = (0.0, 0.0);
        for (case, _) in shared {
            let mut clock = Clock::default();
            with(is_diffsol, case, rtol, &mut |run| {
                clock.add(Duration::from_millis(100), || run(&mut out).expect("it ran before"));
            });
            least += clock.least();
            median += clock.median();
        }
        let rate = |seconds: f64| shared.len() as f64 / seconds;
        table.push(Line {
            part: "population",
            case: "B",
            name: format!("{name}, states"),
            threads: 1,
            tolerance: Some(rtol),
            error: Some(worst),
            best: rate(least),
            median: rate(median),
            unit: "subjects/s",
        });
        found.push((name, rate(least)));
    }
    found
}
