//! What a lecturer says over the steps of a figure: a question before each, and where to look after it.

use crate::figure::{Figure, Panel, Series, Step, Weight};
use crate::words::folded;

/// A step in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// What it adds.
    pub shows: String,
    /// What to ask before it is shown.
    pub ask: String,
}

/// The words for each step of a page.
pub fn notes(figure: &Figure, steps: &[Step]) -> Vec<Note> {
    steps.iter().map(|step| note(figure, step)).collect()
}

fn note(figure: &Figure, step: &Step) -> Note {
    let quantities: Vec<String> =
        figure.panels.iter().map(|panel| panel.title.to_lowercase()).filter(|title| !title.is_empty()).collect();
    let what = if quantities.is_empty() { "it".to_owned() } else { quantities.join(", ") };
    let has_time = figure.columns.first().is_none_or(crate::figure::XAxis::is_time);
    let (shows, ask) = match step {
        Step::Axes => {
            let across = if has_time { "from left to right: hours, days or weeks" } else { "from left to right" };
            ("the axes".to_owned(), format!("What is shown upwards, and what {across}? Sketch what you expect."))
        }
        Step::Doses => {
            let lanes: Vec<&str> = figure.doses.iter().map(|lane| lane.label.as_str()).collect();
            ("the doses".to_owned(), format!("When is each drug given ({}), and how often?", lanes.join(", ")))
        }
        Step::Curve(id) => match series(figure, id) {
            Some((series, first)) => {
                let name = if series.label.is_empty() { &series.id } else { &series.label };
                let ask = match (first, has_time) {
                    (true, true) => {
                        format!("{name}: when does {what} begin to move, how far does it go, when is it over?")
                    }
                    (true, false) => format!("{name}: which way does the curve go?"),
                    (false, true) => format!("{name}: sooner or later than before, stronger or weaker?"),
                    (false, false) => format!("{name}: where does it differ from the one before?"),
                };
                (format!("the curve of {name}{}", course(figure, name)), ask)
            }
            None => ("the measured points".to_owned(), "Where would measured values lie?".to_owned()),
        },
        Step::Row(number) => {
            let rows = figure.panels.iter().filter_map(|panel| panel.rows().nth(number - 1));
            let name = rows.map(|row| row.label.clone()).next().unwrap_or_default();
            (name.clone(), format!("{name}: when does it start, when does it peak, when is it over?"))
        }
        Step::Box(id) => {
            let found = figure.panels.iter().flat_map(Panel::diagrams).find_map(|diagram| {
                let node = diagram.nodes.iter().find(|node| node.id == *id)?;
                let link = diagram.links.iter().find(|link| link.to == *id && link.carries);
                let from = link.and_then(|link| diagram.nodes.iter().find(|node| node.id == link.from));
                Some((node, from))
            });
            let (name, note, from) = found.map_or((String::new(), "", None), |(node, from)| {
                (node.label.clone(), node.note.as_str(), from.map(|from| from.label.clone()))
            });
            // The question does not hold the answer, which the frame shows.
            let ask = match from {
                Some(from) => format!("{from} has moved. What does it act on next, which way, and how soon?"),
                None => "What is given or begins here, and what will it act on first?".to_owned(),
            };
            (if note.is_empty() { name } else { format!("{name}: {note}") }, ask)
        }
        Step::Marks => (
            "the marked moments".to_owned(),
            "Which moments on the curves would you mark, and by what rule?".to_owned(),
        ),
        Step::Bands => ("the areas".to_owned(), "How much do people differ, and what is each part made of?".to_owned()),
    };
    Note { shows, ask }
}

/// What the words of a figure say of a curve, after a colon; nothing where they say nothing.
fn course(figure: &Figure, name: &str) -> String {
    let begins = format!("{} ", name.to_lowercase());
    let sentence = figure.alt_text.split(". ").find(|sentence| sentence.to_lowercase().starts_with(&begins));
    let rest = sentence.and_then(|sentence| sentence.get(begins.len()..));
    rest.map_or_else(String::new, |rest| format!(": {}", rest.trim_end_matches('.')))
}

/// The series with this name in the file, and whether it is the first of the figure.
fn series<'a>(figure: &'a Figure, id: &str) -> Option<(&'a Series, bool)> {
    let shown = || figure.panels.iter().flat_map(Panel::series).filter(|series| series.weight != Weight::Faint);
    let found = shown().find(|series| series.id == id)?;
    Some((found, shown().next() == Some(found)))
}

/// The notes as a text to print: what to ask before each frame, and at the end what is to be seen.
pub fn notes_text(figure: &Figure, notes: &[Note]) -> String {
    let mut text = format!("{}\n\n", figure.title);
    for (index, note) in notes.iter().enumerate() {
        text.push_str(&folded(&format!("Frame {}: {}", index + 1, note.shows), "  "));
        text.push_str(&folded(&format!("  Ask before it: {}", note.ask), "  "));
    }
    text.push('\n');
    text.push_str(&folded(&format!("What is to be seen: {}", figure.alt_text), "  "));
    text
}
