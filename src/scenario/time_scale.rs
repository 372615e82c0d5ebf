//! How figures draw time.

/// How figures draw time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum TimeScale {
    /// Hours beside weeks.
    #[default]
    Log,
    /// Every hour as long as any other.
    Linear,
}

impl TimeScale {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Log, Self::Linear];

    /// The name that files use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Log => "log",
            Self::Linear => "linear",
        }
    }
}
