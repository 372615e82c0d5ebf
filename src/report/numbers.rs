//! Numbers as text: exact for files, rounded for people.

use std::fmt::Write as _;

/// Adds the shortest text that reads back to the same double; nothing where it is not finite.
pub(super) fn push_shortest(text: &mut String, value: f64) {
    if !value.is_finite() {
        return;
    }
    let size = value.abs();
    // Plain digits while they are few; `1e-30` written out would be a long row of zeros. Writing to a string cannot
    // fail.
    let _ =
        if size == 0.0 || (1e-5..1e16).contains(&size) { write!(text, "{value}") } else { write!(text, "{value:e}") };
}

/// The shortest text that reads back to the same double; empty where it is not finite.
pub fn shortest(value: f64) -> String {
    let mut text = String::new();
    push_shortest(&mut text, value);
    text
}

/// About three digits, for people: `52.3`, `0.0123`, `177`.
pub fn rounded(value: f64) -> String {
    let size = value.abs();
    let decimals = match size {
        _ if size >= 99.95 => 0,
        _ if size >= 9.995 => 1,
        _ if size >= 0.9995 => 2,
        _ if size >= 0.001 => 3,
        _ => 0,
    };
    if size > 0.0 && size < 0.001 {
        return format!("{value:.1e}");
    }
    let text = format!("{value:.decimals$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// A time (h) in the unit that people would use: `40 min`, `2.1 h`, `10.6 d`, `8 wk`.
pub fn duration(hours: f64) -> String {
    let size = hours.abs();
    let is_whole = |value: f64| (value - value.round()).abs() < 1e-9;
    let (value, unit) = match size {
        0.0 => (0.0, "h"),
        _ if size < 1.0 / 60.0 => (hours * 3600.0, "s"),
        _ if size < 0.995 => (hours * 60.0, "min"),
        _ if size < 47.95 => (hours, "h"),
        _ if size >= 4.0 * 168.0 && is_whole(hours / 168.0) => (hours / 168.0, "wk"),
        _ if size < 60.0 * 24.0 => (hours / 24.0, "d"),
        _ => (hours / 168.0, "wk"),
    };
    let text = format!("{value:.1}");
    format!("{} {unit}", text.strip_suffix(".0").unwrap_or(&text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shortest_reads_back() {
        for value in [0.0, -0.25, 1.0 / 3.0, 1e-300, 6.02e23, 123_456.789, f64::MIN_POSITIVE] {
            assert_eq!(shortest(value).parse::<f64>().unwrap().to_bits(), value.to_bits());
        }
        assert_eq!(shortest(1e-30), "1e-30");
        assert_eq!(shortest(f64::NAN), "");
    }

    #[test]
    fn people_read_three_digits() {
        let cases =
            [(52.345, "52.3"), (0.0, "0"), (177.3, "177"), (0.01234, "0.012"), (1.5, "1.5"), (-0.0001, "-1.0e-4")];
        for (value, text) in cases {
            assert_eq!(rounded(value), text);
        }
    }

    #[test]
    fn times_take_the_unit_that_fits() {
        let cases = [
            (2.0 / 3.0, "40 min"),
            (2.14, "2.1 h"),
            (24.0, "24 h"),
            (254.4, "10.6 d"),
            (1344.0, "8 wk"),
            (672.0, "4 wk"),
            (336.0, "14 d"),
            (0.0, "0 h"),
            (1.0 / 3600.0, "1 s"),
        ];
        for (hours, text) in cases {
            assert_eq!(duration(hours), text);
        }
    }
}
