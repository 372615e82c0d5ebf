//! Marks on curves, such as onsets.
//!
//! Owns the dashed line, the ring and the words beside it. Must not know what a
//! mark means.

use super::columns::Column;
use super::frame::{Frame, Slot};
use super::placement::{Candidate, Obstacles, choose};
use super::{Page, slug};
use crate::figure::{Anchor, Color, FontWeight, Group, Mark, Panel, Point, Primitive, Rect, Stroke};

/// A mark with its place.
struct Placed<'a> {
    mark: &'a Mark,
    panel: &'a Panel,
    slot: &'a Slot,
    column: &'a Column,
    at: Point,
    color: Color,
}

/// Dashed lines at each mark, behind the curves; at a moment through all panels.
pub(super) fn guides(page: &Page<'_>) -> Vec<Group> {
    let mut groups = Vec::new();
    for placed in placed(page) {
        let width = 0.5 * page.profile.main_line;
        let stroke = Stroke { color: placed.color, width, dash: vec![3.0 * width, 3.0 * width] };
        let mut group = Group::new(unique("guide", placed.mark, &groups));
        // The line leaves out the headings between panels. Only a moment means the same in all of them.
        let everywhere = page.figure.columns.first().is_none_or(crate::figure::XAxis::is_time);
        for slot in page.frame.slots.iter().filter(|slot| everywhere || std::ptr::eq(*slot, placed.slot)) {
            let x = placed.at.x;
            group.items.push(super::axes::line(x, slot.plot_bottom, x, slot.plot_top, &stroke));
        }
        groups.push(group);
    }
    groups
}

/// Rings and words of every mark; `taken` are the texts that already stand.
pub(super) fn marks(page: &Page<'_>, mut taken: Vec<Rect>) -> Vec<Group> {
    let all = placed(page);
    let profile = page.profile;
    let radius = 1.55 * profile.main_line;
    // Words keep clear of the rings too.
    taken.extend(
        all.iter().map(|placed| Rect::new(placed.at.x, placed.at.y, placed.at.x, placed.at.y).grown(1.5 * radius)),
    );
    let mut groups = Vec::new();
    for placed in &all {
        let mut group = Group::new(unique("mark", placed.mark, &groups));
        group.title.clone_from(&placed.mark.label);
        let plot = Frame::plot(placed.slot, placed.column);
        // Where curves fill the panel, the row of its heading is still free, or at
        // last that of the first panel, through which the dashed line runs too.
        let first = page.frame.slots.first().map_or(placed.slot, |first| first);
        let row = Rect { top: first.top, right: profile.width - profile.margin, ..plot };
        let above = [(placed.slot.plot_top, 5.0), (first.plot_top, 6.0)];
        let curves = super::curves::outlines(page, placed.panel, placed.slot, placed.column);
        let guides: Vec<f64> = all.iter().map(|other| other.at.x).collect();
        let obstacles = Obstacles { texts: &taken, curves: &curves, guides: &guides };
        let wishes = |size: f64| beside(placed.at, plot, row, above, &guides, size);
        // A mark without words is a ring and a dashed line.
        let words = Some(&placed.mark.label).filter(|label| !label.is_empty());
        let found = words.and_then(|label| choose(label, profile.label, FontWeight::SemiBold, wishes, &obstacles));
        if let Some(chosen) = found {
            let mut text = chosen.text;
            text.color = placed.color;
            text.halo = Some(page.theme.background);
            taken.push(text.bounds());
            if let Some((from, to)) = chosen.leader {
                let thin = Stroke::solid(placed.color, 0.5 * profile.main_line);
                taken.push(Rect::new(from.x.min(to.x), from.y, from.x.max(to.x), to.y).grown(2.0));
                group.items.push(super::axes::line(from.x, from.y, to.x, to.y, &thin));
                group.items.push(Primitive::Disc {
                    center: to,
                    radius: 0.6 * profile.main_line,
                    fill: placed.color,
                    rim: thin,
                });
            }
            group.items.push(Primitive::Text(text));
        }
        group.items.push(Primitive::Disc {
            center: placed.at,
            radius,
            fill: page.theme.background,
            rim: Stroke::solid(placed.color, 0.75 * profile.main_line),
        });
        groups.push(group);
    }
    groups
}

/// Places right and left of the dashed line, the higher the better, so that words
/// hang like flags from the top; and places beside the dashed lines of other marks,
/// from where a thin line leads back; and places above the tops of panels (px), with
/// how unwelcome these are (in sizes of the words).
fn beside(at: Point, plot: Rect, row: Rect, above: [(f64, f64); 2], guides: &[f64], size: f64) -> Vec<Candidate> {
    let gap = 0.42 * size;
    let mut candidates = Vec::new();
    for (top, reluctance) in above {
        for (x, anchor) in
            [(at.x, Anchor::Middle), (at.x - 0.3 * size, Anchor::Start), (at.x + 0.3 * size, Anchor::End)]
        {
            let at = Point::new(x, top - 0.3 * size);
            let cost = reluctance * size;
            candidates.push(Candidate { at, anchor, inside: row, cost, leads_to: None });
        }
    }
    let mut y = plot.top + 0.98 * size;
    while y <= plot.bottom - 0.25 * size {
        let depth = y - plot.top;
        for guide in guides {
            let away = (guide - at.x).abs();
            let leads_to = (away > 1.0).then_some(at.x);
            // A leader is worth a few rows of height, not more.
            let cost = depth + if leads_to.is_some() { 2.0 * size + away } else { 0.0 };
            for (x, anchor) in [(guide + gap, Anchor::Start), (guide - gap, Anchor::End)] {
                candidates.push(Candidate { at: Point::new(x, y), anchor, cost, inside: plot, leads_to });
            }
        }
        y += 0.2 * size;
    }
    candidates
}

/// The marks that can be drawn, each in the first window that holds it.
fn placed<'a>(page: &'a Page<'_>) -> Vec<Placed<'a>> {
    let mut found = Vec::new();
    for (panel, slot) in page.figure.panels.iter().zip(&page.frame.slots) {
        for mark in panel.marks().filter(|mark| mark.value.is_finite()) {
            let Some(column) = page.frame.columns.iter().find(|column| column.span.contains(mark.x)) else {
                continue;
            };
            let y = slot.y(mark.value);
            let Some(x) = column.x(mark.x) else {
                continue;
            };
            if y < slot.plot_top - 1.0 || y > slot.plot_bottom + 1.0 {
                continue;
            }
            let color = panel
                .series()
                .find(|series| series.id == mark.series)
                .map_or(page.theme.ink, |series| page.theme.color(series.hue, series.variant));
            found.push(Placed { mark, panel, slot, column, at: Point::new(x, y), color });
        }
    }
    found
}

/// `mark-ketamine`, then `mark-ketamine-2` and so on.
fn unique(kind: &str, mark: &Mark, groups: &[Group]) -> String {
    let name = format!("{kind}-{}", slug(&mark.series));
    let mut id = name.clone();
    let mut number = 1;
    while groups.iter().any(|group| group.id == id) {
        number += 1;
        id = format!("{name}-{number}");
    }
    id
}
