//! The symbol of a quantity, taken apart: `EC_{50,R}` is `EC` with `50,R` below.

/// A letter or word with what stands below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Atom {
    /// The letter or word.
    pub(super) base: String,
    /// What stands below; empty where nothing does.
    pub(super) below: String,
}

/// Commands of TeX that symbols use, with their characters.
const COMMANDS: &[(&str, char)] = &[
    ("alpha", 'α'),
    ("beta", 'β'),
    ("gamma", 'γ'),
    ("delta", 'δ'),
    ("epsilon", 'ε'),
    ("zeta", 'ζ'),
    ("eta", 'η'),
    ("theta", 'θ'),
    ("iota", 'ι'),
    ("kappa", 'κ'),
    ("lambda", 'λ'),
    ("mu", 'μ'),
    ("nu", 'ν'),
    ("xi", 'ξ'),
    ("pi", 'π'),
    ("rho", 'ρ'),
    ("sigma", 'σ'),
    ("tau", 'τ'),
    ("phi", 'φ'),
    ("chi", 'χ'),
    ("psi", 'ψ'),
    ("omega", 'ω'),
    ("Delta", 'Δ'),
    ("Sigma", 'Σ'),
    ("Phi", 'Φ'),
    ("Omega", 'Ω'),
    ("%", '%'),
];

/// The characters of a piece of TeX without scripts.
fn plain(tex: &str) -> String {
    let mut text = tex.replace(['{', '}'], "");
    // Longest first, so that `\eta` does not eat the beginning of a longer name.
    let mut commands: Vec<_> = COMMANDS.iter().collect();
    commands.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
    for (name, character) in commands {
        text = text.replace(&format!("\\{name}"), &character.to_string());
    }
    text
}

/// The parts of a symbol, left to right.
pub(super) fn atoms(symbol: &str) -> Vec<Atom> {
    let mut atoms: Vec<Atom> = Vec::new();
    let mut rest = symbol;
    while let Some((base, after)) = rest.split_once('_') {
        let (below, after) = match after.strip_prefix('{').and_then(|inside| inside.split_once('}')) {
            Some(parts) => parts,
            None => {
                // One character, or one command.
                let command = after.strip_prefix('\\').map_or(0, |name| {
                    let letters = name.chars().take_while(char::is_ascii_alphabetic).count();
                    1 + letters.max(1)
                });
                after.split_at(if command > 0 { command } else { after.chars().next().map_or(0, char::len_utf8) })
            }
        };
        atoms.push(Atom { base: plain(base), below: plain(below) });
        rest = after;
    }
    if !rest.is_empty() {
        atoms.push(Atom { base: plain(rest), below: String::new() });
    }
    atoms
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{OBSERVABLES, SETTINGS, STATES};

    #[test]
    fn scripts_are_taken_apart() {
        let parts = |symbol| atoms(symbol).into_iter().map(|atom| (atom.base, atom.below)).collect::<Vec<_>>();
        let pair = |base: &str, below: &str| (base.to_owned(), below.to_owned());
        assert_eq!(parts(r"EC_{50,R}"), [pair("EC", "50,R")]);
        assert_eq!(parts(r"\sigma_B"), [pair("σ", "B")]);
        assert_eq!(parts(r"a_\%"), [pair("a", "%")]);
        assert_eq!(parts(r"CL_S/F"), [pair("CL", "S"), pair("/F", "")]);
        assert_eq!(parts(r"\Delta"), [pair("Δ", "")]);
    }

    #[test]
    fn every_symbol_is_understood_and_unlike_any_other() {
        let all: Vec<_> = SETTINGS.iter().chain(STATES).chain(OBSERVABLES).collect();
        for (i, quantity) in all.iter().enumerate() {
            let text = format!("{:?}", atoms(quantity.symbol));
            assert!(!text.contains('\\') && !text.contains('{') || !text.contains("\\\\"), "{text}");
            let twin = all[..i].iter().find(|other| other.symbol == quantity.symbol);
            assert!(twin.is_none(), "{} and {twin:?} have the symbol {}", quantity.key, quantity.symbol);
        }
    }
}
