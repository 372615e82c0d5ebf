//! The table of parameters on the standard output.

use crate::cli::failure::Failure;
use crate::cli::options::{BasisName, TableFormat};
use crate::cli::terminal::Terminal;
use onset::run::{parameters_csv, parameters_json, parameters_text};

/// Prints the parameters that a word and a basis leave.
pub(in crate::cli) fn parameters(
    word: Option<&str>,
    basis: Option<BasisName>,
    format: TableFormat,
    terminal: &Terminal,
) -> Result<(), Failure> {
    let list = onset::run::parameters(word, basis.map(Into::into));
    if list.is_empty() {
        let of_any_basis = onset::run::parameters(word, None).len();
        let (message, help) = match (word, basis) {
            (Some(word), Some(_)) if of_any_basis > 0 => (
                format!("no parameter with \"{word}\" has that basis"),
                format!(
                    "without --basis there are {of_any_basis}: onset parameters {}",
                    crate::cli::names::quoted(word)
                ),
            ),
            (word, _) => (
                format!("no parameter has \"{}\" in its name or description", word.unwrap_or("")),
                "`onset parameters` without a word lists them all".to_owned(),
            ),
        };
        return Err(Failure::Usage { message, help });
    }
    match format {
        TableFormat::Text => terminal.tell(&parameters_text(&list)),
        TableFormat::Csv => terminal.data(&parameters_csv(&list)),
        TableFormat::Json => terminal.data(&parameters_json(&list)),
    }
}
