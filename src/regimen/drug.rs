//! The drugs, one row each.
//!
//! Owns all that is said of a drug in more than one room: its names, where a dose goes, what is measured of it, what is
//! usual. Must not know: files, colours, panels. A room that treats drugs alike reads the row; nothing matches on the
//! drugs one by one.

use std::borrow::Cow;
use std::sync::LazyLock;

use super::route::Route;
use crate::model::{ketamine, nmda, ssri};
use crate::quantity::{Observable, Setting, State};

/// What is given: a place in [`Drug::ALL`], which has a [`DrugRow`] for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Drug {
    /// Ketamine, racemate or esketamine by its parameters.
    Ketamine,
    /// An SSRI, which one by its parameters.
    Ssri,
}

/// What part a drug plays in a comparison; every figure shows drugs of one part in one hue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// Blocks NMDA receptors and acts within hours.
    Blocker,
    /// Blocks the serotonin transporter and acts within weeks.
    ReuptakeInhibitor,
    /// Acts otherwise.
    Other,
}

/// A drug or metabolite whose plasma level is measured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Analyte {
    /// What it is called, at the start of its metrics: `norketamine` of `norketamine_cmax`.
    pub name: Cow<'static, str>,
    /// Heading of its level: `Norketamine in plasma`.
    pub title: Cow<'static, str>,
    /// Its level, ng/mL.
    pub plasma: Observable,
    /// The amounts that make up the level.
    pub amounts: Cow<'static, [State]>,
}

/// The dose that a new line of the page begins with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FirstDose {
    /// How much, mg.
    pub amount: f64,
    /// How long it runs in, h.
    pub over: f64,
    /// Time from one dose to the next, h; nothing for a single dose.
    pub every: Option<f64>,
    /// How many doses.
    pub count: u32,
}

/// The first step of what a drug does: the quantity that shows whether a dose can do anything.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// Share that is taken by the drug.
    pub share: Observable,
    /// A greatest share below this is a slip, such as one of units.
    pub least: f64,
    /// The end of a sentence that begins with the share: `of SERT is occupied`.
    pub words: Cow<'static, str>,
}

/// What is known of a drug. Texts are borrowed or owned, so that a drug that a file declares can have a row as well.
#[derive(Debug, Clone, PartialEq)]
pub struct DrugRow {
    /// The name that files use: `ssri`.
    pub name: Cow<'static, str>,
    /// The name in a sentence: `SSRI`.
    pub spoken: Cow<'static, str>,
    /// The same with its article, where it has one: `an SSRI`.
    pub with_article: Cow<'static, str>,
    /// What a dose is called where no preset says which drug of its kind it is.
    pub usual_name: Cow<'static, str>,
    /// Its part in a comparison.
    pub part: Part,
    /// The amount in the body that a figure of the mechanism begins with.
    pub central: State,
    /// The routes by which it is given, each with the state that a bolus adds to.
    pub routes: Vec<(Route, State)>,
    /// The input whose rate an infusion raises, and the route of an infusion; nothing where it is not infused.
    pub infusion: Option<(Route, Setting)>,
    /// What is measured in plasma, the drug itself first.
    pub analytes: Vec<Analyte>,
    /// Keys of quantities that no other drug moves.
    pub moves_alone: Vec<Cow<'static, str>>,
    /// Keys of the steps from the drug to where all drugs meet, in their order.
    pub steps: Vec<Cow<'static, str>>,
    /// Its first step.
    pub target: Target,
    /// How long it takes, given alone, h; nothing for hours.
    pub needs: Option<f64>,
    /// Whether its doses are compared by body weight.
    pub by_weight: bool,
    /// More than this in one dose is asked about: mg/kg where doses are compared by body weight, else mg.
    pub large: f64,
    /// What is usual, for the help beside a large dose.
    pub usual: Cow<'static, str>,
    /// Metrics of a dose-response curve: an effect and a side effect, or an effect and how much of the target is taken.
    pub response: Vec<Cow<'static, str>>,
    /// Keys of parameters that tell most of it, for the sliders of a page.
    pub telling: Vec<Cow<'static, str>>,
    /// What a new line of the page begins with.
    pub first: FirstDose,
}

/// Texts as they stand in a row.
fn texts(list: &[&'static str]) -> Vec<Cow<'static, str>> {
    list.iter().map(|words| text(words)).collect()
}

/// Borrows a text.
const fn text(words: &'static str) -> Cow<'static, str> {
    Cow::Borrowed(words)
}

/// Ketamine in plasma.
pub static KETAMINE: Analyte = Analyte {
    name: text("ketamine"),
    title: text("Ketamine in plasma"),
    plasma: ketamine::observable::ketamine_plasma,
    amounts: Cow::Borrowed(&[ketamine::state::ketamine_central]),
};

/// Its metabolite norketamine in plasma.
pub static NORKETAMINE: Analyte = Analyte {
    name: text("norketamine"),
    title: text("Norketamine in plasma"),
    plasma: ketamine::observable::norketamine_plasma,
    amounts: Cow::Borrowed(&[ketamine::state::norketamine]),
};

/// Its metabolite hydroxynorketamine in plasma.
pub static HNK: Analyte = Analyte {
    name: text("hnk"),
    title: text("Hydroxynorketamine in plasma"),
    plasma: ketamine::observable::hnk_plasma,
    amounts: Cow::Borrowed(&[ketamine::state::hydroxynorketamine]),
};

/// The SSRI with its active metabolite in plasma.
pub static SSRI: Analyte = Analyte {
    name: text("ssri"),
    title: text("SSRI in plasma"),
    plasma: ssri::observable::ssri_plasma,
    amounts: Cow::Borrowed(&[ssri::state::ssri_central, ssri::state::ssri_metabolite]),
};

/// The rows, in the order of [`Drug::ALL`].
static ROWS: LazyLock<[DrugRow; Drug::ALL.len()]> = LazyLock::new(|| {
    [
        DrugRow {
            name: text("ketamine"),
            spoken: text("ketamine"),
            with_article: text("ketamine"),
            usual_name: text("ketamine"),
            part: Part::Blocker,
            central: ketamine::state::ketamine_central,
            routes: vec![
                (Route::Intravenous, ketamine::state::ketamine_central),
                (Route::Intramuscular, ketamine::state::ketamine_injection_depot),
                (Route::Subcutaneous, ketamine::state::ketamine_injection_depot),
                (Route::Nasal, ketamine::state::ketamine_nasal_depot),
                (Route::Sublingual, ketamine::state::ketamine_sublingual_depot),
                (Route::Oral, ketamine::state::ketamine_oral_depot),
            ],
            infusion: Some((Route::Intravenous, ketamine::setting::ketamine_infusion)),
            analytes: vec![KETAMINE.clone(), NORKETAMINE.clone(), HNK.clone()],
            moves_alone: texts(&[
                "dissociation_index",
                "sedation_index",
                "analgesia",
                "nmda_block_interneuron",
                "nmda_block_pyramidal",
            ]),
            steps: texts(&["nmda_block_interneuron", "glutamate", "ampa_activation"]),
            // Less than a tenth of what the usual infusion blocks; small doses that a scenario gives on purpose block more.
            target: Target {
                share: nmda::observable::nmda_block_interneuron,
                least: 0.015,
                words: text("of NMDA receptors are blocked"),
            },
            needs: None,
            by_weight: true,
            // An anaesthetic injection into a muscle is up to 10 mg/kg.
            large: 10.0,
            usual: text("0.5 mg/kg is usual in depression, 1 to 2 mg/kg into a vein in anaesthesia"),
            response: texts(&["improvement_24h", "dissociation_peak"]),
            telling: texts(&["ec50_interneuron", "adaptation_gain"]),
            first: FirstDose { amount: 35.0, over: 2.0 / 3.0, every: None, count: 1 },
        },
        DrugRow {
            name: text("ssri"),
            spoken: text("SSRI"),
            with_article: text("an SSRI"),
            usual_name: text("escitalopram-like SSRI"),
            part: Part::ReuptakeInhibitor,
            central: ssri::state::ssri_central,
            routes: vec![(Route::Oral, ssri::state::ssri_gut)],
            infusion: None,
            analytes: vec![SSRI.clone()],
            moves_alone: texts(&["sert_occupancy"]),
            steps: texts(&["sert_occupancy", "serotonin", "autoreceptor_sensitivity"]),
            // 80 % is usual.
            target: Target { share: ssri::observable::sert_occupancy, least: 0.2, words: text("of SERT is occupied") },
            needs: Some(14.0 * 24.0),
            by_weight: false,
            // The largest usual daily dose of any is 200 mg.
            large: 300.0,
            usual: text("10 to 200 mg a day are usual, by drug"),
            response: texts(&["improvement_end", "sert_occupancy_mean"]),
            telling: texts(&["ssri_cl"]),
            first: FirstDose { amount: 10.0, over: 0.0, every: Some(24.0), count: 56 },
        },
    ]
});

impl Drug {
    /// Every drug.
    pub const ALL: [Self; 2] = [Self::Ketamine, Self::Ssri];

    /// What is known of it.
    #[must_use]
    pub fn row(self) -> &'static DrugRow {
        &ROWS[self as usize]
    }

    /// The name that files use.
    #[must_use]
    pub fn name(self) -> &'static str {
        &self.row().name
    }

    /// The drug with this name.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|drug| drug.name() == name)
    }

    /// The state that a bolus adds to; nothing for a route by which the drug is not given.
    #[must_use]
    pub fn compartment(self, route: Route) -> Option<State> {
        self.row().routes.iter().find(|(by, _)| *by == route).map(|(_, state)| *state)
    }

    /// The input whose rate an infusion raises; nothing for a route by which the drug is not infused.
    #[must_use]
    pub fn input(self, route: Route) -> Option<Setting> {
        self.row().infusion.filter(|(by, _)| *by == route).map(|(_, input)| input)
    }
}

impl DrugRow {
    /// Doses are compared in this unit.
    #[must_use]
    pub const fn dose_unit(&self) -> &'static str {
        if self.by_weight { "mg/kg" } else { "mg" }
    }

    /// A dose in the unit in which doses are compared.
    #[must_use]
    pub fn in_dose_unit(&self, amount: f64, weight: f64) -> f64 {
        if self.by_weight { amount / weight } else { amount }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model;

    #[test]
    fn every_row_stands_in_its_place_and_names_what_the_model_has() {
        assert_eq!(ROWS.len(), Drug::ALL.len());
        for drug in Drug::ALL {
            let row = drug.row();
            assert_eq!(Drug::find(&row.name), Some(drug), "{}", row.name);
            assert!(!row.routes.is_empty() && !row.analytes.is_empty(), "{}", row.name);
            for key in &row.telling {
                assert!(model::parameter(key).is_some(), "{key} is no parameter");
            }
            let known = |key: &str| model::STATES.iter().chain(model::OBSERVABLES).any(|quantity| quantity.key == key);
            for key in row.moves_alone.iter().chain(&row.steps) {
                assert!(known(key), "{key} is no quantity");
            }
        }
    }
}
