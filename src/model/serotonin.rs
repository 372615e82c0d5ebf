//! Serotonin, its autoreceptors, and the slow postsynaptic drive.
//!
//! **Story.** Blocked transporters let serotonin rise, but 5-HT1A autoreceptors hold the neurons back at once. Over
//! weeks the autoreceptors desensitise until firing is normal again, and only then does serotonin reach its full
//! height; the postsynaptic side follows later still. This is why a drug that is there within hours acts after weeks.
//!
//! **Assumptions.** The sensitivity of the autoreceptors tends to 1 / serotonin, so that firing returns to normal.
//! Desensitisation may not be causal.
//!
//! **References.** Le Poul et al 1995, Naunyn-Schmiedeberg's Arch Pharmacol 352:141-148; Invernizzi et al 1996, Pharmacol
//! Biochem Behav 54:143-147; Taylor et al 2006, Arch Gen Psychiatry 63:1217-1223. Against: Commons and Linnros 2019, ACS
//! Chem Neurosci 10:3048-3052.

use super::ssri;
use crate::quantity::quantities;
use crate::scalar::{Constant, Scalar, Varying};
use crate::solver::{Flow, Pair, Visitor};

quantities! {
    group: "Serotonin",
    after: ssri::END,
    parameters {
        /// Share of serotonin clearance that SERT carries.
        reuptake_share: r"u" = 0.8 "1" in 0.0..0.95, Tuned, "-";
        /// Rate of extracellular serotonin.
        k_serotonin: r"k_5" = 1.5 "1/h" in 0.1..30.0, Assumed, "hours";
        /// Strength of 5-HT1A autoreceptor feedback.
        autoreceptor_gain: r"g_R" = 2.3 "1" in 0.0..50.0, Tuned, "acute rise is held back, Invernizzi 1996 Pharmacol Biochem Behav 54:143-147";
        /// Rate of autoreceptor desensitisation.
        k_desensitisation: r"k_R" = 0.00819 "1/h" in 0.001..0.1, Tuned, "40 % of neurons by day 3, 60-80 % by day 21, Le Poul 1995 Naunyn-Schmiedeberg's Arch Pharmacol 352:141-148";
        /// Rate of postsynaptic adaptation to serotonin.
        k_serotonin_drive: r"k_X" = 0.00262 "1/h" in 0.002..0.5, Tuned, "a third of the six-week gain by week 1, Taylor 2006 Arch Gen Psychiatry 63:1217-1223";
    }
    states {
        /// Extracellular serotonin, 1 at baseline.
        serotonin: r"X_5" "1" ~ 1.0 in 0.001..;
        /// Sensitivity of 5-HT1A autoreceptors, 1 at baseline.
        autoreceptor_sensitivity: r"R" "1" ~ 1.0 in ..1000.0;
        /// Postsynaptic serotonergic drive, 1 at baseline.
        serotonin_drive: r"X" "1" ~ 1.0;
    }
    observables {
    }
}

/// Serotonin and the autoreceptors that hold its release back.
struct Feedback<C, V> {
    rate: C,
    gain: C,
    desensitisation: C,
    /// What is left of the clearance of serotonin.
    clearance: V,
}

impl<C: Scalar, V: Varying<C>> Pair<C, V> for Feedback<C, V> {
    #[inline]
    fn flows<T>(&self, [serotonin, sensitivity]: [T; 2]) -> [Flow<T>; 2]
    where
        T: Varying<C> + From<V>,
        C: Constant<T>,
    {
        let release = (self.gain + 1.0) / (self.gain * sensitivity * serotonin + 1.0);
        [
            Flow { inflow: self.rate * release, loss: self.rate * T::from(self.clearance) },
            Flow { inflow: self.desensitisation / serotonin, loss: self.desensitisation.into() },
        ]
    }
}

/// From transporter occupancy to the postsynaptic drive above baseline, which is returned.
#[inline]
pub fn walk<W: Visitor>(w: &mut W, p: &Parameters<W::Constant>, occupancy: W::Varying) -> W::Varying {
    let [serotonin, _] = w.pair(
        [state::serotonin, state::autoreceptor_sensitivity],
        Feedback {
            rate: p.k_serotonin,
            gain: p.autoreceptor_gain,
            desensitisation: p.k_desensitisation,
            clearance: (p.reuptake_share * occupancy).complement(),
        },
    );
    w.follow(state::serotonin_drive, p.k_serotonin_drive, serotonin) - 1.0
}
