//! What varies, by how much, and what goes with what.

use std::fmt;

use super::distribution::{Distribution, Spread};
use crate::model::{self, HEAVIEST, LIGHTEST};
use crate::quantity::{Setting, nearest};
use crate::words::Advice;

/// What differs between subjects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Covariate {
    /// Body weight; clearances, volumes and doses per kg follow it.
    Weight,
    /// A parameter of the model.
    Parameter(Setting),
}

impl Covariate {
    /// The name that files use for body weight.
    pub const WEIGHT: &'static str = "weight";

    /// The one with this name; constants and inputs cannot vary.
    pub fn by_name(name: &str) -> Option<Self> {
        if name == Self::WEIGHT { Some(Self::Weight) } else { model::parameter(name).map(Self::Parameter) }
    }

    /// The one that a word which is none was probably meant for.
    pub fn near(word: &str) -> Option<&'static str> {
        nearest(word, [Self::WEIGHT]).or_else(|| model::near_parameter(word))
    }

    /// The name that files use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Weight => Self::WEIGHT,
            Self::Parameter(Setting(i)) => model::SETTINGS[i].key,
        }
    }

    /// Its unit; `1` is dimensionless.
    pub const fn unit(self) -> &'static str {
        match self {
            Self::Weight => "kg",
            Self::Parameter(Setting(i)) => model::SETTINGS[i].unit,
        }
    }

    /// The least and the greatest allowed value, in its unit.
    pub const fn bounds(self) -> (f64, f64) {
        match self {
            Self::Weight => (LIGHTEST, HEAVIEST),
            Self::Parameter(Setting(i)) => (model::SETTINGS[i].low, model::SETTINGS[i].high),
        }
    }
}

/// Greatest variability: ten times the typical value.
pub const GREATEST_CV: f64 = 10.0;

/// Why a text is not a variability.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum PercentError {
    /// A number without a percent sign, which may mean either of two things.
    Bare(f64),
    /// No number.
    Malformed,
    /// Below 0 or above [`GREATEST_CV`].
    OutOfRange,
}

/// Reads a variability such as `30 %` as a share. A bare number is refused: `0.3` may be 30 % or 0.3 %.
///
/// # Errors
/// Every variant of [`PercentError`].
pub fn read_percent(text: &str) -> Result<f64, PercentError> {
    let text = text.trim();
    let (number, is_percent) = text.strip_suffix('%').map_or((text, false), |number| (number.trim_end(), true));
    let value: f64 = number.parse().map_err(|_| PercentError::Malformed)?;
    match value / 100.0 {
        _ if !value.is_finite() => Err(PercentError::Malformed),
        _ if !is_percent => Err(PercentError::Bare(value)),
        cv if (0.0..=GREATEST_CV).contains(&cv) => Ok(cv),
        _ => Err(PercentError::OutOfRange),
    }
}

/// One thing that varies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Varied {
    /// What.
    pub what: Covariate,
    /// The form of its spread.
    pub distribution: Distribution,
    /// Coefficient of variation: 0.3 is 30 % of the typical value.
    pub cv: f64,
}

impl Varied {
    /// Its spread where this value is typical.
    pub(crate) fn spread(&self, typical: f64) -> Spread {
        let (low, high) = self.what.bounds();
        Spread { distribution: self.distribution, cv: self.cv, typical, low, high }
    }
}

/// Two things that go together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Correlation {
    /// Which.
    pub between: [Covariate; 2],
    /// Of the normal deviations behind both, from -1 to 1.
    pub r: f64,
}

/// What varies together for one reason.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Layer {
    varied: Vec<Varied>,
    correlations: Vec<Correlation>,
    /// Lower triangle whose product with its transpose is the matrix of correlations, row by row.
    factor: Vec<Vec<f64>>,
}

/// The two reasons for which results differ.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Variation {
    /// Between subjects.
    pub subjects: Layer,
    /// What is not known about the typical subject.
    pub uncertainty: Layer,
}

/// Why things cannot vary as asked.
#[derive(Debug, Clone, PartialEq)]
pub enum VariationError {
    /// The same thing varies twice.
    Twice(Covariate),
    /// A variability that is no number from 0 up.
    BadVariability(Covariate),
    /// A correlation with something that does not vary.
    DoesNotVary(Covariate),
    /// A correlation of something with itself.
    WithItself(Covariate),
    /// The same pair twice.
    PairTwice([Covariate; 2]),
    /// A correlation that is not between -1 and 1.
    OutOfRange([Covariate; 2]),
    /// The correlations contradict each other; with the correlation that would just do for this pair, if one does.
    Contradiction {
        /// The pair.
        between: [Covariate; 2],
        /// Its correlation.
        r: f64,
        /// The nearest that the others allow.
        allowed: Option<f64>,
    },
    /// Hardly any of the spread lies within the bounds.
    OutOfBounds {
        /// What varies.
        what: Covariate,
        /// The name of the arm.
        arm: String,
        /// The share within its bounds.
        share: f64,
    },
}

impl fmt::Display for VariationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pair = |[a, b]: [Covariate; 2]| format!("{} and {}", a.name(), b.name());
        match self {
            Self::Twice(what) => write!(f, "{} varies twice", what.name()),
            Self::BadVariability(what) => write!(f, "the variability of {} is not from 0 % up", what.name()),
            Self::DoesNotVary(what) => write!(f, "{} is correlated, but does not vary", what.name()),
            Self::WithItself(what) => write!(f, "{} is correlated with itself", what.name()),
            Self::PairTwice(between) => write!(f, "{} are correlated twice", pair(*between)),
            Self::OutOfRange(between) => write!(f, "the correlation of {} is not between -1 and 1", pair(*between)),
            Self::Contradiction { between, r, .. } => {
                write!(f, "a correlation of {r} between {} contradicts the others", pair(*between))
            }
            Self::OutOfBounds { what, arm, share } => {
                let (low, high) = what.bounds();
                let unit = if what.unit() == "1" { String::new() } else { format!(" {}", what.unit()) };
                write!(
                    f,
                    "only {:.1} % of the spread of {} in the arm \"{arm}\" lies within its bounds, {low} to {high}{unit}",
                    100.0 * share,
                    what.name()
                )
            }
        }
    }
}

impl Advice for VariationError {
    fn help(&self) -> String {
        match self {
            Self::Twice(_) | Self::PairTwice(_) => "keep one of the two".to_owned(),
            Self::BadVariability(what) => format!("write it as a share of the typical value: {}=30%", what.name()),
            Self::DoesNotVary(what) => format!("give it a variability too: {}=30%", what.name()),
            Self::WithItself(_) => "name two different parameters".to_owned(),
            Self::OutOfRange(_) => "a correlation lies between -1 and 1, such as 0.6".to_owned(),
            Self::Contradiction { between, allowed: Some(allowed), .. } => format!(
                "two parameters that are both correlated with a third are correlated with each other: with the rest as \
                 it is, the correlation of {} and {} can be {allowed:.2}",
                between[0].name(),
                between[1].name()
            ),
            Self::Contradiction { .. } => "the matrix of correlations is not positive definite even without this one: \
                 bring several of them nearer to 0"
                .to_owned(),
            Self::OutOfBounds { .. } => "lower its variability: most subjects would be pushed to a bound".to_owned(),
        }
    }
}

impl Layer {
    /// The same with these in the place of what is named alike, or beside it.
    ///
    /// # Errors
    /// Every variant of [`VariationError`] but the last.
    pub fn with(&self, varied: &[Varied], correlations: &[Correlation]) -> Result<Self, VariationError> {
        let given = |what: Covariate| varied.iter().any(|one| one.what == what);
        let kept = self.varied().iter().filter(|one| !given(one.what));
        let all: Vec<Varied> = kept.chain(varied).copied().collect();
        let is_given = |pair: &Correlation| {
            correlations.iter().any(|other| other.between.iter().all(|what| pair.between.contains(what)))
        };
        let kept = self.correlations().iter().filter(|pair| !is_given(pair));
        Self::new(all, kept.chain(correlations).copied().collect())
    }

    /// What varies, and how it goes together.
    ///
    /// # Errors
    /// Every variant of [`VariationError`] but the last.
    pub fn new(varied: Vec<Varied>, correlations: Vec<Correlation>) -> Result<Self, VariationError> {
        for (i, one) in varied.iter().enumerate() {
            if !(one.cv >= 0.0 && one.cv.is_finite()) {
                return Err(VariationError::BadVariability(one.what));
            }
            if varied[..i].iter().any(|other| other.what == one.what) {
                return Err(VariationError::Twice(one.what));
            }
        }
        for (i, Correlation { between, r }) in correlations.iter().enumerate() {
            let varies = |what: &Covariate| varied.iter().any(|one| one.what == *what);
            if let Some(what) = between.iter().find(|what| !varies(what)) {
                return Err(VariationError::DoesNotVary(*what));
            }
            if between[0] == between[1] {
                return Err(VariationError::WithItself(between[0]));
            }
            if correlations[..i].iter().any(|other| other.between.iter().all(|what| between.contains(what))) {
                return Err(VariationError::PairTwice(*between));
            }
            if !(*r > -1.0 && *r < 1.0) {
                return Err(VariationError::OutOfRange(*between));
            }
        }
        let factor = factored(&varied, &correlations)?;
        Ok(Self { varied, correlations, factor })
    }

    /// What varies, in the order in which it was named.
    pub fn varied(&self) -> &[Varied] {
        &self.varied
    }

    /// What goes together.
    pub fn correlations(&self) -> &[Correlation] {
        &self.correlations
    }

    /// Whether nothing varies.
    pub fn is_empty(&self) -> bool {
        self.varied.is_empty()
    }

    /// Turns independent normal deviations into the deviations of this layer, in place.
    pub(crate) fn correlate(&self, deviations: &mut [f64]) {
        // From the last row up, since a row reads only what stands before it.
        for (i, row) in self.factor.iter().enumerate().rev() {
            deviations[i] = row.iter().zip(deviations.iter()).map(|(entry, deviation)| entry * deviation).sum();
        }
    }
}

/// The Cholesky factor of the matrix of correlations.
fn factored(varied: &[Varied], correlations: &[Correlation]) -> Result<Vec<Vec<f64>>, VariationError> {
    let n = varied.len();
    let place = |what: Covariate| varied.iter().position(|one| one.what == what).unwrap_or(0);
    let mut matrix: Vec<Vec<f64>> = (0..n).map(|i| (0..n).map(|j| f64::from(u8::from(i == j))).collect()).collect();
    for Correlation { between, r } in correlations {
        let [i, j] = between.map(place);
        (matrix[i][j], matrix[j][i]) = (*r, *r);
    }
    match cholesky(&matrix) {
        Ok(factor) => Ok(factor),
        Err(row) => {
            // The strongest of the correlations that the failing row closes.
            let worst = (0..row).max_by(|a, b| matrix[row][*a].abs().total_cmp(&matrix[row][*b].abs())).unwrap_or(0);
            let r = matrix[row][worst];
            let works = |r: f64| {
                let mut tried = matrix.clone();
                (tried[row][worst], tried[worst][row]) = (r, r);
                cholesky(&tried).is_ok()
            };
            // What is allowed is an interval, which a fine grid finds from the nearest value on.
            let mut grid: Vec<f64> = (-99..=99).map(|i| f64::from(i) / 100.0).collect();
            grid.sort_by(|a, b| (a - r).abs().total_cmp(&(b - r).abs()));
            let allowed = grid.into_iter().find(|r| works(*r));
            Err(VariationError::Contradiction { between: [varied[row].what, varied[worst].what], r, allowed })
        }
    }
}

/// The lower triangle, or the first row at which the matrix is not positive definite.
fn cholesky(matrix: &[Vec<f64>]) -> Result<Vec<Vec<f64>>, usize> {
    let mut factor: Vec<Vec<f64>> = Vec::with_capacity(matrix.len());
    for (i, row) in matrix.iter().enumerate() {
        let mut entries: Vec<f64> = Vec::with_capacity(i + 1);
        for j in 0..i {
            let sum: f64 = entries.iter().zip(&factor[j]).map(|(a, b)| a * b).sum();
            entries.push((row[j] - sum) / factor[j][j]);
        }
        let rest = 1.0 - entries.iter().map(|entry| entry * entry).sum::<f64>();
        if !(rest > 1e-10) {
            return Err(i);
        }
        entries.push(rest.sqrt());
        factor.push(entries);
    }
    Ok(factor)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn what(name: &str) -> Covariate {
        Covariate::by_name(name).unwrap()
    }

    fn varied(names: &[&str]) -> Vec<Varied> {
        names.iter().map(|name| Varied { what: what(name), distribution: Distribution::LogNormal, cv: 0.3 }).collect()
    }

    fn correlated(a: &str, b: &str, r: f64) -> Correlation {
        Correlation { between: [what(a), what(b)], r }
    }

    #[test]
    fn a_bare_variability_is_refused() {
        assert_eq!(read_percent(" 30 %"), Ok(0.3));
        assert_eq!(read_percent("0.3%"), Ok(0.003));
        assert_eq!(read_percent("0.3"), Err(PercentError::Bare(0.3)));
        assert_eq!(read_percent("30 percent"), Err(PercentError::Malformed));
        assert_eq!(read_percent("inf%"), Err(PercentError::Malformed));
        assert_eq!(read_percent("-5%"), Err(PercentError::OutOfRange));
        assert_eq!(read_percent("2000%"), Err(PercentError::OutOfRange));
    }

    #[test]
    fn deviations_get_the_correlations_asked_for() {
        let names = ["ketamine_cl", "ketamine_v1", "weight"];
        let correlations =
            vec![correlated("ketamine_cl", "ketamine_v1", 0.6), correlated("weight", "ketamine_v1", -0.3)];
        let layer = Layer::new(varied(&names), correlations).unwrap();
        // The deviations of unit vectors are the columns of the factor.
        let columns: Vec<Vec<f64>> = (0..3)
            .map(|i| {
                let mut unit = vec![0.0; 3];
                unit[i] = 1.0;
                layer.correlate(&mut unit);
                unit
            })
            .collect();
        let product = |i: usize, j: usize| columns.iter().map(|column| column[i] * column[j]).sum::<f64>();
        for (i, j, r) in [(0, 0, 1.0), (1, 1, 1.0), (0, 1, 0.6), (1, 2, -0.3), (0, 2, 0.0)] {
            assert!((product(i, j) - r).abs() < 1e-15, "{i} {j}");
        }
    }

    #[test]
    fn contradicting_correlations_are_refused_with_the_pair_and_what_would_do() {
        let names = ["ketamine_cl", "ketamine_v1", "ketamine_q"];
        let correlations = vec![
            correlated("ketamine_cl", "ketamine_v1", 0.8),
            correlated("ketamine_v1", "ketamine_q", 0.8),
            correlated("ketamine_cl", "ketamine_q", -0.9),
        ];
        let error = Layer::new(varied(&names), correlations).unwrap_err();
        assert_eq!(
            error,
            VariationError::Contradiction {
                between: [what("ketamine_q"), what("ketamine_cl")],
                r: -0.9,
                // 0.8 * 0.8 - (1 - 0.8 * 0.8) = 0.28.
                allowed: Some(0.29)
            }
        );
        assert!(error.to_string().contains("ketamine_q and ketamine_cl"), "{error}");
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        let two = || varied(&["ketamine_cl", "ketamine_v1"]);
        assert_eq!(Layer::new(varied(&["weight", "weight"]), vec![]), Err(VariationError::Twice(Covariate::Weight)));
        let refused = |correlations: Vec<Correlation>| Layer::new(two(), correlations).unwrap_err();
        assert!(matches!(refused(vec![correlated("ketamine_cl", "f_oral", 0.1)]), VariationError::DoesNotVary(_)));
        assert!(matches!(refused(vec![correlated("ketamine_cl", "ketamine_cl", 0.1)]), VariationError::WithItself(_)));
        assert!(matches!(refused(vec![correlated("ketamine_cl", "ketamine_v1", 1.5)]), VariationError::OutOfRange(_)));
        let twice = vec![correlated("ketamine_cl", "ketamine_v1", 0.1), correlated("ketamine_v1", "ketamine_cl", 0.1)];
        assert!(matches!(refused(twice), VariationError::PairTwice(_)));
        let mut wild = two();
        wild[1].cv = f64::NAN;
        assert!(matches!(Layer::new(wild, vec![]), Err(VariationError::BadVariability(_))));
        assert!(
            Covariate::by_name("ketamine_infusion").is_none() && Covariate::by_name("ketamine_molar_mass").is_none()
        );
    }
}
