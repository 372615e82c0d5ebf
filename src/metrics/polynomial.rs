//! The polynomial through the samples of a step.

#![allow(clippy::needless_range_loop, reason = "loops over lanes run through several arrays side by side")]

use super::samples::{PLACES, SAMPLES};
use crate::solver::NODES;

/// By powers of the place in the step, from the first on, and its value at the start.
#[derive(Debug, Clone, Copy)]
pub(super) struct Polynomial {
    start: f64,
    coefficients: [f64; NODES],
}

/// Rounds after which a bisection has reached the last bit.
const ROUNDS: usize = 60;

/// A round of Newton's method that moves a place by less than this leaves it right to the last bit.
const LAST_MOVE: f64 = 1e-9;

impl Polynomial {
    /// The one through these samples.
    pub(super) fn through(samples: &[f64; SAMPLES]) -> Self {
        // Newton's form of divided differences, written out in powers.
        let mut differences: [f64; SAMPLES] = std::array::from_fn(|i| samples[i] - samples[0]);
        for order in 1..SAMPLES {
            for i in (order..SAMPLES).rev() {
                differences[i] = (differences[i] - differences[i - 1]) / (PLACES[i] - PLACES[i - order]);
            }
        }
        let mut powers = [0.0; SAMPLES];
        for i in (0..SAMPLES).rev() {
            for k in (1..SAMPLES).rev() {
                powers[k] = powers[k - 1] - PLACES[i] * powers[k];
            }
            powers[0] = differences[i] - PLACES[i] * powers[0];
        }
        Self { start: samples[0], coefficients: std::array::from_fn(|k| powers[k + 1]) }
    }

    /// Its value at a place.
    pub(super) fn at(&self, place: f64) -> f64 {
        self.start + place * self.coefficients.iter().rev().fold(0.0, |value, part| value * place + part)
    }

    fn slope(&self, place: f64) -> f64 {
        let powers = (1..=NODES).rev();
        self.coefficients.iter().rev().zip(powers).fold(0.0, |value, (part, power)| value * place + power as f64 * part)
    }

    fn bend(&self, place: f64) -> f64 {
        let powers = (2..=NODES).rev().map(|power| (power * (power - 1)) as f64);
        self.coefficients.iter().rev().zip(powers).fold(0.0, |value, (part, factor)| value * place + factor * part)
    }

    /// Where it is greatest between two places, or least where `sign` is -1, and its value there.
    pub(super) fn extreme(&self, sign: f64, low: f64, high: f64) -> (f64, f64) {
        // Cut so small that it turns once at most in each part.
        const PARTS: usize = 3;
        let cut = |i: usize| low + (high - low) * i as f64 / PARTS as f64;
        let slopes: [f64; PARTS + 1] = std::array::from_fn(|i| sign * self.slope(cut(i)));
        let mut best = (low, f64::NEG_INFINITY);
        let mut consider = |place: f64| {
            let value = sign * self.at(place);
            if value > best.1 {
                best = (place, value);
            }
        };
        consider(low);
        consider(high);
        for i in (0..PARTS).filter(|i| slopes[*i] > 0.0 && slopes[i + 1] <= 0.0) {
            let guess = cut(i) + (cut(i + 1) - cut(i)) * slopes[i] / (slopes[i] - slopes[i + 1]);
            consider(root(|x| (-sign * self.slope(x), -sign * self.bend(x)), cut(i), cut(i + 1), guess));
        }
        (best.0, sign * best.1)
    }

    /// The place between two at which it comes to the side of a level on which it is at `high`.
    pub(super) fn crossing(&self, level: f64, is_up: bool, low: f64, high: f64) -> f64 {
        let sign = if is_up { 1.0 } else { -1.0 };
        root(|x| (sign * (self.at(x) - level), sign * self.slope(x)), low, high, 0.5 * (low + high))
    }
}

/// Where a function, given with its slope, comes from below 0 to above between two places: Newton's method from a guess,
/// inside a bracket that shrinks.
fn root(f: impl Fn(f64) -> (f64, f64), mut low: f64, mut high: f64, guess: f64) -> f64 {
    let mut x = guess;
    for _ in 0..ROUNDS {
        let (value, slope) = f(x);
        if value < 0.0 {
            low = x;
        } else {
            high = x;
        }
        let newton = x - value / slope;
        if newton >= low && newton <= high {
            if (newton - x).abs() <= LAST_MOVE {
                return newton;
            }
            x = newton;
        } else {
            x = 0.5 * (low + high);
        }
    }
    x
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_polynomial_of_its_degree_is_found_again() {
        let f = |x: f64| 2.0 + x * (1.0 + x * (-3.0 + x * (0.5 + x * (1.0 + x * (-0.7 + x * 0.2)))));
        let polynomial = Polynomial::through(&PLACES.map(f));
        for i in 0..=20 {
            let place = f64::from(i) / 20.0;
            assert!((polynomial.at(place) - f(place)).abs() < 1e-13, "{place}");
        }
        let (place, value) = polynomial.extreme(1.0, 0.0, 1.0);
        assert!(polynomial.slope(place).abs() < 1e-12 && value > f(place - 0.01) && value > f(place + 0.01));
        let level = f(0.9);
        assert!((polynomial.crossing(level, false, place, 1.0) - 0.9).abs() < 1e-12);
    }
}
