//! Claims of lay articles with their verdicts, and the scenarios that show them.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::run;
use crate::cli::failure::Failure;
use crate::cli::options::RunOptions;
use crate::cli::terminal::Terminal;
use onset::study::evidence;
use onset::study::evidence::{claims_json, claims_text};

/// What `onset claims` is asked for.
#[derive(Debug, Args)]
pub(in crate::cli) struct ClaimsOptions {
    /// Claims that hold this word, by name, text or verdict; without it, all of them.
    word: Option<String>,
    /// Form of the list.
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    format: ClaimsFormat,
    /// Run and draw the scenario that shows a claim.
    #[arg(long, value_name = "ID", conflicts_with_all = ["word", "format"])]
    run: Option<String>,
    /// With --run: folder to write to, instead of output/<scenario>.
    #[arg(long, value_name = "DIR", requires = "run")]
    out: Option<PathBuf>,
}

/// Form of the list of claims.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum ClaimsFormat {
    /// For reading.
    #[default]
    Text,
    /// A list of objects.
    Json,
}

/// Prints claims, or runs the scenario of one.
pub(in crate::cli) fn claims(options: &ClaimsOptions, terminal: &Terminal) -> Result<(), Failure> {
    let all = evidence::claims().map_err(|error| Failure::Data(error.to_string()))?;
    let unknown = |message: String, word: &str| Failure::Usage {
        message,
        help: all.nearest(word).map_or_else(
            || "`onset claims` without a word lists them all".to_owned(),
            |near| format!("did you mean \"{near}\"?"),
        ),
    };
    if let Some(id) = &options.run {
        let claim = all.find(id).ok_or_else(|| unknown(format!("no claim is called \"{id}\""), id))?;
        if claim.scenario.is_empty() {
            return Err(Failure::Usage {
                message: format!("the model has nothing to show of \"{}\"", claim.claim),
                help: format!("what the literature says: onset claims {id}"),
            });
        }
        terminal.say(&claims_text(all, &[claim]))?;
        terminal.say("\n")?;
        let options = RunOptions { out: options.out.clone(), ..RunOptions::default() };
        return run::run(std::slice::from_ref(&claim.scenario), &options, terminal);
    }
    let word = options.word.as_deref().unwrap_or("");
    // The name of a claim means that one alone.
    let chosen = all.find(word).map_or_else(|| all.about(word), |claim| vec![claim]);
    if chosen.is_empty() {
        return Err(unknown(format!("no claim speaks of \"{word}\""), word));
    }
    match options.format {
        ClaimsFormat::Text => terminal.tell(&claims_text(all, &chosen)),
        ClaimsFormat::Json => terminal.data(&claims_json(all, &chosen)),
    }
}
