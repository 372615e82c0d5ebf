//! Writing a scenario file to start from.

use std::path::{Path, PathBuf};

use super::run;
use crate::cli::failure::Failure;
use crate::cli::names;
use crate::cli::terminal::Terminal;
use crate::cli::writing;
use crate::cli::writing::Over;
use onset::scenario::builtin::STARTER;

/// Writes the starter, or a copy of a built-in scenario, and says what to do with it.
pub(in crate::cli) fn new(file: &Path, from: Option<&str>, force: bool, terminal: &Terminal) -> Result<(), Failure> {
    let text = match from {
        Some(name) => run::builtin_named(name)?.text,
        None => STARTER,
    };
    let path = with_ending(file);
    writing::write_file(&path, text.into(), if force { Over::Anything } else { Over::Nothing })?;
    let word = names::quoted(&path.to_string_lossy());
    // The first line of the file names the schema, in its own folder.
    let schema = names::quoted(&path.with_file_name("scenario.schema.json").to_string_lossy());
    terminal.say(&format!(
        "Written: {}\n\
         Next: change it in an editor, then\n  \
         onset check {word}\n      says what is wrong with it, if anything is\n  \
         onset run {word}\n      draws its curves\n  \
         onset schema > {schema}\n      lets an editor for TOML complete and explain keys\n",
        path.display()
    ))
}

/// The path of a scenario file. A name without an ending gets one: editors colour the file then, and it is not taken for
/// the name of a built-in scenario.
fn with_ending(file: &Path) -> PathBuf {
    match file.extension() {
        None if file.file_name().is_some() => file.with_extension("toml"),
        _ => file.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_without_an_ending_gets_one() {
        for (typed, written) in
            [("my", "my.toml"), ("my.toml", "my.toml"), ("a.b/my", "a.b/my.toml"), ("my.txt", "my.txt"), ("..", "..")]
        {
            assert_eq!(with_ending(Path::new(typed)), Path::new(written));
        }
    }
}
