//! The claims of lay articles: what is printed is what stands in the data, and every source can be looked up.

use super::commands::{Desk, assert_narrow};
use super::evidence::WORK;
use super::readme::{flowing, readme};
use onset::metrics::{compute, value_at};
use onset::scenario::{builtin, read};
use onset::simulate::{Signal, simulate};
use onset::solver::Options;
use onset::study::evidence::{HELPLINE, Verdict, claims, findings};
use regex::Regex;

#[test]
fn every_claim_is_told_in_full_in_eighty_columns() {
    let all = claims().unwrap();
    let text = Desk::new().good(&["claims"]);
    assert_narrow(&text);
    let text = flowing(&text).replace(' ', "");
    assert!(all.claims.len() >= 50);
    for claim in &all.claims {
        let sources = all.sources(claim);
        assert_eq!(sources.len(), claim.sources.len(), "{}", claim.id);
        for told in claim.texts().into_iter().chain(sources) {
            assert!(text.contains(&told.replace(' ', "")), "{}: {told}", claim.id);
        }
    }
    let readme = flowing(&readme());
    assert!(readme.contains(&format!("{} claims of lay articles", all.claims.len())), "the README counts others");
    for verdict in Verdict::ALL {
        assert!(readme.contains(verdict.name()), "the README does not say {}", verdict.name());
        assert!(all.claims.iter().any(|claim| claim.verdict == verdict), "{}", verdict.name());
    }
}

#[test]
fn programs_get_what_stands_in_the_data() {
    let all = claims().unwrap();
    let list: serde_json::Value = serde_json::from_str(&Desk::new().good(&["claims", "--format", "json"])).unwrap();
    for (claim, entry) in all.claims.iter().zip(list.as_array().unwrap()) {
        assert_eq!(entry["id"], claim.id.as_str());
        assert_eq!(entry["verdict"], claim.verdict.name());
        assert_eq!(entry["answer"], claim.answer.as_str());
        assert_eq!(entry["caveat"], claim.caveat.as_str());
        assert_eq!(entry["sources"].as_array().unwrap().len(), claim.sources.len());
    }
}

#[test]
fn every_source_has_authors_a_year_a_journal_and_a_place_in_it() {
    let all = claims().unwrap();
    let whole = Regex::new(&format!("^{WORK}")).unwrap();
    let short = Regex::new(r"[A-Z][a-z]+ (et al )?(19|20)[0-9][0-9]").unwrap();
    let published = &findings().unwrap().findings;
    for claim in &all.claims {
        for source in all.sources(claim) {
            assert!(whole.is_match(source), "{}: {source}", claim.id);
            // A source that a finding names as well is written alike in both; the journal separates papers of a year.
            let start = source.split(' ').take(5).collect::<Vec<_>>().join(" ");
            for finding in published.iter().filter(|finding| finding.source.contains(&start)) {
                assert!(finding.source.contains(source), "{}: {source} against {}", claim.id, finding.source);
            }
        }
        // A source is named in the list of sources, where all of it stands, and nowhere else.
        for text in claim.texts() {
            assert!(!short.is_match(text), "{}: {text}", claim.id);
        }
    }
}

#[test]
fn a_note_stands_wherever_suicide_is_spoken_of() {
    let desk = Desk::new();
    let all = claims().unwrap();
    let mut spoken = 0;
    for claim in &all.claims {
        let speaks = claim.texts().iter().any(|text| text.to_lowercase().contains("suicid"));
        assert_eq!(claim.helpline().is_some(), speaks, "{}", claim.id);
        if speaks {
            spoken += 1;
            assert!(flowing(&desk.good(&["claims", &claim.id])).contains(HELPLINE), "{}", claim.id);
        }
    }
    assert!(spoken >= 3, "{spoken}");
    // A number or an address would be wrong elsewhere.
    assert!(!HELPLINE.contains(|c: char| c.is_ascii_digit()) && !HELPLINE.contains("www"));
    let list: Vec<serde_json::Value> = serde_json::from_str(&desk.good(&["claims", "--format", "json"])).unwrap();
    assert_eq!(list.iter().filter(|entry| entry["helpline"] == HELPLINE).count(), spoken);
}

#[test]
fn what_a_teacher_expects_is_there() {
    let desk = Desk::new();
    for (word, told) in [
        ("bladder", "26.6 %"),
        ("dependent", "not-addictive"),
        ("blood pressure", "few-side-effects"),
        ("boxed warning", "March of 2019"),
        ("blinding", "trials-were-blind"),
        ("premise", "bdnf-low"),
    ] {
        let text = desk.good(&["claims", word, "--format", "json"]);
        assert!(text.contains(told), "{word}: {text}");
    }
    // The premises of the model are questioned where a student meets them.
    let all = claims().unwrap();
    for id in ["bdnf-low", "lost-synapses", "network-overactive"] {
        assert!(!all.find(id).unwrap().caveat.is_empty(), "{id}");
    }
    for (id, work) in [
        ("stress-lowers-spines", "Holmes et al 2022"),
        ("dmn-24h", "Yan et al 2019"),
        ("ssri-bdnf-chronic", "Molendijk et al 2014"),
    ] {
        assert!(findings().unwrap().find(id).unwrap().caveat.contains(work), "{id}");
    }
}

#[test]
fn a_word_narrows_the_list_and_a_name_means_one() {
    let desk = Desk::new();
    let one = desk.good(&["claims", "ssri-weeks"]);
    assert!(one.contains("1 claim: 0 supported, 1 partly") && one.contains("PARTLY"), "{one}");
    assert!(desk.good(&["claims", "unsupported"]).matches(": UNSUPPORTED").count() > 5);
    assert_eq!(desk.good(&["claims", "untested"]).matches(": UNTESTED").count(), 2);
    assert!(desk.good(&["claims", "Serotonin"]).contains("SSRIs are slow because"));
}

#[test]
fn the_scenario_of_a_claim_is_run_and_drawn() {
    for claim in &claims().unwrap().claims {
        assert!(claim.scenario.is_empty() || builtin::find(&claim.scenario).is_some(), "{}", claim.id);
    }
    let desk = Desk::new();
    let message = desk.bad(2, &["claims", "--run", "suicidal-thoughts"]);
    assert!(message.contains("the model has nothing to show of"), "{message}");
    let said = desk.good(&["claims", "--run", "ssri-double-dose", "--out", "out"]);
    assert_narrow(&said);
    assert!(said.contains("UNSUPPORTED") && said.contains("Written to out:"), "{said}");
    assert!(desk.read("out/figure.svg").contains("twice the usual dose"));
}

/// Words of a claim on the curves of its scenario, and what they promise of a reading.
type Promise = (&'static str, &'static str, f64, f64, fn(&str) -> f64);

const PROMISES: &[Promise] = &[
    ("chronic-pain", "nearly caught up two days after", 0.9, 0.99, sensitisation_two_days_after),
    ("named-pains", "nearly caught up two days after", 0.9, 0.99, sensitisation_two_days_after),
    ("hnk-is-active", "about three hours later", 2.5, 3.5, |scenario| {
        metric(scenario, "hydroxynorketamine", "onset") - metric(scenario, "disinhibition", "onset")
    }),
    ("hnk-is-active", "without a glutamate surge", 0.99, 1.01, |scenario| {
        metric(scenario, "hydroxynorketamine", "glutamate_peak")
    }),
    ("routes-same", "fifteenfold", 13.5, 16.5, |scenario| {
        metric(scenario, "intramuscular", "ketamine_cmax") / metric(scenario, "oral", "ketamine_cmax")
    }),
    ("routes-same", "vein, muscle and nose only", 35.0, 60.0, |scenario| metric(scenario, "nasal", "improvement_24h")),
    ("routes-same", "vein, muscle and nose only", 0.0, 3.0, |scenario| {
        metric(scenario, "sublingual", "improvement_24h")
    }),
    ("at-home", "more norketamine", 1.3, 2.0, |scenario| {
        metric(scenario, "sublingual", "norketamine_cmax") / metric(scenario, "intravenous", "norketamine_cmax")
    }),
    ("at-home", "next to no improvement", 0.0, 3.0, |scenario| metric(scenario, "sublingual", "improvement_24h")),
    ("relief-in-hours", "at about two hours", 1.5, 2.5, |scenario| {
        metric(scenario, "ketamine 0.5 mg/kg iv over 40 min", "onset")
    }),
];

fn metric(scenario: &str, arm: &str, key: &str) -> f64 {
    let scenario = read(&builtin::find(scenario).unwrap().source(), &[]).scenario.unwrap();
    let arm = scenario.arms.iter().find(|other| other.name == arm).unwrap_or_else(|| panic!("no arm {arm}"));
    compute(&simulate(&arm.experiment, &Options::default()).unwrap()).get(key).unwrap()
}

/// Central sensitisation two days after a day of ketamine, as a share of that without it.
fn sensitisation_two_days_after(scenario: &str) -> f64 {
    let scenario = read(&builtin::find(scenario).unwrap().source(), &[]).scenario.unwrap();
    let signal = Signal::by_key("central_sensitisation").unwrap();
    let at = |arm: &str| {
        let arm = scenario.arms.iter().find(|other| other.name == arm).unwrap_or_else(|| panic!("no arm {arm}"));
        value_at(&simulate(&arm.experiment, &Options::default()).unwrap(), signal, 72.0).unwrap()
    };
    at("ketamine for 24 h") / at("no ketamine")
}

#[test]
fn what_a_claim_says_of_the_curves_is_true_of_them() {
    let all = claims().unwrap();
    for (id, words, low, high, read_off) in PROMISES {
        let claim = all.find(id).unwrap();
        assert!(claim.look.contains(words), "{id}: {}", claim.look);
        let value = read_off(&claim.scenario);
        assert!((low..=high).contains(&&value), "{id}: \"{words}\" is {value}");
    }
}
