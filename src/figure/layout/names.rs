//! Which names stand beside a panel.
//!
//! Owns what they name (curves, points, parts of a whole, level lines) and where each ends. Must not know where the
//! words go.

use super::columns::Column;
use super::dash::stroke;
use super::points::shape;
use super::{AtEnds, Page, references, slug};
use crate::figure::{Band, BandKind, Color, FontWeight, Marker, Panel, Points, ReferenceLine, Series, Stroke, Weight};

/// What is named beside a panel.
#[derive(Clone, Copy)]
pub(super) enum Subject<'a> {
    Series(&'a Series),
    Points(&'a Points),
    Part(&'a Band),
    Level(&'a ReferenceLine),
}

/// A subject with its words.
pub(super) struct Named<'a> {
    pub(super) subject: Subject<'a>,
    /// The name; empty where nothing shall be said.
    pub(super) label: String,
    /// What is known of it besides, in smaller type: `onset 2.4 h`; empty for nothing.
    pub(super) note: String,
}

/// A piece of what is named, beside the words.
pub(super) enum Sample {
    Line(Stroke),
    Dot(Marker, Color),
    Block(Color),
}

/// All that could be named beside a panel.
pub(super) fn named(panel: &Panel, at_ends: AtEnds) -> Vec<Named<'_>> {
    let entry = |subject, label: &str| Named { subject, label: label.trim().to_owned(), note: String::new() };
    let parts = panel.bands.iter().filter(|band| band.kind == BandKind::Part);
    let levels = panel.references.iter().filter(|line| at_ends.references && line.value.is_finite());
    panel
        .series
        .iter()
        .map(|series| Named { note: note(panel, series, at_ends), ..entry(Subject::Series(series), &series.label) })
        .chain(panel.points.iter().map(|points| entry(Subject::Points(points), &points.label)))
        .chain(parts.map(|band| entry(Subject::Part(band), &band.label)))
        .chain(levels.map(|line| entry(Subject::Level(line), &line.label)))
        .collect()
}

/// The words of the marks of a curve.
fn note(panel: &Panel, series: &Series, at_ends: AtEnds) -> String {
    let is_said = |mark: &&crate::figure::Mark| {
        at_ends.marks && mark.series == series.id && mark.x.is_finite() && !mark.label.trim().is_empty()
    };
    let words: Vec<&str> = panel.marks.iter().filter(is_said).map(|mark| mark.label.trim()).collect();
    words.join(", ")
}

impl Named<'_> {
    /// Whether anything is said.
    pub(super) fn says(&self) -> bool {
        !self.label.is_empty() || !self.note.is_empty()
    }

    /// Name of the group of the words.
    pub(super) fn id(&self) -> String {
        match self.subject {
            Subject::Series(series) => format!("label-{}", slug(&series.id)),
            Subject::Points(points) => format!("label-points-{}", slug(&points.id)),
            Subject::Part(band) => format!("label-band-{}", slug(&band.id)),
            Subject::Level(line) => format!("reference-name-{}", slug(&line.label)),
        }
    }

    /// How heavy the words are.
    pub(super) fn weight(&self) -> FontWeight {
        match self.subject {
            Subject::Series(Series { weight: Weight::Secondary, .. }) | Subject::Level(_) => FontWeight::Regular,
            _ => FontWeight::SemiBold,
        }
    }

    /// Where it ends within a window: the place on the horizontal axis and the value.
    pub(super) fn end(&self, column: &Column) -> Option<[f64; 2]> {
        match self.subject {
            Subject::Series(series) => last(&series.points, column),
            Subject::Points(points) => points
                .data
                .iter()
                .filter(|datum| datum.value.is_finite() && column.span.contains(datum.x))
                .max_by(|one, other| one.x.total_cmp(&other.x))
                .map(|datum| [datum.x, datum.value]),
            Subject::Part(band) => {
                let ([x, lower], [_, upper]) = (last(&band.lower, column)?, last(&band.upper, column)?);
                Some([x, f64::midpoint(lower, upper)])
            }
            Subject::Level(line) => Some([column.span.end, line.value]),
        }
    }

    /// Its colour and the piece of it that stands beside the words.
    pub(super) fn sample(&self, page: &Page<'_>) -> (Color, Sample) {
        match self.subject {
            Subject::Series(series) => {
                let stroke = stroke(series.hue, series.variant, series.weight, page.theme, page.profile);
                (stroke.color, Sample::Line(stroke))
            }
            Subject::Points(points) => {
                let color = page.theme.color(points.hue, points.variant);
                (color, Sample::Dot(shape(points.hue, points.variant), color))
            }
            Subject::Part(band) => {
                let color = page.theme.color(band.hue, band.variant);
                (color, Sample::Block(color))
            }
            Subject::Level(_) => (page.theme.soft_ink, Sample::Line(references::stroke(page.theme, page.profile))),
        }
    }
}

/// The last finite point of a curve in a window.
fn last(points: &[[f64; 2]], column: &Column) -> Option<[f64; 2]> {
    points.iter().rev().find(|[x, value]| value.is_finite() && column.span.contains(*x)).copied()
}
