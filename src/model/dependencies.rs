//! What acts on what, read off the equations themselves.

use super::equations;

/// What a state or observable is computed from, in the order in which it stands in its equation; nothing for a key that
/// has no equation. A state does not count as acting on itself.
pub fn acts_on(key: &str) -> Vec<&'static str> {
    let equation = equations().iter().find(|equation| equation.key == key);
    let symbols = equation.map(|equation| equation.expression.symbols()).unwrap_or_default();
    symbols.into_iter().filter(|symbol| *symbol != key).collect()
}

/// The states and observables that a quantity acts on directly, in the order in which they are solved.
pub fn acted_on_by(key: &str) -> Vec<&'static str> {
    let reads = |equation: &&crate::solver::Equation| equation.expression.symbols().contains(&key);
    equations().iter().filter(reads).map(|equation| equation.key).filter(|other| *other != key).collect()
}

/// Every pair of quantities of which the first acts on the second directly, in the order in which they are solved.
pub fn dependencies() -> Vec<(&'static str, &'static str)> {
    equations().iter().flat_map(|equation| acts_on(equation.key).into_iter().map(|from| (from, equation.key))).collect()
}
