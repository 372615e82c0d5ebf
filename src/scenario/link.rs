//! Links of the story that can be cut, to see what depends on them.

use super::arm;
use super::scenario::Scenario;
use crate::model;
use crate::simulate::Experiment;

/// One link of the cascade; cut, it does nothing from before time 0 to the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Link {
    /// AMPA receptors.
    Ampa,
    /// Evoked release of BDNF.
    Bdnf,
    /// mTORC1.
    Mtorc1,
    /// The release of pyramidal cells by silenced interneurons.
    Interneuron,
    /// Presynaptic adaptation, which ends the surge of glutamate.
    Adaptation,
    /// The expectation of relief.
    Expectancy,
}

impl Link {
    /// Every link.
    pub const ALL: [Self; 6] =
        [Self::Ampa, Self::Bdnf, Self::Mtorc1, Self::Interneuron, Self::Adaptation, Self::Expectancy];

    /// The name that the command line uses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ampa => "ampa",
            Self::Bdnf => "bdnf",
            Self::Mtorc1 => "mtorc1",
            Self::Interneuron => "interneuron",
            Self::Adaptation => "adaptation",
            Self::Expectancy => "expectancy",
        }
    }

    /// One line for a student.
    pub const fn description(self) -> &'static str {
        match self {
            Self::Ampa => "AMPA receptors are blocked throughout",
            Self::Bdnf => "no BDNF is released on demand",
            Self::Mtorc1 => "mTORC1 is blocked throughout",
            Self::Interneuron => "silenced interneurons do not release pyramidal cells",
            Self::Adaptation => "nothing ends the surge of glutamate",
            Self::Expectancy => "no relief by expectation",
        }
    }

    /// The parameter and the value that cut the link.
    pub const fn cut(self) -> (&'static str, f64) {
        match self {
            Self::Ampa => ("ampa_block", 1.0),
            Self::Bdnf => ("bdnf_phasic", 0.0),
            Self::Mtorc1 => ("mtorc1_block", 1.0),
            Self::Interneuron => ("disinhibition_gain", 0.0),
            Self::Adaptation => ("adaptation_gain", 0.0),
            Self::Expectancy => ("expectancy", 0.0),
        }
    }

    /// The link with this name.
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|link| link.name() == name)
    }

    /// The link that was probably meant.
    pub fn nearest(name: &str) -> Option<Self> {
        crate::quantity::nearest(name, Self::ALL.iter().map(|link| link.name())).and_then(Self::find)
    }

    /// Cuts the link in one experiment; switches on its parameter are removed.
    pub fn apply(self, experiment: &mut Experiment) {
        let (key, value) = self.cut();
        let Some(setting) = model::parameter(key) else { return };
        if let Some(old) = experiment.settings.get_mut(setting.0) {
            *old = value;
        }
        experiment.regimen.switches.retain(|switch| switch.setting != setting);
    }
}

impl Scenario {
    /// The same scenario with these links cut in every arm.
    #[must_use]
    pub fn without(&self, links: &[Link]) -> Self {
        let mut cut = self.clone();
        for arm in &mut cut.arms {
            let mut values = model::defaults();
            for changed in &arm.changed {
                if let Some(value) = values.get_mut(changed.setting.0) {
                    *value = changed.value;
                }
            }
            for link in links {
                link.apply(&mut arm.experiment);
                let (key, value) = link.cut();
                if let Some(old) = model::parameter(key).and_then(|setting| values.get_mut(setting.0)) {
                    *old = value;
                }
            }
            arm.changed = arm::changed(&values);
        }
        cut
    }
}
