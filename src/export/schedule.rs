//! Doses of a regimen gathered into as few lines as they were written in.

use crate::model;
use crate::regimen::{Drug, Regimen, Route};

/// Least number of times that are worth a rule instead of a list.
const LEAST_REPEATS: usize = 4;

/// Times nearer to a rule than this share of its interval follow the rule.
const SAME_TIME: f64 = 1e-9;

/// The same amount given at one or more times.
#[derive(Debug, Clone, PartialEq)]
pub struct Given {
    /// What is given.
    pub drug: Drug,
    /// How it is given.
    pub route: Route,
    /// The state that it is added to, or for an infusion the input whose rate it raises.
    pub into: &'static str,
    /// How much each time, mg.
    pub amount: f64,
    /// How long each runs in, h; 0 is a bolus.
    pub over: f64,
    /// When each begins, h.
    pub at: Times,
}

/// Moments, h, in order.
#[derive(Debug, Clone, PartialEq)]
pub enum Times {
    /// One by one.
    Listed(Vec<f64>),
    /// By a rule.
    Every {
        /// The first.
        first: f64,
        /// From one to the next.
        every: f64,
        /// How many.
        count: usize,
    },
}

/// The doses of a regimen: each amount into each place once, with all its times.
pub(super) fn gathered(regimen: &Regimen) -> Vec<Given> {
    let mut gathered: Vec<(Given, Vec<f64>)> = Vec::new();
    for dose in &regimen.doses {
        let input = dose.drug.input(dose.route).filter(|_| dose.over > 0.0);
        let state = dose.drug.compartment(dose.route);
        let into = match (input, state) {
            (Some(input), _) => model::SETTINGS[input.0].key,
            (None, Some(state)) => model::STATES[state.0].key,
            (None, None) => continue,
        };
        let same = |given: &Given| {
            (given.drug, given.route, given.amount, given.over) == (dose.drug, dose.route, dose.amount, dose.over)
        };
        match gathered.iter_mut().find(|(given, _)| same(given)) {
            Some((_, times)) => times.push(dose.at),
            None => {
                let given = Given {
                    drug: dose.drug,
                    route: dose.route,
                    into,
                    amount: dose.amount,
                    over: dose.over,
                    at: Times::Listed(Vec::new()),
                };
                gathered.push((given, vec![dose.at]));
            }
        }
    }
    gathered.into_iter().map(|(given, times)| Given { at: times_of(times), ..given }).collect()
}

/// A rule where the times follow one.
fn times_of(mut times: Vec<f64>) -> Times {
    times.sort_by(f64::total_cmp);
    if let [first, second, ..] = times[..]
        && times.len() >= LEAST_REPEATS
    {
        let every = second - first;
        let follows = |(i, time): (usize, &f64)| (time - (first + i as f64 * every)).abs() <= SAME_TIME * every;
        if every > 0.0 && times.iter().enumerate().all(follows) {
            return Times::Every { first, every, count: times.len() };
        }
    }
    Times::Listed(times)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn even_times_become_a_rule() {
        let daily: Vec<f64> = (0..56).map(|day| 24.0 * f64::from(day)).collect();
        assert_eq!(times_of(daily), Times::Every { first: 0.0, every: 24.0, count: 56 });
        assert_eq!(times_of(vec![0.0, 48.0, 96.0, 168.0]), Times::Listed(vec![0.0, 48.0, 96.0, 168.0]));
        assert_eq!(times_of(vec![5.0; 4]), Times::Listed(vec![5.0; 4]));
    }
}
