//! What stands on a figure is true of the run: when steps begin, which axis they have, what a box holds, what a title and
//! a heading say.

use onset::chart::{Kind, Request, TimeAxis, Wording, notes};
use onset::figure::{Figure, Panel, Profile, Scale, Step, Theme, XAxis, build_up};
use onset::run::{Run, run};
use onset::scenario::{Link, Override, builtin, read};
use onset::solver::Options;

fn ran(name: &str, set: &[&str], cut: &[Link]) -> Run {
    let set: Vec<Override> = set.iter().map(|set| Override::parse(set).unwrap()).collect();
    let scenario = read(&builtin::find(name).unwrap().source(), &set).scenario.unwrap().without(cut);
    run(vec![(name.to_owned(), scenario)], Vec::new(), &Options::default()).unwrap()
}

fn drawn(run: &Run, kind: Kind) -> Figure {
    onset::chart::figure(run, &Request { kind, ..Request::default() }).unwrap().figure
}

#[test]
fn a_block_that_ends_within_hours_ends_on_the_timeline() {
    for name in ["anaesthetic-bolus", "dose-response", "routes"] {
        let figure = drawn(&ran(name, &[], &[]), Kind::Timeline);
        let labels = |at: usize| -> Vec<String> { figure.panels[at].rows().map(|row| row.label.clone()).collect() };
        for (place, panel) in figure.panels.iter().enumerate() {
            // Rows stand in the same places for every arm.
            assert_eq!(labels(place), labels(0), "{name}");
            let row = panel.rows().find(|row| row.label == "NMDA block").unwrap();
            assert!(row.bars.iter().all(|bar| bar.from < 1.0 && bar.to < 24.0), "{name} {}: {row:?}", panel.title);
            assert!(row.dots.iter().all(|dot| dot.at < 3.0), "{name} {}: {row:?}", panel.title);
        }
        assert!(!figure.alt_text.contains("furthest") && !figure.alt_text.contains("NMDA block active 23 min"));
        assert!(figure.key.iter().any(|entry| entry.label == "above 10 % of its peak"), "{:?}", figure.key);
    }
    let curves = drawn(&ran("anaesthetic-bolus", &[], &[]), Kind::Cascade).alt_text;
    assert!(curves.contains("etamine 2 mg/kg iv bolus rises from 0 by"), "{curves}");
}

#[test]
fn the_axis_of_time_follows_what_is_shown() {
    let scales = |run: &Run, kind: Kind| -> Vec<Scale> {
        let scale = |axis: &XAxis| match axis {
            XAxis::Time(span) => span.scale,
            XAxis::Value { scale, .. } => *scale,
        };
        drawn(run, kind).columns.iter().map(scale).collect()
    };
    let both = ran("ketamine-vs-ssri", &[], &[]);
    assert_eq!(scales(&both, Kind::Comparison), [Scale::Linear, Scale::Linear]);
    assert_eq!(scales(&both, Kind::Cascade), [Scale::Symlog]);
    // Nothing moves on the first day of an SSRI, and a short run is even.
    assert_eq!(scales(&ran("ssri-five-drugs", &[], &[]), Kind::Comparison), [Scale::Linear]);
    let short = ran("single-infusion", &["duration=2 h"], &[]);
    for kind in [Kind::Comparison, Kind::Cascade, Kind::Timeline] {
        assert_eq!(scales(&short, kind), [Scale::Linear]);
    }
    for known in builtin::BUILTINS {
        for kind in [Kind::Comparison, Kind::Cascade] {
            assert!(!scales(&ran(known.name, &[], &[]), kind).contains(&Scale::Log), "{} {kind:?}", known.name);
        }
    }
    let asked = Request { time: TimeAxis::Log, ..Request::default() };
    let figure = onset::chart::figure(&both, &asked).unwrap().figure;
    assert!(matches!(figure.columns[0], XAxis::Time(span) if span.scale == Scale::Log));
}

/// The boxes of an arm: key, how much it moves, and its number.
fn boxes(run: &Run, arm: usize, at: Option<f64>) -> Vec<(String, f64, String)> {
    let request = Request { kind: Kind::Pathway, at, ..Request::default() };
    let figure = onset::chart::figure(run, &request).unwrap().figure;
    let diagram = figure.panels[arm].diagrams().next().unwrap();
    diagram.nodes.iter().map(|node| (node.id.clone(), node.activity, node.note.clone())).collect()
}

#[test]
fn a_cut_link_starves_what_follows_in_the_pathway() {
    let find = |boxes: &[(String, f64, String)], key: &str| boxes.iter().find(|(id, ..)| id == key).unwrap().clone();
    let whole = boxes(&ran("single-infusion", &[], &[]), 0, None);
    for key in ["nmda_block_interneuron", "interneuron_activity", "glutamate", "bdnf_release", "reported_symptoms"] {
        let (_, activity, note) = find(&whole, key);
        assert!(activity > 0.5 && note.contains(|c: char| c.is_ascii_digit()), "{key}: {activity} {note}");
    }
    let cut = boxes(&ran("single-infusion", &[], &[Link::Interneuron]), 0, None);
    assert!(find(&cut, "nmda_block_interneuron").1 > 0.5);
    for key in ["ampa_activation", "bdnf_release", "mtorc1", "reported_symptoms"] {
        assert!(find(&cut, key).1 < 0.1, "{key}: {:?}", find(&cut, key));
    }
    // A placebo that is expected to help moves the symptoms, and nothing before them.
    let placebo = boxes(&ran("expectancy", &[], &[]), 0, None);
    assert!(find(&placebo, "reported_symptoms").1 > 0.2 && find(&placebo, "glutamate").1 < 0.02);
    // At a time, a box shows the value there.
    let early = boxes(&ran("single-infusion", &[], &[]), 0, Some(0.5));
    assert!(find(&early, "glutamate").1 > 0.5 && find(&early, "synapse_count").1 < 0.1);
    let late = boxes(&ran("single-infusion", &[], &[]), 0, Some(24.0));
    let (before, after) = (find(&early, "synapse_count").1, find(&late, "synapse_count").1);
    assert!(find(&late, "glutamate").1 < 0.1 && after > 0.05 && after > 3.0 * before, "{before} {after}");
    let request = Request { kind: Kind::Pathway, at: Some(1e4), ..Request::default() };
    assert!(onset::chart::figure(&ran("single-infusion", &[], &[]), &request).is_err());
}

#[test]
fn the_steps_of_a_pathway_ask_without_telling() {
    let figure = drawn(&ran("single-infusion", &[], &[]), Kind::Pathway);
    let frames = build_up(&figure, &Theme::light(), &Profile::slides_16x9());
    let steps: Vec<Step> = frames.iter().map(|(step, _)| step.clone()).collect();
    assert!(!steps.contains(&Step::Axes) && steps.len() > 6, "{steps:?}");
    let notes = notes(&figure, &steps);
    for (note, step) in notes.iter().zip(&steps) {
        let label = note.shows.split(':').next().unwrap();
        assert!(!note.ask.contains(label), "{step:?}: {}", note.ask);
        assert!(!note.ask.contains("hours, days or weeks?"), "{}", note.ask);
    }
    // No click is spent on what does not move.
    assert!(!steps.contains(&Step::Box("sert_occupancy".to_owned())), "{steps:?}");
}

#[test]
fn the_cascade_shows_the_steps_of_the_drugs_that_are_given() {
    let ids = |figure: &Figure| -> Vec<String> { figure.panels.iter().map(|panel| panel.id.clone()).collect() };
    let ssri = drawn(&ran("ssri-five-drugs", &[], &[]), Kind::Cascade);
    for key in ["sert_occupancy", "serotonin", "autoreceptor_sensitivity"] {
        assert!(ids(&ssri).contains(&key.to_owned()), "{:?}", ids(&ssri));
    }
    assert!(!ids(&ssri).contains(&"nmda_block_interneuron".to_owned()));
    let ketamine = drawn(&ran("single-infusion", &[], &[Link::Ampa]), Kind::Cascade);
    assert!(ids(&ketamine).contains(&"glutamate".to_owned()) && !ids(&ketamine).contains(&"synapse_count".to_owned()));
    assert!(
        ketamine.footer.iter().any(|line| line.contains("nothing moves there: ") && line.contains("Synapse count"))
    );
    // Each page names every curve once.
    let both = drawn(&ran("ketamine-vs-ssri", &[], &[]), Kind::Cascade);
    for page in both.pages_for(&Profile::slides_16x9()) {
        let named = page.panels.iter().flat_map(Panel::series).filter(|series| !series.label.is_empty());
        assert_eq!(named.count(), 2, "{}", page.id);
    }
    let symptoms = both.panels.iter().find(|panel| panel.id == "reported_symptoms").unwrap();
    assert!(symptoms.title.contains("lower is better"));
}

#[test]
fn a_dose_response_curve_is_dense_and_turns_where_the_model_turns() {
    let figure = drawn(&ran("dose-response", &[], &[]), Kind::DoseResponse);
    let panel = &figure.panels[0];
    let curve = panel.series().next().unwrap();
    assert!(curve.points.len() > 30);
    let highest = curve.points.iter().map(|point| point[1]).fold(0.0, f64::max);
    let last = curve.points.last().unwrap();
    assert!(last[0] > 4.0 && last[1] < 0.5 * highest, "the inverted U: {last:?} of {highest}");
    // The arms lie on their curve.
    for dot in panel.points().flat_map(|points| &points.data) {
        let next = curve.points.iter().position(|point| point[0] >= dot.x).unwrap();
        let (a, b) = (curve.points[next - 1], curve.points[next]);
        let on_line = a[1] + (b[1] - a[1]) * (dot.x - a[0]) / (b[0] - a[0]);
        assert!((on_line - dot.value).abs() < 3.0, "{dot:?} {on_line}");
    }
    // An infusion and a bolus of one dose are on curves of their own.
    let figure = drawn(&ran("anaesthetic-bolus", &[], &[]), Kind::DoseResponse);
    for series in figure.panels.iter().flat_map(Panel::series) {
        assert!(series.points.windows(2).all(|pair| pair[0][0] < pair[1][0]), "{}", series.id);
    }
    let levels = drawn(&ran("rival-hypotheses", &[], &[]), Kind::Exposure);
    assert!(levels.panels[0].title.contains("memantine"), "{}", levels.panels[0].title);
}

#[test]
fn a_level_can_be_shown_on_a_logarithm_and_in_a_window() {
    let run = ran("ketamine-vs-ssri", &[], &[]);
    let request = Request { kind: Kind::Exposure, window: (None, Some(8.0)), log_values: true, ..Request::default() };
    let figure = onset::chart::figure(&run, &request).unwrap().figure;
    assert!(matches!(figure.columns[..], [XAxis::Time(span)] if (span.start, span.end) == (0.0, 8.0)));
    assert!(figure.panels.iter().all(|panel| panel.scale == Scale::Log));
    assert!(
        figure.footer.iter().any(|line| line.contains("Cmax") && line.contains("half-life")),
        "{:?}",
        figure.footer
    );
    assert!(figure.footer.iter().all(|line| !line.contains("Changed")));
    for (kind, window) in [(Kind::Exposure, (Some(9.0), Some(8.0))), (Kind::Pathway, (None, Some(8.0)))] {
        let request = Request { kind, window, ..Request::default() };
        assert!(onset::chart::figure(&run, &request).is_err(), "{kind:?}");
    }
    let request = Request { kind: Kind::Timeline, log_values: true, ..Request::default() };
    assert!(onset::chart::figure(&run, &request).is_err());
}

#[test]
fn words_of_a_figure_are_chosen_without_being_a_change() {
    let run = ran("ketamine-vs-ssri", &[], &[]);
    let wording = Wording {
        title: Some("Hours versus weeks".to_owned()),
        subtitle: Some("a teaching model".to_owned()),
        labels: vec![("ketamine".to_owned(), "IV ketamine".to_owned()), ("2".to_owned(), "Escitalopram".to_owned())],
        y_titles: vec!["Better".to_owned()],
        ..Wording::default()
    };
    let request = Request { wording, ..Request::default() };
    let figure = onset::chart::figure(&run, &request).unwrap().figure;
    assert_eq!((figure.title.as_str(), figure.subtitle.as_str()), ("Hours versus weeks", "a teaching model"));
    let labels: Vec<&str> = figure.panels[0].series().map(|series| series.label.as_str()).collect();
    assert_eq!(labels, ["IV ketamine", "Escitalopram"]);
    assert_eq!(figure.panels[0].title, "Better");
    assert!(figure.alt_text.contains("IV ketamine") && !figure.alt_text.contains("0.5 mg/kg"));
    assert!(figure.footer.iter().all(|line| !line.contains("Changed")), "{:?}", figure.footer);
    let declared = Wording { title: Some(onset::chart::DECLARED.to_owned()), ..Wording::default() };
    let figure = onset::chart::figure(&run, &Request { wording: declared, ..Request::default() }).unwrap().figure;
    assert!(figure.title.contains("peaks on day 1; ") && figure.title.contains("overtakes it"), "{}", figure.title);
    let unknown = Wording { labels: vec![("nothing".to_owned(), "x".to_owned())], ..Wording::default() };
    assert!(onset::chart::figure(&run, &Request { wording: unknown, ..Request::default() }).is_err());
}

#[test]
fn the_curves_of_a_sweep_are_of_what_the_sweep_moves() {
    let desk = super::commands::Desk::new();
    desk.good(&["sweep", "single-infusion", "parameters.k_protein=0.01..0.1:4", "--out", "s"]);
    let words = desk.read("s/curves.txt");
    assert!(!words.contains("in plasma"), "k_protein moves no level: {words}");
}
