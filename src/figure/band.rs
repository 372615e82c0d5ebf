//! An area between two curves.
//!
//! Owns the two edges of a spread. Must not know how they were computed.

use super::Hue;

/// An area between two curves, such as the 5 to 95 % of a population.
#[derive(Debug, Clone, PartialEq)]
pub struct Band {
    /// Name in the file, as in `id="band-<id>"`.
    pub id: String,
    /// What the area is, for the table of drawn data: `5-95 %`.
    pub label: String,
    /// Role that decides the hue.
    pub hue: Hue,
    /// Place among the arms that share the hue, from 0.
    pub variant: usize,
    /// Lower edge: time in h, value in the unit of the panel.
    pub lower: Vec<[f64; 2]>,
    /// Upper edge: time in h, value in the unit of the panel.
    pub upper: Vec<[f64; 2]>,
}
