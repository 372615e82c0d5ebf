//! Rival explanations side by side, and the experiments that could tell them apart.

use std::path::{Path, PathBuf};

use clap::Args;

use super::args::{Changes, Format};
use super::commands::{draw, format_needs_stdout};
use super::evidence::failed;
use super::failure::Failure;
use super::listing;
use super::load;
use super::terminal::Terminal;
use super::writing::{self, Output, Place};
use onset::evidence;
use onset::figure::{Profile, Theme};
use onset::report::{self, Manifest, RivalReport};
use onset::solver::Options;

/// What `onset rivals` is asked for.
#[derive(Debug, Args)]
pub(super) struct RivalsOptions {
    /// Print the scenario of an experiment, such as ampa-antagonist, instead.
    #[arg(long, value_name = "EXPERIMENT", exclusive = true)]
    protocol: Option<String>,
    /// Folder to write to, instead of output/rivals; - writes the table to the standard output.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// With --out -: form of the table.
    #[arg(long, value_name = "FORMAT", value_enum)]
    format: Option<Format>,
    #[command(flatten)]
    changes: Changes,
    /// Overwrite files that were changed since they were written, or that something else wrote.
    #[arg(long)]
    force: bool,
}

/// Runs the explanations alone and in every experiment; prints, tabulates and draws what each predicts.
pub(super) fn rivals(options: &RivalsOptions, terminal: &Terminal) -> Result<(), Failure> {
    let rivals = evidence::rivals().map_err(|error| Failure::Data(error.to_string()))?;
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
    let scenario = load::scenario(&rivals.scenario, &options.changes, terminal)?;
    let run = report::run(vec![scenario], changes.clone(), &Options::default()).map_err(Failure::Run)?;
    let predicted = rivals.predict(
        &options.changes.set,
        |scenario| load::changed(&scenario, &options.changes),
        &Options::default(),
    );
    let predictions = predicted.map_err(|unjudged| failed(unjudged, terminal))?;
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
    for figure in report.figures() {
        outputs.extend(draw(&terminal.typed().made(figure, &[]), &Theme::light(), &Profile::slides_16x9())?);
    }
    let names =
        writing::write(&place, outputs, |files| Manifest::plain("onset rivals", &changes, files), options.force)?;
    terminal.say(&format!("{}\n{}", report.text(), listing::files(place.folder(), &names)))
}
