//! From SVG to PNG.
//!
//! Owns pixels and the text chunks of the file. Must not know what is drawn: the
//! picture is the SVG, so both formats look the same.

use std::fmt;
use std::sync::{Arc, LazyLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Error as SvgError, Options, Tree, fontdb};

use super::Figure;
use super::carried::KEYWORD;
use super::font::{FAMILY, REGULAR, SEMI_BOLD};
use super::svg::PRINT_WIDTH;

/// Why an SVG did not become a PNG.
#[derive(Debug)]
pub enum DrawError {
    /// The text is no SVG that can be drawn.
    Svg(SvgError),
    /// The page has no pixels, or more than memory can hold; width and height in px.
    Size(f32, f32),
    /// The picture could not be packed.
    Png(png::EncodingError),
    /// The PDF could not be put together; what the writer of PDF says.
    Pdf(String),
}

impl fmt::Display for DrawError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Svg(error) => write!(out, "the SVG cannot be drawn: {error}"),
            Self::Size(width, height) => {
                write!(out, "a picture of {width} by {height} px cannot be drawn")
            }
            Self::Png(error) => write!(out, "the PNG cannot be written: {error}"),
            Self::Pdf(error) => write!(out, "the PDF cannot be written: {error}"),
        }
    }
}

impl std::error::Error for DrawError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Svg(error) => Some(error),
            Self::Size(..) | Self::Pdf(_) => None,
            Self::Png(error) => Some(error),
        }
    }
}

/// How a picture of the usual width is packed: packing harder takes longer than drawing, to save half of a file.
const USUAL: png::Compression = png::Compression::Fast;

/// How a picture of a width of its own is packed: it is for the web, where the size of a file counts.
const SMALL: png::Compression = png::Compression::High;

/// The embedded fonts and no other, so that a PNG is the same on every machine.
static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    fonts.load_font_data(REGULAR.to_vec());
    fonts.load_font_data(SEMI_BOLD.to_vec());
    fonts.set_sans_serif_family(FAMILY);
    Arc::new(fonts)
});

/// The SVG of a figure as a PNG of the same size in px, with title, alt text,
/// program and scenario in text chunks.
///
/// # Errors
/// If `svg` is not what [`render_svg`](super::render_svg) made, or is too large.
pub fn render_png(svg: &str, figure: &Figure) -> Result<Vec<u8>, DrawError> {
    render_png_of_width(svg, figure, None)
}

/// The same, so many px wide; without a number, as wide as the SVG says.
///
/// # Errors
/// As [`render_png`].
pub fn render_png_of_width(svg: &str, figure: &Figure, width: Option<u32>) -> Result<Vec<u8>, DrawError> {
    let tree = parse(svg)?;
    let page = tree.size();
    let too_large = || DrawError::Size(page.width(), page.height());
    let own = page.to_int_size();
    let whole = width.map_or(Some(own), |width| own.scale_to_width(width)).ok_or_else(too_large)?;
    let mut pixels = Pixmap::new(whole.width(), whole.height()).ok_or_else(too_large)?;
    let scale = Transform::from_scale(whole.width() as f32 / page.width(), whole.height() as f32 / page.height());
    resvg::render(&tree, scale, &mut pixels.as_mut());
    let packing = if width.is_none() { USUAL } else { SMALL };
    let resolution = print_width(svg).map(|mm| f64::from(whole.width()) / mm * 1000.0);
    pack(&pixels, figure, packing, resolution).map_err(DrawError::Png)
}

/// The width in print that an SVG says, mm.
fn print_width(svg: &str) -> Option<f64> {
    let (_, rest) = svg.get(..1024).unwrap_or(svg).split_once(PRINT_WIDTH)?;
    let (value, _) = rest.strip_prefix("=\"")?.split_once('"')?;
    value.parse().ok().filter(|mm: &f64| mm.is_finite() && *mm > 0.0)
}

/// The SVG as shapes and words in the embedded fonts.
pub(super) fn parse(svg: &str) -> Result<Tree, DrawError> {
    let options = Options { font_family: FAMILY.to_owned(), fontdb: Arc::clone(&FONTS), ..Options::default() };
    Tree::from_str(svg, &options).map_err(DrawError::Svg)
}

/// Packs opaque pixels and the words that go with them.
fn pack(
    pixels: &Pixmap,
    figure: &Figure,
    packing: png::Compression,
    resolution: Option<f64>,
) -> Result<Vec<u8>, png::EncodingError> {
    // The paper is opaque, so the alpha channel says nothing.
    let mut colors = Vec::with_capacity(pixels.data().len() / 4 * 3);
    for pixel in pixels.data().chunks_exact(4) {
        colors.extend(pixel.iter().take(3));
    }
    let hidden = figure.provenance.text();
    let texts = [
        ("Title", figure.title.as_str()),
        ("Description", figure.alt_text.as_str()),
        ("Software", figure.provenance.program.as_str()),
        (KEYWORD, hidden.as_str()),
    ];
    packed(&colors, [pixels.width(), pixels.height()], &texts, packing, resolution)
}

/// A file of these pixels, three colours each, and these words; so many pixels make a metre in print.
fn packed(
    colors: &[u8],
    [width, height]: [u32; 2],
    texts: &[(&str, &str)],
    packing: png::Compression,
    resolution: Option<f64>,
) -> Result<Vec<u8>, png::EncodingError> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(packing);
    if let Some(pixels) = resolution {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a cast to whole pixels saturates")]
        let pixels = pixels.round() as u32;
        encoder.set_pixel_dims(Some(png::PixelDimensions { xppu: pixels, yppu: pixels, unit: png::Unit::Meter }));
    }
    for (keyword, words) in texts {
        if !words.is_empty() {
            // A null byte would end the chunk early.
            encoder.add_itxt_chunk((*keyword).to_owned(), words.replace('\0', ""))?;
        }
    }
    let mut writer = encoder.write_header()?;
    writer.write_image_data(colors)?;
    writer.finish()?;
    Ok(file)
}

/// Files of these pixels without words, packed in each of the ways that figures are.
pub(super) fn packed_in_every_way(colors: &[u8], size: [u32; 2]) -> Vec<Vec<u8>> {
    [USUAL, SMALL].into_iter().filter_map(|packing| packed(colors, size, &[], packing, None).ok()).collect()
}
