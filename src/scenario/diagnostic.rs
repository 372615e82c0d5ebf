//! What is wrong with a file, where, and how to mend it.
//!
//! Owns: the form of a message, the list of codes, and the plain rendering. Must not know: terminals, colours, what
//! any key means.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;
use std::sync::Arc;

use super::builtin;
use super::source::{Position, Source};
use super::tree::Place;
use crate::limits;
use crate::quantity::{shortened, visible_line};

/// Whether a scenario can be run in spite of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The scenario cannot be run.
    Error,
    /// The scenario can be run, but may not mean what was meant.
    Warning,
}

impl Severity {
    /// The word that stands before the code.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// One problem of a file or of a `--set`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Whether the scenario can be run in spite of it.
    pub severity: Severity,
    /// One of [`CODES`], such as `E003`.
    pub code: &'static str,
    /// Where it is: bytes of the file's text, or of `given` or `base` where there is one.
    pub span: Range<usize>,
    /// The `PATH=VALUE` it is about; `None` for a file.
    pub given: Option<String>,
    /// The text it is about, where that is a scenario on which the file builds.
    pub base: Option<Arc<Source>>,
    /// What is wrong.
    pub message: String,
    /// A few words for under the underlined place; may be empty.
    pub label: String,
    /// How to mend it, and what was probably meant.
    pub help: Vec<String>,
}

impl Diagnostic {
    /// The text it is about: that of the file, of one that it builds on, or of a value given from outside.
    pub fn source<'a>(&'a self, file: &'a Source) -> Cow<'a, Source> {
        match (&self.given, &self.base) {
            (Some(given), _) => Cow::Owned(Source::new("--set", given.as_str())),
            (None, Some(base)) => Cow::Borrowed(base),
            (None, None) => Cow::Borrowed(file),
        }
    }

    /// Whether a message may show the line at fault. A line of a file is shown only if the user named that file: one on
    /// which it builds was named by the file, and may be anything.
    pub fn shows_line(&self) -> bool {
        let is_builtin = |base: &Source| builtin::find(&base.name).is_some_and(|known| known.source() == *base);
        self.given.is_some() || self.base.as_deref().is_none_or(is_builtin)
    }
}

/// Declares the codes once, as constants and as a list.
macro_rules! codes {
    ($($name:ident = $code:literal: $meaning:literal;)*) => {
        /// The codes by name.
        pub(crate) mod code {
            $(#[doc = $meaning] pub(crate) const $name: &str = $code;)*
        }

        /// Every code with what it stands for.
        pub const CODES: &[(&str, &str)] = &[$(($code, $meaning)),*];
    };
}

codes! {
    SYNTAX = "E001": "the text is not TOML";
    ENCODING = "E002": "the bytes are not UTF-8";
    UNKNOWN_KEY = "E003": "a key or table that no scenario has";
    WRONG_TYPE = "E004": "a value of the wrong type";
    MISSING = "E005": "a key that must be there is not";
    RESERVED = "E006": "a key or table that this version does not read yet";
    BAD_AMOUNT = "E007": "a text that is not a number with a unit";
    WRONG_DIMENSION = "E008": "a unit of the wrong kind";
    NO_UNIT = "E009": "a number that needs a unit";
    OUT_OF_BOUNDS = "E010": "a number outside what is allowed";
    JOINT_BOUNDS = "E011": "values that are each allowed, but not together";
    UNKNOWN_NAME = "E012": "a name that is none of those to choose from";
    WRONG_ROUTE = "E013": "a route that this drug or this key does not go with";
    BAD_REPEAT = "E014": "a repeat that does not say when it ends, or says it twice";
    TOO_MANY = "E015": "more doses or output times than are sensible";
    NO_DOSE_LEFT = "E016": "every dose of an arm is beyond the end";
    ENDS_BEFORE_START = "E017": "an end that is not after its start";
    OVERLAP = "E018": "two switches on one parameter at the same time";
    EMPTY = "E019": "nothing where something must be";
    TWICE = "E020": "the same name twice";
    CONTRADICTION = "E021": "presets that cannot hold in one arm";
    BAD_PATH = "E022": "a --set that leads nowhere";
    BAD_TEXT = "E023": "a name that files and tables cannot carry";
    BAD_GRID = "E024": "output times that contradict each other or the duration";
    FORMAT = "E025": "a format that this version does not read";
    NO_BASE = "E026": "a scenario to build on that is not there";
    CIRCLE = "E027": "scenarios that build on each other without an end";
    BAD_FORMULA = "E028": "a formula that cannot be read";
    BAD_POPULATION = "E029": "variabilities or correlations that cannot hold together";
    DOSE_BEYOND_END = "W001": "some doses are beyond the end and are left out";
    LONG_INFUSION = "W002": "an infusion that is longer than any usual one";
    LARGE_DOSE = "W003": "a dose that is larger than any usual one";
    SWITCH_BEYOND_END = "W004": "a switch or event after the end";
    AT_BOUND = "W005": "a parameter at the edge of what is allowed";
    FLAT_RESULT = "W006": "a result that does not move";
    LARGE_VARIABILITY = "W007": "a variability that is larger than any usual one";
    MUCH = "W008": "a scenario that needs much memory, or has more warnings than are shown";
    WRONG_NAME = "W009": "a name of an arm with an amount that no dose of the arm has";
}

/// A diagnostic that still knows by number which override it is about.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Problem {
    origin: isize,
    // In a box, so that a result that may hold a problem is small.
    diagnostic: Box<Diagnostic>,
}

impl Problem {
    fn new(severity: Severity, code: &'static str, place: &Place, message: &str) -> Self {
        let diagnostic = Box::new(Diagnostic {
            severity,
            code,
            span: place.range.clone(),
            given: None,
            base: None,
            message: shortened(message).into_owned(),
            label: String::new(),
            help: Vec::new(),
        });
        Self { origin: place.origin, diagnostic }
    }

    /// One that keeps the scenario from being run.
    pub(super) fn error(code: &'static str, place: &Place, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, place, &message.into())
    }

    /// One that does not.
    pub(super) fn warning(code: &'static str, place: &Place, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, place, &message.into())
    }

    /// With words for under the underlined place.
    pub(super) fn label(mut self, label: impl Into<String>) -> Self {
        self.diagnostic.label = shortened(&label.into()).into_owned();
        self
    }

    /// With one more way to mend it.
    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.diagnostic.help.push(shortened(&help.into()).into_owned());
        self
    }

    /// With a way to mend it, if there is one.
    pub(super) fn help_if(self, help: Option<impl Into<String>>) -> Self {
        match help {
            Some(help) => self.help(help),
            None => self,
        }
    }

    /// The finished diagnostic without a place outside the file.
    pub(super) fn into_diagnostic(self) -> Diagnostic {
        *self.diagnostic
    }
}

/// The problems of one reading, as they are found: the first of them, and how many more there were.
#[derive(Debug, Default)]
pub(super) struct Report {
    problems: Vec<Problem>,
    /// Parts of the texts in which no problem is reported, in the order of their places.
    silent: Vec<Place>,
    /// How many errors and warnings are kept.
    kept: [usize; 2],
    /// How many errors and warnings were left out.
    left_out: [usize; 2],
}

impl Report {
    /// A report that is silent about these parts of the texts; no two parts of one text overlap.
    pub(super) fn outside(mut parts: Vec<Place>) -> Self {
        parts.sort_by_key(|part| (part.origin, part.range.start));
        Self { silent: parts, ..Self::default() }
    }

    /// Adds one.
    pub(super) fn push(&mut self, problem: Problem) {
        let kind = problem.diagnostic.severity as usize;
        if self.is_silent(&problem) {
            return;
        }
        if limits::PROBLEMS.allows(self.kept[kind] + 1) {
            self.kept[kind] += 1;
            self.problems.push(problem);
        } else {
            self.left_out[kind] += 1;
        }
    }

    /// Whether the report holds the most errors that are shown, so that the check can stop.
    pub(super) const fn is_full(&self) -> bool {
        !limits::PROBLEMS.allows(self.kept[Severity::Error as usize] + 1)
    }

    fn is_silent(&self, problem: &Problem) -> bool {
        let (origin, span) = (problem.origin, &problem.diagnostic.span);
        let next = self.silent.partition_point(|part| (part.origin, part.range.end) < (origin, span.start));
        self.silent.get(next).is_some_and(|part| part.origin == origin && part.range.start <= span.end)
    }

    /// Adds the problem, if there is one, and passes the value on, if there is one.
    pub(super) fn keep<T>(&mut self, result: Result<T, Problem>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(problem) => {
                self.push(problem);
                None
            }
        }
    }

    /// Takes over what another report says.
    pub(super) fn extend(&mut self, other: Self) {
        other.problems.into_iter().for_each(|problem| self.push(problem));
        self.left_out.iter_mut().zip(other.left_out).for_each(|(mine, theirs)| *mine += theirs);
    }

    /// Whether anything keeps the scenario from being run.
    pub(super) const fn has_errors(&self) -> bool {
        self.kept[Severity::Error as usize] > 0
    }

    /// A note on errors or warnings that were left out or not looked for any more.
    fn beyond(&self, severity: Severity, place: &Place) -> Option<Problem> {
        let is_beyond = match severity {
            Severity::Error => self.is_full(),
            Severity::Warning => self.left_out[Severity::Warning as usize] > 0,
        };
        let message = format!("{} {}s, and there may be more", limits::PROBLEMS.most, severity.name());
        let code = if severity == Severity::Error { code::TOO_MANY } else { code::MUCH };
        let problem = Problem::new(severity, code, place, &message);
        is_beyond.then(|| problem.label("the others are not shown").help(limits::PROBLEMS.mend))
    }

    /// Every problem once, sorted by position: what the file builds on (`bases`, the nearest first) before the file,
    /// then the overrides in their order.
    pub(super) fn finish(mut self, given: &[String], bases: &[Arc<Source>]) -> Vec<Diagnostic> {
        fn key(problem: &Problem) -> (isize, usize, Severity, &str, &str) {
            let Diagnostic { span, severity, code, message, .. } = &*problem.diagnostic;
            (problem.origin, span.start, *severity, code, message)
        }
        self.problems.sort_by(|a, b| key(a).cmp(&key(b)));
        self.problems.dedup();
        let end = self.problems.last().map(|last| (last.origin, last.diagnostic.span.clone()));
        if let Some((origin, range)) = end {
            let end = Place { origin, range };
            self.problems.extend(self.beyond(Severity::Error, &end));
            self.problems.extend(self.beyond(Severity::Warning, &end));
        }
        let with_text = |mut problem: Problem| {
            let number = problem.origin.unsigned_abs().wrapping_sub(1);
            let (given, base) = if problem.origin > 0 { (given.get(number), None) } else { (None, bases.get(number)) };
            (problem.diagnostic.given, problem.diagnostic.base) = (given.cloned(), base.cloned());
            *problem.diagnostic
        };
        self.problems.into_iter().map(with_text).collect()
    }
}

/// Most characters of a line that are shown.
const WIDEST: usize = 160;

/// The problem as plain text: what is wrong, the line with the place underlined, how to mend it. Ends with a newline.
///
/// Columns count characters, from 1. Characters that cannot be seen or that steer a terminal are shown as their codes.
/// Of a file that the user did not name only the place is shown ([`Diagnostic::shows_line`]).
pub fn render_plain(diagnostic: &Diagnostic, source: &Source) -> String {
    let mut out =
        format!("{}[{}]: {}\n", diagnostic.severity.name(), diagnostic.code, visible_line(&diagnostic.message));
    let source = diagnostic.source(source);
    let position = source.position(diagnostic.span.start);
    let gutter = position.line.to_string().len();
    let name = shortened(&source.name);
    // Writing into a String cannot fail, so that the results need no attention.
    let _ = writeln!(out, "{:gutter$}--> {}:{}:{}", "", visible_line(&name), position.line, position.column);
    if diagnostic.shows_line() {
        excerpt(&mut out, diagnostic, &source, &position);
    } else if !diagnostic.label.is_empty() {
        let _ = writeln!(out, "{:gutter$} = {}", "", visible_line(&diagnostic.label));
    }
    for help in &diagnostic.help {
        let _ = writeln!(out, "{:gutter$} = help: {}", "", visible_line(help));
    }
    out
}

/// The line with the place underlined. Of a very long line only the part around the place is shown.
fn excerpt(out: &mut String, diagnostic: &Diagnostic, source: &Source, position: &Position<'_>) {
    let gutter = position.line.to_string().len();
    let skipped = if position.text.chars().count() > WIDEST { position.column.saturating_sub(WIDEST / 4) } else { 0 };
    let mut letters = position.text.chars().skip(skipped);
    let before: String = letters.by_ref().take(position.column - 1 - skipped).collect();
    let after: String = letters.take(WIDEST.saturating_sub(before.chars().count())).collect();
    let marked = source.text.get(diagnostic.span.clone()).unwrap_or("").lines().next().unwrap_or("").trim_end();
    let under: String = after.chars().take(marked.chars().count()).collect();
    let (before, under) = (visible_line(&before), visible_line(&under));
    let blank: String = before.chars().map(|c| if c == '\t' { '\t' } else { ' ' }).collect();
    let carets = "^".repeat(under.chars().count().max(1));
    let _ = writeln!(out, "{:gutter$} |", "");
    let _ = writeln!(out, "{} | {before}{}", position.line, visible_line(&after));
    let label = visible_line(&diagnostic.label);
    let _ = writeln!(out, "{:gutter$} | {}", "", format!("{blank}{carets} {label}").trim_end());
}
