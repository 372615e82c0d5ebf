//! `onset talk`: a short lecture as slides.

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{ArgAction, Args, ValueHint};

use crate::cli::drawing::{Picture, SlidesFormat, slides_files, spelled};
use crate::cli::failure::Failure;
use crate::cli::load;
use crate::cli::names::folder_name;
use crate::cli::options::{Changes, Force, ScenarioWord, ThemeName};
use crate::cli::reach::Reach;
use crate::cli::study_command::StudyCommand;
use crate::cli::terminal::Terminal;
use crate::cli::writing::{self, Over, Place};
use onset::chart::Style;
use onset::figure::{Figure, Profile, Provenance, Theme};
use onset::scenario::Scenario;
use onset::slides::Deck;
use onset::solver::Options;
use onset::study::talk::{Ask, NoTalk, Outline, Section, TALKS, Talk};
use onset::words::{folded, program};

/// Commands to try.
pub(super) const EXAMPLES: &str = "\
Examples:
  onset talk
  onset talk ketamine-vs-ssri --minutes 45 -o lecture.pptx
  onset talk my.toml --only mechanism,comparison --theme dark -o part.pptx
  onset talk my.toml --author \"A. Lecturer\" -o beamer.tex

PowerPoint, Keynote, Impress: open the .pptx. Google Slides: File, Import
slides. Quarto: quarto render talk.qmd. Beamer: pdflatex beamer.tex. A step
has its question in the speaker notes, and the answer in those of the next.";

/// Draws of the assumed parameters; more take longer and change the band little.
const DRAWS: u64 = 200;

/// What `onset talk` is asked for.
#[derive(Debug, Args)]
pub(in crate::cli) struct TalkOptions {
    /// Scenario files, or names that `onset list` shows.
    #[arg(value_name = "FILE or NAME", default_value = "ketamine-vs-ssri")]
    scenarios: Vec<ScenarioWord>,
    /// How long the talk is: 10, 20 or 45 minutes.
    #[arg(long, value_name = "MINUTES", value_parser = parse_minutes, default_value = "20")]
    minutes: u32,
    /// Only these sections, with commas between them.
    #[arg(long, value_name = "SECTION", value_parser = sections(), value_delimiter = ',')]
    only: Vec<Section>,
    /// Shape of the slides.
    #[arg(long = "for", value_name = "PROFILE", value_parser = profiles(), default_value = "slides-16x9")]
    profile: Profile,
    /// Colours.
    #[arg(long, value_name = "NAME", value_enum, default_value_t)]
    theme: ThemeName,
    /// Title of the talk, in place of that of the scenario.
    #[arg(long, value_name = "WORDS")]
    title: Option<String>,
    /// The speaker, for the first slide.
    #[arg(long, value_name = "WORDS", default_value = "")]
    author: String,
    /// Seed of the draws of assumed parameters.
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,
    /// File to write: PPTX (PowerPoint, Keynote, Google Slides), QMD (Quarto), TEX (Beamer, with the PDF that it shows)
    /// or PDF by its ending. May be repeated.
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::AnyPath)]
    out: Vec<PathBuf>,
    #[command(flatten)]
    changes: Changes,
    /// Overwrite files that are there already.
    #[arg(long, action = ArgAction::SetTrue)]
    force: Force,
}

/// The length of a talk that comes with the program.
fn parse_minutes(text: &str) -> Result<u32, String> {
    let known = || TALKS.map(|outline| outline.minutes.to_string()).join(", ");
    let minutes = text.trim().parse().ok().filter(|minutes| Outline::of(*minutes).is_some());
    minutes.ok_or_else(|| format!("there are talks of these lengths: {}", known()))
}

fn sections() -> impl TypedValueParser<Value = Section> {
    let names = Section::ALL.map(|section| PossibleValue::new(section.name()).help(section.about()));
    PossibleValuesParser::new(names).try_map(|name| Section::find(&name).ok_or("no such section"))
}

fn profiles() -> impl TypedValueParser<Value = Profile> {
    let slides = [Profile::slides_16x9(), Profile::slides_4x3()];
    let names = slides.map(|profile| PossibleValue::new(profile.id).help(profile.purpose));
    PossibleValuesParser::new(names).try_map(|name| Profile::named(&name).ok_or("no such profile"))
}

/// The talk that is asked for, with what is needed to make it again inside.
fn made(options: &TalkOptions, reach: Reach<'_>, terminal: &Terminal) -> Result<Talk, Failure> {
    let scenarios: Vec<(String, Scenario)> = options
        .scenarios
        .iter()
        .map(|word| reach.scenario(word, &options.changes, terminal))
        .collect::<Result<_, _>>()?;
    let run = onset::run::run(scenarios.clone(), load::changes_as_typed(&options.changes), &Options::default())
        .map_err(Failure::Run)?;
    let outline = *Outline::of(options.minutes).unwrap_or(&TALKS[1]);
    let style = Style {
        profile: options.profile.id.to_owned(),
        theme: Theme::from(options.theme).id.to_owned(),
        outlined: false,
        width: None,
    };
    let ask = Ask {
        outline,
        only: options.only.clone(),
        title: options.title.clone(),
        author: options.author.clone(),
        style,
        draws: (DRAWS, options.seed),
    };
    let mut talk = onset::study::talk::talk(&run, &ask).map_err(|error| match error {
        NoTalk::Run(failed) => Failure::Run(failed),
        NoTalk::Draw(error) => Failure::Drawing(error.to_string()),
        NoTalk::Empty(_) => Failure::Usage {
            message: error.to_string(),
            help: "ask for other sections, or name a scenario that has doses".to_owned(),
        },
    })?;
    let mut bearer = Figure::new("talk", talk.deck.title.clone());
    bearer.provenance = Provenance { program: program(), ..Provenance::default() };
    talk.deck.carried = terminal.typed().made(bearer, &scenarios).provenance.text();
    Ok(talk)
}

impl StudyCommand for TalkOptions {
    fn pictures(&self, _reach: Reach<'_>, _terminal: &Terminal) -> Option<Result<Vec<Picture>, Failure>> {
        None
    }

    fn deck(&self, reach: Reach<'_>, terminal: &Terminal) -> Option<Result<Deck, Failure>> {
        Some(made(self, reach, terminal).map(|talk| talk.deck))
    }
}

/// Writes a talk.
pub(in crate::cli) fn talk(options: &TalkOptions, terminal: &Terminal) -> Result<(), Failure> {
    let formats = options.out.iter().map(|path| SlidesFormat::of(path)).collect::<Result<Vec<_>, _>>()?;
    let Talk { deck, left_out, curves } = made(options, Reach::Files, terminal)?;
    terminal.warnings(spelled(&curves));
    let names: Vec<&str> = options.scenarios.iter().map(|word| &**word).collect();
    let targets: Vec<(PathBuf, SlidesFormat)> = if options.out.is_empty() {
        let place = Place::new(None, &folder_name(&names));
        place.make()?;
        vec![(place.folder().join("talk.pptx"), SlidesFormat::Pptx)]
    } else {
        options.out.iter().cloned().zip(formats).collect()
    };
    let mut written: Vec<(PathBuf, Vec<u8>)> = Vec::new();
    for (path, format) in &targets {
        for (path, bytes) in slides_files(&deck, path, *format)? {
            if written.iter().all(|(other, _)| *other != path) {
                written.push((path, bytes));
            }
        }
    }
    writing::write_files(&written, if options.force.0 { Over::Anything } else { Over::Nothing })?;
    terminal.say(&said(&deck, &left_out, options.minutes))?;
    let names: Vec<String> = written.iter().map(|(path, _)| path.display().to_string()).collect();
    terminal.say(&folded(&format!("Written: {}", names.join(", ")), "  "))
}

/// The slides in a list, and the sections that the scenario has nothing for.
fn said(deck: &Deck, left_out: &[(Section, String)], minutes: u32) -> String {
    let mut text = folded(&format!("{}: {} slides, {minutes} minutes.", deck.title, deck.slides.len()), "");
    let mut titles: Vec<(&str, usize)> = Vec::new();
    for slide in &deck.slides {
        match titles.last_mut() {
            Some((title, count)) if *title == slide.title => *count += 1,
            _ => titles.push((&slide.title, 1)),
        }
    }
    for (title, count) in titles {
        let steps = if count > 1 { format!(" ({count} steps)") } else { String::new() };
        text.push_str(&folded(&format!("  {title}{steps}"), "    "));
    }
    for (section, reason) in left_out {
        text.push_str(&folded(&format!("Left out: {}: {reason}.", section.name()), "  "));
    }
    text
}
