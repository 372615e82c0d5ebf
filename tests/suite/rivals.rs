//! Rival explanations: they agree where they were tuned to, and the experiments tell them apart.

use super::commands::{Desk, assert_narrow, table};
use super::readme::flowing;
use onset::scenario::{Link, Source, builtin, read};
use onset::solver::{Method, Options};
use onset::study::rivals::{Prediction, rivals};

fn predicted(options: &Options) -> Vec<Prediction<'static>> {
    rivals().unwrap().predict(&[], |scenario| scenario, options).unwrap()
}

/// Which explanations fit an experiment, in the order of the arms: disinhibition, direct inhibition, hydroxynorketamine,
/// opioid gate, habenula bursts.
fn fits(predictions: &[Prediction<'_>], id: &str) -> [bool; 5] {
    let prediction = predictions.iter().find(|prediction| prediction.experiment.id == id).unwrap();
    [0, 1, 2, 3, 4].map(|place| prediction.fits(place))
}

#[test]
fn rivals_agree_at_a_day_and_the_control_fails() {
    let desk = Desk::new();
    desk.good(&["run", "rival-hypotheses", "--no-figure", "--out", "out"]);
    let metrics = desk.metrics("out");
    let rivals = rivals().unwrap();
    let day = |arm: &str| metrics.get(arm, "improvement_24h").unwrap();
    let first = day(&rivals.hypotheses[0].arm);
    for hypothesis in &rivals.hypotheses {
        assert!((day(&hypothesis.arm) - first).abs() < 1.0, "{}", hypothesis.arm);
    }
    assert!(day(&rivals.control) < 0.2 * first);
}

#[test]
fn each_experiment_tells_the_rivals_apart_as_the_model_says() {
    for method in [Method::Collocation, Method::Rodas5p] {
        let all = predicted(&Options { method, ..Options::default() });
        for (id, expected) in [
            ("ampa-antagonist", [true, true, false, true, false]),
            ("interneuron-receptors", [true, false, false, true, false]),
            ("pyramidal-receptors", [false, true, false, false, false]),
            ("no-metabolite", [false, false, true, false, false]),
            ("memantine", [true, true, true, true, false]),
            ("no-bdnf-release", [true, true, true, true, false]),
            ("glutamate-surge", [true, false, false, true, false]),
            ("hours-to-onset", [true, true, false, true, true]),
            ("naltrexone", [false, false, false, true, false]),
            ("rapamycin-local", [true, true, false, true, false]),
            ("arketamine", [false, false, true, false, false]),
            ("anaesthetic-bolus", [true, false, false, true, false]),
            ("a-week-later", [true, true, true, true, false]),
        ] {
            assert_eq!(fits(&all, id), expected, "{id}");
        }
        assert_eq!(all.len(), 13);
        // Every two of them differ in some prediction.
        for (one, other) in (0..5).flat_map(|one| (one + 1..5).map(move |other| (one, other))) {
            let contrasts = all.iter().filter_map(|prediction| prediction.contrast(one, other));
            assert!(contrasts.fold(0.0, f64::max) > 0.5, "{one} {other}");
        }
    }
}

#[test]
fn a_prediction_follows_the_model() {
    let cut = rivals().unwrap().predict(&[], |scenario| scenario.without(&[Link::Interneuron]), &Options::default());
    // The rivals do without interneurons; only the first explanation loses its surge.
    assert_eq!(fits(&cut.unwrap(), "glutamate-surge"), [false; 5]);
}

#[test]
fn each_experiment_is_a_scenario_that_onset_runs() {
    let desk = Desk::new();
    for experiment in &rivals().unwrap().experiments {
        let protocol = desk.good(&["rivals", "--protocol", &experiment.id]);
        assert!(read(&Source::new("my.toml", protocol.clone()), &[]).scenario.is_some(), "{protocol}");
    }
    desk.write("my.toml", desk.good(&["rivals", "--protocol", "memantine"]));
    desk.good(&["check", "my.toml"]);
    assert!(builtin::find(&rivals().unwrap().scenario).is_some());
}

#[test]
fn the_command_tells_tabulates_and_draws() {
    let desk = Desk::new();
    let text = desk.good(&["rivals"]);
    assert_narrow(&text);
    for words in [
        "What tells them apart",
        "Disinhibition or opioid gate? Opioid receptors blocked for a day: 100 % or 1 %",
        "disinhibition: for it ampa-antagonist",
        "against it pyramidal-receptors, no-metabolite, naltrexone, arketamine.",
        "disinhibition 9 of 13",
        "not clinical guidance",
    ] {
        assert!(flowing(&text).contains(words), "{words}\n{text}");
    }
    let figure = desk.read("output/rivals/rivals.svg");
    for hypothesis in &rivals().unwrap().hypotheses {
        assert!(text.contains(&hypothesis.arm) && figure.contains(&hypothesis.arm));
    }
    assert!(figure.contains("AMPA receptors blocked for 6 h") && figure.contains("memantine-like"));
    let drawn = table(&desk.read("output/rivals/experiments.csv"));
    let rows = table(&desk.read("output/rivals/predictions.csv"));
    let left = rows.iter().filter(|row| row[3] == "left").count();
    assert_eq!((rows.len(), left), (1 + 13 * 5, 10 * 5));
    assert_eq!(drawn.iter().filter(|row| row.iter().any(|cell| cell == "hydroxynorketamine")).count(), 10);
    let json: serde_json::Value =
        serde_json::from_str(&desk.good(&["rivals", "--out", "-", "--format", "json"])).unwrap();
    for (row, object) in rows[1..].iter().zip(json.as_array().unwrap()) {
        assert_eq!(
            (row[0].as_str(), row[1].as_str()),
            (object["experiment"].as_str().unwrap(), object["hypothesis"].as_str().unwrap())
        );
        let (written, value) = (row[4].parse::<f64>().unwrap(), object["value"].as_f64().unwrap());
        assert!((written - value).abs() <= 1e-12 * value.abs(), "{row:?}");
        assert_eq!(row[8], object["fits"].to_string());
    }
    let changed = desk.good(&["rivals", "--set", "parameters.hnk_fraction=0.8", "--out", "more"]);
    assert!(
        !flowing(&changed).contains("disinhibition 52 %, direct inhibition 52 %, hydroxynorketamine 52 %"),
        "{changed}"
    );
    assert!(desk.read("more/rivals.svg").contains("parameters.hnk_fraction=0.8"));
}

#[test]
fn what_cannot_be_done_is_said() {
    let desk = Desk::new();
    for (words, said) in [
        (&["rivals", "--protocol", "memantin"][..], "did you mean \"memantine\"?"),
        (&["rivals", "--protocol", "xyzzy-plugh"], "`onset rivals` shows them all"),
        (&["rivals", "--format", "csv"], "add --out -"),
    ] {
        let message = desk.bad(2, words);
        assert!(message.contains(said), "{message}");
    }
    let message = desk.bad(2, &["rivals", "--set", "parameters.hnk_share=1"]);
    assert!(message.contains("hnk_share"), "{message}");
}
