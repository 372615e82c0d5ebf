//! `onset page`: the file, its safety, its sliders. What the page does in a browser is tests/external/page.sh.

use std::fs;
use std::path::Path;

use super::commands::{Desk, assert_narrow};
use onset::figure::{Hue, Theme};
use onset::model::{OBSERVABLES, SETTINGS, STATES};
use onset::page::{chosen, page};
use onset::run::run;
use onset::scenario::builtin::BUILTINS;
use onset::scenario::{Slider, Source, read, unreachable_place};
use onset::solver::Options;
use onset::words::texts;

const MOST_BYTES: usize = 250_000;

fn made(text: &str, sliders: &[Slider]) -> String {
    let scenario = read(&Source::new("my", text), &[]).scenario.unwrap();
    let scenarios = vec![("my".to_owned(), scenario)];
    let sliders = chosen(sliders, &scenarios);
    page(&run(scenarios, Vec::new(), &Options::default()).unwrap(), &sliders)
}

#[test]
fn every_scenario_makes_a_page_with_sliders_that_reach_nowhere_they_cannot() {
    for known in BUILTINS {
        let scenario = read(&known.source(), &[]).scenario.unwrap();
        let sliders = chosen(&[], &[(known.name.to_owned(), scenario.clone())]);
        assert!((2..=5).contains(&sliders.len()), "{}: {sliders:?}", known.name);
        assert_eq!(unreachable_place(&sliders, &scenario.arms), None, "{}", known.name);
        let page = made(known.text, &[]);
        assert!(page.len() < MOST_BYTES, "{} has {} bytes", known.name, page.len());
        assert!(page.contains(texts::DISCLAIMER));
        assert!(!page.contains("{{"), "{}: something is not filled in", known.name);
    }
}

#[test]
fn nothing_of_a_page_comes_from_elsewhere() {
    let page = made(BUILTINS[0].text, &[]);
    for outside in ["http://", "https://", "import(", "fetch(", "XMLHttpRequest", "@import", "url(h", "url(/"] {
        let namespace = "http://www.w3.org/2000/svg";
        assert!(!page.replace(namespace, "").contains(outside), "{outside}");
    }
    assert!(page.contains("default-src 'none'"));
}

#[test]
fn the_page_knows_no_quantity_no_drug_and_no_color_of_a_curve() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/page/web");
    let colors: Vec<String> = Theme::all()
        .iter()
        .flat_map(|theme| {
            Hue::ALL.iter().map(|hue| theme.color(*hue, 0).hex()).chain([theme.ink.hex(), theme.grid.hex()])
        })
        .collect();
    let mut files = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        files += 1;
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
        for word in text.split(|c| !is_part(c)) {
            let quantities = SETTINGS.iter().chain(STATES).chain(OBSERVABLES);
            assert!(!quantities.clone().any(|quantity| quantity.key == word), "{} knows {word}", path.display());
            assert!(!["ketamine", "ssri", "escitalopram"].contains(&word), "{} knows {word}", path.display());
        }
        for color in &colors {
            assert!(!text.to_uppercase().contains(color.as_str()), "{} says {color}", path.display());
        }
        for words in [texts::DISCLAIMER, texts::WATERMARK, texts::TIME_LOG] {
            assert!(!text.contains(words), "{} says {words}", path.display());
        }
    }
    assert!(files >= 10);
}

#[test]
fn a_hostile_title_stays_a_title() {
    let title = r#"</script><script>alert(1)</script> \"q\" & 'x' {{page}} <!-- ü"#;
    let name = r#"<img src=x onerror=alert(1)> {{model}}"#;
    let text = format!("format = 1\ntitle = \"{title}\"\nduration = \"2 d\"\n[[arm]]\nname = \"{name}\"\n");
    let page = made(&text, &[]);
    assert_eq!(page.matches("<script").count(), 2, "only the two scripts of the page");
    assert_eq!(page.matches("</script>").count(), 2);
    assert!(page.contains("<title>&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt; &quot;q&quot; &amp; &#39;x&#39; {{page}} &lt;!-- ü</title>"));
    assert!(!page.contains("<img"));
}

#[test]
fn the_sliders_of_a_file_are_those_of_its_page() {
    let head = "format = 1\nduration = \"2 d\"\n[[slider]]\nname = \"k_protein\"\nfrom = \"0.01 1/h\"\nto = 0.1\n";
    let text = format!("{head}[[slider]]\nname = \"ampa_k\"\n[[arm]]\nname = \"a\"\n");
    let own = made(&text, &[]);
    assert!(own.contains(r#""sliders":[{"from":0.01,"key":"k_protein","to":0.1},{"from":"#), "its own");
    let asked = made(&text, &[Slider::parse("stress=0..1.5").unwrap()]);
    assert!(asked.contains(r#""sliders":[{"from":0.0,"key":"stress","to":1.5}]"#), "those asked for");
}

#[test]
fn the_command_writes_a_page_and_keeps_what_is_not_its_own() {
    let desk = Desk::new();
    let said = desk.good(&["page", "single-infusion"]);
    assert_narrow(&said);
    assert!(said.contains("single-infusion.html") && said.contains("k_protein"), "{said}");
    let page = desk.read("single-infusion.html");
    assert_eq!(desk.good(&["page", "single-infusion", "-o", "-"]), page, "the same bytes each time");
    desk.good(&["page", "single-infusion", "--slider", "k_protein"]);
    assert_ne!(desk.read("single-infusion.html"), page, "a page is written anew over a page");
    desk.write("mine.html", "mine");
    let message = desk.bad(4, &["page", "single-infusion", "-o", "mine.html"]);
    assert!(message.contains("mine.html is there already") && message.contains("--force"), "{message}");
    assert_eq!(desk.read("mine.html"), "mine");
    desk.good(&["page", "single-infusion", "-o", "mine", "--force", "--quiet"]);
    assert!(desk.read("mine.html").starts_with("<!DOCTYPE html>"));
    assert!(desk.bad(4, &["page", "single-infusion", "-o", "nowhere/mine.html"]).contains("nowhere"));
}

#[test]
fn sliders_that_cannot_be_are_answered_with_a_way_out() {
    let desk = Desk::new();
    for (slider, said) in [
        ("k_protien", "did you mean k_protein?"),
        ("ampa_block=0..2", "ampa_block goes from 0 to 1 in the model"),
        ("k_protein=1..0.5", "leaves nothing to move"),
        ("k_protein=a..b", "is no range"),
    ] {
        let message = desk.bad(2, &["page", "single-infusion", "--slider", slider, "-o", "-"]);
        assert!(message.contains(said), "{slider}: {message}");
    }
    let joint = desk.bad(2, &["page", "single-infusion", "--slider", "f_nasal=0.05..1", "-o", "-"]);
    assert!(joint.contains("fp_nasal") && joint.contains("the sliders reach"), "{joint}");
}

#[test]
fn a_state_that_is_changed_at_once_is_on_the_page_and_said() {
    let desk = Desk::new();
    let event = "[[arm.event]]\nat = \"1 d\"\nlose_gain = [\"nascent_synapses\"]\n";
    desk.write("my.toml", format!("format = 1\nduration = \"2 d\"\n[[arm]]\nname = \"a\"\n{event}"));
    let page = desk.good(&["page", "my.toml", "-o", "-"]);
    assert!(page.contains("{ state: \"nascent_synapses\", loseGain: true, at: 24 }"), "the model of the page");
    assert!(page.contains("a: the scenario changes states at once, at 24 h."), "the notes of the page");
}
