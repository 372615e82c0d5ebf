//! A LaTeX document that compiles with the packages of every installation.

use std::fmt::Write as _;

use super::document::{Block, Cell, Document};
use super::study::Study;
use super::tex;
use crate::quantity::shortest;
use crate::words::escape::tex as escaped;

const PREAMBLE: &str = r"\documentclass[10pt,a4paper]{article}
\usepackage[utf8]{inputenc}
\usepackage[T1]{fontenc}
\IfFileExists{lmodern.sty}{\usepackage{lmodern}}{}
\usepackage{amsmath,amssymb,textcomp}
\usepackage[margin=15mm]{geometry}
\usepackage{longtable,array}
\setlength{\parindent}{0pt}
\setlength{\parskip}{4pt}
\setlength{\LTpre}{4pt}
\setlength{\tabcolsep}{3pt}
\allowdisplaybreaks
\newcolumntype{P}[1]{>{\raggedright\arraybackslash}p{#1}}
";

/// The whole document.
pub(super) fn document(study: &Study) -> String {
    let document = Document::new(study);
    let mut text = format!(
        "{PREAMBLE}\\title{{{}}}\n\\author{{{}}}\n\\date{{}}\n\\begin{{document}}\n\\maketitle\n\n",
        escaped(&document.title),
        escaped(&document.subtitle)
    );
    for block in &document.blocks {
        match block {
            Block::Heading(words) => {
                let _ = writeln!(text, "\\section*{{{}}}", escaped(words));
            }
            Block::Subheading(words) => {
                let _ = writeln!(text, "\\subsection*{{{}}}", escaped(words));
            }
            Block::Paragraph(words) => {
                let _ = writeln!(text, "{}\n", escaped(words));
            }
            Block::Equations(lines) => {
                let lines: Vec<String> = lines.iter().map(tex::broken).collect();
                let _ = writeln!(text, "\\begin{{align*}}\n{}\n\\end{{align*}}\n", lines.join(" \\\\\n"));
            }
            Block::Table(head, rows) => {
                let columns: String = head.iter().map(|title| column(title, head.len())).collect();
                let head: Vec<String> = head.iter().map(|title| format!("\\textbf{{{}}}", escaped(title))).collect();
                let _ = writeln!(text, "{{\\footnotesize\n\\begin{{longtable}}{{{columns}}}");
                let _ = writeln!(text, "{} \\\\ \\hline\n\\endhead", head.join(" & "));
                for row in rows {
                    let cells: Vec<String> = row.iter().map(cell).collect();
                    let _ = writeln!(text, "{} \\\\", cells.join(" & "));
                }
                text.push_str("\\end{longtable}\n}\n\n");
            }
        }
    }
    text.push_str("\\end{document}\n");
    text
}

/// The kind of column below a title; words are folded, in less room where there are many columns.
fn column(title: &str, columns: usize) -> &'static str {
    match title {
        "meaning and source" => "P{64mm}",
        "meaning" => "P{88mm}",
        "at (h)" => "P{90mm}",
        "value" | "at rest" => "r",
        _ if columns > 6 && title == "bounds" => "P{18mm}",
        _ => "l",
    }
}

fn cell(cell: &Cell) -> String {
    match cell {
        Cell::Text(words) => escaped(words),
        Cell::Key(key) => format!("\\texttt{{{}}}", escaped(key)),
        Cell::Symbol(symbol) => format!("${symbol}$"),
        Cell::Number(number) => shortest(*number),
        Cell::Unit(unit) => escaped(unit),
    }
}
