//! `onset sweep`: each point is the run that `--set` gives, and what was done is never done again.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::commands::{Desk, assert_narrow, table};

/// A scenario of two days with two arms, of which a sweep of the first leaves the second alone.
const SHORT: &str = "format = 1\nduration = \"2 d\"\n[grid]\npoints = 20\n\
    [[arm]]\nname = \"ketamine\"\n[[arm.dose]]\ndrug = \"ketamine\"\namount = \"0.5 mg/kg\"\nroute = \"iv\"\nover = \"40 min\"\n\
    [[arm]]\nname = \"tablet, daily\"\n[[arm.dose]]\ndrug = \"ssri\"\namount = \"10 mg\"\nroute = \"oral\"\nevery = \"1 d\"\ncount = 2\n\
    [[output]]\nname = \"relief\"\nexpr = \"improvement / dose_total\"\nunit = \"%/mg\"\n";

fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("two.toml", SHORT);
    desk
}

#[test]
fn a_point_is_the_run_that_set_gives() {
    let desk = desk();
    let axes = ["arm.ketamine.dose.1.amount=0.1..1 mg/kg:3log", "parameters.k_protein=0.5x..2x:2"];
    let said = desk.good(&["sweep", "two.toml", axes[0], axes[1], "--no-figure", "--out", "swept"]);
    assert_narrow(&said);
    assert!(said.contains("6 points in 2 arms") && said.contains("greatest peak_improvement"), "{said}");
    let rows = table(&desk.read("swept/points.csv"));
    assert_eq!(rows[0][..4], ["point", "arm.ketamine.dose.1.amount [mg/kg]", "parameters.k_protein [1]", "arm"]);
    assert_eq!(rows.len(), 1 + 6 * 2);
    // The fourth point: the second dose, twice the rate.
    desk.good(&[
        "run",
        "two.toml",
        "--no-figure",
        "--out",
        "alone",
        "--set",
        "arm.ketamine.dose.1.amount=0.3162277660168 mg/kg",
        "--set",
        "parameters.k_protein=2x",
    ]);
    let alone = table(&desk.read("alone/metrics.csv"));
    for arm in ["ketamine", "tablet, daily"] {
        let row = rows.iter().find(|row| row[0] == "4" && row[3] == arm).unwrap();
        assert_eq!(row[1..3], ["0.3162277660168", "2"]);
        let values: Vec<&String> = alone[1..].iter().filter(|row| row[0] == arm).map(|row| &row[2]).collect();
        assert_eq!(row[4..row.len() - 1].iter().collect::<Vec<_>>(), values, "{arm}");
    }
    assert!(rows[0].iter().any(|head| head == "relief_peak [%/mg]"), "{:?}", rows[0]);
    assert_eq!(desk.manifest("swept")["points"], 6);
}

#[test]
fn the_same_bytes_whatever_the_number_of_threads() {
    let desk = desk();
    let sweep = |threads: &str, out: &str| {
        let axis = "arm.ketamine.dose.1.amount=0.1..1 mg/kg:9log";
        desk.good(&["sweep", "two.toml", axis, "--threads", threads, "--out", out]);
    };
    ["1", "2", "8"].into_iter().for_each(|threads| sweep(threads, threads));
    let files = |out: &str| -> Vec<(String, Vec<u8>)> {
        let of = format!("{out}/");
        let all = desk.files().into_iter();
        all.filter_map(|(name, bytes)| Some((name.strip_prefix(&of)?.to_owned(), bytes))).collect()
    };
    let names: Vec<String> = files("1").into_iter().map(|(name, _)| name).collect();
    for name in ["points.csv", "sweep.svg", "sweep.png", "sweep.txt", "sweep.csv", "curves.svg", "manifest.json"] {
        assert!(names.iter().any(|known| known == name), "{names:?}");
    }
    assert!(files("1") == files("2") && files("1") == files("8"));
    let words = desk.read("1/sweep.txt");
    assert!(words.contains("Peak improvement (%). Ketamine") && words.contains("not clinical guidance"), "{words}");
    assert!(desk.read("1/sweep.svg").contains("from the literature"));
}

#[test]
fn what_does_not_change_is_said_and_stays() {
    let desk = desk();
    let said = desk.good(&["sweep", "two.toml", "arm.ketamine.dose.1.amount=0.1..1 mg/kg:3", "--no-figure"]);
    assert!(said.contains("The same at every point: tablet, daily."), "{said}");
    let said = desk.good(&["sweep", "two.toml", "grid.points=20..40:3", "--no-figure", "--metric", "onset"]);
    assert!(said.contains("Nothing that is measured changes"), "{said}");
    let said = desk.good(&["sweep", "two.toml", "arm.ketamine.dose.1.amount=0.01..1 mg/kg:5log", "--no-figure"]);
    assert!(said.contains("onset does not exist in "), "{said}");
}

#[test]
fn runs_that_fail_are_counted_and_listed() {
    let desk = desk();
    // Half a point is none; both ends are sound.
    let ran = desk.onset(&["sweep", "two.toml", "grid.points=20..23:7", "--out", "swept", "--no-figure"]);
    assert_eq!((ran.code, ran.err.as_str()), (3, ""), "{ran:?}");
    assert!(ran.out.contains("6 runs could not be done:"), "{}", ran.out);
    assert!(
        ran.out.contains("grid.points=20.5 in \"ketamine\": \"points\" is 20.5, not a whole number"),
        "{}",
        ran.out
    );
    assert_eq!(desk.manifest("swept")["failed_runs"].as_array().unwrap().len(), 6);
    let rows = table(&desk.read("swept/points.csv"));
    assert_eq!(rows.iter().filter(|row| row.last().unwrap().contains("not a whole number")).count(), 6);
}

#[test]
fn what_is_wrong_is_told_before_anything_is_run() {
    let desk = desk();
    let cases: &[(&[&str], &str)] = &[
        (&[], "PATH=FROM..TO:N"),
        (&["parameters.k_protien=0.01..0.1:3"], "did you mean \"k_protein\"?"),
        (&["arm.ketamin.dose.1.amount=1 mg..2 mg:3"], "did you mean \"ketamine\"?"),
        (&["subject.wieght=50kg..90kg:3"], "\"weight\""),
        (&["subject.weight=50..90:3"], "50 kg"),
        (&["parameters.k_protein=1 h..2 h:3"], "a time, not a rate"),
        (&["parameters.k_protein=0.01..5:3"], "allowed: 0.005 to 1"),
        (&["parameters.k_protein=0.1..0.01:3"], "0.01..0.1:3"),
        (&["parameters.k_protein=0..0.1:3log"], "cannot begin at 0"),
        (&["parameters.k_protein=0.01..0.1:0"], "at least 2"),
        (&["parameters.k_protein=0.01..0.1:1"], "at least 2"),
        (&["parameters.k_protein=0.01..0.1:1000000000"], "at most 10000"),
        (&["parameters.k_protein=0.01..0.1:9000", "parameters.bdnf_phasic=0.5x..2x:9000"], "at most 100000"),
        (&["parameters.k_protein=1..2:3", "parameters.k_protein=1..2:3"], "swept twice"),
        (&["duration=1..2 d:2", "parameters.k_protein=1..2:3", "subject.weight=50..90 kg:3"], "1 or 2"),
        (&["duration=1..2 d:2", "--metric", "onst"], "did you mean \"onset\"?"),
        (&["duration=1..2 d:2", "--threads", "0"], "from 1 to"),
    ];
    for (words, told) in cases {
        let message = desk.bad(2, &[&["sweep", "two.toml"], *words].concat());
        assert!(message.starts_with("error") && message.contains(told), "{words:?} does not say {told}: {message}");
        assert_narrow(message.lines().skip(1).collect::<Vec<_>>().join("\n").as_str());
    }
    desk.bad(4, &["sweep", "no.toml", "duration=1..2 d:2"]);
}

#[cfg(unix)]
#[test]
fn a_sweep_that_was_stopped_goes_on_where_it_was() {
    let desk = desk();
    let axis = "parameters.k_protein=0.02..0.1:900";
    let words = |out: &'static str| ["sweep", "two.toml", axis, "--no-figure", "--threads", "2", "--out", out];
    desk.good(&words("whole"));
    let journal = || {
        let files = desk.files();
        files.into_iter().find(|(name, _)| name.starts_with("out/.sweep-") && name.ends_with(".journal"))
    };
    // Ctrl-C keeps a table; a kill leaves the journal alone, which may end within a row.
    let mut done_before = 0;
    for signal in ["-INT", "-KILL"] {
        let mut command = desk.command();
        let mut running = command.args(words("out")).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let begun = Instant::now();
        loop {
            let lines = journal().map_or(0, |(_, bytes)| bytes.iter().filter(|byte| **byte == b'\n').count());
            // The names of the columns and the two rows of each point stand below a fingerprint.
            if lines > 2 + done_before / 2 * 3 {
                break;
            }
            assert!(begun.elapsed() < Duration::from_secs(120) && running.try_wait().unwrap().is_none(), "{signal}");
            std::thread::sleep(Duration::from_millis(5));
        }
        assert!(Command::new("kill").args([signal, &running.id().to_string()]).status().unwrap().success());
        let ended = running.wait().unwrap();
        let (name, mut bytes) = journal().unwrap();
        if signal == "-INT" {
            assert_eq!(ended.code(), Some(3));
            let rows = table(&desk.read("out/points.csv")).len() - 1;
            assert_eq!(desk.manifest("out")["points"], rows / 2);
            assert!(desk.read("whole/points.csv").starts_with(&desk.read("out/points.csv")));
            done_before = rows;
        } else {
            bytes.truncate(bytes.len() - 7);
            desk.write(&name, bytes);
        }
    }
    let said = desk.good(&words("out"));
    assert!(said.contains(" are done already."), "{said}");
    assert_eq!(desk.read("out/points.csv"), desk.read("whole/points.csv"));
    assert_eq!(desk.read("out/manifest.json"), desk.read("whole/manifest.json"));
    assert_eq!(journal(), None);
    // Another sweep in the same folder does not take it for its own.
    let other = ["sweep", "two.toml", "parameters.k_protein=0.02..0.09:3", "--no-figure", "--out", "out"];
    assert!(!desk.good(&other).contains("done already"));
}

#[test]
fn a_table_that_was_changed_is_kept() {
    let desk = desk();
    let words = ["sweep", "two.toml", "subject.weight=50..90 kg:3", "--no-figure", "--out", "out"];
    desk.good(&words);
    desk.write("out/points.csv", "mine\n");
    assert!(desk.bad(4, &words).contains("points.csv"));
    desk.good(&[&words[..], &["--force"]].concat());
}
