//! Values in other units, and values without the noise of rounding.

use super::Unit;

/// A value in another unit of the same kind, rounded once wherever the two differ by a whole or decimal factor, so
/// that `40 min` and `2400 s`, `0.07 g` and `70 mg` are the same number.
pub fn convert(value: f64, from: Unit, to: Unit) -> f64 {
    let ratio = from.factor / to.factor;
    let product = decimal(value).and_then(|(digits, exponent)| {
        let (factor, shift, divides) = match decimal_factor(ratio) {
            Some((factor, shift)) => (factor, shift, false),
            None => decimal_factor(1.0 / ratio).map(|(factor, shift)| (factor, -shift, true))?,
        };
        if divides {
            // Both sides of the quotient are whole where that is possible, so that only the division rounds.
            let exponent = exponent + shift;
            let below = 10i128.checked_pow(u32::try_from(-exponent).unwrap_or(0))?.checked_mul(factor)?;
            let above: f64 = if exponent < 0 { digits as f64 } else { format!("{digits}e{exponent}").parse().ok()? };
            Some(above / below as f64)
        } else {
            format!("{}e{}", digits.checked_mul(factor)?, exponent + shift).parse().ok()
        }
    });
    product.unwrap_or(value * ratio)
}

/// A finite number as whole digits and an exponent of ten, exactly as its shortest spelling has them.
fn decimal(value: f64) -> Option<(i128, i32)> {
    let text = format!("{value:e}");
    let (mantissa, exponent) = text.split_once('e')?;
    let exponent: i32 = exponent.parse().ok()?;
    let places = mantissa.split_once('.').map_or(0, |(_, places)| places.len());
    let digits: i128 = mantissa.replace('.', "").parse().ok()?;
    Some((digits, exponent - i32::try_from(places).ok()?))
}

/// The same for a factor between units, if it has few digits once the rounding of its making is taken off.
fn decimal_factor(ratio: f64) -> Option<(i128, i32)> {
    let cleaned: f64 = format!("{ratio:.12e}").parse().ok()?;
    decimal(cleaned).filter(|(digits, _)| (1..1_000_000_000).contains(digits))
}

/// A number without the last digits that rounding leaves in products: 7 rather than 7.000000000000001.
pub fn without_noise(value: f64) -> f64 {
    format!("{value:.12e}").parse().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::super::read_amount;
    use super::*;

    #[test]
    fn conversions_round_once() {
        let base = |text: &str| {
            let (value, unit) = read_amount(text).unwrap();
            let unit = unit.unwrap();
            convert(value, unit, Unit { dimension: unit.dimension, factor: 1.0 })
        };
        assert_eq!(base("0.07 g"), 70.0);
        assert_eq!(base("70000 ug"), 70.0);
        assert_eq!(base("40 min"), base("2400 s"));
        assert_eq!(base("0.7 d"), 16.8);
        assert_eq!(base("1.2 1/d"), 0.05);
        assert_eq!(base("1e-30 min"), 1e-30 / 60.0);
        assert_eq!(base("1 lb"), 0.453_592_37);
        assert_eq!(base("-3 h"), -3.0);
        assert_eq!(base("0 h"), 0.0);
        assert!((base("1.3 h^-1") - 1.3).abs() < 1e-15);
        let (from, to) = (Unit::parse("ug/L").unwrap(), Unit::parse("ng/mL").unwrap());
        assert_eq!(convert(2.9, from, to), 2.9);
    }
}
