//! What each link contributes, and that the basis of the numbers is on every report.

use super::commands::{Desk, assert_narrow, table};
use onset::metrics::METRICS;
use onset::model::SETTINGS;
use onset::quantity::Kind;
use onset::run::{Run, basis, basis_in_play, in_play, run};
use onset::scenario::{Link, builtin, read};
use onset::simulate::{Signal, Trajectory, simulate};
use onset::solver::Options;
use onset::study::why::why;

#[test]
fn a_loss_is_what_a_run_with_the_link_cut_says() {
    let desk = Desk::new();
    let rows = table(&desk.good(&["why", "improvement_24h", "expectancy", "--format", "csv"]));
    assert_eq!(rows.len(), 1 + 3 * Link::ALL.len());
    desk.good(&["run", "expectancy", "--no-figure", "--out", "whole"]);
    for link in Link::ALL {
        desk.good(&["run", "expectancy", "--no-figure", "--out", link.name(), "--without", link.name()]);
        for row in rows.iter().filter(|row| row[3] == link.name()) {
            let get = |folder: &str| desk.metrics(folder).get(&row[0], "improvement_24h").unwrap();
            let [with, without, lost] = [4, 5, 6].map(|column: usize| row[column].parse::<f64>().unwrap());
            assert!((with - get("whole")).abs() < 1e-9 && (without - get(link.name())).abs() < 1e-9, "{row:?}");
            assert!((lost - (1.0 - without / with)).abs() < 1e-12, "{row:?}");
        }
    }
}

#[test]
fn the_same_bytes_at_any_number_of_threads() {
    let desk = Desk::new();
    let said = |threads: &str, words: &[&str]| {
        let ran = desk.ran(desk.command().env("RAYON_NUM_THREADS", threads).args(words));
        assert_eq!(ran.code, 0, "{ran:?}");
        ran.out
    };
    for words in [["why", "improvement_24h", "expectancy"].as_slice(), &["diff", "ampa-blocked", "single-infusion"]] {
        assert_eq!(said("1", words), said("3", words), "{words:?}");
    }
}

#[test]
fn the_pathway_of_ketamine_needs_every_step_and_not_adaptation() {
    let source = builtin::find("single-infusion").unwrap().source();
    let scenario = (source.name.clone(), read(&source, &[]).scenario.unwrap());
    let metric = METRICS.iter().find(|metric| metric.key == "improvement_24h").unwrap();
    let list = why(&scenario, metric, None, &Options::default()).unwrap();
    for cut in &list[0].cuts {
        let lost = list[0].lost(cut).unwrap();
        match cut.link {
            Link::Ampa | Link::Bdnf | Link::Mtorc1 | Link::Interneuron => assert!(lost > 0.95, "{cut:?}"),
            Link::Adaptation => assert!(lost < 0.0, "{cut:?}"),
            Link::Expectancy => assert!(lost.abs() < 1e-9, "{cut:?}"),
        }
    }
}

#[test]
fn what_does_not_exist_is_said_and_never_nought() {
    let desk = Desk::new();
    let onset = desk.good(&["why", "onset"]);
    assert_narrow(&onset);
    assert!(onset.contains("does not exist") && onset.contains("all of it"), "{onset}");
    let none = desk.good(&["why", "onset", "surgery-opioid-sparing"]);
    assert!(none.contains("It does not exist in this arm"), "{none}");
    for row in &table(&desk.good(&["why", "onset", "surgery-opioid-sparing", "--format", "csv"]))[1..] {
        assert_eq!(row[4..], ["", "", ""], "{row:?}");
    }
    let json: serde_json::Value =
        serde_json::from_str(&desk.good(&["why", "onset", "ketamine-vs-ssri", "--format", "json"])).unwrap();
    let cut = json.as_array().unwrap().iter().find(|row| row["link"] == "ampa").unwrap();
    assert!(cut["with"].is_f64() && cut["without"].is_null() && cut["lost"].is_null(), "{cut}");
}

fn ran(name: &str) -> Run {
    let source = builtin::find(name).unwrap().source();
    let scenario = (source.name.clone(), read(&source, &[]).scenario.unwrap());
    run(vec![scenario], Vec::new(), &Options::default()).unwrap()
}

#[test]
fn what_is_not_in_play_changes_nothing() {
    for (name, idle) in [("ssri-dose", "ketamine_cl"), ("single-infusion", "ssri_cl")] {
        let run = ran(name);
        let in_play = in_play(&run);
        assert!(!in_play.contains(&idle) && in_play.contains(&"k_maturation"), "{name}: {in_play:?}");
        let arm = &run.arms[0];
        let table = |trajectory: &Trajectory| {
            let table = trajectory.sample(&run.times);
            Signal::all().flat_map(|signal| table.column(signal)).map(f64::to_bits).collect::<Vec<_>>()
        };
        let before = table(&arm.trajectory);
        for (i, parameter) in SETTINGS.iter().enumerate().filter(|(_, setting)| setting.kind == Kind::Parameter) {
            let mut experiment = arm.arm.experiment.clone();
            experiment.settings[i] *= 1.05;
            let is_same = table(&simulate(&experiment, &run.options).unwrap()) == before;
            assert!(is_same || in_play.contains(&parameter.key), "{name}: {} is said not to be in play", parameter.key);
        }
    }
}

#[test]
fn every_report_says_what_the_numbers_rest_on() {
    let desk = Desk::new();
    let said = desk.good(&["run", "single-infusion", "--out", "out"]);
    let flowing = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let in_play = basis_in_play(&ran("single-infusion"));
    assert!(in_play.starts_with("Parameters in play: ") && flowing(&said).contains(&in_play), "{said}");
    for file in ["out/figure.svg", "out/cascade.svg", "out/metrics.json", "out/manifest.json"] {
        assert!(flowing(&desk.read(file)).contains(in_play.trim_end_matches('.')), "{file}");
    }
    assert!(desk.manifest("out")["model"]["assumed"].is_u64());
    for words in [&["evidence", "pk-cmax"][..], &["diff", "ampa-blocked", "single-infusion", "--out", "two"]] {
        assert!(flowing(&desk.good(words)).contains(&basis()), "{words:?}");
    }
    let said = desk.good(&["population", "single-infusion", "-n", "8", "--vary", "ketamine_cl=30%", "--out", "many"]);
    assert!(flowing(&said).contains(&basis()), "{said}");
    assert!(flowing(&desk.read("many/figure.svg")).contains(basis().trim_end_matches('.')));
}
