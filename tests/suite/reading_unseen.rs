//! Characters that steer a terminal, turn the direction of writing or have no width: whatever reader meets them, none
//! reaches the terminal as it is.

use std::process::Command;

use super::commands::{Desk, Ran};
use super::commands_population::{VARY, desk};
use onset::quantity::is_unseen;

/// One of each kind: two control characters of one byte, one of two, a change of direction, no width, a tag.
const UNSEEN: [char; 7] = ['\u{1b}', '\u{7f}', '\u{9b}', '\u{202e}', '\u{2066}', '\u{200b}', '\u{e0041}'];

/// Fails where a character of a foreign text is printed as it is; gives all that was said.
#[track_caller]
fn seen(ran: &Ran, words: &[&str]) -> String {
    let text = format!("{}{}", ran.out, ran.err);
    // The program's own colours: where they are asked for, a number and an m follow.
    let plain = regex::Regex::new("\u{1b}\\[[0-9;]*m").unwrap().replace_all(&text, "").into_owned();
    let colours = text.len() != plain.len();
    assert!(!colours || words.contains(&"--color=always"), "{words:?}: {text:?}");
    let raw = plain.chars().find(|letter| is_unseen(*letter) && *letter != '\n' && *letter != '\t');
    assert_eq!(raw, None, "{words:?}: {text:?}");
    text
}

/// Runs a command that must refuse what it reads and show the characters as their codes.
#[track_caller]
fn refused(desk: &Desk, words: &[&str]) {
    for colour in ["--color=never", "--color=always"] {
        let words = [words, &[colour]].concat();
        let ran = desk.onset(&words);
        let text = seen(&ran, &words);
        // In a line of a scenario the escape may be shown as it was typed.
        let is_shown = text.contains("<U+") || text.contains("\\U0");
        assert!(ran.code > 0 && is_shown, "{words:?}: {text:?}");
    }
}

#[test]
fn scenarios_show_them_as_codes() {
    for unseen in UNSEEN {
        let desk = Desk::new();
        // Control characters may not stand in TOML as they are, but as escapes.
        let escape = format!("\\U{:08X}", u32::from(unseen));
        for line in [
            format!("title = \"a{unseen}b\""),
            format!("title = \"a{escape}b\""),
            format!("\"ke{escape}y\" = 1"),
            format!("extends = \"no{escape}thing.toml\""),
            format!("k{unseen}ey = 1"),
            format!("key = a{unseen}b"),
            format!("[parameters]\n\"k{escape}\" = 1"),
            format!("[[arm]]\nname = \"a{escape}b\""),
            format!("[[arm]]\nname = \"b\"\npresets = [\"x{escape}\"]"),
            format!("[[output]]\nname = \"x{escape}\"\nexpr = \"1\""),
            format!("[[output]]\nname = \"x\"\nexpr = \"bdnf + {escape}\""),
        ] {
            let file = format!("format = 1\nduration = \"1 d\"\n{line}\n");
            desk.write("my.toml", &file);
            refused(&desk, &["check", "my.toml"]);
            refused(&desk, &["run", "my.toml"]);
            // The same in a file that another builds on; of its line only the place is shown.
            desk.write("base.toml", &file);
            desk.write("on.toml", "format = 1\nextends = \"base.toml\"\n");
            let words = ["check", "on.toml"];
            let ran = desk.onset(&words);
            seen(&ran, &words);
            assert_eq!(ran.code, 1, "{line}");
        }
    }
}

#[test]
fn tables_show_them_as_codes() {
    for unseen in UNSEEN {
        let desk = Desk::new();
        for table in [
            format!("time [h],bd{unseen}nf [1]\n1,2\n"),
            format!("time [h{unseen}],bdnf [1]\n1,2\n"),
            format!("time [h],bdnf [1]\n1,2{unseen}\n"),
            format!("time [h],bdnf [1],arm\n1,2,a{unseen}\n"),
            format!("time [h],bdnf [1],\"arm\n{unseen}\"\n1,2,a\n"),
        ] {
            desk.write("o.csv", table);
            refused(&desk, &["fit", "single-infusion", "--observed", "o.csv", "--free", "k_protein"]);
            refused(&desk, &["figure", "single-infusion", "--observed", "o.csv", "--out", "f.svg"]);
        }
        for table in
            [format!("we{unseen}ight\n70\n"), format!("weight\n7{unseen}0\n"), format!("weight [k{unseen}g]\n70\n")]
        {
            desk.write("s.csv", table);
            refused(&desk, &["population", "single-infusion", "--subjects", "s.csv"]);
        }
    }
}

#[test]
fn figures_show_them_as_codes() {
    let desk = Desk::new();
    desk.good(&["figure", "single-infusion", "--out", "f.svg"]);
    assert_eq!(desk.onset(&["why", "improvement_24h", "single-infusion", "--out", "w"]).code, 0);
    let figure = desk.read("f.svg");
    let made = desk.files().into_keys().find(|name| name.starts_with("w/") && name.ends_with(".svg")).unwrap();
    let made = desk.read(&made);
    for unseen in UNSEEN {
        // JSON holds characters as they are, or as escapes.
        let mut units = [0; 2];
        let escape: String = unseen.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")).collect();
        for (figure, old, new) in [
            (&figure, "&quot;metric&quot;:&quot;onset", format!("&quot;metric&quot;:&quot;on{escape}set")),
            (&figure, "&quot;changes&quot;:[]", format!("&quot;changes&quot;:[&quot;x{escape}=1&quot;]")),
            (&figure, "duration = &quot;", format!("dura{unseen}tion = &quot;")),
            (&made, "improvement_24h", format!("improve{escape}ment_24h")),
        ] {
            assert!(figure.contains(old), "{old} is not in the figure");
            desk.write("x.svg", figure.replacen(old, &new, 1));
            let words = ["verify", "x.svg"];
            let ran = desk.onset(&words);
            seen(&ran, &words);
            assert!(ran.code > 0, "{ran:?}");
        }
    }
}

#[test]
fn shares_show_them_as_codes() {
    let desk = desk();
    let words = ["population", "two.toml", "-n", "4", "--no-figure"];
    for (share, folder) in [("1/2", "a"), ("2/2", "b")] {
        desk.good(&[&words[..], &VARY, &["--shard", share, "--out", folder]].concat());
    }
    let share = desk.read("b/share.json");
    assert!(share.contains("two.toml"));
    for unseen in UNSEEN {
        let mut units = [0; 2];
        let escape: String = unseen.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")).collect();
        desk.write("b/share.json", share.replacen("two.toml", &format!("tw{escape}o.toml"), 1));
        refused(&desk, &["merge", "a", "b", "--out", "o"]);
    }
}

#[test]
fn the_command_line_shows_them_as_codes() {
    let desk = Desk::new();
    for unseen in UNSEEN {
        let word = format!("a{unseen}b");
        let with = |text: &str| text.replace('#', &word);
        for words in [
            vec!["check".to_owned(), with("#.toml")],
            vec!["check".to_owned(), with("#")],
            vec![with("#")],
            vec!["run".to_owned(), with("--#")],
            vec!["run".to_owned(), "routes".to_owned(), "--method".to_owned(), with("#")],
            vec!["run".to_owned(), "routes".to_owned(), with("--set=#")],
            vec!["run".to_owned(), "routes".to_owned(), with("--set=#=1")],
            vec!["run".to_owned(), "routes".to_owned(), with("--set=subject.weight=#")],
            vec!["population".to_owned(), "routes".to_owned(), with("--vary=#=3%")],
            vec!["sweep".to_owned(), "routes".to_owned(), with("#=1..2:3")],
            vec!["verify".to_owned(), with("#.svg")],
            vec!["merge".to_owned(), with("#")],
            vec!["explain".to_owned(), with("#")],
            vec!["why".to_owned(), with("#"), "routes".to_owned()],
            vec!["equations".to_owned(), "routes".to_owned(), with("--arm=#")],
        ] {
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            refused(&desk, &words);
        }
    }
    let explain = ["check", "--explain", "a\u{1b}\u{202e}"];
    assert!(seen(&desk.onset(&explain), &explain).contains("<U+001B><U+202E>"));
    // A line feed cannot make a line that looks like the program's own.
    for words in
        [&["check", "x\nerror: y.toml"][..], &["run", "routes", "--set", "x\nerror: y"], &["verify", "x\nerror: y"]]
    {
        let ran = desk.onset(words);
        assert!(ran.code > 0 && !ran.err.contains("\nerror: y"), "{}", ran.err);
    }
}

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
    let unknown: String = (0..1000).map(|i| format!("key{i} = 1\n")).collect();
    desk.write("my.toml", format!("format = 1\nduration = \"1 d\"\n{unknown}[[arm]]\nname = \"a\"\n"));
    for command in ["check", "run", "page", "show"] {
        let flat = if command == "show" { &["--flat"][..] } else { &[] };
        let said = desk.bad(1, &[&[command, "my.toml"], flat].concat());
        assert_eq!(said.matches("error[E003]").count(), 50, "{command}");
        assert!(said.contains("\nand 950 more\n") && said.ends_with("my.toml: 1000 errors\n"), "{command}");
    }
    // Warnings leave room for the errors behind them.
    let late =
        "[[arm.dose]]\ndrug = \"ketamine\"\namount = \"35 mg\"\nroute = \"iv\"\nat = [\"0 h\", \"9 d\"]\n".repeat(60);
    desk.write("late.toml", format!("format = 1\nduration = \"1 d\"\n[[arm]]\nname = \"a\"\n{late}[[bad]]\n"));
    let said = desk.bad(1, &["check", "late.toml"]);
    assert!(said.contains("bad") && said.contains("\nand ") && said.contains(" more\n"), "{said}");
    // A list for programs is whole.
    let ran = desk.onset(&["check", "my.toml", "--format", "json"]);
    assert_eq!(ran.out.matches("\"E003\"").count(), 1000);
}

#[test]
fn a_file_that_is_too_deep_is_told_so_at_its_place() {
    let desk = Desk::new();
    let (deep, open, close) = (["a"; 100_000].join("."), "[".repeat(100_000), "]".repeat(100_000));
    for line in [format!("{deep} = 1"), format!("[{deep}]"), format!("title = {open}{close}")] {
        desk.write("deep.toml", format!("format = 1\nduration = \"1 d\"\n{line}\n[[arm]]\nname = \"a\"\n"));
        let said = desk.bad(1, &["check", "deep.toml"]);
        assert!(said.contains("inside each other") && said.contains("deep.toml:3:"), "{said}");
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
        let ran =
            desk.ran(Command::new("sh").args(["-c", &script, super::commands::ONSET]).current_dir(desk.path(".")));
        assert_eq!(ran.code, 4, "{ran:?}");
        assert!(ran.err.contains("standard output"), "{}", ran.err);
    }
}
