//! What each command does.

use std::panic::resume_unwind;
use std::path::Path;

use crate::cli::drawing::{Picture, spelled};
use crate::cli::failure::Failure;
use crate::cli::hints;
use crate::cli::load;
use crate::cli::names;
use crate::cli::options::{Format, RunOptions, solver};
use crate::cli::terminal::Terminal;
use crate::cli::writing;
use crate::cli::writing::{Output, Place};
use onset::chart::{Flat, Kind, Record, Request, Style, flat};
use onset::figure::{Figure, Profile, Theme, render_png, render_svg};
use onset::run::{FILES, Manifest, Run, metrics_csv, metrics_json, summary, trajectory_csv};
use onset::scenario::builtin::{self, BUILTINS, Builtin};

/// The scenario of the demo.
const DEMO: &str = "ketamine-vs-ssri";

pub(in crate::cli) fn demo(options: &RunOptions, terminal: &Terminal) -> Result<(), Failure> {
    run(&[DEMO.to_owned()], options, terminal)
}

pub(in crate::cli) fn run(words: &[String], options: &RunOptions, terminal: &Terminal) -> Result<(), Failure> {
    let to_stdout = options.out.as_deref() == Some(Path::new("-"));
    format_needs_stdout(options.format.is_some(), to_stdout)?;
    let scenarios = load::scenarios(words, &options.changes, terminal)?;
    let solver = solver(options.rtol, options.method)?;
    let run = onset::run::run(scenarios, load::changes_as_typed(&options.changes), &solver).map_err(Failure::Run)?;
    if to_stdout {
        return terminal.data(&match options.format.unwrap_or(Format::Csv) {
            Format::Csv => trajectory_csv(&run),
            Format::Json => metrics_json(&run),
        });
    }
    let names: Vec<&str> = run.scenarios.iter().map(|(name, _)| name.as_str()).collect();
    let place = Place::new(options.out.as_deref(), &names::folder_name(&names));
    // What follows from a link that was cut here is no surprise.
    if options.changes.without.is_empty() {
        terminal.warnings(flat(&run).iter().map(Flat::text));
    }
    if !options.no_figure {
        terminal.warnings(spelled(&onset::chart::comparison(&run)));
    }
    let outputs = outputs(&run, options)?;
    let names = writing::write(&place, outputs, |files| Manifest::text(&run, files), options.force)?;
    terminal.say(&format!(
        "{}\n{}\n{}",
        summary(&run),
        hints::files(place.folder(), &names, FILES),
        hints::next(words, options)
    ))
}

/// Refuses a form for the standard output where nothing goes there.
pub(in crate::cli) fn format_needs_stdout(has_format: bool, to_stdout: bool) -> Result<(), Failure> {
    if has_format && !to_stdout {
        return Err(Failure::Usage {
            message: "--format says what goes to the standard output".to_owned(),
            help: "add --out -, or leave --format out: a folder gets every table".to_owned(),
        });
    }
    Ok(())
}

/// Every file of a run but the manifest. The two figures are drawn side by side.
fn outputs(run: &Run, options: &RunOptions) -> Result<Vec<Output>, Failure> {
    let mut outputs = vec![
        Output::new("trajectory.csv", trajectory_csv(run)),
        Output::new("metrics.csv", metrics_csv(run)),
        Output::new("metrics.json", metrics_json(run)),
    ];
    if options.no_figure {
        return Ok(outputs);
    }
    let theme = Theme::from(options.theme);
    let draw = |kind: Kind, figure: Figure, profile: &Profile| {
        let look = Style { profile: profile.id.to_owned(), theme: theme.id.to_owned(), outlined: false, width: None };
        let record = Record::new(run, &Request { kind, ..Request::default() }, &look, 0);
        draw(&record.into_figure(figure), &theme, profile)
    };
    let drawn = std::thread::scope(|scope| {
        let cascade = scope.spawn(|| draw(Kind::Cascade, onset::chart::cascade(run), &Profile::notes()));
        let comparison = draw(Kind::Comparison, onset::chart::comparison(run), &Profile::slides_16x9());
        [comparison, cascade.join().unwrap_or_else(|panic| resume_unwind(panic))]
    });
    for figure in drawn {
        outputs.extend(figure?);
    }
    Ok(outputs)
}

/// The files of every picture.
pub(in crate::cli) fn draw_all(pictures: &[Picture]) -> Result<Vec<Output>, Failure> {
    let draw = |picture: &Picture| draw(&picture.figure, &picture.theme, &picture.profile);
    Ok(pictures.iter().map(draw).collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
}

/// A figure with its words and its data.
pub(in crate::cli) fn draw(figure: &Figure, theme: &Theme, profile: &Profile) -> Result<Vec<Output>, Failure> {
    let svg = render_svg(figure, theme, profile);
    let png = render_png(&svg, figure).map_err(|error| Failure::Drawing(error.to_string()))?;
    let name = |ending: &str| format!("{}.{ending}", figure.id);
    Ok(vec![
        Output::new(name("svg"), svg),
        Output::new(name("png"), png),
        Output::new(name("txt"), format!("{}\n", figure.alt_text)),
        Output::new(name("csv"), figure.to_csv()),
    ])
}

pub(in crate::cli) fn list(terminal: &Terminal) -> Result<(), Failure> {
    let widest = BUILTINS.iter().map(|known| known.name.len()).max().unwrap_or(0);
    let lines: String = BUILTINS.iter().map(|known| format!("{:widest$}  {}\n", known.name, known.title())).collect();
    terminal.tell(&lines)
}

/// The built-in scenario with this name.
pub(in crate::cli) fn builtin_named(name: &str) -> Result<&'static Builtin, Failure> {
    builtin::find(name).ok_or_else(|| Failure::Usage {
        message: format!("no built-in scenario is called \"{name}\""),
        help: builtin::near(name)
            .map_or_else(|| "`onset list` shows them".to_owned(), |near| format!("did you mean \"{near}\"?")),
    })
}
