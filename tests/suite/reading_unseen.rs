//! Characters that steer a terminal, turn the direction of writing or have no width: whatever reader meets them, none
//! reaches the terminal as it is.

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
