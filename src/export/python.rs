//! A Python script for SciPy.

use std::fmt::Write as _;

use super::escape::{comment, json};
use super::schedule::Times;
use super::script::{Held, Struck, assignment, by_group, headers, held, names, real, rows, safe, struck};
use super::study::Study;
use crate::model::{BEGIN_WITH_TREATMENT, OBSERVABLES, SETTINGS, STATES};
use crate::quantity::shortest;
use crate::scalar::{Notation, shapes};
use crate::scenario::Row;
use crate::simulate::{IMPROVES, LEAST_SYMPTOMS, improvement_equation};
use crate::words::texts::DISCLAIMER;

/// How the model is run; it knows no quantity by name.
const RUN: &str = include_str!("run.py");

/// Words that a name cannot be.
const TAKEN: &[&str] = &[
    "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else", "except",
    "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise",
    "return", "try", "while", "with", "yield", "None", "True", "False", "max", "sqrt", "np", "p", "y",
];

struct Python;

impl Notation for Python {
    fn symbol(&self, key: &'static str) -> String {
        let name = safe(key, TAKEN);
        if SETTINGS.iter().any(|setting| setting.key == key) { format!("p.{name}") } else { name }
    }

    fn power(&self, base: &str, exponent: &str) -> String {
        format!("{base}**{exponent}")
    }

    fn ramp(&self, argument: &str) -> String {
        format!("max({argument}, 0.0)")
    }
}

/// The whole script.
pub(super) fn script(study: &Study) -> String {
    let mut text = String::new();
    let _ = write!(
        text,
        "# {}\n# {}: {}\n#\n# {DISCLAIMER}\n# Printed by onset {}. Times in h, amounts in mg.\n#\n\
         # pip install numpy scipy\n# python model.py trajectory.csv\n\n\
         import csv\nimport sys\nfrom math import inf, nan, sqrt\nfrom types import SimpleNamespace\n\n\
         import numpy as np\nfrom scipy.integrate import solve_ivp\n\n",
        comment(&study.title),
        comment(&study.arm),
        comment(&study.description),
        env!("CARGO_PKG_VERSION")
    );
    parameters(&mut text, study);
    treatment(&mut text, study);
    states(&mut text, study);
    equations(&mut text);
    text.push('\n');
    text.push_str(RUN);
    text
}

fn parameters(text: &mut String, study: &Study) {
    text.push_str("# ---- parameters: the values of this arm\np = SimpleNamespace(\n");
    let mut group = "";
    for (quantity, value) in SETTINGS.iter().zip(&study.experiment.settings) {
        if quantity.group != group {
            group = quantity.group;
            let _ = writeln!(text, "    # {group}");
        }
        let assigned = format!("{}={},", safe(quantity.key, TAKEN), real(*value));
        let _ = writeln!(text, "    {assigned:36} # {}: {}", quantity.unit, quantity.description);
    }
    text.push_str(")\n");
    let begins: Vec<String> = BEGIN_WITH_TREATMENT.iter().map(|setting| json(SETTINGS[setting.0].key)).collect();
    let _ = writeln!(
        text,
        "# These begin with treatment, at time 0, and are 0 before.\nbegin_with_treatment = [{}]\n",
        begins.join(", ")
    );
}

fn times(times: &Times) -> String {
    match times {
        Times::Listed(times) => format!("[{}]", times.iter().map(|time| real(*time)).collect::<Vec<_>>().join(", ")),
        Times::Every { first, every, count } => {
            let shift = if *first == 0.0 { String::new() } else { format!("{} + ", real(*first)) };
            format!("[{shift}{} * i for i in range({count})]", real(*every))
        }
    }
}

fn treatment(text: &mut String, study: &Study) {
    text.push_str("# ---- what is given: into, amount (mg), over (h; 0 is a bolus), at (h)\ndoses = [\n");
    for given in &study.given {
        let _ = writeln!(
            text,
            "    ({}, {}, {}, {}),",
            json(given.into),
            real(given.amount),
            real(given.over),
            times(&given.at)
        );
    }
    text.push_str("]\n# Parameters changed for a while: which, value, from (h), to (h).\nswitches = [\n");
    for Held { key, value, at, until } in held(study) {
        let until = until.map_or("inf".to_owned(), real);
        let _ = writeln!(text, "    ({}, {}, {}, {until}),", json(&safe(key, TAKEN)), real(value), real(at));
    }
    text.push_str("]\n# States changed at once: which, factor (None: what it has gained since rest is lost), at (h).\nchanges = [\n");
    for Struck { key, at, factor, .. } in struck(study) {
        let factor = factor.map_or("None".to_owned(), real);
        let _ = writeln!(text, "    ({}, {factor}, {}),", json(key), real(at));
    }
    let grid: Vec<String> = study
        .grid
        .rows(study.duration())
        .iter()
        .map(|row| match row {
            Row::Even(points, end) => format!("np.linspace(0.0, {}, {points})", real(*end)),
            Row::Geometric(points, start, end) => format!("np.geomspace({}, {}, {points})", real(*start), real(*end)),
            Row::Listed(times) => {
                let items: Vec<String> = times.iter().map(|time| real(*time)).collect();
                format!("[\n{}\n    ]", rows(&items, "        "))
            }
        })
        .collect();
    let _ = writeln!(
        text,
        "]\narm = {}\nduration = {}\n# Output times; those at which something jumps are added.\ngrid = np.concatenate([\n    {},\n])\n",
        json(&study.arm),
        real(study.duration()),
        grid.join(",\n    ")
    );
}

fn states(text: &mut String, study: &Study) {
    text.push_str("# ---- states: their values at rest before treatment\nstates = {\n");
    for (quantity, rest) in STATES.iter().zip(study.rest()) {
        let entry = format!("{}: {},", json(quantity.key), real(rest));
        let _ = writeln!(text, "    {entry:50} # {}: {}", quantity.unit, quantity.description);
    }
    text.push_str("}\n\n");
}

fn equations(text: &mut String) {
    text.push_str("\n# ---- shapes\n");
    for shape in shapes() {
        let _ = writeln!(
            text,
            "def {}({}):\n    return {}\n\n",
            shape.name,
            shape.arguments.join(", "),
            shape.body.written(&Python)
        );
    }
    let _ = writeln!(
        text,
        "# ---- the model\ndef model(y, p):\n    \"\"\"The derivative of every state, per hour, and every observable.\"\"\"\n    (\n{},\n    ) = y",
        rows(&names(STATES, "", TAKEN), "        ")
    );
    by_group(text, "    ", |before, equation| {
        let left = format!("    {before}{} = ", safe(equation.key, TAKEN));
        assignment("    ", &left, &equation.expression.written(&Python))
    });
    let _ = writeln!(
        text,
        "\n    return [\n{},\n    ], [\n{},\n    ]\n",
        rows(&names(STATES, "d_", TAKEN), "        "),
        rows(&names(OBSERVABLES, "", TAKEN), "        ")
    );
    let _ = writeln!(
        text,
        "\ndef improvement(baseline, {}):\n    return {} if baseline >= {} else nan\n",
        safe(OBSERVABLES[IMPROVES.0].key, TAKEN),
        improvement_equation().written(&Python),
        shortest(LEAST_SYMPTOMS)
    );
    let _ = writeln!(text, "improves = {}  # its place among the observables", IMPROVES.0);
    let titles: Vec<String> = headers().iter().map(|title| json(title)).collect();
    let _ = writeln!(text, "columns = [\n{},\n]\n", rows(&titles, "    "));
}
