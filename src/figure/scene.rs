//! A page as lines and measured texts.
//!
//! Owns the answer to "does anything overlap?". Must not know figures, which come
//! before it, or file formats, which come after it.

use super::font::{self, ASCENT, DESCENT};
use super::{Color, FontWeight, Point, Rect};

/// How a line is drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Stroke {
    /// Colour.
    pub color: Color,
    /// Width in px.
    pub width: f64,
    /// Lengths of strokes and gaps in px; empty for a solid line.
    pub dash: Vec<f64>,
}

impl Stroke {
    /// A solid line.
    #[must_use]
    pub fn solid(color: Color, width: f64) -> Self {
        Self { color, width, dash: Vec::new() }
    }
}

/// Which point of a text its place is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// Left end.
    Start,
    /// Middle.
    Middle,
    /// Right end.
    End,
}

/// One line of text with its place and size.
#[derive(Debug, Clone, PartialEq)]
pub struct TextBox {
    /// The words.
    pub text: String,
    /// Place of the anchor, on the baseline.
    pub at: Point,
    /// Which point of the text that is.
    pub anchor: Anchor,
    /// Size in px to the em.
    pub size: f64,
    /// Weight of the letters.
    pub weight: FontWeight,
    /// Colour.
    pub color: Color,
    /// Colour of a rim around the letters, where curves may run behind them.
    pub halo: Option<Color>,
    /// Degrees clockwise about the anchor; only the watermark is turned.
    pub angle: f64,
}

impl TextBox {
    /// Width in px.
    #[must_use]
    pub fn width(&self) -> f64 {
        font::width(&self.text, self.size, self.weight)
    }

    /// The box around the letters, before any turn.
    #[must_use]
    pub fn bounds(&self) -> Rect {
        let width = self.width();
        let left = match self.anchor {
            Anchor::Start => self.at.x,
            Anchor::Middle => self.at.x - width / 2.0,
            Anchor::End => self.at.x - width,
        };
        Rect::new(left, self.at.y - ASCENT * self.size, left + width, self.at.y + DESCENT * self.size)
    }
}

impl TextBox {
    /// The box of the letters with the rim around them.
    #[must_use]
    pub fn inked(&self) -> Rect {
        self.bounds().grown(if self.halo.is_some() { 0.5 * HALO * self.size } else { 0.0 })
    }
}

/// Width of the rim around letters, in em; half of it lies outside of the letters.
pub(super) const HALO: f64 = 0.2;

/// Something to draw.
#[derive(Debug, Clone, PartialEq)]
pub enum Primitive {
    /// A line through points.
    Line {
        /// Vertices.
        points: Vec<Point>,
        /// How it is drawn.
        stroke: Stroke,
    },
    /// A filled polygon.
    Area {
        /// Vertices.
        points: Vec<Point>,
        /// Colour inside.
        fill: Color,
        /// 0 unseen, 1 opaque.
        opacity: f64,
    },
    /// A disc with a rim.
    Disc {
        /// Centre.
        center: Point,
        /// Radius in px, to the middle of the rim.
        radius: f64,
        /// Colour inside.
        fill: Color,
        /// The rim.
        rim: Stroke,
    },
    /// A filled rectangle.
    Block {
        /// Its edges.
        rect: Rect,
        /// Colour inside.
        fill: Color,
    },
    /// A line of text.
    Text(TextBox),
}

/// Primitives that belong together, under a name.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// Name in the file, unique on the page.
    pub id: String,
    /// What it is, for screen readers and tooltips; empty for none.
    pub title: String,
    /// Nothing is drawn outside of it.
    pub clip: Option<Rect>,
    /// Drawn first to last.
    pub items: Vec<Primitive>,
}

impl Group {
    /// An empty group.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), title: String::new(), clip: None, items: Vec::new() }
    }
}

/// A page as lines and measured texts.
#[derive(Debug, Clone, PartialEq)]
pub struct Scene {
    /// Width in px.
    pub width: f64,
    /// Height in px.
    pub height: f64,
    /// Width in print, mm; from it a picture of pixels has its resolution.
    pub width_mm: f64,
    /// Colour of the page.
    pub background: Color,
    /// Headline, for the file's own title.
    pub title: String,
    /// The picture in words.
    pub description: String,
    /// What is needed to make the figure again.
    pub provenance: String,
    /// Program and version that made it.
    pub program: String,
    /// Drawn first to last.
    pub groups: Vec<Group>,
}

impl Scene {
    /// Every upright text on the page.
    pub fn texts(&self) -> impl Iterator<Item = &TextBox> {
        self.groups.iter().flat_map(|group| &group.items).filter_map(|item| match item {
            Primitive::Text(text) if text.angle == 0.0 => Some(text),
            _ => None,
        })
    }

    /// What is wrong with the texts, as sentences: pairs that overlap and texts
    /// that leave the page. Empty when all is well.
    #[must_use]
    pub fn overlaps(&self) -> Vec<String> {
        let page = Rect::new(0.0, 0.0, self.width, self.height);
        let boxes: Vec<(&str, Rect)> = self.texts().map(|text| (text.text.as_str(), text.bounds())).collect();
        let mut found = Vec::new();
        for (index, (text, bounds)) in boxes.iter().enumerate() {
            if !page.holds(bounds) {
                found.push(format!("\"{text}\" leaves the page"));
            }
            for (other, other_bounds) in boxes.iter().skip(index + 1) {
                if bounds.meets(&other_bounds.grown(-0.5)) {
                    found.push(format!("\"{text}\" overlaps \"{other}\""));
                }
            }
        }
        found
    }

    /// Words that lie over curves, points, error bars, marks or leaders, as sentences. Empty when all is well.
    ///
    /// The grid and the paper may lie under words; so may areas and the boxes of a diagram that holds them.
    #[must_use]
    pub fn covered(&self) -> Vec<String> {
        let texts: Vec<(&TextBox, Rect)> = self.texts().map(|text| (text, text.inked())).collect();
        let mut found: Vec<String> = Vec::new();
        for group in self.groups.iter().filter(|group| SAYS.iter().any(|start| group.id.starts_with(start))) {
            for item in &group.items {
                let covers = |(_, room): &&(&TextBox, Rect)| meets(room, item, group.clip.as_ref());
                for (text, _) in texts.iter().filter(covers) {
                    let sentence = format!("\"{}\" covers {}", text.text, group.id);
                    if !found.contains(&sentence) {
                        found.push(sentence);
                    }
                }
            }
        }
        found
    }
}

/// How the names of groups begin whose shapes say something.
const SAYS: [&str; 9] = ["series-", "points-", "mark-", "guide-", "reference-", "label-", "band-", "envelope-", "row-"];

/// Whether a shape other than a text or an area passes through a rectangle.
fn meets(room: &Rect, item: &Primitive, clip: Option<&Rect>) -> bool {
    match item {
        Primitive::Line { points, stroke } => {
            let near = room.grown(0.5 * stroke.width);
            points.windows(2).any(|pair| {
                let [from, to] = pair else { return false };
                near.clip(*from, *to).is_some_and(|(from, to)| clip.is_none_or(|clip| clip.clip(from, to).is_some()))
            })
        }
        Primitive::Disc { center, radius, rim, .. } => {
            room.nearest(*center).distance(*center) < radius + 0.5 * rim.width
        }
        // The small areas are the shapes of points; the large ones lie behind words by intent.
        Primitive::Area { points, opacity, .. } => {
            *opacity >= 1.0 && points.len() <= 4 && points.iter().any(|point| room.holds(&Rect::at(*point)))
        }
        Primitive::Block { .. } | Primitive::Text(_) => false,
    }
}
