//! Chronic stress and inflammation.
//!
//! **Story.** Chronic stress keeps inflammation up; ketamine lowers it for as long as it blocks NMDA receptors. Both
//! lower the transcription of BDNF and speed up the loss of synapses.
//!
//! **Assumptions.** One index stands for inflammation, 1 in health. It is compared with IL-6 in blood after surgery,
//! which is not the brain, and its link with mood is inconsistent.
//!
//! **References.** Dale et al 2012, Anesth Analg 115:934-943.

use super::nmda::{self, Block};
use crate::quantity::quantities;
use crate::solver::Visitor;

quantities! {
    group: "Stress and inflammation",
    after: nmda::END,
    parameters {
        /// Chronic stress.
        stress: r"\sigma" = 1.0 "1" in 0.0..3.0, Switch, "0 healthy, 1 chronically stressed";
        /// Rate of the inflammation index.
        k_inflammation: r"k_F" = 0.35 "1/h" in 0.005..5.0, Assumed, "hours";
        /// Inflammation caused by chronic stress.
        stress_on_inflammation: r"\sigma_F" = 0.5 "1" in 0.0..5.0, Assumed, "-";
        /// Fall of inflammation if every receptor on interneurons were blocked.
        ketamine_on_inflammation: r"g_{KF}" = 1.0 "1" in 0.0..1.0, Tuned, "postoperative IL-6 falls, Dale 2012 Anesth Analg 115:934-943";
    }
    states {
        /// Inflammation, 1 in health.
        inflammation: r"F" "1" ~ 1.0;
    }
    observables {
    }
}

/// How far stress and inflammation stand above health.
#[derive(Debug, Clone, Copy)]
pub struct Burden<C, V> {
    /// Chronic stress, 0 in health.
    pub stress: C,
    /// Inflammation above the healthy 1.
    pub excess_inflammation: V,
}

/// From stress and block to inflammation.
#[inline]
pub fn walk<W: Visitor>(
    w: &mut W,
    p: &Parameters<W::Constant>,
    block: &Block<W::Varying>,
) -> Burden<W::Constant, W::Varying> {
    let caused = p.stress_on_inflammation * p.stress + 1.0;
    let inflammation =
        w.follow(state::inflammation, p.k_inflammation, caused - p.ketamine_on_inflammation * block.interneuron);
    Burden { stress: p.stress, excess_inflammation: inflammation - 1.0 }
}
