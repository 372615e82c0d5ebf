//! Parts of a presentation in Office Open XML (ECMA-376), as text.
//!
//! Owns elements, relations and escaping. Must not know which slides there are.

use std::fmt::Write;

use crate::figure::{Color, Theme};

/// First line of every part.
pub(super) const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// Name spaces of drawing, relations and presentation, as attributes.
pub(super) const SPACES: &str = "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
     xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
     xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\"";

/// Start of the names of relations between parts of an office document.
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

/// English metric units to the px: a wide slide of 1920 px is 13.33 inches.
const EMU: f64 = 6350.0;

/// Hundredths of a point to the px, on a slide of that width.
const HUNDREDTHS: f64 = 50.0;

/// A length in English metric units.
#[allow(clippy::cast_possible_truncation, reason = "lengths of a slide are far below the limits of an i64")]
pub(super) fn emu(px: f64) -> i64 {
    (px * EMU).round() as i64
}

/// A size of letters in hundredths of a point.
#[allow(clippy::cast_possible_truncation, reason = "sizes of letters are far below the limits of an i64")]
pub(super) fn hundredths(px: f64) -> i64 {
    (px * HUNDREDTHS).round() as i64
}

/// A text within an element or an attribute; control characters, which XML cannot hold, are left out.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(letter),
            letter if letter.is_control() || matches!(letter, '\u{FFFE}' | '\u{FFFF}') => {}
            letter => out.push(letter),
        }
    }
    out
}

/// A relation of a part to another: its name, its kind and where the other is.
pub(super) struct Relation {
    id: String,
    kind: String,
    target: String,
}

impl Relation {
    /// A relation of the kinds that every office document has.
    pub(super) fn office(id: impl Into<String>, kind: &str, target: impl Into<String>) -> Self {
        Self { id: id.into(), kind: format!("{OFFICE}{kind}"), target: target.into() }
    }

    /// The relation to the description of a document.
    pub(super) fn core(id: &str, target: &str) -> Self {
        let kind = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";
        Self { id: id.to_owned(), kind: kind.to_owned(), target: target.to_owned() }
    }
}

/// The relations of a part.
pub(super) fn relations(relations: &[Relation]) -> String {
    let mut text =
        format!("{HEAD}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">");
    for Relation { id, kind, target } in relations {
        // Writing to a text does not fail.
        let _ = write!(text, "<Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"{target}\"/>");
    }
    text.push_str("</Relationships>");
    text
}

/// A colour as XML has it.
pub(super) fn color(Color(red, green, blue): Color) -> String {
    format!("<a:srgbClr val=\"{red:02X}{green:02X}{blue:02X}\"/>")
}

/// A place on a slide: left, top, width and height in px.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place(pub(super) f64, pub(super) f64, pub(super) f64, pub(super) f64);

impl Place {
    fn transform(self) -> String {
        let [left, top, width, height] = [self.0, self.1, self.2, self.3].map(emu);
        format!("<a:xfrm><a:off x=\"{left}\" y=\"{top}\"/><a:ext cx=\"{width}\" cy=\"{height}\"/></a:xfrm>")
    }
}

/// A paragraph: its words, the size of its letters in px, whether they are heavy, their colour.
pub(super) struct Paragraph<'a> {
    pub(super) text: &'a str,
    pub(super) size: f64,
    pub(super) heavy: bool,
    pub(super) color: Color,
    /// Space before it, px.
    pub(super) before: f64,
}

impl Paragraph<'_> {
    fn xml(&self) -> String {
        format!(
            "<a:p><a:pPr marL=\"0\" indent=\"0\"><a:spcBef><a:spcPts val=\"{}\"/></a:spcBef><a:buNone/></a:pPr>\
             <a:r><a:rPr lang=\"en-US\" sz=\"{}\" b=\"{}\" dirty=\"0\"><a:solidFill>{}</a:solidFill></a:rPr>\
             <a:t>{}</a:t></a:r></a:p>",
            hundredths(self.before),
            hundredths(self.size),
            u8::from(self.heavy),
            color(self.color),
            escaped(self.text),
        )
    }
}

/// A box of words.
pub(super) struct Words<'a> {
    /// Number of the shape on its slide.
    pub(super) id: usize,
    pub(super) name: &'a str,
    /// The placeholder that it fills, as an element; empty for a box of its own.
    pub(super) placeholder: &'a str,
    pub(super) place: Place,
    /// `t`, `ctr` or `b`.
    pub(super) anchor: &'a str,
    pub(super) paragraphs: &'a [Paragraph<'a>],
}

impl Words<'_> {
    pub(super) fn xml(&self) -> String {
        let Words { id, name, placeholder, place, anchor, paragraphs } = self;
        let (kind, lock) = if placeholder.is_empty() { (" txBox=\"1\"", "") } else { ("", "<a:spLocks noGrp=\"1\"/>") };
        let paragraphs: String = paragraphs.iter().map(Paragraph::xml).collect();
        let paragraphs = if paragraphs.is_empty() { "<a:p/>".to_owned() } else { paragraphs };
        format!(
            "<p:sp><p:nvSpPr><p:cNvPr id=\"{id}\" name=\"{name}\"/><p:cNvSpPr{kind}>{lock}</p:cNvSpPr>\
             <p:nvPr>{placeholder}</p:nvPr></p:nvSpPr><p:spPr>{}<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom>\
             <a:noFill/></p:spPr><p:txBody><a:bodyPr wrap=\"square\" lIns=\"0\" tIns=\"0\" rIns=\"0\" bIns=\"0\" \
             anchor=\"{anchor}\"><a:normAutofit/></a:bodyPr><a:lstStyle/>{paragraphs}</p:txBody></p:sp>",
            place.transform()
        )
    }
}

/// A picture: SVG for a program that draws it, PNG for every other one.
pub(super) fn picture(id: usize, alt: &str, png: &str, svg: &str, place: Place) -> String {
    format!(
        "<p:pic><p:nvPicPr><p:cNvPr id=\"{id}\" name=\"Picture\" descr=\"{}\"/><p:cNvPicPr><a:picLocks \
         noChangeAspect=\"1\"/></p:cNvPicPr><p:nvPr/></p:nvPicPr><p:blipFill><a:blip r:embed=\"{png}\"><a:extLst>\
         <a:ext uri=\"{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}\"><asvg:svgBlip \
         xmlns:asvg=\"http://schemas.microsoft.com/office/drawing/2016/SVG/main\" r:embed=\"{svg}\"/></a:ext>\
         </a:extLst></a:blip><a:stretch><a:fillRect/></a:stretch></p:blipFill><p:spPr>{}<a:prstGeom prst=\"rect\">\
         <a:avLst/></a:prstGeom></p:spPr></p:pic>",
        escaped(alt).replace('\n', " "),
        place.transform()
    )
}

/// The shapes of a slide, layout or master, on a background.
pub(super) fn shapes(background: Option<Color>, shapes: &str) -> String {
    let background = background.map_or_else(String::new, |fill| {
        format!("<p:bg><p:bgPr><a:solidFill>{}</a:solidFill><a:effectLst/></p:bgPr></p:bg>", color(fill))
    });
    format!(
        "<p:cSld>{background}<p:spTree><p:nvGrpSpPr><p:cNvPr id=\"1\" name=\"\"/><p:cNvGrpSpPr/><p:nvPr/>\
         </p:nvGrpSpPr><p:grpSpPr/>{shapes}</p:spTree></p:cSld>"
    )
}

/// The theme: colours of the figures' theme, and a font that every machine has.
pub(super) fn theme(name: &str, theme: &Theme, accents: [Color; 6]) -> String {
    let accents: String = accents
        .iter()
        .enumerate()
        .map(|(index, accent)| format!("<a:accent{n}>{}</a:accent{n}>", color(*accent), n = index + 1))
        .collect();
    let font = |kind: &str| {
        format!("<a:{kind}><a:latin typeface=\"{FONT}\"/><a:ea typeface=\"\"/><a:cs typeface=\"\"/></a:{kind}>")
    };
    let fill = "<a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill>";
    let line = format!("<a:ln w=\"6350\">{fill}</a:ln>");
    let effect = "<a:effectStyle><a:effectLst/></a:effectStyle>";
    format!(
        "{HEAD}<a:theme xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" name=\"{name}\">\
         <a:themeElements><a:clrScheme name=\"{name}\"><a:dk1>{ink}</a:dk1><a:lt1>{paper}</a:lt1><a:dk2>{soft}</a:dk2>\
         <a:lt2>{grid}</a:lt2>{accents}<a:hlink>{soft}</a:hlink><a:folHlink>{soft}</a:folHlink></a:clrScheme>\
         <a:fontScheme name=\"{name}\">{major}{minor}</a:fontScheme><a:fmtScheme name=\"{name}\"><a:fillStyleLst>{fill}\
         {fill}{fill}</a:fillStyleLst><a:lnStyleLst>{line}{line}{line}</a:lnStyleLst><a:effectStyleLst>{effect}{effect}\
         {effect}</a:effectStyleLst><a:bgFillStyleLst>{fill}{fill}{fill}</a:bgFillStyleLst></a:fmtScheme>\
         </a:themeElements></a:theme>",
        ink = color(theme.ink),
        paper = color(theme.background),
        soft = color(theme.soft_ink),
        grid = color(theme.grid),
        major = font("majorFont"),
        minor = font("minorFont"),
    )
}

/// The font of titles and words; its letters are narrower than those that the lines are measured with.
const FONT: &str = "Arial";
