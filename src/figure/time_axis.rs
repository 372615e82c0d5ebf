//! A window of time.
//!
//! Owns which hours are shown and how they map to a fraction of the width. Must
//! not know ticks or pixels.

/// How time maps to the width.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeScale {
    /// Hours and weeks on one page; time 0 does not exist.
    Log,
    /// Even.
    Linear,
}

/// A window of time.
#[derive(Debug, Clone, PartialEq)]
pub struct TimeAxis {
    /// How time maps to the width.
    pub scale: TimeScale,
    /// Left edge in h.
    pub start: f64,
    /// Right edge in h.
    pub end: f64,
}

impl TimeAxis {
    /// A logarithmic window; `start` and `end` in h.
    #[must_use]
    pub fn log(start: f64, end: f64) -> Self {
        Self { scale: TimeScale::Log, start, end }
    }

    /// An even window; `start` and `end` in h.
    #[must_use]
    pub fn linear(start: f64, end: f64) -> Self {
        Self { scale: TimeScale::Linear, start, end }
    }

    /// The same window made drawable: finite, not empty, and above 0 where it is
    /// logarithmic. A window that already is comes back unchanged.
    #[must_use]
    pub fn sound(&self) -> Self {
        let minute: f64 = 1.0 / 60.0;
        let mut start = if self.start.is_finite() { self.start } else { 0.0 };
        let mut end = if self.end.is_finite() { self.end } else { start + 1.0 };
        if end < start {
            (start, end) = (end, start);
        }
        if self.scale == TimeScale::Log {
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

    /// Place of `time` (h) as a fraction of the width: 0 at the left edge, 1 at the
    /// right; `None` where a logarithmic axis has no such time.
    #[must_use]
    pub fn fraction(&self, time: f64) -> Option<f64> {
        let fraction = match self.scale {
            TimeScale::Log if time <= 0.0 => return None,
            TimeScale::Log => (time / self.start).ln() / (self.end / self.start).ln(),
            TimeScale::Linear => (time - self.start) / (self.end - self.start),
        };
        fraction.is_finite().then_some(fraction)
    }

    /// Whether `time` (h) lies in the window.
    #[must_use]
    pub fn contains(&self, time: f64) -> bool {
        time >= self.start && time <= self.end
    }
}
