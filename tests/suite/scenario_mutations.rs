//! Damaged files: whatever the bytes, reading says something sensible and never panics.

use std::thread;
use std::time::{Duration, Instant};

use super::scenario_broken;
use super::strangers::mutate;
use onset::scenario::{Diagnostic, Override, Severity, Source, builtin, key, read, read_from, render_plain};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

/// A file that uses every key.
pub(crate) const FULL: &str = r#"format = 1
title = "Everything"
extends = "healthy-vs-stressed"
duration = "8 weeks"
show = ["improvement", "bdnf"]
time_axis = "linear"
[[slider]]
name = "k_protein"
from = 0.01
to = "0.1 1/h"
[grid]
points = 50
[[output]]
name = "relief_per_mg"
expr = "improvement / dose_total"
unit = "%/mg"
[subject]
weight = "80 kg"
preset = "stressed"
[parameters]
k_protein = "0.05 1/h"
[population]
vary = [{ name = "weight", distribution = "normal", cv = "15 %" }, { name = "ketamine_cl", cv = "30 %" }]
correlate = [{ between = ["weight", "ketamine_cl"], r = 0.5 }]
[population.uncertainty]
vary = [{ name = "formation_gain", cv = "20 %" }]
[[arm]]
name = "ketamine ü"
colour = "green"
presets = ["val66met", "esketamine"]
[arm.subject]
weight = "154 lb"
[arm.parameters]
formation_gain = 4.0
[[arm.dose]]
drug = "ketamine"
amount = "0.5 mg/kg"
route = "iv"
at = ["0 d", "2 d"]
over = "40 min"
every = "1 wk"
count = 3
lag = "10 min"
[[arm.switch]]
at = "0 h"
until = "6 h"
set = { ampa_block = 0.9 }
scale = { turnover_scale = 0.9 }
[[arm.event]]
at = "2 d"
scale_state = { nascent_synapses = 0.5 }
lose_gain = ["mature_synapses"]
[[arm]]
name = "SSRI"
[[arm.dose]]
drug = "ssri"
amount = "10 mg"
route = "oral"
every = "1 d"
until = "8 weeks"
"#;

/// Threads that share the damaged files.
const THREADS: u64 = 4;

/// How many files each of them damages.
const FILES: usize = 25_000;

/// Longest that reading one file may take.
const LONGEST: Duration = Duration::from_secs(1);

#[test]
fn a_hundred_thousand_damaged_files_are_read_without_a_panic() {
    assert_eq!(read(&Source::new("full.toml", FULL), &[]).diagnostics, []);
    let broken: Vec<String> = scenario_broken::cases().into_iter().map(|case| case.text).collect();
    let sound = builtin::BUILTINS.iter().map(|builtin| builtin.text.as_bytes().to_vec());
    let originals: Vec<Vec<u8>> = sound.chain(broken.into_iter().map(String::into_bytes)).collect();
    let originals = &originals;
    let sound: usize = thread::scope(|scope| {
        let running: Vec<_> = (0..THREADS).map(|seed| scope.spawn(move || damage_many(seed, originals))).collect();
        running.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    // Some damage is harmless, most is not.
    assert!((2_500..95_000).contains(&sound), "{sound}");
}

/// Damages files and reads them; gives how many of them can be run still.
fn damage_many(seed: u64, originals: &[Vec<u8>]) -> usize {
    let mut random = StdRng::seed_from_u64(20_241_130 + seed);
    let mut sound = 0;
    for round in 0..FILES {
        // A third of the rounds damages the file that uses every key.
        let full = FULL.as_bytes();
        let original = if round % 3 == 0 { full } else { &originals[random.random_range(0..originals.len())] };
        let mut bytes = original.to_vec();
        for _ in 0..random.random_range(1..=4) {
            damage(&mut bytes, originals, &mut random);
        }
        let started = Instant::now();
        let (source, diagnostics) = match Source::from_bytes("damaged.toml", &bytes) {
            Ok(source) => {
                // A file that builds on another finds itself, or the one that uses every key.
                let resolver = |name: &str, from: &Source| match name.len() % 3 {
                    0 => Ok(from.clone()),
                    1 => Ok(Source::new("full.toml", FULL)),
                    _ => Err("there is no such file".into()),
                };
                let outcome = read_from(&source, &[], &resolver);
                let has_errors = outcome.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error);
                assert_eq!(outcome.scenario.is_none(), has_errors);
                if let Some(scenario) = outcome.scenario {
                    assert!(!scenario.arms.is_empty() && scenario.duration > 0.0);
                    sound += 1;
                }
                (source, outcome.diagnostics)
            }
            Err(error) => (error.source, vec![error.diagnostic]),
        };
        check(&source, &diagnostics);
        let took = started.elapsed();
        assert!(took < LONGEST, "{took:?} for:\n{}", String::from_utf8_lossy(&bytes));
    }
    sound
}

fn check(source: &Source, diagnostics: &[Diagnostic]) {
    for diagnostic in diagnostics {
        assert!(!diagnostic.message.is_empty());
        assert!(diagnostic.source(source).text.get(diagnostic.span.clone()).is_some(), "{diagnostic:?}");
        let rendered = render_plain(diagnostic, source);
        assert!(rendered.chars().all(|c| !c.is_control() || c == '\n' || c == '\t'), "{rendered}");
    }
    let of_file = diagnostics.iter().filter(|diagnostic| diagnostic.base.is_none());
    assert!(of_file.is_sorted_by_key(|diagnostic| diagnostic.span.start));
}

/// Damages the file in one of the usual ways, or puts a key of any table in the place of a word.
fn damage(bytes: &mut Vec<u8>, originals: &[Vec<u8>], random: &mut StdRng) {
    if random.random_ratio(8, 9) {
        return mutate::damage(bytes, originals, random);
    }
    let at = random.random_range(0..=bytes.len());
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let start = bytes[..at].iter().rposition(|byte| !is_word(byte)).map_or(0, |before| before + 1);
    let end = bytes[at..].iter().position(|byte| !is_word(byte)).map_or(bytes.len(), |after| at + after);
    let table = key::TABLES[random.random_range(0..key::TABLES.len())];
    let key = &table.keys[random.random_range(0..table.keys.len())];
    let word = if key.example.is_empty() || random.random() { key.name } else { key.example };
    drop(bytes.splice(start..end, word.bytes()));
}

#[test]
fn the_file_that_uses_every_key_does() {
    for table in key::TABLES {
        for key in table.keys.iter().filter(|key| !matches!(key.shape, key::Shape::Reserved)) {
            // Only one of the three ways to say the output times can stand in a file.
            let is_rival = table.name == "[grid]" && key.name != "points";
            assert!(is_rival || FULL.contains(key.name), "{} {}", table.name, key.name);
        }
    }
}

#[test]
fn five_thousand_values_from_outside_are_read_without_a_panic() {
    const STEPS: &[&str] = &[
        "arm",
        "ketamine \u{fc}",
        "SSRI",
        "1",
        "2",
        "0",
        "dose",
        "switch",
        "set",
        "at",
        "amount",
        "parameters",
        "k_protein",
        "subject",
        "weight",
        "preset",
        "grid",
        "points",
        "times",
        "duration",
        "title",
        "name",
        "",
        "ampa_block",
        "99999999999999999999",
    ];
    const VALUES: &[&str] = &[
        "2x",
        "+10%",
        "-200%",
        "1e308x",
        "0.5",
        "5 mg",
        "[1, 2]",
        "[\"1 h\", \"2 h\"]",
        "{ a = 1 }",
        "",
        "\"",
        "\u{fc}",
        "8 weeks",
        "true",
        "1e999",
        "nan",
        "2020-01-01",
        "healthy",
        "[[",
        "0x",
        "x",
        "%",
        "+%",
    ];
    let mut random = StdRng::seed_from_u64(7);
    let source = Source::new("full.toml", FULL);
    let mut sound = 0;
    for _ in 0..5_000 {
        let pick = |random: &mut StdRng, from: &[&'static str]| from[random.random_range(0..from.len())];
        let given: Vec<Override> = (0..random.random_range(1..=2))
            .map(|_| {
                let steps: Vec<&str> = (0..random.random_range(1..=5)).map(|_| pick(&mut random, STEPS)).collect();
                Override { path: steps.join("."), value: pick(&mut random, VALUES).to_owned() }
            })
            .collect();
        let outcome = read(&source, &given);
        sound += usize::from(outcome.scenario.is_some());
        for diagnostic in &outcome.diagnostics {
            let text = diagnostic.given.as_ref().unwrap_or(&source.text);
            assert!(text.get(diagnostic.span.clone()).is_some(), "{diagnostic:?}");
            assert!(render_plain(diagnostic, &source).contains(diagnostic.code));
        }
    }
    assert!(sound > 20, "{sound}");
}
