//! A slide as a page: for a PDF, and as the measure of what the other formats show.
//!
//! Owns where titles, words and the disclaimer stand. Must not know file formats.

use super::parts::Place;
use super::words::{Sized, points, sized};
use super::{Body, Deck, Slide};
use crate::figure::{
    Anchor, Color, FontWeight, Group, Headline, Point as At, Primitive, Profile, Rect, Scene, TextBox, TextMode,
    render_scene, wrapped,
};
use crate::words::{program, texts};

/// Where titles and words stand.
pub(super) struct Places {
    pub(super) title: Place,
    pub(super) body: Place,
    pub(super) foot: Place,
    pub(super) opening: Place,
    pub(super) below: Place,
}

/// Size of the title of a talk, in that of a slide.
pub(super) const OPENING_SIZE: f64 = 1.3;

/// Height of a line, in sizes of its letters.
pub(super) const LEADING: f64 = 1.22;

/// Space before a point, in sizes of its letters.
pub(super) const BEFORE: f64 = 0.6;

impl Places {
    pub(super) fn of(profile: &Profile) -> Self {
        let Profile { width, height, margin, title, footer, .. } = profile;
        let across = width - 2.0 * margin;
        let head = 0.75 * margin;
        let first = head + 2.6 * title;
        let foot = height - 0.5 * margin - 1.4 * footer;
        Self {
            title: Place(*margin, head, across, 2.4 * title),
            body: Place(*margin, first, across, foot - first - 0.5 * margin),
            foot: Place(*margin, foot, across, 1.4 * footer),
            opening: Place(*margin, 0.22 * height, across, 0.26 * height),
            below: Place(*margin, 0.52 * height, across, 0.32 * height),
        }
    }
}

/// What stands at the foot of a slide of words.
pub(super) fn foot() -> String {
    format!("{} {}", texts::DISCLAIMER, program())
}

/// Every slide as a page with its title, as SVG with live text.
pub fn pages(deck: &Deck) -> Vec<String> {
    let page = |slide: &Slide| match &slide.body {
        Body::Picture(picture) => picture.page.clone(),
        Body::Opening(_) | Body::Points(_) => render_scene(&scene(deck, slide), TextMode::Live),
    };
    deck.slides.iter().map(page).collect()
}

/// Lines of text, one below the other.
struct Column {
    left: f64,
    across: f64,
    y: f64,
    lines: Vec<TextBox>,
}

impl Column {
    fn text(&mut self, text: &str, size: f64, weight: FontWeight, color: Color, before: f64) {
        self.y += before;
        for line in wrapped(text, size, weight, self.across) {
            self.y += LEADING * size;
            self.lines.push(TextBox {
                text: line,
                at: At::new(self.left, self.y - 0.25 * size),
                anchor: Anchor::Start,
                size,
                weight,
                color,
                halo: None,
                angle: 0.0,
            });
        }
    }
}

/// A slide of words as a page.
pub(super) fn scene(deck: &Deck, slide: &Slide) -> Scene {
    let Deck { profile, theme, .. } = deck;
    let places = Places::of(profile);
    let column = |Place(left, top, across, _): Place| Column { left, across, y: top, lines: Vec::new() };
    let (title, words) = match &slide.body {
        Body::Opening(lines) => {
            let Place(left, top, across, tall) = places.opening;
            let size = sized(&slide.title, OPENING_SIZE * profile.title, across, tall);
            let rows = wrapped(&slide.title, size, FontWeight::SemiBold, across).len();
            #[allow(clippy::cast_precision_loss, reason = "a title has few rows")]
            let used = LEADING * size * rows as f64;
            let mut title = column(Place(left, top + tall - used, across, used));
            title.text(&slide.title, size, FontWeight::SemiBold, theme.ink, 0.0);
            let mut words = column(places.below);
            for line in lines {
                words.text(line, profile.label, FontWeight::Regular, theme.soft_ink, 0.4 * profile.label);
            }
            (title, words)
        }
        Body::Points(lines) => {
            let mut title = column(places.title);
            let size = sized(&slide.title, profile.title, places.title.2, places.title.3);
            title.text(&slide.title, size, FontWeight::SemiBold, theme.ink, 0.0);
            let Sized { size, remark } = points(lines, profile, places.body.2, places.body.3);
            let mut words = column(places.body);
            for point in lines {
                words.text(&point.text, size, FontWeight::Regular, theme.ink, BEFORE * size);
                if !point.remark.is_empty() {
                    words.text(&point.remark, remark, FontWeight::Regular, theme.soft_ink, 0.0);
                }
            }
            (title, words)
        }
        Body::Picture(_) => (column(places.title), column(places.body)),
    };
    let mut below = column(places.foot);
    below.text(&foot(), profile.footer, FontWeight::Regular, theme.soft_ink, 0.0);
    let headline =
        title.lines.last().map(|last| Headline { left: title.left, bottom: last.bounds().bottom, size: last.size });
    let mut paper = Group::new("background");
    let rect = Rect::new(0.0, 0.0, profile.width, profile.height);
    paper.items.push(Primitive::Block { rect, fill: theme.background });
    let mut text = Group::new("words");
    text.items.extend(title.lines.into_iter().chain(words.lines).chain(below.lines).map(Primitive::Text));
    Scene {
        top: 0.0,
        headline,
        width: profile.width,
        height: profile.height,
        width_mm: profile.width_mm,
        background: theme.background,
        title: slide.title.clone(),
        description: slide.title.clone(),
        provenance: String::new(),
        program: program(),
        groups: vec![paper, text],
    }
}
