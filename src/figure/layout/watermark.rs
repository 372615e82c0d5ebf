//! Faint slanted words behind the curves.
//!
//! Owns their size and slant. Must not know the curves.

use super::Page;
use crate::figure::font::{CAP_HEIGHT, width};
use crate::figure::{Anchor, FontWeight, Group, Point, Primitive, TextBox};

/// The watermark over the panels, if the figure has one.
pub(super) fn watermark(page: &Page<'_>) -> Option<Group> {
    let words = page.figure.watermark.as_deref().filter(|words| !words.trim().is_empty())?;
    let (first, last) = (page.frame.slots.first()?, page.frame.slots.last()?);
    let (left, right) = page.frame.sides();
    let (across, down) = (right - left, last.plot_bottom - first.plot_top);
    // Along the diagonal, but never steeper than reads well.
    let slant = (0.72 * down.atan2(across)).clamp(0.17, 0.87);
    let unit = width(words, 1.0, FontWeight::SemiBold);
    let wide = unit * slant.cos() + CAP_HEIGHT * slant.sin();
    let high = unit * slant.sin() + CAP_HEIGHT * slant.cos();
    let size = 0.94 * (across / wide).min(down / high);
    let (x, y) = (f64::midpoint(left, right), f64::midpoint(first.plot_top, last.plot_bottom));
    // The baseline lies below the middle of the letters, across the slant.
    let shift = 0.5 * CAP_HEIGHT * size;
    let mut group = Group::new("watermark");
    group.items.push(Primitive::Text(TextBox {
        text: words.to_owned(),
        at: Point::new(x + shift * slant.sin(), y + shift * slant.cos()),
        anchor: Anchor::Middle,
        size,
        weight: FontWeight::SemiBold,
        color: page.theme.watermark,
        halo: None,
        angle: -slant.to_degrees(),
    }));
    Some(group)
}
