//! Circuit function, the symptom index and expectancy.
//!
//! **Story.** Mood is read from synaptic throughput, synapses times potentiation through AMPA receptors that are open,
//! and not from a count. Too little throughput leaves the default-mode network overactive, the more steeply the larger
//! the deficit. Functional potentiation follows plasticity within an hour, fades with it within days, and carries the
//! first day; the new spines carry what follows. The symptom index follows the network, plus a residue that stress causes
//! past this circuit and neither drug reaches. Expectancy lowers the symptoms that are reported, whatever the drug does.
//!
//! **Assumptions.** The index has arbitrary units and is no clinical scale. Expectancy begins with treatment, at time
//! 0, and is the same for every treatment. Two premises stand unproved: that depression is too little synaptic
//! throughput, and that the default-mode network is overactive in it, for which the largest sample found less
//! connectivity instead (Yan 2019).
//!
//! **References.** Moda-Sava et al 2019, Science 364:eaat8078; Koike and Chaki 2014, Behav Brain Res 271:111-115; Zanos
//! et al 2016, Nature 533:481-486; Scheidegger et al 2012, PLoS One 7:e44799; Zarate et al 2006, Arch Gen Psychiatry
//! 63:856-864; Phillips et al 2019, Am J Psychiatry 176:401-409; Lii et al 2023, Nat Ment Health 1:876-886. Against:
//! Yan et al 2019, Proc Natl Acad Sci USA 116:9078-9083.

use super::glutamate::Ampa;
use super::habenula;
use super::stress::Burden;
use super::synapses::Synapses;
use crate::quantity::quantities;
use crate::scalar::{Exponent, Scalar, Varying};
use crate::solver::Visitor;

quantities! {
    group: "Circuit and symptom index",
    after: habenula::END,
    parameters {
        /// Rate of functional (spine-independent) potentiation.
        k_potentiation: r"k_W" = 1.36 "1/h" in 0.02..10.0, Tuned, "behaviour improves before spines, Moda-Sava 2019 Science 364:eaat8078; detectable at 110 min, Zarate 2006 Arch Gen Psychiatry 63:856-864";
        /// Synaptic throughput gained by full functional potentiation.
        potentiation_gain: r"g_W" = 0.0543 "1" in 0.0..5.0, Tuned, "maximum near 24 h and 45-55 %, Zarate 2006 Arch Gen Psychiatry 63:856-864";
        /// Plasticity for half of full functional potentiation.
        potentiation_k: r"K_W" = 0.0208 "1" in 0.001..1.0, Tuned, "0.5 and 1.0 mg/kg alike; potentiation gone within days, so that spines carry day 4: Moda-Sava 2019 Science 364:eaat8078";
        /// Share of basal throughput lost with every AMPA receptor blocked; small, since inhibition falls along with excitation.
        ampa_share: r"a_A" = 0.04 "1" in 0.0..1.0, Assumed, "an antagonist alone hardly moves behaviour, Koike and Chaki 2014 Behav Brain Res 271:111-115";
        /// Throughput deficit for half of the most overactivity.
        overactivity_k: r"K_O" = 0.527 "1" in 0.05..5.0, Tuned, "one infusion 45-55 %, six 60-70 %";
        /// Rate at which default-mode overactivity follows the circuit.
        k_network: r"k_N" = 6.0 "1/h" in 0.2..60.0, Assumed, "minutes";
        /// Rate at which the symptom index follows the network.
        k_symptom: r"k_Y" = 5.0 "1/h" in 0.05..60.0, Tuned, "within 110 min, Zarate 2006 Arch Gen Psychiatry 63:856-864; from 40 min, Kishimoto 2016 Psychol Med 46:1459-1472";
        /// Symptoms that stress causes past this circuit, out of reach of both drugs.
        residual_symptoms: r"\rho_Y" = 0.0419 "1" in 0.0..1.0, Tuned, "repeated infusions end at 60-70 %, Phillips 2019 Am J Psychiatry 176:401-409, Murrough 2013 Biol Psychiatry 74:250-256";
        /// Rate of the expectancy response.
        k_expectancy: r"k_E" = 0.0833333 "1/h" in 0.005..2.0, Assumed, "-";
        /// Share of symptoms relieved by expectancy once treatment starts.
        expectancy: r"E" = 0.0 "1" in 0.0..0.9, Switch, "masked trials, Lii 2023 Nat Ment Health 1:876-886; Jelovac 2025 JAMA Psychiatry 82:1216-1224";
    }
    constants {
        /// Width of the corner where throughput above health stops counting.
        deficit_margin: r"d_S" = 0.02 "1", Assumed, "a smooth corner, so that the equations have no kink at health";
    }
    exponents {
        /// Steepness of functional potentiation.
        potentiation_exponent: r"n_W" = 2, "-";
        /// Steepness of overactivity over deficit.
        overactivity_exponent: r"n_O" = 2, "a small deficit is made up for";
    }
    states {
        /// Functional potentiation of synapses that exist already.
        functional_potentiation: r"W" "1" ~ 1.0;
        /// Overactivity of the default-mode network, 0 in health.
        network_overactivity: r"O_N" "1" ~ 0.1;
        /// Symptom index, 0 in health, arbitrary units.
        symptom_index: r"Y" "1" ~ 0.1;
        /// Share of symptoms relieved by expectancy.
        expectancy_response: r"E_r" "1" ~ 0.1 in ..1.0;
    }
    observables {
        /// What synapses pass on: their count, raised by potentiation, as far as AMPA receptors are open; 1 in health.
        synaptic_throughput: r"T_S" "1" ~ 1.0;
        /// How far the throughput is below health.
        throughput_deficit: r"D_T" "1" ~ 0.1;
        /// Symptom index as reported, after expectancy.
        reported_symptoms: r"Y_r" "1" ~ 0.1;
    }
}

/// From synapses to reported symptoms; `relief` divides the overactivity of the network.
#[inline]
pub fn walk<W: Visitor>(
    w: &mut W,
    p: &Parameters<W::Constant>,
    synapses: &Synapses<W::Varying>,
    ampa: &Ampa<W::Constant, W::Varying>,
    burden: &Burden<W::Constant, W::Varying>,
    relief: W::Varying,
) {
    let potentiated = synapses.plasticity.hill(p.potentiation_k, exponent::potentiation_exponent);
    let potentiation = w.follow(state::functional_potentiation, p.k_potentiation, potentiated);
    let raised = p.potentiation_gain * ampa.block.complement() * potentiation + 1.0;
    let throughput = (p.ampa_share * ampa.block).complement() * (synapses.count * raised);
    let throughput = w.observe(observable::synaptic_throughput, throughput);
    let below = throughput.complement();
    let deficit = (below + (below.powi(2) + p.deficit_margin.powi(2)).sqrt()) * 0.5;
    let deficit = w.observe(observable::throughput_deficit, deficit);
    let overactive = deficit.hill(p.overactivity_k, exponent::overactivity_exponent) / relief;
    let overactivity = w.follow(state::network_overactivity, p.k_network, overactive);
    let index = w.follow(state::symptom_index, p.k_symptom, overactivity + p.residual_symptoms * burden.stress);
    let response = w.follow(state::expectancy_response, p.k_expectancy, W::Varying::from(p.expectancy));
    w.observe(observable::reported_symptoms, index * response.complement());
}
