//! The formula of an output.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onset::scenario::{Source, read, render_plain};

fuzz_target!(|formula: &str| {
    let formula: String = formula.chars().map(|letter| format!("\\U{:08X}", letter as u32)).collect();
    let text = format!(
        "format = 1\nduration = \"1 d\"\n[[arm]]\nname = \"one\"\n[[output]]\nname = \"x\"\nexpr = \"{formula}\"\nunit = \"1\"\n"
    );
    let source = Source::new("it.toml", text);
    for diagnostic in read(&source, &[]).diagnostics {
        render_plain(&diagnostic, &source);
    }
});
