//! What is declared about one quantity.

use super::Unit;

/// Place of a parameter, constant or input among the settings of a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Setting(pub usize);

/// Place of a state among the states of a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct State(pub usize);

/// Place of an observable among the observables of a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Observable(pub usize);

/// The greatest value of a state that declares none, in its unit: far more than any dose or parameter gives, and little
/// enough for its powers to stay finite.
pub const MOST_OF_A_STATE: f64 = 1e9;

/// What part a quantity plays in a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Integrated in time.
    State,
    /// Set by the user, constant between switches.
    Parameter,
    /// Computed from states and parameters.
    Observable,
    /// Set by the regimen alone, such as the rate of an infusion.
    Input,
    /// Fixed by definition or physics; a file cannot set it.
    Constant,
}

impl Kind {
    /// The word that tables and help print.
    pub const fn name(self) -> &'static str {
        match self {
            Self::State => "state",
            Self::Parameter => "parameter",
            Self::Observable => "observable",
            Self::Input => "input",
            Self::Constant => "constant",
        }
    }
}

/// Where the value of a parameter comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// A published figure.
    Literature,
    /// Chosen so that the model meets the published findings.
    Tuned,
    /// A plausible choice without a figure behind it.
    Assumed,
    /// An experiment: off or healthy by default unless its source says otherwise.
    Switch,
    /// Follows from the definition of the quantity.
    Definition,
}

impl Basis {
    /// The word that tables and figures print.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Literature => "literature",
            Self::Tuned => "tuned",
            Self::Assumed => "assumed",
            Self::Switch => "switch",
            Self::Definition => "definition",
        }
    }
}

/// The one declaration of a quantity; validation, printing, plots, exports and help read it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quantity {
    /// The name that files, outputs and help use.
    pub key: &'static str,
    /// LaTeX, without dollar signs.
    pub symbol: &'static str,
    /// As [`Unit::parse`] reads it; `1` is dimensionless.
    pub unit: &'static str,
    /// The value where nothing else is said, in `unit`; for a state its typical size, against which errors are judged.
    pub default: f64,
    /// The least allowed value, in `unit`; for a state the least that its equations hold for.
    pub low: f64,
    /// The greatest allowed value, in `unit`; for a state the greatest that its equations hold for.
    pub high: f64,
    /// What part it plays.
    pub kind: Kind,
    /// Where the value comes from.
    pub basis: Basis,
    /// The publication or reason behind the value; `-` where there is none.
    pub source: &'static str,
    /// One sentence for a student.
    pub description: &'static str,
    /// The mechanism it belongs to.
    pub group: &'static str,
}

impl Quantity {
    /// The parsed unit.
    pub fn unit(&self) -> Unit {
        Unit::declared(self.unit)
    }

    /// The key with its unit, as table headers print it: `glutamate [1]`.
    pub fn header(&self) -> String {
        format!("{} [{}]", self.key, self.unit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[should_panic(expected = "a quantity is declared in \"mgg\"")]
    fn a_declared_unit_that_is_none_is_no_plain_number() {
        let quantity = Quantity {
            key: "x",
            symbol: "x",
            unit: "mgg",
            default: 0.0,
            low: 0.0,
            high: 1.0,
            kind: Kind::Parameter,
            basis: Basis::Assumed,
            source: "-",
            description: "x.",
            group: "x",
        };
        quantity.unit();
    }
}
