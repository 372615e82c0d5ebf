//! How a trajectory changes with what was run: exact derivatives of every signal at every time.

use super::experiment::Experiment;
use super::trajectory::{IMPROVES, Signal, Trajectory, improvement};
use crate::model::{self, BEGIN_WITH_TREATMENT, Onset};
use crate::quantity::{Observable, Setting, State};
use crate::regimen::{Change, Dose, Effect, Regimen, Switch};
use crate::solver::{AnyModel, DIRECTIONS, Dense, Tangent, follow_slopes, rest_slopes};

/// A direction in which an experiment can change: the derivative of each of its numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Direction {
    /// Of every setting before any switch.
    settings: Vec<f64>,
    /// The same regimen with derivatives in place of amounts and of what switches set. Since settings and regimen enter
    /// linearly, it makes of the derivatives of the settings those of the settings in force.
    regimen: Regimen,
}

impl Direction {
    /// One setting by itself, `size` for each unit of the direction.
    pub fn of_setting(experiment: &Experiment, setting: Setting, size: f64) -> Self {
        let mut settings = vec![0.0; experiment.settings.len()];
        if let Some(slope) = settings.get_mut(setting.0) {
            *slope = size;
        }
        let regimen = &experiment.regimen;
        let still = |switch: &Switch| match switch.change {
            Change::Set(_) => Switch { change: Change::Set(0.0), ..*switch },
            Change::Scale(_) => *switch,
        };
        let doses = regimen.doses.iter().map(|dose| Dose { amount: 0.0, ..*dose }).collect();
        let switches = regimen.switches.iter().map(still).collect();
        Self { settings, regimen: Regimen { doses, switches, events: regimen.events.clone() } }
    }
}

/// Directions that are followed together.
struct Group {
    dense: Dense,
    /// For each stretch between two edges the settings in force.
    settings: Vec<Vec<Tangent>>,
    /// Reported symptoms at time 0.
    baseline: Tangent,
    /// How many of the directions are meant.
    count: usize,
}

/// The derivatives of a trajectory in several directions.
pub struct Slopes<'a> {
    trajectory: &'a Trajectory,
    groups: Vec<Group>,
}

impl<'a> Slopes<'a> {
    /// Follows these directions along a trajectory.
    pub fn new(trajectory: &'a Trajectory, directions: &[Direction]) -> Self {
        Self { trajectory, groups: directions.chunks(DIRECTIONS).map(|group| follow(trajectory, group)).collect() }
    }

    /// The trajectory.
    pub const fn trajectory(&self) -> &'a Trajectory {
        self.trajectory
    }

    /// The derivative of a signal in each direction at a place of a step (from 0 to 1), in the signal's unit.
    pub fn of(&self, signal: Signal, step: usize, place: f64) -> Vec<f64> {
        let n = model::STATES.len();
        let mut values = vec![0.0; n];
        self.trajectory.dense().state_at(step, place, &mut values);
        let mut slopes = vec![0.0; n * DIRECTIONS];
        let mut found = Vec::new();
        for group in &self.groups {
            group.dense.state_at(step, place, &mut slopes);
            let states: Vec<Tangent> = values
                .iter()
                .zip(slopes.as_chunks::<DIRECTIONS>().0)
                .map(|(value, slope)| Tangent { value: *value, slope: *slope })
                .collect();
            let settings = &group.settings[self.trajectory.stretch(step)];
            let all = read(signal, settings, &states, group.baseline).slope;
            found.extend_from_slice(&all[..group.count]);
        }
        found
    }

    /// The derivative of a signal by time at a place of a step, in its unit per h.
    pub fn by_time(&self, signal: Signal, step: usize, place: f64) -> f64 {
        let mut values = vec![0.0; model::STATES.len()];
        self.trajectory.dense().state_at(step, place, &mut values);
        let settings: Vec<Tangent> = self.trajectory.settings(step).iter().map(|value| Tangent::from(*value)).collect();
        let states: Vec<Tangent> = values.iter().map(|value| Tangent::from(*value)).collect();
        let mut rates = states.clone();
        Onset.rates_along(&settings, &states, &mut rates);
        let mut moving = states;
        for (state, rate) in moving.iter_mut().zip(&rates) {
            state.slope[0] = rate.value;
        }
        let baseline = Tangent::from(self.trajectory.baseline().unwrap_or(f64::NAN));
        read(signal, &settings, &moving, baseline).slope[0]
    }

    /// The derivatives of the settings in force in the last stretch, and of every state at the end: for each group of
    /// directions, with how many of them are meant.
    pub(crate) fn end(&self) -> impl Iterator<Item = (&[Tangent], Vec<Tangent>, usize)> {
        let last = self.trajectory.dense().steps().saturating_sub(1);
        let mut values = vec![0.0; model::STATES.len()];
        self.trajectory.dense().state_at(last, 1.0, &mut values);
        self.groups.iter().map(move |group| {
            let mut slopes = vec![0.0; values.len() * DIRECTIONS];
            group.dense.state_at(last, 1.0, &mut slopes);
            let slopes = slopes.as_chunks::<DIRECTIONS>().0.iter();
            let states = values.iter().zip(slopes).map(|(value, slope)| Tangent { value: *value, slope: *slope });
            (group.settings[self.trajectory.stretch(last)].as_slice(), states.collect(), group.count)
        })
    }
}

fn observed(settings: &[Tangent], states: &[Tangent], Observable(i): Observable) -> Tangent {
    let mut observables = vec![Tangent::from(0.0); model::OBSERVABLES.len()];
    Onset.observe_along(settings, states, &mut observables);
    observables[i]
}

fn read(signal: Signal, settings: &[Tangent], states: &[Tangent], baseline: Tangent) -> Tangent {
    match signal {
        Signal::State(State(i)) => states[i],
        Signal::Observable(observable) => observed(settings, states, observable),
        Signal::Improvement => improvement(baseline, observed(settings, states, IMPROVES)),
    }
}

/// A value with its derivative in each direction.
fn along(value: f64, directions: &[Direction], slope: impl Fn(&Direction) -> f64) -> Tangent {
    Tangent { value, slope: std::array::from_fn(|d| directions.get(d).map_or(0.0, &slope)) }
}

fn follow(trajectory: &Trajectory, directions: &[Direction]) -> Group {
    let Experiment { settings, regimen, duration } = trajectory.experiment();
    let of_settings = |settings: &[f64]| -> Vec<Tangent> {
        let each = settings.iter().enumerate();
        each.map(|(i, value)| along(*value, directions, |direction| direction.settings[i])).collect()
    };
    let mut before = of_settings(&model::before_treatment(settings));
    for Setting(i) in BEGIN_WITH_TREATMENT {
        before[i] = Tangent::from(before[i].value);
    }
    let rest = Onset.rest(&model::before_treatment(settings));
    let at_rest = rest_slopes(&Onset, &before, &rest);
    let resting: Vec<Tangent> = rest
        .iter()
        .zip(at_rest.as_chunks::<DIRECTIONS>().0)
        .map(|(value, slope)| Tangent { value: *value, slope: *slope })
        .collect();
    let baseline = observed(&before, &resting, IMPROVES);

    let segments = regimen.segments(settings, *duration);
    let changing: Vec<_> =
        directions.iter().map(|direction| direction.regimen.segments(&direction.settings, *duration)).collect();
    let mut slopes = at_rest.clone();
    let mut dense = Dense::new(slopes.len());
    let mut in_force = Vec::with_capacity(segments.len());
    let mut values = rest.clone();
    for (stretch, segment) in segments.iter().enumerate() {
        let steps = trajectory.steps_of(stretch);
        if let Some(before) = steps.start.checked_sub(1) {
            trajectory.dense().state_at(before, 1.0, &mut values);
        }
        for (State(i), effect) in &segment.effects {
            let here = i * DIRECTIONS..(i + 1) * DIRECTIONS;
            match effect {
                Effect::Scale(factor) => slopes[here].iter_mut().for_each(|slope| *slope *= factor),
                Effect::LoseGain if values[*i] > rest[*i] => slopes[here.clone()].copy_from_slice(&at_rest[here]),
                Effect::LoseGain => {}
            }
            values[*i] = effect.apply(values[*i], rest[*i]);
        }
        for (d, segments) in changing.iter().enumerate() {
            for (State(i), amount) in &segments[stretch].jumps {
                slopes[i * DIRECTIONS + d] += amount;
            }
        }
        let settings: Vec<Tangent> = segment
            .settings
            .iter()
            .enumerate()
            .map(|(i, value)| Tangent {
                value: *value,
                slope: std::array::from_fn(|d| changing.get(d).map_or(0.0, |segments| segments[stretch].settings[i])),
            })
            .collect();
        follow_slopes(&Onset, trajectory.dense(), steps, &settings, &mut slopes, &mut dense);
        in_force.push(settings);
    }
    Group { dense, settings: in_force, baseline, count: directions.len() }
}
