use super::*;
use crate::figure::{Hue, Panel, Series, XAxis, layout};

fn deck() -> Deck {
    let mut panel = Panel::new("improvement", "Improvement", "%");
    panel.push(Series::new("a", "ketamine", Hue::Ketamine, vec![[0.1, 0.0], [4.0, 30.0], [24.0, 50.0]]));
    let mut figure = Figure::new("figure", "Hours & <weeks>");
    figure.panels.push(panel);
    figure.columns.push(XAxis::log_time(1.0 / 60.0, 168.0));
    let profile = Profile::slides_16x9();
    let scene = layout(&figure, &Theme::light(), &profile);
    let picture = Picture::of(&scene, &figure, "A curve that \"rises\".").unwrap();
    Deck {
        title: "Hours & <weeks>".to_owned(),
        author: String::new(),
        profile,
        theme: Theme::light(),
        slides: vec![
            Slide {
                title: "A talk".to_owned(),
                body: Body::Opening(vec!["For a class".to_owned()]),
                notes: "Welcome.".to_owned(),
            },
            Slide { title: figure.title, body: Body::Picture(picture), notes: "Why?\nThen look.".to_owned() },
            Slide {
                title: "Points".to_owned(),
                body: Body::Points(vec![Point::new("One", "Author 2001"), Point::new("Two", "")]),
                notes: String::new(),
            },
        ],
        carried: "# program: onset\nformat = 1 # <&>\n".to_owned(),
    }
}

#[test]
fn a_presentation_is_the_same_twice_and_carries_its_record() {
    let bytes = powerpoint(&deck()).unwrap();
    assert_eq!(bytes, powerpoint(&deck()).unwrap());
    assert_eq!(carried_by(&bytes).as_deref(), Some(deck().carried.as_str()));
}

#[test]
fn a_file_that_is_no_presentation_carries_nothing() {
    for bytes in [&b""[..], b"PK\x03\x04", b"<svg/>"] {
        assert_eq!(carried_by(bytes), None);
    }
}

#[test]
fn every_part_is_xml_with_a_type_and_every_relation_leads_to_a_part() {
    let bytes = powerpoint(&deck()).unwrap();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    assert_eq!(archive.by_index(0).unwrap().name().unwrap(), "[Content_Types].xml");
    let mut text = |name: &str| {
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut archive.by_name(name).unwrap(), &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    };
    let types = text("[Content_Types].xml");
    for name in names.iter().filter(|name| !name.ends_with(".png")) {
        let xml = text(name);
        let document = roxmltree::Document::parse(&xml).unwrap_or_else(|error| panic!("{name}: {error}"));
        let is_typed = types.contains(&format!("\"/{name}\"")) || name.ends_with(".rels") || name.ends_with(".svg");
        assert!(is_typed || name.starts_with("customXml") || name.starts_with('['), "{name} has no type");
        let Some((folder, _)) = name.split_once("_rels/") else { continue };
        for relation in document.descendants().filter_map(|node| node.attribute("Target")) {
            let mut path: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
            for part in relation.split('/') {
                if part == ".." {
                    path.pop();
                } else {
                    path.push(part);
                }
            }
            assert!(names.contains(&path.join("/")), "{name}: {relation}");
        }
    }
}

#[test]
fn a_picture_begins_below_the_title_and_ends_with_the_slide() {
    let deck = deck();
    let Body::Picture(picture) = &deck.slides[1].body else { panic!("the second slide is a picture") };
    assert!(picture.top > 60.0 && picture.title_size >= 56.0);
    let svg = roxmltree::Document::parse(&picture.svg).unwrap();
    let view: Vec<f64> =
        svg.root_element().attribute("viewBox").unwrap().split(' ').map(|number| number.parse().unwrap()).collect();
    assert!(view[1] == 0.0 && (picture.top + view[3] - deck.profile.height).abs() < 1e-9);
}

#[test]
fn a_quarto_document_has_a_heading_and_notes_for_each_slide() {
    let deck = deck();
    let (text, pictures) = quarto(&deck, "talk");
    assert_eq!(text.matches("\n## ").count(), 3);
    assert_eq!(text.matches("::: {.notes}").count(), 2);
    assert!(text.contains("## Hours & \\<weeks\\>") && text.contains("fig-alt=\"A curve that \\\"rises\\\".\""));
    assert_eq!(pictures.len(), 1);
    assert!(text.contains("![](<talk-02.svg>)") && pictures[0].0 == "talk-02.svg");
}

#[test]
fn words_that_need_room_are_parted() {
    let many: Vec<Point> = (0..30).map(|n| Point::new(format!("point {n} of a long list"), "its source")).collect();
    let profile = Profile::slides_16x9();
    let parts = parted(&many, &profile);
    assert!(parts.len() > 2 && parts.concat() == many);
}
