//! The science: one file for each mechanism, with its story, assumptions, references, quantities and equations.
//!
//! Must not know: when doses are given, files, solvers. There is no branch on a state.
//!
//! What the model leaves out, and where the evidence is thin or speaks against it, stands in [`LIMITS`], which `onset
//! explain limits` prints. Local rapamycin cuts the effect in rodents, oral rapamycin in people did not: two presets, since
//! one story cannot hold both. Whether dissociation belongs to the effect is contested, so nothing reads it.

pub mod bdnf;
pub mod circuit;
mod dependencies;
pub mod dissociation;
mod domain;
pub mod glutamate;
pub mod habenula;
mod history;
pub(crate) mod joint_bounds;
pub mod ketamine;
mod limits;
pub mod nmda;
pub mod pain;
pub mod serotonin;
pub mod ssri;
pub mod stress;
pub mod synapses;

use std::sync::LazyLock;

pub use dependencies::{acted_on_by, acts_on, dependencies};
pub use domain::Domain;
pub use history::{GONE, Gone, VERSION, became, made_with_another, remade, version_of};
pub use limits::{LIMITS, Limit, PREMISES, Premise};

use crate::quantity::{Basis, Counts, Kind, Quantity, Setting, nearest};
use crate::solver::{Cascade, Equation, Stage, Visitor};

/// The teaching model.
#[derive(Debug, Clone, Copy, Default)]
pub struct Onset;

/// Where the last mechanism's lists end.
const END: Counts = dissociation::END;

/// Joins the lists of the mechanisms, in the order in which each follows on the one before.
macro_rules! join {
    ($list:ident, $count:expr) => {{
        const PARTS: [&[Quantity]; 12] = [
            ketamine::$list,
            nmda::$list,
            stress::$list,
            glutamate::$list,
            ssri::$list,
            serotonin::$list,
            bdnf::$list,
            synapses::$list,
            habenula::$list,
            circuit::$list,
            pain::$list,
            dissociation::$list,
        ];
        const JOINED: [Quantity; $count] = {
            let mut joined = [PARTS[0][0]; $count];
            let (mut part, mut next) = (0, 0);
            while part < PARTS.len() {
                let mut i = 0;
                while i < PARTS[part].len() {
                    joined[next] = PARTS[part][i];
                    (i, next) = (i + 1, next + 1);
                }
                part += 1;
            }
            assert!(next == $count, "every mechanism is listed once");
            joined
        };
        &JOINED
    }};
}

/// Every state, in the order of the columns of a trajectory.
pub const STATES: &[Quantity] = join!(STATES, END.states);
/// Every observable.
pub const OBSERVABLES: &[Quantity] = join!(OBSERVABLES, END.observables);
/// Every parameter, constant and input.
pub const SETTINGS: &[Quantity] = join!(SETTINGS, END.settings);

impl Cascade for Onset {
    const STATES: usize = END.states;
    const OBSERVABLES: usize = END.observables;
    const SETTINGS: usize = END.settings;
    const DOMAIN: &'static [[f64; 2]] = {
        const BOUNDS: [[f64; 2]; END.states] = {
            let mut bounds = [[0.0; 2]; END.states];
            let mut i = 0;
            while i < END.states {
                bounds[i] = [STATES[i].low, STATES[i].high];
                i += 1;
            }
            bounds
        };
        &BOUNDS
    };

    #[inline]
    fn walk<W: Visitor>(settings: &[W::Constant], w: &mut W) {
        let pharmacokinetics = ketamine::Parameters::read(settings);
        let ketamine = ketamine::walk(w, &pharmacokinetics);
        let block = nmda::walk(w, &nmda::Parameters::read(settings), &ketamine);
        let burden = stress::walk(w, &stress::Parameters::read(settings), &block);
        let ampa = glutamate::walk(w, &glutamate::Parameters::read(settings), &ketamine, &block);
        let occupancy = ssri::walk(w, &ssri::Parameters::read(settings), pharmacokinetics.ng_per_ml);
        let drive = serotonin::walk(w, &serotonin::Parameters::read(settings), occupancy);
        let trophic = bdnf::walk(w, &bdnf::Parameters::read(settings), &ampa, &block, drive, &burden);
        let synapses = synapses::walk(w, &synapses::Parameters::read(settings), &trophic, &burden);
        let relief = habenula::walk(w, &habenula::Parameters::read(settings), &block);
        circuit::walk(w, &circuit::Parameters::read(settings), &synapses, &ampa, &burden, relief);
        pain::walk(w, &pain::Parameters::read(settings), &ketamine);
        dissociation::walk(w, &dissociation::Parameters::read(settings), &ketamine, &block);
    }
}

/// Body weight for which the parameters stand, kg.
pub const REFERENCE_WEIGHT: f64 = 70.0;

/// The default of every setting.
pub fn defaults() -> Vec<f64> {
    SETTINGS.iter().map(|setting| setting.default).collect()
}

/// What begins with treatment, at time 0, and is 0 before.
pub const BEGIN_WITH_TREATMENT: [Setting; 1] = [circuit::setting::expectancy];

/// The settings under which the model rests before time 0: everything but what begins with treatment.
pub fn before_treatment(settings: &[f64]) -> Vec<f64> {
    let mut before = settings.to_vec();
    for setting in BEGIN_WITH_TREATMENT {
        before[setting.0] = 0.0;
    }
    before
}

/// Least body weight of a subject, kg.
pub const LIGHTEST: f64 = 20.0;

/// Greatest body weight of a subject, kg.
pub const HEAVIEST: f64 = 300.0;

/// The power of body weight with which a setting grows: 0.75 for a clearance, 1 for a volume, 0 for all else.
pub fn weight_exponent(setting: Setting) -> f64 {
    match SETTINGS[setting.0].unit {
        "L/h" => 0.75,
        "L" => 1.0,
        _ => 0.0,
    }
}

/// A value of a setting for another body weight (kg).
pub fn for_weight(setting: Setting, value: f64, weight: f64) -> f64 {
    let share = weight / REFERENCE_WEIGHT;
    match weight_exponent(setting) {
        0.0 => value,
        1.0 => value * share,
        exponent => value * share.powf(exponent),
    }
}

/// Every stage of the model, in the order in which it is solved.
pub fn stages() -> &'static [Stage] {
    static STAGES: LazyLock<Vec<Stage>> =
        LazyLock::new(|| crate::solver::stages::<Onset>(SETTINGS, STATES, OBSERVABLES));
    &STAGES
}

/// Every equation of the model, in the order in which it is solved.
pub fn equations() -> &'static [Equation] {
    static EQUATIONS: LazyLock<Vec<Equation>> =
        LazyLock::new(|| crate::solver::equations(stages(), STATES, OBSERVABLES));
    &EQUATIONS
}

/// How many numbers have this basis: parameters, and constants that cannot be set but are guesses all the same, such as
/// exponents.
pub fn count(basis: Basis) -> usize {
    SETTINGS.iter().filter(|setting| setting.kind != Kind::Input && setting.basis == basis).count()
}

/// Concentrations of ketamine among the parameters, which its molar mass turns from a mass into an amount of substance
/// and back. Whether a level is free or total is no matter of the unit.
const OF_KETAMINE: &[&str] =
    &["ec50_interneuron", "ec50_pyramidal", "ec50_resting", "ec50_analgesia", "ec50_dissociation", "ec50_sedation"];

/// The molar mass of the substance that a parameter is a concentration of, where the model declares it, mg/umol.
pub fn molar_mass(parameter: &Quantity) -> Option<f64> {
    let constant = SETTINGS.get(ketamine::setting::ketamine_molar_mass.0)?;
    OF_KETAMINE.contains(&parameter.key).then(|| constant.default * constant.unit().factor)
}

/// The parameter with this key; constants and inputs cannot be set.
pub fn parameter(key: &str) -> Option<Setting> {
    SETTINGS.iter().position(|setting| setting.key == key && setting.kind == Kind::Parameter).map(Setting)
}

/// The key of the parameter that was probably meant by a word, if one is near.
pub fn near_parameter(word: &str) -> Option<&'static str> {
    nearest(word, SETTINGS.iter().filter(|setting| setting.kind == Kind::Parameter).map(|setting| setting.key))
}
