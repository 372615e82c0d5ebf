//! SVG as text.
//!
//! Owns elements, escaping and the embedded font. Must not know plotters; numbers come in 1/20 px, the precision of the back end.

use std::fmt::{Display, Write};

use super::carried::KEYWORD;
use super::font::{FAMILY, REGULAR, SEMI_BOLD};
use super::{Scene, TextMode};

/// Units of the back end to the px.
pub(crate) const UNITS: f64 = 20.0;

/// A length in units of the back end, written in px with at most two decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Units(pub(crate) i32);

impl Display for Units {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (whole, part) = (self.0.unsigned_abs() / 20, self.0.unsigned_abs() % 20);
        if self.0 < 0 {
            out.write_str("-")?;
        }
        write!(out, "{whole}")?;
        let hundredths = part * 5;
        match (hundredths, hundredths % 10) {
            (0, _) => Ok(()),
            (_, 0) => write!(out, ".{}", hundredths / 10),
            _ => write!(out, ".{hundredths:02}"),
        }
    }
}

/// A growing SVG document.
#[derive(Debug)]
pub(crate) struct SvgText {
    text: String,
    clips: usize,
}

/// Attribute of the document with its width in print, mm.
pub(super) const PRINT_WIDTH: &str = "data-print-mm";

impl SvgText {
    /// The head of the document: size in px, words for screen readers, hidden
    /// provenance and, for live text, the font.
    pub(crate) fn new(scene: &Scene, text_mode: TextMode) -> Self {
        let Scene { width, height, width_mm, title, description, provenance, .. } = scene;
        // Fonts are the bulk of a file; growing step by step would copy them often.
        let mut text = String::with_capacity(260_000);
        text.push_str("<svg xmlns=\"http://www.w3.org/2000/svg\"");
        let mut svg = Self { text, clips: 0 };
        svg.attribute("width", width);
        svg.attribute("height", height);
        svg.attribute("viewBox", format_args!("0 0 {width} {height}"));
        svg.attribute(PRINT_WIDTH, width_mm);
        svg.attribute("role", "img");
        svg.attribute("aria-labelledby", "title desc");
        svg.attribute("font-family", format_args!("{FAMILY}, sans-serif"));
        svg.text.push_str(">\n<title id=\"title\">");
        svg.escaped(title);
        svg.text.push_str("</title>\n<desc id=\"desc\">");
        svg.escaped(description);
        svg.text.push_str("</desc>\n<metadata");
        svg.attribute("id", KEYWORD);
        svg.text.push('>');
        svg.escaped(provenance);
        svg.text.push_str("</metadata>\n");
        if text_mode == TextMode::Paths {
            return svg;
        }
        svg.text.push_str("<style>\n");
        for (weight, font) in [(400, REGULAR), (600, SEMI_BOLD)] {
            svg.text.push_str("@font-face{font-family:");
            svg.text.push_str(FAMILY);
            svg.text.push_str(";font-weight:");
            svg.text.push_str(if weight == 400 { "400" } else { "600" });
            svg.text.push_str(";src:url(data:font/ttf;base64,");
            base64(font, &mut svg.text);
            svg.text.push_str(")}\n");
        }
        svg.text.push_str("</style>\n");
        svg
    }

    /// Opens a group; `clip` is left, top, width and height.
    pub(crate) fn open_group(&mut self, id: &str, title: &str, clip: Option<[Units; 4]>) {
        if let Some([left, top, width, height]) = clip {
            self.clips += 1;
            let name = format!("clip-{}", self.clips);
            self.text.push_str("<clipPath");
            self.attribute("id", &name);
            self.text.push('>');
            self.open("rect");
            self.attribute("x", left);
            self.attribute("y", top);
            self.attribute("width", width);
            self.attribute("height", height);
            self.text.push_str("/></clipPath>\n<g");
            self.attribute("id", id);
            self.attribute("clip-path", format_args!("url(#{name})"));
        } else {
            self.open("g");
            self.attribute("id", id);
        }
        self.text.push('>');
        if !title.is_empty() {
            self.text.push_str("<title>");
            self.escaped(title);
            self.text.push_str("</title>");
        }
        self.text.push('\n');
    }

    /// Closes the group.
    pub(crate) fn close_group(&mut self) {
        self.text.push_str("</g>\n");
    }

    /// Starts an element.
    pub(crate) fn open(&mut self, name: &str) {
        self.text.push('<');
        self.text.push_str(name);
    }

    /// Adds an attribute to the started element.
    pub(crate) fn attribute(&mut self, name: &str, value: impl Display) {
        self.text.push(' ');
        self.text.push_str(name);
        self.text.push_str("=\"");
        let start = self.text.len();
        // Writing to a string does not fail.
        let _ = write!(self.text, "{value}");
        if self.text[start..].contains(['&', '<', '"']) {
            let raw = self.text.split_off(start);
            self.escaped(&raw);
        }
        self.text.push('"');
    }

    /// Adds a colour and, where it is not opaque, its opacity.
    pub(crate) fn paint(&mut self, name: &str, (r, g, b): (u8, u8, u8), alpha: f64) {
        self.attribute(name, format_args!("#{r:02X}{g:02X}{b:02X}"));
        if alpha < 1.0 {
            self.attribute(&format!("{name}-opacity"), format_args!("{alpha:.3}"));
        }
    }

    /// Adds a path that is already written.
    pub(crate) fn data(&mut self, path: &str) {
        self.text.push_str(" d=\"");
        self.text.push_str(path);
        self.text.push('"');
    }

    /// Adds the vertices of a path.
    pub(crate) fn path(&mut self, points: impl Iterator<Item = (i32, i32)>, closed: bool) {
        self.text.push_str(" d=\"");
        for (index, (x, y)) in points.enumerate() {
            let sign = if index == 0 { 'M' } else { 'L' };
            let _ = write!(self.text, "{sign}{} {}", Units(x), Units(y));
        }
        if closed {
            self.text.push('Z');
        }
        self.text.push('"');
    }

    /// Ends an element that holds nothing.
    pub(crate) fn end(&mut self) {
        self.text.push_str("/>\n");
    }

    /// Ends an element that holds words.
    pub(crate) fn end_with(&mut self, words: &str, name: &str) {
        self.text.push('>');
        self.escaped(words);
        self.text.push_str("</");
        self.text.push_str(name);
        self.text.push_str(">\n");
    }

    /// The finished document.
    pub(crate) fn finish(mut self) -> String {
        self.text.push_str("</svg>\n");
        self.text
    }

    /// Adds words; characters that XML does not allow at all are left out.
    fn escaped(&mut self, words: &str) {
        for letter in words.chars() {
            match letter {
                '&' => self.text.push_str("&amp;"),
                '<' => self.text.push_str("&lt;"),
                '>' => self.text.push_str("&gt;"),
                '"' => self.text.push_str("&quot;"),
                '\t' | '\n' => self.text.push(letter),
                '\u{FFFE}' | '\u{FFFF}' => {}
                other if other.is_control() => {}
                other => self.text.push(other),
            }
        }
    }
}

/// Adds bytes in base 64 (RFC 4648, section 4).
fn base64(bytes: &[u8], text: &mut String) {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for chunk in bytes.chunks(3) {
        let byte = |index: usize| u32::from(chunk.get(index).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4_usize {
            if place <= chunk.len() {
                let shift = 18 - 6 * place;
                text.push(char::from(ALPHABET[(bits >> shift & 63) as usize]));
            } else {
                text.push('=');
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Units, base64};

    #[test]
    fn units_are_written_in_px() {
        let written = [0, 1, 2, 10, 20, -25, 38_401].map(|units| Units(units).to_string());
        assert_eq!(written, ["0", "0.05", "0.1", "0.5", "1", "-1.25", "1920.05"]);
    }

    #[test]
    fn base64_pads_as_the_rfc_says() {
        let written = ["", "f", "fo", "foo", "foob", "fooba", "foobar"].map(|plain| {
            let mut text = String::new();
            base64(plain.as_bytes(), &mut text);
            text
        });
        assert_eq!(written, ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"]);
    }
}
