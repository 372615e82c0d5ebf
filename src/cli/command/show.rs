//! Printing a scenario, as it is or with all that it builds on.

use crate::cli::failure::Failure;
use crate::cli::load;
use crate::cli::options::Changes;
use crate::cli::terminal::Terminal;
use onset::scenario::{flatten, render_plain};
use onset::words::texts::DISCLAIMER;

/// Prints the text of a scenario; `flat` prints what it means as one file.
pub(in crate::cli) fn show(word: &str, flat: bool, terminal: &Terminal) -> Result<(), Failure> {
    let source = match load::source(word)? {
        Ok((_, source)) => source,
        Err(not_text) => {
            terminal.note(render_plain(&not_text.diagnostic, &not_text.source).trim_end());
            return Err(Failure::Scenario);
        }
    };
    if !flat {
        return terminal.data(&source.text);
    }
    // Says what is wrong with it, if anything is.
    load::scenario(word, &Changes::default(), terminal)?;
    match flatten(&source, &load::resolver(word)) {
        Some(text) => terminal.data(&format!("# {DISCLAIMER}\n{text}")),
        None => Err(Failure::Scenario),
    }
}
