//! `onset parameters`: the table of parameters in its three forms.

use super::commands::{Desk, assert_narrow, table};
use onset::model::SETTINGS;
use onset::quantity::{Basis, Kind, Quantity};

#[test]
fn the_three_forms_say_the_same() {
    let desk = Desk::new();
    let text = desk.good(&["parameters"]);
    assert_narrow(&text);
    let rows = table(&desk.good(&["parameters", "--format", "csv"]));
    let json = desk.good(&["parameters", "--format", "json"]);
    let json: Vec<serde_json::Value> = serde_json::from_str(&json).unwrap();
    let is_chosen = |quantity: &&Quantity| quantity.kind != Kind::Input && quantity.basis != Basis::Definition;
    let all: Vec<_> = SETTINGS.iter().filter(is_chosen).collect();
    assert!(text.contains("\n  crowding_exponent") && all.iter().any(|quantity| quantity.kind == Kind::Constant));
    assert_eq!((rows.len() - 1, json.len()), (all.len(), all.len()));
    for ((quantity, row), object) in all.iter().zip(&rows[1..]).zip(&json) {
        assert_eq!([&row[0], &row[2], &row[5]], [quantity.key, quantity.unit, quantity.basis.name()]);
        let numbers: Vec<f64> = [1, 3, 4].map(|column| row[column].parse().unwrap()).to_vec();
        assert_eq!(numbers, [quantity.default, quantity.low, quantity.high]);
        assert_eq!(object["name"], quantity.key);
        assert_eq!(object["default"], quantity.default);
        assert_eq!(object["mechanism"], quantity.group);
        assert!(text.lines().any(|line| line.split_whitespace().next() == Some(quantity.key)), "{}", quantity.key);
    }
}

#[test]
fn a_word_and_a_basis_narrow_the_table() {
    let desk = Desk::new();
    let text = desk.good(&["parameters", "k_protein"]);
    assert!(text.contains("BDNF and mTORC1\n  k_protein  0.0415 1/h") && text.contains("\n1 of "), "{text}");
    let rows = table(&desk.good(&["parameters", "--basis", "literature", "--format", "csv"]));
    assert!(rows.len() > 10 && rows[1..].iter().all(|row| row[5] == "literature"));
}
