//! How a signal is shown: its heading, and the unit that reads best.

use crate::simulate::Signal;

/// What a panel shows.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct View {
    pub(super) signal: Signal,
    pub(super) title: String,
    pub(super) unit: String,
    /// From the signal's unit to the panel's.
    pub(super) scale: f64,
}

/// Key, heading, unit and scale of signals that have a better heading or unit than their declaration.
const KNOWN: &[(&str, &str, &str, f64)] = &[
    ("improvement", "Improvement of symptoms", "% of the start", 1.0),
    ("ketamine_plasma", "Ketamine in plasma", "ng/mL", 1.0),
    ("norketamine_plasma", "Norketamine in plasma", "ng/mL", 1.0),
    ("hnk_plasma", "Hydroxynorketamine in plasma", "ng/mL", 1.0),
    ("ssri_plasma", "SSRI in plasma", "ng/mL", 1.0),
    ("sert_occupancy", "Transporter occupancy", "% of SERT", 100.0),
    ("nmda_block_interneuron", "NMDA block on interneurons", "%", 100.0),
    ("nmda_block_pyramidal", "NMDA block on pyramidal cells", "%", 100.0),
    ("glutamate", "Glutamate", "% of baseline", 100.0),
    ("ampa_activation", "AMPA activation", "% of baseline", 100.0),
    ("bdnf", "BDNF", "% of healthy", 100.0),
    ("synapse_count", "Synapse count", "% of healthy", 100.0),
    ("reported_symptoms", "Symptom index", "arbitrary units", 1.0),
    ("symptom_index", "Symptom index before expectancy", "arbitrary units", 1.0),
    ("network_overactivity", "Default-mode overactivity", "arbitrary units", 1.0),
    ("inflammation", "Inflammation", "% of healthy", 100.0),
    ("serotonin", "Serotonin", "% of baseline", 100.0),
    ("dissociation_index", "Dissociation", "% of the most", 1.0),
    ("sedation_index", "Sedation", "% of the most", 1.0),
    ("analgesia", "Analgesia", "% of the most", 100.0),
    ("opioid_requirement", "Opioid requirement", "% of the most", 100.0),
];

/// The steps of the cascade from receptor to symptom.
pub(super) const CASCADE: [&str; 6] =
    ["nmda_block_interneuron", "glutamate", "ampa_activation", "bdnf", "synapse_count", "reported_symptoms"];

impl View {
    pub(super) fn of(signal: Signal) -> Self {
        let quantity = signal.quantity();
        if let Some((_, title, unit, scale)) = KNOWN.iter().find(|(key, ..)| *key == quantity.key) {
            return Self { signal, title: (*title).to_owned(), unit: (*unit).to_owned(), scale: *scale };
        }
        let words = quantity.key.replace('_', " ");
        let title = words.chars().take(1).flat_map(char::to_uppercase).chain(words.chars().skip(1)).collect();
        let unit = if quantity.unit == "1" { String::new() } else { quantity.unit.to_owned() };
        Self { signal, title, unit, scale: 1.0 }
    }

    /// Of the signal with this key.
    pub(super) fn by_key(key: &str) -> Option<Self> {
        Signal::by_key(key).map(Self::of)
    }

    /// The name in files.
    pub(super) const fn id(&self) -> &'static str {
        self.signal.quantity().key
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_known_view_is_of_a_signal() {
        for key in KNOWN.iter().map(|known| known.0).chain(CASCADE) {
            assert!(View::by_key(key).is_some(), "{key}");
        }
    }

    #[test]
    fn other_signals_are_named_by_their_key() {
        let view = View::by_key("synaptic_protein");
        assert_eq!(view.map(|view| (view.title, view.unit)), Some(("Synaptic protein".to_owned(), String::new())));
    }
}
