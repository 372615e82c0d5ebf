//! Names of earlier versions of the model, and the names that stand in their place.
//!
//! Owns: the version of the model, and what to tell of a name or a value that an earlier version had. Must not know:
//! files, commands.

/// The version of the model. Figures made with another one show other numbers.
pub const VERSION: u32 = 2;

/// A name of an earlier version that this one has not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gone {
    /// The name as it was.
    pub key: &'static str,
    /// What has its place.
    pub now: &'static str,
    /// Why, in one clause.
    pub why: &'static str,
}

/// Every name of an earlier version that is gone.
pub const GONE: &[Gone] = &[Gone {
    key: "synapse_deficit",
    now: "throughput_deficit",
    why: "mood follows synaptic_throughput, synapses times potentiation, and no longer the synapse count alone",
}];

/// Parameters that kept their names while what they mean, and with it the range of their values, changed.
const REMADE: &[(&str, &str)] = &[
    (
        "potentiation_gain",
        "in version 1 of the model it divided network_overactivity, up to 50; now it adds to synaptic_throughput",
    ),
    (
        "k_potentiation",
        "in version 1 of the model potentiation followed mtorc1 over a day; now it follows plasticity within an hour",
    ),
];

/// The first version of the program with each version of the model, in order.
const SINCE: &[(&str, u32)] = &[("0.1", 1), ("0.2", 2)];

/// The new name for a name of an earlier version, as a sentence without its full stop.
pub fn became(name: &str) -> Option<String> {
    let gone = GONE.iter().find(|gone| gone.key == name)?;
    Some(format!("version {VERSION} of the model has \"{}\" in its place: {}", gone.now, gone.why))
}

/// Why a value that an earlier version took no longer fits a parameter.
pub fn remade(key: &str) -> Option<&'static str> {
    REMADE.iter().find(|(known, _)| *known == key).map(|(_, why)| *why)
}

/// The version of the model in a program, which calls itself `onset 0.1.0`; nothing where it is not known.
pub fn version_of(program: &str) -> Option<u32> {
    let number = program.strip_prefix("onset ")?;
    let is_of = |since: &str| number.strip_prefix(since).is_some_and(|rest| rest.starts_with('.'));
    SINCE.iter().find(|(since, _)| is_of(since)).map(|(_, version)| *version)
}

/// What to tell of something that a program with another version of the model made; nothing where it was this version,
/// or where that is not known.
pub fn made_with_another(program: &str) -> Option<String> {
    let made = version_of(program).filter(|made| *made != VERSION)?;
    Some(format!("it was made with version {made} of the model, and this program has version {VERSION}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{OBSERVABLES, SETTINGS, STATES};
    use crate::quantity::Kind;

    #[test]
    fn what_is_gone_is_gone_and_what_has_its_place_is_there() {
        let is_there = |key: &str| STATES.iter().chain(OBSERVABLES).chain(SETTINGS).any(|known| known.key == key);
        for gone in GONE {
            assert!(!is_there(gone.key) && is_there(gone.now), "{}", gone.key);
        }
        for (key, _) in REMADE {
            assert!(SETTINGS.iter().any(|known| known.key == *key && known.kind == Kind::Parameter), "{key}");
        }
    }

    #[test]
    fn this_program_has_this_version() {
        let program = format!("onset {}", env!("CARGO_PKG_VERSION"));
        assert_eq!((version_of(&program), made_with_another(&program)), (Some(VERSION), None));
        assert!(made_with_another("onset 0.1.0").unwrap().contains("version 1"));
        assert_eq!((version_of("onset 0.17.0"), version_of("another 0.1.0")), (None, None));
    }
}
