//! Which guesses are drawn, and between which values.
//!
//! Owns: the choice between assumed and tuned parameters, and the range of each. Must not know: what is run.

use crate::model::SETTINGS;
use crate::quantity::{Basis, Kind, Setting};
use crate::variability::Covariate;

/// Which guesses are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Draw {
    /// Parameters without a published figure behind them.
    #[default]
    Assumed,
    /// Parameters that were chosen so that the model meets published findings.
    Tuned,
    /// Both kinds.
    Both,
}

/// A tuned parameter is held by findings, so it is drawn near its value: divided by this at least, multiplied at most.
const TUNED_FACTOR: f64 = 2.0;

impl Draw {
    /// Every choice.
    pub const ALL: [Self; 3] = [Self::Assumed, Self::Tuned, Self::Both];

    /// The word of the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Assumed => "assumed",
            Self::Tuned => "tuned",
            Self::Both => "both",
        }
    }

    /// The choice with this name.
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|draw| draw.name() == name)
    }

    fn includes(self, basis: Basis) -> bool {
        match self {
            Self::Assumed => basis == Basis::Assumed,
            Self::Tuned => basis == Basis::Tuned,
            Self::Both => matches!(basis, Basis::Assumed | Basis::Tuned),
        }
    }

    /// The parameters of this choice.
    pub(super) fn parameters(self) -> impl Iterator<Item = Setting> {
        (0..SETTINGS.len())
            .filter(move |place| SETTINGS[*place].kind == Kind::Parameter && self.includes(SETTINGS[*place].basis))
            .map(Setting)
    }
}

/// The least and the greatest value that is drawn of a guess, in its unit: its bounds, or half to twice the value of one
/// that was tuned, as far as its bounds allow.
pub(super) fn range(guess: Setting) -> (f64, f64) {
    let (low, high) = Covariate::Parameter(guess).bounds();
    let quantity = &SETTINGS[guess.0];
    if quantity.basis == Basis::Tuned && quantity.default > 0.0 {
        ((quantity.default / TUNED_FACTOR).max(low), (quantity.default * TUNED_FACTOR).min(high))
    } else {
        (low, high)
    }
}

/// A value of a range: each decade as likely as the next where both ends are above 0, else all values alike.
pub(super) fn within((low, high): (f64, f64), share: f64) -> f64 {
    let value = if low > 0.0 { low * libm::exp(share * libm::log(high / low)) } else { low + share * (high - low) };
    value.clamp(low, high)
}

/// What was drawn, in words: how many parameters of each kind, and between which values.
pub(super) fn described(drawn: &[Setting]) -> String {
    let counted = |basis: Basis| drawn.iter().filter(|guess| SETTINGS[guess.0].basis == basis).count();
    let part = |basis: Basis, kind: &str, how: &str| match counted(basis) {
        0 => None,
        1 => Some(format!("1 {kind} parameter, {how}")),
        number => Some(format!("{number} {kind} parameters, each {how}")),
    };
    let parts = [
        part(Basis::Assumed, "assumed", "anywhere within its bounds"),
        part(Basis::Tuned, "tuned", "from half to twice its value"),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { "no parameter".to_owned() } else { parts.join(", and of ") }
}
