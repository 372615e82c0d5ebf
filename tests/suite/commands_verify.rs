//! `onset verify`: a figure made again from what it carries.

use super::commands::{Desk, Ran};
use super::readme::flowing;

/// A scenario on another, with the line ends of another system and none at its end.
const CHILD: &str = "format = 1\r\nextends = \"base.toml\"\r\ntitle = \"A child & its <base>\"\r\nduration = \"3 d\"";

#[track_caller]
fn verify(desk: &Desk, code: i32, file: &str) -> Ran {
    let ran = desk.onset(&["verify", file]);
    assert_eq!(ran.code, code, "{file}: {ran:?}");
    ran
}

#[test]
fn figures_are_identical_when_they_are_made_again() {
    let desk = Desk::new();
    desk.write("base.toml", onset::scenario::builtin::find("single-infusion").unwrap().text);
    desk.write("child.toml", CHILD);
    let figures: [&[&str]; 6] = [
        &["ketamine-vs-ssri", "--out", "a.svg", "--out", "a.png"],
        &["single-infusion", "--kind", "cascade", "--theme", "dark", "--text", "paths", "--out", "b.svg"],
        &["child.toml", "--set", "duration=+10%", "--set", "parameters.k_protein=2x", "--out", "c.svg"],
        &["single-infusion", "--without", "ampa", "--erase-new-spines", "1", "--rtol", "1e-8", "--out", "d.svg"],
        &["single-infusion", "child.toml", "--kind", "exposure", "--time", "symlog", "--out", "e.svg"],
        &["ampa-blocked", "--kind", "pathway", "--for", "slides-4x3", "--method", "rodas5p", "--out", "f.svg"],
    ];
    for figure in figures {
        let ran = desk.onset(&[&["figure"][..], figure].concat());
        assert_eq!(ran.code, 0, "{ran:?}");
    }
    desk.good(&["run", "single-infusion", "--set", "parameters.k_protein=+10%", "--out", "out"]);
    #[cfg(feature = "pdf")]
    {
        let ran = desk.onset(&["figure", "routes", "--kind", "exposure", "--out", "g.pdf"]);
        assert_eq!(ran.code, 0, "{ran:?}");
        let said = verify(&desk, 0, "g.pdf").out;
        assert!(said.starts_with("g.pdf: identical"), "{said}");
    }
    // Later pages know which they are.
    for file in [
        "a.svg",
        "a.png",
        "b.svg",
        "b-2.svg",
        "c.svg",
        "d.svg",
        "e.svg",
        "f-3.svg",
        "out/figure.png",
        "out/cascade.svg",
    ] {
        let ran = verify(&desk, 0, file);
        assert!(ran.out.starts_with(&format!("{file}: identical")) && ran.err.is_empty(), "{ran:?}");
    }
}

#[test]
fn what_was_altered_is_named() {
    let desk = Desk::new();
    desk.good(&["figure", "single-infusion", "--out", "a.svg", "--out", "a.png"]);
    let svg = desk.read("a.svg");
    // As it stands in XML.
    let escaped = |words: &str| words.replace('"', "&quot;");
    let altered = |from: &str, to: &str| {
        assert!(svg.contains(&escaped(from)), "{from}");
        svg.replacen(&escaped(from), &escaped(to), 1)
    };

    desk.write("words.svg", altered(">Illustrative teaching model", ">Proven model"));
    let words = flowing(&verify(&desk, 3, "words.svg").out);
    assert!(words.contains("the picture is another") && words.contains("line "), "{words}");

    desk.write("dose.svg", altered("amount = \"0.5 mg/kg\"", "amount = \"0.7 mg/kg\""));
    let dose = flowing(&verify(&desk, 3, "dose.svg").out);
    assert!(dose.contains("peak_improvement: was 52.3 %, is 53.8 %") && dose.contains("and 20 more"), "{dose}");

    desk.write("slight.svg", altered("\"metric\":\"onset\",\"value\":", "\"metric\":\"onset\",\"value\":1"));
    let slight = flowing(&verify(&desk, 3, "slight.svg").out);
    assert!(slight.contains("1 of") && slight.contains("onset: was"), "{slight}");

    desk.write("broken.svg", altered("duration = ", "duratoin = "));
    let broken = flowing(&verify(&desk, 1, "broken.svg").err);
    assert!(broken.contains("duration") && broken.contains("altered by hand"), "{broken}");

    let mut png = std::fs::read(desk.path("a.png")).unwrap();
    let before = png.len();
    png.truncate(before / 2);
    desk.write("half.png", png);
    let half = flowing(&verify(&desk, 3, "half.png").out);
    assert!(half.contains("cannot be read"), "{half}");
}

#[test]
fn what_carries_nothing_is_said() {
    let desk = Desk::new();
    desk.write("plain.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    desk.write("notes.txt", "not a figure");
    desk.write("bare.svg", "<svg><metadata id=\"onset-scenario\">format = 1</metadata></svg>");
    for (file, words) in
        [("plain.svg", "carries nothing"), ("notes.txt", "no figure"), ("bare.svg", "not how it was drawn")]
    {
        let said = desk.bad(1, &["verify", file]);
        assert!(said.contains(words) && said.contains("= help:"), "{said}");
        assert!(said.lines().all(|line| line.chars().count() <= 80), "{said}");
    }
    assert!(desk.bad(4, &["verify", "missing.svg"]).contains("there is no such file"));
}

#[test]
fn what_differs_by_its_last_digits_is_equal() {
    let desk = Desk::new();
    desk.good(&["figure", "single-infusion", "--out", "a.svg"]);
    let svg = desk.read("a.svg");
    const CMAX: &str = "&quot;metric&quot;:&quot;ketamine_cmax&quot;,&quot;value&quot;:";
    // The last digit of one number in full, as another kind of processor may give it.
    let (before, after) = svg.split_once(CMAX).unwrap();
    let (number, rest) = after.split_once('}').unwrap();
    let moved = number.parse::<f64>().unwrap() * (1.0 + 1e-13);
    assert_ne!(number, moved.to_string());
    desk.write("b.svg", format!("{before}{CMAX}{moved}}}{rest}"));
    let ran = verify(&desk, 0, "b.svg");
    assert!(ran.out.contains("equal within 1e-9"), "{ran:?}");
}
