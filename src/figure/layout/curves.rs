//! Curves and bands on the page.
//!
//! Owns the way from hours and values to px: cut to the time window, clipped to
//! the panel, thinned to what the eye can see. Must not know labels.

use super::columns::Column;
use super::dash::stroke;
use super::envelope::{Piece, pieces};
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
            let first = twins(panel);
            let own = panel.series().zip(&first).enumerate().filter(|(index, (_, first))| *first == index);
            let drawn: Vec<&Series> = own.map(|(_, (series, _))| series).collect();
            // The first arm is what a figure is about, so it lies on top.
            for series in drawn.into_iter().rev().filter(|series| series.weight == weight) {
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

/// Share of the height of a panel within which two curves are one to the eye.
const SAME: f64 = 0.003;

/// For each curve of a panel, the place of the first one that looks the same: one line with both names is drawn for
/// all of these, since two dashes over each other would make a third.
pub(super) fn twins(panel: &Panel) -> Vec<usize> {
    let all: Vec<&Series> = panel.series().collect();
    let values = || all.iter().flat_map(|series| &series.points).map(|point| point[1]).filter(|v| v.is_finite());
    let (low, high) = (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
    let allowed = SAME * (high - low).max(0.0);
    let is_named = |series: &Series| series.weight != Weight::Faint && !series.label.is_empty();
    let mut first = Vec::with_capacity(all.len());
    for (index, series) in all.iter().enumerate() {
        let before = all.iter().take(index).position(|other| {
            is_named(other) && is_named(series) && other.weight == series.weight && coincide(other, series, allowed)
        });
        first.push(before.unwrap_or(index));
    }
    first
}

/// Whether two curves over an axis that they both run along from left to right are nowhere further apart than allowed.
fn coincide(one: &Series, other: &Series, allowed: f64) -> bool {
    let runs_on = |points: &[[f64; 2]]| points.windows(2).all(|pair| pair[0][0] <= pair[1][0]);
    if one.points == other.points {
        return !one.points.is_empty();
    }
    let ends = |series: &Series| Some((series.points.first()?[0], series.points.last()?[0]));
    let (Some(ends_of_one), Some(ends_of_other)) = (ends(one), ends(other)) else { return false };
    ends_of_one == ends_of_other
        && runs_on(&one.points)
        && runs_on(&other.points)
        && near(&one.points, &other.points, allowed)
        && near(&other.points, &one.points, allowed)
}

/// Whether every point of a curve lies on another, jumps left out.
fn near(points: &[[f64; 2]], curve: &[[f64; 2]], allowed: f64) -> bool {
    points.iter().all(|[x, value]| {
        let after = curve.partition_point(|point| point[0] < *x);
        let (Some(next), Some(last)) = (curve.get(after), curve.get(after.saturating_sub(1))) else { return false };
        let share = if next[0] > last[0] { (x - last[0]) / (next[0] - last[0]) } else { 1.0 };
        let there = last[1] + share * (next[1] - last[1]);
        let is_jump = next[0] == *x && curve.get(after + 1).is_some_and(|beyond| beyond[0] == *x);
        is_jump || (there - value).abs() <= allowed || (there.is_nan() && value.is_nan())
    })
}

/// The lines of one series in one panel: with its envelope where it is dense, and with arrows where it turns back.
fn lines(page: &Page<'_>, series: &Series, slot: &Slot) -> Vec<Primitive> {
    let stroke = stroke(series.hue, series.variant, series.weight, page.theme, page.profile);
    let mut items = Vec::new();
    for column in &page.frame.columns {
        let room = Frame::plot(slot, column).grown(0.5 * stroke.width + 1.0);
        let pieces = runs(&series.points, slot, column).into_iter().flat_map(|run| clipped(&run, &room));
        let lines: Vec<Vec<Point>> = pieces.collect();
        items.extend(lines.iter().flat_map(|line| pieces_of(line, series, &stroke)));
        if series.weight == Weight::Main && lines.iter().any(|line| turns_back(line)) {
            items.extend(direction(&lines, &stroke));
        }
    }
    items
}

/// A line as it is drawn.
fn pieces_of(line: &[Point], series: &Series, stroke: &Stroke) -> Vec<Primitive> {
    if series.weight == Weight::Faint {
        return vec![Primitive::Line { points: line.to_vec(), stroke: stroke.clone() }];
    }
    let draw = |piece: Piece| match piece {
        Piece::Line(points) => vec![Primitive::Line { points, stroke: stroke.clone() }],
        Piece::Envelope { upper, lower, mean } => vec![
            Primitive::Area {
                points: upper.into_iter().chain(lower.into_iter().rev()).collect(),
                fill: stroke.color,
                opacity: ENVELOPE,
            },
            Primitive::Line { points: mean, stroke: stroke.clone() },
        ],
    };
    pieces(line, stroke).into_iter().flat_map(draw).collect()
}

/// How dense the area of an envelope is.
const ENVELOPE: f64 = 0.25;

/// Whether a line runs to the left somewhere, as one quantity against another does.
fn turns_back(line: &[Point]) -> bool {
    line.windows(2).any(|pair| matches!(pair, [from, to] if to.x < from.x - NEAREST))
}

/// Parts of its length at which a curve has an arrow.
const ARROWS: [f64; 3] = [0.2, 0.5, 0.8];

/// A dot at the start of a curve and arrows along it.
fn direction(lines: &[Vec<Point>], stroke: &Stroke) -> Vec<Primitive> {
    let mut items = Vec::new();
    if let Some(start) = lines.first().and_then(|line| line.first()) {
        let rim = Stroke::solid(stroke.color, 0.5 * stroke.width);
        items.push(Primitive::Disc { center: *start, radius: 1.3 * stroke.width, fill: stroke.color, rim });
    }
    let steps: Vec<(Point, Point)> = lines
        .iter()
        .flat_map(|line| line.windows(2))
        .filter_map(|pair| Some((*pair.first()?, *pair.get(1)?)))
        .collect();
    let length: f64 = steps.iter().map(|(from, to)| from.distance(*to)).sum();
    let size = 2.6 * stroke.width;
    // On a short curve arrows would hide it.
    if length < 12.0 * size {
        return items;
    }
    let mut passed = 0.0;
    let mut shares = ARROWS.into_iter().map(|share| share * length).peekable();
    for (from, to) in steps {
        let step = from.distance(to);
        while let Some(at) = shares.next_if(|at| *at <= passed + step) {
            let share = if step > 0.0 { (at - passed) / step } else { 0.0 };
            let tip = Point::new(from.x + share * (to.x - from.x), from.y + share * (to.y - from.y));
            let (along, across) = ((to.x - from.x) / step.max(1e-9), (to.y - from.y) / step.max(1e-9));
            let corner = |side: f64| {
                Point::new(
                    tip.x - size * along + 0.55 * side * size * across,
                    tip.y - size * across - 0.55 * side * size * along,
                )
            };
            let nose = Point::new(tip.x + 0.4 * size * along, tip.y + 0.4 * size * across);
            items.push(Primitive::Area {
                points: vec![nose, corner(1.0), corner(-1.0)],
                fill: stroke.color,
                opacity: 1.0,
            });
        }
        passed += step;
    }
    items
}

/// Areas between two curves.
pub(super) fn bands(page: &Page<'_>) -> Vec<Group> {
    let mut groups = Vec::new();
    for (panel, slot) in page.figure.panels.iter().zip(&page.frame.slots) {
        for band in panel.bands() {
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
    let parts = panel.bands().filter(|band| band.kind == BandKind::Part).map(|band| &band.upper);
    panel
        .series()
        .filter(|series| series.weight != Weight::Faint)
        .map(|series| &series.points)
        .chain(parts)
        .flat_map(|points| runs(points, slot, column))
        .flat_map(|run| clipped(&run, &room))
        .collect()
}

/// Start dots and arrows of the curves of a panel as bare lines, for words to avoid.
pub(super) fn directions(page: &Page<'_>, panel: &Panel, slot: &Slot, column: &Column) -> Vec<Vec<Point>> {
    let room = Frame::plot(slot, column).grown(page.profile.main_line);
    let shapes = panel.series().filter(|series| series.weight == Weight::Main).flat_map(|series| {
        let stroke = stroke(series.hue, series.variant, series.weight, page.theme, page.profile);
        let lines: Vec<Vec<Point>> =
            runs(&series.points, slot, column).into_iter().flat_map(|run| clipped(&run, &room)).collect();
        if lines.iter().any(|line| turns_back(line)) { direction(&lines, &stroke) } else { Vec::new() }
    });
    let outline = |shape: Primitive| match shape {
        Primitive::Area { mut points, .. } => {
            points.extend(points.first().copied());
            Some(points)
        }
        Primitive::Disc { center, radius, rim, .. } => Some(Rect::at(center).grown(radius + 0.5 * rim.width).outline()),
        Primitive::Line { .. } | Primitive::Block { .. } | Primitive::Text(_) => None,
    };
    shapes.filter_map(outline).collect()
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
