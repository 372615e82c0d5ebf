//! A table of subjects.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onset::study::population::read_subjects;
use onset::words::Advice;

fuzz_target!(|text: &str| {
    if let Err(error) = read_subjects(text) {
        assert!(error.line >= 1 && !error.to_string().is_empty() && !error.help().is_empty());
    }
});
