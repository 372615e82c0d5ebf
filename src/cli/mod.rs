//! The command line: arguments, files, the terminal, exit codes. The only room that touches any of them.

mod args;
mod commands;
mod failure;
mod files;
mod load;
mod terminal;

use std::process::ExitCode;

use clap::Parser;

use args::{Arguments, Command};
use terminal::Terminal;

/// Reads the command line, does what it says, and ends with the documented exit code.
pub(crate) fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let terminal = Terminal::new(arguments.quiet, arguments.color);
    let done = match arguments.command.unwrap_or_default() {
        Command::Demo(options) => commands::demo(&options, &terminal),
        Command::Run { scenarios, options } => commands::run(&scenarios, &options, &terminal),
        Command::Check { scenarios, changes } => commands::check(&scenarios, &changes, &terminal),
        Command::List => commands::list(&terminal),
        Command::Show { name } => commands::show(&name, &terminal),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => terminal.fail(&failure),
    }
}
