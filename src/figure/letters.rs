//! Letters that a figure cannot show.
//!
//! Owns where the words of a figure are looked at, so that none goes missing without a word. Must not know fonts.

use super::{Figure, missing_letters};

/// Letters of one place that no font at hand can draw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    /// Where they stand: `the title`, `the name "..."`.
    pub place: String,
    /// The letters, each once.
    pub letters: Vec<char>,
}

impl Unknown {
    /// As a sentence.
    #[must_use]
    pub fn text(&self) -> String {
        let named = |letter: &char| format!("{letter} (U+{:04X})", u32::from(*letter));
        let letters: Vec<String> = self.letters.iter().map(named).collect();
        format!("the figure has no letter {} of {}; an empty box stands there", letters.join(", "), self.place)
    }
}

impl Figure {
    /// Every place with letters that cannot be drawn, from the title to the foot; empty when all is well.
    #[must_use]
    pub fn unknown_letters(&self) -> Vec<Unknown> {
        let mut places: Vec<(String, &str)> =
            vec![("the title".to_owned(), self.title.as_str()), ("the subtitle".to_owned(), self.subtitle.as_str())];
        for panel in &self.panels {
            places.push((format!("the heading \"{}\"", panel.title), &panel.title));
            places.push((format!("the unit \"{}\"", panel.unit), &panel.unit));
            let names = panel.series().map(|series| &series.label).chain(panel.points().map(|points| &points.label));
            let names = names.chain(panel.bands().map(|band| &band.label));
            let names = names.chain(panel.references().map(|line| &line.label));
            let names = names.chain(panel.rows().flat_map(|row| [&row.label, &row.note]));
            places.extend(names.map(|name| (format!("the name \"{name}\""), name.as_str())));
        }
        places.extend(self.key.iter().map(|entry| (format!("the name \"{}\"", entry.label), entry.label.as_str())));
        places.extend(self.doses.iter().map(|lane| (format!("the doses of \"{}\"", lane.label), lane.label.as_str())));
        places.extend(self.footer.iter().map(|line| ("the lines at the foot".to_owned(), line.as_str())));
        let mut found: Vec<Unknown> = Vec::new();
        for (place, words) in places {
            let letters = missing_letters(words);
            if !letters.is_empty() && found.iter().all(|unknown| unknown.place != place) {
                found.push(Unknown { place, letters });
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Hue, Panel, Series};
    use super::*;

    #[test]
    fn letters_without_a_font_are_named_with_their_place() {
        let mut figure = Figure::new("figure", "氯胺酮 and ketamine");
        let mut panel = Panel::new("improvement", "Улучшение", "%");
        panel.push(Series::new("a", "إسيتالوبرام 10 mg", Hue::Ssri, vec![[0.0, 1.0]]));
        figure.panels.push(panel);
        let found = figure.unknown_letters();
        assert_eq!(found.len(), 2, "{found:?}");
        assert_eq!(found[0].place, "the title");
        assert_eq!(found[0].letters, ['氯', '胺', '酮']);
        assert!(found[0].text().contains("氯 (U+6C2F)"), "{}", found[0].text());
        assert!(found[1].place.contains("10 mg"), "{found:?}");
    }
}
