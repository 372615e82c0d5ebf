//! An R script for deSolve.

use std::fmt::Write as _;

use super::escape::{comment, r_string};
use super::schedule::Times;
use super::script::{Held, Struck, assignment, by_group, headers, held, names, rows, safe, struck};
use super::study::Study;
use crate::model::{BEGIN_WITH_TREATMENT, OBSERVABLES, SETTINGS, STATES};
use crate::quantity::{Quantity, shortest};
use crate::scalar::{Notation, shapes};
use crate::scenario::Row;
use crate::simulate::{IMPROVES, LEAST_SYMPTOMS, improvement_equation};
use crate::words::texts::DISCLAIMER;

/// How the model is run; it knows no quantity by name.
const RUN: &str = include_str!("run.R");

/// Words that a name cannot be.
const TAKEN: &[&str] = &[
    "if", "else", "repeat", "while", "function", "for", "next", "break", "TRUE", "FALSE", "NULL", "Inf", "NaN", "NA",
    "in", "c", "t", "p", "y", "max", "sqrt", "T", "F",
];

struct R;

impl Notation for R {
    fn symbol(&self, key: &'static str) -> String {
        let name = safe(key, TAKEN);
        if SETTINGS.iter().any(|setting| setting.key == key) { format!("p${name}") } else { name }
    }
}

/// The whole script.
pub(super) fn script(study: &Study) -> String {
    let mut text = String::new();
    let _ = write!(
        text,
        "# {}\n# {}: {}\n#\n# {DISCLAIMER}\n# Printed by onset {}. Times in h, amounts in mg.\n#\n\
         # install.packages(\"deSolve\")\n# Rscript model.R trajectory.csv\n\nlibrary(deSolve)\n\n",
        comment(&study.title),
        comment(&study.arm),
        comment(&study.description),
        env!("CARGO_PKG_VERSION")
    );
    parameters(&mut text, study);
    treatment(&mut text, study);
    states(&mut text, study);
    equations(&mut text);
    text.push_str(RUN);
    text
}

/// Entries of a list, one a line, each with a remark; no comma after the last.
fn list(text: &mut String, entries: &[(String, String)]) {
    for (i, (entry, remark)) in entries.iter().enumerate() {
        let comma = if i + 1 == entries.len() { "" } else { "," };
        let entry = format!("{entry}{comma}");
        let _ = writeln!(text, "  {entry:44} # {remark}");
    }
    text.push_str(")\n");
}

fn parameters(text: &mut String, study: &Study) {
    text.push_str("# ---- parameters: the values of this arm\np <- list(\n");
    let entry = |(quantity, value): (&Quantity, &f64)| {
        let remark = format!("{}: {}", quantity.unit, quantity.description);
        (format!("{} = {}", safe(quantity.key, TAKEN), shortest(*value)), remark)
    };
    list(text, &SETTINGS.iter().zip(&study.experiment.settings).map(entry).collect::<Vec<_>>());
    let begins: Vec<String> = BEGIN_WITH_TREATMENT.iter().map(|setting| r_string(SETTINGS[setting.0].key)).collect();
    let _ = writeln!(
        text,
        "# These begin with treatment, at time 0, and are 0 before.\nbegin_with_treatment <- c({})\n",
        begins.join(", ")
    );
}

fn times(times: &Times) -> String {
    match times {
        Times::Listed(times) => {
            format!("c({})", times.iter().map(|time| shortest(*time)).collect::<Vec<_>>().join(", "))
        }
        Times::Every { first, every, count } => {
            let shift = if *first == 0.0 { String::new() } else { format!("{} + ", shortest(*first)) };
            format!("{shift}{} * (0:{})", shortest(*every), count - 1)
        }
    }
}

fn treatment(text: &mut String, study: &Study) {
    text.push_str("# ---- what is given: into, amount (mg), over (h; 0 is a bolus), at (h)\ndoses <- list(\n");
    let doses: Vec<String> = study
        .given
        .iter()
        .map(|given| {
            format!(
                "  list(into = {}, amount = {}, over = {}, at = {})",
                r_string(given.into),
                shortest(given.amount),
                shortest(given.over),
                times(&given.at)
            )
        })
        .collect();
    let _ =
        writeln!(text, "{}\n)\n# Parameters changed for a while: which, value, from (h), to (h).", doses.join(",\n"));
    let switches: Vec<String> = held(study)
        .iter()
        .map(|Held { key, value, at, until }| {
            format!(
                "  list(name = {}, value = {}, from = {}, to = {})",
                r_string(&safe(key, TAKEN)),
                shortest(*value),
                shortest(*at),
                until.map_or("Inf".to_owned(), shortest)
            )
        })
        .collect();
    let _ = writeln!(text, "switches <- list(\n{}\n)", switches.join(",\n"));
    text.push_str("# States changed at once: which, factor (NA: what it has gained since rest is lost), at (h).\n");
    let changes: Vec<String> = struck(study)
        .iter()
        .map(|Struck { key, at, factor, .. }| {
            let factor = factor.map_or("NA".to_owned(), shortest);
            format!("  list(state = {}, factor = {factor}, at = {})", r_string(key), shortest(*at))
        })
        .collect();
    let _ = writeln!(text, "changes <- list(\n{}\n)", changes.join(",\n"));
    let grid: Vec<String> = study
        .grid
        .rows(study.duration())
        .iter()
        .map(|row| match row {
            Row::Even(points, end) => format!("seq(0, {}, length.out = {points})", shortest(*end)),
            Row::Geometric(points, start, end) => {
                format!("exp(seq(log({}), log({}), length.out = {points}))", shortest(*start), shortest(*end))
            }
            Row::Listed(times) => {
                let items: Vec<String> = times.iter().map(|time| shortest(*time)).collect();
                format!("c(\n{}\n  )", rows(&items, "    "))
            }
        })
        .collect();
    let _ = writeln!(
        text,
        "arm <- {}\nduration <- {}\n# Output times; those at which something jumps are added.\ngrid <- c(\n  {}\n)\n",
        r_string(&study.arm),
        shortest(study.duration()),
        grid.join(",\n  ")
    );
}

fn states(text: &mut String, study: &Study) {
    text.push_str("# ---- states: their values at rest before treatment\nstates <- c(\n");
    let entry = |(quantity, rest): (&Quantity, f64)| {
        let remark = format!("{}: {}", quantity.unit, quantity.description);
        (format!("{} = {}", safe(quantity.key, TAKEN), shortest(rest)), remark)
    };
    list(text, &STATES.iter().zip(study.rest()).map(entry).collect::<Vec<_>>());
    text.push('\n');
}

fn equations(text: &mut String) {
    text.push_str("# ---- shapes\n");
    for shape in shapes() {
        let _ = writeln!(text, "{} <- function({}) {}", shape.name, shape.arguments.join(", "), shape.body.written(&R));
    }
    text.push_str("\n# ---- the model: the derivative of every state, per hour, and every observable\nmodel <- function(y, p) {\n");
    for quantity in STATES {
        let name = safe(quantity.key, TAKEN);
        let _ = writeln!(text, "  {name} <- y[[{}]]", r_string(&name));
    }
    by_group(text, "  ", |before, equation| {
        let left = format!("  {before}{} <- ", safe(equation.key, TAKEN));
        assignment("  ", &left, &equation.expression.written(&R))
    });
    let _ = writeln!(
        text,
        "\n  list(c(\n{}\n  ), c(\n{}\n  ))\n}}\n",
        rows(&names(STATES, "d_", TAKEN), "    "),
        rows(&names(OBSERVABLES, "", TAKEN), "    ")
    );
    let key = OBSERVABLES[IMPROVES.0].key;
    let _ = writeln!(
        text,
        "improvement <- function(baseline, {}) {{\n  if (baseline >= {}) {} else NaN\n}}\nimproves <- {} # its place among the observables",
        safe(key, TAKEN),
        shortest(LEAST_SYMPTOMS),
        improvement_equation().written(&R),
        IMPROVES.0 + 1
    );
    let titles: Vec<String> = headers().iter().map(|title| r_string(title)).collect();
    let _ = writeln!(text, "columns <- c(\n{}\n)\n", rows(&titles, "  "));
}
