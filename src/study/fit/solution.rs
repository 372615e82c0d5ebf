//! What was found, and how much of it the points can tell.

use nalgebra::{DMatrix, DVector};

use super::bounds::Free;
use super::problem::{FitError, Target};

/// Share of the greatest singular value of the derivatives, each taken for 1 % of its parameter, below which a
/// combination of parameters leaves the points where they are.
const LEAST_SINGULAR: f64 = 1e-6;

/// Correlation of two estimates from which on the points tell hardly more than what both do together.
const TOGETHER: f64 = 0.98;

/// Share of a combination that counts as taking part in it.
const TAKES_PART: f64 = 0.3;

/// One parameter as it was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// Which, and where the search began.
    pub free: Free,
    /// Its value, in its unit, for a 70 kg adult.
    pub value: f64,
    /// Its standard error; nothing where the points cannot tell it.
    pub error: Option<f64>,
}

/// What makes an estimate worth little.
#[derive(Debug, Clone, PartialEq)]
pub enum Warning {
    /// There are not more points than parameters.
    TooFewPoints {
        /// Points at different times or in different arms.
        points: usize,
        /// Parameters.
        parameters: usize,
    },
    /// A parameter of which the points tell nothing.
    Nothing(&'static str),
    /// These can change together without a trace in the points.
    NotApart(Vec<&'static str>),
    /// Two estimates that go together.
    Together(&'static str, &'static str, f64),
    /// An estimate at a bound of its parameter.
    AtBound(&'static str),
    /// An estimate whose error is as large as itself.
    Vague(&'static str),
    /// The search did not settle.
    NotSettled,
}

/// A fit.
#[derive(Debug, Clone, PartialEq)]
pub struct Solution {
    /// Every free parameter, in the order in which they were named.
    pub estimates: Vec<Estimate>,
    /// The correlation of each estimate with each other, row by row; nothing where the points cannot tell them apart.
    pub correlations: Option<Vec<Vec<f64>>>,
    /// What the model gives beside each observation.
    pub values: Vec<f64>,
    /// The sum of the squared residuals, each divided by its scale.
    pub sum: f64,
    /// The same where the search began.
    pub sum_at_start: f64,
    /// Rounds of the search.
    pub rounds: usize,
    /// What makes it worth little.
    pub warnings: Vec<Warning>,
}

fn sum_of_squares(target: &Target, values: &[f64]) -> f64 {
    let points = target.points.iter().zip(values);
    points.map(|(point, value)| ((value - point.value) / point.scale).powi(2)).sum()
}

impl Solution {
    pub(crate) fn at(
        target: &Target,
        free: &[Free],
        values: &[f64],
        rounds: usize,
        is_settled: bool,
    ) -> Result<Self, FitError> {
        let starts: Vec<f64> = free.iter().map(|free| free.start).collect();
        let sum_at_start = sum_of_squares(target, &target.values(&target.try_values(free, &starts)?)?);
        let tried = target.try_values(free, values)?;
        let fitted = target.values(&tried)?;
        let sum = sum_of_squares(target, &fitted);
        let slopes = target.slopes(free, &tried);
        // For a change of a parameter by its own size, so that units do not matter.
        let size = |j: usize| values[j].abs().max(1e-12);
        let matrix =
            DMatrix::from_fn(target.points.len(), free.len(), |i, j| slopes[i][j] * size(j) / target.points[i].scale);
        let mut warnings = Vec::new();
        if !is_settled {
            warnings.push(Warning::NotSettled);
        }
        let mut moments: Vec<(usize, f64)> = target.points.iter().map(|point| (point.arm, point.time)).collect();
        moments.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        moments.dedup();
        if moments.len() <= free.len() {
            warnings.push(Warning::TooFewPoints { points: moments.len(), parameters: free.len() });
        }
        let covariance = covariance(&matrix, free, &mut warnings);
        let freedom = target.points.len().saturating_sub(free.len());
        // Errors that are known say how far the points scatter; otherwise the residuals do.
        let variance = match (target.has_errors, freedom) {
            (true, _) => Some(1.0),
            (false, 0) => None,
            (false, freedom) => Some(sum / freedom as f64),
        };
        let error = |j: usize| {
            let share = covariance.as_ref()?[(j, j)];
            Some((share * variance?).sqrt() * size(j)).filter(|error| error.is_finite())
        };
        let estimates: Vec<Estimate> = free
            .iter()
            .enumerate()
            .map(|(j, free)| Estimate { free: *free, value: values[j], error: error(j) })
            .collect();
        let correlations = covariance.as_ref().map(|covariance| {
            let r = |i: usize, j: usize| covariance[(i, j)] / (covariance[(i, i)] * covariance[(j, j)]).sqrt();
            (0..free.len()).map(|i| (0..free.len()).map(|j| if i == j { 1.0 } else { r(i, j) }).collect()).collect()
        });
        let mut solution = Self { estimates, correlations, values: fitted, sum, sum_at_start, rounds, warnings };
        solution.warn();
        Ok(solution)
    }

    /// Adds what the estimates themselves give reason to warn of.
    fn warn(&mut self) {
        let names: Vec<&'static str> = self.estimates.iter().map(|estimate| estimate.free.name()).collect();
        for (i, row) in self.correlations.iter().flatten().enumerate() {
            for (j, r) in row.iter().enumerate().skip(i + 1) {
                if r.abs() >= TOGETHER {
                    self.warnings.push(Warning::Together(names[i], names[j], *r));
                }
            }
        }
        for estimate in &self.estimates {
            let name = estimate.free.name();
            if estimate.free.is_at_bound(estimate.value) {
                self.warnings.push(Warning::AtBound(name));
            } else if estimate.error.is_some_and(|error| error >= estimate.value.abs()) {
                self.warnings.push(Warning::Vague(name));
            }
        }
    }
}

/// The covariance of the estimates, relative to their sizes, for residuals of variance 1; nothing where some combination
/// of them leaves no trace; a warning says so.
fn covariance(matrix: &DMatrix<f64>, free: &[Free], warnings: &mut Vec<Warning>) -> Option<DMatrix<f64>> {
    let parameters = matrix.ncols();
    // A square matrix has a full set of right vectors however few the points are.
    let gram = matrix.transpose() * matrix;
    let parts = gram.symmetric_eigen();
    let greatest = parts.eigenvalues.max();
    if !(greatest > 0.0) {
        warnings.extend(free.iter().map(|free| Warning::Nothing(free.name())));
        return None;
    }
    let least = LEAST_SINGULAR * LEAST_SINGULAR * greatest;
    let mut is_whole = true;
    for (value, vector) in parts.eigenvalues.iter().zip(parts.eigenvectors.column_iter()) {
        if *value > least {
            continue;
        }
        is_whole = false;
        let vector: DVector<f64> = vector.into_owned();
        let most = vector.amax();
        let names: Vec<&'static str> = free
            .iter()
            .zip(vector.iter())
            .filter(|(_, share)| share.abs() > TAKES_PART * most)
            .map(|(free, _)| free.name())
            .collect();
        warnings.push(match names.as_slice() {
            [one] => Warning::Nothing(one),
            _ => Warning::NotApart(names),
        });
    }
    if !is_whole {
        return None;
    }
    let mut covariance = DMatrix::zeros(parameters, parameters);
    for (value, vector) in parts.eigenvalues.iter().zip(parts.eigenvectors.column_iter()) {
        covariance += vector * vector.transpose() / *value;
    }
    Some(covariance)
}
