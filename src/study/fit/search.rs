//! The search for the least sum of squares.

use std::cell::RefCell;

use basin::{DenseMatrix, Executor, Jacobian, LevenbergMarquardt, PointState, Residual, TerminationCode};

use super::bounds::Free;
use super::problem::{FitError, Target, Tried};
use super::solution::Solution;

/// Rounds after which the search gives up.
const MOST_ROUNDS: u64 = 200;

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
