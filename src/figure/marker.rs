//! The shape of a point.
//!
//! Owns the shapes, so that points differ by more than colour. Must not know where they stand.

/// The shape of a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Marker {
    /// A filled disc; among findings, what holds.
    Disc,
    /// A filled square.
    Square,
    /// A filled triangle.
    Triangle,
    /// A filled diamond.
    Diamond,
    /// An empty circle.
    Ring,
    /// Two crossed strokes; among findings, what does not hold.
    Cross,
}

impl Marker {
    /// The shapes for the arms of a figure, in the order in which they are taken.
    pub const ARMS: [Self; 5] = [Self::Disc, Self::Square, Self::Triangle, Self::Diamond, Self::Ring];
}
