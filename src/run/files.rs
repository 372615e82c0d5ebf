//! The files that a command writes, each declared once: its name and what a reader finds in it.
//!
//! Owns: the form of such a declaration, and the declarations of a run. The summary on the terminal, the names that a
//! command claims in its folder and the tests read them. Must not know: studies, each of which declares its own files.

use std::ops::RangeInclusive;

/// The endings of a figure: the picture twice, its words, its data.
const FIGURE: &[&str] = &["svg", "png", "txt", "csv"];

/// Pages of a figure that a folder may hold; a figure of several pages numbers them from the second on.
const PAGES: RangeInclusive<usize> = 2..=999;

/// Files of one meaning, whose names differ only in their ending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Files {
    /// The name before the ending.
    pub stem: &'static str,
    /// The endings, without the point.
    pub endings: &'static [&'static str],
    /// What a reader finds in it, in a few words.
    pub meaning: &'static str,
}

impl Files {
    /// A file of data.
    pub const fn new(stem: &'static str, endings: &'static [&'static str], meaning: &'static str) -> Self {
        Self { stem, endings, meaning }
    }

    /// A figure with its words and its data.
    pub const fn figure(stem: &'static str, meaning: &'static str) -> Self {
        Self::new(stem, FIGURE, meaning)
    }

    /// Whether it is a figure, which `--no-figure` leaves out.
    pub fn is_figure(&self) -> bool {
        self.endings.contains(&"svg")
    }

    /// The name of each file, of the first page only.
    pub fn names(&self) -> impl Iterator<Item = String> {
        self.endings.iter().map(|ending| format!("{}.{ending}", self.stem))
    }

    /// The stem and the ending of a file of this declaration; nothing for another file. The stem of a later page of a
    /// figure ends in its number, such as `sweep-2`.
    pub fn split<'a>(&self, name: &'a str) -> Option<(&'a str, &'a str)> {
        let rest = name.strip_prefix(self.stem)?;
        let (number, ending) = rest.split_once('.')?;
        let is_page = || {
            let page = number.strip_prefix('-').and_then(|number| number.parse().ok());
            self.is_figure() && page.is_some_and(|page| PAGES.contains(&page))
        };
        let is_ours = self.endings.contains(&ending) && (number.is_empty() || is_page());
        is_ours.then(|| (&name[..self.stem.len() + number.len()], ending))
    }
}

/// The manifest, which stands in every folder of output.
pub const MANIFEST: Files = Files::new("manifest", &["json"], "what was run, with a fingerprint of each file");

/// The files of a run.
pub const FILES: &[Files] = &[
    Files::figure("figure", "the comparison; .txt says it in words"),
    Files::figure("cascade", "from receptor to symptom"),
    Files::new("trajectory", &["csv"], "every quantity of the model over time"),
    Files::new("metrics", &["csv", "json"], "onset, peak, plasma levels and more"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_belongs_to_one_declaration() {
        let figure = Files::figure("sweep", "the metrics over the sweep");
        assert_eq!(figure.split("sweep.svg"), Some(("sweep", "svg")));
        assert_eq!(figure.split("sweep-12.csv"), Some(("sweep-12", "csv")));
        for name in ["sweep-1.svg", "sweep-x.svg", "sweep.pdf", "sweeps.svg", "sweep", "swee.svg"] {
            assert_eq!(figure.split(name), None, "{name}");
        }
        assert_eq!(MANIFEST.split("manifest-2.json"), None);
        assert_eq!(MANIFEST.names().collect::<Vec<_>>(), ["manifest.json"]);
        for name in FILES.iter().flat_map(Files::names) {
            assert_eq!(FILES.iter().filter(|file| file.split(&name).is_some()).count(), 1, "{name}");
        }
    }
}
