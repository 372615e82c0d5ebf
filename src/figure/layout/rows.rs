//! Rows on the page: bars, intervals, dots, and the words beside them.
//!
//! Owns their shapes. Must not know what they mean.

use super::axes::{line, text};
use super::frame::{Frame, Slot, count};
use super::row_words::LEADING;
use super::{Page, slug};
use crate::figure::font::{CAP_HEIGHT, width};
use crate::figure::{
    Anchor, Color, Dot, Fill, FontWeight, Group, Marker, Panel, Point, Primitive, Rect, ReferenceLine, Row, Stroke,
};

/// Share of a bar's colour that a pale one keeps against the page.
const PALE: f64 = 0.72;

/// One group a row.
pub(super) fn rows(page: &Page<'_>) -> Vec<Group> {
    let mut groups = Vec::new();
    let frame = &page.frame;
    for (place, (panel, slot)) in page.figure.panels.iter().zip(&frame.slots).enumerate() {
        for (index, row) in panel.rows().enumerate() {
            let middle = slot.row(index, panel.rows().count());
            let mut group = Group::new(format!("row-{}-{}", slug(&panel.id), index + 1));
            group.title.clone_from(&row.label);
            let height = (0.62 * slot.row_pitch(panel.rows().count())).min(0.9 * page.profile.tick);
            group.items.extend(shapes(page, row, middle, height));
            let lines = frame.rows.labels.get(place).and_then(|rows| rows.get(index));
            group.items.extend(labels(page, lines.map_or(&[], Vec::as_slice), middle));
            let note = frame.rows.notes.get(place).and_then(|rows| rows.get(index));
            if let Some(note) = note.filter(|note| !note.is_empty()) {
                let size = frame.rows.note_size;
                let at = Point::new(frame.sides().1 + 0.6 * page.profile.tick, middle + 0.5 * CAP_HEIGHT * size);
                group.items.push(text(note, at, Anchor::Start, size, FontWeight::Regular, page.theme.ink));
            }
            groups.push(group);
        }
    }
    groups
}

/// The words left of a row.
fn labels(page: &Page<'_>, lines: &[String], middle: f64) -> Vec<Primitive> {
    let size = page.frame.rows.label_size;
    let right = page.frame.sides().0 - 0.6 * page.profile.tick;
    let top = middle - count(lines.len()) * LEADING * size / 2.0;
    lines
        .iter()
        .enumerate()
        .map(|(index, words)| {
            let baseline = top + (count(index) + 0.5) * LEADING * size + 0.5 * CAP_HEIGHT * size;
            text(words, Point::new(right, baseline), Anchor::End, size, FontWeight::Regular, page.theme.ink)
        })
        .collect()
}

/// Bars and dots of a row in every window.
fn shapes(page: &Page<'_>, row: &Row, middle: f64, height: f64) -> Vec<Primitive> {
    let mut items = Vec::new();
    for column in &page.frame.columns {
        for bar_of_row in &row.bars {
            let inside = |place: f64| column.x(place.clamp(column.span.start, column.span.end));
            let (Some(from), Some(to)) = (inside(bar_of_row.from), inside(bar_of_row.to)) else { continue };
            let (left, right) = (from.min(to), from.max(to));
            // A bar too short to be seen is still there.
            let least = if bar_of_row.fill == Fill::Interval { 0.0 } else { 0.3 * page.profile.main_line };
            let (left, right) =
                if right - left < least { (left - least / 2.0, left + least / 2.0) } else { (left, right) };
            let rect = Rect::new(left, middle - height / 2.0, right, middle + height / 2.0);
            items.extend(bar(rect, bar_of_row.fill, page.theme.color(bar_of_row.hue, bar_of_row.variant), page));
        }
        let radius = (0.34 * page.profile.tick).min(0.55 * height);
        let seen = row.dots.iter().filter(|dot| column.span.contains(dot.at));
        let dots: Vec<(f64, &Dot)> = seen.filter_map(|dot| Some((column.x(dot.at)?, dot))).collect();
        for (place, (x, dot)) in dots.iter().enumerate() {
            // Dots at one place stand above each other, so that none hides another.
            let near: Vec<usize> = (0..dots.len()).filter(|other| (dots[*other].0 - x).abs() < 1.5 * radius).collect();
            let before = near.iter().filter(|other| **other < place).count();
            let step = (1.9 * radius).min(2.2 * height / count(near.len()));
            let y = middle + (count(before) - 0.5 * count(near.len() - 1)) * step;
            items.extend(marker(dot.marker, Point::new(*x, y), radius, page.theme.color(dot.hue, 0), page));
        }
    }
    items
}

/// A bar by its fill.
pub(super) fn bar(rect: Rect, fill: Fill, color: Color, page: &Page<'_>) -> Vec<Primitive> {
    let rim = Stroke::solid(color, 0.5 * page.profile.main_line);
    let frame = |rect: &Rect| Primitive::Line {
        points: vec![
            Point::new(rect.left, rect.top),
            Point::new(rect.right, rect.top),
            Point::new(rect.right, rect.bottom),
            Point::new(rect.left, rect.bottom),
            Point::new(rect.left, rect.top),
        ],
        stroke: rim.clone(),
    };
    // The rim stays within the bar.
    let within = rect.grown(-0.5 * rim.width);
    match fill {
        Fill::Solid => vec![Primitive::Block { rect, fill: color }],
        Fill::Open => vec![Primitive::Block { rect, fill: page.theme.background }, frame(&within)],
        Fill::Pale => vec![Primitive::Block { rect, fill: color.mix(page.theme.background, PALE) }, frame(&within)],
        Fill::Interval => {
            let (middle, cap) = (f64::midpoint(rect.top, rect.bottom), 0.3 * rect.height());
            let stroke = Stroke::solid(page.theme.ink, 0.6 * page.profile.main_line);
            vec![
                line(rect.left, middle, rect.right, middle, &stroke),
                line(rect.left, middle - cap, rect.left, middle + cap, &stroke),
                line(rect.right, middle - cap, rect.right, middle + cap, &stroke),
            ]
        }
    }
}

/// A point by its shape, with a rim in the colour of the page that sets it off from what lies beneath.
pub(super) fn marker(shape: Marker, at: Point, radius: f64, color: Color, page: &Page<'_>) -> Vec<Primitive> {
    let paper = page.theme.background;
    let polygon = |corners: &[(f64, f64)], grown: f64| -> Vec<Point> {
        corners.iter().map(|(x, y)| Point::new(at.x + (radius + grown) * x, at.y + (radius + grown) * y)).collect()
    };
    let filled = |corners: &[(f64, f64)]| {
        let rim = 0.35 * page.profile.main_line;
        [(rim, paper), (0.0, color)]
            .map(|(grown, fill)| Primitive::Area { points: polygon(corners, grown), fill, opacity: 1.0 })
            .to_vec()
    };
    match shape {
        Marker::Disc => vec![Primitive::Disc {
            center: at,
            radius,
            fill: color,
            rim: Stroke::solid(paper, 0.35 * page.profile.main_line),
        }],
        Marker::Ring => vec![Primitive::Disc {
            center: at,
            radius: 0.85 * radius,
            fill: paper,
            rim: Stroke::solid(color, 0.6 * page.profile.main_line),
        }],
        Marker::Square => filled(&[(-0.88, -0.88), (0.88, -0.88), (0.88, 0.88), (-0.88, 0.88)]),
        Marker::Triangle => filled(&[(0.0, -1.15), (1.05, 0.75), (-1.05, 0.75)]),
        Marker::Diamond => filled(&[(0.0, -1.25), (1.25, 0.0), (0.0, 1.25), (-1.25, 0.0)]),
        Marker::Cross => {
            let arms = [[(-1.0, -1.0), (1.0, 1.0)], [(-1.0, 1.0), (1.0, -1.0)]];
            [(1.6, paper), (0.9, color)]
                .into_iter()
                .flat_map(|(share, color)| {
                    arms.map(|arm| Primitive::Line {
                        points: polygon(&arm, 0.0),
                        stroke: Stroke::solid(color, share * page.profile.main_line),
                    })
                })
                .collect()
        }
    }
}

/// The upright lines of a panel of rows, with their names above it.
pub(super) fn references(page: &Page<'_>, panel: &Panel, slot: &Slot) -> Vec<Primitive> {
    let mut items = Vec::new();
    let profile = page.profile;
    let stroke = Stroke {
        color: page.theme.soft_ink,
        width: 0.5 * profile.main_line,
        dash: vec![0.5 * profile.main_line, 1.6 * profile.main_line],
    };
    let shown = |reference: &&ReferenceLine| reference.value.is_finite();
    let mut taken: Vec<Rect> = Vec::new();
    for reference in panel.references().filter(shown) {
        for column in page.frame.columns.iter().filter(|column| column.span.contains(reference.value)) {
            let Some(x) = column.x(reference.value) else { continue };
            let plot = Frame::plot(slot, column);
            items.push(line(x, plot.top, x, plot.bottom, &stroke));
            if reference.label.is_empty() {
                continue;
            }
            let half = width(&reference.label, profile.tick, FontWeight::Regular) / 2.0;
            let middle =
                x.clamp(profile.margin + half, (profile.width - profile.margin - half).max(profile.margin + half));
            let at = Point::new(middle, plot.top - 0.35 * profile.tick);
            let words =
                text(&reference.label, at, Anchor::Middle, profile.tick, FontWeight::Regular, page.theme.soft_ink);
            let bounds = Rect::new(middle - half, plot.top - profile.tick, middle + half, plot.top);
            // Of two names in one place the first stands.
            if !taken.iter().any(|other| other.meets(&bounds)) {
                taken.push(bounds);
                items.push(words);
            }
        }
    }
    items
}
