//! The JSON Schema of scenario files: committed, complete, and never stricter than the reader.
//!
//! Run with `ONSET_BLESS=1` to write `scenarios/scenario.schema.json` anew.

use std::fs;
use std::path::Path;

use super::commands::Desk;
use super::{draft4, scenario_broken};
use onset::scenario::builtin::{BUILTINS, STARTER};
use onset::scenario::{Source, read, schema};
use serde_json::Value;

fn parsed() -> Value {
    serde_json::from_str(&schema()).unwrap()
}

/// What the schema has against a file; nothing where it is not TOML.
fn objections(schema: &Value, text: &str) -> Vec<String> {
    let Ok(file) = toml::from_str::<toml::Value>(text) else { return Vec::new() };
    let mut found = Vec::new();
    draft4::check(schema, &serde_json::to_value(file).unwrap(), "", &mut found);
    found
}

/// A file that holds `line` in its dose.
fn with_dose(line: &str) -> String {
    let mut text = "format = 1\nduration = \"2 d\"\n[[arm]]\nname = \"a\"\n[[arm.dose]]\n".to_owned();
    for usual in ["drug = \"ketamine\"", "amount = \"35 mg\"", "route = \"iv\"", line] {
        let key = usual.split(" =").next().unwrap();
        if usual == line || !line.starts_with(key) {
            text.push_str(&format!("{usual}\n"));
        }
    }
    text
}

fn runs(text: &str) -> bool {
    read(&Source::new("my.toml", text), &[]).scenario.is_some()
}

#[test]
fn the_committed_schema_is_up_to_date() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/scenario.schema.json");
    if std::env::var_os("ONSET_BLESS").is_some() {
        fs::write(&file, schema()).unwrap();
    }
    let committed = fs::read_to_string(&file).unwrap_or_default();
    assert!(committed == schema(), "run this test with ONSET_BLESS=1 to write {} anew", file.display());
    assert_eq!(Desk::new().good(&["schema"]), committed);
}

#[test]
fn every_built_in_scenario_fits_the_schema() {
    let schema = parsed();
    for known in BUILTINS {
        assert!(known.text.starts_with("#:schema ./scenario.schema.json\n"), "{}", known.name);
        assert_eq!(objections(&schema, known.text), [""; 0], "{}", known.name);
    }
    assert_eq!(objections(&schema, STARTER), [""; 0]);
}

#[test]
fn what_the_schema_refuses_the_reader_refuses() {
    let schema = parsed();
    let mut refused = 0;
    for case in scenario_broken::cases() {
        let objections = objections(&schema, &case.text);
        if !objections.is_empty() {
            refused += 1;
            assert!(case.read().1.scenario.is_none(), "{}: {objections:?}", case.title);
        }
    }
    assert!(refused > 30, "{refused}");
}

#[test]
fn every_spelling_that_the_reader_takes_fits_the_schema() {
    let schema = parsed();
    let doses = [
        "amount = \" 35mg \"",
        "amount = \"+35.0 mg\"",
        "amount = \".5 mg*kg^-1\"",
        "amount = \"35e3 \u{b5}g\"",
        "amount = \"3.5e+4 \u{3bc}g\"",
        "amount = \"\\u00850.5 mg / kg\"",
        "at = []",
        "at = [\"-0 h\", \"2 h*h/h\"]",
        "at = \"1 h\"",
        "over = \"2400\\tsec\"",
        "every = \"0.2 wk\"\ncount = 1.0",
        "every = \"1 d\"\ncount = 0x2",
    ];
    let mut taken = 0;
    let others = [
        "format = 1.0\nduration = \"2 d\"\nshow = []\n[grid]\npoints = 5e2\n[[arm]]\nname = \"\u{e4}\"\npresets = []\ndose = []",
        "format = 1\nduration = \"2 d\"\n[parameters]\nk_protein = \"0.05\"\n[[arm]]\nname = \"a\"",
        "format = 1\nduration = \"2 d\"\n[parameters]\nk_protein = \"1.2 1/d\"\nampa_block = \"90 %\"\n[[arm]]\nname = \"a\"",
        "format = 1\nduration = \"2 d\"\n[[arm]]\nname = \"a\"\n[[arm.switch]]\nset.stress = -0.0\nscale.turnover_scale = \"90%\"",
        "format = 1\nduration = \"2 d\"\narm = [{ name = \"a\", subject = { weight = \"150 lb\" } }]",
    ];
    for text in doses.map(with_dose).iter().map(String::as_str).chain(others) {
        if runs(text) {
            taken += 1;
            assert_eq!(objections(&schema, text), [""; 0], "{text}");
        }
    }
    assert!(taken >= 14, "{taken}");
}

#[test]
fn the_schema_sees_common_mistakes() {
    let schema = parsed();
    for line in [
        "amout = \"1 mg\"",
        "amount = 35",
        "amount = \"35\"",
        "amount = \"0,5 mg\"",
        "route = \"intravenous\"",
        "drug = \"esketamine\"",
        "at = [1, 2]",
        "count = 2.5",
    ] {
        assert_ne!(objections(&schema, &with_dose(line)), [""; 0], "{line}");
    }
    for text in ["format = 1", "format = 1\nduration = \"2 d\"\narm = []"] {
        assert_ne!(objections(&schema, text), [""; 0], "{text}");
    }
    let bounds = "format = 1\nduration = \"2 d\"\n[parameters]\nk_protein = 50\n[[arm]]\nname = \"a\"";
    assert_eq!(objections(&schema, bounds).len(), 1);
}
