//! The table of the parameters of the model: what each is, what it may be, and what its value rests on.

use std::fmt::Write as _;

use serde::Serialize;

use crate::model::SETTINGS;
use crate::quantity::{Basis, Kind, Quantity, csv_field, shortest};
use crate::words::folded;
use crate::words::json;
use crate::words::texts::DISCLAIMER;

/// The parameters that a word and a basis leave, in the order of the mechanisms, and the constants that are guesses as
/// they are. A word is looked for in the key, the
/// mechanism, the description and the source.
pub fn parameters(word: Option<&str>, basis: Option<Basis>) -> Vec<&'static Quantity> {
    let word = word.unwrap_or("").to_lowercase();
    let says = |quantity: &&Quantity| {
        let texts = [quantity.key, quantity.group, quantity.description, quantity.source];
        texts.iter().any(|text| text.to_lowercase().contains(&word))
    };
    let all = SETTINGS.iter().filter(|quantity| quantity.kind != Kind::Input && quantity.basis != Basis::Definition);
    all.filter(says).filter(|quantity| basis.is_none_or(|basis| quantity.basis == basis)).collect()
}

/// The table for people: under the name of each mechanism, a line of numbers a parameter and its meaning below it.
pub fn parameters_text(list: &[&Quantity]) -> String {
    let mut text = String::new();
    let mut group = "";
    let widest = list.iter().map(|quantity| quantity.key.len()).max().unwrap_or(0);
    for quantity in list {
        if quantity.group != group {
            group = quantity.group;
            let _ = writeln!(text, "{}{group}", if text.is_empty() { "" } else { "\n" });
        }
        let value = match quantity.unit {
            "1" => shortest(quantity.default),
            unit => format!("{} {unit}", shortest(quantity.default)),
        };
        let bounds = match quantity.kind {
            Kind::Constant => "fixed".to_owned(),
            _ => format!("{} to {}", shortest(quantity.low), shortest(quantity.high)),
        };
        let _ = writeln!(text, "  {:widest$}  {value:14}  {bounds:14}  {}", quantity.key, quantity.basis.name());
        let indented = |sentence: &str| folded(&format!("      {sentence}"), "      ");
        text.push_str(&indented(quantity.description));
        if let Some(source) = source(quantity) {
            text.push_str(&indented(&format!("Source: {source}")));
        }
    }
    let counted = |basis: Basis| list.iter().filter(|quantity| quantity.basis == basis).count();
    let bases = [Basis::Literature, Basis::Tuned, Basis::Assumed, Basis::Switch];
    let counts: Vec<String> = bases.map(|basis| format!("{} {}", counted(basis), basis.name())).to_vec();
    let _ = writeln!(text, "\n{} of {} parameters: {}", list.len(), parameters(None, None).len(), counts.join(", "));
    text.push_str("Each line: name, default (70 kg adult), bounds, basis.\n");
    text.push_str("`onset explain adults` has the spreads of the built-in population.\n");
    let _ = writeln!(text, "{DISCLAIMER}");
    text
}

/// The table for other programs: one row a parameter.
pub fn parameters_csv(list: &[&Quantity]) -> String {
    let mut csv = String::from("name,default,unit,low,high,basis,mechanism,meaning,source\n");
    for quantity in list {
        let [default, low, high] = [quantity.default, quantity.low, quantity.high].map(shortest);
        let texts = [quantity.basis.name(), quantity.group, quantity.description, source(quantity).unwrap_or("")];
        let texts = texts.map(csv_field).join(",");
        let _ = writeln!(csv, "{},{default},{},{low},{high},{texts}", quantity.key, quantity.unit);
    }
    csv
}

#[derive(Serialize)]
struct Row<'a> {
    name: &'a str,
    symbol: &'a str,
    default: f64,
    unit: &'a str,
    low: f64,
    high: f64,
    basis: &'a str,
    mechanism: &'a str,
    meaning: &'a str,
    source: Option<&'a str>,
}

/// The same as JSON: a list of objects; the source is null where there is none.
pub fn parameters_json(list: &[&Quantity]) -> String {
    let row = |quantity: &&Quantity| Row {
        name: quantity.key,
        symbol: quantity.symbol,
        default: quantity.default,
        unit: quantity.unit,
        low: quantity.low,
        high: quantity.high,
        basis: quantity.basis.name(),
        mechanism: quantity.group,
        meaning: quantity.description,
        source: source(quantity),
    };
    json(&list.iter().map(row).collect::<Vec<_>>())
}

/// The publication or reason, where there is one.
fn source(quantity: &Quantity) -> Option<&'static str> {
    (quantity.source != "-").then_some(quantity.source)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::WIDTH;

    #[test]
    fn a_word_and_a_basis_narrow_the_list() {
        let keys = |word, basis| parameters(word, basis).iter().map(|quantity| quantity.key).collect::<Vec<_>>();
        assert!(keys(Some("PROTEIN"), None).contains(&"k_protein"));
        assert!(keys(Some("k_protein"), Some(Basis::Literature)).is_empty());
        assert!(keys(Some("nothing like it"), None).is_empty());
        let all = keys(None, None).len();
        let bases = [Basis::Literature, Basis::Tuned, Basis::Assumed, Basis::Switch];
        assert_eq!(bases.map(|basis| keys(None, Some(basis)).len()).iter().sum::<usize>(), all);
    }

    #[test]
    fn the_text_is_narrow_and_names_every_parameter_under_its_mechanism() {
        let all = parameters(None, None);
        let text = parameters_text(&all);
        for line in text.lines() {
            assert!(line.chars().count() <= WIDTH, "{line}");
        }
        for quantity in all {
            let (_, below) = text.split_once(&format!("{}\n", quantity.group)).unwrap();
            assert!(
                below.contains(&format!("\n  {} ", quantity.key)) || below.starts_with(&format!("  {} ", quantity.key))
            );
        }
        assert!(text.contains(DISCLAIMER));
    }
}
