//! Marks on curves, such as onsets.
//!
//! Owns the ring, the line down to the axis and the words beside it. Must not know what a mark means.

use super::columns::Column;
use super::frame::{Frame, Slot};
use super::placement::{Candidate, Obstacles, SHARES, choose};
use super::{Page, slug};
use crate::figure::font::{CAP_HEIGHT, width};
use crate::figure::{
    Anchor, Color, Figure, FontWeight, Group, Mark, Panel, Point, Primitive, Rect, Stroke, Weight, XAxis,
};

/// As many named curves as this leave no room for words at marks: they stand in the labels of the curves.
const MANY_CURVES: usize = 3;

/// A mark with its place.
struct Placed<'a> {
    mark: &'a Mark,
    panel: &'a Panel,
    slot: &'a Slot,
    column: &'a Column,
    at: Point,
    color: Color,
}

/// Marks on the page.
pub(super) struct Marks {
    pub(super) groups: Vec<Group>,
    /// Whether every word found a free place, or none was to be said here.
    pub(super) all_said: bool,
}

/// Whether the words of marks belong into the labels of their curves from the first.
pub(super) fn are_many(figure: &Figure) -> bool {
    let named = |panel: &Panel| panel.series().filter(|series| !series.label.trim().is_empty()).count();
    has_moments(figure)
        && figure.panels.iter().any(|panel| panel.marks().next().is_some() && named(panel) >= MANY_CURVES)
}

/// Whether marks are moments, whose words can stand in the labels of their curves.
fn has_moments(figure: &Figure) -> bool {
    figure.columns.first().is_none_or(XAxis::is_time)
}

/// Dashed lines from each mark down to the axis, behind the curves.
pub(super) fn guides(page: &Page<'_>) -> Vec<Group> {
    let mut groups = Vec::new();
    if page.at_ends.marks || !has_moments(page.figure) {
        return groups;
    }
    for placed in placed(page) {
        let stroke_width = 0.5 * page.profile.main_line;
        let dash = vec![3.0 * stroke_width, 3.0 * stroke_width];
        let stroke = Stroke { color: placed.color, width: stroke_width, dash };
        let mut group = Group::new(unique("guide", placed.mark, &groups));
        let x = placed.at.x;
        group.items.push(super::axes::line(x, placed.at.y, x, placed.slot.plot_bottom, &stroke));
        groups.push(group);
    }
    groups
}

/// Rings and words of every mark; `taken` are the texts that already stand.
pub(super) fn marks(page: &Page<'_>, mut taken: Vec<Rect>) -> Marks {
    let all = placed(page);
    let profile = page.profile;
    let radius = 1.55 * profile.main_line;
    let moments = has_moments(page.figure);
    let says_here = !(moments && page.at_ends.marks);
    let mut all_said = !(moments && says_here && are_near(&all, profile.label));
    // Words keep clear of rings as of other words, and of the lines below them as of curves.
    taken.extend(all.iter().map(|placed| Rect::at(placed.at).grown(1.5 * radius)));
    let below = |placed: &Placed<'_>| vec![placed.at, Point::new(placed.at.x, placed.slot.plot_bottom)];
    // Later words keep clear of the thin lines to earlier ones.
    let mut leaders: Vec<Vec<Point>> = Vec::new();
    let mut groups = Vec::new();
    for placed in &all {
        let mut group = Group::new(unique("mark", placed.mark, &groups));
        group.title.clone_from(&placed.mark.label);
        let mut lines = super::obstacles(page, placed.panel, placed.slot, placed.column);
        lines.extend(leaders.iter().cloned());
        if moments {
            lines.extend(all.iter().map(below));
        }
        let clearance = 0.5 * profile.main_line + 1.0;
        let obstacles = Obstacles { texts: &taken, lines: &lines, clearance };
        let plot = Frame::plot(placed.slot, placed.column);
        let places = |size: f64| {
            if moments { beside(placed.at, plot, size) } else { around(placed.at, plot, radius, size) }
        };
        // A mark without words is a ring.
        let words = Some(&placed.mark.label).filter(|label| says_here && !label.trim().is_empty());
        let found = words.map(|label| choose(label, (profile.label, SHARES), FontWeight::SemiBold, places, &obstacles));
        if let Some(Some(chosen)) = found {
            let mut text = chosen.text;
            text.color = placed.color;
            text.halo = Some(page.theme.background);
            taken.push(text.bounds());
            if let Some((from, to)) = chosen.leader {
                leaders.push(vec![from, to]);
                let thin = Stroke::solid(placed.color, 0.5 * profile.main_line);
                group.items.push(super::axes::line(from.x, from.y, to.x, to.y, &thin));
            }
            group.items.push(Primitive::Text(text));
        } else if found.is_some() {
            all_said = false;
        }
        group.items.push(Primitive::Disc {
            center: placed.at,
            radius,
            fill: page.theme.background,
            rim: Stroke::solid(placed.color, 0.75 * profile.main_line),
        });
        groups.push(group);
    }
    Marks { groups, all_said: all_said || !moments }
}

/// Whether two marks of a panel are nearer than their words are wide, so that neither would belong to its own.
fn are_near(all: &[Placed<'_>], size: f64) -> bool {
    let room = |placed: &Placed<'_>| width(&placed.mark.label, size, FontWeight::SemiBold) + 0.5 * size;
    all.iter().enumerate().any(|(index, one)| {
        all.iter().skip(index + 1).any(|other| {
            let beside = std::ptr::eq(one.panel, other.panel) && std::ptr::eq(one.column, other.column);
            beside && (one.at.x - other.at.x).abs() < room(one).max(room(other))
        })
    })
}

/// Places on both sides of the line from a ring down to the axis, and beside the ring above it.
fn beside(at: Point, plot: Rect, size: f64) -> Vec<Candidate> {
    let gap = 0.42 * size;
    let mut candidates = Vec::new();
    let mut add = |baseline: f64, cost: f64| {
        for (x, anchor, cost) in [(at.x + gap, Anchor::Start, cost), (at.x - gap, Anchor::End, cost + 0.1 * size)] {
            candidates.push(Candidate { at: Point::new(x, baseline), anchor, cost, inside: plot, leads_to: None });
        }
    };
    let mut y = at.y + 0.2 * size;
    while y <= plot.bottom - 0.25 * size {
        add(y, y - at.y);
        y += 0.2 * size;
    }
    for step in 0..6 {
        let up = 0.2 * size * super::frame::count(step);
        add(at.y - 0.3 * size - up, up + 0.5 * size);
    }
    candidates
}

/// Places around a ring, the farther ones with a thin line to it.
fn around(at: Point, plot: Rect, radius: f64, size: f64) -> Vec<Candidate> {
    let half = 0.5 * CAP_HEIGHT * size;
    let mut candidates = Vec::new();
    for ring in 0..20 {
        let away = 1.6 * radius + (0.25 + 0.5 * super::frame::count(ring)) * size;
        let aside = 0.71 * away;
        let leads_to = (ring > 1).then_some(at);
        let places = [
            (away, 0.0, Anchor::Start),
            (-away, 0.0, Anchor::End),
            (aside, -aside, Anchor::Start),
            (aside, aside, Anchor::Start),
            (-aside, -aside, Anchor::End),
            (-aside, aside, Anchor::End),
            (0.0, -away - half, Anchor::Middle),
            (0.0, away + half, Anchor::Middle),
        ];
        for (index, (dx, dy, anchor)) in places.into_iter().enumerate() {
            let cost = away + super::frame::count(index);
            let at = Point::new(at.x + dx, at.y + dy + half);
            candidates.push(Candidate { at, anchor, cost, inside: plot, leads_to });
        }
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
            let owner = panel.series().find(|series| series.id == mark.series);
            if owner.is_some_and(|series| series.weight == Weight::Faint) {
                continue;
            }
            let color = owner.map_or(page.theme.ink, |series| page.theme.color(series.hue, series.variant));
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
