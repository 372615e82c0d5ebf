//! The talk itself: the sections of an outline, each as slides.

use std::fmt;

use super::outline::{Outline, Section};
use super::steps::{stepwise, whole};
use super::words::{answers, chosen, claim, points, question, references, sentences, take_home};
use crate::chart::{Kind, Request, Style, comparison, figure};
use crate::figure::{DrawError, Figure};
use crate::metrics::METRICS;
use crate::run::{FailedArm, Run};
use crate::scenario::Guide;
use crate::slides::{Body, Deck, Slide};
use crate::study::evidence::claims;
use crate::study::guesses::{Asked, Draw, guesses};
use crate::study::why::{why, why_figure};
use crate::words::program;
use crate::words::texts::DISCLAIMER;

/// What is asked of a talk.
#[derive(Debug, Clone)]
pub struct Ask {
    /// Its length and sections.
    pub outline: Outline,
    /// Sections to take of these; all of them where it is empty.
    pub only: Vec<Section>,
    /// Its title, where that of the scenario does not do.
    pub title: Option<String>,
    /// The speaker; empty for none.
    pub author: String,
    /// Size and colours of the slides.
    pub style: Style,
    /// Draws of the assumed parameters, and the seed of the first.
    pub draws: (u64, u64),
}

/// A talk, and what it has not.
#[derive(Debug, Clone)]
pub struct Talk {
    /// The slides.
    pub deck: Deck,
    /// Sections that the scenario has nothing for, each with the reason.
    pub left_out: Vec<(Section, String)>,
    /// The curves of the arms, whose names and title stand on the pictures.
    pub curves: Figure,
}

/// Why there is no talk.
#[derive(Debug)]
pub enum NoTalk {
    /// An arm could not be run with a step cut, or with other parameters.
    Run(FailedArm),
    /// A picture could not be drawn.
    Draw(DrawError),
    /// The scenario has nothing for any of the sections; why, for the first of them.
    Empty(String),
}

impl fmt::Display for NoTalk {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Run(error) => error.fmt(out),
            Self::Draw(error) => error.fmt(out),
            Self::Empty(reason) => write!(out, "none of the sections that were asked for can be made: {reason}"),
        }
    }
}

impl std::error::Error for NoTalk {}

impl From<DrawError> for NoTalk {
    fn from(error: DrawError) -> Self {
        Self::Draw(error)
    }
}

/// The metric that a talk discusses when a step is cut, or parameters are drawn.
const METRIC: &str = "improvement_24h";

/// A talk about a run.
///
/// # Errors
/// [`NoTalk`] where a run with a change fails, a picture cannot be drawn, or nothing is left to show.
pub fn talk(run: &Run, ask: &Ask) -> Result<Talk, NoTalk> {
    let mut slides: Vec<Slide> = Vec::new();
    let mut left_out = Vec::new();
    let sections = ask.outline.sections.iter().filter(|(section, _)| ask.only.is_empty() || ask.only.contains(section));
    for (section, minutes) in sections {
        match section_slides(run, ask, *section)? {
            Ok(mut made) => {
                if let Some(first) = made.first_mut() {
                    first.notes = timed(*section, *minutes, &first.notes);
                }
                slides.extend(made);
            }
            Err(reason) => left_out.push((*section, reason)),
        }
    }
    if slides.iter().all(|slide| matches!(slide.body, Body::Opening(_))) && !left_out.is_empty() {
        return Err(NoTalk::Empty(left_out.swap_remove(0).1));
    }
    let title = ask.title.clone().unwrap_or_else(|| run.title.clone());
    let (profile, theme) = (ask.style.profile(), ask.style.theme());
    let deck = Deck { title, author: ask.author.clone(), profile, theme, slides, carried: String::new() };
    Ok(Talk { deck, left_out, curves: comparison(run) })
}

/// The notes of the first slide of a section, with its time.
fn timed(section: Section, minutes: u32, notes: &str) -> String {
    let time = match minutes {
        0 => "for questions".to_owned(),
        1 => "about 1 minute".to_owned(),
        many => format!("about {many} minutes"),
    };
    let head = format!("Section \"{}\", {time}.", section.name());
    if notes.is_empty() { head } else { format!("{head}\n{notes}") }
}

/// The slides of a section, or why there are none.
fn section_slides(run: &Run, ask: &Ask, section: Section) -> Result<Result<Vec<Slide>, String>, NoTalk> {
    let style = &ask.style;
    let profile = style.profile();
    let of_kind = |kind: Kind, title: &str| -> Result<Result<Vec<Slide>, String>, NoTalk> {
        let request = Request { kind, ..Request::default() };
        let mut figure = match figure(run, &request) {
            Ok(drawn) => drawn.figure,
            Err(not_drawn) => return Ok(Err(not_drawn.message)),
        };
        figure.title = title.to_owned();
        let is_built = ask.outline.built.contains(&section);
        Ok(Ok(if is_built { stepwise(&figure, style)? } else { whole(&figure, style)? }))
    };
    let some = |slides: Vec<Slide>, reason: &str| if slides.is_empty() { Err(reason.to_owned()) } else { Ok(slides) };
    match section {
        Section::Opening => {
            let title = ask.title.clone().unwrap_or_else(|| run.title.clone());
            let lines = [ask.author.clone(), DISCLAIMER.to_owned(), program()];
            let lines = lines.into_iter().filter(|line| !line.is_empty()).collect();
            let notes = "Every number and curve of this talk was computed by the program from one scenario file. It is a \
                         model to think with: nothing in it advises on treatment.";
            Ok(Ok(vec![Slide { title, body: Body::Opening(lines), notes: notes.to_owned() }]))
        }
        Section::Question => {
            let notes = "Let each student sketch before going on: a prediction that is written down is what makes the \
                         curves worth looking at. Show no result yet.";
            Ok(some(points("What do you expect?", &question(run), notes, &profile), "the scenario has no arms"))
        }
        Section::Mechanism => of_kind(Kind::Pathway, "How it acts"),
        Section::Plasma => of_kind(Kind::Exposure, "How much drug, and how long"),
        Section::Order => of_kind(Kind::Timeline, "What comes first, what comes next"),
        Section::Comparison => of_kind(Kind::Comparison, &run.title),
        Section::WhatIf => what_if(run, style),
        Section::Literature => {
            let Ok(claims) = claims() else { return Ok(Err("the claims cannot be read".to_owned())) };
            let chosen = chosen(claims, &names(run), ask.outline.claims);
            let lines: Vec<_> = chosen.iter().map(|it| claim(claims, it)).collect();
            Ok(some(points("What the literature says", &lines, &answers(&chosen), &profile), "there are no claims"))
        }
        Section::Uncertainty => uncertainty(run, ask),
        Section::TakeHome => {
            let notes = "Ask again for the sketches of the beginning: where were they right, and which step explains the \
                         difference?";
            Ok(some(points("What to take home", &take_home(run), notes, &profile), "no arm has symptoms to improve"))
        }
        Section::References => {
            let Ok(claims) = claims() else { return Ok(Err("the claims cannot be read".to_owned())) };
            let chosen = chosen(claims, &names(run), ask.outline.claims);
            let lines = references(claims, &chosen);
            Ok(some(points("References", &lines, "", &profile), "no claim of this talk rests on a publication"))
        }
    }
}

/// Names of the scenarios.
fn names(run: &Run) -> Vec<&str> {
    run.scenarios.iter().map(|(name, _)| name.as_str()).collect()
}

/// The scenario's own question, then what is left of the effect when each step of the pathway is cut.
fn what_if(run: &Run, style: &Style) -> Result<Result<Vec<Slide>, String>, NoTalk> {
    let Some(scenario) = run.scenarios.first() else { return Ok(Err("there is no scenario".to_owned())) };
    let guide = Guide::of(scenario.1.standalone());
    let mut slides = Vec::new();
    if !guide.predict.is_empty() {
        let notes = "Let the class say more, the same or less before the file is changed. Then change it as asked, \
                     and draw it again with `onset figure`.";
        slides.extend(points("What if? Predict first", &sentences(&guide.predict), notes, &style.profile()));
    }
    let metric = METRICS.iter().find(|metric| metric.key == METRIC);
    if let Some(metric) = metric {
        let list = why(scenario, metric, None, &run.options).map_err(NoTalk::Run)?;
        if list.iter().any(|why| why.whole.is_some()) {
            let mut figure = why_figure(&list, scenario, &run.changes);
            figure.title = "What if a step is cut?".to_owned();
            slides.extend(whole(&figure, style)?);
        }
    }
    Ok(if slides.is_empty() { Err("it has no question, and no effect to lose".to_owned()) } else { Ok(slides) })
}

/// How far the outcome depends on assumed parameters.
fn uncertainty(run: &Run, ask: &Ask) -> Result<Result<Vec<Slide>, String>, NoTalk> {
    let metric = METRICS.iter().find(|metric| metric.key == METRIC);
    let (Some(scenario), Some(metric)) = (run.scenarios.first(), metric) else {
        return Ok(Err("there is no scenario".to_owned()));
    };
    let (number, seed) = ask.draws;
    let asked = Asked { metric, draw: Draw::Assumed, number, seed };
    let made = guesses(scenario.clone(), run.changes.clone(), asked, &run.options).map_err(NoTalk::Run)?;
    let [mut bands, ..] = made.figures();
    bands.title = "How far the outcome depends on assumed numbers".to_owned();
    Ok(Ok(whole(&bands, &ask.style)?))
}
