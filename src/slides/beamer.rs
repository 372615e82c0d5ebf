//! A talk as a document for LaTeX with Beamer, which shows the pages of a PDF with the speaker's notes.
//!
//! Owns the document. Must not know where the PDF is written: it stands beside the document.

use super::Deck;
use crate::words::escape::{comment, tex};

/// The talk as a document of its own; `pdf` is the name of the file that holds its pages.
pub fn beamer_document(deck: &Deck, pdf: &str) -> String {
    let shape = if deck.profile.width / deck.profile.height < 1.5 { "43" } else { "169" };
    let mut text = format!(
        "% Take the sign for a remark off the next line but one to print the notes beside the slides.\n\
         \\documentclass[aspectratio={shape}]{{beamer}}\n%\\setbeameroption{{show notes}}\n\
         \\setbeamertemplate{{navigation symbols}}{{}}\n\\hypersetup{{pdftitle={{{}}}}}\n\\begin{{document}}\n",
        tex(&deck.title)
    );
    for (index, slide) in deck.slides.iter().enumerate() {
        text.push_str(&format!(
            "\n% {}\n{{\\setbeamertemplate{{background canvas}}{{\\includegraphics[page={},width=\\paperwidth,\
             height=\\paperheight]{{\\detokenize{{{pdf}}}}}}}\n\\begin{{frame}}[plain]\n",
            comment(&slide.title),
            index + 1
        ));
        if !slide.notes.is_empty() {
            let notes: Vec<String> = slide.notes.lines().map(tex).collect();
            text.push_str(&format!("\\note{{{}}}\n", notes.join("\\par ")));
        }
        text.push_str("\\end{frame}}\n");
    }
    text.push_str("\\end{document}\n");
    text
}
