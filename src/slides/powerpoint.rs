//! A talk as a presentation for PowerPoint and all that reads its format.
//!
//! Owns which parts there are and how they refer to each other. Must not know how an element is written.
//!
//! A slide stands by itself: it holds its title, picture and notes, so that it can be moved or deleted, and its title
//! fills the layout's placeholder, where an outline and a reader of screens look for it.

use std::fmt::Write;

use super::archive::{Archive, PackError, entry};
use super::page::{self, BEFORE, OPENING_SIZE, Places};
use super::parts::{
    HEAD, Paragraph, Place, Relation, SPACES, Words, emu, escaped, hundredths, picture, relations, shapes, theme,
};
use super::words::{Sized, sized};
use super::{Body, Deck, Picture, Slide};
use crate::figure::{Color, Hue, Profile, Theme};
use crate::words::{program, texts};

/// The part with what is needed to make a talk again. A custom property would do for a short text; programs for slides
/// cut long ones.
const RECORD: &str = "customXml/item1.xml";

/// Name space of that part's element.
const RECORD_SPACE: &str = "urn:onset:scenario";

/// Most bytes of that part that are read.
const MOST_RECORD: u64 = 8 << 20;

/// A kind of slide: its number among the layouts from 1, and its name.
const LAYOUTS: [(&str, &str); 3] = [("Title", "title"), ("Picture", "titleOnly"), ("Words", "obj")];

/// The talk as the bytes of a `.pptx` file; the same talk gives the same bytes.
///
/// # Errors
/// If the archive cannot be written, which needs more slides or bytes than it can hold.
pub fn powerpoint(deck: &Deck) -> Result<Vec<u8>, PackError> {
    let mut archive = Archive::default();
    fixed(&mut archive, deck);
    for (index, slide) in deck.slides.iter().enumerate() {
        let number = index + 1;
        let mut related = vec![
            Relation::office("rId1", "slideLayout", format!("../slideLayouts/slideLayout{}.xml", layout_of(slide))),
            Relation::office("rId2", "notesSlide", format!("../notesSlides/notesSlide{number}.xml")),
        ];
        if let Body::Picture(picture) = &slide.body {
            related.push(Relation::office("rId3", "image", format!("../media/image{number}.png")));
            related.push(Relation::office("rId4", "image", format!("../media/image{number}.svg")));
            archive.add(format!("ppt/media/image{number}.png"), picture.png.clone());
            archive.add(format!("ppt/media/image{number}.svg"), picture.svg.as_str());
        }
        archive.add(format!("ppt/slides/slide{number}.xml"), slide_xml(deck, slide));
        archive.add(format!("ppt/slides/_rels/slide{number}.xml.rels"), relations(&related));
        archive.add(format!("ppt/notesSlides/notesSlide{number}.xml"), notes_xml(&slide.notes));
        let related = [
            Relation::office("rId1", "notesMaster", "../notesMasters/notesMaster1.xml"),
            Relation::office("rId2", "slide", format!("../slides/slide{number}.xml")),
        ];
        archive.add(format!("ppt/notesSlides/_rels/notesSlide{number}.xml.rels"), relations(&related));
    }
    archive.packed(CONTENT_TYPES)
}

/// What is needed to make the talk in these bytes again; nothing where they hold no talk of this program.
pub fn carried_by(bytes: &[u8]) -> Option<String> {
    let text = entry(bytes, RECORD, MOST_RECORD)?;
    let (_, after) = text.split_once(&format!("<scenario xmlns=\"{RECORD_SPACE}\">"))?;
    let (words, _) = after.split_once("</scenario>")?;
    let words = words.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
    (!words.trim().is_empty()).then_some(words)
}

/// The first part in which two presentations differ, in a few words; nothing where their bytes are the same.
pub fn different_part(one: &[u8], other: &[u8]) -> Option<String> {
    super::archive::different_part(one, other)
}

/// The part that names the type of every other.
const CONTENT_TYPES: &str = "[Content_Types].xml";

/// The parts that every talk has.
fn fixed(archive: &mut Archive, deck: &Deck) {
    archive.add(CONTENT_TYPES, content_types(deck.slides.len()));
    archive.add(
        "_rels/.rels",
        relations(&[
            Relation::office("rId1", "officeDocument", "ppt/presentation.xml"),
            Relation::core("rId2", "docProps/core.xml"),
            Relation::office("rId3", "extended-properties", "docProps/app.xml"),
            Relation::office("rId4", "custom-properties", "docProps/custom.xml"),
        ]),
    );
    archive.add("docProps/core.xml", core(deck));
    archive.add(
        "docProps/app.xml",
        format!(
            "{HEAD}<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\">\
             <Application>{}</Application><Slides>{count}</Slides><Notes>{count}</Notes></Properties>",
            escaped(&program()),
            count = deck.slides.len()
        ),
    );
    archive.add("docProps/custom.xml", custom());
    archive.add(RECORD, format!("{HEAD}<scenario xmlns=\"{RECORD_SPACE}\">{}</scenario>", escaped(&deck.carried)));
    archive.add("ppt/presentation.xml", presentation(deck));
    let mut related = vec![
        Relation::office("rId1", "slideMaster", "slideMasters/slideMaster1.xml"),
        Relation::office("rId2", "notesMaster", "notesMasters/notesMaster1.xml"),
        Relation::office("rId3", "theme", "theme/theme1.xml"),
        Relation::office("rId4", "customXml", "../customXml/item1.xml"),
    ];
    related.extend(
        (1..=deck.slides.len())
            .map(|n| Relation::office(format!("rId{}", n + OTHERS), "slide", format!("slides/slide{n}.xml"))),
    );
    archive.add("ppt/_rels/presentation.xml.rels", relations(&related));
    for (number, name) in [(1, "Slides"), (2, "Notes")] {
        // Notes are printed on paper.
        let colors = if number == 1 { deck.theme.clone() } else { Theme::print() };
        archive.add(format!("ppt/theme/theme{number}.xml"), theme(name, &colors, accents(&colors)));
    }
    archive.add("ppt/slideMasters/slideMaster1.xml", master(deck));
    let mut related: Vec<Relation> = (1..=LAYOUTS.len())
        .map(|n| Relation::office(format!("rId{n}"), "slideLayout", format!("../slideLayouts/slideLayout{n}.xml")))
        .collect();
    related.push(Relation::office(format!("rId{}", LAYOUTS.len() + 1), "theme", "../theme/theme1.xml"));
    archive.add("ppt/slideMasters/_rels/slideMaster1.xml.rels", relations(&related));
    for number in 1..=LAYOUTS.len() {
        archive.add(format!("ppt/slideLayouts/slideLayout{number}.xml"), layout(deck, number));
        let related = [Relation::office("rId1", "slideMaster", "../slideMasters/slideMaster1.xml")];
        archive.add(format!("ppt/slideLayouts/_rels/slideLayout{number}.xml.rels"), relations(&related));
    }
    archive.add("ppt/notesMasters/notesMaster1.xml", notes_master());
    let related = [Relation::office("rId1", "theme", "../theme/theme2.xml")];
    archive.add("ppt/notesMasters/_rels/notesMaster1.xml.rels", relations(&related));
}

/// Relations of the presentation before those to its slides.
const OTHERS: usize = 4;

/// The hues of the figures, for what is drawn on a slide later.
fn accents(theme: &Theme) -> [Color; 6] {
    let of = |hue| theme.color(hue, 0);
    [of(Hue::Ketamine), of(Hue::Ssri), of(Hue::Both), of(Hue::NoDrug), of(Hue::Neutral), theme.soft_ink]
}

fn content_types(slides: usize) -> String {
    let office = "application/vnd.openxmlformats-officedocument";
    let mut text = format!(
        "{HEAD}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/><Default Extension=\"png\" \
         ContentType=\"image/png\"/><Default Extension=\"svg\" ContentType=\"image/svg+xml\"/>"
    );
    let mut part = |path: &str, kind: &str| {
        // Writing to a text does not fail.
        let _ = write!(text, "<Override PartName=\"/{path}\" ContentType=\"{kind}\"/>");
    };
    let pml = |kind: &str| format!("{office}.presentationml.{kind}+xml");
    part("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml");
    part("docProps/app.xml", &format!("{office}.extended-properties+xml"));
    part("docProps/custom.xml", &format!("{office}.custom-properties+xml"));
    part("ppt/presentation.xml", &pml("presentation.main"));
    part("ppt/slideMasters/slideMaster1.xml", &pml("slideMaster"));
    part("ppt/notesMasters/notesMaster1.xml", &pml("notesMaster"));
    for number in 1..=LAYOUTS.len() {
        part(&format!("ppt/slideLayouts/slideLayout{number}.xml"), &pml("slideLayout"));
    }
    for number in 1..=2 {
        part(&format!("ppt/theme/theme{number}.xml"), &format!("{office}.theme+xml"));
    }
    for number in 1..=slides {
        part(&format!("ppt/slides/slide{number}.xml"), &pml("slide"));
        part(&format!("ppt/notesSlides/notesSlide{number}.xml"), &pml("notesSlide"));
    }
    text.push_str("</Types>");
    text
}

fn core(deck: &Deck) -> String {
    format!(
        "{HEAD}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{}</dc:title><dc:subject>{}</dc:subject>\
         <dc:creator>{}</dc:creator></cp:coreProperties>",
        escaped(&deck.title),
        texts::DISCLAIMER,
        escaped(if deck.author.is_empty() { "onset" } else { &deck.author }),
    )
}

fn custom() -> String {
    format!(
        "{HEAD}<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties\" \
         xmlns:vt=\"http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes\">\
         <property fmtid=\"{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}\" pid=\"2\" name=\"program\"><vt:lpwstr>{}\
         </vt:lpwstr></property></Properties>",
        escaped(&program())
    )
}

fn presentation(deck: &Deck) -> String {
    let Profile { width, height, .. } = deck.profile;
    let kind = if width / height < 1.5 { " type=\"screen4x3\"" } else { "" };
    let slides: String = (0..deck.slides.len())
        .map(|index| format!("<p:sldId id=\"{}\" r:id=\"rId{}\"/>", 256 + index, index + 1 + OTHERS))
        .collect();
    format!(
        "{HEAD}<p:presentation {SPACES}><p:sldMasterIdLst><p:sldMasterId id=\"2147483648\" r:id=\"rId1\"/>\
         </p:sldMasterIdLst><p:notesMasterIdLst><p:notesMasterId r:id=\"rId2\"/></p:notesMasterIdLst>\
         <p:sldIdLst>{slides}</p:sldIdLst><p:sldSz cx=\"{}\" cy=\"{}\"{kind}/><p:notesSz cx=\"6858000\" \
         cy=\"9144000\"/></p:presentation>",
        emu(width),
        emu(height)
    )
}

/// Roles of the theme's colours.
const COLOR_MAP: &str = "<p:clrMap bg1=\"lt1\" tx1=\"dk1\" bg2=\"lt2\" tx2=\"dk2\" accent1=\"accent1\" \
    accent2=\"accent2\" accent3=\"accent3\" accent4=\"accent4\" accent5=\"accent5\" accent6=\"accent6\" \
    hlink=\"hlink\" folHlink=\"folHlink\"/>";

/// A slide has the colours of its master.
const MASTER_COLORS: &str = "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr>";

const TITLE: &str = "<p:ph type=\"title\"/>";
const OPENING: &str = "<p:ph type=\"ctrTitle\"/>";
const SUBTITLE: &str = "<p:ph type=\"subTitle\" idx=\"1\"/>";
const BODY: &str = "<p:ph idx=\"1\"/>";
const MASTER_BODY: &str = "<p:ph type=\"body\" idx=\"1\"/>";

fn master(deck: &Deck) -> String {
    let places = Places::of(&deck.profile);
    let empty =
        |id, name, placeholder, place| Words { id, name, placeholder, place, anchor: "t", paragraphs: &[] }.xml();
    let inside = empty(2, "Title", TITLE, places.title) + &empty(3, "Words", MASTER_BODY, places.body);
    let layouts: String = (1..=LAYOUTS.len())
        .map(|n| format!("<p:sldLayoutId id=\"{}\" r:id=\"rId{n}\"/>", 2_147_483_648_usize + n))
        .collect();
    let level = |size: f64, heavy: bool| {
        format!(
            "<a:lvl1pPr marL=\"0\" indent=\"0\" algn=\"l\"><a:lnSpc><a:spcPct val=\"100000\"/></a:lnSpc><a:buNone/>\
             <a:defRPr sz=\"{}\" b=\"{}\"><a:solidFill><a:schemeClr val=\"tx1\"/></a:solidFill><a:latin \
             typeface=\"+mn-lt\"/></a:defRPr></a:lvl1pPr>",
            hundredths(size),
            u8::from(heavy)
        )
    };
    format!(
        "{HEAD}<p:sldMaster {SPACES}>{}{COLOR_MAP}<p:sldLayoutIdLst>{layouts}</p:sldLayoutIdLst><p:txStyles>\
         <p:titleStyle>{}</p:titleStyle><p:bodyStyle>{}</p:bodyStyle><p:otherStyle/></p:txStyles></p:sldMaster>",
        shapes(Some(deck.theme.background), &inside),
        level(deck.profile.title, true),
        level(deck.profile.label, false),
    )
}

fn layout(deck: &Deck, number: usize) -> String {
    let places = Places::of(&deck.profile);
    let (name, kind) = LAYOUTS[number - 1];
    let empty =
        |id, name, placeholder, place, anchor| Words { id, name, placeholder, place, anchor, paragraphs: &[] }.xml();
    let inside = match number {
        1 => empty(2, "Title", OPENING, places.opening, "b") + &empty(3, "Words", SUBTITLE, places.below, "t"),
        2 => empty(2, "Title", TITLE, places.title, "t"),
        _ => empty(2, "Title", TITLE, places.title, "t") + &empty(3, "Words", BODY, places.body, "t"),
    };
    format!(
        "{HEAD}<p:sldLayout {SPACES} type=\"{kind}\" preserve=\"1\">{}{MASTER_COLORS}</p:sldLayout>",
        shapes(None, &inside).replacen("<p:cSld>", &format!("<p:cSld name=\"{name}\">"), 1)
    )
}

/// Number of the layout of a slide.
const fn layout_of(slide: &Slide) -> usize {
    match slide.body {
        Body::Opening(_) => 1,
        Body::Picture(_) => 2,
        Body::Points(_) => 3,
    }
}

fn slide_xml(deck: &Deck, slide: &Slide) -> String {
    let Deck { profile, theme, .. } = deck;
    let places = Places::of(profile);
    let heading = |placeholder, place, size, anchor| {
        let text = Paragraph { text: &slide.title, size, heavy: true, color: theme.ink, before: 0.0 };
        Words { id: 2, name: "Title", placeholder, place, anchor, paragraphs: &[text] }.xml()
    };
    let foot = || {
        let words = page::foot();
        let text = Paragraph { text: &words, size: profile.footer, heavy: false, color: theme.soft_ink, before: 0.0 };
        let place = places.foot;
        Words { id: 4, name: "Disclaimer", placeholder: "", place, anchor: "b", paragraphs: &[text] }.xml()
    };
    let inside = match &slide.body {
        Body::Opening(lines) => {
            let size = profile.label;
            let line = |text| Paragraph { text, size, heavy: false, color: theme.soft_ink, before: 0.4 * size };
            let lines: Vec<Paragraph<'_>> = lines.iter().map(|text| line(text)).collect();
            let below = Words {
                id: 3,
                name: "Words",
                placeholder: SUBTITLE,
                place: places.below,
                anchor: "t",
                paragraphs: &lines,
            };
            let size = sized(&slide.title, OPENING_SIZE * profile.title, places.opening.2, places.opening.3);
            heading(OPENING, places.opening, size, "b") + &below.xml() + &foot()
        }
        Body::Picture(shown) => {
            let Picture { top, title_size, alt, .. } = shown;
            let Place(left, head, across, _) = places.title;
            let title = heading(TITLE, Place(left, head, across, top - head), *title_size, "b");
            title + &picture(3, alt, "rId3", "rId4", Place(0.0, *top, profile.width, profile.height - top))
        }
        Body::Points(points) => {
            let Place(_, _, across, tall) = places.body;
            let Sized { size, remark } = super::words::points(points, profile, across, tall);
            let mut lines: Vec<Paragraph<'_>> = Vec::new();
            for point in points {
                let before = BEFORE * size;
                lines.push(Paragraph { text: &point.text, size, heavy: false, color: theme.ink, before });
                if !point.remark.is_empty() {
                    let color = theme.soft_ink;
                    lines.push(Paragraph { text: &point.remark, size: remark, heavy: false, color, before: 0.0 });
                }
            }
            let body =
                Words { id: 3, name: "Words", placeholder: BODY, place: places.body, anchor: "t", paragraphs: &lines };
            let size = sized(&slide.title, profile.title, places.title.2, places.title.3);
            heading(TITLE, places.title, size, "t") + &body.xml() + &foot()
        }
    };
    format!("{HEAD}<p:sld {SPACES}>{}{MASTER_COLORS}</p:sld>", shapes(None, &inside))
}

/// Height of a page of notes is 9144000 units, its width 6858000: A4 nearly, in px of a slide.
const NOTES: Place = Place(108.0, 684.0, 864.0, 648.0);
const NOTES_PICTURE: Place = Place(108.0, 108.0, 864.0, 486.0);

fn notes_shapes(notes: &str) -> String {
    let paragraphs: Vec<Paragraph<'_>> = notes
        .lines()
        .map(|text| Paragraph { text, size: 24.0, heavy: false, color: Color::BLACK, before: 8.0 })
        .collect();
    let image = format!(
        "<p:sp><p:nvSpPr><p:cNvPr id=\"2\" name=\"Slide\"/><p:cNvSpPr><a:spLocks noGrp=\"1\" noRot=\"1\" \
         noChangeAspect=\"1\"/></p:cNvSpPr><p:nvPr><p:ph type=\"sldImg\"/></p:nvPr></p:nvSpPr><p:spPr><a:xfrm><a:off \
         x=\"{}\" y=\"{}\"/><a:ext cx=\"{}\" cy=\"{}\"/></a:xfrm></p:spPr></p:sp>",
        emu(NOTES_PICTURE.0),
        emu(NOTES_PICTURE.1),
        emu(NOTES_PICTURE.2),
        emu(NOTES_PICTURE.3)
    );
    let words =
        Words { id: 3, name: "Notes", placeholder: MASTER_BODY, place: NOTES, anchor: "t", paragraphs: &paragraphs };
    image + &words.xml()
}

fn notes_xml(notes: &str) -> String {
    format!("{HEAD}<p:notes {SPACES}>{}{MASTER_COLORS}</p:notes>", shapes(None, &notes_shapes(notes)))
}

fn notes_master() -> String {
    let paper = Color::WHITE;
    format!(
        "{HEAD}<p:notesMaster {SPACES}>{}{COLOR_MAP}<p:notesStyle/></p:notesMaster>",
        shapes(Some(paper), &notes_shapes(""))
    )
}
