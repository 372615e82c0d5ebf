//! Points and their error bars on the page.
//!
//! Owns which shape an arm's points have. Must not know where they come from.

use super::axes::line;
use super::frame::Frame;
use super::rows::marker;
use super::{Page, slug};
use crate::figure::{Datum, Group, Hue, Marker, Point, Stroke};

/// The shape of the points of an arm.
pub(in crate::figure) fn shape(hue: Hue, variant: usize) -> Marker {
    let first = super::dash::first(hue);
    Marker::ARMS.get((first + variant) % Marker::ARMS.len()).copied().unwrap_or(Marker::Disc)
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
            // Clouds of many points are of smaller ones.
            let radius = if points.data.len() > 60 { 1.0 } else { 1.7 } * profile.main_line;
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
                    if plot.grown(1.0).holds(&crate::figure::Rect::new(x, y, x, y)) {
                        group.items.extend(marker(shape, Point::new(x, y), radius, color, page));
                    }
                }
            }
        }
    }
    groups
}
