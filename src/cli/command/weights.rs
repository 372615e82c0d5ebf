//! `onset weights`: a scenario in subjects of three body weights.

use clap::Args;

use super::run::draw_all;
use crate::cli::destination::Destination;
use crate::cli::drawing::Picture;
use crate::cli::failure::Failure;
use crate::cli::hints;
use crate::cli::options::{Changes, ScenarioWord};
use crate::cli::reach::Reach;
use crate::cli::study_command::StudyCommand;
use crate::cli::terminal::Terminal;
use crate::cli::writing::{Claimed, Output};
use onset::chart::comparison;
use onset::run::{Manifest, Run};
use onset::scenario::{Override, Scenario};
use onset::solver::Options;
use onset::study::weights::{STUDY, WEIGHTS, weights_csv};

/// What is run.
#[derive(Debug, Args)]
pub(in crate::cli) struct WeightsOptions {
    /// A scenario file, or a name that `onset list` shows.
    #[arg(value_name = "FILE or NAME")]
    scenario: ScenarioWord,
    #[command(flatten)]
    to: Destination,
}

/// Examples of the command.
pub(in crate::cli) const EXAMPLES: &str = "Example:\n  onset weights single-infusion";

type Given = (String, Scenario);

fn ran(options: &WeightsOptions, reach: Reach<'_>, terminal: &Terminal) -> Result<(Given, Run), Failure> {
    let given = reach.scenario(&options.scenario, &Changes::default(), terminal)?;
    let at = |weight: &u32| {
        let set = vec![Override { path: "subject.weight".to_owned(), value: format!("{weight} kg") }];
        let (_, scenario) = reach.scenario(&options.scenario, &Changes { set, ..Changes::default() }, terminal)?;
        Ok((format!("{weight} kg"), scenario))
    };
    let scenarios = WEIGHTS.iter().map(at).collect::<Result<Vec<_>, Failure>>()?;
    Ok((given, onset::run::run(scenarios, Vec::new(), &Options::default()).map_err(Failure::Run)?))
}

fn drawn(given: &Given, run: &Run, options: &WeightsOptions, terminal: &Terminal) -> Vec<Picture> {
    let figure = terminal.typed().made(comparison(run), std::slice::from_ref(given));
    vec![Picture::slide(figure, options.to.theme)]
}

impl StudyCommand for WeightsOptions {
    fn pictures(&self, reach: Reach<'_>, terminal: &Terminal) -> Option<Result<Vec<Picture>, Failure>> {
        Some(ran(self, reach, terminal).map(|(given, run)| drawn(&given, &run, self, terminal)))
    }
}

/// Runs the scenario at every weight and writes the folder.
pub(in crate::cli) fn weights(options: &WeightsOptions, terminal: &Terminal) -> Result<(), Failure> {
    let (given, run) = ran(options, Reach::Files, terminal)?;
    let place = options.to.place(&format!("{}-weights", given.0));
    let claimed = Claimed::new(&place, &STUDY.names(!options.to.no_figure), options.to.force.0)?;
    let mut outputs = vec![Output::new("weights.csv", weights_csv(&run))];
    if !options.to.no_figure {
        outputs.extend(draw_all(&drawn(&given, &run, options, terminal))?);
    }
    let names = claimed.write(outputs, |files| Manifest::text(&run, files))?;
    terminal.say(&hints::files(place.folder(), &names, STUDY.files))
}
