//! The figures of every built-in scenario: as data, and as boxes on the page.

use std::fmt::Write as _;

use onset::figure::{Figure, Profile, Theme, layout, render_png, render_svg};
use onset::report::{Run, cascade, comparison, run};
use onset::scenario::builtin::BUILTINS;
use onset::scenario::{Override, read};
use onset::solver::Options;

fn run_builtin(name: &str, changes: &[&str]) -> Run {
    let source = onset::scenario::builtin::find(name).unwrap().source();
    let changes: Vec<Override> = changes.iter().map(|text| Override::parse(text).unwrap()).collect();
    let scenario = read(&source, &changes).scenario.unwrap();
    run(vec![(name.to_owned(), scenario)], Vec::new(), &Options::default()).unwrap()
}

/// What a figure says, without its many points.
fn outline(figure: &Figure) -> String {
    let mut text = format!("{}: {}\n", figure.id, figure.title);
    for panel in &figure.panels {
        let _ = writeln!(text, "  panel {} {} [{}] {:?}", panel.letter, panel.title, panel.unit, panel.range);
        for series in &panel.series {
            let height = series.points.iter().map(|point| point[1]).fold(f64::NEG_INFINITY, f64::max);
            let (first, last) = (series.points.first().unwrap(), series.points.last().unwrap());
            let _ = writeln!(
                text,
                "    {} \"{}\" {:?}/{} from {:.3} h to {:.0} h, {:.3} to {:.3}, at most {height:.3}",
                series.id, series.label, series.hue, series.variant, first[0], last[0], first[1], last[1]
            );
        }
        for mark in &panel.marks {
            let _ =
                writeln!(text, "    mark {} at {:.3} h, {:.1}: \"{}\"", mark.series, mark.x, mark.value, mark.label);
        }
    }
    for lane in &figure.doses {
        let _ = writeln!(
            text,
            "  doses \"{}\" {:?}: {} from {:?}",
            lane.label,
            lane.hue,
            lane.doses.len(),
            lane.doses.first()
        );
    }
    let _ = writeln!(text, "  footer: {}", figure.footer.join(" | "));
    let _ = writeln!(text, "  words: {}", figure.alt_text);
    text
}

#[test]
fn figures_as_data_have_not_changed() {
    let all: Vec<String> = BUILTINS
        .iter()
        .map(|known| run_builtin(known.name, &[]))
        .map(|run| format!("== {}\n{}{}", run.name, outline(&comparison(&run)), outline(&cascade(&run))))
        .collect();
    insta::assert_snapshot!(all.join("\n"));
}

#[test]
fn nothing_overlaps_or_leaves_the_page_in_any_figure() {
    for known in BUILTINS {
        let run = run_builtin(known.name, &[]);
        for profile in Profile::all() {
            for figure in [comparison(&run), cascade(&run)] {
                for page in figure.pages(profile.panels_per_page) {
                    for theme in Theme::all() {
                        let faults = layout(&page, &theme, &profile).overlaps();
                        assert!(faults.is_empty(), "{} {} {}: {faults:?}", known.name, page.id, profile.id);
                    }
                }
            }
        }
    }
}

#[test]
fn figures_of_odd_runs_are_whole() {
    // A subject without symptoms, an arm without an effect, a run of minutes, one of years.
    let odd = [
        run_builtin("healthy-vs-stressed", &["subject.preset=healthy"]),
        run_builtin("single-infusion", &["parameters.bdnf_phasic=0"]),
        run_builtin("single-infusion", &["duration=45 min"]),
        run_builtin("single-infusion", &["duration=10 s"]),
        run_builtin("single-infusion", &["duration=520 weeks"]),
    ];
    for run in odd {
        for figure in [comparison(&run), cascade(&run)] {
            assert!(!figure.panels.is_empty() && !figure.alt_text.is_empty(), "{}", run.title);
            let faults = layout(&figure, &Theme::light(), &Profile::notes()).overlaps();
            assert!(faults.is_empty(), "{} {} over {} h: {faults:?}", run.name, figure.id, run.duration);
            assert!(roxmltree::Document::parse(&render_svg(&figure, &Theme::dark(), &Profile::notes())).is_ok());
        }
    }
}

#[test]
fn the_same_figure_gives_the_same_bytes() {
    let draw = || {
        let figure = comparison(&run_builtin("ketamine-vs-ssri", &[]));
        let svg = render_svg(&figure, &Theme::light(), &Profile::slides_4x3());
        let png = render_png(&svg, &figure).unwrap();
        (svg, png)
    };
    assert!(draw() == draw());
}
