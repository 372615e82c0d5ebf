//! Which parameters a page lets people move.

use crate::regimen::Drug;
use crate::scenario::{Scenario, Slider};

/// Parameters that tell most whatever is given; they stand after the parameters of the drugs.
const TELLING: [&str; 2] = ["k_protein", "stress"];

/// The sliders of a page: the sliders asked for, otherwise the sliders of the scenarios, otherwise a small telling set. Of two for
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
        let of_drugs = Drug::ALL.into_iter().filter(|drug| is_given(*drug));
        let of_drugs = of_drugs.flat_map(|drug| drug.row().telling.iter().map(AsRef::as_ref));
        of_drugs.chain(TELLING).filter_map(|key| Slider::parse(key).ok()).collect()
    };
    let mut sliders: Vec<Slider> = Vec::new();
    for slider in candidates {
        if sliders.iter().all(|other| other.setting != slider.setting) {
            sliders.push(slider);
        }
    }
    sliders
}
