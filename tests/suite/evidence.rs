//! The published findings: they hold, they are printed in full, and the page that the README links is current.

use super::commands::{Desk, assert_narrow, table};
use super::readme::{check_file, flowing, readme, root};
use onset::scenario::{Link, Override};
use onset::solver::{Method, Options};
use onset::study::evidence::{Evidence, evidence_figures};
use onset::study::evidence::{Findings, HELPLINE, Kind, Outcome, Role, Score, findings, judge, shared};
use regex::Regex;

/// The findings that were known not to hold when this was last changed. The list of the data may be shorter; where it
/// has to be longer, the commit says why.
const KNOWN_MISSES: [&str; 4] = ["mood-at-40-min", "suicidal-ideation", "lamotrigine", "ten-mg-vein"];

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
    let score = Score::of(&outcomes);
    assert!(score.calibration.number >= 35 && score.predictions.number >= 9, "{score}");
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

/// A work as a citation names it: authors, year, journal; and where in it: pages, an article's number or a DOI.
pub(crate) const WORK: &str = r"(\(authors not known\)|[A-Z][a-z]+(-[A-Z][a-z]+)?( et al| and [A-Z][a-z]+)?) (19|20)[0-9]{2} ([A-Z(]|eNeuro|eLife)[A-Za-z' -]*( ([0-9]+:[a-z]*[0-9]+(-e?[0-9]+)?|CD[0-9]+)|[ 0-9]*, doi 10\.[^ ]+)";

#[test]
fn every_citation_has_authors_a_year_a_journal_and_a_place_in_it() {
    let work = Regex::new(WORK).unwrap();
    let year = Regex::new(r"^\(?(19|20)[0-9][0-9]$").unwrap();
    for finding in &findings().unwrap().findings {
        for source in finding.source.split("; ") {
            assert!(work.is_match(source), "{}: {source}", finding.id);
        }
        // A year stands in a citation and nowhere else; it may be part of a DOI as well.
        for text in [&finding.source, &finding.caveat, &finding.says] {
            let years = text.split(' ').filter(|word| year.is_match(word)).count();
            assert_eq!(work.find_iter(text).count(), years, "{}: {text}", finding.id);
        }
    }
}

#[test]
fn every_finding_says_what_part_it_had_in_making_the_model() {
    let all = findings().unwrap();
    let mut idle = Vec::new();
    for finding in &all.findings {
        assert_eq!(finding.role == Role::Calibration, !finding.tuned_to.is_empty(), "{}", finding.id);
        let chosen = [finding];
        let answers = |changes: &[Override]| {
            let outcomes = judge(all, &chosen, changes, |scenario| scenario, &Options::default()).unwrap();
            outcomes[0].answers.clone()
        };
        let plain = answers(&[]);
        for parameter in &finding.tuned_to {
            // What a finding was tuned by moves what is read off its protocol.
            let less = Override::parse(&format!("parameters.{parameter}=-10%")).unwrap();
            if answers(&[less]) == plain {
                idle.push(format!("{}: {parameter}", finding.id));
            }
        }
    }
    assert!(idle.is_empty(), "{}", idle.join("\n"));
}

#[test]
fn the_checks_that_were_reworded_after_a_failure_say_so() {
    let reworded = findings().unwrap().findings.iter().filter(|finding| !finding.reworded.is_empty());
    let ids: Vec<&str> = reworded.map(|finding| finding.id.as_str()).collect();
    assert_eq!(ids, ["nmda-occupancy-gone", "glutamate-inverted-u", "mood-decay"]);
    let text = Desk::new().good(&["evidence", "nmda-occupancy-gone"]);
    assert!(text.contains("Reworded after the model had failed it:"), "{text}");
}

#[test]
fn a_paper_that_a_parameter_rests_on_is_named_beside_the_prediction() {
    let all = findings().unwrap();
    let levels = shared(all.find("half-block-levels").unwrap());
    assert!(levels.contains(&"ec50_pyramidal"), "{levels:?}");
    assert_eq!(shared(all.find("first-trial").unwrap()), [""; 0]);
    let text = Desk::new().good(&["evidence", "half-block-levels", "first-trial"]);
    let text = flowing(&text);
    assert!(text.contains("parameters that rest on the same paper: ec50_"), "{text}");
    assert!(text.contains("1 prediction shares a paper with a parameter"), "{text}");
}

/// Where an answer is, under changes; the tests that were mended have to notice.
fn holds(id: &str, label: &str, changes: &[&str], cuts: &[Link]) -> bool {
    let all = findings().unwrap();
    let changes: Vec<Override> = changes.iter().map(|text| Override::parse(text).unwrap()).collect();
    let chosen = [all.find(id).unwrap()];
    let outcomes = judge(all, &chosen, &changes, |scenario| scenario.without(cuts), &Options::default()).unwrap();
    outcomes[0].answers.iter().find(|answer| answer.label == label).unwrap().holds()
}

#[test]
fn checks_ask_what_their_sentences_say() {
    // "Back by about 2 h": a slow signal is noticed.
    assert!(!holds("mtor-order", "mTORC1 at 3 h, of its peak", &["parameters.k_bdnf=0.1"], &[]));
    // "Spines at 24 h": spines that come too late are noticed.
    assert!(!holds("mtor-order", "synapse gain at 24 h, of its maximum", &["parameters.k_protein=0.005"], &[]));
    // "Largest at day 1": an effect that is over within hours is noticed.
    assert!(!holds(
        "mood-decay",
        "time of the maximum",
        &["parameters.k_protein=1", "parameters.formation_gain=0"],
        &[]
    ));
    // "S-ketamine in healthy people": without an effect of the drug the network stays as it is.
    assert!(holds("dmn-24h", "overactivity at 24 h, of its start", &[], &[]));
    assert!(!holds("dmn-24h", "overactivity at 24 h, of its start", &[], &[Link::Ampa]));
    // "About 19 %": half or nothing is not that.
    for shares in [["analgesia_share=0.9", "sensitisation_share=0.9"], ["analgesia_share=0", "sensitisation_share=0"]] {
        let changes = shares.map(|share| format!("parameters.{share}"));
        assert!(!holds("opioid-sparing", "24 h area lowered by", &[&changes[0], &changes[1]], &[]));
    }
    // "From 40 min": asked of the model, which fails it.
    assert!(!holds("mood-at-40-min", "improvement at 40 min", &[], &[]));
}

#[test]
fn no_place_gives_one_number() {
    let all = findings().unwrap();
    let outcomes = judged(all, &Options::default());
    let evidence = Evidence { all, outcomes: &outcomes, changes: &[] };
    let score = Score::of(&outcomes).to_string();
    let desk = Desk::new();
    let mut places =
        vec![("the README", readme()), ("the page", evidence.markdown()), ("the table", desk.good(&["evidence"]))];
    for figure in evidence_figures(&evidence) {
        places.push(("the title of the figure", figure.title.clone()));
        places.push(("the alt text of the figure", figure.alt_text.clone()));
    }
    // What counts findings counts those of one role; a count of tests or of subjects is another thing.
    let count = Regex::new(r"[0-9]+ of [0-9]+ (published |findings )*(hold|holds|findings)").unwrap();
    for (place, text) in &places {
        let text = flowing(text).to_lowercase();
        assert!(text.contains(&score), "{place} does not say \"{score}\"");
        let counts = count.find_iter(&text).count();
        let pairs = text.matches(&score).count();
        assert_eq!(counts, 2 * pairs, "{place} gives a number of its own");
    }
    // Programs count for themselves, so each row says its part.
    let list: Vec<serde_json::Value> = serde_json::from_str(&desk.good(&["evidence", "--format", "json"])).unwrap();
    for (role, tally) in
        [("calibration", Score::of(&outcomes).calibration), ("prediction", Score::of(&outcomes).predictions)]
    {
        let part: Vec<_> = list.iter().filter(|entry| entry["role"] == role).collect();
        let holding = part.iter().filter(|entry| entry["holds"] == true).count();
        assert_eq!((holding, part.len()), (tally.holding, tally.number), "{role}");
    }
    let header = desk.good(&["evidence", "pk-cmax", "--format", "csv"]);
    assert!(header.lines().next().unwrap().contains(",role,tuned_to,"), "{header}");
}

#[test]
fn a_note_stands_wherever_suicide_is_spoken_of() {
    let desk = Desk::new();
    let all = findings().unwrap();
    for format in ["text", "markdown"] {
        let text = flowing(&desk.onset(&["evidence", "suicidal-ideation", "--format", format]).out);
        assert!(text.contains(HELPLINE), "{format}: {text}");
    }
    let list: Vec<serde_json::Value> = serde_json::from_str(&desk.good(&["evidence", "--format", "json"])).unwrap();
    for entry in list {
        let speaks = entry["finding"].as_str().unwrap().to_lowercase().contains("suicid");
        assert_eq!(entry["helpline"].is_string(), speaks, "{entry}");
    }
    let chosen = [all.find("suicidal-ideation").unwrap()];
    let outcomes = judge(all, &chosen, &[], |scenario| scenario, &Options::default()).unwrap();
    let figures = evidence_figures(&Evidence { all, outcomes: &outcomes, changes: &[] });
    assert!(figures[0].footer.iter().any(|line| line == HELPLINE));
    assert!(!desk.good(&["evidence", "pk-cmax"]).contains("suicide"));
}

#[test]
fn the_page_that_the_readme_links_is_current() {
    let all = findings().unwrap();
    let outcomes = judged(all, &Options::default());
    let evidence = Evidence { all, outcomes: &outcomes, changes: &[] };
    check_file(&root().join("output/evidence/evidence.md"), evidence.markdown().as_bytes());
    let claim = Score::of(&outcomes).to_string();
    assert!(flowing(&readme()).contains(&claim), "the README does not say \"{claim}\"");
    assert!(readme().contains("(output/evidence/evidence.md)"));
}

#[test]
fn the_table_tells_all_of_it_in_eighty_columns() {
    let text = Desk::new().good(&["evidence"]);
    assert_narrow(&text);
    let flowing = flowing(&text).replace(' ', "");
    for finding in &findings().unwrap().findings {
        for told in [&finding.id, &finding.source, &finding.caveat, &finding.reworded] {
            assert!(flowing.contains(&told.replace(' ', "")), "{}: {told}", finding.id);
        }
        for test in &finding.tests {
            assert!(flowing.contains(&test.label.replace(' ', "")), "{}: {}", finding.id, test.label);
        }
    }
    let one = Desk::new().good(&["evidence", "mood-onset", "pk-cmax"]);
    assert!(one.contains("Calibration: 2 of 2 hold; predictions: none asked") && !one.contains("ampa-needed"), "{one}");
}

#[test]
fn programs_get_objects_and_rows() {
    let desk = Desk::new();
    let list: serde_json::Value = serde_json::from_str(&desk.good(&["evidence", "--format", "json"])).unwrap();
    let list = list.as_array().unwrap();
    assert_eq!(list.len(), findings().unwrap().findings.len());
    for entry in list {
        assert!(entry["id"].is_string() && entry["value"].is_string() && entry["band"].is_string(), "{entry}");
        assert_eq!(entry["holds"], entry["known_miss"].is_null(), "{entry}");
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
    assert!(
        ran.out.contains("ampa-needed: DOES NOT HOLD") && ran.out.contains("Calibration: 1 of 2 hold;"),
        "{}",
        ran.out
    );
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
