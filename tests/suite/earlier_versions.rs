//! Files and figures of earlier versions of the model: the new name is given wherever the old one can stand.

use std::fs;

use super::commands::Desk;
use super::readme::flowing;
use onset::model::GONE;
use onset::scenario::{Override, Source, builtin, read};

/// Help of the first problem of a scenario.
fn help(text: &str) -> String {
    let outcome = read(&Source::new("my.toml", text.to_owned()), &[]);
    let first = outcome.diagnostics.first().unwrap_or_else(|| panic!("nothing is wrong with {text}"));
    format!("{} {}", first.message, first.help.join(" "))
}

#[test]
fn a_gone_name_is_told_what_has_its_place_and_why_wherever_it_stands() {
    let base = builtin::find("single-infusion").unwrap().text;
    for gone in GONE {
        let told = [gone.now, gone.why, "version 2"];
        let key = gone.key;
        for text in [
            base.replace("show = [", &format!("show = [\"{key}\", ")),
            base.replace("[[arm]]", &format!("[parameters]\n{key} = 0.5\n\n[[arm]]")),
            base.replace(
                "[[arm]]",
                &format!("[[output]]\nname = \"mine\"\nunit = \"1\"\nexpr = \"2 * {key}\"\n\n[[arm]]"),
            ),
        ] {
            let help = help(&text);
            assert!(told.iter().all(|words| help.contains(words)), "{text}\n{help}");
        }
        let desk = Desk::new();
        desk.write("seen.csv", format!("time [h],{key} [1]\n1,0.2\n"));
        for (code, words) in [
            (2, vec!["explain", key]),
            (2, vec!["figure", "single-infusion", "--kind", "phase", "--x", "bdnf", "--y", key, "--out", "f.svg"]),
            (1, vec!["fit", "single-infusion", "--observed", "seen.csv", "--free", "k_protein"]),
        ] {
            let said = flowing(&desk.bad(code, &words));
            assert!(told.iter().all(|words| said.contains(words)), "{words:?}\n{said}");
        }
        let change = Override::parse(&format!("parameters.{key}=1")).unwrap();
        let outcome = read(&builtin::find("single-infusion").unwrap().source(), &[change]);
        let help = outcome.diagnostics[0].help.join(" ");
        assert!(told.iter().all(|words| help.contains(words)), "{help}");
    }
}

#[test]
fn a_value_that_only_version_1_took_is_told_why() {
    let base = builtin::find("default-mode-network").unwrap().text;
    let old = base.replace("potentiation_gain = 0.0", "potentiation_gain = 10.0");
    assert!(old != base);
    let help = help(&old);
    assert!(help.contains("outside its bounds") && help.contains("version 1"), "{help}");
}

#[test]
fn a_figure_of_version_1_is_told_so() {
    let desk = Desk::new();
    desk.good(&["figure", "single-infusion", "--out", "now.svg"]);
    let now = desk.read("now.svg");
    let program = format!("# program: onset {}", env!("CARGO_PKG_VERSION"));
    assert!(now.contains(&program));
    assert!(!desk.good(&["verify", "now.svg"]).contains("version 1"));
    fs::write(desk.path("before.svg"), now.replace(&program, "# program: onset 0.1.0")).unwrap();
    let ran = desk.onset(&["verify", "before.svg"]);
    let said = flowing(&format!("{}{}", ran.out, ran.err));
    assert!(said.contains("it was made with version 1 of the model, and this program has version 2"), "{said}");
}
