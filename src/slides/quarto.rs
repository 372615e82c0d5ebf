//! A talk as a document for Quarto, whose slides a browser shows.
//!
//! Owns the Markdown. Must not know where the pictures are written: they are named, and stand beside the document.
//!
//! A step is a slide of its own, since notes belong to a slide; nothing moves from one to the next, and the step
//! appears without a transition.

use super::page::foot;
use super::{Body, Deck, Slide};

/// The talk as a document for Quarto, and the pictures that stand beside it, each with the name of its file, which
/// begins with `stem`.
pub fn quarto<'a>(deck: &'a Deck, stem: &str) -> (String, Vec<(String, &'a str)>) {
    let theme = if deck.theme.id == "dark" { "black" } else { "white" };
    let author = if deck.author.is_empty() { String::new() } else { format!("author: {}\n", quoted(&deck.author)) };
    // A title of its own makes a slide, which a talk that opens with one has already.
    let opens = matches!(deck.slides.first(), Some(Slide { body: Body::Opening(_), .. }));
    let title = if opens { "pagetitle" } else { "title" };
    let mut text = format!(
        "---\n{title}: {}\n{author}lang: en\nformat:\n  revealjs:\n    width: {}\n    height: {}\n    margin: 0.03\n    \
         theme: {theme}\n    transition: none\n    center: false\n    embed-resources: true\n    footer: {}\n---\n",
        quoted(&deck.title),
        deck.profile.width,
        deck.profile.height,
        quoted(&foot()),
    );
    let mut pictures = Vec::new();
    for (index, slide) in deck.slides.iter().enumerate() {
        text.push_str(&format!("\n## {}\n\n", plain(&slide.title)));
        match &slide.body {
            Body::Opening(lines) => {
                for line in lines {
                    text.push_str(&format!("{}\n\n", plain(line)));
                }
            }
            Body::Picture(picture) => {
                let name = format!("{stem}-{:02}.svg", index + 1);
                text.push_str(&format!("![](<{name}>){{fig-alt={} width=100%}}\n", quoted(&picture.alt)));
                pictures.push((name, picture.svg.as_str()));
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
    (text, pictures)
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
