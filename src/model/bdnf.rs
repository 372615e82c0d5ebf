//! BDNF, mTORC1 and synaptic protein: where the two drugs meet.
//!
//! **Story.** AMPA throughput above baseline evokes the release of BDNF, which switches on mTORC1 for an hour or two,
//! which makes synaptic protein for days. The tonic level of BDNF follows transcription: stress and inflammation lower
//! it, serotonergic drive raises it. Ketamine pushes the evoked part, the SSRI the tonic part. Two rival hypotheses are
//! here as well: block of resting receptors lets BDNF be translated directly, and opioid receptors gate its release, so
//! that naltrexone would undo the effect.
//!
//! **Assumptions.** BDNF is a multiple of the healthy baseline; evoked release is zero at rest. That stress lowers BDNF
//! in the brain is inferred from rodents: in people it was measured in blood, which is not the brain, and levels overlap
//! widely between patients and others. The rivals are off by default.
//!
//! **References.** Li et al 2010, Science 329:959-964; Autry et al 2011, Nature 475:91-95; Liu et al 2012, Biol
//! Psychiatry 71:996-1005; Nibuya et al 1995, J Neurosci 15:7539-7547; Abdallah et al 2020, Neuropsychopharmacology
//! 45:990-997; Williams et al 2018, Am J Psychiatry 175:1205-1215. Against: Yoon et al 2019, JAMA Psychiatry 76:337-338.

use super::glutamate::Ampa;
use super::nmda::Block;
use super::serotonin;
use super::stress::Burden;
use crate::quantity::quantities;
use crate::scalar::{Exponent, Scalar, Varying};
use crate::solver::Visitor;

quantities! {
    group: "BDNF and mTORC1",
    after: serotonin::END,
    parameters {
        /// Free concentration for half of the direct (resting-block) effect.
        ec50_resting: r"EC_{50,R}" = 2.0 "umol/L" in 0.05..20.0, Assumed, "as interneurons; ketamine blocks at rest in Mg2+, memantine does not, Gideons 2014 Proc Natl Acad Sci USA 111:8649-8654";
        /// Rate of evoked BDNF release.
        k_bdnf: r"k_B" = 2.4 "1/h" in 0.1..10.0, Tuned, "BDNF within 15-60 min, Autry 2011 Nature 475:91-95";
        /// Availability of evoked BDNF (1 wild type, 0.3 Met/Met).
        bdnf_phasic: r"\beta_p" = 1.0 "1" in 0.0..2.0, Switch, "Val66Met impairs evoked secretion, Liu 2012 Biol Psychiatry 71:996-1005";
        /// Availability of tonic BDNF (1 wild type, 0.9 Met/Met).
        bdnf_tonic: r"\beta_t" = 1.0 "1" in 0.0..2.0, Switch, "Met/Met lowers baseline spines, Liu 2012 Biol Psychiatry 71:996-1005";
        /// BDNF release per AMPA throughput above baseline.
        ampa_gain: r"g_A" = 5.35 "1" in 0.0..10.0, Tuned, "attenuated by NBQX, Maeng 2008 Biol Psychiatry 63:349-352; Li 2010 Science 329:959-964";
        /// BDNF translation by direct block at rest; its release needs AMPA receptors (rival hypothesis, off by default).
        direct_gain: r"g_d" = 0.0 "1" in 0.0..20.0, Switch, "resting NMDA block, eEF2, then AMPA receptor insertion: Autry 2011 Nature 475:91-95, Nosyreva 2013 J Neurosci 33:6990-7002";
        /// Share of evoked BDNF release that needs opioid receptors (rival hypothesis, off by default).
        opioid_gate: r"\omega" = 0.0 "1" in 0.0..1.0, Switch, "naltrexone blocked the effect (12 people, 7 of them responders), Williams 2018 Am J Psychiatry 175:1205-1215; not in 5, Yoon 2019 JAMA Psychiatry 76:337-338";
        /// Share of opioid receptors blocked by an antagonist.
        opioid_block: r"b_\omega" = 0.0 "1" in 0.0..1.0, Switch, "naltrexone";
        /// Rate of BDNF transcription change.
        k_transcription: r"k_m" = 0.063 "1/h" in 0.002..0.5, Tuned, "chronic not acute, Nibuya 1995 J Neurosci 15:7539-7547";
        /// BDNF transcription gained at saturating serotonergic drive.
        serotonin_gain: r"g_S" = 0.446 "1" in 0.0..5.0, Tuned, "about half better after 8 weeks, Trivedi 2006 Am J Psychiatry 163:28-40 (47 % respond), and a drug effect as large as that of one infusion";
        /// Serotonergic drive above baseline for half of that gain.
        serotonin_k: r"K_X" = 0.873 "1" in 0.05..20.0, Tuned, "escitalopram goes on improving after week 6; half better after 8 weeks";
        /// Suppression of BDNF transcription by chronic stress.
        stress_on_bdnf: r"\sigma_B" = 0.371 "1" in -0.3..5.0, Tuned, "stressed synapse count 10-40 % below control, Radley 2006 Cereb Cortex 16:313-320; Li 2011 Biol Psychiatry 69:754-761";
        /// Suppression of BDNF transcription by inflammation.
        inflammation_on_bdnf: r"\iota_B" = 0.1 "1" in 0.0..0.9, Assumed, "-";
        /// Rate of mTORC1 signalling.
        k_mtorc1: r"k_M" = 3.0 "1/h" in 0.2..30.0, Assumed, "p-mTOR up by 30-60 min, back by about 2 h in rats, Li 2010 Science 329:959-964";
        /// mTORC1 activation at saturating BDNF release.
        mtorc1_gain: r"g_M" = 1.8 "1" in 0.0..20.0, Tuned, "scale of the mTORC1 index";
        /// Evoked BDNF for half of maximal mTORC1 activation.
        mtorc1_k: r"K_M" = 0.718 "1" in 0.05..5.0, Tuned, "0.1 mg/kg weak, 0.5 and 1.0 alike, Fava 2020 Mol Psychiatry 25:1592-1603";
        /// Share of local mTORC1 signalling blocked.
        mtorc1_block: r"b_M" = 0.0 "1" in 0.0..1.0, Switch, "local rapamycin, Li 2010 Science 329:959-964; not oral rapamycin in people, Abdallah 2020 Neuropsychopharmacology 45:990-997";
        /// Rate of synaptic protein turnover.
        k_protein: r"k_P" = 0.0415 "1/h" in 0.005..1.0, Tuned, "synaptic proteins up 2-72 h in rats, Li 2010 Science 329:959-964";
        /// Synaptic protein gained per mTORC1 activation.
        protein_gain: r"g_P" = 2.9 "1" in 0.0..20.0, Tuned, "scale of synaptic protein";
    }
    constants {
        /// Width over which AMPA activation above baseline begins to count.
        ampa_margin: r"d_A" = 0.1 "1", Assumed, "a smooth corner, so that the equations have no kink at rest";
    }
    exponents {
        /// Steepness of mTORC1 activation.
        mtorc1_exponent: r"n_M" = 4, "a switch-like kinase cascade";
    }
    states {
        /// BDNF release evoked above the tonic level, as a multiple of it.
        bdnf_release: r"b" "1" ~ 1.0;
        /// Transcription of BDNF, 1 in health.
        bdnf_transcription: r"m" "1" ~ 1.0;
        /// mTORC1 signalling above rest.
        mtorc1: r"M" "1" ~ 1.0;
        /// Synaptic protein above rest.
        synaptic_protein: r"P" "1" ~ 1.0;
    }
    observables {
        /// BDNF, 1 in health.
        bdnf: r"D" "1" ~ 1.0;
    }
}

/// What later mechanisms read.
#[derive(Debug, Clone, Copy)]
pub struct Trophic<V> {
    /// Transcription of BDNF, 1 in health.
    pub transcription: V,
    /// Synaptic protein above rest.
    pub protein: V,
}

/// From AMPA activation, block, drive and burden to synaptic protein.
#[inline]
pub fn walk<W: Visitor>(
    w: &mut W,
    p: &Parameters<W::Constant>,
    ampa: &Ampa<W::Constant, W::Varying>,
    block: &Block<W::Varying>,
    serotonin_drive: W::Varying,
    burden: &Burden<W::Constant, W::Varying>,
) -> Trophic<W::Varying> {
    // What is translated at rest is released through AMPA receptors as well.
    let evoked = p.ampa_gain * (ampa.activation - 1.0).surplus(p.ampa_margin)
        + p.direct_gain * ampa.block.complement() * block.blocker.occupancy(p.ec50_resting);
    let available = p.bdnf_phasic * (p.opioid_gate * p.opioid_block).complement();
    let release = w.follow(state::bdnf_release, p.k_bdnf, available * evoked);
    let driven = p.serotonin_gain * serotonin_drive.occupancy(p.serotonin_k) + 1.0;
    let suppression = p.stress_on_bdnf * burden.stress + 1.0 + p.inflammation_on_bdnf * burden.excess_inflammation;
    let transcription = w.follow(state::bdnf_transcription, p.k_transcription, p.bdnf_tonic * driven / suppression);
    w.observe(observable::bdnf, transcription * (release + 1.0));
    let signal = p.mtorc1_block.complement() * p.mtorc1_gain * release.hill(p.mtorc1_k, exponent::mtorc1_exponent);
    let mtorc1 = w.follow(state::mtorc1, p.k_mtorc1, signal);
    let protein = w.follow(state::synaptic_protein, p.k_protein, p.protein_gain * mtorc1);
    Trophic { transcription, protein }
}
