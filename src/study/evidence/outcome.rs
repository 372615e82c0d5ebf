//! Running the protocols and judging the findings.

use super::finding::{Finding, Findings, Test};
use super::kind::{Comparison, Direction, Kind, Range};
use super::measure::{Measure, Ran};
use super::read::unit;
use crate::metrics;
use crate::quantity::Unit;
use crate::scenario::{Diagnostic, Override, Scenario, Source, read};
use crate::simulate::{SimulationError, side_by_side, simulate};
use crate::solver::Options;

/// What the model gives for one finding.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome<'a> {
    /// The finding.
    pub finding: &'a Finding,
    /// One for each of its tests.
    pub answers: Vec<Answer>,
}

impl Outcome<'_> {
    /// Whether every test holds.
    pub fn holds(&self) -> bool {
        self.answers.iter().all(Answer::holds)
    }
}

/// What the model gives for one test.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// What it is.
    pub label: String,
    /// The unit of every number here; `1` is a plain number.
    pub unit: String,
    /// The values and what they have to be.
    pub judged: Judged,
}

/// Values with what they have to be, in the unit of the test. A value that does not exist is absent, and what needs it
/// does not hold.
#[derive(Debug, Clone, PartialEq)]
pub enum Judged {
    /// A value in a range.
    Within(Option<f64>, Range),
    /// A value on one side of another.
    Beside(Option<f64>, Direction, Option<f64>),
    /// Each less than the next.
    InOrder(Vec<Option<f64>>),
    /// Printed, not judged.
    Shown(Option<f64>),
    /// Nothing of the model answers it.
    NotExpressible,
}

impl Answer {
    /// Whether the test holds; what is not judged does.
    pub fn holds(&self) -> bool {
        match &self.judged {
            Judged::Within(value, range) => value.is_some_and(|value| range.holds(value)),
            Judged::Beside(value, direction, other) => {
                value.zip(*other).is_some_and(|(value, other)| direction.holds(value, other))
            }
            Judged::InOrder(values) => {
                values.windows(2).all(|pair| matches!(pair, [Some(first), Some(second)] if first < second))
            }
            Judged::Shown(_) | Judged::NotExpressible => true,
        }
    }
}

/// Why findings could not be judged.
#[derive(Debug, Clone, PartialEq)]
pub enum Unjudged {
    /// A change does not fit a protocol: its id and text with what is wrong.
    Change(Source, Vec<Diagnostic>),
    /// A protocol could not be run to its end.
    Run(String, SimulationError),
}

/// Judges these findings, running each protocol once, side by side, with these changes made to each.
///
/// # Errors
/// [`Unjudged`] for the first protocol that a change does not fit or that cannot be run.
pub fn judge<'a>(
    all: &Findings,
    chosen: &[&'a Finding],
    changes: &[Override],
    apply: impl Fn(Scenario) -> Scenario + Sync,
    options: &Options,
) -> Result<Vec<Outcome<'a>>, Unjudged> {
    let needed = all.protocols.iter().enumerate().map(|(place, protocol)| {
        let is_needed = chosen.iter().any(|finding| finding.protocol == place);
        is_needed.then(|| Source::new(protocol.id.clone(), protocol.text.clone()))
    });
    let ran = side_by_side(needed, |source| match source {
        Some(source) => run(source, changes, &apply, options),
        None => Ok(Vec::new()),
    });
    let ran = ran.into_iter().collect::<Result<Vec<_>, _>>()?;
    Ok(chosen
        .iter()
        .map(|finding| {
            let arms = ran.get(finding.protocol).map_or(&[][..], Vec::as_slice);
            Outcome { finding, answers: finding.tests.iter().map(|test| answer(test, arms)).collect() }
        })
        .collect())
}

/// The arms of one scenario, with changes from outside.
pub(crate) fn run(
    source: Source,
    changes: &[Override],
    apply: &(impl Fn(Scenario) -> Scenario + Sync),
    options: &Options,
) -> Result<Vec<Ran>, Unjudged> {
    let outcome = read(&source, changes);
    let Some(Scenario { arms, .. }) = outcome.scenario.map(apply) else {
        return Err(Unjudged::Change(source, outcome.diagnostics));
    };
    let arms = arms.iter().map(|arm| {
        let trajectory = simulate(&arm.experiment, options)?;
        let metrics = metrics::compute(&trajectory);
        Ok(Ran { trajectory, metrics })
    });
    arms.collect::<Result<_, _>>().map_err(|error| Unjudged::Run(source.name, error))
}

fn answer(test: &Test, arms: &[Ran]) -> Answer {
    let value = |measure: &Measure| measure.value(arms).map(|value| scaled(value, unit(measure), test.scale));
    let judged = match &test.kind {
        Kind::Window(measure, range) => Judged::Within(value(measure), *range),
        Kind::Magnitude(measure, comparison, against, range) => {
            // Both in the unit of the first, so that a ratio is a plain number.
            let other = against.value(arms).map(|value| scaled(value, unit(against), unit(measure)));
            let from = if *comparison == Comparison::Difference { unit(measure) } else { Unit::ONE };
            let compared = measure.value(arms).zip(other).map(|(value, other)| comparison.of(value, other));
            let compared = compared.filter(|value| value.is_finite());
            Judged::Within(compared.map(|value| scaled(value, from, test.scale)), *range)
        }
        Kind::Direction(measure, direction, against) => Judged::Beside(value(measure), *direction, value(against)),
        Kind::Order(measures) => Judged::InOrder(measures.iter().map(value).collect()),
        Kind::Shown(measure) => Judged::Shown(value(measure)),
        Kind::NotExpressible => Judged::NotExpressible,
    };
    Answer { label: test.label.clone(), unit: test.unit.clone(), judged }
}

/// A value in one unit as a number in another of the same kind.
fn scaled(value: f64, from: Unit, to: Unit) -> f64 {
    value * from.factor / to.factor
}
