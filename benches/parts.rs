//! Times of the parts that a user waits for: reading a scenario, drawing a figure, a sweep.

use std::hint::black_box;
use std::time::Duration;

use crate::clock::Clock;
use crate::machine;
use crate::table::{Line, Table};
use onset::chart::comparison;
use onset::figure::{Profile, Theme, render_png, render_svg};
use onset::model::{self, Onset};
use onset::scenario::{Override, builtin, read};
use onset::solver::{AnyModel, Options};
use onset::study::sweep::{PointError, run as sweep};

const WHILE: Duration = Duration::from_millis(800);

/// Points of the sweep.
const POINTS: usize = 64;

pub(crate) fn measure(table: &mut Table) {
    let mut push =
        |part: &'static str, name: &str, threads: usize, clock: &Clock, (unit, each): (&'static str, f64)| {
            table.push(Line {
                part,
                case: "",
                name: name.to_owned(),
                threads,
                tolerance: None,
                error: None,
                best: each * clock.least(),
                median: each * clock.median(),
                unit,
            });
            each * clock.least()
        };
    let settings = model::defaults();
    let states = Onset.rest(&settings);
    let mut rates = vec![0.0; states.len()];
    let clock =
        Clock::of_many(WHILE, 1000, || Onset.rates(black_box(&settings), black_box(&states), black_box(&mut rates)));
    push("model", "right-hand side", 1, &clock, ("us", 1e6));
    let mut jacobian = vec![0.0; states.len() * states.len()];
    let clock = Clock::of_many(WHILE, 100, || {
        Onset.jacobian(black_box(&settings), black_box(&states), black_box(&mut jacobian));
    });
    push("model", "Jacobian", 1, &clock, ("us", 1e6));

    let source = builtin::find("ketamine-vs-ssri").expect("the demo is built in").source();
    let clock = Clock::of_many(WHILE, 10, || {
        black_box(read(black_box(&source), &[]));
    });
    push("scenario", "parse and validate", 1, &clock, ("us", 1e6));

    let scenario = read(&source, &[]).scenario.expect("the demo is valid");
    let run = onset::run::run(vec![(source.name.clone(), scenario)], Vec::new(), &Options::default()).expect("it runs");
    let (theme, profile) = (Theme::light(), Profile::slides_16x9());
    let clock = Clock::of_many(WHILE, 1, || {
        black_box(render_svg(&comparison(black_box(&run)), &theme, &profile));
    });
    let to_svg = push("figure", "from run to SVG", 1, &clock, ("ms", 1e3));
    let figure = comparison(&run);
    let svg = render_svg(&figure, &theme, &profile);
    let clock = Clock::of_many(WHILE, 1, || {
        black_box(render_png(black_box(&svg), &figure).expect("it can be drawn"));
    });
    let to_png = push("figure", "from SVG to 1080p PNG", 1, &clock, ("ms", 1e3));

    for threads in [1, machine::cores()].into_iter().take(machine::cores()) {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads start");
        let point = |point: usize| {
            let value = 0.02 + 0.001 * point as f64;
            let set = Override::parse(&format!("parameters.k_protein={value}")).expect("a change");
            read(&source, &[set]).scenario.ok_or_else(|| PointError::Scenario("it cannot be read".to_owned()))
        };
        let clock = Clock::of_many(WHILE, 1, || {
            let ended: Result<(), ()> = pool.install(|| {
                sweep(0..POINTS, 2, &point, &Options::default(), |_, outcomes| {
                    assert!(outcomes.iter().flatten().all(Result::is_ok), "every point runs");
                    Ok(())
                })
            });
            ended.expect("nothing stops it");
        });
        push("sweep", "64 points of the demo", threads, &clock, ("ms", 1e3));
    }
    table.judge("an SVG in less than 20 ms", to_svg < 20.0, &format!("{to_svg:.1} ms"));
    table.judge("a PNG of 1920 by 1080 in less than 150 ms", to_png < 150.0, &format!("{to_png:.1} ms"));
}
