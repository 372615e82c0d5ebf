//! What a scenario may build on: files below its own folder, and nothing else of the machine. No line of a file that the
//! user did not name is shown.

use super::commands::{Desk, Ran, unfolded};

/// What stands in a file that no message may show.
const SECRET: &str = "hunter2";

/// Runs the program and looks at no file: links of the desk may lead to files without an end.
#[track_caller]
fn run(desk: &Desk, words: &[&str]) -> Ran {
    let output = desk.command().args(words).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

#[track_caller]
fn refused(desk: &Desk, extends: &str, why: &str) {
    desk.write("home/course/my.toml", format!("format = 1\nextends = \"{extends}\"\n[[arm]]\nname = \"a\"\n"));
    for words in [
        &["check", "home/course/my.toml"][..],
        &["check", "home/course/my.toml", "--format", "json"],
        &["run", "home/course/my.toml", "--out", "o"],
        &["show", "home/course/my.toml", "--flat"],
        &["diff", "home/course/my.toml", "routes"],
        &["sweep", "home/course/my.toml", "parameters.k_protein=0.02..0.1:3"],
        &["page", "home/course/my.toml"],
    ] {
        let ran = run(desk, words);
        let text = unfolded(&format!("{}{}", ran.out, ran.err));
        assert_eq!(ran.code, 1, "{words:?}: {text}");
        assert!(text.contains("E026") && text.contains(why), "{extends}: {text}");
        assert!(text.contains("copy the file into"), "{extends}: {text}");
        assert!(!text.contains(SECRET) && !text.contains("root:") && !text.contains("PATH="), "{extends}: {text}");
        for written in ["o", "output", "my.html"] {
            assert!(!desk.path(written).exists(), "{words:?}");
        }
    }
}

#[test]
fn a_path_that_leads_out_of_the_folder_is_refused() {
    let desk = Desk::new();
    let base = format!("format = 1\nduration = \"1 d\"\nsecret = \"{SECRET}\"\n");
    desk.write("home/base.toml", &base);
    desk.write("home/coursework/base.toml", &base);
    let absolute = desk.path("home/course/inside.toml").to_string_lossy().replace('\\', "/");
    desk.write("home/course/inside.toml", &base);
    for extends in [
        "../base.toml",
        "../../../../../../../../etc/passwd",
        "../coursework/base.toml",
        "./../base.toml",
        "below/../../base.toml",
        "../course/../base.toml",
        // Whether it is there or not.
        "../nothing.toml",
        "..",
    ] {
        refused(&desk, extends, "it leads out of the folder");
    }
    for extends in ["/etc/passwd", "/proc/self/environ", "/dev/zero", "/nothing", &absolute] {
        refused(&desk, extends, "an absolute path leads out of the folder");
    }
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_out_of_the_folder_is_refused() {
    use std::os::unix::fs::symlink;
    let desk = Desk::new();
    desk.write("home/base.toml", format!("format = 1\nduration = \"1 d\"\nsecret = \"{SECRET}\"\n"));
    desk.write("home/course/keep/x.toml", "");
    for (name, target) in [
        ("file.toml", "../base.toml"),
        ("passwd.toml", "/etc/passwd"),
        ("environ.toml", "/proc/self/environ"),
        ("device.toml", "/dev/zero"),
    ] {
        symlink(target, desk.path(&format!("home/course/{name}"))).unwrap();
        refused(&desk, name, "it is a link that leads out of the folder");
    }
    symlink("..", desk.path("home/course/up")).unwrap();
    refused(&desk, "up/base.toml", "it is a link that leads out of the folder");
    // A link inside the folder is as good as its file.
    desk.write("home/course/keep/good.toml", "format = 1\nextends = \"single-infusion\"\n");
    symlink("keep/good.toml", desk.path("home/course/link.toml")).unwrap();
    desk.write("home/course/my.toml", "format = 1\nextends = \"link.toml\"\n");
    assert_eq!(run(&desk, &["check", "home/course/my.toml"]).code, 0);
}

#[test]
fn the_folder_of_the_file_that_was_named_bounds_the_whole_chain() {
    let desk = Desk::new();
    desk.write("far.toml", "format = 1\nextends = \"single-infusion\"\n");
    desk.write("course/beside.toml", "format = 1\nextends = \"single-infusion\"\n");
    desk.write("course/my.toml", "format = 1\nextends = \"bases/base.toml\"\n");
    // The base of a base may lie above that one, but not above the first.
    desk.write("course/bases/base.toml", "format = 1\nextends = \"../beside.toml\"\n");
    desk.good(&["check", "course/my.toml"]);
    desk.write("course/bases/base.toml", "format = 1\nextends = \"../../far.toml\"\n");
    let said = unfolded(&desk.bad(1, &["check", "course/my.toml"]));
    assert!(said.contains("course/bases/base.toml:2:11") && said.contains("it leads out of the folder"), "{said}");
    // Each of two scenarios has its own folder.
    desk.write("other/mine.toml", "format = 1\nextends = \"single-infusion\"\n");
    desk.write("course/bases/base.toml", "format = 1\nextends = \"../beside.toml\"\n[subject]\nweight = \"80 kg\"\n");
    let said = desk.good(&["diff", "course/my.toml", "other/mine.toml", "--format", "json"]);
    assert!(said.contains("80 kg"), "{said}");
}

#[test]
fn of_a_base_only_the_place_of_a_mistake_is_shown() {
    let desk = Desk::new();
    desk.write("my.toml", "format = 1\nextends = \"base.toml\"\n");
    for (base, code) in [
        // Each has the secret on the line at fault.
        (format!("duration = \"1 d\"\ntitle = [\"{SECRET}\"]\n"), "E004"),
        (format!("API_KEY={SECRET}\n"), "E001"),
        (format!("root:x:0:0:{SECRET}\n"), "E001"),
        (format!("duration = \"1 d\"\nkey = \"{SECRET}\" \"{SECRET}\"\n"), "E001"),
        (format!("duration = \"1 d\" # {SECRET}\nbad = \"{SECRET}\"\n"), "E003"),
    ] {
        desk.write("base.toml", format!("format = 1\n{base}"));
        for words in [&["check", "my.toml"][..], &["check", "my.toml", "--format", "json"], &["run", "my.toml"]] {
            let ran = desk.onset(words);
            let text = format!("{}{}", ran.out, ran.err);
            assert_eq!(ran.code, 1, "{text}");
            assert!(text.contains(code) && text.contains("base.toml"), "{text}");
            assert!(!text.contains(SECRET), "{text}");
        }
        // The user is shown the line when it is that file that is checked.
        let said = desk.bad(1, &["check", "base.toml"]);
        assert!(said.contains(SECRET), "{said}");
    }
}

#[test]
fn a_base_cannot_be_set_from_outside() {
    let desk = Desk::new();
    for base in ["routes", "nothing", "/etc/passwd"] {
        let said = desk.bad(2, &["check", "single-infusion", "--set", &format!("extends={base}")]);
        assert!(
            said.contains("E022") && said.contains("cannot be set from outside") && said.contains("= help"),
            "{said}"
        );
    }
}
