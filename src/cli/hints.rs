//! What stands below a summary: the files that were written, and what to try next.

use std::path::Path;

use super::names::quoted;
use super::options::RunOptions;
use onset::run::{Files, MANIFEST};
use onset::scenario::builtin::BUILTINS;

/// The files of a folder, in the order of their declarations; names that differ only in their ending share a line.
pub(super) fn files(folder: &Path, names: &[impl AsRef<str>], declared: &[Files]) -> String {
    let mut rows: Vec<(&str, Vec<&str>, &str)> = Vec::new();
    for file in declared.iter().chain(&[MANIFEST]) {
        for (stem, ending) in names.iter().filter_map(|name| file.split(name.as_ref())) {
            match rows.iter_mut().find(|(known, _, meaning)| *known == stem && *meaning == file.meaning) {
                Some((_, endings, _)) => endings.push(ending),
                None => rows.push((stem, vec![ending], file.meaning)),
            }
        }
    }
    let rows: Vec<(String, &str)> =
        rows.into_iter().map(|(stem, endings, meaning)| (format!("{stem}.{}", endings.join(" .")), meaning)).collect();
    let widest = rows.iter().map(|(files, _)| files.len()).max().unwrap_or(0);
    let lines: String = rows.iter().map(|(files, meaning)| format!("  {files:widest$}  {meaning}\n")).collect();
    format!("Written to {}:\n{lines}", folder.display())
}

/// One thing to try after a run, with a word on why. It never writes over what was just written.
pub(super) fn next(words: &[String], options: &RunOptions) -> String {
    let changed = !super::load::changes_as_typed(&options.changes).is_empty();
    let elsewhere = |folder: &str| match options.out {
        Some(_) => String::new(),
        None => format!(" --out output/{folder}"),
    };
    let all = words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" ");
    let place = match words {
        [word] => BUILTINS.iter().position(|known| known.name == word),
        _ => None,
    };
    let (command, why) = match place {
        _ if changed => {
            (format!("onset run {all}{}", elsewhere("unchanged")), "the same without the change, to compare")
        }
        Some(place) => {
            let next = &BUILTINS[(place + 1) % BUILTINS.len()];
            (format!("onset run {}", next.name), next.title())
        }
        None => (
            format!("onset run {all} --without ampa{}", elsewhere("no-ampa")),
            "cuts a link, to see what depends on it",
        ),
    };
    format!("Next: {command}\n      {why}\n")
}
