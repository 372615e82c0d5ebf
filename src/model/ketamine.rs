//! Ketamine pharmacokinetics.
//!
//! **Story.** A dose reaches the blood at once (vein), or from a depot: an injection into muscle or under the skin,
//! the nose, under the tongue, the gut. In the body it spreads over two compartments and is cleared by the liver, part
//! of it as norketamine, part of that as hydroxynorketamine. Part of a swallowed dose is turned into norketamine
//! before it ever reaches the blood (first pass).
//!
//! **Assumptions.** Every step is linear. Norketamine and hydroxynorketamine have one compartment each. Racemate and
//! esketamine share this structure and differ by parameters.
//!
//! **References.** Clements and Nimmo 1981 (PMID 7459184); Kamp et al 2020, Anesthesiology 133:1192-1213; Chong et al
//! 2006, Pain Med 7:469; Rolan et al 2014, Br J Clin Pharmacol 77:1011-1016.

use crate::quantity::quantities;
use crate::solver::Stages;

quantities! {
    group: "Ketamine pharmacokinetics",
    after: Counts::ZERO,
    parameters {
        /// First-order absorption from the injection depot (IM, SC).
        ka_injection: r"k_{a,inj}" = 6.0 "1/h" in 0.5..30.0, Literature, "Tmax 5-30 min after IM, SC injection";
        /// First-order absorption through the nasal mucosa.
        ka_nasal: r"k_{a,nas}" = 3.6 "1/h" in 0.5..30.0, Literature, "Tmax 14-25 min, Pharmacotherapy 2022 42:298-310";
        /// First-order absorption under the tongue.
        ka_sublingual: r"k_{a,sl}" = 2.4 "1/h" in 0.5..30.0, Literature, "Tmax 45 (15-60) min, Rolan 2014 Br J Clin Pharmacol 77:1011-1016";
        /// First-order absorption from the gut.
        ka_oral: r"k_{a,po}" = 2.4 "1/h" in 0.05..30.0, Literature, "Tmax 30-60 min, Chong 2006 Pain Med 7:469";
        /// Bioavailability by injection.
        f_injection: r"F_{inj}" = 0.93 "1" in 0.1..1.0, Literature, "about 0.93 IM (Clements 1982)";
        /// Bioavailability by the nasal route.
        f_nasal: r"F_{nas}" = 0.45 "1" in 0.05..1.0, Literature, "0.35-0.50, 0.11-0.19 with one device";
        /// Bioavailability under the tongue.
        f_sublingual: r"F_{sl}" = 0.29 "1" in 0.05..1.0, Literature, "0.29 (0.27-0.31), Rolan 2014";
        /// Oral bioavailability.
        f_oral: r"F_{po}" = 0.2 "1" in 0.02..1.0, Literature, "0.17-0.24, Chong 2006; 0.08 S-ketamine, Fanta 2015";
        /// Share of a nasal dose that reaches the blood as norketamine.
        fp_nasal: r"P_{nas}" = 0.25 "1" in 0.0..1.0, Assumed, "norketamine to ketamine AUC ratio by route, Chong 2006";
        /// Share of a sublingual dose that reaches the blood as norketamine.
        fp_sublingual: r"P_{sl}" = 0.45 "1" in 0.0..1.0, Assumed, "norketamine to ketamine AUC ratio by route, Chong 2006";
        /// Share of an oral dose that reaches the blood as norketamine.
        fp_oral: r"P_{po}" = 0.6 "1" in 0.0..1.0, Assumed, "norketamine to ketamine AUC ratio by route, Chong 2006";
        /// Ketamine clearance, 70 kg adult.
        ketamine_cl: r"CL_K" = 80.0 "L/h" in 1.0..300.0, Literature, "79 (69-90) L/h/70 kg pooled, Kamp 2020 Anesthesiology 133:1192-1213";
        /// Ketamine central volume, 70 kg adult.
        ketamine_v1: r"V_{1,K}" = 123.0 "L" in 5.0..500.0, Literature, "Clements and Nimmo 1981 (PMID 7459184): 1.752 L/kg";
        /// Ketamine intercompartmental clearance.
        ketamine_q: r"Q_K" = 137.0 "L/h" in 0.5..500.0, Literature, "Clements and Nimmo 1981: k12 0.0186/min";
        /// Ketamine peripheral volume.
        ketamine_v2: r"V_{2,K}" = 167.0 "L" in 5.0..800.0, Literature, "Clements and Nimmo 1981: k21 0.0137/min";
        /// Unbound fraction of ketamine and norketamine in plasma.
        ketamine_fu: r"f_u" = 0.6 "1" in 0.05..1.0, Literature, "43-45 % bound (esketamine label); 10-50 % in older reports";
        /// Share of ketamine clearance that forms norketamine.
        norketamine_fraction: r"f_{NK}" = 0.7 "1" in 0.0..1.0, Assumed, "AUC ratio about 0.9 after IV";
        /// Norketamine clearance.
        norketamine_cl: r"CL_{NK}" = 60.0 "L/h" in 5.0..300.0, Tuned, "peak about 40-50 ng/mL about 1 h after 0.5 mg/kg";
        /// Norketamine volume.
        norketamine_v: r"V_{NK}" = 90.0 "L" in 10.0..1000.0, Tuned, "peak about 40-50 ng/mL about 1 h after 0.5 mg/kg";
        /// Share of norketamine clearance that forms hydroxynorketamine.
        hnk_fraction: r"f_{HNK}" = 0.4 "1" in 0.0..1.0, Assumed, "peak about 30-60 ng/mL at 1.5-5 h";
        /// Hydroxynorketamine clearance.
        hnk_cl: r"CL_{HNK}" = 25.0 "L/h" in 2.0..200.0, Tuned, "peak about 30-60 ng/mL at 1.5-5 h";
        /// Hydroxynorketamine volume.
        hnk_v: r"V_{HNK}" = 40.0 "L" in 10.0..1000.0, Tuned, "peak about 30-60 ng/mL at 1.5-5 h";
    }
    constants {
        /// Molar mass of norketamine relative to ketamine.
        norketamine_mass_ratio: r"r_{NK}" = 0.941 "1", "223.70 / 237.73, rounded";
        /// Molar mass of hydroxynorketamine relative to norketamine.
        hnk_mass_ratio: r"r_{HNK}" = 1.0715 "1", "239.70 / 223.70, rounded";
        /// Molar mass of ketamine.
        ketamine_molar_mass: r"M_K" = 237.73 "g/mol", "C13H16ClNO";
        /// Molar mass of norketamine.
        norketamine_molar_mass: r"M_{NK}" = 223.70 "g/mol", "C12H14ClNO";
        /// From mg/L to ng/mL.
        ng_per_ml: r"c" = 1000.0 "ng/mL L/mg", "definition of the units";
    }
    inputs {
        /// Rate of all running ketamine infusions together.
        ketamine_infusion: r"R_K" "mg/h";
    }
    states {
        /// Ketamine left where it was injected.
        ketamine_injection_depot: r"A_{inj}" "mg" ~ 1.0;
        /// Ketamine left in the nose.
        ketamine_nasal_depot: r"A_{nas}" "mg" ~ 1.0;
        /// Ketamine left under the tongue.
        ketamine_sublingual_depot: r"A_{sl}" "mg" ~ 1.0;
        /// Ketamine left in the gut.
        ketamine_oral_depot: r"A_{po}" "mg" ~ 1.0;
        /// Ketamine in the central compartment.
        ketamine_central: r"A_1" "mg" ~ 1.0;
        /// Ketamine in the peripheral compartment.
        ketamine_peripheral: r"A_2" "mg" ~ 1.0;
        /// Norketamine in the body.
        norketamine: r"A_{NK}" "mg" ~ 1.0;
        /// Hydroxynorketamine in the body.
        hydroxynorketamine: r"A_{HNK}" "mg" ~ 1.0;
    }
    observables {
        /// Ketamine that reaches the blood as ketamine.
        absorbed: r"R_a" "mg/h" ~ 1.0;
        /// Ketamine that is turned into norketamine on its way to the blood.
        first_pass: r"R_f" "mg/h" ~ 1.0;
        /// Ketamine in plasma.
        ketamine_plasma: r"C_K" "ng/mL" ~ 100.0;
        /// Norketamine in plasma.
        norketamine_plasma: r"C_{NK}" "ng/mL" ~ 100.0;
        /// Hydroxynorketamine in plasma.
        hnk_plasma: r"C_{HNK}" "ng/mL" ~ 100.0;
        /// Unbound ketamine.
        ketamine_free: r"K" "umol/L" ~ 0.5;
        /// Unbound norketamine.
        norketamine_free: r"NK" "umol/L" ~ 0.5;
    }
}

/// What later mechanisms read.
#[derive(Debug, Clone, Copy)]
pub struct Ketamine<V> {
    /// Ketamine in plasma, ng/mL.
    pub plasma: V,
    /// Hydroxynorketamine in plasma, ng/mL.
    pub hnk_plasma: V,
    /// Unbound ketamine, umol/L.
    pub free: V,
    /// Unbound norketamine, umol/L.
    pub norketamine_free: V,
}

/// From the depots to the unbound concentrations.
#[inline]
pub fn walk<W: Stages>(w: &mut W, p: &Parameters<W::Constant>) -> Ketamine<W::Varying> {
    let injection = p.ka_injection * w.decay(state::ketamine_injection_depot, p.ka_injection);
    let nasal = p.ka_nasal * w.decay(state::ketamine_nasal_depot, p.ka_nasal);
    let sublingual = p.ka_sublingual * w.decay(state::ketamine_sublingual_depot, p.ka_sublingual);
    let oral = p.ka_oral * w.decay(state::ketamine_oral_depot, p.ka_oral);
    let absorbed = p.f_injection * injection + p.f_nasal * nasal + p.f_sublingual * sublingual + p.f_oral * oral;
    let absorbed = w.observe(observable::absorbed, absorbed);
    let first_pass = p.fp_nasal * nasal + p.fp_sublingual * sublingual + p.fp_oral * oral;
    let first_pass = w.observe(observable::first_pass, first_pass);

    let to_periphery = p.ketamine_q / p.ketamine_v1;
    let to_centre = p.ketamine_q / p.ketamine_v2;
    let [central, _] = w.exchange(
        [state::ketamine_central, state::ketamine_peripheral],
        absorbed + p.ketamine_infusion,
        [(p.ketamine_cl + p.ketamine_q) / p.ketamine_v1, to_centre],
        [to_centre, to_periphery],
    );
    let formed = p.norketamine_fraction * p.ketamine_cl / p.ketamine_v1 * central + first_pass;
    let norketamine_loss = p.norketamine_cl / p.norketamine_v;
    let norketamine = w.turnover(state::norketamine, p.norketamine_mass_ratio * formed, norketamine_loss);
    let hydroxynorketamine = w.turnover(
        state::hydroxynorketamine,
        p.hnk_mass_ratio * p.hnk_fraction * norketamine_loss * norketamine,
        p.hnk_cl / p.hnk_v,
    );

    let plasma = w.observe(observable::ketamine_plasma, p.ng_per_ml / p.ketamine_v1 * central);
    let norketamine_plasma = w.observe(observable::norketamine_plasma, p.ng_per_ml / p.norketamine_v * norketamine);
    let hnk_plasma = w.observe(observable::hnk_plasma, p.ng_per_ml / p.hnk_v * hydroxynorketamine);
    let free = w.observe(observable::ketamine_free, p.ketamine_fu / p.ketamine_molar_mass * plasma);
    let norketamine_free =
        w.observe(observable::norketamine_free, p.ketamine_fu / p.norketamine_molar_mass * norketamine_plasma);
    Ketamine { plasma, hnk_plasma, free, norketamine_free }
}
