//! Scenario files that are wrong: where the message points, and that nothing is written.

use super::commands::Desk;
use onset::scenario::builtin;

/// A good file; the cases change a line of it. The dose begins on line 8.
const GOOD: &str = r#"format = 1
duration = "10 d"
[subject]
weight = "70 kg"
[parameters]
k_protein = 0.05
[[arm]]
name = "a"
[[arm.dose]]
drug = "ketamine"
amount = "35 mg"
route = "iv"
at = "1 h"
over = "40 min"
every = "2 d"
until = "9 d"
[[arm.switch]]
at = "2 h"
until = "6 h"
set = { ampa_block = 0.9 }
"#;

/// Runs and checks a file that must be refused at a place, `line:column`, with these words.
#[track_caller]
fn refused(bytes: impl AsRef<[u8]>, place: &str, words: &[&str]) {
    let desk = Desk::new();
    desk.write("my file.toml", bytes);
    let message = desk.bad(1, &["run", "my file.toml", "--no-figure"]);
    let text = String::from_utf8_lossy(message.as_bytes()).into_owned();
    assert!(text.contains(&format!("my file.toml:{place}\n")), "not at {place}: {text}");
    for word in words {
        assert!(text.contains(word), "\"{word}\" is not in {text}");
    }
    assert_eq!(desk.bad(1, &["check", "my file.toml"]), message);
    assert_eq!(desk.bad(1, &["run", "my file.toml", "--out", "-"]), message);
}

/// The good file with one line in the place of another.
#[track_caller]
fn with(line: &str, other: &str) -> String {
    assert_eq!(GOOD.matches(&format!("{line}\n")).count(), 1, "{line}");
    GOOD.replace(&format!("{line}\n"), &format!("{other}\n"))
}

#[test]
fn the_file_that_the_cases_change_is_good() {
    let desk = Desk::new();
    desk.write("good.toml", GOOD);
    desk.good(&["check", "good.toml"]);
}

#[test]
fn an_unknown_key_is_told_with_the_one_that_was_meant() {
    refused(with("weight = \"70 kg\"", "wieght = \"70 kg\""), "4:1", &["wieght", "\"weight\""]);
    refused(with("route = \"iv\"", "route = \"iv\"\nrate = \"1 mg/min\""), "13:1", &["rate", "[[arm.dose]]"]);
    refused(with("k_protein = 0.05", "k_protien = 0.05"), "6:1", &["k_protien", "\"k_protein\""]);
    refused(with("route = \"iv\"", "route = \"vi\""), "12:9", &["vi", "\"iv\""]);
}

#[test]
fn a_unit_of_the_wrong_kind_is_told_with_both_kinds() {
    refused(with("amount = \"35 mg\"", "amount = \"35 mL\""), "11:10", &["amount", "volume"]);
    refused(with("over = \"40 min\"", "over = \"40 mg\""), "14:8", &["over", "time"]);
    refused(with("weight = \"70 kg\"", "weight = \"70 h\""), "4:10", &["weight", "time"]);
    refused(with("k_protein = 0.05", "k_protein = \"0.05 mg\""), "6:13", &["k_protein", "1/h"]);
}

#[test]
fn a_missing_unit_is_asked_for() {
    refused(with("weight = \"70 kg\"", "weight = 70"), "4:10", &["unit", "70 kg"]);
    refused(with("at = \"1 h\"", "at = 1"), "13:6", &["unit"]);
    refused(with("amount = \"35 mg\"", "amount = \"35\""), "11:10", &["unit"]);
}

#[test]
fn numbers_out_of_bounds_are_told_with_the_bounds() {
    refused(with("amount = \"35 mg\"", "amount = \"-35 mg\""), "11:10", &["-35 mg", "allowed"]);
    refused(with("at = \"1 h\"", "at = \"-1 h\""), "13:6", &["-1 h", "allowed"]);
    refused(with("weight = \"70 kg\"", "weight = \"7 kg\""), "4:10", &["20 kg", "300 kg"]);
    refused(with("k_protein = 0.05", "k_protein = 5000"), "6:13", &["k_protein", "allowed"]);
    refused(with("k_protein = 0.05", "k_protein = -0.05"), "6:13", &["k_protein", "allowed"]);
    refused(with("set = { ampa_block = 0.9 }", "set = { ampa_block = 1.5 }"), "20:22", &["ampa_block", "allowed"]);
    refused(with("every = \"2 d\"", "every = \"0 h\""), "15:9", &["every", "allowed"]);
}

#[test]
fn numbers_that_are_none_are_refused() {
    for number in ["nan", "inf", "-inf", "1e999"] {
        refused(with("k_protein = 0.05", &format!("k_protein = {number}")), "6:13", &["k_protein"]);
    }
    refused(with("amount = \"35 mg\"", "amount = \"nan mg\""), "11:10", &["amount"]);
    refused(with("duration = \"10 d\"", "duration = \"1e999 d\""), "2:12", &["duration"]);
}

#[test]
fn values_that_are_allowed_alone_but_not_together_are_refused() {
    refused(with("k_protein = 0.05", "fp_oral = 0.9"), "6:11", &["fp_oral", "f_oral", "at most 1"]);
}

#[test]
fn doses_and_switches_at_impossible_times_are_refused() {
    let late = with("at = \"1 h\"", "at = \"11 d\"").replace("every = \"2 d\"\nuntil = \"9 d\"\n", "");
    refused(late, "13:6", &["before the end", "10 d"]);
    refused(with("until = \"9 d\"", "until = \"0.5 h\""), "16:9", &["until"]);
    refused(with("until = \"6 h\"", "until = \"1 h\""), "19:9", &["until"]);
}

#[test]
fn a_million_doses_are_refused_at_once() {
    let many = with("every = \"2 d\"", "every = \"1 s\"");
    refused(many.replace("until = \"9 d\"", "count = 1000000"), "15:9", &["times"]);
    refused(many, "15:9", &["times"]);
}

#[test]
fn an_empty_file_is_told_to_be_empty() {
    for text in ["", "\n\n", "# nothing but a remark\n", "\u{feff}"] {
        refused(text, "1:1", &["no scenario"]);
    }
}

#[test]
fn a_file_that_is_no_text_is_told_where_it_stops_to_be_one() {
    let latin = with("name = \"a\"", "name = \"#\"").into_bytes();
    let latin: Vec<u8> = latin.into_iter().map(|byte| if byte == b'#' { 0xfc } else { byte }).collect();
    refused(latin, "8:9", &["UTF-8"]);
    let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(GOOD.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    refused(utf16, "1:1", &["UTF-8", "UTF-16"]);
}

#[test]
fn a_file_that_is_no_toml_is_told_where() {
    refused(with("amount = \"35 mg\"", "amount = \"35 mg"), "11:16", &["quotation mark"]);
    refused(with("[[arm.dose]]", "[[arm.dose]"), "9:12", &["]"]);
}

#[test]
fn marks_and_line_ends_of_other_systems_change_nothing() {
    let text = builtin::find("single-infusion").unwrap().text;
    let desk = Desk::new();
    desk.write("plain.toml", text);
    desk.write("windows.toml", format!("\u{feff}{}", text.replace('\n', "\r\n")));
    let plain = desk.good(&["run", "plain.toml", "--out", "-"]);
    assert!(desk.good(&["run", "windows.toml", "--out", "-"]) == plain);
    // A mistake is found at the same place.
    let bad = with("route = \"iv\"", "route = \"vi\"");
    refused(format!("\u{feff}{}", bad.replace('\n', "\r\n")), "12:9", &["\"iv\""]);
}

#[test]
fn all_that_is_wrong_is_said_in_one_pass_and_counted() {
    let desk = Desk::new();
    let text = with("weight = \"70 kg\"", "weight = 70")
        .replace("amount = \"35 mg\"", "amuont = \"35 mg\"")
        .replace("over = \"40 min\"", "over = \"40 hours\"")
        .replace("until = \"6 h\"", "until = \"6 mg\"");
    desk.write("bad.toml", text);
    desk.write("worse.toml", with("route = \"iv\"", "route = \"vi\""));
    let message = desk.bad(1, &["run", "bad.toml", "worse.toml"]);
    let mut before = 0;
    for place in ["bad.toml:4:10", "bad.toml:11:1", "bad.toml:14:8", "bad.toml:19:9", "worse.toml:12:9"] {
        let at = message.find(place).unwrap_or_else(|| panic!("{place} is not in {message}"));
        assert!(at > before, "{place} is out of order in {message}");
        before = at;
    }
    assert!(message.contains("^^^^^^ "), "{message}");
    assert!(message.contains("warning") && message.contains("errors, 1 warning\n"), "{message}");
    assert!(message.ends_with("worse.toml: 1 error\n"), "{message}");
}
