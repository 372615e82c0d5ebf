//! Two scenarios side by side: what was changed, what came of it, and which change did it.

use super::args::{CheckFormat, DiffOptions};
use super::commands;
use super::failure::Failure;
use super::listing;
use super::load;
use super::terminal::Terminal;
use super::writing::{self, Output, Place};
use onset::figure::{Profile, Theme};
use onset::report::{self, Manifest, Run};
use onset::scenario::Difference;
use onset::solver::Options;

/// Compares two scenarios, writes the figure and the tables, and says what differs.
pub(super) fn diff(words: [&str; 2], options: &DiffOptions, terminal: &Terminal) -> Result<(), Failure> {
    let changes = &options.changes;
    let mut loaded = Vec::new();
    let mut failed = None;
    for word in words {
        match load::scenario(word, changes, terminal) {
            Ok(found) => loaded.push(found),
            Err(failure) => failed = Some(load::worse(failed, failure)?),
        }
    }
    if let Some(failure) = failed {
        return Err(failure);
    }
    let sources = words.iter().map(|word| match load::source(word)? {
        Ok((_, source)) => Ok(source),
        Err(_) => Err(Failure::Scenario),
    });
    let sources = sources.collect::<Result<Vec<_>, Failure>>()?;
    let [first, second] = sources.as_slice() else { return Err(Failure::Scenario) };
    let difference =
        Difference::between((first, &load::shelf(words[0])), (second, &load::shelf(words[1])), &changes.set);
    let is_text = options.format == CheckFormat::Text;
    if difference.changes.is_empty() && difference.only_first.is_empty() && difference.only_second.is_empty() {
        return if is_text {
            terminal.say(&format!("no difference between {} and {}\n", words[0], words[1]))
        } else {
            terminal.data(&report::difference_json(words, &difference, &[]))
        };
    }
    let mut names: Vec<String> = loaded.iter().map(|(name, _)| name.clone()).collect();
    if let [a, b] = names.as_mut_slice()
        && a == b
    {
        b.push_str("-2");
    }
    let scenarios = names.iter().cloned().zip(loaded.into_iter().map(|(_, scenario)| scenario)).collect();
    let solver = Options::default();
    let run = report::run(scenarios, load::changes_as_typed(changes), &solver).map_err(Failure::Run)?;
    let of = |scenario: &str, arm: &str| run.arms.iter().find(|found| found.name == format!("{scenario}/{arm}"));
    let pairs = difference.both.iter().filter_map(|arm| Some((of(names.first()?, arm)?, of(names.get(1)?, arm)?)));
    let arms = report::attribution(&difference, &pairs.collect::<Vec<_>>(), &changes.without, &solver)
        .map_err(Failure::Run)?;
    if !is_text {
        return terminal.data(&report::difference_json(words, &difference, &arms));
    }
    let name = format!("diff-{}", listing::folder_name(&[&names.join("-")]));
    let place = Place::new(options.out.as_deref(), &name);
    let title =
        format!("{} against {}", names.first().map_or("", String::as_str), names.get(1).map_or("", String::as_str));
    let run = Run { name, title, ..run };
    let mut outputs = vec![
        Output::new("diff.csv", report::difference_csv(&difference, &arms)),
        Output::new("diff.json", report::difference_json(words, &difference, &arms)),
    ];
    let figure = terminal.typed().made(report::comparison(&run), &run.scenarios);
    outputs.extend(commands::draw(&figure, &Theme::light(), &Profile::slides_16x9())?);
    let written = writing::write(&place, outputs, |files| Manifest::text(&run, files), options.force)?;
    terminal.say(&format!(
        "{}\n{}",
        report::difference_text(words, &difference, &arms),
        listing::files(place.folder(), &written)
    ))
}
