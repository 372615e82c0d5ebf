//! `onset gallery`: a picture of every scenario, and every kind of figure on every page in every theme.

use std::path::PathBuf;

use clap::Args;
use rayon::prelude::*;

use crate::cli::drawing::{Drawing, Format};
use crate::cli::failure::Failure;
use crate::cli::hints;
use crate::cli::terminal::Terminal;
use crate::cli::writing;
use crate::cli::writing::{Output, Place};
use onset::chart::{Kind, Request, Style};
use onset::page::{Picture, gallery as gallery_page};
use onset::run::{Files, MANIFEST, Manifest};
use onset::scenario::builtin::{self, BUILTINS};
use onset::scenario::read;
use onset::solver::Options;

/// Width of the pictures, px.
const WIDTH: u32 = 800;

/// The page that shows all pictures.
const INDEX: Files = Files::new("index", &["html"], "every picture on one page, for a browser");

/// Kind, scenario, profile and theme of a figure.
type Shown = (Kind, &'static str, &'static str, &'static str);

/// Each kind with a scenario that suits it, each profile and each theme with several.
const SHOWN: [Shown; 16] = [
    (Kind::Comparison, "ketamine-vs-ssri", "slides-4x3", "dark"),
    (Kind::Comparison, "six-infusions", "paper-1col", "print"),
    (Kind::Cascade, "single-infusion", "slides-16x9", "dark"),
    (Kind::Cascade, "ketamine-vs-ssri", "notes", "light"),
    (Kind::DoseResponse, "dose-response", "slides-16x9", "light"),
    (Kind::DoseResponse, "ssri-dose", "paper-1col", "print"),
    (Kind::DoseResponse, "dose-response", "poster", "dark"),
    (Kind::Phase, "single-infusion", "slides-16x9", "light"),
    (Kind::Phase, "single-infusion", "slides-4x3", "dark"),
    (Kind::Exposure, "routes", "slides-16x9", "light"),
    (Kind::Exposure, "ketamine-vs-ssri", "paper-2col", "print"),
    (Kind::Timeline, "single-infusion", "slides-16x9", "dark"),
    (Kind::Timeline, "ketamine-vs-ssri", "poster", "light"),
    (Kind::Timeline, "single-infusion", "paper-1col", "print"),
    (Kind::Pathway, "ampa-blocked", "slides-16x9", "light"),
    (Kind::Pathway, "single-infusion", "slides-4x3", "dark"),
];

/// What the built-in scenarios ask, each with its own; one that stands nowhere is shown at the end.
const QUESTIONS: [(&str, &[&str]); 6] = [
    (
        "Hours or weeks?",
        &["ketamine-vs-ssri", "single-infusion", "ssri-five-drugs", "ssri-dose", "fluoxetine-withdrawal"],
    ),
    ("Which dose, which route?", &["dose-response", "anaesthetic-bolus", "bolus-10mg", "routes", "esketamine-nasal"]),
    ("Once or again?", &["six-infusions", "thrice-weekly", "maintenance", "dissociation-tolerance"]),
    (
        "Which step carries the effect?",
        &[
            "ampa-blocked",
            "ampa-blocked-later",
            "rapamycin-local-and-oral",
            "val66met",
            "default-mode-network",
            "expectancy",
        ],
    ),
    ("Which explanation is right?", &["rival-hypotheses", "rival-opioid", "rival-habenula", "arketamine"]),
    ("Which subjects, and what else?", &["healthy-vs-stressed", "amygdala", "inflammation", "surgery-opioid-sparing"]),
];

/// The scenarios of each question, those of no question last.
fn by_question() -> Vec<(&'static str, Vec<&'static str>)> {
    let mut groups: Vec<(&str, Vec<&str>)> = QUESTIONS.iter().map(|(asked, names)| (*asked, names.to_vec())).collect();
    let is_asked = |name: &&str| QUESTIONS.iter().any(|(_, names)| names.contains(name));
    let rest: Vec<&str> = BUILTINS.iter().map(|known| known.name).filter(|name| !is_asked(name)).collect();
    if !rest.is_empty() {
        groups.push(("More scenarios", rest));
    }
    groups
}

/// The first sentence of what the header of a scenario says to look at.
fn look_at(text: &str) -> String {
    let lines = text.lines().skip_while(|line| !line.starts_with("# Look:"));
    let lines = lines.take_while(|line| !line.starts_with("# Predict:")).take(8);
    let words: Vec<&str> = lines.flat_map(|line| line.trim_start_matches('#').split_whitespace()).skip(1).collect();
    let text = words.join(" ");
    match text.find(". ") {
        Some(end) => text[..=end].to_owned(),
        None => text,
    }
}

/// The command of a figure without what goes without saying.
fn command(name: &str, kind: Kind, profile: &str, theme: &str) -> String {
    let mut words = format!("onset figure {name}");
    for (option, given, usual) in [
        ("--kind", kind.name(), Kind::default().name()),
        ("--for", profile, "slides-16x9"),
        ("--theme", theme, "light"),
    ] {
        if given != usual {
            words.push_str(&format!(" {option} {given}"));
        }
    }
    words
}

/// Where the gallery goes.
#[derive(Debug, Args)]
pub(in crate::cli) struct GalleryOptions {
    /// Folder to write to, instead of output/gallery.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Overwrite files that were changed since they were written, or that something else wrote.
    #[arg(long)]
    force: bool,
}

pub(in crate::cli) fn gallery(options: &GalleryOptions, terminal: &Terminal) -> Result<(), Failure> {
    let usual = |name: &'static str| (Kind::Comparison, name, "slides-16x9", "light");
    let mut wanted: Vec<(&str, Vec<Shown>)> =
        by_question().into_iter().map(|(asked, names)| (asked, names.into_iter().map(usual).collect())).collect();
    wanted.push(("Every kind of figure, page and theme", SHOWN.to_vec()));
    let mut groups = Vec::new();
    let mut outputs = Vec::new();
    for (heading, wanted) in wanted {
        let drawn: Vec<Vec<(Picture, Output)>> = wanted.par_iter().map(pictures).collect::<Result<_, _>>()?;
        let (pictures, files): (Vec<Picture>, Vec<Output>) = drawn.into_iter().flatten().unzip();
        groups.push((heading, pictures));
        outputs.extend(files);
    }
    outputs.push(Output::new("index.html", gallery_page(&groups)));
    let number = outputs.len() - 1;
    let place = Place::new(options.out.as_deref(), "gallery");
    writing::write(&place, outputs, |files| Manifest::plain("onset gallery", &[], files), options.force)?;
    let names = INDEX.names().chain(MANIFEST.names()).collect::<Vec<_>>();
    terminal.say(&format!(
        "{} pictures of {} scenarios.\n\n{}",
        number,
        BUILTINS.len(),
        hints::files(place.folder(), &names, &[INDEX])
    ))
}

/// The pages of a figure.
fn pictures(&(kind, name, profile, theme): &Shown) -> Result<Vec<(Picture, Output)>, Failure> {
    let broken = |what: String| Failure::Data(format!("{name}: {what}"));
    let source = builtin::find(name).ok_or_else(|| broken("there is no such scenario".to_owned()))?.source();
    let scenario = read(&source, &[]).scenario.ok_or_else(|| broken("it cannot be read".to_owned()))?;
    let title = scenario.title.clone();
    // What to look at stands once, beside the figure that the scenario is about.
    let see = if kind == Kind::Comparison { look_at(&source.text) } else { String::new() };
    let run =
        onset::run::run(vec![(name.to_owned(), scenario)], Vec::new(), &Options::default()).map_err(Failure::Run)?;
    let look = Style { profile: profile.to_owned(), theme: theme.to_owned(), outlined: false, width: Some(WIDTH) };
    let drawing = Drawing::new(&run, &Request { kind, ..Request::default() }, &look)?;
    let stem = format!("{name}-{}-{profile}-{theme}.png", kind.name());
    let command = command(name, kind, profile, theme);
    let picture = |(path, bytes): (PathBuf, Vec<u8>)| {
        let file = path.to_string_lossy().into_owned();
        let alt = drawing.words().trim_end().to_owned();
        let picture =
            Picture { file: file.clone(), title: title.clone(), see: see.clone(), alt, command: command.clone() };
        (picture, Output::new(file, bytes))
    };
    Ok(drawing.files(&PathBuf::from(stem), Format::Png)?.into_iter().map(picture).collect())
}
