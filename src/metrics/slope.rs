//! How each kind of metric changes with what was run, exactly: the rules by which a value, a greatest value, a crossing,
//! an area and a half-life follow the derivatives of the signals.

use super::exposure::{Analyte, Exposure};
use super::source::Source;
use super::view::{Sampled, quadrature_of};
use crate::model::circuit;
use crate::quantity::Observable;
use crate::simulate::{Signal, Slopes};
use crate::solver::{MOMENTS, nodes};

/// Share of a time within which the moment of a greatest value is known.
const PLACE_OF_A_TOP: f64 = 1e-3;

/// A derivative in each direction.
pub(super) type Derivatives = Vec<f64>;

/// The metrics of a trajectory with the derivatives of its signals.
pub(super) struct Slope<'a> {
    pub(super) source: &'a Source<Sampled<'a>>,
    pub(super) slopes: &'a Slopes<'a>,
}

fn scaled(derivatives: Derivatives, factor: f64) -> Derivatives {
    derivatives.into_iter().map(|derivative| factor * derivative).collect()
}

fn sum(a: Derivatives, b: &[f64], factor: f64) -> Derivatives {
    a.into_iter().zip(b).map(|(a, b)| a + factor * b).collect()
}

impl Slope<'_> {
    /// Step and place of a time (h), as the metrics take them.
    fn place(&self, time: f64) -> (usize, f64) {
        let dense = self.slopes.trajectory().dense();
        let step = dense.locate(time);
        let (start, length) = dense.span(step);
        (step, (time - start) / length)
    }

    /// Of the value at a time.
    pub(super) fn at(&self, signal: Signal, time: f64) -> Option<Derivatives> {
        let (step, place) = self.place(time);
        Some(self.slopes.of(signal, step, place))
    }

    /// Of the value at the end.
    pub(super) fn at_end(&self, signal: Signal) -> Option<Derivatives> {
        self.at(signal, self.source.end())
    }

    /// Step and place where a signal is greatest; at a jump the side of it that is.
    fn summit(&self, signal: Signal) -> Option<(usize, f64)> {
        self.source.features.summit(signal).map(|(_, highest, _)| highest)
    }

    /// Of the greatest value: that of the value where it is greatest, since there the place does not matter.
    pub(super) fn peak(&self, signal: Signal) -> Option<Derivatives> {
        let (step, place) = self.summit(signal)?;
        Some(self.slopes.of(signal, step, place))
    }

    /// Of the moment of the greatest value: where the derivative by time is 0 it moves so that it stays 0; where an edge
    /// holds it, as the end of an infusion does, it does not move.
    pub(super) fn time_of_peak(&self, signal: Signal) -> Option<Derivatives> {
        let (time, _) = self.source.features.maximum(signal)?;
        let (step, place) = self.place(time);
        let (_, length) = self.slopes.trajectory().dense().span(step);
        let rate = self.slopes.by_time(signal, step, place);
        let places = std::iter::once(0.0).chain(*nodes());
        let there: Vec<(f64, f64, Derivatives)> = places
            .map(|node| (node, self.slopes.by_time(signal, step, node), self.slopes.of(signal, step, node)))
            .collect();
        let weights = derivative_weights(&there.iter().map(|(node, ..)| *node).collect::<Vec<_>>(), place);
        let curvature: f64 = weights.iter().zip(&there).map(|(w, (_, rate, _))| w * rate / length).sum();
        let mut mixed = vec![0.0; there.first()?.2.len()];
        for (weight, (.., slopes)) in weights.iter().zip(&there) {
            mixed = sum(mixed, slopes, weight / length);
        }
        let is_held = !(curvature < 0.0) || rate.abs() > PLACE_OF_A_TOP * time.max(1e-3) * -curvature;
        Some(if is_held { vec![0.0; mixed.len()] } else { scaled(mixed, -1.0 / curvature) })
    }

    /// Of the moment at which improvement crosses its level.
    pub(super) fn crossing(&self, time: Option<f64>) -> Option<Derivatives> {
        self.crossing_of(Signal::Improvement, time)
    }

    /// Of the moment at which a signal crosses a level that is the same for every subject.
    pub(super) fn crossing_of(&self, signal: Signal, time: Option<f64>) -> Option<Derivatives> {
        let (step, place) = self.place(time?);
        let rate = self.slopes.by_time(signal, step, place);
        Some(scaled(self.slopes.of(signal, step, place), -1.0 / rate))
    }

    /// Of onset and offset together.
    pub(super) fn duration(&self) -> Option<Derivatives> {
        Some(sum(self.crossing(self.source.offset)?, &self.crossing(self.source.onset)?, -1.0))
    }

    /// Of a gain over the value at time 0, in percent of that, for the value at a time.
    pub(super) fn gain(&self, signal: Signal, time: f64) -> Option<Derivatives> {
        Some(self.gain_at(signal, self.place(time)))
    }

    fn gain_at(&self, signal: Signal, (step, place): (usize, f64)) -> Derivatives {
        let value = |step, place| self.slopes.trajectory().signal_within(signal, step, [place; MOMENTS])[0];
        let (start, now) = (value(0, 0.0), value(step, place));
        let derivatives = scaled(self.slopes.of(signal, step, place), 100.0 / start);
        sum(derivatives, &self.slopes.of(signal, 0, 0.0), -100.0 * now / (start * start))
    }

    /// Of the part of the improvement at a time that is expectancy's.
    pub(super) fn by_expectancy(&self, time: f64) -> Option<Derivatives> {
        let signals = [circuit::state::expectancy_response, circuit::state::symptom_index].map(Signal::State);
        let here = self.place(time);
        let value = |signal, (step, place)| self.slopes.trajectory().signal_within(signal, step, [place; MOMENTS])[0];
        let slopes = |signal, (step, place)| self.slopes.of(signal, step, place);
        let [share, left] = signals.map(|signal| value(signal, here));
        let [shares, lefts] = signals.map(|signal| slopes(signal, here));
        let (start, starts) = (value(signals[1], (0, 0.0)), slopes(signals[1], (0, 0.0)));
        let both = sum(scaled(shares, 100.0 * left / start), &lefts, 100.0 * share / start);
        Some(sum(both, &starts, -100.0 * share * left / (start * start)))
    }

    /// Of the mean of an observable.
    pub(super) fn mean(&self, observable: Observable, from: f64, to: f64) -> Option<Derivatives> {
        Some(scaled(self.area(Signal::Observable(observable), from, to)?, 1.0 / (to - from)))
    }

    /// Of the area under a signal.
    fn area(&self, signal: Signal, from: f64, to: f64) -> Option<Derivatives> {
        let mut total: Option<Derivatives> = None;
        for (step, place, weight) in quadrature_of(self.slopes.trajectory(), from, to) {
            let here = self.slopes.of(signal, step, place);
            total = Some(match total {
                None => scaled(here, weight),
                Some(total) => sum(total, &here, weight),
            });
        }
        total
    }

    /// Of the greatest level of a drug.
    pub(super) fn cmax(&self, analyte: &Analyte) -> Option<Derivatives> {
        self.peak(Signal::Observable(analyte.plasma))
    }

    /// Of its moment.
    pub(super) fn tmax(&self, analyte: &Analyte) -> Option<Derivatives> {
        self.time_of_peak(Signal::Observable(analyte.plasma))
    }

    /// Of the greatest gain.
    pub(super) fn greatest_gain(&self, signal: Signal) -> Option<Derivatives> {
        Some(self.gain_at(signal, self.summit(signal)?))
    }

    /// Of the area under the level to the end.
    pub(super) fn auc(&self, analyte: &Analyte) -> Option<Derivatives> {
        self.area(Signal::Observable(analyte.plasma), 0.0, self.source.end())
    }

    /// Of the area to infinity.
    pub(super) fn auc_inf(&self, analyte: &Analyte, exposure: &Exposure) -> Option<Derivatives> {
        exposure.auc_inf?;
        let to_come: Option<Vec<Derivatives>> = self
            .slopes
            .end()
            .map(|(settings, states, count)| {
                let mut derivatives = self.source.decline.area_to_come_along(analyte, settings, &states)?;
                derivatives.truncate(count);
                Some(derivatives)
            })
            .collect();
        Some(sum(self.auc(analyte)?, &to_come?.concat(), 1.0))
    }

    /// Of the slowest half-life.
    pub(super) fn half_life(&self, analyte: &Analyte, exposure: &Exposure) -> Option<Derivatives> {
        let half_life = exposure.half_life?;
        let each: Option<Vec<Derivatives>> = self
            .slopes
            .end()
            .map(|(settings, _, count)| {
                let mut derivatives = self.source.decline.half_life_along(analyte, half_life, settings)?;
                derivatives.truncate(count);
                Some(derivatives)
            })
            .collect();
        Some(each?.concat())
    }
}

/// The weights of values at these places in the derivative at another, of the polynomial through them.
fn derivative_weights(places: &[f64], at: f64) -> Vec<f64> {
    let weight = |j: usize| {
        let others = || places.iter().enumerate().filter(move |(m, _)| *m != j);
        others()
            .map(|(left_out, x)| {
                let product: f64 = others()
                    .filter(|(m, _)| *m != left_out)
                    .map(|(_, other)| (at - other) / (places[j] - other))
                    .product();
                product / (places[j] - x)
            })
            .sum()
    };
    (0..places.len()).map(weight).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_polynomial_is_differentiated_exactly() {
        let places = [0.0, 0.1, 0.4, 0.7, 1.0];
        let value = |x: f64| 1.0 - 2.0 * x + 3.0 * x.powi(4);
        for at in [0.0, 0.1, 0.33, 1.0] {
            let weights = derivative_weights(&places, at);
            let found: f64 = weights.iter().zip(places).map(|(weight, x)| weight * value(x)).sum();
            assert!((found - (-2.0 + 12.0 * at.powi(3))).abs() < 1e-12, "{at}: {found}");
        }
    }
}
