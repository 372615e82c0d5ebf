//! Units: exponents of five base dimensions and a factor.
//!
//! The base units are mg (drug), L, h, umol and kg (body). Body mass is a dimension of its own, so that a dose in
//! mg/kg is never taken for a plain number. Factors are powers of ten or whole numbers of hours wherever a unit
//! allows it, so that conversions between them are exact or one rounding away.

use std::fmt;
use std::ops::{Div, Mul};

/// Exponents of drug mass, volume, time, amount of substance and body mass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Dimension(pub [i8; 5]);

impl Dimension {
    /// A plain number.
    pub const NONE: Self = Self([0; 5]);
    /// Of a drug.
    pub const MASS: Self = Self([1, 0, 0, 0, 0]);
    /// Of a compartment.
    pub const VOLUME: Self = Self([0, 1, 0, 0, 0]);
    /// A moment or a duration.
    pub const TIME: Self = Self([0, 0, 1, 0, 0]);
    /// Of the subject.
    pub const BODY_MASS: Self = Self([0, 0, 0, 0, 1]);
    /// Of a drug in a fluid, by mass.
    pub const MASS_CONCENTRATION: Self = Self([1, -1, 0, 0, 0]);
    /// Of a drug in a fluid, by amount of substance.
    pub const MOLAR_CONCENTRATION: Self = Self([0, -1, 0, 1, 0]);
    /// Drug for each unit of body mass.
    pub const MASS_PER_BODY_MASS: Self = Self([1, 0, 0, 0, -1]);

    /// What a student calls it.
    pub const fn name(self) -> &'static str {
        match self.0 {
            [0, 0, 0, 0, 0] => "a plain number",
            [1, 0, 0, 0, 0] => "an amount of drug",
            [0, 1, 0, 0, 0] => "a volume",
            [0, 0, 1, 0, 0] => "a time",
            [0, 0, 0, 1, 0] => "an amount of substance",
            [0, 0, 0, 0, 1] => "a body weight",
            [1, 0, 0, 0, -1] => "an amount of drug per body weight",
            [1, -1, 0, 0, 0] => "a concentration by mass",
            [0, -1, 0, 1, 0] => "a molar concentration",
            [1, 0, 0, -1, 0] => "a molar mass",
            [0, 0, -1, 0, 0] => "a rate",
            [1, 0, -1, 0, 0] => "an amount of drug per time",
            [0, 1, -1, 0, 0] => "a clearance",
            [0, 1, 0, 0, -1] => "a volume per body weight",
            [0, 1, -1, 0, -1] => "a clearance per body weight",
            [1, -1, 1, 0, 0] => "an area under a concentration curve",
            _ => "another kind of quantity",
        }
    }
}

impl Dimension {
    /// In base units, such as `mg h^-1`; `1` for a plain number.
    pub fn exponents(self) -> String {
        let units = ["mg", "L", "h", "umol", "kg"].iter().zip(self.0).filter(|(_, exponent)| *exponent != 0);
        let words: Vec<String> = units
            .map(|(unit, exponent)| if exponent == 1 { (*unit).to_owned() } else { format!("{unit}^{exponent}") })
            .collect();
        if words.is_empty() { "1".to_owned() } else { words.join(" ") }
    }
}

impl fmt::Display for Dimension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A unit of measure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Unit {
    /// What kind of quantity it measures.
    pub dimension: Dimension,
    /// How many base units one of it is.
    pub factor: f64,
}

/// Every spelling of every unit; the first spelling of a line is the one that is printed.
const SYMBOLS: &[(&[&str], Dimension, f64)] = &[
    (&["mg", "milligram", "milligrams"], Dimension::MASS, 1.0),
    (&["g", "gram", "grams"], Dimension::MASS, 1e3),
    (&["ug", "\u{b5}g", "\u{3bc}g", "mcg", "microgram", "micrograms"], Dimension::MASS, 1e-3),
    (&["ng", "nanogram", "nanograms"], Dimension::MASS, 1e-6),
    (&["pg", "picogram", "picograms"], Dimension::MASS, 1e-9),
    (&["L", "l", "liter", "liters", "litre", "litres"], Dimension::VOLUME, 1.0),
    (&["mL", "ml"], Dimension::VOLUME, 1e-3),
    (&["dL", "dl"], Dimension::VOLUME, 1e-1),
    (&["uL", "ul", "\u{b5}L", "\u{b5}l", "\u{3bc}L", "\u{3bc}l"], Dimension::VOLUME, 1e-6),
    (&["s", "sec", "second", "seconds"], Dimension::TIME, 1.0 / 3600.0),
    (&["min", "mins", "minute", "minutes"], Dimension::TIME, 1.0 / 60.0),
    (&["h", "hr", "hrs", "hour", "hours"], Dimension::TIME, 1.0),
    (&["d", "day", "days"], Dimension::TIME, 24.0),
    (&["wk", "wks", "w", "week", "weeks"], Dimension::TIME, 168.0),
    (&["umol", "\u{b5}mol", "\u{3bc}mol"], Dimension([0, 0, 0, 1, 0]), 1.0),
    (&["nmol"], Dimension([0, 0, 0, 1, 0]), 1e-3),
    (&["mmol"], Dimension([0, 0, 0, 1, 0]), 1e3),
    (&["mol"], Dimension([0, 0, 0, 1, 0]), 1e6),
    (&["uM", "\u{b5}M", "\u{3bc}M"], Dimension([0, -1, 0, 1, 0]), 1.0),
    (&["nM"], Dimension([0, -1, 0, 1, 0]), 1e-3),
    (&["kg", "kilogram", "kilograms"], Dimension::BODY_MASS, 1.0),
    (&["lb", "lbs"], Dimension::BODY_MASS, 0.453_592_37),
    (&["%", "percent"], Dimension::NONE, 1e-2),
];

/// Why a piece of text is not an amount with a unit.
#[derive(Debug, Clone, PartialEq)]
pub enum UnitError {
    /// Nothing but blanks.
    Empty,
    /// It does not begin with a number; holds what stands there.
    NoNumber(String),
    /// A number written with a decimal comma; holds the number with a point.
    DecimalComma(String),
    /// The number is infinite or not a number.
    NotFinite,
    /// A word that no unit is called; holds the word and the nearest known one.
    UnknownUnit(String, Option<&'static str>),
    /// An exponent or an operator is out of place; holds the text of the unit.
    Malformed(String),
}

impl fmt::Display for UnitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the text is empty; write a number and a unit, such as \"40 min\""),
            Self::NoNumber(text) => {
                write!(f, "\"{text}\" does not begin with a number; write one, then the unit, such as \"40 min\"")
            }
            Self::DecimalComma(fixed) => write!(f, "a decimal comma; write a point: \"{fixed}\""),
            Self::NotFinite => f.write_str("the number is not finite"),
            Self::UnknownUnit(word, Some(near)) => write!(f, "no unit is called \"{word}\"; did you mean \"{near}\"?"),
            Self::UnknownUnit(word, None) => {
                write!(
                    f,
                    "no unit is called \"{word}\"; known are mg, ug, g, ng, L, mL, s, min, h, d, wk, umol, mol, kg, % and their quotients"
                )
            }
            Self::Malformed(text) => {
                write!(f, "\"{text}\" is not a unit; write units like \"mg/kg\", \"1/h\", \"h^-1\", \"umol/L\"")
            }
        }
    }
}

impl std::error::Error for UnitError {}

impl Unit {
    /// A plain number.
    pub const ONE: Self = Self { dimension: Dimension::NONE, factor: 1.0 };

    /// The unit of a quantity that the program declares, or of an output that was read.
    ///
    /// # Panics
    /// Where the text is no unit. That is a fault of the declaration: any other unit in its place would give a wrong
    /// number without a word.
    #[expect(clippy::panic, reason = "a declaration is no input, and a test reads every one of them")]
    pub fn declared(text: &str) -> Self {
        Self::parse(text).unwrap_or_else(|error| panic!("a quantity is declared in \"{text}\": {error}"))
    }

    /// Reads a unit such as `mg/kg`, `1/h`, `h^-1`, `umol/L` or `ng h/mL`; an empty text is a plain number.
    ///
    /// # Errors
    /// [`UnitError::UnknownUnit`] for a word that is no unit, [`UnitError::Malformed`] for a bad exponent or operator.
    pub fn parse(text: &str) -> Result<Self, UnitError> {
        let malformed = || UnitError::Malformed(text.trim().to_owned());
        let mut unit = Self::ONE;
        let mut divide = false;
        let mut expects_factor = true;
        let mut rest = text.trim();
        if rest.is_empty() {
            return Ok(unit);
        }
        while let Some(first) = rest.chars().next() {
            match first {
                '/' | '*' | '\u{b7}' | '\u{d7}' => {
                    if expects_factor {
                        return Err(malformed());
                    }
                    divide = first == '/';
                    expects_factor = true;
                    rest = rest[first.len_utf8()..].trim_start();
                }
                c if c.is_whitespace() => rest = rest.trim_start(),
                _ => {
                    let end = rest.find(['/', '*', '\u{b7}', '\u{d7}', ' ', '\t']).unwrap_or(rest.len());
                    let power = if divide { -1 } else { 1 };
                    unit = unit
                        * Self::factor(&rest[..end])
                            .map_err(|error| error.unwrap_or_else(malformed))?
                            .power(power)
                            .ok_or_else(malformed)?;
                    // A blank multiplies, so a quotient ends with its first factor: "ng h/mL" and "1/h" both read as written.
                    divide = false;
                    expects_factor = false;
                    rest = &rest[end..];
                }
            }
        }
        if expects_factor { Err(malformed()) } else { Ok(unit) }
    }

    /// One word with an optional exponent; `Err(None)` is a malformed exponent.
    fn factor(word: &str) -> Result<Self, Option<UnitError>> {
        let (name, exponent) = match word.split_once('^') {
            Some((name, exponent)) => (name, exponent.parse::<i8>().map_err(|_| None)?),
            None => match word.strip_suffix("\u{207b}\u{b9}") {
                Some(name) => (name, -1),
                None => (word, 1),
            },
        };
        if name == "1" {
            return Ok(Self::ONE);
        }
        let known = SYMBOLS.iter().find(|(names, _, _)| names.contains(&name));
        match known {
            Some(&(_, dimension, factor)) => Self { dimension, factor }.power(exponent).ok_or(None),
            None if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) => Err(None),
            None => Err(Some(UnitError::UnknownUnit(name.to_owned(), nearest(name)))),
        }
    }

    /// The unit to a whole power; nothing where the exponent leaves its range.
    pub fn power(self, exponent: i8) -> Option<Self> {
        let mut dimension = self.dimension;
        for part in &mut dimension.0 {
            *part = part.checked_mul(exponent)?;
        }
        let mut factor = 1.0;
        for _ in 0..exponent.unsigned_abs() {
            factor *= self.factor;
        }
        Some(Self { dimension, factor: if exponent < 0 { 1.0 / factor } else { factor } })
    }

    /// Whether two units are the same, dimension and size.
    pub fn is_same(self, other: Self) -> bool {
        self.dimension == other.dimension && (self.factor / other.factor - 1.0).abs() < 1e-12
    }
}

/// The known spelling nearest to a word, if any is near.
fn nearest(word: &str) -> Option<&'static str> {
    let lower = word.to_lowercase();
    SYMBOLS
        .iter()
        .flat_map(|(names, _, _)| names.iter())
        .map(|name| (strsim::osa_distance(&lower, &name.to_lowercase()), *name))
        .filter(|(distance, name)| *distance <= 1 + name.len() / 4 && *distance < word.len())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

impl Mul for Unit {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        let mut dimension = self.dimension;
        for (part, more) in dimension.0.iter_mut().zip(other.dimension.0) {
            *part = part.saturating_add(more);
        }
        Self { dimension, factor: self.factor * other.factor }
    }
}

impl Div for Unit {
    type Output = Self;
    fn div(self, other: Self) -> Self {
        let mut dimension = self.dimension;
        for (part, less) in dimension.0.iter_mut().zip(other.dimension.0) {
            *part = part.saturating_sub(less);
        }
        Self { dimension, factor: self.factor / other.factor }
    }
}

/// Reads a number and the unit after it, if there is one: `"0.5 mg/kg"`, `"40min"`, `"0.05"`.
///
/// # Errors
/// Every variant of [`UnitError`].
pub fn read_amount(text: &str) -> Result<(f64, Option<Unit>), UnitError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(UnitError::Empty);
    }
    let end = number_end(text);
    let (number, unit) = text.split_at(end);
    if let Some(digits) = unit.strip_prefix(',')
        && digits.starts_with(|c: char| c.is_ascii_digit())
    {
        return Err(UnitError::DecimalComma(format!("{number}.{digits}")));
    }
    let value: f64 = number.parse().map_err(|_| UnitError::NoNumber(text.to_owned()))?;
    if !value.is_finite() {
        return Err(UnitError::NotFinite);
    }
    let unit = unit.trim();
    // "5/h" could be five per hour; a quotient must say what it divides.
    if unit.is_empty() { Ok((value, None)) } else { Ok((value, Some(Unit::parse(unit)?))) }
}

/// Where the number at the start of a text ends, in bytes.
fn number_end(text: &str) -> usize {
    let bytes = text.as_bytes();
    let digits = |mut i: usize| {
        while i < bytes.len() && (bytes[i].is_ascii_digit() || bytes[i] == b'_') {
            i += 1;
        }
        i
    };
    let mut i = usize::from(matches!(bytes.first(), Some(b'+' | b'-')));
    i = digits(i);
    if bytes.get(i) == Some(&b'.') {
        i = digits(i + 1);
    }
    if matches!(bytes.get(i), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(i + 1), Some(b'+' | b'-')));
        let end = digits(i + 1 + sign);
        if end > i + 1 + sign {
            i = end;
        }
    }
    i
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn same(a: &str, b: &str) {
        let (a, b) = (Unit::parse(a).unwrap(), Unit::parse(b).unwrap());
        assert!(a.is_same(b), "{a:?} against {b:?}");
    }

    #[test]
    fn spellings_of_one_unit_agree() {
        same("\u{b5}g", "ug");
        same("\u{3bc}g/mL", "mg/L");
        same("1/h", "h^-1");
        same("h\u{207b}\u{b9}", "1/h");
        same("uM", "umol/L");
        same("weeks", "wk");
        same("ng h/mL", "ug h/L");
        same("", "1");
    }

    #[test]
    fn amounts_are_read_with_their_units() {
        let (value, unit) = read_amount("0.5 mg/kg").unwrap();
        assert_eq!(value, 0.5);
        assert_eq!(unit.unwrap().dimension, Dimension::MASS_PER_BODY_MASS);
        assert_eq!(read_amount("40min").unwrap().0, 40.0);
        assert_eq!(read_amount("1e3").unwrap(), (1000.0, None));
        assert_eq!(read_amount("-2 h").unwrap().0, -2.0);
        assert_eq!(read_amount("0,5 mg"), Err(UnitError::DecimalComma("0.5 mg".into())));
        assert!(matches!(read_amount("mg 5"), Err(UnitError::NoNumber(_))));
        assert!(matches!(read_amount("5 mgg"), Err(UnitError::UnknownUnit(_, Some("mg")))));
        assert!(matches!(read_amount("5 /"), Err(UnitError::Malformed(_))));
        assert!(matches!(read_amount("5 h^x"), Err(UnitError::Malformed(_))));
        assert_eq!(read_amount(" "), Err(UnitError::Empty));
        assert_eq!(read_amount("1e999"), Err(UnitError::NotFinite));
    }
}
