//! A table of measured values.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onset::scenario::{builtin, read, read_observed};

fuzz_target!(|text: &str| {
    let scenario =
        read(&builtin::find("single-infusion").expect("it is built in").source(), &[]).scenario.expect("it is sound");
    match read_observed(text, &scenario, None, None) {
        Ok(observed) => {
            assert!(observed.points.iter().all(|point| point.time.is_finite() && point.value.is_finite()));
            assert!(
                observed
                    .points
                    .iter()
                    .all(|point| point.spread.is_none_or(|spread| spread > 0.0 && spread.is_finite()))
            );
        }
        Err(error) => assert!(error.line >= 1 && !error.message.is_empty() && !error.help.is_empty()),
    }
});
