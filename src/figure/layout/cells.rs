//! Coloured cells and the bar that says what their colours mean.
//!
//! Owns their places. Must not know what the values are.

use super::axes::{line, text};
use super::columns::Column;
use super::frame::{Frame, Slot, count};
use super::words::fitting_size;
use super::{Page, slug};
use crate::figure::font::{CAP_HEIGHT, width};
use crate::figure::ramp::ramp;
use crate::figure::value_ticks::ValueAxis;
use crate::figure::{
    Anchor, Figure, FontWeight, Group, HeatMap, Panel, Point, Primitive, Profile, Rect, Scale, Stroke, ValueRange,
};
use crate::words::short;

/// Pieces that the colour bar is drawn in.
const PIECES: usize = 64;

/// An axis over cells with these middles, labelled at as many of them as find room.
pub(super) fn axis(middles: &[f64], scale: Scale, ticks: usize) -> ValueAxis {
    let edges = HeatMap::edges(middles, |middle| scale.place(middle));
    let (Some(first), Some(last)) = (edges.first(), edges.last()) else { return ValueAxis::exact(0.0, 1.0, ticks) };
    let (low, high) = (scale.value(*first), scale.value(*last));
    let usual = || match scale {
        Scale::Log => ValueAxis::log(low, high, ticks, false),
        _ => ValueAxis::exact(low, high, ticks),
    };
    let step = middles.windows(2).map(|pair| pair[1] - pair[0]).fold(f64::INFINITY, f64::min);
    if !step.is_finite() {
        return usual();
    }
    // Ticks stand at the middles of cells: at all, or at every second, third and so on.
    let every = middles.len().div_ceil(ticks.max(2));
    let labels = middles.iter().step_by(every).map(|middle| (*middle, short(*middle))).collect();
    ValueAxis { scale, low, high, ticks: labels }
}

/// The axis of the colours, bottom to top.
fn colours(map: &HeatMap, height: f64, profile: &Profile) -> ValueAxis {
    let finite = || map.values.iter().copied().filter(|value| value.is_finite());
    let ticks = (1..=6).rev().find(|&n| count(n) <= height / (2.0 * profile.tick)).unwrap_or(1);
    match map.range {
        ValueRange::Fixed(low, high) => ValueAxis::exact(low, high, ticks),
        ValueRange::Auto => {
            let (low, high) = (finite().fold(f64::INFINITY, f64::min), finite().fold(f64::NEG_INFINITY, f64::max));
            ValueAxis::exact(low, high, ticks)
        }
    }
}

/// Width right of the panels that the colour bars and their labels take; 0 without any.
pub(super) fn bar_width(figure: &Figure, profile: &Profile, slots: &[Slot]) -> f64 {
    figure
        .panels
        .iter()
        .zip(slots)
        .filter_map(|(panel, slot)| Some((panel.heat_maps().next()?, slot)))
        .map(|(map, slot)| {
            let axis = colours(map, slot.plot_bottom - slot.plot_top, profile);
            let words = axis.ticks.iter().map(|(_, label)| width(label, profile.tick, FontWeight::Regular));
            2.3 * profile.tick + words.fold(0.0, f64::max)
        })
        .fold(0.0, f64::max)
}

/// The cells of every panel, and their bars.
pub(super) fn cells(page: &Page<'_>) -> Vec<Group> {
    let mut groups = Vec::new();
    for (panel, slot) in page.figure.panels.iter().zip(&page.frame.slots) {
        let (Some(map), Some(column)) = (panel.heat_maps().next(), page.frame.columns.last()) else { continue };
        let axis = colours(map, slot.plot_bottom - slot.plot_top, page.profile);
        let mut group = Group::new(format!("cells-{}", slug(&panel.id)));
        group.title = map.heading();
        for column in &page.frame.columns {
            group.items.extend(blocks(page, map, panel, slot, column, &axis));
        }
        groups.push(group);
        groups.push(bar(page, map, panel, slot, column, &axis));
    }
    groups
}

/// The cells in one window. One without a value is crossed out.
fn blocks(
    page: &Page<'_>,
    map: &HeatMap,
    panel: &Panel,
    slot: &Slot,
    column: &Column,
    axis: &ValueAxis,
) -> Vec<Primitive> {
    let plot = Frame::plot(slot, column);
    let across = HeatMap::edges(&map.x, |x| column.x(x));
    let up = HeatMap::edges(&map.y, |y| panel.scale.place(y).map(|_| slot.y(y)));
    let mut items = Vec::new();
    for (x, y, value) in map.cells() {
        let (Some(&[left, right]), Some(&[bottom, top])) = (
            across.get(x..x + 2).and_then(|pair| pair.first_chunk()),
            up.get(y..y + 2).and_then(|pair| pair.first_chunk()),
        ) else {
            continue;
        };
        let rect = Rect::new(left.max(plot.left), top.max(plot.top), right.min(plot.right), bottom.min(plot.bottom));
        if value.is_finite() {
            let fill = ramp((value - axis.low) / (axis.high - axis.low));
            // Cells overlap by a hair, so that no paper shines through.
            let rect = Rect::new(rect.left, rect.top, rect.right + 0.5, rect.bottom + 0.5);
            items.push(Primitive::Block { rect, fill });
        } else {
            let stroke = Stroke::solid(page.theme.soft_ink, page.profile.grid_line);
            items.push(line(rect.left, rect.top, rect.right, rect.bottom, &stroke));
            items.push(line(rect.left, rect.bottom, rect.right, rect.top, &stroke));
        }
    }
    items
}

/// The bar of colours with its labels, right of a panel, and its name above.
fn bar(page: &Page<'_>, map: &HeatMap, panel: &Panel, slot: &Slot, column: &Column, axis: &ValueAxis) -> Group {
    let (profile, theme) = (page.profile, page.theme);
    let mut group = Group::new(format!("colour-bar-{}", slug(&panel.id)));
    let (left, right) = (column.right + profile.tick, column.right + 1.8 * profile.tick);
    let high = slot.plot_bottom - slot.plot_top;
    for piece in 0..PIECES {
        let from = count(piece) / count(PIECES);
        let bottom = slot.plot_bottom - from * high;
        let top = (bottom - high / count(PIECES) - 0.5).max(slot.plot_top);
        let fill = ramp(from + 0.5 / count(PIECES));
        group.items.push(Primitive::Block { rect: Rect::new(left, top, right, bottom), fill });
    }
    for (value, label) in &axis.ticks {
        let y = slot.plot_bottom - axis.span().fraction(*value).unwrap_or(0.0) * high;
        let stroke = Stroke::solid(theme.axis, profile.axis_line);
        group.items.push(line(right, y, right + 0.2 * profile.tick, y, &stroke));
        let at = Point::new(right + 0.4 * profile.tick, y + 0.5 * CAP_HEIGHT * profile.tick);
        group.items.push(text(label, at, Anchor::Start, profile.tick, FontWeight::Regular, theme.ink));
    }
    // The name ends at the margin and keeps clear of the heading.
    let heading = width(&panel.full_heading(), profile.heading, FontWeight::SemiBold);
    let most = profile.width - profile.margin - page.frame.sides().0 - heading - profile.heading;
    let name = map.heading();
    let size = fitting_size(&name, profile.heading, 10.0, FontWeight::SemiBold, most);
    let at = Point::new(profile.width - profile.margin, slot.plot_top - 0.55 * profile.heading);
    group.items.push(text(&name, at, Anchor::End, size, FontWeight::SemiBold, theme.ink));
    group
}
