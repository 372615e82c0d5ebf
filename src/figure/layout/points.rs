//! Points and their error bars on the page.
//!
//! Owns which shape an arm's points have. Must not know where they come from.

use super::axes::line;
use super::columns::Column;
use super::frame::{Frame, Slot};
use super::rows::marker;
use super::{Page, slug};
use crate::figure::{Datum, Group, Hue, Marker, Panel, Point, Points, Rect, Stroke};

/// The shape of the points of an arm.
pub(in crate::figure) fn shape(hue: Hue, variant: usize) -> Marker {
    let first = super::dash::first(hue);
    Marker::ARMS.get((first + variant) % Marker::ARMS.len()).copied().unwrap_or(Marker::Disc)
}

/// Radius in px of the points of a set: clouds of many points are of smaller ones.
fn radius(points: &Points, page: &Page<'_>) -> f64 {
    if points.data.len() > 60 { page.profile.main_line } else { 1.7 * page.profile.main_line }
}

/// The points of a panel in one window and their error bars as bare lines, for words to avoid.
pub(super) fn outlines(page: &Page<'_>, panel: &Panel, slot: &Slot, column: &Column) -> Vec<Vec<Point>> {
    let plot = Frame::plot(slot, column);
    let mut lines = Vec::new();
    for points in panel.points() {
        let radius = radius(points, page);
        for datum in points.data.iter().filter(|datum| column.span.contains(datum.x) && datum.value.is_finite()) {
            let Some(x) = column.x(datum.x) else { continue };
            lines.push(Rect::at(Point::new(x, slot.y(datum.value))).grown(radius).outline());
            if let Some((low, high)) = datum.error {
                let [low, high] = [low, high].map(|end| slot.y(end).clamp(plot.top, plot.bottom));
                lines.push(Rect::new(x, high, x, low).grown(0.9 * radius).outline());
            }
        }
    }
    lines
}

/// One group a set of points.
pub(super) fn points(page: &Page<'_>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let profile = page.profile;
    for (panel, slot) in page.figure.panels.iter().zip(&page.frame.slots) {
        for points in panel.points() {
            let id = format!("points-{}", slug(&points.id));
            let at = groups.iter().position(|group| group.id == id).unwrap_or_else(|| {
                groups.push(Group { title: points.label.clone(), ..Group::new(id) });
                groups.len() - 1
            });
            let Some(group) = groups.get_mut(at) else { continue };
            let color = page.theme.color(points.hue, points.variant);
            let shape = shape(points.hue, points.variant);
            let thin = Stroke::solid(color, 0.55 * profile.main_line);
            let radius = radius(points, page);
            for column in &page.frame.columns {
                let plot = Frame::plot(slot, column);
                let inside = |datum: &&Datum| column.span.contains(datum.x) && datum.value.is_finite();
                for datum in points.data.iter().filter(inside) {
                    let Some(x) = column.x(datum.x) else { continue };
                    let y = slot.y(datum.value);
                    if let Some((low, high)) = datum.error.filter(|(low, high)| low.is_finite() && high.is_finite()) {
                        let [low, high] = [low, high].map(|end| slot.y(end).clamp(plot.top, plot.bottom));
                        let cap = 0.9 * radius;
                        group.items.push(line(x, low, x, high, &thin));
                        group.items.push(line(x - cap, low, x + cap, low, &thin));
                        group.items.push(line(x - cap, high, x + cap, high, &thin));
                    }
                    if plot.grown(1.0).holds(&Rect::at(Point::new(x, y))) {
                        group.items.extend(marker(shape, Point::new(x, y), radius, color, page));
                    }
                }
            }
        }
    }
    groups
}
