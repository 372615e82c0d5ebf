//! An area between two curves.
//!
//! Owns the two edges of a spread or of a part. Must not know how they were computed.

use super::Hue;

/// What an area stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BandKind {
    /// How far values spread: pale, without a name at its end.
    #[default]
    Spread,
    /// A part of a whole: firm, with a rim and its name at its end.
    Part,
}

/// An area between two curves, such as the 5 to 95 % of a population, or one part of a whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Band {
    /// Name in the file, as in `id="band-<panel>-<id>"`.
    pub id: String,
    /// What the area is: `5-95 %`, `expectancy`.
    pub label: String,
    /// Role that decides the hue.
    pub hue: Hue,
    /// Place among the arms that share the hue, from 0.
    pub variant: usize,
    /// A spread or a part.
    pub kind: BandKind,
    /// Lower edge: place on the horizontal axis (h where that is time), value in the unit of the panel.
    pub lower: Vec<[f64; 2]>,
    /// Upper edge likewise.
    pub upper: Vec<[f64; 2]>,
}

impl Band {
    /// A spread between two curves, of the first arm of its hue.
    #[must_use]
    pub fn spread(
        id: impl Into<String>,
        label: impl Into<String>,
        hue: Hue,
        lower: Vec<[f64; 2]>,
        upper: Vec<[f64; 2]>,
    ) -> Self {
        Self { id: id.into(), label: label.into(), hue, variant: 0, kind: BandKind::Spread, lower, upper }
    }

    /// Parts of a whole, the first at the bottom: each with its id, label, hue and own height over the same places.
    #[must_use]
    pub fn stacked(parts: Vec<(&str, &str, Hue, Vec<[f64; 2]>)>) -> Vec<Self> {
        let mut floor: Vec<[f64; 2]> =
            parts.first().map(|part| part.3.iter().map(|[x, _]| [*x, 0.0]).collect()).unwrap_or_default();
        parts
            .into_iter()
            .map(|(id, label, hue, heights)| {
                let upper: Vec<[f64; 2]> =
                    floor.iter().zip(&heights).map(|([x, below], [_, height])| [*x, below + height]).collect();
                let lower = std::mem::replace(&mut floor, upper.clone());
                Self { kind: BandKind::Part, ..Self::spread(id, label, hue, lower, upper) }
            })
            .collect()
    }

    /// The same band as that of the `variant`-th arm of its hue, from 0.
    #[must_use]
    pub fn with_variant(mut self, variant: usize) -> Self {
        self.variant = variant;
        self
    }
}
