//! NMDA receptor block.
//!
//! **Story.** Ketamine, and weakly norketamine, sit in the open channel of NMDA receptors. In physiological Mg2+ the
//! receptors hardly tell the cells apart: 0.5 mg/kg blocks 22 % of the receptors on interneurons and 9 % on pyramidal
//! cells. What the cells make of it differs. Interneurons live on tonic NMDA current, and a fifth of it gone takes two
//! thirds of their drive; AMPA receptors drive pyramidal cells, and their output fails only when about half is blocked.
//!
//! **Assumptions.** Block follows the free concentration without delay. How much is blocked in people at 0.5 mg/kg has
//! never been measured reliably: this is a potency argument. The two thresholds are tuned.
//!
//! **References.** Kotermanski and Johnson 2009, J Neurosci 29:2774-2779; Ebert et al 1997, Eur J Pharmacol 333:99-104;
//! Homayoun and Moghaddam 2007, J Neurosci 27:11496-11500.

use super::ketamine::{self, Ketamine};
use crate::quantity::quantities;
use crate::scalar::{Exponent, Varying};
use crate::solver::Visitor;

quantities! {
    group: "NMDA receptor block",
    after: ketamine::END,
    parameters {
        /// Norketamine potency relative to ketamine at the NMDA receptor.
        norketamine_potency: r"\rho_{NK}" = 0.15 "1" in 0.0..1.0, Literature, "Ki 1.7 (S) and 13 (R) umol/L against 0.3 (S) and 1.4 (R) for ketamine, so 3.0 against 0.49 for equal halves, Ebert 1997 Eur J Pharmacol 333:99-104";
        /// Free concentration blocking half of the receptors on interneurons, in physiological Mg2+.
        ec50_interneuron: r"EC_{50,I}" = 1.9 "umol/L" in 0.05..20.0, Literature, "in 1 mM Mg2+ 1.2 (GluN2C) and 2.9 (GluN2D) umol/L, geometric mean, Kotermanski and Johnson 2009 J Neurosci 29:2774-2779; Khlestova 2016 J Neurosci 36:11151-11157 (recalled)";
        /// Free concentration blocking half of the receptors on pyramidal cells, in physiological Mg2+.
        ec50_pyramidal: r"EC_{50,P}" = 5.2 "umol/L" in 0.5..50.0, Literature, "in 1 mM Mg2+ 5.4 (GluN2A) and 5.1 (GluN2B) umol/L, Kotermanski and Johnson 2009 J Neurosci 29:2774-2779";
        /// Share of receptors blocked at which interneurons lose half of their drive: tonically active, they depend on their NMDA current.
        interneuron_k: r"K_I" = 0.158 "1" in 0.02..0.9, Tuned, "firing of fast-spiking interneurons falls at doses that block few receptors, Homayoun and Moghaddam 2007 J Neurosci 27:11496-11500";
        /// Share of receptors blocked at which pyramidal cells lose half of their output: AMPA receptors drive them, so they need it less.
        pyramidal_k: r"K_P" = 0.495 "1" in 0.02..0.95, Tuned, "inverted U, Moghaddam 1997 J Neurosci 17:2921-2927; anaesthetic doses fail, Li 2010 Science 329:959-964";
    }
    exponents {
        /// Steepness with which interneurons lose their drive.
        interneuron_exponent: r"n_I" = 2, "threshold of firing";
        /// Steepness with which pyramidal cells lose their output.
        pyramidal_exponent: r"n_P" = 3, "recurrent excitation fails as a whole";
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
        /// Share of their drive that interneurons lose.
        interneuron_silencing: r"Q_I" "1" ~ 0.5;
        /// Share of their output that pyramidal cells lose.
        pyramidal_loss: r"Q_P" "1" ~ 0.5;
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
    /// Share of their drive that interneurons lose.
    pub silencing: V,
    /// Share of their output that pyramidal cells lose.
    pub loss: V,
}

/// From free concentrations to the share of receptors blocked.
#[inline]
pub fn walk<W: Visitor>(w: &mut W, p: &Parameters<W::Constant>, ketamine: &Ketamine<W::Varying>) -> Block<W::Varying> {
    let blocker = w.observe(observable::blocker, ketamine.free + p.norketamine_potency * ketamine.norketamine_free);
    let interneuron = w.observe(observable::nmda_block_interneuron, blocker.occupancy(p.ec50_interneuron));
    let pyramidal = w.observe(observable::nmda_block_pyramidal, blocker.occupancy(p.ec50_pyramidal));
    let silencing = interneuron.hill(p.interneuron_k, exponent::interneuron_exponent);
    let silencing = w.observe(observable::interneuron_silencing, silencing);
    let loss = pyramidal.hill(p.pyramidal_k, exponent::pyramidal_exponent);
    let loss = w.observe(observable::pyramidal_loss, loss);
    Block { blocker, interneuron, pyramidal, silencing, loss }
}
