//! What a shell and the manual know of the command line, made from its declaration.

use std::io;

use clap::{Args, Command};
use clap_complete::Shell;
use clap_mangen::Man;

use crate::cli::failure::Failure;
use crate::cli::terminal::Terminal;
use onset::quantity::nearest;

/// Name of the program.
const PROGRAM: &str = "onset";

#[derive(Debug, Args)]
pub(in crate::cli) struct CompletionsOptions {
    /// The shell.
    #[arg(value_enum)]
    shell: Shell,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ManOptions {
    /// The command whose page it is; without it, that of the program.
    command: Option<String>,
}

/// Prints the script for a shell.
pub(in crate::cli) fn completions(
    options: &CompletionsOptions,
    mut program: Command,
    terminal: &Terminal,
) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(options.shell, &mut program, PROGRAM, &mut script);
    terminal.data(&String::from_utf8_lossy(&script))
}

/// Prints the page of the program or of a command.
pub(in crate::cli) fn man(options: &ManOptions, mut program: Command, terminal: &Terminal) -> Result<(), Failure> {
    program.build();
    let page = match &options.command {
        None => page(program),
        Some(word) => match program.find_subcommand(word) {
            Some(command) => page(command.clone()),
            None => return Err(unknown(word, &program)),
        },
    };
    let page = page.map_err(|error| Failure::File { path: "the standard output".into(), doing: "write to", error })?;
    terminal.data(&String::from_utf8_lossy(&page))
}

fn page(command: Command) -> io::Result<Vec<u8>> {
    let mut page = Vec::new();
    Man::new(command).render(&mut page)?;
    Ok(page)
}

fn unknown(word: &str, program: &Command) -> Failure {
    let near = nearest(word, program.get_subcommands().map(Command::get_name));
    Failure::Usage {
        message: format!("\"{word}\" is not a command"),
        help: near.map_or_else(|| format!("`{PROGRAM} --help` lists them"), |near| format!("did you mean \"{near}\"?")),
    }
}
