//! The built-in population "adults": how subjects differ where neither the scenario nor the command line says how.
//!
//! Owns: each spread with its basis and source. Must not know: how subjects are drawn. The typical subject is that of the
//! scenario; the table spreads the model around it so that a population looks like that of a trial. It predicts no
//! person's response, and nothing in it is correlated: stress and residual symptoms alone make one subject answer both
//! drugs alike. After six infusions more respond than in trials: `onset explain response` has the numbers.

use super::distribution::Distribution;
use super::variation::{Covariate, Layer, Varied};
use crate::quantity::Basis;

/// How one thing differs between the built-in adults.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference {
    /// A parameter, or the weight.
    pub name: &'static str,
    /// The form of its spread.
    pub distribution: Distribution,
    /// Coefficient of variation: 0.3 is 30 % of the typical value.
    pub cv: f64,
    /// What the spread rests on; tuned spreads were chosen for the shares of responders in trials.
    pub basis: Basis,
    /// Where the spread comes from.
    pub source: &'static str,
}

/// The name of the built-in population.
pub const ADULTS_NAME: &str = "adults";

/// What the built-in population is, in sentences.
pub const ADULTS_SAYS: &str = "The built-in population: how subjects of `onset population` differ where neither the \
    scenario nor the command line says how. It is spread so that a population looks like that of a trial, and predicts no \
    person's response. Tuned spreads were chosen so that about half respond (50 % improvement) a day after one infusion \
    and after 8 weeks of escitalopram.";

/// How the built-in adults differ.
pub const ADULTS: &[Difference] = &[
    Difference {
        name: "weight",
        distribution: Distribution::LogNormal,
        cv: 0.15,
        basis: Basis::Assumed,
        source: "adults, 50 to 100 kg for most",
    },
    Difference {
        name: "ketamine_cl",
        distribution: Distribution::LogNormal,
        cv: 0.2,
        basis: Basis::Literature,
        source: "0.13 within one study, Fanta 2015 Eur J Clin Pharmacol 71:441-447; 69-90 L/h/70 kg between studies, Kamp 2020 Anesthesiology 133:1192-1213",
    },
    Difference {
        name: "ketamine_v1",
        distribution: Distribution::LogNormal,
        cv: 0.3,
        basis: Basis::Literature,
        source: "peak after a bolus, geometric SD 1.7 with assay and timing, (authors not known) 2022 Pharmacotherapy 42:298-310, doi 10.1002/phar.2669, table 6; taken as half of that",
    },
    Difference {
        name: "norketamine_cl",
        distribution: Distribution::LogNormal,
        cv: 0.35,
        basis: Basis::Assumed,
        source: "as clearance, wider",
    },
    Difference {
        name: "f_oral",
        distribution: Distribution::LogitNormal,
        cv: 0.4,
        basis: Basis::Literature,
        source: "0.15 +- 0.08 and 0.19 +- 0.10, Hasan 2021 Anesthesiology 135:326-339",
    },
    Difference {
        name: "f_nasal",
        distribution: Distribution::LogitNormal,
        cv: 0.3,
        basis: Basis::Assumed,
        source: "0.11 to 0.45 between devices, by the sources of the parameter",
    },
    Difference {
        name: "ec50_interneuron",
        distribution: Distribution::LogNormal,
        cv: 0.05,
        basis: Basis::Tuned,
        source: "share of responders at a day",
    },
    Difference {
        name: "disinhibition_gain",
        distribution: Distribution::LogNormal,
        cv: 0.1,
        basis: Basis::Tuned,
        source: "Glx response from none to +80 %, Milak 2016 Mol Psychiatry 21:320-327 (8 people, noise included; taken narrower)",
    },
    Difference {
        name: "mtorc1_k",
        distribution: Distribution::LogNormal,
        cv: 0.6,
        basis: Basis::Tuned,
        source: "some never respond: the surge does not pass their threshold",
    },
    Difference {
        name: "potentiation_gain",
        distribution: Distribution::LogNormal,
        cv: 0.1,
        basis: Basis::Tuned,
        source: "64 % respond at a day, Murrough 2013 Am J Psychiatry 170:1134-1142; narrow, so that half respond where the typical subject stands at 52 %",
    },
    Difference {
        name: "formation_gain",
        distribution: Distribution::LogNormal,
        cv: 0.1,
        basis: Basis::Tuned,
        source: "share of responders at a day",
    },
    Difference {
        name: "residual_symptoms",
        distribution: Distribution::LogNormal,
        cv: 0.15,
        basis: Basis::Tuned,
        source: "a third do not respond even to six infusions, Phillips 2019 Am J Psychiatry 176:401-409; narrower than that asks, for the reason above",
    },
    Difference {
        name: "stress",
        distribution: Distribution::LogNormal,
        cv: 0.1,
        basis: Basis::Assumed,
        source: "severity at entry",
    },
    Difference {
        name: "ssri_cl",
        distribution: Distribution::LogNormal,
        cv: 0.4,
        basis: Basis::Literature,
        source: "CYP2C19, escitalopram about 35-50 %, Jin 2010 J Clin Pharmacol 50:62-72 (recalled)",
    },
    Difference {
        name: "ssri_ec50",
        distribution: Distribution::LogNormal,
        cv: 0.3,
        basis: Basis::Assumed,
        source: "between people on one dose, a guess",
    },
    Difference {
        name: "serotonin_gain",
        distribution: Distribution::LogNormal,
        cv: 0.6,
        basis: Basis::Tuned,
        source: "47 % respond, Trivedi 2006 Am J Psychiatry 163:28-40",
    },
    Difference {
        name: "k_serotonin_drive",
        distribution: Distribution::LogNormal,
        cv: 0.3,
        basis: Basis::Assumed,
        source: "between people on one dose, a guess",
    },
];

/// The layer of the built-in adults.
pub fn adults() -> Layer {
    let varied = ADULTS.iter().filter_map(|difference| {
        let what = Covariate::by_name(difference.name)?;
        Some(Varied { what, distribution: difference.distribution, cv: difference.cv })
    });
    // Each name is a parameter and stands there once, which a test makes sure of.
    Layer::new(varied.collect(), Vec::new()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_difference_is_part_of_the_layer_and_says_what_it_rests_on() {
        let layer = adults();
        assert_eq!(layer.varied().len(), ADULTS.len());
        for (varied, difference) in layer.varied().iter().zip(ADULTS) {
            assert_eq!((varied.what.name(), varied.cv), (difference.name, difference.cv));
            assert!(matches!(difference.basis, Basis::Literature | Basis::Tuned | Basis::Assumed));
            assert!(difference.source.len() > 10, "{}", difference.name);
        }
    }
}
