//! The command line: arguments, files, the terminal, exit codes. No other room touches any of them.

mod args;
mod command;
mod destination;
mod drawing;
mod failure;
mod hints;
mod inputs;
mod interrupt;
mod invocation;
mod known;
mod load;
mod names;
mod options;
mod progress;
mod reach;
mod reading;
mod remake;
mod rows;
mod same_file;
mod study_command;
mod system;
mod terminal;
mod threads;
mod unread;
mod usage;
mod writing;

use std::ffi::OsString;
use std::process::ExitCode;

use args::Arguments;
use clap::CommandFactory;
use command::Ways;
use terminal::Terminal;

/// Reads the command line, does what it says, and ends with the documented exit code.
pub(crate) fn main() -> ExitCode {
    let words: Vec<OsString> = std::env::args_os().collect();
    let (arguments, typed) = match args::read(words.iter().cloned()) {
        Ok(read) => read,
        Err(error) => return usage::said(&error, &words),
    };
    let terminal = Terminal::new(arguments.quiet, arguments.color, typed);
    let ways = Ways { carried: args::carried, population: args::population_again, program: Arguments::command };
    let done = arguments.command.unwrap_or_default().run(&ways, &terminal);
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => terminal.fail(&failure),
    }
}
