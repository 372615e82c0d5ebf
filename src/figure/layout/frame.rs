//! Which part of the page belongs to what.
//!
//! Owns the rectangles of panels, dose rows and label columns, and the axes that
//! go with them. Must not know what is drawn inside.

use super::AtEnds;
use super::columns::{Column, columns};
use super::key::{PlacedKey, key_lines};
use super::label_column::LabelColumn;
use super::row_words::RowWords;
use super::words::wrap;
use crate::figure::font::{DESCENT, width};
use crate::figure::value_ticks::ValueAxis;
use crate::figure::{Content, Figure, FontWeight, Headline, Panel, Point, Profile, Rect, Scale, ValueRange};
use crate::words::texts;

/// Part of the page's width that a heading may count on for its panel.
const LEAST_PLOT: f64 = 0.54;

/// The same where a page has one panel, whose labels have the whole height.
const LEAST_PLOT_ALONE: f64 = 0.36;

/// Space between two panels, in sizes of a tick label.
const PANEL_GAP: f64 = 0.75;

/// Height of a row, in sizes of a tick label: at least, and where the page can be cut.
const LEAST_ROW: f64 = 1.12;
const HIGHEST_ROW: f64 = 2.2;

/// Height of a panel of values beside panels of rows, in rows.
const ROWS_OF_VALUES: f64 = 8.0;

/// One panel on the page.
pub(super) struct Slot {
    /// Top of the heading.
    pub(super) top: f64,
    /// Direct labels stay between this and the bottom.
    pub(super) label_top: f64,
    pub(super) bottom: f64,
    /// Where curves are drawn, from the top to the bottom of the value axis.
    pub(super) plot_top: f64,
    pub(super) plot_bottom: f64,
    pub(super) axis: ValueAxis,
}

impl Slot {
    /// Place of a value in px from the top of the page; far below it for one that a logarithmic axis does not have.
    pub(super) fn y(&self, value: f64) -> f64 {
        let fraction = self.axis.span().fraction(value).unwrap_or(-1e3);
        self.plot_bottom - fraction * (self.plot_bottom - self.plot_top)
    }

    /// Middle of a row out of so many, in px from the top of the page.
    pub(super) fn row(&self, index: usize, rows: usize) -> f64 {
        self.plot_top + (count(index) + 0.5) * self.row_pitch(rows)
    }

    /// Height of a row out of so many, in px.
    pub(super) fn row_pitch(&self, rows: usize) -> f64 {
        (self.plot_bottom - self.plot_top) / count(rows.max(1))
    }
}

/// A line of words that has its place.
pub(super) struct PlacedLine {
    pub(super) text: String,
    pub(super) at: Point,
    pub(super) size: f64,
}

/// Which part of the page belongs to what.
pub(super) struct Frame {
    pub(super) title: Vec<PlacedLine>,
    pub(super) subtitle: Vec<PlacedLine>,
    pub(super) footer: Vec<PlacedLine>,
    pub(super) key: Vec<PlacedKey>,
    pub(super) slots: Vec<Slot>,
    pub(super) columns: Vec<Column>,
    /// Middle of each dose row, in px from the top.
    pub(super) lanes: Vec<f64>,
    /// Height of the bars of a dose row.
    pub(super) lane_bar: f64,
    pub(super) tick_baseline: f64,
    pub(super) time_title_baseline: f64,
    /// Bottom of panels and dose rows, where time ticks start.
    pub(super) axis_bottom: f64,
    pub(super) labels: LabelColumn,
    /// Words left and right of rows.
    pub(super) rows: RowWords,
}

impl Frame {
    /// Where the headline stands.
    pub(super) fn headline(&self) -> Option<Headline> {
        let last = self.title.last()?;
        Some(Headline { left: last.at.x, bottom: last.at.y + DESCENT * last.size, size: last.size })
    }

    pub(super) fn new(figure: &Figure, profile: &Profile, at_ends: AtEnds) -> Self {
        let vertical = Vertical::new(figure, profile);
        let slots: Vec<Slot> = figure
            .panels
            .iter()
            .zip(&vertical.slots)
            .map(|(panel, &[top, plot_top, plot_bottom, bottom])| {
                // A heading that may be wider than the plot keeps its row to itself.
                let heading = width(&panel.full_heading(), profile.heading, FontWeight::SemiBold);
                let least = if figure.panels.len() == 1 { LEAST_PLOT_ALONE } else { LEAST_PLOT };
                let wide = heading > least * profile.width;
                Slot {
                    top,
                    label_top: if wide { plot_top - 0.2 * profile.heading } else { top },
                    bottom,
                    plot_top,
                    plot_bottom,
                    axis: value_axis(panel, figure, plot_bottom - plot_top, profile),
                }
            })
            .collect();

        let rows = RowWords::new(figure, profile, &slots);
        let gutter = gutter(figure, profile, &slots).max(rows.left);
        let labels = LabelColumn::new(figure, profile, &slots, at_ends);
        let bar = super::cells::bar_width(figure, profile, &slots);
        let left = profile.margin + gutter;
        let right = (profile.width - profile.margin - labels.width.max(rows.right).max(bar)).max(left + 40.0);
        let columns = columns(figure, profile, left, right);
        Self {
            title: vertical.title,
            subtitle: vertical.subtitle,
            footer: vertical.footer,
            key: vertical.key,
            slots,
            columns,
            lanes: vertical.lanes,
            lane_bar: 0.62 * profile.tick,
            tick_baseline: vertical.tick_baseline,
            time_title_baseline: vertical.time_title_baseline,
            axis_bottom: vertical.axis_bottom,
            labels,
            rows,
        }
    }

    /// Left edge of the first and right edge of the last time window.
    pub(super) fn sides(&self) -> (f64, f64) {
        match (self.columns.first(), self.columns.last()) {
            (Some(first), Some(last)) => (first.left, last.right),
            _ => (0.0, 0.0),
        }
    }

    /// The rectangle of a panel in a time window.
    pub(super) fn plot(slot: &Slot, column: &Column) -> Rect {
        Rect::new(column.left, slot.plot_top, column.right, slot.plot_bottom)
    }
}

/// The profile, with all sizes of text made smaller until every panel has room for
/// a curve, and with the page cut where panels would be taller than they should.
pub(super) fn fitting(figure: &Figure, profile: &Profile) -> Profile {
    let mut fitted = profile.clone();
    // A tall page that its panels would not fill ends where they do.
    if profile.tallest_panel < profile.height {
        let slots = Vertical::new(figure, &fitted).slots;
        let spare = |panel: &Panel, [top, plot, bottom, _]: [f64; 4]| match panel.rows().count() {
            0 => bottom - top - profile.tallest_panel,
            rows => bottom - plot - count(rows) * HIGHEST_ROW * profile.tick,
        };
        fitted.height -= figure.panels.iter().zip(slots).map(|(panel, slot)| spare(panel, slot).max(0.0)).sum::<f64>();
    }
    for _ in 0..16 {
        // The lowest panel, in heights that a panel should have: for rows, that of its rows.
        let low = figure
            .panels
            .iter()
            .zip(Vertical::new(figure, &fitted).slots)
            .map(|(panel, [_, top, bottom, _])| match panel.rows().count() {
                0 => bottom - top,
                rows => (bottom - top) / (count(rows) * LEAST_ROW) * 2.6,
            })
            .fold(f64::INFINITY, f64::min);
        if low >= 2.6 * fitted.tick {
            break;
        }
        // The line under the headline is the first to go, before text gets smaller.
        if fitted.subtitle > 0.0 {
            fitted.subtitle = 0.0;
            continue;
        }
        if low >= 1.9 * fitted.tick {
            break;
        }
        for size in [&mut fitted.title, &mut fitted.heading, &mut fitted.label, &mut fitted.tick, &mut fitted.footer] {
            *size *= 0.9;
        }
    }
    fitted
}

/// Everything that follows from heights alone.
struct Vertical {
    title: Vec<PlacedLine>,
    subtitle: Vec<PlacedLine>,
    footer: Vec<PlacedLine>,
    key: Vec<PlacedKey>,
    /// Top, top of plot, bottom of plot, bottom of each panel.
    slots: Vec<[f64; 4]>,
    lanes: Vec<f64>,
    axis_bottom: f64,
    tick_baseline: f64,
    time_title_baseline: f64,
}

impl Vertical {
    fn new(figure: &Figure, profile: &Profile) -> Self {
        let across = profile.width - 2.0 * profile.margin;
        let mut y = 0.75 * profile.margin;
        let mut place = |text: &str, size: f64, weight: FontWeight, most_lines: usize, leading: f64| {
            // A text that needs more lines than it may have is set smaller.
            let mut size = size;
            let mut lines = wrap(text, size, weight, across);
            while lines.len() > most_lines && size > 20.0 {
                size *= 0.94;
                lines = wrap(text, size, weight, across);
            }
            lines
                .into_iter()
                .map(|text| {
                    y += leading * size;
                    PlacedLine { text, at: Point::new(profile.margin, y - 0.25 * size), size }
                })
                .collect::<Vec<_>>()
        };
        let headline = if profile.title > 0.0 { figure.title.as_str() } else { "" };
        let title = place(headline, profile.title, FontWeight::SemiBold, 2, 1.2);
        let words = if profile.subtitle > 0.0 { figure.subtitle.as_str() } else { "" };
        let subtitle = place(words, profile.subtitle, FontWeight::Regular, 2, 1.35);
        if !title.is_empty() || !subtitle.is_empty() {
            y += 0.5 * profile.heading;
        }
        let (key, height) = key_lines(&figure.key, profile, y);
        let top = y + height;

        let mut bottom = profile.height - 0.5 * profile.margin;
        let pitch = 1.4 * profile.footer;
        let lines = joined(&figure.footer, profile.footer, across);
        let footer_top = bottom - pitch * count(lines.len());
        let footer = lines
            .into_iter()
            .enumerate()
            .map(|(index, text)| PlacedLine {
                text,
                at: Point::new(profile.margin, footer_top + pitch * (count(index) + 0.75)),
                size: profile.footer,
            })
            .collect();
        bottom = footer_top - 0.7 * profile.footer;

        let time_title_baseline = bottom - 0.25 * profile.heading;
        bottom -= 1.12 * profile.heading;
        let tick_baseline = bottom - 0.3 * profile.tick;
        // Without rows of doses between them, the lowest label of the values and the first below need more room.
        bottom -= if figure.doses.is_empty() { 1.7 } else { 1.42 } * profile.tick;
        let axis_bottom = bottom;
        let lane_pitch = 1.14 * profile.tick;
        let rows = count(figure.doses.len());
        let lanes_top = bottom - lane_pitch * rows;
        let lanes = (0..figure.doses.len()).map(|row| lanes_top + lane_pitch * (count(row) + 0.46)).collect();
        let plots_bottom = if figure.doses.is_empty() { bottom } else { lanes_top - 0.66 * profile.tick };

        let gap = PANEL_GAP * profile.tick;
        let headings: Vec<f64> = figure.panels.iter().map(|panel| heading_height(panel, profile)).collect();
        // Panels of values share the height evenly with their headings; panels of rows by their rows.
        let all_values = !figure.panels.iter().any(Panel::has_rows);
        let weight = |panel: &Panel| if panel.has_rows() { count(panel.rows().count()) } else { ROWS_OF_VALUES };
        let total: f64 = figure.panels.iter().map(weight).sum();
        let panels = count(figure.panels.len().max(1));
        let room = plots_bottom - top - gap * (panels - 1.0);
        let plots = room - headings.iter().sum::<f64>();
        let mut slots = Vec::new();
        let mut slot_top = top;
        for (index, (panel, heading)) in figure.panels.iter().zip(&headings).enumerate() {
            let each = if all_values { room / panels } else { heading + plots * weight(panel) / total };
            let plot_bottom = slot_top + each.max(heading + 1.0);
            // Words at line ends may use the gap to the next panel, not the doses.
            let last = index + 1 == figure.panels.len();
            let bottom = if last { plot_bottom + 0.1 * gap } else { plot_bottom + 0.8 * gap };
            slots.push([slot_top, slot_top + heading, plot_bottom, bottom]);
            slot_top += each + gap;
        }
        Self { title, subtitle, footer, key, slots, lanes, axis_bottom, tick_baseline, time_title_baseline }
    }
}

/// Height above a panel: its heading, and the names of upright lines.
fn heading_height(panel: &Panel, profile: &Profile) -> f64 {
    if !panel.has_rows() {
        return 1.5 * profile.heading;
    }
    let title = if panel.title.is_empty() { 0.3 } else { 1.5 };
    let named = panel.references().any(|line| !line.label.is_empty());
    title * profile.heading + if named { 1.3 * profile.tick } else { 0.0 }
}

/// Footer lines joined to fill the width, and broken where they exceed it.
fn joined(lines: &[String], size: f64, across: f64) -> Vec<String> {
    let mut filled: Vec<String> = Vec::new();
    for line in lines.iter().filter(|line| !line.trim().is_empty()) {
        let joined = filled.last().map(|last| format!("{last} \u{a0}·\u{a0} {line}"));
        match (joined, filled.last_mut()) {
            (Some(joined), Some(last)) if width(&joined, size, FontWeight::Regular) <= across => {
                *last = joined;
            }
            _ => filled.extend(wrap(line, size, FontWeight::Regular, across)),
        }
    }
    filled
}

/// The value axis of a panel that is `height` px high.
pub(super) fn value_axis(panel: &Panel, figure: &Figure, height: f64, profile: &Profile) -> ValueAxis {
    let spaces = height / (2.0 * profile.tick);
    let ticks = (1..=6).rev().find(|&n| count(n) <= spaces).unwrap_or(1);
    if panel.has_rows() {
        return ValueAxis { scale: Scale::Linear, low: 0.0, high: 1.0, ticks: Vec::new() };
    }
    let (low, high) = match (panel.scale, panel.range) {
        (Scale::Log, ValueRange::Fixed(low, high)) => return ValueAxis::log(low, high, ticks, false),
        (_, ValueRange::Fixed(low, high)) => return ValueAxis::exact(low, high, ticks),
        (_, ValueRange::Auto) => extent(panel, figure),
    };
    if let Some(map) = panel.heat_maps().next() {
        return super::cells::axis(&map.y, panel.scale, ticks);
    }
    if panel.scale == Scale::Log {
        return ValueAxis::log(low, high, ticks, true);
    }
    // Where there is room for several ticks, they need not crowd.
    let nearest = if ticks > 2 { 1.6 } else { 1.15 } * profile.tick;
    ValueAxis::around(low, high, ticks, nearest / height.max(1.0))
}

/// Least and greatest finite value drawn in any time window; infinite if none is.
fn extent(panel: &Panel, figure: &Figure) -> (f64, f64) {
    let shown = |x: f64| figure.columns.is_empty() || figure.columns.iter().any(|axis| axis.shows(x));
    let mut values: Vec<f64> = Vec::new();
    let seen = |points: &[[f64; 2]]| -> Vec<f64> {
        points.iter().filter(|[time, _]| shown(*time)).map(|[_, value]| *value).collect()
    };
    for content in &panel.contents {
        match content {
            Content::Series(series) => values.extend(seen(&series.points)),
            Content::Band(band) => values.extend(seen(&band.lower).into_iter().chain(seen(&band.upper))),
            Content::Points(points) => {
                for datum in points.data.iter().filter(|datum| shown(datum.x)) {
                    values.push(datum.value);
                    values.extend(datum.error.into_iter().flat_map(|(low, high)| [low, high]));
                }
            }
            Content::Mark(mark) => values.extend(shown(mark.x).then_some(mark.value)),
            Content::Reference(line) => values.push(line.value),
            // Rows, boxes and cells have no axis of values that follows them.
            Content::Row(_) | Content::Diagram(_) | Content::HeatMap(_) => {}
        }
    }
    values
        .into_iter()
        .filter(|value| value.is_finite() && panel.scale.place(*value).is_some())
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)))
}

/// Width left of the panels: tick labels, and the word beside the dose rows.
fn gutter(figure: &Figure, profile: &Profile, slots: &[Slot]) -> f64 {
    let labels = slots
        .iter()
        .flat_map(|slot| &slot.axis.ticks)
        .map(|(_, label)| width(label, profile.tick, FontWeight::Regular))
        .fold(0.0, f64::max)
        + 0.5 * profile.tick;
    let doses = if figure.doses.is_empty() {
        0.0
    } else {
        width(texts::DOSES, profile.tick, FontWeight::Regular) + 1.0 * profile.tick
    };
    labels.max(doses)
}

/// A number of things as a float.
pub(in crate::figure) fn count(things: usize) -> f64 {
    f64::from(u32::try_from(things).unwrap_or(u32::MAX))
}
