//! Links of the story that can be cut, to see what depends on them.

use super::arm::Arm;
use super::scenario::Scenario;
use crate::model::{self, synapses};
use crate::quantity::State;
use crate::regimen::{Effect, Event};

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

    /// Cuts the link in one arm; switches on its parameter are removed.
    fn apply(self, arm: &mut Arm) {
        let (key, value) = self.cut();
        let Some(setting) = model::parameter(key) else { return };
        arm.typical[setting.0] = value;
        arm.experiment.settings[setting.0] = model::for_weight(setting, value, arm.weight);
        arm.experiment.regimen.switches.retain(|switch| switch.setting != setting);
    }
}

/// What counts as new spines: all synapses gained since before time 0, nascent or matured meanwhile.
const NEW_SPINES: [State; 2] = [synapses::state::nascent_synapses, synapses::state::mature_synapses];

impl Scenario {
    /// The same scenario with the synapses gained since the start erased at a time (h), in every arm. After Moda-Sava
    /// et al 2019, Science 364:eaat8078, in which the spines that ketamine had brought were erased.
    #[must_use]
    pub fn erasing_new_spines(&self, at: f64) -> Self {
        let mut erased = self.clone();
        let events = NEW_SPINES.map(|state| Event { at, state, effect: Effect::LoseGain });
        for arm in &mut erased.arms {
            arm.experiment.regimen.events.extend(events);
        }
        erased
    }

    /// The same scenario with these links cut in every arm.
    #[must_use]
    pub fn without(&self, links: &[Link]) -> Self {
        let mut cut = self.clone();
        for arm in &mut cut.arms {
            links.iter().for_each(|link| link.apply(arm));
        }
        cut
    }
}
