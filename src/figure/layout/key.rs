//! What shapes stand for, above the panels.
//!
//! Owns the places of swatches and their words. Must not know the panels.

use super::Page;
use super::axes::text;
use super::rows::{bar, marker};
use crate::figure::font::{CAP_HEIGHT, width};
use crate::figure::{Anchor, FontWeight, Group, KeyEntry, Point, Profile, Rect, Swatch};

/// Width of a swatch, and space after it and after its words, in sizes of a tick label.
const SWATCH: f64 = 1.1;
const AFTER_SWATCH: f64 = 0.4;
const AFTER_WORDS: f64 = 1.3;

/// A swatch with its words on the page.
pub(super) struct PlacedKey {
    /// Left end, and the baseline of the words.
    at: Point,
    size: f64,
}

/// Places of all entries from `top` px on, line by line, and their height in px.
pub(super) fn key_lines(key: &[KeyEntry], profile: &Profile, top: f64) -> (Vec<PlacedKey>, f64) {
    if key.is_empty() {
        return (Vec::new(), 0.0);
    }
    let pitch = 1.35 * profile.tick;
    let (left, right) = (profile.margin, profile.width - profile.margin);
    let mut at = Point::new(left, top + profile.tick);
    let mut placed = Vec::new();
    for entry in key {
        let room = right - left - (SWATCH + AFTER_SWATCH) * profile.tick;
        let size = super::words::fitting_size(&entry.label, profile.tick, 10.0, FontWeight::Regular, room);
        let wide = (SWATCH + AFTER_SWATCH) * profile.tick + width(&entry.label, size, FontWeight::Regular);
        if at.x > left && at.x + wide > right {
            at = Point::new(left, at.y + pitch);
        }
        placed.push(PlacedKey { at, size });
        at.x += wide + AFTER_WORDS * profile.tick;
    }
    let height = at.y - top + 0.5 * profile.tick;
    (placed, height)
}

/// The line of swatches.
pub(super) fn key(page: &Page<'_>) -> Group {
    let mut group = Group::new("key");
    let tick = page.profile.tick;
    for (entry, placed) in page.figure.key.iter().zip(&page.frame.key) {
        let middle = placed.at.y - 0.5 * CAP_HEIGHT * placed.size;
        let color = page.theme.color(entry.hue, entry.variant);
        let (left, right) = (placed.at.x, placed.at.x + SWATCH * tick);
        match entry.swatch {
            Swatch::Bar(fill) => {
                let rect = Rect::new(left, middle - 0.36 * tick, right, middle + 0.36 * tick);
                group.items.extend(bar(rect, fill, color, page));
            }
            Swatch::Dot(shape) => {
                let at = Point::new(f64::midpoint(left, right), middle);
                group.items.extend(marker(shape, at, 0.3 * tick, color, page));
            }
        }
        let at = Point::new(right + AFTER_SWATCH * tick, placed.at.y);
        group.items.push(text(&entry.label, at, Anchor::Start, placed.size, FontWeight::Regular, page.theme.ink));
    }
    group
}
