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

/// Kind, scenario, profile and theme: each kind with a scenario that suits it, each profile and each theme with several.
const SHOWN: [(Kind, &str, &str, &str); 18] = [
    (Kind::Comparison, "ketamine-vs-ssri", "slides-4x3", "dark"),
    (Kind::Comparison, "six-infusions", "paper-1col", "print"),
    (Kind::Cascade, "single-infusion", "slides-16x9", "dark"),
    (Kind::Cascade, "ketamine-vs-ssri", "notes", "light"),
    (Kind::Cascade, "single-infusion", "paper-2col", "print"),
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
    (Kind::Pathway, "ampa-blocked", "notes", "print"),
];

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
    let scenarios: Vec<(Kind, &str, &str, &str)> =
        BUILTINS.iter().map(|known| (Kind::Comparison, known.name, "slides-16x9", "light")).collect();
    let mut groups = Vec::new();
    let mut outputs = Vec::new();
    for (heading, wanted) in [("Every scenario", scenarios.as_slice()), ("Every kind of figure", &SHOWN)] {
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
fn pictures(&(kind, name, profile, theme): &(Kind, &str, &str, &str)) -> Result<Vec<(Picture, Output)>, Failure> {
    let broken = |what: String| Failure::Data(format!("{name}: {what}"));
    let source = builtin::find(name).ok_or_else(|| broken("there is no such scenario".to_owned()))?.source();
    let scenario = read(&source, &[]).scenario.ok_or_else(|| broken("it cannot be read".to_owned()))?;
    let title = scenario.title.clone();
    let run =
        onset::run::run(vec![(name.to_owned(), scenario)], Vec::new(), &Options::default()).map_err(Failure::Run)?;
    let look = Style { profile: profile.to_owned(), theme: theme.to_owned(), outlined: false, width: Some(WIDTH) };
    let drawing = Drawing::new(&run, &Request { kind, ..Request::default() }, &look)?;
    let stem = format!("{name}-{}-{profile}-{theme}.png", kind.name());
    let command = format!("onset figure {name} --kind {} --for {profile} --theme {theme}", kind.name());
    let picture = |(path, bytes): (PathBuf, Vec<u8>)| {
        let file = path.to_string_lossy().into_owned();
        let (title, alt, command) = (title.clone(), drawing.words().trim_end().to_owned(), command.clone());
        (Picture { file: file.clone(), title, alt, command }, Output::new(file, bytes))
    };
    Ok(drawing.files(&PathBuf::from(stem), Format::Png)?.into_iter().map(picture).collect())
}
