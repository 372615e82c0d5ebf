//! Markdown with equations in TeX, as GitHub and most notebooks show it.

use std::fmt::Write as _;

use super::document::{Block, Cell, Document};
use super::study::Study;
use super::tex;
use crate::quantity::shortest;
use crate::words::escape::markdown;

/// The whole document.
pub(super) fn document(study: &Study) -> String {
    let document = Document::new(study);
    let mut text = format!("# {}\n\n{}\n\n", markdown(&document.title), markdown(&document.subtitle));
    for block in &document.blocks {
        match block {
            Block::Heading(words) => {
                let _ = writeln!(text, "## {words}\n");
            }
            Block::Subheading(words) => {
                let _ = writeln!(text, "### {words}\n");
            }
            Block::Paragraph(words) => {
                let _ = writeln!(text, "{}\n", markdown(words));
            }
            Block::Equations(lines) => {
                let lines: Vec<String> = lines.iter().map(|line| tex::line(line, "&")).collect();
                let _ =
                    writeln!(text, "```math\n\\begin{{aligned}}\n{}\n\\end{{aligned}}\n```\n", lines.join(" \\\\\n"));
            }
            Block::Table(head, rows) => {
                let _ = writeln!(text, "| {} |", head.join(" | "));
                let _ = writeln!(text, "|{}", "---|".repeat(head.len()));
                for row in rows {
                    let cells: Vec<String> = row.iter().map(cell).collect();
                    let _ = writeln!(text, "| {} |", cells.join(" | "));
                }
                text.push('\n');
            }
        }
    }
    text
}

fn cell(cell: &Cell) -> String {
    match cell {
        Cell::Text(words) => markdown(words),
        Cell::Key(key) => format!("`{key}`"),
        Cell::Symbol(symbol) => format!("${symbol}$"),
        Cell::Number(number) => shortest(*number),
        Cell::Unit(unit) => (*unit).to_owned(),
    }
}
