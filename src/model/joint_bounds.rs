//! Bounds that hold for several parameters together.
//!
//! Owns: the joint bounds and their words. Must not know: files.

use super::{bdnf, ketamine, stress, synapses};
use crate::quantity::Setting;

/// Least value of the stress sum; below it a rate would come near zero or change its sign.
const LEAST_STRESS_SUM: f64 = -0.8;

/// Sums such as 0.3 + 0.7 may miss 1 by rounding.
const ROUNDING: f64 = 1e-12;

/// What stress and inflammation act on together, and by which parameters.
const STRESS_SUMS: [(&str, Setting, Setting); 2] = [
    ("bdnf", bdnf::setting::stress_on_bdnf, bdnf::setting::inflammation_on_bdnf),
    ("turnover", synapses::setting::stress_on_turnover, synapses::setting::inflammation_on_turnover),
];

/// The least inflammation at which every stress sum is allowed. Inflammation lags behind stress and can be scaled by an
/// event, so that the bound of the settings alone does not hold for it at every moment.
pub(crate) fn least_inflammation(value: impl Fn(Setting) -> f64) -> f64 {
    let stress_now = value(stress::setting::stress);
    let least = STRESS_SUMS.iter().map(|(_, by_stress, by_inflammation)| {
        let room = LEAST_STRESS_SUM - value(*by_stress) * stress_now;
        // Without an effect of inflammation the bound is on stress alone, which is checked with the settings.
        if value(*by_inflammation) > 0.0 { 1.0 + room / value(*by_inflammation) } else { f64::NEG_INFINITY }
    });
    least.fold(f64::NEG_INFINITY, f64::max) - ROUNDING
}

/// The least serotonergic drive at which the transcription of BDNF keeps the share that the least stress sum leaves it.
/// Drive is at least 1 unless an event lowers it or serotonin; some way below lies a pole of its occupancy.
pub(crate) fn least_drive(value: impl Fn(Setting) -> f64) -> f64 {
    let (gain, half) = (value(bdnf::setting::serotonin_gain), value(bdnf::setting::serotonin_k));
    1.0 + LEAST_STRESS_SUM * half / (gain - LEAST_STRESS_SUM)
}

/// A joint bound that does not hold.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Broken {
    /// What is wrong, with the numbers.
    pub(crate) message: String,
    /// How to mend it.
    pub(crate) help: String,
    /// The parameters in it.
    pub(crate) settings: Vec<Setting>,
}

/// Every joint bound that these settings break.
pub(crate) fn broken(settings: &[f64]) -> Vec<Broken> {
    let value = |setting: Setting| settings.get(setting.0).copied().unwrap_or(0.0);
    let name = |setting: Setting| super::SETTINGS.get(setting.0).map_or("", |quantity| quantity.key);
    let mut broken = Vec::new();
    for (route, unchanged, converted) in [
        ("nasal", ketamine::setting::f_nasal, ketamine::setting::fp_nasal),
        ("sublingual", ketamine::setting::f_sublingual, ketamine::setting::fp_sublingual),
        ("oral", ketamine::setting::f_oral, ketamine::setting::fp_oral),
    ] {
        let (f, fp) = (value(unchanged), value(converted));
        if f + fp > 1.0 + ROUNDING {
            let (f_name, fp_name) = (name(unchanged), name(converted));
            broken.push(Broken {
                message: format!(
                    "more than all of a dose ({route}) would reach the blood: {f_name} {f} and {fp_name} {fp} add up to {:.4}",
                    f + fp
                ),
                help: format!(
                    "{f_name} is the share that arrives as ketamine, {fp_name} the share that arrives as norketamine; together they are at most 1"
                ),
                settings: vec![unchanged, converted],
            });
        }
    }
    let stress_now = value(stress::setting::stress);
    let on_inflammation = value(stress::setting::stress_on_inflammation);
    let relief = value(stress::setting::ketamine_on_inflammation);
    let lowest_inflammation = on_inflammation * stress_now - relief;
    for (effect, by_stress, by_inflammation) in STRESS_SUMS {
        let sum = value(by_stress) * stress_now + value(by_inflammation) * lowest_inflammation;
        if sum < LEAST_STRESS_SUM - ROUNDING {
            broken.push(Broken {
                message: format!(
                    "stress and inflammation would act on {effect} by {sum:.4}, below the least allowed {LEAST_STRESS_SUM}"
                ),
                help: format!(
                    "stress_on_{effect} * stress + inflammation_on_{effect} * (stress_on_inflammation * stress - ketamine_on_inflammation) must be at least {LEAST_STRESS_SUM}; raise stress_on_{effect} or lower stress"
                ),
                settings: vec![
                    by_stress,
                    by_inflammation,
                    stress::setting::stress,
                    stress::setting::stress_on_inflammation,
                    stress::setting::ketamine_on_inflammation,
                ],
            });
        }
    }
    broken
}
