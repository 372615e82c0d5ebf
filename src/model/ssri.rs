//! SSRI pharmacokinetics and occupancy of the serotonin transporter.
//!
//! **Story.** A tablet is absorbed within hours and cleared within a day or more; daily doses reach a steady level
//! within a week. Some drugs leave an active metabolite. Most transporters are blocked hours after the first tablet.
//!
//! **Assumptions.** One compartment, first order, apparent clearance and volume (bioavailability inside them). Parent
//! and metabolite count alike for occupancy. Paroxetine, which inhibits its own clearance, is right at steady state
//! only.
//!
//! **References.** Arakawa et al 2016, Psychiatry Res Neuroimaging 251:1-6; Meyer et al 2004, Am J Psychiatry
//! 161:826-835; Rao 2007, Clin Pharmacokinet 46:281-290; Sorensen et al 2022, Mol Psychiatry 27:192-201; Voineskos et
//! al 2007, Psychopharmacology 193:539-545.

use super::glutamate;
use crate::quantity::quantities;
use crate::scalar::Varying;
use crate::solver::Visitor;

quantities! {
    group: "SSRI",
    after: glutamate::END,
    parameters {
        /// SSRI absorption rate.
        ssri_ka: r"k_{a,S}" = 0.8 "1/h" in 0.05..10.0, Literature, "Tmax 3-5 h";
        /// SSRI apparent clearance.
        ssri_cl: r"CL_S/F" = 36.0 "L/h" in 1.0..500.0, Literature, "600 mL/min oral, escitalopram, Rao 2007 Clin Pharmacokinet 46:281-290";
        /// SSRI apparent volume.
        ssri_v: r"V_S/F" = 1500.0 "L" in 50.0..10000.0, Literature, "about 20 L/kg, escitalopram, Rao 2007 Clin Pharmacokinet 46:281-290";
        /// Share of SSRI clearance that forms an active metabolite.
        ssri_metabolite_fraction: r"f_{SM}" = 0.0 "1" in 0.0..1.0, Switch, "norfluoxetine only";
        /// Molar mass of the active metabolite relative to the SSRI.
        ssri_metabolite_ratio: r"r_{SM}" = 1.0 "1" in 0.5..1.5, Literature, "0.955 norfluoxetine to fluoxetine";
        /// Clearance of the active metabolite.
        ssri_metabolite_cl: r"CL_{SM}" = 6.0 "L/h" in 0.5..500.0, Assumed, "half-life 7-15 d for norfluoxetine";
        /// Volume of the active metabolite.
        ssri_metabolite_v: r"V_{SM}" = 2000.0 "L" in 50.0..10000.0, Assumed, "half-life 7-15 d for norfluoxetine";
        /// Plasma level occupying half of SERT.
        ssri_ec50: r"EC_{50,S}" = 1.36 "ng/mL" in 0.1..500.0, Tuned, "69-78 % at 4 h and 53-58 % at 48 h after one tablet, Arakawa 2016 Psychiatry Res Neuroimaging 251:1-6; 76-85 % at the minimum dose, Meyer 2004 Am J Psychiatry 161:826-835 (escitalopram: by analogy)";
        /// Maximal SERT occupancy.
        sert_emax: r"E_{max,S}" = 0.88 "1" in 0.5..1.0, Literature, "plateau about 80 %, Sorensen 2022 Mol Psychiatry 27:192-201; about 85 % at high dose, Voineskos 2007 Psychopharmacology 193:539-545";
    }
    states {
        /// SSRI left in the gut.
        ssri_gut: r"A_g" "mg" ~ 1.0;
        /// SSRI in the body.
        ssri_central: r"A_S" "mg" ~ 1.0;
        /// Active metabolite of the SSRI in the body.
        ssri_metabolite: r"A_{SM}" "mg" ~ 1.0;
    }
    observables {
        /// SSRI and active metabolite in plasma together.
        ssri_plasma: r"C_S" "ng/mL" ~ 10.0;
        /// Share of serotonin transporters that are occupied.
        sert_occupancy: r"O" "1" ~ 0.5;
    }
}

/// From the gut to transporter occupancy, which is returned; `ng_per_ml` takes mg/L to ng/mL.
#[inline]
pub fn walk<W: Visitor>(w: &mut W, p: &Parameters<W::Constant>, ng_per_ml: W::Constant) -> W::Varying {
    let gut = w.decay(state::ssri_gut, p.ssri_ka);
    let loss = p.ssri_cl / p.ssri_v;
    let central = w.turnover(state::ssri_central, p.ssri_ka * gut, loss);
    let formed = p.ssri_metabolite_ratio * p.ssri_metabolite_fraction * loss * central;
    let metabolite = w.turnover(state::ssri_metabolite, formed, p.ssri_metabolite_cl / p.ssri_metabolite_v);
    let plasma = ng_per_ml / p.ssri_v * central + ng_per_ml / p.ssri_metabolite_v * metabolite;
    let plasma = w.observe(observable::ssri_plasma, plasma);
    w.observe(observable::sert_occupancy, p.sert_emax * plasma.occupancy(p.ssri_ec50))
}
