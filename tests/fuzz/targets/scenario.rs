//! A scenario file: read, its messages drawn, written flat, and read again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onset::scenario::{Source, flatten, read, read_from, render_plain};

fuzz_target!(|bytes: &[u8]| {
    let source = match Source::from_bytes("it.toml", bytes) {
        Ok(source) => source,
        Err(error) => return drop(render_plain(&error.diagnostic, &error.source)),
    };
    // A scenario that builds on another finds itself.
    let resolver = |_: &str, from: &Source| Ok(from.clone());
    let outcome = read_from(&source, &[], &resolver);
    for diagnostic in &outcome.diagnostics {
        let message = render_plain(diagnostic, &source);
        assert!(message.chars().all(|letter| !letter.is_control() || "\n\t".contains(letter)), "{message:?}");
    }
    let Some(scenario) = outcome.scenario else { return };
    let flat = flatten(&source, &resolver).expect("what can be run can be written flat");
    let again = read(&Source::new("flat.toml", flat), &[]).scenario.expect("what is written flat can be read");
    assert_eq!(scenario.arms.len(), again.arms.len());
    for (arm, again) in scenario.arms.iter().zip(&again.arms) {
        assert_eq!(arm.experiment, again.experiment);
    }
});
