//! Citations: complete where they stand in full, alike wherever a work is cited, and free of forms known to be wrong.

use std::collections::BTreeMap;

use super::evidence::WORK;
use super::readme::readme;
use onset::model::{LIMITS, PREMISES, SETTINGS};
use onset::scenario::builtin;
use onset::scenario::preset::PRESETS;
use onset::study::evidence::{claims, findings};
use onset::study::rivals::rivals;
use onset::variability::ADULTS;
use regex::Regex;

/// Sources of numbers: of every setting of the model, every preset, and every spread of the built-in adults.
fn of_numbers() -> Vec<(&'static str, &'static str)> {
    let settings = SETTINGS.iter().map(|setting| (setting.key, setting.source));
    let presets = PRESETS.iter().map(|preset| (preset.key, preset.source));
    settings.chain(presets).chain(ADULTS.iter().map(|spread| (spread.name, spread.source))).collect()
}

/// Every text in which works are cited in full.
fn in_full() -> Vec<(String, String)> {
    let mut texts: Vec<(String, String)> =
        of_numbers().into_iter().map(|(key, source)| (key.to_owned(), source.to_owned())).collect();
    for finding in &findings().unwrap().findings {
        for text in [&finding.source, &finding.caveat] {
            texts.push((finding.id.clone(), text.clone()));
        }
    }
    let all = claims().unwrap();
    for claim in &all.claims {
        texts.extend(all.sources(claim).into_iter().map(|source| (claim.id.clone(), source.to_owned())));
    }
    let rivals = rivals().unwrap();
    texts.extend(rivals.hypotheses.iter().map(|rival| (rival.arm.clone(), rival.source.clone())));
    for experiment in &rivals.experiments {
        texts.push((experiment.id.clone(), experiment.source.clone()));
        texts.push((experiment.id.clone(), experiment.caveat.clone()));
    }
    texts
}

#[test]
fn the_source_of_a_number_names_journal_and_place_of_each_work() {
    let work = Regex::new(WORK).unwrap();
    let year = Regex::new(r" (19|20)[0-9][0-9]([ ;,)]|$)").unwrap();
    let mut works = 0;
    for (key, source) in of_numbers() {
        let found = work.find_iter(source).count();
        assert_eq!(found, year.find_iter(source).count(), "{key}: {source}");
        works += found;
    }
    assert!(works > 80, "{works}");
}

/// The first author, the year and the journal of each work that a text cites in full, with its place in the journal.
fn works(text: &str) -> Vec<([String; 3], String)> {
    let parts = Regex::new(
        r"([A-Z][a-z]+(?:-[A-Z][a-z]+)?|\(authors not known\))(?: et al| and [A-Z][a-z]+)? ((?:19|20)[0-9]{2}) ([A-Za-z][A-Za-z' -]*?) ([0-9]+:[a-z]*[0-9]+(?:-e?[0-9]+)?|CD[0-9]+|[0-9]+, doi [^ ;)]+)",
    );
    let whole = parts.unwrap();
    whole.captures_iter(text).map(|it| ([1, 2, 3].map(|part| it[part].to_owned()), it[4].to_owned())).collect()
}

#[test]
fn a_work_is_cited_alike_wherever_it_is_cited() {
    let mut known: BTreeMap<[String; 3], (String, String)> = BTreeMap::new();
    for (key, text) in in_full() {
        for (work, place) in works(&text) {
            let (first, other) = known.entry(work.clone()).or_insert_with(|| (place.clone(), key.clone()));
            assert_eq!(*first, place, "{work:?} in {key} and in {other}");
        }
    }
    assert!(known.len() > 100, "{}", known.len());
}

/// Comment lines of a scenario as one text.
fn header(text: &str) -> String {
    let comments = text.lines().filter_map(|line| line.strip_prefix("# ")).map(str::trim);
    comments.collect::<Vec<_>>().join(" ")
}

#[test]
fn what_is_cited_shortly_is_cited_in_full_elsewhere() {
    let known: Vec<(String, String)> =
        in_full().iter().flat_map(|(_, text)| works(text)).map(|([author, year, _], _)| (author, year)).collect();
    let short =
        Regex::new(r"([A-Z][a-z]+(?:-[A-Z][a-z]+)?)(?: and [A-Z][a-z]+)? ((?:19|20)[0-9]{2})(?:[^0-9]|$)").unwrap();
    let headers = builtin::BUILTINS.iter().map(|known| (known.name, header(known.text)));
    let limits = LIMITS.iter().map(|limit| (limit.name, limit.says.to_owned()));
    let mut cited = 0;
    let premises = PREMISES.iter().map(|premise| (premise.claim, premise.says.to_owned()));
    for (name, text) in headers.chain(limits).chain(premises) {
        for it in short.captures_iter(&text) {
            let is_journal = &it[1] == "Pharmacotherapy";
            let is_known = known.iter().any(|(author, year)| *author == it[1] && *year == it[2]);
            assert!(is_known || is_journal, "{name}: {} is cited in full nowhere", &it[0]);
            cited += 1;
        }
    }
    assert!(cited > 40, "{cited}");
}

/// Forms of citations, and what was read into papers, that were found to be wrong.
const WRONG: &[(&str, &str)] = &[
    (r"Sorensen (et al )?2021", "the volume is of 2022: Mol Psychiatry 27:192-201"),
    (r"0\.53, Ebert", "the paper has no racemate: Ki 0.3 (S) and 1.4 (R)"),
    (r"Chong et al 2006 Pain Med 7:469; Fanta", "Fanta has 16.5 for oral S-ketamine, not about 4"),
    (r"Tmax 30-60 min", "by mouth it is 0.96 +- 0.8 h"),
    (r"none in 576", "no link of clinical size, with esketamine"),
    (r"abolished the effect and the mTOR", "attenuated in one paper, blocked in the other"),
    (r"51:1167[^-0-9]", "the pages end at 1173"),
    (r"Psychopharmacology 193:539[^-0-9]", "the pages end at 545"),
    (r"Behav Brain Res 271:111[^-0-9]", "the pages end at 115"),
    (r"Anesthesiology 135:326[^-0-9]", "the pages end at 339"),
    (r"Meyer (et al )?2001", "the plateau is Sorensen's and Voineskos's"),
    (r"PMC4758914", "Mol Psychiatry 21:320-327"),
    (r"PNAS", "Proc Natl Acad Sci USA"),
    (r"about a third, Fanta", "its introduction thinks so; it is no result"),
    (r"onset 0\.5-4 h, Zarate", "the band of the check; the paper says within 110 min"),
    (r"routes: levels that differ tenfold", "peaks differ fifteenfold"),
    (r"Five drugs at their minimum dose", "escitalopram was not among them"),
    (r"large trial \(PODCAST, Avidan 2017\)", "after a single dose, and more nightmares"),
    (r"superior from 40 min", "a check of its own, which the model fails"),
];

#[test]
fn forms_known_to_be_wrong_do_not_come_back() {
    let mut texts: Vec<(String, String)> = in_full();
    texts.extend(builtin::BUILTINS.iter().map(|known| (known.name.to_owned(), header(known.text))));
    texts.extend(LIMITS.iter().map(|limit| (limit.name.to_owned(), limit.says.to_owned())));
    let all = claims().unwrap();
    for claim in &all.claims {
        texts.extend(claim.texts().into_iter().map(|text| (claim.id.clone(), text.to_owned())));
    }
    for finding in &findings().unwrap().findings {
        texts.push((finding.id.clone(), finding.says.clone()));
    }
    texts.push(("README.md".to_owned(), readme()));
    for (wrong, right) in WRONG {
        let wrong = Regex::new(wrong).unwrap();
        for (place, text) in &texts {
            // With an end, so that what must not follow is something.
            assert!(!wrong.is_match(&format!("{text}.")), "{place}: \"{wrong}\": {right}");
        }
    }
}
