//! The general checks: window, magnitude, direction, order.

use super::measure::Measure;

/// How a test is judged. These few say every finding of the file; none has a check written for it alone.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// A value lies in a range.
    Window(Measure, Range),
    /// A value compared with another lies in a range.
    Magnitude(Measure, Comparison, Measure, Range),
    /// A value is on one side of another.
    Direction(Measure, Direction, Measure),
    /// Each value is less than the next.
    Order(Vec<Measure>),
    /// A value is printed beside the others and not judged.
    Shown(Measure),
    /// The model has no quantity for it; it counts as neither hit nor miss.
    NotExpressible,
}

impl Kind {
    /// Whether a test of this kind can fail.
    pub const fn is_judged(&self) -> bool {
        !matches!(self, Self::Shown(_) | Self::NotExpressible)
    }
}

/// What a value may be, in the unit of the test, both ends included; open where there is no end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Range {
    /// The least.
    pub low: Option<f64>,
    /// The greatest.
    pub high: Option<f64>,
}

impl Range {
    /// Whether a value lies in it; one that is not a number does not.
    pub fn holds(self, value: f64) -> bool {
        value.is_finite() && self.low.is_none_or(|low| value >= low) && self.high.is_none_or(|high| value <= high)
    }
}

/// How a value is compared with another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// The value divided by the other.
    Ratio,
    /// The value minus the other.
    Difference,
    /// What is lost: 1 minus the ratio.
    Loss,
}

impl Comparison {
    /// All of them, by the word that the file uses.
    pub(crate) const NAMES: [(&'static str, Self); 3] =
        [("ratio", Self::Ratio), ("difference", Self::Difference), ("loss", Self::Loss)];

    /// The comparison itself.
    pub fn of(self, value: f64, other: f64) -> f64 {
        match self {
            Self::Ratio => value / other,
            Self::Difference => value - other,
            Self::Loss => 1.0 - value / other,
        }
    }
}

/// On which side of another a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Greater than it.
    Greater,
    /// Less than it.
    Less,
    /// Greater than or equal to it.
    NotLess,
    /// Less than or equal to it.
    NotGreater,
}

impl Direction {
    /// All of them, by the word that the file uses.
    pub(crate) const NAMES: [(&'static str, Self); 4] = [
        ("greater", Self::Greater),
        ("less", Self::Less),
        ("not less", Self::NotLess),
        ("not greater", Self::NotGreater),
    ];

    /// Whether it is so.
    pub fn holds(self, value: f64, other: f64) -> bool {
        match self {
            Self::Greater => value > other,
            Self::Less => value < other,
            Self::NotLess => value >= other,
            Self::NotGreater => value <= other,
        }
    }

    /// The word that the file and tables use.
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(_, direction)| *direction == self).map_or("", |(name, _)| name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_includes_its_ends_and_no_more() {
        let range = Range { low: Some(1.0), high: Some(2.0) };
        assert!(range.holds(1.0) && range.holds(2.0) && !range.holds(2.000_001) && !range.holds(f64::NAN));
        assert!(Range { low: None, high: Some(2.0) }.holds(-1e9));
        assert!(!Range { low: None, high: None }.holds(f64::INFINITY));
    }

    #[test]
    fn comparisons_and_directions_say_what_their_names_say() {
        assert_eq!(Comparison::Loss.of(1.0, 4.0), 0.75);
        assert_eq!(Comparison::Difference.of(1.0, 4.0), -3.0);
        assert!(Direction::NotLess.holds(1.0, 1.0) && !Direction::Greater.holds(1.0, 1.0));
        assert!(!Direction::NotLess.holds(f64::NAN, 1.0) && !Direction::Less.holds(1.0, f64::NAN));
    }
}
