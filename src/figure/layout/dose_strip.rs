//! The rows of doses between the panels and the time axis.
//!
//! Owns true durations on the page: an infusion is a bar, a tablet a tick, daily
//! ticks grow thin where they crowd. Must not know curves.

use super::Page;
use super::axes::{line, text};
use super::columns::Column;
use crate::figure::font::CAP_HEIGHT;
use crate::figure::{Anchor, Color, Dose, DoseLane, FontWeight, Group, Point, Primitive, Rect, Scale, Stroke};
use crate::words::texts;

/// One group a row, and one for the word beside them.
pub(super) fn dose_strip(page: &Page<'_>) -> Vec<Group> {
    let (theme, profile, frame) = (page.theme, page.profile, &page.frame);
    let mut groups = Vec::new();
    let (Some(first), Some(last)) = (frame.columns.first(), frame.columns.last()) else {
        return groups;
    };
    if let (Some(top), Some(bottom)) = (frame.lanes.first(), frame.lanes.last()) {
        let mut group = Group::new("doses");
        let middle = f64::midpoint(*top, *bottom) + 0.5 * CAP_HEIGHT * profile.tick;
        group.items.push(text(
            texts::DOSES,
            Point::new(first.left - 0.95 * profile.tick, middle),
            Anchor::End,
            profile.tick,
            FontWeight::Regular,
            theme.soft_ink,
        ));
        groups.push(group);
    }
    for (row, ((lane, &middle), name)) in
        page.figure.doses.iter().zip(&frame.lanes).zip(&frame.labels.lanes).enumerate()
    {
        let color = theme.color(lane.hue, lane.variant);
        let mut group = Group::new(format!("doses-{}", row + 1));
        group.title.clone_from(&lane.label);
        for column in &frame.columns {
            let rule = Stroke::solid(theme.grid, profile.grid_line);
            group.items.push(line(column.left, middle, column.right, middle, &rule));
            group.items.extend(bars(lane, column, middle, frame.lane_bar, color));
        }
        group.items.push(text(
            name,
            Point::new(last.right + frame.labels.lead, middle + 0.5 * CAP_HEIGHT * frame.labels.lane_size),
            Anchor::Start,
            frame.labels.lane_size,
            FontWeight::SemiBold,
            color,
        ));
        groups.push(group);
    }
    groups
}

/// Bars, ticks and the wedge of one row in one window.
fn bars(lane: &DoseLane, column: &Column, middle: f64, height: f64, color: Color) -> Vec<Primitive> {
    let mut items = Vec::new();
    let sound: Vec<&Dose> =
        lane.doses.iter().filter(|dose| dose.start.is_finite() && dose.duration.is_finite()).collect();
    let edge = column.span.start;
    // Time 0 does not exist on a logarithmic axis: a wedge points at it.
    if column.span.scale == Scale::Log && sound.iter().any(|dose| dose.start < edge) {
        let (tip, base) = (column.left - 0.95 * height, column.left - 0.22 * height);
        items.push(Primitive::Area {
            points: vec![
                Point::new(tip, middle),
                Point::new(base, middle - 0.48 * height),
                Point::new(base, middle + 0.48 * height),
            ],
            fill: color,
            opacity: 1.0,
        });
    }
    let starts: Vec<f64> =
        sound.iter().filter(|dose| column.span.contains(dose.start)).filter_map(|dose| column.x(dose.start)).collect();
    for dose in sound {
        let end = dose.start + dose.duration.max(0.0);
        if end < edge || dose.start > column.span.end {
            continue;
        }
        let from = column.x(dose.start.max(edge)).unwrap_or(column.left);
        let to = column.x(end.min(column.span.end)).unwrap_or(from);
        let nearest = starts
            .iter()
            .map(|other| (other - from).abs())
            .filter(|distance| *distance > 1e-9)
            .fold(f64::INFINITY, f64::min);
        let tick = (0.45 * nearest).clamp(0.6, 0.18 * height);
        let (left, right) = if to - from >= tick { (from, to) } else { (from - tick / 2.0, from + tick / 2.0) };
        if dose.start < edge && to - from < 1.0 {
            continue;
        }
        items.push(Primitive::Block {
            rect: Rect::new(
                left.max(column.left - tick / 2.0),
                middle - height / 2.0,
                right.min(column.right + tick / 2.0),
                middle + height / 2.0,
            ),
            fill: color,
        });
    }
    items
}
