//! The claims of lay articles: what is printed is what stands in the data, and every source can be looked up.

use super::commands::{Desk, assert_narrow};
use super::readme::flowing;
use onset::evidence::{Verdict, claims, findings};
use onset::scenario::builtin;
use regex::Regex;

#[test]
fn every_claim_is_told_in_full_in_eighty_columns() {
    let all = claims().unwrap();
    let text = Desk::new().good(&["claims"]);
    assert_narrow(&text);
    let text = flowing(&text).replace(' ', "");
    assert!(all.claims.len() >= 29);
    for claim in &all.claims {
        let sources = all.sources(claim);
        assert_eq!(sources.len(), claim.sources.len(), "{}", claim.id);
        let told = [&claim.claim, &claim.answer, &claim.unchecked, &claim.look];
        for told in told.into_iter().map(String::as_str).chain(sources) {
            assert!(text.contains(&told.replace(' ', "")), "{}: {told}", claim.id);
        }
    }
    for verdict in Verdict::ALL {
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
        assert_eq!(entry["sources"].as_array().unwrap().len(), claim.sources.len());
    }
}

#[test]
fn every_source_has_authors_a_year_and_a_journal() {
    let all = claims().unwrap();
    let whole = Regex::new(r"^[A-Z][a-z]+(-[A-Z][a-z]+)? et al (19|20)[0-9][0-9] ([A-Z]|eNeuro)").unwrap();
    let short = Regex::new(r"[A-Z][a-z]+ (et al )?(19|20)[0-9][0-9]").unwrap();
    let published = &findings().unwrap().findings;
    for claim in &all.claims {
        for source in all.sources(claim) {
            assert!(whole.is_match(source), "{}: {source}", claim.id);
            // A source that a finding names as well is told alike in both.
            let start = source.split(' ').take(4).collect::<Vec<_>>().join(" ");
            for finding in published.iter().filter(|finding| finding.source.contains(&start)) {
                assert!(finding.source.contains(source), "{}: {source} against {}", claim.id, finding.source);
            }
        }
        // A source is named in the list of sources, where all of it stands, and nowhere else.
        for text in [&claim.claim, &claim.answer, &claim.unchecked, &claim.look] {
            assert!(!short.is_match(text), "{}: {text}", claim.id);
        }
    }
}

#[test]
fn a_word_narrows_the_list_and_a_name_means_one() {
    let desk = Desk::new();
    let one = desk.good(&["claims", "ssri-weeks"]);
    assert!(one.contains("1 claim: 0 supported, 1 partly") && one.contains("PARTLY"), "{one}");
    assert!(desk.good(&["claims", "unsupported"]).matches(": UNSUPPORTED").count() > 5);
    assert!(desk.good(&["claims", "Serotonin"]).contains("SSRIs are slow because"));
}

#[test]
fn the_scenario_of_a_claim_is_run_and_drawn() {
    for claim in &claims().unwrap().claims {
        assert!(claim.scenario.is_empty() || builtin::find(&claim.scenario).is_some(), "{}", claim.id);
    }
    let desk = Desk::new();
    let said = desk.good(&["claims", "--run", "ssri-double-dose", "--out", "out"]);
    assert_narrow(&said);
    assert!(said.contains("UNSUPPORTED") && said.contains("Written to out:"), "{said}");
    assert!(desk.read("out/figure.svg").contains("twice the usual dose"));
}
