//! `onset explain`, and what a preset changes.

use super::commands::{Desk, assert_narrow};
use onset::explain::{Topic, glossary, names, topics};
use onset::model::{self, PREMISES};
use onset::scenario::preset::PRESETS;
use onset::scenario::{Link, Override, builtin, read};
use onset::study::evidence::claims;

#[test]
fn every_name_is_explained_with_something_to_try_that_works() {
    let mut tried: Vec<String> = Vec::new();
    for name in names() {
        for topic in topics(name) {
            let text = topic.text();
            assert_narrow(&text);
            assert!(text.starts_with(&format!("{name} (")), "{text}");
            let command = text.lines().find_map(|line| line.trim().strip_prefix("onset run ")).unwrap().to_owned();
            if tried.contains(&command) {
                continue;
            }
            let words: Vec<&str> = command.split(' ').collect();
            let source = builtin::find(words[0]).unwrap_or_else(|| panic!("{command}")).source();
            let changes = match words[1..] {
                [] => Vec::new(),
                ["--set", change] => vec![Override::parse(change).unwrap()],
                ["--without", link] => {
                    assert!(Link::find(link).is_some(), "{command}");
                    Vec::new()
                }
                _ => panic!("{command}"),
            };
            let outcome = read(&source, &changes);
            assert!(outcome.scenario.is_some(), "{command}: {:?}", outcome.diagnostics);
            tried.push(command);
        }
    }
    assert!(tried.len() > 80);
}

#[test]
fn a_quantity_is_told_with_its_numbers_and_neighbours() {
    let desk = Desk::new();
    let text = desk.good(&["explain", "synaptic_protein"]);
    for words in [
        "synaptic_protein (state)",
        "  equation (per hour):\n  synaptic_protein' = k_protein*(protein_gain*mtorc1 - synaptic_protein)",
        "  what acts on it: k_protein, protein_gain, mtorc1\n",
        "  it acts on: consolidation, plasticity\n",
        "not clinical guidance",
    ] {
        assert!(text.contains(words), "{words:?} is not in {text}");
    }
    let text = desk.good(&["explain", "k_protein"]);
    for words in ["default: 0.0415 1/h", "bounds: 0.005 to 1", "basis: tuned", "source: synaptic proteins up"] {
        assert!(text.contains(words), "{words:?} is not in {text}");
    }
    // A parameter and a link share this name.
    let text = desk.good(&["explain", "expectancy"]);
    assert!(text.contains("expectancy (parameter)") && text.contains("expectancy (link)"), "{text}");
    let near = desk.bad(2, &["explain", "k_protien"]);
    assert!(near.contains("did you mean \"k_protein\"?"), "{near}");
    assert!(desk.bad(2, &["explain", "zzzzzz"]).contains("without a name"));
}

#[test]
fn the_glossary_has_every_name() {
    let desk = Desk::new();
    let text = desk.good(&["explain"]);
    assert_eq!(text, glossary());
    assert_narrow(&text);
    for name in names() {
        let begins = |line: &str| line.strip_prefix("  ").and_then(|rest| rest.strip_prefix(name)).is_some();
        assert!(text.lines().any(begins), "{name}");
    }
}

#[test]
fn dependencies_are_those_of_the_equations() {
    let all = model::dependencies();
    assert!(all.contains(&("mtorc1", "synaptic_protein")) && !all.contains(&("synaptic_protein", "mtorc1")));
    for (from, to) in all {
        assert!(from != to && model::acts_on(to).contains(&from) && model::acted_on_by(from).contains(&to));
    }
}

#[test]
fn what_a_preset_changes_is_told_with_the_equations_that_read_it() {
    let desk = Desk::new();
    for preset in PRESETS {
        let text = desk.good(&["equations", "--diff", preset.key]);
        assert_narrow(&text);
        for (key, _) in preset.set {
            assert!(text.contains(&format!("\n  {key}: ")), "{text}");
        }
    }
    let text = desk.good(&["equations", "--diff", "rival-direct"]);
    assert!(text.contains("disinhibition_gain: 1.64 -> 0\n") && text.contains("\n  glutamate' = "), "{text}");
    assert!(desk.bad(2, &["equations", "--diff", "val66mat"]).contains("val66met"));
    assert!(matches!(topics("val66met")[..], [Topic::Preset(_)]));
}

#[test]
fn what_the_model_leaves_out_is_told_by_the_names_that_are_asked() {
    let desk = Desk::new();
    for (name, words) in [
        ("habenula", ["off by default", "memantine-like", "rival-habenula"]),
        ("naltrexone", ["opioid_gate", "Yoon 2019", "90 % of opioid receptors"]),
        ("R-ketamine", ["two thirds", "rodents", "trial"]),
        ("response", ["reaches 50 %", "clinical scale", "not for"]),
        ("limits", ["whether a person responds", "synaptic throughput", "Holmes 2022"]),
    ] {
        let text = desk.good(&["explain", name]);
        assert_narrow(&text);
        let flowing = super::readme::flowing(&text);
        assert!(words.iter().all(|word| flowing.contains(word)), "{name}: {text}");
        assert!(text.contains(&format!("{name} (limit)")), "{text}");
    }
    // A contested premise stands at each quantity that rests on it.
    for premise in PREMISES {
        assert!(
            claims().unwrap().find(premise.claim).is_some_and(|claim| !claim.caveat.is_empty()),
            "{}",
            premise.claim
        );
        for key in premise.of {
            let text = desk.good(&["explain", key]);
            assert_narrow(&text);
            let told = format!("premise: {}: `onset claims {}`", premise.says, premise.claim);
            assert!(super::readme::flowing(&text).contains(&told), "{key}: {text}");
        }
    }
    // Constants that are guesses say so.
    let text = desk.good(&["explain", "interneuron_exponent"]);
    assert!(text.contains("basis: assumed") && text.contains("it acts on: interneuron_silencing"), "{text}");
}
