//! SBML Level 3 Version 2 core: states and observables as parameters with rules, doses and switches as events.

use std::fmt::Write as _;

use super::escape::xml;
use super::event::{Effect, Event, events};
use super::study::Study;
use crate::model::{self, OBSERVABLES, SETTINGS, STATES};
use crate::quantity::{Dimension, Quantity, Unit, shortest};
use crate::scalar::{Exponent, Expression, Node, shapes};
use crate::words::texts::DISCLAIMER;

/// The whole model.
pub(super) fn document(study: &Study) -> String {
    let events = events(study);
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <sbml xmlns=\"http://www.sbml.org/sbml/level3/version2/core\" level=\"3\" version=\"2\">\n\
         <model id=\"model\" name=\"{}\" timeUnits=\"{}\" substanceUnits=\"{}\" volumeUnits=\"litre\" extentUnits=\"{}\">\n",
        xml(&study.title),
        unit_id("h"),
        unit_id("mg"),
        unit_id("mg")
    );
    let facts = format!("{}: {}. Printed by onset {}.", study.arm, study.description, env!("CARGO_PKG_VERSION"));
    text.push_str(&notes(&[DISCLAIMER, &facts]));
    functions(&mut text);
    units(&mut text);
    parameters(&mut text, study, &events);
    rules(&mut text);
    if !events.is_empty() {
        text.push_str("<listOfEvents>\n");
        // Only where the order of events at one time counts is it said.
        let is_ordered = events.iter().any(|event| event.priority() > 0);
        events.iter().for_each(|event| push_event(&mut text, event, is_ordered));
        text.push_str("</listOfEvents>\n");
    }
    text.push_str("</model>\n</sbml>\n");
    text
}

/// Words for people.
fn notes(paragraphs: &[&str]) -> String {
    let paragraphs: String = paragraphs.iter().map(|words| format!("<p>{}</p>", xml(words))).collect();
    format!("<notes><body xmlns=\"http://www.w3.org/1999/xhtml\">{paragraphs}</body></notes>\n")
}

fn math(content: &str) -> String {
    format!(
        "<math xmlns=\"http://www.w3.org/1998/Math/MathML\" \
         xmlns:sbml=\"http://www.sbml.org/sbml/level3/version2/core\">{content}</math>"
    )
}

fn number(value: f64, unit: &str) -> String {
    let text = shortest(value);
    let unit = unit_id(unit);
    match text.split_once('e') {
        Some((mantissa, power)) => {
            format!("<cn type=\"e-notation\" sbml:units=\"{unit}\">{mantissa}<sep/>{power}</cn>")
        }
        None => format!("<cn sbml:units=\"{unit}\">{text}</cn>"),
    }
}

fn apply(operation: &str, arguments: &[String]) -> String {
    format!("<apply>{operation}{}</apply>", arguments.concat())
}

/// An expression as content MathML.
fn content(expression: Expression) -> String {
    let both = |operation: &str, a: Expression, b: Expression| apply(operation, &[content(a), content(b)]);
    let power = |power: Exponent| match power.name {
        Some(name) => format!("<ci>{name}</ci>"),
        None => format!("<cn type=\"integer\" sbml:units=\"dimensionless\">{}</cn>", power.whole),
    };
    let zero = || number(0.0, "1");
    match *expression.node() {
        Node::Literal(value) => number(value, "1"),
        Node::Symbol(key) => format!("<ci>{key}</ci>"),
        Node::Add(a, b) => match *a.node() {
            // "1 - x" reads better than "-x + 1", which is how a complement is computed.
            Node::Neg(a) => both("<minus/>", b, a),
            _ => both("<plus/>", a, b),
        },
        Node::Sub(a, b) => both("<minus/>", a, b),
        Node::Mul(a, b) => both("<times/>", a, b),
        Node::Div(a, b) => both("<divide/>", a, b),
        Node::Neg(a) => apply("<minus/>", &[content(a)]),
        Node::Power(a, by) => apply("<power/>", &[content(a), power(by)]),
        Node::Sqrt(a) => apply("<root/>", &[content(a)]),
        Node::Ramp(a) => {
            let condition = apply("<gt/>", &[content(a), zero()]);
            let piece = format!("<piece>{}{condition}</piece>", content(a));
            format!("<piecewise>{piece}<otherwise>{}</otherwise></piecewise>", zero())
        }
        Node::RampSlope(a) => {
            let condition = apply("<gt/>", &[content(a), zero()]);
            let piece = format!("<piece>{}{condition}</piece>", number(1.0, "1"));
            format!("<piecewise>{piece}<otherwise>{}</otherwise></piecewise>", zero())
        }
        Node::Occupancy(a, half) => both("<ci>occupancy</ci>", a, half),
        Node::Hill(a, half, by) => apply("<ci>hill</ci>", &[content(a), content(half), power(by)]),
        Node::Fold(a, half, by) => apply("<ci>fold</ci>", &[content(a), content(half), power(by)]),
        Node::Surplus(a, width) => both("<ci>surplus</ci>", a, width),
    }
}

fn functions(text: &mut String) {
    text.push_str("<listOfFunctionDefinitions>\n");
    for shape in shapes() {
        let arguments: String = shape.arguments.iter().map(|name| format!("<bvar><ci>{name}</ci></bvar>")).collect();
        let _ = writeln!(
            text,
            "<functionDefinition id=\"{}\">{}</functionDefinition>",
            shape.name,
            math(&format!("<lambda>{arguments}{}</lambda>", content(shape.body)))
        );
    }
    text.push_str("</listOfFunctionDefinitions>\n");
}

/// The identifier of a unit.
fn unit_id(unit: &str) -> String {
    if unit == "1" {
        return "dimensionless".to_owned();
    }
    let words = unit.replace("1/", "per ").replace('/', " per ").replace('%', "hundredth");
    let words: Vec<String> = words
        .split_whitespace()
        .map(|word| word.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect())
        .collect();
    format!("unit_{}", words.join("_"))
}

/// Base units of a dimension, in order: mg, L, h, umol, kg.
const BASES: [(&str, i32, &str); 5] =
    [("gram", -3, "1"), ("litre", 0, "1"), ("second", 0, "3600"), ("mole", -6, "1"), ("kilogram", 0, "1")];

fn units(text: &mut String) {
    let mut used: Vec<&str> = vec!["h", "mg"];
    for quantity in SETTINGS.iter().chain(STATES).chain(OBSERVABLES) {
        if quantity.unit != "1" && !used.contains(&quantity.unit) {
            used.push(quantity.unit);
        }
    }
    text.push_str("<listOfUnitDefinitions>\n");
    for name in used {
        let unit = Unit::declared(name);
        let _ = writeln!(text, "<unitDefinition id=\"{}\" name=\"{}\"><listOfUnits>", unit_id(name), xml(name));
        let Dimension(exponents) = unit.dimension;
        let mut factor = unit.factor;
        for ((kind, scale, multiplier), exponent) in BASES.iter().zip(exponents).filter(|(_, exponent)| *exponent != 0)
        {
            let _ = writeln!(
                text,
                "<unit kind=\"{kind}\" exponent=\"{exponent}\" scale=\"{scale}\" multiplier=\"{multiplier}\"/>"
            );
        }
        if exponents == [0; 5] || factor != 1.0 {
            factor = if factor == 0.0 { 1.0 } else { factor };
            let _ = writeln!(
                text,
                "<unit kind=\"dimensionless\" exponent=\"1\" scale=\"0\" multiplier=\"{}\"/>",
                shortest(factor)
            );
        }
        text.push_str("</listOfUnits></unitDefinition>\n");
    }
    text.push_str("</listOfUnitDefinitions>\n");
}

fn parameters(text: &mut String, study: &Study, events: &[Event]) {
    text.push_str("<listOfParameters>\n");
    let mut push = |quantity: &Quantity, value: Option<f64>, is_constant: bool, words: &str| {
        let value = value.map_or(String::new(), |value| format!(" value=\"{}\"", shortest(value)));
        let _ = writeln!(
            text,
            "<parameter id=\"{}\" name=\"{}\"{value} units=\"{}\" constant=\"{is_constant}\">{}</parameter>",
            quantity.key,
            xml(quantity.description.trim_end_matches('.')),
            unit_id(quantity.unit),
            notes(&[words]).trim_end()
        );
    };
    for (quantity, value) in SETTINGS.iter().zip(&study.experiment.settings) {
        let is_constant = !events.iter().any(|event| event.key() == quantity.key);
        let words = format!("{} Basis: {}. Source: {}.", quantity.group, quantity.basis.name(), quantity.source);
        push(quantity, Some(*value), is_constant, &words);
    }
    for (quantity, rest) in STATES.iter().zip(study.rest()) {
        push(quantity, Some(rest), false, &format!("{}. A state; its value is that at rest.", quantity.group));
    }
    for quantity in OBSERVABLES {
        push(quantity, None, false, &format!("{}. An observable.", quantity.group));
    }
    for event in events.iter().filter(|event| event.repeat.is_some()) {
        let _ = writeln!(
            text,
            "<parameter id=\"{}\" name=\"when it happens next\" value=\"{}\" units=\"{}\" constant=\"false\"/>",
            event.next(),
            shortest(event.first),
            unit_id("h")
        );
    }
    text.push_str("</listOfParameters>\n");
}

fn rules(text: &mut String) {
    text.push_str("<listOfRules>\n");
    for equation in model::equations() {
        let rule = if equation.is_derivative { "rateRule" } else { "assignmentRule" };
        let _ =
            writeln!(text, "<{rule} variable=\"{}\">{}</{rule}>", equation.key, math(&content(equation.expression)));
    }
    text.push_str("</listOfRules>\n");
}

const TIME: &str = "<csymbol encoding=\"text\" definitionURL=\"http://www.sbml.org/sbml/symbols/time\">time</csymbol>";

fn push_event(text: &mut String, event: &Event, is_ordered: bool) {
    let trigger = match event.repeat {
        None => apply("<geq/>", &[TIME.to_owned(), number(event.first, "h")]),
        Some(_) => {
            let next = format!("<ci>{}</ci>", event.next());
            let due = apply("<geq/>", &[TIME.to_owned(), next.clone()]);
            apply("<and/>", &[due, apply("<lt/>", &[next, number(event.limit(), "h")])])
        }
    };
    let unit = SETTINGS
        .iter()
        .chain(STATES)
        .find(|quantity| quantity.key == event.key())
        .map_or("1", |quantity| quantity.unit);
    let assign = |variable: &str, value: &str| {
        format!("<eventAssignment variable=\"{variable}\">{}</eventAssignment>\n", math(value))
    };
    let mut assignments = match event.effect {
        Effect::Add(key, amount) => assign(key, &apply("<plus/>", &[format!("<ci>{key}</ci>"), number(amount, unit)])),
        Effect::Set(key, value) => assign(key, &number(value, unit)),
        Effect::Scale(key, factor) => {
            assign(key, &apply("<times/>", &[format!("<ci>{key}</ci>"), number(factor, "1")]))
        }
        Effect::Cap(key, most) => {
            let (state, most) = (format!("<ci>{key}</ci>"), number(most, unit));
            let is_above = apply("<gt/>", &[state.clone(), most.clone()]);
            let piece = format!("<piece>{most}{is_above}</piece>");
            assign(key, &format!("<piecewise>{piece}<otherwise>{state}</otherwise></piecewise>"))
        }
    };
    if let Some((every, _)) = event.repeat {
        let later = apply("<plus/>", &[format!("<ci>{}</ci>", event.next()), number(every, "h")]);
        assignments.push_str(&assign(&event.next(), &later));
    }
    let priority = if is_ordered {
        format!("<priority>{}</priority>\n", math(&number(f64::from(event.priority()), "1")))
    } else {
        String::new()
    };
    // An event reads the values at the moment when it is carried out, so that two doses at one time add up.
    let _ = write!(
        text,
        "<event id=\"{}\" useValuesFromTriggerTime=\"false\">\n\
         <trigger initialValue=\"false\" persistent=\"true\">{}</trigger>\n{priority}\
         <listOfEventAssignments>\n{assignments}</listOfEventAssignments>\n</event>\n",
        event.id,
        math(&trigger)
    );
}
