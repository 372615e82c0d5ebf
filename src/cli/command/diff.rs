//! `onset diff`: two scenarios side by side, their inputs, their outcomes, and which input explains which outcome.

use std::path::PathBuf;

use clap::{ArgAction, Args, ValueHint};

use super::run;
use crate::cli::drawing::Picture;
use crate::cli::failure::Failure;
use crate::cli::hints;
use crate::cli::load;
use crate::cli::names;
use crate::cli::options::{Changes, CheckFormat, Force, ScenarioWord};
use crate::cli::reach::Reach;
use crate::cli::study_command::StudyCommand;
use crate::cli::terminal::Terminal;
use crate::cli::writing;
use crate::cli::writing::{Output, Place};
use onset::chart::comparison;
use onset::figure::Theme;
use onset::run::{Manifest, Run};
use onset::scenario::{Difference, Scenario};
use onset::solver::Options;
use onset::study::diff::{STUDY, attribution, difference_csv, difference_json, difference_text};

/// Which scenarios are compared, and how.
#[derive(Debug, Args)]
pub(in crate::cli) struct DiffOptions {
    /// The scenario to start from: a file, or a name that `onset list` shows.
    #[arg(value_name = "FILE or NAME")]
    first: ScenarioWord,
    /// The scenario to come to.
    #[arg(value_name = "FILE or NAME")]
    second: ScenarioWord,
    #[command(flatten)]
    changes: Changes,
    /// Folder to write to, instead of output/diff-<first>-<second>.
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    out: Option<PathBuf>,
    /// json: all of it on the standard output, and no files.
    #[arg(long, value_name = "FORMAT", value_enum, value_hint = ValueHint::Other, default_value_t)]
    format: CheckFormat,
    /// Overwrite files that were changed since they were written, or that something else wrote.
    #[arg(long, action = ArgAction::SetTrue)]
    force: Force,
}

impl DiffOptions {
    /// The two scenarios as they are typed.
    fn words(&self) -> [&str; 2] {
        [&self.first, &self.second]
    }
}

/// Two scenarios that were read.
struct Pair {
    /// With names that differ.
    scenarios: Vec<(String, Scenario)>,
    /// What is typed differently.
    difference: Difference,
}

/// Reads two scenarios, or says what is wrong with both.
fn pair(words: [&str; 2], changes: &Changes, reach: Reach<'_>, terminal: &Terminal) -> Result<Pair, Failure> {
    let mut loaded = Vec::new();
    let mut failed = None;
    for word in words {
        match reach.scenario(word, changes, terminal) {
            Ok(found) => loaded.push(found),
            Err(failure) => failed = Some(load::worse(failed, failure)?),
        }
    }
    if let Some(failure) = failed {
        return Err(failure);
    }
    let sources = words.iter().map(|word| match reach.source(word)? {
        Ok((_, source)) => Ok(source),
        Err(_) => Err(Failure::Scenario),
    });
    let sources = sources.collect::<Result<Vec<_>, Failure>>()?;
    let [first, second] = sources.as_slice() else { return Err(Failure::Scenario) };
    let [word, other] = words.map(|word| reach.resolver(word));
    let difference = Difference::between((first, &*word), (second, &*other), &changes.set);
    if let [(a, _), (b, _)] = loaded.as_mut_slice()
        && a == b
    {
        b.push_str("-2");
    }
    Ok(Pair { scenarios: loaded, difference })
}

impl Pair {
    /// Whether the two say the same.
    fn is_same(&self) -> bool {
        let Difference { changes, only_first, only_second, .. } = &self.difference;
        changes.is_empty() && only_first.is_empty() && only_second.is_empty()
    }

    /// Both run side by side.
    fn run(&self, changes: &Changes) -> Result<Run, Failure> {
        let run = onset::run::run(self.scenarios.clone(), load::changes_as_typed(changes), &Options::default())
            .map_err(Failure::Run)?;
        let names: Vec<&str> = self.scenarios.iter().map(|(name, _)| name.as_str()).collect();
        let name = format!("diff-{}", names::folder_name(&[&names.join("-")]));
        Ok(Run { name, title: names.join(" against "), ..run })
    }
}

fn picture(run: &Run, terminal: &Terminal) -> Picture {
    Picture::slide(terminal.typed().made(comparison(run), &run.scenarios), Theme::light())
}

impl StudyCommand for DiffOptions {
    fn pictures(&self, reach: Reach<'_>, terminal: &Terminal) -> Option<Result<Vec<Picture>, Failure>> {
        Some(pictures(self, reach, terminal))
    }
}

fn pictures(options: &DiffOptions, reach: Reach<'_>, terminal: &Terminal) -> Result<Vec<Picture>, Failure> {
    let pair = pair(options.words(), &options.changes, reach, terminal)?;
    if pair.is_same() {
        return Ok(Vec::new());
    }
    Ok(vec![picture(&pair.run(&options.changes)?, terminal)])
}

/// Compares two scenarios, writes the figure and the tables, and says what differs.
pub(in crate::cli) fn diff(options: &DiffOptions, terminal: &Terminal) -> Result<(), Failure> {
    let words = options.words();
    let changes = &options.changes;
    let pair = pair(words, changes, Reach::Files, terminal)?;
    let difference = &pair.difference;
    let is_text = options.format == CheckFormat::Text;
    if pair.is_same() {
        return if is_text {
            terminal.say(&format!("no difference between {} and {}\n", words[0], words[1]))
        } else {
            terminal.data(&difference_json(words, difference, &[]))
        };
    }
    let run = pair.run(changes)?;
    let of = |scenario: &str, arm: &str| run.arms.iter().find(|found| found.name == format!("{scenario}/{arm}"));
    let name = |place: usize| pair.scenarios.get(place).map(|(name, _)| name.as_str());
    let pairs = difference.both.iter().filter_map(|arm| Some((of(name(0)?, arm)?, of(name(1)?, arm)?)));
    let arms = attribution(difference, &pairs.collect::<Vec<_>>(), &changes.without, &Options::default())
        .map_err(Failure::Run)?;
    if !is_text {
        return terminal.data(&difference_json(words, difference, &arms));
    }
    let place = Place::new(options.out.as_deref(), &run.name);
    let mut outputs = vec![
        Output::new("diff.csv", difference_csv(difference, &arms)),
        Output::new("diff.json", difference_json(words, difference, &arms)),
    ];
    outputs.extend(run::draw_all(&[picture(&run, terminal)])?);
    let written = writing::write(&place, outputs, |files| Manifest::text(&run, files), options.force.0)?;
    terminal.say(&format!(
        "{}\n{}",
        difference_text(words, difference, &arms),
        hints::files(place.folder(), &written, STUDY.files)
    ))
}
