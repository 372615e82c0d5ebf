//! A page whose computed places are rounded the other way wherever another processor could have done so.
//!
//! Values agree between processors to 1e-9, and a file states places in whole steps of a grid. A place that lies within
//! that much of the edge between two steps can fall into either. Owns which places these are. Must not know what they
//! belong to.

use super::svg::UNITS;
use super::{Point, Primitive, Rect, Scene};

/// Which way places are moved before they are rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Nudge {
    /// To the left and up.
    Back,
    /// Not at all: the page as it is drawn.
    #[default]
    None,
    /// To the right and down.
    Forward,
}

/// Share of the page by which a computed place may differ between processors.
const SHARE: f64 = 1e-9;

/// Share of the page within which a place lies on the edge between two steps by the layout: what is laid out is the
/// same on every processor, and what is computed never comes so near.
const ON_THE_EDGE: f64 = 1e-13;

/// The page with every place moved by as much as computed values may differ.
#[must_use]
pub fn nudged(scene: &Scene, nudge: Nudge) -> Scene {
    let mut scene = scene.clone();
    let sign = match nudge {
        Nudge::None => return scene,
        Nudge::Back => -1.0,
        Nudge::Forward => 1.0,
    };
    let size = scene.width.max(scene.height);
    let place = |at: f64| {
        let steps = at * UNITS;
        let from_edge = (steps - steps.floor() - 0.5).abs() / UNITS;
        if from_edge < ON_THE_EDGE * size { at } else { at + sign * SHARE * size }
    };
    let point = |at: Point| Point::new(place(at.x), place(at.y));
    for item in scene.groups.iter_mut().flat_map(|group| &mut group.items) {
        match item {
            Primitive::Line { points, .. } | Primitive::Area { points, .. } => {
                points.iter_mut().for_each(|at| *at = point(*at));
            }
            Primitive::Disc { center, .. } => *center = point(*center),
            Primitive::Block { rect, .. } => {
                *rect = Rect::new(place(rect.left), place(rect.top), place(rect.right), place(rect.bottom));
            }
            Primitive::Text(text) => text.at = point(text.at),
        }
    }
    scene
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::super::{Profile, TextMode, Theme, layout, render_scene};
    use super::*;

    #[test]
    fn only_places_beside_an_edge_are_rounded_another_way() {
        let mut scene = layout(&samples::comparison(), &Theme::light(), &Profile::slides_16x9());
        let svg = |scene: &Scene, nudge| render_scene(&nudged(scene, nudge), TextMode::Live);
        let plain = svg(&scene, Nudge::None);
        assert_eq!(svg(&scene, Nudge::Back), plain);
        assert_eq!(svg(&scene, Nudge::Forward), plain);
        // 7.025 px are on the edge between 7 and 7.05 px; one by the layout, the other a hair beside it by a computation.
        let (on, beside) = (7.025, 7.025 + 1e-8);
        let points = vec![Point::new(on, 3.0), Point::new(beside, 3.0)];
        let Some(line) = scene.groups.iter_mut().flat_map(|group| &mut group.items).find_map(|item| match item {
            Primitive::Line { points, .. } => Some(points),
            _ => None,
        }) else {
            panic!("a figure has lines");
        };
        *line = points;
        assert!(svg(&scene, Nudge::None).contains("M7.05 3L7.05 3"));
        assert!(svg(&scene, Nudge::Forward).contains("M7.05 3L7.05 3"));
        assert!(svg(&scene, Nudge::Back).contains("M7.05 3L7 3"));
    }
}
