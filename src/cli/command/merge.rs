//! `onset merge`: shares of a population put together into what one run would have given, byte for byte.

use std::collections::HashSet;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use clap::Args;

use super::population;
use super::population::{PopulationOptions, Prepared};
use crate::cli::failure::Failure;
use crate::cli::invocation::Invocation;
use crate::cli::reading;
use crate::cli::reading::Kind;
use crate::cli::rows::{Rows, SUBJECTS};
use crate::cli::terminal::Terminal;
use crate::cli::writing;
use crate::cli::writing::Claimed;
use onset::run::Manifest;
use onset::study::population::{ShareRecord, SoundShare, Trial, share_inputs, subjects_header, trajectories_header};

/// Which shares are put together.
#[derive(Debug, Args)]
pub(in crate::cli) struct MergeOptions {
    /// Folders that `onset population --shard` wrote, in any order.
    #[arg(value_name = "FOLDER", required = true)]
    shares: Vec<PathBuf>,
    /// Folder to write to, instead of output/<scenario>-population.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Overwrite files that were changed since they were written, or that something else wrote.
    #[arg(long)]
    force: bool,
}

/// Examples of the command.
pub(in crate::cli) const EXAMPLES: &str = "Examples:\n  \
    onset population single-infusion -n 40 --vary weight=15% --shard 1/2 --out a\n  \
    onset population single-infusion -n 40 --vary weight=15% --shard 2/2 --out b\n  \
    onset merge a b --out whole";

/// Most bytes that the numbers of a row take, beyond a few for each letter of its header.
const LONGEST_NUMBERS: u64 = 4096;

/// A share that was found in its folder.
struct Found {
    folder: PathBuf,
    record: ShareRecord,
    manifest: Manifest,
}

fn wrong(message: String, help: &str) -> Failure {
    Failure::Wrong { message, help: help.to_owned() }
}

impl Found {
    fn read(folder: &Path) -> Result<Self, Failure> {
        let text = |name: &str, kind: Kind| {
            let path = folder.join(name);
            reading::text(&path, kind)
        };
        let other = || {
            wrong(
                format!("{} is no share of a population by this version of the program", folder.display()),
                "name folders that `onset population --shard K/N` of this version wrote",
            )
        };
        if folder.is_dir() && !folder.join(population::SHARE).exists() {
            return Err(wrong(
                format!("{} holds no share of a population", folder.display()),
                "name folders that `onset population --shard K/N` wrote",
            ));
        }
        let record = ShareRecord::read(&text(population::SHARE, Kind::Share)?).ok_or_else(other)?;
        let manifest = Manifest::read(&text(writing::MANIFEST, Kind::Manifest)?).ok_or_else(other)?;
        Ok(Self { folder: folder.to_owned(), record, manifest })
    }

    /// Refuses a share that lacks one of these files, or of which a file is not as it was written.
    fn check_files(&self, names: &[&str]) -> Result<(), Failure> {
        if let Some(name) = names.iter().find(|name| self.manifest.files.iter().all(|file| file.name != **name)) {
            return Err(wrong(format!("{} has no {name}", self.folder.display()), "run that share again"));
        }
        // Only tables of a share are read, whatever else a manifest names.
        for file in self.manifest.files.iter().filter(|file| names.contains(&file.name.as_str())) {
            let path = self.folder.join(&file.name);
            let sha256 = writing::fingerprint_of(&path)?;
            if sha256 != file.sha256 {
                return Err(wrong(
                    format!("{} was changed since it was written", path.display()),
                    "run that share again",
                ));
            }
        }
        Ok(())
    }
}

/// Refuses shares that are not all the shares of one population, each once, and puts them in their order.
fn all_of_one(mut found: Vec<Found>) -> Result<Vec<Found>, Failure> {
    let Some(first) = found.first() else { return Ok(found) };
    let (of, words, inputs) = (first.record.of, first.record.words.clone(), first.record.inputs.clone());
    for other in &found[1..] {
        let names = format!("{} and {}", found[0].folder.display(), other.folder.display());
        if other.record.words != words {
            return Err(wrong(
                format!(
                    "{names} are shares of different populations: `onset {}` and `onset {}`",
                    words.join(" "),
                    other.record.words.join(" ")
                ),
                "give every share the same options, except --shard and --out",
            ));
        }
        if other.record.inputs != inputs {
            return Err(wrong(
                format!("the scenario or the table of subjects was changed between {names}"),
                "run all shares with the same files",
            ));
        }
        if other.record.of != of {
            return Err(wrong(
                format!("{names} are of different cuts: {of} shares and {}", other.record.of),
                "cut the population into as many shares everywhere",
            ));
        }
    }
    found.sort_by_key(|share| share.record.number);
    if let Some(pair) = found.windows(2).find(|pair| pair[0].record.number == pair[1].record.number) {
        return Err(wrong(
            format!(
                "{} and {} are both share {} of {of}",
                pair[0].folder.display(),
                pair[1].folder.display(),
                pair[0].record.number
            ),
            "name each share once",
        ));
    }
    let named: HashSet<u64> = found.iter().map(|share| share.record.number).collect();
    let missing: Vec<String> =
        (1..=of).filter(|number| !named.contains(number)).map(|number| number.to_string()).collect();
    if !missing.is_empty() {
        let which: Vec<&str> = missing.iter().take(10).map(String::as_str).collect();
        let rest = if missing.len() > 10 { format!(" and {} more", missing.len() - 10) } else { String::new() };
        let (shares, are) = if missing.len() == 1 { ("share", "is") } else { ("shares", "are") };
        return Err(wrong(
            format!("{shares} {}{rest} of {of} {are} missing", which.join(", ")),
            "run what is missing, and name every folder",
        ));
    }
    if let Some(part) = found.iter().find(|share| !share.record.is_whole) {
        return Err(wrong(
            format!("{} was interrupted before its last subject", part.folder.display()),
            "run that share again",
        ));
    }
    Ok(found)
}

/// Copies a table of every share below its header, each row of which must be that of the next subject and arm.
fn join(
    folder: &Path,
    name: &str,
    study: &Trial,
    shares: &[(&Found, SoundShare<'_>)],
) -> Result<Vec<writing::Output>, Failure> {
    let (header, each) =
        if name == SUBJECTS { (subjects_header(study), 1) } else { (trajectories_header(study), study.times.len()) };
    let mut rows = Rows::new(folder, name, &header)?;
    for (share, sound) in shares {
        let path = share.folder.join(name);
        let failed = |error| Failure::File { path: path.clone(), doing: "read", error };
        let mut file = BufReader::with_capacity(1 << 20, reading::open(&path, Kind::Output)?);
        let mut line = String::new();
        let mut number = 0_u64;
        let mut next = |line: &mut String| {
            line.clear();
            number += 1;
            let longest = header.len() as u64 * 8 + LONGEST_NUMBERS;
            file.by_ref().take(longest).read_line(line).map(|_| number).map_err(failed)
        };
        let other = |number: u64| {
            let message = format!("line {number} of {} is not a row of its share", path.display());
            Err(wrong(message, "run that share again"))
        };
        next(&mut line)?;
        if line != header {
            return other(1);
        }
        for start in sound.row_starts(study, each) {
            let number = next(&mut line)?;
            if !line.strip_prefix(&start).is_some_and(|values| is_row(values, &header)) {
                return other(number);
            }
            rows.push(&line)?;
        }
        let end = next(&mut line)?;
        if !line.is_empty() {
            return other(end);
        }
    }
    rows.finish()
}

/// Whether these are as many numbers, or empty fields, as the header has columns after the subject and the arm.
fn is_row(values: &str, header: &str) -> bool {
    let Some(values) = values.strip_suffix('\n') else { return false };
    let is_number = |field: &str| field.is_empty() || field.parse().is_ok_and(f64::is_finite);
    values.split(',').count() + 2 == header.split(',').count() && values.split(',').all(is_number)
}

/// Reads the words with which a share was run; nothing where they run no population.
pub(super) type Parse = fn(&[String]) -> Option<(PopulationOptions, Invocation)>;

/// Puts the shares together and writes the folder.
pub(in crate::cli) fn merge(options: &MergeOptions, parse: Parse, terminal: &Terminal) -> Result<(), Failure> {
    let found = options.shares.iter().map(|folder| Found::read(folder)).collect::<Result<Vec<_>, _>>()?;
    let found = all_of_one(found)?;
    let Some(first) = found.first() else { return Ok(()) };
    let Some((asked, typed)) = parse(&first.record.words) else {
        return Err(wrong(format!("{} does not say how it was run", first.folder.display()), "run that share again"));
    };
    let asked = asked.of_all(options.out.clone(), options.force);
    let names: Vec<&str> = asked.streamed().into_iter().chain([population::SHARE]).collect();
    found.iter().try_for_each(|share| share.check_files(&names))?;
    // A share names these files, and the user need not have: nothing of what is in them is shown.
    let prepared = Prepared::new(&asked, &terminal.mutely(Invocation::default()));
    let Prepared { mut population, place, .. } = prepared.map_err(|failure| match failure {
        Failure::Unread(_) => failure,
        _ => wrong(
            format!(
                "`onset {}` does not run: a file that it names is not what the shares were run with",
                first.record.words.join(" ")
            ),
            "bring that file back as it was, or run all shares again",
        ),
    })?;
    let folder = place.folder();
    let is_folder =
        |share: &&Found| share.folder.canonicalize().is_ok_and(|path| folder.canonicalize().is_ok_and(|to| to == path));
    if let Some(share) = found.iter().find(is_folder) {
        return Err(wrong(
            format!("{} is one of the shares, and would be written over", share.folder.display()),
            "write elsewhere with --out DIR",
        ));
    }
    if share_inputs(&population) != first.record.inputs {
        return Err(wrong(
            "the scenario or the table of subjects was changed since the shares were run".to_owned(),
            "bring it back as it was, or run all shares again",
        ));
    }
    let mut shares: Vec<(&Found, SoundShare<'_>)> = Vec::with_capacity(found.len());
    for share in &found {
        let sound = share.record.sound(&population).map_err(|why| {
            wrong(format!("{} does not fit its scenario: {why}", share.folder.display()), "run that share again")
        })?;
        sound.add_to(&mut population);
        shares.push((share, sound));
    }
    let claimed = Claimed::new(&place, &population::file_names(&asked), options.force)?;
    let mut outputs = Vec::new();
    for name in asked.streamed() {
        outputs.extend(join(claimed.folder(), name, &population.study, &shares)?);
    }
    population::add_uncertainty(&mut population, &asked, terminal)?;
    population::finish(&population, &asked, &typed, &claimed, outputs, terminal)?;
    drop(claimed);
    if population.failed() > 0 { Err(Failure::SomeRuns) } else { Ok(()) }
}
