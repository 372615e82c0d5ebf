//! `onset talk` and slides of a figure in steps.

use std::fs;
use std::io::Read;

use super::commands::Desk;
use onset::study::talk::{Section, TALKS};

/// A part of a presentation as text.
fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// Words of every slide or of every page of notes, in order.
fn words(bytes: &[u8], kind: &str) -> Vec<String> {
    let archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let count = archive.file_names().filter(|name| {
        let name = name.as_ref().unwrap();
        name.starts_with(&format!("ppt/{kind}s/{kind}")) && name.ends_with(".xml")
    });
    (1..=count.count())
        .map(|number| {
            let xml = part(bytes, &format!("ppt/{kind}s/{kind}{number}.xml"));
            let document = roxmltree::Document::parse(&xml).unwrap();
            let texts = document.descendants().filter(|node| node.tag_name().name() == "t");
            texts.filter_map(|node| node.text().map(str::to_owned)).collect::<Vec<_>>().join("\n")
        })
        .collect()
}

#[test]
fn a_talk_is_the_same_twice_and_verify_makes_it_again() {
    let desk = Desk::new();
    let talk =
        ["talk", "single-infusion", "--only", "opening,question,plasma,comparison,take-home", "--author", "A & B"];
    desk.good(&[&talk[..], &["-o", "a.pptx"]].concat());
    desk.good(&[&talk[..], &["-o", "b.pptx"]].concat());
    let bytes = fs::read(desk.path("a.pptx")).unwrap();
    assert!(bytes == fs::read(desk.path("b.pptx")).unwrap());
    let ran = desk.onset(&["verify", "a.pptx"]);
    assert!(ran.code == 0 && ran.out.starts_with("a.pptx: identical"), "{ran:?}");

    // Another dose in the scenario that the talk carries gives other slides.
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes.as_slice())).unwrap();
    let mut altered = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        if name == "customXml/item1.xml" {
            let text = String::from_utf8(content).unwrap();
            assert!(text.contains("0.5 mg/kg"));
            content = text.replace("0.5 mg/kg", "0.6 mg/kg").into_bytes();
        }
        altered.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut altered, &content).unwrap();
    }
    fs::write(desk.path("c.pptx"), altered.finish().unwrap().into_inner()).unwrap();
    let ran = desk.onset(&["verify", "c.pptx"]);
    assert!(ran.code == 3 && ran.out.contains("is another"), "{ran:?}");
}

#[test]
fn every_slide_has_a_title_and_the_question_stands_before_the_answer() {
    let desk = Desk::new();
    desk.good(&["talk", "--minutes", "10", "-o", "talk.pptx"]);
    let bytes = fs::read(desk.path("talk.pptx")).unwrap();
    let slides = words(&bytes, "slide");
    let notes = words(&bytes, "notesSlide");
    assert_eq!(slides.len(), notes.len());
    assert!(slides.iter().all(|slide| !slide.trim().is_empty()), "a slide without a title: {slides:?}");
    // Every slide of words has the disclaimer; pictures have it inside.
    assert!(slides[0].contains("not clinical guidance"));
    // The steps of the comparison: each asks for the next, and only the last tells the result.
    let steps: Vec<&String> = notes.iter().filter(|note| note.contains("On the slide now")).collect();
    assert!(steps.len() >= 4, "{notes:?}");
    let (last, before) = steps.split_last().unwrap();
    assert!(
        before.iter().all(|note| note.contains("Ask before the next step") && !note.contains("What is to be seen"))
    );
    assert!(last.contains("What is to be seen"));
    // The step that shows a curve answers the question that was asked before it.
    assert!(
        steps.iter().any(|note| note.contains("the curve of ketamine") && note.contains(": rises from 0")),
        "{steps:?}"
    );
    for outline in TALKS.iter().filter(|outline| outline.minutes == 10) {
        for (section, _) in outline.sections {
            assert!(notes.iter().any(|note| note.contains(&format!("\"{}\"", section.name()))), "{section:?}");
        }
    }
}

#[test]
fn a_question_shows_no_result() {
    let desk = Desk::new();
    desk.good(&["talk", "--only", "question", "-o", "talk.pptx"]);
    let slides = words(&fs::read(desk.path("talk.pptx")).unwrap(), "slide").join("\n");
    assert!(slides.contains("Sketch each curve") && !slides.contains('%'), "{slides}");
}

#[test]
fn a_figure_in_steps_is_slides_too() {
    let desk = Desk::new();
    desk.good(&["figure", "ketamine-vs-ssri", "--build", "--out", "steps.pptx", "--out", "steps.qmd"]);
    let bytes = fs::read(desk.path("steps.pptx")).unwrap();
    assert!(words(&bytes, "slide").len() >= 4);
    let ran = desk.onset(&["verify", "steps.pptx"]);
    assert!(ran.code == 0 && ran.out.starts_with("steps.pptx: identical"), "{ran:?}");
    let text = desk.read("steps.qmd");
    for line in text.lines().filter_map(|line| line.strip_prefix("![](<")) {
        let name = line.split_once('>').unwrap().0;
        assert!(desk.read(name).starts_with("<svg"), "{name}");
    }
    assert_eq!(text.matches("\n## ").count(), text.matches("::: {.notes}").count());
}

#[test]
fn what_cannot_be_a_talk_is_said_and_nothing_is_written() {
    let desk = Desk::new();
    let none = "format = 1\nduration = \"2 d\"\n[[arm]]\nname = \"nothing\"\n";
    desk.write("none.toml", none);
    let cases: [(&[&str], i32, &str); 4] = [
        (&["talk", "-o", "talk.odp"], 2, ".pptx"),
        (&["talk", "--minutes", "30", "-o", "talk.pptx"], 2, "10, 20, 45"),
        (&["talk", "--only", "plasma", "none.toml", "-o", "talk.pptx"], 2, "none of the sections"),
        (&["talk", "-o", "no/such/folder/talk.pptx", "--only", "opening"], 4, "no/such/folder"),
    ];
    for (words, code, said) in cases {
        let ran = desk.onset(words);
        assert!(ran.code == code && ran.err.contains(said), "{words:?}: {ran:?}");
        assert!(!desk.path("talk.pptx").exists() && !desk.path("talk.odp").exists());
    }
    // The words that `--only` takes are those of the sections.
    let ran = desk.onset(&["talk", "--only", "plasmas"]);
    assert!(ran.code == 2 && Section::ALL.iter().all(|section| ran.err.contains(section.name())), "{ran:?}");
}

#[test]
fn many_arms_a_long_title_and_strange_letters_make_a_talk() {
    let desk = Desk::new();
    let title = "A long title ".repeat(15);
    let arms: String = (1..=12)
        .map(|n| {
            format!(
                "[[arm]]\nname = \"arm {n} \u{4e00}\"\n[[arm.dose]]\ndrug = \"ketamine\"\namount = \"{n} mg\"\nroute = \"iv\"\nat = \"0 h\"\n"
            )
        })
        .collect();
    desk.write("many.toml", format!("format = 1\ntitle = \"{}\"\nduration = \"2 d\"\n{arms}", title.trim()));
    let ran = desk.onset(&["talk", "many.toml", "--minutes", "10", "-o", "talk.pptx"]);
    assert!(ran.code == 0 && ran.err.contains('\u{4e00}'), "the letter that no picture shows is named: {ran:?}");
    assert!(words(&fs::read(desk.path("talk.pptx")).unwrap(), "slide").len() > 5);
}
