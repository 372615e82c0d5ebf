//! Random scenarios: parameters within their bounds, regimens, switches and events.

use std::fmt::Write as _;

use onset::model::{SETTINGS, STATES};
use onset::quantity::Kind;
use onset::scenario::{Severity, Source, read};
use onset::simulate::Experiment;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

/// What is drawn besides parameters, doses and switches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Events {
    /// Nothing.
    None,
    /// States are scaled, and lose what they have gained.
    Any,
}

/// One of some values.
fn one_of<T: Copy>(rng: &mut StdRng, values: &[T]) -> T {
    values[rng.random_range(0..values.len())]
}

/// A value between two bounds: one of them, or any between.
fn between(rng: &mut StdRng, low: f64, high: f64) -> f64 {
    match rng.random_range(0..6) {
        0 => low,
        1 => high,
        2 | 3 if low > 0.0 => low * (high / low).powf(rng.random_range(0.0..1.0)),
        _ => low + (high - low) * rng.random_range(0.0..1.0),
    }
}

/// The text of the scenario with this number.
pub(crate) fn scenario(number: u64, events: Events) -> String {
    let rng = &mut StdRng::seed_from_u64(number);
    let days: f64 = one_of(rng, &[0.5, 2.0, 7.0, 14.0, 28.0, 56.0, 56.0, 364.0]);
    let mut text = format!("format = 1\nduration = \"{days} d\"\n[[arm]]\nname = \"a\"\n");
    let parameters: Vec<_> = SETTINGS.iter().filter(|setting| setting.kind == Kind::Parameter).collect();
    text.push_str("[arm.parameters]\n");
    let mut named = Vec::new();
    for _ in 0..one_of(rng, &[0, 1, 3, 6, 12]) {
        let parameter = one_of(rng, &parameters);
        if !named.contains(&parameter.key) {
            named.push(parameter.key);
            let _ = writeln!(text, "{} = {:?}", parameter.key, between(rng, parameter.low, parameter.high));
        }
    }
    let time = |rng: &mut StdRng| 24.0 * days * rng.random_range(0.0..0.95);
    for _ in 0..rng.random_range(0..3) {
        let at = if rng.random_bool(0.5) { 0.0 } else { time(rng) };
        let amount = one_of(rng, &[0.1, 0.5, 0.5, 1.0, 5.0]);
        let route = one_of(rng, &["iv", "iv", "im", "nasal", "sublingual", "oral"]);
        let _ = writeln!(text, "[[arm.dose]]\ndrug = \"ketamine\"\namount = \"{amount} mg/kg\"\nroute = \"{route}\"");
        let _ = writeln!(text, "at = \"{at:?} h\"");
        if route == "iv" && rng.random_bool(0.7) {
            let _ = writeln!(text, "over = \"{} min\"", one_of(rng, &[0.02, 2.0, 40.0, 40.0, 600.0]));
        }
        if rng.random_bool(0.4) {
            let _ = writeln!(text, "every = \"{} h\"\ncount = {}", one_of(rng, &[12, 48, 84]), rng.random_range(2..7));
        }
    }
    if rng.random_bool(0.6) {
        let amount = one_of(rng, &[5.0, 10.0, 20.0, 60.0]);
        let _ = writeln!(text, "[[arm.dose]]\ndrug = \"ssri\"\namount = \"{amount} mg\"\nroute = \"oral\"");
        if rng.random_bool(0.5) {
            let _ = writeln!(text, "every = \"1 d\"\nuntil = \"{} d\"", days.min(60.0));
        } else {
            let _ = writeln!(text, "at = \"{:?} h\"", time(rng));
        }
    }
    let mut switched: Vec<&str> = Vec::new();
    for _ in 0..one_of(rng, &[0, 0, 1, 2, 3]) {
        let parameter = one_of(rng, &parameters);
        if switched.contains(&parameter.key) {
            continue;
        }
        switched.push(parameter.key);
        let (at, until) = (time(rng), 24.0 * days * rng.random_range(0.95..1.2));
        let value = between(rng, parameter.low, parameter.high);
        let _ = writeln!(text, "[[arm.switch]]\nat = \"{at:?} h\"\nuntil = \"{until:?} h\"");
        let _ = writeln!(text, "set = {{ {} = {value:?} }}", parameter.key);
    }
    if events == Events::Any {
        for _ in 0..one_of(rng, &[1, 1, 2, 4, 10]) {
            let state = STATES[rng.random_range(0..STATES.len())].key;
            let _ = writeln!(text, "[[arm.event]]\nat = \"{:?} h\"", time(rng));
            if rng.random_bool(0.15) {
                let _ = writeln!(text, "lose_gain = [\"{state}\"]");
            } else {
                let factor = one_of(rng, &[0.0, 0.0, 0.1, 0.5, 0.9, 1.0, 1.1, 2.0, 3.0, 10.0, 100.0, 100.0]);
                let _ = writeln!(text, "scale_state = {{ {state} = {factor:?} }}");
            }
        }
    }
    text
}

/// The arm of a scenario, if the file is good; what is refused has a place in it.
pub(crate) fn experiment(text: &str) -> Option<Experiment> {
    let outcome = read(&Source::new("random.toml", text.to_owned()), &[]);
    let errors: Vec<_> = outcome.diagnostics.iter().filter(|found| found.severity == Severity::Error).collect();
    for error in &errors {
        assert!(error.span.end <= text.len(), "{error:?}");
    }
    let scenario = if errors.is_empty() { outcome.scenario } else { None };
    scenario.map(|scenario| scenario.arms[0].experiment.clone())
}
