//! Level lines at known values, with their names.
//!
//! Owns where the name of a line stands: on the line where a place is free. Must not know why a value matters.

use super::axes::line;
use super::columns::Column;
use super::frame::{Frame, Slot};
use super::placement::{Candidate, Obstacles, WHOLE, choose};
use super::{Page, slug};
use crate::figure::font::CAP_HEIGHT;
use crate::figure::{Anchor, FontWeight, Group, Panel, Point, Primitive, Profile, Rect, ReferenceLine, Stroke, Theme};

/// Level lines on the page.
pub(super) struct References {
    pub(super) groups: Vec<Group>,
    /// Whether every name found a free place, or none was to be said here.
    pub(super) all_said: bool,
}

/// How such a line is drawn.
pub(super) fn stroke(theme: &Theme, profile: &Profile) -> Stroke {
    let width = 0.5 * profile.main_line;
    Stroke { color: theme.soft_ink, width, dash: vec![width, 3.2 * width] }
}

/// Level lines at known values, with their names; upright ones in panels of rows.
pub(super) fn references(page: &Page<'_>) -> References {
    let mut found = References { groups: Vec::new(), all_said: true };
    for (panel, slot) in page.figure.panels.iter().zip(&page.frame.slots) {
        let mut group = Group::new(format!("reference-{}", slug(&panel.id)));
        if panel.has_rows() {
            group.items.extend(super::rows::references(page, panel, slot));
            found.groups.push(group);
            continue;
        }
        let shown = |line: &&ReferenceLine| {
            let y = slot.y(line.value);
            line.value.is_finite() && y >= slot.plot_top - 0.5 && y <= slot.plot_bottom + 0.5
        };
        let stroke = stroke(page.theme, page.profile);
        let mut taken: Vec<Rect> = Vec::new();
        for reference in panel.references().filter(shown) {
            let y = slot.y(reference.value);
            group.items.extend(page.frame.columns.iter().map(|column| line(column.left, y, column.right, y, &stroke)));
            if page.at_ends.references || reference.label.trim().is_empty() {
                continue;
            }
            match page.frame.columns.iter().find_map(|column| name(page, panel, slot, column, reference, &taken)) {
                Some((text, bounds)) => {
                    taken.push(bounds);
                    group.items.push(text);
                }
                None => found.all_said = false,
            }
        }
        found.groups.push(group);
    }
    found
}

/// The name of a line within one window, with its box.
fn name(
    page: &Page<'_>,
    panel: &Panel,
    slot: &Slot,
    column: &Column,
    reference: &ReferenceLine,
    taken: &[Rect],
) -> Option<(Primitive, Rect)> {
    let plot = Frame::plot(slot, column);
    let y = slot.y(reference.value);
    let places = |size: f64| {
        let gap = 0.45 * size;
        let across = [
            (plot.left + 0.5 * size, Anchor::Start),
            (plot.right - 0.5 * size, Anchor::End),
            (f64::midpoint(plot.left, plot.right), Anchor::Middle),
        ];
        let place = |x: f64, anchor: Anchor, baseline: f64| Candidate {
            at: Point::new(x, baseline),
            anchor,
            cost: 0.0,
            inside: plot,
            leads_to: None,
        };
        across
            .into_iter()
            .flat_map(|(x, anchor)| [y - gap, y + CAP_HEIGHT * size + gap].map(|baseline| place(x, anchor, baseline)))
            .collect::<Vec<_>>()
    };
    let mut lines = super::obstacles(page, panel, slot, column);
    // Rings of marks and the lines below them are drawn later.
    for mark in panel.marks() {
        let Some(x) = column.x(mark.x).filter(|_| mark.value.is_finite()) else { continue };
        let ring = Rect::at(Point::new(x, slot.y(mark.value))).grown(2.0 * page.profile.main_line);
        lines.push(ring.outline());
        lines.push(vec![Point::new(x, slot.y(mark.value)), Point::new(x, slot.plot_bottom)]);
    }
    let obstacles = Obstacles { texts: taken, lines: &lines, clearance: 0.5 * page.profile.main_line + 1.0 };
    let mut text = choose(&reference.label, (page.profile.label, WHOLE), FontWeight::Regular, places, &obstacles)?.text;
    text.color = page.theme.soft_ink;
    text.halo = Some(page.theme.background);
    let bounds = text.bounds();
    Some((Primitive::Text(text), bounds))
}
