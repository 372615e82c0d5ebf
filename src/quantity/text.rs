//! Numbers as programs read them.

use std::fmt::Write as _;

/// Adds the shortest text that reads back to the same double; nothing where it is not finite.
pub(crate) fn push_shortest(text: &mut String, value: f64) {
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
pub(crate) fn shortest(value: f64) -> String {
    let mut text = String::new();
    push_shortest(&mut text, value);
    text
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
}
