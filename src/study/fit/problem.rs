//! The residuals of a model beside observations, with their derivatives.

use std::fmt;

use super::bounds::Free;
use crate::model;
use crate::simulate::{Direction, Experiment, Signal, SimulationError, Slopes, Trajectory, simulate};
use crate::solver::Options;

/// An observation of one arm.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Place of the arm among the experiments.
    pub arm: usize,
    /// When, h.
    pub time: f64,
    /// What was observed, in the unit of the signal.
    pub value: f64,
    /// By what a residual is divided: its error where that is known, otherwise 1.
    pub scale: f64,
}

/// What is to be followed.
#[derive(Debug, Clone)]
pub struct Target {
    /// Every arm with the body weight of its subject, kg.
    pub arms: Vec<(Experiment, f64)>,
    /// What was observed.
    pub signal: Signal,
    /// The observations.
    pub points: Vec<Point>,
    /// Whether the scales are errors that are known, so that the residuals have a size of their own.
    pub has_errors: bool,
    /// How it is solved.
    pub options: Options,
}

/// Why there is no fit.
#[derive(Debug, Clone, PartialEq)]
pub enum FitError {
    /// A run could not be finished.
    Simulation(SimulationError),
    /// The model has no value beside an observation, as improvement without symptoms.
    NoValue(f64),
}

impl fmt::Display for FitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Simulation(error) => write!(f, "a run could not be finished: {error}"),
            Self::NoValue(time) => write!(f, "the model has no value beside the observation at {time} h"),
        }
    }
}

impl std::error::Error for FitError {}

/// The model with some values of the free parameters: every arm that is observed.
pub(crate) struct Tried {
    trajectories: Vec<Option<Trajectory>>,
}

impl Target {
    /// Runs the observed arms with these values of the free parameters.
    pub(crate) fn try_values(&self, free: &[Free], values: &[f64]) -> Result<Tried, FitError> {
        let one = |(arm, (experiment, weight)): (usize, &(Experiment, f64))| {
            if !self.points.iter().any(|point| point.arm == arm) {
                return Ok(None);
            }
            let mut experiment = experiment.clone();
            for (free, value) in free.iter().zip(values) {
                experiment.settings[free.setting.0] = model::for_weight(free.setting, *value, *weight);
            }
            simulate(&experiment, &self.options).map(Some).map_err(FitError::Simulation)
        };
        Ok(Tried { trajectories: self.arms.iter().enumerate().map(one).collect::<Result<_, _>>()? })
    }

    /// What the model gives beside each observation.
    pub(crate) fn values(&self, tried: &Tried) -> Result<Vec<f64>, FitError> {
        let value = |point: &Point| {
            let trajectory = tried.trajectories.get(point.arm).and_then(Option::as_ref);
            let value = trajectory.and_then(|trajectory| {
                trajectory.signals_at(&[self.signal], &trajectory.places(&[point.time])).pop()?.pop()
            });
            value.filter(|value| value.is_finite()).ok_or(FitError::NoValue(point.time))
        };
        self.points.iter().map(value).collect()
    }

    /// The derivative of each of them by each free parameter, for a 70 kg adult: a row for each observation.
    pub(crate) fn slopes(&self, free: &[Free], tried: &Tried) -> Vec<Vec<f64>> {
        let slopes: Vec<Option<Slopes<'_>>> = tried
            .trajectories
            .iter()
            .zip(&self.arms)
            .map(|(trajectory, (_, weight))| {
                let trajectory = trajectory.as_ref()?;
                let direction = |free: &Free| {
                    let size = model::for_weight(free.setting, 1.0, *weight);
                    Direction::of_setting(trajectory.experiment(), free.setting, size)
                };
                Some(Slopes::new(trajectory, &free.iter().map(direction).collect::<Vec<_>>()))
            })
            .collect();
        let row = |point: &Point| {
            let slopes = slopes.get(point.arm).and_then(Option::as_ref);
            slopes.map_or_else(
                || vec![0.0; free.len()],
                |slopes| {
                    let places = slopes.trajectory().places(&[point.time]);
                    places.first().map_or_else(Vec::new, |(step, place)| slopes.of(self.signal, *step, *place))
                },
            )
        };
        self.points.iter().map(row).collect()
    }
}
