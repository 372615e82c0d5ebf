//! Letters and colours of figures as the command line gives them.

use super::commands::Desk;

/// A scenario of one arm, with more keys of the arm.
fn scenario(title: &str, arm: &str) -> String {
    format!(
        "format = 1\ntitle = \"{title}\"\nduration = \"2 d\"\n[[arm]]\n{arm}\n[[arm.dose]]\ndrug = \"ketamine\"\n\
         amount = \"0.5 mg/kg\"\nroute = \"iv\"\nover = \"40 min\"\n"
    )
}

#[test]
fn a_letter_without_a_font_is_a_warning_and_cyrillic_is_not() {
    let desk = Desk::new();
    desk.write("a.toml", scenario("氯胺酮", "name = \"إسيتالوبرام\""));
    let ran = desk.onset(&["figure", "a.toml", "--out", "a.svg"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    for words in ["氯 (U+6C2F)", "the title", "U+0625", "--font FILE"] {
        assert!(ran.err.contains(words), "{words}: {}", ran.err);
    }
    desk.write("b.toml", scenario("кетамин и ημέρα", "name = \"кетамин 0,5 мг/кг, płyn\""));
    desk.good(&["figure", "b.toml", "--out", "b.svg", "--out", "b.png"]);
    let svg = desk.read("b.svg");
    assert!(svg.contains("aria-label=\"кетамин и ημέρα\""), "the title is drawn as outlines");
}

#[test]
fn a_font_that_cannot_be_used_is_refused() {
    let desk = Desk::new();
    desk.write("no.ttf", "no font");
    let message = desk.bad(1, &["figure", "single-infusion", "--font", "no.ttf", "--out", "a.svg"]);
    assert!(message.contains("no.ttf") && message.contains("no TrueType or OpenType font"), "{message}");
    desk.bad(4, &["figure", "single-infusion", "--font", "absent.ttf", "--out", "a.svg"]);
}

#[test]
fn an_arm_has_the_colour_that_it_asks_for() {
    let desk = Desk::new();
    desk.write("a.toml", scenario("One infusion", "name = \"infusion\"\ncolour = \"purple\""));
    desk.good(&["figure", "a.toml", "--out", "a.svg"]);
    let svg = desk.read("a.svg");
    assert!(svg.contains("#CC79A7") && !svg.contains("#D55E00\" stroke-width=\"6\""), "purple and not vermillion");
    desk.write("b.toml", scenario("One infusion", "name = \"infusion\"\ncolour = \"pink\""));
    let message = desk.bad(1, &["check", "b.toml"]);
    assert!(message.contains("pink") && message.contains("purple"), "{message}");
}
