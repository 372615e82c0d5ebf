//! Circuit function, the symptom index and expectancy.
//!
//! **Story.** Too few synapses leave the default-mode network overactive. Functional potentiation, fast and without
//! new spines, relieves it at once; spines keep it relieved. The symptom index follows the network. Expectancy lowers
//! the symptoms that are reported, whatever the drug does.
//!
//! **Assumptions.** The index has arbitrary units and is no clinical scale. Expectancy begins with treatment, at time
//! 0, and is the same for every treatment.
//!
//! **References.** Moda-Sava et al 2019, Science 364:eaat8078; Scheidegger et al 2012, PLoS One 7:e44799; Zarate et al
//! 2006, Arch Gen Psychiatry 63:856-864; Lii et al 2023, Nat Ment Health 1:876-886.

use super::bdnf::Trophic;
use super::synapses;
use crate::quantity::quantities;
use crate::scalar::Scalar;
use crate::solver::Stages;

quantities! {
    group: "Circuit and symptom index",
    after: synapses::END,
    parameters {
        /// Rate of functional (spine-independent) potentiation.
        k_potentiation: r"k_W" = 0.038 "1/h" in 0.005..2.0, Tuned, "behaviour improves before spines, Moda-Sava 2019 Science 364:eaat8078";
        /// Relief of network overactivity by functional potentiation.
        potentiation_gain: r"g_W" = 5.0 "1" in 0.0..50.0, Tuned, "behaviour improves before spines, Moda-Sava 2019 Science 364:eaat8078";
        /// Rate at which default-mode overactivity follows the circuit.
        k_network: r"k_N" = 6.0 "1/h" in 0.2..60.0, Assumed, "minutes";
        /// Rate at which the symptom index follows the network.
        k_symptom: r"k_Y" = 5.0 "1/h" in 0.05..60.0, Tuned, "onset 0.5-4 h, Zarate 2006 Arch Gen Psychiatry 63:856-864";
        /// Rate of the expectancy response.
        k_expectancy: r"k_E" = 0.0833333 "1/h" in 0.005..2.0, Assumed, "-";
        /// Share of symptoms relieved by expectancy once treatment starts.
        expectancy: r"E" = 0.0 "1" in 0.0..0.9, Switch, "masked trials, Lii 2023, KARMA-Dep 2 2025";
    }
    constants {
        /// Width of the corner where a synapse count above health stops counting as a surplus.
        deficit_margin: r"d_S" = 0.02 "1", "a smooth corner, so that the equations have no kink at health";
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
        /// How far the synapse count is below health.
        synapse_deficit: r"D_S" "1" ~ 0.1;
        /// Symptom index as reported, after expectancy.
        reported_symptoms: r"Y_r" "1" ~ 0.1;
    }
}

/// From synapses to reported symptoms.
#[inline]
pub fn walk<W: Stages>(
    w: &mut W,
    p: &Parameters<W::Constant>,
    synapse_count: W::Varying,
    trophic: &Trophic<W::Varying>,
) {
    let potentiation = w.follow(state::functional_potentiation, p.k_potentiation, trophic.mtorc1);
    let below = synapse_count.complement();
    let deficit = (below + (below.powi(2) + p.deficit_margin.powi(2)).sqrt()) * 0.5;
    let deficit = w.observe(observable::synapse_deficit, deficit);
    let relieved = deficit / (p.potentiation_gain * potentiation + 1.0);
    let overactivity = w.follow(state::network_overactivity, p.k_network, relieved);
    let index = w.follow(state::symptom_index, p.k_symptom, overactivity);
    let response = w.follow(state::expectancy_response, p.k_expectancy, W::Varying::from(p.expectancy));
    w.observe(observable::reported_symptoms, index * response.complement());
}
