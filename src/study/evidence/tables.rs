//! What the model gives for each published finding, as text, CSV, JSON and Markdown.

use std::fmt::Write as _;

use serde::Serialize;

use super::finding::{Confidence, Finding, Findings, Role};
use super::helpline;
use super::kind::Range;
use super::outcome::{Answer, Judged, Outcome};
use super::score::{Score, shared};
use crate::quantity::{Dimension, Unit, csv_field, shortest};
use crate::run::basis;
use crate::words::{amount, capital, folded, json, rounded, texts::DISCLAIMER};

/// Outcomes with what is needed to tell them.
#[derive(Debug, Clone, Copy)]
pub struct Evidence<'a> {
    /// Every finding.
    pub all: &'a Findings,
    /// Those that were judged.
    pub outcomes: &'a [Outcome<'a>],
    /// Changes given from outside, as they were typed.
    pub changes: &'a [String],
}

/// What stands below every table.
pub(crate) const BANDS: &str = "Bands are generous and chosen for a toy model; they are not published limits.";

/// A number with its unit: `177 ng/mL`, `52 %`, `3.2`.
fn with_unit(value: Option<f64>, unit: &str) -> String {
    value.map_or_else(|| "none".to_owned(), |value| amount(value, unit))
}

/// What the model gives: `177 ng/mL`, `40 % < 52 %`.
pub(crate) fn given(answer: &Answer) -> String {
    let say = |value: &Option<f64>| with_unit(*value, &answer.unit);
    match &answer.judged {
        Judged::NotExpressible => "not expressible".to_owned(),
        Judged::Within(value, _) | Judged::Shown(value) => say(value),
        Judged::Beside(value, _, other) => format!("{} against {}", say(value), say(other)),
        Judged::InOrder(values) => {
            let numbers: Vec<String> = values.iter().map(|value| with_unit(*value, "1")).collect();
            let unit = if answer.unit == "1" { String::new() } else { format!(" {}", answer.unit) };
            format!("{}{unit}", numbers.join(if is_time(answer) { ", then " } else { ", " }))
        }
    }
}

/// Whether the numbers are times.
fn is_time(answer: &Answer) -> bool {
    Unit::parse(&answer.unit).is_ok_and(|unit| unit.dimension == Dimension::TIME)
}

/// An end of a band, to the last digit unless there are many.
fn limit(value: f64) -> String {
    let exact = shortest(value);
    if exact.len() <= 6 { exact } else { rounded(value) }
}

/// A range: `120 to 280 ng/mL`, `at most 20 %`.
pub(crate) fn range_words(range: Range, unit: &str) -> String {
    let last = |number: f64| if unit == "1" { limit(number) } else { format!("{} {unit}", limit(number)) };
    match range {
        Range { low: Some(low), high: Some(high) } => format!("{} to {}", limit(low), last(high)),
        Range { low: Some(low), .. } => format!("at least {}", last(low)),
        Range { high: Some(high), .. } => format!("at most {}", last(high)),
        Range { .. } => "any".to_owned(),
    }
}

/// What it has to be: `120 to 280 ng/mL`, `at most 20 %`, `in this order`.
pub(crate) fn band(answer: &Answer) -> String {
    match &answer.judged {
        Judged::Within(_, range) => range_words(*range, &answer.unit),
        Judged::Beside(_, direction, _) => direction.name().to_owned(),
        Judged::InOrder(_) if is_time(answer) => "in this order".to_owned(),
        Judged::InOrder(_) => "rising".to_owned(),
        Judged::Shown(_) => "shown beside it".to_owned(),
        Judged::NotExpressible => "counts for neither".to_owned(),
    }
}

/// Outcomes of one role, one system after another, in the order of the findings.
pub(crate) fn by_system<'a>(outcomes: &'a [Outcome<'a>], role: Role) -> Vec<(&'a str, Vec<&'a Outcome<'a>>)> {
    let mut systems: Vec<(&str, Vec<&Outcome<'_>>)> = Vec::new();
    for outcome in outcomes.iter().filter(|outcome| outcome.finding.role == role) {
        match systems.iter_mut().find(|(system, _)| *system == outcome.finding.system) {
            Some((_, some)) => some.push(outcome),
            None => systems.push((&outcome.finding.system, vec![outcome])),
        }
    }
    systems
}

/// The note on suicide, where one of these findings speaks of it.
fn note_on_suicide(outcomes: &[Outcome<'_>]) -> Option<&'static str> {
    helpline(outcomes.iter().flat_map(|outcome| [&*outcome.finding.id, &*outcome.finding.says]))
}

/// What the model had of a finding before it was asked: the parameters tuned to it, or the parameters that share its paper.
fn made_with(finding: &Finding) -> Option<String> {
    match (finding.role, shared(finding)) {
        (Role::Calibration, _) => Some(format!("Tuned to it: {}", finding.tuned_to.join(", "))),
        (Role::Prediction, rests) if rests.is_empty() => None,
        (Role::Prediction, rests) => {
            Some(format!("Not wholly new to the model; parameters that rest on the same paper: {}", rests.join(", ")))
        }
    }
}

impl Evidence<'_> {
    /// The two numbers, with the words that belong to them.
    pub(crate) fn numbers(&self) -> Score {
        Score::of(self.outcomes)
    }

    /// Findings that do not hold though they are not known not to.
    pub fn lost(&self) -> Vec<&str> {
        let lost = self.outcomes.iter().filter(|outcome| !outcome.holds());
        lost.map(|outcome| outcome.finding.id.as_str()).filter(|id| self.all.known_miss(id).is_none()).collect()
    }

    /// The score and what it is worth, in sentences.
    pub(crate) fn score(&self) -> String {
        let numbers = self.numbers();
        let mut sentences = vec![capital(&format!("{numbers}."))];
        sentences.extend(numbers.overlap());
        let recalled =
            self.outcomes.iter().filter(|outcome| outcome.finding.confidence == Confidence::Recalled).count();
        match recalled {
            0 => {}
            1 => sentences.push("1 source is recalled and to be checked.".to_owned()),
            _ => sentences.push(format!("{recalled} sources are recalled and to be checked.")),
        }
        sentences.join(" ")
    }

    fn status(&self, outcome: &Outcome<'_>) -> &'static str {
        match (outcome.holds(), self.all.known_miss(&outcome.finding.id)) {
            (true, None) => "holds",
            (true, Some(_)) => "holds, though it is listed as one that does not",
            (false, Some(_)) => "DOES NOT HOLD (known)",
            (false, None) => "DOES NOT HOLD",
        }
    }

    fn reason(&self, outcome: &Outcome<'_>) -> Option<&str> {
        let miss = self.all.known_miss(&outcome.finding.id).filter(|_| !outcome.holds());
        miss.map(|miss| miss.reason.as_str())
    }

    /// For people: the findings of each system one below the other, for a terminal of 80 columns.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for role in Role::ALL {
            let systems = by_system(self.outcomes, role);
            if systems.is_empty() {
                continue;
            }
            text.push_str(&folded(&format!("{}. {}", role.heading().to_uppercase(), role.meaning()), ""));
            text.push('\n');
            for (system, outcomes) in systems {
                let _ = writeln!(text, "{}\n", capital(system));
                for outcome in outcomes {
                    self.card(outcome, &mut text);
                }
            }
        }
        for change in self.changes {
            let _ = writeln!(text, "Changed in every protocol: {change}");
        }
        text.push_str(&folded(&self.score(), ""));
        text.push_str(&folded(BANDS, ""));
        text.push_str(&folded(&basis(), ""));
        if let Some(note) = note_on_suicide(self.outcomes) {
            text.push_str(&folded(note, ""));
        }
        let _ = writeln!(text, "{DISCLAIMER}");
        text
    }

    /// What stands below the tests of a finding.
    fn remarks(&self, outcome: &Outcome<'_>) -> Vec<String> {
        let finding = outcome.finding;
        let mut remarks = vec![format!("Source ({}): {}", finding.confidence.meaning(), finding.source)];
        remarks.extend(made_with(finding));
        if !finding.reworded.is_empty() {
            remarks.push(format!("Reworded after the model had failed it: {}", finding.reworded));
        }
        if !finding.caveat.is_empty() {
            remarks.push(format!("But: {}", finding.caveat));
        }
        remarks.extend(self.reason(outcome).map(|reason| format!("Why not: {reason}")));
        remarks
    }

    fn card(&self, outcome: &Outcome<'_>, text: &mut String) {
        let finding = outcome.finding;
        let _ = writeln!(text, "  {}: {}", finding.id, self.status(outcome));
        text.push_str(&folded(&format!("    {}", capital(&finding.says)), "    "));
        let rows: Vec<[String; 3]> =
            outcome.answers.iter().map(|answer| [answer.label.clone(), given(answer), band(answer)]).collect();
        let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
        let (first, second) = (width(0), width(1));
        for (row, answer) in rows.iter().zip(&outcome.answers) {
            let mark = if answer.holds() { ' ' } else { '!' };
            let line = format!("    {mark} {:first$}  {:second$}  [{}]", row[0], row[1], row[2]);
            text.push_str(&folded_columns(&line));
        }
        for remark in self.remarks(outcome) {
            text.push_str(&folded(&format!("    {remark}"), "      "));
        }
        text.push('\n');
    }

    /// For other programs: a row for each test.
    pub fn csv(&self) -> String {
        let mut csv = String::from(
            "id,system,finding,check,test,value,low,high,unit,gives,band,test_holds,holds,source,confidence,caveat,role,\
             tuned_to,shares_paper_with,reworded,why_not\n",
        );
        for outcome in self.outcomes {
            for answer in &outcome.answers {
                let row = TestRow::new(answer);
                let number = |value: Option<f64>| value.map(shortest).unwrap_or_default();
                let finding = outcome.finding;
                let fields = [
                    finding.id.clone(),
                    finding.system.clone(),
                    finding.says.clone(),
                    finding.check.clone(),
                    answer.label.clone(),
                    number(row.value),
                    number(row.low),
                    number(row.high),
                    answer.unit.clone(),
                    row.gives,
                    row.band,
                    row.holds.to_string(),
                    outcome.holds().to_string(),
                    finding.source.clone(),
                    finding.confidence.name().to_owned(),
                    finding.caveat.clone(),
                    finding.role.name().to_owned(),
                    finding.tuned_to.join(" "),
                    shared(finding).join(" "),
                    finding.reworded.clone(),
                    self.reason(outcome).unwrap_or_default().to_owned(),
                ];
                csv.push_str(&fields.map(|field| csv_field(&field)).join(","));
                csv.push('\n');
            }
        }
        csv
    }

    /// For other programs: a list of objects.
    pub fn json(&self) -> String {
        let rows: Vec<Row<'_>> = self
            .outcomes
            .iter()
            .map(|outcome| {
                let finding = outcome.finding;
                let value: Vec<String> =
                    outcome.answers.iter().map(|answer| format!("{}: {}", answer.label, given(answer))).collect();
                Row {
                    id: &finding.id,
                    system: &finding.system,
                    finding: &finding.says,
                    value: value.join("; "),
                    band: &finding.check,
                    holds: outcome.holds(),
                    known_miss: self.reason(outcome),
                    source: &finding.source,
                    confidence: finding.confidence.name(),
                    caveat: &finding.caveat,
                    role: finding.role.name(),
                    tuned_to: &finding.tuned_to,
                    shares_paper_with: shared(finding),
                    reworded: Some(finding.reworded.as_str()).filter(|text| !text.is_empty()),
                    helpline: note_on_suicide(std::slice::from_ref(outcome)),
                    tests: outcome.answers.iter().map(TestRow::new).collect(),
                }
            })
            .collect();
        json(&rows)
    }

    /// For a page: a table for each finding.
    pub fn markdown(&self) -> String {
        let mut page = format!("# The model against the literature\n\n**{}** {BANDS}\n", self.score());
        for change in self.changes {
            let _ = writeln!(page, "\nChanged in every protocol: {change}.");
        }
        for role in Role::ALL {
            let systems = by_system(self.outcomes, role);
            if systems.is_empty() {
                continue;
            }
            let _ = write!(page, "\n## {}\n\n{}\n", role.heading(), role.meaning());
            for (system, outcomes) in systems {
                let _ = write!(page, "\n### {}\n", capital(system));
                for outcome in outcomes {
                    self.markdown_card(outcome, &mut page);
                }
            }
        }
        let note = note_on_suicide(self.outcomes).map(|note| format!("\n{note}\n")).unwrap_or_default();
        let _ = write!(page, "\n{}\n{note}\n**{DISCLAIMER}**\n", basis());
        page
    }

    fn markdown_card(&self, outcome: &Outcome<'_>, page: &mut String) {
        let cell = |text: &str| text.replace('|', "\\|").replace('<', "&lt;").replace('>', "&gt;");
        let finding = outcome.finding;
        let says = cell(&capital(&finding.says));
        let _ = write!(page, "\n**`{}`: {}.** {says}.\n", finding.id, self.status(outcome));
        let _ = write!(page, "\n| test | the model gives | band |\n|---|---|---|\n");
        for answer in &outcome.answers {
            let bold = if answer.holds() { "" } else { "**" };
            let (given, band) = (cell(&given(answer)), cell(&band(answer)));
            let _ = writeln!(page, "| {} | {bold}{given}{bold} | {band} |", cell(&answer.label));
        }
        let remarks: Vec<String> = self.remarks(outcome).iter().map(|remark| format!("{}.", cell(remark))).collect();
        let _ = write!(page, "\nBand: {}.  \n{}\n", cell(&finding.check), remarks.join("  \n"));
    }
}

/// A row of a card, which is rarely too long: then its band stands below.
fn folded_columns(line: &str) -> String {
    if line.chars().count() <= crate::words::WIDTH {
        return format!("{line}\n");
    }
    match line.rsplit_once("  [") {
        Some((start, band)) => format!("{}\n        [{band}\n", start.trim_end()),
        None => format!("{line}\n"),
    }
}

#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    system: &'a str,
    finding: &'a str,
    value: String,
    band: &'a str,
    holds: bool,
    known_miss: Option<&'a str>,
    source: &'a str,
    confidence: &'a str,
    caveat: &'a str,
    role: &'a str,
    tuned_to: &'a [&'static str],
    shares_paper_with: Vec<&'static str>,
    reworded: Option<&'a str>,
    helpline: Option<&'static str>,
    tests: Vec<TestRow>,
}

#[derive(Serialize)]
struct TestRow {
    test: String,
    value: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
    unit: String,
    gives: String,
    band: String,
    holds: bool,
}

impl TestRow {
    fn new(answer: &Answer) -> Self {
        let (value, low, high) = match &answer.judged {
            Judged::Within(value, range) => (*value, range.low, range.high),
            Judged::Shown(value) | Judged::Beside(value, ..) => (*value, None, None),
            Judged::InOrder(_) | Judged::NotExpressible => (None, None, None),
        };
        Self {
            test: answer.label.clone(),
            value,
            low,
            high,
            unit: answer.unit.clone(),
            gives: given(answer),
            band: band(answer),
            holds: answer.holds(),
        }
    }
}
