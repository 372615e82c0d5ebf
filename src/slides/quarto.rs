//! A talk as a document for Quarto, whose slides a browser shows.
//!
//! Owns the Markdown. Must not know where the pictures are written: they are named, and stand beside the document.
//!
//! A step is a slide of its own, since notes belong to a slide; nothing moves from one to the next, and the step
//! appears without a transition.

use super::{Body, Deck, Picture, Slide};
use crate::words::{program, texts};

/// A picture that a document shows, as a file beside it.
#[derive(Debug, Clone, Copy)]
pub struct PictureFile<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its bytes.
    pub svg: &'a str,
}

/// Pictures of a talk, in the order of its slides.
pub fn picture_files(deck: &Deck) -> Vec<PictureFile<'_>> {
    let mut files = Vec::new();
    for slide in &deck.slides {
        if let Body::Picture(Picture { name, svg, .. }) = &slide.body {
            files.push(PictureFile { name, svg });
        }
    }
    files
}

/// The talk as a document for Quarto; a picture stands beside it as `NAME.svg`.
pub fn quarto(deck: &Deck) -> String {
    let theme = if deck.theme.id == "dark" { "black" } else { "white" };
    let author = if deck.author.is_empty() { String::new() } else { format!("author: {}\n", quoted(&deck.author)) };
    // A title of its own makes a slide, which a talk that opens with one has already.
    let opens = matches!(deck.slides.first(), Some(Slide { body: Body::Opening(_), .. }));
    let title = if opens { "pagetitle" } else { "title" };
    let mut text = format!(
        "---\n{title}: {}\n{author}subtitle: {}\nlang: en\nformat:\n  revealjs:\n    width: {}\n    height: {}\n    \
         margin: 0.03\n    theme: {theme}\n    transition: none\n    center: false\n    embed-resources: true\n    \
         footer: {}\n---\n",
        quoted(&deck.title),
        quoted(texts::DISCLAIMER),
        deck.profile.width,
        deck.profile.height,
        quoted(&format!("{} {}", texts::DISCLAIMER, program())),
    );
    for slide in &deck.slides {
        text.push_str(&format!("\n## {}\n\n", plain(&slide.title)));
        match &slide.body {
            Body::Opening(lines) => {
                for line in lines {
                    text.push_str(&format!("{}\n\n", plain(line)));
                }
            }
            Body::Picture(picture) => {
                text.push_str(&format!("![]({}.svg){{fig-alt={} width=100%}}\n", picture.name, quoted(&picture.alt)));
            }
            Body::Points(points) => {
                for point in points {
                    text.push_str(&format!("- {}\n", plain(&point.text)));
                    if !point.remark.is_empty() {
                        text.push_str(&format!("\n  [{}]{{style=\"font-size: 0.7em\"}}\n", plain(&point.remark)));
                    }
                }
            }
        }
        if !slide.notes.is_empty() {
            let notes: Vec<String> = slide.notes.lines().map(plain).collect();
            text.push_str(&format!("\n::: {{.notes}}\n{}\n:::\n", notes.join("\n\n")));
        }
    }
    text
}

/// A text in quotation marks, on one line.
fn quoted(text: &str) -> String {
    let line: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    format!("\"{}\"", line.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A text in which no letter means anything to Markdown.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '#' | '$' | '~' | '^' | '|' | '@' | '!' => {
                out.push('\\');
                out.push(letter);
            }
            letter if letter.is_control() => out.push(' '),
            letter => out.push(letter),
        }
    }
    out
}
