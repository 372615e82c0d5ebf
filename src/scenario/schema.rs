//! The JSON Schema of a scenario file, for editors that complete keys and underline mistakes.
//!
//! Owns: how the key table and the declarations of the parameters read as a schema. Must not know: any key by itself.
//!
//! Draft 4 without references, since the TOML extensions of editors read no more; a table that can stand in two places
//! is therefore written out twice. Whatever the schema refuses, the reader refuses as well, so the schema is permissive
//! where words cannot be exact: of a quantity it asks for a number and then a unit, and leaves the rest to
//! `onset check`.

use super::key::{EXTENDS, FILE, Key, Range, Shape, Table, signals};
use super::value::MOST_FACTOR;
use crate::model::{SETTINGS, STATES};
use crate::quantity::listed;
use crate::quantity::{Kind, Quantity};

/// A text that may be a number with a unit: a digit, then a letter, and nowhere a comma. Every unit has a letter.
const AMOUNT_PATTERN: &str = "^[^A-Za-z0-9,]*[0-9][^,]*[A-Za-z][^,]*$";

/// A text that may be a number, with or without a unit.
const NUMBER_PATTERN: &str = "^[^A-Za-z0-9,]*[0-9][^,]*$";

/// A text that may be the name of an output.
const OUTPUT_PATTERN: &str = "^[^A-Za-z0-9]*[A-Za-z][A-Za-z0-9_]*[^A-Za-z0-9]*$";

/// A text that may be a percentage.
const PERCENT_PATTERN: &str = "^[^%]*[0-9][^%]*%[^%]*$";

/// Longest line of the text; a shorter object or list stands on one line.
const WIDTH: usize = 120;

/// A value of JSON whose members keep their order.
#[derive(Debug, Clone)]
enum Json {
    Number(f64),
    Truth(bool),
    Text(String),
    List(Vec<Self>),
    Object(Vec<(&'static str, Self)>),
}

/// The schema as the text of a file.
pub fn schema() -> String {
    let mut members = vec![
        ("$schema", text("http://json-schema.org/draft-04/schema#")),
        ("title", text("Scenario of onset, an illustrative teaching model")),
    ];
    members.extend(table(&FILE));
    let mut out = String::new();
    Json::Object(members).write(&mut out, 0, 0);
    out.push('\n');
    out
}

fn text(text: &str) -> Json {
    Json::Text(text.to_owned())
}

fn texts<T: AsRef<str>>(words: &[T]) -> Json {
    Json::List(words.iter().map(|word| text(word.as_ref())).collect())
}

/// The members of the schema of a table.
fn table(table: &Table) -> Vec<(&'static str, Json)> {
    let readable = || table.keys.iter().filter(|key| !matches!(key.shape, Shape::Reserved));
    let names = |wanted: fn(&Key) -> bool| -> Vec<&str> {
        readable().filter(|key| key.required && wanted(key)).map(|key| key.name).collect()
    };
    let (required, inherited) = (names(|key| !key.inherited), names(|key| key.inherited));
    let mut members = vec![
        ("description", text(table.description)),
        ("type", text("object")),
        ("properties", Json::Object(readable().map(|key| (key.name, Json::Object(value(key)))).collect())),
    ];
    // Draft 4 does not allow an empty list here.
    if !required.is_empty() {
        members.push(("required", texts(&required)));
    }
    if !inherited.is_empty() {
        let one_of = [&[EXTENDS][..], &inherited].map(|keys| Json::Object(vec![("required", texts(keys))]));
        members.push(("anyOf", Json::List(one_of.to_vec())));
    }
    members.push(("additionalProperties", Json::Truth(false)));
    members
}

/// The members of the schema of a key's value.
fn value(key: &Key) -> Vec<(&'static str, Json)> {
    let mut members = vec![("description", text(&description(key)))];
    match &key.shape {
        Shape::Text => members.push(("type", text("string"))),
        Shape::Choice(words) => members.extend(choice(&(words.names)())),
        Shape::Choices(words) => {
            members.extend([("type", text("array")), ("items", Json::Object(choice(&(words.names)())))]);
        }
        Shape::Signals => {
            // The schema does not know the names of the outputs of a file.
            let own = vec![("type", text("string")), ("pattern", text(OUTPUT_PATTERN))];
            let any = vec![("anyOf", Json::List(vec![Json::Object(choice(&signals())), Json::Object(own)]))];
            members.extend([("type", text("array")), ("items", Json::Object(any))]);
        }
        // A whole number may be written with a point, which draft 4 does not count as an integer.
        Shape::Whole { low, high } => members.extend([
            ("type", text("number")),
            ("multipleOf", Json::Number(1.0)),
            ("minimum", Json::Number(f64::from(*low))),
            ("maximum", Json::Number(f64::from(*high))),
        ]),
        Shape::Quantity(_) => members.extend([("type", text("string")), ("pattern", text(AMOUNT_PATTERN))]),
        Shape::Quantities(_) => members.extend([
            ("type", texts(&["string", "array"])),
            ("pattern", text(AMOUNT_PATTERN)),
            ("minItems", Json::Number(1.0)),
            ("items", Json::Object(vec![("type", text("string")), ("pattern", text(AMOUNT_PATTERN))])),
        ]),
        Shape::Parameters => members.extend(parameters(|quantity| {
            vec![
                ("description", text(&meaning(quantity))),
                ("type", texts(&["number", "string"])),
                ("minimum", Json::Number(quantity.low)),
                ("maximum", Json::Number(quantity.high)),
                ("pattern", text(NUMBER_PATTERN)),
                ("default", Json::Number(quantity.default)),
            ]
        })),
        Shape::Value => members.extend([("type", texts(&["number", "string"])), ("pattern", text(NUMBER_PATTERN))]),
        Shape::Factors => members.extend(parameters(|quantity| {
            vec![
                ("description", text(&format!("Factor. {}", quantity.description))),
                ("type", texts(&["number", "string"])),
                ("minimum", Json::Number(0.0)),
                ("pattern", text(NUMBER_PATTERN)),
            ]
        })),
        Shape::Percent => members.extend([("type", text("string")), ("pattern", text(PERCENT_PATTERN))]),
        Shape::Number { low, high } => members.extend([
            ("type", text("number")),
            ("minimum", Json::Number(*low)),
            ("maximum", Json::Number(*high)),
        ]),
        Shape::StateFactors => {
            let states = STATES.iter().map(|state| {
                let description = format!("Factor. {}", state.description);
                let members = vec![
                    ("description", text(&description)),
                    ("type", text("number")),
                    ("minimum", Json::Number(0.0)),
                    ("maximum", Json::Number(MOST_FACTOR)),
                ];
                (state.key, Json::Object(members))
            });
            members.push(("type", text("object")));
            members.push(("properties", Json::Object(states.collect())));
            members.push(("additionalProperties", Json::Truth(false)));
        }
        Shape::Table(inner) => members.extend(table(inner).into_iter().skip(1)),
        Shape::Tables(inner) => {
            members.push(("type", text("array")));
            if key.required {
                members.push(("minItems", Json::Number(1.0)));
            }
            members.push(("items", Json::Object(table(inner))));
        }
        Shape::Reserved => {}
    }
    members
}

fn choice(names: &[&str]) -> Vec<(&'static str, Json)> {
    vec![("type", text("string")), ("enum", texts(names))]
}

/// The members of the schema of a table with parameters as its keys.
fn parameters(of: impl Fn(&Quantity) -> Vec<(&'static str, Json)>) -> Vec<(&'static str, Json)> {
    let all = SETTINGS.iter().filter(|quantity| quantity.kind == Kind::Parameter);
    vec![
        ("type", text("object")),
        ("properties", Json::Object(all.map(|quantity| (quantity.key, Json::Object(of(quantity)))).collect())),
        ("additionalProperties", Json::Truth(false)),
    ]
}

/// What an editor shows beside a key: its sentence, what is allowed, an example.
fn description(key: &Key) -> String {
    let allowed = match &key.shape {
        Shape::Quantity(range) | Shape::Quantities(range) => quantity_words(range),
        _ => String::new(),
    };
    let example = match key.example {
        "" => String::new(),
        example => format!(" Example: {} = {example}", key.name),
    };
    format!("{}{allowed}{example}", key.description)
}

fn quantity_words(range: &Range) -> String {
    // The longer spellings of the same units say nothing new.
    let units: Vec<&str> = range.units.iter().copied().take(5).collect();
    format!(" In {}, {}.", listed(&units, "or"), range.words)
}

/// What an editor shows beside a parameter.
fn meaning(quantity: &Quantity) -> String {
    let unit = if quantity.unit == "1" { String::new() } else { format!(" {}", quantity.unit) };
    let Quantity { description, default, low, high, basis, .. } = quantity;
    format!("{description} Default {default}{unit}, from {low} to {high}{unit}; {}.", basis.name())
}

impl Json {
    /// Adds the value at this depth and column, on one line where it fits there.
    fn write(&self, out: &mut String, depth: usize, column: usize) {
        let line = self.line();
        // One character is left for a comma.
        if column + line.chars().count() < WIDTH {
            out.push_str(&line);
            return;
        }
        let indent = "  ".repeat(depth + 1);
        let (open, close, members): (_, _, Vec<(String, &Self)>) = match self {
            Self::List(items) => ('[', ']', items.iter().map(|item| (String::new(), item)).collect()),
            Self::Object(members) => {
                ('{', '}', members.iter().map(|(name, value)| (format!("\"{name}\": "), value)).collect())
            }
            _ => return out.push_str(&line),
        };
        out.push(open);
        for (i, (name, value)) in members.iter().enumerate() {
            out.push_str(if i == 0 { "\n" } else { ",\n" });
            out.push_str(&indent);
            out.push_str(name);
            value.write(out, depth + 1, indent.len() + name.len());
        }
        out.push('\n');
        out.push_str(&indent[2..]);
        out.push(close);
    }

    /// The value on one line.
    fn line(&self) -> String {
        match self {
            Self::Number(number) => format!("{number}"),
            Self::Truth(truth) => truth.to_string(),
            Self::Text(text) => serde_json::Value::from(text.as_str()).to_string(),
            Self::List(items) => format!("[{}]", items.iter().map(Self::line).collect::<Vec<_>>().join(", ")),
            Self::Object(members) => {
                let member = |(name, value): &(&'static str, Self)| format!("\"{name}\": {}", value.line());
                format!("{{ {} }}", members.iter().map(member).collect::<Vec<_>>().join(", "))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::Dimension;

    #[test]
    fn a_pattern_asks_for_nothing_that_the_reader_does_not() {
        let mut ranges: Vec<&Range> = Vec::new();
        for table in super::super::key::TABLES {
            ranges.extend(table.keys.iter().filter_map(|key| match &key.shape {
                Shape::Quantity(range) | Shape::Quantities(range) => Some(range),
                _ => None,
            }));
        }
        // A plain number would need no letter after it.
        assert!(ranges.len() > 10 && ranges.iter().all(|range| !range.dimensions.contains(&Dimension::NONE)));
    }

    #[test]
    fn the_schema_is_json_within_draft_4() {
        let text = schema();
        let parsed: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(parsed["properties"]["duration"]["type"], "string");
        assert!(parsed["properties"]["arm"]["items"]["properties"]["dose"]["items"]["required"].is_array());
        for later in ["$ref", "\"const\"", "\"examples\"", "\"if\"", "$defs", "\"$id\""] {
            assert!(!text.contains(later), "{later}");
        }
    }
}
