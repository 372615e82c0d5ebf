//! How words are written into an SVG.
//!
//! Owns the choice. Must not know how either is done.

/// How words are written into an SVG.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TextMode {
    /// As words, with the font inside: they can be searched, read aloud and edited.
    #[default]
    Live,
    /// As outlines, for programs that ignore a font inside a file.
    Paths,
}
