//! The whole exponent of a power, with its name where a model declares it.

/// A whole exponent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exponent {
    /// What it is called; a plain number has no name.
    pub name: Option<&'static str>,
    /// Its value.
    pub whole: u32,
}

impl Exponent {
    /// The exponent `n` in the definition of a shape; no equation has a power so high.
    pub const ANY: Self = Self { name: Some("n"), whole: u32::MAX };

    /// An exponent that a model declares.
    pub const fn named(name: &'static str, whole: u32) -> Self {
        Self { name: Some(name), whole }
    }

    /// As a typesetter shows it: the number, or the `n` of a definition.
    pub fn typeset(self) -> String {
        if self == Self::ANY { "n".to_owned() } else { self.whole.to_string() }
    }
}

impl From<u32> for Exponent {
    fn from(whole: u32) -> Self {
        Self { name: None, whole }
    }
}
