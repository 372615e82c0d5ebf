//! The role that decides a hue.
//!
//! Owns the roles, and the colours that a user may choose instead. Must not know colours as numbers, which depend on the
//! theme.

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
    /// One of so many doses of ketamine, from the lowest to the highest: a ramp through its hue.
    KetamineDoses(u8),
    /// One of so many doses of an SSRI, from the lowest to the highest: a ramp through its hue.
    SsriDoses(u8),
    /// A colour that the user chose.
    Chosen(Choice),
}

impl Hue {
    /// Every role, for tables and tests.
    pub const ALL: [Self; 5] = [Self::Ketamine, Self::Ssri, Self::Both, Self::NoDrug, Self::Neutral];

    /// The role without the order of doses.
    #[must_use]
    pub const fn role(self) -> Self {
        match self {
            Self::KetamineDoses(_) => Self::Ketamine,
            Self::SsriDoses(_) => Self::Ssri,
            Self::Chosen(_) => Self::Neutral,
            Self::Ketamine | Self::Ssri | Self::Both | Self::NoDrug | Self::Neutral => self,
        }
    }

    /// The same drug as one of `doses` in order; roles without an order stay as they are.
    #[must_use]
    pub const fn in_order(self, doses: u8) -> Self {
        match self {
            Self::Ketamine => Self::KetamineDoses(doses),
            Self::Ssri => Self::SsriDoses(doses),
            other => other,
        }
    }
}

/// A colour of the palette by its name; each theme shows it as dark or as light as its background asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Choice {
    /// Orange.
    Orange,
    /// Sky blue.
    Sky,
    /// Bluish green.
    Green,
    /// Yellow.
    Yellow,
    /// Blue.
    Blue,
    /// Vermillion.
    Vermillion,
    /// Reddish purple.
    Purple,
    /// Black on a light page, white on a dark one.
    Black,
    /// Grey.
    Grey,
}

impl Choice {
    /// Every colour.
    pub const ALL: [Self; 9] = [
        Self::Orange,
        Self::Sky,
        Self::Green,
        Self::Yellow,
        Self::Blue,
        Self::Vermillion,
        Self::Purple,
        Self::Black,
        Self::Grey,
    ];

    /// Its name in a scenario file.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Orange => "orange",
            Self::Sky => "sky",
            Self::Green => "green",
            Self::Yellow => "yellow",
            Self::Blue => "blue",
            Self::Vermillion => "vermillion",
            Self::Purple => "purple",
            Self::Black => "black",
            Self::Grey => "grey",
        }
    }

    /// The colour with this name.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.name() == name)
    }
}
