//! Curves and bands on the page.
//!
//! Owns the way from hours and values to px: cut to the time window, clipped to
//! the panel, thinned to what the eye can see. Must not know labels.

use super::columns::Column;
use super::dash::stroke;
use super::frame::{Frame, Slot};
use super::{Page, slug};
use crate::figure::{BandKind, Color, Group, Panel, Point, Primitive, Rect, Series, Stroke, Weight};

/// Vertices nearer than this (px) to the last are not drawn.
const NEAREST: f64 = 0.1;

/// One group a series, with its lines in every panel and window.
pub(super) fn series(page: &Page<'_>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    // Main curves lie over secondary ones.
    for weight in [Weight::Faint, Weight::Secondary, Weight::Main] {
        for (panel, slot) in page.figure.panels.iter().zip(&page.frame.slots) {
            for series in panel.series.iter().filter(|series| series.weight == weight) {
                let id = format!("series-{}", slug(&series.id));
                let lines = lines(page, series, slot);
                if let Some(group) = groups.iter_mut().find(|group| group.id == id) {
                    group.items.extend(lines);
                } else {
                    let mut group = Group::new(id);
                    group.title.clone_from(&series.label);
                    group.clip = clip(page);
                    group.items = lines;
                    groups.push(group);
                }
            }
        }
    }
    groups
}

/// The lines of one series in one panel.
fn lines(page: &Page<'_>, series: &Series, slot: &Slot) -> Vec<Primitive> {
    let stroke = stroke(series.hue, series.variant, series.weight, page.theme, page.profile);
    page.frame
        .columns
        .iter()
        .flat_map(|column| {
            let room = Frame::plot(slot, column).grown(0.5 * stroke.width + 1.0);
            runs(&series.points, slot, column).into_iter().flat_map(move |run| clipped(&run, &room))
        })
        .map(|points| Primitive::Line { points, stroke: stroke.clone() })
        .collect()
}

/// Areas between two curves.
pub(super) fn bands(page: &Page<'_>) -> Vec<Group> {
    let mut groups = Vec::new();
    for (panel, slot) in page.figure.panels.iter().zip(&page.frame.slots) {
        for band in &panel.bands {
            let mut group = Group::new(format!("band-{}-{}", slug(&panel.id), slug(&band.id)));
            group.title.clone_from(&band.label);
            group.clip = clip(page);
            for column in &page.frame.columns {
                // Both edges break where either does not exist.
                let lower = runs(&band.lower, slot, column);
                let upper = runs(&band.upper, slot, column);
                for (low, high) in lower.into_iter().zip(upper) {
                    let within =
                        |point: Point| Point::new(point.x, point.y.clamp(slot.plot_top - 2.0, slot.plot_bottom + 2.0));
                    let points: Vec<Point> =
                        thinned(&low).into_iter().chain(thinned(&high).into_iter().rev()).map(within).collect();
                    let color = page.theme.color(band.hue, band.variant);
                    if band.kind == BandKind::Spread {
                        group.items.push(Primitive::Area { points, fill: color, opacity: 0.20 });
                        continue;
                    }
                    group.items.push(Primitive::Area { points, fill: part_fill(color, page), opacity: 1.0 });
                    let stroke = Stroke::solid(color, 0.5 * page.profile.main_line);
                    group.items.push(Primitive::Line { points: thinned(&high), stroke });
                }
            }
            groups.push(group);
        }
    }
    groups
}

/// The curves of a panel in one window as bare lines, for words to avoid.
pub(super) fn outlines(page: &Page<'_>, panel: &Panel, slot: &Slot, column: &Column) -> Vec<Vec<Point>> {
    let room = Frame::plot(slot, column).grown(page.profile.main_line);
    let parts = panel.bands.iter().filter(|band| band.kind == BandKind::Part).map(|band| &band.upper);
    panel
        .series
        .iter()
        .filter(|series| series.weight != Weight::Faint)
        .map(|series| &series.points)
        .chain(parts)
        .flat_map(|points| runs(points, slot, column))
        .flat_map(|run| clipped(&run, &room))
        .collect()
}

/// The colour inside a part of a whole: firm, and light enough for what lies over it.
pub(super) fn part_fill(color: Color, page: &Page<'_>) -> Color {
    color.mix(page.theme.background, 0.45)
}

/// The box of all panels, a little larger, so that a line on the edge stays whole.
fn clip(page: &Page<'_>) -> Option<Rect> {
    let first = page.frame.slots.first()?;
    let last = page.frame.slots.last()?;
    let (left, right) = page.frame.sides();
    let rim = 0.5 * page.profile.main_line + 1.0;
    Some(Rect::new(left, first.plot_top - rim, right, last.plot_bottom + rim))
}

/// The curve in px, cut to the window of time, in pieces between gaps.
fn runs(points: &[[f64; 2]], slot: &Slot, column: &Column) -> Vec<Vec<Point>> {
    let mut runs: Vec<Vec<Point>> = Vec::new();
    let mut run: Vec<Point> = Vec::new();
    let mut before: Option<[f64; 2]> = None;
    let (start, end) = (column.span.start, column.span.end);
    let place = |time: f64, value: f64| {
        // Far values are held where the numbers of a file can still follow.
        let y = slot.y(value).clamp(-1e5, 1e5);
        column.x(time).map(|x| Point::new(x, y))
    };
    for &[time, value] in points {
        if !time.is_finite() || !value.is_finite() {
            before = None;
            if !run.is_empty() {
                runs.push(std::mem::take(&mut run));
            }
            continue;
        }
        if let Some([earlier, other]) = before {
            let at = |edge: f64| other + (value - other) * (edge - earlier) / (time - earlier);
            if earlier < start && time > start {
                run.extend(place(start, at(start)));
            }
            if earlier < end && time > end {
                run.extend(place(end, at(end)));
            }
        }
        if column.span.contains(time) {
            run.extend(place(time, value));
        }
        before = Some([time, value]);
    }
    if !run.is_empty() {
        runs.push(run);
    }
    runs
}

/// The pieces of a line inside a rectangle, thinned.
fn clipped(run: &[Point], room: &Rect) -> Vec<Vec<Point>> {
    let mut pieces: Vec<Vec<Point>> = Vec::new();
    for pair in run.windows(2) {
        let [from, to] = pair else { continue };
        let Some((from, to)) = room.clip(*from, *to) else {
            continue;
        };
        match pieces.last_mut() {
            Some(piece) if piece.last().is_some_and(|last| last.distance(from) < 1e-6) => {
                piece.push(to);
            }
            _ => pieces.push(vec![from, to]),
        }
    }
    pieces.iter().map(|piece| thinned(piece)).collect()
}

/// The line without vertices too near to be seen; its ends stay.
fn thinned(points: &[Point]) -> Vec<Point> {
    let mut kept: Vec<Point> = Vec::with_capacity(points.len());
    for &point in points {
        if kept.last().is_none_or(|last| last.distance(point) >= NEAREST) {
            kept.push(point);
        }
    }
    if let (Some(&end), Some(last)) = (points.last(), kept.last_mut()) {
        *last = end;
    }
    if kept.len() == 1 {
        kept.extend(points.last().copied());
    }
    kept
}
