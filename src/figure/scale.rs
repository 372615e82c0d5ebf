//! How values map to a length.
//!
//! Owns the mapping and what it cannot show. Must not know ticks or pixels.

/// How the values of an axis map to its length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scale {
    /// Even.
    #[default]
    Linear,
    /// Equal ratios have equal lengths; there is no 0 and nothing below it.
    Log,
    /// Even from 0 to 1 in the unit of the axis, logarithmic from there, so that 0 exists.
    Symlog,
}

impl Scale {
    /// Place of a value along an axis of this scale, in a measure of its own; `None` where there is no such value.
    #[must_use]
    pub fn place(self, value: f64) -> Option<f64> {
        let place = match self {
            Self::Linear => value,
            Self::Log if value <= 0.0 => return None,
            Self::Log => value.ln(),
            Self::Symlog if value.abs() <= 1.0 => value,
            Self::Symlog => value.signum() * (1.0 + value.abs().ln()),
        };
        place.is_finite().then_some(place)
    }

    /// The value at a place; the inverse of [`Scale::place`].
    #[must_use]
    pub fn value(self, place: f64) -> f64 {
        match self {
            Self::Linear => place,
            Self::Log => place.exp(),
            Self::Symlog if place.abs() <= 1.0 => place,
            Self::Symlog => place.signum() * (place.abs() - 1.0).exp(),
        }
    }
}
