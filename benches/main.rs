//! Times and errors of the parts of the crate, beside other libraries.
//!
//! `cargo bench --features oracles` runs all of it in less than five minutes; `cargo bench` leaves out the other
//! libraries, which take minutes to build. Both leave a table and the figure of error against time in `output/bench`.
//! Times are the least of many, since other work on the machine only ever adds to them.

#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a bench that cannot run its case stops, and says what it measured"
)]

mod cases;
mod clock;
#[cfg_attr(not(feature = "oracles"), expect(dead_code, reason = "only other libraries need a case that is worked out"))]
mod libraries;
mod machine;
mod parts;
mod picture;
mod population;
mod table;
mod work_precision;

use std::fs;
use std::time::Instant;

use onset::figure::{Profile, Theme, render_png, render_svg};
use table::Table;

/// The error at which solvers are compared.
const TARGET: f64 = 1e-4;

/// How long the whole may take, s.
const MOST_SECONDS: f64 = 300.0;

fn main() {
    // `cargo test --benches` builds and starts every benchmark; only `cargo bench` asks for figures.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let begun = Instant::now();
    let machine = machine::describe();
    println!("{machine}");
    if !cfg!(feature = "oracles") {
        println!("Other libraries are left out: cargo bench --features oracles");
    }
    let mut table = Table::new();
    let cases = work_precision::measure(&mut table);
    population::measure(&mut table);
    parts::measure(&mut table);

    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/output/bench");
    fs::create_dir_all(folder).expect("the folder can be made");
    fs::write(format!("{folder}/bench.csv"), table.csv(&machine)).expect("the table can be written");
    let figure = picture::work_precision(&cases, &machine);
    let svg = render_svg(&figure, &Theme::light(), &Profile::slides_16x9());
    let png = render_png(&svg, &figure).expect("the figure can be drawn");
    fs::write(format!("{folder}/work-precision.svg"), svg).expect("the figure can be written");
    fs::write(format!("{folder}/work-precision.png"), png).expect("the figure can be written");

    println!();
    work_precision::judge(&cases, &mut table);
    let seconds = begun.elapsed().as_secs_f64();
    table.judge("the whole in less than 5 minutes", seconds < MOST_SECONDS, &format!("{seconds:.0} s"));
    for verdict in table.verdicts() {
        println!("{verdict}");
    }
}
