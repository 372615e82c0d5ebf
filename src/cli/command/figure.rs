//! `onset figure`: one figure for a lecture.

use std::ops::RangeInclusive;
use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};

use crate::cli::drawing::{Drawing, Format};
use crate::cli::failure::Failure;
use crate::cli::load;
use crate::cli::names;
use crate::cli::options::{Changes, MethodName, ThemeName, parse_rtol, solver};
use crate::cli::reading;
use crate::cli::terminal::Terminal;
use crate::cli::writing;
use crate::cli::writing::{Over, Place};
use onset::chart::{Flat, Kind, Request, Style, Table, TimeAxis, Wording};
use onset::figure::{Profile, Theme, add_font};
use onset::quantity::{Dimension, convert, read_amount};
use onset::scenario::{Scenario, read_observed};
use onset::words::folded;

/// Widths of a PNG, px.
pub(in crate::cli) const WIDTHS: RangeInclusive<i64> = 64..=8192;

/// What is drawn, how, and where to.
#[derive(Debug, Args)]
pub(in crate::cli) struct FigureOptions {
    /// Scenario files, or names that `onset list` shows.
    #[arg(required = true, value_name = "FILE or NAME")]
    scenarios: Vec<String>,
    /// What the figure shows.
    #[arg(long, value_name = "KIND", value_parser = kinds(), default_value = "comparison")]
    kind: Kind,
    /// What it is made for: size of the page, of text and of lines.
    #[arg(long = "for", value_name = "PROFILE", value_parser = profiles(), default_value = "slides-16x9")]
    profile: Profile,
    /// Colours.
    #[arg(long, value_name = "NAME", value_enum, default_value_t)]
    theme: ThemeName,
    /// How time runs from left to right.
    #[arg(long, value_name = "AXIS", value_parser = time_axes(), default_value = "auto")]
    time: TimeAxis,
    /// Words as text, or as outlines for programs that ignore a font inside a file.
    #[arg(long, value_name = "HOW", value_enum, default_value_t)]
    text: TextName,
    /// With --kind phase: the quantity from left to right, such as bdnf.
    #[arg(long, value_name = "QUANTITY")]
    x: Option<String>,
    /// The quantity from bottom to top, in place of the usual; a metric with --kind dose-response. May be repeated.
    #[arg(long, value_name = "QUANTITY")]
    y: Vec<String>,
    /// With --kind pathway: the time whose values the boxes show, such as 1h, in place of the greatest changes.
    #[arg(long, value_name = "TIME", value_parser = hours)]
    at: Option<f64>,
    /// First time that is shown, such as 1h.
    #[arg(long, value_name = "TIME", value_parser = hours)]
    from: Option<f64>,
    /// Last time that is shown, such as 12h.
    #[arg(long, value_name = "TIME", value_parser = hours)]
    to: Option<f64>,
    /// How values run from bottom to top.
    #[arg(long, value_name = "SCALE", value_enum, default_value_t)]
    y_scale: ValueScale,
    /// Headline in place of the scenario's; auto: one that says what the run shows.
    #[arg(long, value_name = "WORDS", conflicts_with = "no_title")]
    title: Option<String>,
    /// Line under the headline.
    #[arg(long, value_name = "WORDS")]
    subtitle: Option<String>,
    /// No headline.
    #[arg(long)]
    no_title: bool,
    /// What an arm is called in this figure: its name, the beginning of it or its number, and the words. May be repeated.
    #[arg(long = "label", value_name = "ARM=WORDS", value_parser = label)]
    labels: Vec<(String, String)>,
    /// Name of the horizontal axis, where that is no time.
    #[arg(long, value_name = "WORDS")]
    x_title: Option<String>,
    /// Heading of a panel, from the first on. May be repeated.
    #[arg(long, value_name = "WORDS")]
    y_title: Vec<String>,
    /// File to write: SVG, PNG, PDF, PPTX (slides for PowerPoint, Keynote, Google Slides) or QMD (slides for Quarto) by
    /// its ending. May be repeated. Its alt text (.txt) and its data (.csv) stand beside it.
    #[arg(long, value_name = "FILE")]
    out: Vec<PathBuf>,
    /// Check that it can be read from where it will be seen, and without colours; files are written only with --out.
    #[arg(long)]
    lint: bool,
    /// With --lint: height of the picture to the distance of the last row, such as 1:9; otherwise that of the profile.
    #[arg(long, value_name = "1:N", value_parser = parse_room, requires = "lint")]
    room: Option<f64>,
    /// Measured values to draw over the curves: a CSV table with units in its header, such as
    /// time [h],improvement [%],sd [%],arm. May be repeated.
    #[arg(long, value_name = "FILE")]
    observed: Vec<PathBuf>,
    /// Where the measured values are from, for the caption; once for each --observed.
    #[arg(long, value_name = "WORDS", requires = "observed")]
    source: Vec<String>,
    /// Width of a PNG in px, from 64 to 8192; otherwise that of the profile.
    #[arg(long, value_name = "PX", value_parser = clap::value_parser!(u32).range(WIDTHS))]
    width: Option<u32>,
    /// A font (.ttf, .otf) for letters that Inter does not have, such as Chinese or Japanese. Letters that join or run
    /// from right to left, as Arabic, are not drawn.
    #[arg(long, value_name = "FILE")]
    font: Option<PathBuf>,
    /// Draw it in steps for a lecture: axes, doses, each curve, marks. The pictures are numbered; a slide for Beamer
    /// (.tex) and questions to ask before each step (.notes.txt) stand beside them.
    #[arg(long, conflicts_with = "lint")]
    build: bool,
    #[command(flatten)]
    changes: Changes,
    /// Relative error of a step, from 1e-12 to 1e-3 (rodas5p: from 1e-10).
    #[arg(long, value_name = "NUMBER", default_value = "1e-7", value_parser = parse_rtol)]
    rtol: f64,
    /// The solver: collocation, or rodas5p as a second opinion.
    #[arg(long, value_name = "NAME", value_enum, default_value_t)]
    method: MethodName,
    /// Overwrite files that are there already.
    #[arg(long)]
    force: bool,
}

/// How values run from bottom to top.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum ValueScale {
    /// Evenly.
    #[default]
    Linear,
    /// On a logarithm, three powers of ten from the greatest value down.
    Log,
}

/// How words are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum TextName {
    /// As text with the font inside.
    #[default]
    Live,
    /// As outlines.
    Paths,
}

/// Heights of the picture to the last row.
fn parse_room(text: &str) -> Result<f64, String> {
    let heights = text.trim().strip_prefix("1:").and_then(|heights| heights.trim().parse::<f64>().ok());
    heights.filter(|heights| (0.5..=100.0).contains(heights)).ok_or_else(|| {
        "write 1:9 where the last row sits nine heights of the picture away, from 1:0.5 to 1:100".to_owned()
    })
}

/// A time with its unit, h.
fn hours(text: &str) -> Result<f64, String> {
    let usual = || "write a time with its unit, such as 1h or \"2 d\"".to_owned();
    let (value, unit) = read_amount(text).map_err(|_| usual())?;
    let unit = unit.filter(|unit| unit.dimension == Dimension::TIME).ok_or_else(usual)?;
    let hour = read_amount("1 h").ok().and_then(|(_, unit)| unit).ok_or_else(usual)?;
    let hours = convert(value, unit, hour);
    (hours >= 0.0 && hours.is_finite()).then_some(hours).ok_or_else(usual)
}

/// What an arm is called.
fn label(text: &str) -> Result<(String, String), String> {
    let (arm, words) = text.split_once('=').ok_or("write ARM=WORDS, such as ketamine=\"one infusion\"")?;
    let (arm, words) = (arm.trim(), words.trim());
    if arm.is_empty() || words.is_empty() {
        return Err("write ARM=WORDS, such as 1=\"one infusion\"".to_owned());
    }
    Ok((arm.to_owned(), words.to_owned()))
}

fn kinds() -> impl TypedValueParser<Value = Kind> {
    let names = Kind::ALL.map(|kind| PossibleValue::new(kind.name()).help(help(kind)));
    PossibleValuesParser::new(names).try_map(|name| Kind::find(&name).ok_or("no such kind"))
}

const fn help(kind: Kind) -> &'static str {
    match kind {
        Kind::Comparison => "Improvement of every arm over time",
        Kind::Cascade => "The steps from receptor to symptom over time",
        Kind::DoseResponse => "What the arms gain by their dose",
        Kind::Phase => "One quantity against another (--x, --y)",
        Kind::Exposure => "Drug in plasma over time",
        Kind::Timeline => "When each step starts, peaks and ends",
        Kind::Pathway => "The mechanism as a diagram, with what --without cuts",
    }
}

fn profiles() -> impl TypedValueParser<Value = Profile> {
    let names = Profile::all().map(|profile| PossibleValue::new(profile.id).help(profile.purpose));
    PossibleValuesParser::new(names).try_map(|name| Profile::named(&name).ok_or("no such profile"))
}

fn time_axes() -> impl TypedValueParser<Value = TimeAxis> {
    let words = |axis: TimeAxis| match axis {
        TimeAxis::Auto => "By content",
        TimeAxis::Log => "Minutes to weeks on one axis",
        TimeAxis::Linear => "Even",
        TimeAxis::Paired => "The first day beside the whole, both even",
        TimeAxis::Symlog => "Even for an hour, logarithmic from there",
    };
    let names = TimeAxis::ALL.map(|axis| PossibleValue::new(axis.name()).help(words(axis)));
    PossibleValuesParser::new(names).try_map(|name| TimeAxis::find(&name).ok_or("no such axis"))
}

/// Every table of measured values, which can be read as one of this scenario.
fn observed(options: &FigureOptions, scenarios: &[(String, Scenario)]) -> Result<Vec<Table>, Failure> {
    let read = |(index, path): (usize, &PathBuf)| {
        let text = reading::text(path, reading::Kind::Observed)?;
        // One form of line ends, as a figure carries them.
        let text: String = text.lines().flat_map(|line| [line, "\n"]).collect();
        if let [(_, scenario)] = scenarios {
            read_observed(&text, scenario, None, None).map_err(|error| Failure::in_file(path, &error))?;
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let source = options.source.get(index).unwrap_or(&name).clone();
        Ok(Table { name, source, text })
    };
    options.observed.iter().enumerate().map(read).collect()
}

pub(in crate::cli) fn figure(options: &FigureOptions, terminal: &Terminal) -> Result<(), Failure> {
    let formats = options.out.iter().map(|path| Format::of(path)).collect::<Result<Vec<_>, _>>()?;
    if let Some(path) = &options.font {
        let bytes = reading::bytes(path, reading::Kind::Font)?;
        add_font(bytes).map_err(|error| Failure::in_file(path, &error))?;
    }
    let scenarios = load::scenarios(&options.scenarios, &options.changes, terminal)?;
    let observed = observed(options, &scenarios)?;
    let solver = solver(options.rtol, options.method)?;
    let run = onset::run::run(scenarios, load::changes_as_typed(&options.changes), &solver).map_err(Failure::Run)?;
    let wording = Wording {
        title: if options.no_title { Some(String::new()) } else { options.title.clone() },
        subtitle: options.subtitle.clone(),
        labels: options.labels.clone(),
        x_title: options.x_title.clone(),
        y_titles: options.y_title.clone(),
    };
    let request = Request {
        kind: options.kind,
        time: options.time,
        x: options.x.clone(),
        y: options.y.clone(),
        at: options.at,
        window: (options.from, options.to),
        log_values: options.y_scale == ValueScale::Log,
        wording,
        observed,
    };
    let look = Style {
        profile: options.profile.id.to_owned(),
        theme: Theme::from(options.theme).id.to_owned(),
        outlined: options.text == TextName::Paths,
        width: options.width,
    };
    let draw = if options.build { Drawing::in_steps } else { Drawing::new };
    let drawing = draw(&run, &request, &look)?;
    // What follows from a link that was cut here is no surprise.
    if options.changes.without.is_empty() {
        terminal.warnings(drawing.warnings.iter().map(Flat::text));
    }
    terminal.warnings(drawing.unknown_letters());
    let verdict = if options.lint { drawing.lint(options.room, terminal) } else { Ok(()) };
    if options.lint && options.out.is_empty() {
        return verdict;
    }
    let targets: Vec<(PathBuf, Format)> = if options.out.is_empty() {
        let names: Vec<&str> = run.scenarios.iter().map(|(name, _)| name.as_str()).collect();
        let place = Place::new(None, &names::folder_name(&names));
        place.make()?;
        let name = |ending: &str| place.folder().join(format!("{}-{}.{ending}", request.kind.name(), look.profile));
        vec![(name("svg"), Format::Svg), (name("png"), Format::Png)]
    } else {
        options.out.iter().cloned().zip(formats).collect()
    };
    let mut written: Vec<(PathBuf, Vec<u8>)> = Vec::new();
    for (path, format) in &targets {
        let pictures = drawing.files(path, *format)?;
        let mut beside = vec![("txt", drawing.words()), ("csv", drawing.data())];
        if options.build {
            // LaTeX reads no SVG.
            if !matches!(format, Format::Svg | Format::Slides(_)) {
                beside.push(("tex", drawing.beamer(&pictures)));
            }
            beside.push(("notes.txt", drawing.notes()));
        }
        written.extend(pictures);
        for (ending, text) in beside {
            let path = path.with_extension(ending);
            if written.iter().all(|(other, _)| *other != path) {
                written.push((path, text.into_bytes()));
            }
        }
    }
    writing::write_files(&written, if options.force { Over::Anything } else { Over::Nothing })?;
    let names: Vec<String> = written.iter().map(|(path, _)| path.display().to_string()).collect();
    terminal.picture(&drawing.preview())?;
    let words = folded(drawing.words().trim_end(), "");
    terminal.say(&format!("{words}\n{}", folded(&format!("Written: {}", names.join(", ")), "  ")))?;
    verdict
}
