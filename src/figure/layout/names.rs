//! Which names stand beside a panel.
//!
//! Owns what they name (curves, points, parts of a whole) and where each ends. Must not know where the words go.

use super::columns::Column;
use super::dash::stroke;
use super::points::shape;
use super::{Page, slug};
use crate::figure::{Band, BandKind, Color, Content, FontWeight, Marker, Panel, Points, Series, Stroke, Weight};

/// What is named beside a panel.
#[derive(Clone, Copy)]
pub(super) enum Named<'a> {
    Series(&'a Series),
    Points(&'a Points),
    Part(&'a Band),
}

/// A piece of what is named, beside the words.
pub(super) enum Sample {
    Line(Stroke),
    Dot(Marker, Color),
    Block(Color),
}

/// All that could be named beside a panel, the label empty where nothing shall be.
pub(super) fn named(panel: &Panel) -> Vec<Named<'_>> {
    let mut names = Vec::new();
    for content in panel.by_kind() {
        match content {
            Content::Series(series) => names.push(Named::Series(series)),
            Content::Points(points) => names.push(Named::Points(points)),
            Content::Band(band) if band.kind == BandKind::Part => names.push(Named::Part(band)),
            // A spread has no name; the others carry their words where they stand.
            Content::Band(_)
            | Content::Mark(_)
            | Content::Reference(_)
            | Content::Row(_)
            | Content::Diagram(_)
            | Content::HeatMap(_) => {}
        }
    }
    names
}

impl<'a> Named<'a> {
    /// The words.
    pub(super) fn label(self) -> &'a str {
        match self {
            Self::Series(series) => series.label.trim(),
            Self::Points(points) => points.label.trim(),
            Self::Part(band) => band.label.trim(),
        }
    }

    /// Name of the group of the words.
    pub(super) fn id(self) -> String {
        match self {
            Self::Series(series) => format!("label-{}", slug(&series.id)),
            Self::Points(points) => format!("label-points-{}", slug(&points.id)),
            Self::Part(band) => format!("label-band-{}", slug(&band.id)),
        }
    }

    /// How heavy the words are.
    pub(super) fn weight(self) -> FontWeight {
        match self {
            Self::Series(Series { weight: Weight::Secondary, .. }) => FontWeight::Regular,
            _ => FontWeight::SemiBold,
        }
    }

    /// The value at the right end of a window.
    pub(super) fn end(self, column: &Column) -> Option<f64> {
        match self {
            Self::Series(series) => last(&series.points, column),
            Self::Points(points) => points
                .data
                .iter()
                .filter(|datum| datum.value.is_finite() && column.span.contains(datum.x))
                .max_by(|one, other| one.x.total_cmp(&other.x))
                .map(|datum| datum.value),
            Self::Part(band) => Some(f64::midpoint(last(&band.lower, column)?, last(&band.upper, column)?)),
        }
    }

    /// Its colour and the piece of it that stands beside the words.
    pub(super) fn sample(self, page: &Page<'_>) -> (Color, Sample) {
        match self {
            Self::Series(series) => {
                let stroke = stroke(series.hue, series.variant, series.weight, page.theme, page.profile);
                (stroke.color, Sample::Line(stroke))
            }
            Self::Points(points) => {
                let color = page.theme.color(points.hue, points.variant);
                (color, Sample::Dot(shape(points.hue, points.variant), color))
            }
            Self::Part(band) => {
                let color = page.theme.color(band.hue, band.variant);
                (color, Sample::Block(color))
            }
        }
    }
}

/// The last finite value of a curve in a window.
fn last(points: &[[f64; 2]], column: &Column) -> Option<f64> {
    points.iter().rev().find(|[x, value]| value.is_finite() && column.span.contains(*x)).map(|[_, value]| *value)
}
