//! Which part of the page belongs to what.
//!
//! Owns the rectangles of panels, dose rows and label columns, and the axes that
//! go with them. Must not know what is drawn inside.

use super::label_column::LabelColumn;
use super::words::{fitting_size, wrap};
use crate::figure::font::width;
use crate::figure::time_ticks::{TimeTicks, time_ticks};
use crate::figure::value_ticks::ValueAxis;
use crate::figure::{Figure, FontWeight, Panel, Point, Profile, Rect, TimeAxis, TimeScale, ValueRange, texts};

/// Part of the page's width that a heading may count on for its panel.
const LEAST_PLOT: f64 = 0.54;

/// Space between two panels, in sizes of a tick label.
const PANEL_GAP: f64 = 0.75;

/// One time window on the page.
pub(super) struct Column {
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) axis: TimeAxis,
    pub(super) ticks: TimeTicks,
    /// Name of the axis, with its unit.
    pub(super) title: String,
    pub(super) title_size: f64,
}

impl Column {
    /// Place of a time (h) in px from the left of the page.
    pub(super) fn x(&self, time: f64) -> Option<f64> {
        let fraction = self.axis.fraction(time)?;
        Some(self.left + fraction * (self.right - self.left))
    }
}

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
    /// Place of a value in px from the top of the page.
    pub(super) fn y(&self, value: f64) -> f64 {
        let fraction = (value - self.axis.low) / (self.axis.high - self.axis.low);
        self.plot_bottom - fraction * (self.plot_bottom - self.plot_top)
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
}

impl Frame {
    pub(super) fn new(figure: &Figure, profile: &Profile) -> Self {
        let vertical = Vertical::new(figure, profile);
        let slots: Vec<Slot> = figure
            .panels
            .iter()
            .zip(&vertical.slots)
            .map(|(panel, &[top, plot_top, plot_bottom, bottom])| {
                // A heading that may be wider than the plot keeps its row to itself.
                let heading = width(&panel.full_heading(), profile.heading, FontWeight::SemiBold);
                let wide = heading > LEAST_PLOT * profile.width;
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

        let gutter = gutter(figure, profile, &slots);
        let labels = LabelColumn::new(figure, profile, &slots);
        let left = profile.margin + gutter;
        let right = (profile.width - profile.margin - labels.width).max(left + 40.0);
        let columns = columns(figure, profile, left, right);
        Self {
            title: vertical.title,
            subtitle: vertical.subtitle,
            footer: vertical.footer,
            slots,
            columns,
            lanes: vertical.lanes,
            lane_bar: 0.62 * profile.tick,
            tick_baseline: vertical.tick_baseline,
            time_title_baseline: vertical.time_title_baseline,
            axis_bottom: vertical.axis_bottom,
            labels,
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
    let panels = count(figure.panels.len().max(1));
    if let Some([top, _, bottom, _]) = Vertical::new(figure, &fitted).slots.first() {
        fitted.height -= panels * (bottom - top - profile.tallest_panel).max(0.0);
    }
    for _ in 0..16 {
        let low = Vertical::new(figure, &fitted)
            .slots
            .iter()
            .map(|&[_, top, bottom, _]| bottom - top)
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
        let title = place(&figure.title, profile.title, FontWeight::SemiBold, 2, 1.2);
        let words = if profile.subtitle > 0.0 { figure.subtitle.as_str() } else { "" };
        let subtitle = place(words, profile.subtitle, FontWeight::Regular, 2, 1.35);
        if !title.is_empty() || !subtitle.is_empty() {
            y += 0.5 * profile.heading;
        }
        let top = y;

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
        bottom -= 1.42 * profile.tick;
        let axis_bottom = bottom;
        let lane_pitch = 1.14 * profile.tick;
        let rows = count(figure.doses.len());
        let lanes_top = bottom - lane_pitch * rows;
        let lanes = (0..figure.doses.len()).map(|row| lanes_top + lane_pitch * (count(row) + 0.46)).collect();
        let plots_bottom = if figure.doses.is_empty() { bottom } else { lanes_top - 0.66 * profile.tick };

        let panels = count(figure.panels.len().max(1));
        let heading = 1.5 * profile.heading;
        let gap = PANEL_GAP * profile.tick;
        let each = (plots_bottom - top - gap * (panels - 1.0)) / panels;
        let slots = (0..figure.panels.len())
            .map(|index| {
                let slot_top = top + count(index) * (each + gap);
                let plot_bottom = slot_top + each.max(heading + 1.0);
                // Words at line ends may use the gap to the next panel, not the doses.
                let last = index + 1 == figure.panels.len();
                let bottom = if last { plot_bottom + 0.1 * gap } else { plot_bottom + 0.8 * gap };
                [slot_top, slot_top + heading, plot_bottom, bottom]
            })
            .collect();
        Self { title, subtitle, footer, slots, lanes, axis_bottom, tick_baseline, time_title_baseline }
    }
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
fn value_axis(panel: &Panel, figure: &Figure, height: f64, profile: &Profile) -> ValueAxis {
    let spaces = height / (2.0 * profile.tick);
    let ticks = (1..=6).rev().find(|&n| count(n) <= spaces).unwrap_or(1);
    let (low, high) = match panel.range {
        ValueRange::Fixed(low, high) => return ValueAxis::exact(low, high, ticks),
        ValueRange::Auto => extent(panel, figure),
    };
    // Where there is room for several ticks, they need not crowd.
    let nearest = if ticks > 2 { 1.6 } else { 1.15 } * profile.tick;
    ValueAxis::around(low, high, ticks, nearest / height.max(1.0))
}

/// Least and greatest finite value drawn in any time window; infinite if none is.
fn extent(panel: &Panel, figure: &Figure) -> (f64, f64) {
    let shown = |time: f64| figure.columns.iter().any(|axis| axis.sound().contains(time));
    let curves = panel
        .series
        .iter()
        .map(|series| &series.points)
        .chain(panel.bands.iter().flat_map(|band| [&band.lower, &band.upper]))
        .flatten()
        .filter(|[time, _]| shown(*time))
        .map(|[_, value]| *value);
    let marks = panel.marks.iter().filter(|mark| shown(mark.time)).map(|mark| mark.value);
    curves
        .chain(panel.references.iter().map(|line| line.value))
        .chain(marks)
        .filter(|value| value.is_finite())
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

/// The time windows side by side.
fn columns(figure: &Figure, profile: &Profile, left: f64, right: f64) -> Vec<Column> {
    let windows: Vec<TimeAxis> = if figure.columns.is_empty() {
        vec![TimeAxis::linear(0.0, 24.0)]
    } else {
        figure.columns.iter().map(TimeAxis::sound).collect()
    };
    let gap = 2.0 * profile.tick;
    let number = count(windows.len());
    let each = ((right - left - gap * (number - 1.0)) / number).max(20.0);
    windows
        .into_iter()
        .enumerate()
        .map(|(index, axis)| {
            let left = left + count(index) * (each + gap);
            let ticks = time_ticks(&axis, |label| {
                (width(label, profile.tick, FontWeight::Regular) + 0.55 * profile.tick) / each
            });
            let names = time_names(&axis, ticks.unit, figure);
            let fits = |name: &&String| width(name, profile.heading, FontWeight::Regular) <= each;
            let title = names.iter().find(fits).or(names.last()).cloned().unwrap_or_default();
            let title_size = fitting_size(&title, profile.heading, 12.0, FontWeight::Regular, each + gap * 0.8);
            Column { left, right: left + each, axis, ticks, title, title_size }
        })
        .collect()
}

/// Names of the time axis, the longest first.
fn time_names(axis: &TimeAxis, unit: &str, figure: &Figure) -> [String; 2] {
    match axis.scale {
        TimeScale::Linear => [texts::TIME_LINEAR, texts::TIME_LINEAR_SHORT].map(|name| format!("{name} ({unit})")),
        TimeScale::Log => {
            let hidden = figure.doses.iter().flat_map(|lane| &lane.doses).any(|dose| dose.start <= 0.0);
            if hidden {
                [texts::TIME_LOG_WITH_START, texts::TIME_LOG_WITH_START_SHORT].map(str::to_owned)
            } else {
                [texts::TIME_LOG, texts::TIME_LOG_SHORT].map(str::to_owned)
            }
        }
    }
}

/// A number of things as a float.
pub(super) fn count(things: usize) -> f64 {
    f64::from(u32::try_from(things).unwrap_or(u32::MAX))
}
