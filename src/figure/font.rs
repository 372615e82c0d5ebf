//! The embedded font and how wide its words are.
//!
//! Owns the two subsets of Inter (SIL Open Font License 1.1, `font/OFL.txt`; made
//! by `font/subset.sh`). Must not know the page. No font of the system is ever
//! opened, so a figure looks the same on every machine.

use std::sync::LazyLock;

use ttf_parser::{Face, OutlineBuilder};

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

// A font that does not parse measures by a rule of thumb instead of failing; a
// test makes sure that both parse.
static REGULAR_FACE: LazyLock<Option<Face<'static>>> = LazyLock::new(|| Face::parse(REGULAR, 0).ok());
static SEMI_BOLD_FACE: LazyLock<Option<Face<'static>>> = LazyLock::new(|| Face::parse(SEMI_BOLD, 0).ok());

/// How heavy letters are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// Weight 400.
    Regular,
    /// Weight 600.
    SemiBold,
}

impl Weight {
    /// The parsed font.
    pub(crate) fn face(self) -> Option<&'static Face<'static>> {
        match self {
            Self::Regular => REGULAR_FACE.as_ref(),
            Self::SemiBold => SEMI_BOLD_FACE.as_ref(),
        }
    }
}

/// Draws the outlines of `text` with its left end at the origin of the baseline, in
/// font units with y upwards, and returns how many of them make an em.
pub(crate) fn outline(text: &str, weight: Weight, pen: &mut impl Pen) -> f64 {
    let Some(face) = weight.face() else {
        return 1.0;
    };
    let mut x = 0.0;
    for letter in text.chars() {
        let glyph = face.glyph_index(letter).unwrap_or_default();
        pen.move_origin(x);
        // A glyph without outline, such as a space, draws nothing.
        let _ = face.outline_glyph(glyph, pen);
        x += f64::from(face.glyph_hor_advance(glyph).unwrap_or(0));
    }
    f64::from(face.units_per_em())
}

/// What follows the outlines of letters.
pub(crate) trait Pen: OutlineBuilder {
    /// The next letter starts at `x` font units.
    fn move_origin(&mut self, x: f64);
}

/// Width of `text` in px at `size` px to the em. Kerning is left out: it mostly
/// tightens, so boxes are at worst a little too wide.
pub(crate) fn width(text: &str, size: f64, weight: Weight) -> f64 {
    let Some(face) = weight.face() else {
        return 0.6 * size * f64::from(u32::try_from(text.chars().count()).unwrap_or(u32::MAX));
    };
    let em = f64::from(face.units_per_em());
    let units: f64 = text
        .chars()
        .map(|letter| {
            let glyph = face.glyph_index(letter).unwrap_or_default();
            f64::from(face.glyph_hor_advance(glyph).unwrap_or(0))
        })
        .sum();
    units * size / em
}
