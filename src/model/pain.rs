//! Pain, central sensitisation and the opioid requirement.
//!
//! **Story.** Surgery is a noxious input. It raises the opioid requirement at once and, over a day, sensitises the
//! spinal cord, which raises it further. Ketamine and norketamine relieve both while they are there.
//!
//! **Assumptions.** The requirement is relative to that at full noxious input and full sensitisation. Prevention of
//! chronic pain is not claimed.
//!
//! **References.** Brinck et al 2018, Cochrane CD012033; Fanta et al 2015, Eur J Clin Pharmacol 71:441-447; Zanos et al
//! 2018, Pharmacol Rev 70:621-660. Against: Avidan et al 2017, Lancet 390:267-275 (PODCAST, a single dose).

use super::circuit;
use super::ketamine::Ketamine;
use crate::quantity::quantities;
use crate::scalar::{Scalar, Varying};
use crate::solver::Visitor;

quantities! {
    group: "Pain",
    after: circuit::END,
    parameters {
        /// Noxious input.
        noxious_input: r"n" = 0.0 "1" in 0.0..1.0, Switch, "0 none, 1 major surgery";
        /// Rate of central sensitisation.
        k_sensitisation: r"k_Z" = 0.0555556 "1/h" in 0.005..5.0, Assumed, "hours to days";
        /// Free concentration for half of maximal analgesia.
        ec50_analgesia: r"EC_{50,A}" = 0.25 "umol/L" in 0.01..20.0, Literature, "70-160 ng/mL IV, table 1 of Zanos 2018 Pharmacol Rev 70:621-660";
        /// Norketamine potency relative to ketamine for analgesia.
        norketamine_analgesic_potency: r"\rho_A" = 0.33 "1" in 0.0..1.0, Assumed, "thought to be a third, says the introduction of Fanta 2015 Eur J Clin Pharmacol 71:441-447";
        /// Share of the opioid requirement that full analgesia removes.
        analgesia_share: r"a" = 0.1 "1" in 0.0..1.0, Tuned, "about 19 % less opioid, Brinck 2018 Cochrane CD012033";
        /// Share of the opioid requirement that comes from central sensitisation.
        sensitisation_share: r"z" = 0.5 "1" in 0.0..1.0, Assumed, "-";
    }
    states {
        /// Central sensitisation, 0 without noxious input.
        central_sensitisation: r"Z" "1" ~ 1.0;
    }
    observables {
        /// Free blocker that relieves pain, in ketamine equivalents.
        blocker_pain: r"B_A" "umol/L" ~ 0.5;
        /// Share of maximal analgesia.
        analgesia: r"L" "1" ~ 0.5;
        /// Opioid requirement, relative to that of an untreated, fully sensitised patient.
        opioid_requirement: r"Q" "1" ~ 0.5;
    }
}

/// From free concentrations to the opioid requirement.
#[inline]
pub fn walk<W: Visitor>(w: &mut W, p: &Parameters<W::Constant>, ketamine: &Ketamine<W::Varying>) {
    let blocker = ketamine.free + p.norketamine_analgesic_potency * ketamine.norketamine_free;
    let blocker = w.observe(observable::blocker_pain, blocker);
    let analgesia = w.observe(observable::analgesia, blocker.occupancy(p.ec50_analgesia));
    let sensitisation =
        w.follow(state::central_sensitisation, p.k_sensitisation, p.noxious_input * analgesia.complement());
    let requirement = p.noxious_input
        * (p.analgesia_share * analgesia).complement()
        * (p.sensitisation_share * sensitisation + p.sensitisation_share.complement());
    w.observe(observable::opioid_requirement, requirement);
}
