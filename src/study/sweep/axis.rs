//! What is varied from run to run: a path of the scenario, from where to where, in how many steps.
//!
//! Owns: how an axis is typed, and the values along it. Must not know: what the path leads to.

use super::error::{AxisError, MOST_VALUES};
use crate::quantity::{Unit, UnitError, convert, read_amount, shortest, without_noise};
use crate::scenario::Override;

/// Stands behind a number that is a factor on what the scenario says: `0.5x`.
const FACTOR: &str = "x";

/// Values of one path of a scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    /// Where the value belongs, as in [`Override::path`].
    pub path: String,
    /// The first value, in `unit`.
    pub from: f64,
    /// The last value.
    pub to: f64,
    /// The unit as it is typed; empty for a plain number, `x` for a factor on what the scenario says.
    pub unit: String,
    /// How many values, both ends included.
    pub count: usize,
    /// Whether equal ratios lie between them instead of equal steps.
    pub is_log: bool,
}

impl Axis {
    /// An axis as it is typed: `PATH=FROM..TO:N` or `PATH=FROM..TO:Nlog`, with units where the scenario has them.
    ///
    /// # Errors
    /// [`AxisError`] on what is wrong, and how to mend it.
    pub fn parse(text: &str) -> Result<Self, AxisError> {
        let (path, rest) = text.split_once('=').ok_or(AxisError::Form)?;
        let (path, rest) = (path.trim(), rest.trim());
        if path.is_empty() || !rest.contains("..") {
            return Err(AxisError::Form);
        }
        let Some((range, number)) = rest.rsplit_once(':') else {
            return Err(AxisError::NoNumber(format!("{path}={rest}")));
        };
        let (count, is_log) = count(number)?;
        let (from, to) = range.split_once("..").ok_or(AxisError::Form)?;
        let (from_value, from_unit) = end(from)?;
        let (to_value, to_unit) = end(to)?;
        let (from, to, unit) = match (from_unit, to_unit) {
            (None, unit) | (unit, None) => (from_value, to_value, unit.map(|(text, _)| text).unwrap_or_default()),
            (Some((text, _)), Some((other, _))) if text == other => (from_value, to_value, text),
            (Some((_, Some(a))), Some((text, Some(b)))) if a.dimension == b.dimension => {
                (convert(from_value, a, b), to_value, text)
            }
            (Some((a, _)), Some((b, _))) => return Err(AxisError::Units(a, b)),
        };
        let shown = |value: f64| with_unit(value, &unit);
        if from >= to {
            let (low, high) = (shown(to), shown(from));
            return Err(if from == to {
                AxisError::Empty(low)
            } else {
                AxisError::Falls(format!("{path}={low}..{high}:{number}"))
            });
        }
        if is_log && from <= 0.0 {
            return Err(AxisError::LogFrom(shown(from)));
        }
        Ok(Self { path: path.to_owned(), from, to, unit, count, is_log })
    }

    /// The value at a place from 0 to `count - 1`, in `unit`.
    pub fn value(&self, place: usize) -> f64 {
        if place == 0 {
            return self.from;
        }
        if place + 1 >= self.count {
            return self.to;
        }
        let share = place as f64 / (self.count - 1) as f64;
        // The same on every platform, and without the digits that rounding leaves.
        without_noise(if self.is_log {
            self.from * libm::pow(self.to / self.from, share)
        } else {
            self.from + (self.to - self.from) * share
        })
    }

    /// Every value, rising.
    pub fn values(&self) -> Vec<f64> {
        (0..self.count).map(|place| self.value(place)).collect()
    }

    /// A value with its unit, as a scenario has it.
    pub fn said(&self, value: f64) -> String {
        with_unit(value, &self.unit)
    }

    /// What sets the path to the value at a place.
    pub fn change(&self, place: usize) -> Override {
        Override { path: self.path.clone(), value: self.said(self.value(place)) }
    }

    /// As it can be typed.
    pub fn text(&self) -> String {
        let log = if self.is_log { "log" } else { "" };
        format!("{}={}..{}:{}{log}", self.path, self.said(self.from), self.said(self.to), self.count)
    }
}

fn with_unit(value: f64, unit: &str) -> String {
    let blank = if unit.is_empty() || unit == FACTOR { "" } else { " " };
    format!("{}{blank}{unit}", shortest(value))
}

/// A number of values with or without `log`.
fn count(text: &str) -> Result<(usize, bool), AxisError> {
    let text = text.trim();
    let (digits, is_log) = text.strip_suffix("log").map_or((text, false), |digits| (digits.trim_end(), true));
    match digits.replace(['_', ','], "").parse::<u128>() {
        Ok(0 | 1) => Err(AxisError::TooFew(text.to_owned())),
        Ok(count) if count <= MOST_VALUES as u128 => Ok((usize::try_from(count).unwrap_or(MOST_VALUES), is_log)),
        Ok(_) => Err(AxisError::TooMany(text.to_owned())),
        Err(_) => Err(AxisError::NoCount(text.to_owned())),
    }
}

/// One end of a range: a number and the unit behind it, as it is typed and as it is understood.
type End = (f64, Option<(String, Option<Unit>)>);

fn end(text: &str) -> Result<End, AxisError> {
    let text = text.trim();
    if let Some(number) = text.strip_suffix(FACTOR) {
        return match read_amount(number) {
            Ok((value, None)) => Ok((value, Some((FACTOR.to_owned(), None)))),
            _ => Err(AxisError::NoFactor(text.to_owned())),
        };
    }
    let (value, unit) = read_amount(text).map_err(|error| match error {
        UnitError::Empty => AxisError::NoEnd,
        UnitError::NoNumber(word) => AxisError::NotANumber(word),
        error => AxisError::Amount(error),
    })?;
    let unit = unit.map(|unit| {
        let typed = text.trim_start_matches(|c: char| c.is_ascii_digit() || "+-._".contains(c));
        (exponent_gone(typed).trim().to_owned(), Some(unit))
    });
    Ok((value, unit))
}

/// What follows a number without the `e3` of an exponent.
fn exponent_gone(text: &str) -> &str {
    match text.strip_prefix(['e', 'E']) {
        Some(rest) if rest.starts_with(|c: char| c.is_ascii_digit() || c == '-' || c == '+') => {
            rest.trim_start_matches(|c: char| c.is_ascii_digit() || "+-".contains(c))
        }
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_run_from_end_to_end() {
        let axis = Axis::parse("parameters.k_protein=0.1..0.5:5").unwrap();
        assert_eq!(axis.values(), [0.1, 0.2, 0.3, 0.4, 0.5]);
        assert_eq!(axis.change(2), Override { path: "parameters.k_protein".to_owned(), value: "0.3".to_owned() });
        let axis = Axis::parse("arm.ketamine.dose.1.amount = 0.01 .. 1 mg/kg : 3 log").unwrap();
        assert_eq!(axis.values(), [0.01, 0.1, 1.0]);
        assert_eq!(axis.change(1).value, "0.1 mg/kg");
        assert_eq!(axis.text(), "arm.ketamine.dose.1.amount=0.01 mg/kg..1 mg/kg:3log");
        let axis = Axis::parse("arm.1.dose.1.over=30 min..1e0h:2").unwrap();
        assert_eq!((axis.from, axis.to, axis.unit.as_str()), (0.5, 1.0, "h"));
        let axis = Axis::parse("parameters.k_protein=0.5x..2x:3log").unwrap();
        assert_eq!((axis.value(1), axis.change(1).value.as_str()), (1.0, "1x"));
        assert_eq!(Axis::parse("duration=1..8 weeks:8").unwrap().change(1).value, "2 weeks");
    }

    #[test]
    fn what_is_typed_is_read_back() {
        for text in ["a=1..2:3", "a.b=0.1 mg..3 mg:7log", "p=0.5x..2x:3"] {
            let axis = Axis::parse(text).unwrap();
            assert_eq!((axis.text(), Axis::parse(&axis.text())), (text.to_owned(), Ok(axis)));
        }
    }

    #[test]
    fn what_is_wrong_is_said_with_a_way_out() {
        for (text, said) in [
            ("parameters.k_protein", "write PATH=FROM..TO:N"),
            ("=1..2:3", "write PATH=FROM..TO:N"),
            ("a=5:3", "write PATH=FROM..TO:N"),
            ("a=1..2", "in how many steps? write a=1..2:10"),
            ("a=1..2:", "\"\" is no number of values"),
            ("a=1..2:ten", "\"ten\" is no number of values"),
            ("a=1..2:10lg", "\"10lg\" is no number of values"),
            ("a=1..2:-3", "\"-3\" is no number of values"),
            ("a=1..2:0", "at least 2"),
            ("a=1..2:1log", "at least 2"),
            ("a=1..2:1000000000", "at most 10000"),
            ("a=1..2:99999999999999999999999999999999999999999999", "no number of values"),
            ("a=2 mg..1 mg:3", "upwards: write a=1 mg..2 mg:3"),
            ("a=2..2:3", "nothing to sweep"),
            ("a=0..2:3log", "cannot begin at 0"),
            ("a=-1..2:3log", "cannot begin at -1"),
            ("a=1 h..2 mg:3", "units of one kind"),
            ("a=1x..2 mg:3", "units of one kind"),
            ("a=..2:3", "two ends"),
            ("a=1..:3", "two ends"),
            ("a=much..2:3", "does not begin with a number"),
            ("a=1,5..2:3", "write a point: \"1.5\""),
            ("a=NaN..2:3", "does not begin with a number"),
            ("a=1..inf:3", "does not begin with a number"),
            ("a=1..1e999:3", "not finite"),
            ("a=1 mgg..2 mgg:3", "did you mean \"mg\"?"),
            ("a=mgx..2x:3", "no factor"),
        ] {
            let error = Axis::parse(text).unwrap_err().to_string();
            assert!(error.contains(said), "{text}: {error}");
        }
    }
}
