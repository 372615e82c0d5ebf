//! Names of folders, and words as a shell takes them.
//!
//! Owns: how long the name of a folder may be, and how a word is quoted. Must not know: what is written.

use std::path::Path;

use onset::run::fingerprint;
use onset::scenario::builtin;

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
