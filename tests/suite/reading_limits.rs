//! Files and command lines that ask for too much, or that are not what was asked for: a message is short, names the
//! place, and its help is about that file.

use super::commands::Desk;

#[test]
fn long_words_are_not_echoed_whole() {
    let desk = Desk::new();
    let long = "x".repeat(100_000);
    desk.write("key.toml", format!("format = 1\nduration = \"1 d\"\n{long} = 1\n[[arm]]\nname = \"{long}\"\n"));
    desk.write("o.csv", format!("time [h],{long}\n1,2\n"));
    desk.write("s.csv", format!("{long}\n1\n"));
    let (set, path, vary) = (format!("--set={long}=1"), format!("{long}.toml"), format!("--vary={long}=3%"));
    for words in [
        &["check", "key.toml"][..],
        &["check", "key.toml", "--format", "json"],
        &["fit", "single-infusion", "--observed", "o.csv", "--free", "k_protein"],
        &["population", "single-infusion", "--subjects", "s.csv"],
        &["check", &path],
        &["check", &long],
        &["check", "routes", &set],
        &["population", "routes", &vary],
        &["run", &format!("--{long}")],
        &[&long],
    ] {
        let ran = desk.onset(words);
        let said = ran.out.len() + ran.err.len();
        assert!(ran.code > 0 && said < 5000, "{said} bytes: {}", ran.err.get(..500).unwrap_or(&ran.err));
    }
}

#[test]
fn messages_stop_after_fifty_and_count_the_rest() {
    let desk = Desk::new();
    let unknown: String = (0..999).map(|i| format!("key{i} = 1\n")).collect();
    desk.write("my.toml", format!("format = 1\nduration = \"1 d\"\n{unknown}[[arm]]\nname = \"a\"\n"));
    for command in ["check", "run", "page", "show"] {
        let flat = if command == "show" { &["--flat"][..] } else { &[] };
        let said = desk.bad(1, &[&[command, "my.toml"], flat].concat());
        assert_eq!(said.matches("error[E003]").count(), 50, "{command}");
        assert!(said.contains("\nand 949 more\n") && said.ends_with("my.toml: 999 errors\n"), "{command}");
    }
    // Warnings leave room for the errors behind them.
    let late =
        "[[arm.dose]]\ndrug = \"ketamine\"\namount = \"35 mg\"\nroute = \"iv\"\nat = [\"0 h\", \"9 d\"]\n".repeat(60);
    desk.write("late.toml", format!("format = 1\nduration = \"1 d\"\n[[arm]]\nname = \"a\"\n{late}[[bad]]\n"));
    let said = desk.bad(1, &["check", "late.toml"]);
    assert!(said.contains("bad") && said.contains("\nand ") && said.contains(" more\n"), "{said}");
    // A list for programs is whole.
    let ran = desk.onset(&["check", "my.toml", "--format", "json"]);
    assert_eq!(ran.out.matches("\"E003\"").count(), 999);
}

#[test]
fn a_file_that_is_too_deep_is_told_so_at_its_place() {
    let desk = Desk::new();
    let (deep, open, close) = (["a"; 100_000].join("."), "[".repeat(100_000), "]".repeat(100_000));
    for line in [format!("{deep} = 1"), format!("[{deep}]"), format!("title = {open}{close}")] {
        desk.write("deep.toml", format!("format = 1\nduration = \"1 d\"\n{line}\n[[arm]]\nname = \"a\"\n"));
        let said = desk.bad(1, &["check", "deep.toml"]);
        assert!(said.contains("too deep to be read") && said.contains("deep.toml:3:"), "{said}");
    }
}

#[test]
fn a_table_in_another_encoding_is_told_by_its_line() {
    let desk = Desk::new();
    desk.write("o.csv", b"time [h],improvement [%],arm\n1,2,a\n1,2,\xfc\n");
    desk.write("s.csv", b"subject,weight\na,70\n\xfc,70\n");
    for words in [
        &["fit", "single-infusion", "--observed", "o.csv", "--free", "k_protein"][..],
        &["figure", "single-infusion", "--observed", "o.csv", "--out", "f.svg"],
        &["population", "single-infusion", "--subjects", "s.csv"],
    ] {
        let said = desk.bad(1, words);
        assert!(said.contains(".csv: line 3: ") && said.contains("UTF-8") && said.contains("= help: "), "{said}");
    }
}

#[test]
fn observations_beyond_any_measurement_are_told_by_their_line() {
    let desk = Desk::new();
    for (row, words) in
        [("1,1e308,1", "line 3"), ("1,1,1e-300", "too small"), ("1,1,1e300", "line 3"), ("1,-1e13,1", "line 3")]
    {
        desk.write("o.csv", format!("time [h],ketamine_plasma [ng/mL],sd\n1,100,1\n{row}\n"));
        let said = desk.bad(1, &["fit", "single-infusion", "--observed", "o.csv", "--free", "ketamine_cl"]);
        assert!(said.contains(words) && said.contains("= help: "), "{said}");
    }
}

#[test]
fn the_help_fits_the_file_that_was_asked_for() {
    let desk = Desk::new();
    for words in [
        &["verify", "nope.svg"][..],
        &["fit", "single-infusion", "--observed", "nope.csv", "--free", "k_protein"],
        &["population", "single-infusion", "--subjects", "nope.csv"],
        &["merge", "nope"],
        &["fit", "single-infusion", "--observed", ".", "--free", "k_protein"],
        &["verify", "."],
    ] {
        let said = desk.bad(4, words);
        assert!(said.contains("= help: ") && !said.contains("onset list") && !said.contains("a scenario"), "{said}");
    }
    assert!(desk.bad(4, &["check", "nope.toml"]).contains("onset list"));
}

#[test]
fn a_scenario_with_a_long_name_goes_wherever_its_runs_go() {
    let desk = Desk::new();
    let name = "n".repeat(250);
    desk.write(&format!("{name}.toml"), "format = 1\nextends = \"single-infusion\"\nduration = \"2 d\"\n");
    let file = format!("{name}.toml");
    desk.good(&["run", &file, "--no-figure"]);
    desk.good(&["population", &file, "-n", "2", "--vary", "weight=10%", "--no-figure"]);
    desk.good(&["page", &file]);
    let folders: std::collections::BTreeSet<String> = desk
        .files()
        .into_keys()
        .filter_map(|name| Some(name.strip_prefix("output/")?.split_once('/')?.0.to_owned()))
        .collect();
    assert_eq!(folders.len(), 2, "{folders:?}");
    assert!(folders.iter().any(|name| name.ends_with("-population")), "{folders:?}");
    // The same name every time.
    desk.good(&["run", &file, "--no-figure"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_not_text_is_told_so() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let desk = Desk::new();
    for words in
        [&[&b"run"[..], b"bad\xff.toml"][..], &[b"check", b"bad\xff.toml"], &[b"run", b"routes", b"--set=a\xff=1"]]
    {
        let ran = desk.ran(desk.command().args(words.iter().map(|word| OsStr::from_bytes(word))));
        assert_eq!(ran.code, 2, "{ran:?}");
        assert!(
            ran.err.contains("UTF-8") && ran.err.contains('\u{fffd}') && ran.err.contains("= help: "),
            "{}",
            ran.err
        );
    }
}

#[cfg(target_os = "linux")]
#[test]
fn help_that_cannot_be_printed_is_a_failure() {
    let desk = Desk::new();
    for word in ["--help", "--version", "help"] {
        let script = format!("\"$0\" {word} > /dev/full");
        let ran = desk.ran(
            std::process::Command::new("sh").args(["-c", &script, super::commands::ONSET]).current_dir(desk.path(".")),
        );
        assert_eq!(ran.code, 4, "{ran:?}");
        assert!(ran.err.contains("standard output"), "{}", ran.err);
    }
}
