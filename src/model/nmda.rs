//! NMDA receptor block.
//!
//! **Story.** Ketamine, and weakly norketamine, sit in the open channel of NMDA receptors. Interneurons fire fast and
//! are blocked at low concentration; pyramidal cells only at ten times as much.
//!
//! **Assumptions.** Block follows the free concentration without delay; trapping in the channel is left out. How much
//! is blocked in people at 0.5 mg/kg is unknown: this is a potency argument.
//!
//! **References.** Ebert et al 1997, Eur J Pharmacol 333:99-104; Kotermanski and Johnson 2009, J Neurosci
//! 29:2774-2779.

use super::ketamine::{self, Ketamine};
use crate::quantity::quantities;
use crate::scalar::Varying;
use crate::solver::Stages;

quantities! {
    group: "NMDA receptor block",
    after: ketamine::END,
    parameters {
        /// Norketamine potency relative to ketamine at the NMDA receptor.
        norketamine_potency: r"\rho_{NK}" = 0.15 "1" in 0.0..1.0, Literature, "Ki 1.7 (S) and 13 (R) umol/L against 0.53 for ketamine, Ebert 1997 Eur J Pharmacol 333:99-104";
        /// Free concentration blocking half of the receptors on interneurons.
        ec50_interneuron: r"EC_{50,I}" = 0.53 "umol/L" in 0.05..20.0, Literature, "racemate Ki 0.53 umol/L, Ebert 1997; 1-5 umol/L in Mg2+, Kotermanski and Johnson 2009";
        /// Free concentration blocking half of the receptors on pyramidal cells.
        ec50_pyramidal: r"EC_{50,P}" = 5.0 "umol/L" in 0.5..50.0, Literature, "about 5 umol/L at GluN2A/2B in Mg2+, Kotermanski and Johnson 2009 J Neurosci 29:2774-2779";
    }
    states {
    }
    observables {
        /// Free blocker, in ketamine equivalents.
        blocker: r"B" "umol/L" ~ 0.5;
        /// Share of NMDA receptors on interneurons that are blocked.
        nmda_block_interneuron: r"N_I" "1" ~ 0.5;
        /// Share of NMDA receptors on pyramidal cells that are blocked.
        nmda_block_pyramidal: r"N_P" "1" ~ 0.5;
    }
}

/// What later mechanisms read.
#[derive(Debug, Clone, Copy)]
pub struct Block<V> {
    /// Free blocker in ketamine equivalents, umol/L.
    pub blocker: V,
    /// Share blocked on interneurons.
    pub interneuron: V,
    /// Share blocked on pyramidal cells.
    pub pyramidal: V,
}

/// From free concentrations to the share of receptors blocked.
#[inline]
pub fn walk<W: Stages>(w: &mut W, p: &Parameters<W::Constant>, ketamine: &Ketamine<W::Varying>) -> Block<W::Varying> {
    let blocker = w.observe(observable::blocker, ketamine.free + p.norketamine_potency * ketamine.norketamine_free);
    let interneuron = w.observe(observable::nmda_block_interneuron, blocker.occupancy(p.ec50_interneuron));
    let pyramidal = w.observe(observable::nmda_block_pyramidal, blocker.hill(p.ec50_pyramidal, 2));
    Block { blocker, interneuron, pyramidal }
}
