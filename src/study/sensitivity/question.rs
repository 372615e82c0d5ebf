//! What a study of sensitivity is asked, and the study of one arm.
//!
//! Owns: which parameters vary how far, which runs a method needs, and what is made of them. Must not know: how a
//! question is typed, what is shown while the runs go on.

use std::error::Error;
use std::fmt;

use super::design::{Design, Ends, Estimator};
use super::factor::Factor;
use super::local::local;
use super::method::Method;
use super::morris::Morris;
use super::prcc::Prcc;
use super::runs::{Run, run};
use super::sobol::{MOST_FACTORS, Sobol};
use super::tables::ArmSensitivity;
use crate::metrics::Metric;
use crate::model::SETTINGS;
use crate::quantity::{Kind, Setting};
use crate::scenario::Arm;
use crate::solver::Options;
use crate::study::population::Cohort;
use crate::variability::Covariate;
use crate::words::{Advice, rounded};

/// Something to vary, and how far.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Vary {
    /// What.
    pub what: Covariate,
    /// How far.
    pub range: VaryRange,
}

/// How far a parameter varies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum VaryRange {
    /// As far as the question says of all.
    Usual,
    /// This share of its value to either side.
    Share(f64),
    /// From here to there, in its unit.
    Ends(f64, f64),
}

/// What is asked: on which parameters a metric depends, and how much.
#[derive(Debug, Clone)]
pub struct Question {
    /// The metric.
    pub metric: &'static Metric,
    /// How the answer is found.
    pub method: Method,
    /// What varies; without an entry, every parameter that is not 0 and that has an effect.
    pub vary: Vec<Vary>,
    /// How far a parameter varies to either side, as a share of its value.
    pub range: f64,
    /// Paths, rows or samples; without a number, as many as is usual for the method.
    pub samples: Option<usize>,
    /// Where the random numbers begin.
    pub seed: u64,
    /// How each run is solved.
    pub options: Options,
}

/// Why a question has no answer.
#[derive(Debug, Clone, PartialEq)]
pub enum QuestionError {
    /// Exact derivatives are asked for with a number of samples.
    NeedlessSamples,
    /// More parameters vary than a design has room for.
    TooMany(usize),
    /// A derivative by body weight, which is no number of the equations.
    WeightHasNoDerivative,
    /// A parameter is named twice.
    Twice(&'static str),
    /// A share of a value that leaves no range: the name, the value and the arm.
    NoRange(&'static str, f64, String),
}

impl fmt::Display for QuestionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NeedlessSamples => f.write_str("exact derivatives need no samples"),
            Self::TooMany(number) => write!(f, "{number} parameters"),
            Self::WeightHasNoDerivative => {
                f.write_str("weight is no number of the equations, so that there is no derivative by it")
            }
            Self::Twice(name) => write!(f, "--vary {name} is there twice"),
            Self::NoRange(name, base, arm) => {
                write!(f, "{name} is {base} in arm \"{arm}\", and a share of that is no range")
            }
        }
    }
}

impl Error for QuestionError {}

impl Advice for QuestionError {
    fn help(&self) -> String {
        match self {
            Self::NeedlessSamples => "leave out -n, or choose --method morris, sobol or prcc".to_owned(),
            Self::TooMany(_) => format!("vary at most {MOST_FACTORS}"),
            Self::WeightHasNoDerivative => "choose --method morris, sobol or prcc".to_owned(),
            Self::Twice(_) => "name each parameter once".to_owned(),
            Self::NoRange(name, ..) => format!("say from where to where: --vary {name}=LOW..HIGH"),
        }
    }
}

/// Runs that are about to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage<'a> {
    /// The arm.
    pub arm: &'a str,
    /// How many parameters vary.
    pub parameters: usize,
    /// How many runs are made.
    pub runs: usize,
    /// How the runs are made up, such as `20 paths of 5 runs`; nothing for both ends of each parameter.
    pub made_of: Option<String>,
}

/// What follows a study while its runs are made.
pub trait Observer {
    /// Why the study is given up.
    type Stop;

    /// Before the runs of a stage.
    ///
    /// # Errors
    /// Where they are not to be made.
    fn begin(&mut self, stage: &Stage<'_>) -> Result<(), Self::Stop>;

    /// After some more runs; false ends them, and the runs that were made are used.
    fn add(&mut self, runs: usize) -> bool;
}

/// Values of a metric in the runs of a design, with what kept other values away.
#[derive(Default)]
struct Gathered {
    values: Vec<Option<f64>>,
    failures: Vec<String>,
    moved: usize,
}

impl Question {
    /// Refuses a question that no arm can answer.
    ///
    /// # Errors
    /// [`QuestionError`] where method, samples and what varies do not go together.
    pub fn check(&self) -> Result<(), QuestionError> {
        let is_local = self.method == Method::Local;
        if is_local && self.samples.is_some() {
            return Err(QuestionError::NeedlessSamples);
        }
        if self.vary.len() > MOST_FACTORS {
            return Err(QuestionError::TooMany(self.vary.len()));
        }
        if is_local && self.vary.iter().any(|vary| vary.what == Covariate::Weight) {
            return Err(QuestionError::WeightHasNoDerivative);
        }
        Ok(())
    }

    /// Paths, rows or samples.
    pub fn samples(&self) -> usize {
        self.samples.unwrap_or(match self.method {
            Method::Local => 1,
            Method::Morris => 20,
            Method::Sobol => 512,
            Method::Prcc => 500,
        })
    }

    /// What varies how far, in words.
    pub fn ranges(&self) -> String {
        let percent = rounded(100.0 * self.range);
        if self.vary.is_empty() {
            return format!("Each parameter from {percent} % below to {percent} % above its value, within its bounds");
        }
        let each = self.vary.iter().map(|vary| match vary.range {
            VaryRange::Usual => format!("{} by {percent} %", vary.what.name()),
            VaryRange::Share(share) => format!("{} by {} %", vary.what.name(), rounded(100.0 * share)),
            VaryRange::Ends(low, high) => format!("{} from {low} to {high} {}", vary.what.name(), vary.what.unit()),
        });
        let text = each.collect::<Vec<_>>().join(", ");
        format!("Varies: {}", text.replace(" 1,", ",").trim_end_matches(" 1"))
    }

    /// What varies in an arm. A parameter that is 0 there has no range of its own, and is left out unless it is named.
    ///
    /// # Errors
    /// [`QuestionError`] where a parameter is named twice, or a named one has no range in this arm.
    pub fn factors(&self, arm: &Arm) -> Result<Vec<Factor>, QuestionError> {
        self.factors_of(&Cohort::from(arm))
    }

    fn factors_of(&self, cohort: &Cohort) -> Result<Vec<Factor>, QuestionError> {
        let base = |what: Covariate| cohort.typical(what);
        if self.vary.is_empty() {
            let all = SETTINGS.iter().enumerate().filter(|(_, setting)| setting.kind == Kind::Parameter);
            let what = all.map(|(place, _)| Covariate::Parameter(Setting(place)));
            return Ok(what.filter_map(|what| Factor::around(what, base(what), self.range)).collect());
        }
        let mut found: Vec<Factor> = Vec::new();
        for Vary { what, range } in &self.vary {
            let name = what.name();
            if found.iter().any(|factor| factor.what == *what) {
                return Err(QuestionError::Twice(name));
            }
            let factor = match range {
                VaryRange::Usual => Factor::around(*what, base(*what), self.range),
                VaryRange::Share(share) => Factor::around(*what, base(*what), *share),
                VaryRange::Ends(low, high) => Some(Factor { what: *what, base: base(*what), low: *low, high: *high }),
            };
            found.push(factor.ok_or_else(|| QuestionError::NoRange(name, base(*what), cohort.name.clone()))?);
        }
        Ok(found)
    }

    /// Makes the runs of a design, or as many of them as the observer wants.
    fn gather<O: Observer>(
        &self,
        cohort: &Cohort,
        factors: &[Factor],
        design: &dyn Design,
        observer: &mut O,
    ) -> Gathered {
        let mut gathered = Gathered::default();
        let ended: Result<(), ()> = run(cohort, factors, design, self.metric.key, &self.options, |runs: &[Run]| {
            for run in runs {
                gathered.moved += usize::from(run.is_moved);
                if let Err(error) = run.value {
                    gathered.failures.push(format!("run {}: {error}", gathered.values.len() + 1));
                }
                gathered.values.push(run.value.unwrap_or(None));
            }
            if observer.add(runs.len()) { Ok(()) } else { Err(()) }
        });
        // The runs that were made are used; their number says whether they are all.
        let _ = ended;
        gathered
    }

    /// The design of the method for so many factors; nothing for exact derivatives, which need none.
    fn estimator(&self, factors: usize) -> Option<Box<dyn Estimator>> {
        let (n, seed) = (self.samples(), self.seed);
        match self.method {
            Method::Local => None,
            Method::Morris => Some(Box::new(Morris::new(factors, n, seed))),
            Method::Sobol => Some(Box::new(Sobol::new(factors, n, seed))),
            Method::Prcc => Some(Box::new(Prcc::new(factors, n, seed))),
        }
    }

    /// How the runs of the design are made up, in words.
    fn made_of(&self, factors: usize) -> String {
        let n = self.samples();
        match self.method {
            Method::Morris => format!("{n} paths of {} runs", factors + 1),
            Method::Sobol => format!("{n} rows of {} runs", factors + 2),
            Method::Local | Method::Prcc => format!("{n} samples"),
        }
    }

    /// Answers the question for one arm, on the threads of the current pool. Without an entry of what varies, the
    /// parameters that have an effect at either end of their range are found first.
    ///
    /// # Errors
    /// What the observer gives, or [`QuestionError`] where a parameter has no range in this arm.
    pub fn answer<O: Observer>(&self, arm: &Arm, observer: &mut O) -> Result<ArmSensitivity, O::Stop>
    where
        O::Stop: From<QuestionError>,
    {
        let cohort = Cohort::from(arm);
        let mut factors = self.factors_of(&cohort)?;
        let is_local = self.method == Method::Local;
        let (mut ends, mut without_effect, mut failures) = (Vec::new(), 0, Vec::new());
        if self.vary.is_empty() || is_local {
            let design = Ends { factors: factors.len() };
            let parameters = factors.len();
            observer.begin(&Stage { arm: &arm.name, parameters, runs: design.rows(), made_of: None })?;
            let found = self.gather(&cohort, &factors, &design, observer);
            let pairs = design.pairs(&found.values);
            let base = found.values.first().copied().flatten();
            let moves = |pair: &[Option<f64>; 2]| pair.iter().any(|end| *end != base);
            let kept: Vec<bool> = pairs.iter().map(moves).collect();
            if self.vary.is_empty() && pairs.len() == factors.len() {
                let mut kept = kept.iter();
                factors.retain(|_| kept.next().copied().unwrap_or(true));
                without_effect = pairs.len() - factors.len();
                ends = pairs.into_iter().filter(|pair| moves(pair)).collect();
            } else {
                ends = pairs;
            }
            failures = found.failures;
        }
        let local = local(&cohort, &factors, self.metric.key, &self.options);
        let mut result = ArmSensitivity {
            arm: arm.name.clone(),
            base: local.as_ref().ok().and_then(|local| local.value),
            factors: factors.clone(),
            without_effect,
            ends: if is_local { ends } else { Vec::new() },
            indices: Vec::new(),
            runs: 0,
            asked: 0,
            undefined: 0,
            moved: 0,
            failures,
        };
        let Some(estimator) = self.estimator(factors.len()) else {
            match local {
                Ok(local) => result.indices = local.indices(&factors),
                Err(error) => result.failures.push(error.to_string()),
            }
            result.undefined = result.ends.iter().flatten().filter(|end| end.is_none()).count();
            (result.runs, result.asked) = (2 * factors.len(), 2 * factors.len());
            return Ok(result);
        };
        if factors.is_empty() {
            return Ok(result);
        }
        let (parameters, runs) = (factors.len(), estimator.rows());
        let made_of = Some(self.made_of(parameters));
        observer.begin(&Stage { arm: &arm.name, parameters, runs, made_of })?;
        let found = self.gather(&cohort, &factors, &*estimator, observer);
        result.indices = estimator.indices(&found.values);
        (result.runs, result.asked) = (found.values.len(), runs);
        result.undefined = found.values.iter().filter(|value| value.is_none()).count() - found.failures.len();
        result.moved = found.moved;
        result.failures.extend(found.failures);
        Ok(result)
    }
}
