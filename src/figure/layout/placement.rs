//! Room for a word among curves.
//!
//! Owns the choice between possible places. Must not know what the word means.

use crate::figure::{Anchor, Color, FontWeight, Point, Rect, TextBox};

/// Sizes tried for words at marks, as shares of the wished one: smaller words would not be read.
pub(super) const SHARES: &[f64] = &[1.0, 0.92, 0.84];

/// The wished size alone.
pub(super) const WHOLE: &[f64] = &[1.0];

/// A place a word could take.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate {
    /// Place of the anchor on the baseline.
    pub(super) at: Point,
    /// Which point of the word that is.
    pub(super) anchor: Anchor,
    /// The word stays inside.
    pub(super) inside: Rect,
    /// How unwelcome the place is by itself, in px of distance.
    pub(super) cost: f64,
    /// The end of a thin line to what the word names, if the word does not stand beside it.
    pub(super) leads_to: Option<Point>,
}

/// A word that found its place, and the line to what it names.
pub(super) struct Chosen {
    pub(super) text: TextBox,
    pub(super) leader: Option<(Point, Point)>,
}

/// What a word stays clear of.
pub(super) struct Obstacles<'a> {
    /// Other texts; a leader does not pass through them either.
    pub(super) texts: &'a [Rect],
    /// Curves, rims of points, error bars and level lines.
    pub(super) lines: &'a [Vec<Point>],
    /// Space in px between the rim around the letters and the middle of such a line.
    pub(super) clearance: f64,
}

/// The nearest free place for `words`, at a share of `size` px; `None` where nothing is free.
pub(super) fn choose(
    words: &str,
    (size, shares): (f64, &[f64]),
    weight: FontWeight,
    candidates: impl Fn(f64) -> Vec<Candidate>,
    obstacles: &Obstacles<'_>,
) -> Option<Chosen> {
    if words.trim().is_empty() {
        return None;
    }
    shares.iter().find_map(|share| {
        let size = size * share;
        let mut places = candidates(size);
        places.sort_by(|one, other| one.cost.total_cmp(&other.cost));
        places.into_iter().find_map(|candidate| tried(words, size, weight, &candidate, obstacles))
    })
}

/// The words at one place; `None` where they would cover something.
fn tried(
    words: &str,
    size: f64,
    weight: FontWeight,
    candidate: &Candidate,
    obstacles: &Obstacles<'_>,
) -> Option<Chosen> {
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
    let bounds = text.bounds();
    let near = bounds.grown(0.12 * size);
    if !candidate.inside.holds(&bounds) || obstacles.texts.iter().any(|other| other.meets(&near)) {
        return None;
    }
    let clear = bounds.grown(obstacles.clearance + 0.1 * size);
    if crosses(obstacles.lines, &clear) {
        return None;
    }
    let leader = candidate.leads_to.map(|to| (near.grown(obstacles.clearance).nearest(to), to));
    if let Some((from, to)) = leader
        && obstacles.texts.iter().any(|other| {
            !other.holds(&Rect::at(to)) && other.grown(obstacles.clearance + 0.12 * size).clip(from, to).is_some()
        })
    {
        return None;
    }
    Some(Chosen { text, leader })
}

/// Whether some line passes through a rectangle.
fn crosses(lines: &[Vec<Point>], room: &Rect) -> bool {
    lines.iter().flat_map(|line| line.windows(2)).any(|pair| match pair {
        [from, to] => room.clip(*from, *to).is_some(),
        _ => false,
    })
}
