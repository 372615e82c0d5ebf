//! `onset fit`: finds what made the observations, and says what they cannot tell.

use super::commands::{Desk, assert_narrow, table};

/// One infusion over a day.
const SHORT: &str = "format = 1\nduration = \"1 d\"\n[grid]\ntimes = [\"0.5 h\", \"1 h\", \"2 h\", \"4 h\", \"8 h\", \"12 h\"]\n\
    [[arm]]\nname = \"ketamine\"\n[[arm.dose]]\ndrug = \"ketamine\"\namount = \"0.5 mg/kg\"\nroute = \"iv\"\nover = \"40 min\"\n";

const TIMES: [&str; 6] = ["0.5", "1", "2", "4", "8", "12"];

fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("one.toml", SHORT);
    desk
}

/// What a run gives of a signal at the times of the grid.
#[track_caller]
fn run(desk: &Desk, signal: &str, set: &[&str]) -> Vec<f64> {
    let mut words = vec!["run", "one.toml", "--no-figure", "--out", "run", "--rtol", "1e-9", "--force"];
    words.extend(set.iter().flat_map(|set| ["--set", set]));
    desk.good(&words);
    let rows = table(&desk.read("run/trajectory.csv"));
    let column = rows[0].iter().position(|head| head.starts_with(&format!("{signal} ["))).unwrap();
    TIMES.iter().map(|time| rows.iter().find(|row| row[1] == *time).unwrap()[column].parse().unwrap()).collect()
}

fn observations(head: &str, values: &[f64]) -> String {
    let rows = TIMES.iter().zip(values).map(|(time, value)| format!("{time},{value}\n"));
    format!("time [h],{head}\n{}", rows.collect::<String>())
}

/// Estimate and standard error of a parameter.
#[track_caller]
fn estimate(desk: &Desk, out: &str, name: &str) -> (f64, Option<f64>) {
    let rows = table(&desk.read(&format!("{out}/estimates.csv")));
    let row = rows.iter().find(|row| row[0] == name).unwrap();
    (row[3].parse().unwrap(), row[4].parse().ok())
}

#[test]
fn what_made_the_observations_is_found() {
    let desk = desk();
    let truth = [("ketamine_cl", 61.0), ("ketamine_v1", 45.0)];
    let values = run(&desk, "ketamine_plasma", &["parameters.ketamine_cl=61", "parameters.ketamine_v1=45"]);
    // In another unit, as a spreadsheet of Windows has it.
    let text = observations("ketamine_plasma [mg/L]", &values.iter().map(|v| v / 1000.0).collect::<Vec<_>>());
    desk.write("levels.csv", format!("\u{feff}{}", text.replace('\n', "\r\n")));
    let words = ["fit", "one.toml", "--observed", "levels.csv", "--free", "ketamine_cl,ketamine_v1", "--out", "out"];
    let said = desk.good(&words);
    assert_narrow(&said);
    for (name, value) in truth {
        let (found, error) = estimate(&desk, "out", name);
        assert!((found / value - 1.0).abs() < 1e-6, "{name}: {found}");
        assert!(error.unwrap() < 1e-4 * value, "{name}: {error:?}");
    }
    // The line that runs it does.
    let sets: Vec<&str> = said.lines().filter_map(|line| line.trim().strip_prefix("--set ")).collect();
    let sets: Vec<&str> = sets.iter().map(|set| set.trim_end_matches(" \\")).collect();
    let again = run(&desk, "ketamine_plasma", &sets);
    assert!(again.iter().zip(&values).all(|(a, b)| (a / b - 1.0).abs() < 1e-4), "{again:?} {values:?}");
    let words_of = desk.read("out/fit.txt");
    assert!(words_of.contains("Observed less fitted") && words_of.contains("not clinical guidance"), "{words_of}");
    assert!(desk.read("out/fit.svg").contains("from the literature"));
    assert_eq!(desk.manifest("out")["observed"]["observations"], 6);
    let before = desk.files();
    desk.good(&words);
    assert!(desk.files() == before, "the same bytes each time");
}

#[test]
fn standard_errors_are_those_of_the_book() {
    let desk = desk();
    let truth = run(&desk, "ketamine_plasma", &[]);
    let noise = [4.0, -3.0, 2.0, -1.0, 0.6, -0.4];
    let values: Vec<f64> = truth.iter().zip(noise).map(|(value, noise)| value + noise).collect();
    desk.write("levels.csv", observations("ketamine_plasma [ng/mL]", &values));
    desk.good(&["fit", "one.toml", "--observed", "levels.csv", "--free", "ketamine_cl", "--out", "out", "--no-figure"]);
    let (found, error) = estimate(&desk, "out", "ketamine_cl");
    let at = |cl: f64| run(&desk, "ketamine_plasma", &[&format!("parameters.ketamine_cl={cl}")]);
    let (less, here, more) = (at(found * 0.999), at(found), at(found * 1.001));
    let slopes: Vec<f64> = less.iter().zip(&more).map(|(a, b)| (b - a) / (0.002 * found)).collect();
    let left: Vec<f64> = values.iter().zip(&here).map(|(a, b)| a - b).collect();
    // At the least sum of squares the residuals have nothing along the derivative.
    let along: f64 = left.iter().zip(&slopes).map(|(a, b)| a * b).sum();
    let squares = |values: &[f64]| values.iter().map(|value| value * value).sum::<f64>();
    assert!(along.abs() < 1e-4 * (squares(&left) * squares(&slopes)).sqrt(), "{along}");
    let expected = (squares(&left) / 5.0 / squares(&slopes)).sqrt();
    assert!((error.unwrap() / expected - 1.0).abs() < 1e-4, "{error:?} {expected}");
    // With errors that are known, the standard error rests on them: 2 ng/mL everywhere.
    let rows: String = TIMES.iter().zip(&values).map(|(time, value)| format!("{time},{value},2\n")).collect();
    desk.write("levels.csv", format!("time [h],ketamine_plasma [ng/mL],sd\n{rows}"));
    desk.good(&["fit", "one.toml", "--observed", "levels.csv", "--free", "ketamine_cl", "--out", "out", "--no-figure"]);
    let (again, error) = estimate(&desk, "out", "ketamine_cl");
    assert!((again / found - 1.0).abs() < 1e-6, "equal errors weigh nothing: {again} {found}");
    assert!((error.unwrap() / (2.0 / squares(&slopes).sqrt()) - 1.0).abs() < 1e-4, "{error:?}");
}

#[test]
fn what_the_points_cannot_tell_is_warned_of() {
    let desk = desk();
    let improvement = run(&desk, "improvement", &["parameters.formation_gain=4"]);
    desk.write("mood.csv", observations("improvement [%]", &improvement));
    let levels = run(&desk, "ketamine_plasma", &[]);
    desk.write("levels.csv", observations("ketamine_plasma [ng/mL]", &levels));
    desk.write("two.csv", "time [h],ketamine_plasma [ng/mL]\n1,150\n2,70\n");
    desk.write("high.csv", "time [h],ketamine_plasma [ng/mL]\n4,4000\n8,3500\n12,3000\n");
    let cases = [
        ("mood.csv", "mtorc1_gain,protein_gain", "cannot tell mtorc1_gain and protein_gain apart"),
        ("levels.csv", "ketamine_cl,ssri_cl", "the points tell nothing of ssri_cl"),
        ("two.csv", "ketamine_cl,ketamine_v1", "2 points cannot tell 2 parameters"),
        ("high.csv", "ketamine_cl", "ketamine_cl ended at a bound"),
    ];
    for (file, free, told) in cases {
        let ran = desk.onset(&["fit", "one.toml", "--observed", file, "--free", free, "--no-figure", "--out", "out"]);
        assert_eq!(ran.code, 0, "{ran:?}");
        assert!(ran.err.contains("warning: ") && ran.err.contains(told) && ran.err.contains("= help:"), "{}", ran.err);
        assert_narrow(&ran.out);
        assert_narrow(&ran.err);
    }
}

#[test]
fn broken_tables_and_command_lines_are_told() {
    let desk = desk();
    desk.write("good.csv", "time [h],ketamine_plasma [ng/mL]\n1,150\n2,70\n4,30\n");
    desk.write(
        "output.toml",
        format!("{SHORT}[[output]]\nname = \"left\"\nexpr = \"2 * improvement\"\nunit = \"%\"\n"),
    );
    let tables = [
        ("time [h],ketamin_plasma [ng/mL]\n1,150\n", "line 1", "did you mean \"ketamine_plasma\"?"),
        ("time [h],ketamine_plasma [mg]\n1,150\n", "line 1", "write \"ketamine_plasma [ng/mL]\""),
        ("time [h],ketamine_plasma [ng/mL]\n1,150\n\n2,\n", "line 4", "has no value"),
        ("time [h],ketamine_plasma [ng/mL]\r\n1,\"12,5\"\r\n", "line 2", "12.5"),
        ("time [h];ketamine_plasma [ng/mL]\n1;150\n", "line 1", "semicolons"),
    ];
    for (text, line, told) in tables {
        desk.write("bad.csv", text);
        let message = desk.bad(1, &["fit", "one.toml", "--observed", "bad.csv", "--free", "ketamine_cl"]);
        assert!(message.contains("bad.csv") && message.contains(line) && message.contains(told), "{message}");
    }
    desk.bad(4, &["fit", "one.toml", "--observed", "none.csv", "--free", "ketamine_cl"]);
    desk.bad(4, &["fit", "one.toml", "--observed", ".", "--free", "ketamine_cl"]);
    desk.write("left.csv", "time [h],left [%]\n1,90\n");
    let cases: [(&[&str], &str); 6] = [
        (&["one.toml", "--observed", "good.csv"], "--free"),
        (&["one.toml", "--free", "ketamine_cl"], "--observed"),
        (&["one.toml", "--observed", "good.csv", "--free", "ketamine_c"], "did you mean \"ketamine_cl\"?"),
        (&["one.toml", "--observed", "good.csv", "--free", "ketamine_cl,ketamine_cl"], "twice"),
        (&["one.toml", "--observed", "good.csv", "--free", ""], "no parameter"),
        (&["output.toml", "--observed", "left.csv", "--free", "k_protein"], "an output of the scenario"),
    ];
    for (words, told) in cases {
        let message = desk.bad(2, &[&["fit"], words].concat());
        assert!(message.contains(told), "{words:?} does not say {told}: {message}");
    }
}
