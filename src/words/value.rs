//! A value with its unit, in one form for every summary.

use super::numbers::{count, duration, rounded};

/// A number with its unit: `52.3 %`, `177 ng/mL`; without a unit where it has none (`1`).
pub fn amount(value: f64, unit: &str) -> String {
    if unit == "1" { rounded(value) } else { format!("{} {unit}", rounded(value)) }
}

/// The same, with hours in the unit that people would use: `40 min`, `8 wk`.
pub fn with_unit(value: f64, unit: &str) -> String {
    if unit == "h" { duration(value) } else { amount(value, unit) }
}

/// The same where there may be none, which `absent` says: a dash, `never`.
pub fn with_unit_or(value: Option<f64>, unit: &str, absent: &str) -> String {
    value.map_or_else(|| absent.to_owned(), |value| with_unit(value, unit))
}

/// How many subjects: `1 subject`, `1,000 subjects`.
pub fn subjects(number: u64) -> String {
    if number == 1 { "1 subject".to_owned() } else { format!("{} subjects", count(number)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_stands_with_its_unit() {
        assert_eq!([amount(52.345, "%"), amount(2.0, "1"), amount(0.5, "h")], ["52.3 %", "2", "0.5 h"]);
        assert_eq!([with_unit(0.5, "h"), with_unit(1344.0, "h"), with_unit(-3.0, "%")], ["30 min", "8 wk", "-3 %"]);
        assert_eq!([with_unit_or(None, "h", "never"), with_unit_or(Some(24.0), "h", "-")], ["never", "24 h"]);
        assert_eq!([subjects(1), subjects(1000)], ["1 subject", "1,000 subjects"]);
    }
}
