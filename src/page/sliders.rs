//! Which parameters a page lets people move.

use crate::regimen::Drug;
use crate::scenario::{Scenario, Slider};

/// Those that tell most where nobody chose any, each with the drug without which it would move nothing.
const TELLING: [(&str, Option<Drug>); 5] = [
    ("ec50_interneuron", Some(Drug::Ketamine)),
    ("adaptation_gain", Some(Drug::Ketamine)),
    ("ssri_cl", Some(Drug::Ssri)),
    ("k_protein", None),
    ("stress", None),
];

/// The sliders of a page: those asked for, otherwise those of the scenarios, otherwise a small telling set. Of two for
/// one parameter the first counts.
pub fn chosen(asked: &[Slider], scenarios: &[(String, Scenario)]) -> Vec<Slider> {
    let own = || scenarios.iter().flat_map(|(_, scenario)| scenario.sliders.iter().copied());
    let candidates: Vec<Slider> = if !asked.is_empty() {
        asked.to_vec()
    } else if own().next().is_some() {
        own().collect()
    } else {
        let is_given = |drug: Drug| {
            let mut arms = scenarios.iter().flat_map(|(_, scenario)| &scenario.arms);
            arms.any(|arm| arm.experiment.regimen.gives(drug, arm.experiment.duration))
        };
        let worth = TELLING.iter().filter(|(_, drug)| drug.is_none_or(is_given));
        worth.filter_map(|(key, _)| Slider::parse(key).ok()).collect()
    };
    let mut sliders: Vec<Slider> = Vec::new();
    for slider in candidates {
        if sliders.iter().all(|other| other.setting != slider.setting) {
            sliders.push(slider);
        }
    }
    sliders
}
