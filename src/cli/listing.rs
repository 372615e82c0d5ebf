//! What stands below a summary: the files that were written, and what to try next.

use std::path::Path;

use super::args::RunOptions;
use onset::run::fingerprint;
use onset::scenario::builtin::{self, BUILTINS};

/// What the files of one stem are.
const MEANINGS: &[(&str, &str)] = &[
    ("figure", "the comparison; .txt says it in words"),
    ("cascade", "from receptor to symptom"),
    ("sweep", "the metrics over the sweep; .txt says it in words"),
    ("curves", "curves over time at some of the values"),
    ("points", "every metric at every point"),
    ("sensitivity", "what matters most; .txt says it in words"),
    ("indices", "every index of every parameter"),
    ("fit", "the fit and what is left; .txt says it in words"),
    ("estimates", "every estimate with its standard error"),
    ("correlations", "which estimates go together"),
    ("residuals", "every observation, observed less fitted"),
    ("diff", "what differs, and what explains it"),
    ("comparison", "the main figure with the band of the draws"),
    ("guesses", "each arm for many draws of the guesses"),
    ("ranking", "which guesses matter most"),
    ("parameters", "the metric with each guess at either end"),
    ("spread", "the metric as given among the draws"),
    ("course", "the curve as given among the draws, over time"),
    ("rivals", "the explanations over time"),
    ("experiments", "what each predicts for the experiments"),
    ("predictions", "the same as a table"),
    ("trajectory", "every quantity of the model over time"),
    ("metrics", "onset, peak, plasma levels and more"),
    ("subjects", "parameters and metrics of every subject"),
    ("trajectories", "curves of every subject"),
    ("bands", "percentiles over time"),
    ("response", "onset, response and remission over time, as shares"),
    ("share", "counts, to be put together with the other shares"),
    ("manifest", "what was run, with a fingerprint of each file"),
];

/// The files of a folder, those that differ in their ending on one line.
pub(super) fn files(folder: &Path, names: &[impl AsRef<str>]) -> String {
    let rows: Vec<(String, &str)> = MEANINGS
        .iter()
        .filter_map(|(stem, meaning)| {
            let endings: Vec<&str> =
                names.iter().filter_map(|name| name.as_ref().strip_prefix(stem)?.strip_prefix('.')).collect();
            (!endings.is_empty()).then(|| (format!("{stem}.{}", endings.join(" .")), *meaning))
        })
        .collect();
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
        None => {
            (format!("onset run {all} --without ampa{}", elsewhere("no-ampa")), "cuts a link, to see what hangs on it")
        }
    };
    format!("Next: {command}\n      {why}\n")
}

/// The name of an output folder: short enough for any file system, and always inside its parent.
pub(super) fn folder_name(scenarios: &[&str]) -> String {
    const LONGEST: usize = 120;
    if let [name] = scenarios {
        return short_name(name);
    }
    let mut name = String::new();
    for (i, scenario) in scenarios.iter().enumerate() {
        let plus = if i == 0 { "" } else { "+" };
        if i > 0 && name.len() + scenario.len() >= LONGEST {
            return format!("{name}+{}-more", scenarios.len() - i);
        }
        name.push_str(plus);
        name.push_str(scenario);
    }
    name
}

/// The name itself, or its start and end with a mark between that only this name has: file systems take 255 bytes, and
/// temporary names have more letters than the final one.
fn short_name(name: &str) -> String {
    const LONGEST: usize = 200;
    const END: usize = 40;
    if name.len() <= LONGEST {
        return name.to_owned();
    }
    let mark = fingerprint(name.as_bytes());
    let mark = mark.get(..8).unwrap_or(&mark);
    let start = name.floor_char_boundary(LONGEST - END - mark.len() - 2);
    let end = name.ceil_char_boundary(name.len() - END);
    format!("{}-{mark}-{}", &name[..start], &name[end..])
}

/// A word as it must be typed into a shell.
pub(super) fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "/\\._-+,:=@%".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        word.to_owned()
    } else if word.contains(['"', '$', '`', '!']) {
        format!("'{}'", word.replace('\'', "'\\''"))
    } else {
        format!("\"{word}\"")
    }
}

/// The built-in scenario that a name such as `routes.toml` means.
pub(super) fn builtin_meant(path: &Path) -> Option<&'static str> {
    let is_name = path.parent() == Some(Path::new(""));
    let known = builtin::find(path.file_stem()?.to_str()?)?;
    is_name.then_some(known.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_where_a_shell_would_split_them() {
        let cases = [
            ("my.toml", "my.toml"),
            ("Übung/größe.toml", "Übung/größe.toml"),
            ("my file.toml", "\"my file.toml\""),
            ("cash $x.toml", "'cash $x.toml'"),
            ("it's $x", "'it'\\''s $x'"),
            ("", "\"\""),
        ];
        for (word, typed) in cases {
            assert_eq!(quoted(word), typed);
        }
    }

    #[test]
    fn names_of_folders_stay_short() {
        assert_eq!(folder_name(&["a", "b"]), "a+b");
        let many = ["a-scenario-with-a-name"; 20];
        let name = folder_name(&many);
        assert!(name.len() < 140 && name.ends_with("+15-more"), "{name}");
        let long = |letter: &str| format!("{}-population-2-of-4", letter.repeat(120));
        for letter in ["ab", "ü", "長"] {
            let name = folder_name(&[&long(letter)]);
            assert!(name.len() <= 200 && name.starts_with(letter) && name.ends_with("-population-2-of-4"), "{name}");
            assert_ne!(name, folder_name(&[&format!("{letter}{}", long(letter))]));
        }
        assert_eq!(folder_name(&["a-population"]), "a-population");
    }
}
