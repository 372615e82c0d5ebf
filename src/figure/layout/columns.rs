//! The horizontal axis on the page.
//!
//! Owns its windows side by side, their ticks and their names. Must not know what is drawn over them.

use super::frame::count;
use super::words::fitting_size;
use crate::figure::font::width;
use crate::figure::panel::headed;
use crate::figure::time_ticks::time_ticks;
use crate::figure::value_ticks::ValueAxis;
use crate::figure::{Content, Figure, FontWeight, Profile, Scale, Span, ValueRange, XAxis};
use crate::words::texts;

/// One window on the page.
pub(super) struct Column {
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) span: Span,
    /// Labelled places with their labels.
    pub(super) major: Vec<(f64, String)>,
    /// Places of the grid between them.
    pub(super) minor: Vec<f64>,
    /// Name of the axis, with its unit.
    pub(super) title: String,
    pub(super) title_size: f64,
    /// Middle of the name, in px from the left.
    pub(super) title_middle: f64,
}

impl Column {
    /// Place on the page of a place on the axis, in px from the left.
    pub(super) fn x(&self, place: f64) -> Option<f64> {
        let fraction = self.span.fraction(place)?;
        Some(self.left + fraction * (self.right - self.left))
    }
}

/// The windows side by side.
pub(super) fn columns(figure: &Figure, profile: &Profile, left: f64, right: f64) -> Vec<Column> {
    let windows = if figure.columns.is_empty() { vec![XAxis::linear_time(0.0, 24.0)] } else { figure.columns.clone() };
    let gap = 2.0 * profile.tick;
    let number = count(windows.len());
    let each = ((right - left - gap * (number - 1.0)) / number).max(20.0);
    windows
        .iter()
        .enumerate()
        .map(|(index, axis)| {
            let left = left + count(index) * (each + gap);
            let room = |label: &str| (width(label, profile.tick, FontWeight::Regular) + 0.55 * profile.tick) / each;
            let (span, major, minor, names) = match axis {
                XAxis::Time(span) => {
                    let span = span.sound();
                    let ticks = time_ticks(&span, room);
                    (span, ticks.major, ticks.minor, time_names(&span, ticks.unit, figure))
                }
                XAxis::Value { title, unit, scale, range } => {
                    let axis = value_axis(figure, *scale, *range, room);
                    let name = headed(title, unit);
                    let logarithmic = format!("{name}, log scale");
                    let names = if *scale == Scale::Log { [logarithmic, name] } else { [name.clone(), name] };
                    (axis.span(), axis.ticks, Vec::new(), names)
                }
            };
            let fits = |name: &&String| width(name, profile.heading, FontWeight::Regular) <= each;
            let title = names.iter().find(fits).or(names.last()).cloned().unwrap_or_default();
            // The name of a single window may reach over its ends as far as the page does.
            let (first, last) = (profile.margin, profile.width - profile.margin);
            let most = if windows.len() == 1 { last - first } else { each + gap * 0.8 };
            let title_size = fitting_size(&title, profile.heading, 12.0, FontWeight::Regular, most);
            let half = width(&title, title_size, FontWeight::Regular) / 2.0;
            let title_middle = f64::midpoint(left, left + each).min(last - half).max(first + half);
            Column { left, right: left + each, span, major, minor, title, title_size, title_middle }
        })
        .collect()
}

/// The axis of a quantity that is not time, with as many ticks as find room.
fn value_axis(figure: &Figure, scale: Scale, range: ValueRange, room: impl Fn(&str) -> f64) -> ValueAxis {
    if let Some(map) = figure.panels.iter().find_map(|panel| panel.heat_maps().next()) {
        return fitting(|count| super::cells::axis(&map.x, scale, count), room);
    }
    let (low, high) = match range {
        ValueRange::Fixed(low, high) => (low, high),
        ValueRange::Auto => extent(figure, scale),
    };
    let widen = range == ValueRange::Auto;
    fitting(
        |count| match scale {
            Scale::Log => ValueAxis::log(low, high, count, widen),
            _ if widen => ValueAxis::around(low, high, count, 0.08),
            _ => ValueAxis::exact(low, high, count),
        },
        room,
    )
}

/// The axis with the most ticks whose labels do not collide.
fn fitting(make: impl Fn(usize) -> ValueAxis, room: impl Fn(&str) -> f64) -> ValueAxis {
    let collides = |axis: &ValueAxis| {
        let places: Vec<(f64, f64)> = axis
            .ticks
            .iter()
            .filter_map(|(value, label)| Some((axis.span().fraction(*value)?, room(label) / 2.0)))
            .collect();
        places.windows(2).any(|pair| pair[1].0 - pair[0].0 < pair[0].1 + pair[1].1)
    };
    (2..=9).rev().map(&make).find(|axis| !collides(axis)).unwrap_or_else(|| make(1))
}

/// Least and greatest place of all that is drawn; infinite if nothing is.
fn extent(figure: &Figure, scale: Scale) -> (f64, f64) {
    let mut places: Vec<f64> = Vec::new();
    for panel in &figure.panels {
        let has_rows = panel.has_rows();
        for content in &panel.contents {
            match content {
                Content::Series(series) => {
                    places.extend(series.points.iter().filter(|p| p[1].is_finite()).map(|p| p[0]));
                }
                Content::Band(band) => places.extend(band.lower.iter().chain(&band.upper).map(|point| point[0])),
                Content::Points(points) => places.extend(points.data.iter().map(|datum| datum.x)),
                Content::Mark(mark) => places.push(mark.x),
                Content::Row(row) => places.extend(row.places()),
                // Beside rows a line at a known value is upright.
                Content::Reference(line) => places.extend(has_rows.then_some(line.value)),
                // Cells bring their own axis, and a diagram has none.
                Content::HeatMap(_) | Content::Diagram(_) => {}
            }
        }
    }
    places
        .into_iter()
        .filter(|place| place.is_finite() && scale.place(*place).is_some())
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), place| (low.min(place), high.max(place)))
}

/// Names of an axis of time, the longest first.
fn time_names(span: &Span, unit: &str, figure: &Figure) -> [String; 2] {
    match span.scale {
        Scale::Linear => [texts::TIME_LINEAR, texts::TIME_LINEAR_SHORT].map(|name| format!("{name} ({unit})")),
        Scale::Symlog => [texts::TIME_SYMLOG, texts::TIME_SYMLOG_SHORT].map(str::to_owned),
        Scale::Log => {
            let hidden = figure.doses.iter().flat_map(|lane| &lane.doses).any(|dose| dose.start <= 0.0);
            if hidden {
                [texts::TIME_LOG_WITH_START, texts::TIME_LOG_WITH_START_SHORT].map(str::to_owned)
            } else {
                [texts::TIME_LOG, texts::TIME_LOG_SHORT].map(str::to_owned)
            }
        }
    }
}
