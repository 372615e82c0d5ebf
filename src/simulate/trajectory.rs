//! What a run gave: every state and observable at every time.

use std::ops::Range;
use std::sync::{Arc, LazyLock};

use super::experiment::Experiment;
use crate::model::{self, Onset, circuit};
use crate::quantity::{Basis, Kind, Observable, Quantity, State};
use crate::scalar::{Expression, Lanes, Scalar};
use crate::solver::{AnyModel, Dense, MOMENTS, Statistics};

/// Symptoms at time 0 below which improvement has no meaning.
pub const LEAST_SYMPTOMS: f64 = 0.05;

/// Fall of the reported symptoms since time 0.
pub const IMPROVEMENT: Quantity = Quantity {
    key: "improvement",
    symbol: r"\Delta",
    unit: "%",
    default: 50.0,
    low: f64::NEG_INFINITY,
    high: 100.0,
    kind: Kind::Observable,
    basis: Basis::Definition,
    source: "-",
    description: "Fall of the reported symptoms since time 0, in percent of their value then; undefined without symptoms.",
    group: "Circuit and symptom index",
};

/// A value at each of several moments.
type Moments = Lanes<MOMENTS>;

/// One column of a trajectory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Signal {
    /// A state of the model.
    State(State),
    /// An observable of the model.
    Observable(Observable),
    /// [`IMPROVEMENT`].
    Improvement,
}

impl Signal {
    /// Every signal, in the order of the columns of an output.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..model::STATES.len())
            .map(|i| Self::State(State(i)))
            .chain((0..model::OBSERVABLES.len()).map(|i| Self::Observable(Observable(i))))
            .chain([Self::Improvement])
    }

    /// Its declaration.
    pub const fn quantity(self) -> &'static Quantity {
        match self {
            Self::State(State(i)) => &model::STATES[i],
            Self::Observable(Observable(i)) => &model::OBSERVABLES[i],
            Self::Improvement => &IMPROVEMENT,
        }
    }

    /// The signal with this key.
    pub fn by_key(key: &str) -> Option<Self> {
        Self::all().find(|signal| signal.quantity().key == key)
    }
}

/// Signals at a list of moments, signal by signal.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// States, then observables, each with one value for each moment.
    columns: Vec<Vec<f64>>,
    baseline: Option<f64>,
}

impl Table {
    /// The values of a signal; not a number where improvement is undefined.
    pub fn column(&self, signal: Signal) -> Vec<f64> {
        match signal {
            Signal::State(State(i)) => self.columns[i].clone(),
            Signal::Observable(Observable(i)) => self.columns[model::STATES.len() + i].clone(),
            Signal::Improvement => {
                let symptoms = &self.columns[model::STATES.len() + IMPROVES.0];
                symptoms.iter().map(|now| improvement_or_nan(self.baseline, *now)).collect()
            }
        }
    }
}

/// Whose fall is [`IMPROVEMENT`].
pub const IMPROVES: Observable = circuit::observable::reported_symptoms;

/// [`IMPROVEMENT`] from the symptoms at time 0 and now.
pub fn improvement<S: Scalar>(baseline: S, now: S) -> S {
    (baseline - now) * 100.0 / baseline
}

/// The equation of [`IMPROVEMENT`], in which `baseline` is the value of [`IMPROVES`] at time 0.
pub fn improvement_equation() -> Expression {
    static EQUATION: LazyLock<Expression> = LazyLock::new(|| {
        improvement(Expression::symbol("baseline"), Expression::symbol(model::OBSERVABLES[IMPROVES.0].key))
    });
    *EQUATION
}

/// Improvement where it is defined, otherwise not a number.
pub(super) fn improvement_or_nan(baseline: Option<f64>, now: f64) -> f64 {
    baseline.map_or(f64::NAN, |baseline| improvement(baseline, now))
}

/// Reported symptoms in these states under these settings, if there are enough of them to improve.
pub(super) fn baseline(settings: &[f64], states: &[f64]) -> Option<f64> {
    let lanes: Vec<Moments> = states.iter().map(|state| Moments::splat(*state)).collect();
    let mut observables = [Moments::splat(0.0); model::OBSERVABLES.len()];
    Onset.observe(settings, &lanes, &mut observables);
    let symptoms = observables[IMPROVES.0].0[0];
    (symptoms >= LEAST_SYMPTOMS).then_some(symptoms)
}

/// The result of one run.
#[derive(Debug, Clone)]
pub struct Trajectory {
    experiment: Experiment,
    dense: Dense,
    /// For each stretch between two edges its first step and the settings in force.
    spans: Vec<(usize, Arc<[f64]>)>,
    baseline: Option<f64>,
    statistics: Statistics,
}

impl Trajectory {
    pub(super) fn new(
        experiment: Experiment,
        dense: Dense,
        spans: Vec<(usize, Arc<[f64]>)>,
        before: &[f64],
        statistics: Statistics,
    ) -> Self {
        let baseline = baseline(&model::before_treatment(&experiment.settings), before);
        Self { experiment, dense, spans, baseline, statistics }
    }

    /// What was run.
    pub const fn experiment(&self) -> &Experiment {
        &self.experiment
    }

    /// The work it took.
    pub const fn statistics(&self) -> Statistics {
        self.statistics
    }

    /// The polynomials.
    pub const fn dense(&self) -> &Dense {
        &self.dense
    }

    /// Reported symptoms at time 0, if there are enough of them to improve.
    pub const fn baseline(&self) -> Option<f64> {
        self.baseline
    }

    /// The settings in force during a step.
    pub fn settings(&self, step: usize) -> &[f64] {
        &self.spans[self.stretch(step)].1
    }

    /// Every signal at these times (h, in any order, from 0 to the end); at a jump the value just after it.
    pub fn sample(&self, times: &[f64]) -> Table {
        self.sample_places(&self.places(times))
    }

    /// Where these times (h) lie within the steps: step, place from 0 to 1; a jump is in the step that begins there.
    pub fn places(&self, times: &[f64]) -> Vec<(usize, f64)> {
        let place = |time: &f64| {
            let step = self.dense.locate(*time);
            let (start, length) = self.dense.span(step);
            (step, (time - start) / length)
        };
        times.iter().map(place).collect()
    }

    /// Every signal at places within steps.
    fn sample_places(&self, places: &[(usize, f64)]) -> Table {
        let mut columns = vec![Vec::with_capacity(places.len()); model::STATES.len() + model::OBSERVABLES.len()];
        self.observe(places, |states, observables, lanes| {
            for (column, value) in columns.iter_mut().zip(states.iter().chain(observables)) {
                column.extend_from_slice(&value.0[..lanes]);
            }
        });
        Table { columns, baseline: self.baseline }
    }

    /// Every state at these times, time by time, into `out`, whose memory is used again.
    pub fn states(&self, times: &[f64], out: &mut Vec<f64>) {
        self.dense.states_at(times, out);
    }

    /// Some signals at places within steps (step, place from 0 to 1): a column of values for each signal.
    pub fn signals_at(&self, signals: &[Signal], places: &[(usize, f64)]) -> Vec<Vec<f64>> {
        let mut columns = vec![Vec::with_capacity(places.len()); signals.len()];
        self.observe(places, |states, observables, lanes| {
            for (column, signal) in columns.iter_mut().zip(signals) {
                column.extend_from_slice(&self.read(*signal, states, observables)[..lanes]);
            }
        });
        columns
    }

    /// A signal before time 0, where the model rests and nothing is given.
    pub fn before(&self, signal: Signal) -> f64 {
        let settings = model::before_treatment(&self.experiment.settings);
        let states: Vec<Moments> = Onset.rest(&settings).into_iter().map(Moments::splat).collect();
        let mut observables = [Moments::splat(0.0); model::OBSERVABLES.len()];
        Onset.observe(&settings, &states, &mut observables);
        self.read(signal, &states, &observables)[0]
    }

    /// One signal at several places of one step, without asking for memory.
    pub fn signal_within(&self, signal: Signal, step: usize, places: [f64; MOMENTS]) -> [f64; MOMENTS] {
        let mut values = [0.0; MOMENTS];
        self.observe(&places.map(|place| (step, place)), |states, observables, _| {
            values = self.read(signal, states, observables);
        });
        values
    }

    /// A signal among the states and observables of several moments.
    fn read(&self, signal: Signal, states: &[Moments], observables: &[Moments]) -> [f64; MOMENTS] {
        match signal {
            Signal::State(State(i)) => states[i].0,
            Signal::Observable(Observable(i)) => observables[i].0,
            Signal::Improvement => observables[IMPROVES.0].0.map(|now| improvement_or_nan(self.baseline, now)),
        }
    }

    /// Hands out states and observables at several places at once, as many as have the same settings, in the first
    /// lanes.
    fn observe(&self, places: &[(usize, f64)], mut take: impl FnMut(&[Moments], &[Moments], usize)) {
        let mut states = [Moments::splat(0.0); model::STATES.len()];
        let mut observables = [Moments::splat(0.0); model::OBSERVABLES.len()];
        let mut here = [0.0; model::STATES.len()];
        let mut rest = places;
        while let Some((step, _)) = rest.first() {
            let span = self.stretch(*step);
            let first = self.spans[span].0;
            let next = self.spans.get(span + 1).map_or(usize::MAX, |(next, _)| *next);
            let count = rest.iter().take(MOMENTS).take_while(|(step, _)| (first..next).contains(step)).count();
            for (lane, (step, place)) in rest[..count].iter().enumerate() {
                self.dense.state_at(*step, *place, &mut here);
                // Unused lanes keep their earlier values, which no caller reads.
                states.iter_mut().zip(&here).for_each(|(state, value)| state.0[lane] = *value);
            }
            Onset.observe(&self.spans[span].1, &states, &mut observables);
            take(&states, &observables, count);
            rest = &rest[count..];
        }
    }

    /// The steps of a stretch between two edges.
    pub(super) fn steps_of(&self, stretch: usize) -> Range<usize> {
        let first = |stretch: usize| self.spans.get(stretch).map_or(self.dense.steps(), |(first, _)| *first);
        first(stretch)..first(stretch + 1)
    }

    /// The stretch between two edges that a step lies in.
    pub(super) fn stretch(&self, step: usize) -> usize {
        self.spans.partition_point(|(first, _)| *first <= step).saturating_sub(1)
    }
}
