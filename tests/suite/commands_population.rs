//! `onset population`: the same subjects whatever is asked about them, and clear words where it cannot be.

use std::fs;

use super::commands::{Desk, Ran, assert_narrow, table, unfolded};
use onset::scenario::builtin;

/// A scenario of two days, so that many subjects are quickly run.
pub(crate) const SHORT: &str = "format = 1\nduration = \"2 d\"\n[grid]\npoints = 20\n\
    [[arm]]\nname = \"ketamine\"\n[[arm.dose]]\ndrug = \"ketamine\"\namount = \"0.5 mg/kg\"\nroute = \"iv\"\nover = \"40 min\"\n";

/// Another arm of it.
pub(crate) const TABLETS: &str = "[[arm]]\nname = \"SSRI\"\n[[arm.dose]]\ndrug = \"ssri\"\namount = \"10 mg\"\nroute = \"oral\"\nevery = \"1 d\"\ncount = 2\n";

pub(crate) const VARY: [&str; 6] =
    ["--vary", "ketamine_cl=30%", "--vary", "weight=15%", "--vary", "formation_gain=40%"];

pub(crate) fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("one.toml", SHORT);
    desk.write("two.toml", [SHORT, TABLETS].concat());
    desk
}

#[track_caller]
fn run(desk: &Desk, scenario: &str, out: &str, more: &[&str]) -> Ran {
    let words = [&["population", scenario, "--seed", "7", "--out", out, "--no-figure"], &VARY[..], more].concat();
    let ran = desk.onset(&words);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{words:?}");
    ran
}

pub(crate) fn files(desk: &Desk, out: &str) -> Vec<(String, Vec<u8>)> {
    let prefix = format!("{out}/");
    desk.files().into_iter().filter_map(|(name, bytes)| Some((name.strip_prefix(&prefix)?.to_owned(), bytes))).collect()
}

/// The rows of one arm without its name.
fn rows_of(csv: &str, arm: &str) -> Vec<String> {
    let named = format!(",{arm},");
    csv.lines().filter(|line| line.contains(&named)).map(|line| line.replacen(&named, ",", 1)).collect()
}

#[test]
fn the_same_bytes_whatever_the_number_of_threads() {
    let desk = desk();
    for threads in ["1", "2", "8"] {
        run(&desk, "two.toml", threads, &["-n", "150", "--keep", "both", "--threads", threads]);
    }
    let one = files(&desk, "1");
    let names: Vec<&str> = one.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        ["bands.csv", "manifest.json", "metrics.csv", "response.csv", "subjects.csv", "trajectories.csv"]
    );
    assert!(one == files(&desk, "2") && one == files(&desk, "8"));
}

#[test]
fn subjects_stay_who_they_are() {
    let desk = desk();
    desk.write("outputs.toml", [SHORT, "[[output]]\nname = \"lift\"\nexpr = \"2 * bdnf\"\nunit = \"1\"\n"].concat());
    run(&desk, "one.toml", "few", &["-n", "100"]);
    run(&desk, "one.toml", "many", &["-n", "157"]);
    run(&desk, "two.toml", "arms", &["-n", "100"]);
    run(&desk, "one.toml", "signals", &["-n", "100", "--set", "show=[\"bdnf\", \"improvement\"]"]);
    run(&desk, "outputs.toml", "outputs", &["-n", "100"]);
    let few = desk.read("few/subjects.csv");
    assert!(desk.read("many/subjects.csv").starts_with(&few), "more subjects");
    assert_eq!(rows_of(&desk.read("arms/subjects.csv"), "ketamine"), rows_of(&few, "ketamine"), "another arm");
    assert_eq!(desk.read("signals/subjects.csv"), few, "another signal");
    assert_eq!(desk.read("outputs/subjects.csv"), few, "another output");
    // Both arms have the same subjects: the same weight, and the same clearance where it is typical of both.
    let rows = table(&desk.read("arms/subjects.csv"));
    for pair in rows[1..].chunks_exact(2) {
        assert_eq!((pair[0][1].as_str(), pair[1][1].as_str()), ("ketamine", "SSRI"));
        assert_eq!(pair[0][2..5], pair[1][2..5]);
    }
    // Another parameter that varies changes the clearance of no subject.
    run(&desk, "one.toml", "more", &["-n", "100", "--vary", "f_oral=20%,logit-normal"]);
    let column = |csv: &str, name: &str| -> Vec<String> {
        let rows = table(csv);
        let place = rows[0].iter().position(|header| header.starts_with(name)).unwrap();
        rows[1..].iter().map(|row| row[place].clone()).collect()
    };
    assert_eq!(column(&few, "ketamine_cl"), column(&desk.read("more/subjects.csv"), "ketamine_cl"));
}

#[test]
fn a_subject_of_a_table_is_what_a_run_of_its_values_gives() {
    let desk = desk();
    desk.write("own.csv", "subject,weight [kg],ketamine_cl [mL/min]\nA,90,1000\nB,60,1500\n");
    let said = desk.good(&[
        "population",
        "one.toml",
        "--subjects",
        "own.csv",
        "--out",
        "listed",
        "--no-figure",
        "--rtol",
        "1e-9",
    ]);
    assert!(said.contains("subjects from own.csv: weight, ketamine_cl"), "{said}");
    desk.good(&[
        "run",
        "one.toml",
        "--no-figure",
        "--out",
        "alone",
        "--set",
        "subject.weight=90kg",
        "--set",
        "parameters.ketamine_cl=60",
        "--rtol",
        "1e-11",
    ]);
    let rows = table(&desk.read("listed/subjects.csv"));
    assert_eq!(rows.len(), 3);
    let metrics = desk.metrics("alone");
    for (header, value) in rows[0].iter().zip(&rows[1]).skip(4) {
        let alone = metrics.get("ketamine", header.split(' ').next().unwrap());
        match (alone, value.parse::<f64>().ok()) {
            (Some(a), Some(b)) => {
                // The place of a flat top is known to the root of rounding.
                let is_place = header.starts_with("time_of_peak") || header.contains("_tmax");
                let allowed = if is_place { 1e-6 } else { 1e-9 };
                assert!((a - b).abs() <= allowed * a.abs(), "{header}: {a} {b}");
            }
            (a, b) => assert_eq!(a, b, "{header}"),
        }
    }
}

#[test]
fn percentiles_and_shares_are_those_of_the_subjects() {
    let desk = desk();
    let said = run(&desk, "one.toml", "out", &["-n", "201", "--set", "arm.1.dose.1.amount=0.15mg/kg"]).out;
    assert_narrow(&said);
    let rows = table(&desk.read("out/subjects.csv"));
    let place = |name: &str| rows[0].iter().position(|header| header.starts_with(name)).unwrap();
    let values = |name: &str| -> Vec<f64> {
        let mut values: Vec<f64> = rows[1..].iter().filter_map(|row| row[place(name)].parse().ok()).collect();
        values.sort_by(f64::total_cmp);
        values
    };
    let metrics = table(&desk.read("out/metrics.csv"));
    let row = |name: &str| metrics.iter().find(|row| row[2] == name).unwrap();
    for name in ["peak_improvement", "ketamine_cmax"] {
        let exact = values(name)[100];
        let median: f64 = row(name)[8].parse().unwrap();
        assert!((median / exact - 1.0).abs() < 0.01, "{name}: {median} against {exact}");
    }
    let onsets = values("onset");
    assert_eq!(row("onset")[4..6], [onsets.len().to_string(), (201 - onsets.len()).to_string()]);
    let response = table(&desk.read("out/response.csv"));
    assert_eq!(response[0][3..], ["onset [%]", "response [%]", "remission [%]"]);
    for (column, step) in (3..).zip(["onset", "response", "remission"]) {
        let last: f64 = response.last().unwrap()[column].parse().unwrap();
        assert!((last - 100.0 * values(step).len() as f64 / 201.0).abs() < 1e-9, "{step}");
    }
    assert!((10..201).contains(&onsets.len()), "some have an onset: {}", onsets.len());
}

#[test]
fn uncertainty_is_a_layer_of_its_own() {
    let desk = Desk::new();
    let layers = "[population]\nvary = [{ name = \"ketamine_cl\", cv = \"30 %\" }]\n\
        [population.uncertainty]\nvary = [{ name = \"formation_gain\", cv = \"20 %\" }]\n";
    desk.write("file.toml", [SHORT, layers].concat());
    let said = desk.good(&["population", "file.toml", "-n", "40", "--no-figure", "--out", "out"]);
    assert!(said.contains("varies: ketamine_cl 30 %") && said.contains("uncertain: formation_gain 20 %"), "{said}");
    let rows = table(&desk.read("out/metrics.csv"));
    let find = |layer: &str, metric: &str| {
        let row = rows.iter().find(|row| row[0] == layer && row[2] == metric).unwrap();
        [6, 10].map(|i| row[i].parse::<f64>().unwrap())
    };
    // What is uncertain touches no plasma level, and what varies does.
    let [low, high] = find("uncertainty", "ketamine_cmax");
    assert!(high / low < 1.01);
    let [low, high] = find("subjects", "ketamine_cmax");
    assert!(high / low > 1.05);
    let [low, high] = find("uncertainty", "peak_improvement");
    assert!(high / low > 1.05);
}

#[test]
fn what_cannot_be_asked_is_told() {
    let desk = desk();
    desk.write("late.csv", "weight,ketamine_cl\n70,80\n70,NaN\n");
    desk.write("litres.csv", "weight [L]\n70\n");
    let vary = ["--vary", "ketamine_cl=30%"];
    let cases: &[(&[&str], &str)] = &[
        (&["-n", "0"], "at least one subject"),
        (&["-n", "1000000000000"], "1 to 1,000,000,000"),
        (&["-n", "-5"], "-5"),
        (&["-n", "many"], "whole number"),
        (&[], "--number"),
        (&["-n", "5", "--seed", "-1"], "-1"),
        (&["-n", "5", "--seed", "18446744073709551616"], "0 to 9007199254740991"),
        (&["-n", "5", "--threads", "0"], "1 to 1024"),
        (&["-n", "5", "--vary", "ketamine_cl=0.3"], "30 % or 0.3 %?"),
        (&["-n", "5", "--vary", "ketamine_c=30%"], "did you mean \"ketamine_cl\"?"),
        (&["-n", "5", "--vary", "ketamine_cl=30%,cauchy"], "log-normal"),
        (&["-n", "5", "--vary", "ketamine_cl"], "NAME=CV"),
        (&["-n", "5", "--vary", "ketamine_v1=20%", "--vary", "ketamine_v1=30%"], "varies twice"),
        (&["-n", "5", "--correlate", "ketamine_cl,f_oral=0.5"], "f_oral is correlated, but does not vary"),
        (&["-n", "5", "--correlate", "ketamine_cl,ketamine_cl=0.5"], "with itself"),
        (&["-n", "5", "--correlate", "ketamine_cl=0.5"], "A,B=R"),
        (&["-n", "5", "--vary", "f_injection=900%,normal"], "lies within its bounds"),
        (&["-n", "5", "--set", "grid.points=100000"], "5000"),
        (&["-n", "5", "--keep", "nothing"], "trajectories"),
        (&["--subjects", "late.csv"], "--vary"),
    ];
    for (words, told) in cases {
        let message = unfolded(&desk.bad(2, &[&["population", "one.toml"], &vary[..], words].concat()));
        assert!(message.contains(told), "{words:?}\n{message}");
    }
    desk.write("alike.toml", [SHORT, "[population]\nvary = []\n"].concat());
    let message = desk.bad(2, &["population", "alike.toml", "-n", "5"]);
    assert!(message.contains("nothing varies") && message.contains("--vary"), "{message}");
    for (file, told) in
        [("late.csv", "late.csv: line 3: \"ketamine_cl\" is \"NaN\""), ("litres.csv", "\"weight [kg]\"")]
    {
        let message = desk.bad(1, &["population", "one.toml", "--subjects", file]);
        assert!(message.contains(told), "{message}");
    }
    let message = desk.bad(4, &["population", "one.toml", "--subjects", "absent.csv"]);
    assert!(message.contains("cannot read absent.csv"), "{message}");
}

#[test]
fn foreign_files_and_busy_folders_are_left_alone() {
    let desk = desk();
    desk.write("out/subjects.csv", "mine\n");
    let words = ["population", "one.toml", "-n", "5", "--vary", "ketamine_cl=30%", "--out", "out", "--no-figure"];
    assert!(desk.bad(4, &words).contains("are kept"));
    let lock = fs::File::create(desk.path("out/.onset.lock")).unwrap();
    lock.try_lock().unwrap();
    let message = desk.bad(4, &[&words[..], &["--force"]].concat());
    assert!(message.contains("another run is writing to out"), "{message}");
    drop(lock);
    desk.good(&[&words[..], &["--force"]].concat());
    assert!(!desk.path("out/.onset.lock").exists());
    desk.good(&words);
}

#[test]
fn a_figure_shows_the_median_the_bands_and_some_subjects() {
    let desk = Desk::new();
    desk.write("demo.toml", builtin::find("ketamine-vs-ssri").unwrap().text);
    desk.good(&["population", "demo.toml", "-n", "24", "--vary", "formation_gain=30%", "--out", "out", "--quiet"]);
    let rows = table(&desk.read("out/figure.csv"));
    let series: Vec<&str> = rows[1..].iter().map(|row| row[1].as_str()).collect();
    assert!(series.iter().any(|name| name.ends_with("5-to-95:lower")), "{:?}", &series[..5]);
    assert!(desk.read("out/figure.svg").contains("With a response so far"));
    assert!(desk.path("out/figure.png").is_file());
}

/// The variability and the correlation that were asked for are those of the subjects, to four standard errors.
#[test]
fn subjects_vary_and_go_together_as_asked() {
    let desk = desk();
    desk.write("day.toml", SHORT.replace("2 d", "1 h"));
    let number = 2000_i32;
    desk.good(&[
        "population",
        "day.toml",
        "-n",
        &number.to_string(),
        "--vary",
        "ketamine_cl=30%",
        "--vary",
        "ketamine_v1=20%",
        "--correlate",
        "ketamine_cl,ketamine_v1=0.6",
        "--no-figure",
        "--out",
        "out",
    ]);
    let rows = table(&desk.read("out/subjects.csv"));
    assert_eq!(rows[0][..4], ["subject", "arm", "ketamine_cl [L/h]", "ketamine_v1 [L]"]);
    let logs = |column: usize| -> Vec<f64> {
        let mut logs: Vec<f64> = rows[1..].iter().map(|row| row[column].parse::<f64>().unwrap().ln()).collect();
        let mean = logs.iter().sum::<f64>() / f64::from(number);
        logs.iter_mut().for_each(|log| *log -= mean);
        logs
    };
    let (a, b) = (logs(2), logs(3));
    let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>() / f64::from(number);
    let error = 4.0 / f64::from(number).sqrt();
    for (logs, cv) in [(&a, 0.3_f64), (&b, 0.2)] {
        let expected = (1.0 + cv * cv).ln();
        assert!((product(logs, logs) / expected - 1.0).abs() < error * 2.0_f64.sqrt(), "{cv}");
    }
    let r = product(&a, &b) / (product(&a, &a) * product(&b, &b)).sqrt();
    assert!((r - 0.6).abs() < error * (1.0 - 0.36), "{r}");
}

/// Ctrl-C: what is done is kept and counted, and the same run can be begun again.
#[cfg(unix)]
#[test]
fn an_interrupted_run_keeps_what_is_done() {
    use std::process::{Command, Stdio};
    use std::time::{Duration, Instant};

    let desk = desk();
    let words = ["population", "one.toml", "-n", "10000000", "--vary", "weight=15%", "--no-figure", "--out", "out"];
    let mut running = desk.command().args(words).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let begun = Instant::now();
    // The table of subjects is there under another name once it is being written.
    let is_begun = |name: &String, bytes: &Vec<u8>| {
        name.starts_with("out/.onset-") && name.ends_with(".part") && !bytes.is_empty()
    };
    while !desk.files().iter().any(|(name, bytes)| is_begun(name, bytes)) {
        assert!(begun.elapsed() < Duration::from_secs(60), "nothing is written");
        std::thread::sleep(Duration::from_millis(20));
    }
    assert!(Command::new("kill").args(["-INT", &running.id().to_string()]).status().unwrap().success());
    assert_eq!(running.wait().unwrap().code(), Some(3));
    let rows = table(&desk.read("out/subjects.csv"));
    let manifest = desk.manifest("out");
    assert!(rows.len() > 1);
    assert_eq!(manifest["subjects"], rows.len() - 1);
    assert_eq!(manifest["subjects_asked_for"], 10_000_000);
    let left: Vec<String> = desk.files().into_keys().filter(|name| name.starts_with("out/.")).collect();
    assert_eq!(left, [""; 0]);
    // Those that were run are the first of any such run.
    let again = ["population", "one.toml", "-n", "20", "--vary", "weight=15%", "--no-figure", "--out", "again"];
    desk.good(&again);
    assert!(desk.read("out/subjects.csv").starts_with(&desk.read("again/subjects.csv")));
}
