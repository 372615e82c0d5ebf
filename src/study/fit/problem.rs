//! The residuals of a model beside observations, and the search for their least sum of squares.

use std::cell::RefCell;
use std::fmt;

use basin::{DenseMatrix, Executor, Jacobian, LevenbergMarquardt, PointState, Residual, TerminationCode};

use super::bounds::Free;
use super::solution::Solution;
use crate::model;
use crate::simulate::{Direction, Experiment, Signal, SimulationError, Slopes, Trajectory, simulate};
use crate::solver::Options;

/// Rounds after which the search gives up.
const MOST_ROUNDS: u64 = 200;

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

/// The residuals over numbers without bounds.
struct Problem<'a> {
    target: &'a Target,
    free: &'a [Free],
    /// The last numbers with what the model gave, since a derivative is asked for where a value was.
    last: RefCell<Option<(Vec<f64>, Tried)>>,
}

impl Problem<'_> {
    fn with<T>(&self, numbers: &[f64], use_it: impl FnOnce(&Tried) -> Result<T, FitError>) -> Result<T, FitError> {
        let mut last = self.last.borrow_mut();
        if last.as_ref().is_none_or(|(known, _)| known != numbers) {
            let values: Vec<f64> = self.free.iter().zip(numbers).map(|(free, number)| free.value(*number).0).collect();
            *last = Some((numbers.to_vec(), self.target.try_values(self.free, &values)?));
        }
        last.as_ref().map_or(Err(FitError::NoValue(0.0)), |(_, tried)| use_it(tried))
    }
}

impl Residual for Problem<'_> {
    type Param = Vec<f64>;
    type Output = Vec<f64>;
    type Error = FitError;

    fn residual(&self, numbers: &Vec<f64>) -> Result<Vec<f64>, FitError> {
        self.with(numbers, |tried| {
            let values = self.target.values(tried)?;
            let points = self.target.points.iter();
            Ok(points.zip(values).map(|(point, value)| (value - point.value) / point.scale).collect())
        })
    }
}

impl Jacobian for Problem<'_> {
    type Jacobian = DenseMatrix<f64>;

    fn jacobian(&self, numbers: &Vec<f64>) -> Result<DenseMatrix<f64>, FitError> {
        self.with(numbers, |tried| {
            let rows = self.target.slopes(self.free, tried);
            let stretch: Vec<f64> = self.free.iter().zip(numbers).map(|(free, number)| free.value(*number).1).collect();
            let scale = |i: usize| self.target.points.get(i).map_or(1.0, |point| point.scale);
            Ok(DenseMatrix::from_fn(rows.len(), self.free.len(), |i, j| rows[i][j] * stretch[j] / scale(i)))
        })
    }
}

/// Finds the values of the free parameters that bring the model nearest to the observations.
///
/// # Errors
/// Where the model could not be run, or has no value beside an observation.
pub fn fit(target: &Target, free: &[Free]) -> Result<Solution, FitError> {
    let problem = Problem { target, free, last: RefCell::new(None) };
    let start: Vec<f64> = free.iter().map(Free::origin).collect();
    let method = LevenbergMarquardt::new()
        .with_absolute_gradient_tolerance(None)
        .with_gradient_orthogonality_tolerance(1e-8)
        .with_relative_model_reduction_tolerance(1e-12)
        .with_relative_step_tolerance(1e-9);
    let found = Executor::new(problem, method, PointState::new(start)).max_iter(MOST_ROUNDS).run()?;
    let values: Vec<f64> = free.iter().zip(found.param()).map(|(free, number)| free.value(*number).0).collect();
    let is_settled = found.report.code() != TerminationCode::MaxIter;
    Solution::at(target, free, &values, usize::try_from(found.iter()).unwrap_or(usize::MAX), is_settled)
}
