//! `onset check` for programs, and what a code means.

use super::commands::{Desk, assert_narrow};
use onset::scenario::CODES;
use serde_json::{Value, json};

const BROKEN: &str = "format = 1\nduration = \"2 d\"\n[[arm]]\nname = \"\u{e4}\"\n[[arm.dose]]\ndrug = \"ketamine\"\namout = \"35 mg\"\nroute = \"iv\"\nover = \"40 h\"\n";

fn findings(out: &str) -> Vec<Value> {
    serde_json::from_str(out).unwrap()
}

#[test]
fn a_program_gets_every_finding_with_its_place() {
    let desk = Desk::new();
    desk.write("bad.toml", BROKEN);
    let ran = desk.onset(&["check", "bad.toml", "routes", "--format", "json"]);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    let found = findings(&ran.out);
    assert_eq!(
        found[0],
        json!({
            "file": "bad.toml", "severity": "error", "code": "E003",
            "line": 7, "column": 1, "end_line": 7, "end_column": 6,
            "message": "unknown key \"amout\" in [[arm.dose]]", "label": "unknown key",
            "help": ["did you mean \"amount\"?"],
        })
    );
    assert_eq!(found.last().unwrap()["file"], "bad.toml");
    let late = ["check", "routes", "--format", "json", "--set", "arm.1.dose.1.over=40 h"];
    let found = findings(&desk.good(&late));
    assert_eq!((&found[0]["file"], &found[0]["severity"]), (&json!("--set"), &json!("warning")));
    assert_eq!(findings(&desk.good(&["check", "routes", "--format", "json", "--quiet"])), [] as [Value; 0]);
}

#[test]
fn bytes_that_are_no_text_are_a_finding_and_a_missing_file_is_a_failure() {
    let desk = Desk::new();
    desk.write("bytes.toml", b"title = \"\xff\"\n");
    let ran = desk.onset(&["check", "bytes.toml", "--format", "json"]);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    assert_eq!(findings(&ran.out)[0]["code"], "E002");
    assert!(desk.bad(4, &["check", "routes", "none.toml", "--format", "json"]).contains("none.toml"));
    let wrong = ["check", "routes", "--format", "json", "--set", "subject.weight=90"];
    let ran = desk.onset(&wrong);
    assert_eq!((ran.code, ran.err.as_str()), (2, ""));
    assert_eq!(findings(&ran.out)[0]["code"], "E009");
}

#[test]
fn every_code_is_explained_with_an_example() {
    let desk = Desk::new();
    for (code, meaning) in CODES {
        let said = desk.good(&["check", "--explain", &code.to_lowercase()]);
        assert_narrow(&said);
        assert!(said.starts_with(&format!("{code}: {meaning}\n\n")), "{said}");
        assert_eq!(said.contains("\nInstead of\n    "), *code != "E002", "{said}");
    }
}
