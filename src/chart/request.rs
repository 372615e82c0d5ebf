//! What is asked of a figure, and what is given back.
//!
//! Owns: the kinds of figure by name, the choices of an axis of time and the windows that follow, the names of quantities.
//! Must not know: how a kind is drawn.

use std::fmt;

use super::curve::curve;
use super::measured::Table;
use super::no_response::{Flat, still};
use super::view::{View, course};
use super::wording::Wording;
use crate::figure::{Figure, Scale, Span, XAxis};
use crate::quantity::{listed, nearest};
use crate::run::Run;
use crate::scenario::TimeScale;
use crate::simulate::Signal;
use crate::words::Advice;

/// What a figure shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Kind {
    /// Improvement of every arm over time.
    #[default]
    Comparison,
    /// The steps from receptor to symptom over time.
    Cascade,
    /// What the arms gain by their dose.
    DoseResponse,
    /// One quantity against another.
    Phase,
    /// Drug in plasma over time.
    Exposure,
    /// When each step starts, peaks and ends.
    Timeline,
    /// The mechanism as a diagram, with cut links.
    Pathway,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::Comparison,
        Self::Cascade,
        Self::DoseResponse,
        Self::Phase,
        Self::Exposure,
        Self::Timeline,
        Self::Pathway,
    ];

    /// The name that the command line uses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Comparison => "comparison",
            Self::Cascade => "cascade",
            Self::DoseResponse => "dose-response",
            Self::Phase => "phase",
            Self::Exposure => "exposure",
            Self::Timeline => "timeline",
            Self::Pathway => "pathway",
        }
    }

    /// The kind with this name.
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether time runs from left to right.
    pub const fn has_time(self) -> bool {
        !matches!(self, Self::DoseResponse | Self::Phase | Self::Pathway)
    }
}

/// How time runs from left to right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum TimeAxis {
    /// By content.
    #[default]
    Auto,
    /// Logarithmic, in natural units.
    Log,
    /// Even.
    Linear,
    /// The first day beside the whole, both even.
    Paired,
    /// Even for an hour, logarithmic from there.
    Symlog,
}

impl TimeAxis {
    /// Every choice.
    pub const ALL: [Self; 5] = [Self::Auto, Self::Log, Self::Linear, Self::Paired, Self::Symlog];

    /// The name that the command line uses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Log => "log",
            Self::Linear => "linear",
            Self::Paired => "paired",
            Self::Symlog => "symlog",
        }
    }

    /// The choice with this name.
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|axis| axis.name() == name)
    }
}

/// Where the logarithmic axis begins, h: a minute, or sooner in a short run.
pub(crate) const AXIS_START: f64 = 1.0 / 60.0;

/// The first of two windows, h.
const FIRST_WINDOW: f64 = 24.0;

/// The longest run that reads well in one even window, h.
pub(crate) const ONE_WINDOW: f64 = 72.0;

/// Most panels that stand in two windows; more are too narrow.
const MOST_PAIRED: usize = 2;

/// Most arms whose names have room beside two windows.
const MOST_PAIRED_ARMS: usize = 4;

/// The axis of time that the content asks for. A short run and one in which nothing is seen to move on the first day are
/// even; hours against weeks are two even windows, or where there are many panels an even hour before a logarithm.
fn by_content(run: &Run, views: &[View]) -> TimeAxis {
    let linear = run.scenarios.iter().any(|(_, scenario)| scenario.time_scale == TimeScale::Linear);
    if linear || run.duration <= ONE_WINDOW {
        return TimeAxis::Linear;
    }
    let whole = Span::new(Scale::Symlog, 0.0, run.duration);
    let starts = |arm| {
        views
            .iter()
            .filter(move |view| still(arm, view).is_none())
            .filter_map(move |view| course(&curve(arm, view, whole), view.before(arm)).map(|course| course.start))
    };
    let first = run.arms.iter().flat_map(starts).fold(f64::INFINITY, f64::min);
    if first > FIRST_WINDOW {
        TimeAxis::Linear
    } else if views.len() <= MOST_PAIRED && run.arms.len() <= MOST_PAIRED_ARMS {
        TimeAxis::Paired
    } else {
        TimeAxis::Symlog
    }
}

/// The windows of time of a figure of these quantities, and the stretch that its curves are sampled over.
pub(crate) fn windows(run: &Run, choice: TimeAxis, views: &[View]) -> (Vec<XAxis>, Span) {
    let choice = match choice {
        TimeAxis::Auto => by_content(run, views),
        chosen => chosen,
    };
    let whole = |scale: Scale, start: f64| {
        let span = Span::new(scale, start, run.duration);
        (vec![XAxis::Time(span)], span)
    };
    match choice {
        TimeAxis::Log | TimeAxis::Auto => whole(Scale::Log, AXIS_START.min(run.duration / 100.0)),
        TimeAxis::Symlog => whole(Scale::Symlog, 0.0),
        // A second window that is no longer than the first would show the same twice.
        TimeAxis::Paired if run.duration > 1.5 * FIRST_WINDOW => {
            let span = Span::new(Scale::Linear, 0.0, run.duration);
            (vec![XAxis::linear_time(0.0, FIRST_WINDOW), XAxis::Time(span)], span)
        }
        TimeAxis::Linear | TimeAxis::Paired => whole(Scale::Linear, 0.0),
    }
}

/// The windows of time by content.
pub(crate) fn time_windows(run: &Run, views: &[View]) -> (Vec<XAxis>, Span) {
    windows(run, TimeAxis::Auto, views)
}

/// What is asked of a figure.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Request {
    /// What it shows.
    pub kind: Kind,
    /// How time runs; for kinds that have it.
    pub time: TimeAxis,
    /// The quantity from left to right, by key; for [`Kind::Phase`].
    pub x: Option<String>,
    /// The quantities from bottom to top, by key; for [`Kind::Phase`] signals, for [`Kind::DoseResponse`] metrics, else
    /// signals in place of the usual.
    pub y: Vec<String>,
    /// The time whose values are shown, h, in place of the greatest changes; for [`Kind::Pathway`].
    pub at: Option<f64>,
    /// The first and the last time that are shown, h; for kinds that show curves over time.
    pub window: (Option<f64>, Option<f64>),
    /// Whether the values run on a logarithm.
    pub log_values: bool,
    /// Words in the place of those of the scenario.
    pub wording: Wording,
    /// What was measured, to stand over the curves of kinds that show them over time.
    pub observed: Vec<Table>,
}

/// A figure with what should be said about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawn {
    /// The figure.
    pub figure: Figure,
    /// What is flat, empty or left out, and why.
    pub warnings: Vec<Flat>,
}

/// Why a figure cannot be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotDrawn {
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub help: String,
}

impl fmt::Display for NotDrawn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Advice for NotDrawn {
    fn help(&self) -> String {
        self.help.clone()
    }
}

/// Why nothing moves, as one sentence.
pub(crate) fn reasons(flat: &[Flat]) -> String {
    let mut reasons: Vec<&str> = flat.iter().map(|flat| flat.reason.as_str()).collect();
    reasons.dedup();
    reasons.join("; ")
}

/// How the quantity with this key is shown: a signal, or an output that a scenario computes.
pub(crate) fn view(run: &Run, key: &str) -> Result<View, NotDrawn> {
    let outputs = || run.scenarios.iter().flat_map(|(_, scenario)| &scenario.outputs);
    let of_output = || outputs().find(|output| output.name == key).map(View::of_output);
    let all = || Signal::all().map(|signal| signal.quantity().key).chain(outputs().map(|output| output.name.as_str()));
    View::by_key(key).or_else(of_output).ok_or_else(|| unknown(key, "quantity", all()))
}

/// What is said of a name that there is not.
pub(crate) fn unknown<'a>(key: &str, what: &str, all: impl Iterator<Item = &'a str>) -> NotDrawn {
    let all: Vec<&str> = all.collect();
    let near = || nearest(key, all.iter().copied()).map(|near| format!("did you mean {near}?"));
    let help = crate::model::became(key)
        .or_else(near)
        .unwrap_or_else(|| format!("such as {}", listed(all.get(..6).unwrap_or(&all), "or")));
    NotDrawn { message: format!("there is no {what} called \"{key}\""), help }
}
