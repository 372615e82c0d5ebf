//! The published findings: they hold, they are told in full, and the page that the README links is current.

use super::commands::{Desk, assert_narrow, table};
use super::readme::{check_file, flowing, readme, root};
use onset::evidence::{Findings, Kind, Outcome, findings, judge};
use onset::report::Evidence;
use onset::scenario::{Link, Override};
use onset::solver::{Method, Options};
use regex::Regex;

/// The findings that were known not to hold when this was last changed. The list of the data may be shorter; where it
/// has to be longer, the commit says why.
const KNOWN_MISSES: [&str; 0] = [];

fn judged(all: &'static Findings, options: &Options) -> Vec<Outcome<'static>> {
    let chosen: Vec<_> = all.findings.iter().collect();
    judge(all, &chosen, &[], |scenario| scenario, options).unwrap()
}

#[test]
fn what_is_not_known_to_fail_holds() {
    let all = findings().unwrap();
    let outcomes = judged(all, &Options::default());
    let evidence = Evidence { all, outcomes: &outcomes, changes: &[] };
    assert_eq!(evidence.lost(), [""; 0], "{}", evidence.text());
    assert!(all.findings.len() >= 35 && outcomes.iter().filter(|outcome| outcome.holds()).count() >= 33);
    for miss in &all.known_misses {
        assert!(KNOWN_MISSES.contains(&miss.id.as_str()), "{} held before: {}", miss.id, miss.reason);
        let outcome = outcomes.iter().find(|outcome| outcome.finding.id == miss.id).unwrap();
        assert!(!outcome.holds(), "{} holds by now; take it off the list", miss.id);
    }
}

#[test]
fn the_other_solver_says_the_same() {
    let all = findings().unwrap();
    let by = |method| judged(all, &Options { method, ..Options::default() });
    let holds = |outcomes: Vec<Outcome<'_>>| outcomes.iter().map(Outcome::holds).collect::<Vec<_>>();
    assert_eq!(holds(by(Method::Rodas5p)), holds(by(Method::Collocation)));
}

#[test]
fn the_checks_can_fail() {
    let all = findings().unwrap();
    let chosen: Vec<_> = all.findings.iter().collect();
    let lost = |changes: &[&str], cuts: &[Link]| -> Vec<String> {
        let changes: Vec<Override> = changes.iter().map(|text| Override::parse(text).unwrap()).collect();
        let outcomes = judge(all, &chosen, &changes, |scenario| scenario.without(cuts), &Options::default()).unwrap();
        Evidence { all, outcomes: &outcomes, changes: &[] }.lost().into_iter().map(str::to_owned).collect()
    };
    let mut still = Vec::new();
    // Each change takes away what a finding is about, so that finding has to fall.
    for (change, fallen) in [
        ("parameters.ketamine_cl=300", "pk-cmax"),
        ("parameters.ketamine_cl=2x", "pk-auc-linear"),
        ("parameters.fp_oral=0", "pk-first-pass"),
        ("parameters.ec50_pyramidal=50", "glutamate-inverted-u"),
        ("parameters.adaptation_gain=0", "glutamate-time"),
        ("parameters.potentiation_gain=0", "behaviour-before-spines"),
        ("parameters.k_protein=0.005", "mood-decay"),
        ("parameters.consolidation_gain=20", "spine-formation"),
        ("parameters.stress_on_bdnf=0", "stress-lowers-spines"),
        ("parameters.ketamine_cl=10", "dissociation-time"),
        ("parameters.ec50_analgesia=2", "potency-order"),
        ("parameters.ketamine_on_inflammation=0", "inflammation-falls"),
        ("parameters.sert_emax=0.5", "ssri-occupancy"),
        ("parameters.k_desensitisation=0.001", "ssri-desensitisation"),
        ("parameters.k_transcription=0.002", "ssri-early-gain"),
        ("parameters.serotonin_gain=0", "onset-comparison"),
    ] {
        let lost = lost(&[change], &[]);
        if !lost.iter().any(|id| id == fallen) {
            still.push(format!("{change}: {fallen} is not among {lost:?}"));
        }
    }
    assert!(still.is_empty(), "{}", still.join("\n"));
    assert!(lost(&[], &[Link::Expectancy]).contains(&"mood-expectancy".to_owned()));
}

#[test]
fn every_kind_of_check_is_used_and_none_is_only_shown() {
    let all = findings().unwrap();
    let kinds = || all.findings.iter().flat_map(|finding| &finding.tests).map(|test| &test.kind);
    assert!(kinds().any(|kind| matches!(kind, Kind::Window(..))));
    assert!(kinds().any(|kind| matches!(kind, Kind::Magnitude(..))));
    assert!(kinds().any(|kind| matches!(kind, Kind::Direction(..))));
    assert!(kinds().any(|kind| matches!(kind, Kind::Order(_))));
    for protocol in &all.protocols {
        let used = all.findings.iter().any(|finding| all.protocol(finding) == Some(protocol));
        assert!(used, "no finding is tested by {}", protocol.id);
    }
}

#[test]
fn every_source_has_authors_a_year_and_a_journal() {
    let work =
        Regex::new(r"[A-Z][a-z]+(-[A-Z][a-z]+)?( et al| and [A-Z][a-z]+)? (19|20)[0-9][0-9] ([A-Z(]|eNeuro)").unwrap();
    let year = Regex::new(r"^(19|20)[0-9][0-9]$").unwrap();
    for finding in &findings().unwrap().findings {
        for source in finding.source.split("; ") {
            assert!(work.is_match(source), "{}: {source}", finding.id);
        }
        // What a caveat names can be looked up as well.
        for named in ["2012", "2017", "2019", "2023"].iter().filter(|year| finding.caveat.contains(**year)) {
            assert!(work.is_match(&finding.caveat), "{}: {named} in {}", finding.id, finding.caveat);
        }
        // A year may stand in a DOI as well.
        let words = finding.source.split(' ').filter(|word| !word.starts_with("10."));
        let years = words.filter(|word| year.is_match(word)).count();
        assert_eq!(work.find_iter(&finding.source).count(), years, "{}: {}", finding.id, finding.source);
    }
}

#[test]
fn the_page_that_the_readme_links_is_current() {
    let all = findings().unwrap();
    let outcomes = judged(all, &Options::default());
    let evidence = Evidence { all, outcomes: &outcomes, changes: &[] };
    check_file(&root().join("output/evidence/evidence.md"), evidence.markdown().as_bytes());
    let holding = outcomes.iter().filter(|outcome| outcome.holds()).count();
    let claim = format!("{holding} of {} published findings hold", outcomes.len());
    assert!(flowing(&readme()).contains(&claim), "the README does not say \"{claim}\"");
    assert!(readme().contains("(output/evidence/evidence.md)"));
}

#[test]
fn the_table_tells_all_of_it_in_eighty_columns() {
    let text = Desk::new().good(&["evidence"]);
    assert_narrow(&text);
    let flowing = flowing(&text).replace(' ', "");
    for finding in &findings().unwrap().findings {
        for told in [&finding.id, &finding.source, &finding.caveat] {
            assert!(flowing.contains(&told.replace(' ', "")), "{}: {told}", finding.id);
        }
        for test in &finding.tests {
            assert!(flowing.contains(&test.label.replace(' ', "")), "{}: {}", finding.id, test.label);
        }
    }
    assert!(text.contains("35 of 35 findings hold"), "{text}");
    let one = Desk::new().good(&["evidence", "mood-onset", "pk-cmax"]);
    assert!(one.contains("2 of 2 findings hold") && !one.contains("ampa-needed"), "{one}");
}

#[test]
fn programs_get_objects_and_rows() {
    let desk = Desk::new();
    let list: serde_json::Value = serde_json::from_str(&desk.good(&["evidence", "--format", "json"])).unwrap();
    let list = list.as_array().unwrap();
    assert_eq!(list.len(), findings().unwrap().findings.len());
    for entry in list {
        assert!(entry["id"].is_string() && entry["value"].is_string() && entry["band"].is_string(), "{entry}");
        assert_eq!(entry["holds"], true, "{entry}");
    }
    let cmax = &list[0]["tests"][0];
    assert!((120.0..280.0).contains(&cmax["value"].as_f64().unwrap()) && cmax["low"] == 120.0, "{cmax}");
    let rows = table(&desk.good(&["evidence", "--format", "csv"]));
    let tests: usize = findings().unwrap().findings.iter().map(|finding| finding.tests.len()).sum();
    assert_eq!(rows.len(), 1 + tests);
}

#[test]
fn a_finding_that_no_longer_holds_is_a_failed_check() {
    let desk = Desk::new();
    let ran = desk.onset(&["evidence", "ampa-needed", "pk-cmax", "--without", "ampa"]);
    assert_eq!(ran.code, 3, "{ran:?}");
    assert!(ran.out.contains("ampa-needed: DOES NOT HOLD") && ran.out.contains("1 of 2 findings hold"), "{}", ran.out);
    assert!(ran.out.contains("Changed in every protocol: without ampa"), "{}", ran.out);
    assert!(ran.err.contains("1 finding that held no longer does: ampa-needed"), "{}", ran.err);
    let ran = desk.onset(&["evidence", "--set", "subject.weight=20lb"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{ran:?}");
}

#[test]
fn the_scenario_behind_a_finding_runs() {
    let desk = Desk::new();
    for finding in &findings().unwrap().findings {
        desk.write("my.toml", desk.good(&["evidence", &finding.id, "--protocol"]));
        assert_eq!(desk.onset(&["check", "my.toml"]).code, 0, "{}", finding.id);
    }
    desk.good(&["run", "my.toml", "--no-figure"]);
}
