//! From SVG to PDF.
//!
//! Owns the pages and metadata of the file. Must not know what is drawn: the picture is the SVG, so all formats look
//! the same. No date is written, so that the same figure gives the same bytes.

use krilla::embed::{AssociationKind, EmbeddedFile, MimeType};
use krilla::geom::Size;
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::tagging::{ContentTag, Tag, TagGroup, TagTree};
use krilla::{Document, SerializeSettings};
use krilla_svg::{SurfaceExt, SvgSettings};

use super::carried::RECORD_FILE;
use super::png::parse;
use super::{DrawError, Figure, Profile};

/// Points to the millimetre.
const POINTS: f64 = 72.0 / 25.4;

/// The SVGs of the pages of a figure as one PDF as wide as the profile is printed, with live text, title, tags with alt text,
/// language, and the scenario as a file inside.
///
/// # Errors
/// If an SVG is not what [`render_svg`](super::render_svg) made, or has no size.
pub fn render_pdf(svgs: &[impl AsRef<str>], figure: &Figure, profile: &Profile) -> Result<Vec<u8>, DrawError> {
    let mut document = Document::new_with(SerializeSettings::default());
    let mut tags = TagTree::new();
    for svg in svgs {
        let tree = parse(svg.as_ref())?;
        let (width, height) = (tree.size().width(), tree.size().height());
        let scale = (profile.width_mm * POINTS / profile.width) as f32;
        let size = Size::from_wh(scale * width, scale * height).ok_or(DrawError::Size(width, height))?;
        let settings = PageSettings::from_wh(size.width(), size.height()).ok_or(DrawError::Size(width, height))?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        // The whole page is one picture to a screen reader, which reads the alt text in its place.
        let content = surface.start_tagged(ContentTag::Other);
        let drawn = surface.draw_svg(&tree, size, SvgSettings::default());
        surface.end_tagged();
        surface.finish();
        drawn.ok_or(DrawError::Size(width, height))?;
        let mut picture = TagGroup::new(Tag::Figure(Some(figure.alt_text.clone())));
        picture.push(content);
        tags.push(picture);
        page.finish();
    }
    document.set_tag_tree(tags);
    let program = figure.provenance.program.clone();
    document.set_metadata(
        Metadata::new()
            .title(figure.title.clone())
            .description(figure.alt_text.clone())
            .language("en-GB".to_owned())
            .creator(program.clone())
            .producer(program),
    );
    document.embed_file(EmbeddedFile {
        path: RECORD_FILE.to_owned(),
        mime_type: MimeType::new("text/plain"),
        description: Some("The scenario and options that this figure was made from".to_owned()),
        association_kind: AssociationKind::Source,
        data: figure.provenance.text().into_bytes().into(),
        modification_date: None,
        // Left readable, so that it can be found again without a reader of PDF.
        compress: Some(false),
        location: None,
    });
    document.finish().map_err(|error| DrawError::Pdf(format!("{error:?}")))
}
