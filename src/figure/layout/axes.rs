//! Grids, axes, headings and the words around the panels.
//!
//! Owns what a page shows before the first curve. Must not know the curves.

use super::Page;
use super::columns::Column;
use super::frame::{PlacedLine, Slot};
use super::words::fitting_size;
use crate::figure::font::{CAP_HEIGHT, width};
use crate::figure::lint::FOOTER;
use crate::figure::{Anchor, Color, FontWeight, Group, Panel, Point, Primitive, Scale, Stroke, TextBox};

/// Grid, axes and tick marks of every panel.
pub(super) fn grid(page: &Page<'_>) -> Group {
    let mut group = Group::new("grid");
    let (theme, profile) = (page.theme, page.profile);
    let minor = Stroke::solid(theme.minor_grid, 0.75 * profile.grid_line);
    let major = Stroke::solid(theme.grid, profile.grid_line);
    let axis = Stroke::solid(theme.axis, profile.axis_line);
    let items = &mut group.items;
    for column in &page.frame.columns {
        // Lines over the cells of a map would read as borders.
        let lined =
            || page.figure.panels.iter().zip(&page.frame.slots).filter(|(panel, _)| panel.heat_maps().next().is_none());
        for (_, slot) in lined() {
            for x in column.minor.iter().filter_map(|time| column.x(*time)) {
                items.push(line(x, slot.plot_top, x, slot.plot_bottom, &minor));
            }
        }
        for (panel, slot) in lined() {
            for y in slot.axis.minor().filter(|_| panel.scale == Scale::Log).map(|value| slot.y(value)) {
                items.push(line(column.left, y, column.right, y, &minor));
            }
            for x in column.major.iter().filter_map(|(time, _)| column.x(*time)) {
                items.push(line(x, slot.plot_top, x, slot.plot_bottom, &major));
            }
            for (value, _) in &slot.axis.ticks {
                let y = slot.y(*value);
                items.push(line(column.left, y, column.right, y, &major));
            }
        }
        for slot in &page.frame.slots {
            items.push(line(column.left, slot.plot_top, column.left, slot.plot_bottom, &axis));
            // The floor of a panel is its zero line, where it has one.
            let has_zero = slot.axis.low < 0.0 && slot.axis.high > 0.0;
            let floor = if has_zero { 0.0 } else { slot.axis.low };
            let y = slot.y(floor);
            items.push(line(column.left, y, column.right, y, &axis));
        }
        // The time axis closes the page below the dose rows.
        let y = page.frame.axis_bottom;
        items.push(line(column.left, y, column.right, y, &axis));
        for x in column.major.iter().filter_map(|(time, _)| column.x(*time)) {
            items.push(line(x, y, x, y + 0.25 * profile.tick, &axis));
        }
    }
    group
}

/// Headline, headings of panels, tick labels and name of the time axis.
pub(super) fn frame_words(page: &Page<'_>) -> Group {
    let mut group = Group::new("words");
    let (theme, profile, frame) = (page.theme, page.profile, &page.frame);
    let items = &mut group.items;
    let placed = |lines: &[PlacedLine], weight: FontWeight, color: Color| {
        lines.iter().map(|line| text(&line.text, line.at, Anchor::Start, line.size, weight, color)).collect::<Vec<_>>()
    };
    items.extend(placed(&frame.title, FontWeight::SemiBold, theme.ink));
    items.extend(placed(&frame.subtitle, FontWeight::Regular, theme.soft_ink));
    for (panel, slot) in page.figure.panels.iter().zip(&frame.slots) {
        items.extend(heading(page, panel, slot));
        for column in frame.columns.iter().take(1).filter(|_| !panel.is_diagram()) {
            items.extend(value_labels(page, slot, column));
        }
    }
    let has_axes = page.figure.panels.iter().all(|panel| !panel.is_diagram());
    for column in frame.columns.iter().filter(|_| has_axes) {
        for (time, label) in &column.major {
            let Some(x) = column.x(*time) else { continue };
            let at = Point::new(x, frame.tick_baseline);
            items.push(text(label, at, Anchor::Middle, profile.tick, FontWeight::Regular, theme.ink));
        }
        items.push(text(
            &column.title,
            Point::new(column.title_middle, frame.time_title_baseline),
            Anchor::Middle,
            column.title_size,
            FontWeight::Regular,
            theme.soft_ink,
        ));
    }
    group
}

/// The words at the foot.
pub(super) fn footer(page: &Page<'_>) -> Group {
    let line = |line: &PlacedLine| {
        text(&line.text, line.at, Anchor::Start, line.size, FontWeight::Regular, page.theme.soft_ink)
    };
    Group { items: page.frame.footer.iter().map(line).collect(), ..Group::new(FOOTER) }
}

/// Letter, name and unit above a panel.
fn heading(page: &Page<'_>, panel: &Panel, slot: &Slot) -> Vec<Primitive> {
    let (theme, profile) = (page.theme, page.profile);
    let (left, right) = page.frame.sides();
    // Where labels leave the row free, the heading may run on above them.
    let right = if slot.label_top > slot.top { profile.width - profile.margin } else { right };
    let most = right - left;
    let full = panel.full_heading();
    let size = fitting_size(&full, profile.heading, 10.0, FontWeight::SemiBold, most);
    // Names of upright lines stand between the heading and the rows.
    let baseline = if panel.has_rows() { slot.top + 0.95 * size } else { slot.plot_top - 0.55 * size };
    let mut x = left;
    let mut items = Vec::new();
    let mut push = |words: &str, weight: FontWeight, color: Color, space: f64| {
        if !words.is_empty() {
            items.push(text(words, Point::new(x, baseline), Anchor::Start, size, weight, color));
            x += width(words, size, weight) + space * size;
        }
    };
    push(&panel.letter, FontWeight::SemiBold, theme.soft_ink, 0.45);
    push(&panel.title, FontWeight::SemiBold, theme.ink, 0.28);
    if let Some(unit) = panel.heading().strip_prefix(panel.title.as_str()) {
        push(unit.trim(), FontWeight::Regular, theme.soft_ink, 0.0);
    }
    items
}

/// Labels of the value axis, left of the panel.
fn value_labels(page: &Page<'_>, slot: &Slot, column: &Column) -> Vec<Primitive> {
    let size = page.profile.tick;
    slot.axis
        .ticks
        .iter()
        .map(|(value, label)| {
            let at = Point::new(column.left - 0.42 * size, slot.y(*value) + 0.5 * CAP_HEIGHT * size);
            text(label, at, Anchor::End, size, FontWeight::Regular, page.theme.ink)
        })
        .collect()
}

/// A line from one point to another.
pub(super) fn line(x1: f64, y1: f64, x2: f64, y2: f64, stroke: &Stroke) -> Primitive {
    Primitive::Line { points: vec![Point::new(x1, y1), Point::new(x2, y2)], stroke: stroke.clone() }
}

/// A line of text without a rim.
pub(super) fn text(words: &str, at: Point, anchor: Anchor, size: f64, weight: FontWeight, color: Color) -> Primitive {
    Primitive::Text(TextBox { text: words.to_owned(), at, anchor, size, weight, color, halo: None, angle: 0.0 })
}
