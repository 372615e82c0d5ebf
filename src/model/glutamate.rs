//! The glutamate surge and AMPA activation.
//!
//! **Story.** Interneurons that lose their drive fall silent, the pyramidal cells they held back are released, and
//! glutamate rises. Presynaptic adaptation ends the surge within an hour or two. At anaesthetic concentration the loss of
//! the pyramidal cells' own output silences it: the inverted U of dose against surge is not drawn in, it follows from the
//! two thresholds. AMPA receptors follow glutamate. A rival hypothesis lets hydroxynorketamine activate them directly.
//!
//! **Assumptions.** Glutamate and AMPA activation are multiples of the baseline. The rival is off by default.
//!
//! **References.** Homayoun and Moghaddam 2007, J Neurosci 27:11496-11500; Moghaddam et al 1997, J Neurosci
//! 17:2921-2927; Milak et al 2016, Mol Psychiatry 21:320-327; Maeng et al 2008, Biol Psychiatry 63:349-352; Zanos et
//! al 2016, Nature 533:481-486.

use super::ketamine::Ketamine;
use super::nmda::Block;
use super::stress;
use crate::quantity::quantities;
use crate::scalar::{Exponent, Scalar, Varying};
use crate::solver::Visitor;

quantities! {
    group: "Glutamate surge",
    after: stress::END,
    parameters {
        /// Rate at which interneuron activity follows the block.
        k_interneuron: r"k_I" = 12.0 "1/h" in 1.0..60.0, Assumed, "minutes";
        /// Fall of interneuron activity when the receptors no longer drive it.
        interneuron_gain: r"g_I" = 0.98 "1" in 0.0..1.0, Tuned, "Homayoun and Moghaddam 2007 J Neurosci 27:11496-11500";
        /// Rate of presynaptic adaptation.
        k_adaptation: r"k_U" = 0.448 "1/h" in 0.01..5.0, Tuned, "surge over within about 3 h, Milak 2016 Mol Psychiatry 21:320-327";
        /// Glutamate release gained when interneurons fall silent.
        disinhibition_gain: r"g_D" = 1.64 "1" in 0.0..20.0, Tuned, "+15 to +80 %, Milak 2016 Mol Psychiatry 21:320-327; inverted U, Moghaddam 1997 J Neurosci 17:2921-2927";
        /// Strength of presynaptic adaptation.
        adaptation_gain: r"g_U" = 66.9 "1" in 0.0..200.0, Tuned, "+15 to +80 %, Milak 2016 Mol Psychiatry 21:320-327; inverted U, Moghaddam 1997 J Neurosci 17:2921-2927";
        /// Rate at which extracellular glutamate follows release.
        k_glutamate: r"k_G" = 8.0 "1/h" in 1.0..60.0, Assumed, "minutes";
        /// Glutamate (fold of baseline) for half of maximal AMPA activation.
        ampa_k: r"K_A" = 3.4 "1" in 0.5..10.0, Assumed, "-";
        /// Share of AMPA receptors blocked by an antagonist.
        ampa_block: r"b_A" = 0.0 "1" in 0.0..1.0, Switch, "NBQX-like antagonist, Maeng 2008 Biol Psychiatry 63:349-352";
        /// AMPA activation by hydroxynorketamine (rival hypothesis, off by default).
        hnk_gain: r"g_H" = 0.0 "1" in 0.0..5.0, Switch, "Zanos 2016 Nature 533:481-486, disputed";
        /// Plasma hydroxynorketamine for half of that activation.
        hnk_ec50: r"EC_{50,H}" = 120.0 "ng/mL" in 1.0..5000.0, Assumed, "-";
    }
    exponents {
        /// Steepness of AMPA activation.
        ampa_exponent: r"n_A" = 2, "two molecules of glutamate open the channel";
    }
    states {
        /// Activity of inhibitory interneurons, 1 at baseline.
        interneuron_activity: r"I" "1" ~ 1.0 in ..1.0;
        /// Presynaptic adaptation to disinhibition, 0 at baseline.
        presynaptic_adaptation: r"U" "1" ~ 1.0;
        /// Extracellular glutamate, 1 at baseline.
        glutamate: r"G" "1" ~ 1.0;
    }
    observables {
        /// Activation of AMPA receptors, 1 at baseline.
        ampa_activation: r"A" "1" ~ 1.0;
    }
}

/// What later mechanisms read.
#[derive(Debug, Clone, Copy)]
pub struct Ampa<C, V> {
    /// Activation of AMPA receptors, 1 at baseline.
    pub activation: V,
    /// Share of AMPA receptors that an antagonist blocks.
    pub block: C,
}

/// From block to AMPA activation.
#[inline]
pub fn walk<W: Visitor>(
    w: &mut W,
    p: &Parameters<W::Constant>,
    ketamine: &Ketamine<W::Varying>,
    block: &Block<W::Varying>,
) -> Ampa<W::Constant, W::Varying> {
    let activity =
        w.follow(state::interneuron_activity, p.k_interneuron, (p.interneuron_gain * block.silencing).complement());
    let silence = activity.complement();
    let adaptation = w.follow(state::presynaptic_adaptation, p.k_adaptation, silence);
    let release = p.disinhibition_gain * silence / (p.adaptation_gain * adaptation + 1.0) + 1.0;
    let glutamate = w.follow(state::glutamate, p.k_glutamate, release * block.loss.complement());
    let activation =
        glutamate.fold(p.ampa_k, exponent::ampa_exponent) + p.hnk_gain * ketamine.hnk_plasma.occupancy(p.hnk_ec50);
    let activation = w.observe(observable::ampa_activation, p.ampa_block.complement() * activation);
    Ampa { activation, block: p.ampa_block }
}
