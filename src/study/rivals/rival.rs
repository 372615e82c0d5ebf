//! Rival explanations of one effect, and what each predicts for the experiments that could tell them apart.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::metrics::{METRICS, Metric};
use crate::quantity::nearest;
use crate::scenario::builtin::{self, Builtin};
use crate::scenario::{Override, Scenario, Source, read};
use crate::simulate::side_by_side;
use crate::solver::Options;
use crate::study::evidence::Ran;
use crate::study::evidence::Range;
use crate::study::evidence::{Confidence, Finding, Findings, findings};
use crate::study::evidence::{DataError, Fault, range};
use crate::study::evidence::{Unjudged, run};

/// One explanation: an arm of the scenario that shows them all.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hypothesis {
    /// Name of its arm.
    pub arm: String,
    /// What it says.
    pub says: String,
    /// Where it was published: authors, year, journal.
    pub source: String,
}

/// Which number is read off an arm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reading {
    /// The metric itself, in its unit.
    Value,
    /// What is left of the metric of the same explanation without the experiment, %.
    Left,
}

/// One experiment that could tell explanations apart.
#[derive(Debug, Clone, PartialEq)]
pub struct Experiment {
    /// Its name, such as `ampa-antagonist`.
    pub id: String,
    /// A few words on what is done.
    pub title: String,
    /// What was published.
    pub published: String,
    /// Where: authors, year, journal.
    pub source: String,
    /// How well the source is known.
    pub confidence: Confidence,
    /// What to keep in mind; may be empty.
    pub caveat: String,
    /// What is read off each arm.
    pub metric: &'static Metric,
    /// How.
    pub reading: Reading,
    /// What was published as a range, in [`Experiment::unit`].
    pub range: Range,
    /// The scenario that is run; nothing where it is the one that shows the explanations.
    pub scenario: Option<String>,
}

impl Experiment {
    /// The unit of its numbers.
    pub const fn unit(&self) -> &'static str {
        match self.reading {
            Reading::Value => self.metric.unit,
            Reading::Left => "%",
        }
    }
}

/// Explanations, the control that all of them have to fail with, and the experiments.
#[derive(Debug, Clone, PartialEq)]
pub struct Rivals {
    /// The built-in scenario with an arm for each explanation.
    pub scenario: String,
    /// Its arm that shows no effect.
    pub control: String,
    /// The explanations.
    pub hypotheses: Vec<Hypothesis>,
    /// The experiments.
    pub experiments: Vec<Experiment>,
}

/// What the explanations predict for one experiment.
#[derive(Debug, Clone, PartialEq)]
pub struct Prediction<'a> {
    /// The experiment.
    pub experiment: &'a Experiment,
    /// One for each explanation, in the unit of the experiment; nothing where it does not exist.
    pub values: Vec<Option<f64>>,
}

impl Prediction<'_> {
    /// Whether an explanation, by its place, predicts what was published.
    pub fn fits(&self, hypothesis: usize) -> bool {
        self.values.get(hypothesis).copied().flatten().is_some_and(|value| self.experiment.range.holds(value))
    }

    /// How far two explanations are apart, from 0 to 1: their difference as a share of the greater; nothing where they
    /// both fit what was published, or neither does, since then it does not tell them apart.
    pub fn contrast(&self, one: usize, other: usize) -> Option<f64> {
        if self.fits(one) == self.fits(other) {
            return None;
        }
        let value = |place: usize| self.values.get(place).copied().flatten();
        match (value(one), value(other)) {
            (Some(a), Some(b)) => Some((a - b).abs() / a.abs().max(b.abs())),
            // What does not happen at all is as far from what does as can be.
            _ => Some(1.0),
        }
    }
}

impl Rivals {
    /// The experiment with this name.
    pub fn find(&self, id: &str) -> Option<&Experiment> {
        self.experiments.iter().find(|experiment| experiment.id == id)
    }

    /// The name that was probably meant.
    pub fn nearest(&self, id: &str) -> Option<&str> {
        nearest(id, self.experiments.iter().map(|experiment| experiment.id.as_str()))
    }

    /// The scenario that an experiment runs.
    pub fn source(&self, experiment: &Experiment) -> Source {
        match &experiment.scenario {
            Some(text) => Source::new(experiment.id.clone(), text.clone()),
            None => builtin::find(&self.scenario).map_or_else(|| Source::new("", ""), Builtin::source),
        }
    }

    /// What each explanation predicts for each experiment, with these changes made to every run.
    ///
    /// # Errors
    /// [`Unjudged`] for the first scenario that a change does not fit or that cannot be run.
    pub fn predict(
        &self,
        changes: &[Override],
        apply: impl Fn(Scenario) -> Scenario + Sync,
        options: &Options,
    ) -> Result<Vec<Prediction<'_>>, Unjudged> {
        let alone = builtin::find(&self.scenario).map(Builtin::source);
        let sources = alone.into_iter().chain(self.experiments.iter().map(|experiment| self.source(experiment)));
        let ran = side_by_side(sources, |source| run(source, changes, &apply, options));
        let ran = ran.into_iter().collect::<Result<Vec<_>, _>>()?;
        let Some((alone, ran)) = ran.split_first() else { return Ok(Vec::new()) };
        let places = self.places();
        let predicted = self.experiments.iter().zip(ran).map(|(experiment, arms)| {
            let metric = |arms: &[Ran], place: usize| arms.get(place)?.metrics.get(experiment.metric.key);
            let value = |&place: &usize| match experiment.reading {
                Reading::Value => metric(arms, place),
                Reading::Left => {
                    let share = 100.0 * metric(arms, place)? / metric(alone, place)?;
                    Some(share).filter(|share| share.is_finite())
                }
            };
            Prediction { experiment, values: places.iter().map(value).collect() }
        });
        Ok(predicted.collect())
    }

    /// The place of each explanation's arm in the scenario, and so in every scenario that builds on it.
    fn places(&self) -> Vec<usize> {
        let scenario = builtin::find(&self.scenario).and_then(|known| read(&known.source(), &[]).scenario);
        let arms = scenario.map(|scenario| scenario.arms).unwrap_or_default();
        self.hypotheses.iter().filter_map(|hypothesis| arms.iter().position(|arm| arm.name == hypothesis.arm)).collect()
    }

    fn read(text: &str, findings: &Findings) -> Result<Self, DataError> {
        let file: File = toml::from_str(text)
            .map_err(|error| DataError { id: String::new(), fault: Fault::Form(error.to_string()) })?;
        let at = |id: &str, fault| DataError { id: id.to_owned(), fault };
        let known = builtin::find(&file.scenario);
        let alone = known.and_then(|known| read(&known.source(), &[]).scenario);
        let alone = alone.ok_or_else(|| at("", Fault::Unknown("scenario", file.scenario.clone())))?;
        let is_arm = |name: &str| alone.arms.iter().any(|arm| arm.name == name);
        for arm in file.hypothesis.iter().map(|hypothesis| &hypothesis.arm).chain([&file.control]) {
            if !is_arm(arm) {
                return Err(at(arm, Fault::Unknown("arm", arm.clone())));
            }
        }
        let mut rivals = Self {
            scenario: file.scenario,
            control: file.control,
            hypotheses: file.hypothesis,
            experiments: Vec::new(),
        };
        for entry in file.experiment {
            let id = entry.id.clone();
            if rivals.find(&id).is_some() {
                return Err(at(&id, Fault::Twice));
            }
            let experiment = experiment(entry, findings).map_err(|fault| at(&id, fault))?;
            let outcome = read(&rivals.source(&experiment), &[]);
            let names = |scenario: &Scenario| scenario.arms.iter().map(|arm| arm.name.clone()).collect::<Vec<_>>();
            match outcome.scenario {
                // What each predicts is read off the arm at the same place.
                Some(scenario) if names(&scenario) == names(&alone) => {}
                Some(_) => {
                    return Err(at(&id, Fault::Protocol(format!("its arms are not the arms of {}", rivals.scenario))));
                }
                None => {
                    let messages: Vec<String> = outcome.diagnostics.into_iter().map(|it| it.message).collect();
                    return Err(at(&id, Fault::Protocol(messages.join("; "))));
                }
            }
            rivals.experiments.push(experiment);
        }
        Ok(rivals)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    scenario: String,
    control: String,
    hypothesis: Vec<Hypothesis>,
    experiment: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    title: String,
    finding: Option<String>,
    published: Option<String>,
    source: Option<String>,
    confidence: Option<String>,
    caveat: Option<String>,
    metric: String,
    is: String,
    low: Option<f64>,
    high: Option<f64>,
    scenario: Option<String>,
}

/// What was published, as the experiment or the finding that it names says.
struct Published {
    says: String,
    source: String,
    confidence: Confidence,
    caveat: String,
}

impl Published {
    fn of(finding: &Finding) -> Self {
        let Finding { says, source, confidence, caveat, .. } = finding.clone();
        Self { says, source, confidence, caveat }
    }

    fn read(entry: &Entry, findings: &Findings) -> Result<Self, Fault> {
        if let Some(id) = &entry.finding {
            let told = [
                ("published", &entry.published),
                ("source", &entry.source),
                ("confidence", &entry.confidence),
                ("caveat", &entry.caveat),
            ];
            if let Some((key, _)) = told.into_iter().find(|(_, text)| text.is_some()) {
                return Err(Fault::Idle(key));
            }
            return findings.find(id).map(Self::of).ok_or_else(|| Fault::Unknown("finding", id.clone()));
        }
        let text = |key, text: &Option<String>| text.clone().ok_or(Fault::Missing(key));
        let (says, source) = (text("published", &entry.published)?, text("source", &entry.source)?);
        let word = text("confidence", &entry.confidence)?;
        Ok(Self {
            says,
            source,
            confidence: Confidence::by_name(&word).ok_or(Fault::Unknown("confidence", word))?,
            caveat: entry.caveat.clone().unwrap_or_default(),
        })
    }
}

fn experiment(entry: Entry, findings: &Findings) -> Result<Experiment, Fault> {
    let Published { says, source, confidence, caveat } = Published::read(&entry, findings)?;
    let metric = METRICS.iter().find(|metric| metric.key == entry.metric);
    let reading = match entry.is.as_str() {
        "value" => Reading::Value,
        "left" => Reading::Left,
        _ => return Err(Fault::Unknown("is", entry.is)),
    };
    // Nothing is left or lost where nothing is done.
    if reading == Reading::Left && entry.scenario.is_none() {
        return Err(Fault::Missing("scenario"));
    }
    let range = range(entry.low, entry.high, &entry.title)?;
    Ok(Experiment {
        id: entry.id,
        title: entry.title,
        published: says,
        source,
        confidence,
        caveat,
        metric: metric.ok_or(Fault::Unknown("metric", entry.metric))?,
        reading,
        range,
        scenario: entry.scenario,
    })
}

/// The explanations and experiments that come with the program.
///
/// # Errors
/// [`DataError`] where the file is malformed, which a test makes sure it is not.
pub fn rivals() -> Result<&'static Rivals, &'static DataError> {
    static RIVALS: LazyLock<Result<Rivals, DataError>> = LazyLock::new(|| {
        let findings = findings().map_err(Clone::clone)?;
        Rivals::read(include_str!("rivals.toml"), findings)
    });
    RIVALS.as_ref()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_with_the_data_is_named() {
        let text = include_str!("rivals.toml");
        let read = |text: &str| Rivals::read(text, findings().unwrap());
        assert_eq!(read(text).as_ref(), rivals());
        let cases = [
            ("unknown field", text.replacen("says =", "sais =", 1)),
            ("\"rivals\" is not a word for \"scenario\"", text.replacen("\"rival-hypotheses\"", "\"rivals\"", 1)),
            ("\"memantine\" is not a word for \"arm\"", text.replacen("memantine-like 20 mg", "memantine", 1)),
            ("memantine: the id is there twice", text.replacen("\"no-metabolite\"", "\"memantine\"", 1)),
            ("\"ampa\" is not a word for \"finding\"", text.replacen("\"ampa-needed\"", "\"ampa\"", 1)),
            ("\"source\" says nothing here", text.replacen("finding =", "source = \"s\"\nfinding =", 1)),
            ("\"published\" is missing", text.replacen("finding = \"ampa-needed\"", "", 1)),
            ("\"heard\" is not a word for \"confidence\"", text.replacen("\"recalled\"", "\"heard\"", 1)),
            ("\"gain\" is not a word for \"metric\"", text.replacen("\"improvement_24h\"", "\"gain\"", 1)),
            ("\"lost\" is not a word for \"is\"", text.replacen("\"left\"", "\"lost\"", 1)),
            ("\"low\" is missing", text.replacen("high = 30.0", "", 1)),
            ("no value lies in the range", text.replacen("low = 1.15", "low = 1.8", 1)),
            ("\"scenario\" is missing", text.replacen("is = \"value\"", "is = \"left\"", 1)),
            (
                "its arms are not the arms",
                text.replacen("[[arm]]\nname = \"disinhibition\"", "[[arm]]\nname = \"d\"", 1),
            ),
            ("cannot be run", text.replacen("hnk_fraction", "hnk_share", 1)),
        ];
        for (told, text) in cases {
            let error = read(&text).expect_err(told).to_string();
            assert!(error.contains(told), "{told}: {error}");
        }
    }
}
