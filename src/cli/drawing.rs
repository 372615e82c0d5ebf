//! A figure on its way into files: its pages, or its steps for a lecture.

use std::path::{Path, PathBuf};

use super::failure::Failure;
use super::terminal::Terminal;
use onset::chart::{Drawn, Flat, Note, Record, Request, Style, notes_text};
use onset::export::{Overlay, beamer};
#[cfg(feature = "pdf")]
use onset::figure::render_pdf;
use onset::figure::{
    Draft, Figure, FileKind, Profile, Scene, Step, TextMode, Theme, build_up, layout, lint, nudged, preview,
    render_png_of_width, render_scene,
};
use onset::run::Run;
use onset::slides::{Deck, powerpoint, quarto};
#[cfg(feature = "pdf")]
use onset::slides::{beamer_document, pages};
use onset::study::talk::{slide, slide_notes};
use onset::words::folded;

/// A format by the ending of its files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Svg,
    Png,
    #[cfg(feature = "pdf")]
    Pdf,
    Slides(SlidesFormat),
}

/// A format of slides by the ending of its files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SlidesFormat {
    /// For PowerPoint, Keynote, Google Slides and Impress.
    Pptx,
    /// For Quarto, with the pictures beside it.
    Qmd,
    /// For Beamer, with the PDF that it shows beside it.
    #[cfg(feature = "pdf")]
    Tex,
    /// A page a slide.
    #[cfg(feature = "pdf")]
    Pdf,
}

/// How the name of a file that holds a talk may end.
#[cfg(feature = "pdf")]
const TALK_ENDINGS: &str = ".pptx for PowerPoint, .qmd for Quarto, .tex for Beamer or .pdf";
#[cfg(not(feature = "pdf"))]
const TALK_ENDINGS: &str =
    ".pptx for PowerPoint or .qmd for Quarto; PDF is not in this build: cargo build --features pdf";

impl SlidesFormat {
    /// The format of a talk.
    pub(super) fn of(path: &Path) -> Result<Self, Failure> {
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
        match ending.as_deref() {
            Some("pptx") => Ok(Self::Pptx),
            Some("qmd") => Ok(Self::Qmd),
            #[cfg(feature = "pdf")]
            Some("tex") => Ok(Self::Tex),
            #[cfg(feature = "pdf")]
            Some("pdf") => Ok(Self::Pdf),
            _ => Err(unknown_format(path, TALK_ENDINGS)),
        }
    }
}

/// A file whose name does not end as one of these.
fn unknown_format(path: &Path, endings: &str) -> Failure {
    Failure::Usage {
        message: format!("{} has the ending of no format that is written here", path.display()),
        help: format!("end its name with {endings}"),
    }
}

/// How the name of a file that holds a figure may end.
#[cfg(feature = "pdf")]
const ENDINGS: &str = ".svg, .png or .pdf for a picture, .pptx or .qmd for slides";
#[cfg(not(feature = "pdf"))]
const ENDINGS: &str =
    ".svg or .png for a picture, .pptx or .qmd for slides; PDF is not in this build: cargo build --features pdf";

impl Format {
    /// The format of a file that is there; nothing where this build cannot write it.
    const fn like(kind: FileKind) -> Option<Self> {
        match kind {
            FileKind::Svg => Some(Self::Svg),
            FileKind::Png => Some(Self::Png),
            #[cfg(feature = "pdf")]
            FileKind::Pdf => Some(Self::Pdf),
            #[cfg(not(feature = "pdf"))]
            FileKind::Pdf => None,
        }
    }

    /// The format of a file.
    pub(super) fn of(path: &Path) -> Result<Self, Failure> {
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
        match ending.as_deref() {
            Some("svg") => Ok(Self::Svg),
            Some("png") => Ok(Self::Png),
            #[cfg(feature = "pdf")]
            Some("pdf") => Ok(Self::Pdf),
            Some("pptx") => Ok(Self::Slides(SlidesFormat::Pptx)),
            Some("qmd") => Ok(Self::Slides(SlidesFormat::Qmd)),
            _ => Err(unknown_format(path, ENDINGS)),
        }
    }
}

/// One picture.
struct Page {
    /// The page of the figure, or the whole figure, with what it was made from.
    figure: Figure,
    scene: Scene,
    svg: String,
    /// Which page, from 1 (0: the whole figure), and which frame of it, from 1 (0: all of it).
    place: (usize, usize),
    /// What comes before the ending of its file.
    suffix: String,
    note: Option<Note>,
}

/// A figure, ready to be written in any format.
pub(super) struct Drawing {
    whole: Figure,
    pages: Vec<Page>,
    look: Style,
    pub(super) warnings: Vec<Flat>,
}

impl Drawing {
    /// Draws the figure that is asked for, with all that is needed to draw it again inside.
    pub(super) fn new(run: &Run, request: &Request, look: &Style) -> Result<Self, Failure> {
        let (Drawn { figure: whole, warnings }, record) = drawn(run, request, look)?;
        let pages = whole.pages_for(&look.profile());
        let page = |(index, page): (usize, Figure)| {
            let figure = record.at(index + 1, 0).into_figure(page);
            let suffix = if index == 0 { String::new() } else { format!("-{}", index + 1) };
            Page { suffix, place: (index + 1, 0), ..Page::of(figure, look) }
        };
        let pages = pages.into_iter().enumerate().map(page).collect();
        Ok(Self { whole, pages, look: look.clone(), warnings })
    }

    /// The same on a single page, as `onset run` draws it.
    pub(super) fn on_one_page(run: &Run, request: &Request, look: &Style) -> Result<Self, Failure> {
        let (Drawn { figure: whole, warnings }, record) = drawn(run, request, look)?;
        let figure = record.into_figure(whole.clone());
        let page = Page::of(figure, look);
        Ok(Self { whole, pages: vec![page], look: look.clone(), warnings })
    }

    /// The same in steps, each a picture of its own; the last of a page is the page.
    pub(super) fn in_steps(run: &Run, request: &Request, look: &Style) -> Result<Self, Failure> {
        let (Drawn { figure: whole, warnings }, record) = drawn(run, request, look)?;
        let mut frames = Vec::new();
        for (index, page) in whole.pages_for(&look.profile()).into_iter().enumerate() {
            let scenes = build_up(&page, &look.theme(), &look.profile());
            let steps: Vec<Step> = scenes.iter().map(|(step, _)| step.clone()).collect();
            let count = scenes.len();
            for (step, ((_, mut scene), note)) in scenes.into_iter().zip(onset::chart::notes(&page, &steps)).enumerate()
            {
                let frame = if step + 1 == count { 0 } else { step + 1 };
                let figure = record.at(index + 1, frame).into_figure(page.clone());
                scene.provenance = figure.provenance.text();
                let page_number = if index == 0 { String::new() } else { format!("-{}", index + 1) };
                frames.push(Page {
                    figure,
                    svg: render_scene(&scene, look.text_mode()),
                    scene,
                    place: (index + 1, frame),
                    suffix: format!("{page_number}-{:02}", step + 1),
                    note: Some(note),
                });
            }
        }
        Ok(Self { whole, pages: frames, look: look.clone(), warnings })
    }

    /// The pages of a record again.
    pub(super) fn again(run: &Run, request: &Request, record: &Record) -> Result<Self, Failure> {
        let draw = match (record.page, record.frame) {
            (0, _) => Self::on_one_page,
            (_, 0) => Self::new,
            _ => Self::in_steps,
        };
        draw(run, request, &record.look)
    }

    /// The picture of a record, as a file of this kind.
    pub(super) fn draft(&self, record: &Record, kind: FileKind, draft: Draft<'_>) -> Result<Vec<u8>, Failure> {
        let mode = self.look.text_mode();
        let page = self.pages.iter().find(|page| page.place == (record.page, record.frame));
        match (page, Format::like(kind)) {
            #[cfg(feature = "pdf")]
            (Some(_), Some(Format::Pdf)) => {
                let pages: Vec<(Figure, String)> =
                    self.pages.iter().map(|page| drafted(&page.figure, &page.scene, mode, draft)).collect();
                self.pdf(&pages.iter().map(|(figure, svg)| (figure, svg.as_str())).collect::<Vec<_>>())
            }
            (Some(page), Some(format)) => {
                let (figure, svg) = drafted(&page.figure, &page.scene, mode, draft);
                bytes(&figure, svg, format, self.look.width)
            }
            _ => Err(Failure::Drawing("this version has no such page or format".to_owned())),
        }
    }

    /// The figure in words, as they stand beside it.
    pub(super) fn words(&self) -> String {
        format!("{}\n", self.whole.alt_text)
    }

    /// The figure in letters and Braille dots.
    pub(super) fn preview(&self) -> String {
        format!("{}\n", preview(&self.whole))
    }

    /// The data drawn.
    pub(super) fn data(&self) -> String {
        self.whole.to_csv()
    }

    /// What to ask before each step.
    pub(super) fn notes(&self) -> String {
        let notes: Vec<Note> = self.pages.iter().filter_map(|page| page.note.clone()).collect();
        notes_text(&self.whole, &notes)
    }

    /// What the figure cannot spell, as warnings.
    pub(super) fn unknown_letters(&self) -> Vec<String> {
        spelled(&self.whole)
    }

    /// A slide that shows these files of the steps one after another.
    pub(super) fn beamer(&self, files: &[(PathBuf, Vec<u8>)]) -> String {
        let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let overlay = |(index, page): (usize, &Page)| {
            let (file, number) = match files {
                // All of them as pages of one file.
                [(file, _)] => (file, Some(index + 1)),
                files => (&files.get(index)?.0, None),
            };
            Some(Overlay { file: name(file), page: number, note: page.note.as_ref()?.ask.clone() })
        };
        let overlays: Vec<Overlay> = self.pages.iter().enumerate().filter_map(overlay).collect();
        beamer(&self.whole.title, &overlays)
    }

    /// Checks that every page can be read from so many heights of the picture, or from where its profile is read.
    pub(super) fn lint(&self, heights: Option<f64>, terminal: &Terminal) -> Result<(), Failure> {
        let mut holds = true;
        for (index, page) in self.pages.iter().enumerate() {
            if self.pages.len() > 1 {
                terminal.tell(&format!("page {}\n", index + 1))?;
            }
            for check in lint(&page.figure, &self.look.theme(), &self.look.profile(), heights) {
                holds &= check.holds;
                let verdict = if check.holds { "holds" } else { "fails" };
                terminal.tell(&folded(&format!("{verdict}  {}: {}", check.rule, check.found), "       "))?;
            }
        }
        if holds { Ok(()) } else { Err(Failure::Differs) }
    }

    /// The files of a format; pages after the first are numbered, and so are all steps. A PDF holds all of them.
    pub(super) fn files(&self, path: &Path, format: Format) -> Result<Vec<(PathBuf, Vec<u8>)>, Failure> {
        #[cfg(feature = "pdf")]
        if format == Format::Pdf {
            let pages: Vec<(&Figure, &str)> = self.pages.iter().map(|page| (&page.figure, page.svg.as_str())).collect();
            return Ok(vec![(path.to_owned(), self.pdf(&pages)?)]);
        }
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        if let Format::Slides(format) = format {
            return slides_files(&self.deck()?, path, format);
        }
        let ending = path.extension().unwrap_or_default().to_string_lossy();
        let file = |page: &Page| path.with_file_name(format!("{stem}{}.{ending}", page.suffix));
        let bytes = |page: &Page| bytes(&page.figure, page.svg.clone(), format, self.look.width);
        self.pages.iter().map(|page| Ok((file(page), bytes(page)?))).collect()
    }

    /// A slide for each page or step.
    pub(super) fn deck(&self) -> Result<Deck, Failure> {
        let count = self.pages.len();
        let title = &self.whole.title;
        let made = |(index, page): (usize, &Page)| {
            let note = page.note.as_ref();
            let next = self.pages.get(index + 1).and_then(|page| page.note.as_ref());
            let is_whole = page.place.1 == 0;
            let seen = is_whole.then_some(page.figure.alt_text.as_str());
            let step = note.filter(|_| !is_whole).map(|note| (note, index + 1, count));
            slide((&page.scene, &page.figure), title, step, slide_notes(note, next, seen))
                .map_err(|error| Failure::Drawing(error.to_string()))
        };
        let slides = self.pages.iter().enumerate().map(made).collect::<Result<Vec<_>, Failure>>()?;
        let carried = self.pages.first().map(|page| page.figure.provenance.text()).unwrap_or_default();
        let (profile, theme) = (self.look.profile(), self.look.theme());
        Ok(Deck { title: title.clone(), author: String::new(), profile, theme, slides, carried })
    }

    /// Every page in one file, with what the first carries.
    #[cfg(feature = "pdf")]
    fn pdf(&self, pages: &[(&Figure, &str)]) -> Result<Vec<u8>, Failure> {
        let mut figure = self.whole.clone();
        figure.provenance = pages.first().map(|(page, _)| page.provenance.clone()).unwrap_or_default();
        let svgs: Vec<&str> = pages.iter().map(|(_, svg)| *svg).collect();
        render_pdf(&svgs, &figure, &self.look.profile()).map_err(|error| Failure::Drawing(error.to_string()))
    }
}

/// The files of a talk: one for PowerPoint, a document for Quarto with its pictures beside it, a PDF of its slides, or a
/// document for LaTeX with that PDF beside it.
pub(super) fn slides_files(deck: &Deck, path: &Path, format: SlidesFormat) -> Result<Vec<(PathBuf, Vec<u8>)>, Failure> {
    let failed = |error: &dyn std::fmt::Display| Failure::Drawing(error.to_string());
    match format {
        SlidesFormat::Pptx => Ok(vec![(path.to_owned(), powerpoint(deck).map_err(|error| failed(&error))?)]),
        SlidesFormat::Qmd => {
            let stem = path.file_stem().unwrap_or_default().to_string_lossy();
            let (text, pictures) = quarto(deck, &stem);
            let beside = pictures.into_iter().map(|(name, svg)| (path.with_file_name(name), svg.as_bytes().to_vec()));
            Ok(std::iter::once((path.to_owned(), text.into_bytes())).chain(beside).collect())
        }
        #[cfg(feature = "pdf")]
        SlidesFormat::Pdf => Ok(vec![(path.to_owned(), slides_pdf(deck)?)]),
        #[cfg(feature = "pdf")]
        SlidesFormat::Tex => {
            let pdf = path.with_extension("pdf");
            let name = pdf.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let text = beamer_document(deck, &name).into_bytes();
            Ok(vec![(path.to_owned(), text), (pdf, slides_pdf(deck)?)])
        }
    }
}

/// The slides of a talk as pages of a PDF, with what it carries.
#[cfg(feature = "pdf")]
fn slides_pdf(deck: &Deck) -> Result<Vec<u8>, Failure> {
    let mut bearer = Figure::new("talk", deck.title.clone());
    bearer.alt_text.clone_from(&deck.title);
    bearer.provenance.program = onset::words::program();
    bearer.provenance = bearer.provenance.carrying(&deck.carried);
    render_pdf(&pages(deck), &bearer, &deck.profile).map_err(|error| Failure::Drawing(error.to_string()))
}

impl Page {
    /// A figure as a whole.
    fn of(figure: Figure, look: &Style) -> Self {
        let scene = layout(&figure, &look.theme(), &look.profile());
        let svg = render_scene(&scene, look.text_mode());
        Self { figure, scene, svg, place: (0, 0), suffix: String::new(), note: None }
    }
}

/// The letters that a figure cannot show, as warnings with what helps.
pub(super) fn spelled(figure: &Figure) -> Vec<String> {
    const HELP: &str = "`onset figure --font FILE` takes a font that has it";
    figure.unknown_letters().iter().map(|unknown| format!("{}; {HELP}", unknown.text())).collect()
}

/// A figure of a study with how it is drawn.
pub(super) struct Picture {
    pub(super) figure: Figure,
    pub(super) theme: Theme,
    pub(super) profile: Profile,
}

impl Picture {
    /// A figure for a wide slide.
    pub(super) fn slide(figure: Figure, theme: impl Into<Theme>) -> Self {
        Self { figure, theme: theme.into(), profile: Profile::slides_16x9() }
    }

    /// It as a file of this kind.
    pub(super) fn draft(&self, kind: FileKind, draft: Draft<'_>) -> Result<Vec<u8>, Failure> {
        let format = match kind {
            FileKind::Svg => Format::Svg,
            FileKind::Png => Format::Png,
            FileKind::Pdf => return Err(Failure::Drawing("this command draws no PDF".to_owned())),
        };
        let scene = layout(&self.figure, &self.theme, &self.profile);
        let (figure, svg) = drafted(&self.figure, &scene, TextMode::Live, draft);
        bytes(&figure, svg, format, None)
    }
}

/// A figure and its picture, carrying and rounded as the draft says.
fn drafted(figure: &Figure, scene: &Scene, mode: TextMode, draft: Draft<'_>) -> (Figure, String) {
    let mut figure = figure.clone();
    let mut scene = nudged(scene, draft.nudge);
    if let Some(text) = draft.carried {
        figure.provenance = figure.provenance.carrying(text);
        scene.provenance = figure.provenance.text();
    }
    let svg = render_scene(&scene, mode);
    (figure, svg)
}

/// A picture as a file, of this width where it is one of pixels. A PDF, which holds several, is none of them.
fn bytes(figure: &Figure, svg: String, format: Format, width: Option<u32>) -> Result<Vec<u8>, Failure> {
    match format {
        Format::Png => render_png_of_width(&svg, figure, width).map_err(|error| Failure::Drawing(error.to_string())),
        _ => Ok(svg.into_bytes()),
    }
}

/// The figure, and its record for one page of all of it.
fn drawn(run: &Run, request: &Request, look: &Style) -> Result<(Drawn, Record), Failure> {
    let drawn = onset::chart::figure(run, request)?;
    Ok((drawn, Record::new(run, request, look, 0)))
}
