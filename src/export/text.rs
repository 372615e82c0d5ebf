//! Plain text, for the terminal.

use std::fmt::Write as _;

use super::document::{Block, Cell, Document, Left, Line};
use super::study::Study;
use super::wrap::wrapped;
use crate::quantity::shortest;
use crate::scalar::Expression;
use crate::words::{WIDTH, folded};

/// The whole document.
pub(super) fn document(study: &Study) -> String {
    let document = Document::new(study);
    let mut text = folded(&document.title, "");
    text.push_str(&folded(&document.subtitle, "  "));
    for block in &document.blocks {
        match block {
            Block::Heading(words) => {
                let _ = writeln!(text, "\n{words}\n{}", "=".repeat(words.chars().count()));
            }
            Block::Subheading(words) => {
                let _ = writeln!(text, "\n{words}");
            }
            Block::Paragraph(words) => text.push_str(&folded(words, "")),
            Block::Equations(lines) => text.extend(lines.iter().map(line)),
            Block::Table(head, rows) => table(&mut text, head, rows),
        }
    }
    text
}

fn line(line: &Line) -> String {
    let left = match &line.left {
        Left::Rate(quantity) => format!("{}' = ", quantity.key),
        Left::Value(quantity) => format!("{} = ", quantity.key),
        Left::Shape(shape) => {
            let super::formula::Formula::Call(name, _, arguments) = shape else { return String::new() };
            let names: Vec<&str> = arguments
                .iter()
                .filter_map(|argument| match argument {
                    super::formula::Formula::Symbol(key) => Some(*key),
                    _ => None,
                })
                .collect();
            format!("{name}({}) = ", names.join(", "))
        }
    };
    equation(&left, line.right)
}

/// An equation folded to the width of a terminal.
pub fn equation(left: &str, right: Expression) -> String {
    format!("{}\n", wrapped(&format!("  {left}{}", right.text()), "      ", WIDTH))
}

/// Short cells side by side, long ones below.
fn table(text: &mut String, head: &[&str], rows: &[Vec<Cell>]) {
    let words = |cell: &Cell| match cell {
        Cell::Text(words) => words.clone(),
        Cell::Key(key) => key.clone(),
        Cell::Symbol(_) | Cell::Unit("1") => String::new(),
        Cell::Number(number) => shortest(*number),
        Cell::Unit(unit) => (*unit).to_owned(),
    };
    for row in rows {
        let mut first = String::new();
        let mut below = String::new();
        for (title, cell) in head.iter().zip(row) {
            let words = words(cell);
            if words.is_empty() {
                continue;
            }
            if title.starts_with("meaning") {
                below = words;
            } else if matches!(cell, Cell::Key(_)) {
                let _ = write!(first, "{words:30}");
            } else if matches!(cell, Cell::Unit(_)) {
                let _ = write!(first, " {words}");
            } else {
                let title = if matches!(*title, "value" | "bounds" | "basis") { "" } else { title };
                let _ = write!(first, "  {title}{}{words}", if title.is_empty() { "" } else { " " });
            }
        }
        text.push_str(&folded(&format!("  {}", first.trim()), "      "));
        if !below.is_empty() {
            text.push_str(&folded(&format!("      {below}"), "      "));
        }
    }
}
