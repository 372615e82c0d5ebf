//! Room for a word among curves.
//!
//! Owns the choice between possible places. Must not know what the word means.

use crate::figure::{Anchor, Color, FontWeight, Point, Rect, TextBox};

/// A place a word could take.
pub(super) struct Candidate {
    /// Place of the anchor on the baseline.
    pub(super) at: Point,
    /// Which point of the word that is.
    pub(super) anchor: Anchor,
    /// The word stays inside.
    pub(super) inside: Rect,
    /// How unwelcome the place is by itself, in px of distance.
    pub(super) cost: f64,
    /// Where a thin level line leads to from the word, in px from the left, if the
    /// word does not stand beside what it names.
    pub(super) leads_to: Option<f64>,
}

impl Candidate {
    /// Ends of the line to what the word names.
    pub(super) fn leader(&self, size: f64) -> Option<(Point, Point)> {
        let y = self.at.y - 0.36 * size;
        let space = match self.anchor {
            Anchor::Start => -0.18 * size,
            Anchor::Middle => 0.0,
            Anchor::End => 0.18 * size,
        };
        self.leads_to.map(|x| (Point::new(self.at.x + space, y), Point::new(x, y)))
    }
}

/// A word that found its place, and the line to what it names.
pub(super) struct Chosen {
    pub(super) text: TextBox,
    pub(super) leader: Option<(Point, Point)>,
}

/// What a word must or should stay clear of.
pub(super) struct Obstacles<'a> {
    /// The word never meets these.
    pub(super) texts: &'a [Rect],
    /// The word avoids these lines.
    pub(super) curves: &'a [Vec<Point>],
    /// The word avoids these vertical lines, in px from the left.
    pub(super) guides: &'a [f64],
}

/// The best place for `words`, at `size` px or, where nothing is free, smaller;
/// `None` if there is no place at all.
pub(super) fn choose(
    words: &str,
    size: f64,
    weight: FontWeight,
    candidates: impl Fn(f64) -> Vec<Candidate>,
    obstacles: &Obstacles<'_>,
) -> Option<Chosen> {
    if words.trim().is_empty() {
        return None;
    }
    for share in [1.0, 0.9, 0.8, 0.7, 0.6, 0.5] {
        let size = size * share;
        let mut places = candidates(size);
        places.sort_by(|one, other| one.cost.total_cmp(&other.cost));
        let mut best: Option<(f64, Chosen)> = None;
        for candidate in places {
            // Places come in order of their own cost; no later one can be better.
            if best.as_ref().is_some_and(|(cost, _)| candidate.cost >= *cost) {
                break;
            }
            if let Some(found) = tried(words, size, weight, &candidate, obstacles)
                && best.as_ref().is_none_or(|(cost, _)| found.0 < *cost)
            {
                best = Some(found);
            }
        }
        if let Some((_, chosen)) = best {
            return Some(chosen);
        }
    }
    None
}

/// The words at one place with the cost of it; `None` where they may not be.
fn tried(
    words: &str,
    size: f64,
    weight: FontWeight,
    candidate: &Candidate,
    obstacles: &Obstacles<'_>,
) -> Option<(f64, Chosen)> {
    let text = TextBox {
        text: words.to_owned(),
        at: candidate.at,
        anchor: candidate.anchor,
        size,
        weight,
        color: Color::BLACK,
        halo: None,
        angle: 0.0,
    };
    let leader = candidate.leader(size);
    let blocked = leader.is_some_and(|(from, to)| {
        let strip = Rect::new(from.x.min(to.x), from.y, from.x.max(to.x), from.y);
        obstacles.texts.iter().any(|other| other.meets(&strip.grown(0.1 * size)))
    });
    if blocked {
        return None;
    }
    if !candidate.inside.holds(&text.bounds()) {
        return None;
    }
    let cost = candidate.cost + cost(&text, size, obstacles)?;
    Some((cost, Chosen { text, leader }))
}

/// How much a text at its place is in the way, in px; `None` where it may not be.
fn cost(text: &TextBox, size: f64, obstacles: &Obstacles<'_>) -> Option<f64> {
    let bounds = text.bounds();
    let near = bounds.grown(0.12 * size);
    if obstacles.texts.iter().any(|other| other.meets(&near)) {
        return None;
    }
    let crossed: f64 = obstacles
        .curves
        .iter()
        .flat_map(|curve| curve.windows(2))
        .filter_map(|pair| match pair {
            [from, to] => near.clip(*from, *to),
            _ => None,
        })
        .map(|(from, to)| from.distance(to))
        .sum();
    let guides = obstacles.guides.iter().filter(|x| **x > near.left && **x < near.right).count();
    Some(14.0 * crossed + 8.0 * size * super::frame::count(guides))
}
