//! A number read off the arms of a protocol.

use crate::metrics::{Features, Metrics, integral, value_at};
use crate::simulate::{Signal, Trajectory};

/// Stretches that each step of the solver is cut into where a signal is searched within a time window.
const CUTS: usize = 32;

/// A number read off the arms of a protocol.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// Place of the arm in the protocol.
    pub arm: usize,
    /// What is looked at.
    pub of: Of,
    /// Which of its values.
    pub take: Take,
    /// The value at the start is subtracted first.
    pub gain: bool,
    /// The signal is divided by the same signal of this arm at the same time first.
    pub beside: Option<usize>,
    /// Another measure that is subtracted.
    pub minus: Option<Box<Self>>,
    /// Another measure that it is divided by.
    pub per: Option<Box<Self>>,
    /// A time is counted from here, h.
    pub since: f64,
}

/// What is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// A state, an observable, or the improvement.
    Signal(Signal),
    /// A metric, by its key.
    Metric(&'static str),
}

/// Which value of a signal.
#[derive(Debug, Clone, PartialEq)]
pub enum Take {
    /// The value of a metric, which has only one.
    Value,
    /// The value at a time.
    At(Moment),
    /// The greatest between two times.
    Max(Moment, Moment),
    /// The least between two times.
    Min(Moment, Moment),
    /// When it is greatest, h.
    TimeOfMax,
    /// When it is least, h.
    TimeOfMin,
    /// When it first reaches a level, h.
    RisesTo(Level),
    /// When it falls below a level for good, h.
    FallsBelow(Level),
    /// The mean between two times.
    Mean(Moment, Moment),
    /// The area under it between two times, in its unit times h.
    Area(Moment, Moment),
    /// The share of its variation between two times that a straight line on another signal explains (R squared).
    Line(Signal, Moment, Moment),
}

/// A level that a signal reaches.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Level {
    /// In the unit of the signal.
    Value(f64),
    /// A share of the signal's greatest value.
    Share(f64),
}

/// A time of the protocol.
#[derive(Debug, Clone, PartialEq)]
pub enum Moment {
    /// The start.
    Start,
    /// The end.
    End,
    /// Hours from the start.
    Time(f64),
    /// When something happens, and hours after it.
    Event(Box<Measure>, f64),
}

/// One arm that was run.
pub(crate) struct Ran {
    pub(crate) trajectory: Trajectory,
    pub(crate) metrics: Metrics,
}

/// A signal of one arm, as it is looked at.
struct View<'a> {
    ran: &'a Ran,
    signal: Signal,
    /// What is subtracted.
    start: f64,
    beside: Option<&'a Ran>,
}

impl View<'_> {
    fn end(&self) -> f64 {
        self.ran.trajectory.experiment().duration
    }

    /// The values at these times, h; not a number where there is none.
    fn values(&self, times: &[f64]) -> Vec<f64> {
        let mut values = self.ran.trajectory.sample(times).column(self.signal);
        values.iter_mut().for_each(|value| *value -= self.start);
        if let Some(beside) = self.beside {
            let others = beside.trajectory.sample(times).column(self.signal);
            values.iter_mut().zip(others).for_each(|(value, other)| *value /= other);
        }
        values
    }

    fn value(&self, time: f64) -> Option<f64> {
        let inside = (0.0..=self.end()).contains(&time);
        inside.then(|| self.values(&[time])[0]).filter(|value| value.is_finite())
    }

    /// Every time between two that the solver saw, and times between them, h.
    fn times(&self, from: f64, to: f64) -> Vec<f64> {
        let dense = self.ran.trajectory.dense();
        let inside = (0..dense.steps()).flat_map(|step| {
            let (start, length) = dense.span(step);
            (0..CUTS).map(move |cut| start + length * cut as f64 / CUTS as f64)
        });
        let inside = inside.filter(|time| *time > from && *time < to);
        std::iter::once(from).chain(inside).chain([to]).collect()
    }

    /// When the signal is greatest (or least, with a sign of -1) between two times, and its value then.
    fn extreme(&self, sign: f64, from: f64, to: f64) -> Option<(f64, f64)> {
        if !(0.0 <= from && from <= to && to <= self.end()) {
            return None;
        }
        let times = self.times(from, to);
        let values = self.values(&times);
        let found = times.into_iter().zip(values).filter(|(_, value)| value.is_finite());
        let better = |a: (f64, f64), b: (f64, f64)| if sign * b.1 > sign * a.1 { b } else { a };
        found.reduce(better)
    }

    /// The greatest value and its time over the whole run, as the metrics have it.
    fn greatest(&self) -> Option<(f64, f64)> {
        if self.beside.is_some() {
            return self.extreme(1.0, 0.0, self.end());
        }
        let (time, value) = Features::new(&self.ran.trajectory, &[self.signal]).maximum(self.signal)?;
        Some((time, value - self.start))
    }

    /// When the signal first reaches a level, or falls below it for good.
    fn crossing(&self, level: Level, is_up: bool) -> Option<f64> {
        // A ratio of two arms has no crossings that the metrics could find.
        if self.beside.is_some() {
            return None;
        }
        let level = match level {
            Level::Value(value) => value,
            Level::Share(share) => share * self.greatest()?.1,
        };
        let crossings = Features::new(&self.ran.trajectory, &[self.signal]).crossings(self.signal, level + self.start);
        let found = if is_up { crossings.first() } else { crossings.last() };
        found.filter(|crossing| crossing.is_up == is_up).map(|crossing| crossing.time)
    }

    /// How much of the signal's variation a straight line on another signal explains.
    fn line(&self, on: Signal, from: f64, to: f64) -> Option<f64> {
        if !(0.0 <= from && from < to && to <= self.end()) {
            return None;
        }
        // Evenly spaced, so that where the solver took its steps does not count.
        const POINTS: usize = 201;
        let times: Vec<f64> = (0..POINTS).map(|i| from + (to - from) * i as f64 / (POINTS - 1) as f64).collect();
        let y = self.values(&times);
        let x = self.ran.trajectory.sample(&times).column(on);
        let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
        let (mean_x, mean_y) = (mean(&x), mean(&y));
        let sum = |f: &dyn Fn(f64, f64) -> f64| x.iter().zip(&y).map(|(x, y)| f(x - mean_x, y - mean_y)).sum::<f64>();
        Some(sum(&|x, y| x * y).powi(2) / (sum(&|x, _| x * x) * sum(&|_, y| y * y))).filter(|share| share.is_finite())
    }
}

impl Measure {
    /// The number, in the unit of its signal or metric, or in h for a time; nothing where it does not exist.
    pub(crate) fn value(&self, arms: &[Ran]) -> Option<f64> {
        let mut value = self.plain(arms)? - self.since;
        if let Some(minus) = &self.minus {
            value -= minus.value(arms)?;
        }
        if let Some(per) = &self.per {
            value /= per.value(arms)?;
        }
        Some(value).filter(|value| value.is_finite())
    }

    fn plain(&self, arms: &[Ran]) -> Option<f64> {
        let ran = arms.get(self.arm)?;
        let signal = match self.of {
            Of::Metric(key) => return ran.metrics.get(key),
            Of::Signal(signal) => signal,
        };
        let start = if self.gain { value_at(&ran.trajectory, signal, 0.0)? } else { 0.0 };
        let beside = match self.beside {
            Some(arm) => Some(arms.get(arm)?),
            None => None,
        };
        let view = View { ran, signal, start, beside };
        let time = |moment: &Moment| moment.hours(arms, view.end());
        match &self.take {
            Take::Value => None,
            Take::At(moment) => view.value(time(moment)?),
            Take::Max(Moment::Start, Moment::End) => view.greatest().map(|(_, value)| value),
            Take::Max(from, to) => view.extreme(1.0, time(from)?, time(to)?).map(|(_, value)| value),
            Take::Min(from, to) => view.extreme(-1.0, time(from)?, time(to)?).map(|(_, value)| value),
            Take::TimeOfMax => view.greatest().map(|(time, _)| time),
            Take::TimeOfMin => view.extreme(-1.0, 0.0, view.end()).map(|(time, _)| time),
            Take::RisesTo(level) => view.crossing(*level, true),
            Take::FallsBelow(level) => view.crossing(*level, false),
            Take::Area(from, to) => {
                let (from, to) = (time(from)?, time(to)?);
                // The start that is subtracted has an area of its own.
                Some(integral(&ran.trajectory, signal, from, to) - start * (to - from))
            }
            Take::Mean(from, to) => {
                let (from, to) = (time(from)?, time(to)?);
                Some(integral(&ran.trajectory, signal, from, to) / (to - from) - start)
            }
            Take::Line(on, from, to) => view.line(*on, time(from)?, time(to)?),
        }
    }
}

impl Moment {
    /// Hours from the start; nothing where what it waits for does not happen.
    fn hours(&self, arms: &[Ran], end: f64) -> Option<f64> {
        match self {
            Self::Start => Some(0.0),
            Self::End => Some(end),
            Self::Time(hours) => Some(*hours),
            Self::Event(measure, later) => measure.value(arms).map(|hours| hours + later),
        }
    }
}
