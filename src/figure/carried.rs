//! What a file that holds a figure carries inside.
//!
//! Owns telling formats apart and finding the hidden words again. Must not know what they say.

use super::chunks::{Chunks, SIGNATURE};
use super::provenance::PROGRAM;

/// Keyword of the words in a PNG, and id of their element in an SVG.
pub(super) const KEYWORD: &str = "onset-scenario";

/// Name of the file with the words inside a PDF.
#[cfg(feature = "pdf")]
pub(super) const RECORD_FILE: &str = "scenario.toml";

/// The format of a file, which its first bytes show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FileKind {
    /// Scalable Vector Graphics.
    Svg,
    /// Portable Network Graphics.
    Png,
    /// Portable Document Format.
    Pdf,
}

impl FileKind {
    /// The format of a file with these bytes; nothing for one that holds no figure.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(SIGNATURE) {
            return Some(Self::Png);
        }
        if bytes.starts_with(b"%PDF-") {
            return Some(Self::Pdf);
        }
        let start = String::from_utf8_lossy(bytes.get(..1024).unwrap_or(bytes));
        start.contains("<svg").then_some(Self::Svg)
    }

    /// How the names of its files end.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Svg => "svg",
            Self::Png => "png",
            Self::Pdf => "pdf",
        }
    }
}

/// The words hidden in a figure, as [`Provenance::text`](super::Provenance::text) wrote them; nothing where there are
/// none, or where the file cannot be read as what it says it is.
pub fn carried(bytes: &[u8]) -> Option<String> {
    match FileKind::of(bytes)? {
        FileKind::Svg => {
            let text = std::str::from_utf8(bytes).ok()?;
            let (_, after) = text.split_once(&format!("<metadata id=\"{KEYWORD}\">"))?;
            let (words, _) = after.split_once("</metadata>")?;
            Some(plain(words))
        }
        // Words that are packed are none of this program, which is why none are unpacked: a small file can hold many.
        FileKind::Png => Chunks::of(bytes).find_map(|chunk| chunk.text(KEYWORD).map(str::to_owned)),
        // The words are a stream of their own that is not packed, so that it takes no reader of PDF to find them.
        FileKind::Pdf => {
            let text = String::from_utf8_lossy(bytes);
            let (_, after) = text.split_once(&format!("stream\n{PROGRAM}"))?;
            let (words, _) = after.split_once("\nendstream")?;
            Some(format!("{PROGRAM}{}\n", words.trim_end_matches(['\r', '\n'])))
        }
    }
    .filter(|words| !words.trim().is_empty())
}

/// Words of XML without their escapes; the ampersand comes last, so that none is read twice.
fn plain(words: &str) -> String {
    let replaced = words.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    replaced.replace("&apos;", "'").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_read_once() {
        assert_eq!(plain("a &lt;b&gt; &amp;lt; &quot;c&quot;"), "a <b> &lt; \"c\"");
    }

    #[test]
    fn what_is_no_figure_carries_nothing() {
        for bytes in [&b""[..], b"%!PS", b"<svg xmlns=\"x\"></svg>", b"\x89PNG\r\n\x1a\n", b"\x89PNG\r\n\x1a\nbroken"] {
            assert_eq!(carried(bytes), None);
        }
    }
}
