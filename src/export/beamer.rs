//! The frames of a figure as one slide of Beamer.

use crate::words::escape::tex;

/// One step of the slide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overlay {
    /// File of the picture, as LaTeX is to find it.
    pub file: String,
    /// Page of the file, from 1, where it has several.
    pub page: Option<usize>,
    /// What the lecturer asks before it.
    pub note: String,
}

/// A slide that shows one overlay after another, with a note to each. It is to be put into a presentation by `\input`
/// and needs the packages graphicx, which Beamer loads, and nothing else.
pub fn beamer(title: &str, overlays: &[Overlay]) -> String {
    let mut text = format!(
        "% {}\n% \\input this into a Beamer presentation; \\setbeameroption{{show notes}} prints the questions.\n\
         \\begin{{frame}}[plain]\n  \\centering\n",
        crate::words::escape::comment(title)
    );
    for (index, overlay) in overlays.iter().enumerate() {
        let page = overlay.page.map_or(String::new(), |page| format!(",page={page}"));
        text.push_str(&format!(
            "  \\includegraphics<{}>[width=0.98\\textwidth,height=0.94\\textheight,keepaspectratio{page}]{{\\detokenize{{{}}}}}%\n",
            index + 1,
            overlay.file
        ));
    }
    for (index, overlay) in overlays.iter().enumerate() {
        text.push_str(&format!("  \\note<{}>{{{}}}\n", index + 1, tex(&overlay.note)));
    }
    text.push_str("\\end{frame}\n");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_overlay_has_its_picture_and_its_note() {
        let overlay = |page: usize| Overlay { file: "a_b.pdf".to_owned(), page: Some(page), note: "50 %?".to_owned() };
        let text = beamer("A & B", &[overlay(1), overlay(2)]);
        assert!(text.contains("\\includegraphics<2>[") && text.contains("page=2]{\\detokenize{a_b.pdf}}"), "{text}");
        assert!(text.contains("\\note<1>{50 \\%?}"), "{text}");
    }
}
