//! The figures of every built-in scenario: as data, and as boxes on the page.

use std::fmt::Write as _;

use onset::chart::{Kind, Request, TimeAxis, cascade, comparison};
use onset::figure::{
    Diagram, Figure, LinkState, Primitive, Profile, Rect, Theme, layout, lint, render_png, render_svg,
};
use onset::run::{Run, run};
use onset::scenario::builtin::BUILTINS;
use onset::scenario::{Link, Override, read};
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
        for series in panel.series() {
            let height = series.points.iter().map(|point| point[1]).fold(f64::NEG_INFINITY, f64::max);
            let (first, last) = (series.points.first().unwrap(), series.points.last().unwrap());
            let _ = writeln!(
                text,
                "    {} \"{}\" {:?}/{} from {:.3} h to {:.0} h, {:.3} to {:.3}, at most {height:.3}",
                series.id, series.label, series.hue, series.variant, first[0], last[0], first[1], last[1]
            );
        }
        for mark in panel.marks() {
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

/// Every kind of figure that a run has something for.
fn figures_of(run: &Run) -> Vec<(Kind, Figure)> {
    let request = |kind: Kind| Request { kind, ..Request::default() };
    let drawn = Kind::ALL.into_iter().map(|kind| (kind, onset::chart::figure(run, &request(kind))));
    drawn.filter_map(|(kind, drawn)| Some((kind, drawn.ok()?.figure))).collect()
}

#[test]
fn every_figure_can_be_read_from_its_place_and_nothing_overlaps() {
    let mut faults = Vec::new();
    for known in BUILTINS {
        let figures = figures_of(&run_builtin(known.name, &[]));
        assert!(figures.len() >= 5, "{}", known.name);
        for (kind, figure) in figures {
            for profile in Profile::all() {
                for page in figure.pages_for(&profile) {
                    for theme in Theme::all() {
                        let place = format!("{} {kind:?} {} {} {}", known.name, page.id, profile.id, theme.id);
                        let checks = lint(&page, &theme, &profile, None).into_iter().filter(|check| !check.holds);
                        faults.extend(checks.map(|check| format!("{place}: {}: {}", check.rule, check.found)));
                    }
                }
            }
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

/// A request for each kind, with the scenario that suits it.
fn requests() -> Vec<(&'static str, Request)> {
    let of = |kind: Kind| Request { kind, ..Request::default() };
    let phase = Request { x: Some("bdnf".to_owned()), y: vec!["synapse_count".to_owned()], ..of(Kind::Phase) };
    vec![
        ("ketamine-vs-ssri", of(Kind::Comparison)),
        ("single-infusion", of(Kind::Cascade)),
        ("dose-response", of(Kind::DoseResponse)),
        ("single-infusion", phase),
        ("routes", of(Kind::Exposure)),
        ("single-infusion", of(Kind::Timeline)),
        ("ketamine-vs-ssri", of(Kind::Pathway)),
    ]
}

#[test]
fn every_kind_fits_every_page_in_every_theme() {
    let requests = requests();
    assert!(Kind::ALL.iter().all(|kind| requests.iter().any(|(_, request)| request.kind == *kind)), "{requests:?}");
    for (name, request) in requests {
        let figure = onset::chart::figure(&run_builtin(name, &[]), &request).unwrap().figure;
        // A diagram has words but no numbers.
        let has_data = figure.to_csv().lines().count() > 1;
        assert!(!figure.alt_text.is_empty() && (has_data || request.kind == Kind::Pathway), "{:?}", request.kind);
        assert!(figure.footer.iter().any(|line| line.contains("not clinical guidance")), "{:?}", figure.footer);
        for profile in Profile::all() {
            for page in figure.pages_for(&profile) {
                for theme in Theme::all() {
                    let faults = layout(&page, &theme, &profile).overlaps();
                    assert!(faults.is_empty(), "{name} {:?} {}: {faults:?}", request.kind, profile.id);
                    let svg = render_svg(&page, &theme, &profile);
                    assert!(roxmltree::Document::parse(&svg).is_ok(), "{name} {:?} {}", request.kind, profile.id);
                }
            }
        }
    }
}

#[test]
fn every_axis_of_time_is_drawn_without_overlap() {
    let run = run_builtin("ketamine-vs-ssri", &[]);
    for time in TimeAxis::ALL {
        for kind in [Kind::Comparison, Kind::Cascade, Kind::Exposure] {
            let figure = onset::chart::figure(&run, &Request { kind, time, ..Request::default() }).unwrap().figure;
            for page in figure.pages_for(&Profile::slides_16x9()) {
                let faults = layout(&page, &Theme::light(), &Profile::slides_16x9()).overlaps();
                assert!(faults.is_empty(), "{kind:?} {time:?}: {faults:?}");
            }
        }
    }
}

/// The pathway of a built-in scenario with these links cut.
fn pathway(name: &str, cut: &[Link]) -> Figure {
    let source = onset::scenario::builtin::find(name).unwrap().source();
    let scenario = read(&source, &[]).scenario.unwrap().without(cut);
    let run = run(vec![(name.to_owned(), scenario)], Vec::new(), &Options::default()).unwrap();
    onset::chart::figure(&run, &Request { kind: Kind::Pathway, ..Request::default() }).unwrap().figure
}

fn diagrams(figure: &Figure) -> impl Iterator<Item = &Diagram> {
    figure.panels.iter().map(|panel| panel.diagrams().next().unwrap())
}

#[test]
fn the_pathway_shows_which_link_is_cut() {
    let state = |figure: &Figure, arm: usize, from: &str, to: &str| {
        let diagram = diagrams(figure).nth(arm).unwrap();
        diagram.links.iter().find(|link| link.from == from && link.to == to).unwrap().state.clone()
    };
    let whole = pathway("single-infusion", &[]);
    assert!(diagrams(&whole).flat_map(|diagram| &diagram.links).all(|link| link.state == LinkState::Intact));
    assert!(!whole.alt_text.contains("cut"), "{}", whole.alt_text);
    for (cut, from, to) in [
        (Link::Ampa, "glutamate", "ampa_activation"),
        (Link::Bdnf, "ampa_activation", "bdnf_release"),
        (Link::Mtorc1, "bdnf_release", "mtorc1"),
    ] {
        let figure = pathway("single-infusion", &[cut]);
        let words = vec!["cut".to_owned()];
        assert_eq!(state(&figure, 0, from, to), LinkState::Cut(words), "{cut:?}");
        assert!(figure.alt_text.contains("is cut") && figure.alt_text.contains("does not move"), "{}", figure.alt_text);
    }
    let blocked = pathway("ampa-blocked", &[]);
    let words = |when: &str| LinkState::Weaker(vec!["90 % blocked".to_owned(), when.to_owned()]);
    assert_eq!(state(&blocked, 0, "glutamate", "ampa_activation"), LinkState::Intact);
    assert_eq!(state(&blocked, 1, "glutamate", "ampa_activation"), words("0 h to 6 h"));
    assert_eq!(state(&blocked, 2, "glutamate", "ampa_activation"), words("2 h to 8 h"));
}

#[test]
fn the_pathway_keeps_its_places_whatever_is_cut() {
    let places = |diagram: &Diagram| {
        let boxes: Vec<_> = diagram.nodes.iter().map(|node| (node.id.clone(), node.column, node.line)).collect();
        let arrows: Vec<_> = diagram.links.iter().map(|link| (link.from.clone(), link.to.clone())).collect();
        (boxes, arrows)
    };
    let whole = pathway("single-infusion", &[]);
    let known = places(diagrams(&whole).next().unwrap());
    for cut in Link::ALL {
        for figure in [pathway("ketamine-vs-ssri", &[cut]), pathway("ampa-blocked", &[cut])] {
            assert!(diagrams(&figure).all(|diagram| places(diagram) == known), "{cut:?}");
            for profile in Profile::all() {
                for page in figure.pages_for(&profile) {
                    let scene = layout(&page, &Theme::print(), &profile);
                    let faults = scene.overlaps();
                    assert!(faults.is_empty(), "{cut:?} {}: {faults:?}", profile.id);
                    let boxes: Vec<Rect> = scene
                        .groups
                        .iter()
                        .filter(|group| group.id.starts_with("node-"))
                        .flat_map(|group| &group.items)
                        .filter_map(|item| match item {
                            Primitive::Block { rect, .. } => Some(*rect),
                            _ => None,
                        })
                        .collect();
                    assert_eq!(boxes.len(), 14 * page.panels.len());
                    for (index, one) in boxes.iter().enumerate() {
                        assert!(boxes.iter().skip(index + 1).all(|other| !one.meets(other)), "{cut:?} {}", profile.id);
                    }
                }
            }
        }
    }
}

#[test]
fn what_a_figure_cannot_show_is_said() {
    let run = run_builtin("single-infusion", &[]);
    let refused = |request: Request| onset::chart::figure(&run, &request).unwrap_err();
    let one_dose = refused(Request { kind: Kind::DoseResponse, ..Request::default() });
    assert!(!one_dose.message.is_empty() && !one_dose.help.is_empty(), "{one_dose:?}");
    let unknown = refused(Request { y: vec!["bndf".to_owned()], ..Request::default() });
    assert!(unknown.help.contains("bdnf"), "{unknown:?}");
    let axis = refused(Request { x: Some("bdnf".to_owned()), ..Request::default() });
    assert!(axis.help.contains("--kind phase"), "{axis:?}");
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

#[cfg(feature = "pdf")]
#[test]
fn a_pdf_is_the_same_again_and_carries_its_words() {
    use onset::figure::{FileKind, carried, render_pdf};
    let figure = cascade(&run_builtin("single-infusion", &[]));
    let profile = Profile::slides_16x9();
    let pages = figure.pages_for(&profile);
    let svgs: Vec<String> = pages.iter().map(|page| render_svg(page, &Theme::light(), &profile)).collect();
    let pdf = render_pdf(&svgs, &figure, &profile).unwrap();
    assert!(pdf == render_pdf(&svgs, &figure, &profile).unwrap());
    assert_eq!(FileKind::of(&pdf), Some(FileKind::Pdf));
    assert_eq!(carried(&pdf), Some(figure.provenance.text()));
    let text = String::from_utf8_lossy(&pdf);
    // A screen reader reads the alt text in place of the picture.
    assert!(text.contains("/StructTreeRoot") && text.contains("/Figure") && text.contains("/Marked true"), "tags");
    assert!(text.contains("(en-GB)") && text.contains("scenario.toml"), "language and what it was made from");
    // No date, which would change the bytes.
    assert!(!text.contains("CreationDate") && !text.contains("ModDate"));
    assert_eq!(text.matches("/Type /Page\n").count().max(text.matches("/Type/Page/").count()), svgs.len());
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
