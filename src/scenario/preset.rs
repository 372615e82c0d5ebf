//! Presets: ready-made changes of the model, as data.
//!
//! Owns: what each preset sets. Must not know: files. No preset gives a dose.

use crate::quantity::Setting;
use crate::regimen::{Drug, Part};

/// What a preset is about; of some kinds one arm can hold only one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PresetKind {
    /// The subject that is treated; named in `[subject]`.
    Subject,
    /// Which substance a drug stands for, such as sertraline for `ssri`.
    Drug(Drug),
    /// Anything else; any number of them.
    Variant,
}

impl PresetKind {
    /// The word that help prints.
    pub fn name(self) -> &'static str {
        match self {
            Self::Subject => "subject",
            Self::Drug(drug) => match drug.row().part {
                Part::Blocker => "blocker",
                Part::ReuptakeInhibitor | Part::Other => drug.name(),
            },
            Self::Variant => "variant",
        }
    }
}

/// A parameter changed for a while.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Timed {
    /// Which parameter.
    pub key: &'static str,
    /// The value it takes, in its unit.
    pub value: f64,
    /// From here, h.
    pub at: f64,
    /// To here, h.
    pub until: f64,
}

/// A ready-made change of the model.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Preset {
    /// The name that files use.
    pub key: &'static str,
    /// What it is about.
    pub kind: PresetKind,
    /// One line for a student.
    pub description: &'static str,
    /// Parameters and their values, in their units, for a 70 kg adult.
    pub set: &'static [(&'static str, f64)],
    /// Parameters changed for a while.
    pub timed: &'static [Timed],
    /// The dose that is usual with it; empty where there is none.
    pub usual_dose: &'static str,
    /// What descriptions call the drug; empty where it is no drug.
    pub drug: &'static str,
    /// Where its numbers come from; empty where it only turns a switch that the model declares with a source.
    pub source: &'static str,
}

const BASE: Preset = Preset {
    key: "",
    kind: PresetKind::Variant,
    description: "",
    set: &[],
    timed: &[],
    usual_dose: "",
    drug: "",
    source: "",
};

/// Every preset.
pub const PRESETS: &[Preset] = &[
    Preset {
        key: "healthy",
        kind: PresetKind::Subject,
        description: "A subject without chronic stress; improvement is not defined.",
        set: &[("stress", 0.0)],
        ..BASE
    },
    Preset {
        key: "stressed",
        kind: PresetKind::Subject,
        description: "A chronically stressed subject; the default.",
        set: &[("stress", 1.0)],
        ..BASE
    },
    Preset {
        key: "esketamine",
        kind: PresetKind::Drug(Drug::Ketamine),
        description: "The S-enantiomer alone: nearly twice as potent at the receptor, absorbed more slowly from the nose.",
        set: &[
            ("ketamine_cl", 95.0),
            ("f_nasal", 0.48),
            ("fp_nasal", 0.1),
            ("f_oral", 0.08),
            ("ka_nasal", 1.5),
            ("ec50_interneuron", 1.08),
            ("ec50_pyramidal", 2.95),
            ("ec50_resting", 1.13),
            ("ec50_dissociation", 0.23),
            ("norketamine_potency", 0.18),
        ],
        usual_dose: "84 mg into the nose: three sprays of 28 mg, 5 min apart",
        drug: "esketamine",
        source: "ketamine_cl and f_oral, Fanta 2015 Eur J Clin Pharmacol 71:441-447; f_nasal 0.48 and Tmax 20-40 min, US label of esketamine; affinities are those of the racemate times 0.3/0.53, where 0.3 umol/L is the Ki of the S half, Ebert 1997 Eur J Pharmacol 333:99-104",
        ..BASE
    },
    Preset {
        key: "arketamine",
        kind: PresetKind::Drug(Drug::Ketamine),
        description: "The R-enantiomer alone: a weaker blocker; that it is the stronger in rodents is not explained by block.",
        set: &[
            ("ec50_interneuron", 5.0),
            ("ec50_pyramidal", 13.5),
            ("ec50_resting", 5.2),
            ("ec50_dissociation", 1.25),
            ("norketamine_potency", 0.11),
        ],
        usual_dose: "0.5 mg/kg into a vein over 40 min",
        drug: "arketamine",
        source: "affinities are those of the racemate times 1.4/0.53, where 1.4 umol/L is the Ki of the R half, Ebert 1997 Eur J Pharmacol 333:99-104",
        ..BASE
    },
    Preset {
        key: "escitalopram",
        kind: PresetKind::Drug(Drug::Ssri),
        description: "Escitalopram, the default SSRI.",
        set: &[("ssri_cl", 36.0), ("ssri_v", 1500.0), ("ssri_ka", 0.8), ("ssri_ec50", 1.36)],
        usual_dose: "10 mg by mouth every 1 d",
        drug: "escitalopram-like SSRI",
        source: "clearance and volume, Rao 2007 Clin Pharmacokinet 46:281-290; ssri_ec50 tuned to one tablet, Arakawa 2016 Psychiatry Res Neuroimaging 251:1-6",
        ..BASE
    },
    Preset {
        key: "citalopram",
        kind: PresetKind::Drug(Drug::Ssri),
        description: "Citalopram.",
        set: &[("ssri_cl", 22.0), ("ssri_v", 1000.0), ("ssri_ka", 0.8), ("ssri_ec50", 5.0)],
        usual_dose: "20 mg by mouth every 1 d",
        drug: "citalopram-like SSRI",
        source: "ssri_ec50 tuned to the minimum dose, Meyer 2004 Am J Psychiatry 161:826-835; clearance, volume and absorption assumed",
        ..BASE
    },
    Preset {
        key: "sertraline",
        kind: PresetKind::Drug(Drug::Ssri),
        description: "Sertraline.",
        set: &[("ssri_cl", 96.0), ("ssri_v", 3500.0), ("ssri_ka", 0.35), ("ssri_ec50", 2.3)],
        usual_dose: "50 mg by mouth every 1 d",
        drug: "sertraline-like SSRI",
        source: "ssri_ec50 tuned to one tablet, Arakawa 2016 Psychiatry Res Neuroimaging 251:1-6, and to the minimum dose, Meyer 2004 Am J Psychiatry 161:826-835; clearance, volume and absorption assumed",
        ..BASE
    },
    Preset {
        key: "paroxetine",
        kind: PresetKind::Drug(Drug::Ssri),
        description: "Paroxetine, right at steady state only: it inhibits its own clearance.",
        set: &[("ssri_cl", 27.0), ("ssri_v", 820.0), ("ssri_ka", 0.6), ("ssri_ec50", 3.5)],
        usual_dose: "20 mg by mouth every 1 d",
        drug: "paroxetine-like SSRI",
        source: "ssri_ec50 tuned to the minimum dose, Meyer 2004 Am J Psychiatry 161:826-835; clearance, volume and absorption assumed",
        ..BASE
    },
    Preset {
        key: "paroxetine-first",
        kind: PresetKind::Drug(Drug::Ssri),
        description: "Paroxetine's first tablet only, before it has inhibited its own clearance.",
        set: &[("ssri_cl", 199.0), ("ssri_v", 3990.0), ("ssri_ka", 0.6), ("ssri_ec50", 3.5)],
        usual_dose: "20 mg by mouth once",
        drug: "paroxetine-like SSRI",
        source: "clearance and volume tuned to one tablet, 45 % at 4 h and 10 % at 48 h, Arakawa 2016 Psychiatry Res Neuroimaging 251:1-6",
        ..BASE
    },
    Preset {
        key: "fluoxetine",
        kind: PresetKind::Drug(Drug::Ssri),
        description: "Fluoxetine with its active metabolite norfluoxetine, which stays for weeks.",
        set: &[
            ("ssri_cl", 10.0),
            ("ssri_v", 1400.0),
            ("ssri_ka", 0.5),
            ("ssri_ec50", 25.0),
            ("ssri_metabolite_fraction", 0.8),
            ("ssri_metabolite_ratio", 0.955),
            ("ssri_metabolite_cl", 6.0),
            ("ssri_metabolite_v", 2000.0),
        ],
        usual_dose: "20 mg by mouth every 1 d",
        drug: "fluoxetine-like SSRI",
        source: "ssri_ec50 tuned to the minimum dose, Meyer 2004 Am J Psychiatry 161:826-835; clearances, volumes and absorption assumed",
        ..BASE
    },
    Preset {
        key: "val66met",
        description: "Met/Met carriers of the BDNF variant: less is released when it is needed.",
        set: &[("bdnf_phasic", 0.3), ("bdnf_tonic", 0.9)],
        source: "Liu 2012 Biol Psychiatry 71:996-1005, in mice; 0.3 and 0.9 assumed",
        ..BASE
    },
    Preset {
        key: "ampa-antagonist",
        description: "An NBQX-like drug blocks 90 % of AMPA receptors for the first 6 h.",
        timed: &[Timed { key: "ampa_block", value: 0.9, at: 0.0, until: 6.0 }],
        source: "NBQX, Maeng 2008 Biol Psychiatry 63:349-352; 90 % and 6 h assumed",
        ..BASE
    },
    Preset {
        key: "rapamycin-local",
        description: "Rapamycin in the cortex, as in rodents, blocks 90 % of mTORC1 for the first 8 h.",
        timed: &[Timed { key: "mtorc1_block", value: 0.9, at: 0.0, until: 8.0 }],
        source: "Li 2010 Science 329:959-964, in rats; 90 % and 8 h assumed",
        ..BASE
    },
    Preset {
        key: "rapamycin-oral",
        description: "Rapamycin by mouth, as in people: mTORC1 is left alone, synapses are lost 10 % more slowly for 14 d.",
        timed: &[Timed { key: "turnover_scale", value: 0.9, at: 0.0, until: 336.0 }],
        source: "Abdallah 2020 Neuropsychopharmacology 45:990-997; that synapses are lost more slowly is one reading of it, assumed",
        ..BASE
    },
    Preset {
        key: "rival-direct",
        description: "The rival story of direct inhibition: block at rest lets BDNF be translated, no disinhibition.",
        set: &[("disinhibition_gain", 0.0), ("direct_gain", 5.61)],
        source: "Autry 2011 Nature 475:91-95; direct_gain tuned so that day 1 agrees with the default",
        ..BASE
    },
    Preset {
        key: "rival-hnk",
        description: "The rival story of hydroxynorketamine: it drives AMPA receptors itself, no disinhibition.",
        set: &[("disinhibition_gain", 0.0), ("hnk_gain", 0.527)],
        source: "Zanos 2016 Nature 533:481-486; hnk_gain tuned so that day 1 agrees with the default",
        ..BASE
    },
    Preset {
        key: "rival-opioid",
        description: "The rival story of an opioid gate: nine tenths of the evoked BDNF need opioid receptors.",
        set: &[("opioid_gate", 0.9)],
        source: "Williams 2018 Am J Psychiatry 175:1205-1215; 0.9 assumed",
        ..BASE
    },
    Preset {
        key: "rival-habenula",
        description: "The rival story of the lateral habenula: its silenced bursts relieve the network, no disinhibition.",
        set: &[("disinhibition_gain", 0.0), ("habenula_gain", 4.76)],
        source: "Yang 2018 Nature 554:317-322; habenula_gain tuned so that day 1 agrees with the default",
        ..BASE
    },
    Preset {
        key: "naltrexone",
        description: "Naltrexone blocks 90 % of opioid receptors for the first 24 h; without the opioid gate it does nothing.",
        timed: &[Timed { key: "opioid_block", value: 0.9, at: 0.0, until: 24.0 }],
        source: "Williams 2018 Am J Psychiatry 175:1205-1215; 90 % and 24 h assumed",
        ..BASE
    },
    Preset {
        key: "memantine-like",
        kind: PresetKind::Drug(Drug::Ketamine),
        description: "An NMDA blocker that rises slowly, stays for days and spares receptors at rest; little happens.",
        set: &[
            ("ka_oral", 0.15),
            ("f_oral", 1.0),
            ("fp_oral", 0.0),
            ("ketamine_cl", 7.5),
            ("ketamine_v1", 650.0),
            ("ketamine_q", 1.0),
            ("ketamine_v2", 10.0),
            ("norketamine_fraction", 0.0),
            ("ec50_interneuron", 2.0),
            ("ec50_pyramidal", 10.0),
            ("ec50_resting", 20.0),
        ],
        usual_dose: "20 mg by mouth",
        drug: "memantine-like blocker",
        source: "no block at rest in Mg2+, Gideons 2014 Proc Natl Acad Sci USA 111:8649-8654; the other numbers, and a molar mass as that of ketamine, assumed",
        ..BASE
    },
    Preset {
        key: "amygdala",
        description: "The amygdala, where chronic stress adds spines; read the synapse count only, not the symptom index.",
        set: &[("stress_on_bdnf", -0.2), ("stress_on_turnover", -0.05)],
        source: "stress adds spines there, Mitra 2005 Proc Natl Acad Sci USA 102:9371-9376, in rats; the numbers are assumed",
        ..BASE
    },
];

/// The preset with this key.
pub fn find(key: &str) -> Option<&'static Preset> {
    PRESETS.iter().find(|preset| preset.key == key)
}

/// The presets of the subject.
pub fn subjects() -> impl Iterator<Item = &'static Preset> {
    PRESETS.iter().filter(|preset| preset.kind == PresetKind::Subject)
}

/// The presets that an arm can name.
pub fn of_arms() -> impl Iterator<Item = &'static Preset> {
    PRESETS.iter().filter(|preset| preset.kind != PresetKind::Subject)
}

impl Preset {
    /// What it sets for good, with the place of each parameter.
    pub fn settings(&self) -> impl Iterator<Item = (Setting, f64)> + use<> {
        self.set.iter().filter_map(|(key, value)| Some((crate::model::parameter(key)?, *value)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model;
    use crate::model::joint_bounds;

    #[test]
    fn every_preset_names_parameters_and_lies_within_their_bounds() {
        for preset in PRESETS {
            let timed = preset.timed.iter().map(|timed| (timed.key, timed.value));
            for (key, value) in preset.set.iter().copied().chain(timed) {
                let setting = model::parameter(key).unwrap_or_else(|| panic!("{}: no parameter {key}", preset.key));
                let quantity = &model::SETTINGS[setting.0];
                assert!((quantity.low..=quantity.high).contains(&value), "{}: {key} = {value}", preset.key);
            }
        }
    }

    #[test]
    fn every_preset_with_every_subject_and_any_other_preset_is_within_the_joint_bounds() {
        for subject in subjects() {
            for one in of_arms() {
                for other in of_arms() {
                    let mut settings = model::defaults();
                    let all = subject.settings().chain(one.settings()).chain(other.settings());
                    for (setting, value) in all {
                        settings[setting.0] = value;
                    }
                    for timed in one.timed.iter().chain(other.timed) {
                        settings[model::parameter(timed.key).unwrap().0] = timed.value;
                    }
                    let broken = joint_bounds::broken(&settings);
                    assert!(broken.is_empty(), "{} {} {}: {broken:?}", subject.key, one.key, other.key);
                }
            }
        }
    }

    #[test]
    fn every_preset_that_sets_a_number_of_its_own_names_a_source() {
        for preset in PRESETS {
            assert_eq!(preset.source.is_empty(), preset.kind == PresetKind::Subject, "{}", preset.key);
        }
    }

    #[test]
    fn keys_are_unique() {
        for (i, preset) in PRESETS.iter().enumerate() {
            assert_eq!(find(preset.key), Some(&PRESETS[i]));
        }
    }
}
