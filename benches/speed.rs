//! How long the parts of a run take.

#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a bench that cannot run its case stops, and says how it ran"
)]

mod cases;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use onset::figure::{Profile, Theme, render_png, render_svg};
use onset::model::{self, Onset};
use onset::report;
use onset::scenario::{builtin, read};
use onset::simulate::{Experiment, simulate};
use onset::solver::{AnyModel, Method, Options};

fn states_out(experiment: &Experiment, times: &[f64], options: &Options, out: &mut Vec<f64>) {
    let trajectory = simulate(experiment, options).expect("the case runs");
    trajectory.states(times, out);
}

fn model_parts(c: &mut Criterion) {
    let settings = model::defaults();
    let states = Onset.rest(&settings);
    let mut rates = vec![0.0; states.len()];
    c.bench_function("right-hand side", |b| {
        b.iter(|| Onset.rates(black_box(&settings), black_box(&states), &mut rates));
    });
    let mut jacobian = vec![0.0; states.len() * states.len()];
    c.bench_function("Jacobian", |b| {
        b.iter(|| Onset.jacobian(black_box(&settings), black_box(&states), &mut jacobian));
    });
}

fn runs(c: &mut Criterion) {
    for (name, (experiment, times)) in [("A", cases::case_a()), ("B", cases::case_b())] {
        for rtol in [1e-3, 1e-4, 1e-5, Options::DEFAULT_RTOL] {
            let options = Options { rtol, ..Options::default() };
            let mut out = Vec::new();
            let statistics = simulate(&experiment, &options).expect("the case runs").statistics();
            println!("case {name}, rtol {rtol:e}: {statistics:?}");
            c.bench_function(&format!("case {name}, collocation, rtol {rtol:e}"), |b| {
                b.iter(|| states_out(black_box(&experiment), &times, &options, &mut out));
            });
        }
        let options = Options { method: Method::Rodas5p, ..Options::default() };
        let mut out = Vec::new();
        c.bench_function(&format!("case {name}, Rodas5P, default tolerance"), |b| {
            b.iter(|| states_out(black_box(&experiment), &times, &options, &mut out));
        });
    }
}

fn figures(c: &mut Criterion) {
    let source = builtin::find("ketamine-vs-ssri").expect("the demo is built in").source();
    c.bench_function("scenario, parse and validate", |b| b.iter(|| read(black_box(&source), &[])));
    let scenario = read(&source, &[]).scenario.expect("the demo is valid");
    let run = report::run(vec![(source.name, scenario)], Vec::new(), &Options::default()).expect("the demo runs");
    c.bench_function("figure, from run to SVG", |b| {
        b.iter(|| render_svg(&report::comparison(black_box(&run)), &Theme::light(), &Profile::slides_16x9()));
    });
    let figure = report::comparison(&run);
    let svg = render_svg(&figure, &Theme::light(), &Profile::slides_16x9());
    c.bench_function("figure, from SVG to PNG of 1920 by 1080", |b| b.iter(|| render_png(black_box(&svg), &figure)));
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20);
    targets = model_parts, runs, figures
}
criterion_main!(benches);
