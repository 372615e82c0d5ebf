//! Synapses: nascent spines mature into stable ones.
//!
//! **Story.** Nascent spines form: some with BDNF, at all times, and more while there is plasticity, fewer when the
//! places are taken. They mature or are pruned within days. Mature synapses turn over slowly, faster under stress and
//! inflammation, slower once repeated plasticity has consolidated them. Plasticity is the synaptic protein that still
//! finds something to build: what repeated doses have consolidated is not built again. This brake is why six infusions
//! do not add up and three a week are hardly better than two.
//!
//! **Assumptions.** One count stands for prefrontal cortex, 1 in health; the turnover of mature synapses is set by the
//! balance there. Chronic stress adds spines in the amygdala, so one number cannot stand for the whole brain. That
//! depression is a loss of synapses is a premise and not a finding: post-mortem and PET studies see lower density in
//! some groups and not in others, and stressed rodents are not depressed people.
//!
//! **References.** Phoumthipphavong et al 2016, eNeuro 3, doi 10.1523/ENEURO.0133-15.2016; Moda-Sava et al 2019, Science
//! 364:eaat8078; Li et al 2011, Biol Psychiatry 69:754-761; Murrough et al 2013, Biol Psychiatry 74:250-256; Phillips
//! et al 2019, Am J Psychiatry 176:401-409; Singh et al 2016, Am J Psychiatry 173:816-826.

use super::bdnf::{self, Trophic};
use super::stress::Burden;
use crate::quantity::quantities;
use crate::scalar::{Constant, Exponent, Scalar, Varying};
use crate::solver::{Flow, Pair, Visitor};

quantities! {
    group: "Synapses",
    after: bdnf::END,
    parameters {
        /// Share of synapses that are nascent at the healthy baseline.
        nascent_fraction: r"\phi" = 0.24 "1" in 0.02..0.6, Assumed, "-";
        /// Rate at which nascent spines mature; with the nascent share it also sets the turnover of mature ones.
        k_maturation: r"k_{mat}" = 0.0041 "1/h" in 0.0002..0.1, Tuned, "new spines live for days and their gain is lost over 1-2 weeks, Phoumthipphavong 2016 eNeuro 3, doi 10.1523/ENEURO.0133-15.2016";
        /// Rate at which nascent spines are pruned.
        k_pruning: r"k_{pr}" = 0.00909 "1/h" in 0.001..0.5, Tuned, "new spines outlast the drug by days and carry the later effect, Moda-Sava 2019 Science 364:eaat8078";
        /// Spine formation per unit of plasticity, added to the tonic formation.
        formation_gain: r"g_F" = 5.52 "1" in 0.0..50.0, Tuned, "formation rises, elimination does not, Phoumthipphavong 2016 eNeuro 3, doi 10.1523/ENEURO.0133-15.2016";
        /// How strongly a high synapse count hinders the forming of new ones.
        crowding_gain: r"g_N" = 2.33 "1" in 0.0..20.0, Tuned, "a healthy brain gains little; six infusions do not go beyond health";
        /// Multiplies the elimination of mature synapses.
        turnover_scale: r"s" = 1.0 "1" in 0.1..10.0, Switch, "slower elimination, one reading of oral rapamycin in people, Abdallah 2020 Neuropsychopharmacology 45:990-997";
        /// Extra elimination of mature synapses under chronic stress.
        stress_on_turnover: r"\sigma_S" = 0.034 "1" in -0.3..5.0, Tuned, "Radley 2006 Cereb Cortex 16:313-320; Li 2011 Biol Psychiatry 69:754-761";
        /// Extra elimination of mature synapses by inflammation.
        inflammation_on_turnover: r"\iota_S" = 0.05 "1" in 0.0..0.9, Assumed, "-";
        /// Rate at which plasticity consolidates.
        k_consolidation: r"k_C" = 0.00367 "1/h" in 0.0005..0.1, Tuned, "days; six infusions against one";
        /// How strongly consolidated plasticity leaves less to build on.
        brake_gain: r"g_Q" = 18.8 "1" in 0.0..200.0, Tuned, "six infusions end at 60-70 %, not at twice one: Phillips 2019 Am J Psychiatry 176:401-409; three a week no better than two, Singh 2016 Am J Psychiatry 173:816-826";
        /// Slowing of elimination when consolidated.
        consolidation_gain: r"g_C" = 0.867 "1" in 0.0..20.0, Tuned, "relapse 18 d after six infusions, Murrough 2013 Biol Psychiatry 74:250-256, against 10-12 d after one, Kishimoto 2016 Psychol Med 46:1459-1472";
        /// Consolidation for half of its effect.
        consolidation_k: r"K_C" = 0.0292 "1" in 0.001..5.0, Tuned, "relapse 18 d after six infusions, Murrough 2013 Biol Psychiatry 74:250-256, against 10-12 d after one, Kishimoto 2016 Psychol Med 46:1459-1472";
    }
    exponents {
        /// Steepness with which places run out.
        crowding_exponent: r"n_N" = 2, "-";
        /// Steepness of consolidation: one infusion hardly slows elimination, six do.
        consolidation_exponent: r"n_C" = 4, "-";
    }
    states {
        /// Plasticity consolidated by repetition.
        consolidation: r"C" "1" ~ 0.1;
        /// Nascent spines, as a share of the healthy synapse count.
        nascent_synapses: r"N" "1" ~ 1.0;
        /// Mature synapses, as a share of the healthy synapse count.
        mature_synapses: r"S_m" "1" ~ 1.0;
    }
    observables {
        /// Synaptic protein that still finds something to build.
        plasticity: r"P_s" "1" ~ 1.0;
        /// All synapses, 1 in health.
        synapse_count: r"S" "1" ~ 1.0;
        /// Places left for new synapses, 1 at the healthy count.
        crowding: r"H" "1" ~ 1.0;
        /// Share of the mature synapses that is lost each hour.
        elimination_rate: r"e" "1/h" ~ 0.001;
    }
}

/// Places left for new synapses at this count.
#[inline]
fn crowding<C: Constant<T>, T: Varying<C>>(gain: C, count: T) -> T {
    (gain + 1.0) / (gain * count.raised(exponent::crowding_exponent) + 1.0)
}

/// Nascent and mature synapses, which compete for places.
struct Maturation<C, V> {
    crowding_gain: C,
    /// Rate at which nascent spines leave, maturing or pruned.
    leaving: C,
    maturation: C,
    /// Nascent spines that would stand at the healthy count.
    supply: V,
    /// Rate at which mature synapses are eliminated.
    elimination: V,
}

impl<C: Scalar, V: Varying<C>> Pair<C, V> for Maturation<C, V> {
    #[inline]
    fn flows<T>(&self, [nascent, mature]: [T; 2]) -> [Flow<T>; 2]
    where
        T: Varying<C> + From<V>,
        C: Constant<T>,
    {
        let places = crowding(self.crowding_gain, nascent + mature);
        [
            Flow { inflow: self.leaving * (T::from(self.supply) * places), loss: self.leaving.into() },
            Flow { inflow: self.maturation * nascent, loss: self.elimination.into() },
        ]
    }
}

/// What later mechanisms read.
#[derive(Debug, Clone, Copy)]
pub struct Synapses<V> {
    /// Synaptic protein that still finds something to build.
    pub plasticity: V,
    /// All synapses, 1 in health.
    pub count: V,
}

/// From synaptic protein to plasticity and the synapse count.
#[inline]
pub fn walk<W: Visitor>(
    w: &mut W,
    p: &Parameters<W::Constant>,
    trophic: &Trophic<W::Varying>,
    burden: &Burden<W::Constant, W::Varying>,
) -> Synapses<W::Varying> {
    let consolidation = w.follow(state::consolidation, p.k_consolidation, trophic.protein);
    let plasticity = w.observe(observable::plasticity, trophic.protein / (p.brake_gain * consolidation + 1.0));
    let consolidated =
        p.consolidation_gain * consolidation.hill(p.consolidation_k, exponent::consolidation_exponent) + 1.0;
    let strain = p.stress_on_turnover * burden.stress + 1.0 + p.inflammation_on_turnover * burden.excess_inflammation;
    let healthy_balance = p.nascent_fraction / p.nascent_fraction.complement();
    let elimination = p.k_maturation * (p.turnover_scale * healthy_balance * strain / consolidated);
    let elimination = w.observe(observable::elimination_rate, elimination);
    let [nascent, mature] = w.pair(
        [state::nascent_synapses, state::mature_synapses],
        Maturation {
            crowding_gain: p.crowding_gain,
            leaving: p.k_maturation + p.k_pruning,
            maturation: p.k_maturation,
            supply: p.nascent_fraction * (trophic.transcription + p.formation_gain * plasticity),
            elimination,
        },
    );
    let count = w.observe(observable::synapse_count, nascent + mature);
    w.observe(observable::crowding, crowding(p.crowding_gain, count));
    Synapses { plasticity, count }
}
