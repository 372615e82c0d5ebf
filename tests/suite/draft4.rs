//! A validator for the part of JSON Schema, draft 4, that the schema of scenarios uses.
//!
//! It knows nothing of scenarios, and stops at a keyword that it does not know: a schema that needs more than this is
//! more than editors read. A full validator would be several minutes of compiling.

use regex::Regex;
use serde_json::Value;

/// Adds what the schema has against the value, with the path to it.
pub(crate) fn check(schema: &Value, value: &Value, path: &str, found: &mut Vec<String>) {
    let members = schema.as_object().unwrap_or_else(|| panic!("{path}: a schema is an object"));
    for (keyword, asked) in members {
        if let Some(objection) = objection(keyword, asked, value, schema) {
            found.push(format!("{path}: {objection}"));
        }
    }
    if let Some(object) = value.as_object() {
        for (key, inner) in object {
            if let Some(schema) = schema["properties"].get(key) {
                check(schema, inner, &format!("{path}/{key}"), found);
            }
        }
    }
    if let (Some(list), Some(items)) = (value.as_array(), schema.get("items")) {
        for (i, inner) in list.iter().enumerate() {
            check(items, inner, &format!("{path}/{i}"), found);
        }
    }
}

/// What one keyword has against the value by itself; a keyword has nothing against values of other types.
fn objection(keyword: &str, asked: &Value, value: &Value, schema: &Value) -> Option<String> {
    let number = |holds: fn(f64, f64) -> bool| {
        let asked = asked.as_f64().unwrap();
        value.as_f64().is_none_or(|value| holds(value, asked))
    };
    let holds = match keyword {
        "$schema" | "title" | "description" => asked.is_string(),
        "default" => {
            // A default that the schema itself refuses would be a mistake of the schema.
            let mut found = Vec::new();
            let mut plain = schema.clone();
            plain.as_object_mut().unwrap().remove("default");
            check(&plain, asked, "default", &mut found);
            found.is_empty()
        }
        "type" => match asked {
            Value::Array(types) => types.iter().any(|asked| is_of_type(value, asked)),
            asked => is_of_type(value, asked),
        },
        "anyOf" => asked.as_array().unwrap().iter().any(|schema| {
            let mut found = Vec::new();
            check(schema, value, "anyOf", &mut found);
            found.is_empty()
        }),
        "enum" => asked.as_array().unwrap().contains(value),
        "minimum" => number(|value, least| value >= least),
        "maximum" => number(|value, greatest| value <= greatest),
        "multipleOf" => number(|value, step| (value / step).fract() == 0.0),
        "pattern" => {
            let pattern = Regex::new(asked.as_str().unwrap()).unwrap();
            value.as_str().is_none_or(|text| pattern.is_match(text))
        }
        "minItems" => value.as_array().is_none_or(|list| list.len() as u64 >= asked.as_u64().unwrap()),
        "items" | "properties" => asked.is_object(),
        "required" => {
            let keys = asked.as_array().unwrap();
            assert!(!keys.is_empty(), "draft 4 asks for one key at least");
            value.as_object().is_none_or(|object| keys.iter().all(|key| object.contains_key(key.as_str().unwrap())))
        }
        "additionalProperties" => {
            assert_eq!(asked, &Value::Bool(false));
            value.as_object().is_none_or(|object| object.keys().all(|key| schema["properties"].get(key).is_some()))
        }
        unknown => panic!("{unknown} is no keyword that editors are known to read"),
    };
    (!holds).then(|| format!("{value} against {keyword} {}", short(asked)))
}

fn is_of_type(value: &Value, asked: &Value) -> bool {
    match asked.as_str().unwrap() {
        "string" => value.is_string(),
        "number" => value.is_number(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        unknown => panic!("{unknown} is no type that a scenario needs"),
    }
}

fn short(value: &Value) -> String {
    value.to_string().chars().take(60).collect()
}

#[test]
fn the_validator_tells_right_from_wrong() {
    let schema = serde_json::json!({
        "type": "object",
        "properties": {
            "n": { "type": ["number", "string"], "minimum": 1, "maximum": 5, "multipleOf": 1, "pattern": "^[0-9]$" },
            "any": { "anyOf": [{ "type": "string" }, { "type": "number", "minimum": 3 }] },
            "list": { "type": "array", "minItems": 1, "items": { "type": "string", "enum": ["a", "b"] } },
        },
        "required": ["n"],
        "additionalProperties": false,
    });
    let count = |value: Value| {
        let mut found = Vec::new();
        check(&schema, &value, "", &mut found);
        found.len()
    };
    for right in [serde_json::json!({"n": 5}), serde_json::json!({"n": "7", "list": ["a", "b"], "any": 3})] {
        assert_eq!(count(right), 0);
    }
    let wrong = [
        serde_json::json!([]),
        serde_json::json!({}),
        serde_json::json!({"n": 0}),
        serde_json::json!({"n": 6}),
        serde_json::json!({"n": 1.5}),
        serde_json::json!({"n": "x"}),
        serde_json::json!({"n": true}),
        serde_json::json!({"n": 1, "m": 1}),
        serde_json::json!({"n": 1, "any": 2}),
        serde_json::json!({"n": 1, "list": []}),
        serde_json::json!({"n": 1, "list": ["c"]}),
    ];
    for wrong in wrong {
        assert_eq!(count(wrong.clone()), 1, "{wrong}");
    }
}
