//! Lay claims with their verdicts, as text and JSON.

use std::fmt::Write as _;

use serde::Serialize;

use super::claim::{Claim, Claims, Verdict};
use crate::words::folded;
use crate::words::json;
use crate::words::texts::DISCLAIMER;

/// For people: one claim below the other, for a terminal of 80 columns.
pub fn claims_text(all: &Claims, chosen: &[&Claim]) -> String {
    let mut text = String::new();
    for claim in chosen {
        text.push_str(&folded(&format!("\"{}\": {}", claim.claim, claim.verdict.name().to_uppercase()), "  "));
        text.push_str(&folded(&format!("  {}", claim.answer), "  "));
        if !claim.caveat.is_empty() {
            text.push_str(&folded(&format!("  Keep in mind: {}", claim.caveat), "    "));
        }
        if !claim.unchecked.is_empty() {
            text.push_str(&folded(
                &format!("  Labels and general knowledge, not checked: {}", claim.unchecked),
                "    ",
            ));
        }
        if let Some(note) = claim.helpline() {
            text.push_str(&folded(&format!("  {note}"), "  "));
        }
        let sources = all.sources(claim);
        if !sources.is_empty() {
            text.push_str(&folded(&format!("  Sources: {}", sources.join("; ")), "    "));
        }
        if claim.scenario.is_empty() {
            text.push_str("  The model has nothing to show here.\n");
        } else {
            let _ = writeln!(text, "  See: onset claims --run {}", claim.id);
            text.push_str(&folded(&format!("    {}", claim.look), "    "));
        }
        if !claim.findings.is_empty() {
            text.push_str(&folded(&format!("  Tested: onset evidence {}", claim.findings.join(" ")), "    "));
        }
        text.push('\n');
    }
    let count = |verdict: Verdict| chosen.iter().filter(|claim| claim.verdict == verdict).count();
    let counts = Verdict::ALL.map(|verdict| format!("{} {}", count(verdict), verdict.name()));
    let number = if chosen.len() == 1 { "1 claim".to_owned() } else { format!("{} claims", chosen.len()) };
    text.push_str(&folded(&format!("{number}: {}.", counts.join(", ")), ""));
    let _ = writeln!(text, "{DISCLAIMER}");
    text
}

#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    claim: &'a str,
    verdict: &'a str,
    answer: &'a str,
    caveat: &'a str,
    unchecked: &'a str,
    helpline: Option<&'static str>,
    sources: Vec<&'a str>,
    findings: &'a [String],
    scenario: Option<&'a str>,
    look: &'a str,
}

/// For other programs: a list of objects; the scenario is null where there is none.
pub fn claims_json(all: &Claims, chosen: &[&Claim]) -> String {
    let row = |claim: &&'_ Claim| -> serde_json::Value {
        let row = Row {
            id: &claim.id,
            claim: &claim.claim,
            verdict: claim.verdict.name(),
            answer: &claim.answer,
            caveat: &claim.caveat,
            unchecked: &claim.unchecked,
            helpline: claim.helpline(),
            sources: all.sources(claim),
            findings: &claim.findings,
            scenario: Some(claim.scenario.as_str()).filter(|scenario| !scenario.is_empty()),
            look: &claim.look,
        };
        // Plain fields in memory cannot fail to serialise.
        serde_json::to_value(row).unwrap_or_default()
    };
    json(&chosen.iter().map(row).collect::<Vec<_>>())
}
