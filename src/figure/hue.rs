//! The role that decides a hue.
//!
//! Owns the roles. Must not know colours, which depend on the theme.

/// What a curve stands for; every figure and theme keeps the pairing of role and
/// hue, so that a class learns it once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Hue {
    /// Ketamine: vermillion on light, orange on dark.
    Ketamine,
    /// An SSRI: blue on light, sky blue on dark.
    Ssri,
    /// Both drugs together: green.
    Both,
    /// No drug: grey.
    NoDrug,
    /// Anything else: purple.
    Neutral,
}

impl Hue {
    /// Every role, for tables and tests.
    pub const ALL: [Self; 5] = [Self::Ketamine, Self::Ssri, Self::Both, Self::NoDrug, Self::Neutral];
}
