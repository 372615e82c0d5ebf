//! Equations in the languages of others.

use std::fs;
use std::path::Path;

use super::commands::Desk;
use onset::export::Format;
use onset::model::{OBSERVABLES, SETTINGS, STATES};

/// The printers, which must not know what they print.
fn printers() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/export");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files.map(|path| (path.display().to_string(), fs::read_to_string(&path).unwrap())).collect()
}

#[test]
fn no_printer_knows_a_quantity() {
    let printers = printers();
    assert!(printers.len() > 5);
    for (file, text) in printers {
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
        for word in text.split(|c| !is_part(c)) {
            let quantities = SETTINGS.iter().chain(STATES).chain(OBSERVABLES);
            assert!(!quantities.clone().any(|quantity| quantity.key == word), "{file} knows {word}");
        }
    }
}

#[test]
fn every_format_names_every_quantity_and_the_disclaimer() {
    let desk = Desk::new();
    for format in Format::ALL {
        let text = desk.good(&["equations", "six-infusions", "--arm", "six infusions", "--format", format.name()]);
        assert!(text.contains("not clinical guidance"), "{format:?}");
        for quantity in STATES.iter().chain(OBSERVABLES) {
            let key = quantity.key.replace('_', if format == Format::Latex { r"\_" } else { "_" });
            assert!(text.contains(&key), "{format:?} leaves out {key}");
        }
    }
}

/// Each format for one arm, as it was when it was last checked by eye; any change of the model shows here.
#[test]
fn every_format_is_as_it_was_looked_at() {
    let desk = Desk::new();
    for format in Format::ALL {
        let text = desk.good(&["equations", "six-infusions", "--arm", "1", "--format", format.name()]);
        insta::assert_snapshot!(format.name(), text);
    }
}

#[test]
fn awkward_names_are_escaped_in_every_format() {
    let desk = Desk::new();
    desk.write("awkward.toml", include_str!("../external/awkward.toml"));
    for format in Format::ALL {
        let text = desk.good(&["equations", "awkward.toml", "--format", format.name()]);
        let markup = matches!(format, Format::Html | Format::Sbml | Format::JavaScript | Format::Markdown);
        assert!(!markup || !text.contains("</script>") && !text.contains("<b>") && !text.contains("<i>"), "{format:?}");
        if matches!(format, Format::Html | Format::Sbml) {
            assert!(text.contains("&lt;/script&gt;") && text.contains("&amp;"), "{format:?}");
        }
        if format == Format::Sbml {
            roxmltree::Document::parse(&text).unwrap();
        }
        if format == Format::Latex {
            assert!(text.contains(r"\textbackslash{}alpha\_\{1\}") && text.contains(r"100 \%"), "{text}");
        }
    }
}

#[test]
fn doses_by_a_rule_stay_one_line() {
    let desk = Desk::new();
    for (format, rule) in
        [("python", "24.0 * i for i in range(56)"), ("r", "24 * (0:55)"), ("javascript", "every(24, 56)")]
    {
        let text = desk.good(&["equations", "ketamine-vs-ssri", "--arm", "2", "--format", format]);
        assert!(text.contains(rule), "{format}");
    }
    let sbml = desk.good(&["equations", "ketamine-vs-ssri", "--arm", "2", "--format", "sbml"]);
    assert_eq!(sbml.matches("<event ").count(), 1);
}

#[test]
fn what_there_is_not_is_answered_with_what_there_is() {
    let desk = Desk::new();
    let missing = desk.bad(2, &["equations", "six-infusions"]);
    assert!(missing.contains("2 arms") && missing.contains("--arm: \"six infusions\", \"one infusion\""), "{missing}");
    let near = desk.bad(2, &["equations", "six-infusions", "--arm", "six infusion"]);
    assert!(near.contains("did you mean \"six infusions\"?"), "{near}");
    let far = desk.bad(2, &["equations", "six-infusions", "--arm", "qqqq"]);
    assert!(far.contains("its arms are \"six infusions\", \"one infusion\""), "{far}");
    assert!(desk.bad(2, &["equations", "--format", "javascrip"]).contains("javascript"));
    // Each language says that the new spines are gone, whatever it calls it.
    for (format, words) in [
        ("text", "at most"),
        ("latex", "at most"),
        ("markdown", "at most"),
        ("html", "at most"),
        ("sbml", "<priority>"),
        ("antimony", "priority=1"),
        ("javascript", "loseGain: true, at: 48"),
        ("python", "(\"nascent_synapses\", None, 48.0)"),
        ("r", "list(state = \"nascent_synapses\", factor = NA, at = 48)"),
    ] {
        let command = ["equations", "single-infusion", "--erase-new-spines", "2", "--format", format];
        let printed = desk.good(&command);
        assert!(printed.contains(words), "{format}: {printed}");
        assert!(!desk.good(&["equations", "single-infusion", "--format", format]).contains("priority"), "{format}");
    }
    assert!(desk.bad(2, &["equations", "six-infusion"]).contains("did you mean \"six-infusions\"?"));
}

#[test]
fn what_a_scenario_computes_is_told_or_said_to_be_left_out() {
    let desk = Desk::new();
    let output = "[[output]]\nname = \"relief_per_mg\"\nexpr = \"improvement / dose_total\"\nunit = \"%/mg\"\n";
    desk.write("my.toml", format!("format = 1\nextends = \"single-infusion\"\n{output}"));
    for format in Format::ALL {
        let ran = desk.onset(&["equations", "my.toml", "--format", format.name()]);
        assert_eq!(ran.code, 0, "{ran:?}");
        let told = ran.out.replace("\\_", "_").contains("relief_per_mg");
        assert_eq!((told, ran.err.contains("relief_per_mg left out")), (format.is_document(), !format.is_document()));
    }
}
