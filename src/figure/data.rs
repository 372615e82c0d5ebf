//! The figure as data, before it is pixels.
//!
//! Owns what a picture says: panels, the axis they share, doses and words. Must not know
//! sizes, colours or formats.

use super::lint::is_legible;
use super::{Content, DoseLane, KeyEntry, Panel, Profile, Provenance, Scale, XAxis};
use crate::words::texts;

/// A picture as data: what is drawn and said, without a size or a colour.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Name of the figure and of its files: `figure`, `cascade`.
    pub id: String,
    /// Headline; empty for none.
    pub title: String,
    /// Line under the headline; empty for none.
    pub subtitle: String,
    /// What shapes stand for, in a line above the panels; empty where names stand at line ends.
    pub key: Vec<KeyEntry>,
    /// Panels from top to bottom; they share the horizontal axis.
    pub panels: Vec<Panel>,
    /// Windows from left to right; every panel is drawn in each. One window is the
    /// rule; two show hours beside weeks on linear axes.
    pub columns: Vec<XAxis>,
    /// Whether each page names its curves in one panel only, where they end farthest apart.
    pub names_once: bool,
    /// Doses under the panels, one row a drug or arm.
    pub doses: Vec<DoseLane>,
    /// Lines at the foot, outside the panels: disclaimer, definition of onset.
    pub footer: Vec<String>,
    /// What the picture shows, in words, for readers with a screen reader.
    pub alt_text: String,
    /// Very faint slanted words behind the curves.
    pub watermark: Option<String>,
    /// What is needed to make this figure again; written into the file.
    pub provenance: Provenance,
}

impl Figure {
    /// An empty figure that already carries the disclaimer and the watermark.
    #[must_use]
    pub fn new(id: impl Into<String>, title: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            title: title.into(),
            subtitle: String::new(),
            key: Vec::new(),
            panels: Vec::new(),
            columns: Vec::new(),
            names_once: false,
            doses: Vec::new(),
            footer: vec![texts::DISCLAIMER.to_owned()],
            alt_text: String::new(),
            watermark: Some(texts::WATERMARK.to_owned()),
            provenance: Provenance::default(),
        }
    }

    /// The figure with a line at the foot for each panel on a logarithmic axis that leaves something out: how many
    /// points are at or below 0, and which curves are nowhere above it.
    #[must_use]
    pub fn with_left_out(mut self) -> Self {
        let mut lines = Vec::new();
        for panel in self.panels.iter().filter(|panel| panel.scale == Scale::Log) {
            let is_out = |value: f64| value.is_finite() && value <= 0.0;
            let points = panel.points().flat_map(|points| &points.data).filter(|datum| is_out(datum.value)).count();
            let empty = panel.series().filter(|series| !series.points.iter().any(|point| point[1] > 0.0));
            let names: Vec<&str> = empty.map(|series| series.label.as_str()).filter(|name| !name.is_empty()).collect();
            let mut parts = Vec::new();
            if points > 0 {
                let noun = if points == 1 { "point is" } else { "points are" };
                parts.push(format!("{points} {noun} at or below 0"));
            }
            if !names.is_empty() {
                parts.push(format!("{} is nowhere above 0", names.join(", ")));
            }
            if !parts.is_empty() {
                lines.push(format!("Not on the log axis of {}: {}.", panel.title, parts.join("; ")));
            }
        }
        let place = self.footer.len().min(1);
        self.footer.splice(place..place, lines);
        self
    }

    /// Letters the panels a, b, c from top to bottom; a single panel gets none.
    ///
    /// Call it before [`Figure::pages`], so that letters run on over the pages.
    #[must_use]
    pub fn lettered(mut self) -> Self {
        let many = self.panels.len() > 1;
        for (panel, letter) in self.panels.iter_mut().zip('a'..='z') {
            panel.letter = if many { letter.to_string() } else { String::new() };
        }
        self
    }

    /// The figure as pages of a profile: as many panels on each as the profile takes, fewer where the names of many curves
    /// would be too small to read.
    #[must_use]
    pub fn pages_for(&self, profile: &Profile) -> Vec<Self> {
        let legible = |panels: &usize| self.pages(*panels).iter().all(|page| is_legible(page, profile));
        let panels = (1..=profile.panels_per_page).rev().find(legible);
        self.pages(panels.unwrap_or(1))
    }

    /// The figure as pages of at most `panels` panels, for slides; a figure that
    /// fits is its own single page. Later pages are named `cascade-2` and so on.
    #[must_use]
    pub fn pages(&self, panels: usize) -> Vec<Self> {
        // A diagram is as much as two panels.
        let room = if self.panels.iter().any(Panel::is_diagram) { panels / 2 } else { panels };
        let most = room.max(1);
        if self.panels.len() <= most {
            return vec![self.clone().named_once()];
        }
        // Six panels on pages of four read better as three and three.
        let pages = self.panels.len().div_ceil(most);
        let each = self.panels.len().div_ceil(pages);
        self.panels
            .chunks(each)
            .enumerate()
            .map(|(index, chunk)| {
                let mut page = self.clone();
                page.panels = chunk.to_vec();
                if index > 0 {
                    page.id = format!("{}-{}", self.id, index + 1);
                }
                if !page.title.is_empty() {
                    page.title = format!("{} ({}/{pages})", self.title, index + 1);
                }
                page.named_once()
            })
            .collect()
    }

    /// The page with the names of its curves in one panel, where it is asked for and one panel has all of them.
    fn named_once(mut self) -> Self {
        if !self.names_once {
            return self;
        }
        let names = |panel: &Panel| -> Vec<String> { panel.series().map(|series| series.label.clone()).collect() };
        let Some(all) = self.panels.iter().map(names).max_by_key(Vec::len) else { return self };
        let complete = |(place, panel): (usize, &Panel)| (names(panel) == all).then(|| (place, panel.least_gap()));
        let widest = self
            .panels
            .iter()
            .enumerate()
            .filter_map(complete)
            .reduce(|best, next| if next.1 > best.1 { next } else { best });
        let Some((widest, _)) = widest else { return self };
        for (_, panel) in self.panels.iter_mut().enumerate().filter(|(place, _)| *place != widest) {
            for content in &mut panel.contents {
                if let Content::Series(series) = content {
                    series.label.clear();
                }
            }
        }
        self
    }
}
