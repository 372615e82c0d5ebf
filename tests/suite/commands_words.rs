//! The words of the command line: help, mistakes, colours, pipes.

use std::collections::BTreeMap;
use std::io::Read;
use std::process::{Command, Stdio};

use super::commands::{Desk, ONSET, assert_narrow, table};
use onset::scenario::{Link, builtin};

/// Every command, as the help lists them.
fn commands(desk: &Desk) -> Vec<String> {
    let top = desk.good(&["--help"]);
    let listed = top.split("Commands:").nth(1).unwrap().split("Options:").next().unwrap();
    let names = listed.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    names.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help").map(str::to_owned).collect()
}

#[test]
fn every_command_has_help_with_an_example() {
    let desk = Desk::new();
    let top = desk.good(&["--help"]);
    let commands = commands(&desk);
    assert!(commands.len() > 9, "{commands:?}");
    for command in commands.iter().map(String::as_str) {
        for long in ["--help", "-h"] {
            let help = desk.good(&[command, long]);
            assert_narrow(&help);
            assert!(help.contains(&format!("\n  onset {command}")), "{help}");
            assert!(help.contains(&format!("Usage: onset {command}")), "{help}");
        }
    }
    assert_narrow(&top);
    assert_narrow(&desk.good(&["-h"]));
    assert!(top.contains("Exit codes:") && top.contains("not clinical guidance"), "{top}");
    for link in Link::ALL {
        assert!(desk.good(&["run", "--help"]).contains(link.description()), "{link:?}");
    }
    assert_eq!(desk.good(&["--version"]), format!("onset {}\n", env!("CARGO_PKG_VERSION")));
}

/// The examples of the help and of the README: lines that begin with the program, without remarks.
#[cfg(unix)]
fn examples(desk: &Desk) -> Vec<String> {
    let readme = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let mut texts = vec![desk.good(&["--help"]), std::fs::read_to_string(readme).unwrap()];
    texts.extend(commands(desk).iter().map(|command| desk.good(&[command, "--help"])));
    let lines = texts.iter().flat_map(|text| text.lines());
    let typed = lines.map(str::trim).filter(|line| *line == "onset" || line.starts_with("onset "));
    typed.map(|line| line.split("   ").next().unwrap().split(" #").next().unwrap().trim().to_owned()).collect()
}

#[cfg(unix)]
#[test]
fn every_example_works_as_it_stands() {
    let desk = Desk::new();
    let examples = examples(&desk);
    assert!(examples.len() > 15, "{examples:?}");
    desk.write("my.toml", builtin::find("single-infusion").unwrap().text);
    desk.write("levels.csv", "time [h],ketamine_plasma [ng/mL],sd [ng/mL]\n0.5,125,12\n1,118,12\n4,24,3\n");
    let folder = std::path::Path::new(ONSET).parent().unwrap();
    let path = std::env::join_paths([folder, "/usr/bin".as_ref(), "/bin".as_ref()]).unwrap();
    let mut known: BTreeMap<String, bool> = BTreeMap::new();
    let mut has_no_figure = |command: &str| {
        let ask = || desk.good(&[command, "--help"]).contains("--no-figure");
        *known.entry(command.to_owned()).or_insert_with(ask) && command != "watch"
    };
    for example in examples {
        // Figures are drawn in other tests, and slowly here.
        let line = match example.split(' ').nth(1) {
            None => "onset demo --no-figure".to_owned(),
            Some(command) if has_no_figure(command) => {
                example.replacen(&format!("onset {command}"), &format!("onset {command} --no-figure"), 1)
            }
            Some("new") => format!("{example} --force"),
            // It goes on until it is stopped as by Ctrl-C, once it has drawn.
            Some("watch") => format!(
                "{example} --no-figure > said & watch=$!; \
                 while kill -0 $watch && ! grep -q Watching said 2> /dev/null; do sleep 0.1; done; \
                 kill -INT $watch; wait $watch"
            ),
            Some(_) => example,
        };
        let mut shell = Command::new("sh");
        shell.arg("-c").arg(&line).env("PATH", &path).current_dir(desk.path("")).stdin(Stdio::null());
        let ran = desk.ran(&mut shell);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{line}");
    }
}

#[test]
fn a_wrong_command_line_is_told_and_nothing_is_done() {
    let desk = Desk::new();
    desk.write("my.toml", builtin::find("routes").unwrap().text);
    let cases: &[(&[&str], &str)] = &[
        (&["run", "routes", "--bogus"], "--bogus"),
        (&["run", "routes", "--thme", "dark"], "--theme"),
        (&["run"], "FILE"),
        (&["run", "routs"], "did you mean \"routes\"?"),
        (&["check", "single-infusio"], "did you mean \"single-infusion\"?"),
        (&["show", "single_infusion"], "did you mean \"single-infusion\"?"),
        (&["show", "zzzzzzzz"], "onset list"),
        (&["show"], "NAME"),
        (&["new"], "FILE"),
        (&["completions"], "SHELL"),
        (&["completions", "cmd.exe"], "powershell"),
        (&["man", "rnu"], "did you mean \"run\"?"),
        (&["man", "zzzzzz"], "onset --help"),
        (&["check"], "FILE"),
        (&["check", "--explain", "E999"], "E001 to E029"),
        (&["check", "routes", "--explain", "E001"], "--explain"),
        (&["run", "routes", "--erase-new-spines", "soon"], "a number of days"),
        (&["run", "routes", "--erase-new-spines", "2 kg"], "a number of days"),
        (&["run", "routes", "--erase-new-spines=-1"], "from 0"),
        (&["run", "routes", "--erase-new-spines", "400"], "routes ends before that"),
        (&["claims", "zzzzzz"], "lists them all"),
        (&["claims", "--run", "ssri-week"], "did you mean \"ssri-weeks\"?"),
        (&["claims", "--run", "not-addictive"], "nothing to show"),
        (&["claims", "ssri", "--run", "ssri-weeks"], "--run"),
        (&["why"], "METRIC"),
        (&["why", "improvment_24h"], "did you mean \"improvement_24h\"?"),
        (&["why", "zzzzzz"], "choose from onset"),
        (&["why", "onset", "routs"], "did you mean \"routes\"?"),
        (&["why", "onset", "routes", "--arm", "orall"], "did you mean \"oral\"?"),
        (&["evidence", "pk-cmx"], "did you mean \"pk-cmax\"?"),
        (&["evidence", "zzzzzz"], "`onset evidence` shows them all"),
        (&["evidence", "--protocol"], "<ID>"),
        (&["evidence", "pk-cmax", "dmn-24h", "--protocol"], "one finding"),
        (&["evidence", "--set", "parameters.k_protien=2"], "\"k_protein\""),
        (&["parameters", "unobtainium"], "without a word"),
        (&["parameters", "k_protein", "--basis", "literature"], "without --basis there are 1"),
        (&["parameters", "--basis", "guessed"], "assumed"),
        (&["new", "x.toml", "--from", "rutes"], "did you mean \"routes\"?"),
        (&["run", "routes", "routes"], "twice"),
        (&["run", "routes", "--rtol", "1"], "1e-12"),
        (&["run", "routes", "--rtol", "0"], "1e-12"),
        (&["run", "routes", "--rtol", "nan"], "1e-12"),
        (&["run", "routes", "--rtol", "small"], "1e-12"),
        (&["run", "routes", "--set", "subject.weight"], "PATH=VALUE"),
        (&["run", "routes", "--set", "=5"], "PATH=VALUE"),
        (&["run", "routes", "--set", "subject.weight="], "PATH=VALUE"),
        (&["run", "routes", "--set", "parameters.k_protien=2"], "\"k_protein\""),
        (&["run", "routes", "--set", "subject.wieght=90kg"], "\"weight\""),
        (&["run", "routes", "--set", "subject.weight=90"], "90 kg"),
        (&["run", "routes", "--set", "arm.9.dose.1.amount=1mg"], "intravenous"),
        (&["check", "routes", "--set", "parameters.k_protein=-1"], "k_protein"),
        (&["run", "routes", "--without", "amp"], "'ampa'"),
        (&["run", "routes", "--without", "dopamine"], "interneuron"),
        (&["run", "routes", "--format", "csv"], "--out -"),
        (&["run", "routes", "--out", "-", "--format", "xml"], "csv"),
        (&["run", "routes", "--method", "euler"], "rodas5p"),
        (&["run", "routes", "--color", "sometimes"], "never"),
        (&["rum", "routes"], "'run'"),
        (&["routes"], "onset run routes"),
        (&["rutes"], "onset run routes"),
        (&["my.toml"], "onset run my.toml"),
        (&["frobnicate"], "--help"),
    ];
    for (words, told) in cases {
        let message = desk.bad(2, words);
        assert!(message.starts_with("error") && message.contains(told), "{words:?} does not say {told}: {message}");
    }
}

#[test]
fn colours_come_only_when_asked_for() {
    let desk = Desk::new();
    desk.write("bad.toml", "format = 1\n");
    let mistakes: [(i32, &[&str]); 3] =
        [(1, &["check", "bad.toml"]), (4, &["check", "no.toml"]), (2, &["check", "--no"])];
    for (code, words) in mistakes {
        for (colour, expected) in [("always", true), ("never", false), ("auto", false)] {
            for words in [[words, &["--color", colour]].concat(), [&["--color", colour][..], words].concat()] {
                let message = desk.bad(code, &words);
                assert_eq!(message.contains('\u{1b}'), expected, "{words:?}: {message}");
            }
        }
        let ran = desk.ran(desk.command().args(words).env("NO_COLOR", "1").env("CLICOLOR_FORCE", "1"));
        assert!(!ran.err.contains('\u{1b}'), "{}", ran.err);
    }
}

#[test]
fn data_on_the_standard_output_comes_alone() {
    let desk = Desk::new();
    let csv = desk.good(&["run", "single-infusion", "--out", "-"]);
    let json = desk.good(&["run", "single-infusion", "--out", "-", "--format", "json"]);
    assert_eq!(csv, desk.good(&["run", "single-infusion", "--out", "-", "--format", "csv", "--quiet"]));
    assert!(desk.files().is_empty());
    assert_eq!(table(&csv)[0][..2], ["arm", "time [h]"]);
    assert!(serde_json::from_str::<serde_json::Value>(&json).unwrap()["metrics"].is_array());
    desk.good(&["run", "single-infusion", "--no-figure", "--out", "o"]);
    assert_eq!((desk.read("o/trajectory.csv"), desk.read("o/metrics.json")), (csv, json));
    // Warnings go elsewhere.
    let late = ["run", "routes", "--out", "-", "--set", "arm.1.dose.1.over=40 h"];
    let ran = desk.onset(&late);
    assert!(ran.code == 0 && ran.err.contains("warning") && ran.out.starts_with("arm,"), "{}", ran.err);
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let desk = Desk::new();
    let typed: [&[&str]; 5] = [
        &["show", "single-infusion"],
        &["list"],
        &["run", "--help"],
        &["run", "ketamine-vs-ssri", "--out", "-"],
        &["run", "single-infusion", "--no-figure"],
    ];
    for words in typed {
        let mut child = desk.command().args(words).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let mut err = String::new();
        child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
        assert_eq!((child.wait().unwrap().code(), err.as_str()), (Some(0), ""), "{words:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let desk = Desk::new();
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let mut child = desk.command().arg("list").stdout(Stdio::from(full)).stderr(Stdio::piped()).spawn().unwrap();
    let mut err = String::new();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(4));
    assert!(err.contains("standard output") && err.contains("full"), "{err}");
}

#[test]
fn shells_and_the_manual_know_every_command() {
    let desk = Desk::new();
    let commands = commands(&desk);
    let manual = desk.good(&["man"]);
    for command in &commands {
        for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
            assert!(desk.good(&["completions", shell]).contains(command.as_str()), "{shell} does not know {command}");
        }
        assert!(manual.contains(&format!("onset\\-{command}(1)")), "{command} is not in {manual}");
        let page = desk.good(&["man", command]);
        assert!(page.contains(&format!(".TH onset-{command} 1")), "{page}");
        assert!(page.contains("onset"), "{page}");
    }
    assert!(manual.contains("not clinical guidance"), "{manual}");
}
