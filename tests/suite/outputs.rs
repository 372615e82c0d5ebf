//! Quantities that a scenario computes from others: columns, metrics, figures.

use super::commands::{Desk, table};

use onset::chart::comparison;
use onset::export::{Format, Study};
use onset::metrics::NEEDED;
use onset::run::{Run, metrics_csv, metrics_json, trajectory_csv};
use onset::scenario::{Scenario, Source, read, render_plain};
use onset::simulate::Plan;
use onset::solver::Options;

const INFUSION: &str = "[[arm]]\nname = \"a\"\n[[arm.dose]]\ndrug = \"ketamine\"\namount = \"35 mg\"\nroute = \"iv\"\n\
                        at = \"1 h\"\nover = \"40 min\"\n[[arm.dose]]\ndrug = \"ketamine\"\namount = \"5 mg\"\nroute = \"iv\"\nat = \"6 h\"\n";

/// A scenario with outputs of name, formula and unit.
#[track_caller]
fn scenario(outputs: &[(&str, &str, &str)], arm: &str) -> Scenario {
    let mut text = "format = 1\nduration = \"2 d\"\n[grid]\nevery = \"10 min\"\n".to_owned();
    for (name, expr, unit) in outputs {
        text.push_str(&format!("[[output]]\nname = \"{name}\"\nexpr = '{expr}'\nunit = \"{unit}\"\n"));
    }
    let source = Source::new("my.toml", text + arm);
    let outcome = read(&source, &[]);
    let messages: String = outcome.diagnostics.iter().map(|diagnostic| render_plain(diagnostic, &source)).collect();
    assert_eq!(messages, "");
    outcome.scenario.unwrap()
}

fn run(scenario: Scenario) -> Run {
    onset::run::run(vec![("my".to_owned(), scenario)], Vec::new(), &Options::default()).unwrap()
}

/// The values of a column of the trajectories, not a number where a cell is empty.
fn column(csv: &str, header: &str) -> Vec<f64> {
    let rows = table(csv);
    let at =
        rows[0].iter().position(|name| name == header).unwrap_or_else(|| panic!("{header} is not in {:?}", rows[0]));
    rows[1..].iter().map(|row| if row[at].is_empty() { f64::NAN } else { row[at].parse().unwrap() }).collect()
}

#[track_caller]
fn close(a: f64, b: f64) {
    assert!((a - b).abs() <= 1e-12 * a.abs().max(b.abs()) || (a.is_nan() && b.is_nan()), "{a} is not {b}");
}

/// A formula, its unit, and the same computed from `bdnf` and `glutamate`.
type Case = (&'static str, &'static str, fn(f64, f64) -> f64);

#[test]
fn a_formula_is_computed_as_it_reads() {
    let cases: [Case; 8] = [
        ("bdnf + 2 * glutamate - 1", "1", |b, g| b + 2.0 * g - 1.0),
        ("-(bdnf - glutamate)^2 / 2", "1", |b, g| -(b - g) * (b - g) / 2.0),
        ("bdnf - glutamate - 1", "1", |b, g| b - g - 1.0),
        ("bdnf / glutamate / 2", "1", |b, g| b / g / 2.0),
        ("2e-1*bdnf^-2", "1", |b, _| 0.2 / (b * b)),
        ("bdnf * 100 % + 5 %", "%", |b, _| 100.0 * b + 5.0),
        ("100 % - bdnf", "%", |b, _| 100.0 - 100.0 * b),
        ("--bdnf", "%", |b, _| 100.0 * b),
    ];
    let outputs: Vec<(String, &str, &str)> =
        cases.iter().enumerate().map(|(i, (expr, unit, _))| (format!("out{i}"), *expr, *unit)).collect();
    let outputs: Vec<(&str, &str, &str)> =
        outputs.iter().map(|(name, expr, unit)| (name.as_str(), *expr, *unit)).collect();
    let csv = trajectory_csv(&run(scenario(&outputs, INFUSION)));
    let (bdnf, glutamate) = (column(&csv, "bdnf [1]"), column(&csv, "glutamate [1]"));
    for (i, (_, unit, expected)) in cases.iter().enumerate() {
        let found = column(&csv, &format!("out{i} [{unit}]"));
        for (row, value) in found.iter().enumerate() {
            let wanted = expected(bdnf[row], glutamate[row]);
            assert!((value - wanted).abs() < 1e-11 * wanted.abs().max(1.0), "{i}: {value} is not {wanted}");
        }
    }
}

#[test]
fn the_dose_so_far_counts_infusions_as_they_run_in_and_nothing_is_divided_by_zero() {
    let outputs = [
        ("given", "dose_total", "mg"),
        ("in_g", "dose_total", "g"),
        ("relief_per_mg", "improvement / dose_total", "%/mg"),
    ];
    let run = run(scenario(&outputs, INFUSION));
    let csv = trajectory_csv(&run);
    let time = column(&csv, "time [h]");
    let (given, in_g) = (column(&csv, "given [mg]"), column(&csv, "in_g [g]"));
    let (relief, improvement) = (column(&csv, "relief_per_mg [%/mg]"), column(&csv, "improvement [%]"));
    for (row, time) in time.iter().enumerate() {
        let expected = 35.0 * ((time - 1.0) * 1.5).clamp(0.0, 1.0) + if *time >= 6.0 { 5.0 } else { 0.0 };
        assert!((given[row] - expected).abs() < 1e-9, "at {time}: {} is not {expected}", given[row]);
        close(in_g[row], given[row] / 1000.0);
        if given[row] == 0.0 {
            assert!(relief[row].is_nan(), "at {time} nothing is given yet");
        } else {
            close(relief[row], improvement[row] / given[row]);
        }
    }
    let metrics = metrics_csv(&run);
    let rows = table(&metrics);
    let metric = |key: &str| rows.iter().find(|row| row[1] == key).unwrap_or_else(|| panic!("{key}")).clone();
    assert_eq!((metric("given_end")[2].as_str(), metric("given_end")[3].as_str()), ("40", "mg"));
    let peak: f64 = metric("relief_per_mg_peak")[2].parse().unwrap();
    let seen = relief.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    assert!(peak >= seen - 1e-9 && peak < 1.01 * seen, "{peak} against {seen}");
    close(metric("relief_per_mg_end")[2].parse().unwrap(), *relief.last().unwrap());
    assert_eq!(metric("relief_per_mg_end")[3], "%/mg");
    let json: serde_json::Value = serde_json::from_str(&metrics_json(&run)).unwrap();
    let found = json["metrics"].as_array().unwrap().iter().find(|row| row["metric"] == "relief_per_mg_peak").unwrap();
    close(found["value"].as_f64().unwrap(), peak);
}

#[test]
fn parameters_are_those_in_force() {
    let arm = "[subject]\nweight = \"90 kg\"\n[[arm]]\nname = \"a\"\n[[arm.switch]]\nat = \"1 h\"\nuntil = \"3 h\"\nset = { ampa_block = 0.9 }\n";
    let csv = trajectory_csv(&run(scenario(&[("block", "ampa_block", "%"), ("cl", "ketamine_cl", "L/d")], arm)));
    let (time, block, cl) = (column(&csv, "time [h]"), column(&csv, "block [%]"), column(&csv, "cl [L/d]"));
    for (row, time) in time.iter().enumerate() {
        close(block[row], if (1.0..3.0).contains(time) { 90.0 } else { 0.0 });
        close(cl[row], 24.0 * 80.0 * (90.0_f64 / 70.0).powf(0.75));
    }
}

#[test]
fn an_output_can_be_shown_and_is_in_every_file() {
    let desk = Desk::new();
    desk.write(
        "my.toml",
        "format = 1\nextends = \"single-infusion\"\nshow = [\"relief_per_mg\", \"improvement\"]\n[[output]]\n\
         name = \"relief_per_mg\"\nexpr = \"improvement / dose_total\"\nunit = \"%/mg\"\n",
    );
    let text = desk.read("my.toml");
    let run = run(read(&Source::new("my.toml", text), &[]).scenario.unwrap());
    let figure = comparison(&run);
    let panel = &figure.panels[0];
    assert_eq!(
        (panel.id.as_str(), panel.title.as_str(), panel.unit.as_str()),
        ("relief_per_mg", "Relief per mg", "%/mg")
    );
    assert!(panel.series().next().unwrap().points.len() > 20);
    desk.good(&["run", "my.toml", "--out", "out"]);
    assert!(desk.read("out/figure.csv").contains("Relief per mg"));
    assert!(desk.read("out/metrics.csv").contains("relief_per_mg_end"));
    assert!(
        desk.read("out/trajectory.csv").starts_with("arm,time [h],")
            && desk.read("out/trajectory.csv").contains(",relief_per_mg [%/mg]\n")
    );
    // Beside a scenario that does not compute it the cells of the other stay empty.
    desk.good(&["run", "my.toml", "ampa-blocked", "--out", "both", "--no-figure"]);
    let rows = table(&desk.read("both/trajectory.csv"));
    assert!(rows.iter().filter(|row| row[0].starts_with("ampa-blocked/")).all(|row| row.last().unwrap().is_empty()));
    assert!(
        desk.bad(2, &["run", "my.toml", "--set", "output.1.expr=improvment/2"])
            .contains("did you mean \"improvement\"?")
    );
}

#[test]
fn too_many_outputs_and_too_long_formulas_are_refused() {
    let codes = |outputs: String| -> Vec<&'static str> {
        let text = format!("format = 1\nduration = \"2 d\"\n{outputs}[[arm]]\nname = \"a\"\n");
        read(&Source::new("my.toml", text), &[]).diagnostics.iter().map(|diagnostic| diagnostic.code).collect()
    };
    let output =
        |number: usize, expr: &str| format!("[[output]]\nname = \"x{number}\"\nexpr = \"{expr}\"\nunit = \"1\"\n");
    assert_eq!(codes((0..20).map(|i| output(i, "bdnf")).collect()), [""; 0]);
    assert_eq!(codes((0..21).map(|i| output(i, "bdnf")).collect()), ["E015"]);
    assert_eq!(codes(output(0, &"-".repeat(399))), ["E028"]);
    assert_eq!(codes(output(0, &"(".repeat(399))), ["E028"]);
    assert_eq!(codes(output(0, &format!("bdnf{}", "+bdnf".repeat(80)))), ["E015"]);
    assert_eq!(codes(output(0, &format!("bdnf{}", "^9".repeat(9)))), ["E028"]);
}

#[test]
fn what_is_read_or_printed_again_and_again_leaves_nothing_in_memory() {
    let texts = ["improvement / dose_total", "2 * (synapse_count - 0.8) / bdnf^2 - 20 %", "-bdnf^-1 + glutamate"];
    let outputs = [("a", texts[0], "%/mg"), ("b", texts[1], "1"), ("c", texts[2], "1")];
    let protocol = |scenario: &Scenario| Study::new(scenario, &scenario.arms[0]);
    let everything = || {
        let scenario = scenario(&outputs, INFUSION);
        let plan = Plan::new(&scenario.arms[0].experiment, &[], &NEEDED, &Options::default()).unwrap();
        let printed = Format::ALL.iter().map(|format| format.print(&protocol(&scenario)).len());
        printed.sum::<usize>() + plan.steps()
    };
    // What the program computes once and keeps, such as the equations of the model, is there after the first round.
    let once = everything();
    let used = allocation_counter::measure(|| (0..20).for_each(|_| assert_eq!(everything(), once)));
    assert!(used.count_total > 1000, "{used:?}");
    assert_eq!((used.count_current, used.bytes_current), (0, 0), "{used:?}");
}
