//! The scenario of each point, read from one text that needs no other file.

use super::error::PointError;
use super::plane::Plane;
use crate::scenario::{
    Diagnostic, Override, Scenario, Severity, Source, SourceResolver, bases, flatten, read, read_from,
};

/// Reads the scenario of each point.
pub struct Reader<'a> {
    source: Source,
    set: &'a [Override],
    change: &'a (dyn Fn(&Scenario) -> Scenario + Sync),
    plane: &'a Plane,
}

impl<'a> Reader<'a> {
    /// A reader of points on this plane: `set` holds at every point, and `change` is done to every scenario that was
    /// read. What the scenario builds on is taken from the resolver once.
    ///
    /// # Errors
    /// The errors at the first corner of the plane where the scenario is wrong.
    pub fn new(
        source: Source,
        resolver: &SourceResolver<'_>,
        set: &'a [Override],
        change: &'a (dyn Fn(&Scenario) -> Scenario + Sync),
        plane: &'a Plane,
    ) -> Result<Self, (Source, Vec<Diagnostic>)> {
        for corner in plane.corners() {
            let all: Vec<Override> = set.iter().cloned().chain(plane.changes(corner)).collect();
            let mut diagnostics = read_from(&source, &all, resolver).diagnostics;
            diagnostics.retain(|diagnostic| diagnostic.severity == Severity::Error);
            if !diagnostics.is_empty() {
                return Err((source, diagnostics));
            }
        }
        let source = if bases(&source, resolver).is_empty() {
            source
        } else {
            let text = flatten(&source, resolver).unwrap_or_else(|| source.text.clone());
            Source::new(source.name, text)
        };
        Ok(Self { source, set, change, plane })
    }

    /// The text that every point is read from.
    pub fn text(&self) -> &str {
        &self.source.text
    }

    /// The scenario of a point.
    ///
    /// # Errors
    /// [`PointError::Scenario`] where the values of the point do not stand together.
    pub fn scenario(&self, point: usize) -> Result<Scenario, PointError> {
        let set: Vec<Override> = self.set.iter().cloned().chain(self.plane.changes(point)).collect();
        let outcome = read(&self.source, &set);
        let error = outcome.diagnostics.iter().find(|diagnostic| diagnostic.severity == Severity::Error);
        match (outcome.scenario, error) {
            (Some(scenario), None) => Ok((self.change)(&scenario)),
            (_, error) => Err(PointError::Scenario(error.map_or_else(String::new, |error| error.message.clone()))),
        }
    }
}
