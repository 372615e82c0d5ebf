//! The equations, instantiated as units, duals and expressions.

use onset::model::{self, Onset};
use onset::quantity::{Basis, Kind, Unit};
use onset::scalar::{Dual, Node, Physical};
use onset::solver::{AnyModel, Cascade, Observables, Rates};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

/// Settings within their bounds near the defaults, and states of a treated subject.
fn random_case(seed: u64) -> (Vec<f64>, Vec<f64>) {
    let mut rng = StdRng::seed_from_u64(seed);
    let settings = model::SETTINGS
        .iter()
        .map(|setting| match setting.kind {
            Kind::Constant => setting.default,
            Kind::Input => rng.random_range(0.0..60.0),
            _ => (setting.default * rng.random_range(0.7..1.4)).clamp(setting.low, setting.high),
        })
        .collect();
    let states = model::STATES.iter().map(|state| state.default * rng.random_range(0.05..2.0)).collect();
    (settings, states)
}

#[test]
fn every_equation_is_dimensionally_consistent() {
    let unit = |quantity: &onset::quantity::Quantity| Physical::In(Unit::parse(quantity.unit).unwrap());
    let hour = Unit::parse("h").unwrap();
    let settings: Vec<Physical> = model::SETTINGS.iter().map(unit).collect();
    let states: Vec<Physical> = model::STATES.iter().map(unit).collect();
    let mut rates = states.clone();
    Onset::walk(&settings, &mut Rates::new(&states, &mut rates));
    for (state, rate) in model::STATES.iter().zip(&rates) {
        let expected = Unit::parse(state.unit).unwrap() / hour;
        assert!(matches!(rate, Physical::In(unit) if unit.is_same(expected)), "{}' has {rate:?}", state.key);
    }
    let mut observables: Vec<Physical> = model::OBSERVABLES.iter().map(unit).collect();
    Onset::walk(&settings, &mut Observables::new(&states, &mut observables));
    for (observable, found) in model::OBSERVABLES.iter().zip(&observables) {
        let expected = Unit::parse(observable.unit).unwrap();
        assert!(matches!(found, Physical::In(unit) if unit.is_same(expected)), "{} has {found:?}", observable.key);
    }
}

#[test]
fn a_wrong_unit_is_noticed() {
    let mut settings: Vec<Physical> =
        model::SETTINGS.iter().map(|setting| Physical::In(Unit::parse(setting.unit).unwrap())).collect();
    settings[model::parameter("ketamine_v1").unwrap().0] = Physical::In(Unit::parse("mL").unwrap());
    let states: Vec<Physical> =
        model::STATES.iter().map(|state| Physical::In(Unit::parse(state.unit).unwrap())).collect();
    let mut rates = states.clone();
    Onset::walk(&settings, &mut Rates::new(&states, &mut rates));
    assert!(rates.iter().any(|rate| matches!(rate, Physical::Conflict(..))));
}

#[test]
fn duals_have_the_value_bit_for_bit_and_the_slope_of_differences() {
    let n = Onset.states();
    for seed in 0..20 {
        let (settings, states) = random_case(seed);
        let mut plain = vec![0.0; n];
        Onset.rates(&settings, &states, &mut plain);
        let duals: Vec<Dual<f64, 1>> = states.iter().map(|state| Dual::variable(*state, 0)).collect();
        let mut rates = duals.clone();
        Onset::walk(&settings, &mut Rates::new(&duals, &mut rates));
        for (rate, plain) in rates.iter().zip(&plain) {
            assert_eq!(rate.value.to_bits(), plain.to_bits());
        }
        let mut jacobian = vec![0.0; n * n];
        Onset.jacobian(&settings, &states, &mut jacobian);
        for j in 0..n {
            let h = 1e-6 * states[j].abs().max(1e-3);
            let shifted = |by: f64| {
                let mut moved = states.clone();
                moved[j] += by;
                let mut rates = vec![0.0; n];
                Onset.rates(&settings, &moved, &mut rates);
                rates
            };
            let (up, down) = (shifted(h), shifted(-h));
            for i in 0..n {
                let difference = (up[i] - down[i]) / (2.0 * h);
                let exact = jacobian[i * n + j];
                let noise = 1e-9 * (plain[i].abs() + up[i].abs()) / h;
                assert!(
                    (difference - exact).abs() <= 1e-6 * exact.abs() + noise + 1e-7,
                    "{}' by {}: {difference} against {exact}",
                    model::STATES[i].key,
                    model::STATES[j].key
                );
            }
        }
    }
}

#[test]
fn printed_equations_evaluate_to_what_is_integrated() {
    for seed in 100..110 {
        let (settings, states) = random_case(seed);
        let mut rates = vec![0.0; Onset.states()];
        Onset.rates(&settings, &states, &mut rates);
        let mut observables = vec![0.0; Onset.observables()];
        Onset::walk(&settings, &mut Observables::new(&states, &mut observables));
        let lookup = |key: &'static str| {
            let find = |table: &[onset::quantity::Quantity]| table.iter().position(|quantity| quantity.key == key);
            find(model::SETTINGS)
                .map(|i| settings[i])
                .or_else(|| find(model::STATES).map(|i| states[i]))
                .or_else(|| find(model::OBSERVABLES).map(|i| observables[i]))
                .unwrap()
        };
        for equation in model::equations() {
            let (table, values): (&[onset::quantity::Quantity], &[f64]) =
                if equation.is_derivative { (model::STATES, &rates) } else { (model::OBSERVABLES, &observables) };
            let place = table.iter().position(|quantity| quantity.key == equation.key).unwrap();
            let value = equation.expression.evaluate(&lookup);
            assert_eq!(value.to_bits(), values[place].to_bits(), "{}", equation.text());
        }
    }
}

#[test]
fn equations_print_in_the_order_in_which_they_are_solved() {
    let lines: Vec<String> = model::equations().iter().map(onset::solver::Equation::text).collect();
    assert_eq!(lines.len(), model::STATES.len() + model::OBSERVABLES.len());
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn every_quantity_is_declared_once_and_in_full() {
    let mut keys: Vec<&str> = Vec::new();
    for quantity in model::SETTINGS.iter().chain(model::STATES).chain(model::OBSERVABLES) {
        assert!(Unit::parse(quantity.unit).is_ok(), "{} has the unit {}", quantity.key, quantity.unit);
        assert!(quantity.description.ends_with('.') && !quantity.symbol.is_empty(), "{}", quantity.key);
        assert!(quantity.low <= quantity.default && quantity.default <= quantity.high, "{}", quantity.key);
        keys.push(quantity.key);
    }
    let all = keys.len();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), all);
    assert_eq!(model::STATES.len(), 34);
}

#[test]
fn sources_and_symbols_stand_alone() {
    for quantity in model::SETTINGS.iter().chain(model::STATES).chain(model::OBSERVABLES) {
        // Sources are shown one at a time, where nothing stands above.
        assert!(!quantity.source.is_empty() && !quantity.source.contains("as above"), "{}", quantity.key);
        // In TeX a double backslash is a line break.
        assert!(!quantity.symbol.contains(r"\\"), "{} has the symbol {}", quantity.key, quantity.symbol);
    }
}

#[test]
fn what_the_model_leaves_out_is_said_where_the_readme_says() {
    let readme = include_str!("../../README.md").split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(readme.contains("What the model leaves out is listed by `onset explain limits`."));
    let limits = model::LIMITS.iter().find(|limit| limit.name == "limits").unwrap().says;
    for missing in [
        "habenula",
        "opioid",
        "monoamine",
        "sleep",
        "cognition",
        "sex, age",
        "interactions",
        "whether a person responds",
        "premises",
        "Yan 2019",
        "Holmes 2022",
    ] {
        assert!(limits.contains(missing), "{missing}");
    }
}

#[test]
fn parameters_are_those_of_the_reference_model() {
    let text = include_str!("../reference/parameters.toml");
    let table: toml::Table = text.parse().unwrap();
    let ours: Vec<_> = model::SETTINGS
        .iter()
        .filter(|setting| setting.kind == Kind::Parameter || setting.basis == Basis::Assumed)
        .collect();
    assert_eq!(ours.len(), table.len());
    for setting in ours {
        let reference = &table[setting.key];
        let is_constant = reference.get("constant").and_then(toml::Value::as_bool).unwrap_or(false);
        assert_eq!(setting.kind == Kind::Constant, is_constant, "{}", setting.key);
        for (field, value) in [("value", setting.default), ("low", setting.low), ("high", setting.high)] {
            assert_eq!(reference[field].as_float().unwrap(), value, "{} {field}", setting.key);
        }
        for (field, value) in [("unit", setting.unit), ("symbol", setting.symbol), ("basis", setting.basis.name())] {
            assert_eq!(reference[field].as_str().unwrap(), value, "{} {field}", setting.key);
        }
    }
}

#[test]
fn every_exponent_of_an_equation_is_a_declared_guess() {
    let mut named: Vec<&str> = Vec::new();
    for equation in model::equations() {
        equation.expression.visit(&mut |node| match node {
            Node::Hill(_, _, exponent) | Node::Fold(_, _, exponent) => {
                let name = exponent.name.unwrap_or_else(|| panic!("a nameless exponent in {}", equation.text()));
                let declared = model::SETTINGS.iter().find(|setting| setting.key == name).unwrap();
                assert_eq!((declared.kind, declared.basis), (Kind::Constant, Basis::Assumed), "{name}");
                assert_eq!(declared.default, f64::from(exponent.whole), "{name}");
                named.push(name);
            }
            Node::Power(_, exponent) => named.extend(exponent.name),
            _ => {}
        });
    }
    for setting in model::SETTINGS.iter().filter(|setting| setting.key.ends_with("_exponent")) {
        assert!(named.contains(&setting.key), "no equation reads {}", setting.key);
    }
    let guessed = model::SETTINGS.iter().filter(|setting| setting.kind == Kind::Constant);
    assert_eq!(guessed.filter(|setting| setting.basis == Basis::Assumed).count(), 12);
}
