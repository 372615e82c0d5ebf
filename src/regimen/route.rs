//! The ways in which a dose is given.

/// How it is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Route {
    /// Into a vein.
    Intravenous,
    /// Into a muscle.
    Intramuscular,
    /// Under the skin.
    Subcutaneous,
    /// Into the nose.
    Nasal,
    /// Under the tongue.
    Sublingual,
    /// Swallowed.
    Oral,
}

impl Route {
    /// Every route.
    pub const ALL: [Self; 6] =
        [Self::Intravenous, Self::Intramuscular, Self::Subcutaneous, Self::Nasal, Self::Sublingual, Self::Oral];

    /// The name that files use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Intravenous => "iv",
            Self::Intramuscular => "im",
            Self::Subcutaneous => "sc",
            Self::Nasal => "nasal",
            Self::Sublingual => "sublingual",
            Self::Oral => "oral",
        }
    }

    /// What a reader calls it.
    pub const fn description(self) -> &'static str {
        match self {
            Self::Intravenous => "into a vein",
            Self::Intramuscular => "into a muscle",
            Self::Subcutaneous => "under the skin",
            Self::Nasal => "into the nose",
            Self::Sublingual => "under the tongue",
            Self::Oral => "by mouth",
        }
    }
}
