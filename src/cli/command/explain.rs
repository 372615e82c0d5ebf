//! `onset explain`: what a name means.

use clap::Args;

use crate::cli::failure::Failure;
use crate::cli::terminal::Terminal;
use onset::explain::{Topic, glossary, names, topics};
use onset::model;
use onset::quantity::nearest;
use onset::words::texts::DISCLAIMER;

#[derive(Debug, Args)]
pub(in crate::cli) struct ExplainOptions {
    /// A state, parameter, observable, metric, preset, link or limit; without it, the glossary of all of them.
    name: Option<String>,
}

/// Prints all that is known of a name, or the glossary.
pub(in crate::cli) fn explain(options: &ExplainOptions, terminal: &Terminal) -> Result<(), Failure> {
    let Some(name) = &options.name else { return terminal.tell(&glossary()) };
    let found = topics(name);
    if found.is_empty() {
        return Err(Failure::Usage {
            message: format!("nothing is called \"{name}\""),
            help: model::became(name)
                .or_else(|| nearest(name, names()).map(|near| format!("did you mean \"{near}\"?")))
                .unwrap_or_else(|| "`onset explain` without a name lists every name".to_owned()),
        });
    }
    let texts: Vec<String> = found.into_iter().map(Topic::text).collect();
    terminal.tell(&format!("{}\n{DISCLAIMER}\n", texts.join("\n")))
}
