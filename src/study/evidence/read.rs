//! From the text of the data to findings; whatever is wrong with it is named.

use std::fmt;

use serde::Deserialize;

use super::finding::{Confidence, Finding, Findings, KnownMiss, Protocol, Role, Test};
use super::kind::{Comparison, Direction, Kind, Range};
use super::measure::{Level, Measure, Moment, Of, Take};
use crate::metrics::METRICS;
use crate::model;
use crate::quantity::{Dimension, Unit, read_amount};
use crate::scenario::{self, Scenario, Source};
use crate::simulate::Signal;

/// What is wrong with the data that come with the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataError {
    /// The finding, protocol or claim at fault; empty for the whole file.
    pub id: String,
    /// What is wrong with it.
    pub fault: Fault,
}

/// What can be wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The text is not TOML, or a key is unknown, missing or of another type; holds what the parser says.
    Form(String),
    /// Two entries have this id.
    Twice,
    /// A word that is not allowed; holds the key and the word.
    Unknown(&'static str, String),
    /// A key that has to be there.
    Missing(&'static str),
    /// A key that says nothing here, such as a level for a maximum.
    Idle(&'static str),
    /// The unit of the test is not that of its value; holds the label.
    Unit(String),
    /// A range without a value in it; holds the label.
    EmptyRange(String),
    /// The protocol is not a scenario that can be run; holds what is wrong with it.
    Protocol(String),
    /// Nothing of the finding is judged.
    NotJudged,
}

impl fmt::Display for DataError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.id.is_empty() {
            write!(f, "{}: ", self.id)?;
        }
        match &self.fault {
            Fault::Form(message) => f.write_str(message.trim_end()),
            Fault::Twice => f.write_str("the id is there twice"),
            Fault::Unknown(key, word) => write!(f, "\"{word}\" is not a word for \"{key}\""),
            Fault::Missing(key) => write!(f, "\"{key}\" is missing"),
            Fault::Idle(key) => write!(f, "\"{key}\" says nothing here"),
            Fault::Unit(label) => write!(f, "the unit of \"{label}\" is not that of its value"),
            Fault::EmptyRange(label) => write!(f, "no value lies in the range of \"{label}\""),
            Fault::Protocol(message) => write!(f, "the protocol cannot be run: {message}"),
            Fault::NotJudged => f.write_str("no test of it is judged"),
        }
    }
}

impl std::error::Error for DataError {}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    protocol: Vec<ProtocolEntry>,
    finding: Vec<FindingEntry>,
    #[serde(default)]
    known_miss: Vec<MissEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProtocolEntry {
    id: String,
    scenario: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MissEntry {
    id: String,
    reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FindingEntry {
    id: String,
    system: String,
    says: String,
    check: String,
    source: String,
    confidence: String,
    caveat: String,
    role: String,
    #[serde(default)]
    tuned_to: Vec<String>,
    #[serde(default)]
    reworded: String,
    protocol: String,
    test: Vec<TestEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TestEntry {
    label: String,
    kind: String,
    unit: String,
    value: Option<MeasureEntry>,
    values: Option<Vec<MeasureEntry>>,
    r#as: Option<String>,
    is: Option<String>,
    against: Option<MeasureEntry>,
    low: Option<f64>,
    high: Option<f64>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct MeasureEntry {
    of: String,
    arm: Option<String>,
    take: Option<String>,
    at: Option<MomentEntry>,
    from: Option<MomentEntry>,
    to: Option<MomentEntry>,
    level: Option<f64>,
    share: Option<f64>,
    on: Option<String>,
    gain: bool,
    beside: Option<String>,
    minus: Option<Box<Self>>,
    per: Option<Box<Self>>,
    since: Option<String>,
    later: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum MomentEntry {
    Text(String),
    Event(Box<MeasureEntry>),
}

/// The findings of a text.
pub(crate) fn findings(text: &str) -> Result<Findings, DataError> {
    let file: File =
        toml::from_str(text).map_err(|error| DataError { id: String::new(), fault: Fault::Form(error.to_string()) })?;
    let mut scenarios: Vec<Scenario> = Vec::new();
    let mut all = Findings::default();
    for entry in file.protocol {
        let at = |fault| DataError { id: entry.id.clone(), fault };
        if all.protocols.iter().any(|other| other.id == entry.id) {
            return Err(at(Fault::Twice));
        }
        let outcome = scenario::read(&Source::new(entry.id.clone(), entry.scenario.clone()), &[]);
        // A warning, as of a dose that would be an anaesthetic, is no fault here.
        scenarios.push(outcome.scenario.ok_or_else(|| {
            let messages: Vec<String> = outcome.diagnostics.into_iter().map(|problem| problem.message).collect();
            at(Fault::Protocol(messages.join("; ")))
        })?);
        all.protocols.push(Protocol { id: entry.id, text: entry.scenario });
    }
    for entry in file.finding {
        let id = entry.id.clone();
        let finding = finding(entry, &all, &scenarios).map_err(|fault| DataError { id, fault })?;
        all.findings.push(finding);
    }
    for MissEntry { id, reason } in file.known_miss {
        if all.find(&id).is_none() {
            return Err(DataError { id: id.clone(), fault: Fault::Unknown("id", id) });
        }
        if all.known_miss(&id).is_some() {
            return Err(DataError { id, fault: Fault::Twice });
        }
        if reason.trim().is_empty() {
            return Err(DataError { id, fault: Fault::Missing("reason") });
        }
        all.known_misses.push(KnownMiss { id, reason });
    }
    Ok(all)
}

fn finding(entry: FindingEntry, all: &Findings, scenarios: &[Scenario]) -> Result<Finding, Fault> {
    if all.find(&entry.id).is_some() {
        return Err(Fault::Twice);
    }
    let texts = [("says", &entry.says), ("check", &entry.check), ("source", &entry.source), ("system", &entry.system)];
    if let Some((key, _)) = texts.into_iter().find(|(_, text)| text.trim().is_empty()) {
        return Err(Fault::Missing(key));
    }
    let confidence = Confidence::by_name(&entry.confidence).ok_or(Fault::Unknown("confidence", entry.confidence))?;
    let role = Role::by_name(&entry.role).ok_or(Fault::Unknown("role", entry.role))?;
    match (role, entry.tuned_to.is_empty()) {
        (Role::Calibration, true) => return Err(Fault::Missing("tuned_to")),
        (Role::Prediction, false) => return Err(Fault::Idle("tuned_to")),
        _ => {}
    }
    let tuned_to = entry.tuned_to.into_iter().map(parameter).collect::<Result<_, _>>()?;
    let place = all.protocols.iter().position(|protocol| protocol.id == entry.protocol);
    let protocol = place.ok_or_else(|| Fault::Unknown("protocol", entry.protocol.clone()))?;
    let scenario = scenarios.get(protocol).ok_or(Fault::Unknown("protocol", entry.protocol))?;
    let tests = entry.test.into_iter().map(|test| self::test(test, scenario)).collect::<Result<Vec<_>, _>>()?;
    if !tests.iter().any(|test| test.kind.is_judged()) {
        return Err(Fault::NotJudged);
    }
    Ok(Finding {
        id: entry.id,
        system: entry.system,
        says: entry.says,
        check: entry.check,
        source: entry.source,
        confidence,
        caveat: entry.caveat,
        role,
        tuned_to,
        reworded: entry.reworded,
        protocol,
        tests,
    })
}

/// A parameter by the name that the file gives it.
fn parameter(word: String) -> Result<&'static str, Fault> {
    let found = model::parameter(&word).map(|setting| model::SETTINGS[setting.0].key);
    found.ok_or(Fault::Unknown("tuned_to", word))
}

fn test(mut entry: TestEntry, scenario: &Scenario) -> Result<Test, Fault> {
    let label = entry.label.clone();
    let scale = Unit::parse(&entry.unit).map_err(|_| Fault::Unknown("unit", entry.unit.clone()))?;
    let fits = |measure: &Measure, dimension: Dimension| {
        if unit(measure).dimension == dimension { Ok(()) } else { Err(Fault::Unit(label.clone())) }
    };
    let value = |entry: Option<MeasureEntry>, key: &'static str| measure(entry.ok_or(Fault::Missing(key))?, scenario);
    let kind = match entry.kind.as_str() {
        "window" => {
            let value = value(entry.value.take(), "value")?;
            fits(&value, scale.dimension)?;
            Kind::Window(value, range(entry.low.take(), entry.high.take(), &label)?)
        }
        "magnitude" => {
            let (value, against) = (value(entry.value.take(), "value")?, value(entry.against.take(), "against")?);
            let comparison = named("as", entry.r#as.take(), &Comparison::NAMES)?;
            fits(&against, unit(&value).dimension)?;
            match comparison {
                Comparison::Difference => fits(&value, scale.dimension)?,
                Comparison::Ratio | Comparison::Loss if scale.dimension != Dimension::NONE => {
                    return Err(Fault::Unit(label));
                }
                Comparison::Ratio | Comparison::Loss => {}
            }
            Kind::Magnitude(value, comparison, against, range(entry.low.take(), entry.high.take(), &label)?)
        }
        "direction" => {
            let (value, against) = (value(entry.value.take(), "value")?, value(entry.against.take(), "against")?);
            fits(&value, scale.dimension)?;
            fits(&against, scale.dimension)?;
            Kind::Direction(value, named("is", entry.is.take(), &Direction::NAMES)?, against)
        }
        "order" => {
            let entries = entry.values.take().filter(|values| values.len() > 1).ok_or(Fault::Missing("values"))?;
            let values = entries.into_iter().map(|value| measure(value, scenario)).collect::<Result<Vec<_>, _>>()?;
            values.iter().try_for_each(|value| fits(value, scale.dimension))?;
            Kind::Order(values)
        }
        "shown" => {
            let value = value(entry.value.take(), "value")?;
            fits(&value, scale.dimension)?;
            Kind::Shown(value)
        }
        "not expressible" => Kind::NotExpressible,
        _ => return Err(Fault::Unknown("kind", entry.kind)),
    };
    let idle = [
        ("value", entry.value.is_some()),
        ("values", entry.values.is_some()),
        ("as", entry.r#as.is_some()),
        ("is", entry.is.is_some()),
        ("against", entry.against.is_some()),
        ("low", entry.low.is_some()),
        ("high", entry.high.is_some()),
    ];
    none_idle(&idle)?;
    Ok(Test { label: entry.label, kind, unit: entry.unit, scale })
}

fn none_idle(keys: &[(&'static str, bool)]) -> Result<(), Fault> {
    keys.iter().find(|(_, is_left)| *is_left).map_or(Ok(()), |(key, _)| Err(Fault::Idle(key)))
}

/// A range with at least one end and a value in it; `label` is what it is of.
pub(crate) fn range(low: Option<f64>, high: Option<f64>, label: &str) -> Result<Range, Fault> {
    match (low, high) {
        (None, None) => Err(Fault::Missing("low")),
        (Some(low), Some(high)) if !(low < high) => Err(Fault::EmptyRange(label.to_owned())),
        _ => Ok(Range { low, high }),
    }
}

fn named<T: Copy>(key: &'static str, word: Option<String>, names: &[(&str, T)]) -> Result<T, Fault> {
    let word = word.ok_or(Fault::Missing(key))?;
    let found = names.iter().find(|(name, _)| *name == word).map(|(_, value)| *value);
    found.ok_or(Fault::Unknown(key, word))
}

/// The place of an arm; the only one of a protocol need not be named.
fn arm(key: &'static str, name: Option<String>, scenario: &Scenario) -> Result<usize, Fault> {
    match name {
        None if scenario.arms.len() == 1 => Ok(0),
        None => Err(Fault::Missing(key)),
        Some(name) => {
            let place = scenario.arms.iter().position(|arm| arm.name == name);
            place.ok_or(Fault::Unknown(key, name))
        }
    }
}

fn signal(key: &'static str, word: String) -> Result<Signal, Fault> {
    Signal::by_key(&word).ok_or(Fault::Unknown(key, word))
}

fn hours(key: &'static str, text: String) -> Result<f64, Fault> {
    match read_amount(&text) {
        Ok((value, Some(unit))) if unit.dimension == Dimension::TIME => Ok(value * unit.factor),
        _ => Err(Fault::Unknown(key, text)),
    }
}

fn moment(
    key: &'static str,
    entry: Option<MomentEntry>,
    absent: Option<Moment>,
    scenario: &Scenario,
) -> Result<Moment, Fault> {
    match entry {
        None => absent.ok_or(Fault::Missing(key)),
        Some(MomentEntry::Text(text)) => match hours(key, text)? {
            hours if (0.0..=scenario.duration).contains(&hours) => Ok(Moment::Time(hours)),
            hours => Err(Fault::Unknown(key, format!("{hours} h"))),
        },
        Some(MomentEntry::Event(mut entry)) => {
            let later = entry.later.take().map_or(Ok(0.0), |text| hours("later", text))?;
            let measure = measure(*entry, scenario)?;
            if unit(&measure).dimension != Dimension::TIME {
                return Err(Fault::Unit(key.to_owned()));
            }
            Ok(Moment::Event(Box::new(measure), later))
        }
    }
}

fn measure(mut entry: MeasureEntry, scenario: &Scenario) -> Result<Measure, Fault> {
    let arm = arm("arm", entry.arm.take(), scenario)?;
    let (of, take) = match entry.take.take() {
        None => {
            let known = METRICS.iter().find(|metric| metric.key == entry.of);
            (Of::Metric(known.ok_or_else(|| Fault::Unknown("of", entry.of.clone()))?.key), Take::Value)
        }
        Some(word) => (Of::Signal(signal("of", std::mem::take(&mut entry.of))?), take(&word, &mut entry, scenario)?),
    };
    let since = entry.since.take().map_or(Ok(0.0), |text| hours("since", text))?;
    let beside = entry.beside.take().map(|name| self::arm("beside", Some(name), scenario)).transpose()?;
    let other = |entry: Option<Box<MeasureEntry>>| -> Result<Option<Box<Measure>>, Fault> {
        entry.map(|entry| measure(*entry, scenario).map(Box::new)).transpose()
    };
    let (minus, per) = (other(entry.minus.take())?, other(entry.per.take())?);
    let is_metric = matches!(of, Of::Metric(_));
    none_idle(&[
        ("at", entry.at.is_some()),
        ("from", entry.from.is_some()),
        ("to", entry.to.is_some()),
        ("level", entry.level.is_some()),
        ("share", entry.share.is_some()),
        ("on", entry.on.is_some()),
        ("later", entry.later.is_some()),
        ("gain", entry.gain && (is_metric || beside.is_some())),
        ("beside", beside.is_some() && (is_metric || !matches!(take, Take::At(_) | Take::Max(..) | Take::Min(..)))),
    ])?;
    let measure = Measure { arm, of, take, gain: entry.gain, beside, minus, per, since };
    if measure.since != 0.0 && own_unit(&measure).dimension != Dimension::TIME {
        return Err(Fault::Idle("since"));
    }
    let others = measure.minus.iter().chain(&measure.per);
    for other in others {
        if unit(other).dimension != own_unit(&measure).dimension {
            return Err(Fault::Unit("minus or per".to_owned()));
        }
    }
    Ok(measure)
}

fn take(word: &str, entry: &mut MeasureEntry, scenario: &Scenario) -> Result<Take, Fault> {
    let span = |entry: &mut MeasureEntry| -> Result<(Moment, Moment), Fault> {
        let from = moment("from", entry.from.take(), Some(Moment::Start), scenario)?;
        Ok((from, moment("to", entry.to.take(), Some(Moment::End), scenario)?))
    };
    let level = |entry: &mut MeasureEntry| match (entry.level.take(), entry.share.take()) {
        (Some(level), None) => Ok(Level::Value(level)),
        (None, Some(share)) => Ok(Level::Share(share)),
        (None, None) => Err(Fault::Missing("level")),
        (Some(_), Some(_)) => Err(Fault::Idle("share")),
    };
    Ok(match word {
        "at" => Take::At(moment("at", entry.at.take(), None, scenario)?),
        "max" => span(entry).map(|(from, to)| Take::Max(from, to))?,
        "min" => span(entry).map(|(from, to)| Take::Min(from, to))?,
        "time of max" => Take::TimeOfMax,
        "time of min" => Take::TimeOfMin,
        "rises to" => Take::RisesTo(level(entry)?),
        "falls below" => Take::FallsBelow(level(entry)?),
        "mean" => span(entry).map(|(from, to)| Take::Mean(from, to))?,
        "area" => span(entry).map(|(from, to)| Take::Area(from, to))?,
        "line" => {
            let on = signal("on", entry.on.take().ok_or(Fault::Missing("on"))?)?;
            span(entry).map(|(from, to)| Take::Line(on, from, to))?
        }
        _ => return Err(Fault::Unknown("take", word.to_owned())),
    })
}

/// The unit of a measure.
pub(crate) fn unit(measure: &Measure) -> Unit {
    if measure.per.is_some() { Unit::ONE } else { own_unit(measure) }
}

/// The unit of a measure before it is divided by another.
fn own_unit(measure: &Measure) -> Unit {
    const HOUR: Unit = Unit { dimension: Dimension::TIME, factor: 1.0 };
    let of = match measure.of {
        Of::Signal(signal) => signal.quantity().unit(),
        Of::Metric(key) => {
            let known = METRICS.iter().find(|metric| metric.key == key);
            known.map_or(Unit::ONE, |metric| Unit::declared(metric.unit))
        }
    };
    match measure.take {
        Take::TimeOfMax | Take::TimeOfMin | Take::RisesTo(_) | Take::FallsBelow(_) => HOUR,
        Take::Line(..) => Unit::ONE,
        _ if measure.beside.is_some() => Unit::ONE,
        Take::Area(..) => of * HOUR,
        _ => of,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"
        [[protocol]]
        id = "one"
        scenario = """
        format = 1
        duration = "2 d"
        [[arm]]
        name = "a"
        [[arm]]
        name = "b"
        """
        [[finding]]
        id = "f"
        system = "s"
        says = "says"
        check = "check"
        source = "source"
        confidence = "read"
        caveat = ""
        role = "calibration"
        tuned_to = ["k_protein"]
        protocol = "one"
        [[finding.test]]
        label = "t"
        kind = "window"
        value = { arm = "a", of = "glutamate", take = "max", from = "1 h" }
        unit = "%"
        low = 1.0
        high = 2.0
        "#;

    #[test]
    fn what_is_wrong_with_the_data_is_named() {
        assert_eq!(findings(GOOD).map(|all| all.findings.len()), Ok(1));
        let twice = format!("{GOOD}{}", &GOOD[GOOD.find("[[finding]]").unwrap()..]);
        let miss = format!("[[known_miss]]\nid = \"g\"\nreason = \"r\"\n{GOOD}");
        let cases: &[(&str, String)] = &[
            ("the id is there twice", twice),
            ("g: \"g\" is not a word for \"id\"", miss),
            ("unknown field", GOOD.replace("caveat", "caveats")),
            ("unknown field", GOOD.replace("from =", "form =")),
            ("\"sure\" is not a word for \"confidence\"", GOOD.replace("\"read\"", "\"sure\"")),
            ("\"guess\" is not a word for \"role\"", GOOD.replace("\"calibration\"", "\"guess\"")),
            ("\"k_proteen\" is not a word for \"tuned_to\"", GOOD.replace("\"k_protein\"", "\"k_proteen\"")),
            ("\"tuned_to\" is missing", GOOD.replace("[\"k_protein\"]", "[]")),
            ("\"tuned_to\" says nothing here", GOOD.replace("\"calibration\"", "\"prediction\"")),
            ("\"value\" says nothing here", GOOD.replace("\"window\"", "\"not expressible\"")),
            ("\"two\" is not a word for \"protocol\"", GOOD.replace("protocol = \"one\"", "protocol = \"two\"")),
            ("\"c\" is not a word for \"arm\"", GOOD.replace("arm = \"a\"", "arm = \"c\"")),
            ("\"arm\" is missing", GOOD.replace("arm = \"a\", ", "")),
            ("\"glutmate\" is not a word for \"of\"", GOOD.replace("glutamate", "glutmate")),
            ("\"most\" is not a word for \"take\"", GOOD.replace("\"max\"", "\"most\"")),
            ("\"99 h\" is not a word for \"from\"", GOOD.replace("\"1 h\"", "\"99 h\"")),
            ("\"level\" says nothing here", GOOD.replace("from = \"1 h\"", "level = 1.0")),
            ("\"against\" is missing", GOOD.replace("\"window\"", "\"direction\"")),
            ("\"low\" says nothing here", GOOD.replace("\"window\"", "\"shown\"")),
            ("no value lies in the range of \"t\"", GOOD.replace("low = 1.0", "low = 3.0")),
            ("the unit of \"t\" is not that of its value", GOOD.replace("\"%\"", "\"h\"")),
            ("the protocol cannot be run", GOOD.replace("\"2 d\"", "\"2\"")),
            (
                "no test of it is judged",
                GOOD.replace("\"window\"", "\"shown\"").replace("low = 1.0\n        high = 2.0", ""),
            ),
        ];
        for (told, text) in cases {
            let error = findings(text).expect_err(told).to_string();
            assert!(error.contains(told), "{told}: {error}");
        }
    }
}
