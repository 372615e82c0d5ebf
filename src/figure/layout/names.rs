//! Which names stand beside a panel.
//!
//! Owns what they name (curves, points, parts of a whole, level lines) and where each ends. Must not know where the
//! words go.

use super::columns::Column;
use super::curves::twins;
use super::dash::stroke;
use super::points::shape;
use super::{AtEnds, Page, references, slug};
use crate::figure::{
    Band, BandKind, Color, Content, FontWeight, Marker, Panel, Points, ReferenceLine, Series, Stroke, Weight,
};

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
    /// How many curves of one look it names.
    pub(super) curves: usize,
}

/// A piece of what is named, beside the words.
pub(super) enum Sample {
    Line(Stroke),
    Dot(Marker, Color),
    Block(Color),
}

/// All that could be named beside a panel.
pub(super) fn named(panel: &Panel, at_ends: AtEnds) -> Vec<Named<'_>> {
    let entry =
        |subject, label: &str| Named { subject, label: label.trim().to_owned(), note: String::new(), curves: 1 };
    let first = twins(panel);
    let mut names: Vec<Named<'_>> = Vec::new();
    let mut curves = 0;
    for content in panel.by_kind() {
        match content {
            // A crowd has no names.
            Content::Series(series) if series.weight == Weight::Faint => {
                names.push(Named::silent(Subject::Series(series)));
                curves += 1;
            }
            Content::Series(series) => {
                let note = note(panel, series, at_ends);
                let first = first.get(curves).copied().unwrap_or(curves);
                // Curves come first, so a curve has its place among the names.
                match names.get_mut(first) {
                    Some(twin) => {
                        twin.join(&series.label, &note);
                        names.push(Named::silent(Subject::Series(series)));
                    }
                    None => names.push(Named { note, ..entry(Subject::Series(series), &series.label) }),
                }
                curves += 1;
            }
            Content::Points(points) => names.push(entry(Subject::Points(points), &points.label)),
            Content::Band(band) if band.kind == BandKind::Part => names.push(entry(Subject::Part(band), &band.label)),
            Content::Reference(line) if at_ends.references && line.value.is_finite() => {
                names.push(entry(Subject::Level(line), &line.label));
            }
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

/// The words of the marks of a curve.
fn note(panel: &Panel, series: &Series, at_ends: AtEnds) -> String {
    let is_said = |mark: &&crate::figure::Mark| {
        at_ends.marks && mark.series == series.id && mark.x.is_finite() && !mark.label.trim().is_empty()
    };
    let words: Vec<&str> = panel.marks().filter(is_said).map(|mark| mark.label.trim()).collect();
    words.join(", ")
}

impl<'a> Named<'a> {
    /// Of a curve that is named by another one.
    fn silent(subject: Subject<'a>) -> Self {
        Self { subject, label: String::new(), note: String::new(), curves: 1 }
    }

    /// Names one more curve that looks the same.
    fn join(&mut self, label: &str, note: &str) {
        self.label = format!("{} = {}", self.label, label.trim());
        self.curves += 1;
        if self.note.is_empty() {
            note.clone_into(&mut self.note);
        }
    }

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
