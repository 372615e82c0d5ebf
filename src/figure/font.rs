//! The fonts and how wide their words are.
//!
//! Owns the four subsets of Inter (SIL Open Font License 1.1, `font/OFL.txt`; made by `font/subset.sh`): two that go
//! into every SVG and two with the further letters of Latin, Greek and Cyrillic; and one font more for other scripts,
//! which a program may add before its first figure. Must not know the page. No font of the system is ever opened, so a
//! figure looks the same on every machine.

use std::fmt;
use std::sync::{LazyLock, OnceLock};

use crate::words::Advice;
use ttf_parser::{Face, GlyphId, OutlineBuilder};

/// Family name in the font files and in the SVG.
pub(crate) const FAMILY: &str = "Inter";
/// Height of a capital, in em.
pub(crate) const CAP_HEIGHT: f64 = 1490.0 / 2048.0;
/// Height of the tallest letters above the baseline, in em.
pub(crate) const ASCENT: f64 = 0.76;
/// Depth of the deepest letters below the baseline, in em.
pub(crate) const DESCENT: f64 = 0.21;

/// Regular, weight 400.
pub(crate) static REGULAR: &[u8] = include_bytes!("font/Inter-Regular.ttf");
/// Semi-bold, weight 600.
pub(crate) static SEMI_BOLD: &[u8] = include_bytes!("font/Inter-SemiBold.ttf");

/// Letters of Latin, Greek and Cyrillic that the embedded fonts do not have.
static MORE_REGULAR: &[u8] = include_bytes!("font/More-Regular.ttf");
static MORE_SEMI_BOLD: &[u8] = include_bytes!("font/More-SemiBold.ttf");

// A font that does not parse measures by a rule of thumb instead of failing; a
// test makes sure that all parse.
static REGULAR_FACE: LazyLock<Option<Face<'static>>> = LazyLock::new(|| Face::parse(REGULAR, 0).ok());
static SEMI_BOLD_FACE: LazyLock<Option<Face<'static>>> = LazyLock::new(|| Face::parse(SEMI_BOLD, 0).ok());
static MORE_REGULAR_FACE: LazyLock<Option<Face<'static>>> = LazyLock::new(|| Face::parse(MORE_REGULAR, 0).ok());
static MORE_SEMI_BOLD_FACE: LazyLock<Option<Face<'static>>> = LazyLock::new(|| Face::parse(MORE_SEMI_BOLD, 0).ok());

/// The font for other scripts, in both weights alike.
static ADDED_FACE: OnceLock<Face<'static>> = OnceLock::new();

/// The largest font that is taken, in bytes: those of all Chinese signs have about 20 MB.
pub const LARGEST_FONT: usize = 64 << 20;

/// Why a font cannot be added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FontError {
    /// It has more bytes than [`LARGEST_FONT`].
    TooLarge(usize),
    /// The bytes are no TrueType or OpenType font.
    NoFont,
    /// Another one was added before.
    Second,
}

impl fmt::Display for FontError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge(bytes) => {
                write!(out, "the font has {} MB; at most {} MB are read", bytes >> 20, LARGEST_FONT >> 20)
            }
            Self::NoFont => write!(out, "this is no TrueType or OpenType font (.ttf, .otf, .ttc)"),
            Self::Second => write!(out, "a font was given already"),
        }
    }
}

impl std::error::Error for FontError {}

impl Advice for FontError {
    fn help(&self) -> String {
        "give one font file, such as NotoSansSC-Regular.otf".to_owned()
    }
}

/// Adds a font from which letters are taken that Inter does not have, for all figures of this process.
///
/// # Errors
/// If the bytes are no font, are too many, or a font was added before.
pub fn add_font(bytes: Vec<u8>) -> Result<(), FontError> {
    if bytes.len() > LARGEST_FONT {
        return Err(FontError::TooLarge(bytes.len()));
    }
    if Face::parse(&bytes, 0).is_err() {
        return Err(FontError::NoFont);
    }
    // The one font of a process is needed to its end.
    let face = Face::parse(Box::leak(bytes.into_boxed_slice()), 0).map_err(|_| FontError::NoFont)?;
    ADDED_FACE.set(face).map_err(|_| FontError::Second)
}

/// Scripts whose letters join, change their order or run from right to left, which takes more than a font to draw:
/// Hebrew to Thaana and Arabic, India to Myanmar, Khmer, Mongolian, forms of Hebrew and Arabic.
const SHAPED: [(u32, u32); 7] = [
    (0x0590, 0x08FF),
    (0x0900, 0x0DFF),
    (0x0E80, 0x109F),
    (0x1780, 0x18AF),
    (0xFB1D, 0xFDFF),
    (0xFE70, 0xFEFC),
    (0x1_0800, 0x1_0FFF),
];

/// The letters of a text that no figure can show, each once, in order: no font has them, or their script is one whose
/// letters join.
#[must_use]
pub fn missing_letters(text: &str) -> Vec<char> {
    let mut missing = Vec::new();
    for letter in text.chars() {
        if !is_drawn(letter) && !missing.contains(&letter) {
            missing.push(letter);
        }
    }
    missing
}

/// Whether a letter can be drawn.
fn is_drawn(letter: char) -> bool {
    let code = u32::from(letter);
    let is_shaped = SHAPED.iter().any(|(from, to)| (*from..=*to).contains(&code));
    letter.is_control() || !is_shaped && Weight::Regular.faces().any(|face| face.glyph_index(letter).is_some())
}

/// Whether an SVG can say the text with the fonts inside it; other words are drawn as outlines.
pub(crate) fn is_embedded(text: &str) -> bool {
    let has = |face: &Face<'_>, letter: char| letter.is_control() || face.glyph_index(letter).is_some();
    Weight::Regular.face().is_none_or(|face| text.chars().all(|letter| has(face, letter)))
}

/// How heavy letters are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// Weight 400.
    Regular,
    /// Weight 600.
    SemiBold,
}

impl Weight {
    /// The parsed font that goes into an SVG.
    pub(crate) fn face(self) -> Option<&'static Face<'static>> {
        match self {
            Self::Regular => REGULAR_FACE.as_ref(),
            Self::SemiBold => SEMI_BOLD_FACE.as_ref(),
        }
    }

    /// All fonts in which a letter is looked for, the first one first.
    fn faces(self) -> impl Iterator<Item = &'static Face<'static>> {
        let more = match self {
            Self::Regular => MORE_REGULAR_FACE.as_ref(),
            Self::SemiBold => MORE_SEMI_BOLD_FACE.as_ref(),
        };
        self.face().into_iter().chain(more).chain(ADDED_FACE.get())
    }

    /// The font that has a letter with its glyph: the box for unknown letters of the first where none has.
    fn glyph(self, letter: char) -> Option<(&'static Face<'static>, GlyphId)> {
        let first = self.face()?;
        if let Some(glyph) = first.glyph_index(letter) {
            return Some((first, glyph));
        }
        let in_another = || self.faces().find_map(|face| face.glyph_index(letter).map(|glyph| (face, glyph)));
        is_drawn(letter).then(in_another).flatten().or(Some((first, GlyphId(0))))
    }
}

/// Draws the outlines of `text` with its left end at the origin of the baseline, with y upwards.
pub(crate) fn outline(text: &str, weight: Weight, pen: &mut impl Pen) {
    let mut x = 0.0;
    for letter in text.chars() {
        let Some((face, glyph)) = weight.glyph(letter) else { continue };
        let em = f64::from(face.units_per_em());
        pen.begin_letter(x, em);
        // A glyph without outline, such as a space, draws nothing.
        let _ = face.outline_glyph(glyph, pen);
        x += f64::from(face.glyph_hor_advance(glyph).unwrap_or(0)) / em;
    }
}

/// What follows the outlines of letters.
pub(crate) trait Pen: OutlineBuilder {
    /// The next letter starts at `x` em, and so many of its units make an em.
    fn begin_letter(&mut self, x: f64, units: f64);
}

/// Width of `text` in px at `size` px to the em. Kerning is left out: it mostly
/// tightens, so boxes are at worst a little too wide.
pub(crate) fn width(text: &str, size: f64, weight: Weight) -> f64 {
    let advance = |letter: char| match weight.glyph(letter) {
        Some((face, glyph)) => f64::from(face.glyph_hor_advance(glyph).unwrap_or(0)) / f64::from(face.units_per_em()),
        None => 0.6,
    };
    size * text.chars().map(advance).sum::<f64>()
}
