//! Numbers as people read them.

/// Three significant digits, for people: `52.3`, `0.0123`, `177`.
pub fn rounded(value: f64) -> String {
    let size = value.abs();
    if size > 0.0 && size < 1e-3 {
        return format!("{value:.1e}");
    }
    let digits_before = if size > 0.0 { (size.log10().floor() as i32).saturating_add(1) } else { 1 };
    let decimals = usize::try_from(3_i32.saturating_sub(digits_before)).unwrap_or(0);
    let text = format!("{value:.decimals$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// Two significant digits with a true minus, for figures and their words: `0.0038`, `2.4`, `52`, `−3`; whole from 10 on.
/// What is nothing but the rounding of a computation is 0.
pub fn short(value: f64) -> String {
    const LEAST: f64 = 1e-12;
    if !value.is_finite() {
        return "no value".to_owned();
    }
    let size = value.abs();
    if size < LEAST {
        return "0".to_owned();
    }
    // The last digit decides how many stand before the point: 9.96 is 10.
    let power = size.log10().floor() as i32;
    let decimals = usize::try_from(1_i32.saturating_sub(power).max(0)).unwrap_or(0).min(14);
    let text = format!("{size:.decimals$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    if value < 0.0 { format!("\u{2212}{text}") } else { text.to_owned() }
}

/// A whole number with commas between thousands: `1,000,000`.
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
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

/// With a capital at the start, unless it is a name such as mTOR.
pub(crate) fn capital(words: &str) -> String {
    let mut letters = words.chars();
    match (letters.next(), words.chars().nth(1)) {
        (Some(first), Some(second)) if !second.is_uppercase() => first.to_uppercase().chain(letters).collect(),
        _ => words.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_read_three_digits() {
        let cases =
            [(52.345, "52.3"), (0.0, "0"), (177.3, "177"), (0.01234, "0.0123"), (1.5, "1.5"), (-0.0001, "-1.0e-4")];
        for (value, text) in cases {
            assert_eq!(rounded(value), text);
        }
    }

    #[test]
    fn figures_say_two_digits_with_a_true_minus_and_no_rounding() {
        let cases = [
            (52.345, "52"),
            (177.3, "177"),
            (9.96, "10"),
            (2.44, "2.4"),
            (0.0038, "0.0038"),
            (-2.4e-28, "0"),
            (2.2e-17, "0"),
            (-3.04, "\u{2212}3"),
            (f64::NAN, "no value"),
        ];
        for (value, text) in cases {
            assert_eq!(short(value), text, "{value}");
        }
    }

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!([0, 999, 1000, 1_234_567].map(count), ["0", "999", "1,000", "1,234,567"]);
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
