//! The stretch that an axis covers.
//!
//! Owns its ends and how values between them map to a fraction of its length. Must not know ticks or pixels.

use super::Scale;

/// The stretch that an axis covers: h on an axis of time, else the unit of the axis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Span {
    /// How values map to the length.
    pub scale: Scale,
    /// Left or lower end.
    pub start: f64,
    /// Right or upper end.
    pub end: f64,
}

impl Span {
    /// A stretch from `start` to `end`.
    #[must_use]
    pub fn new(scale: Scale, start: f64, end: f64) -> Self {
        Self { scale, start, end }
    }

    /// The same stretch made drawable: finite, not empty, and above 0 where it is
    /// logarithmic. A stretch that already is comes back unchanged.
    #[must_use]
    pub fn sound(&self) -> Self {
        let minute: f64 = 1.0 / 60.0;
        let mut start = if self.start.is_finite() { self.start } else { 0.0 };
        let mut end = if self.end.is_finite() { self.end } else { start + 1.0 };
        if end < start {
            (start, end) = (end, start);
        }
        if self.scale == Scale::Log {
            if end <= 0.0 {
                end = 1.0;
            }
            if start <= 0.0 {
                start = minute.min(end / 10.0);
            }
            if end / start < 1.01 {
                end = start * 10.0;
            }
        } else if end - start <= start.abs().max(1e-9) * 1e-9 {
            end = start + 1.0;
        }
        Self { scale: self.scale, start, end }
    }

    /// Place of `value` as a fraction of the length: 0 at the start, 1 at the end;
    /// `None` where a logarithmic axis has no such value.
    #[must_use]
    pub fn fraction(&self, value: f64) -> Option<f64> {
        let (from, to) = (self.scale.place(self.start)?, self.scale.place(self.end)?);
        let fraction = (self.scale.place(value)? - from) / (to - from);
        fraction.is_finite().then_some(fraction)
    }

    /// Whether `value` lies within.
    #[must_use]
    pub fn contains(&self, value: f64) -> bool {
        value >= self.start && value <= self.end
    }
}
