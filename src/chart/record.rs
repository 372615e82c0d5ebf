//! What a figure says of itself, so that it can be drawn again and compared with the new drawing.

use serde::{Deserialize, Serialize};

use super::measured::Table;
use super::request::{Kind, Request, TimeAxis};
use super::wording::Wording;
use crate::figure::{Figure, Profile, TextMode, Theme};
use crate::run::Run;
use crate::scenario::Scenario;
use crate::solver::Method;

/// How a figure is drawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Style {
    /// Name of the profile.
    pub profile: String,
    /// Name of the theme.
    pub theme: String,
    /// Whether words are outlines.
    pub outlined: bool,
    /// Width of a PNG in px where it is not that of the profile.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub width: Option<u32>,
}

impl Style {
    /// The profile; that of a wide slide where this version has none of its name.
    pub fn profile(&self) -> Profile {
        Profile::named(&self.profile).unwrap_or_else(Profile::slides_16x9)
    }

    /// The colours; the light ones where this version has none of their name.
    pub fn theme(&self) -> Theme {
        Theme::all().into_iter().find(|theme| theme.id == self.theme).unwrap_or_else(Theme::light)
    }

    /// How words are written.
    pub const fn text_mode(&self) -> TextMode {
        if self.outlined { TextMode::Paths } else { TextMode::Live }
    }
}

/// A scenario within the text that a figure carries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Part {
    name: String,
    lines: usize,
}

/// A number that was read off the run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Value {
    /// The arm.
    pub arm: String,
    /// The key of the metric.
    pub metric: String,
    /// The value, in the unit of the metric.
    pub value: f64,
}

/// All that a figure was made from, but the text of its scenarios.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    kind: String,
    time: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    x: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    y: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    at: Option<f64>,
    #[serde(skip_serializing_if = "is_all", default)]
    window: (Option<f64>, Option<f64>),
    #[serde(skip_serializing_if = "is_linear", default)]
    log_values: bool,
    #[serde(skip_serializing_if = "Wording::is_none", default)]
    wording: Wording,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    observed: Vec<Table>,
    /// How it is drawn.
    pub look: Style,
    /// Which of its pages, from 1; 0 where the whole figure is one page.
    pub page: usize,
    /// Which frame of a build-up, from 1; 0 for the whole page.
    #[serde(skip_serializing_if = "is_whole", default)]
    pub frame: usize,
    scenarios: Vec<Part>,
    /// Changes from outside, as they were typed.
    pub changes: Vec<String>,
    /// Relative error of a step.
    pub rtol: f64,
    method: String,
    /// Every metric of every arm.
    pub values: Vec<Value>,
}

/// Whether the whole run is shown, which goes without saying.
const fn is_all(window: &(Option<f64>, Option<f64>)) -> bool {
    window.0.is_none() && window.1.is_none()
}

/// Whether values are even, which goes without saying.
#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands it over so")]
const fn is_linear(log_values: &bool) -> bool {
    !*log_values
}

/// Whether a frame is the whole page, which goes without saying.
#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands it over so")]
const fn is_whole(frame: &usize) -> bool {
    *frame == 0
}

/// Before the record in the text that a figure carries.
const HEAD: &str = "# figure: ";

impl Record {
    /// The record of a page of a figure of a run: from 1, or 0 for the whole figure on one page.
    pub fn new(run: &Run, request: &Request, look: &Style, page: usize) -> Self {
        Self {
            kind: request.kind.name().to_owned(),
            time: request.time.name().to_owned(),
            x: request.x.clone(),
            y: request.y.clone(),
            at: request.at,
            window: request.window,
            log_values: request.log_values,
            wording: request.wording.clone(),
            observed: request.observed.clone(),
            look: look.clone(),
            page,
            frame: 0,
            scenarios: parts(&run.scenarios),
            changes: run.changes.clone(),
            rtol: run.options.rtol,
            method: run.options.method.name().to_owned(),
            values: values(run),
        }
    }

    /// The same of another page and frame.
    #[must_use]
    pub fn at(&self, page: usize, frame: usize) -> Self {
        Self { page, frame, ..self.clone() }
    }

    /// What was asked for; nothing where this version has no such kind of figure.
    pub fn request(&self) -> Option<Request> {
        Some(Request {
            kind: Kind::find(&self.kind)?,
            time: TimeAxis::find(&self.time)?,
            x: self.x.clone(),
            y: self.y.clone(),
            at: self.at,
            window: self.window,
            log_values: self.log_values,
            wording: self.wording.clone(),
            observed: self.observed.clone(),
        })
    }

    /// The solver; nothing where this version has no such one.
    pub fn method(&self) -> Option<Method> {
        Method::find(&self.method)
    }

    /// The record and the scenarios, each with its name, in the text that a figure carries; nothing where it has none.
    pub fn read(text: &str) -> Option<(Self, Vec<(String, String)>)> {
        let json = text.lines().find_map(|line| line.strip_prefix(HEAD))?;
        let record: Self = serde_json::from_str(json).ok()?;
        let scenarios = parts_of(text, &record.scenarios);
        Some((record, scenarios))
    }

    /// The figure with this record in it.
    pub fn into_figure(self, mut figure: Figure) -> Figure {
        // Serialising a value of plain fields into memory cannot fail.
        figure.provenance.record = format!("{HEAD}{}", serde_json::to_string(&self).unwrap_or_default());
        figure
    }
}

/// Which command made a figure that is no figure of a plain run, in words that give it again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommandRecord {
    /// The command and what was asked of it; `{0}` stands for the first scenario of the figure, and so on.
    pub words: Vec<String>,
    /// Names of files that it read and that are not in the figure.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub files: Vec<String>,
    /// Name of the figure among those of the command.
    #[serde(default)]
    pub figure: String,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    scenarios: Vec<Part>,
}

/// Before the command in the text that a figure carries.
const MADE: &str = "# command: ";

impl CommandRecord {
    /// A command in these words that reads these files beside its scenarios.
    pub const fn new(words: Vec<String>, files: Vec<String>) -> Self {
        Self { words, files, figure: String::new(), scenarios: Vec::new() }
    }

    /// A figure of the command with this record and the scenarios that it was given in it.
    pub fn into_figure(mut self, mut figure: Figure, scenarios: &[(String, Scenario)]) -> Figure {
        self.figure.clone_from(&figure.id);
        if !scenarios.is_empty() {
            self.scenarios = parts(scenarios);
            figure.provenance.scenario = scenarios
                .iter()
                .flat_map(|(_, scenario)| scenario.standalone().lines().flat_map(|line| [line, "\n"]))
                .collect();
        }
        // Serialising a value of plain fields into memory cannot fail.
        figure.provenance.record = format!("{MADE}{}", serde_json::to_string(&self).unwrap_or_default());
        figure
    }

    /// The record and the scenarios, each with its name, in the text that a figure carries; nothing where it has none.
    pub fn read(text: &str) -> Option<(Self, Vec<(String, String)>)> {
        let json = text.lines().find_map(|line| line.strip_prefix(MADE))?;
        let made: Self = serde_json::from_str(json).ok()?;
        let scenarios = parts_of(text, &made.scenarios);
        Some((made, scenarios))
    }
}

fn parts(scenarios: &[(String, Scenario)]) -> Vec<Part> {
    let part = |(name, scenario): &(String, Scenario)| Part {
        name: name.clone(),
        lines: scenario.standalone().lines().count(),
    };
    scenarios.iter().map(part).collect()
}

/// The scenarios below the head of the text that a figure carries.
fn parts_of(text: &str, parts: &[Part]) -> Vec<(String, String)> {
    let mut rest = text.lines().skip_while(|line| line.starts_with("# program: ") || line.starts_with("# seed: "));
    rest.next();
    let text = |part: &Part| {
        let lines: Vec<&str> = rest.by_ref().take(part.lines).collect();
        (part.name.clone(), lines.join("\n") + "\n")
    };
    parts.iter().map(text).collect()
}

/// Every metric of every arm that exists.
pub fn values(run: &Run) -> Vec<Value> {
    let of_arm = |arm: &crate::run::ArmResult| -> Vec<Value> {
        arm.metrics
            .iter()
            .filter_map(|(metric, value)| {
                Some(Value { arm: arm.name.clone(), metric: metric.key.to_owned(), value: value? })
            })
            .collect()
    };
    run.arms.iter().flat_map(of_arm).collect()
}
