//! Slides of a talk as data, and the files that programs for slides read.
//!
//! 1. A [`Deck`] is the talk: slides with a title, a picture or lines of words, and notes for the speaker.
//! 2. [`powerpoint`] writes it for PowerPoint, Keynote, Google Slides and Impress; [`quarto`] for Quarto; [`pages`] are
//!    its slides as pictures, for a PDF, and [`beamer_document`] shows that PDF with the notes.
//!
//! Owns what a slide holds and how a file of slides is made. Must not know scenarios, runs or what a picture shows: a
//! picture comes as bytes, with its words.

mod archive;
mod beamer;
mod page;
mod parts;
mod powerpoint;
mod quarto;
mod words;

use crate::figure::{DrawError, Figure, Profile, Scene, TextMode, Theme, render_png, render_scene};

pub use archive::PackError;
pub use beamer::beamer_document;
pub use page::pages;
pub use powerpoint::{carried_by, different_part, powerpoint};
pub use quarto::quarto;
pub(crate) use words::parted;

/// A talk.
#[derive(Debug, Clone)]
pub struct Deck {
    /// Its title.
    pub title: String,
    /// The speaker; empty for none.
    pub author: String,
    /// Size of a slide and of the text on it.
    pub profile: Profile,
    /// Colours of a slide.
    pub theme: Theme,
    /// First to last.
    pub slides: Vec<Slide>,
    /// What is needed to make the talk again.
    pub carried: String,
}

/// A slide.
#[derive(Debug, Clone)]
pub struct Slide {
    /// Its title, which stands above what it shows.
    pub title: String,
    /// What it shows.
    pub body: Body,
    /// What the speaker says or asks.
    pub notes: String,
}

/// What a slide shows below its title.
#[derive(Debug, Clone)]
pub enum Body {
    /// The first slide of a talk or of a part: lines below a large title.
    Opening(Vec<String>),
    /// A picture.
    Picture(Picture),
    /// Lines of words, each a point.
    Points(Vec<Point>),
}

/// A line of words, with a remark in small letters such as its source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// The line.
    pub text: String,
    /// The remark; empty for none.
    pub remark: String,
}

impl Point {
    /// A line with a remark.
    pub fn new(text: impl Into<String>, remark: impl Into<String>) -> Self {
        Self { text: text.into(), remark: remark.into() }
    }
}

/// A picture that fills a slide from below the title on.
#[derive(Debug, Clone)]
pub struct Picture {
    /// Its upper edge, px from that of the slide.
    pub top: f64,
    /// Size of the title above it, px to the em; the title stands at the place of the figure's headline.
    pub title_size: f64,
    /// The whole slide with its title, as a page of its own: SVG with live text.
    pub page: String,
    /// As SVG with outlines for letters: programs for slides ignore a font inside a picture.
    pub svg: String,
    /// The same as PNG.
    pub png: Vec<u8>,
    /// What it shows, in words, for a reader of screens.
    pub alt: String,
}

impl Picture {
    /// A page of a figure below its headline, with these words for a reader of screens.
    ///
    /// # Errors
    /// If the page cannot be drawn as pixels.
    pub fn of(scene: &Scene, figure: &Figure, alt: impl Into<String>) -> Result<Self, DrawError> {
        let below = scene.below_headline();
        let svg = render_scene(&below, TextMode::Paths);
        let png = render_png(&svg, figure)?;
        let title_size = scene.headline.map_or(0.0, |headline| headline.size);
        let page = render_scene(scene, TextMode::Live);
        Ok(Self { top: below.top, title_size, page, svg, png, alt: alt.into() })
    }
}

#[cfg(test)]
mod tests;
