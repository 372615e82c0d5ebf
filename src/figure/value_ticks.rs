//! Ticks of a value axis.
//!
//! Owns round numbers and how they are written. Must not know pixels.

use super::{Scale, Span};

/// Decades that a logarithmic axis shows at most, counted from its greatest value; what fades below is not worth them.
const MOST_DECADES: f64 = 6.0;

/// Powers of ten between which unlabelled places are looked for.
const MOST_POWERS: u8 = 7;

/// A value axis: what it covers and where it is labelled.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ValueAxis {
    /// How values map to its length.
    pub(crate) scale: Scale,
    /// Lower end.
    pub(crate) low: f64,
    /// Upper end, above the lower one.
    pub(crate) high: f64,
    /// Labelled values with their labels.
    pub(crate) ticks: Vec<(f64, String)>,
}

impl ValueAxis {
    /// An axis over what is drawn (`low` to `high`), with about `count` ticks no
    /// nearer than `nearest` (a share of the axis), and with zero where zero is near.
    ///
    /// Ends at whole ticks are the rule. In a low panel they can leave the curve a
    /// strip; then the curve gets a little air instead, and ticks fall inside.
    pub(crate) fn around(low: f64, high: f64, count: usize, nearest: f64) -> Self {
        let (mut low, mut high) = magnified_at_most(sound(low, high));
        let span = high - low;
        if low > 0.0 && low <= 0.35 * span.max(high) {
            low = 0.0;
        } else if high < 0.0 && -high <= 0.35 * span.max(-low) {
            high = 0.0;
        }
        let air = 0.07 * (high - low);
        let below = if low == 0.0 { 0.0 } else { air };
        let above = if high == 0.0 { 0.0 } else { air };
        let mut best = Self::whole(low, high, count);
        // How much of the height the curve uses; air must be clearly better.
        let used = |axis: &Self, bonus: f64| (high - low) / (axis.high - axis.low) + bonus;
        let mut score = used(&best, 0.2);
        for more in 1..=3 {
            let others = [
                (Self::whole(low, high, count + more), 0.2),
                (Self::exact(low - below, high + above, count + more), 0.0),
            ];
            for (axis, bonus) in others {
                let apart = match axis.ticks.as_slice() {
                    [(one, _), (other, _), ..] => (other - one) / (axis.high - axis.low),
                    _ => 0.0,
                };
                if apart >= nearest && used(&axis, bonus) > score + 0.05 {
                    score = used(&axis, bonus);
                    best = axis;
                }
            }
        }
        best
    }

    /// An axis with its ends moved outwards to whole ticks.
    fn whole(low: f64, high: f64, count: usize) -> Self {
        let step = step(high - low, count);
        // A curve that only grazes a tick does not earn a whole further step.
        let slack = 0.02 * step;
        let first = ((low + slack) / step).floor() * step;
        let last = ((high - slack) / step).ceil() * step;
        let last = if last > first { last } else { first + step };
        Self { scale: Scale::Linear, low: first.min(low), high: last.max(high), ticks: ticks(first, last, step) }
    }

    /// An axis from `low` to `high` exactly, with at least two ticks: one alone tells no scale.
    pub(crate) fn exact(low: f64, high: f64, count: usize) -> Self {
        let (low, high) = sound(low, high);
        let axis = |count: usize| {
            let step = step(high - low, count);
            let first = (low / step - 1e-9).ceil() * step;
            let last = (high / step + 1e-9).floor() * step;
            Self { scale: Scale::Linear, low, high, ticks: ticks(first, last, step) }
        };
        let more = count + 8;
        (count..more).map(axis).find(|axis| axis.ticks.len() > 1).unwrap_or_else(|| axis(more))
    }

    /// A logarithmic axis over what is drawn, which is above 0, with at most `count` ticks; its ends are round where
    /// `widen`.
    pub(crate) fn log(low: f64, high: f64, count: usize, widen: bool) -> Self {
        let high = if high.is_finite() && high > 0.0 { high.clamp(1e-290, 1e300) } else { 1.0 };
        let low = if low.is_finite() && low > 0.0 && low < high { low } else { 0.1 * high };
        let low = low.max(high / 10.0_f64.powf(MOST_DECADES));
        let (first, last) = (low.log10().floor(), high.log10().ceil());
        let round = |factors: &[f64]| -> Vec<f64> {
            let mut values = Vec::new();
            let mut power = first;
            while power <= last && values.len() < 100 {
                values.extend(factors.iter().map(|factor| factor * 10.0_f64.powf(power)));
                power += 1.0;
            }
            values
        };
        let fine = round(&[1.0, 2.0, 5.0]);
        let (low, high) = if widen {
            let below = fine.iter().copied().filter(|value| *value <= low * 1.001).fold(0.0, f64::max);
            let above = fine.iter().copied().filter(|value| *value >= high * 0.999).fold(f64::INFINITY, f64::min);
            (if below > 0.0 { below.min(low) } else { low }, if above.is_finite() { above.max(high) } else { high })
        } else {
            (low, high)
        };
        let inside = |values: &[f64]| -> Vec<f64> {
            values.iter().copied().filter(|v| *v >= low * (1.0 - 1e-9) && *v <= high * (1.0 + 1e-9)).collect()
        };
        let decades = inside(&round(&[1.0]));
        let choices = [inside(&fine), inside(&round(&[1.0, 3.0])), decades.clone()];
        let thinned = |every: usize| decades.iter().copied().step_by(every).collect::<Vec<f64>>();
        let fits = |values: &&Vec<f64>| values.len() >= 2 && values.len() <= count.max(2);
        let values = choices.iter().find(fits).cloned().unwrap_or_else(|| match decades.len() {
            0 | 1 => vec![low, high],
            many => thinned(many.div_ceil(count.max(2))),
        });
        let ticks = values.into_iter().map(|value| (value, label(value, value))).collect();
        Self { scale: Scale::Log, low, high, ticks }
    }

    /// Unlabelled places between the ticks of a logarithmic axis: 2, 3, up to 9 of each power of ten.
    pub(crate) fn minor(&self) -> impl Iterator<Item = f64> {
        let is_log = self.scale == Scale::Log && self.low > 0.0;
        let (low, high) = if is_log { (self.low, self.high) } else { (1.0, 0.0) };
        let powers =
            (0..=i32::from(MOST_POWERS)).map(move |power| 10.0_f64.powi(power) * 10.0_f64.powf(low.log10().floor()));
        powers
            .flat_map(|power| (2..10).map(move |factor| f64::from(factor) * power))
            .filter(move |value| *value > low && *value < high)
    }

    /// The stretch that it covers.
    pub(crate) fn span(&self) -> Span {
        Span::new(self.scale, self.low, self.high)
    }
}

/// Least share of the values that an axis covers: what moves by less is not blown up to its full height.
const LEAST_SPAN: f64 = 0.05;

/// The ends, moved apart about their middle where the axis would magnify a small difference; never across zero.
fn magnified_at_most((low, high): (f64, f64)) -> (f64, f64) {
    let least = LEAST_SPAN * low.abs().max(high.abs());
    if high - low >= least {
        return (low, high);
    }
    let middle = f64::midpoint(low, high);
    (middle - 0.5 * least, middle + 0.5 * least)
}

/// Two finite ends, the second above the first.
fn sound(low: f64, high: f64) -> (f64, f64) {
    let (low, high) = match (low.is_finite(), high.is_finite()) {
        (true, true) => (low.min(high), low.max(high)),
        (true, false) => (low, low),
        (false, true) => (high, high),
        (false, false) => (0.0, 0.0),
    };
    // Beyond this, differences of doubles overflow.
    let (low, high) = (low.clamp(-1e300, 1e300), high.clamp(-1e300, 1e300));
    if high - low > 1e-9 * low.abs().max(high.abs()) {
        return (low, high);
    }
    // A flat curve sits between zero and somewhat more than itself.
    if low.abs() < 1e-300 {
        (0.0, 1.0)
    } else if low > 0.0 {
        (0.0, 1.25 * low)
    } else {
        (1.25 * low, 0.0)
    }
}

/// A round step (1, 2 or 5 times a power of ten) that cuts `span` into at most
/// `count` parts.
fn step(span: f64, count: usize) -> f64 {
    let count = f64::from(u32::try_from(count.clamp(1, 50)).unwrap_or(5));
    let raw = span / count;
    let power = 10.0_f64.powf(raw.log10().floor());
    [1.0, 2.0, 2.5, 5.0, 10.0]
        .into_iter()
        .map(|factor| factor * power)
        .find(|&step| step >= raw * (1.0 - 1e-9))
        .unwrap_or(10.0 * power)
}

/// Every multiple of `step` from `first` to `last` with its label.
fn ticks(first: f64, last: f64, step: f64) -> Vec<(f64, String)> {
    let mut ticks = Vec::new();
    let mut index = 0.0;
    while first + index * step <= last + 0.01 * step && ticks.len() < 60 {
        let value = first + index * step;
        // Rounding residue next to zero would print as a tiny number.
        let value = if value.abs() < 1e-6 * step { 0.0 } else { value };
        ticks.push((value, label(value, step)));
        index += 1.0;
    }
    ticks
}

/// The number with as many decimals as the step asks for, and a true minus sign.
pub(crate) fn label(value: f64, step: f64) -> String {
    let size = value.abs();
    let text = if size >= 1e5 || (step < 1e-4 && size > 0.0) {
        scientific(size)
    } else {
        let mut decimals = 0;
        let mut scaled = step;
        while (scaled - scaled.round()).abs() > 1e-6 * scaled && decimals < 6 {
            scaled *= 10.0;
            decimals += 1;
        }
        format!("{size:.decimals$}")
    };
    if value < 0.0 { format!("\u{2212}{text}") } else { text }
}

/// `2.5 × 10⁶` for a value above 0.
fn scientific(size: f64) -> String {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let power = size.log10().floor();
    let mantissa = size / 10.0_f64.powf(power);
    let mantissa = (mantissa * 100.0).round() / 100.0;
    let exponent: String = format!("{power:.0}")
        .chars()
        .filter_map(|letter| match letter {
            '-' => Some('⁻'),
            digit => digit.to_digit(10).and_then(|value| DIGITS.get(usize::try_from(value).ok()?).copied()),
        })
        .collect();
    if (mantissa - 1.0).abs() < 1e-9 { format!("10{exponent}") } else { format!("{mantissa}×10{exponent}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(axis: &ValueAxis) -> Vec<&str> {
        axis.ticks.iter().map(|(_, label)| label.as_str()).collect()
    }

    #[test]
    fn no_axis_has_a_single_tick() {
        for count in 1..7 {
            for (low, high) in [(-0.004, 0.004), (0.0, 0.9), (0.31, 0.39), (-2.0, 2.0), (72.1, 83.0), (0.0, 1e-6)] {
                for axis in [ValueAxis::exact(low, high, count), ValueAxis::around(low, high, count, 0.1)] {
                    assert!(axis.ticks.len() > 1, "{low} to {high}, {count}: {:?}", labels(&axis));
                }
            }
        }
    }

    #[test]
    fn small_differences_are_not_blown_up() {
        let axis = ValueAxis::around(0.8, 0.805, 4, 0.1);
        assert!(axis.high - axis.low >= 0.04, "{:?}", labels(&axis));
        assert!(labels(&axis).iter().all(|label| label.len() <= 4), "{:?}", labels(&axis));
    }

    #[test]
    fn shares_have_no_negative_per_cent() {
        for (low, high) in [(0.0, 0.3), (0.4, 0.41), (0.02, 55.0), (3.0, 3.0), (0.0, 0.0)] {
            let axis = ValueAxis::around(low, high, 4, 0.1);
            assert!(axis.low >= 0.0, "{low} to {high}: {:?}", labels(&axis));
        }
    }
}
