//! The scenarios that come with the program.

use super::source::Source;
use crate::quantity::nearest;

/// A scenario that comes with the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Builtin {
    /// Its name: that of its file without the ending.
    pub name: &'static str,
    /// The text of its file.
    pub text: &'static str,
}

/// A short scenario to start from, with a remark on each line; it runs as it stands.
pub const STARTER: &str = include_str!("starter.toml");

/// Embeds files of the folder `scenarios` by name.
macro_rules! builtins {
    ($($name:literal),* $(,)?) => {
        /// Every scenario that comes with the program.
        pub const BUILTINS: &[Builtin] = &[
            $(Builtin { name: $name, text: include_str!(concat!("../../scenarios/", $name, ".toml")) },)*
        ];
    };
}

builtins! {
    "ketamine-vs-ssri",
    "single-infusion",
    "six-infusions",
    "thrice-weekly",
    "maintenance",
    "dose-response",
    "anaesthetic-bolus",
    "bolus-10mg",
    "routes",
    "esketamine-nasal",
    "arketamine",
    "ssri-five-drugs",
    "ssri-dose",
    "fluoxetine-withdrawal",
    "ampa-blocked",
    "ampa-blocked-later",
    "rapamycin-local-and-oral",
    "val66met",
    "healthy-vs-stressed",
    "rival-hypotheses",
    "rival-opioid",
    "rival-habenula",
    "surgery-opioid-sparing",
    "inflammation",
    "dissociation-tolerance",
    "default-mode-network",
    "amygdala",
    "expectancy",
}

/// The scenario with this name.
pub fn find(name: &str) -> Option<&'static Builtin> {
    BUILTINS.iter().find(|builtin| builtin.name == name)
}

/// The name that was probably meant.
pub fn near(name: &str) -> Option<&'static str> {
    nearest(name, BUILTINS.iter().map(|builtin| builtin.name))
}

impl Builtin {
    /// Its title.
    pub fn title(&self) -> &'static str {
        // Every built-in scenario has a title on a line of its own, which a test makes sure of.
        self.text.lines().find_map(|line| line.strip_prefix("title = \"")?.strip_suffix('"')).unwrap_or(self.name)
    }

    /// Its text under its name.
    pub fn source(&self) -> Source {
        Source::new(self.name, self.text)
    }
}
