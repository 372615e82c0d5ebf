//! Rival explanations side by side, and the experiments that could tell them apart.

use std::path::{Path, PathBuf};

use clap::{ArgAction, Args, ValueHint};

use super::evidence::failed;
use super::run::{draw_all, format_needs_stdout};
use crate::cli::drawing::Picture;
use crate::cli::failure::Failure;
use crate::cli::hints;
use crate::cli::load;
use crate::cli::options::{Changes, Force, Format};
use crate::cli::reach::Reach;
use crate::cli::study_command::StudyCommand;
use crate::cli::terminal::Terminal;
use crate::cli::writing;
use crate::cli::writing::{Output, Place};
use onset::figure::Theme;
use onset::run::{Manifest, Run};
use onset::solver::Options;
use onset::study::rivals::RivalReport;
use onset::study::rivals::{Prediction, Rivals, STUDY};

/// What `onset rivals` is asked for.
#[derive(Debug, Args)]
pub(in crate::cli) struct RivalsOptions {
    /// Print the scenario of an experiment, such as ampa-antagonist, instead.
    #[arg(long, value_name = "EXPERIMENT", exclusive = true)]
    protocol: Option<String>,
    /// Folder to write to, instead of output/rivals; - writes the table to the standard output.
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    out: Option<PathBuf>,
    /// With --out -: form of the table.
    #[arg(long, value_name = "FORMAT", value_enum, value_hint = ValueHint::Other)]
    format: Option<Format>,
    #[command(flatten)]
    changes: Changes,
    /// Overwrite files that were changed since they were written, or that something else wrote.
    #[arg(long, action = ArgAction::SetTrue)]
    force: Force,
}

/// Runs the explanations alone and in every experiment; prints, tabulates and draws what each predicts.
pub(in crate::cli) fn rivals(options: &RivalsOptions, terminal: &Terminal) -> Result<(), Failure> {
    let rivals = onset::study::rivals::rivals().map_err(|error| Failure::Data(error.to_string()))?;
    if let Some(id) = &options.protocol {
        let experiment = rivals.find(id).ok_or_else(|| Failure::Usage {
            message: format!("no experiment is called \"{id}\""),
            help: rivals
                .nearest(id)
                .map_or_else(|| "`onset rivals` shows them all".to_owned(), |near| format!("did you mean \"{near}\"?")),
        })?;
        return terminal.data(&rivals.source(experiment).text);
    }
    let to_stdout = options.out.as_deref() == Some(Path::new("-"));
    format_needs_stdout(options.format.is_some(), to_stdout)?;
    let changes = load::changes_as_typed(&options.changes);
    let (run, predictions) = predicted(rivals, options, terminal)?;
    let report = RivalReport { rivals, predictions: &predictions, run: &run };
    if to_stdout {
        return terminal.data(&match options.format.unwrap_or(Format::Csv) {
            Format::Csv => report.csv(),
            Format::Json => report.json(),
        });
    }
    let place = Place::new(options.out.as_deref(), "rivals");
    let mut outputs =
        vec![Output::new("predictions.csv", report.csv()), Output::new("predictions.json", report.json())];
    outputs.extend(draw_all(&drawn(&report, terminal))?);
    let names =
        writing::write(&place, outputs, |files| Manifest::plain("onset rivals", &changes, files), options.force.0)?;
    terminal.say(&format!("{}\n{}", report.text(), hints::files(place.folder(), &names, STUDY.files)))
}

/// Runs the explanations alone and in every experiment.
fn predicted<'a>(
    rivals: &'a Rivals,
    options: &RivalsOptions,
    terminal: &Terminal,
) -> Result<(Run, Vec<Prediction<'a>>), Failure> {
    let changes = load::changes_as_typed(&options.changes);
    let scenario = load::scenario(&rivals.scenario, &options.changes, terminal)?;
    let run = onset::run::run(vec![scenario], changes, &Options::default()).map_err(Failure::Run)?;
    let predicted = rivals.predict(
        &options.changes.set,
        |scenario| load::changed(&scenario, &options.changes),
        &Options::default(),
    );
    Ok((run, predicted.map_err(|unjudged| failed(unjudged, terminal))?))
}

fn drawn(report: &RivalReport<'_>, terminal: &Terminal) -> Vec<Picture> {
    let figures = report.figures().into_iter();
    figures.map(|figure| Picture::slide(terminal.typed().made(figure, &[]), Theme::light())).collect()
}

/// The pictures that the command draws, and nothing of what it writes.
fn pictures(options: &RivalsOptions, terminal: &Terminal) -> Result<Vec<Picture>, Failure> {
    if options.protocol.is_some() {
        return Ok(Vec::new());
    }
    let rivals = onset::study::rivals::rivals().map_err(|error| Failure::Data(error.to_string()))?;
    let (run, predictions) = predicted(rivals, options, terminal)?;
    Ok(drawn(&RivalReport { rivals, predictions: &predictions, run: &run }, terminal))
}

impl StudyCommand for RivalsOptions {
    fn pictures(&self, _: Reach<'_>, terminal: &Terminal) -> Option<Result<Vec<Picture>, Failure>> {
        Some(pictures(self, terminal))
    }
}
