//! Scenarios changed and joined on the command line.

use super::commands::{Desk, Metrics, table};
use onset::scenario::builtin;

const ARM: &str = "ketamine 0.5 mg/kg iv over 40 min";

/// The metrics of the single infusion with these changes, from the standard output so that nothing is in the way.
#[track_caller]
fn metrics(desk: &Desk, changes: &[&str]) -> Metrics {
    desk.good(&[&["run", "single-infusion", "--no-figure", "--out", "o"], changes].concat());
    desk.metrics("o")
}

#[test]
fn changed_values_change_the_result_and_are_stated() {
    let desk = Desk::new();
    let plain = metrics(&desk, &[]);
    for (change, metric) in [
        ("subject.weight=90kg", "ketamine_cmax"),
        ("parameters.k_protein=2x", "peak_improvement"),
        ("arm.1.dose.1.amount=70mg", "ketamine_auc"),
    ] {
        let said = desk.good(&["run", "single-infusion", "--no-figure", "--out", "o", "--set", change]);
        assert!(said.contains(change), "{said}");
        assert_eq!(desk.manifest("o")["changes"], serde_json::json!([change]));
        // The arm is called after its dose.
        let arm = if change.contains("amount") { "ketamine 70 mg iv over 40 min" } else { ARM };
        let (before, after) = (plain.get(ARM, metric).unwrap(), desk.metrics("o").get(arm, metric).unwrap());
        assert!((after / before - 1.0).abs() > 0.01, "{change}: {metric} {before}, then {after}");
    }
}

#[test]
fn several_changes_hold_together() {
    let desk = Desk::new();
    let together = ["--set", "subject.weight=90kg", "--set=parameters.k_protein=2x", "--without", "expectancy"];
    let both = metrics(&desk, &together);
    let manifest = desk.manifest("o");
    assert_eq!(
        manifest["changes"],
        serde_json::json!(["subject.weight=90kg", "parameters.k_protein=2x", "without expectancy"])
    );
    assert_eq!(manifest["arms"][0]["weight_kg"], 90.0);
    let changed = manifest["arms"][0]["changed_parameters"].as_array().unwrap();
    let protein = changed.iter().find(|entry| entry["name"] == "k_protein").unwrap();
    assert_eq!(protein["value"].as_f64(), protein["default"].as_f64().map(|default| 2.0 * default));
    for one in [&together[..2], &together[2..3]] {
        assert_ne!(metrics(&desk, one), both, "{one:?}");
    }
}

#[test]
fn amounts_may_be_written_in_any_unit() {
    let desk = Desk::new();
    let table = |amount: &str| {
        let change = format!("arm.1.dose.1.amount={amount}");
        desk.good(&["run", "single-infusion", "--out", "-", "--set", &change])
    };
    // The arm is called after its dose as it is typed; its numbers are the same.
    let numbers = |amount: &str| -> Vec<Vec<String>> {
        crate::suite::commands::table(&table(amount)).into_iter().map(|row| row[1..].to_vec()).collect()
    };
    let plain = numbers("0.5 mg/kg");
    assert_eq!(table("0.5 mg/kg"), desk.good(&["run", "single-infusion", "--out", "-"]));
    for amount in ["35 mg", "35000 ug", "35000 \u{b5}g", "0.035 g", "0.5mg/kg"] {
        assert!(numbers(amount) == plain, "{amount}");
    }
    assert!(numbers("36 mg") != plain);
    let message = desk.bad(2, &["run", "single-infusion", "--set", "arm.1.dose.1.amount=35 mL"]);
    assert!(message.contains("volume") && message.contains("amount"), "{message}");
}

#[test]
fn without_ampa_glutamate_rises_and_nothing_follows() {
    let desk = Desk::new();
    let plain = metrics(&desk, &[]);
    let cut = metrics(&desk, &["--without", "ampa"]);
    for (metrics, name) in [(&plain, "plain"), (&cut, "cut")] {
        assert!(metrics.get(ARM, "glutamate_peak").unwrap() > 1.2, "{name}");
    }
    assert!(plain.get(ARM, "peak_improvement").unwrap() > 40.0 && plain.get(ARM, "onset").is_some());
    assert!(cut.get(ARM, "peak_improvement").unwrap() < 1.0);
    assert_eq!(cut.get(ARM, "onset"), None);
    assert!(cut.get(ARM, "bdnf_peak").unwrap() < 0.7 * plain.get(ARM, "bdnf_peak").unwrap());
    assert_eq!(desk.manifest("o")["changes"], serde_json::json!(["without ampa"]));
}

#[test]
fn another_solver_or_tolerance_tells_the_same_story() {
    let desk = Desk::new();
    let plain = metrics(&desk, &[]);
    let peak = |metrics: &Metrics| metrics.get(ARM, "peak_improvement").unwrap();
    for options in [&["--method", "rodas5p"][..], &["--rtol", "1e-9"], &["--rtol", "1e-4"]] {
        let other = metrics(&desk, options);
        assert_ne!(other, plain, "{options:?} does nothing");
        assert!((peak(&other) / peak(&plain) - 1.0).abs() < 1e-3, "{options:?}");
        assert_eq!(other.get(ARM, "ssri_cmax"), None, "{options:?} finds a drug that is not given");
    }
}

#[test]
fn scenarios_run_together_share_a_folder_and_keep_their_names() {
    let desk = Desk::new();
    let file = "Meine Ordner/größe ä.toml";
    desk.write(file, builtin::find("single-infusion").unwrap().text);
    let said = desk.good(&["run", "routes", file, "--no-figure"]);
    assert!(said.contains("output/routes+größe ä"), "{said}");
    let folder = "output/routes+größe ä";
    let rows = table(&desk.read(&format!("{folder}/trajectory.csv")));
    let mut arms: Vec<&str> = rows[1..].iter().map(|row| row[0].as_str()).collect();
    arms.dedup();
    let routes = ["intravenous", "intramuscular", "nasal", "sublingual", "oral"];
    let expected: Vec<String> =
        routes.map(|arm| format!("routes/{arm}")).into_iter().chain([format!("größe ä/{ARM}")]).collect();
    assert_eq!(arms, expected);
    // Each arm has what it has alone.
    let alone = metrics(&desk, &[]);
    let together = desk.metrics(folder);
    for metric in ["onset", "peak_improvement", "ketamine_cmax"] {
        assert_eq!(together.get(&format!("größe ä/{ARM}"), metric), alone.get(ARM, metric), "{metric}");
    }
    assert_eq!(desk.manifest(folder)["scenarios"][1]["name"], "größe ä");
}

#[test]
fn files_of_one_name_are_told_apart() {
    let desk = Desk::new();
    let text = builtin::find("single-infusion").unwrap().text;
    desk.write("a/x.toml", text);
    desk.write("b/x.toml", text.replace("0.5 mg/kg", "1 mg/kg"));
    desk.good(&["run", "a/x.toml", "b/x.toml", "--no-figure"]);
    let metrics = desk.metrics("output/x+x-2");
    let cmax = |arm: &str| metrics.get(arm, "ketamine_cmax").unwrap();
    assert!((cmax("x-2/ketamine 1 mg/kg iv over 40 min") / cmax(&format!("x/{ARM}")) - 2.0).abs() < 1e-6);
}

#[test]
fn any_number_of_scenarios_fits_into_the_name_of_a_folder() {
    let desk = Desk::new();
    let names: Vec<&str> = builtin::BUILTINS.iter().map(|known| known.name).collect();
    desk.good(&[&["run", "--no-figure", "--rtol", "1e-4"], names.as_slice()].concat());
    let arms = desk.files().into_iter().find(|(name, _)| name.ends_with("metrics.csv")).unwrap().1;
    let arms = String::from_utf8(arms).unwrap();
    for name in names {
        assert!(arms.contains(&format!("\n{name}/")) || arms.contains(&format!("\n\"{name}/")), "{name}");
    }
}

#[test]
fn the_name_of_a_built_in_scenario_means_it_whatever_lies_around() {
    let desk = Desk::new();
    desk.write("routes/notes.txt", "mine");
    desk.write("single-infusion", "no scenario");
    desk.good(&["check", "routes", "single-infusion"]);
    assert!(desk.bad(4, &["check", "./routes"]).contains("folder"));
    desk.bad(1, &["check", "./single-infusion"]);
    let message = desk.bad(4, &["check", "amygdala.toml"]);
    assert!(message.contains("name alone: amygdala"), "{message}");
}
