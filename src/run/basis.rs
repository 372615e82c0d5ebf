//! What stands at the foot of every figure and report: what the numbers of the model rest on, and what made it.

use super::result::Run;
use crate::figure::{Figure, Provenance};
use crate::model;
use crate::quantity::{Basis, Kind, Quantity};
use crate::simulate::Signal;
use crate::words::program;

/// How many parameters of the model rest on what, in one sentence.
pub fn basis() -> String {
    counted("Parameters", |_| true)
}

/// The same of the parameters in play in a run.
pub fn basis_in_play(run: &Run) -> String {
    let in_play = in_play(run);
    counted("Parameters in play", |parameter| in_play.contains(&parameter.key))
}

/// The parameters in play in a run: every parameter in the equation of a signal that leaves 0 at some time in some arm.
/// A parameter of a drug that no arm is given is not in play; a parameter in play need not matter much.
pub fn in_play(run: &Run) -> Vec<&'static str> {
    let signals: Vec<Signal> = Signal::all().collect();
    let mut moves = vec![false; signals.len()];
    for arm in &run.arms {
        let last = run.times.len().saturating_sub(1);
        let times: Vec<f64> =
            (0..=MOMENTS).map(|i| run.times[i * last / MOMENTS].min(arm.arm.experiment.duration)).collect();
        let columns = arm.trajectory.signals_at(&signals, &arm.trajectory.places(&times));
        for (moves, column) in moves.iter_mut().zip(columns) {
            *moves |= column.iter().any(|value| *value != 0.0);
        }
    }
    let is_nil = |key: &str| signals.iter().zip(&moves).any(|(signal, moves)| signal.quantity().key == key && !moves);
    let equations = model::equations().iter().filter(|equation| !is_nil(equation.key));
    let read: Vec<&str> = equations.flat_map(|equation| equation.expression.symbols()).collect();
    // Constants count where they are guesses, as exponents are.
    let is_chosen = |setting: &&Quantity| setting.kind != Kind::Input && setting.basis != Basis::Definition;
    let parameters = model::SETTINGS.iter().filter(is_chosen);
    parameters.map(|parameter| parameter.key).filter(|key| read.contains(key)).collect()
}

/// At how many moments beside time 0 a signal is compared with 0; a signal that has left 0 does not come back to it.
const MOMENTS: usize = 12;

fn counted(of: &str, is_meant: impl Fn(&Quantity) -> bool) -> String {
    let parameters = || model::SETTINGS.iter().filter(|setting| setting.kind != Kind::Input && is_meant(setting));
    let [literature, tuned, assumed] = [Basis::Literature, Basis::Tuned, Basis::Assumed]
        .map(|basis| parameters().filter(|parameter| parameter.basis == basis).count());
    format!("{of}: {literature} from the literature, {tuned} tuned to findings, {assumed} assumed.")
}

/// A figure with its foot: the basis of the numbers, the changes, what made it. Its alt text is written last.
pub(crate) fn with_foot(mut figure: Figure, changes: &[String], scenario: String, from: &str) -> Figure {
    figure.footer.push(basis());
    if !changes.is_empty() {
        figure.footer.push(format!("Changed: {}.", changes.join(", ")));
    }
    figure.footer.push(format!("{}, {from}", program()));
    figure.provenance = Provenance { program: program(), scenario, record: String::new(), seed: None };
    figure.alt_text = figure.describe();
    figure
}
