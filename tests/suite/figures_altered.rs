//! Figures that were altered are called altered, and those that were not never are.
//!
//! Each alteration is made once for each format: in the words of the SVG, and in the PNG and the PDF that are drawn
//! from the altered SVG and packed as the program packs them.

use std::io::Cursor;

use super::commands::{Desk, Ran};
use super::readme::flowing;
use onset::chart::{cascade, comparison};
use onset::figure::{
    Draft, Figure, FileKind, Likeness, Nudge, Profile, Provenance, TextMode, Theme, carried, layout, likeness, nudged,
    render_scene,
};
use onset::run::run;
use onset::scenario::{builtin, read};
use onset::solver::Options;
use onset::words::program;

#[track_caller]
fn is_altered(desk: &Desk, file: &str, bytes: impl AsRef<[u8]>, place: &str) {
    desk.write(file, bytes);
    let Ran { code, out, err } = desk.onset(&["verify", file]);
    let said = flowing(&out);
    assert!(
        code == 3 && err.is_empty() && said.starts_with(&format!("{file}: altered: ")),
        "{file}: {code} {said}{err}"
    );
    assert!(said.contains(place), "{file}: {said}");
}

/// A text with the first of something replaced by something else.
#[track_caller]
fn replaced(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "there is no {from}");
    text.replacen(from, to, 1)
}

/// The first line after a mark that begins so.
#[track_caller]
fn line<'a>(svg: &'a str, after: &str, start: &str) -> &'a str {
    let (_, rest) = svg.split_once(after).unwrap_or_else(|| panic!("there is no {after}"));
    rest.lines().find(|line| line.starts_with(start)).unwrap_or_else(|| panic!("no {start} after {after}"))
}

/// The place of a point in the middle of a curve, moved by so many px.
#[track_caller]
fn moved(svg: &str, line: &str, by: f64) -> String {
    let at = line[..line.len() / 2].rfind('L').unwrap() + 1;
    let end = at + line[at..].find(|letter: char| !letter.is_ascii_digit() && letter != '.').unwrap();
    let place: f64 = line[at..end].parse().unwrap();
    let number = format!("{:.2}", place + by);
    let number = number.trim_end_matches('0').trim_end_matches('.');
    replaced(svg, line, &format!("{}{number}{}", &line[..at], &line[end..]))
}

/// What can be altered in the picture: the name, and the altered SVG.
fn pictures(svg: &str) -> Vec<(&'static str, String)> {
    let series = line(svg, "<g id=\"series-", "<path");
    let colour = &series[series.find("stroke=\"#").unwrap()..][..16];
    let mark = svg.lines().find(|line| line.starts_with("<text") && line.contains("rotate(")).unwrap();
    let grid = line(svg, "<g id=\"grid", "<path");
    let label = svg.lines().find(|line| line.starts_with("<text") && line.contains("0.5 mg/kg")).unwrap();
    vec![
        ("letter", replaced(svg, ">Illustrative teaching model", ">Illustrative teaching nodel")),
        ("digit", replaced(svg, label, &label.replace("0.5 mg/kg", "0.6 mg/kg"))),
        ("point", moved(svg, series, 20.0)),
        ("colour", replaced(svg, series, &series.replace(colour, "stroke=\"#12A4F0\""))),
        ("width", replaced(svg, series, &series.replace("stroke-width=\"", "stroke-width=\"1"))),
        ("mark", replaced(svg, &format!("{mark}\n"), "")),
        ("gridline", replaced(svg, &format!("{grid}\n"), "")),
        ("curve", replaced(svg, &format!("{series}\n"), "")),
        ("place", replaced(svg, label, &label.replace(" y=\"", " y=\"1"))),
    ]
}

/// The words of a PNG by their keywords, its size and its pixels.
struct Png {
    texts: Vec<(String, String)>,
    size: [u32; 2],
    dots: Option<png::PixelDimensions>,
    colors: Vec<u8>,
}

impl Png {
    fn read(bytes: &[u8]) -> Self {
        let mut reader = png::Decoder::new(Cursor::new(bytes)).read_info().unwrap();
        let mut colors = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut colors).unwrap();
        let texts = reader.info().utf8_text.iter().map(|text| (text.keyword.clone(), text.get_text().unwrap()));
        let (texts, dots) = (texts.collect(), reader.info().pixel_dims);
        Self { texts, size: [info.width, info.height], dots, colors }
    }

    fn text(&self, keyword: &str) -> &str {
        &self.texts.iter().find(|(known, _)| known == keyword).unwrap().1
    }

    fn pixel(&mut self, x: u32, y: u32) -> &mut u8 {
        &mut self.colors[3 * (y * self.size[0] + x) as usize]
    }

    fn written(&self, packing: png::Compression, extra: Option<(&str, &str)>) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, self.size[0], self.size[1]);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_compression(packing);
        encoder.set_pixel_dims(self.dots);
        for (keyword, words) in &self.texts {
            encoder.add_itxt_chunk(keyword.clone(), words.clone()).unwrap();
        }
        if let Some((keyword, words)) = extra {
            encoder.add_text_chunk(keyword.to_owned(), words.to_owned()).unwrap();
        }
        let mut writer = encoder.write_header().unwrap();
        writer.write_image_data(&self.colors).unwrap();
        writer.finish().unwrap();
        bytes
    }

    fn bytes(&self) -> Vec<u8> {
        self.written(png::Compression::Fast, None)
    }
}

/// A desk with a figure in every format, and the figure as far as a file shows it.
fn drawn() -> (Desk, String, Png, Figure) {
    let desk = Desk::new();
    let formats: &[&str] = if cfg!(feature = "pdf") { &["a.svg", "a.png", "a.pdf"] } else { &["a.svg", "a.png"] };
    let out = formats.iter().flat_map(|file| ["--out", file]);
    desk.good(&["figure", "single-infusion"].into_iter().chain(out).collect::<Vec<_>>());
    let svg = desk.read("a.svg");
    let png = Png::read(&std::fs::read(desk.path("a.png")).unwrap());
    let mut figure = Figure::new("figure", png.text("Title"));
    figure.alt_text = png.text("Description").to_owned();
    let program = Provenance { program: program(), ..Provenance::default() };
    figure.provenance = program.carrying(png.text("onset-scenario"));
    (desk, svg, png, figure)
}

#[test]
fn an_altered_svg_is_called_altered() {
    let (desk, svg, _, _) = drawn();
    for (name, altered) in pictures(&svg) {
        is_altered(&desk, &format!("{name}.svg"), altered, "the picture is another");
    }
    // By the least step that a file can state, which hardly a pixel shows.
    let series = line(&svg, "<g id=\"series-", "<path");
    is_altered(&desk, "step.svg", moved(&svg, series, 0.05), "the picture is another");
    let font = svg.find("base64,").unwrap() + 4000;
    let other = if svg.as_bytes()[font] == b'A' { "B" } else { "A" };
    let words = [
        ("title", replaced(&svg, "<title id=\"title\">", "<title id=\"title\">A "), "line 2"),
        ("alt", replaced(&svg, "<desc id=\"desc\">", "<desc id=\"desc\">No "), "line 3"),
        ("alt-digit", replaced(&svg, "at 40 min", "at 41 min"), "line 3"),
        ("after-scenario", replaced(&svg, "</metadata>", "# checked\n</metadata>"), "what it carries"),
        ("record", replaced(&svg, "&quot;rtol&quot;:1e-7", "&quot;rtol&quot;:1.0e-7"), "what it carries"),
        ("name", replaced(&svg, "<g id=\"series-", "<g id=\"other-"), "line "),
        ("script", replaced(&svg, "<style>", "<script>alert(1)</script>\n<style>"), "line "),
        ("font", format!("{}{other}{}", &svg[..font], &svg[font + 1..]), "line "),
        ("before", format!("<!-- a -->{svg}"), "line 1"),
        ("after", format!("{svg}<!-- a -->"), "10 bytes after its end"),
        ("line-after", format!("{svg}\n"), "1 byte after its end"),
        ("end", svg.trim_end().to_owned(), "1 byte missing"),
        ("line-ends", svg.replace('\n', "\r\n"), ""),
        ("cut", svg[..svg.len() - 40].to_owned(), "40 bytes missing"),
    ];
    for (name, altered, place) in words {
        is_altered(&desk, &format!("{name}.svg"), altered, place);
    }
}

#[test]
fn an_altered_png_is_called_altered() {
    let (desk, svg, png, figure) = drawn();
    let whole = std::fs::read(desk.path("a.png")).unwrap();
    assert!(png.bytes() == whole, "what is written here is what the program writes");
    for (name, altered) in pictures(&svg) {
        let bytes = onset::figure::render_png(&altered, &figure).unwrap();
        is_altered(&desk, &format!("{name}.png"), bytes, " px from x ");
    }
    for (keyword, from, to, place) in [
        ("Title", "One", "Two", "its text \"Title\""),
        ("Description", "at 40 min", "at 41 min", "its text \"Description\""),
        ("Software", "onset ", "Onset ", "its text \"Software\""),
        ("onset-scenario", "\"rtol\":1e-7", "\"rtol\":1.0e-7", "what it carries"),
    ] {
        let mut other = Png::read(&whole);
        let text = other.texts.iter_mut().find(|(known, _)| known == keyword).unwrap();
        text.1 = replaced(&text.1, from, to);
        is_altered(&desk, &format!("{keyword}.png"), other.bytes(), place);
    }
    // A single pixel, by two levels of 255; and all of them by one.
    let mut other = Png::read(&whole);
    *other.pixel(700, 300) ^= 2;
    is_altered(&desk, "pixel.png", other.bytes(), "1 pixel within 1 by 1 px from x 700, y 300");
    let mut other = Png::read(&whole);
    other.colors.iter_mut().for_each(|level| *level ^= 1);
    is_altered(&desk, "levels.png", other.bytes(), "by one level of 255");
    is_altered(&desk, "part.png", png.written(png::Compression::Fast, Some(("Comment", "a"))), "text \"Comment\"");
    is_altered(&desk, "packed.png", png.written(png::Compression::Balanced, None), "packed as");
    is_altered(&desk, "after.png", [&whole[..], b"more"].concat(), "4 bytes after its end");
    is_altered(&desk, "cut.png", &whole[..whole.len() - 20], "cannot be read");
    let mut other = Png::read(&whole);
    other.texts.swap(0, 1);
    is_altered(&desk, "order.png", other.bytes(), "its text \"Description\"");
    let mut other = Png::read(&whole);
    other.size = [other.size[0], other.size[1] - 1];
    other.colors.truncate(3 * (other.size[0] * other.size[1]) as usize);
    is_altered(&desk, "size.png", other.bytes(), "px instead of 1920 by 1080");
}

#[test]
#[cfg(feature = "pdf")]
fn an_altered_pdf_is_called_altered() {
    let (desk, svg, _, figure) = drawn();
    let pdf = |svg: &str, figure: &Figure| onset::figure::render_pdf(&[svg], figure, &Profile::slides_16x9()).unwrap();
    let whole = std::fs::read(desk.path("a.pdf")).unwrap();
    assert!(pdf(&svg, &figure) == whole, "what is written here is what the program writes");
    // Drawn anew and packed as the program packs it.
    for (name, altered) in pictures(&svg) {
        is_altered(&desk, &format!("{name}.pdf"), pdf(&altered, &figure), "byte ");
    }
    let with = |change: fn(&mut Figure)| {
        let mut other = figure.clone();
        change(&mut other);
        pdf(&svg, &other)
    };
    is_altered(&desk, "title.pdf", with(|figure| figure.title.push('s')), "byte ");
    is_altered(
        &desk,
        "alt.pdf",
        with(|figure| figure.alt_text = figure.alt_text.replace("at 40 min", "at 41 min")),
        "byte ",
    );
    is_altered(
        &desk,
        "remark.pdf",
        with(|figure| figure.provenance.scenario.push_str("# checked\n")),
        "what it carries",
    );
    is_altered(&desk, "after.pdf", [&whole[..], b"more"].concat(), "4 bytes after its end");
    is_altered(&desk, "cut.pdf", &whole[..whole.len() - 7], "byte ");
    // Any single byte, wherever it stands.
    let text = figure.provenance.text();
    let record = whole.windows(text.len()).position(|part| part == text.as_bytes()).unwrap();
    for part in 1..40 {
        let mut other = whole.clone();
        let place = part * whole.len() / 40;
        // A remark in the scenario that is carried is drawn again as it stands.
        if (record..record + text.len()).contains(&place) {
            continue;
        }
        other[place] ^= 1;
        desk.write("byte.pdf", other);
        let ran = desk.onset(&["verify", "byte.pdf"]);
        assert!(matches!(ran.code, 1 | 3) && !ran.out.contains("identical"), "{place}: {ran:?}");
    }
}

/// A figure as it is drawn with each rounding.
struct Roundings([String; 3]);

impl Roundings {
    fn of(figure: &Figure, theme: &Theme, profile: &Profile) -> Self {
        let scene = layout(figure, theme, profile);
        Self(
            [Nudge::None, Nudge::Back, Nudge::Forward]
                .map(|nudge| render_scene(&nudged(&scene, nudge), TextMode::Live)),
        )
    }

    fn likeness(&self, file: &str) -> Likeness {
        let draw = |draft: Draft<'_>| -> Result<Vec<u8>, ()> {
            let text = match draft.nudge {
                Nudge::None => &self.0[0],
                Nudge::Back => &self.0[1],
                Nudge::Forward => &self.0[2],
            };
            assert!(draft.carried.is_none_or(|text| carried(file.as_bytes()).as_deref() == Some(text)));
            Ok(text.clone().into_bytes())
        };
        likeness(FileKind::Svg, file.as_bytes(), draw).unwrap()
    }
}

#[test]
fn every_number_of_a_picture_counts() {
    let source = builtin::find("single-infusion").unwrap().source();
    let scenario = read(&source, &[]).scenario.unwrap();
    let run = run(vec![(source.name, scenario)], Vec::new(), &Options::default()).unwrap();
    let (mut altered, mut rounded) = (0, 0);
    for (figure, profile) in [(comparison(&run), Profile::slides_16x9()), (cascade(&run), Profile::notes())] {
        let roundings = Roundings::of(&figure, &Theme::light(), &profile);
        let svg = &roundings.0[0];
        assert_eq!(roundings.likeness(svg), Likeness::Identical);
        let from = svg.rfind("</style>").unwrap();
        let digits: Vec<usize> = svg
            .char_indices()
            .skip(from)
            .filter(|(_, letter)| letter.is_ascii_digit())
            .map(|(place, _)| place)
            .collect();
        for place in digits.into_iter().step_by(11) {
            let digit = svg[place..=place].parse::<u8>().unwrap();
            let other = format!("{}{}{}", &svg[..place], (digit + 5) % 10, &svg[place + 1..]);
            match roundings.likeness(&other) {
                Likeness::Different(_) => altered += 1,
                _ => rounded += 1,
            }
        }
    }
    assert_eq!(rounded, 0);
    assert!(altered > 500, "{altered}");
}

#[test]
fn no_figure_of_the_gallery_is_called_altered() {
    let desk = Desk::new();
    desk.good(&["gallery", "--out", "gallery"]);
    let kinds = ["comparison", "cascade", "phase", "exposure", "timeline", "pathway"];
    for (kind, profile) in
        kinds.iter().zip(["slides-16x9", "notes", "slides-4x3", "paper-1col", "poster", "paper-2col"])
    {
        for file in ["svg", "pdf"].iter().filter(|ending| cfg!(feature = "pdf") || **ending == "svg") {
            let out = format!("gallery/{kind}.{file}");
            let ran = desk.onset(&["figure", "routes", "--kind", kind, "--for", profile, "--out", &out, "--force"]);
            assert_eq!(ran.code, 0, "{ran:?}");
        }
    }
    let is_figure = |name: &String| [".svg", ".png", ".pdf"].iter().any(|ending| name.ends_with(ending));
    let files: Vec<String> = desk.files().into_keys().filter(is_figure).collect();
    assert!(files.len() > 50, "{}", files.len());
    let words: Vec<&str> = std::iter::once("verify").chain(files.iter().map(String::as_str)).collect();
    let said = flowing(&desk.good(&words));
    assert_eq!(said.matches(": identical").count(), files.len(), "{said}");
}
