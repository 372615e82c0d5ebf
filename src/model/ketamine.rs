//! Ketamine pharmacokinetics.
//!
//! **Story.** A dose reaches the blood at once (vein), or from a depot: an injection into muscle or under the skin,
//! the nose, under the tongue, the gut. In the body it spreads from a small central compartment into a large peripheral
//! one, so that a bolus peaks high and an infusion does not. The liver clears it, part of it as norketamine, part of
//! that as hydroxynorketamine. Part of a swallowed dose is turned into norketamine before it ever reaches the blood
//! (first pass).
//!
//! **Assumptions.** Every step is linear. Ketamine, norketamine and hydroxynorketamine have two compartments each and
//! half-lives of their own (2.6, 5 and 9 h). Racemate, esketamine and arketamine share this structure and differ by
//! parameters.
//!
//! **References.** Kamp et al 2020, Anesthesiology 133:1192-1213; Chong et al 2006, Pain Med 7:469; Rolan et al 2014,
//! Br J Clin Pharmacol 77:1011-1016; Yanagihara et al 2003, Biopharm Drug Dispos 24:37-43; Hasan et al 2021,
//! Anesthesiology 135:326-339; Zhao et al 2012, Br J Clin Pharmacol 74:304-314.

use crate::quantity::{State, quantities};
use crate::solver::Visitor;

quantities! {
    group: "Ketamine pharmacokinetics",
    after: Counts::ZERO,
    parameters {
        /// First-order absorption from the injection depot (IM, SC).
        ka_injection: r"k_{a,inj}" = 6.0 "1/h" in 0.5..30.0, Literature, "Tmax about 22 min after IM injection, Clements 1982 J Pharm Sci 71:539-542 (recalled)";
        /// First-order absorption through the nasal mucosa.
        ka_nasal: r"k_{a,nas}" = 3.0 "1/h" in 0.5..30.0, Literature, "Tmax 14-23 min, (authors not known) 2022 Pharmacotherapy 42:298-310, doi 10.1002/phar.2669, table 6";
        /// First-order absorption under the tongue.
        ka_sublingual: r"k_{a,sl}" = 1.2 "1/h" in 0.5..30.0, Literature, "Tmax 45 (15-60) min, Rolan 2014 Br J Clin Pharmacol 77:1011-1016; the model reaches it at 28 min";
        /// First-order absorption from the gut.
        ka_oral: r"k_{a,po}" = 0.9 "1/h" in 0.05..30.0, Literature, "Tmax 0.96 +- 0.8 h, Chong 2006 Pain Med 7:469; the model reaches it at 45 min";
        /// Bioavailability by injection.
        f_injection: r"F_{inj}" = 0.93 "1" in 0.1..1.0, Literature, "0.93 IM, Clements 1982 J Pharm Sci 71:539-542 (recalled)";
        /// Bioavailability by the nasal route.
        f_nasal: r"F_{nas}" = 0.45 "1" in 0.05..1.0, Literature, "0.45 (3 volunteers), Yanagihara 2003 Biopharm Drug Dispos 24:37-43; 0.11-0.17 with one device, (authors not known) 2022 Pharmacotherapy 42:298-310, doi 10.1002/phar.2669, table 6";
        /// Bioavailability under the tongue.
        f_sublingual: r"F_{sl}" = 0.29 "1" in 0.05..1.0, Literature, "0.29 (0.27-0.31), Rolan 2014 Br J Clin Pharmacol 77:1011-1016; 0.30, Yanagihara 2003 Biopharm Drug Dispos 24:37-43";
        /// Oral bioavailability.
        f_oral: r"F_{po}" = 0.2 "1" in 0.02..1.0, Literature, "0.20, Yanagihara 2003 Biopharm Drug Dispos 24:37-43; 0.17, Clements 1982 J Pharm Sci 71:539-542; 0.15-0.19 slow release, Hasan 2021 Anesthesiology 135:326-339; 0.23 +- 0.09, Chong 2006 Pain Med 7:469; S-ketamine 0.08, Fanta 2015 Eur J Clin Pharmacol 71:441-447";
        /// Share of a nasal dose that reaches the blood as norketamine.
        fp_nasal: r"P_{nas}" = 0.25 "1" in 0.0..1.0, Assumed, "norketamine to ketamine AUC ratio by route, Chong 2006 Pain Med 7:469";
        /// Share of a sublingual dose that reaches the blood as norketamine.
        fp_sublingual: r"P_{sl}" = 0.45 "1" in 0.0..1.0, Assumed, "norketamine to ketamine AUC ratio by route, Chong 2006 Pain Med 7:469";
        /// Share of an oral dose that reaches the blood as norketamine.
        fp_oral: r"P_{po}" = 0.6 "1" in 0.0..1.0, Assumed, "norketamine to ketamine AUC ratio by route, Chong 2006 Pain Med 7:469";
        /// Ketamine clearance, 70 kg adult.
        ketamine_cl: r"CL_K" = 80.0 "L/h" in 1.0..300.0, Literature, "79 (69-90) L/h/70 kg pooled, Kamp 2020 Anesthesiology 133:1192-1213";
        /// Ketamine central volume, 70 kg adult; small, so that a bolus peaks high.
        ketamine_v1: r"V_{1,K}" = 46.0 "L" in 5.0..1000.0, Tuned, "10 mg IV bolus 296 ng/mL (geometric SD 1.7) at 2-3 min, (authors not known) 2022 Pharmacotherapy 42:298-310, doi 10.1002/phar.2669, table 6; with V2 252 L/70 kg in all, Kamp 2020 Anesthesiology 133:1192-1213";
        /// Ketamine intercompartmental clearance.
        ketamine_q: r"Q_K" = 270.0 "L/h" in 0.5..500.0, Tuned, "35 mg over 40 min: 150-220 ng/mL at its end; half-life of distribution 5 min";
        /// Ketamine peripheral volume.
        ketamine_v2: r"V_{2,K}" = 205.0 "L" in 5.0..800.0, Literature, "252 (200-304) L/70 kg with the central volume, Kamp 2020 Anesthesiology 133:1192-1213";
        /// Unbound fraction of ketamine and norketamine in plasma.
        ketamine_fu: r"f_u" = 0.6 "1" in 0.05..1.0, Literature, "43-45 % bound (esketamine label); 10-50 % in older reports";
        /// Share of ketamine clearance that forms norketamine.
        norketamine_fraction: r"f_{NK}" = 0.7 "1" in 0.0..1.0, Assumed, "norketamine to ketamine AUC about 0.9 after IV, Chong 2006 Pain Med 7:469";
        /// Norketamine clearance.
        norketamine_cl: r"CL_{NK}" = 58.0 "L/h" in 5.0..300.0, Tuned, "norketamine to ketamine AUC about 0.9 after IV, Chong 2006 Pain Med 7:469";
        /// Norketamine central volume.
        norketamine_v: r"V_{NK}" = 110.0 "L" in 10.0..1000.0, Tuned, "peak 30-60 ng/mL at 1-1.7 h after 0.5 mg/kg and a half-life of about 5 h; 38 +- 29 ng/mL at 0.6 h after 10 mg IV, Chong 2006 Pain Med 7:469; 74 ng/mL at 80 min after 0.5 mg/kg, Zhao 2012 Br J Clin Pharmacol 74:304-314 (recalled)";
        /// Norketamine intercompartmental clearance.
        norketamine_q: r"Q_{NK}" = 42.0 "L/h" in 0.5..300.0, Tuned, "peak at 1-1.7 h and yet a half-life of about 5 h";
        /// Norketamine peripheral volume.
        norketamine_v2: r"V_{2,NK}" = 155.0 "L" in 5.0..1000.0, Tuned, "peak at 1-1.7 h and yet a half-life of about 5 h";
        /// Share of norketamine clearance that forms hydroxynorketamine.
        hnk_fraction: r"f_{HNK}" = 0.4 "1" in 0.0..1.0, Assumed, "hydroxynorketamine to ketamine AUC 1.7 (S) and 3.1 (R) after IV, Hasan 2021 Anesthesiology 135:326-339";
        /// Hydroxynorketamine clearance.
        hnk_cl: r"CL_{HNK}" = 12.5 "L/h" in 2.0..200.0, Tuned, "hydroxynorketamine to ketamine AUC 1.7 (S) and 3.1 (R) after IV, Hasan 2021 Anesthesiology 135:326-339";
        /// Hydroxynorketamine central volume.
        hnk_v: r"V_{HNK}" = 25.0 "L" in 5.0..1000.0, Tuned, "peak about 30-60 ng/mL at 1.5-5 h and a half-life of 7-12 h; 38 ng/mL at 230 min after 0.5 mg/kg, Zhao 2012 Br J Clin Pharmacol 74:304-314 (recalled)";
        /// Hydroxynorketamine intercompartmental clearance.
        hnk_q: r"Q_{HNK}" = 12.0 "L/h" in 0.5..200.0, Tuned, "early peak and yet a half-life of 7-12 h";
        /// Hydroxynorketamine peripheral volume.
        hnk_v2: r"V_{2,HNK}" = 75.0 "L" in 5.0..1000.0, Tuned, "early peak and yet a half-life of 7-12 h";
    }
    constants {
        /// Molar mass of norketamine relative to ketamine.
        norketamine_mass_ratio: r"r_{NK}" = 0.941 "1", Definition, "223.70 / 237.73, rounded";
        /// Molar mass of hydroxynorketamine relative to norketamine.
        hnk_mass_ratio: r"r_{HNK}" = 1.0715 "1", Definition, "239.70 / 223.70, rounded";
        /// Molar mass of ketamine.
        ketamine_molar_mass: r"M_K" = 237.73 "g/mol", Definition, "C13H16ClNO";
        /// Molar mass of norketamine.
        norketamine_molar_mass: r"M_{NK}" = 223.70 "g/mol", Definition, "C12H14ClNO";
        /// From mg/L to ng/mL.
        ng_per_ml: r"c" = 1000.0 "ng/mL L/mg", Definition, "definition of the units";
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
        /// Norketamine in the central compartment.
        norketamine: r"A_{NK}" "mg" ~ 1.0;
        /// Norketamine in the peripheral compartment.
        norketamine_peripheral: r"A_{2,NK}" "mg" ~ 1.0;
        /// Hydroxynorketamine in the central compartment.
        hydroxynorketamine: r"A_{HNK}" "mg" ~ 1.0;
        /// Hydroxynorketamine in the peripheral compartment.
        hydroxynorketamine_peripheral: r"A_{2,HNK}" "mg" ~ 1.0;
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

/// Two compartments of one substance.
#[derive(Debug, Clone, Copy)]
struct Disposition<C> {
    /// Clearance from the central compartment.
    cl: C,
    /// Central volume.
    v1: C,
    /// Clearance between the compartments.
    q: C,
    /// Peripheral volume.
    v2: C,
}

/// Central and peripheral amount of a substance that arrives in the central compartment.
#[inline]
fn two_compartments<W: Visitor>(
    w: &mut W,
    states: [State; 2],
    inflow: W::Varying,
    of: Disposition<W::Constant>,
) -> [W::Varying; 2] {
    let to_centre = of.q / of.v2;
    w.exchange(states, inflow, [(of.cl + of.q) / of.v1, to_centre], [to_centre, of.q / of.v1])
}

/// From the depots to the unbound concentrations.
#[inline]
pub fn walk<W: Visitor>(w: &mut W, p: &Parameters<W::Constant>) -> Ketamine<W::Varying> {
    let injection = p.ka_injection * w.decay(state::ketamine_injection_depot, p.ka_injection);
    let nasal = p.ka_nasal * w.decay(state::ketamine_nasal_depot, p.ka_nasal);
    let sublingual = p.ka_sublingual * w.decay(state::ketamine_sublingual_depot, p.ka_sublingual);
    let oral = p.ka_oral * w.decay(state::ketamine_oral_depot, p.ka_oral);
    let absorbed = p.f_injection * injection + p.f_nasal * nasal + p.f_sublingual * sublingual + p.f_oral * oral;
    let absorbed = w.observe(observable::absorbed, absorbed);
    let first_pass = p.fp_nasal * nasal + p.fp_sublingual * sublingual + p.fp_oral * oral;
    let first_pass = w.observe(observable::first_pass, first_pass);

    let [central, _] = two_compartments(
        w,
        [state::ketamine_central, state::ketamine_peripheral],
        absorbed + p.ketamine_infusion,
        Disposition { cl: p.ketamine_cl, v1: p.ketamine_v1, q: p.ketamine_q, v2: p.ketamine_v2 },
    );
    let formed = p.norketamine_fraction * p.ketamine_cl / p.ketamine_v1 * central + first_pass;
    let [norketamine, _] = two_compartments(
        w,
        [state::norketamine, state::norketamine_peripheral],
        p.norketamine_mass_ratio * formed,
        Disposition { cl: p.norketamine_cl, v1: p.norketamine_v, q: p.norketamine_q, v2: p.norketamine_v2 },
    );
    let [hydroxynorketamine, _] = two_compartments(
        w,
        [state::hydroxynorketamine, state::hydroxynorketamine_peripheral],
        p.hnk_mass_ratio * p.hnk_fraction * p.norketamine_cl / p.norketamine_v * norketamine,
        Disposition { cl: p.hnk_cl, v1: p.hnk_v, q: p.hnk_q, v2: p.hnk_v2 },
    );

    let plasma = w.observe(observable::ketamine_plasma, p.ng_per_ml / p.ketamine_v1 * central);
    let norketamine_plasma = w.observe(observable::norketamine_plasma, p.ng_per_ml / p.norketamine_v * norketamine);
    let hnk_plasma = w.observe(observable::hnk_plasma, p.ng_per_ml / p.hnk_v * hydroxynorketamine);
    let free = w.observe(observable::ketamine_free, p.ketamine_fu / p.ketamine_molar_mass * plasma);
    let norketamine_free =
        w.observe(observable::norketamine_free, p.ketamine_fu / p.norketamine_molar_mass * norketamine_plasma);
    Ketamine { plasma, hnk_plasma, free, norketamine_free }
}
