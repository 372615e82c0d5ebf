//! `onset sensitivity`: indices of runs that can be repeated, and nothing averaged that does not exist.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use super::commands::{Desk, assert_narrow, table};

/// One infusion over two days.
const SHORT: &str = "format = 1\nduration = \"2 d\"\n[grid]\npoints = 20\n\
    [[arm]]\nname = \"ketamine\"\n[[arm.dose]]\ndrug = \"ketamine\"\namount = \"0.5 mg/kg\"\nroute = \"iv\"\nover = \"40 min\"\n";

fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("one.toml", SHORT);
    // So little that not every subject has an onset.
    desk.write("low.toml", SHORT.replace("0.5 mg/kg", "0.17 mg/kg"));
    desk
}

/// The value of an index of a parameter.
#[track_caller]
fn index(csv: &str, parameter: &str, name: &str) -> f64 {
    let rows = table(csv);
    let row = rows.iter().find(|row| row[4] == parameter && row[9] == name);
    row.unwrap_or_else(|| panic!("{name} of {parameter} is not in {csv}"))[10].parse().unwrap()
}

#[test]
fn local_indices_are_derivatives_and_their_ends_are_runs() {
    let desk = desk();
    let words = ["sensitivity", "one.toml", "--metric", "peak_improvement", "--out", "out"];
    let said = desk.good(&words);
    assert_narrow(&said);
    assert!(said.contains("for 1 %") && said.contains("change nothing at either end"), "{said}");
    let csv = desk.read("out/indices.csv");
    let peak = |out: &str, set: &str| {
        desk.good(&["run", "one.toml", "--no-figure", "--out", out, "--set", set]);
        desk.metrics(out).get("ketamine", "peak_improvement").unwrap()
    };
    assert_eq!(index(&csv, "k_protein", "at_high"), peak("high", "parameters.k_protein=1.2x"));
    assert_eq!(index(&csv, "k_protein", "at_low"), peak("low", "parameters.k_protein=0.8x"));
    let (less, more) = (peak("less", "parameters.k_protein=0.999x"), peak("more", "parameters.k_protein=1.001x"));
    let shown = (more - less) / 0.002 / peak("base", "parameters.k_protein=1x");
    let found = index(&csv, "k_protein", "elasticity");
    assert!((found - shown).abs() < 1e-4 * shown.abs(), "{found} {shown}");
    // The drug of no arm changes nothing.
    assert!(!csv.contains("ssri_cl"), "{csv}");
    let words = desk.read("out/sensitivity.txt");
    assert!(words.contains("not clinical guidance") && words.contains("disinhibition_gain"), "{words}");
    assert!(desk.read("out/sensitivity.svg").contains("from the literature"));
    assert_eq!(desk.manifest("out")["sensitivity"], "local");
}

#[test]
fn every_method_finds_the_same_parameter_first_at_any_number_of_threads() {
    let desk = desk();
    for (method, n) in [("local", None), ("morris", Some("6")), ("sobol", Some("32")), ("prcc", Some("60"))] {
        let first = |threads: &str| {
            let out = format!("{method}-{threads}");
            let mut words = vec!["sensitivity", "one.toml", "--metric", "improvement_24h", "--method", method];
            words.extend(["--vary", "k_protein=5%", "--vary", "bdnf_phasic=40%", "--vary", "ketamine_cl=2%"]);
            words.extend(["--threads", threads, "--no-figure", "--out", &out]);
            words.extend(n.iter().flat_map(|n| ["-n", n]));
            assert_narrow(&desk.good(&words));
            assert_eq!(table(&desk.read(&format!("{out}/indices.csv")))[1][4], "bdnf_phasic", "{method}");
        };
        ["1", "2", "8"].into_iter().for_each(first);
        for file in ["indices.csv", "manifest.json"] {
            let read = |threads: &str| desk.read(&format!("{method}-{threads}/{file}"));
            assert!(read("1") == read("2") && read("1") == read("8"), "{method} {file}");
        }
    }
    let words = ["sensitivity", "one.toml", "--metric", "improvement_24h", "--method", "sobol", "-n", "256"];
    let more =
        ["--vary", "k_protein", "--vary", "bdnf_phasic", "--vary", "ketamine_cl", "--no-figure", "--out", "more"];
    desk.good(&[&words[..], &more].concat());
    let shares = desk.read("more/indices.csv");
    let total: f64 = ["k_protein", "bdnf_phasic", "ketamine_cl"].map(|name| index(&shares, name, "total")).iter().sum();
    assert!((0.95..1.1).contains(&total), "{total}");
}

#[test]
fn a_metric_that_some_runs_lack_is_told_and_not_averaged() {
    let desk = desk();
    for method in ["morris", "sobol", "prcc"] {
        let words = ["sensitivity", "low.toml", "--metric", "onset", "--method", method, "-n", "40"];
        let more = ["--vary", "bdnf_phasic=40%", "--vary", "k_protein=10%", "--no-figure"];
        let said = desk.good(&[&words[..], &more].concat());
        assert!(said.contains("onset does not exist in ") && said.contains("left out"), "{said}");
        let rows = table(&desk.read("output/low-sensitivity/indices.csv"));
        let used: Vec<usize> = rows[1..].iter().map(|row| row[13].parse().unwrap()).collect();
        assert!(used.iter().all(|used| *used < 40), "{used:?}");
        assert!(desk.manifest("output/low-sensitivity")["arms"][0]["runs_without_metric"].as_u64().unwrap() > 0);
    }
    let none = ["sensitivity", "one.toml", "--metric", "ssri_cmax", "--vary", "k_protein", "--no-figure"];
    let ran = desk.onset(&none);
    assert!(ran.code == 2 && ran.err.contains("exists in no run"), "{ran:?}");
}

#[test]
fn what_is_wrong_is_told() {
    let desk = desk();
    let cases: &[(&[&str], &str)] = &[
        (&[], "--metric"),
        (&["--metric", "onst"], "did you mean \"onset\"?"),
        (&["--metric", "onset", "--method", "sobl"], "sobol"),
        (&["--metric", "onset", "--arm", "ketamin"], "did you mean \"ketamine\"?"),
        (&["--metric", "onset", "--range", "0.2"], "percent sign"),
        (&["--metric", "onset", "--range", "120%"], "below 100 %"),
        (&["--metric", "onset", "--vary", "k_protien"], "did you mean \"k_protein\"?"),
        (&["--metric", "onset", "--vary", "k_protein=0.3"], "percent sign"),
        (&["--metric", "onset", "--vary", "k_protein=0.1..0.05"], "lesser end first"),
        (&["--metric", "onset", "--vary", "k_protein=0.01..9"], "goes from 0.005 to 1 1/h"),
        (&["--metric", "onset", "--vary", "k_protein=1 h..2 h"], "is a rate"),
        (&["--metric", "onset", "--vary", "ampa_block=10%"], "--vary ampa_block=LOW..HIGH"),
        (&["--metric", "onset", "--vary", "k_protein", "--vary", "k_protein=9%"], "twice"),
        (&["--metric", "onset", "--vary", "weight"], "no derivative"),
        (&["--metric", "onset", "-n", "50"], "leave out -n"),
        (&["--metric", "onset", "--method", "sobol", "-n", "0"], "from 2"),
        (&["--metric", "onset", "--method", "sobol", "-n", "1000000000"], "65,536"),
        (&["--metric", "onset", "--method", "sobol", "--seed", "1.5"], "from 0 to"),
    ];
    for (words, told) in cases {
        let message = desk.bad(2, &[&["sensitivity", "one.toml"], *words].concat());
        assert!(message.starts_with("error") && message.contains(told), "{words:?} does not say {told}: {message}");
    }
}

#[cfg(unix)]
#[test]
fn a_study_that_is_stopped_says_what_it_found_so_far() {
    let desk = desk();
    let words = ["sensitivity", "one.toml", "--metric", "improvement_24h", "--method", "sobol", "-n", "60000"];
    let more = ["--vary", "k_protein", "--vary", "bdnf_phasic", "--no-figure", "--out", "out"];
    let mut command = desk.command();
    let mut running = command.args(words).args(more).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(running.stdout.take().unwrap()).lines();
    assert_eq!(lines.next().unwrap().unwrap(), "ketamine: 2 parameters, 60000 rows of 4 runs: 240,000 runs.");
    std::thread::sleep(std::time::Duration::from_millis(1500));
    assert!(Command::new("kill").args(["-INT", &running.id().to_string()]).status().unwrap().success());
    let said: Vec<String> = lines.map(Result::unwrap).collect();
    assert_eq!(running.wait().unwrap().code(), Some(3), "{said:?}");
    assert!(said.iter().any(|line| line.contains("of 240,000 runs.")), "{said:?}");
    assert!(index(&desk.read("out/indices.csv"), "bdnf_phasic", "total") > 0.1);
}
