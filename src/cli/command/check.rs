//! Checking scenario files: for people, for programs, and what a code means.

use crate::cli::failure::Failure;
use crate::cli::load;
use crate::cli::load::Checked;
use crate::cli::options::{Changes, CheckFormat};
use crate::cli::terminal::Terminal;
use onset::run::findings_json;
use onset::scenario::{CODES, LocatedDiagnostic, Scenario, explain};
use onset::words::{duration, folded};

/// Says of each file whether it is good.
pub(in crate::cli) fn check(
    words: &[String],
    changes: &Changes,
    format: CheckFormat,
    terminal: &Terminal,
) -> Result<(), Failure> {
    match format {
        CheckFormat::Text => for_people(words, changes, terminal),
        CheckFormat::Json => for_programs(words, changes, terminal),
    }
}

fn for_people(words: &[String], changes: &Changes, terminal: &Terminal) -> Result<(), Failure> {
    let mut failed = None;
    for word in words {
        match load::scenario(word, changes, terminal) {
            Ok((_, scenario)) => terminal.say(&good(word, &scenario))?,
            Err(failure) => failed = Some(load::worse(failed, failure)?),
        }
    }
    failed.map_or(Ok(()), Err)
}

/// One list of the findings in all files on the standard output; empty where nothing is wrong.
fn for_programs(words: &[String], changes: &Changes, terminal: &Terminal) -> Result<(), Failure> {
    let mut failed = None;
    let mut findings: Vec<LocatedDiagnostic> = Vec::new();
    for word in words {
        let Checked { source, diagnostics, result, .. } = load::check(word, changes)?;
        findings.extend(diagnostics.iter().map(|diagnostic| LocatedDiagnostic::new(diagnostic, &source)));
        if let Err(failure) = result {
            failed = Some(load::worse(failed, failure)?);
        }
    }
    terminal.data(&findings_json(&findings))?;
    failed.map_or(Ok(()), Err)
}

/// What a scenario without an error says when it is checked.
fn good(word: &str, scenario: &Scenario) -> String {
    let arms = onset::words::arms(scenario.arms.len());
    let mut text = format!("{word}: good; {arms} over {}\n", duration(scenario.duration));
    for arm in &scenario.arms {
        text.push_str(&folded(&format!("  {}: {}", arm.name, arm.description), "    "));
    }
    text
}

/// Says in a paragraph what a code means.
pub(in crate::cli) fn explanation(code: &str, terminal: &Terminal) -> Result<(), Failure> {
    let Some(found) = explain(code) else {
        let last = |letter: char| CODES.iter().rev().map(|(code, _)| *code).find(|code| code.starts_with(letter));
        let (error, warning) = (last('E').unwrap_or_default(), last('W').unwrap_or_default());
        return Err(Failure::Usage {
            message: format!("no message has the code \"{code}\""),
            help: format!("codes stand in brackets before a message: E001 to {error}, W001 to {warning}"),
        });
    };
    let mut text = format!("{}: {}\n\n{}", found.code, found.title(), folded(found.text, ""));
    for (head, lines) in [("Instead of", found.wrong), ("write", found.right)] {
        if !lines.is_empty() {
            text.push_str(&format!("\n{head}\n"));
            text.extend(lines.lines().map(|line| format!("    {line}\n")));
        }
    }
    terminal.tell(&text)
}
