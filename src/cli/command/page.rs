//! `onset page`: one interactive HTML file.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::failure::Failure;
use crate::cli::load;
use crate::cli::names;
use crate::cli::options::Changes;
use crate::cli::terminal::Terminal;
use crate::cli::writing;
use crate::cli::writing::Over;
use onset::page;
use onset::scenario::{MOST_SLIDERS, Slider, unreachable_place};
use onset::solver::Options;
use onset::words::folded;

/// Options of `onset page`.
#[derive(Debug, Args)]
pub(in crate::cli) struct PageOptions {
    /// Scenario files, or names that `onset list` shows.
    #[arg(required = true, value_name = "FILE or NAME")]
    scenarios: Vec<String>,
    /// File to write, instead of <scenario>.html; - writes to the standard output.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// A parameter to move, with its range or a usual one, such as k_protein or k_protein=0.01..0.2. May be repeated;
    /// without it, the sliders of the scenario, or a few that tell most.
    #[arg(long, value_name = "NAME[=FROM..TO]", value_parser = Slider::parse)]
    slider: Vec<Slider>,
    #[command(flatten)]
    changes: Changes,
    /// Overwrite a page that was changed since it was written, or what something else wrote.
    #[arg(long)]
    force: bool,
}

/// Writes the page.
pub(in crate::cli) fn page(options: &PageOptions, terminal: &Terminal) -> Result<(), Failure> {
    let scenarios = load::scenarios(&options.scenarios, &options.changes, terminal)?;
    let sliders = page::chosen(&options.slider, &scenarios);
    if sliders.len() > MOST_SLIDERS {
        return Err(Failure::Usage {
            message: format!("{} sliders are more than a page has room for", sliders.len()),
            help: format!("choose at most {MOST_SLIDERS}; three to five are what a class can think about"),
        });
    }
    for (_, scenario) in &scenarios {
        if let Some((message, help)) = unreachable_place(&sliders, &scenario.arms) {
            return Err(Failure::Usage { message, help });
        }
    }
    let changes = load::changes_as_typed(&options.changes);
    let run = onset::run::run(scenarios, changes, &Options::default()).map_err(Failure::Run)?;
    let html = page::page(&run, &sliders);
    let path =
        options.output.clone().unwrap_or_else(|| PathBuf::from(format!("{}.html", names::folder_name(&[&run.name]))));
    if path == Path::new("-") {
        return terminal.data(&html);
    }
    let path = if path.extension().is_none() { path.with_extension("html") } else { path };
    let size = html.len();
    let over = if options.force { Over::Anything } else { Over::AsWritten(page::is_as_written) };
    writing::write_file(&path, html.into(), over)?;
    let keys: Vec<&str> = sliders.iter().map(|slider| slider.quantity().key).collect();
    terminal.say(&format!(
        "Written: {} ({} kB)\n{}Next: open it in a browser; it needs no network\n",
        path.display(),
        size.div_ceil(1000),
        folded(&format!("Sliders: {}", keys.join(", ")), "  ")
    ))
}
