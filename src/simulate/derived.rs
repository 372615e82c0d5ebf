//! Quantities that a scenario computes from others.
//!
//! Owns: what a formula can read, and its value along a trajectory. Must not know: how a formula is typed.

use super::trajectory::{Signal, Trajectory};
use crate::quantity::{Basis, Kind, Quantity, Setting};
use crate::scalar::OwnedExpression;

/// Drug given since time 0.
pub const DOSE_TOTAL: Quantity = Quantity {
    key: "dose_total",
    symbol: r"D",
    unit: "mg",
    default: 35.0,
    low: 0.0,
    high: f64::INFINITY,
    kind: Kind::Observable,
    basis: Basis::Definition,
    source: "-",
    description: "Drug given since time 0, all drugs together, bioavailable or not; an infusion counts as it runs in.",
    group: "Regimen",
};

/// Cuts of a stretch in which the greatest value of an output is looked for.
const CUTS: u32 = 8;

/// How often the stretch around the greatest value is cut again.
const ROUNDS: u32 = 4;

/// What a formula can read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variable {
    /// A state, an observable, or the improvement.
    Signal(Signal),
    /// A parameter as it is in force, switches and the weight of the subject included.
    Setting(Setting),
    /// [`DOSE_TOTAL`].
    DoseTotal,
}

/// A quantity computed from others.
#[derive(Debug, Clone, PartialEq)]
pub struct Derived {
    /// Its name in tables and figures.
    pub name: String,
    /// Its unit as it was typed.
    pub unit: String,
    /// The formula, each quantity in its own unit.
    pub expression: OwnedExpression,
    /// What the formula reads, by key.
    pub variables: Vec<(&'static str, Variable)>,
    /// By what the formula's value is multiplied to be in the unit.
    pub scale: f64,
}

impl Derived {
    /// The heading of its column.
    pub fn header(&self) -> String {
        format!("{} [{}]", self.name, self.unit)
    }

    /// Its values at places within steps (step, place from 0 to 1); not a number where it is undefined, as a quotient
    /// by 0 is.
    pub fn at(&self, trajectory: &Trajectory, places: &[(usize, f64)]) -> Vec<f64> {
        let signals: Vec<Signal> = self.signals().collect();
        let columns = trajectory.signals_at(&signals, places);
        let value = |(row, (step, place)): (usize, &(usize, f64))| {
            let mut columns = columns.iter();
            let now: Vec<(&str, f64)> = self
                .variables
                .iter()
                .map(|(key, variable)| {
                    let value = match variable {
                        Variable::Signal(_) => columns.next().and_then(|column| column.get(row)).copied(),
                        Variable::Setting(setting) => trajectory.settings(*step).get(setting.0).copied(),
                        Variable::DoseTotal => Some(given(trajectory, *step, *place)),
                    };
                    (*key, value.unwrap_or(f64::NAN))
                })
                .collect();
            let lookup = |key: &'static str| now.iter().find(|(known, _)| *known == key).map_or(f64::NAN, |(_, v)| *v);
            let value = self.scale * self.expression.evaluate(&lookup);
            if value.is_finite() { value } else { f64::NAN }
        };
        places.iter().enumerate().map(value).collect()
    }

    /// The names of its metrics: the greatest value, `NAME_peak`, and the value at the end, `NAME_end`.
    pub fn metric_keys(&self) -> [String; 2] {
        ["peak", "end"].map(|what| format!("{}_{what}", self.name))
    }

    /// Its metrics, in the order of [`Derived::metric_keys`].
    pub fn metrics(&self, trajectory: &Trajectory) -> [Option<f64>; 2] {
        let last = (trajectory.dense().steps().saturating_sub(1), 1.0);
        let end = self.at(trajectory, &[last]).pop().filter(|value| value.is_finite());
        [self.greatest(trajectory), end]
    }

    /// The greatest value: that of nine moments in each step of the solver, and then of ever finer ones around it.
    fn greatest(&self, trajectory: &Trajectory) -> Option<f64> {
        let cuts = (0..=CUTS).map(|cut| f64::from(cut) / f64::from(CUTS));
        let steps = 0..trajectory.dense().steps();
        let mut places: Vec<(usize, f64)> = steps.flat_map(|step| cuts.clone().map(move |cut| (step, cut))).collect();
        let mut best: Option<(f64, (usize, f64))> = None;
        let mut half = 1.0;
        for _ in 0..=ROUNDS {
            for (value, place) in self.at(trajectory, &places).into_iter().zip(&places) {
                if value.is_finite() && best.is_none_or(|(greatest, _)| value > greatest) {
                    best = Some((value, *place));
                }
            }
            let (step, middle) = best?.1;
            half /= f64::from(CUTS);
            places = cuts.clone().map(|cut| (step, (middle + half * (2.0 * cut - 1.0)).clamp(0.0, 1.0))).collect();
        }
        best.map(|(value, _)| value)
    }

    fn signals(&self) -> impl Iterator<Item = Signal> {
        self.variables.iter().filter_map(|(_, variable)| match variable {
            Variable::Signal(signal) => Some(*signal),
            Variable::Setting(_) | Variable::DoseTotal => None,
        })
    }
}

/// Drug given until a place within a step, mg. What is given at a moment counts in the step that begins there, as in
/// the states.
fn given(trajectory: &Trajectory, step: usize, place: f64) -> f64 {
    let (start, length) = trajectory.dense().span(step);
    let time = start + place * length;
    let doses = &trajectory.experiment().regimen.doses;
    // Times of doses are snapped to the edges between steps, which may move them by rounding.
    let close = 1e-9 * time.max(1.0);
    let share = |at: f64, over: f64| match over {
        over if over > 0.0 => ((time - at) / over).clamp(0.0, 1.0),
        _ if at <= start + close => 1.0,
        _ => 0.0,
    };
    doses.iter().map(|dose| dose.amount * share(dose.at, dose.over)).sum()
}
