//! How much each step of the pathway contributes to a metric.

use std::path::PathBuf;

use clap::{ArgAction, Args, ValueHint};

use super::run::draw_all;
use crate::cli::drawing::Picture;
use crate::cli::failure::Failure;
use crate::cli::known;
use crate::cli::load;
use crate::cli::options::{Changes, Force, ScenarioWord, TableFormat};
use crate::cli::reach::Reach;
use crate::cli::study_command::StudyCommand;
use crate::cli::terminal::Terminal;
use crate::cli::writing;
use crate::cli::writing::{Output, Place};
use onset::figure::Theme;
use onset::run::Manifest;
use onset::scenario::Scenario;
use onset::solver::Options;
use onset::study::why::{Why, why_csv, why_figure, why_json, why_text};

/// What `onset why` is asked for.
#[derive(Debug, Args)]
pub(in crate::cli) struct WhyOptions {
    /// A metric, such as improvement_24h; metrics.csv of any run lists them.
    metric: String,
    /// A scenario file, or a name that `onset list` shows.
    #[arg(value_name = "FILE or NAME", default_value = "single-infusion")]
    scenario: ScenarioWord,
    /// One arm by its name; without it, all of them.
    #[arg(long, value_name = "ARM")]
    arm: Option<String>,
    /// Form of the table.
    #[arg(long, value_name = "FORMAT", value_enum, value_hint = ValueHint::Other, default_value_t)]
    format: TableFormat,
    /// Also write the table and its figure to this folder.
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    out: Option<PathBuf>,
    #[command(flatten)]
    changes: Changes,
    /// Overwrite files that were changed since they were written, or that something else wrote.
    #[arg(long, requires = "out", action = ArgAction::SetTrue)]
    force: Force,
}

/// What is left of a metric in each arm of a scenario when each link is cut.
struct Found {
    scenario: (String, Scenario),
    list: Vec<Why>,
}

/// Cuts each link in turn.
fn found(options: &WhyOptions, reach: Reach<'_>, terminal: &Terminal) -> Result<Found, Failure> {
    let metric = known::metric(&options.metric)?;
    let scenario = reach.scenario(&options.scenario, &options.changes, terminal)?;
    known::arm(&options.scenario, &scenario.1, options.arm.as_deref())?;
    let list =
        onset::study::why::why(&scenario, metric, options.arm.as_deref(), &Options::default()).map_err(Failure::Run)?;
    Ok(Found { scenario, list })
}

impl Found {
    /// Its picture; none where no arm has the metric.
    fn pictures(&self, options: &WhyOptions, terminal: &Terminal) -> Vec<Picture> {
        if self.list.iter().all(|why| why.whole.is_none()) {
            return Vec::new();
        }
        let figure = why_figure(&self.list, &self.scenario, &load::changes_as_typed(&options.changes));
        let figure = terminal.typed().made(figure, std::slice::from_ref(&self.scenario));
        vec![Picture::slide(figure, Theme::light())]
    }
}

/// The pictures that the command draws, and nothing of what it writes.
fn pictures(options: &WhyOptions, reach: Reach<'_>, terminal: &Terminal) -> Result<Vec<Picture>, Failure> {
    Ok(found(options, reach, terminal)?.pictures(options, terminal))
}

impl StudyCommand for WhyOptions {
    fn pictures(&self, reach: Reach<'_>, terminal: &Terminal) -> Option<Result<Vec<Picture>, Failure>> {
        Some(pictures(self, reach, terminal))
    }
}

/// Prints what is left of a metric when each link is cut.
pub(in crate::cli) fn why(options: &WhyOptions, terminal: &Terminal) -> Result<(), Failure> {
    let found = found(options, Reach::Files, terminal)?;
    let list = &found.list;
    if let Some(folder) = &options.out {
        let changes = load::changes_as_typed(&options.changes);
        let mut outputs = vec![Output::new("contributions.csv", why_csv(list))];
        outputs.extend(draw_all(&found.pictures(options, terminal))?);
        let place = Place::new(Some(folder), "why");
        writing::write(&place, outputs, |files| Manifest::plain("onset why", &changes, files), options.force.0)?;
        terminal.note(&format!("Written to {}", folder.display()));
    }
    match options.format {
        TableFormat::Text => terminal.tell(&why_text(list)),
        TableFormat::Csv => terminal.data(&why_csv(list)),
        TableFormat::Json => terminal.data(&why_json(list)),
    }
}
