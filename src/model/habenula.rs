//! Bursts in the lateral habenula: a rival explanation, off by default.
//!
//! **Story.** The lateral habenula signals disappointment and fires in bursts that need NMDA receptors. Ketamine silences
//! the bursts and, once trapped in their channels, keeps them silent for a day; the network is relieved at once. No
//! surge, no BDNF and no spines are needed.
//!
//! **Assumptions.** One line, no more: trapped block divides the network's overactivity. Nothing downstream of the
//! network is reached, so this rival explains no week-long effect, and a memantine-like blocker would work in it, unless
//! trapping is what memantine lacks. It speaks against the rival that such blockers failed in patients.
//!
//! **References.** Yang et al 2018, Nature 554:317-322; Ma et al 2023, Nature 622:802-809.

use super::nmda::Block;
use super::synapses;
use crate::quantity::quantities;
use crate::solver::Visitor;

quantities! {
    group: "Lateral habenula",
    after: synapses::END,
    parameters {
        /// Relief of network overactivity by silenced habenula bursts (rival hypothesis, off by default).
        habenula_gain: r"g_L" = 0.0 "1" in 0.0..200.0, Switch, "bursts in the lateral habenula, Yang 2018 Nature 554:317-322";
        /// Rate at which block is trapped in habenula channels.
        k_trapping: r"k_{L+}" = 6.0 "1/h" in 0.01..60.0, Assumed, "trapped in open channels, Ma 2023 Nature 622:802-809";
        /// Rate at which trapped block is lost.
        k_untrapping: r"k_{L-}" = 0.03 "1/h" in 0.001..5.0, Assumed, "up to 24 h in mice, Ma 2023 Nature 622:802-809";
    }
    states {
        /// Block that is trapped in channels of the habenula; read only where the rival is switched on.
        habenula_trapping: r"L_t" "1" ~ 1.0;
    }
    observables {
    }
}

/// From block to what divides the overactivity of the network, 1 at rest.
#[inline]
pub fn walk<W: Visitor>(w: &mut W, p: &Parameters<W::Constant>, block: &Block<W::Varying>) -> W::Varying {
    let trapping = w.turnover(state::habenula_trapping, p.k_trapping * block.pyramidal, p.k_untrapping);
    p.habenula_gain * trapping + 1.0
}
