//! The findings with which the model is compared, on the standard output.

use std::path::{Path, PathBuf};

use clap::{ArgAction, Args, ValueEnum, ValueHint};

use super::run::draw_all;
use crate::cli::drawing::Picture;
use crate::cli::failure::Failure;
use crate::cli::invocation::Invocation;
use crate::cli::load;
use crate::cli::options::{Changes, Force};
use crate::cli::reach::Reach;
use crate::cli::study_command::StudyCommand;
use crate::cli::terminal::Terminal;
use crate::cli::writing;
use crate::cli::writing::{Output, Place};
use onset::figure::Theme;
use onset::run::{FailedArm, Manifest};
use onset::solver::Options;
use onset::study::evidence;
use onset::study::evidence::{Evidence, evidence_figures};
use onset::study::evidence::{Finding, Findings, Outcome, Unjudged};

/// What `onset evidence` is asked for.
#[derive(Debug, Args)]
pub(in crate::cli) struct EvidenceOptions {
    /// Findings by their names, such as pk-cmax; without one, all of them.
    #[arg(value_name = "ID")]
    ids: Vec<String>,
    /// Form of the table.
    #[arg(long, value_name = "FORMAT", value_enum, value_hint = ValueHint::Other, default_value_t)]
    format: EvidenceFormat,
    /// Print the scenario that tests a finding, instead of the table.
    #[arg(long, requires = "ids", conflicts_with = "format")]
    protocol: bool,
    /// Also write the table and its figure, as evidence.md, .svg, .png and more, to this folder.
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, conflicts_with = "protocol")]
    out: Option<PathBuf>,
    #[command(flatten)]
    changes: Changes,
    /// Overwrite files that were changed since they were written, or that something else wrote.
    #[arg(long, requires = "out", action = ArgAction::SetTrue)]
    force: Force,
}

/// Form of the table of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum EvidenceFormat {
    /// For reading.
    #[default]
    Text,
    /// A row for each test.
    Csv,
    /// A list of objects.
    Json,
    /// A page with a table for each finding.
    Markdown,
}

/// Writes the table in every form, and the figure.
fn write(folder: &Path, evidence: &Evidence<'_>, force: bool, typed: &Invocation) -> Result<(), Failure> {
    let mut outputs = vec![
        Output::new("evidence.md", evidence.markdown()),
        Output::new("findings.csv", evidence.csv()),
        Output::new("findings.json", evidence.json()),
    ];
    outputs.extend(draw_all(&drawn(evidence, typed))?);
    let place = Place::new(Some(folder), "evidence");
    writing::write(&place, outputs, |files| Manifest::plain("onset evidence", evidence.changes, files), force)?;
    Ok(())
}

/// Every picture of findings that were judged.
fn drawn(evidence: &Evidence<'_>, typed: &Invocation) -> Vec<Picture> {
    let figures = evidence_figures(evidence).into_iter();
    figures.map(|figure| Picture::slide(typed.made(figure, &[]), Theme::light())).collect()
}

/// The pictures that the command draws, and nothing of what it writes.
fn pictures(options: &EvidenceOptions, terminal: &Terminal) -> Result<Vec<Picture>, Failure> {
    if options.protocol {
        return Ok(Vec::new());
    }
    let all = data()?;
    let outcomes = outcomes(all, &chosen(all, &options.ids)?, options, terminal)?;
    let changes = load::changes_as_typed(&options.changes);
    Ok(drawn(&Evidence { all, outcomes: &outcomes, changes: &changes }, terminal.typed()))
}

impl StudyCommand for EvidenceOptions {
    fn pictures(&self, _: Reach<'_>, terminal: &Terminal) -> Option<Result<Vec<Picture>, Failure>> {
        Some(pictures(self, terminal))
    }
}

/// Judges findings.
fn outcomes(
    all: &'static Findings,
    chosen: &[&'static Finding],
    options: &EvidenceOptions,
    terminal: &Terminal,
) -> Result<Vec<Outcome<'static>>, Failure> {
    let judged = evidence::judge(
        all,
        chosen,
        &options.changes.set,
        |scenario| load::changed(&scenario, &options.changes),
        &Options::default(),
    );
    judged.map_err(|unjudged| failed(unjudged, terminal))
}

/// The data that come with the program.
fn data() -> Result<&'static Findings, Failure> {
    evidence::findings().map_err(|error| Failure::Data(error.to_string()))
}

/// The findings that are named; all of them where none is.
fn chosen(all: &'static Findings, ids: &[String]) -> Result<Vec<&'static Finding>, Failure> {
    if ids.is_empty() {
        return Ok(all.findings.iter().collect());
    }
    let find = |id: &String| {
        all.find(id).ok_or_else(|| Failure::Usage {
            message: format!("no finding is called \"{id}\""),
            help: all.nearest(id).map_or_else(
                || "`onset evidence` shows them all".to_owned(),
                |near| format!("did you mean \"{near}\"?"),
            ),
        })
    };
    ids.iter().map(find).collect()
}

/// The failure of protocols that could not be run; what is wrong with a change is said here.
pub(in crate::cli) fn failed(unjudged: Unjudged, terminal: &Terminal) -> Failure {
    match unjudged {
        Unjudged::Change(source, diagnostics) => {
            terminal.diagnostics(&diagnostics, &source);
            Failure::Changes
        }
        Unjudged::Run(arm, error) => Failure::Run(FailedArm { arm, error }),
    }
}

/// Judges findings and prints the verdicts.
pub(in crate::cli) fn evidence(options: &EvidenceOptions, terminal: &Terminal) -> Result<(), Failure> {
    let all = data()?;
    let chosen = chosen(all, &options.ids)?;
    if options.protocol {
        if let [first, second, ..] = &chosen[..] {
            return Err(Failure::Usage {
                message: "--protocol prints the scenario of one finding".to_owned(),
                help: format!("name \"{}\" or \"{}\", not both", first.id, second.id),
            });
        }
        let protocol = chosen.first().and_then(|finding| all.protocol(finding));
        return terminal.data(protocol.map_or("", |protocol| &protocol.text));
    }
    let outcomes = outcomes(all, &chosen, options, terminal)?;
    let changes = load::changes_as_typed(&options.changes);
    let evidence = Evidence { all, outcomes: &outcomes, changes: &changes };
    match options.format {
        EvidenceFormat::Text => terminal.tell(&evidence.text()),
        EvidenceFormat::Csv => terminal.data(&evidence.csv()),
        EvidenceFormat::Json => terminal.data(&evidence.json()),
        EvidenceFormat::Markdown => terminal.data(&evidence.markdown()),
    }?;
    if let Some(folder) = &options.out {
        write(folder, &evidence, options.force.0, terminal.typed())?;
        terminal.note(&format!("Written to {}", folder.display()));
    }
    let lost: Vec<String> = evidence.lost().into_iter().map(str::to_owned).collect();
    if lost.is_empty() { Ok(()) } else { Err(Failure::NotHolding(lost)) }
}
