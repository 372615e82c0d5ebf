//! The command line: arguments, files, the terminal, exit codes. The only room that touches any of them.

mod args;
mod command;
mod destination;
mod drawing;
mod failure;
mod hints;
mod inputs;
mod interrupt;
mod load;
mod metric;
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
mod typed;
mod unread;
mod usage;
mod writing;

use std::ffi::OsString;
use std::process::ExitCode;

use args::{Arguments, Command};
use clap::CommandFactory;
use command::{
    check, claims, diff, equations, evidence, explain, figure, fit, gallery, guesses, manual, merge, new, page,
    parameters, population, rivals, run, sensitivity, show, sweep, verify, watch, why,
};
use onset::scenario::schema;
use terminal::Terminal;

/// Reads the command line, does what it says, and ends with the documented exit code.
pub(crate) fn main() -> ExitCode {
    let words: Vec<OsString> = std::env::args_os().collect();
    let (arguments, typed) = match args::read(words.iter().cloned()) {
        Ok(read) => read,
        Err(error) => return usage::said(&error, &words),
    };
    let terminal = Terminal::new(arguments.quiet, arguments.color, typed);
    let done = match arguments.command.unwrap_or_default() {
        Command::Demo(options) => run::demo(&options, &terminal),
        Command::Run { scenarios, options } => run::run(&scenarios, &options, &terminal),
        Command::Figure(options) => figure::figure(&options, &terminal),
        Command::Gallery(options) => gallery::gallery(&options, &terminal),
        Command::Verify(options) => verify::verify(&options, args::carried, &terminal),
        Command::Check { explain: Some(code), .. } => check::explanation(&code, &terminal),
        Command::Check { scenarios, changes, format, explain: None } => {
            check::check(&scenarios, &changes, format, &terminal)
        }
        Command::Population(options) => population::population(&options, &terminal),
        Command::Merge(options) => merge::merge(&options, args::population_again, &terminal),
        Command::Sensitivity(options) => sensitivity::sensitivity(&options, &terminal),
        Command::Fit(options) => fit::fit(&options, &terminal),
        Command::Sweep(options) => sweep::sweep(&options, &terminal),
        Command::Diff(options) => diff::diff(&options, &terminal),
        Command::Watch { file, options } => watch::watch(&file, &options, &terminal),
        Command::New { file, from, force } => new::new(&file, from.as_deref(), force, &terminal),
        Command::Schema => terminal.data(&schema()),
        Command::Parameters { word, basis, format } => {
            parameters::parameters(word.as_deref(), basis, format, &terminal)
        }
        Command::Completions(options) => manual::completions(&options, Arguments::command(), &terminal),
        Command::Man(options) => manual::man(&options, Arguments::command(), &terminal),
        Command::Claims(options) => claims::claims(&options, &terminal),
        Command::Guesses(options) => guesses::guesses(&options, &terminal),
        Command::Rivals(options) => rivals::rivals(&options, &terminal),
        Command::Why(options) => why::why(&options, &terminal),
        Command::Page(options) => page::page(&options, &terminal),
        Command::Evidence(options) => evidence::evidence(&options, &terminal),
        Command::Explain(options) => explain::explain(&options, &terminal),
        Command::Equations(options) => equations::equations(&options, &terminal),
        Command::List => run::list(&terminal),
        Command::Show { scenario, flat } => show::show(&scenario, flat, &terminal),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => terminal.fail(&failure),
    }
}
