//! A toy drug.

use super::dissociation;
use crate::quantity::quantities;
use crate::scalar::Varying;
use crate::solver::Stages;

quantities! {
    group: "Toy",
    after: dissociation::END,
    parameters {
        /// Toy absorption rate.
        toy_ka: r"k_{a,T}" = 0.8 "1/h" in 0.05..10.0, Assumed, "a toy";
        /// Toy clearance.
        toy_cl: r"CL_T" = 36.0 "L/h" in 1.0..500.0, Assumed, "a toy";
        /// Toy volume.
        toy_v: r"V_T" = 1500.0 "L" in 50.0..10000.0, Assumed, "a toy";
        /// Plasma level that takes half of the target.
        toy_ec50: r"EC_{50,T}" = 1.36 "ng/mL" in 0.1..500.0, Assumed, "a toy";
    }
    states {
        /// Toy left in the gut.
        toy_gut: r"A_{Tg}" "mg" ~ 1.0;
        /// Toy in the body.
        toy_central: r"A_T" "mg" ~ 1.0;
    }
    observables {
        /// Toy in plasma.
        toy_plasma: r"C_T" "ng/mL" ~ 10.0;
        /// Share of the toy's target that is taken.
        toy_share: r"O_T" "1" ~ 0.5;
    }
}

/// From the gut to the target.
#[inline]
pub fn walk<W: Stages>(w: &mut W, p: &Parameters<W::Constant>, ng_per_ml: W::Constant) {
    let gut = w.decay(state::toy_gut, p.toy_ka);
    let central = w.turnover(state::toy_central, p.toy_ka * gut, p.toy_cl / p.toy_v);
    let plasma = w.observe(observable::toy_plasma, ng_per_ml / p.toy_v * central);
    w.observe(observable::toy_share, plasma.occupancy(p.toy_ec50));
}
