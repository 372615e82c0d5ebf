//! The start level of panels whose axis does not begin at 0.
//!
//! Owns when it is marked. Must not know how a level line is drawn.

use super::frame;
use crate::figure::{Figure, Panel, Profile, ReferenceLine, Scale, XAxis};

/// What the line is called.
const START: &str = "start";

/// Share of what a panel shows within which curves start at the same level.
const SAME_LEVEL: f64 = 0.02;

/// The figure with a line at the level where all curves of a panel start, in each panel over time whose axis does not
/// hold 0: there the lower edge would be read as the start, or as nothing.
pub(super) fn with_starts(figure: &Figure, profile: &Profile) -> Figure {
    let mut marked = figure.clone();
    if !figure.columns.first().is_none_or(XAxis::is_time) {
        return marked;
    }
    for panel in &mut marked.panels {
        if let Some(level) = start(panel, figure, profile) {
            panel.push(ReferenceLine::new(level, START));
        }
    }
    marked
}

/// The level where all curves start, if it has to be marked.
fn start(panel: &Panel, figure: &Figure, profile: &Profile) -> Option<f64> {
    if panel.scale != Scale::Linear || panel.has_rows() || panel.is_diagram() || panel.heat_maps().next().is_some() {
        return None;
    }
    let axis = frame::value_axis(panel, figure, 0.4 * profile.height, profile);
    if axis.low <= 0.0 && axis.high >= 0.0 {
        return None;
    }
    let starts = panel.series().filter_map(|series| series.points.iter().map(|point| point[1]).find(|v| v.is_finite()));
    let starts: Vec<f64> = starts.collect();
    let level = *starts.first()?;
    let near = |other: f64| (other - level).abs() <= SAME_LEVEL * (axis.high - axis.low);
    let is_named = panel.references().any(|line| near(line.value));
    (starts.iter().all(|start| near(*start)) && !is_named).then_some(level)
}
