//! Runs whose figure shows nothing: that it is said, and why.

use super::commands::Desk;
use onset::chart::{Flat, flat};
use onset::run::run;
use onset::scenario::{EXPLANATIONS, Source, builtin, read};
use onset::solver::Options;

/// The warnings of a run of this text.
fn warnings(text: &str) -> Vec<Flat> {
    let scenario = read(&Source::new("my.toml", text), &[]).scenario.unwrap_or_else(|| panic!("{text}"));
    flat(&run(vec![("my".to_owned(), scenario)], Vec::new(), &Options::default()).unwrap())
}

const ARM: &str = "[[arm]]\nname = \"a\"\n";
const INFUSION: &str = "[[arm.dose]]\ndrug = \"ketamine\"\namount = \"0.5 mg/kg\"\nroute = \"iv\"\nover = \"40 min\"\n";
const TABLETS: &str =
    "[[arm.dose]]\ndrug = \"ssri\"\namount = \"10 mg\"\nroute = \"oral\"\nevery = \"1 d\"\nuntil = \"8 wk\"\n";

/// A scenario with these lines for the arm, and others above.
fn text(above: &str, arm: &str) -> String {
    let above = if above.contains("duration") { above.to_owned() } else { format!("duration = \"4 d\"\n{above}") };
    format!("format = 1\n{above}\n{arm}")
}

#[test]
fn the_reason_is_named() {
    let cut = format!("{ARM}[arm.parameters]\nampa_block = 1\n{INFUSION}");
    let switched =
        format!("{ARM}[[arm.switch]]\nuntil = \"3 d\"\nset = {{ mtorc1_block = 1, bdnf_phasic = 0 }}\n{INFUSION}");
    let small = format!("{ARM}{}", INFUSION.replace("0.5 mg/kg", "0.5 ug/kg"));
    let late = format!("{ARM}{INFUSION}at = \"23.999 h\"\n");
    let cases = [
        (
            text("", ARM),
            "warning[W006]: nothing to see of \"Improvement of symptoms\" in the arm \"a\"\n \
             = help: no dose is given and nothing is switched; add [[arm.dose]] below the arm",
        ),
        (
            text("show = [\"improvement\"]\n[subject]\npreset = \"healthy\"", &format!("{ARM}{INFUSION}")),
            "warning[W006]: nothing to see of \"Improvement of symptoms\" in the arm \"a\"\n \
             = help: there are no symptoms that could improve; write preset = \"stressed\" below [subject], or show \
             another quantity",
        ),
        (
            text("show = [\"ketamine_plasma\"]", &format!("{ARM}{TABLETS}")),
            "warning[W006]: nothing to see of \"Ketamine in plasma\" in the arm \"a\"\n \
             = help: no ketamine is given in this arm; give it, or show another quantity",
        ),
        (
            text("", &small),
            "warning[W006]: nothing to see of \"Improvement of symptoms\" in the arm \"a\"\n \
             = help: the dose of ketamine is too small: at most 0.202 ng/mL reach the plasma, and 0.0276 % of NMDA \
             receptors are blocked",
        ),
        (
            text("duration = \"1 d\"", &late),
            "warning[W006]: nothing to see of \"Improvement of symptoms\" in the arm \"a\"\n \
             = help: ketamine is given only 3.6 s before the end; give it earlier",
        ),
        (
            text("", &cut),
            "warning[W006]: nothing to see of \"Improvement of symptoms\" in the arm \"a\"\n \
             = help: the pathway is cut: AMPA receptors are blocked throughout (ampa_block is 1)",
        ),
        (
            text("", &switched),
            "warning[W006]: nothing to see of \"Improvement of symptoms\" in the arm \"a\"\n \
             = help: the pathway is cut: bdnf_phasic is switched from 0 h to 3 d; mtorc1_block is switched from 0 h to 3 d",
        ),
        (
            text("duration = \"1 d\"", &format!("{ARM}{TABLETS}")),
            "warning[W006]: nothing to see of \"Improvement of symptoms\" in the arm \"a\"\n \
             = help: the scenario ends after 24 h, and an SSRI takes weeks; raise \"duration\"",
        ),
        (
            text("show = [\"sedation_index\"]", &format!("{ARM}{TABLETS}")),
            "warning[W006]: nothing to see of \"Sedation\" in the arm \"a\"\n \
             = help: no ketamine is given in this arm; give it, or show another quantity",
        ),
    ];
    let mut wrong = Vec::new();
    for (text, expected) in cases {
        let found: String = warnings(&text).iter().map(Flat::text).collect();
        if found.trim_end() != expected {
            wrong.push(format!("{text}\n{found}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn what_is_flat_on_purpose_beside_others_is_not_told_of() {
    let other = ARM.replace("\"a\"", "\"b\"");
    assert_eq!(warnings(&text("", &format!("{ARM}{INFUSION}{other}"))), []);
    assert_eq!(warnings(&text("", &format!("{ARM}{INFUSION}{other}[arm.parameters]\nampa_block = 1\n{INFUSION}"))), []);
    // A dose that does nothing is a slip even there.
    let small = INFUSION.replace("mg/kg", "ug/kg");
    let found = warnings(&text("", &format!("{ARM}{INFUSION}{other}{small}")));
    assert_eq!(found.iter().map(|flat| flat.arm.as_str()).collect::<Vec<_>>(), ["b"]);
    for known in builtin::BUILTINS {
        assert_eq!(warnings(known.text), [], "{}", known.name);
    }
}

#[test]
fn its_explanation_shows_it() {
    let explanation = EXPLANATIONS.iter().find(|explanation| explanation.code == "W006").unwrap();
    let whole = |lines: &str| format!("{}{lines}\n", explanation.above);
    assert_ne!(warnings(&whole(explanation.wrong)), []);
    assert_eq!(warnings(&whole(explanation.right)), []);
}

#[test]
fn the_command_says_it_unless_quiet() {
    let desk = Desk::new();
    desk.write("my.toml", text("", ARM));
    let ran = desk.onset(&["run", "my.toml", "--no-figure"]);
    assert_eq!(ran.code, 0);
    assert!(ran.err.contains("warning[W006]: nothing to see"), "{}", ran.err);
    assert_eq!(desk.onset(&["run", "my.toml", "--no-figure", "--quiet"]).err, "");
}
