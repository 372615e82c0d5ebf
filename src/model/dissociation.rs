//! Dissociation with tolerance, and sedation.
//!
//! **Story.** Dissociation follows the blocker within minutes and is over within two hours; with repetition it fades.
//! Sedation needs higher levels.
//!
//! **Assumptions.** Both are read-outs only: nothing in the model reads them, since whether dissociation takes part in
//! the effect is contested.
//!
//! **References.** Bowdle et al 1998, Anesthesiology 88:82-88; Singh et al 2016, Am J Psychiatry 173:816-826;
//! Luckenbaugh et al 2014, J Affect Disord 159:56-61; Idvall et al 1979, Br J Anaesth 51:1167-1173; Krystal
//! et al 1994, Arch Gen Psychiatry 51:199-214.

use super::ketamine::Ketamine;
use super::nmda::Block;
use super::pain;
use crate::quantity::quantities;
use crate::scalar::{Exponent, Varying};
use crate::solver::Visitor;

quantities! {
    group: "Dissociation and sedation",
    after: pain::END,
    parameters {
        /// Plasma level for half of maximal sedation.
        ec50_sedation: r"EC_{50,sed}" = 640.0 "ng/mL" in 50.0..5000.0, Literature, "awakening at about 640 ng/mL, under nitrous oxide, Idvall 1979 Br J Anaesth 51:1167-1173";
        /// Free concentration for half of maximal dissociation.
        ec50_dissociation: r"EC_{50,D}" = 0.4 "umol/L" in 0.02..20.0, Literature, "100-250 ng/mL, Krystal 1994 Arch Gen Psychiatry 51:199-214, in table 1 of Zanos 2018 Pharmacol Rev 70:621-660; near linear 50-200 ng/mL, Bowdle 1998 Anesthesiology 88:82-88";
        /// Build-up of tolerance to dissociation.
        k_tolerance_on: r"k_{T+}" = 0.15 "1/h" in 0.0..5.0, Assumed, "dissociation fades with repetition, Singh 2016 Am J Psychiatry 173:816-826";
        /// Loss of tolerance to dissociation.
        k_tolerance_off: r"k_{T-}" = 0.00595238 "1/h" in 0.0005..1.0, Assumed, "about a week";
    }
    constants {
        /// From a share to percent.
        percent: r"c_\%" = 100.0 "%", Definition, "definition of the unit";
    }
    exponents {
        /// Steepness of sedation.
        sedation_exponent: r"n_S" = 4, "-";
        /// Steepness of dissociation.
        dissociation_exponent: r"n_D" = 3, "near linear from 50 to 200 ng/mL, Bowdle 1998 Anesthesiology 88:82-88";
    }
    states {
        /// Tolerance to dissociation.
        dissociation_tolerance: r"T" "1" ~ 0.1;
    }
    observables {
        /// Drive towards dissociation.
        dissociation_drive: r"d" "1" ~ 0.5;
        /// Dissociation, in percent of the most.
        dissociation_index: r"D_i" "%" ~ 50.0;
        /// Sedation, in percent of the most.
        sedation_index: r"S_i" "%" ~ 50.0;
    }
}

/// From free blocker and plasma level to dissociation and sedation.
#[inline]
pub fn walk<W: Visitor>(
    w: &mut W,
    p: &Parameters<W::Constant>,
    ketamine: &Ketamine<W::Varying>,
    block: &Block<W::Varying>,
) {
    let drive = w.observe(
        observable::dissociation_drive,
        block.blocker.hill(p.ec50_dissociation, exponent::dissociation_exponent),
    );
    let tolerance = w.turnover(state::dissociation_tolerance, p.k_tolerance_on * drive, p.k_tolerance_off);
    w.observe(observable::dissociation_index, p.percent * drive / (tolerance + 1.0));
    w.observe(
        observable::sedation_index,
        p.percent * ketamine.plasma.hill(p.ec50_sedation, exponent::sedation_exponent),
    );
}
