//! The words that a figure carries.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onset::chart::{CommandRecord, Record};
use onset::scenario::{Source, read};

fuzz_target!(|words: &str| {
    let scenarios = match (CommandRecord::read(words), Record::read(words)) {
        (Some((_, scenarios)), _) => scenarios,
        (None, Some((record, scenarios))) => {
            let _ = (record.request(), record.method(), record.look.profile(), record.look.theme());
            scenarios
        }
        (None, None) => return,
    };
    for (name, text) in scenarios {
        read(&Source::new(name, text), &[]);
    }
});
