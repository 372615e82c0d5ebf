//! The one figure: error against time of every solver.

use onset::figure::{
    Datum, Figure, Hue, KeyEntry, Panel, Points, Provenance, ReferenceLine, Scale, Series, ValueRange, XAxis,
};

use crate::TARGET;
use crate::work_precision::{Case, Measured, Solver};

/// The range of errors that is drawn: a greater error is no result, and a smaller one is hardly ever asked for.
const SHOWN: (f64, f64) = (1e-8, 0.1);

/// Error over time, a panel a case, a line a solver. This crate's own have the colour, all others are grey.
pub(crate) fn work_precision(cases: &[Case], machine: &str) -> Figure {
    let mut figure = Figure::new("work-precision", "How exact a run is in how much time");
    figure.columns.push(XAxis::value("Time of a run on one core", "ms").with_scale(Scale::Log));
    for case in cases {
        let mut panel = Panel::new(format!("case-{}", case.name), case.title, "");
        (panel.scale, panel.range) = (Scale::Log, ValueRange::Fixed(SHOWN.0, SHOWN.1));
        for (place, solver) in Solver::ALL.iter().enumerate() {
            let own = Solver::ALL.iter().filter(|solver| solver.is_ours()).count();
            let (hue, variant) = if solver.is_ours() { (Hue::Neutral, place) } else { (Hue::NoDrug, place - own) };
            let is_shown = |one: &&Measured| (SHOWN.0..=SHOWN.1).contains(&one.error);
            let measured = case.measured.iter().filter(|one| one.solver == *solver).filter(is_shown);
            let line: Vec<[f64; 2]> = measured.map(|one| [one.least, one.error]).collect();
            let id = format!("{}-{}", case.name, solver.name().replace(' ', "-"));
            let data = line.iter().map(|[time, error]| Datum::new(*time, *error)).collect();
            let points = Points::new(format!("runs-{id}"), "", hue, data).with_variant(variant);
            if figure.panels.is_empty() {
                figure.key.push(KeyEntry::points(&points, solver.name()));
            }
            panel.push(points);
            panel.push(Series::new(id, "", hue, line).with_variant(variant));
        }
        panel.push(ReferenceLine::new(TARGET, "compared here"));
        figure.panels.push(panel);
    }
    figure.footer.push(
        "Error: largest difference from a reference, over all states and output times, in units of the largest value \
         of the state. Left and down is better."
            .to_owned(),
    );
    figure.footer.push(machine.to_owned());
    let program = concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION")).to_owned();
    figure.provenance = Provenance { program, scenario: String::new(), record: String::new(), seed: None };
    let mut figure = figure.lettered();
    figure.alt_text = figure.describe();
    figure
}
