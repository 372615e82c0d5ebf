//! One HTML file with equations that the browser sets itself; no script, no network.

use std::fmt::Write as _;

use super::document::{Block, Cell, Document};
use super::mathml;
use super::study::Study;
use crate::quantity::shortest;
use crate::words::escape::xml;

const STYLE: &str = "\
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
h1 { margin-bottom: 0; }
.subtitle { margin-top: 0.25rem; opacity: 0.8; }
h2 { margin-top: 2.5rem; border-bottom: 1px solid; }
table.equations { border-collapse: collapse; }
table.equations td { padding: 0.3rem 0.2rem; vertical-align: middle; }
table.equations td:first-child { text-align: right; }
math { font-size: 1.15em; }
.wide { overflow-x: auto; overflow-y: hidden; }
table.facts { border-collapse: collapse; font-size: 0.9rem; }
table.facts th, table.facts td { text-align: left; vertical-align: top; padding: 0.2rem 0.6rem; border-bottom: 1px solid #8886; }
table.facts td.number { text-align: right; font-variant-numeric: tabular-nums; }
@media print { body { max-width: none; margin: 0; } .wide { overflow: visible; } }
";

/// The whole document.
pub(super) fn document(study: &Study) -> String {
    let document = Document::new(study);
    let [title, subtitle] = [&document.title, &document.subtitle].map(|text| xml(text));
    let mut text = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n<p class=\"subtitle\">{subtitle}</p>\n"
    );
    for block in &document.blocks {
        match block {
            Block::Heading(words) => {
                let _ = writeln!(text, "<h2>{}</h2>", xml(words));
            }
            Block::Subheading(words) => {
                let _ = writeln!(text, "<h3>{}</h3>", xml(words));
            }
            Block::Paragraph(words) => {
                let _ = writeln!(text, "<p>{}</p>", xml(words));
            }
            Block::Equations(lines) => {
                text.push_str("<div class=\"wide\"><table class=\"equations\" role=\"presentation\">\n");
                for line in lines {
                    let [left, right] = mathml::sides(line);
                    let _ = writeln!(text, "<tr><td>{left}</td><td>=</td><td>{right}</td></tr>");
                }
                text.push_str("</table></div>\n");
            }
            Block::Table(head, rows) => {
                let heads: String = head.iter().map(|words| format!("<th scope=\"col\">{}</th>", xml(words))).collect();
                let _ = writeln!(
                    text,
                    "<div class=\"wide\"><table class=\"facts\">\n<thead><tr>{heads}</tr></thead>\n<tbody>"
                );
                for row in rows {
                    let cells: String = row.iter().map(cell).collect();
                    let _ = writeln!(text, "<tr>{cells}</tr>");
                }
                text.push_str("</tbody>\n</table></div>\n");
            }
        }
    }
    text.push_str("</body>\n</html>\n");
    text
}

fn cell(cell: &Cell) -> String {
    match cell {
        Cell::Text(words) => format!("<td>{}</td>", xml(words)),
        Cell::Key(key) => format!("<td><code>{}</code></td>", xml(key)),
        Cell::Symbol(symbol) => format!("<td>{}</td>", mathml::inline(symbol)),
        Cell::Number(number) => format!("<td class=\"number\">{}</td>", shortest(*number)),
        Cell::Unit(unit) => format!("<td>{}</td>", xml(unit)),
    }
}
