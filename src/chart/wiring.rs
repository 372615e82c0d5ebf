//! Which quantity acts on which, straight or through others, read off the equations.
//!
//! Owns the ways from one quantity to the next among a chosen few, and how strong they are under given settings. Must
//! not know arms, boxes or words.

use crate::model;
use crate::solver::Equation;

/// All ways from one of the chosen quantities to another that pass no third.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Route {
    /// Key of the quantity that acts.
    pub(crate) from: &'static str,
    /// Key of the quantity that it acts on.
    pub(crate) to: &'static str,
    /// Each way as the keys along it, both ends among them.
    ways: Vec<Vec<&'static str>>,
}

/// A slope less than this is no action.
const NO_SLOPE: f64 = 1e-9;

/// Every route among the chosen quantities that runs with the order in which the model is solved; what feeds back would
/// turn a picture of them into a circle.
pub(crate) fn routes(chosen: &[&'static str]) -> Vec<Route> {
    let mut routes: Vec<Route> = Vec::new();
    for from in chosen {
        let mut ways = Vec::new();
        extend(&mut vec![*from], chosen, &mut ways);
        for way in ways {
            let Some(to) = way.last().copied().filter(|to| rank(from) < rank(to)) else { continue };
            match routes.iter_mut().find(|route| route.from == *from && route.to == to) {
                Some(route) => route.ways.push(way),
                None => routes.push(Route { from, to, ways: vec![way] }),
            }
        }
    }
    routes
}

/// Every way that goes on from `way` to the next chosen quantity.
fn extend(way: &mut Vec<&'static str>, chosen: &[&'static str], found: &mut Vec<Vec<&'static str>>) {
    let Some(last) = way.last().copied() else { return };
    for next in model::acted_on_by(last) {
        if way.contains(&next) {
            continue;
        }
        way.push(next);
        if chosen.contains(&next) {
            found.push(way.clone());
        } else {
            extend(way, chosen, found);
        }
        way.pop();
    }
}

/// Place among the equations, which stand in the order in which they are solved.
fn rank(key: &str) -> usize {
    model::equations().iter().position(|equation| equation.key == key).unwrap_or(0)
}

impl Route {
    /// How far the end moves for each unit of the start, once all between has settled, with these settings and with
    /// every quantity at the value that `at` gives; 0 where nothing acts.
    pub(crate) fn gain(&self, settings: &[f64], at: &impl Fn(&str) -> f64) -> f64 {
        let value = |key: &str| match model::SETTINGS.iter().position(|setting| setting.key == key) {
            Some(setting) => settings[setting],
            None => at(key),
        };
        let gain: f64 =
            self.ways.iter().map(|way| way.windows(2).map(|step| answer(step, &value)).product::<f64>()).sum();
        if gain.abs() < NO_SLOPE { 0.0 } else { gain }
    }
}

/// How far a quantity moves for each unit of one that it is computed from.
fn answer(step: &[&'static str], value: &impl Fn(&str) -> f64) -> f64 {
    let [source, target] = *step else { return 0.0 };
    let Some(equation) = equation(target) else { return 0.0 };
    let slope = slope(equation, source, value);
    if !model::STATES.iter().any(|state| state.key == target) {
        return slope;
    }
    // A rate moves the state until its own loss makes up for it.
    let loss = self::slope(equation, target, value).abs();
    if loss < NO_SLOPE { slope } else { slope / loss }
}

fn equation(key: &str) -> Option<&'static Equation> {
    model::equations().iter().find(|equation| equation.key == key)
}

/// The slope of the right-hand side of an equation along a symbol, by central differences.
fn slope(equation: &Equation, along: &str, value: &impl Fn(&str) -> f64) -> f64 {
    let nudge = 1e-4 * (value(along).abs() + 1.0);
    let moved =
        |by: f64| equation.expression.evaluate(&|name| if name == along { value(name) + by } else { value(name) });
    let slope = (moved(nudge) - moved(-nudge)) / (2.0 * nudge);
    if slope.is_finite() { slope } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn route(from: &'static str, to: &'static str) -> Route {
        routes(&[from, to]).into_iter().find(|route| route.to == to).unwrap()
    }

    #[test]
    fn a_route_passes_what_is_not_chosen() {
        let ways = route("glutamate", "bdnf_release").ways;
        assert_eq!(ways, vec![vec!["glutamate", "ampa_activation", "bdnf_release"]]);
        assert!(routes(&["glutamate", "ampa_activation", "bdnf_release"]).iter().all(|route| route.ways.len() == 1));
        // Nothing runs back.
        assert!(routes(&["synapse_count", "glutamate"]).iter().all(|route| route.from == "glutamate"));
    }

    #[test]
    fn a_gain_has_the_sign_and_the_share_of_what_is_blocked() {
        let at = |_: &str| 1.5;
        let route = route("glutamate", "ampa_activation");
        let mut settings = model::defaults();
        let whole = route.gain(&settings, &at);
        settings[model::parameter("ampa_block").unwrap().0] = 0.9;
        assert!(whole > 0.0 && (route.gain(&settings, &at) / whole - 0.1).abs() < 1e-6);
        settings[model::parameter("ampa_block").unwrap().0] = 1.0;
        assert_eq!(route.gain(&settings, &at), 0.0);
        let relief = self::route("synapse_count", "reported_symptoms");
        assert!(relief.gain(&model::defaults(), &|key| if key == "synapse_count" { 0.8 } else { 0.5 }) < 0.0);
    }
}
