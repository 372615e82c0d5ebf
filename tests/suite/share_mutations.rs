//! Shares, manifests and records of figures from elsewhere: however they are altered, what is read of them is sound.

use std::sync::OnceLock;
use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};

use super::commands::{Desk, assert_narrow};
use super::commands_population::{SHORT, VARY, desk};
use onset::chart::{CommandRecord, Record};
use onset::run::Manifest;
use onset::scenario::{Source, read};
use onset::simulate::Signal;
use onset::solver::Options;
use onset::study::population::{Cohort, Share, Subjects, Trial, run};
use onset::study::population::{Origin, Population, ShareRecord, bands_csv, population_summary, spread};
use onset::variability::{Covariate, Layer, Variation, Varied};

const SUBJECTS: u64 = 12;

/// A population of two shares before any subject.
fn before() -> Population {
    let scenario = read(&Source::new("one.toml", SHORT), &[]).scenario.unwrap();
    let varied = Varied { what: Covariate::by_name("weight").unwrap(), distribution: Default::default(), cv: 0.1 };
    let layer = Layer::new(vec![varied], Vec::new()).unwrap();
    let study = Trial {
        cohorts: scenario.arms.iter().map(Cohort::from).collect::<Vec<Cohort>>(),
        subjects: Subjects::drawn(&layer, 1, "subjects"),
        times: scenario.times(),
        signals: vec![Signal::Improvement],
        options: Options { rtol: 1e-3, ..Options::default() },
        is_together: true,
    };
    let variation = Variation { subjects: layer, ..Variation::default() };
    Population::new(("one".to_owned(), scenario), Vec::new(), variation, Origin::Seed(1), SUBJECTS, study)
}

/// The record of the first of two shares, as it is written.
fn share() -> &'static str {
    static TEXT: OnceLock<String> = OnceLock::new();
    TEXT.get_or_init(|| {
        let mut population = before();
        let share = Share::new(1, 2).unwrap();
        let study = population.study.clone();
        run::<()>(&study, share.range(SUBJECTS), |first, outcomes| {
            (first..).zip(outcomes).for_each(|(number, outcomes)| population.add(number, outcomes));
            Ok(())
        })
        .unwrap();
        ShareRecord::new(&population, share, vec!["population".to_owned()], true).text()
    })
}

/// Takes a record for a share and finishes the population with it, as far as it is sound. Says whether it is.
fn merged(text: &str) -> bool {
    let Some(record) = ShareRecord::read(text) else { return false };
    let mut population = before();
    let Ok(sound) = record.sound(&population) else { return false };
    assert!(sound.row_starts(&population.study, 1).count() <= SUBJECTS as usize);
    sound.add_to(&mut population);
    let figure = spread(&population);
    assert!(!figure.panels.is_empty());
    assert!(!bands_csv(&population).is_empty() && !population_summary(&population).is_empty());
    true
}

/// Every value of a tree that is no list or table, and every list and table, by its number.
fn places(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(places).sum(),
        Value::Object(entries) => entries.values().map(places).sum(),
        _ => 0,
    }
}

/// Changes the value with this number.
fn change(value: &mut Value, number: &mut usize, new: &mut impl FnMut(&mut Value)) {
    if *number == 0 {
        new(value);
    }
    // Once it is 0 it becomes the greatest number, which nothing has.
    *number = number.wrapping_sub(1);
    match value {
        Value::Array(items) if *number < usize::MAX / 2 => items.iter_mut().for_each(|item| change(item, number, new)),
        Value::Object(entries) if *number < usize::MAX / 2 => {
            entries.values_mut().for_each(|item| change(item, number, new));
        }
        _ => {}
    }
}

/// Another value in the place of one.
fn altered(value: &mut Value, random: &mut StdRng) {
    let numbers = [0, 1, 2, 7, 511, 100_000, 1 << 20, (1 << 31) - 1, 1 << 32, 0x7ff0 << 48, u64::MAX];
    match random.random_range(0..8) {
        0 => *value = json!(numbers[random.random_range(0..numbers.len())]),
        1 => *value = json!(-(numbers[random.random_range(0..8)] as i64)),
        2 => *value = json!(["", "x", "a\u{1b}[2J", "1e999"][random.random_range(0..4)]),
        3 => *value = Value::Null,
        _ => match value {
            Value::Array(items) if !items.is_empty() => {
                let at = random.random_range(0..items.len());
                match random.random_range(0..4) {
                    0 => drop(items.remove(at)),
                    1 => items.push(items[at].clone()),
                    2 => items.swap(0, at),
                    _ => items.truncate(at),
                }
            }
            Value::Number(number) => {
                let near = number.as_i64().unwrap_or(0).wrapping_add(random.random_range(-2..3));
                *value = json!(near);
            }
            other => *other = json!([[random.random_range(-9..9), 1]]),
        },
    }
}

/// Alters a few values of a text, or a few of its bytes.
fn mutated(text: &str, random: &mut StdRng) -> String {
    if random.random_range(0..4) == 0 {
        let mut bytes = text.as_bytes().to_vec();
        for _ in 0..random.random_range(1..4) {
            let at = random.random_range(0..bytes.len());
            bytes[at] = b"0123456789-.e[]{},\"\\x"[random.random_range(0..21)];
        }
        return String::from_utf8_lossy(&bytes).into_owned();
    }
    let mut tree: Value = serde_json::from_str(text).unwrap();
    for _ in 0..random.random_range(1..3) {
        let mut number = random.random_range(0..places(&tree));
        change(&mut tree, &mut number, &mut |value| altered(value, random));
    }
    tree.to_string()
}

#[test]
fn an_altered_share_is_sound_or_refused() {
    assert!(merged(share()), "the share itself");
    let mut random = StdRng::seed_from_u64(5);
    let (start, mut sound) = (Instant::now(), 0);
    for _ in 0..3_000 {
        let text = mutated(share(), &mut random);
        sound += usize::from(merged(&text));
    }
    assert!(sound < 1_500, "{sound} of 3000 altered shares pass");
    assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
}

#[test]
fn what_cannot_be_of_a_share_is_refused_with_the_reason() {
    let refused = |path: &str, value: Value, words: &str| {
        let mut tree: Value = serde_json::from_str(share()).unwrap();
        *tree.pointer_mut(path).unwrap_or_else(|| panic!("{path}")) = value;
        let record = ShareRecord::read(&tree.to_string()).unwrap();
        let why = record.sound(&before()).map(|_| ()).unwrap_err();
        assert!(why.contains(words), "{path}: {why}");
    };
    refused("/arms/0/curves/0", json!([1]), "curve");
    refused("/arms/0/curves/0/0", json!(f64::INFINITY.to_bits()), "curve");
    refused("/arms/0/curves/0/0", json!(1e300_f64.to_bits()), "curve");
    refused("/arms/0/curves", json!([]), "curves");
    refused("/arms/0/subjects", json!(7), "number of its subjects");
    refused("/arms/0/failed", json!(u64::MAX), "more subjects");
    refused("/arms/0/metrics/0", json!([[3, 1], [2, 1]]), "out of order");
    refused("/arms/0/metrics/0", json!([[2, 1], [2, 1]]), "out of order");
    refused("/arms/0/metrics/0", json!([[2, 0]]), "out of order");
    refused("/arms/0/metrics/0", json!([[i32::MIN, 1]]), "out of order");
    refused("/arms/0/metrics/0", json!([[2, 7]]), "more values");
    for step in 0..3 {
        refused(&format!("/arms/0/reached/{step}/0"), json!(6), "response");
    }
    refused("/arms/0/responding/0", json!(7), "response");
    refused("/arms", json!([]), "arms");
    refused("/failures", json!([[1, "no arm", "why"]]), "failed");
    // Two bins as far apart as there are, in each of many counts, would ask for room for all between them.
    let mut tree: Value = serde_json::from_str(share()).unwrap();
    let arm = &mut tree["arms"][0];
    for kind in ["metrics", "bands"] {
        for bins in arm[kind].as_array_mut().unwrap() {
            *bins = json!([[-400_000, 1], [400_000, 1]]);
        }
    }
    let record = ShareRecord::read(&tree.to_string()).unwrap();
    assert_eq!(record.sound(&before()).map(|_| ()), Err("its values lie too far apart"));
    // A number of shares that would be listed one by one is none.
    for (number, of) in [(1, u64::MAX), (0, 2), (3, 2)] {
        let mut tree: Value = serde_json::from_str(share()).unwrap();
        (tree["number"], tree["of"]) = (json!(number), json!(of));
        assert!(ShareRecord::read(&tree.to_string()).is_none());
    }
}

#[test]
fn altered_manifests_and_records_of_figures_are_read_or_refused() {
    let manifest = r#"{"program":"onset","files":[{"name":"a.csv","sha256":"00"}]}"#;
    let made = r#"{"words":["run","{0}"],"files":["a.csv"],"figure":"figure","scenarios":[{"name":"a","lines":2}]}"#;
    let record = r#"{"kind":"comparison","time":"log","look":{"profile":"slides","theme":"light","outlined":false,"width":10},"page":1,"frame":0,"scenarios":[{"name":"a","lines":2}],"changes":[],"rtol":1e-7,"method":"collocation","values":[{"arm":"a","metric":"onset","value":1.0}]}"#;
    let carried = |head: &str, json: &str| format!("# program: onset\n{head}{json}\nformat = 1\nduration = \"1 d\"\n");
    assert!(Manifest::read(manifest).is_some());
    assert!(CommandRecord::read(&carried("# command: ", made)).is_some());
    assert!(Record::read(&carried("# figure: ", record)).is_some());
    let mut random = StdRng::seed_from_u64(6);
    for _ in 0..5_000 {
        let _ = Manifest::read(&mutated(manifest, &mut random));
        if let Some((_, scenarios)) = CommandRecord::read(&carried("# command: ", &mutated(made, &mut random))) {
            assert!(scenarios.iter().all(|(_, text)| text.len() < 200));
        }
        if let Some((record, scenarios)) = Record::read(&carried("# figure: ", &mutated(record, &mut random))) {
            let _ = (record.request(), record.method(), record.look.profile(), record.look.theme());
            assert!(scenarios.iter().all(|(_, text)| text.len() < 200));
        }
    }
    // Lists within lists, and more scenarios than there are lines.
    assert!(Manifest::read(&"[".repeat(1_000_000)).is_none());
    let many = format!(
        r#"{{"words":[],"scenarios":[{}{{"name":"a","lines":2}}]}}"#,
        r#"{"name":"a","lines":18446744073709551615},"#.repeat(20_000)
    );
    let (_, scenarios) = CommandRecord::read(&carried("# command: ", &many)).unwrap();
    assert_eq!(
        scenarios.iter().map(|(_, text)| text.trim().len()).sum::<usize>(),
        "format = 1\nduration = \"1 d\"".len()
    );
}

/// Writes a file of a share with the manifest that goes with it.
fn forge(desk: &Desk, folder: &str, name: &str, content: &str) {
    let mut manifest = desk.manifest(folder);
    for file in manifest["files"].as_array_mut().unwrap() {
        if file["name"] == name {
            file["sha256"] = json!(onset::run::fingerprint(content.as_bytes()));
        }
    }
    desk.write(&format!("{folder}/{name}"), content);
    desk.write(&format!("{folder}/manifest.json"), manifest.to_string());
}

#[test]
fn rows_that_are_not_of_the_share_are_refused_with_their_line() {
    let desk = desk();
    for share in ["1/2", "2/2"] {
        let words = ["population", "one.toml", "-n", "6", "--no-figure", "--shard", share, "--out", &share[..1]];
        desk.good(&[&words[..], &VARY].concat());
    }
    let table = desk.read("1/subjects.csv");
    let lines: Vec<&str> = table.split_inclusive('\n').collect();
    let merge = ["merge", "1", "2", "--out", "out", "--force"];
    let refused = |content: String, words: &str| {
        forge(&desk, "1", "subjects.csv", &content);
        let message = desk.bad(1, &merge);
        assert_narrow(&message);
        assert!(message.split_whitespace().collect::<Vec<_>>().join(" ").contains(words), "{message}");
    };
    refused(lines[..3].concat(), "line 4 of 1/subjects.csv is not a row of its share");
    refused([lines[0], lines[1], lines[1], lines[2]].concat(), "line 3 of");
    refused([&table, lines[1]].concat(), "line 5 of");
    refused(table.replacen("subject,", "subjects,", 1), "line 1 of");
    refused(table.replacen(lines[1], "1,x\n", 1), "line 2 of");
    refused([lines[0], lines[1].trim_end(), ",1\n", lines[2], lines[3]].concat(), "line 2 of");
    refused([lines[0], &"1".repeat(5_000_000)].concat(), "line 2 of");
    forge(&desk, "1", "subjects.csv", &table);
    desk.good(&merge);
    // A share that says it is one of as many as there are numbers.
    let record = desk.read("1/share.json");
    forge(&desk, "1", "share.json", &record.replacen("\"of\": 2", "\"of\": 18446744073709551615", 1));
    assert!(desk.bad(1, &merge).contains("no share of a population"));
}
